//! One paragraph: from segments of styled text to lines of positioned glyphs.
//!
//! The stages are those of UAX #9 and of Knuth & Plass: resolve levels over
//! the whole paragraph, cut into runs of one level, face and style, shape,
//! build boxes, glue and penalties, choose breaks, then reorder and justify
//! each line. What stands above and below a paragraph is left to `vlist`.

mod bidi;
mod breaks;
mod hlist;
mod hyphen;
mod itemize;
mod justify;
mod kashida;
mod line;
mod linebreak;
mod parts;
mod prepare;
mod shape;
mod text;

use serde::{Deserialize, Serialize};

pub use shape::Shaper;

use self::hlist::{Break, BreakKind, Hlist};
use self::line::LinePlan;
use self::linebreak::{EXPANSION, Setting};
use self::parts::LineText;
use self::prepare::Prepared;
use self::text::ParagraphText;
use super::frame::{Color, Ink, NodeId, Run};
use crate::config::Kashida;
use crate::doc::PictureId;
use crate::fonts::Purpose;
use crate::locale::{Direction, Lang};
use crate::units::Pt;

/// A piece of a paragraph, in logical order.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub enum Segment {
    Text {
        text: String,
        style: TextStyle,
        node: Option<NodeId>,
    },
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
    Picture {
        picture: PictureId,
        width: Pt,
        height: Pt,
        node: Option<NodeId>,
    },
    /// Space that pushes what stands beside it apart, to the full measure;
    /// in a line of contents, dots lead over it.
    Fill {
        leader: bool,
    },
    HardBreak,
}

/// A mark by the caller's own count.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub struct MarkId(pub u32);

/// A link by the caller's own count.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub struct LinkId(pub u32);

#[derive(Debug, Clone, Copy, PartialEq, Serialize)]
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

#[derive(Debug, Clone, Copy, PartialEq, Serialize)]
pub struct ParagraphStyle {
    pub lang: Lang,
    pub base: Direction,
    pub align: Align,
    pub measure: Pt,
    /// Space at the start edge before the first line.
    pub first_indent: Pt,
    /// Whether English words may be hyphenated.
    pub hyphenate: bool,
    /// Where Persian letters may be lengthened, if lines are justified.
    pub kashida: Kashida,
}

impl ParagraphStyle {
    /// How wide word spaces are, over natural, before letters are lengthened;
    /// none if they never are. In a lone Persian word within English it looks
    /// odd, so only what reads from the right is.
    fn kashida_from(&self) -> Option<f64> {
        let fits = self.align == Align::Justify && self.base == Direction::Rtl;
        kashida::threshold(self.kashida).filter(|_| fits)
    }

    /// How much wider or narrower glyphs are drawn at most (P-148): what is
    /// never hyphenated needs more of it.
    fn expansion(&self) -> f64 {
        if self.base == Direction::Rtl { EXPANSION * 2.0 } else { EXPANSION }
    }
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
pub enum Align {
    /// Flush on both sides; the last line on the start side.
    Justify,
    Start,
    Center,
    End,
}

/// One line as it is set. x is counted from the left edge of the measure.
#[derive(Debug, Clone, Serialize, Deserialize)]
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
    /// Whether a hyphen divides its last word.
    pub hyphenated: bool,
    /// Word spaces as set over natural: 1 is natural; none if it has no spaces
    /// or is not justified.
    pub stretch: Option<f64>,
    /// How far it reaches over the measure, if no break could avoid it.
    pub excess: Pt,
}

impl Line {
    /// What it says, in logical order.
    pub fn words(&self) -> String {
        let mut runs: Vec<&Run> = self.runs.iter().collect();
        runs.sort_by_key(|run| run.order);
        runs.into_iter().map(|run| run.text.as_ref()).collect()
    }
}

#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize)]
pub struct PlacedPicture {
    pub picture: PictureId,
    /// Its place among the runs as they are read.
    pub order: u32,
    pub node: Option<NodeId>,
    pub x: Pt,
    pub width: Pt,
    pub height: Pt,
}

/// The part of a link that stands in one line.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize)]
pub struct LinkArea {
    pub link: LinkId,
    pub x: Pt,
    pub width: Pt,
}

