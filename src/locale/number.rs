//! Numbers as a reader writes them: grouped, with percent signs, units, plurals and ordinal words.
//!
//! In: exact decimals, so that what an author typed is what is printed; nothing is rounded.
//! Out: text in the language's digits. Signs, separators and units follow CLDR 48 for `fa` and `en`; isolates and
//! the U+061C that keeps a percent sign on the left of a lone table cell are left to whoever writes the cell.

use std::fmt;

use super::Lang;
use super::digits::localize;

/// A decimal number kept digit by digit; trailing zeros of the fraction are kept too.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Decimal {
    negative: bool,
    /// ASCII digits without leading zeros; `0` for zero.
    whole: String,
    /// ASCII digits, or nothing.
    fraction: String,
}

impl Decimal {
    /// Reads `-?[0-9]+(\.[0-9]+)?`; `None` for anything else.
    #[must_use]
    pub fn parse(text: &str) -> Option<Decimal> {
        let (negative, unsigned) = match text.strip_prefix('-') {
            Some(rest) => (true, rest),
            None => (false, text),
        };
        let (whole, fraction) = match unsigned.split_once('.') {
            Some((whole, fraction)) if !fraction.is_empty() => (whole, fraction),
            Some(_) => return None,
            None => (unsigned, ""),
        };
        let all_digits = |part: &str| part.bytes().all(|byte| byte.is_ascii_digit());
        if whole.is_empty() || !all_digits(whole) || !all_digits(fraction) {
            return None;
        }
        Some(Decimal::of(negative, whole, fraction))
    }

    /// The shortest decimal that reads back as `value`; `None` for infinities and NaN.
    #[must_use]
    pub fn from_f64(value: f64) -> Option<Decimal> {
        Decimal::parse(&value.to_string())
    }

    fn of(negative: bool, whole: &str, fraction: &str) -> Decimal {
        let whole = whole.trim_start_matches('0');
        let is_zero = whole.is_empty() && fraction.bytes().all(|byte| byte == b'0');
        Decimal {
            negative: negative && !is_zero,
            whole: if whole.is_empty() { "0".to_owned() } else { whole.to_owned() },
            fraction: fraction.to_owned(),
        }
    }

    /// The number times one hundred, exactly.
    fn hundredfold(&self) -> Decimal {
        let padded = format!("{:0<2}", self.fraction);
        let (moved, fraction) = padded.split_at(2);
        Decimal::of(self.negative, &format!("{}{moved}", self.whole), fraction)
    }

    /// CLDR's operands i, v and "n is one", which both languages' plural rules are made of.
    fn plural(&self, lang: Lang) -> Plural {
        let fraction_is_zero = self.fraction.bytes().all(|byte| byte == b'0');
        let one = if lang.is_persian() {
            self.whole == "0" || (self.whole == "1" && fraction_is_zero)
        } else {
            self.whole == "1" && self.fraction.is_empty()
        };
        if one { Plural::One } else { Plural::Other }
    }

    fn write(&self, lang: Lang) -> String {
        let marks = if lang.is_persian() { &PERSIAN } else { &ENGLISH };
        let mut text = String::new();
        if self.negative {
            text.push_str(marks.minus);
        }
        for (index, digit) in self.whole.char_indices() {
            if index > 0 && (self.whole.len() - index).is_multiple_of(3) {
                text.push(marks.group);
            }
            text.push(digit);
        }
        if !self.fraction.is_empty() {
            text.push(marks.decimal);
            text.push_str(&self.fraction);
        }
        localize(&text, lang).into_owned()
    }
}

impl From<i64> for Decimal {
    fn from(value: i64) -> Decimal {
        Decimal::of(value < 0, &value.unsigned_abs().to_string(), "")
    }
}

impl From<u64> for Decimal {
    fn from(value: u64) -> Decimal {
        Decimal::of(false, &value.to_string(), "")
    }
}

/// As machines read it: ASCII, no groups.
impl fmt::Display for Decimal {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let sign = if self.negative { "-" } else { "" };
        let point = if self.fraction.is_empty() { "" } else { "." };
        write!(f, "{sign}{}{point}{}", self.whole, self.fraction)
    }
}

/// The signs of one language's numbers.
struct Marks {
    minus: &'static str,
    group: char,
    decimal: char,
}

/// The minus carries U+200E so that it stands at the left of the digits in a line of Persian.
const PERSIAN: Marks = Marks { minus: "\u{200e}\u{2212}", group: '\u{66c}', decimal: '\u{66b}' };
const ENGLISH: Marks = Marks { minus: "\u{2212}", group: ',', decimal: '.' };

/// A grouped whole number: 1368 cities are `۱٬۳۶۸`. For years and page numbers see [`year`] and `digits`.
#[must_use]
pub fn integer(value: i64, lang: Lang) -> String {
    Decimal::from(value).write(lang)
}

/// A grouped decimal number, written with exactly the fraction digits of `value`; `None` if it is no decimal number.
#[must_use]
pub fn decimal(value: &str, lang: Lang) -> Option<String> {
    Decimal::parse(value).map(|number| number.write(lang))
}

