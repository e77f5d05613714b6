//! One chapter's folder: its `city.yaml` and a Markdown file a language.
//!
//! Three steps, because cities must be known before texts are read (their
//! names in their own scripts are set apart in every text): files from disk,
//! then cities, then texts.

use std::collections::BTreeMap;
use std::path::Path;

use super::book_yaml::{self, Folder};
use super::text::{self, Raw};
use super::yaml::{self, NodeKind, Piece};
use super::{city, markdown, missing};
use crate::book::{Chapter, ChapterText, City, FrontMatter, Subject};
use crate::config::Drafts;
use crate::diag::{Diagnostic, Findings};
use crate::doc::{LocalNames, Word};
use crate::locale::Lang;
use crate::message;
use crate::source::{SourceId, Sources, Span};

/// Where the spine puts a chapter.
pub struct Place {
    /// An index of the spine's parts.
    pub part: usize,
    pub folder: Folder,
    pub slug: Word,
}

impl Place {
    fn path(&self, file: &str) -> String {
        format!("{}/{}/{file}", self.folder.as_str(), self.slug.text)
    }
}

/// A chapter's files as they are on disk.
pub struct Files<'a> {
    place: &'a Place,
    city: Option<Raw>,
    texts: Vec<(Lang, Raw)>,
}

impl<'a> Files<'a> {
    pub fn read(root: &Path, place: &'a Place, languages: &[Lang]) -> Files<'a> {
        let city = (place.folder == Folder::Cities).then(|| text::read(root, &place.path("city.yaml")));
        let texts = languages
            .iter()
            .map(|lang| (*lang, text::read(root, &place.path(&format!("{lang}.md")))))
            .collect();
        Files { place, city, texts }
    }

    /// Gives each text its id, in a fixed order.
    pub fn register(self, sources: &mut Sources, found: &mut Findings) -> Registered<'a> {
        let place = self.place;
        let mut add = |raw: Raw, path: String, found: &mut Findings| match raw {
            Raw::Text(text) => Ok(sources.add(path, text)),
            Raw::Missing => Err(Absent::Missing),
            Raw::Fault(fault) => {
                found.push(*fault);
                Err(Absent::Faulty)
            }
        };
        let city = self.city.map(|raw| add(raw, place.path("city.yaml"), found));
        let mut texts = BTreeMap::new();
        let mut faulty = Vec::new();
        for (lang, raw) in self.texts {
            match add(raw, place.path(&format!("{lang}.md")), found) {
                Ok(id) => {
                    texts.insert(lang, id);
                }
                Err(Absent::Faulty) => faulty.push(lang),
                Err(Absent::Missing) => {}
            }
        }
        if let Some(Err(Absent::Missing)) = city {
            let message = message!("content-missing-city");
            found.push(Diagnostic::error("content.missing", place.path("city.yaml"), message));
        }
        Registered { place, city: city.and_then(Result::ok), texts, faulty }
    }
}

enum Absent {
    Missing,
    /// It was there and has been reported.
    Faulty,
}

/// A chapter's files with their ids.
pub struct Registered<'a> {
    place: &'a Place,
    city: Option<SourceId>,
    texts: BTreeMap<Lang, SourceId>,
    faulty: Vec<Lang>,
}

/// A chapter whose city has been read.
pub struct Read<'a> {
    pub place: &'a Place,
    pub city: Option<Box<City>>,
    texts: BTreeMap<Lang, SourceId>,
    faulty: Vec<Lang>,
}

/// Reads the `city.yaml` of every chapter that has one.
pub fn cities<'a>(
    files: Vec<Registered<'a>>,
    languages: &[Lang],
    sources: &Sources,
    found: &mut Findings,
) -> Vec<Read<'a>> {
    files
        .into_iter()
        .map(|files| {
            let city = files.city.and_then(|id| {
                text::check_characters(id, sources, found);
                let piece = Piece { source: id, offset: 0, text: &sources.get(id).text };
                let node = yaml::parse(piece, found)?;
                if node.kind == NodeKind::Null {
                    let start = Span::new(id, 0..0);
                    found.push(Diagnostic::error("file.empty", start, message!("file-empty-city")));
                    return None;
                }
                city::read(&node, languages, found).map(Box::new)
            });
            Read { place: files.place, city, texts: files.texts, faulty: files.faulty }
        })
        .collect()
}

