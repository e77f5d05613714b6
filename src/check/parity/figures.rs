//! The numbers and dates of a text, and whether the other language has them.
//!
//! In: prose in one language, by its digits and names of months. Out: what it
//! counts and dates, in the one form that two languages can be held against
//! each other. A day is the same day in either calendar; a year may stand in
//! the one or the other; a small number may be a word.

use std::ops::{Range, RangeInclusive};
use std::sync::LazyLock;

use rustc_hash::FxHashMap;

use super::spelt;
use crate::locale::Lang;
use crate::locale::calendar::{Gregorian, SolarHijri};
use crate::locale::digits::value;
use crate::locale::letter::{is_letter, is_mark};
use crate::locale::names::{MonthForm, gregorian_month, solar_hijri_month};

/// Something that a text counts or dates.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Figure {
    pub kind: FigureKind,
    /// Bytes of the text.
    pub range: Range<usize>,
}

#[derive(Debug, Clone, PartialEq, Eq)]
pub enum FigureKind {
    /// ASCII digits with a decimal point, without groups and needless zeros.
    Number(String),
    Date(Date),
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Calendar {
    Gregorian,
    SolarHijri,
}

/// A day, or a month of a year.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Date {
    calendar: Calendar,
    year: i32,
    month: u8,
    day: Option<u8>,
}

/// Between the counts of years of the two calendars, by the part of the year.
const YEARS_APART: [i32; 2] = [621, 622];
/// Numbers that can be years of the Solar Hijri calendar in which arithmetic holds.
const SOLAR_HIJRI_YEARS: RangeInclusive<i32> = 1300..=1479;
/// The same of the Gregorian.
const GREGORIAN_YEARS: RangeInclusive<i32> = 1921..=2101;

impl FigureKind {
    /// Whether a text in the other language says the same.
    ///
    /// - `others`: what that text counts and dates; `text`: its words.
    pub fn is_said(&self, others: &[Figure], text: &str, lang: Lang) -> bool {
        match self {
            FigureKind::Date(date) => {
                others.iter().any(|other| matches!(&other.kind, FigureKind::Date(twin) if date.is(*twin)))
            }
            FigureKind::Number(number) => {
                let mut numbers = others.iter().filter_map(|other| match &other.kind {
                    FigureKind::Number(other) => Some(other),
                    FigureKind::Date(_) => None,
                });
                numbers.any(|other| other == number || are_one_year(number, other))
                    || spelt::stands_in(number, text, lang)
            }
        }
    }
}

impl Date {
    /// Whether two dates can be one: the same in one calendar, or with a day
    /// in common in two.
    fn is(self, other: Date) -> bool {
        if self.calendar == other.calendar {
            return self == other;
        }
        match (self.days(), other.days()) {
            (Some((first, last)), Some((from, to))) => first <= to && from <= last,
            // Nothing is converted outside of the years for which it can be.
            _ => true,
        }
    }

    /// The first and the last day that it may be.
    fn days(self) -> Option<(Gregorian, Gregorian)> {
        let day = |day: u8| match self.calendar {
            Calendar::Gregorian => Gregorian::new(self.year, self.month, day).ok(),
            Calendar::SolarHijri => {
                SolarHijri::new(self.year, self.month, day).ok().map(SolarHijri::to_gregorian)
            }
        };
        match self.day {
            Some(only) => day(only).map(|day| (day, day)),
            None => Some((day(1)?, (28..=31).rev().find_map(day)?)),
        }
    }
}

/// Whether two numbers are years of the two calendars that overlap.
fn are_one_year(one: &str, other: &str) -> bool {
    let (Ok(one), Ok(other)) = (one.parse::<i32>(), other.parse::<i32>()) else { return false };
    let (solar, gregorian) = (one.min(other), one.max(other));
    SOLAR_HIJRI_YEARS.contains(&solar) && YEARS_APART.contains(&(gregorian - solar))
}

