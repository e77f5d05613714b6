//! The classes of characters that Persian rules speak of: Arabic letters, marks, and how letters join.
//!
//! In: one character. Out: its class, from Unicode properties. What follows from a class is decided by the callers.

use icu_properties::CodePointMapData;
use icu_properties::props::{GeneralCategory, GeneralCategoryGroup, JoiningType, Script};

/// U+200C, which keeps two letters of one word apart.
pub const ZWNJ: char = '\u{200c}';
/// U+200D, which gives a letter the form it has before or after another.
pub const ZWJ: char = '\u{200d}';
/// U+0640, the drawn stroke between letters; never stored in this book's text.
pub const TATWEEL: char = '\u{640}';

/// The sides on which a letter joins its neighbours.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Joining {
    Both,
    /// Joins the letter before it, never the one after (ا د ذ ر ز ژ و).
    Previous,
    Neither,
}

/// Whether `c` is a letter of the Arabic script; tatweel is not.
#[must_use]
pub fn is_arabic_letter(c: char) -> bool {
    c != TATWEEL && is_letter(c) && CodePointMapData::<Script>::new().get(c) == Script::Arabic
}

/// General category L.
#[must_use]
pub fn is_letter(c: char) -> bool {
    GeneralCategoryGroup::Letter.contains(category(c))
}

/// General category N.
#[must_use]
pub fn is_number(c: char) -> bool {
    GeneralCategoryGroup::Number.contains(category(c))
}

/// General category Mn: a mark that takes no room of its own, such as the vowel signs and the hamza above.
#[must_use]
pub fn is_mark(c: char) -> bool {
    category(c) == GeneralCategory::NonspacingMark
}

pub(crate) fn category(c: char) -> GeneralCategory {
    CodePointMapData::<GeneralCategory>::new().get(c)
}

/// How `c` joins, from Unicode's Joining_Type.
#[must_use]
pub fn joining(c: char) -> Joining {
    match CodePointMapData::<JoiningType>::new().get(c) {
        JoiningType::DualJoining => Joining::Both,
        JoiningType::RightJoining => Joining::Previous,
        _ => Joining::Neither,
    }
}

/// Whether `c` orders or isolates text without being seen: U+061C, 200E, 200F, 202A–202E, 2066–2069.
#[must_use]
pub fn is_bidi_control(c: char) -> bool {
    matches!(c, '\u{61c}' | '\u{200e}' | '\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}')
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn letters_join_as_the_script_says() {
        assert_eq!(joining('ب'), Joining::Both);
        assert_eq!(joining('ر'), Joining::Previous);
        assert_eq!(joining('ء'), Joining::Neither);
        assert_eq!(joining('a'), Joining::Neither);
    }

    #[test]
    fn tatweel_digits_and_marks_are_no_letters() {
        assert!(is_arabic_letter('گ'));
        for c in [TATWEEL, '۳', '\u{654}', '،', 'x'] {
            assert!(!is_arabic_letter(c), "{c:?}");
        }
        assert!(is_mark('\u{654}'));
    }
}
