//! What is set apart in Persian and in English, and what is left as it stands.

use super::*;
use proptest::prelude::*;

#[track_caller]
fn check(lang: Lang, text: &str, expected: &[(&str, &str)]) {
    let xian = Lang::parse("zh-Hans").unwrap();
    let italian = Lang::parse("it").unwrap();
    let names = LocalNames::new([("西安", xian), ("Firenze", italian)], &[]);
    let got: Vec<(&str, String)> = isolates(text, lang, &names)
        .into_iter()
        .map(|isolate| (&text[isolate.range], isolate.lang.to_string()))
        .collect();
    let expected: Vec<(&str, String)> = expected.iter().map(|(w, l)| (*w, l.to_string())).collect();
    assert_eq!(got, expected, "{text}");
}

#[test]
fn latin_words_in_persian_stand_together() {
    check(Lang::FA, "شهر Isfahan and its Sister Cities است.", &[("Isfahan and its Sister Cities", "en")]);
    check(Lang::FA, "نام آن (Firenze) است", &[("Firenze", "it")]);
    check(Lang::FA, "زبان C++ و C# را", &[("C++", "en"), ("C#", "en")]);
    check(Lang::FA, "نشانی www.isfahan.ir است.", &[("www.isfahan.ir", "en")]);
    check(Lang::FA, "Isfahan (Iran) شهر است", &[("Isfahan (Iran)", "en")]);
    check(Lang::FA, "شیان (Xi\u{2019}an 西安) شهر", &[("Xi\u{2019}an", "en"), ("西安", "zh-Hans")]);
}

#[test]
fn the_letters_that_are_known_by_heart_are_those_of_the_tables() {
    for letter in ['\u{621}'..='\u{63a}', '\u{641}'..='\u{64a}', '\u{671}'..='\u{6d3}'].into_iter().flatten()
    {
        let category = CodePointMapData::<GeneralCategory>::new().get(letter);
        assert!(GeneralCategoryGroup::Letter.contains(category), "{letter:?}");
        assert_eq!(CodePointMapData::<Script>::new().get(letter), Script::Arabic, "{letter:?}");
        assert_eq!(class(letter), Class::Rtl(Script::Arabic));
    }
}

/// One isolate: what stands in Persian between `|` signs.
#[track_caller]
fn whole(text: &str) {
    let plain = text.replace('|', "");
    let token = text.split('|').nth(1).unwrap();
    let found: Vec<String> = isolates(&plain, Lang::FA, &LocalNames::default())
        .into_iter()
        .map(|isolate| plain[isolate.range].to_owned())
        .collect();
    assert_eq!(found, [token], "{plain}");
}

#[test]
fn numbers_that_would_turn_round_are_set_apart() {
    check(Lang::FA, "تلفن +98 21 5555 0100 است", &[("+98 21 5555 0100", "fa")]);
    check(Lang::FA, "شابک ۹۷۸-۶۰۰-۰۰-۰۰۰۰-۴ است", &[("۹۷۸-۶۰۰-۰۰-۰۰۰۰-۴", "fa")]);
    check(Lang::FA, "دما \u{2212}۵°C بود", &[("\u{2212}۵°C", "en")]);
    check(Lang::FA, "مختصات 34.25° N است", &[("34.25° N", "en")]);
    check(Lang::FA, "سال ۱۳۶۸–۱۳۷۶ و ۱۲٫۵ درصد", &[]);
}

#[test]
fn telephone_numbers_keep_their_groups() {
    for number in [
        "+98 31 3222 0100",
        "+98-31-3222-0100",
        "+98 (31) 3222 0100",
        "+۹۸ ۳۱ ۳۲۲۲ ۰۱۰۰",
        "0098 31 3222 0100",
        "031-32220100",
        "۰۳۱-۳۲۲۲۰۱۰۰",
        "۰۳۱ ۳۲۲۲ ۰۱۰۰",
        "031-3222 0100",
        "۰۳۱-۳۲۲۲ ۰۱۰۰",
        "031 3222-0100",
        "0098-31-3222 0100",
        "(031) 3222 0100",
        "۰۹۱۳ ۱۲۳ ۴۵۶۷",
    ] {
        for (before, after) in [
            ("تلفن ", " است."),
            ("", " شماره است"),
            ("با ", ""),
            ("(تلفن: ", ")"),
            ("«", "»"),
            ("تلفن: ", "؛"),
        ] {
            whole(&format!("{before}|{number}|{after}"));
        }
    }
    whole("تلفن: |32220100-5| است");
    whole("تلفن |۳۲۲۲ ۰۱۰۰| است");
    whole("کد پستی: |۸۱۴۶۵ ۱۲۳۴۵| است");
    check(Lang::FA, "سال‌های ۱۳۶۸ ۱۳۷۶ و ۲۰ ۳۰ نفر", &[]);
    whole("شاپا |۱۲۳۴-۵۶۷۸| دارد");
}

