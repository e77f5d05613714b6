//! What every section of an edition is set with: book, design, shaper, words.
//!
//! Also makes single lines for labels, numbers and furniture, which need no
//! section; paragraphs are left to `section`.

use super::Furnishing;
use super::design::{Design, TextDesign};
use super::frame::{Item, ItemKind, Run, TextLine};
use super::paragraph::{Align, ParagraphStyle, Segment, Shaper, TextStyle, lay_out};
use crate::config::Kashida;
use crate::fonts::Purpose;
use crate::locale::{Direction, Lang};
use crate::resolve::Resolved;
use crate::units::Pt;

/// What every section of an edition is set with.
#[derive(Clone, Copy)]
pub struct Shop<'a> {
    pub book: &'a Resolved,
    pub design: &'a Design,
    pub shaper: &'a Shaper,
    pub furnishing: &'a Furnishing<'a>,
    pub lang: Lang,
}

impl<'a> Shop<'a> {
    pub fn text(&self) -> &'a TextDesign {
        self.design.text(self.lang)
    }

    /// A word of the typesetter in the edition's language.
    pub fn word(&self, key: &str) -> String {
        (self.furnishing.strings)(self.lang, key)
    }

    pub fn style(&self, purpose: Purpose, size: Pt) -> TextStyle {
        TextStyle {
            lang: self.lang,
            purpose,
            bold: false,
            italic: false,
            size,
            color: self.design.palette.ink,
            rise: Pt::ZERO,
        }
    }

    /// One line of text at a place of its own, for labels, numbers, furniture;
    /// what does not fit in the first line is cut.
    pub fn label(&self, segments: &[Segment], align: Align, x: Pt, width: Pt, baseline: Pt) -> Option<Item> {
        let style = ParagraphStyle { hyphenate: false, ..self.paragraph(align, width) };
        let line = lay_out(segments, &style, self.shaper).into_iter().next()?;
        text_item(line.runs, x, baseline)
    }

    pub fn paragraph(&self, align: Align, measure: Pt) -> ParagraphStyle {
        ParagraphStyle {
            lang: self.lang,
            base: self.lang.direction(),
            align,
            measure,
            first_indent: Pt::ZERO,
            hyphenate: self.lang.direction() == Direction::Ltr,
            kashida: Kashida::Off,
        }
    }
}

/// Runs on a baseline; none if there are no runs.
pub fn text_item(mut runs: Vec<Run>, x: Pt, baseline: Pt) -> Option<Item> {
    if runs.is_empty() {
        return None;
    }
    // A line that ends in a hyphen ends inside a word.
    let ends_word = !runs.iter().any(|run| run.text.ends_with('\u{ad}'));
    runs.iter_mut().for_each(|run| run.x += x);
    Some(Item {
        node: None,
        kind: ItemKind::Text(TextLine { baseline, runs, pictures: Vec::new(), ends_word }),
    })
}

/// The sum of a line's advances: from its left end to its right end.
pub fn runs_width(runs: &[Run]) -> Pt {
    let ends = runs.iter().map(|run| run.x + run_width(run));
    let right = ends.fold(Pt(f64::MIN), Pt::max);
    let left = runs.iter().fold(Pt(f64::MAX), |left, run| left.min(run.x));
    (right - left).max(Pt::ZERO)
}

pub fn run_width(run: &Run) -> Pt {
    Pt(run.glyphs.iter().map(|glyph| f64::from(glyph.advance)).sum())
}
