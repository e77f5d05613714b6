//! Whole days in the Gregorian and the Solar Hijri (Jalali) calendar, and their text.
//!
//! In: year, month and day, checked once. Out: the same day in the other calendar, its weekday, and its text.
//! The leap rule is the 33-year one, which gives the official (astronomical) Nowruz for 1300–1479 and is refused
//! outside; the 2820-year rule is a day off in 1404, 1437 and 1470. Dates known only in part: `partial_date`.

use super::digits::localize;
use super::names::{self, MonthForm};
use super::{Lang, number};

pub use super::partial_date::{PartialDate, PartialDateError, dual};

/// Why three numbers are no date.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum DateError {
    /// The year is outside what the calendar is defined for here: `first` to `last`.
    Year { year: i32, first: i32, last: i32 },
    /// The month is not 1 to 12.
    Month(u8),
    /// The month has only `last` days.
    Day { day: u8, last: u8 },
}

/// Days from 1970-01-01, the measure both calendars share.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
struct DayNumber(i32);

/// A day of the Gregorian calendar, also before 1582; sorts by time.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Gregorian {
    year: i32,
    month: u8,
    day: u8,
}

impl Gregorian {
    /// Four digits, as ISO 8601 writes them.
    pub(super) const YEARS: (i32, i32) = (1, 9999);

    /// 11 Farvardin 1304, when the calendar law came into force: earlier days are not converted by themselves.
    pub const SOLAR_HIJRI_LAW: Gregorian = Gregorian { year: 1925, month: 3, day: 31 };
    /// 1 January 2000: stands for a day that nobody gave, where a file format wants one.
    pub const UNKNOWN: Gregorian = Gregorian { year: 2000, month: 1, day: 1 };

    /// # Errors
    /// [`DateError`] for the first part that is out of range; nothing rolls over.
    pub fn new(year: i32, month: u8, day: u8) -> Result<Gregorian, DateError> {
        check(year, Self::YEARS, month, day, Self::days_in_month)?;
        Ok(Gregorian { year, month, day })
    }

    #[must_use]
    pub fn ymd(self) -> (i32, u8, u8) {
        (self.year, self.month, self.day)
    }

    #[must_use]
    pub fn weekday(self) -> Weekday {
        // 1970-01-01 was a Thursday, the sixth day of a week that begins on Saturday.
        Weekday::ALL[(self.day_number().0 + 5).rem_euclid(7).unsigned_abs() as usize]
    }

    /// The same day in the Solar Hijri calendar; `None` outside 1921-03-21 to 2101-03-20.
    #[must_use]
    pub fn to_solar_hijri(self) -> Option<SolarHijri> {
        let (first, last) = SolarHijri::YEARS;
        let year =
            [self.year - 621, self.year - 622].into_iter().find(|&year| nowruz(year) <= self.day_number())?;
        if !(first..=last).contains(&year) {
            return None;
        }
        let mut rest = self.day_number().0 - nowruz(year).0;
        for month in 1..=12 {
            let length = i32::from(SolarHijri::days_in_month(year, month));
            if rest < length {
                return SolarHijri::new(year, month, u8::try_from(rest + 1).ok()?).ok();
            }
            rest -= length;
        }
        None
    }

    /// Day, month, year: `۶ مهٔ ۱۹۸۹`, `6 May 1989`.
    #[must_use]
    pub fn long(self, lang: Lang) -> String {
        let month = names::gregorian_month(self.month, MonthForm::InDate, lang).unwrap_or_default();
        in_words(self.day, month, self.year, lang)
    }

    /// The weekday and [`Gregorian::long`].
    #[must_use]
    pub fn full(self, lang: Lang) -> String {
        format!("{} {}", names::weekday(self.weekday(), lang), self.long(lang))
    }

    /// Persian `۱۹۸۹/۵/۶`; elsewhere the ISO form, which no reader takes for another day.
    #[must_use]
    pub fn numeric(self, lang: Lang) -> String {
        if lang.is_persian() {
            localize(&format!("{}/{}/{}", self.year, self.month, self.day), lang).into_owned()
        } else {
            self.iso()
        }
    }

    /// `1989-05-06`, the value of `<time datetime>`.
    #[must_use]
    pub fn iso(self) -> String {
        format!("{:04}-{:02}-{:02}", self.year, self.month, self.day)
    }

    pub(super) fn days_in_month(year: i32, month: u8) -> u8 {
        let leap = year % 4 == 0 && (year % 100 != 0 || year % 400 == 0);
        match month {
            2 if leap => 29,
            2 => 28,
            4 | 6 | 9 | 11 => 30,
            _ => 31,
        }
    }

