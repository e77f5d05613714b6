//! How search compares words: one key for all spellings of a word (persian.md P-86), and the tokens of a text (P-87).
//!
//! In: text of a page, or what a reader typed. Out: keys and tokens to compare byte for byte; never shown to anyone.
//! The browser's query code has to fold in the same way: both are tested with the same vectors.
//! No stemmer: a Persian plural ending is the only suffix taken off.

use std::collections::HashSet;

use icu_casemap::{CaseMapper, CaseMapperBorrowed};
use icu_properties::props::GeneralCategory;

use super::digits;
use super::letter::{
    TATWEEL, ZWJ, ZWNJ, category, is_arabic_letter, is_bidi_control, is_letter, is_mark, is_number,
};
use super::normalize::{nfc, nfkd};
use super::slug::is_apostrophe;

const CASE: CaseMapperBorrowed<'static> = CaseMapper::new();

/// The plural endings of persian.md P-61; no one ends in another.
const PLURAL_ENDINGS: [&str; 9] = ["ها", "های", "هایی", "هایم", "هایت", "هایش", "هایمان", "هایتان", "هایشان"];

/// The letters a plural ending must leave.
const SHORTEST_STEM: usize = 2;

/// Folds text to the form in which spellings compare: `كتابخانة` and `کتابخانه` give one key.
#[must_use]
pub fn search_key(text: &str) -> String {
    let mut key = fold(text);
    key.retain(|c| c != ZWNJ);
    key
}

/// How a token came from its word, best match first (persian.md P-91).
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Form {
    /// The word as it stands.
    Whole,
    /// A word with ZWNJ, written without.
    Joined,
    /// What stands between two ZWNJs.
    Part,
    /// A token without its plural ending.
    Stem,
}

/// One key under which a word of a document is found.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct Token {
    pub text: String,
    pub form: Form,
    /// Which word of the document, counted from 0.
    pub word: usize,
}

/// The tokens of a document, word by word.
#[must_use]
pub fn tokens(document: &str) -> Vec<Token> {
    let mut tokens = Vec::new();
    for (word, folded) in fold(document).split_whitespace().enumerate() {
        let mut add = |text: &str, form| {
            tokens.push(Token { text: text.to_owned(), form, word });
            if let Some(stem) = stem(text) {
                tokens.push(Token { text: stem.to_owned(), form: Form::Stem, word });
            }
        };
        if !folded.contains(ZWNJ) {
            add(folded, Form::Whole);
            continue;
        }
        add(&folded.replace(ZWNJ, ""), Form::Joined);
        for part in folded.split(ZWNJ) {
            add(part, Form::Part);
        }
    }
    tokens
}

/// The words of a query. A lone `ی` is the ezafe of a word before it and says nothing.
#[must_use]
pub fn query_words(query: &str) -> Vec<String> {
    search_key(query).split_whitespace().filter(|word| *word != "ی").map(str::to_owned).collect()
}

/// Whether every word of `words` occurs, alone or glued to the next one or two, where `occurs` tells the tokens of
/// a document. No words never match.
pub fn all_occur(words: &[String], occurs: impl Fn(&str) -> bool) -> bool {
    // reachable[n]: the first n words can be cut into tokens that occur.
    let mut reachable = vec![true];
    for end in 1..=words.len() {
        let from = end.saturating_sub(3);
        let found = (from..end).any(|start| reachable[start] && occurs(&words[start..end].concat()));
        reachable.push(found);
    }
    !words.is_empty() && reachable.ends_with(&[true])
}

/// Whether a query finds a document: all of its words, in any order.
#[must_use]
pub fn matches(query: &str, document: &str) -> bool {
    let found: HashSet<String> = tokens(document).into_iter().map(|token| token.text).collect();
    all_occur(&query_words(query), |token| found.contains(token))
}

fn stem(token: &str) -> Option<&str> {
    let stem = PLURAL_ENDINGS.iter().find_map(|ending| token.strip_suffix(ending))?;
    (stem.chars().count() >= SHORTEST_STEM).then_some(stem)
}

/// The search key before its ZWNJs are deleted: words between single spaces.
fn fold(text: &str) -> String {
    let composed: Vec<char> = nfc(text).chars().collect();
    let spelled: String = hamza_seats(&composed).into_iter().collect();
    let letters: String = nfkd(&spelled).chars().filter(|&c| !is_dropped(c)).filter_map(letter).collect();
    let folded: Vec<char> = CASE.fold_string(&letters).chars().collect();
    words(&folded)
}

