//! Pages of positioned items: the one hand-over from typesetting to `pdf`.
//!
//! Lengths are points; x grows to the right and y downward from the page's
//! top left corner (the trim box). Left and right mean the paper here; start
//! and end were settled before. Every item that belongs to the text names the
//! structure node it came from; an item without one is an artifact (running
//! head, folio, rule, ornament: ISO 14289-1 §7.1).

use std::collections::BTreeMap;
use std::sync::Arc;

use serde::{Deserialize, Serialize};

use crate::doc::PictureId;
use crate::drawing::Drawing;
use crate::fonts::FaceId;
use crate::locale::{Direction, Lang};
use crate::source::Span;
use crate::units::Pt;

/// A typeset edition.
#[derive(Debug)]
pub struct Pages {
    pub lang: Lang,
    /// Whether every part of it reads from right to left.
    pub direction: Option<Direction>,
    pub title: String,
    pub author: String,
    pub subject: String,
    /// The book's own words for itself in each of its languages.
    pub names: Vec<BookName>,
    /// In the order of reading.
    pub pages: Vec<Page>,
    /// The order in which they are bound, as indices of `pages`, where it is
    /// another: a book that is begun from both covers.
    pub bound: Option<Vec<usize>>,
    pub structure: Structure,
    pub outline: Vec<OutlineItem>,
    /// Named places, named as on the site: `xian`, `xian#history`.
    pub destinations: BTreeMap<String, Destination>,
    /// Of a file for a print shop.
    pub separation: Option<Separation>,
}

/// What the inks of a press make of the colours: cyan, magenta, yellow and
/// black, in percent.
#[derive(Debug, Clone, Default)]
pub struct Separation(pub BTreeMap<Color, [u8; 4]>);

/// What the book is called in one language; a description may be empty.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct BookName {
    pub lang: Lang,
    pub title: String,
    pub description: String,
}

#[derive(Debug, Clone)]
pub struct Page {
    pub width: Pt,
    pub height: Pt,
    pub lang: Lang,
    /// The folio as a reader would say it: `۱۲`, `xii`; empty for a cover.
    pub label: String,
    /// What is printed beyond the trim; none on a page that is only read.
    pub sheet: Option<Sheet>,
    pub items: Vec<Item>,
}

/// The paper round the trimmed page.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Sheet {
    /// How far ornaments run over the edge that is cut.
    pub bleed: Pt,
    /// From the trim to the edge of the paper, crop marks and all.
    pub margin: Pt,
}

#[derive(Debug, Clone)]
pub struct Item {
    /// The structure node it belongs to; none for an artifact. A line of text
    /// names it run by run instead.
    pub node: Option<NodeId>,
    pub kind: ItemKind,
}

#[derive(Debug, Clone)]
pub enum ItemKind {
    Text(TextLine),
    Rule(Rect, Color),
    Drawing {
        area: Rect,
        drawing: Arc<Drawing>,
    },
    Picture {
        area: Rect,
        picture: PictureId,
        /// Its place among the runs of the line that it stands in, the next
        /// text of the page; none if it stands by itself.
        order: Option<u32>,
    },
    Link {
        area: Rect,
        target: LinkTarget,
    },
    /// Items turned a quarter clockwise: their x runs down the page and their
    /// y to the left, from this place.
    Turned {
        x: Pt,
        y: Pt,
        items: Vec<Item>,
    },
}

/// One line, or a part of one: runs in visual order on one baseline.
#[derive(Debug, Clone)]
pub struct TextLine {
    pub baseline: Pt,
    pub runs: Vec<Run>,
    /// The places of pictures among the runs, as they are read.
    pub pictures: Vec<u32>,
    /// Whether words end here: the writer adds a space beyond the line's end.
    pub ends_word: bool,
}

/// Glyphs of one face, size, colour, node and bidi level, from left to right;
/// editions of one setting share text and glyphs.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct Run {
    /// The structure node it belongs to; none for an artifact.
    pub node: Option<NodeId>,
    /// Its place among the runs of its line as they are read; some may be left out.
    pub order: u32,
    /// The left edge.
    pub x: Pt,
    pub face: FaceId,
    pub size: Pt,
    pub color: Color,
    /// How far the run stands above the baseline.
    pub rise: Pt,
    pub direction: Direction,
    pub lang: Lang,
    /// How wide its glyphs are drawn, over natural; advances count it in.
    pub expansion: f64,
    /// What the glyphs say, in logical order.
    pub text: Arc<str>,
    /// In visual order, left to right.
    pub glyphs: Arc<[Glyph]>,
}

