//! Dates of which only the year, or the year and month, may be known, and their text in both calendars.
//!
//! In: `YYYY`, `YYYY-MM` or `YYYY-MM-DD` as content files write them (Gregorian, ASCII), and the Solar Hijri date
//! where the author gives one. Out: text with the language's own calendar first, and the value of `<time datetime>`.
//! Whether a date without its Solar Hijri form deserves a warning is for the checks to say; see `converts_itself`.

use std::cmp::Ordering;
use std::fmt;
use std::str::FromStr;

use super::calendar::{DateError, Gregorian, SolarHijri, own_first};
use super::digits::{localize, to_ascii};
use super::names::{self, MonthForm};
use super::{Lang, number};

/// A Gregorian date known to the year, the month or the day; sorts by time, the vaguer first.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum PartialDate {
    Year(i32),
    Month { year: i32, month: u8 },
    Day(Gregorian),
}

/// Why a text is no date.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum PartialDateError {
    /// Not of the form `YYYY`, `YYYY-MM` or `YYYY-MM-DD` in ASCII digits.
    Shape,
    /// A part is out of range.
    Range(DateError),
}

impl From<DateError> for PartialDateError {
    fn from(error: DateError) -> PartialDateError {
        PartialDateError::Range(error)
    }
}

impl PartialDate {
    /// # Errors
    /// [`PartialDateError`]: the shape, or the first part that is out of range.
    pub fn parse(text: &str) -> Result<PartialDate, PartialDateError> {
        let parts = Parts::read(text).ok_or(PartialDateError::Shape)?;
        // A missing month or day is checked as the first: it cannot fail, the year before it can.
        let first = Gregorian::new(parts.year, parts.month.unwrap_or(1), parts.day.unwrap_or(1))?;
        Ok(match (parts.month, parts.day) {
            (None, _) => PartialDate::Year(parts.year),
            (Some(month), None) => PartialDate::Month { year: parts.year, month },
            (Some(_), Some(_)) => PartialDate::Day(first),
        })
    }

    #[must_use]
    pub fn year(self) -> i32 {
        match self {
            PartialDate::Year(year) | PartialDate::Month { year, .. } => year,
            PartialDate::Day(day) => day.ymd().0,
        }
    }

    /// `1989`, `1989-05` or `1989-05-06`: the value of `<time datetime>`.
    #[must_use]
    pub fn iso(self) -> String {
        match self {
            PartialDate::Year(year) => format!("{year:04}"),
            PartialDate::Month { year, month } => format!("{year:04}-{month:02}"),
            PartialDate::Day(day) => day.iso(),
        }
    }

    /// The Gregorian date in words: `۱۹۹۸`, `مهٔ ۱۹۹۸`, `۲۹ مهٔ ۱۹۹۸`.
    #[must_use]
    pub fn long(self, lang: Lang) -> String {
        match self {
            PartialDate::Year(year) => number::year(year, lang),
            PartialDate::Month { year, month } => {
                let month = names::gregorian_month(month, MonthForm::InDate, lang).unwrap_or_default();
                format!("{month} {}", number::year(year, lang))
            }
            PartialDate::Day(day) => day.long(lang),
        }
    }

    /// Whether [`dual`] finds the Solar Hijri date by itself; if not, the author has to supply it (persian.md P-28).
    #[must_use]
    pub fn converts_itself(self) -> bool {
        self.solar_hijri_span().is_some()
    }

    /// The first and last day it may be, in the Solar Hijri calendar; `None` where a part of the span lies before
    /// the calendar law or after the years for which the arithmetic holds.
    fn solar_hijri_span(self) -> Option<(SolarHijri, SolarHijri)> {
        let (first, last) = self.span()?;
        if first < Gregorian::SOLAR_HIJRI_LAW {
            return None;
        }
        Some((first.to_solar_hijri()?, last.to_solar_hijri()?))
    }

    fn span(self) -> Option<(Gregorian, Gregorian)> {
        let ((year, from), to) = match self {
            PartialDate::Day(day) => return Some((day, day)),
            PartialDate::Year(year) => ((year, 1), 12),
            PartialDate::Month { year, month } => ((year, month), month),
        };
        let last = Gregorian::new(year, to, Gregorian::days_in_month(year, to)).ok()?;
        Some((Gregorian::new(year, from, 1).ok()?, last))
    }

