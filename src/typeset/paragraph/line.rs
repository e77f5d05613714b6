//! Sets one line: orders its justified parts and joins them into runs.
//!
//! In: the parts of a line in logical order. Out: runs in visual order with
//! positions from the left edge of the measure, pictures, links, and how high
//! and how full the line is. Method: UAX #9 rules L1 and L2 over the parts.
//! In a paragraph that runs from the right, the start edge is the right one.

use icu_properties::props::Script;
use unicode_bidi::Level;

use super::bidi::{self, PartClass};
use super::parts::{LineText, Part, PartKind, parts};
use super::prepare::Prepared;
use super::shape::Setting;
use super::text::{Piece, PieceKind};
use super::{Align, Line, LinkArea, MarkId, ParagraphStyle, PlacedPicture, TextStyle, justify};
use crate::fonts::FaceStyle;
use crate::locale::Direction;
use crate::typeset::frame::{Glyph, Ink, Run};
use crate::units::Pt;

/// The pitch of leader dots, in ems.
const LEADER_PITCH: f64 = 0.5;

/// What the breaks say of a line.
#[derive(Debug, Clone)]
pub struct LinePlan {
    pub text: LineText,
    /// Space at the start edge.
    pub indent: Pt,
    /// Whether the paragraph ends here, or a break was forced.
    pub last: bool,
    pub marks: Vec<MarkId>,
}

impl LinePlan {
    /// A line that shows nothing.
    pub fn bare(marks: Vec<MarkId>) -> LinePlan {
        let text = LineText { range: 0..0, hyphen: false, fresh: true };
        LinePlan { text, indent: Pt::ZERO, last: true, marks }
    }
}

/// Sets one line.
///
/// - `above`: the line before it; letters are not lengthened under one another.
pub fn set(prepared: &Prepared, plan: &LinePlan, style: &ParagraphStyle, above: Option<&Line>) -> Line {
    let mut spared = Vec::new();
    loop {
        let (line, lengthened) = set_once(prepared, plan, style, &spared);
        match above.and_then(|above| justify::under_another(above, &line, &lengthened)) {
            Some(word) if !spared.contains(&word) => spared.push(word),
            _ => return line,
        }
    }
}

/// Sets the line and tells which of its words were lengthened; none of `spared` is.
fn set_once(
    prepared: &Prepared,
    plan: &LinePlan,
    style: &ParagraphStyle,
    spared: &[usize],
) -> (Line, Vec<usize>) {
    let lengthen = style.kashida_from().is_some() && !plan.last;
    let mut parts = parts(prepared, &plan.text, lengthen);
    let room = (style.measure - plan.indent).max(Pt::ZERO);
    let justified = justify::justify(prepared, &mut parts, room, style, plan.last, spared);
    let width: Pt = parts.iter().map(|part| part.width).sum();
    let excess = if width.0 > room.0 + 0.01 { width - room } else { Pt::ZERO };
    let start = start_edge(width.min(room), room, plan, style) - left_overhang(excess, style);
    let mut line = Line {
        runs: Vec::new(),
        pictures: Vec::new(),
        marks: plan.marks.clone(),
        links: Vec::new(),
        ascent: Pt::ZERO,
        descent: Pt::ZERO,
        hyphenated: plan.text.hyphen,
        stretch: justified.stretch,
        excess,
    };
    reach(prepared, &plan.text, &parts, &mut line);
    place(prepared, &parts, start, justified.expansion, style, &mut line);
    (line, justified.lengthened)
}

/// Where the line's left edge is, from the left edge of the measure.
fn start_edge(width: Pt, room: Pt, plan: &LinePlan, style: &ParagraphStyle) -> Pt {
    let rest = room - width;
    let before = match style.align {
        Align::Justify | Align::Start => Pt::ZERO,
        Align::Center => rest / 2.0,
        Align::End => rest,
    };
    match style.base {
        Direction::Ltr => plan.indent + before,
        Direction::Rtl => rest - before,
    }
}

/// A line that is too wide reaches over its end edge.
fn left_overhang(excess: Pt, style: &ParagraphStyle) -> Pt {
    if style.base == Direction::Rtl { excess } else { Pt::ZERO }
}

