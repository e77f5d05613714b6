//! Words and the spaces within them: FA12 to FA18, FA30, FA31.

use super::{Hit, Prose, Rule, is_blank, is_word};
use crate::locale::letter::{Joining, ZWNJ, is_arabic_letter, is_mark, joining};

const PLURALS: [&str; 9] = ["ها", "های", "هایی", "هایم", "هایت", "هایش", "هایمان", "هایتان", "هایشان"];
const DEGREES: [&str; 3] = ["تر", "ترین", "تری"];
const ENDINGS: [&str; 7] = ["ام", "ات", "اش", "ای", "ایم", "اید", "اند"];
/// Words that end in heh and take no ending.
const NO_STEMS: [&str; 5] = ["به", "که", "چه", "نه", "سه"];
const PREFIXES: [&str; 2] = ["می", "نمی"];
const HEH: char = '\u{647}';

/// What may follow the prefix when it was written together with it: a closed
/// list, for many nouns begin with the same letters.
const VERBS: [&str; 63] = [
    "شود",
    "شوند",
    "شوم",
    "شد",
    "شدند",
    "کند",
    "کنند",
    "کنم",
    "کنیم",
    "کرد",
    "کردند",
    "رود",
    "روند",
    "رفت",
    "دهد",
    "دهند",
    "داد",
    "دادند",
    "توان",
    "تواند",
    "توانند",
    "توانست",
    "باشد",
    "گوید",
    "گویند",
    "گفت",
    "داند",
    "دانند",
    "دانست",
    "گیرد",
    "گیرند",
    "گرفت",
    "آید",
    "آیند",
    "آمد",
    "خواهد",
    "خواهند",
    "خواست",
    "نویسد",
    "نوشت",
    "سازد",
    "سازند",
    "ساخت",
    "رسد",
    "رسند",
    "رسید",
    "یابد",
    "یابند",
    "بیند",
    "بینند",
    "دید",
    "گذرد",
    "گذارد",
    "نامند",
    "نامیدند",
    "خورد",
    "آورد",
    "برد",
    "ماند",
    "ماندند",
    "پردازد",
    "پیوندد",
    "افتد",
];

pub fn find(prose: &Prose, hits: &mut Vec<Hit>) {
    half_spaces(prose, hits);
    wide_spaces(prose, hits);
    for word in prose.runs(|c| is_word(c) || c == ZWNJ) {
        attached_prefix(prose, word.clone(), hits);
        ezafe(prose, word.clone(), hits);
        let space = word.end..prose.run(word.end, |c| c == ' ');
        if space.len() == 1 {
            two_words(prose, word, space, hits);
        }
    }
}

fn half_spaces(prose: &Prose, hits: &mut Vec<Hit>) {
    for range in prose.runs(|c| c == ZWNJ) {
        let before = prose.letter_before(range.start).filter(|c| is_arabic_letter(*c));
        let after = prose.get(range.end).filter(|c| is_arabic_letter(*c));
        match (before, after) {
            (Some(before), Some(_)) if range.len() == 1 => {
                if joining(before) != Joining::Both {
                    hits.push(Hit::new(Rule::FA17, range, ""));
                }
            }
            (Some(_), Some(_)) => hits.push(Hit::new(Rule::FA16, range, "\u{200c}")),
            _ => hits.push(Hit::new(Rule::FA16, range, "")),
        }
    }
}

fn wide_spaces(prose: &Prose, hits: &mut Vec<Hit>) {
    for range in prose.runs(is_blank) {
        let wide = range.len() > 1 || prose.get(range.start) == Some('\t');
        // The columns of a table and the ends of lines are no words.
        let parts = |c: Option<char>| c.is_some_and(|c| !c.is_whitespace() && c != '|');
        if wide
            && parts(prose.before(range.start))
            && parts(prose.get(range.end))
            && !marker_before(prose, range.start)
        {
            hits.push(Hit::new(Rule::FA18, range, " "));
        }
    }
}

/// Whether only the marker of a list, a quote or a heading stands before.
fn marker_before(prose: &Prose, at: usize) -> bool {
    let start = prose.run_before(at, |c| c != '\n');
    prose.text(start..at).trim().chars().all(|c| "-*+>#:.)\u{fffc}".contains(c) || c.is_ascii_digit())
}

/// A word, a space, and what should have been one with it.
fn two_words(
    prose: &Prose,
    word: std::ops::Range<usize>,
    space: std::ops::Range<usize>,
    hits: &mut Vec<Hit>,
) {
    let next = space.end..prose.run(space.end, |c| is_word(c) || c == ZWNJ);
    let (first, second) = (prose.text(word.clone()), prose.text(next.clone()));
    let Some(last) = prose.letter_before(word.end).filter(|c| is_arabic_letter(*c)) else { return };
    if second.is_empty() || second.starts_with(ZWNJ) {
        return;
    }
    let joiner = if joining(last) == Joining::Both { "\u{200c}" } else { "" };
    if PREFIXES.contains(&first.as_str()) {
        hits.push(Hit::new(Rule::FA12, space, "\u{200c}"));
    } else if PLURALS.contains(&second.as_str()) {
        hits.push(Hit::new(Rule::FA13, space, joiner));
    } else if DEGREES.contains(&second.as_str()) {
        hits.push(Hit::new(Rule::FA14, space, joiner));
    } else if last == HEH && ENDINGS.contains(&second.as_str()) && !NO_STEMS.contains(&first.as_str()) {
        hits.push(Hit::new(Rule::FA15, space, "\u{200c}"));
    } else if last == HEH && second == "ی" {
        let heh = prose.run_before(word.end, is_mark) - 1;
        hits.push(Hit::new(Rule::FA31, heh..next.end, "\u{647}\u{654}"));
    }
}

fn attached_prefix(prose: &Prose, word: std::ops::Range<usize>, hits: &mut Vec<Hit>) {
    let letters: String = prose.text(word.clone()).chars().filter(|c| !is_mark(*c)).collect();
    let prefix = ["نمی", "می"].into_iter().find(|prefix| letters.starts_with(prefix));
    let Some(prefix) = prefix else { return };
    let rest = letters.get(prefix.len()..).unwrap_or_default();
    if VERBS.contains(&rest) {
        // Behind the yeh of the prefix, whose marks, if any, stay with it.
        let yeh = prefix.chars().count();
        let mut seen = 0;
        let inside = prose.chars.get(word.clone()).unwrap_or_default();
        let at = inside.iter().position(|c| {
            seen += usize::from(!is_mark(*c));
            seen > yeh
        });
        if let Some(at) = at.map(|at| word.start + at) {
            hits.push(Hit::new(Rule::FA30, at..at, "\u{200c}"));
        }
    }
}

/// Heh with ZWNJ and yeh at the word's end, or with a lone hamza.
fn ezafe(prose: &Prose, word: std::ops::Range<usize>, hits: &mut Vec<Hit>) {
    let written = prose.chars.get(word.clone()).unwrap_or_default();
    let tail = match written {
        [.., HEH, ZWNJ, '\u{6cc}'] => 3,
        [.., HEH, '\u{621}'] => 2,
        _ => return,
    };
    hits.push(Hit::new(Rule::FA31, word.end - tail..word.end, "\u{647}\u{654}"));
}