/// `مسؤول` and `هیأت` in the spelling of `مسئول` and `هیئت`: a yeh as the seat of the hamza.
fn hamza_seats(chars: &[char]) -> Vec<char> {
    let next_letter = |from: usize| {
        let ahead = chars.get(from + 1..).unwrap_or_default().iter().position(|&c| !is_dropped(c))?;
        Some(from + 1 + ahead)
    };
    let seat = |(index, &c): (usize, &char)| {
        let next = next_letter(index);
        let is_next = |expected| next.and_then(|at| chars.get(at)) == Some(&expected);
        let next_ends_word = || {
            let after = next.and_then(next_letter).and_then(|at| chars.get(at));
            !after.is_some_and(|&c| is_arabic_letter(c))
        };
        match c {
            'ؤ' if is_next('و') => 'ئ',
            'أ' if is_next('ت') && next_ends_word() => 'ئ',
            _ => c,
        }
    };
    chars.iter().enumerate().map(seat).collect()
}

/// What makes no difference to a word: marks, strokes, controls, apostrophes.
fn is_dropped(c: char) -> bool {
    is_mark(c)
        || category(c) == GeneralCategory::EnclosingMark
        || is_bidi_control(c)
        || is_apostrophe(c)
        || matches!(c, TATWEEL | ZWJ | '\u{ad}' | '\u{200b}' | '\u{2060}' | '\u{feff}')
}

/// One letter for all its forms; `None` for the hamza alone.
fn letter(c: char) -> Option<char> {
    Some(match c {
        '\u{64a}' | '\u{649}' | '\u{6d2}' | '\u{6d0}' | '\u{6cd}' => 'ی',
        '\u{643}' | '\u{6aa}' => 'ک',
        '\u{629}' | '\u{6c3}' | '\u{6c1}' | '\u{6be}' | '\u{6d5}' => 'ه',
        '\u{671}' => 'ا',
        '\u{621}' => return None,
        _ => digits::value(c).map_or(c, |digit| char::from(b'0' + digit)),
    })
}

/// Keeps letters, numbers and ZWNJ, joins the parts of a number, and turns all else into single spaces.
fn words(chars: &[char]) -> String {
    let at = |index: usize| chars.get(index).copied();
    let mut words = String::with_capacity(chars.len() * 2);
    let mut index = 0;
    while let Some(c) = at(index) {
        let after_digit = index.checked_sub(1).and_then(at).is_some_and(|c| c.is_ascii_digit());
        match c {
            '\u{66c}' | ',' if after_digit && exactly_three_digits(&chars[index + 1..]) => {}
            '\u{66b}' | '.' if after_digit && at(index + 1).is_some_and(|c| c.is_ascii_digit()) => {
                words.push('.')
            }
            ZWNJ if words.ends_with('ه') && at(index + 1) == Some('ی') && ends_word(at(index + 2)) => {
                index += 1
            }
            ZWNJ if words.is_empty() || words.ends_with([' ', ZWNJ]) => {}
            _ if c == ZWNJ || is_letter(c) || is_number(c) => words.push(c),
            _ => end_word(&mut words),
        }
        index += 1;
    }
    end_word(&mut words);
    words.truncate(words.trim_end_matches(' ').len());
    words
}

/// Puts one space after a word that is not yet followed by one.
fn end_word(words: &mut String) {
    if words.ends_with(ZWNJ) {
        words.pop();
    }
    if !words.is_empty() && !words.ends_with(' ') {
        words.push(' ');
    }
}

fn exactly_three_digits(chars: &[char]) -> bool {
    chars.iter().take(4).take_while(|c| c.is_ascii_digit()).count() == 3
}

/// Whether a word ends before `next`.
fn ends_word(next: Option<char>) -> bool {
    !next.is_some_and(|c| c == ZWNJ || is_letter(c) || is_number(c))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn texts(document: &str) -> Vec<(String, Form, usize)> {
        tokens(document).into_iter().map(|token| (token.text, token.form, token.word)).collect()
    }

    #[test]
    fn a_zwnj_word_is_found_joined_and_in_parts() {
        let expected = [
            ("شهر", Form::Whole, 0),
            ("کتابها", Form::Joined, 1),
            ("کتاب", Form::Stem, 1),
            ("کتاب", Form::Part, 1),
            ("ها", Form::Part, 1),
        ];
        assert_eq!(
            texts("شهرِ کتاب\u{200c}ها"),
            expected.map(|(text, form, word)| (text.to_owned(), form, word))
        );
    }

    #[test]
    fn a_stem_has_two_letters() {
        assert_eq!(stem("بها"), None);
        assert_eq!(stem("تنها"), Some("تن"));
        assert_eq!(stem("شهرهایشان"), Some("شهر"));
    }

    #[test]
    fn marks_do_not_hide_a_spelling() {
        assert_eq!(search_key("هیأ\u{64e}ت\u{650}"), search_key("هیئت"));
        assert_eq!(search_key("هیأت\u{200c}ها"), search_key("هیئت\u{200c}ها"));
    }

    #[test]
    fn numbers_keep_together_and_lists_do_not() {
        assert_eq!(search_key("1,234,567.89"), "1234567.89");
        assert_eq!(search_key("12,34 و 1,2345."), "12 34 و 1 2345");
    }

    #[test]
    fn queries_of_nothing_find_nothing() {
        assert!(!matches(" ی \u{200c}", "شهر ی"));
        assert!(!matches("", ""));
    }
}
