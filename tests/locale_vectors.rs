//! Runs the shared test vectors for Persian against `locale`.
//!
//! Every vector of a category runs and all failures are reported at once; the number run must equal the file's count.
//! The laws that hold for any text (idempotence, round trips, total order) are at the end.

use std::cmp::Ordering;

use icu_collator::options::{CollatorOptions, Strength};
use icu_collator::{CollatorBorrowed, CollatorPreferences};
use icu_locale_core::locale;
use isfahan_book::locale::calendar::{Gregorian, PartialDate, SolarHijri, Weekday, both, dual};
use isfahan_book::locale::collate::{Collator, IndexHeading, index_heading};
use isfahan_book::locale::counter::Counter;
use isfahan_book::locale::isbn::Isbn;
use isfahan_book::locale::list::{Conjunction, join};
use isfahan_book::locale::normalize::normalize;
use isfahan_book::locale::number::{self, Decimal, PercentForm, Unit};
use isfahan_book::locale::search_key::{matches, search_key};
use isfahan_book::locale::slug::{percent_encode, slug};
use isfahan_book::locale::{Direction, Lang, digits, first_strong, segment};
use proptest::prelude::*;
use serde_json::{Value, json};

/// Runs every vector of `category`; `run` returns what was found wrong.
#[track_caller]
fn check(category: &str, run: impl Fn(&Value) -> Vec<String>) {
    let file: Value = serde_json::from_str(include_str!("fixtures/persian_vectors.json")).unwrap();
    let of_category = |vector: &&Value| vector["category"] == category;
    let vectors: Vec<&Value> = file["vectors"].as_array().unwrap().iter().filter(of_category).collect();
    let failures: Vec<String> = vectors
        .iter()
        .flat_map(|vector| run(vector).into_iter().map(move |failure| format!("{}: {failure}", vector["id"])))
        .collect();
    assert!(failures.is_empty(), "{} failures in {category}\n{}", failures.len(), failures.join("\n"));
    assert_eq!(json!(vectors.len()), file["counts"][category], "vectors run in {category}");
}

/// One line if the two differ; `{:?}` shows what is invisible.
fn same<A: PartialEq<B> + std::fmt::Debug, B: std::fmt::Debug>(found: A, expected: B) -> Option<String> {
    (found != expected).then(|| format!("found {found:?}, expected {expected:?}"))
}

fn text<'a>(vector: &'a Value, field: &str) -> &'a str {
    vector[field].as_str().unwrap_or_else(|| panic!("{} has no {field}", vector["id"]))
}

fn texts<'a>(vector: &'a Value, field: &str) -> Vec<&'a str> {
    vector[field].as_array().unwrap().iter().map(|item| item.as_str().unwrap()).collect()
}

/// Most vectors: text in, text out.
#[track_caller]
fn check_text(category: &str, function: impl Fn(&str) -> String) {
    check(category, |vector| {
        same(function(text(vector, "input")), text(vector, "expected")).into_iter().collect()
    });
}

#[test]
fn normalise() {
    check("normalise", |vector| {
        let found = normalize(text(vector, "input"));
        let again = normalize(&found);
        same(&*found, text(vector, "expected")).into_iter().chain(same(&*again, &*found)).collect()
    });
}

#[test]
fn search_keys() {
    check_text("search_key", search_key);
}

#[test]
fn search_matches() {
    check("search_match", |vector| {
        let found = matches(text(vector, "query"), text(vector, "document"));
        same(found, vector["expected"].as_bool().unwrap()).into_iter().collect()
    });
}

#[test]
fn sorted_lists() {
    let collator = Collator::new(Lang::FA);
    check("collate_sort", |vector| {
        let mut items = texts(vector, "input");
        collator.sort_by_key(&mut items, |item| item);
        let forwards = items.clone();
        items.reverse();
        collator.sort_by_key(&mut items, |item| item);
        same(&forwards, &texts(vector, "expected")).into_iter().chain(same(&items, &forwards)).collect()
    });
}

