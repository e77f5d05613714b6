//! What each glyph of a run says, and where the pen stands for it.
//!
//! Readers take the glyphs of a line from left to right and turn Arabic runs
//! round character by character, so text is written in visual order with one
//! character a code: the ligature of lam and alef carries the alef, and the
//! lam stands on a blank at its right edge. A joiner (U+200C) has no glyph; it
//! goes in front of the letter on its right, in that letter's own text: in the
//! order in which glyphs stand it comes there, and alone pdf.js drops it.
//! In: a run of the frame. Out: its codes from left to right. Found by
//! comparing poppler, MuPDF, PDFium and pdf.js; ActualText misleads three of them.

use icu_properties::CodePointMapData;
use icu_properties::props::{GeneralCategory, GeneralCategoryGroup};

use super::PdfError;
use super::bake::{Baked, Part};
use super::font::{Codes, Shape};
use crate::fonts::is_ignorable;
use crate::locale::Direction;
use crate::typeset::frame::{Glyph, Run};

/// A code and where the pen must stand to draw it, in points from the left
/// edge of the page.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) struct Placed {
    pub code: u16,
    pub x: f64,
}

/// The codes of a run, from left to right, and where the run ends.
///
/// # Errors
/// A character that the face has no glyph for, or a face that runs out of codes.
pub(super) fn place(run: &Run, codes: &mut Codes) -> Result<(Vec<Placed>, f64), PdfError> {
    let edges = edges(run);
    let mut writer = RunWriter { run, codes, edges, joiners: String::new(), out: Vec::new() };
    writer.write()?;
    let RunWriter { edges, mut out, .. } = writer;
    if run.direction == Direction::Rtl {
        out.reverse();
    }
    Ok((out, edges.last().copied().unwrap_or(run.x.0)))
}

/// Where each glyph begins, and where the last one ends.
fn edges(run: &Run) -> Vec<f64> {
    let mut x = run.x.0;
    let mut edges = Vec::with_capacity(run.glyphs.len() + 1);
    edges.push(x);
    for glyph in &run.glyphs {
        x += f64::from(glyph.advance);
        edges.push(x);
    }
    edges
}

/// Writes clusters in logical order; what it puts out of a right-to-left run
/// is turned round afterwards.
struct RunWriter<'r, 'c, 'f> {
    run: &'r Run,
    codes: &'c mut Codes<'f>,
    edges: Vec<f64>,
    /// Joiners of a left-to-right run that wait for the letter after them.
    joiners: String,
    out: Vec<Placed>,
}