    /// Zero stands for an unknown part, so that 1998 comes before 1998-01.
    fn sort_key(self) -> (i32, u8, u8) {
        match self {
            PartialDate::Year(year) => (year, 0, 0),
            PartialDate::Month { year, month } => (year, month, 0),
            PartialDate::Day(day) => day.ymd(),
        }
    }
}

impl Ord for PartialDate {
    fn cmp(&self, other: &PartialDate) -> Ordering {
        self.sort_key().cmp(&other.sort_key())
    }
}

impl PartialOrd for PartialDate {
    fn partial_cmp(&self, other: &PartialDate) -> Option<Ordering> {
        Some(self.cmp(other))
    }
}

impl FromStr for PartialDate {
    type Err = PartialDateError;

    fn from_str(text: &str) -> Result<PartialDate, PartialDateError> {
        PartialDate::parse(text)
    }
}

/// As in content files: the ISO form.
impl fmt::Display for PartialDate {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(&self.iso())
    }
}

/// A date in both calendars, the language's own first (persian.md P-27).
///
/// - `solar_hijri`: what the author gives, `YYYY`, `YYYY-MM` or `YYYY-MM-DD` of that calendar (then it is written in
///   the page's language) or any other text (then only its digits are). It wins over arithmetic.
/// - Without it a whole day is converted. A year falls in two Solar Hijri years and a month in two months, so those
///   become spans: `۱۳۷۷–۱۳۷۸ (۱۹۹۸)`, `May 1998 (Ordibehesht–Khordad 1377)`; no one is picked.
/// - Before 31 March 1925 nothing is converted (P-28), so the Gregorian date stands alone, in Persian with the word
///   `میلادی` where only a year would leave the calendar open.
#[must_use]
pub fn dual(date: PartialDate, solar_hijri: Option<&str>, lang: Lang) -> String {
    let gregorian = date.long(lang);
    let given = solar_hijri.map(str::trim).filter(|text| !text.is_empty());
    match given.map(|text| given_text(text, lang)).or_else(|| converted_text(date, lang)) {
        Some(solar_hijri) => own_first(&solar_hijri, &gregorian, lang),
        None if lang.is_persian() && matches!(date, PartialDate::Year(_)) => format!("{gregorian} میلادی"),
        None => gregorian,
    }
}

/// An author's date is shown as it is, also for years in which this crate does not calculate.
fn given_text(text: &str, lang: Lang) -> String {
    let parts = Parts::read(&to_ascii(text));
    let in_words = parts.and_then(|Parts { year, month, day }| {
        let year = number::year(year, lang);
        let Some(month) = month else { return Some(year) };
        let name = names::solar_hijri_month(month, lang)?;
        Some(match day {
            None => format!("{name} {year}"),
            Some(day) => format!("{} {name} {year}", localize(&day.to_string(), lang)),
        })
    });
    in_words.unwrap_or_else(|| localize(text, lang).into_owned())
}

fn converted_text(date: PartialDate, lang: Lang) -> Option<String> {
    let (first, last) = date.solar_hijri_span()?;
    let ((year, month, _), (last_year, last_month, _)) = (first.ymd(), last.ymd());
    let name = |month| names::solar_hijri_month(month, lang).unwrap_or_default();
    let year_text = |year| number::year(year, lang);
    Some(match date {
        PartialDate::Day(_) => first.long(lang),
        PartialDate::Year(_) => format!("{}–{}", year_text(year), year_text(last_year)),
        PartialDate::Month { .. } if year == last_year => {
            format!("{}–{} {}", name(month), name(last_month), year_text(year))
        }
        // A dash between two parts of several words would bind the wrong ones.
        PartialDate::Month { .. } => {
            let to = if lang.is_persian() { "تا" } else { "to" };
            format!("{} {} {to} {} {}", name(month), year_text(year), name(last_month), year_text(last_year))
        }
    })
}

/// A date as written, before any calendar has judged it.
struct Parts {
    year: i32,
    month: Option<u8>,
    day: Option<u8>,
}

