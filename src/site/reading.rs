//! What helps a reader on the way: what a link leads to, how to cite a chapter, where a source is cited.

use std::collections::BTreeSet;

use serde::Serialize;

use super::Site;
use super::addresses::FromPage;
use super::paths::Place;
use crate::doc::{ChapterId, Document, Inline, InlineKind, Linked, Target, Visit, walk};
use crate::locale::Lang;
use crate::locale::digits::localize;
use crate::locale::list::{Conjunction, join};
use crate::markup::{self, Addresses, words};
use crate::resolve::ResolvedText;

/// What a link of the text leads to, to be shown beside it.
#[derive(Debug, Serialize)]
pub struct Preview {
    /// As in the link; without a fragment for a chapter, any heading of which it stands for.
    href: String,
    title_html: String,
    text_html: String,
}

/// How to name a chapter as a source.
#[derive(Debug, Serialize)]
pub struct Cite {
    text_html: String,
    bibtex: String,
}

/// Calls `visit` for each inline of a text and of its notes.
fn each_inline<'a>(document: &'a Document<Linked>, visit: &mut impl FnMut(&'a Inline<Linked>)) {
    let notes = document.notes.iter().map(|note| note.blocks.as_slice());
    for blocks in std::iter::once(document.blocks.as_slice()).chain(notes) {
        walk(blocks, &mut |node| {
            if let Visit::Inline(inline) = node {
                visit(inline);
            }
        });
    }
}

impl Site<'_> {
    /// The terms and chapters that a text links to, each once, in the order of the text.
    pub fn previews(&self, text: &ResolvedText, own: ChapterId, from: &FromPage) -> Vec<Preview> {
        let mut seen = BTreeSet::new();
        let mut previews = Vec::new();
        each_inline(&text.document, &mut |inline| {
            let preview = match &inline.kind {
                InlineKind::Term { term, .. } => from.term(*term).and_then(|href| {
                    let entry = self.book.editions.get(&from.lang)?.glossary.get(term.0)?;
                    let text_html = words(&entry.definition, from.page());
                    Some(Preview { href, title_html: words(&entry.term, from.page()), text_html })
                }),
                InlineKind::Link { target: Target::Chapter { chapter, .. }, .. } if *chapter != own => {
                    self.chapter_preview(*chapter, from)
                }
                _ => None,
            };
            previews.extend(preview.filter(|preview| seen.insert(preview.href.clone())));
        });
        previews
    }

    fn chapter_preview(&self, chapter: ChapterId, from: &FromPage) -> Option<Preview> {
        let (lang, text) = self.text_of(chapter, from.lang)?;
        let summary = text.front.summary.as_deref().filter(|_| lang == from.lang)?;
        Some(Preview {
            href: from.chapter(chapter, None),
            title_html: self.chapter_title(chapter, from.lang, from),
            text_html: words(summary, from.page()),
        })
    }

    /// A chapter as a source, in words and in BibTeX.
    pub fn cite(&self, id: ChapterId, lang: Lang, text: &ResolvedText, from: &FromPage) -> Cite {
        let front = &self.book.front;
        let people = match text.front.authors.as_slice() {
            [] => front.authors.iter().map(|author| author.or_any(lang).to_owned()).collect(),
            authors => authors.to_vec(),
        };
        let book = self.book.editions.get(&lang).map_or("", |edition| edition.title.as_str());
        let publisher = front.publisher.or_any(lang);
        let address = self.absolute(&self.folder(lang, Place::Chapter(id))).unwrap_or_default();
        let year = text.front.updated.as_deref().and_then(|date| date.get(..4)).unwrap_or_default();
        let by = join(&people, Conjunction::And, lang);
        let values = [
            ("title", text.front.title.as_str()),
            ("book", book),
            ("by", by.as_str()),
            ("publisher", publisher),
            ("year", &localize(year, lang)),
        ];
        // Sentences of which nothing is known are left out with their stop.
        let sentences = ["cite.people", "cite.title", "cite.publisher", "cite.address"];
        let known = [!by.is_empty(), true, !publisher.is_empty() || !year.is_empty(), !address.is_empty()];
        let sentences = sentences.iter().zip(known).filter(|(_, known)| *known);
        let text_html = sentences.map(|(key, _)| match *key {
            "cite.address" => format!("<bdi lang=\"en\" dir=\"ltr\">{}</bdi>", markup::text(&address)),
            key => words(&self.theme.phrase_with(lang, key, &values), from.page()),
        });
        let fields = [
            ("author", people.join(" and ")),
            ("title", text.front.title.clone()),
            ("booktitle", book.to_owned()),
            ("publisher", publisher.to_owned()),
            ("year", year.to_owned()),
            ("url", address.clone()),
            ("langid", lang.to_string()),
        ];
        let fields = fields.iter().filter(|(_, value)| !value.is_empty());
        // Braces in a value would end it; no name of a person, place or book has any.
        let plain = |value: &str| value.replace(['{', '}', '\\'], "");
        let fields: String =
            fields.map(|(name, value)| format!("  {name} = {{{}}},\n", plain(value))).collect();
        Cite {
            text_html: text_html.collect::<Vec<_>>().join(" "),
            bibtex: format!("@incollection{{{}-{lang},\n{fields}}}", self.book.chapter(id).slug),
        }
    }

    /// For each source of an edition the chapters that cite it, in reading order.
    pub fn citing(&self, lang: Lang) -> Vec<Vec<ChapterId>> {
        let count = self.book.editions.get(&lang).map_or(0, |edition| edition.sources.len());
        let mut citing: Vec<Vec<ChapterId>> = vec![Vec::new(); count];
        for (id, chapter) in (0u32..).map(ChapterId).zip(&self.book.chapters) {
            let Some(text) = chapter.texts.get(&lang) else { continue };
            each_inline(&text.document, &mut |inline| {
                let InlineKind::Citation(citation) = &inline.kind else { return };
                for source in citation.pieces.iter().filter_map(|piece| piece.source) {
                    if let Some(chapters) = citing.get_mut(source)
                        && chapters.last() != Some(&id)
                    {
                        chapters.push(id);
                    }
                }
            });
        }
        citing
    }
}
