//! The book as read: its own data, parts, chapters, glossary and sources.
//!
//! Everything here was checked in itself (shapes, ranges, dates); what needs
//! a look at other files (slugs, keys, pictures) is still a [`Word`] and is
//! left to `resolve`.

mod accepted;
mod city;
mod open_points;

use std::collections::BTreeMap;

use crate::doc::{Document, Parsed, Word};
use crate::locale::Lang;
use crate::source::{SourceId, Span};

pub use accepted::{Accepted, ContentHash};
pub use city::*;
pub use open_points::{FrontPoint, OpenPoint};

/// A text in each language that has one.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Localized(pub BTreeMap<Lang, String>);

impl Localized {
    pub fn get(&self, lang: Lang) -> Option<&str> {
        self.0.get(&lang).map(String::as_str)
    }

    /// The text in `lang`, else in the first language that has one, else nothing.
    pub fn or_any(&self, lang: Lang) -> &str {
        self.get(lang).or_else(|| self.0.values().next().map(String::as_str)).unwrap_or("")
    }

    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }
}

/// All that a content folder holds, by the order of the spine.
#[derive(Debug)]
pub struct Book {
    pub front: BookFront,
    pub parts: Vec<Part>,
    /// In reading order; the chapters of a part stand together.
    pub chapters: Vec<Chapter>,
    /// None if there is a `glossary.yaml` that cannot be read.
    pub glossary: Option<Vec<GlossaryEntry>>,
    pub references: References,
    /// Pacts without a chapter, for the timeline and the map.
    pub later_pacts: Vec<City>,
    /// Which originals the translations were last held against.
    pub accepted: Accepted,
}

/// `book.yaml` without its spine.
#[derive(Debug, Clone)]
pub struct BookFront {
    pub span: Span,
    pub title: Localized,
    pub subtitle: Localized,
    pub description: Localized,
    pub publisher: Localized,
    pub authors: Vec<Localized>,
    pub edition: Localized,
    pub isbn: Option<String>,
    pub national_bibliography: Option<String>,
    pub record: Record,
    pub rights: Localized,
    /// With a `/` at its end.
    pub base_url: Option<String>,
    /// Whether readers may keep the site on their devices.
    pub offline: bool,
    /// At least one; the first is the book's own.
    pub languages: Vec<Lang>,
}

/// What the copyright page says beside the rest: the record of the national
/// library and the imprint (P-139). What is missing prints as a dash.
#[derive(Debug, Clone, Default)]
pub struct Record {
    /// The main entry: whom the library files the book under.
    pub heading: Localized,
    pub place: Localized,
    pub year: Localized,
    pub physical: Localized,
    pub status: Localized,
    pub note: Localized,
    pub subjects: Vec<Localized>,
    pub added_entries: Vec<Localized>,
    pub congress: Localized,
    pub dewey: Localized,
    pub print_run: Localized,
    pub price: Localized,
}

#[derive(Debug, Clone)]
pub struct Part {
    pub title: Localized,
    /// The chapters of the part, as a range of `Book::chapters`.
    pub chapters: std::ops::Range<usize>,
}

#[derive(Debug)]
pub struct Chapter {
    pub slug: String,
    /// Where the spine names it.
    pub span: Span,
    pub subject: Subject,
    /// One text a language; a missing one has been reported.
    pub texts: BTreeMap<Lang, ChapterText>,
}

#[derive(Debug)]
pub enum Subject {
    City(Box<City>),
    /// A city whose `city.yaml` cannot be used, which has been reported.
    UnreadCity,
    Page,
}

/// The text of `references.bib`.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum References {
    Absent,
    /// It is there and cannot be read, which has been reported.
    Unread,
    Read(SourceId),
}

/// A chapter in one language.
#[derive(Debug)]
pub struct ChapterText {
    pub source: SourceId,
    pub front: FrontMatter,
    pub document: Document<Parsed>,
}

impl ChapterText {
    /// Hands over the tree and keeps what stands before it: of a large book the trees of two stages are not held
    /// at once.
    pub fn take_document(&mut self) -> Document<Parsed> {
        let empty = Document { lang: self.document.lang, blocks: Vec::new(), notes: Vec::new() };
        std::mem::replace(&mut self.document, empty)
    }
}

/// What stands between `---` at the top of a Markdown file.
#[derive(Debug, Clone, PartialEq)]
pub struct FrontMatter {
    pub title: String,
    pub subtitle: Option<String>,
    pub summary: Option<String>,
    pub authors: Vec<String>,
    pub translators: Vec<String>,
    /// `YYYY-MM-DD`, checked.
    pub updated: Option<String>,
    pub draft: bool,
}

#[derive(Debug, Clone)]
pub struct GlossaryEntry {
    pub key: Word,
    pub term: Localized,
    pub definition: Localized,
}