#[test]
fn comparisons() {
    let collator = Collator::new(Lang::FA);
    let at = |strength| {
        let mut options = CollatorOptions::default();
        options.strength = Some(strength);
        CollatorBorrowed::try_new(CollatorPreferences::from(locale!("fa")), options).unwrap()
    };
    let levels = [
        ("primary", at(Strength::Primary)),
        ("secondary", at(Strength::Secondary)),
        ("tertiary", at(Strength::Tertiary)),
    ];
    check("collate_compare", |vector| {
        let (a, b) = (text(vector, "a"), text(vector, "b"));
        let sign = vector["expected"]["sign"].as_i64().unwrap();
        let found = if collator.is_tie(a, b) { 0 } else { collator.compare(a, b) as i64 };
        let tie_break = (sign == 0).then(|| same(collator.compare(a, b), a.cmp(b))).flatten();
        let differs = |level: &&(&str, CollatorBorrowed)| level.1.compare(a, b) != Ordering::Equal;
        let level = levels.iter().find(differs).map_or("equal", |level| level.0);
        [same(found, sign), tie_break, same(level, vector["expected"]["first_difference"].as_str().unwrap())]
            .into_iter()
            .flatten()
            .collect()
    });
}

#[test]
fn index_headings() {
    check_text("index_bucket", |input| match index_heading(input, Lang::FA) {
        IndexHeading::Foreign => "LATIN".to_owned(),
        heading => heading.to_string(),
    });
}

#[test]
fn gregorian_to_solar_hijri() {
    check("date_g2j", |vector| {
        let PartialDate::Day(day) = PartialDate::parse(text(vector, "gregorian")).unwrap() else {
            return vec!["not a whole day".to_owned()];
        };
        let Some(solar) = day.to_solar_hijri() else {
            return vec!["no Solar Hijri date".to_owned()];
        };
        let expected = &vector["expected"];
        let (year, month, date) = solar.ymd();
        let whole = |lang, field| {
            // Earlier dates are arithmetic only: the book does not show them converted.
            let converts = day >= Gregorian::SOLAR_HIJRI_LAW;
            converts.then(|| same(dual(PartialDate::Day(day), None, lang), text(expected, field))).flatten()
        };
        [
            same(json!([year, month, date]), expected["jalali"].clone()),
            same(day.weekday().name(Lang::FA), text(expected, "weekday")),
            same(solar.long(Lang::FA), text(expected, "fa_long")),
            same(solar.full(Lang::FA), text(expected, "fa_full")),
            same(solar.numeric(Lang::FA), text(expected, "fa_numeric")),
            same(day.long(Lang::FA), text(expected, "fa_gregorian_long")),
            same(both(day, solar, Lang::FA), text(expected, "fa_dual")),
            same(both(day, solar, Lang::EN), text(expected, "en_dual")),
            whole(Lang::FA, "fa_dual"),
            whole(Lang::EN, "en_dual"),
            same(solar.to_gregorian(), day),
        ]
        .into_iter()
        .flatten()
        .collect()
    });
}

#[test]
fn solar_hijri_to_gregorian() {
    check("date_j2g", |vector| {
        let part = |index: usize| vector["jalali"][index].as_i64().unwrap();
        let solar = SolarHijri::new(part(0) as i32, part(1) as u8, part(2) as u8).ok();
        same(solar.map(|day| day.to_gregorian().iso()).as_deref(), vector["expected"].as_str())
            .into_iter()
            .collect()
    });
}

#[test]
fn numbers() {
    check_text("number", |input| number::decimal(input, Lang::FA).unwrap());
    check("number", |vector| {
        let Ok(value) = text(vector, "input").parse() else { return Vec::new() };
        same(number::integer(value, Lang::FA), text(vector, "expected")).into_iter().collect()
    });
}

fn plain_spaces(text: &str) -> String {
    text.replace('\u{a0}', " ")
}

#[test]
fn percentages() {
    check("percent", |vector| {
        let percent = |form| number::percent(vector["input"].as_f64().unwrap(), Lang::FA, form);
        let table = same(percent(PercentForm::Table), text(vector, "expected"));
        let prose = same(plain_spaces(&percent(PercentForm::Prose)), text(vector, "prose_form"));
        table.into_iter().chain(prose).collect()
    });
}

#[test]
fn units() {
    check("unit", |vector| {
        let unit = match text(vector, "unit") {
            "kilometer" => Unit::Kilometer,
            "meter" => Unit::Meter,
            "celsius" => Unit::Celsius,
            "year" => Unit::Year,
            other => return vec![format!("no unit {other}")],
        };
        let value = Decimal::parse(&vector["input"].to_string()).unwrap();
        same(plain_spaces(&number::unit(value, unit, Lang::FA)), text(vector, "expected"))
            .into_iter()
            .collect()
    });
}

