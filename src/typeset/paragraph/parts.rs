//! What one line holds: the atoms between two breaks, sized.
//!
//! In: the shaped paragraph and a line's bytes. Out: parts in logical order,
//! each of one atom and one piece, their glyphs in points. A word that is
//! divided is shaped again: by itself with its hyphen, or joined as before
//! where it had to be cut between graphemes.

use std::ops::Range;
use std::sync::Arc;

use unicode_bidi::Level;

use super::bidi::PartClass;
use super::itemize::{Atom, AtomKind};
use super::kashida;
use super::prepare::Prepared;
use super::shape::{Setting, ShapedGlyph};
use crate::typeset::frame::{Glyph, Ink};
use crate::units::Pt;

/// Bytes of the paragraph's text that one line shows.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct LineText {
    pub range: Range<usize>,
    /// Whether a hyphen ends it.
    pub hyphen: bool,
    /// Whether it follows a forced break, or is the first: then spaces that
    /// it begins with are kept as they are.
    pub fresh: bool,
}

#[derive(Debug, Clone)]
pub struct Part {
    /// Whose style, node and link it has.
    pub piece: usize,
    pub level: Level,
    pub class: PartClass,
    pub kind: PartKind,
    pub width: Pt,
}

#[derive(Debug, Clone)]
pub enum PartKind {
    Text {
        setting: Setting,
        text: String,
        /// In visual order; clusters count from the start of `text`.
        glyphs: Vec<Glyph>,
        /// Whether it is a word space that may be stretched.
        glue: bool,
        /// The words that may be lengthened, and where.
        kashida: Vec<(Range<usize>, kashida::Place)>,
    },
    Control,
    Picture,
    Fill,
}

/// The parts of a line, in logical order.
///
/// - `lengthen`: whether to look for words that may be lengthened.
pub fn parts(prepared: &Prepared, line: &LineText, lengthen: bool) -> Vec<Part> {
    let atoms = &prepared.atoms;
    let first = atoms.partition_point(|atom| atom.range.end <= line.range.start);
    let mut parts = Vec::new();
    let mut leading = line.fresh;
    for (index, atom) in atoms.iter().enumerate().skip(first) {
        if atom.range.start >= line.range.end {
            break;
        }
        match atom.kind {
            AtomKind::Word(setting) => {
                let from = parts.len();
                word(prepared, index, setting, line, &mut parts);
                if lengthen && parts.len() == from + 1 {
                    offer_kashida(prepared, index, line, &mut parts);
                }
            }
            AtomKind::Space(setting) => {
                let glyphs = prepared.glyphs.get(index).cloned().unwrap_or_else(|| Arc::from([]));
                let text = Shaped { setting, range: atom.range.clone(), hyphen: false, glyphs };
                text.split(prepared, atom, !leading, &mut parts);
            }
            AtomKind::Control => parts.push(bare(prepared, index, atom, PartKind::Control)),
            AtomKind::Picture => parts.push(bare(prepared, index, atom, PartKind::Picture)),
            AtomKind::Fill => parts.push(bare(prepared, index, atom, PartKind::Fill)),
            AtomKind::HardBreak => {}
        }
        leading &= matches!(atom.kind, AtomKind::Space(_) | AtomKind::Control);
    }
    parts
}

/// Notes where the words of a whole atom may be lengthened; one that is cut,
/// or changes its look within, is left as it is.
fn offer_kashida(prepared: &Prepared, index: usize, line: &LineText, parts: &mut [Part]) {
    let Some(atom) = prepared.atoms.get(index) else { return };
    let whole = atom.range.start >= line.range.start && atom.range.end <= line.range.end;
    if let Some(Part { kind: PartKind::Text { kashida, .. }, .. }) = parts.last_mut().filter(|_| whole) {
        *kashida = kashida::best_places(prepared.text(atom), prepared.shaped(index));
    }
}

fn bare(prepared: &Prepared, index: usize, atom: &Atom, kind: PartKind) -> Part {
    let class = match kind {
        PartKind::Control => PartClass::White,
        PartKind::Fill => PartClass::Separator,
        PartKind::Picture | PartKind::Text { .. } => PartClass::Other,
    };
    Part { piece: atom.piece, level: atom.level, class, width: prepared.width(index), kind }
}