#[test]
fn identifiers_keep_their_order() {
    for token in [
        "978-600-00-0000-4",
        "964-00-0000-X",
        "ISBN 978-600-00-0000-4",
        "ISSN 1234-5678",
        "10.1000/xyz123",
        "C++",
        "C#",
        ".NET",
        "Node.js",
        "--print",
        "ISO 9001:2015",
        "U.S.",
        "CO₂",
        "m²",
        "AK-47",
        "v1.2.3-beta",
        "00:1A:2B:3C",
        "2024-05-06",
    ] {
        for (before, after) in [("آن ", " است."), ("", " است"), ("آن ", ""), ("(", ")"), ("«", "»")]
        {
            whole(&format!("{before}|{token}|{after}"));
        }
    }
    for token in ["C++", "C#", "m²", "AK-47", "978-600-00-0000-4"] {
        for after in [".", "،", "؟", "!", ":", "؛", "…"] {
            whole(&format!("زبان |{token}|{after}"));
        }
    }
}

#[test]
fn addresses_are_whole() {
    for address in [
        "https://www.isfahan.ir/fa/page?id=12&lang=fa#top",
        "https://fa.wikipedia.org/wiki/اصفهان",
        "https://fa.wikipedia.org/wiki/%D8%A7%D8%B5",
        "http://x.ir/",
        "www.isfahan.ir",
        "info@isfahan.ir",
        "first.last+tag@city.example.org",
        "@isfahan_city",
        "#Isfahan",
    ] {
        for (before, after) in
            [("نشانی ", " است."), ("", " است"), ("در ", "."), ("(", ")"), ("«", "»"), ("در ", "، و")]
        {
            whole(&format!("{before}|{address}|{after}"));
        }
    }
}

#[test]
fn signs_degrees_and_units_stay_with_their_number() {
    for token in [
        "\u{2212}۵",
        "\u{2212}۳٫۵",
        "+۳",
        "±۲",
        "\u{2212}۵ °C",
        "\u{2212}۵°C",
        "-5 °C",
        "5 km",
        "120 km/h",
        "3.5 GB",
        "10:30 AM",
        "$25",
        "۳۲°۳۹′۱۵″",
        "32.6546° N, 51.6680° E",
        "۳۲٫۶۵۴۶° N",
        "۵+۱",
    ] {
        for (before, after) in [("دمای ", " بود."), ("", " بود"), ("تا ", ""), ("(", ")"), ("«", "»")]
        {
            whole(&format!("{before}|{token}|{after}"));
        }
    }
}

#[test]
fn what_reads_well_as_it_stands_is_left() {
    for text in [
        "رشد ۱۲٪ بود",
        "سال‌های ۱۳۶۸–۱۳۷۶",
        "سال‌های ۱۳۶۸-۱۳۷۶",
        "ساعت ۱۰:۳۰ تا ۱۲:۴۵",
        "۱۳۶۸/۲/۱۶",
        "نسخهٔ ۱.۲.۳",
        "جمعیت ۱٬۲۳۴٬۵۶۷ نفر",
        "بند ۰ و ۰٫۵",
        "شمارهٔ ۱۲۳۴۵۶",
        "کار - و زندگی - در شهر",
        "سی-چهل نفر",
    ] {
        check(Lang::FA, text, &[]);
    }
    check(Lang::FA, "نام آن:Isfahan است", &[("Isfahan", "en")]);
    check(Lang::FA, "پایان.Isfahan آغاز", &[("Isfahan", "en")]);
    check(Lang::FA, "در ۱۹۸۹ Xi'an بود", &[("Xi'an", "en")]);
}

#[test]
fn persian_words_in_english_are_set_apart() {
    check(Lang::EN, "The name شیان (Xi'an) is", &[("شیان", "fa")]);
    check(Lang::EN, "called نقش جهان, the", &[("نقش جهان", "fa")]);
    check(Lang::EN, "In Arabic بعلبك.", &[("بعلبك", "ar")]);
    check(
        Lang::EN,
        "Firenze and 西安 and Ереван",
        &[("Firenze", "it"), ("西安", "zh-Hans"), ("Ереван", "ru")],
    );
    check(Lang::EN, "plain words, 1989", &[]);
}

proptest! {
    #[test]
    fn pieces_are_ordered_and_keep_the_text(text in "[ a-zC+#°()\\-0-9۰-۹آ-ی،.西安\u{200c}]{0,60}") {
        for lang in [Lang::FA, Lang::EN] {
            let mut end = 0;
            for isolate in isolates(&text, lang, &LocalNames::default()) {
                prop_assert!(isolate.range.start >= end && !isolate.range.is_empty());
                end = isolate.range.end;
            }
            prop_assert!(text.get(end..).is_some());
        }
    }

    #[test]
    fn where_nothing_is_looked_for_there_is_nothing(text in "[ a-zé+#°()\\-0-9۰-۹آ-یא،.西安\u{200c}]{0,12}") {
        let names = LocalNames::new([("安", Lang::parse("zh").unwrap()), ("ab", Lang::EN)], &[]);
        for lang in [Lang::FA, Lang::EN] {
            let held = may_hold_isolates(&text, lang, &names);
            prop_assert!(held || looked_for(&text, lang, &names).is_empty(), "{}", text);
        }
    }
}