/// The numbers and dates of a text, in order.
pub fn figures(text: &str, lang: Lang) -> Vec<Figure> {
    if !text.contains(|c| value(c).is_some()) {
        return Vec::new();
    }
    let tokens = tokens(text, lang);
    let mut figures: Vec<Figure> = Vec::new();
    let mut at = 0;
    while let Some(token) = tokens.get(at) {
        let (length, date) = date_at(&tokens[at..], lang);
        if length > 0 {
            // The first day of «15–17 May 1989» belongs to the date.
            if joins_days(&tokens[..at]) {
                figures.pop();
            }
            let end = tokens.get(at + length - 1).map_or(token.range.end, |last| last.range.end);
            figures.extend(
                date.map(|date| Figure { kind: FigureKind::Date(date), range: token.range.start..end }),
            );
            at += length;
            continue;
        }
        if let Kind::Number(number) = &token.kind {
            figures.push(Figure { kind: FigureKind::Number(number.clone()), range: token.range.clone() });
        }
        at += 1;
    }
    figures
}

/// A date in one calendar with the other's behind it in brackets, where the
/// two are no one day, month or year: the range of both, brackets included.
///
/// - `figures`: what the text counts and dates.
pub fn contradictions(text: &str, figures: &[Figure]) -> Vec<Range<usize>> {
    let pairs = figures.iter().zip(figures.iter().skip(1));
    let in_brackets = |one: &Figure, other: &Figure| {
        let between = text.get(one.range.end..other.range.start).unwrap_or_default().trim();
        let closed = text.get(other.range.end..).unwrap_or_default().starts_with(')');
        closed && matches!(between, "(" | "میلادی (")
    };
    pairs
        .filter(|(one, other)| in_brackets(one, other) && contradict(&one.kind, &other.kind))
        .map(|(one, other)| one.range.start..other.range.end + 1)
        .collect()
}

fn contradict(one: &FigureKind, other: &FigureKind) -> bool {
    match (one, other) {
        (FigureKind::Date(one), FigureKind::Date(other)) => one.calendar != other.calendar && !one.is(*other),
        (FigureKind::Number(one), FigureKind::Number(other)) => {
            let year = |number: &str, years: RangeInclusive<i32>| {
                number.parse::<i32>().is_ok_and(|number| years.contains(&number))
            };
            let years = |solar, gregorian| year(solar, SOLAR_HIJRI_YEARS) && year(gregorian, GREGORIAN_YEARS);
            (years(one, other) || years(other, one)) && !are_one_year(one, other)
        }
        _ => false,
    }
}

/// What a text is made of, as far as it matters here.
struct Token<'a> {
    kind: Kind<'a>,
    range: Range<usize>,
}

enum Kind<'a> {
    Number(String),
    Month(Calendar, u8),
    Word(&'a str),
    Sign(char),
}

fn tokens(text: &str, lang: Lang) -> Vec<Token<'_>> {
    let mut tokens = Vec::new();
    let mut at = 0;
    while let Some(c) = text.get(at..).and_then(|rest| rest.chars().next()) {
        let rest = text.get(at..).unwrap_or_default();
        let (kind, length) = if value(c).is_some() {
            let length = number_length(rest, lang);
            (Kind::Number(plain(rest.get(..length).unwrap_or_default(), lang)), length)
        } else if is_letter(c) {
            let length = rest.find(|c| !is_letter(c) && !is_mark(c)).unwrap_or(rest.len());
            let word = rest.get(..length).unwrap_or_default();
            (
                month(word, lang).map_or(Kind::Word(word), |(calendar, month)| Kind::Month(calendar, month)),
                length,
            )
        } else {
            (Kind::Sign(c), c.len_utf8())
        };
        if !matches!(kind, Kind::Sign(c) if c.is_whitespace()) {
            tokens.push(Token { kind, range: at..at + length });
        }
        at += length;
    }
    tokens
}

/// The length of a number in bytes: digits, with marks of groups and decimals
/// between them.
fn number_length(text: &str, lang: Lang) -> usize {
    let mut end = digits_length(text);
    loop {
        let rest = text.get(end..).unwrap_or_default();
        let Some(mark) = rest.chars().next().filter(|c| marks(lang).contains(c)) else { return end };
        let after = digits_length(rest.get(mark.len_utf8()..).unwrap_or_default());
        let grouped = is_group(mark) && !digits_of(rest.get(mark.len_utf8()..).unwrap_or_default(), 3);
        if after == 0 || grouped {
            return end;
        }
        end += mark.len_utf8() + after;
    }
}

