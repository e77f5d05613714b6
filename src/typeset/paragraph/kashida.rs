//! Where a Persian word may be lengthened, and where that looks best.
//!
//! In: a word, and its shaped glyphs. Out: the letter before which a stroke
//! (kashida) may go between it and the one before it. How long it is drawn,
//! and in which words of a line, is decided in `justify`; the text never
//! holds it. Source: the scheme of W3C alreq and LibreOffice, as P-149 and
//! P-150 adapt it.

use std::ops::Range;

use super::shape::ShapedGlyph;
use crate::config::Kashida;
use crate::locale::letter::{Joining, ZWNJ, is_arabic_letter, is_mark, joining};

/// The most a letter is lengthened by, in ems.
pub const LONGEST: f64 = 0.55;
/// Lengths are whole multiples of this, in ems: as many shapes of a letter
/// as there are lengths get into the file.
pub const STEP: f64 = 1.0 / 32.0;
/// Words of one line that may be lengthened.
pub const WORDS_A_LINE: usize = 2;
/// Letters of the shortest word that may be lengthened.
const SHORTEST_WORD: usize = 3;

/// How wide word spaces are, over natural, before letters give way; none if they never do.
pub fn threshold(kashida: Kashida) -> Option<f64> {
    match kashida {
        Kashida::Off => None,
        Kashida::Sparing => Some(1.2),
        Kashida::Full => Some(1.05),
    }
}

/// A place for a kashida in a text.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Place {
    /// The byte offset of the letter that it goes before.
    pub at: usize,
    /// The byte offset of the letter that it goes after.
    pub after: usize,
    /// From 0, the best; none for a place that joins and never looks well.
    pub rank: Option<u8>,
}

/// The best place in each word of a text, in logical order.
///
/// - `glyphs`: of the text, clusters counted from its start. A place at which
///   the face would draw its letters otherwise does not count.
pub fn best_places(text: &str, glyphs: &[ShapedGlyph]) -> Vec<(Range<usize>, Place)> {
    let words = words(text).into_iter();
    let best = words.filter_map(|word| {
        let inside = text.get(word.clone())?;
        let places = places(inside).into_iter();
        let places =
            places.map(|place| Place { at: place.at + word.start, after: place.after + word.start, ..place });
        let best = best(places.filter(|place| is_drawn_apart(place, glyphs)))?;
        Some((word, best))
    });
    best.collect()
}

/// The best of the places of one word; of equals the later one.
fn best(places: impl Iterator<Item = Place>) -> Option<Place> {
    places.filter(|place| place.rank.is_some()).min_by_key(|place| (place.rank, std::cmp::Reverse(place.at)))
}

/// Whether the letters on both sides have glyphs of their own, which a stroke
/// between them leaves as they are.
fn is_drawn_apart(place: &Place, glyphs: &[ShapedGlyph]) -> bool {
    let is_at = |glyph: &ShapedGlyph, at: usize| usize::try_from(glyph.cluster) == Ok(at);
    glyphs.iter().any(|glyph| is_at(glyph, place.at) && glyph.tatweel)
        && glyphs.iter().any(|glyph| is_at(glyph, place.after))
}

/// The stretches of Arabic letters, marks and joiners, as byte ranges.
fn words(text: &str) -> Vec<Range<usize>> {
    let mut words: Vec<Range<usize>> = Vec::new();
    for (at, character) in text.char_indices().filter(|(_, character)| is_of_word(*character)) {
        match words.last_mut() {
            Some(word) if word.end == at => word.end += character.len_utf8(),
            _ => words.push(at..at + character.len_utf8()),
        }
    }
    words
}

/// Whether the character stands within words.
pub fn is_of_word(character: char) -> bool {
    character == ZWNJ || is_arabic_letter(character) || (!character.is_ascii() && is_mark(character))
}

/// A letter of a word; marks are left out.
#[derive(Clone, Copy)]
struct Letter {
    at: usize,
    character: char,
    joins_before: bool,
    joins_after: bool,
}

/// Every place at which two letters of a word join and the face of no font
/// would make one shape of them.
fn places(word: &str) -> Vec<Place> {
    let letters = letters(word);
    if letters.len() < SHORTEST_WORD {
        return Vec::new();
    }
    let joined = letters.windows(2).enumerate().filter_map(|(index, pair)| match pair {
        [before, after] if before.joins_after && !is_lam_alef(before.character, after.character) => {
            let rank = rank(before, after, letters.get(index + 2));
            Some(Place { at: after.at, after: before.at, rank })
        }
        _ => None,
    });
    joined.collect()
}

