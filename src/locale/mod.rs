//! Persian as data: everything about a language that is a fact rather than a layout.
//!
//! In: text, numbers and dates as machines write them. Out: the same as a reader of the language expects them,
//! or the offsets and orders that other floors work with. Nothing here reads a file or knows of a page.
//! Persian (`fa`) has its own rules everywhere; every other language follows the English ones
//! (ASCII digits, Gregorian calendar first).

pub mod abbreviation;
pub mod calendar;
pub mod collate;
pub mod counter;
pub mod digits;
pub mod isbn;
pub mod letter;
pub mod list;
pub mod names;
pub mod normalize;
pub mod number;
pub mod partial_date;
pub mod search_key;
pub mod segment;
pub mod slug;

use std::fmt;
use std::str::FromStr;

use icu_properties::CodePointMapData;
use icu_properties::props::BidiClass;
use serde::{Deserialize, Deserializer, Serialize, Serializer, de};

pub use partial_date::PartialDate;

/// A language tag of BCP 47: language, optional script, optional region, in canonical case (`fa`, `zh-Hans`, `pt-BR`).
///
/// Kept as eleven bytes padded with zeros, so that it is copied freely and sorts like its text.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Lang([u8; 11]);

impl Lang {
    pub const FA: Lang = Lang(*b"fa\0\0\0\0\0\0\0\0\0");
    pub const EN: Lang = Lang(*b"en\0\0\0\0\0\0\0\0\0");

    /// Reads a tag in any case and stores it in canonical case.
    ///
    /// `None` for anything but a language of two or three letters, then a script of four, then a region of two
    /// letters or three digits, within eleven characters: variants and extensions do not occur in a book.
    ///
    /// Source: RFC 5646 §2.1 (syntax) and §2.1.1 (case).
    #[must_use]
    pub fn parse(tag: &str) -> Option<Lang> {
        let mut subtags = tag.split('-');
        let language = subtags.next().filter(|s| matches!(s.len(), 2 | 3) && is_alphabetic(s))?;
        let mut canonical = language.to_ascii_lowercase();
        let mut next = subtags.next();
        if let Some(script) = next.filter(|s| s.len() == 4 && is_alphabetic(s)) {
            canonical.push('-');
            canonical.push_str(&script[..1].to_ascii_uppercase());
            canonical.push_str(&script[1..].to_ascii_lowercase());
            next = subtags.next();
        }
        if let Some(region) = next.filter(|s| is_region(s)) {
            canonical.push('-');
            canonical.push_str(&region.to_ascii_uppercase());
            next = subtags.next();
        }
        if next.is_some() {
            return None;
        }
        let mut bytes = [0; 11];
        bytes.get_mut(..canonical.len())?.copy_from_slice(canonical.as_bytes());
        Some(Lang(bytes))
    }

    #[must_use]
    pub fn as_str(&self) -> &str {
        let len = self.0.iter().position(|&byte| byte == 0).unwrap_or(self.0.len());
        // Only `parse` and the constants build a tag, and both write ASCII.
        str::from_utf8(&self.0[..len]).unwrap_or_default()
    }

    /// The language subtag alone: `zh` of `zh-Hans`.
    #[must_use]
    pub fn primary(&self) -> &str {
        self.as_str().split('-').next().unwrap_or_default()
    }

    /// Whether Persian rules apply: `fa` with or without a region, but not `fa-Latn`.
    #[must_use]
    pub fn is_persian(&self) -> bool {
        *self == Lang::FA || (self.primary() == "fa" && self.direction() == Direction::Rtl)
    }

    /// The base direction of text in this language: that of the script if the tag names one, else the usual one.
    #[must_use]
    pub fn direction(&self) -> Direction {
        let rtl = match self.as_str().split('-').nth(1).filter(|subtag| subtag.len() == 4) {
            Some(script) => RTL_SCRIPTS.contains(&script),
            None => RTL_LANGUAGES.contains(&self.primary()),
        };
        if rtl { Direction::Rtl } else { Direction::Ltr }
    }
}

const RTL_SCRIPTS: [&str; 8] = ["Arab", "Aran", "Hebr", "Syrc", "Thaa", "Nkoo", "Adlm", "Rohg"];

/// Languages that CLDR 48 writes from right to left when no script is named.
const RTL_LANGUAGES: [&str; 20] = [
    "fa", "ar", "he", "ur", "ps", "ckb", "sd", "ug", "yi", "dv", "arc", "azb", "bqi", "glk", "lrc", "mzn",
    "nqo", "pnb", "prs", "syr",
];

fn is_alphabetic(subtag: &str) -> bool {
    subtag.bytes().all(|byte| byte.is_ascii_alphabetic())
}

fn is_region(subtag: &str) -> bool {
    match subtag.len() {
        2 => is_alphabetic(subtag),
        3 => subtag.bytes().all(|byte| byte.is_ascii_digit()),
        _ => false,
    }
}

