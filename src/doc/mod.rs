//! The document tree: what an editor wrote, free of HTML and of layout.
//!
//! One tree type serves two stages. A [`Document<Parsed>`] holds references
//! as they were typed; `resolve` turns it into a [`Document<Linked>`], whose
//! every reference leads somewhere. What differs is named by [`Stage`], so
//! that no field is ever "filled in later". Every node keeps the bytes it
//! came from.

mod foreign;
mod linked;
mod parsed;
mod text;
mod walk;

use std::fmt::Debug;

use crate::locale::{Direction, Lang};
use crate::source::Span;

pub use foreign::{Isolate, LocalNames, inlines, isolates};
pub use linked::*;
pub use parsed::*;
pub use text::{blocks_text, inlines_text};
pub use walk::{Visit, walk, walk_inlines};

/// What a stage of the pipeline knows about the references in a tree.
pub trait Stage: Debug + Clone + PartialEq {
    /// A heading's own mark: its id, and later its number and its twins.
    type Heading: Debug + Clone + PartialEq;
    /// Where a link leads.
    type Target: Debug + Clone + PartialEq;
    /// One citation `[@key, p. 12; @other]`.
    type Citation: Debug + Clone + PartialEq;
    /// A reference to a footnote.
    type NoteRef: Debug + Clone + PartialEq;
    /// A picture inside a line.
    type Picture: Debug + Clone + PartialEq;
    /// A glossary term.
    type Term: Debug + Clone + PartialEq;
    /// An entry of the back-of-book index.
    type IndexEntry: Debug + Clone + PartialEq;
    /// A figure: a picture with its caption, alone in its paragraph.
    type Figure: Debug + Clone + PartialEq;
    /// A block that is drawn from data: pact card, map, timeline ...
    type Insert: Debug + Clone + PartialEq;
}

/// One chapter in one language.
#[derive(Debug, Clone, PartialEq)]
pub struct Document<S: Stage> {
    pub lang: Lang,
    pub blocks: Vec<Block<S>>,
    /// The footnotes: as they stand in the file when parsed; by first
    /// reference, and only those that are referred to, when linked.
    pub notes: Vec<Note<S>>,
}

/// A footnote's text.
#[derive(Debug, Clone, PartialEq)]
pub struct Note<S: Stage> {
    pub span: Span,
    pub label: Box<str>,
    pub blocks: Vec<Block<S>>,
}

#[derive(Debug, Clone, PartialEq)]
pub struct Block<S: Stage> {
    pub span: Span,
    pub kind: BlockKind<S>,
}

#[derive(Debug, Clone, PartialEq)]
pub enum BlockKind<S: Stage> {
    Heading(Heading<S>),
    Paragraph(Vec<Inline<S>>),
    List(List<S>),
    Quote(Vec<Block<S>>),
    /// Source text, kept as it is; `info` is the fence's language word.
    Code {
        info: Box<str>,
        text: Box<str>,
    },
    Table(Table<S>),
    Definitions(Vec<Definition<S>>),
    Verse(Verse<S>),
    Rule,
    Figure(S::Figure),
    Insert(S::Insert),
}

#[derive(Debug, Clone, PartialEq)]
pub struct Heading<S: Stage> {
    /// 2 to 6; a chapter's title, from its front matter, is level 1.
    pub level: u8,
    pub mark: S::Heading,
    pub content: Vec<Inline<S>>,
}

#[derive(Debug, Clone, PartialEq)]
pub struct List<S: Stage> {
    /// The first number of an ordered list.
    pub start: Option<u64>,
    pub items: Vec<ListItem<S>>,
}

#[derive(Debug, Clone, PartialEq)]
pub struct ListItem<S: Stage> {
    pub span: Span,
    /// Whether a task is done; `None` for an item that is no task.
    pub task: Option<bool>,
    pub blocks: Vec<Block<S>>,
}

/// A table; every row has as many cells as `columns`.
#[derive(Debug, Clone, PartialEq)]
pub struct Table<S: Stage> {
    pub columns: Vec<Alignment>,
    pub head: Vec<Vec<Inline<S>>>,
    pub rows: Vec<Vec<Vec<Inline<S>>>>,
}

/// Where a column's text stands, in the table's own direction.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Alignment {
    Start,
    Center,
    End,
}

#[derive(Debug, Clone, PartialEq)]
pub struct Definition<S: Stage> {
    pub span: Span,
    pub term: Vec<Inline<S>>,
    pub details: Vec<Vec<Block<S>>>,
}

/// A poem: couplets of two hemistichs, or single lines.
#[derive(Debug, Clone, PartialEq)]
pub struct Verse<S: Stage> {
    pub lines: Vec<VerseLine<S>>,
    /// Who wrote it, from a last line that opens with a dash.
    pub attribution: Vec<Inline<S>>,
}

#[derive(Debug, Clone, PartialEq)]
pub enum VerseLine<S: Stage> {
    Couplet(Vec<Inline<S>>, Vec<Inline<S>>),
    Single(Vec<Inline<S>>),
    /// The space between two stanzas.
    Gap,
}

#[derive(Debug, Clone, PartialEq)]
pub struct Inline<S: Stage> {
    pub span: Span,
    pub kind: InlineKind<S>,
}

#[derive(Debug, Clone, PartialEq)]
pub enum InlineKind<S: Stage> {
    Text(Box<str>),
    Code(Box<str>),
    Emphasis(Vec<Inline<S>>),
    Strong(Vec<Inline<S>>),
    Strike(Vec<Inline<S>>),
    /// Words of another language or direction, isolated from what is around
    /// them (UAX #9 X5a, X5b): names in their own script, URLs, numbers of
    /// telephones and books.
    Foreign {
        lang: Lang,
        direction: Direction,
        content: Vec<Inline<S>>,
    },
    Link {
        target: S::Target,
        content: Vec<Inline<S>>,
    },
    Citation(S::Citation),
    NoteRef(S::NoteRef),
    Picture(S::Picture),
    Term {
        term: S::Term,
        content: Vec<Inline<S>>,
    },
    IndexMark {
        entry: S::IndexEntry,
        content: Vec<Inline<S>>,
    },
    /// A line end in the source, which prints as a space.
    SoftBreak,
    HardBreak,
}
