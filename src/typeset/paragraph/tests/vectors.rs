//! The bidi vectors of P-34, each as one line.

use super::*;

fn vectors() -> Vec<serde_json::Value> {
    let file = include_str!("../../../../tests/fixtures/persian_vectors.json");
    let all: serde_json::Value = serde_json::from_str(file).expect("the fixture is JSON");
    let vectors = all["vectors"].as_array().expect("a list of vectors").clone();
    vectors.into_iter().filter(|vector| vector["category"] == "bidi").collect()
}

/// The characters in the order that the vector wants, not mirrored.
fn expected(vector: &serde_json::Value) -> String {
    let characters: Vec<char> = vector["text"].as_str().expect("a text").chars().collect();
    let order = vector["expected"]["order"].as_array().expect("an order");
    order.iter().map(|at| characters[at.as_u64().expect("an index") as usize]).collect()
}

#[track_caller]
fn check(segments_of: impl Fn(&str, Lang) -> Vec<Segment>) {
    let vectors = vectors();
    assert!(vectors.len() >= 54);
    for vector in vectors {
        let base = if vector["base"] == "rtl" { Direction::Rtl } else { Direction::Ltr };
        let lang = if base == Direction::Rtl { Lang::FA } else { Lang::EN };
        let segments = segments_of(vector["text"].as_str().expect("a text"), lang);
        let lines = lay_out(&segments, &ParagraphStyle { base, ..style(lang, 1000.0) }, &SHAPER);
        assert_eq!(lines.len(), 1, "{}", vector["id"]);
        assert_eq!(visual(&lines[0]), expected(&vector), "{}", vector["id"]);
    }
}

#[test]
fn controls_in_the_text() {
    check(|all, lang| vec![text(all, lang)]);
}

#[test]
fn controls_as_segments() {
    check(|all, lang| {
        let parts = all.split_inclusive(['\u{2066}', '\u{2067}', '\u{2069}']);
        parts
            .flat_map(|part| {
                let plain = part.trim_end_matches(['\u{2066}', '\u{2067}', '\u{2069}']);
                // First-strong isolates have no segment, so their closing stays text.
                let control = match part.chars().last() {
                    Some('\u{2066}') => Some(Segment::Open(Direction::Ltr)),
                    Some('\u{2067}') => Some(Segment::Open(Direction::Rtl)),
                    Some('\u{2069}') => Some(Segment::Close),
                    _ => None,
                };
                [Some(text(plain, lang)), control].into_iter().flatten().collect::<Vec<_>>()
            })
            .collect()
    });
}

#[test]
fn a_letter_a_segment() {
    check(|all, lang| all.chars().map(|letter| text(&letter.to_string(), lang)).collect());
}
