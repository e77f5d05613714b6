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
use crate::message;
use crate::typeset::frame::{Glyph, Ink, Run};

/// RIGHT-TO-LEFT MARK.
pub(super) const RLM: &str = "\u{200f}";
/// Wide letters are whole multiples of this, in ems, so that few are needed.
const SPACE_STEP: f64 = 1.0 / 32.0;

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
        out = keep_marks(run, out, codes)?;
        out.reverse();
    }
    Ok((out, edges.last().copied().unwrap_or(run.x.0)))
}

/// Keeps marks that end their word with it. A space after one is said by the
/// letter after that, which is made as much wider: pdf.js gives a mark that
/// comes first after a space to the wrong word. Before a comma a direction mark
/// follows it, or PDFium takes mark and comma for one neutral stretch.
///
/// - `out`: the codes of a right-to-left run, in logical order.
fn keep_marks(run: &Run, out: Vec<Placed>, codes: &mut Codes) -> Result<Vec<Placed>, PdfError> {
    let scale = codes.units_per_em() / (run.size.0 * run.expansion);
    let step = codes.units_per_em() * SPACE_STEP;
    let mut kept: Vec<Placed> = Vec::with_capacity(out.len());
    for place in out {
        let text = codes.text(place.code).to_owned();
        if let [.., mark, space] = kept[..]
            && codes.text(space.code) == " "
            && codes.text(mark.code).chars().all(is_mark)
            && text.chars().next_back().is_some_and(char::is_alphabetic)
        {
            let room = ((mark.x - place.x) * scale / step).floor() * step;
            let mut baked = codes.baked(place.code);
            baked.advance = baked.advance.max(room.clamp(0.0, 32000.0) as u16);
            let code = codes.code(Shape::Baked(baked), &format!("{text} "))?;
            kept.pop();
            kept.push(Placed { code, ..place });
        } else {
            if let Some(mark) = kept.last().copied()
                && codes.text(mark.code).starts_with(is_mark)
                && text.chars().all(|c| !c.is_alphanumeric() && !c.is_whitespace() && !is_mark(c))
            {
                kept.push(Placed { code: codes.code(Shape::blank(), RLM)?, ..mark });
            }
            kept.push(place);
        }
    }
    Ok(kept)
}

