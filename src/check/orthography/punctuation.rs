//! Marks and the spaces around them: FA19 to FA24, FA27 to FA29.

use super::{COVERED, Hit, Prose, Rule, is_blank, is_persian_digit, is_word};
use crate::locale::letter::is_arabic_letter;

pub fn find(prose: &Prose, hits: &mut Vec<Hit>) {
    repeated(prose, hits);
    space_before(prose, hits);
    space_after(prose, hits);
    inside_brackets(prose, hits);
    latin_marks(prose, hits);
    latin_quotes(prose, hits);
    pairs(prose, hits);
    dashes(prose, hits);
}

fn ends_phrase(c: char) -> bool {
    is_word(c) || is_persian_digit(c) || matches!(c, '»' | ')' | ']')
}

fn repeated(prose: &Prose, hits: &mut Vec<Hit>) {
    for range in prose.runs(|c| c == '.' || c == '…') {
        let dots = prose.text(range.clone());
        if range.len() > 1 && (dots.contains('…') || range.len() > 2) && prose.persian {
            hits.push(Hit::new(Rule::FA27, range, "…"));
        }
    }
    for mark in ['؟', '!', '،', '؛'] {
        for range in prose.runs(|c| c == mark).filter(|range| range.len() > 1) {
            hits.push(Hit::new(Rule::FA28, range, mark));
        }
    }
}

fn space_before(prose: &Prose, hits: &mut Vec<Hit>) {
    for range in prose.runs(|c| c == ' ') {
        let mark = prose.get(range.end).is_some_and(|c| "،؛؟!:.".contains(c));
        // Three dots are an ellipsis, `![` is a picture, `.5` a number, `:key:` is nobody's.
        let next = prose.get(range.end + 1);
        let other = next.is_some_and(|c| matches!(c, '.' | '[') || c.is_ascii_alphanumeric());
        if mark && !other && prose.before(range.start).is_some_and(ends_phrase) {
            hits.push(Hit::new(Rule::FA19, range, ""));
        }
    }
}

fn space_after(prose: &Prose, hits: &mut Vec<Hit>) {
    for (at, c) in prose.chars.iter().copied().enumerate() {
        let next = prose.get(at + 1);
        let opens = next.is_some_and(|c| is_arabic_letter(c) || matches!(c, '«' | '('));
        let missing = match c {
            '؛' | '؟' | '!' | ':' => opens,
            '،' => opens || (between_numbers(prose, at) && !groups(prose, at)),
            '.' => {
                let letters = |from: usize, to: usize| {
                    prose.text(from..to).chars().filter(|c| is_arabic_letter(*c)).count()
                };
                let before = prose.run_before(at, is_word);
                let after = prose.run(at + 1, is_word);
                letters(before, at) > 1 && letters(at + 1, after) > 1
            }
            _ => false,
        };
        if missing {
            hits.push(Hit::new(Rule::FA20, at..at + 1, format!("{c} ")));
        }
    }
}

fn between_numbers(prose: &Prose, at: usize) -> bool {
    prose.before(at).is_some_and(is_persian_digit) && prose.get(at + 1).is_some_and(is_persian_digit)
}

/// Whether exactly three digits follow: then the mark groups a number (FA25).
pub fn groups(prose: &Prose, at: usize) -> bool {
    between_numbers(prose, at) && prose.run(at + 1, is_persian_digit) - at - 1 == 3 && {
        let digits = at - prose.run_before(at, is_persian_digit);
        (1..=3).contains(&digits)
    }
}

fn inside_brackets(prose: &Prose, hits: &mut Vec<Hit>) {
    for range in prose.runs(is_blank) {
        let before = prose.before(range.start);
        let after = prose.get(range.end);
        let opened = before.is_some_and(|c| "«‹([".contains(c));
        let closes = after.is_some_and(|c| "»›)]".contains(c));
        // `[ ]` is the box of a task.
        let task = before == Some('[') && after == Some(']');
        // A bracket that ends the line above, or begins the one below, has no space inside.
        if (opened && after.is_some_and(|c| c != '\n') || closes && before.is_some_and(|c| c != '\n'))
            && !task
        {
            hits.push(Hit::new(Rule::FA21, range, ""));
        }
    }
}

