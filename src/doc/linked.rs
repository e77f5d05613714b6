//! References that lead somewhere, and drawn blocks with their data.
//!
//! Labels and values stand here as inline text in the reader's language, so
//! that the site and the typesetter print the same words.

use std::collections::BTreeMap;
use std::sync::Arc;

use serde::{Deserialize, Serialize};

use super::{Inline, Stage};
use crate::drawing::Drawing;
use crate::locale::Lang;

/// The stage of a tree whose references were resolved.
#[derive(Debug, Clone, PartialEq)]
pub enum Linked {}

impl Stage for Linked {
    type Heading = HeadingMark;
    type Target = Target;
    type Citation = Citation;
    type NoteRef = NoteRef;
    type Picture = Picture;
    type Term = TermRef;
    type IndexEntry = IndexMark;
    type Figure = Figure;
    type Insert = Insert;
}

/// A line of text with its references resolved.
pub type Line = Vec<Inline<Linked>>;

#[derive(Debug, Clone, PartialEq)]
pub struct HeadingMark {
    /// The fragment of its address; unique in its chapter.
    pub id: Box<str>,
    /// The ids of the same heading in the other languages that have it.
    pub twins: BTreeMap<Lang, Box<str>>,
}

/// A chapter by its place in the spine, from 0: an index of `Resolved::chapters`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct ChapterId(pub u32);

#[derive(Debug, Clone, PartialEq)]
pub enum Target {
    /// A chapter in the reader's language, or a heading or figure in it.
    Chapter { chapter: ChapterId, anchor: Option<Box<str>> },
    /// An address outside of the book, with an allowed scheme.
    Url(Box<str>),
}

/// A citation as it prints: pieces of text, each leading to one source.
#[derive(Debug, Clone, PartialEq)]
pub struct Citation {
    /// In printing order; text between sources leads nowhere.
    pub pieces: Vec<CitationPiece>,
}

#[derive(Debug, Clone, PartialEq)]
pub struct CitationPiece {
    pub text: Box<str>,
    /// An index of the edition's list of sources.
    pub source: Option<usize>,
}

/// A reference to `Document::notes[note]`; `repeat` counts earlier references
/// to the same note, from 0.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct NoteRef {
    pub note: usize,
    pub repeat: usize,
}

/// An index of `Resolved::pictures`, and the text for those who cannot see it.
#[derive(Debug, Clone, PartialEq)]
pub struct Picture {
    pub picture: PictureId,
    pub alt: Box<str>,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub struct PictureId(pub usize);

/// An index of the edition's glossary.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct TermRef(pub usize);

/// The mark of one mention; its id is unique in its chapter.
#[derive(Debug, Clone, PartialEq)]
pub struct IndexMark {
    pub entry: Box<str>,
    pub id: Box<str>,
}

/// A numbered figure.
#[derive(Debug, Clone, PartialEq)]
pub struct Figure {
    pub id: Box<str>,
    /// "Figure 3", «شکل ۳».
    pub label: Box<str>,
    pub picture: Picture,
    pub caption: Line,
}

/// A drawing by the program, with its caption and its twin in words.
#[derive(Debug, Clone, PartialEq)]
pub struct DrawnFigure {
    pub id: Box<str>,
    pub label: Box<str>,
    pub drawing: Arc<Drawing>,
    /// The same, drawn for the measure of a printed page: larger names.
    pub print: Arc<Drawing>,
    /// What the drawing shows, in one or two sentences.
    pub alt: Box<str>,
    pub caption: Line,
}

#[derive(Debug, Clone, PartialEq)]
pub enum Insert {
    Pact(Box<PactCard>),
    Facts(Facts),
    Likeness(Likeness),
    Map(DrawnFigure),
    Chart(DrawnFigure),
    Timeline(Timeline),
    /// What the book leaves open: the book itself, then each city.
    OpenPoints(Vec<Facts>),
    Gallery(Vec<Figure>),
    Video(Video),
}

/// A city's pact: its scan where there is one, its facts in any case.
#[derive(Debug, Clone, PartialEq)]
pub struct PactCard {
    /// "Pact of sisterhood · Isfahan and Xi’an".
    pub title: Box<str>,
    pub rows: Vec<FactRow>,
    pub scan: Option<Figure>,
    /// What is not sure about it, for the reader.
    pub note: Line,
}

/// The facts of a city, a row each.
#[derive(Debug, Clone, PartialEq)]
pub struct Facts {
    pub title: Box<str>,
    pub rows: Vec<FactRow>,
}

#[derive(Debug, Clone, PartialEq)]
pub struct FactRow {
    pub label: Box<str>,
    /// One value or several, each to stand in its own line.
    pub values: Vec<Line>,
}

/// What two cities share: a table of aspect, Isfahan, the city.
#[derive(Debug, Clone, PartialEq)]
pub struct Likeness {
    /// The heads of the three columns.
    pub head: [Box<str>; 3],
    pub rows: Vec<[Line; 3]>,
}

/// All pacts in the order of their dates.
#[derive(Debug, Clone, PartialEq)]
pub struct Timeline {
    pub label: Box<str>,
    pub events: Vec<TimelineEvent>,
}

#[derive(Debug, Clone, PartialEq)]
pub struct TimelineEvent {
    /// The date in the edition's manner, both calendars.
    pub date: Box<str>,
    /// The date for machines: `YYYY`, `YYYY-MM` or `YYYY-MM-DD`.
    pub iso: Box<str>,
    /// The city, linked where it has a chapter.
    pub name: Line,
    /// The kind of pact, in words.
    pub kind: Box<str>,
}

/// A film of the book's own: a poster, and a link in print.
#[derive(Debug, Clone, PartialEq)]
pub struct Video {
    /// The path in the output folder, such as `assets/film-1a2b3c4d.mp4`.
    pub file: Box<str>,
    pub mime: &'static str,
    pub poster: Figure,
}