/// A year of any calendar: never grouped.
#[must_use]
pub fn year(value: i32, lang: Lang) -> String {
    let digits = value.unsigned_abs().to_string();
    let minus = match (value < 0, lang.is_persian()) {
        (false, _) => "",
        (true, true) => PERSIAN.minus,
        (true, false) => ENGLISH.minus,
    };
    format!("{minus}{}", localize(&digits, lang))
}

/// Where a percentage stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum PercentForm {
    /// Running text: the word (`۱۲ درصد`, `12 percent`).
    Prose,
    /// Tables and figures: the sign, without a space (`۱۲٪`, `12%`).
    Table,
}

/// A share of one as a percentage: 0.125 is `۱۲٫۵ درصد`. What is no number prints as `—`.
#[must_use]
pub fn percent(share: f64, lang: Lang, form: PercentForm) -> String {
    let Some(number) = Decimal::from_f64(share) else {
        return "—".to_owned();
    };
    let digits = number.hundredfold().write(lang);
    match (form, lang.is_persian()) {
        (PercentForm::Prose, true) => format!("{digits}\u{a0}درصد"),
        (PercentForm::Prose, false) => format!("{digits}\u{a0}percent"),
        (PercentForm::Table, true) => format!("{digits}\u{66a}"),
        (PercentForm::Table, false) => format!("{digits}%"),
    }
}

/// What is counted or measured.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Unit {
    Kilometer,
    Meter,
    SquareKilometer,
    Hectare,
    Celsius,
    Year,
    Day,
    Person,
}

impl Unit {
    /// Persian (one form: the counted noun stays singular), English singular, English plural.
    ///
    /// Source: CLDR 48 units, long form, of `fa` and `en-GB`, as the book's English is spelt; CLDR has no unit for people.
    fn words(self) -> (&'static str, &'static str, &'static str) {
        match self {
            Unit::Kilometer => ("کیلومتر", "kilometre", "kilometres"),
            Unit::Meter => ("متر", "metre", "metres"),
            Unit::SquareKilometer => ("کیلومتر مربع", "square kilometre", "square kilometres"),
            Unit::Hectare => ("هکتار", "hectare", "hectares"),
            Unit::Celsius => ("درجهٔ سلسیوس", "degree Celsius", "degrees Celsius"),
            Unit::Year => ("سال", "year", "years"),
            Unit::Day => ("روز", "day", "days"),
            Unit::Person => ("نفر", "person", "people"),
        }
    }
}

/// A measured number: digits, U+00A0, the unit in full.
#[must_use]
pub fn unit(value: impl Into<Decimal>, unit: Unit, lang: Lang) -> String {
    let number = value.into();
    let (persian, one, other) = unit.words();
    let word = match (lang.is_persian(), number.plural(lang)) {
        (true, _) => persian,
        (false, Plural::One) => one,
        (false, Plural::Other) => other,
    };
    format!("{}\u{a0}{word}", number.write(lang))
}

/// The plural category of a number in its language.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Plural {
    One,
    Other,
}

impl Plural {
    /// CLDR's name of the category.
    #[must_use]
    pub fn as_str(self) -> &'static str {
        match self {
            Plural::One => "one",
            Plural::Other => "other",
        }
    }
}

/// The plural category of a decimal number as written (`1.0` is not `1` in English); `Other` for what is no number.
///
/// Source: CLDR 48 plural rules. fa: one if i = 0 or n = 1; en: one if i = 1 and v = 0.
#[must_use]
pub fn plural(value: &str, lang: Lang) -> Plural {
    Decimal::parse(value).map_or(Plural::Other, |number| number.plural(lang))
}

/// `n` as an ordinal word for chapter titles: `اول`, `First`; digits for 0 and from 100 on.
///
/// A Persian compound is one word: with U+200C after a letter that would join, without it where it would do nothing
/// (`نودویکم`), as the normal form of text demands.
#[must_use]
pub fn ordinal_word(n: u32, lang: Lang) -> String {
    let (Ok(tens), Ok(ones)) = (usize::try_from(n / 10), usize::try_from(n % 10)) else {
        return plain_digits(n, lang);
    };
    match (n, lang.is_persian()) {
        (0 | 100.., _) => plain_digits(n, lang),
        (1..20, true) => PERSIAN_ORDINALS[tens * 10 + ones].to_owned(),
        (1..20, false) => capitalised(ENGLISH_ORDINALS[tens * 10 + ones]),
        (_, true) if ones == 0 => PERSIAN_TENS[tens].1.to_owned(),
        (_, false) if ones == 0 => capitalised(ENGLISH_TENS[tens].1),
        (_, true) => {
            // Alone the first is «اول»; in a compound it is «یکم».
            let last = if ones == 1 { "یکم" } else { PERSIAN_ORDINALS[ones] };
            format!("{}و{last}", PERSIAN_TENS[tens].0)
        }
        (_, false) => capitalised(&format!("{}-{}", ENGLISH_TENS[tens].0, ENGLISH_ORDINALS[ones])),
    }
}

fn plain_digits(n: u32, lang: Lang) -> String {
    localize(&n.to_string(), lang).into_owned()
}

