//! The page of a chapter, also where its translation is missing.

use serde::Serialize;

use super::Site;
use super::addresses::FromPage;
use super::assets::OPENER;
use super::cover::Picture;
use super::frame::{About, Frame};
use super::paths::Place;
use super::reading::{Cite, Preview};
use crate::doc::{ChapterId, blocks_text, inlines_text};
use crate::locale::list::{Conjunction, join};
use crate::locale::partial_date::{PartialDate, dual};
use crate::locale::segment::excerpt;
use crate::locale::slug::percent_encode;
use crate::locale::{Lang, names};
use crate::markup;
use crate::resolve::ResolvedText;
use crate::theme::ThemeError;

#[derive(Serialize)]
struct ChapterPage {
    #[serde(flatten)]
    frame: Frame,
    title_html: String,
    subtitle_html: Option<String>,
    /// The chapter's pattern.
    opener: Option<Picture>,
    /// The text's language and direction, where they are not the page's.
    text_lang: Option<String>,
    text_dir: Option<&'static str>,
    notice_html: Option<String>,
    /// The headings, if there are enough of them to choose from.
    headings: Vec<HeadingLink>,
    body_html: String,
    authors_html: Option<String>,
    translators_html: Option<String>,
    updated_html: Option<String>,
    /// What the text's links lead to.
    previews: Vec<Preview>,
    /// None where the page shows another language's text, which has its own page.
    cite: Option<Cite>,
    previous: Option<Neighbour>,
    next: Option<Neighbour>,
}

#[derive(Serialize)]
struct HeadingLink {
    level: u8,
    href: String,
    title_html: String,
}

#[derive(Serialize)]
struct Neighbour {
    href: String,
    /// The chapter's pattern.
    rosette: Option<String>,
    title_html: String,
}

/// With fewer headings a list of them says less than the page itself.
const LEAST_HEADINGS: usize = 3;

impl Site<'_> {
    pub fn chapter(&self, lang: Lang, id: ChapterId) -> Result<String, ThemeError> {
        let place = Place::Chapter(id);
        // `places` names only chapters that have a text.
        let Some((text_lang, text)) = self.text_of(id, lang) else { return Ok(String::new()) };
        let translated = text_lang == lang;
        let from = self.at_page(lang, place);
        let of_text = FromPage {
            site: self,
            origin: from.origin.clone(),
            lang: text_lang,
            place: Some(place).filter(|_| translated),
        };
        let words = |text: &str| markup::words(text, of_text.page());
        let own_words = |text: &str| markup::words(text, from.page());
        let description = self.summary(text);
        let about = About { kind: "chapter", title: &text.front.title, description: &description };
        let name =
            |code: Lang| names::language_name(code, lang).map_or_else(|| code.to_string(), str::to_owned);
        let notice = || {
            let language = name(text_lang);
            own_words(&self.theme.phrase_with(lang, "chapter.untranslated", &[("language", &language)]))
        };
        let people = |people: &[String]| {
            (!people.is_empty()).then(|| own_words(&join(people, Conjunction::And, lang)))
        };
        let updated = text.front.updated.as_deref().and_then(|date| PartialDate::parse(date).ok());
        let headings: Vec<HeadingLink> = text
            .contents
            .iter()
            .map(|entry| HeadingLink {
                level: entry.level,
                href: format!("#{}", percent_encode(&entry.id)),
                title_html: markup::line(&entry.title, of_text.page()),
            })
            .collect();
        let opener = self.assets.openers.get(id.0 as usize).and_then(Option::as_ref);
        let page = ChapterPage {
            frame: self.frame(lang, place, &about),
            title_html: words(&text.front.title),
            subtitle_html: text.front.subtitle.as_deref().map(words),
            opener: opener.map(|path| Picture {
                src: from.origin.link(path),
                width: OPENER.0,
                height: OPENER.1,
            }),
            text_lang: (!translated).then(|| text_lang.to_string()),
            text_dir: (!translated).then(|| text_lang.direction().as_str()),
            notice_html: (!translated).then(notice),
            headings: if headings.len() >= LEAST_HEADINGS { headings } else { Vec::new() },
            body_html: markup::document(&text.document, of_text.page()),
            authors_html: people(&text.front.authors),
            translators_html: people(&text.front.translators),
            updated_html: updated.map(|date| {
                own_words(&self.theme.phrase_with(
                    lang,
                    "chapter.updated",
                    &[("date", &dual(date, None, lang))],
                ))
            }),
            previews: self.previews(text, id, &of_text),
            cite: translated.then(|| self.cite(id, lang, text, &from)),
            previous: id.0.checked_sub(1).and_then(|index| self.neighbour(ChapterId(index), lang, &from)),
            next: id.0.checked_add(1).and_then(|index| self.neighbour(ChapterId(index), lang, &from)),
        };
        self.theme.render("chapter.html", lang, &page)
    }

    /// A chapter's text for a reader of `lang`: in that language, else in the
    /// first of the book's that has one.
    pub fn text_of(&self, id: ChapterId, lang: Lang) -> Option<(Lang, &ResolvedText)> {
        let texts = &self.book.chapters.get(id.0 as usize)?.texts;
        let order = std::iter::once(&lang).chain(self.languages());
        order.copied().find_map(|lang| Some((lang, texts.get(&lang)?)))
    }

    /// A chapter's title as markup in a page of `lang`.
    pub fn chapter_title(&self, id: ChapterId, lang: Lang, from: &FromPage) -> String {
        self.short_title(id, lang, from, usize::MAX)
    }

    /// The same, with as many of its characters as there is room for.
    pub fn short_title(&self, id: ChapterId, lang: Lang, from: &FromPage, longest: usize) -> String {
        let Some((text_lang, text)) = self.text_of(id, lang) else { return String::new() };
        let title = excerpt(&text.front.title, longest);
        if text_lang == lang {
            return markup::words(&title, from.page());
        }
        let title = markup::words(&title, markup::Page { lang: text_lang, ..from.page() });
        format!("<bdi lang=\"{text_lang}\" dir=\"{}\">{title}</bdi>", text_lang.direction())
    }

    fn neighbour(&self, id: ChapterId, lang: Lang, from: &FromPage) -> Option<Neighbour> {
        self.book.chapters.get(id.0 as usize)?;
        let href = from.origin.page(&self.folder(lang, Place::Chapter(id)), None);
        let rosette = self.assets.rosettes.get(id.0 as usize).and_then(Option::as_ref);
        Some(Neighbour {
            href,
            rosette: rosette.map(|path| from.origin.link(path)),
            title_html: self.chapter_title(id, lang, from),
        })
    }

    /// What a chapter is about, in a sentence: the author's, else its first words.
    pub fn summary(&self, text: &ResolvedText) -> String {
        match &text.front.summary {
            Some(summary) => summary.clone(),
            None => {
                let start = text.document.blocks.iter().find_map(|block| match &block.kind {
                    crate::doc::BlockKind::Paragraph(content) => Some(inlines_text(content)),
                    _ => None,
                });
                start.unwrap_or_else(|| blocks_text(&text.document.blocks).replace('\n', " "))
            }
        }
    }
}
