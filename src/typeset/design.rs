//! The measures of the printed page: trim, margins, grid, sizes, colours.
//!
//! Every line of text stands on a grid whose unit is a quarter of the body's
//! leading: a body line takes four units, a line of a footnote three. Sizes
//! are chosen by eye: Markazi Text is small on its em, so that 14.5 pt of it
//! look like 11 pt of Source Serif 4. Left and right are settled here from
//! the binding side and the page's parity, and nowhere else.

use std::collections::BTreeMap;

use super::frame::{Color, Separation};
use crate::config::{Kashida, Trim};
use crate::drawing::Paint;
use crate::fonts::Purpose;
use crate::locale::{Direction, Lang};
use crate::units::{Em, Mm, Pt};

/// Grid units in one line of the body.
pub const LINE: u32 = 4;
/// Grid units in one line of a footnote.
pub const NOTE_LINE: u32 = 3;

#[derive(Debug, Clone, PartialEq)]
pub struct Design {
    /// The trimmed page.
    pub width: Pt,
    pub height: Pt,
    /// Margin at the binding, the wider one.
    pub inner: Pt,
    pub outer: Pt,
    /// Baselines from the top edge.
    pub running_head: Pt,
    pub folio: Pt,
    pub palette: Palette,
    /// Where letters of the text are lengthened.
    pub kashida: Kashida,
    pub persian: TextDesign,
    pub english: TextDesign,
}

/// How one language is set.
#[derive(Debug, Clone, PartialEq)]
pub struct TextDesign {
    /// The first line's baseline, from the top edge of the page.
    pub first_baseline: Pt,
    /// Baseline to baseline.
    pub leading: Pt,
    /// Lines on a full page.
    pub lines: u32,
    /// From a line's baseline down to the lower edge of its box.
    pub descent: Pt,
    pub body: Pt,
    /// Captions, tables, facts, index.
    pub small: Pt,
    pub note: Pt,
    /// Levels 2 to 6.
    pub headings: [Pt; 5],
    pub title: Pt,
    pub subtitle: Pt,
    pub furniture: Pt,
    /// The mark of a footnote, in sizes of its text.
    pub mark_size: Em,
    pub mark_rise: Em,
    /// First lines of paragraphs.
    pub indent: Em,
    /// Lists, definitions, quotes.
    pub list_indent: Em,
}

/// Colours on white paper, by role; each has 4.5:1 or more where it is text.
#[derive(Debug, Clone, PartialEq)]
pub struct Palette {
    pub ground: Color,
    pub ink: Color,
    pub muted: Color,
    pub lapis: Color,
    pub turquoise: Color,
    pub saffron: Color,
    pub line: Color,
    /// Behind source text.
    pub tint: Color,
    pub land: Color,
    pub water: Color,
}

impl Design {
    /// The measures that fit a trim; the measure holds about 60 to 75 characters.
    pub fn new(trim: Trim) -> Design {
        match trim {
            Trim::Raqi => Design::raqi(),
            Trim::Vaziri => Design::vaziri(),
            Trim::A4 => Design::a4(),
        }
    }

    /// 145 × 210 mm (رقعی), with 108 mm of measure.
    fn raqi() -> Design {
        Design {
            width: Mm(145.0).into(),
            height: Mm(210.0).into(),
            inner: Mm(19.0).into(),
            outer: Mm(18.0).into(),
            running_head: Pt(38.0),
            folio: Pt(566.0),
            palette: Palette::default(),
            kashida: Kashida::default(),
            persian: TextDesign::persian(),
            english: TextDesign::english(),
        }
    }

    /// 165 × 235 mm (وزیری), with 123 mm of measure.
    fn vaziri() -> Design {
        let persian = TextDesign::persian().scaled(15.5 / 14.5);
        let english = TextDesign::english().scaled(11.0 / 10.5);
        Design {
            width: Mm(165.0).into(),
            height: Mm(235.0).into(),
            inner: Mm(22.0).into(),
            outer: Mm(20.0).into(),
            running_head: Pt(42.0),
            folio: Pt(633.0),
            persian: persian.on_grid(Pt(77.0), Pt(22.5), 24),
            english: english.on_grid(Pt(74.0), Pt(15.9), 34),
            ..Design::raqi()
        }
    }