impl RunWriter<'_, '_, '_> {
    fn write(&mut self) -> Result<(), PdfError> {
        let glyphs = &self.run.glyphs;
        let rtl = self.run.direction == Direction::Rtl;
        let mut done = 0;
        while done < glyphs.len() {
            let cluster = |index: usize| if rtl { glyphs.len() - 1 - index } else { index };
            let start = glyphs[cluster(done)].cluster;
            let same = (done..glyphs.len()).take_while(|&index| glyphs[cluster(index)].cluster == start);
            let next = done + same.count();
            let end = if next < glyphs.len() {
                glyphs[cluster(next)].cluster as usize
            } else {
                self.run.text.len()
            };
            let range = if rtl { glyphs.len() - next..glyphs.len() - done } else { done..next };
            self.cluster(range, start as usize..end)?;
            done = next;
        }
        self.lone_joiners(glyphs.len())
    }

    /// Writes the glyphs of one cluster (an index range, in visual order) with its text.
    fn cluster(
        &mut self,
        range: std::ops::Range<usize>,
        text: std::ops::Range<usize>,
    ) -> Result<(), PdfError> {
        let run = self.run;
        let after = run.text.get(text.end..).unwrap_or("");
        let text = run.text.get(text).unwrap_or("");
        let glyphs = &run.glyphs[range.clone()];
        if let (&[glyph], true) = (glyphs, self.joiners.is_empty() && !after.starts_with(is_joiner)) {
            let mut characters = text.chars();
            if let (Some(character), None) = (characters.next(), characters.next())
                && glyph.ink
                && glyph.id != 0
                && is_plain(&glyph)
                && !is_mark(character)
            {
                let code = self.codes.plain(glyph.id, character)?;
                self.out.push(Placed { code, x: self.edges[range.start] });
                return Ok(());
            }
        }
        let units = match run.direction {
            Direction::Ltr => self.units_ltr(text, glyphs),
            Direction::Rtl => units_rtl(text, after, glyphs),
        };
        let any_ink = glyphs.iter().any(|glyph| glyph.ink);
        if !any_ink && units.is_empty() {
            // A joiner that no letter of the run can carry stands by itself.
            let first =
                run.direction == Direction::Rtl && text.starts_with(is_joiner) && run.text.starts_with(text);
            return if first { self.push(Shape::blank(), text, range.end) } else { Ok(()) };
        }
        let drawn = |glyph: &Glyph| glyph.ink || !any_ink;
        if let Some(missing) = glyphs.iter().find(|glyph| drawn(glyph) && glyph.id == 0) {
            return Err(self.no_glyph(missing, text));
        }
        let shape = self.shape(range.clone(), drawn, text);
        match run.direction {
            Direction::Ltr => self.push(shape, &units.concat(), range.start),
            Direction::Rtl => self.split(shape, &units, range),
        }
    }

    /// The characters of a cluster, each behind the joiners before it.
    fn units_ltr(&mut self, text: &str, glyphs: &[Glyph]) -> Vec<String> {
        let mut units = Vec::new();
        for character in text.chars() {
            if is_joiner(character) {
                self.joiners.push(character);
            } else if says_something(character, glyphs) {
                let mut unit = std::mem::take(&mut self.joiners);
                unit.push(character);
                units.push(unit);
            }
        }
        units
    }

    /// One glyph where it stands is itself; all else is baked.
    fn shape(&self, range: std::ops::Range<usize>, drawn: impl Fn(&Glyph) -> bool, text: &str) -> Shape {
        let glyphs = &self.run.glyphs[range.clone()];
        let scale = self.codes.units_per_em() / self.run.size.0;
        let units = |length: f64| (length * scale).round().clamp(-32000.0, 32000.0) as i16;
        if let &[glyph] = glyphs {
            // A mark has no width of its own in the line, whatever its font says.
            let fits = !text.chars().all(is_mark)
                || units(glyph.advance.into()) == self.codes.advance(glyph.id) as i16;
            if is_plain(&glyph) && fits {
                return Shape::Glyph(glyph.id);
            }
        }
        let origin = self.edges[range.start];
        let parts = range.clone().zip(glyphs).filter(|(_, glyph)| drawn(glyph)).map(|(index, glyph)| Part {
            glyph: glyph.id,
            dx: units(self.edges[index] - origin + f64::from(glyph.dx)),
            dy: units(f64::from(glyph.dy)),
        });
        let advance = units(self.edges[range.end] - origin).max(0).cast_unsigned();
        Shape::Baked(Baked { parts: parts.collect(), advance })
    }

    /// Shares the characters of a right-to-left cluster out: the last letter
    /// goes on the drawn glyph, what is before it on blanks at the right edge,
    /// marks after it on blanks at the left edge.
    fn split(
        &mut self,
        shape: Shape,
        units: &[String],
        range: std::ops::Range<usize>,
    ) -> Result<(), PdfError> {
        let is_base = |unit: &String| !unit.chars().all(is_mark);
        let base = units.iter().rposition(is_base).unwrap_or(units.len().saturating_sub(1));
        let (before, rest) = units.split_at(base.min(units.len()));
        for same in before.chunk_by(|a, b| a == b) {
            self.push(Shape::blank(), &same.concat(), range.end)?;
        }
        self.push(shape, rest.first().map_or("", String::as_str), range.start)?;
        for mark in rest.iter().skip(1) {
            self.push(Shape::blank(), mark, range.start)?;
        }
        Ok(())
    }

    /// Puts out a code at the edge of a glyph.
    fn push(&mut self, shape: Shape, text: &str, edge: usize) -> Result<(), PdfError> {
        // Every code must say something (ISO 19005-2 §6.2.11.7.2).
        let text = if text.is_empty() { "\u{200b}" } else { text };
        let code = self.codes.code(shape, text)?;
        self.out.push(Placed { code, x: self.edges[edge] });
        Ok(())
    }

    /// Joiners with no letter after them in a left-to-right run.
    fn lone_joiners(&mut self, edge: usize) -> Result<(), PdfError> {
        let joiners = std::mem::take(&mut self.joiners);
        if joiners.is_empty() { Ok(()) } else { self.push(Shape::blank(), &joiners, edge) }
    }

    fn no_glyph(&self, glyph: &Glyph, text: &str) -> PdfError {
        let codes: Vec<String> = text.chars().map(|c| format!("U+{:04X}", u32::from(c))).collect();
        let place = glyph.cluster;
        let message = format!("has no glyph for {} (byte {place} of `{}`)", codes.join(" "), self.run.text);
        PdfError::new(self.codes.file(), message)
    }
}

/// The characters of a right-to-left cluster, each behind the joiner that
/// follows it in the text: readers turn the order round.
fn units_rtl(text: &str, after: &str, glyphs: &[Glyph]) -> Vec<String> {
    let mut units: Vec<String> = Vec::new();
    let following = after.chars().take_while(|&character| is_joiner(character));
    for character in text.chars().chain(following) {
        if is_joiner(character) {
            if let Some(unit) = units.last_mut().filter(|unit| !unit.ends_with(' ')) {
                unit.insert(0, character);
            }
        } else if says_something(character, glyphs) {
            units.push(character.into());
        }
    }
    units
}

fn is_joiner(character: char) -> bool {
    matches!(character, '\u{200c}' | '\u{200d}')
}

/// A soft hyphen at which a line was broken is drawn, and is text; other
/// characters without ink say nothing to a reader.
fn says_something(character: char, glyphs: &[Glyph]) -> bool {
    let hyphen = character == '\u{ad}' && glyphs.iter().any(|glyph| glyph.ink);
    hyphen || !is_ignorable(character)
}

/// Whether a glyph stands where the pen is.
fn is_plain(glyph: &Glyph) -> bool {
    glyph.dx.abs() < 1e-4 && glyph.dy.abs() < 1e-4
}

fn is_mark(character: char) -> bool {
    !character.is_ascii()
        && GeneralCategoryGroup::Mark.contains(CodePointMapData::<GeneralCategory>::new().get(character))
}