impl Parts {
    fn read(text: &str) -> Option<Parts> {
        let mut parts = text.split('-');
        let year = digits(parts.next()?, 4)?.parse().ok()?;
        let mut two = || match parts.next() {
            None => Some(None),
            Some(part) => digits(part, 2)?.parse().ok().map(Some),
        };
        let (month, day) = (two()?, two()?);
        if parts.next().is_some() { None } else { Some(Parts { year, month, day }) }
    }
}

fn digits(part: &str, count: usize) -> Option<&str> {
    Some(part).filter(|part| part.len() == count && part.bytes().all(|byte| byte.is_ascii_digit()))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(date: &str, given: Option<&str>, fa: &str, en: &str) {
        let date = PartialDate::parse(date);
        assert_eq!(date.map(|date| dual(date, given, Lang::FA)).as_deref(), Ok(fa));
        assert_eq!(date.map(|date| dual(date, given, Lang::EN)).as_deref(), Ok(en));
    }

    #[test]
    fn a_year_or_month_spans_two_of_the_other_calendar() {
        check("1998", None, "۱۳۷۶–۱۳۷۷ (۱۹۹۸)", "1998 (1376–1377)");
        check("1998-05", None, "اردیبهشت–خرداد ۱۳۷۷ (مه\u{654} ۱۹۹۸)", "May 1998 (Ordibehesht–Khordad 1377)");
        check(
            "1989-03",
            None,
            "اسفند ۱۳۶۷ تا فروردین ۱۳۶۸ (مارس ۱۹۸۹)",
            "March 1989 (Esfand 1367 to Farvardin 1368)",
        );
    }

    #[test]
    fn what_the_author_gives_wins() {
        check("1998", Some("1377"), "۱۳۷۷ (۱۹۹۸)", "1998 (1377)");
        check("1998", Some("۱۳۷۷-۰۶"), "شهریور ۱۳۷۷ (۱۹۹۸)", "1998 (Shahrivar 1377)");
        check(
            "1906-08-05",
            Some("1285-05-14"),
            "۱۴ مرداد ۱۲۸۵ (۵ اوت ۱۹۰۶)",
            "5 August 1906 (14 Mordad 1285)",
        );
        check("1598", Some("حدود 977"), "حدود ۹۷۷ (۱۵۹۸)", "1598 (حدود 977)");
        check("1998", Some("1377-13"), "۱۳۷۷-۱۳ (۱۹۹۸)", "1998 (1377-13)");
    }

    #[test]
    fn nothing_before_the_calendar_law_is_converted() {
        check("1598", None, "۱۵۹۸ میلادی", "1598");
        check("1925", None, "۱۹۲۵ میلادی", "1925");
        check("1925-03-30", None, "۳۰ مارس ۱۹۲۵", "30 March 1925");
        check("1925-03-31", None, "۱۱ فروردین ۱۳۰۴ (۳۱ مارس ۱۹۲۵)", "31 March 1925 (11 Farvardin 1304)");
        check(
            "1925-04",
            None,
            "فروردین–اردیبهشت ۱۳۰۴ (آوریل ۱۹۲۵)",
            "April 1925 (Farvardin–Ordibehesht 1304)",
        );
    }

    #[test]
    fn faults_are_told_apart() {
        let shape = Err(PartialDateError::Shape);
        for text in
            ["", "98", "1998-", "1998-5", "1998/05", "1998-05-06-07", "۱۹۹۸", "19980506", "-998", "+998"]
        {
            assert_eq!(PartialDate::parse(text), shape, "{text:?}");
        }
        let range = |error| Err(PartialDateError::Range(error));
        assert_eq!(PartialDate::parse("1998-00"), range(DateError::Month(0)));
        assert_eq!(PartialDate::parse("1998-02-29"), range(DateError::Day { day: 29, last: 28 }));
        assert_eq!(PartialDate::parse("0000"), range(DateError::Year { year: 0, first: 1, last: 9999 }));
    }

    #[test]
    fn dates_sort_by_time_the_vaguer_first() {
        let mut dates: Vec<_> = ["1998-09-18", "1999", "1998-09", "1998", "1989-05-06"]
            .map(PartialDate::parse)
            .into_iter()
            .collect();
        dates.sort_by_key(|date| date.ok());
        let sorted: Vec<_> = dates.into_iter().flatten().map(PartialDate::iso).collect();
        assert_eq!(sorted, ["1989-05-06", "1998", "1998-09", "1998-09-18", "1999"]);
    }
}
