//! The vectors of P-47 to P-80, what is covered, and laws of mending.

use std::collections::BTreeSet;

use proptest::prelude::*;
use serde::Deserialize;

use super::{fix, lint};

#[derive(Deserialize)]
struct Fixture {
    vectors: Vec<serde_json::Value>,
}

#[derive(Deserialize)]
struct Vector {
    id: String,
    text: String,
    expected: BTreeSet<String>,
    fixed: String,
}

fn vectors() -> Vec<Vector> {
    let text = include_str!("../../../tests/fixtures/persian_vectors.json");
    let fixture: Fixture = serde_json::from_str(text).unwrap();
    let lint = fixture.vectors.into_iter().filter(|vector| vector["category"] == "lint");
    lint.map(|vector| serde_json::from_value(vector).unwrap()).collect()
}

fn codes(text: &str) -> BTreeSet<String> {
    lint(text).into_iter().map(|finding| finding.rule.code().to_owned()).collect()
}

#[test]
fn every_vector_holds() {
    let vectors = vectors();
    assert_eq!(vectors.len(), 104);
    let mut wrong = String::new();
    for vector in vectors {
        let (found, fixed) = (codes(&vector.text), fix(&vector.text));
        if found != vector.expected || fixed != vector.fixed {
            wrong += &format!(
                "{}: {:?}\n  found {found:?}, expected {:?}\n  fixed {fixed:?}, expected {:?}\n",
                vector.id, vector.text, vector.expected, vector.fixed
            );
        }
    }
    assert!(wrong.is_empty(), "{wrong}");
}

#[track_caller]
fn check(text: &str, expected: &[&str]) {
    let expected: BTreeSet<String> = expected.iter().map(|code| (*code).to_owned()).collect();
    assert_eq!(codes(text), expected, "{text:?}");
}

#[test]
fn what_is_no_prose_is_left_alone() {
    check("متن\n\n```{map}\ncaption: 5, 6?\n```\n\nمتن", &[]);
    check("شهر [@key-2020, p. 12] و [[xian|شهر]] و [شیان](index:xi-an-2)", &[]);
    check("1. نخست\n2. دوم", &[]);
    check("| شهر | سال |\n| --- | ---: |\n| شیان  | ۱۳۶۸ |", &[]);
    check("![نمای شهر](images/a.jpg \"نما\")؟", &[]);
    check("<!-- سال 1368 --> متن", &[]);
}

#[test]
fn a_mark_behind_a_link_is_seen() {
    check("[شهر](page.html), شهر", &["FA22"]);
}

#[test]
fn a_comment_silences_the_rules_that_it_names() {
    check("او می رود.", &["FA12"]);
    check("<!-- FA12 --> او می رود.", &[]);
    check("<!-- FA13 --> او می رود.", &["FA12"]);
    check("<!-- FA12 -->\n\nاو می رود.", &["FA12"]);
}

#[test]
fn places_are_bytes_of_the_text() {
    let text = "شهر\n\nكتاب";
    let found = lint(text);
    assert_eq!(&text[found[0].range.clone()], "\u{643}");
}

proptest! {
    #[test]
    fn mending_twice_changes_nothing(text in "[ابه‌رمی 1۲,.،؟!«»()\\-\"٪%ك\u{640}\u{654}\u{200d}a]{0,40}") {
        let once = fix(&text);
        prop_assert_eq!(fix(&once), once);
    }

    #[test]
    fn no_text_is_too_strange(text in any::<String>()) {
        for finding in lint(&text) {
            prop_assert!(text.get(finding.range).is_some());
        }
        fix(&text);
    }
}