type Texts = BTreeMap<Lang, ChapterText>;

impl Read<'_> {
    /// Reads the chapter's texts; none if all there are are drafts.
    pub fn texts(
        &mut self,
        languages: &[Lang],
        drafts: Drafts,
        names: &LocalNames,
        sources: &Sources,
    ) -> (Option<Texts>, Findings) {
        let mut found = Findings::default();
        self.report_missing(languages, &mut found);
        let mut texts = Texts::new();
        let mut drafted = 0;
        for (lang, id) in &self.texts {
            text::check_characters(*id, sources, &mut found);
            let context = markdown::Context { lang: *lang, names };
            let Some(text) = chapter_text(*id, context, sources, &mut found) else { continue };
            if text.front.draft && drafts == Drafts::Leave {
                drafted += 1;
            } else {
                texts.insert(*lang, text);
            }
        }
        let all_drafts = drafted > 0 && texts.is_empty();
        ((!all_drafts).then_some(texts), found)
    }

    fn report_missing(&self, languages: &[Lang], found: &mut Findings) {
        let missing =
            missing(languages, |lang| self.texts.contains_key(&lang) || self.faulty.contains(&lang));
        let all = missing.len() == languages.len();
        for lang in missing {
            let path = self.place.path(&format!("{lang}.md"));
            found.push(match all {
                true => Diagnostic::error("content.missing", path, message!("content-missing-texts")),
                false => {
                    let message = message!("content-missing-translation");
                    Diagnostic::warning("content.missing-translation", path, message)
                        .with_help(message!("content-missing-translation.help"))
                }
            });
        }
    }

    pub fn finish(self, texts: Texts) -> Chapter {
        Chapter {
            slug: self.place.slug.text.to_string(),
            span: self.place.slug.span,
            subject: match self.city {
                Some(city) => Subject::City(city),
                None if self.place.folder == Folder::Cities => Subject::UnreadCity,
                None => Subject::Page,
            },
            texts,
        }
    }
}

/// One Markdown file: front matter, then the body.
fn chapter_text(
    id: SourceId,
    context: markdown::Context,
    sources: &Sources,
    found: &mut Findings,
) -> Option<ChapterText> {
    let text = &sources.get(id).text;
    if text.trim().is_empty() {
        found.push(Diagnostic::error("file.empty", Span::new(id, 0..0), message!("file-empty")));
        return None;
    }
    let (front, body) = split(id, text, found)?;
    let node = yaml::parse(front, found);
    let front = match node {
        Some(node) if node.kind != NodeKind::Null => book_yaml::front_matter(&node, found),
        Some(_) => {
            let message = message!("front-matter-empty");
            found.push(Diagnostic::error("front-matter.missing", Span::new(id, 0..3), message));
            None
        }
        None => None,
    };
    let front = front.unwrap_or_else(|| FrontMatter {
        title: String::new(),
        subtitle: None,
        summary: None,
        authors: Vec::new(),
        translators: Vec::new(),
        updated: None,
        draft: false,
    });
    Some(ChapterText { source: id, front, document: markdown::parse(body, context, found) })
}

/// The YAML between `---` at the top, and what follows it.
fn split<'a>(id: SourceId, text: &'a str, found: &mut Findings) -> Option<(Piece<'a>, Piece<'a>)> {
    let is_fence = |line: &str| line.trim_end() == "---";
    let first = text.split_inclusive('\n').next().unwrap_or("");
    if !is_fence(first) {
        let span = Span::new(id, 0..first.trim_end().len());
        let (message, help) = (message!("front-matter-missing"), message!("front-matter-missing.help"));
        found.push(Diagnostic::error("front-matter.missing", span, message).with_help(help));
        return None;
    }
    let mut at = first.len();
    for line in text[first.len()..].split_inclusive('\n') {
        if is_fence(line) {
            let front = Piece { source: id, offset: first.len(), text: &text[first.len()..at] };
            let start = at + line.len();
            return Some((front, Piece { source: id, offset: start, text: &text[start..] }));
        }
        at += line.len();
    }
    let (message, help) = (message!("front-matter-unclosed"), message!("front-matter-unclosed.help"));
    found.push(Diagnostic::error("front-matter.unclosed", Span::new(id, 0..3), message).with_help(help));
    None
}