fn latin_marks(prose: &Prose, hits: &mut Vec<Hit>) {
    for (at, c) in prose.chars.iter().copied().enumerate() {
        let Some(persian) = persian_mark(c) else { continue };
        let start = prose.run_before(at, |c| c == ' ');
        let follows =
            prose.before(start).is_some_and(|c| is_word(c) || is_persian_digit(c) || matches!(c, '»' | ')'));
        if follows && !(c == ',' && groups(prose, at)) && prose.persian {
            hits.push(Hit::new(Rule::FA22, start..at + 1, persian));
        }
    }
}

fn persian_mark(c: char) -> Option<char> {
    match c {
        ',' => Some('،'),
        ';' => Some('؛'),
        '?' => Some('؟'),
        _ => None,
    }
}

/// Pairs of Latin quotes around text that has a Persian letter.
fn latin_quotes(prose: &Prose, hits: &mut Vec<Hit>) {
    let mut open: Option<usize> = None;
    for (at, c) in prose.chars.iter().copied().enumerate() {
        match (c, open) {
            ('"' | '“' | '„', None) => open = Some(at),
            ('"' | '”', Some(start)) => {
                open = None;
                let inside = start + 1..at;
                if prose
                    .chars
                    .get(inside.clone())
                    .is_some_and(|text| text.iter().any(|c| is_arabic_letter(*c)))
                {
                    let words: String = prose.raw.get(inside).unwrap_or_default().iter().collect();
                    hits.push(Hit::new(Rule::FA23, start..at + 1, format!("«{words}»")));
                }
            }
            _ => {}
        }
    }
}

/// Guillemets that do not pair: one left open, one that closes nothing, or
/// one directly within another of its kind.
fn pairs(prose: &Prose, hits: &mut Vec<Hit>) {
    let mut open: Vec<(char, usize)> = Vec::new();
    for (at, c) in prose.chars.iter().copied().enumerate() {
        match c {
            '«' | '‹' => {
                if open.last().is_some_and(|(outer, _)| *outer == c) {
                    hits.push(Hit::unmended(Rule::FA24, at..at + 1));
                }
                open.push((c, at));
            }
            '»' | '›' => {
                let wanted = if c == '»' { '«' } else { '‹' };
                match open.last() {
                    Some((outer, _)) if *outer == wanted => drop(open.pop()),
                    _ => hits.push(Hit::unmended(Rule::FA24, at..at + 1)),
                }
            }
            _ => {}
        }
    }
    hits.extend(open.into_iter().map(|(_, at)| Hit::unmended(Rule::FA24, at..at + 1)));
}

fn dashes(prose: &Prose, hits: &mut Vec<Hit>) {
    for range in prose.runs(|c| c == '-') {
        let (start, end) = (prose.run_before(range.start, |c| c == ' '), prose.run(range.end, |c| c == ' '));
        let word = |c: Option<char>| {
            c.is_some_and(|c| is_word(c) || is_persian_digit(c) || matches!(c, '»' | '«' | ')' | '('))
        };
        let words = word(prose.before(start)) && word(prose.get(end));
        let spaced = start < range.start && range.end < end;
        let digits =
            start == range.start && end == range.end && range.len() == 1 && lone_range(prose, range.start);
        if digits || words && (range.len() == 2 || range.len() == 3 || (range.len() == 1 && spaced)) {
            hits.push(Hit::new(Rule::FA29, range, "–"));
        }
    }
}

/// Whether a hyphen stands between two Persian numbers and is the only one of
/// its token: telephone numbers, ISBNs and dates have more.
fn lone_range(prose: &Prose, at: usize) -> bool {
    let token = |c: char| is_persian_digit(c) || c.is_ascii_digit() || c == '-' || c == COVERED;
    let whole = prose.run_before(at, token)..prose.run(at, token);
    between_numbers(prose, at) && prose.text(whole).matches('-').count() == 1
}