fn capitalised(word: &str) -> String {
    let mut chars = word.chars();
    chars.next().map(|first| first.to_ascii_uppercase()).into_iter().chain(chars).collect()
}

/// Index: the number. The zeroth is never read.
const PERSIAN_ORDINALS: [&str; 20] = [
    "",
    "اول",
    "دوم",
    "سوم",
    "چهارم",
    "پنجم",
    "ششم",
    "هفتم",
    "هشتم",
    "نهم",
    "دهم",
    "یازدهم",
    "دوازدهم",
    "سیزدهم",
    "چهاردهم",
    "پانزدهم",
    "شانزدهم",
    "هفدهم",
    "هجدهم",
    "نوزدهم",
];

const ENGLISH_ORDINALS: [&str; 20] = [
    "",
    "first",
    "second",
    "third",
    "fourth",
    "fifth",
    "sixth",
    "seventh",
    "eighth",
    "ninth",
    "tenth",
    "eleventh",
    "twelfth",
    "thirteenth",
    "fourteenth",
    "fifteenth",
    "sixteenth",
    "seventeenth",
    "eighteenth",
    "nineteenth",
];

/// Index: the tens. First as it begins a compound, then alone.
const PERSIAN_TENS: [(&str, &str); 10] = [
    ("", ""),
    ("", ""),
    ("بیست\u{200c}", "بیستم"),
    ("سی\u{200c}", "سی\u{200c}ام"),
    ("چهل\u{200c}", "چهلم"),
    ("پنجاه\u{200c}", "پنجاهم"),
    ("شصت\u{200c}", "شصتم"),
    ("هفتاد", "هفتادم"),
    ("هشتاد", "هشتادم"),
    ("نود", "نودم"),
];

const ENGLISH_TENS: [(&str, &str); 10] = [
    ("", ""),
    ("", ""),
    ("twenty", "twentieth"),
    ("thirty", "thirtieth"),
    ("forty", "fortieth"),
    ("fifty", "fiftieth"),
    ("sixty", "sixtieth"),
    ("seventy", "seventieth"),
    ("eighty", "eightieth"),
    ("ninety", "ninetieth"),
];

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn english_numbers_have_english_marks() {
        assert_eq!(integer(-1_234_567, Lang::EN), "\u{2212}1,234,567");
        assert_eq!(integer(i64::MIN, Lang::EN), "\u{2212}9,223,372,036,854,775,808");
        assert_eq!(decimal("1000.50", Lang::EN).as_deref(), Some("1,000.50"));
        assert_eq!(percent(0.125, Lang::EN, PercentForm::Prose), "12.5\u{a0}percent");
        assert_eq!(percent(0.125, Lang::EN, PercentForm::Table), "12.5%");
        assert_eq!(unit(1_i64, Unit::Kilometer, Lang::EN), "1\u{a0}kilometre");
        assert_eq!(unit(12_u64, Unit::Person, Lang::EN), "12\u{a0}people");
        assert_eq!(year(-331, Lang::EN), "\u{2212}331");
    }

    #[test]
    fn what_is_no_decimal_is_refused() {
        for text in ["", "-", "1.", ".5", "1e3", "+1", "1,000", "۱۲", "NaN"] {
            assert_eq!(Decimal::parse(text), None, "{text:?}");
        }
        assert_eq!(percent(f64::NAN, Lang::FA, PercentForm::Table), "—");
    }

    #[test]
    fn decimals_read_back() {
        for text in ["0", "-1", "0.50", "12345678901234567890.123"] {
            assert_eq!(Decimal::parse(text).map(|number| number.to_string()).as_deref(), Some(text));
        }
        assert_eq!(Decimal::parse("-0.0").map(|number| number.to_string()).as_deref(), Some("0.0"));
    }

    #[test]
    fn percentages_are_exact_in_any_language() {
        // 0.07 × 100 is 7.000000000000001 in binary.
        assert_eq!(percent(0.07, Lang::FA, PercentForm::Table), "۷\u{66a}");
        assert_eq!(percent(0.0625, Lang::EN, PercentForm::Table), "6.25%");
    }

    #[test]
    fn ordinals_up_to_ninety_nine_are_words() {
        let fa = |n| ordinal_word(n, Lang::FA);
        let en = |n| ordinal_word(n, Lang::EN);
        assert_eq!([fa(1), fa(2), fa(13), fa(30)], ["اول", "دوم", "سیزدهم", "سی\u{200c}ام"]);
        assert_eq!([fa(21), fa(31), fa(99)], ["بیست\u{200c}ویکم", "سی\u{200c}ویکم", "نودونهم"]);
        assert_eq!([fa(0), fa(100)], ["۰", "۱۰۰"]);
        assert_eq!([en(1), en(12), en(20), en(43)], ["First", "Twelfth", "Twentieth", "Forty-third"]);
        assert_eq!(en(100), "100");
    }

    #[test]
    fn ordinals_are_in_normal_form() {
        for n in 0..=100 {
            let word = ordinal_word(n, Lang::FA);
            assert_eq!(crate::locale::normalize::normalize(&word), word);
        }
    }
}