fn letters(word: &str) -> Vec<Letter> {
    let mut letters: Vec<Letter> = Vec::new();
    let mut apart = true;
    for (at, character) in word.char_indices() {
        if is_mark(character) {
            continue;
        }
        if !is_arabic_letter(character) {
            apart = true;
            continue;
        }
        let joins = joining(character);
        let before = letters.last_mut().filter(|before| !apart && joining(before.character) == Joining::Both);
        let joins_before = match before {
            Some(before) if joins != Joining::Neither => {
                before.joins_after = true;
                true
            }
            _ => false,
        };
        letters.push(Letter { at, character, joins_before, joins_after: false });
        apart = false;
    }
    letters
}

/// How well a stroke looks between two letters (P-150), from 0.
fn rank(before: &Letter, after: &Letter, next: Option<&Letter>) -> Option<u8> {
    let last = !after.joins_after;
    let next = next.filter(|next| next.joins_before && after.joins_after);
    match after.character {
        _ if matches!(before.character, 'س' | 'ش' | 'ص' | 'ض') => Some(0),
        character if last && is_yeh(character) => None,
        'ه' | 'ة' | '\u{6c0}' if last => Some(1),
        'د' | 'ذ' => Some(1),
        character if is_alef(character) => Some(2),
        'ط' | 'ظ' | 'ل' | 'ک' | '\u{643}' | 'گ' if last => Some(2),
        'ب' | 'پ' | 'ت' | 'ث' | 'ن' | 'ی' | '\u{64a}' | 'ئ'
            if next.is_some_and(|next| {
                is_reh(next.character) || (is_yeh(next.character) && !next.joins_after)
            }) =>
        {
            Some(3)
        }
        'و' | 'ؤ' => Some(4),
        'ع' | 'غ' | 'ق' | 'ف' if last => Some(4),
        character if is_reh(character) || last => Some(5),
        _ => None,
    }
}

fn is_lam_alef(before: char, after: char) -> bool {
    before == 'ل' && is_alef(after)
}

fn is_alef(character: char) -> bool {
    matches!(character, 'ا' | 'آ' | 'أ' | 'إ' | '\u{671}')
}

fn is_yeh(character: char) -> bool {
    matches!(character, 'ی' | '\u{64a}' | '\u{649}' | 'ئ')
}

fn is_reh(character: char) -> bool {
    matches!(character, 'ر' | 'ز' | 'ژ')
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn places_are_those_of_the_vectors() {
        let file = include_str!("../../../tests/fixtures/persian_vectors.json");
        let all: serde_json::Value = serde_json::from_str(file).expect("the fixture is JSON");
        let vectors = all["vectors"].as_array().expect("a list of vectors");
        let vectors: Vec<_> = vectors.iter().filter(|vector| vector["category"] == "kashida").collect();
        assert!(vectors.len() >= 25);
        for vector in vectors {
            let word = vector["word"].as_str().expect("a word");
            let index = |place: Place| word[..place.at].chars().count();
            let allowed: Vec<usize> = places(word).into_iter().map(index).collect();
            let chosen = best(places(word).into_iter()).map(index);
            let number = |value: &serde_json::Value| value.as_u64().map(|number| number as usize);
            let expected = vector["expected"]["allowed"].as_array().expect("places");
            let expected: Vec<usize> = expected.iter().filter_map(number).collect();
            assert_eq!(allowed, expected, "{}", vector["id"]);
            assert_eq!(chosen, number(&vector["expected"]["best"]), "{}", vector["id"]);
        }
    }

    #[test]
    fn marks_are_no_letters_and_go_with_the_letter_before() {
        let word = "مُحَمَّد";
        let best = best(places(word).into_iter()).map(|place| &word[place.at..]);
        assert_eq!(best, Some("د"));
        assert!(places("لَا").is_empty());
    }

    #[test]
    fn a_word_is_what_stands_between_spaces_and_signs() {
        let text = "«می\u{200c}روم»، خانهٔ 12 x";
        let words: Vec<&str> = words(text).into_iter().map(|word| &text[word]).collect();
        assert_eq!(words, ["می\u{200c}روم", "خانهٔ"]);
    }
}