fn digits_length(text: &str) -> usize {
    text.find(|c| value(c).is_none()).unwrap_or(text.len())
}

/// Whether a text begins with so many digits and no more.
fn digits_of(text: &str, count: usize) -> bool {
    text.chars().take_while(|c| value(*c).is_some()).count() == count
}

fn marks(lang: Lang) -> [char; 2] {
    if lang.is_persian() { ['\u{66c}', '\u{66b}'] } else { [',', '.'] }
}

fn is_group(mark: char) -> bool {
    matches!(mark, ',' | '\u{66c}')
}

fn plain(number: &str, lang: Lang) -> String {
    let [group, point] = marks(lang);
    let written = number.chars().filter(|c| *c != group).map(|c| match value(c) {
        Some(digit) => char::from(b'0' + digit),
        None if c == point => '.',
        None => c,
    });
    let written: String = written.collect();
    let written = match written.contains('.') {
        true => written.trim_end_matches('0').trim_end_matches('.'),
        false => &written,
    };
    match written.trim_start_matches('0') {
        "" => "0".to_owned(),
        rest if rest.starts_with('.') => format!("0{rest}"),
        rest => rest.to_owned(),
    }
}

fn month(word: &str, lang: Lang) -> Option<(Calendar, u8)> {
    let months = if lang.is_persian() { &PERSIAN_MONTHS } else { &ENGLISH_MONTHS };
    // The ezafe is a mark on the last letter of some.
    months.get(word.trim_end_matches(is_mark)).copied()
}

type Months = FxHashMap<&'static str, (Calendar, u8)>;

static PERSIAN_MONTHS: LazyLock<Months> = LazyLock::new(|| months(Lang::FA));
static ENGLISH_MONTHS: LazyLock<Months> = LazyLock::new(|| months(Lang::EN));

fn months(lang: Lang) -> Months {
    let named = (1..=12).flat_map(|month| {
        let gregorian = gregorian_month(month, MonthForm::Alone, lang);
        let solar = solar_hijri_month(month, lang);
        let both = [(gregorian, Calendar::Gregorian), (solar, Calendar::SolarHijri)];
        both.into_iter().filter_map(move |(name, calendar)| Some((name?, (calendar, month))))
    });
    named.collect()
}

/// How many tokens a date takes that begins here, and the date; a day of a
/// month without its year is passed over, for languages say it in the
/// calendar that they like.
fn date_at(tokens: &[Token], lang: Lang) -> (usize, Option<Date>) {
    let number = |at: usize| match tokens.get(at).map(|token| &token.kind) {
        Some(Kind::Number(number)) => number.parse::<i32>().ok(),
        _ => None,
    };
    let month = |at: usize| match tokens.get(at).map(|token| &token.kind) {
        Some(Kind::Month(calendar, month)) => Some((*calendar, *month)),
        _ => None,
    };
    let day =
        |at: usize| number(at).and_then(|day| u8::try_from(day).ok()).filter(|day| (1..=31).contains(day));
    // «مرداد سال ۱۴۰۰», "May 6, 1989".
    let year = |at: usize| {
        let skipped = match tokens.get(at).map(|token| &token.kind) {
            Some(Kind::Word("سال" | "ماه" | "of")) => 1,
            Some(Kind::Sign(',')) if !lang.is_persian() => 1,
            _ => 0,
        };
        number(at + skipped).filter(|year| (100..=9999).contains(year)).map(|year| (year, skipped + 1))
    };
    if let (Some(day), Some((calendar, month))) = (day(0), month(1)) {
        return match year(2) {
            Some((year, length)) => (2 + length, Some(Date { calendar, year, month, day: Some(day) })),
            None => (2, None),
        };
    }
    let Some((calendar, month)) = month(0) else { return (0, None) };
    // An English month may come first: May 6, 1989.
    if let Some(day) = day(1).filter(|_| !lang.is_persian()) {
        return match year(2) {
            Some((year, length)) => (2 + length, Some(Date { calendar, year, month, day: Some(day) })),
            None => (2, None),
        };
    }
    match year(1) {
        Some((year, length)) => (1 + length, Some(Date { calendar, year, month, day: None })),
        None => (0, None),
    }
}

