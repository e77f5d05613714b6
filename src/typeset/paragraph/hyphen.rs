//! Where an English word may be divided.
//!
//! In: an atom's text, which may carry quotes and brackets. Out: byte offsets
//! before which a hyphen may be put. Method: Liang's patterns, by `hypher`.
//! Persian is never hyphenated (W3C alreq §6.2).

use std::ops::Range;

use hypher::Lang;

const LETTERS_BEFORE: usize = 2;
const LETTERS_AFTER: usize = 3;
const SHORTEST: usize = 5;
/// What is longer is no word, and more than the patterns take.
const LONGEST: usize = 40;

/// Byte offsets in `text`, rising, at which a word may be divided.
///
/// Words with digits, with a capital after their first letter, and addresses
/// (letters joined by `.`, `/`, `@`, `_` or `:`) are left whole.
pub fn hyphen_points(text: &str) -> Vec<usize> {
    if text.len() < SHORTEST || text.chars().any(char::is_numeric) || is_address(text) {
        return Vec::new();
    }
    words(text).into_iter().flat_map(|word| points_in_word(text, word)).collect()
}

fn points_in_word(text: &str, range: Range<usize>) -> Vec<usize> {
    let word = text.get(range.clone()).unwrap_or_default();
    let plain = word.bytes().all(|byte| byte.is_ascii_alphabetic());
    let capital_inside = word.bytes().skip(1).any(|byte| byte.is_ascii_uppercase());
    if !(SHORTEST..=LONGEST).contains(&word.len()) || !plain || capital_inside {
        return Vec::new();
    }
    let lower = word.to_ascii_lowercase();
    let mut at = range.start;
    let mut points = Vec::new();
    for syllable in hypher::hyphenate_bounded(&lower, Lang::English, LETTERS_BEFORE, LETTERS_AFTER) {
        at += syllable.len();
        if at < range.end {
            points.push(at);
        }
    }
    points
}

/// The stretches of letters, as byte ranges.
fn words(text: &str) -> Vec<Range<usize>> {
    let mut words: Vec<Range<usize>> = Vec::new();
    for (at, letter) in text.char_indices().filter(|(_, character)| character.is_alphabetic()) {
        match words.last_mut() {
            Some(word) if word.end == at => word.end += letter.len_utf8(),
            _ => words.push(at..at + letter.len_utf8()),
        }
    }
    words
}

fn is_address(text: &str) -> bool {
    let mut before = None;
    let mut characters = text.chars().peekable();
    while let Some(character) = characters.next() {
        let joins = matches!(character, '.' | '/' | '@' | '_' | ':' | '\\');
        let after = characters.peek().copied();
        if joins && before.is_some_and(char::is_alphanumeric) && after.is_some_and(char::is_alphanumeric) {
            return true;
        }
        before = Some(character);
    }
    false
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(text: &str, divided: &str) {
        let mut shown = text.to_owned();
        for point in hyphen_points(text).into_iter().rev() {
            shown.insert(point, '|');
        }
        assert_eq!(shown, divided);
    }

    #[test]
    fn words_are_divided_by_pattern() {
        check("extensive", "ex|ten|sive");
        check("\u{201c}Municipality,\u{201d}", "\u{201c}Mu|nic|i|pal|ity,\u{201d}");
        check("difficult", "dif|fi|cult");
    }

    #[test]
    fn short_words_and_ends_stay_whole() {
        check("city", "city");
        check("only", "only");
        check("above", "above");
    }

    #[test]
    fn acronyms_numbers_and_addresses_stay_whole() {
        check("UNESCO", "UNESCO");
        check("McDonalds", "McDonalds");
        check("version2", "version2");
        check("www.isfahan.ir/municipality", "www.isfahan.ir/municipality");
        check("C\u{f3}rdoba", "C\u{f3}rdoba");
        let endless = "extraordinary".repeat(9);
        check(&endless, &endless);
    }
}