/// Finds the ascent and descent; an empty line has those of the text near it.
fn reach(prepared: &Prepared, text: &LineText, parts: &[Part], line: &mut Line) {
    let reaches = parts.iter().filter_map(|part| part_reach(prepared, part));
    let highest = reaches.reduce(|(up, down), (ascent, descent)| (up.max(ascent), down.max(descent)));
    let near = || {
        let style = prepared.paragraph.style_near(prepared.paragraph.piece_at(text.range.start))?;
        let (ascent, descent) = prepared.shaper.reach(prepared.shaper.face_for(' ', face_style(style)));
        Some((style.size * ascent, style.size * descent))
    };
    if let Some((ascent, descent)) = highest.or_else(near) {
        line.ascent = ascent;
        line.descent = descent;
    }
}

fn part_reach(prepared: &Prepared, part: &Part) -> Option<(Pt, Pt)> {
    match (&part.kind, prepared.paragraph.pieces.get(part.piece)?.kind) {
        (PartKind::Text { setting, .. }, PieceKind::Text { style, .. }) => {
            let (ascent, descent) = prepared.shaper.reach(setting.face);
            Some((style.size * ascent + style.rise, style.size * descent - style.rise))
        }
        (PartKind::Picture, PieceKind::Picture { height, .. }) => Some((height, Pt::ZERO)),
        _ => None,
    }
}

fn face_style(style: TextStyle) -> FaceStyle {
    FaceStyle { lang: style.lang, purpose: style.purpose, bold: style.bold, italic: style.italic }
}

/// Puts the parts down from left to right.
fn place(
    prepared: &Prepared,
    parts: &[Part],
    left: Pt,
    expansion: f64,
    style: &ParagraphStyle,
    line: &mut Line,
) {
    let mut levels: Vec<Level> = parts.iter().map(|part| part.level).collect();
    let classes: Vec<PartClass> = parts.iter().map(|part| part.class).collect();
    let order = bidi::visual_order(&mut levels, &classes, style.base);
    let mut x = left;
    let placed = order.into_iter().filter_map(|index| {
        let (part, level) = (parts.get(index)?, *levels.get(index)?);
        let piece = prepared.paragraph.pieces.get(part.piece)?;
        let placed = Placed { index, part, piece, level, x };
        x += part.width;
        Some(placed)
    });
    let placed: Vec<Placed> = placed.collect();
    for group in placed.chunk_by(Placed::runs_on) {
        let Some(first) = group.first() else { continue };
        match (&first.part.kind, first.piece.kind) {
            (PartKind::Text { .. }, _) => line.runs.extend(run(group, expansion)),
            (PartKind::Picture, PieceKind::Picture { picture, width, height, node }) => {
                let (order, x) = (first.order(), first.x);
                line.pictures.push(PlacedPicture { picture, order, node, x, width, height });
            }
            (PartKind::Fill, PieceKind::Fill { leader: true }) => {
                line.runs.extend(leader(prepared, first, style));
            }
            _ => {}
        }
    }
    line.links = links(&placed);
}

/// A part where it stands.
#[derive(Clone, Copy)]
struct Placed<'a> {
    /// Its place in logical order.
    index: usize,
    part: &'a Part,
    piece: &'a Piece,
    level: Level,
    x: Pt,
}

impl Placed<'_> {
    fn order(&self) -> u32 {
        u32::try_from(self.index).unwrap_or(u32::MAX)
    }

    /// Whether `right`, the next part to the right, belongs to the same run:
    /// the next in logical order too, and of one look and node.
    fn runs_on(&self, right: &Placed) -> bool {
        let (earlier, later) = if self.level.is_rtl() { (right, self) } else { (self, right) };
        let (PartKind::Text { setting: a, .. }, PartKind::Text { setting: b, .. }) =
            (&self.part.kind, &right.part.kind)
        else {
            return false;
        };
        let looks = |piece: &Piece| match piece.kind {
            PieceKind::Text { style, node } => Some((style.size, style.color, style.rise, style.lang, node)),
            _ => None,
        };
        self.level == right.level
            && earlier.index + 1 == later.index
            && a.face == b.face
            && looks(self.piece) == looks(right.piece)
    }
}