/// Whether what stands before a date is a day of it: `15–`, `15 and`.
fn joins_days(before: &[Token]) -> bool {
    let [.., first, joint] = before else { return false };
    let joins = match joint.kind {
        Kind::Sign(c) => matches!(c, '–' | '-' | '—'),
        Kind::Word(word) => ["and", "to", "و", "تا"].contains(&word),
        Kind::Number(_) | Kind::Month(..) => false,
    };
    joins
        && matches!(&first.kind, Kind::Number(day) if day.parse::<u8>().is_ok_and(|day| (1..=31).contains(&day)))
}

#[cfg(test)]
mod tests {
    use super::*;

    /// What of the first text the second does not say, and the other way round.
    #[track_caller]
    fn check(fa: &str, en: &str, unsaid: &[&str]) {
        let (left, right) = (figures(fa, Lang::FA), figures(en, Lang::EN));
        let mut got = Vec::new();
        for figure in left.iter().filter(|figure| !figure.kind.is_said(&right, en, Lang::EN)) {
            got.push(&fa[figure.range.clone()]);
        }
        for figure in right.iter().filter(|figure| !figure.kind.is_said(&left, fa, Lang::FA)) {
            got.push(&en[figure.range.clone()]);
        }
        assert_eq!(got, unsaid);
    }

    #[test]
    fn numbers_are_one_in_any_digits_and_groups() {
        check("۱۲٬۹۵۲٬۹۰۷ تن و ۱۳٫۷ کیلومتر", "12,952,907 people, 13.70 kilometres", &[]);
        check("سال ۱۹۷۹", "in 1997", &["۱۹۷۹", "1997"]);
        check("از ۱۳۷۰ تا ۱۳۷۸", "from 1370 to 1378, and 3,4", &["3", "4"]);
    }

    #[test]
    fn small_numbers_may_be_words() {
        check("سی\u{200c}وسه پل و ۷ شهر", "33 bridges and seven cities", &[]);
        check("سده\u{654} هفدهم، دوازده متری", "the 17th century, 12 metres", &[]);
        check("۷ شهر", "seventy cities", &["۷"]);
    }

    #[test]
    fn a_day_is_the_same_in_both_calendars() {
        check("۱۶ اردیبهشت ۱۳۶۸", "6 May 1989", &[]);
        check("۱۶ اردیبهشت ۱۳۶۸", "May 7, 1989", &["۱۶ اردیبهشت ۱۳۶۸", "May 7, 1989"]);
        check("شهریور ۱۳۹۸ (سپتامبر ۲۰۱۹)", "September 2019 (Shahrivar 1398)", &[]);
        check("مهر ۱۳۸۶", "May 2007", &["مهر ۱۳۸۶", "May 2007"]);
        check("در سال ۱۳۶۸", "in 1989", &[]);
        check("در سال ۱۳۶۸", "in 1998", &["۱۳۶۸", "1998"]);
        check("۲۲ بهمن", "on 11 February", &[]);
        check("۱۵–۱۶ دی ۱۳۹۰", "5 and 6 January 2012", &[]);
    }

    #[test]
    fn two_calendars_that_contradict_each_other_are_noticed() {
        let count = |text, lang| contradictions(text, &figures(text, lang)).len();
        assert_eq!(count("۱۶ اردیبهشت ۱۳۶۸ (۶ مه\u{654} ۱۹۸۹)", Lang::FA), 0);
        assert_eq!(count("۱۷ اردیبهشت ۱۳۶۸ (۶ مه\u{654} ۱۹۸۹)", Lang::FA), 1);
        assert_eq!(count("6 May 1989 (17 Ordibehesht 1368)", Lang::EN), 1);
        assert_eq!(count("October 2007 (Mehr 1386), then May 2008 (Mehr 1386)", Lang::EN), 1);
        assert_eq!(count("6 May 1589 (17 Ordibehesht 968)", Lang::EN), 0);
        assert_eq!(count("1989 (1368), 1998 (1376–1377), 1999 (1368)", Lang::EN), 1);
    }
}
