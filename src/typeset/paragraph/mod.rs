//! One paragraph: from segments of styled text to lines of positioned glyphs.
//!
//! The stages are those of UAX #9 and of Knuth & Plass: resolve levels over
//! the whole paragraph, cut into runs of one level, face and style, shape,
//! build boxes, glue and penalties, choose breaks, then reorder and justify
//! each line. What stands above and below a paragraph is left to `vlist`.

use super::frame::{Color, NodeId, Run};
use crate::doc::PictureId;
use crate::fonts::Purpose;
use crate::locale::{Direction, Lang};
use crate::units::Pt;

/// A piece of a paragraph, in logical order.
#[derive(Debug, Clone, PartialEq)]
pub enum Segment {
    Text { text: String, style: TextStyle, node: Option<NodeId> },
    /// Opens an isolate of one direction (UAX #9 X5a, X5b).
    Open(Direction),
    /// Closes the isolate opened last (UAX #9 X6a).
    Close,
    /// A place of no width that the caller wants to find again: a footnote's
    /// reference, the target of a link.
    Mark(MarkId),
    /// What stands between the two leads to `LinkId`.
    LinkStart(LinkId),
    LinkEnd,
    Picture { picture: PictureId, width: Pt, height: Pt, node: Option<NodeId> },
    /// Space that pushes what stands beside it apart, to the full measure;
    /// in a line of contents, dots lead over it.
    Fill { leader: bool },
    HardBreak,
}

/// A mark by the caller's own count.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct MarkId(pub u32);

/// A link by the caller's own count.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct LinkId(pub u32);

#[derive(Debug, Clone, Copy, PartialEq)]
pub struct TextStyle {
    pub lang: Lang,
    pub purpose: Purpose,
    pub bold: bool,
    pub italic: bool,
    pub size: Pt,
    pub color: Color,
    /// How far it stands above the baseline.
    pub rise: Pt,
}

#[derive(Debug, Clone, Copy, PartialEq)]
pub struct ParagraphStyle {
    pub lang: Lang,
    pub base: Direction,
    pub align: Align,
    pub measure: Pt,
    /// Space at the start edge before the first line.
    pub first_indent: Pt,
    /// Whether English words may be hyphenated.
    pub hyphenate: bool,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Align {
    /// Flush on both sides; the last line on the start side.
    Justify,
    Start,
    Center,
    End,
}

/// One line as it is set. x is counted from the left edge of the measure.
#[derive(Debug, Clone)]
pub struct Line {
    /// In visual order.
    pub runs: Vec<Run>,
    pub pictures: Vec<PlacedPicture>,
    /// The marks in the line, in logical order.
    pub marks: Vec<MarkId>,
    pub links: Vec<LinkArea>,
    /// The highest and lowest reach of its faces above and below the baseline.
    pub ascent: Pt,
    pub descent: Pt,
    /// Word spaces as set over natural: 1 is natural; none if it has no spaces
    /// or is not justified.
    pub stretch: Option<f64>,
    /// How far it reaches over the measure, if no break could avoid it.
    pub excess: Pt,
}

#[derive(Debug, Clone, Copy, PartialEq)]
pub struct PlacedPicture {
    pub picture: PictureId,
    pub node: Option<NodeId>,
    pub x: Pt,
    pub width: Pt,
    pub height: Pt,
}

/// The part of a link that stands in one line.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct LinkArea {
    pub link: LinkId,
    pub x: Pt,
    pub width: Pt,
}
