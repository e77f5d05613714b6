//! The paragraph engine as a whole: vectors, laws and goldens.

use std::sync::{Arc, LazyLock};

use super::*;
use crate::fonts::Fonts;

mod goldens;
mod laws;
mod vectors;

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
        kashida: Kashida::Off,
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
        for glyph in run.glyphs.iter() {
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
