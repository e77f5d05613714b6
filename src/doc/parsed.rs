//! References as they were typed, each with its place.

use super::{Inline, Stage};
use crate::source::Span;

/// The stage of a tree that was just read.
#[derive(Debug, Clone, PartialEq)]
pub enum Parsed {}

impl Stage for Parsed {
    type Heading = Option<Word>;
    type Target = RawTarget;
    type Citation = Vec<RawCitation>;
    type NoteRef = Word;
    type Picture = RawPicture;
    type Term = Word;
    type IndexEntry = Word;
    type Figure = RawFigure;
    type Insert = RawInsert;
}

/// A word that names something elsewhere: an id, a slug, a key, a path.
#[derive(Debug, Clone, PartialEq)]
pub struct Word {
    pub span: Span,
    pub text: Box<str>,
}

#[derive(Debug, Clone, PartialEq)]
pub enum RawTarget {
    /// `[[slug]]`, `[[slug#id]]`, `[[#id]]`: an empty slug is this chapter.
    Chapter { slug: Word, anchor: Option<Word> },
    /// `[words](#id)`.
    Anchor(Word),
    /// An address outside of the book.
    Url(Word),
}

/// One source of a citation: `@key, p. 12`.
#[derive(Debug, Clone, PartialEq)]
pub struct RawCitation {
    pub key: Word,
    pub locator: Option<Box<str>>,
}

#[derive(Debug, Clone, PartialEq)]
pub struct RawPicture {
    /// The path as written, relative to the chapter's folder.
    pub path: Word,
    pub alt: Box<str>,
}

#[derive(Debug, Clone, PartialEq)]
pub struct RawFigure {
    pub picture: RawPicture,
    pub caption: Vec<Inline<Parsed>>,
    /// `{#id}` or `id:` of a figure that can be referred to.
    pub id: Option<Word>,
}

/// By which number a chart compares cities.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum ChartKind {
    Elevation,
    Population,
    Distance,
}

impl ChartKind {
    pub const ALL: [ChartKind; 3] = [ChartKind::Elevation, ChartKind::Population, ChartKind::Distance];

    /// The word in `{chart}`.
    pub fn as_str(self) -> &'static str {
        match self {
            ChartKind::Elevation => "elevation",
            ChartKind::Population => "population",
            ChartKind::Distance => "distance",
        }
    }
}

/// A fenced block with a name in braces, its body read.
#[derive(Debug, Clone, PartialEq)]
pub enum RawInsert {
    Pact,
    Facts,
    Likeness,
    Timeline,
    OpenPoints,
    Map { caption: Vec<Inline<Parsed>> },
    Chart { kind: ChartKind, caption: Vec<Inline<Parsed>> },
    Gallery(Vec<RawFigure>),
    Video { file: Word, poster: RawPicture, caption: Vec<Inline<Parsed>> },
}
