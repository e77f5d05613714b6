//! Letters and invisible characters: FA01 to FA03, FA07 to FA11, FA32.

use super::{COVERED, Hit, Prose, Rule, is_word};
use crate::locale::letter::{
    Joining, TATWEEL, ZWJ, ZWNJ, is_arabic_letter, is_bidi_control, is_mark, joining,
};
use crate::locale::normalize::{is_presentation_form, nfc, nfkc};

pub fn find(prose: &Prose, hits: &mut Vec<Hit>) {
    single(prose, hits);
    strokes(prose, hits);
    invisible(prose, hits);
    not_normal(prose, hits);
    scripts_touch(prose, hits);
    directions(prose, hits);
}

/// Letters that stand for a Persian one, each by itself.
fn single(prose: &Prose, hits: &mut Vec<Hit>) {
    for (at, c) in prose.chars.iter().copied().enumerate() {
        let range = at..at + 1;
        match c {
            '\u{64a}' | '\u{649}' | '\u{6d2}' | '\u{6d0}' | '\u{6cd}' => {
                hits.push(Hit::new(Rule::FA01, range, "\u{6cc}"));
            }
            '\u{643}' | '\u{6aa}' => hits.push(Hit::new(Rule::FA02, range, "\u{6a9}")),
            '\u{6c1}' | '\u{6be}' | '\u{6d5}' => hits.push(Hit::new(Rule::FA03, range, "\u{647}")),
            '\u{6c0}' | '\u{6c2}' => hits.push(Hit::new(Rule::FA03, range, "\u{647}\u{654}")),
            _ => {}
        }
    }
    for range in prose.runs(is_presentation_form) {
        let letters = nfkc(&prose.text(range.clone())).into_owned();
        hits.push(Hit::new(Rule::FA08, range, letters));
    }
}

/// Tatweel (P-05): within a word it goes; at a word's edge it becomes a
/// joiner where the letter joins; alone it was meant as a dash.
fn strokes(prose: &Prose, hits: &mut Vec<Hit>) {
    for range in prose.runs(|c| c == TATWEEL) {
        let before = prose.letter_before(range.start).filter(|c| is_arabic_letter(*c));
        let after = prose.get(range.end).filter(|c| is_arabic_letter(*c));
        let replacement = match (before, after) {
            (Some(_), Some(_)) => "",
            (Some(before), None) if joining(before) == Joining::Both => "\u{200d}",
            (None, Some(after)) if joining(after) != Joining::Neither => "\u{200d}",
            (None, None) => "\u{2013}",
            _ => "",
        };
        hits.push(Hit::new(Rule::FA07, range, replacement));
    }
}

fn is_invisible(c: char) -> bool {
    matches!(c,
        '\u{200b}' | '\u{feff}' | '\u{ad}' | '\u{2060}'..='\u{2064}' | '\u{180e}' | '\u{206a}'..='\u{206f}'
        | '\u{fff9}'..='\u{fffb}' | '\u{34f}' | '\u{e0000}'..='\u{e007f}')
}

fn invisible(prose: &Prose, hits: &mut Vec<Hit>) {
    for (at, c) in prose.chars.iter().copied().enumerate() {
        let before = prose.letter_before(at).is_some_and(is_arabic_letter);
        let after = prose.get(prose.run(at + 1, is_mark)).is_some_and(is_arabic_letter);
        if c == ZWJ && before == after {
            hits.push(Hit::unmended(Rule::FA10, at..at + 1));
        } else if is_invisible(c) {
            let half_space = before && after && matches!(c, '\u{200b}' | '\u{ad}');
            let replacement = if half_space { "\u{200c}" } else { "" };
            hits.push(Hit::new(Rule::FA10, at..at + 1, replacement));
        }
    }
}

/// A letter with its marks that NFC writes otherwise.
fn not_normal(prose: &Prose, hits: &mut Vec<Hit>) {
    let mut at = 0;
    while at < prose.len() {
        let end = prose.run(at + 1, is_mark);
        let written = prose.text(at..end);
        let normal = nfc(&written);
        if normal != written {
            hits.push(Hit::new(Rule::FA11, at..end, normal));
        }
        at = end;
    }
}

fn scripts_touch(prose: &Prose, hits: &mut Vec<Hit>) {
    let latin = |c: char| c.is_ascii_alphabetic() || matches!(c, '\u{c0}'..='\u{24f}' if c.is_alphabetic());
    let persian = |c: char| is_word(c) || c == ZWNJ;
    for (at, pair) in prose.chars.windows(2).enumerate() {
        if let [a, b] = *pair
            && ((latin(a) && persian(b)) || (persian(a) && latin(b)))
            && a != COVERED
        {
            hits.push(Hit::unmended(Rule::FA32, at..at + 2));
        }
    }
}

/// Also in code and in all else that is covered: there they mislead as well.
fn directions(prose: &Prose, hits: &mut Vec<Hit>) {
    let controls = prose.raw.iter().enumerate().filter(|(_, c)| is_bidi_control(**c));
    hits.extend(controls.map(|(at, _)| Hit::unmended(Rule::FA09, at..at + 1)));
}
