//! Which originals the translations were last held against.
//!
//! A translation is older than its original if the original's text is no more
//! the one that was recorded with it. Texts are told apart by their content,
//! never by a clock: copies, checkouts and other machines change nothing.

use std::collections::BTreeMap;
use std::fmt;

use crate::locale::Lang;

/// The record of the book: chapters by slug, their languages, the text each had.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Accepted(pub BTreeMap<String, BTreeMap<Lang, ContentHash>>);

/// A text by its content: the first 16 bytes of BLAKE3, in small hexadecimal digits.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ContentHash(String);

impl ContentHash {
    /// The hash of a text; how its lines end is not part of it.
    pub fn of(text: &str) -> ContentHash {
        let hash = blake3::hash(text.replace("\r\n", "\n").as_bytes());
        ContentHash(hash.to_hex().chars().take(Self::DIGITS).collect())
    }

    /// Reads a hash as [`fmt::Display`] writes it.
    pub fn parse(text: &str) -> Option<ContentHash> {
        let is_digit = |byte: u8| byte.is_ascii_digit() || (b'a'..=b'f').contains(&byte);
        (text.len() == Self::DIGITS && text.bytes().all(is_digit)).then(|| ContentHash(text.to_owned()))
    }

    const DIGITS: usize = 32;
}

impl fmt::Display for ContentHash {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(&self.0)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_text_is_known_by_its_content() {
        let hash = ContentHash::of("one\ntwo\n");
        assert_eq!(hash, ContentHash::of("one\r\ntwo\r\n"));
        assert_ne!(hash, ContentHash::of("one\ntwo"));
        assert_eq!(ContentHash::parse(&hash.to_string()), Some(hash));
        assert_eq!(ContentHash::parse("0123"), None);
    }
}