/// One run of the parts of a group, given from left to right.
fn run(group: &[Placed], expansion: f64) -> Option<Run> {
    let first = group.first()?;
    let PartKind::Text { setting, .. } = &first.part.kind else { return None };
    let PieceKind::Text { style, node } = first.piece.kind else { return None };
    let mut text = String::new();
    // Where each part's text begins, by its place in the group.
    let mut starts = vec![0; group.len()];
    let mut append = |place: usize| {
        if let (Some(start), Some(PartKind::Text { text: own, .. })) =
            (starts.get_mut(place), group.get(place).map(|placed| &placed.part.kind))
        {
            *start = u32::try_from(text.len()).unwrap_or(u32::MAX);
            text.push_str(own);
        }
    };
    if first.level.is_rtl() {
        (0..group.len()).rev().for_each(&mut append);
    } else {
        (0..group.len()).for_each(&mut append);
    }
    let glyphs = group.iter().zip(&starts).flat_map(|(placed, &start)| {
        let glyphs = match &placed.part.kind {
            PartKind::Text { glyphs, .. } => glyphs.as_slice(),
            _ => &[],
        };
        glyphs.iter().map(move |glyph| Glyph { cluster: glyph.cluster.saturating_add(start), ..*glyph })
    });
    Some(Run {
        node,
        order: group.iter().map(|placed| placed.order()).min()?,
        x: first.x,
        face: setting.face,
        size: style.size,
        color: style.color,
        rise: style.rise,
        direction: bidi::direction(first.level),
        lang: style.lang,
        expansion,
        text: text.into(),
        glyphs: glyphs.collect(),
    })
}

/// Dots over a fill, on a grid that all lines of one measure share; they
/// belong to no node, for they say nothing.
fn leader(prepared: &Prepared, fill: &Placed, style: &ParagraphStyle) -> Option<Run> {
    let near = prepared.paragraph.style_near(fill.part.piece)?;
    let face = prepared.shaper.face_for('.', face_style(near));
    let setting = Setting { face, direction: style.base, script: Script::Common, lang: near.lang };
    let dot = *prepared.shaper.shape(".", setting).first()?;
    let scale = near.size.0 / prepared.shaper.units_per_em(face);
    let (pitch, width) = (near.size.0 * LEADER_PITCH, f64::from(dot.advance) * scale);
    // Half a pitch stays free at both ends.
    let first = ((fill.x.0 / pitch) + 0.5).ceil();
    let end = ((fill.x + fill.part.width).0 / pitch - 0.5).floor();
    let count = (end - first).clamp(0.0, 10_000.0) as u32;
    if count == 0 {
        return None;
    }
    let cluster = |place: u32| match style.base {
        Direction::Ltr => place,
        Direction::Rtl => count - 1 - place,
    };
    let glyph = |place: u32| Glyph {
        id: dot.id,
        cluster: cluster(place),
        advance: pitch as f32,
        dx: ((pitch - width) / 2.0) as f32,
        dy: 0.0,
        ink: Ink::Drawn,
    };
    Some(Run {
        node: None,
        order: fill.order(),
        x: Pt(first * pitch),
        face,
        size: near.size,
        color: near.color,
        rise: Pt::ZERO,
        direction: style.base,
        lang: near.lang,
        expansion: 1.0,
        text: ".".repeat(count as usize).into(),
        glyphs: (0..count).map(glyph).collect(),
    })
}

/// The stretches of the line that lead somewhere, from left to right.
fn links(placed: &[Placed]) -> Vec<LinkArea> {
    let mut areas: Vec<LinkArea> = Vec::new();
    for stretch in placed.chunk_by(|a, b| a.piece.link == b.piece.link) {
        let link = stretch.first().and_then(|first| Some((first.piece.link?, first.x)));
        let width: Pt = stretch.iter().map(|placed| placed.part.width).sum();
        if let Some((link, x)) = link.filter(|_| width > Pt::ZERO) {
            areas.push(LinkArea { link, x, width });
        }
    }
    areas
}
