//! The shaped paragraph: its atoms with their glyphs, and how wide they are.
//!
//! In: atoms. Out: glyphs an atom, in font units, and widths in points of an
//! atom or of parts of it. A word whose parts differ in face or level is
//! shaped part by part, each with the letters around it, so that they join.

use std::sync::Arc;

use icu_properties::props::JoiningType;
use icu_properties::{CodePointMapData, CodePointMapDataBorrowed};

use super::TextStyle;
use super::itemize::{Atom, AtomKind};
use super::shape::{Setting, ShapedGlyph, Shaper};
use super::text::{ParagraphText, PieceKind};
use crate::units::Pt;

const JOINING: CodePointMapDataBorrowed<'static, JoiningType> = CodePointMapData::<JoiningType>::new();

pub struct Prepared<'a> {
    pub paragraph: &'a ParagraphText,
    pub shaper: &'a Shaper,
    pub atoms: Vec<Atom>,
    /// One an atom, in visual order; empty for what is no text.
    pub glyphs: Vec<Arc<[ShapedGlyph]>>,
}

impl<'a> Prepared<'a> {
    pub fn new(paragraph: &'a ParagraphText, atoms: Vec<Atom>, shaper: &'a Shaper) -> Prepared<'a> {
        let nothing: Arc<[ShapedGlyph]> = Arc::from([]);
        let mut prepared = Prepared { paragraph, shaper, atoms, glyphs: Vec::new() };
        prepared.glyphs = (0..prepared.atoms.len())
            .map(|index| prepared.shape(index).unwrap_or_else(|| nothing.clone()))
            .collect();
        prepared
    }

    pub fn text(&self, atom: &Atom) -> &'a str {
        self.paragraph.text.get(atom.range.clone()).unwrap_or_default()
    }

    /// The style of the text at a byte offset within an atom.
    pub fn style_at(&self, atom: &Atom, offset: usize) -> Option<TextStyle> {
        self.paragraph.pieces.get(self.piece_at(atom, offset)).and_then(|piece| piece.style())
    }

    /// The piece of the text at a byte offset within an atom.
    pub fn piece_at(&self, atom: &Atom, offset: usize) -> usize {
        match self.paragraph.pieces.get(atom.piece) {
            Some(piece) if offset < piece.range.end => atom.piece,
            _ => self.paragraph.piece_at(offset),
        }
    }

    /// The glyphs of an atom, in visual order.
    pub fn shaped(&self, index: usize) -> &[ShapedGlyph] {
        self.glyphs.get(index).map_or(&[], |glyphs| glyphs)
    }

    pub fn width(&self, index: usize) -> Pt {
        let Some(atom) = self.atoms.get(index) else { return Pt::ZERO };
        match (atom.kind, self.paragraph.pieces.get(atom.piece).map(|piece| piece.kind)) {
            (AtomKind::Picture, Some(PieceKind::Picture { width, .. })) => width,
            _ => self.part_widths(index, &[]).into_iter().sum(),
        }
    }

    /// The widths of the parts into which an atom falls at `cuts`, byte offsets
    /// in the paragraph's text. A cluster that is cut shares its width out by bytes.
    pub fn part_widths(&self, index: usize, cuts: &[usize]) -> Vec<Pt> {
        let (Some(atom), Some(glyphs)) = (self.atoms.get(index), self.glyphs.get(index)) else {
            return Vec::new();
        };
        let mut clusters: Vec<(usize, f64)> = Vec::with_capacity(glyphs.len());
        for glyph in glyphs.iter() {
            let start = atom.range.start + glyph.cluster as usize;
            let width = f64::from(glyph.advance) * self.scale(atom, start);
            match clusters.last_mut() {
                Some((last, sum)) if *last == start => *sum += width,
                _ => clusters.push((start, width)),
            }
        }
        clusters.sort_by_key(|&(start, _)| start);
        let mut before = Vec::with_capacity(clusters.len());
        let mut total = 0.0;
        for &(start, width) in &clusters {
            before.push((start, total, width));
            total += width;
        }
        let width_to = |at: usize| {
            let after = before.partition_point(|&(start, ..)| start <= at);
            let Some(&(start, sum, width)) = after.checked_sub(1).and_then(|last| before.get(last)) else {
                return 0.0;
            };
            let end = before.get(after).map_or(atom.range.end, |&(start, ..)| start).max(start + 1);
            sum + width * ((at - start) as f64 / (end - start) as f64).min(1.0)
        };
        let places = cuts.iter().map(|&cut| width_to(cut)).chain([total]);
        let mut last = 0.0;
        places.map(|place| Pt(place - std::mem::replace(&mut last, place))).collect()
    }

    /// The width of a hyphen after the letter that ends at a byte offset.
    pub fn hyphen_width(&self, atom: &Atom, at: usize) -> Pt {
        let AtomKind::Word(setting) = atom.kind else { return Pt::ZERO };
        let glyphs = self.shaper.shape(self.hyphen(setting), setting);
        let units: i32 = glyphs.iter().map(|glyph| glyph.advance).sum();
        Pt(f64::from(units) * self.scale(atom, at.saturating_sub(1)))
    }

    /// The hyphen of a face.
    pub fn hyphen(&self, setting: Setting) -> &'static str {
        if self.shaper.fonts().get(setting.face).covers('\u{2010}') { "\u{2010}" } else { "-" }
    }

    /// Points a font unit, for the text at a byte offset within an atom.
    pub fn scale(&self, atom: &Atom, offset: usize) -> f64 {
        let (AtomKind::Word(setting) | AtomKind::Space(setting)) = atom.kind else { return 0.0 };
        let size = self.style_at(atom, offset).map_or(0.0, |style| style.size.0);
        size / self.shaper.units_per_em(setting.face)
    }

    fn shape(&self, index: usize) -> Option<Arc<[ShapedGlyph]>> {
        let atom = self.atoms.get(index)?;
        let text = self.text(atom);
        match atom.kind {
            AtomKind::Space(setting) => Some(self.shaper.shape(text, setting)),
            AtomKind::Word(setting) => {
                let before = index.checked_sub(1).and_then(|before| self.joined(setting, before));
                let after = self.joined(setting, index + 1);
                let before = before.filter(|before| joins(before.chars().next_back(), text.chars().next()));
                let after = after.filter(|after| joins(text.chars().next_back(), after.chars().next()));
                let texts = [before.unwrap_or_default(), text, after.unwrap_or_default()];
                Some(self.shaper.shape_between(texts, setting))
            }
            _ => None,
        }
    }

    /// The text of a neighbour that reads on in the same direction.
    fn joined(&self, setting: Setting, neighbour: usize) -> Option<&'a str> {
        let atom = self.atoms.get(neighbour)?;
        match atom.kind {
            AtomKind::Word(other) if other.direction == setting.direction => Some(self.text(atom)),
            _ => None,
        }
    }
}

/// Whether two characters can act on each other's form.
fn joins(before: Option<char>, after: Option<char>) -> bool {
    let may_join = |character: Option<char>| {
        character.is_some_and(|character| JOINING.get(character) != JoiningType::NonJoining)
    };
    may_join(before) && may_join(after)
}
