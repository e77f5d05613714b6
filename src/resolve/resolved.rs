//! The resolved book: every reference leads somewhere, everything that is
//! numbered has its number, and each language has its own back matter.

use std::collections::BTreeMap;
use std::sync::Arc;

use crate::book::{BookFront, City, FrontMatter, FrontPoint, Localized, OpenPoint, Part};
use crate::doc::{ChapterId, Document, DrawnFigure, Line, Linked, Timeline};
use crate::image::PictureFile;
use crate::locale::Lang;
use crate::source::Span;

/// What the site and the typesetter read.
#[derive(Debug)]
pub struct Resolved {
    pub front: BookFront,
    pub parts: Vec<Part>,
    /// In reading order; [`ChapterId`] indexes it.
    pub chapters: Vec<ResolvedChapter>,
    /// [`crate::doc::PictureId`] indexes it.
    pub pictures: Vec<PictureFile>,
    /// The films that chapters show.
    pub films: Vec<FilmFile>,
    /// One a language of the book.
    pub editions: BTreeMap<Lang, Edition>,
    pub open: OpenPoints,
}

/// What the data leave open, each point with the place of its data.
#[derive(Debug)]
pub struct OpenPoints {
    pub front: Vec<FrontPoint>,
    pub front_span: Span,
    /// Those that have open points, in the order of the book.
    pub cities: Vec<OpenCity>,
}

#[derive(Debug)]
pub struct OpenCity {
    pub name: Localized,
    pub span: Span,
    /// The place of its pact; the city's if it has none.
    pub pact: Span,
    pub points: Vec<OpenPoint>,
}

impl Resolved {
    pub fn chapter(&self, id: ChapterId) -> &ResolvedChapter {
        &self.chapters[id.0 as usize]
    }
}

#[derive(Debug)]
pub struct ResolvedChapter {
    pub slug: String,
    /// An index of `Resolved::parts`.
    pub part: usize,
    /// None for a page.
    pub city: Option<Box<City>>,
    /// One text a language that has one.
    pub texts: BTreeMap<Lang, ResolvedText>,
}

#[derive(Debug)]
pub struct ResolvedText {
    pub front: FrontMatter,
    pub document: Document<Linked>,
    /// The headings of levels 2 and 3, in order.
    pub contents: Vec<ContentsEntry>,
}

#[derive(Debug, Clone)]
pub struct ContentsEntry {
    pub level: u8,
    pub id: Box<str>,
    pub title: Line,
}

/// What one language's edition has besides its chapters.
#[derive(Debug)]
pub struct Edition {
    pub lang: Lang,
    pub title: String,
    pub subtitle: String,
    pub description: String,
    /// Cited sources, in the order of the edition's list.
    pub sources: Vec<SourceEntry>,
    /// In collation order; `TermRef` indexes it.
    pub glossary: Vec<TermEntry>,
    /// In collation order, under the headings of the language's alphabet.
    pub index: Vec<IndexGroup>,
    pub world_map: Arc<DrawnFigure>,
    /// Where the most places stand close together, drawn larger.
    pub crowd_map: Option<Arc<DrawnFigure>>,
    pub timeline: Timeline,
    /// The same on a level axis, for broad pages; none if no date is known.
    pub level_timeline: Option<Arc<DrawnFigure>>,
}

#[derive(Debug, Clone)]
pub struct SourceEntry {
    /// Its citation key, which is its id on the page of sources.
    pub key: String,
    /// The language by whose conventions it is told.
    pub lang: Lang,
    pub text: Line,
}

#[derive(Debug, Clone)]
pub struct TermEntry {
    /// Its id on the page of the glossary.
    pub key: String,
    pub term: String,
    pub definition: String,
}

#[derive(Debug, Clone)]
pub struct IndexGroup {
    /// A letter, or the heading for other scripts and numbers.
    pub heading: String,
    pub entries: Vec<IndexEntry>,
}

#[derive(Debug, Clone)]
pub struct IndexEntry {
    pub words: String,
    /// Where it is mentioned: the chapter, and the id of the mark in it.
    pub mentions: Vec<(ChapterId, Box<str>)>,
}

/// A film as it lies on disk; it is read only when it is copied.
#[derive(Debug, Clone)]
pub struct FilmFile {
    pub file: std::path::PathBuf,
    /// The path in the output folder.
    pub output: String,
    /// Its media type.
    pub mime: &'static str,
    /// Of its bytes, as they were when it got its name.
    pub hash: blake3::Hash,
}