/// Where each glyph begins, and where the last one ends.
fn edges(run: &Run) -> Vec<f64> {
    let mut x = run.x.0;
    let mut edges = Vec::with_capacity(run.glyphs.len() + 1);
    edges.push(x);
    for glyph in run.glyphs.iter() {
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
                && glyph.ink == Ink::Drawn
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
        let any_ink = glyphs.iter().any(has_ink);
        if !any_ink && units.is_empty() {
            // A joiner that no letter of the run can carry stands by itself.
            let first =
                run.direction == Direction::Rtl && text.starts_with(is_joiner) && run.text.starts_with(text);
            return if first { self.push(Shape::blank(), text, range.end) } else { Ok(()) };
        }
        let drawn = |glyph: &Glyph| has_ink(glyph) || !any_ink;
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
        let scale = self.codes.units_per_em() / (self.run.size.0 * self.run.expansion);
        let units = |length: f64| (length * scale).round().clamp(-32000.0, 32000.0) as i16;
        if let &[glyph] = glyphs {
            // A mark has no width of its own in the line, whatever its font says.
            let fits = glyph.ink != Ink::Kashida && !text.chars().all(is_mark)
                || units(glyph.advance.into()) == self.codes.advance(glyph.id) as i16;
            if is_plain(&glyph) && fits {
                return Shape::Glyph(glyph.id);
            }
        }
        let origin = self.edges[range.start];
        let parts = range.clone().zip(glyphs).filter(|(_, glyph)| drawn(glyph)).map(|(index, glyph)| Part {
            glyph: glyph.id,
            dx: units(self.edges[index] - origin + f64::from(glyph.dx)),
            dy: units(f64::from(glyph.dy) * self.run.expansion),
            fill: (glyph.ink == Ink::Kashida).then(|| units(glyph.advance.into()).max(0).cast_unsigned()),
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
        let characters = codes.join(" ");
        let fault = message!("pdf-no-glyph", characters = characters, byte = place, text = &*self.run.text);
        PdfError::of_font(self.codes.file(), fault)
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
    let hyphen = character == '\u{ad}' && glyphs.iter().any(has_ink);
    hyphen || !is_ignorable(character)
}

/// Whether a glyph stands where the pen is.
fn is_plain(glyph: &Glyph) -> bool {
    glyph.dx.abs() < 1e-4 && glyph.dy.abs() < 1e-4
}

fn has_ink(glyph: &Glyph) -> bool {
    glyph.ink != Ink::Blank
}

pub(super) fn is_mark(character: char) -> bool {
    !character.is_ascii()
        && GeneralCategoryGroup::Mark.contains(CodePointMapData::<GeneralCategory>::new().get(character))
}

#[cfg(test)]
mod tests {
    use std::sync::Arc;

    use proptest::prelude::*;

    use super::*;
    use crate::config::Kashida;
    use crate::fonts::{FaceId, Fonts, Purpose};
    use crate::locale::Lang;
    use crate::typeset::frame::Color;
    use crate::typeset::paragraph::{Align, ParagraphStyle, Segment, Shaper, TextStyle, lay_out};
    use crate::units::Pt;

    /// Glyphs by id, cluster and advance, from left to right.
    fn run(text: &str, direction: Direction, glyphs: &[(u16, u32, f32)]) -> Run {
        let glyph = |&(id, cluster, advance): &(u16, u32, f32)| {
            let ink = if id == 1 { Ink::Blank } else { Ink::Drawn };
            Glyph { id, cluster, advance, dx: 0.0, dy: 0.0, ink }
        };
        Run {
            order: 0,
            node: None,
            x: Pt(100.0),
            face: FaceId(0),
            size: Pt(10.0),
            color: Color(0, 0, 0),
            rise: Pt::ZERO,
            direction,
            lang: Lang::FA,
            expansion: 1.0,
            text: text.into(),
            glyphs: glyphs.iter().map(glyph).collect(),
        }
    }

    fn with_codes<T>(run: &Run, look: impl FnOnce(&[Placed], &Codes) -> T) -> Result<T, PdfError> {
        let fonts = Fonts::load(None).unwrap();
        let mut codes = Codes::new(run.face, fonts.get(run.face)).unwrap();
        let (placed, _) = place(run, &mut codes)?;
        Ok(look(&placed, &codes))
    }

    /// What the codes say and where they stand, from left to right.
    #[track_caller]
    fn check(run: &Run, expected: &[(&str, f64)]) {
        let found = with_codes(run, |placed, codes| {
            placed.iter().map(|place| (codes.text(place.code).to_owned(), place.x)).collect::<Vec<_>>()
        });
        let expected: Vec<(String, f64)> =
            expected.iter().map(|(text, x)| ((*text).to_owned(), *x)).collect();
        assert_eq!(found.unwrap(), expected);
    }

    use Direction::{Ltr, Rtl};

    #[test]
    fn letters_stand_as_they_are_seen() {
        check(&run("بد", Rtl, &[(5, 2, 4.0), (6, 0, 3.0)]), &[("د", 100.0), ("ب", 104.0)]);
        check(&run("ab", Ltr, &[(5, 0, 4.0), (6, 1, 3.0)]), &[("a", 100.0), ("b", 104.0)]);
    }

    #[test]
    fn a_ligature_carries_its_last_letter() {
        check(&run("لا", Rtl, &[(5, 0, 8.0)]), &[("ا", 100.0), ("ل", 108.0)]);
        check(&run("بلا", Rtl, &[(5, 2, 8.0), (6, 0, 3.0)]), &[("ا", 100.0), ("ل", 108.0), ("ب", 108.0)]);
    }

    #[test]
    fn equal_letters_of_a_ligature_share_a_blank() {
        check(&run("لله", Rtl, &[(5, 0, 8.0)]), &[("ه", 100.0), ("لل", 108.0)]);
    }

    #[test]
    fn a_mark_in_a_ligature_stands_at_its_left_edge() {
        check(&run("ه\u{654}", Rtl, &[(5, 0, 8.0)]), &[("\u{654}", 100.0), ("ه", 100.0)]);
    }

    #[test]
    fn latin_ligatures_keep_their_letters() {
        check(&run("fix", Ltr, &[(5, 0, 8.0), (6, 2, 3.0)]), &[("fi", 100.0), ("x", 108.0)]);
    }

    #[test]
    fn a_joiner_goes_in_front_of_the_letter_on_its_right() {
        let joined = run("ی\u{200c}ر", Rtl, &[(5, 5, 4.0), (1, 2, 0.0), (6, 0, 3.0)]);
        check(&joined, &[("ر", 100.0), ("\u{200c}ی", 104.0)]);
        let devanagari = run("क\u{200d}ष", Ltr, &[(5, 0, 4.0), (1, 3, 0.0), (6, 6, 3.0)]);
        check(&devanagari, &[("क", 100.0), ("\u{200d}ष", 104.0)]);
    }

    #[test]
    fn a_joiner_at_the_head_of_a_run_stands_by_itself() {
        let first = run("\u{200c}ر", Rtl, &[(5, 3, 4.0), (1, 0, 0.0)]);
        check(&first, &[("ر", 100.0), ("\u{200c}", 104.0)]);
    }

    #[test]
    fn direction_marks_say_nothing_and_a_drawn_soft_hyphen_is_text() {
        check(
            &run("a\u{200e}b", Ltr, &[(5, 0, 4.0), (1, 1, 0.0), (6, 4, 3.0)]),
            &[("a", 100.0), ("b", 104.0)],
        );
        check(&run("a\u{ad}", Ltr, &[(5, 0, 4.0), (6, 1, 3.0)]), &[("a", 100.0), ("\u{ad}", 104.0)]);
    }

    #[test]
    fn glyphs_of_one_letter_become_one() {
        // A letter that kashida lengthened: the stroke stands on its left.
        let long = run("بد", Rtl, &[(5, 2, 4.0), (7, 0, 2.5), (6, 0, 3.0)]);
        check(&long, &[("د", 100.0), ("ب", 104.0)]);
        let width = with_codes(&long, |placed, codes| codes.width(placed[1].code));
        assert!((width.unwrap() - 550.0).abs() <= 1.0);
    }

    #[test]
    fn a_moved_mark_is_a_glyph_of_its_own() {
        let mut marked = run("ب\u{64e}", Rtl, &[(7, 2, 0.0), (6, 0, 3.0)]);
        let glyphs = Arc::make_mut(&mut marked.glyphs);
        (glyphs[0].dx, glyphs[0].dy) = (1.0, 0.5);
        check(&marked, &[("\u{64e}", 100.0), ("ب", 100.0)]);
        assert_eq!(with_codes(&marked, |placed, codes| codes.width(placed[0].code)).unwrap(), 0.0);
    }

    #[test]
    fn a_space_after_a_mark_is_said_by_the_next_letter() {
        let glyphs = [(5, 5, 4.0), (3, 4, 2.5), (7, 2, 0.0), (6, 0, 3.0)];
        let text = "ب\u{650} د";
        check(&run(text, Rtl, &glyphs), &[("د ", 100.0), ("\u{650}", 106.5), ("ب", 106.5)]);
        // As much wider as is a multiple of 1/32 em.
        let width = with_codes(&run(text, Rtl, &glyphs), |placed, codes| codes.width(placed[0].code));
        assert!((width.unwrap() - 625.0).abs() <= 1.0);
        let last = run("ب\u{650} ", Rtl, &[(3, 4, 2.5), (7, 2, 0.0), (6, 0, 3.0)]);
        check(&last, &[(" ", 100.0), ("\u{650}", 102.5), ("ب", 102.5)]);
    }

    #[test]
    fn a_direction_mark_parts_a_vowel_sign_from_a_comma() {
        let comma = run("ب\u{64b}،", Rtl, &[(3, 4, 2.5), (7, 2, 0.0), (6, 0, 3.0)]);
        check(&comma, &[("،", 100.0), (RLM, 102.5), ("\u{64b}", 102.5), ("ب", 102.5)]);
    }

    #[test]
    fn a_character_without_a_glyph_is_an_error_that_names_it() {
        let error = with_codes(&run("a€", Ltr, &[(5, 0, 4.0), (0, 1, 3.0)]), |_, _| ()).unwrap_err();
        assert_eq!(
            error.to_string(),
            "fonts/MarkaziText-Regular.ttf: has no glyph for U+20AC (byte 1 of `a€`)"
        );
    }

    /// What a reader makes of a run: it turns right-to-left characters round.
    fn read_back(run: &Run) -> String {
        let fonts = Fonts::load(None).unwrap();
        let mut codes = Codes::new(run.face, fonts.get(run.face)).unwrap();
        let (placed, _) = place(run, &mut codes).unwrap();
        let seen: String = placed.iter().map(|place| codes.text(place.code)).collect();
        if run.direction == Rtl { seen.chars().rev().collect() } else { seen }
    }

    fn words() -> impl Strategy<Value = String> {
        let letter = "[ابپتجچدرزسشعغفقکگلمنوهی]";
        let word = format!(
            "{letter}([\u{64e}\u{650}\u{651}\u{654}]?{letter}){{0,6}}(\u{200c}{letter}{{1,3}}){{0,2}}"
        );
        proptest::string::string_regex(&format!("{word}( {word}){{0,3}}")).unwrap()
    }

    proptest! {
        #![proptest_config(ProptestConfig::with_cases(64))]

        #[test]
        fn persian_can_be_read_back(text in words()) {
            let shaper = Shaper::new(Arc::new(Fonts::load(None).unwrap()));
            for purpose in [Purpose::Text, Purpose::Display] {
                let (lang, bold, italic) = (Lang::FA, false, false);
                let (size, color, rise) = (Pt(12.0), Color(0, 0, 0), Pt::ZERO);
                let style = TextStyle { lang, purpose, bold, italic, size, color, rise };
                let paragraph = ParagraphStyle {
                    lang,
                    base: Rtl,
                    align: Align::Start,
                    measure: Pt(10_000.0),
                    first_indent: Pt::ZERO,
                    hyphenate: false,
                    kashida: Kashida::Off,
                };
                let segments = [Segment::Text { text: text.clone(), style, node: None }];
                let lines = lay_out(&segments, &paragraph, &shaper);
                let runs: Vec<&Run> = lines.iter().flat_map(|line| &line.runs).collect();
                let read: String = runs.iter().rev().map(|run| read_back(run)).collect();
                prop_assert_eq!(read, text.clone());
            }
        }

        #[test]
        fn no_run_makes_it_panic(
            text in "[aلا\u{200c}\u{200d}\u{64e}\u{ad}\u{2067}€ ]{0,8}",
            glyphs in prop::collection::vec((0u16..9, 0u32..20, -5.0f32..9.0), 0..8),
            rtl in any::<bool>(),
        ) {
            let run = run(&text, if rtl { Rtl } else { Ltr }, &glyphs);
            let _ = with_codes(&run, |placed, codes| placed.iter().map(|place| codes.width(place.code)).sum::<f64>());
        }
    }
}