fn word(prepared: &Prepared, index: usize, setting: Setting, line: &LineText, parts: &mut Vec<Part>) {
    let Some(atom) = prepared.atoms.get(index) else { return };
    let range = atom.range.start.max(line.range.start)..atom.range.end.min(line.range.end);
    let hyphen = line.hyphen && range.end == line.range.end;
    let glyphs = match prepared.glyphs.get(index) {
        Some(glyphs) if range == atom.range && !hyphen => glyphs.clone(),
        _ => shape_again(prepared, atom, setting, &range, hyphen),
    };
    Shaped { setting, range, hyphen, glyphs }.split(prepared, atom, false, parts);
}

fn shape_again(
    prepared: &Prepared,
    atom: &Atom,
    setting: Setting,
    range: &Range<usize>,
    hyphen: bool,
) -> Arc<[ShapedGlyph]> {
    let text = |range: Range<usize>| prepared.paragraph.text.get(range).unwrap_or_default();
    let middle = text(range.clone());
    let before = text(atom.range.start..range.start);
    if hyphen {
        let hyphened = format!("{middle}{}", prepared.hyphen(setting));
        return prepared.shaper.shape_between([before, &hyphened, ""], setting);
    }
    prepared.shaper.shape_between([before, middle, text(range.end..atom.range.end)], setting)
}

/// A stretch of an atom with its glyphs.
struct Shaped {
    setting: Setting,
    range: Range<usize>,
    hyphen: bool,
    glyphs: Arc<[ShapedGlyph]>,
}

impl Shaped {
    /// Cuts at the ends of pieces, but never within a cluster: a glyph belongs
    /// to the piece of its first character.
    fn split(self, prepared: &Prepared, atom: &Atom, glue: bool, parts: &mut Vec<Part>) {
        let last = self.range.end.saturating_sub(1).max(self.range.start);
        let whole = self.range.clone();
        let glyphs: Vec<&ShapedGlyph> = self.glyphs.iter().collect();
        if prepared.piece_at(atom, self.range.start) == prepared.piece_at(atom, last) {
            parts.push(self.part(prepared, atom, whole, &glyphs, glue));
            return;
        }
        let start = |glyph: &ShapedGlyph| (self.range.start + glyph.cluster as usize).min(last);
        let piece = |glyph: &ShapedGlyph| prepared.piece_at(atom, start(glyph));
        let mut groups: Vec<&[&ShapedGlyph]> = glyphs.chunk_by(|a, b| piece(a) == piece(b)).collect();
        if atom.level.is_rtl() {
            groups.reverse();
        }
        let from = |group: &&[&ShapedGlyph]| group.iter().map(|glyph| start(glyph)).min();
        let mut starts: Vec<usize> = groups.iter().filter_map(from).collect();
        if let Some(first) = starts.first_mut() {
            *first = whole.start;
        }
        let ends: Vec<usize> = starts.iter().skip(1).copied().chain([whole.end]).collect();
        for ((start, end), group) in starts.into_iter().zip(ends).zip(groups) {
            parts.push(self.part(prepared, atom, start..end, group, glue));
        }
    }

    fn part(
        &self,
        prepared: &Prepared,
        atom: &Atom,
        range: Range<usize>,
        glyphs: &[&ShapedGlyph],
        glue: bool,
    ) -> Part {
        let scale = prepared.scale(atom, range.start);
        let skipped = u32::try_from(range.start - self.range.start).unwrap_or(0);
        let mut text = prepared.paragraph.text.get(range.clone()).unwrap_or_default().to_owned();
        let class = PartClass::of(&text);
        if self.hyphen && range.end == self.range.end {
            text.push('\u{ad}');
        }
        let points = |units: i32| (f64::from(units) * scale) as f32;
        let sized: Vec<Glyph> = glyphs
            .iter()
            .map(|glyph| Glyph {
                id: glyph.id,
                cluster: glyph.cluster.saturating_sub(skipped),
                advance: points(glyph.advance),
                dx: points(glyph.dx),
                dy: points(glyph.dy),
                ink: if glyph.ink { Ink::Drawn } else { Ink::Blank },
            })
            .collect();
        let width = sized.iter().map(|glyph| Pt(f64::from(glyph.advance))).sum();
        Part {
            piece: prepared.piece_at(atom, range.start),
            level: atom.level,
            class,
            kind: PartKind::Text { setting: self.setting, text, glyphs: sized, glue, kashida: Vec::new() },
            width,
        }
    }
}
