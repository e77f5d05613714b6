//! Counters: the signs that number list items, front pages and notes.
//!
//! In: a number from 1. Out: its sign in one of the book's styles, the same in HTML, EPUB and PDF.
//! Source: W3C Ready-made Counter Styles (persian-alphabetic, persian-abjad), with `الف` spelled out for item 1.

use super::digits::to_persian;

/// A way of counting.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Counter {
    /// 1 2 3
    Decimal,
    /// i ii iii
    LowerRoman,
    /// ۱ ۲ ۳
    FaDecimal,
    /// الف ب پ
    FaAlpha,
    /// ا ب ج
    FaAbjad,
}

impl Counter {
    const ALL: [Counter; 5] =
        [Counter::Decimal, Counter::LowerRoman, Counter::FaDecimal, Counter::FaAlpha, Counter::FaAbjad];

    /// The name of the style in CSS and in content.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Counter::Decimal => "decimal",
            Counter::LowerRoman => "lower-roman",
            Counter::FaDecimal => "fa-decimal",
            Counter::FaAlpha => "fa-alpha",
            Counter::FaAbjad => "fa-abjad",
        }
    }

    #[must_use]
    pub fn from_name(name: &str) -> Option<Counter> {
        Counter::ALL.into_iter().find(|counter| counter.name() == name)
    }

    /// The sign of `n`. Past the end of an alphabet, and for 0 where there is none, digits of the same script.
    #[must_use]
    pub fn format(self, n: u32) -> String {
        let symbols: &[&str] = match self {
            Counter::Decimal => return n.to_string(),
            Counter::LowerRoman => return roman(n).unwrap_or_else(|| n.to_string()),
            Counter::FaDecimal => &[],
            Counter::FaAlpha => &ALPHABET,
            Counter::FaAbjad => &ABJAD,
        };
        match n.checked_sub(1).and_then(|index| symbols.get(index as usize)) {
            Some(&symbol) => symbol.to_owned(),
            None => to_persian(&n.to_string()).into_owned(),
        }
    }

    /// The sign with what closes it at the head of a list item: `۱.`, `الف)`.
    #[must_use]
    pub fn marker(self, n: u32) -> String {
        let suffix = match self {
            Counter::Decimal | Counter::LowerRoman | Counter::FaDecimal => '.',
            Counter::FaAlpha | Counter::FaAbjad => ')',
        };
        format!("{}{suffix}", self.format(n))
    }
}

/// Lower-case Roman numerals, defined from 1 to 3999.
fn roman(n: u32) -> Option<String> {
    const PARTS: [(u32, &str); 13] = [
        (1000, "m"),
        (900, "cm"),
        (500, "d"),
        (400, "cd"),
        (100, "c"),
        (90, "xc"),
        (50, "l"),
        (40, "xl"),
        (10, "x"),
        (9, "ix"),
        (5, "v"),
        (4, "iv"),
        (1, "i"),
    ];
    if !(1..4000).contains(&n) {
        return None;
    }
    let mut rest = n;
    let mut text = String::new();
    for (value, sign) in PARTS {
        while rest >= value {
            text.push_str(sign);
            rest -= value;
        }
    }
    Some(text)
}

/// The heh has U+200D after it: alone it looks like a five.
const ALPHABET: [&str; 32] = [
    "الف",
    "ب",
    "پ",
    "ت",
    "ث",
    "ج",
    "چ",
    "ح",
    "خ",
    "د",
    "ذ",
    "ر",
    "ز",
    "ژ",
    "س",
    "ش",
    "ص",
    "ض",
    "ط",
    "ظ",
    "ع",
    "غ",
    "ف",
    "ق",
    "ک",
    "گ",
    "ل",
    "م",
    "ن",
    "و",
    "ه\u{200d}",
    "ی",
];

const ABJAD: [&str; 28] = [
    "ا",
    "ب",
    "ج",
    "د",
    "ه\u{200d}",
    "و",
    "ز",
    "ح",
    "ط",
    "ی",
    "ک",
    "ل",
    "م",
    "ن",
    "س",
    "ع",
    "ف",
    "ص",
    "ق",
    "ر",
    "ش",
    "ت",
    "ث",
    "خ",
    "ذ",
    "ض",
    "ظ",
    "غ",
];

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn roman_numerals_end_where_they_are_defined() {
        let roman = |n| Counter::LowerRoman.format(n);
        assert_eq!([roman(4), roman(14), roman(1989), roman(3999)], ["iv", "xiv", "mcmlxxxix", "mmmcmxcix"]);
        assert_eq!([roman(0), roman(4000)], ["0", "4000"]);
    }

    #[test]
    fn markers_are_closed() {
        assert_eq!(Counter::FaDecimal.marker(12), "۱۲.");
        assert_eq!(Counter::FaAlpha.marker(1), "الف)");
        assert_eq!(Counter::Decimal.marker(3), "3.");
    }

    #[test]
    fn names_read_back() {
        for counter in Counter::ALL {
            assert_eq!(Counter::from_name(counter.name()), Some(counter));
        }
        assert_eq!(Counter::FaAlpha.format(0), "۰");
    }
}
