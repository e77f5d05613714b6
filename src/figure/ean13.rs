//! The bar code of a book: EAN-13 from the digits of its ISBN.
//!
//! In: an ISBN. Out: a drawing in points, at the size that scanners at a till
//! are made for, with the light zones that must stay free at both sides and
//! the digits below. Method: ISO/IEC 15420; a digit is seven modules wide, and
//! which of the first six are of set A or B says the first digit.

use crate::drawing::{Anchor, Drawing, DrawingItem, Label, Paint, Path, Segment, Weight};
use crate::locale::isbn::Isbn;

/// A module in points: 0.33 mm.
const MODULE: f64 = 0.33 * 72.0 / 25.4;
/// Modules of bars, and of light at the left and right of them.
const BARS: f64 = 95.0;
const LEFT: f64 = 11.0;
const RIGHT: f64 = 7.0;
/// In modules: the bars, and how far the guards reach below them.
const HEIGHT: f64 = 69.0;
const GUARD: f64 = 5.0;
const DIGIT: f64 = 9.0;
/// Room for the words above the bars.
const HEAD: f64 = 11.0;

/// The modules of each digit in set A, from the left; dark is 1. Set C is its
/// opposite, set B is set C from right to left.
const SET_A: [u8; 10] = [
    0b0001101, 0b0011001, 0b0010011, 0b0111101, 0b0100011, 0b0110001, 0b0101111, 0b0111011, 0b0110111,
    0b0001011,
];

/// Where the first six digits are of set B, by the digit that is not drawn.
const PARITY: [u8; 10] =
    [0b000000, 0b001011, 0b001101, 0b001110, 0b010011, 0b011001, 0b011100, 0b010101, 0b010110, 0b011010];

/// Draws the bar code of `isbn` below `words`, which name the number for readers.
pub fn bar_code(isbn: &Isbn, words: &str) -> Drawing {
    let digits: Vec<u8> = isbn.thirteen().bytes().map(|digit| digit.wrapping_sub(b'0') % 10).collect();
    let width = (LEFT + BARS + RIGHT) * MODULE;
    let height = HEAD + (HEIGHT + GUARD) * MODULE + DIGIT * 0.6;
    let mut bars = Vec::new();
    for (at, module) in modules(&digits).iter().enumerate().filter(|(_, module)| **module != Module::Light) {
        let x = (LEFT + at as f64) * MODULE;
        let foot = if *module == Module::Guard { HEIGHT + GUARD } else { HEIGHT };
        bars.extend(rectangle(x, HEAD, MODULE, foot * MODULE));
    }
    let ground =
        Path { segments: rectangle(0.0, 0.0, width, height).into(), fill: Some(Paint::Ground), stroke: None };
    let bars = Path { segments: bars, fill: Some(Paint::Ink), stroke: None };
    let label = |text: &str, x: f64, y: f64, size: f64, anchor| {
        DrawingItem::Label(Label {
            text: text.to_owned(),
            lang: "en".to_owned(),
            x,
            y,
            size,
            anchor,
            paint: Paint::Ink,
            weight: Weight::Regular,
            halo: false,
        })
    };
    let mut items = vec![DrawingItem::Path(ground), DrawingItem::Path(bars)];
    items.push(label(words, width / 2.0, HEAD - 4.0, 8.0, Anchor::Middle));
    let foot = HEAD + HEIGHT * MODULE + DIGIT * 0.9;
    for (at, digit) in digits.iter().enumerate() {
        // The first stands in the light zone, the others below their modules.
        let middle = match at {
            0 => LEFT - 5.0,
            1..=6 => LEFT + 3.0 + 7.0 * (at as f64 - 1.0) + 3.5,
            _ => LEFT + 50.0 + 7.0 * (at as f64 - 7.0) + 3.5,
        };
        items.push(label(&digit.to_string(), middle * MODULE, foot, DIGIT, Anchor::Middle));
    }
    Drawing { width, height, items }
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Module {
    Light,
    Dark,
    /// A dark one that reaches down between the digits.
    Guard,
}

fn modules(digits: &[u8]) -> Vec<Module> {
    let mut modules = Vec::with_capacity(95);
    let mut put = |pattern: u8, count: u32, dark: Module| {
        modules
            .extend((0..count).rev().map(|bit| if pattern >> bit & 1 == 1 { dark } else { Module::Light }));
    };
    let code = |digit: &u8| SET_A.get(usize::from(*digit)).copied().unwrap_or(0);
    let parity = digits.first().and_then(|first| PARITY.get(usize::from(*first))).copied().unwrap_or(0);
    put(0b101, 3, Module::Guard);
    for (at, digit) in digits.iter().skip(1).take(6).enumerate() {
        let a = code(digit);
        let set_b = parity >> (5 - at) & 1 == 1;
        put(if set_b { (!a & 0x7F).reverse_bits() >> 1 } else { a }, 7, Module::Dark);
    }
    put(0b01010, 5, Module::Guard);
    digits.iter().skip(7).take(6).for_each(|digit| put(!code(digit) & 0x7F, 7, Module::Dark));
    put(0b101, 3, Module::Guard);
    modules
}

fn rectangle(x: f64, y: f64, width: f64, height: f64) -> [Segment; 5] {
    let (right, foot) = (x + width, y + height);
    [
        Segment::Move(x, y),
        Segment::Line(right, y),
        Segment::Line(right, foot),
        Segment::Line(x, foot),
        Segment::Close,
    ]
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_bars_of_a_known_number() {
        // From the example of a code of ISO/IEC 15420: 5 901234 123457.
        let digits = [5, 9, 0, 1, 2, 3, 4, 1, 2, 3, 4, 5, 7];
        let shown: String =
            modules(&digits).iter().map(|module| if *module == Module::Light { '0' } else { '1' }).collect();
        let expected = "101\
            0001011 0100111 0110011 0010011 0111101 0011101\
            01010\
            1100110 1101100 1000010 1011100 1001110 1000100\
            101";
        assert_eq!(shown, expected.replace(' ', ""));
    }

    #[test]
    fn light_zones_stay_free() {
        let isbn = Isbn::parse("978-3-16-148410-0").unwrap();
        let drawing = bar_code(&isbn, "ISBN 978-3-16-148410-0");
        let DrawingItem::Path(bars) = &drawing.items[1] else { panic!("no bars") };
        let xs = bars.segments.iter().filter_map(|segment| match segment {
            Segment::Move(x, _) | Segment::Line(x, _) => Some(*x),
            _ => None,
        });
        let (least, most) = xs.fold((f64::MAX, f64::MIN), |(least, most), x| (least.min(x), most.max(x)));
        assert!((least - LEFT * MODULE).abs() < 1e-9);
        assert!((most - (LEFT + BARS) * MODULE).abs() < 1e-9);
    }
}