#[test]
fn years() {
    check("year", |vector| {
        let year = vector["input"].as_i64().unwrap() as i32;
        same(number::year(year, Lang::FA), text(vector, "expected")).into_iter().collect()
    });
}

#[test]
fn plurals() {
    check_text("plural", |input| number::plural(input, Lang::FA).as_str().to_owned());
}

#[test]
fn lists() {
    check("list", |vector| {
        let conjunction = match text(vector, "type") {
            "and" => Conjunction::And,
            _ => Conjunction::Or,
        };
        let items = texts(vector, "items");
        same(join(&items, conjunction, Lang::FA), text(vector, "expected")).into_iter().collect()
    });
}

#[test]
fn counters() {
    check("counter", |vector| {
        let n = u32::try_from(vector["n"].as_u64().unwrap()).unwrap();
        let found = Counter::from_name(text(vector, "style")).map(|counter| counter.format(n));
        same(found.as_deref(), vector["expected"].as_str()).into_iter().collect()
    });
}

#[test]
fn isbns() {
    check("isbn", |vector| {
        let found = Isbn::parse(text(vector, "input")).ok();
        let expected = &vector["expected"];
        let valid = same(found.is_some(), expected["valid"].as_bool().unwrap());
        valid
            .into_iter()
            .chain(same(found.as_ref().map(Isbn::as_str), expected["canonical"].as_str()))
            .collect()
    });
    check_text("isbn_check_digit", |input| Isbn::complete(input).unwrap().to_string());
}

#[test]
fn slugs() {
    check("slug", |vector| {
        let found = slug(text(vector, "input"));
        let encoded = same(percent_encode(&found), text(vector, "percent_encoded"));
        same(found, text(vector, "expected")).into_iter().chain(encoded).collect()
    });
}

