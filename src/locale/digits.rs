//! Persian, Arabic-Indic and ASCII digits, one set to another.
//!
//! In: any text. Out: the same text with its digits replaced and nothing else; grouping and signs belong to `number`.

use std::borrow::Cow;

use super::Lang;

/// The value of an ASCII, Arabic-Indic (U+0660–0669) or Persian (U+06F0–06F9) digit.
#[must_use]
pub fn value(c: char) -> Option<u8> {
    let zero = match c {
        '0'..='9' => '0',
        '\u{660}'..='\u{669}' => '\u{660}',
        '\u{6f0}'..='\u{6f9}' => '\u{6f0}',
        _ => return None,
    };
    u8::try_from(u32::from(c) - u32::from(zero)).ok()
}

/// Writes every digit as U+06F0–06F9.
#[must_use]
pub fn to_persian(text: &str) -> Cow<'_, str> {
    rewrite(text, '\u{6f0}')
}

/// Writes every digit as 0–9.
#[must_use]
pub fn to_ascii(text: &str) -> Cow<'_, str> {
    rewrite(text, '0')
}

/// Writes every digit as readers of `lang` expect it.
#[must_use]
pub fn localize(text: &str, lang: Lang) -> Cow<'_, str> {
    if lang.is_persian() { to_persian(text) } else { to_ascii(text) }
}

fn rewrite(text: &str, zero: char) -> Cow<'_, str> {
    let written = |c| match value(c) {
        Some(digit) => char::from_u32(u32::from(zero) + u32::from(digit)).unwrap_or(c),
        None => c,
    };
    if text.chars().all(|c| written(c) == c) {
        return Cow::Borrowed(text);
    }
    Cow::Owned(text.chars().map(written).collect())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn all_three_sets_are_read() {
        assert_eq!(to_persian("19 ۱۹ ١٩"), "۱۹ ۱۹ ۱۹");
        assert_eq!(to_ascii("19 ۱۹ ١٩"), "19 19 19");
        assert_eq!(localize("ص. 12", Lang::FA), "ص. ۱۲");
    }

    #[test]
    fn text_that_needs_nothing_is_not_copied() {
        assert!(matches!(to_persian("سال ۱۳۶۸"), Cow::Borrowed(_)));
    }
}
