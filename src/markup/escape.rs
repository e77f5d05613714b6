//! Text as HTML: what would be markup, and what would not be seen.
//!
//! Bidi controls are written as character references, so that a reader of the
//! source sees them (P-42). Characters that HTML does not allow are dropped.

use std::borrow::Cow;
use std::fmt::Write;

use crate::locale::letter::is_bidi_control;

/// Text for the inside of an element.
pub fn text(text: &str) -> String {
    let mut out = String::with_capacity(text.len() + text.len() / 16);
    push_text(text, &mut out);
    out
}

/// Text for an attribute's value between double quotes.
pub fn attribute(text: &str) -> String {
    let mut out = String::with_capacity(text.len() + text.len() / 16);
    push_attribute(text, &mut out);
    out
}

pub fn push_text(text: &str, out: &mut String) {
    push(text, out, |character| match character {
        '<' => Some("&lt;"),
        '>' => Some("&gt;"),
        '&' => Some("&amp;"),
        _ => None,
    });
}

pub fn push_attribute(text: &str, out: &mut String) {
    push(text, out, |character| match character {
        '<' => Some("&lt;"),
        '>' => Some("&gt;"),
        '&' => Some("&amp;"),
        '"' => Some("&quot;"),
        '\n' | '\r' => Some(" "),
        _ => None,
    });
}

/// Markup as it is, its bidi controls as references.
pub fn push_visible(markup: &str, out: &mut String) {
    push(markup, out, |_| None);
}

fn push(text: &str, out: &mut String, named: impl Fn(char) -> Option<&'static str>) {
    let mut plain = 0;
    for (at, character) in text.char_indices() {
        let written: Cow<'static, str> = match named(character) {
            Some(reference) => reference.into(),
            None if is_bidi_control(character) => {
                let mut reference = String::new();
                // Writing to a String cannot fail.
                let _ = write!(reference, "&#x{:X};", u32::from(character));
                reference.into()
            }
            None if is_forbidden(character) => "".into(),
            None => continue,
        };
        out.push_str(&text[plain..at]);
        out.push_str(&written);
        plain = at + character.len_utf8();
    }
    out.push_str(&text[plain..]);
}

/// Controls but for tab and line ends, and noncharacters (HTML, §13.2.3.5 "Preprocessing the input stream").
fn is_forbidden(character: char) -> bool {
    let code = u32::from(character);
    (character.is_control() && !matches!(character, '\t' | '\n' | '\r'))
        || (0xfdd0..=0xfdef).contains(&code)
        || code & 0xfffe == 0xfffe
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn controls_are_seen_or_gone() {
        assert_eq!(text("a\u{2068}<b>\u{2069}\u{0}&"), "a&#x2068;&lt;b&gt;&#x2069;&amp;");
        assert_eq!(attribute("\"x\"\nمی\u{200c}روم"), "&quot;x&quot; می\u{200c}روم");
    }

    proptest! {
        #[test]
        fn nothing_that_is_text_becomes_markup(raw in any::<String>()) {
            for written in [text(&raw), attribute(&raw)] {
                prop_assert!(!written.contains(['<', '>']));
                prop_assert!(!written.chars().any(is_bidi_control));
                for after in written.split('&').skip(1) {
                    prop_assert!(["lt;", "gt;", "amp;", "quot;", "#x"].iter().any(|known| after.starts_with(known)));
                }
            }
            prop_assert!(!attribute(&raw).contains('"'));
        }
    }
}