/// The vectors count characters, the functions bytes.
#[track_caller]
fn check_breaks<I: Iterator<Item = usize>>(category: &str, breaks: impl Fn(&'static str) -> I) {
    check(category, |vector| {
        let text: &'static str = text(vector, "text").to_owned().leak();
        let found: Vec<usize> = breaks(text).map(|at| text[..at].chars().count()).collect();
        same(json!(found), vector["expected"].clone()).into_iter().collect()
    });
}

#[test]
fn breaks() {
    check_breaks("line_break", segment::line_breaks);
    check_breaks("sentence_break", segment::sentence_breaks);
    check_breaks("word_break", segment::word_breaks);
    check_breaks("grapheme_break", segment::grapheme_breaks);
}

#[test]
fn directions() {
    check("dir_auto", |vector| {
        let found = first_strong(text(vector, "input")).map(Direction::as_str);
        same(found, vector["expected"].as_str()).into_iter().collect()
    });
}

/// Text that is mostly what the rules speak of: letters of every joining type, marks, strokes, digits, signs.
fn persian_text() -> impl Strategy<Value = String> {
    let letters = "ابپتجچدرزژسصعفقکگلمنوهیآأإؤئءٱةىيكۀەھہۂےۓېۍڪ";
    let others = "\u{654}\u{64e}\u{650}\u{651}\u{670}\u{653}\u{640}\u{640}\u{200c}\u{200c}\u{200d}\u{ac}\u{ad}\u{200b}\
        \u{feff}\u{fefb}\u{fdf2}\u{fc5e}\u{fbfe}۱۲۳١٢٣123 \r\n.,،؛؟«»()'’‘-–—/٬٫aXÉß\u{2067}\u{2069}\u{200e}";
    let pool: Vec<char> = letters.chars().chain(others.chars()).collect();
    let usual = proptest::sample::select(pool);
    proptest::collection::vec(prop_oneof![20 => usual, 1 => any::<char>()], 0..24)
        .prop_map(|chars| chars.into_iter().collect())
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 2000, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn normalising_twice_changes_nothing(text in persian_text()) {
        let once = normalize(&text).into_owned();
        prop_assert_eq!(&normalize(&once), &once);
    }

    /// Words keep apart and together: each in normal form gives the text in normal form.
    #[test]
    fn normalising_neither_joins_nor_splits_words(text in persian_text()) {
        let words = |text: &str| text.split_whitespace().map(str::to_owned).collect::<Vec<_>>();
        let one_by_one = words(&text).iter().flat_map(|word| words(&normalize(word))).collect::<Vec<_>>();
        prop_assert_eq!(words(&normalize(&text)), one_by_one);
    }

    #[test]
    fn slugging_twice_changes_nothing(text in persian_text()) {
        let once = slug(&text);
        prop_assert_eq!(&slug(&once), &once);
        prop_assert!(!once.starts_with('-') && !once.ends_with('-') && !once.contains("--"));
    }

    #[test]
    fn folding_twice_changes_nothing(text in persian_text()) {
        let key = search_key(&text);
        prop_assert_eq!(&search_key(&key), &key);
    }

    #[test]
    fn digits_return(text in "[0-9a-zا-غ ]{0,20}") {
        let persian = digits::to_persian(&text);
        prop_assert!(!persian.contains(|c: char| c.is_ascii_digit()));
        prop_assert_eq!(&digits::to_ascii(&persian), &text);
    }

    #[test]
    fn dates_return(days in 0..LAST_DAY) {
        // Counted on from 1 Farvardin 1300, independently of the arithmetic under test.
        let (mut year, mut rest) = (1300, days);
        let length = |year: i32| if SolarHijri::new(year, 12, 30).is_ok() { 366 } else { 365 };
        while rest >= length(year) {
            rest -= length(year);
            year += 1;
        }
        let (month, day) = if rest < 186 { (rest / 31 + 1, rest % 31 + 1) } else { ((rest - 186) / 30 + 7, (rest - 186) % 30 + 1) };
        let solar = SolarHijri::new(year, month as u8, day as u8).unwrap();
        let gregorian = solar.to_gregorian();
        prop_assert_eq!(gregorian.to_solar_hijri(), Some(solar));
        let (y, m, d) = gregorian.ymd();
        prop_assert_eq!(Gregorian::new(y, m, d), Ok(gregorian));
    }

    #[test]
    fn collation_is_a_total_order(a in persian_text(), b in persian_text(), c in persian_text()) {
        let collator = Collator::new(Lang::FA);
        prop_assert_eq!(collator.compare(&a, &b), collator.compare(&b, &a).reverse());
        prop_assert_eq!(collator.compare(&a, &b) == Ordering::Equal, a == b);
        let mut three = [&*a, &*b, &*c];
        collator.sort_by_key(&mut three, |text| text);
        prop_assert!(collator.compare(three[0], three[2]) != Ordering::Greater);
    }

    #[test]
    fn cuts_lie_between_characters(text in persian_text()) {
        for at in segment::line_breaks(&text).chain(segment::word_breaks(&text)).chain(segment::sentence_breaks(&text)) {
            prop_assert!(text.is_char_boundary(at));
        }
        prop_assert_eq!(segment::sentences(&text).collect::<String>(), &*text);
        prop_assert_eq!(segment::graphemes(&text).collect::<String>(), &*text);
        for max in 0..text.chars().count() {
            prop_assert!(segment::excerpt(&text, max).chars().count() <= max);
        }
    }
}

/// Days from 1 Farvardin 1300 to the end of 1479.
const LAST_DAY: i64 = 65_744;

/// Every day of 1300–1479 in turn: the calendars advance together and no day is lost.
#[test]
fn every_day_follows_the_one_before() {
    let week = Weekday::week(Lang::FA);
    let mut days = 0;
    let mut last = None;
    for year in 1300..=1479 {
        for month in 1..=12 {
            for day in (1..=31).map_while(|day| SolarHijri::new(year, month, day).ok()) {
                let gregorian = day.to_gregorian();
                assert!(last < Some(gregorian));
                assert_eq!(gregorian.to_solar_hijri(), Some(day));
                // 1 Farvardin 1300 was a Monday, the third day of the Persian week.
                assert_eq!(week[(days as usize + 2) % 7], day.weekday());
                days += 1;
                last = Some(gregorian);
            }
        }
    }
    assert_eq!(days, LAST_DAY);
    assert_eq!(last.map(Gregorian::iso).as_deref(), Some("2101-03-20"));
}
