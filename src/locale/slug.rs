//! Anchors of headings, and the form in which links carry them.
//!
//! In: a heading's text. Out: letters, digits and single hyphens; Persian letters stay Persian (persian.md P-125).
//! Making slugs unique on a page, and refusing empty ones, is left to whoever sees the whole page.

use std::fmt::Write;

use super::digits::to_ascii;
use super::letter::{ZWJ, category, is_letter, is_mark};
use super::normalize::{nfc, normalize};
use icu_properties::props::GeneralCategory;

/// The anchor of a heading; empty if the heading has no letter or digit. Applying it twice changes nothing.
#[must_use]
pub fn slug(text: &str) -> String {
    let lower = normalize(text).to_lowercase();
    let normal = normalize(&lower);
    let digits = to_ascii(&normal);
    let mut slug = String::with_capacity(digits.len());
    for c in digits.chars() {
        if is_letter(c) || category(c) == GeneralCategory::DecimalNumber {
            slug.push(c);
        } else if !is_silent(c) && !slug.is_empty() && !slug.ends_with('-') {
            slug.push('-');
        }
    }
    slug.truncate(slug.trim_end_matches('-').len());
    // Letters that a dropped mark kept apart may compose (Hangul jamo).
    nfc(&slug).into_owned()
}

/// What falls away without parting a word: marks, the joiner, and apostrophes (`Xi’an` is one word).
fn is_silent(c: char) -> bool {
    is_mark(c) || c == ZWJ || is_apostrophe(c)
}

/// The signs that serve as apostrophes or as the hamza and ayn of transliterated names.
pub(super) fn is_apostrophe(c: char) -> bool {
    matches!(c, '\'' | '‘' | '’' | '`' | '\u{2bc}' | '\u{2bb}' | '\u{2bf}' | '\u{2be}')
}

/// Percent-encodes a path segment or fragment: UTF-8 of the NFC form, all but unreserved characters.
///
/// Source: RFC 3986 §2.1 and §2.3; RFC 3987 §3.1.
#[must_use]
pub fn percent_encode(text: &str) -> String {
    let mut encoded = String::with_capacity(text.len());
    let is_unreserved = |byte: u8| byte.is_ascii_alphanumeric() || b"-._~".contains(&byte);
    push_encoded(&mut encoded, &nfc(text), is_unreserved);
    encoded
}

/// An address in ASCII: what is encoded in it already stays as it is.
///
/// Source: RFC 3987 §3.1.
#[must_use]
pub fn ascii_address(address: &str) -> String {
    let mut encoded = String::with_capacity(address.len());
    push_encoded(&mut encoded, address, |byte| byte.is_ascii_graphic());
    encoded
}

fn push_encoded(out: &mut String, text: &str, stays: impl Fn(u8) -> bool) {
    for byte in text.bytes() {
        if stays(byte) {
            out.push(char::from(byte));
        } else {
            // Writing to a String cannot fail.
            let _ = write!(out, "%{byte:02X}");
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn slugs_of_latin_headings() {
        assert_eq!(slug("  Iași & Xi’an: 1,234 —  "), "iași-xian-1-234");
        assert_eq!(slug("İzmir"), "izmir");
        assert_eq!(slug("!?"), "");
    }

    #[test]
    fn an_address_is_written_in_ascii() {
        assert_eq!(ascii_address("https://a.ir/شهر?q=1#x"), "https://a.ir/%D8%B4%D9%87%D8%B1?q=1#x");
        assert_eq!(ascii_address("https://a.ir/a%20b"), "https://a.ir/a%20b");
    }

    #[test]
    fn reserved_characters_are_encoded() {
        assert_eq!(percent_encode("a b/c?~"), "a%20b%2Fc%3F~");
        assert_eq!(percent_encode("e\u{301}"), "%C3%A9");
    }
}