    /// 210 × 297 mm, with 144 mm of measure.
    fn a4() -> Design {
        let persian = TextDesign::persian().scaled(17.0 / 14.5);
        let english = TextDesign::english().scaled(12.0 / 10.5);
        Design {
            width: Mm(210.0).into(),
            height: Mm(297.0).into(),
            inner: Mm(35.0).into(),
            outer: Mm(31.0).into(),
            running_head: Pt(52.0),
            folio: Pt(796.0),
            persian: persian.on_grid(Pt(94.0), Pt(25.0), 27),
            english: english.on_grid(Pt(90.0), Pt(17.6), 38),
            ..Design::raqi()
        }
    }
}

impl Default for Design {
    fn default() -> Design {
        Design::new(Trim::default())
    }
}

impl TextDesign {
    /// For رقعی.
    fn persian() -> TextDesign {
        TextDesign {
            first_baseline: Pt(72.0),
            leading: Pt(21.0),
            lines: 23,
            descent: Pt(6.3),
            body: Pt(14.5),
            small: Pt(13.0),
            note: Pt(12.0),
            headings: [Pt(13.5), Pt(11.8), Pt(11.0), Pt(11.0), Pt(11.0)],
            title: Pt(27.0),
            subtitle: Pt(12.0),
            furniture: Pt(9.0),
            mark_size: Em(0.7),
            mark_rise: Em(0.3),
            indent: Em(1.2),
            list_indent: Em(1.6),
        }
    }

    /// For رقعی.
    fn english() -> TextDesign {
        TextDesign {
            first_baseline: Pt(69.0),
            leading: Pt(15.0),
            lines: 32,
            descent: Pt(4.5),
            body: Pt(10.5),
            small: Pt(9.5),
            note: Pt(8.8),
            headings: [Pt(13.5), Pt(11.5), Pt(10.5), Pt(10.5), Pt(10.5)],
            title: Pt(28.0),
            subtitle: Pt(12.5),
            furniture: Pt(8.5),
            mark_size: Em(0.68),
            mark_rise: Em(0.34),
            indent: Em(1.3),
            list_indent: Em(1.9),
        }
    }

    /// All letters larger or smaller by a factor.
    fn scaled(self, factor: f64) -> TextDesign {
        TextDesign {
            body: self.body * factor,
            small: self.small * factor,
            note: self.note * factor,
            headings: self.headings.map(|size| size * factor),
            title: self.title * factor,
            subtitle: self.subtitle * factor,
            furniture: self.furniture * factor,
            ..self
        }
    }

    fn on_grid(self, first_baseline: Pt, leading: Pt, lines: u32) -> TextDesign {
        TextDesign { first_baseline, leading, lines, descent: leading * 0.3, ..self }
    }
}

impl Default for Palette {
    fn default() -> Palette {
        Palette {
            ground: Color(0xff, 0xff, 0xff),
            ink: Color(0x1c, 0x23, 0x33),
            muted: Color(0x5a, 0x61, 0x70),
            lapis: Color(0x1e, 0x3a, 0x8a),
            turquoise: Color(0x0f, 0x76, 0x6e),
            saffron: Color(0xb4, 0x53, 0x09),
            line: Color(0xb9, 0xb4, 0xa6),
            tint: Color(0xf4, 0xf1, 0xe9),
            land: Color(0xe9, 0xe1, 0xcf),
            water: Color(0xdc, 0xe8, 0xea),
        }
    }
}

/// The mark that every ink prints, for crop marks; no colour of the palette.
pub const REGISTRATION: Color = Color(0, 0, 0);

impl Palette {
    /// What the inks of a press make of the palette. Text is in black alone,
    /// which cannot print out of register.
    pub fn separation(&self) -> Separation {
        Separation(BTreeMap::from([
            (self.ground, [0, 0, 0, 0]),
            (self.ink, [0, 0, 0, 100]),
            (self.muted, [0, 0, 0, 68]),
            (self.lapis, [100, 80, 0, 14]),
            (self.turquoise, [86, 20, 52, 22]),
            (self.saffron, [8, 74, 100, 12]),
            (self.line, [0, 2, 10, 30]),
            (self.tint, [0, 1, 5, 4]),
            (self.land, [2, 6, 18, 7]),
            (self.water, [13, 3, 5, 3]),
            (REGISTRATION, [100; 4]),
        ]))
    }

    /// The colour of a drawing's label or line.
    pub fn paint(&self, paint: Paint) -> Color {
        match paint {
            Paint::Ground => self.ground,
            Paint::Ink => self.ink,
            Paint::Muted => self.muted,
            Paint::Water => self.water,
            Paint::Land => self.land,
            Paint::Lapis => self.lapis,
            Paint::Turquoise => self.turquoise,
            Paint::Saffron => self.saffron,
            Paint::Line => self.line,
        }
    }
}