    /// Counted in years that begin on 1 March, so that the leap day comes last (Hinnant, `days_from_civil`).
    fn day_number(self) -> DayNumber {
        let (year, month, day) = (self.year, i32::from(self.month), i32::from(self.day));
        let (year, month) = if month > 2 { (year, month - 3) } else { (year - 1, month + 9) };
        let leaps = year.div_euclid(4) - year.div_euclid(100) + year.div_euclid(400);
        DayNumber(365 * year + leaps + (153 * month + 2) / 5 + day - 1 - 719_468)
    }

    /// The inverse of [`Gregorian::day_number`] (Hinnant, `civil_from_days`).
    fn from_day_number(DayNumber(days): DayNumber) -> Gregorian {
        let days = days + 719_468;
        let era = days.div_euclid(146_097);
        let of_era = days.rem_euclid(146_097);
        let year_of_era = (of_era - of_era / 1460 + of_era / 36_524 - of_era / 146_096) / 365;
        let of_year = of_era - (365 * year_of_era + year_of_era / 4 - year_of_era / 100);
        let shifted = (5 * of_year + 2) / 153;
        let day = of_year - (153 * shifted + 2) / 5 + 1;
        let (month, carry) = if shifted < 10 { (shifted + 3, 0) } else { (shifted - 9, 1) };
        Gregorian { year: year_of_era + 400 * era + carry, month: month as u8, day: day as u8 }
    }
}

/// A day of the Solar Hijri calendar, 1300 to 1479; sorts by time.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct SolarHijri {
    year: i32,
    month: u8,
    day: u8,
}

impl SolarHijri {
    /// The years for which arithmetic and astronomy were found to agree.
    const YEARS: (i32, i32) = (1300, 1479);

    /// # Errors
    /// [`DateError`] for the first part that is out of range; nothing rolls over.
    pub fn new(year: i32, month: u8, day: u8) -> Result<SolarHijri, DateError> {
        check(year, Self::YEARS, month, day, Self::days_in_month)?;
        Ok(SolarHijri { year, month, day })
    }

    #[must_use]
    pub fn ymd(self) -> (i32, u8, u8) {
        (self.year, self.month, self.day)
    }

    #[must_use]
    pub fn weekday(self) -> Weekday {
        self.to_gregorian().weekday()
    }

    #[must_use]
    pub fn to_gregorian(self) -> Gregorian {
        let before: i32 = (1..self.month).map(|month| i32::from(Self::days_in_month(self.year, month))).sum();
        Gregorian::from_day_number(DayNumber(nowruz(self.year).0 + before + i32::from(self.day) - 1))
    }

    /// Day, month, year: `۱۶ اردیبهشت ۱۳۶۸`, `16 Ordibehesht 1368`.
    #[must_use]
    pub fn long(self, lang: Lang) -> String {
        in_words(self.day, names::solar_hijri_month(self.month, lang).unwrap_or_default(), self.year, lang)
    }

    /// The weekday and [`SolarHijri::long`].
    #[must_use]
    pub fn full(self, lang: Lang) -> String {
        format!("{} {}", names::weekday(self.weekday(), lang), self.long(lang))
    }

    /// `۱۳۶۸/۲/۱۶`, `1368/2/16`.
    #[must_use]
    pub fn numeric(self, lang: Lang) -> String {
        localize(&format!("{}/{}/{}", self.year, self.month, self.day), lang).into_owned()
    }

    fn days_in_month(year: i32, month: u8) -> u8 {
        match month {
            1..=6 => 31,
            12 if !is_leap(year) => 29,
            _ => 30,
        }
    }
}

/// Whether the Solar Hijri year has 366 days.
fn is_leap(year: i32) -> bool {
    nowruz(year + 1).0 - nowruz(year).0 == 366
}

/// 1 Farvardin of `year`: eight leap years in each 33, counted from 1 Farvardin 1 (22 March 622).
///
/// Source: Heydari-Malayeri 2004; Borkowski 1996 for the years in which it agrees with the equinox.
fn nowruz(year: i32) -> DayNumber {
    const EPOCH: i32 = -492_268;
    DayNumber(EPOCH + 365 * (year - 1) + (8 * year + 21).div_euclid(33))
}

fn check(
    year: i32,
    (first, last): (i32, i32),
    month: u8,
    day: u8,
    days_in_month: impl Fn(i32, u8) -> u8,
) -> Result<(), DateError> {
    if !(first..=last).contains(&year) {
        return Err(DateError::Year { year, first, last });
    }
    if !(1..=12).contains(&month) {
        return Err(DateError::Month(month));
    }
    let last = days_in_month(year, month);
    if (1..=last).contains(&day) { Ok(()) } else { Err(DateError::Day { day, last }) }
}

