//! Words in the columns of a terminal, whatever their direction.

use crate::locale::letter::{ZWNJ, is_bidi_control, is_mark};

/// How many columns a text takes.
pub fn width(text: &str) -> usize {
    text.chars().filter(|&character| takes_a_column(character)).count()
}

fn takes_a_column(character: char) -> bool {
    character != ZWNJ && !is_bidi_control(character) && !is_mark(character)
}

/// A text with spaces up to a width.
pub fn padded(text: &str, to: usize) -> String {
    format!("{text}{}", " ".repeat(to.saturating_sub(width(text))))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::locale::Lang;
    use crate::message::directed;

    #[test]
    fn what_is_not_seen_takes_no_column() {
        assert_eq!(width("پیش\u{200c}نویس"), 7);
        assert_eq!(width(&directed("یافتهٔ", Lang::FA)), 5);
        assert_eq!(padded("ab", 4), "ab  ");
    }
}