/// What a ragged line may fall short before it counts as stretched fully, as
/// a part of the measure.
const RAGGED: f64 = 0.15;

/// Sets one paragraph.
///
/// - `segments`: in logical order.
/// - Returns its lines from top to bottom: none if there is nothing to set,
///   an empty one if there are marks alone.
///
/// A character that no face has is there as glyph 0 ([`missing_glyphs`] finds it).
pub fn lay_out(segments: &[Segment], style: &ParagraphStyle, shaper: &Shaper) -> Vec<Line> {
    let measure = positive(style.measure);
    // An indent leaves room for words.
    let first_indent = finite(style.first_indent).min(measure / 2.0);
    let style = &ParagraphStyle { measure, first_indent, ..*style };
    let paragraph = ParagraphText::new(segments);
    let levels = bidi::levels(&paragraph.text, style.base);
    let opportunities = breaks::opportunities(&paragraph);
    let atoms = itemize::itemize(&paragraph, &levels, &opportunities, shaper);
    let prepared = Prepared::new(&paragraph, atoms, shaper);
    let measures = [positive(style.measure - style.first_indent), style.measure];
    let list = hlist::build(&prepared, &opportunities, style, &measures);
    let setting = match style.align {
        Align::Justify => Setting::Justified { expansion: style.expansion(), lengthening: list.lengthening },
        Align::Start | Align::Center | Align::End => Setting::Ragged(style.measure * RAGGED),
    };
    let items = linebreak::break_lines(&list.items, &measures, setting);
    let mut plans = plans(&list, &items, &paragraph, style);
    if plans.is_empty() && !paragraph.marks.is_empty() {
        plans.push(LinePlan::bare(paragraph.marks.iter().map(|(_, mark)| *mark).collect()));
    }
    let mut lines: Vec<Line> = Vec::with_capacity(plans.len());
    for plan in plans {
        let line = line::set(&prepared, &plan, style, lines.last());
        lines.push(line);
    }
    lines
}

/// The characters that no face has, each with the node it belongs to.
pub fn missing_glyphs(lines: &[Line]) -> Vec<(Option<NodeId>, char)> {
    let runs = lines.iter().flat_map(|line| &line.runs);
    let missing = runs.flat_map(|run| {
        let glyphs = run.glyphs.iter().filter(|glyph| glyph.id == 0 && glyph.ink != Ink::Blank);
        glyphs.filter_map(|glyph| Some((run.node, run.text.get(glyph.cluster as usize..)?.chars().next()?)))
    });
    missing.collect()
}

/// What each line holds, from the items it breaks at.
fn plans(list: &Hlist, items: &[usize], paragraph: &ParagraphText, style: &ParagraphStyle) -> Vec<LinePlan> {
    let find = |item: &usize| list.breaks.binary_search_by_key(item, |at| at.item).ok();
    let breaks: Vec<&Break> = items.iter().filter_map(|item| list.breaks.get(find(item)?)).collect();
    let mut plans = Vec::with_capacity(breaks.len());
    let mut marks = paragraph.marks.iter().peekable();
    let mut start = 0;
    let mut fresh = true;
    for (number, at) in breaks.iter().enumerate() {
        let is_final = number + 1 == breaks.len();
        let mut own_marks = Vec::new();
        while let Some((_, mark)) = marks.next_if(|(offset, _)| is_final || *offset < at.next) {
            own_marks.push(*mark);
        }
        plans.push(LinePlan {
            text: LineText { range: start..at.end.max(start), hyphen: at.kind == BreakKind::Hyphen, fresh },
            indent: if number == 0 { style.first_indent } else { Pt::ZERO },
            last: at.kind == BreakKind::Hard,
            marks: own_marks,
        });
        start = at.next;
        fresh = at.kind == BreakKind::Hard;
    }
    plans
}

fn finite(length: Pt) -> Pt {
    if length.0.is_finite() { length } else { Pt::ZERO }
}

fn positive(length: Pt) -> Pt {
    finite(length).max(Pt::ZERO)
}

#[cfg(test)]
mod tests;
