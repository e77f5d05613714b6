//! Columns of numbers: which they are, and how they stand on their decimals.
//!
//! In: the words of a column's cells. Out: how wide a number is before its
//! decimal mark and from there on. Digits run from left to right in Persian
//! as well, so the same shift lines numbers up in both directions.

use super::paragraph::Segment;
use crate::locale::Direction;
use crate::units::Pt;

/// The widths of a number, or the largest of a column's.
#[derive(Debug, Clone, Copy, PartialEq, Default)]
pub struct Halves {
    /// Up to the decimal mark.
    pub before: Pt,
    /// The mark and what follows it.
    pub after: Pt,
}

impl Halves {
    pub fn max(self, other: Halves) -> Halves {
        Halves { before: self.before.max(other.before), after: self.after.max(other.after) }
    }

    pub fn width(self) -> Pt {
        self.before + self.after
    }
}

/// The words of a cell, if it is one number: those before its decimal mark,
/// and the rest.
pub fn halves(segments: &[Segment]) -> Option<(String, String)> {
    let mut text = String::new();
    for segment in segments {
        match segment {
            Segment::Text { text: part, .. } => text.push_str(part),
            Segment::Open(_) | Segment::Close => {}
            _ => return None,
        }
    }
    let text = text.trim();
    if !is_number(text) {
        return None;
    }
    let persian = text.contains(|c| ('۰'..='۹').contains(&c));
    let mark = if persian { text.find('٫') } else { text.rfind('.') };
    // A sign of percent or a unit at the end hangs after the digits.
    let end = text.trim_end_matches(|c: char| !is_digit(c)).len();
    let at = mark.unwrap_or(end);
    Some((text[..at].to_owned(), text[at..].to_owned()))
}

fn is_digit(c: char) -> bool {
    c.is_ascii_digit() || ('۰'..='۹').contains(&c)
}

/// Digits with what may stand among and about them.
fn is_number(text: &str) -> bool {
    let about = |c: char| " \u{a0}\u{200e}\u{61c}+-−±.,٫٬%٪".contains(c);
    text.contains(is_digit) && text.chars().all(|c| is_digit(c) || about(c))
}

/// The left edge of a number whose column begins at `x` and is `width` wide.
pub fn left_of(own: Halves, most: Halves, x: Pt, width: Pt, at_left: bool) -> Pt {
    let block = if at_left { x } else { x + width - most.width() };
    block + most.before - own.before
}

/// Whether a column's text stands at the left.
pub fn stands_left(direction: Direction, at_start: bool) -> bool {
    (direction == Direction::Ltr) == at_start
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::typeset::frame::NodeId;
    use crate::typeset::segments::text_in;

    #[track_caller]
    fn check(text: &str, expected: Option<(&str, &str)>) {
        let style = crate::typeset::paragraph::TextStyle {
            lang: crate::locale::Lang::FA,
            purpose: crate::fonts::Purpose::Text,
            bold: false,
            italic: false,
            size: Pt(10.0),
            color: crate::typeset::frame::Color(0, 0, 0),
            rise: Pt::ZERO,
        };
        let found = halves(&[text_in(text, style, NodeId(0))]);
        assert_eq!(found, expected.map(|(before, after)| (before.to_owned(), after.to_owned())));
    }

    #[test]
    fn a_number_is_parted_at_its_mark() {
        check("۱٬۲۳۴٫۵", Some(("۱٬۲۳۴", "٫۵")));
        check("12.25", Some(("12", ".25")));
        check("1,234", Some(("1,234", "")));
        check("۱۲٪", Some(("۱۲", "٪")));
        check("۱۲ شهر", None);
        check("—", None);
    }

    #[test]
    fn marks_stand_below_each_other() {
        let most = Halves { before: Pt(20.0), after: Pt(10.0) };
        let left = |before, after, at_left| {
            left_of(Halves { before: Pt(before), after: Pt(after) }, most, Pt(5.0), Pt(50.0), at_left).0
                + before
        };
        assert_eq!((left(20.0, 0.0, true), left(5.0, 10.0, true)), (25.0, 25.0));
        assert_eq!((left(20.0, 0.0, false), left(5.0, 10.0, false)), (45.0, 45.0));
    }
}
