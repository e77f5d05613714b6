//! Digits and their marks: FA04 to FA06, FA25, FA26.

use super::punctuation::groups;
use super::{Hit, Prose, Rule, is_blank, is_persian_digit};

pub fn find(prose: &Prose, hits: &mut Vec<Hit>) {
    for token in tokens(prose) {
        number(prose, token, hits);
    }
    percents(prose, hits);
}

fn is_arabic_digit(c: char) -> bool {
    ('\u{660}'..='\u{669}').contains(&c)
}

fn is_digit(c: char) -> bool {
    c.is_ascii_digit() || is_arabic_digit(c) || is_persian_digit(c)
}

/// Digits with the marks between them, as one number.
fn tokens(prose: &Prose) -> Vec<std::ops::Range<usize>> {
    let part = |c: char| is_digit(c) || ".,/٫٬:-".contains(c);
    let runs = prose.runs(part).filter_map(|run| {
        let digits = |range: std::ops::Range<usize>| {
            range.into_iter().filter(|&at| prose.get(at).is_some_and(is_digit))
        };
        let (first, last) = (digits(run.clone()).next()?, digits(run).next_back()?);
        Some(first..last + 1)
    });
    runs.collect()
}

fn number(prose: &Prose, token: std::ops::Range<usize>, hits: &mut Vec<Hit>) {
    let text = prose.text(token.clone());
    let kinds = [char::is_ascii_digit, |c: &char| is_arabic_digit(*c), |c: &char| is_persian_digit(*c)];
    let present = kinds.iter().filter(|is| text.chars().any(|c| is(&c))).count();
    if present > 1 {
        hits.push(Hit { rule: Rule::FA06, range: token, replacement: prose.persian.then(|| persian(&text)) });
    } else if text.chars().any(is_arabic_digit) {
        hits.push(Hit::new(Rule::FA04, token, persian(&text)));
    } else if text.chars().any(|c| c.is_ascii_digit()) {
        if prose.persian && !beside_latin(prose, &token) {
            hits.push(Hit::new(Rule::FA05, token, persian(&text)));
        }
    } else {
        latin_marks(prose, token, hits);
    }
}

/// The number as Persian writes it: digits, decimal mark, groups.
fn persian(text: &str) -> String {
    let digits: String = text
        .chars()
        .map(|c| match c.to_digit(10).or_else(|| is_arabic_digit(c).then(|| u32::from(c) - 0x660)) {
            Some(digit) => char::from_u32(0x6f0 + digit).unwrap_or(c),
            None => c,
        })
        .collect();
    let mut parts = digits.split(',');
    let first = parts.next().is_some_and(|part| (1..=3).contains(&part.chars().count()));
    let grouped = first
        && digits.contains(',')
        && parts.all(|part| part.split('.').next().is_some_and(|part| part.chars().count() == 3));
    let marked = if grouped { digits.replace(',', "٬") } else { digits };
    if marked.matches('.').count() == 1 && !marked.contains([',', '/', ':', '-']) {
        marked.replace('.', "٫")
    } else {
        marked
    }
}

/// Whether a number belongs to Latin words: it touches one, perhaps through a
/// mark, or is one space away from one.
fn beside_latin(prose: &Prose, token: &std::ops::Range<usize>) -> bool {
    let latin = |c: Option<char>| c.is_some_and(|c| c.is_alphabetic() && u32::from(c) < 0x250);
    let mark = |c: char| "-._/:+".contains(c);
    let (before, after) = (prose.run_before(token.start, mark), prose.run(token.end, mark));
    let space = |at: usize| prose.get(at) == Some(' ');
    latin(prose.before(before))
        || latin(prose.get(after))
        || (token.start > 1 && space(token.start - 1) && latin(prose.before(token.start - 1)))
        || (space(token.end) && latin(prose.get(token.end + 1)))
}

/// A dot as decimal mark, a comma as mark of groups.
fn latin_marks(prose: &Prose, token: std::ops::Range<usize>, hits: &mut Vec<Hit>) {
    let dots: Vec<usize> = token.clone().filter(|&at| prose.get(at) == Some('.')).collect();
    if let [dot] = dots[..]
        && prose.before(dot).is_some_and(is_persian_digit)
        && prose.get(dot + 1).is_some_and(is_persian_digit)
    {
        hits.push(Hit::new(Rule::FA25, dot..dot + 1, "٫"));
    }
    // The Persian comma is no part of a number's token, so look one group further.
    for at in token.start..=token.end {
        if prose.get(at).is_some_and(|c| c == ',' || c == '،') && groups(prose, at) {
            hits.push(Hit::new(Rule::FA25, at..at + 1, "٬"));
        }
    }
}

fn percents(prose: &Prose, hits: &mut Vec<Hit>) {
    for (at, sign) in prose.chars.iter().copied().enumerate().filter(|(_, c)| matches!(c, '%' | '٪')) {
        let space = prose.run_before(at, is_blank);
        if prose.before(space).is_some_and(is_persian_digit) {
            if sign == '%' || space < at {
                hits.push(Hit::new(Rule::FA26, space..at + 1, "٪"));
            }
            continue;
        }
        let digits = prose.run(at + 1, is_blank);
        let end = prose.run(digits, |c| is_persian_digit(c) || "٫٬".contains(c));
        if end > digits {
            let number = prose.text(digits..end);
            hits.push(Hit::new(Rule::FA26, at..end, format!("{number}٪")));
        }
    }
}
