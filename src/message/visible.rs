//! Characters that a terminal would obey, and readers would not see.

use std::fmt::Write;

/// A text with what a terminal would obey or hide written as code points (P-46).
pub fn visible(text: &str) -> String {
    text.chars().fold(String::with_capacity(text.len()), |mut out, character| {
        if is_suspicious(character) {
            // Writing to a String cannot fail.
            let _ = write!(out, "<U+{:04X}>", u32::from(character));
        } else {
            out.push(if character == '\t' { ' ' } else { character });
        }
        out
    })
}

/// Control characters and bidi controls; joiners are part of Persian words.
fn is_suspicious(character: char) -> bool {
    (character.is_control() && character != '\t')
        || matches!(character,
            '\u{61c}' | '\u{200b}' | '\u{200e}' | '\u{200f}' | '\u{202a}'..='\u{202e}'
            | '\u{2060}'..='\u{206f}' | '\u{feff}' | '\u{e0000}'..='\u{e007f}')
}

#[cfg(test)]
mod tests {
    use super::visible;

    #[test]
    fn what_a_terminal_would_obey_is_written_out() {
        assert_eq!(visible("a\u{1b}[2Jb\u{202e}c"), "a<U+001B>[2Jb<U+202E>c");
    }
}