/// One glyph; lengths in points at the run's size.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize)]
pub struct Glyph {
    pub id: u16,
    /// Byte offset in the run's text of the first character of its cluster.
    pub cluster: u32,
    pub advance: f32,
    /// How far it is drawn to the right of, and above, the pen.
    pub dx: f32,
    pub dy: f32,
    pub ink: Ink,
}

/// How a glyph is drawn.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub enum Ink {
    /// Not at all: an ignorable character, such as a zero-width non-joiner,
    /// has a place in the text and no ink.
    Blank,
    Drawn,
    /// As a stroke over the whole advance, which lengthens the letter of its
    /// cluster and says nothing itself.
    Kashida,
}

#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Rect {
    pub x: Pt,
    pub y: Pt,
    pub width: Pt,
    pub height: Pt,
}

/// sRGB, a byte a channel.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub struct Color(pub u8, pub u8, pub u8);

#[derive(Debug, Clone, PartialEq, Eq)]
pub enum LinkTarget {
    /// A name in `Pages::destinations`.
    Place(String),
    Url(String),
}

/// The name of a place, as on the site; a book of several languages puts the
/// language before it: `fa/xian#history`.
pub fn place_name(slug: &str, anchor: Option<&str>) -> String {
    match anchor {
        Some(anchor) => format!("{slug}#{anchor}"),
        None => slug.to_owned(),
    }
}

#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Destination {
    /// From 0.
    pub page: usize,
    pub y: Pt,
}

#[derive(Debug, Clone, PartialEq)]
pub struct OutlineItem {
    /// 0 for the outermost.
    pub level: usize,
    pub title: String,
    /// A name in `Pages::destinations`.
    pub place: String,
}

/// The structure tree, in reading order: what tagged PDF calls structure
/// elements (ISO 32000-1 §14.7).
#[derive(Debug, Clone, Default)]
pub struct Structure {
    nodes: Vec<Node>,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub struct NodeId(pub u32);

#[derive(Debug, Clone)]
pub struct Node {
    pub role: Role,
    pub parent: Option<NodeId>,
    /// Set where it differs from the parent's.
    pub lang: Option<Lang>,
    /// The text for those who cannot see a figure.
    pub alt: Option<String>,
    /// The words that an abbreviation stands for.
    pub expansion: Option<&'static str>,
    /// Where the content came from, if an editor wrote it.
    pub span: Option<Span>,
}

/// Standard structure types (ISO 32000-1 §14.8.4).
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Role {
    Document,
    Part,
    Sect,
    Heading(u8),
    Paragraph,
    Quote,
    List,
    ListItem,
    Label,
    ListBody,
    Table,
    TableRow,
    TableHead,
    TableCell,
    Figure,
    Caption,
    Note,
    Reference,
    Link,
    Code,
    Contents,
    ContentsItem,
    Span,
}

impl Node {
    pub fn new(role: Role, parent: Option<NodeId>) -> Node {
        Node { role, parent, lang: None, alt: None, expansion: None, span: None }
    }
}

impl Item {
    /// A line of text with pictures at these places among its runs.
    pub fn with_pictures(mut self, places: Vec<u32>) -> Item {
        if let ItemKind::Text(line) = &mut self.kind {
            line.pictures = places;
        }
        self
    }

    /// Moves the item to the right and downward.
    pub fn shift(&mut self, right: Pt, down: Pt) {
        match &mut self.kind {
            ItemKind::Text(line) => {
                line.baseline += down;
                line.runs.iter_mut().for_each(|run| run.x += right);
            }
            ItemKind::Turned { x, y, .. } => {
                *x += right;
                *y += down;
            }
            ItemKind::Rule(area, _)
            | ItemKind::Drawing { area, .. }
            | ItemKind::Picture { area, .. }
            | ItemKind::Link { area, .. } => {
                area.x += right;
                area.y += down;
            }
        }
    }
}

impl Structure {
    /// Adds a node after all that stand there; parents come before children.
    pub fn add(&mut self, node: Node) -> NodeId {
        let id = NodeId(u32::try_from(self.nodes.len()).unwrap_or(u32::MAX));
        self.nodes.push(node);
        id
    }

    pub fn get(&self, id: NodeId) -> Option<&Node> {
        self.nodes.get(id.0 as usize)
    }

    /// All nodes with their ids, parents first, in reading order.
    pub fn iter(&self) -> impl Iterator<Item = (NodeId, &Node)> {
        (0u32..).map(NodeId).zip(&self.nodes)
    }
}