impl fmt::Display for Lang {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(self.as_str())
    }
}

impl fmt::Debug for Lang {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Lang({})", self.as_str())
    }
}

/// The text is not a tag that [`Lang::parse`] knows.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct NotALang(pub String);

impl fmt::Display for NotALang {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "`{}` is not a language tag such as `fa`, `en` or `zh-Hans`", self.0)
    }
}

impl std::error::Error for NotALang {}

impl FromStr for Lang {
    type Err = NotALang;

    fn from_str(tag: &str) -> Result<Lang, NotALang> {
        Lang::parse(tag).ok_or_else(|| NotALang(tag.to_owned()))
    }
}

impl<'de> Deserialize<'de> for Lang {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Lang, D::Error> {
        String::deserialize(deserializer)?.parse().map_err(de::Error::custom)
    }
}

impl Serialize for Lang {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_str(self.as_str())
    }
}

/// The direction in which a line of text runs.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub enum Direction {
    Ltr,
    Rtl,
}

impl Direction {
    /// The value of the HTML attribute `dir`.
    #[must_use]
    pub fn as_str(self) -> &'static str {
        match self {
            Direction::Ltr => "ltr",
            Direction::Rtl => "rtl",
        }
    }
}

impl fmt::Display for Direction {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(self.as_str())
    }
}

/// The direction of the first strong character outside isolates, or `None` if there is none: then the page decides.
///
/// Source: UAX #9 P2 and P3.
#[must_use]
pub fn first_strong(text: &str) -> Option<Direction> {
    let classes = CodePointMapData::<BidiClass>::new();
    let mut open_isolates = 0_u32;
    for c in text.chars() {
        match classes.get(c) {
            BidiClass::LeftToRightIsolate | BidiClass::RightToLeftIsolate | BidiClass::FirstStrongIsolate => {
                open_isolates += 1;
            }
            BidiClass::PopDirectionalIsolate => open_isolates = open_isolates.saturating_sub(1),
            // An isolate never outlives its paragraph (UAX #9 X8).
            BidiClass::ParagraphSeparator => open_isolates = 0,
            BidiClass::LeftToRight if open_isolates == 0 => return Some(Direction::Ltr),
            BidiClass::RightToLeft | BidiClass::ArabicLetter if open_isolates == 0 => {
                return Some(Direction::Rtl);
            }
            _ => {}
        }
    }
    None
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(tag: &str, canonical: Option<&str>) {
        assert_eq!(Lang::parse(tag).as_ref().map(Lang::as_str), canonical);
    }

    #[test]
    fn tags_are_read_in_any_case_and_kept_in_canonical_case() {
        check("fa", Some("fa"));
        check("FA-ir", Some("fa-IR"));
        check("ZH-hANS", Some("zh-Hans"));
        check("zh-hans-cn", Some("zh-Hans-CN"));
        check("es-419", Some("es-419"));
    }

    #[test]
    fn what_is_not_a_tag_is_refused() {
        for tag in ["", "f", "fa_IR", "farsi", "fa-", "-fa", "fa-IR-x-book", "ckb-Arab-419", "فا", "zh-汉"]
        {
            check(tag, None);
        }
    }

    #[test]
    fn constants_equal_what_is_parsed() {
        assert_eq!(Lang::parse("fa"), Some(Lang::FA));
        assert_eq!(Lang::parse("en"), Some(Lang::EN));
        assert_eq!(format!("{} {:?}", Lang::FA, Lang::EN), "fa Lang(en)");
    }

    #[test]
    fn direction_comes_from_the_script_before_the_language() {
        let direction = |tag| Lang::parse(tag).map(|lang| lang.direction().as_str());
        for tag in ["fa", "fa-IR", "ar", "he", "ur", "ckb", "pa-Arab", "az-Arab-IR"] {
            assert_eq!(direction(tag), Some("rtl"), "{tag}");
        }
        for tag in ["en", "fa-Latn", "ckb-Latn", "zh-Hans", "hy"] {
            assert_eq!(direction(tag), Some("ltr"), "{tag}");
        }
    }

    #[test]
    fn tags_travel_through_serde() -> Result<(), serde_json::Error> {
        let lang: Lang = serde_json::from_str("\"zh-hans\"")?;
        assert_eq!(serde_json::to_string(&lang)?, "\"zh-Hans\"");
        assert!(serde_json::from_str::<Lang>("\"farsi\"").is_err());
        Ok(())
    }

    #[test]
    fn an_isolate_ends_with_its_paragraph() {
        assert_eq!(first_strong("\u{2067}شهر\nIsfahan"), Some(Direction::Ltr));
        assert_eq!(first_strong("\u{2067}Isfahan"), None);
    }
}