/// Both languages and both calendars use one order: day, month, year, without a comma.
fn in_words(day: u8, month: &str, year: i32, lang: Lang) -> String {
    format!("{} {month} {}", localize(&day.to_string(), lang), number::year(year, lang))
}

/// A whole day in both calendars, the language's own first: `۱۶ اردیبهشت ۱۳۶۸ (۶ مهٔ ۱۹۸۹)`.
///
/// For the arithmetic only: [`dual`] also decides whether a date may be converted at all.
#[must_use]
pub fn both(gregorian: Gregorian, solar_hijri: SolarHijri, lang: Lang) -> String {
    own_first(&solar_hijri.long(lang), &gregorian.long(lang), lang)
}

pub(super) fn own_first(solar_hijri: &str, gregorian: &str, lang: Lang) -> String {
    if lang.is_persian() {
        format!("{solar_hijri} ({gregorian})")
    } else {
        format!("{gregorian} ({solar_hijri})")
    }
}

/// A day of the week.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Weekday {
    Saturday,
    Sunday,
    Monday,
    Tuesday,
    Wednesday,
    Thursday,
    Friday,
}

impl Weekday {
    /// From Saturday, as the Persian week runs.
    const ALL: [Weekday; 7] = [
        Weekday::Saturday,
        Weekday::Sunday,
        Weekday::Monday,
        Weekday::Tuesday,
        Weekday::Wednesday,
        Weekday::Thursday,
        Weekday::Friday,
    ];

    /// The days in the order of a calendar page: from Saturday in Persian, from Monday elsewhere.
    #[must_use]
    pub fn week(lang: Lang) -> [Weekday; 7] {
        let mut week = Weekday::ALL;
        if !lang.is_persian() {
            week.rotate_left(2);
        }
        week
    }

    #[must_use]
    pub fn name(self, lang: Lang) -> &'static str {
        names::weekday(self, lang)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_first_and_last_days_convert_and_their_neighbours_do_not() -> Result<(), DateError> {
        let solar = |y, m, d| Gregorian::new(y, m, d).map(|day| day.to_solar_hijri().map(SolarHijri::ymd));
        assert_eq!(solar(1921, 3, 20)?, None);
        assert_eq!(solar(1921, 3, 21)?, Some((1300, 1, 1)));
        assert_eq!(solar(2100, 3, 20)?, Some((1478, 12, 30)));
        assert_eq!(solar(2101, 3, 20)?, Some((1479, 12, 29)));
        assert_eq!(solar(2101, 3, 21)?, None);
        Ok(())
    }

    #[test]
    fn bad_dates_are_refused_not_rolled_over() {
        assert_eq!(Gregorian::new(1900, 2, 29), Err(DateError::Day { day: 29, last: 28 }));
        assert_eq!(Gregorian::new(1989, 13, 1), Err(DateError::Month(13)));
        assert_eq!(Gregorian::new(0, 1, 1), Err(DateError::Year { year: 0, first: 1, last: 9999 }));
        assert_eq!(SolarHijri::new(1404, 12, 30), Err(DateError::Day { day: 30, last: 29 }));
        assert_eq!(SolarHijri::new(1299, 1, 1), Err(DateError::Year { year: 1299, first: 1300, last: 1479 }));
    }

    #[test]
    fn weekdays_follow_one_another_from_the_first_year_on() -> Result<(), DateError> {
        // 1 January of the year 1 is a Monday in the proleptic Gregorian calendar.
        assert_eq!(Gregorian::new(1, 1, 1)?.weekday(), Weekday::Monday);
        assert_eq!(Gregorian::new(1598, 1, 1)?.weekday(), Weekday::Thursday);
        assert_eq!(Gregorian::new(2026, 11, 24)?.weekday(), Weekday::Tuesday);
        Ok(())
    }

    #[test]
    fn weeks_begin_where_the_reader_expects() {
        assert_eq!(Weekday::week(Lang::FA)[0], Weekday::Saturday);
        assert_eq!(Weekday::week(Lang::EN)[0], Weekday::Monday);
    }

    #[test]
    fn english_text() -> Result<(), DateError> {
        let day = Gregorian::new(1989, 5, 6)?;
        assert_eq!(day.full(Lang::EN), "Saturday 6 May 1989");
        assert_eq!(day.numeric(Lang::EN), "1989-05-06");
        assert_eq!(SolarHijri::new(1368, 2, 16)?.numeric(Lang::EN), "1368/2/16");
        Ok(())
    }
}
