//! The paragraph engine as a whole: vectors, laws and goldens.

use std::sync::{Arc, LazyLock};

use super::*;
use crate::fonts::Fonts;
use crate::typeset::dump;

static SHAPER: LazyLock<Shaper> =
    LazyLock::new(|| Shaper::new(Arc::new(Fonts::load(None).expect("the embedded fonts load"))));

const BLACK: Color = Color(0, 0, 0);

fn text_style(lang: Lang) -> TextStyle {
    let size = if lang == Lang::FA { Pt(14.0) } else { Pt(11.0) };
    TextStyle { lang, purpose: Purpose::Text, bold: false, italic: false, size, color: BLACK, rise: Pt(0.0) }
}

fn text(text: &str, lang: Lang) -> Segment {
    Segment::Text { text: text.into(), style: text_style(lang), node: None }
}

fn style(lang: Lang, measure: f64) -> ParagraphStyle {
    ParagraphStyle {
        lang,
        base: lang.direction(),
        align: Align::Justify,
        measure: Pt(measure),
        first_indent: Pt(0.0),
        hyphenate: lang == Lang::EN,
    }
}

fn is_control(character: char) -> bool {
    matches!(character, '\u{61c}' | '\u{200e}' | '\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}')
}

/// The characters of a line from left to right, bidi controls left out; those
/// of one cluster in the direction of their run.
fn visual(line: &Line) -> String {
    let mut out = String::new();
    for run in &line.runs {
        let mut starts: Vec<usize> = run.glyphs.iter().map(|glyph| glyph.cluster as usize).collect();
        starts.sort_unstable();
        starts.dedup();
        let mut seen = Vec::new();
        for glyph in &run.glyphs {
            let start = glyph.cluster as usize;
            if seen.contains(&start) {
                continue;
            }
            seen.push(start);
            let end = starts.iter().copied().find(|&next| next > start).unwrap_or(run.text.len());
            let cluster = run.text[start..end].chars().filter(|&character| !is_control(character));
            match run.direction {
                Direction::Ltr => out.extend(cluster),
                Direction::Rtl => out.extend(cluster.collect::<Vec<_>>().into_iter().rev()),
            }
        }
    }
    out
}

mod bidi_vectors {
    use super::*;

    fn vectors() -> Vec<serde_json::Value> {
        let file = include_str!("../../../tests/fixtures/persian_vectors.json");
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
}

#[test]
fn show() {
    let fa = "اصفهان شهری است در مرکز ایران و مرکز استان اصفهان که از سال ۱۳۶۸ با شیان (Xi\u{2019}an) در چین خواهرخوانده شده است و این پیوند، ۱۲٪ از گردشگران را به این شهر می\u{200c}آورد.";
    let en = "Isfahan is a city in the central region of Iran, the capital of Isfahan Province, and its municipality has signed extraordinary agreements of sisterhood with twelve cities around the world.";
    println!("{}", dump::lines(&lay_out(&[text(fa, Lang::FA)], &style(Lang::FA, 250.0), &SHAPER)));
    println!("{}", dump::lines(&lay_out(&[text(en, Lang::EN)], &style(Lang::EN, 250.0), &SHAPER)));
}
