//! Names of countries, languages, months and weekdays in Persian and English.
//!
//! In: codes and numbers. Out: the name of CLDR 48 in the language asked for; languages other than Persian get the
//! English one. The long tables are `data/*.tsv`, whose README names their source and licence.

use std::collections::BTreeMap;
use std::sync::LazyLock;

use super::Lang;
use super::calendar::Weekday;

/// A name in Persian and in English.
type Pair = (&'static str, &'static str);
type Table = BTreeMap<&'static str, Pair>;

static TERRITORIES: LazyLock<Table> = LazyLock::new(|| read(include_str!("data/territories.tsv")));
static LANGUAGES: LazyLock<Table> = LazyLock::new(|| read(include_str!("data/languages.tsv")));

fn read(tsv: &'static str) -> Table {
    let row = |line: &'static str| {
        let mut cells = line.split('\t');
        Some((cells.next()?, (cells.next()?, cells.next()?)))
    };
    tsv.lines().filter_map(row).collect()
}

fn pick((persian, english): Pair, lang: Lang) -> &'static str {
    if lang.is_persian() { persian } else { english }
}

/// The name of a country by its ISO 3166-1 alpha-2 code, which must be in capitals.
#[must_use]
pub fn country(code: &str, lang: Lang) -> Option<&'static str> {
    TERRITORIES.get(code).map(|&names| pick(names, lang))
}

/// Every country code that [`country`] knows, sorted.
pub fn country_codes() -> impl Iterator<Item = &'static str> {
    TERRITORIES.keys().copied()
}

/// The name of the language `code`: of the whole tag if CLDR names it (`zh-Hans`), else of its language subtag.
#[must_use]
pub fn language_name(code: Lang, lang: Lang) -> Option<&'static str> {
    let names = LANGUAGES.get(code.as_str()).or_else(|| LANGUAGES.get(code.primary()))?;
    Some(pick(*names, lang))
}

/// How a Gregorian month is used in Persian.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum MonthForm {
    /// With a day or year, in ezafe: `ژانویهٔ`.
    InDate,
    /// Alone, as in a heading: `ژانویه`.
    Alone,
}

/// A month of the Gregorian calendar, 1 to 12.
#[must_use]
pub fn gregorian_month(month: u8, form: MonthForm, lang: Lang) -> Option<&'static str> {
    let name = pick(*GREGORIAN_MONTHS.get(usize::from(month).checked_sub(1)?)?, lang);
    // The ezafe is written as U+0654 after the silent heh; no other name has a mark.
    Some(if form == MonthForm::Alone { name.trim_end_matches('\u{654}') } else { name })
}

/// A month of the Solar Hijri calendar, 1 (Farvardin) to 12.
#[must_use]
pub fn solar_hijri_month(month: u8, lang: Lang) -> Option<&'static str> {
    Some(pick(*SOLAR_HIJRI_MONTHS.get(usize::from(month).checked_sub(1)?)?, lang))
}

#[must_use]
pub fn weekday(day: Weekday, lang: Lang) -> &'static str {
    let names = match day {
        Weekday::Saturday => ("شنبه", "Saturday"),
        Weekday::Sunday => ("یکشنبه", "Sunday"),
        Weekday::Monday => ("دوشنبه", "Monday"),
        Weekday::Tuesday => ("سه\u{200c}شنبه", "Tuesday"),
        Weekday::Wednesday => ("چهارشنبه", "Wednesday"),
        Weekday::Thursday => ("پنجشنبه", "Thursday"),
        Weekday::Friday => ("جمعه", "Friday"),
    };
    pick(names, lang)
}

const GREGORIAN_MONTHS: [Pair; 12] = [
    ("ژانویه\u{654}", "January"),
    ("فوریه\u{654}", "February"),
    ("مارس", "March"),
    ("آوریل", "April"),
    ("مه\u{654}", "May"),
    ("ژوئن", "June"),
    ("ژوئیه\u{654}", "July"),
    ("اوت", "August"),
    ("سپتامبر", "September"),
    ("اکتبر", "October"),
    ("نوامبر", "November"),
    ("دسامبر", "December"),
];

const SOLAR_HIJRI_MONTHS: [Pair; 12] = [
    ("فروردین", "Farvardin"),
    ("اردیبهشت", "Ordibehesht"),
    ("خرداد", "Khordad"),
    ("تیر", "Tir"),
    ("مرداد", "Mordad"),
    ("شهریور", "Shahrivar"),
    ("مهر", "Mehr"),
    ("آبان", "Aban"),
    ("آذر", "Azar"),
    ("دی", "Dey"),
    ("بهمن", "Bahman"),
    ("اسفند", "Esfand"),
];

#[cfg(test)]
mod tests {
    use super::*;
    use crate::locale::normalize::normalize;

    #[test]
    fn countries_have_names_in_both_languages() {
        assert_eq!(country("IR", Lang::FA), Some("ایران"));
        assert_eq!(country("KR", Lang::FA), Some("کره\u{654} جنوبی"));
        assert_eq!(country("IT", Lang::EN), Some("Italy"));
        assert_eq!(country("ir", Lang::EN), None);
        assert_eq!(country_codes().count(), 249);
    }

    #[test]
    fn languages_fall_back_to_their_first_subtag() {
        let name = |tag, lang| Lang::parse(tag).and_then(|tag| language_name(tag, lang));
        assert_eq!(name("zh-Hans", Lang::EN), Some("Simplified Chinese"));
        assert_eq!(name("zh-Latn", Lang::FA), Some("چینی"));
        assert_eq!(name("hy-AM", Lang::FA), Some("ارمنی"));
        assert_eq!(name("zzz", Lang::EN), None);
    }

    #[test]
    fn every_name_is_whole_and_in_normal_form() {
        for (code, (persian, english)) in TERRITORIES.iter().chain(LANGUAGES.iter()) {
            assert!(!persian.is_empty() && !english.is_empty(), "{code}");
            assert_eq!(normalize(persian), *persian, "{code}");
        }
    }

    #[test]
    fn months_lose_the_ezafe_when_alone() {
        assert_eq!(gregorian_month(1, MonthForm::Alone, Lang::FA), Some("ژانویه"));
        assert_eq!(gregorian_month(5, MonthForm::InDate, Lang::FA), Some("مه\u{654}"));
        assert_eq!(gregorian_month(13, MonthForm::Alone, Lang::EN), None);
        assert_eq!(solar_hijri_month(0, Lang::FA), None);
    }
}