impl Design {
    pub fn text(&self, lang: Lang) -> &TextDesign {
        match lang.direction() {
            Direction::Rtl => &self.persian,
            Direction::Ltr => &self.english,
        }
    }

    /// The width of the text block.
    pub fn measure(&self) -> Pt {
        self.width - self.inner - self.outer
    }

    /// The left edge of the text block on one side of a leaf.
    ///
    /// A book that reads from right to left is bound at the right: its odd
    /// pages lie on the left of the spread, with the inner margin at the right.
    pub fn left_edge(&self, lang: Lang, side: Side) -> Pt {
        match (lang.direction(), side) {
            (Direction::Rtl, Side::Recto) | (Direction::Ltr, Side::Verso) => self.outer,
            (Direction::Rtl, Side::Verso) | (Direction::Ltr, Side::Recto) => self.inner,
        }
    }

    /// How large letters of `to` must be set to look like letters of `from`.
    pub fn optical_scale(from: Lang, to: Lang, purpose: Purpose) -> f64 {
        apparent(from, purpose) / apparent(to, purpose)
    }
}

/// The front or the back of a leaf.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Side {
    /// Odd pages.
    Recto,
    /// Even pages.
    Verso,
}

/// The side of page `number`, from 1.
pub fn side(number: usize) -> Side {
    if number % 2 == 1 { Side::Recto } else { Side::Verso }
}

impl TextDesign {
    /// One step of the grid.
    pub fn unit(&self) -> Pt {
        self.leading / f64::from(LINE)
    }

    /// Grid units on a full page.
    pub fn page_units(&self) -> u32 {
        self.lines * LINE
    }

    /// The upper edge of the first line's box, from the top edge of the page.
    pub fn top(&self) -> Pt {
        self.first_baseline - self.leading + self.descent
    }

    pub fn height(&self, units: u32) -> Pt {
        self.unit() * f64::from(units)
    }

    /// The baseline of a line that fills a box of so many units, from its upper edge.
    pub fn baseline(&self, units: u32) -> Pt {
        self.height(units) - self.descent
    }

    /// The fewest whole lines that hold a height, in units.
    pub fn whole_lines(&self, height: Pt) -> u32 {
        let lines = (height.0 / self.leading.0 - 1e-6).ceil();
        if lines.is_finite() { (lines.clamp(0.0, 10_000.0) as u32) * LINE } else { 0 }
    }
}

/// The height of small letters in an em, as the eye takes it.
fn apparent(lang: Lang, purpose: Purpose) -> f64 {
    match (lang.is_persian(), purpose) {
        (true, Purpose::Text) => 0.365,
        (true, Purpose::Display) => 0.5,
        (false, _) => 0.475,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const TRIMS: [Trim; 3] = [Trim::Raqi, Trim::Vaziri, Trim::A4];

    #[test]
    fn the_inner_margin_is_at_the_binding() {
        let design = Design::default();
        assert_eq!(design.left_edge(Lang::FA, Side::Recto), design.outer);
        assert_eq!(design.left_edge(Lang::FA, Side::Verso), design.inner);
        assert_eq!(design.left_edge(Lang::EN, Side::Recto), design.inner);
        assert_eq!(design.left_edge(Lang::EN, Side::Verso), design.outer);
    }

    #[test]
    fn a_note_line_stands_on_the_grid_of_the_body() {
        for text in TRIMS.map(Design::new).into_iter().flat_map(|design| [design.persian, design.english]) {
            let steps = (text.baseline(LINE) - text.baseline(NOTE_LINE)) / text.unit();
            assert!((steps - steps.round()).abs() < 1e-9);
        }
    }

    #[test]
    fn the_text_block_stands_between_head_and_folio() {
        for design in TRIMS.map(Design::new) {
            for text in [&design.persian, &design.english] {
                let bottom = text.top() + text.height(text.page_units());
                assert!(text.top() > design.running_head && bottom < design.folio - text.furniture);
            }
        }
    }

    #[test]
    fn heights_are_held_by_whole_lines() {
        let text = Design::default().persian;
        assert_eq!(text.whole_lines(Pt(21.0)), LINE);
        assert_eq!(text.whole_lines(Pt(21.1)), 2 * LINE);
        assert_eq!(text.whole_lines(Pt(f64::NAN)), 0);
    }
}
