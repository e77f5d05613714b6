//! Bidi levels over the whole paragraph, and the order of one line.
//!
//! In: the paragraph's text, in which isolates are control characters, and its
//! base direction; later the levels of a line's parts. Out: a level a byte,
//! and the visual order of the parts. Method: UAX #9, by `unicode-bidi`.
//! Rule L3 (marks) and L4 (mirroring) are left to shaping.

use unicode_bidi::{BidiInfo, Level, ParagraphBidiInfo};

use crate::locale::Direction;

/// The embedding level of the paragraph itself (UAX #9 HL1).
pub fn base_level(base: Direction) -> Level {
    match base {
        Direction::Ltr => Level::ltr(),
        Direction::Rtl => Level::rtl(),
    }
}

/// The direction in which text of a level runs.
pub fn direction(level: Level) -> Direction {
    if level.is_rtl() { Direction::Rtl } else { Direction::Ltr }
}

/// One resolved level a byte of `text` (UAX #9 rules X1 to I2), before any
/// line is known. The text holds no paragraph separator.
pub fn levels(text: &str, base: Direction) -> Vec<Level> {
    let base = base_level(base);
    let mut levels = ParagraphBidiInfo::new(text, Some(base)).levels;
    // What rule X9 would remove goes with the character before it (§5.2).
    let mut before = base;
    for (start, character) in text.char_indices() {
        let own = levels.get_mut(start..start + character.len_utf8()).unwrap_or_default();
        if is_boundary_neutral(character) {
            own.fill(before);
        }
        before = own.first().copied().unwrap_or(before);
    }
    levels
}

/// What rule L1 needs to know of a part of a line.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum PartClass {
    /// White space, or isolate controls.
    White,
    /// A tab.
    Separator,
    Other,
}

impl PartClass {
    pub fn of(text: &str) -> PartClass {
        match text {
            "\t" => PartClass::Separator,
            text if text.chars().all(is_white) => PartClass::White,
            _ => PartClass::Other,
        }
    }
}

/// Whether the character takes the paragraph's level at a line's end (L1, §5.2):
/// white space, isolate controls, and what has no width and no direction. The
/// joiners, which belong to their words, are left out.
pub fn is_white(character: char) -> bool {
    let space = matches!(
        character,
        ' ' | '\u{1680}' | '\u{2000}'..='\u{200a}' | '\u{2028}' | '\u{205f}' | '\u{3000}'
    );
    let isolate = matches!(character, '\u{2066}'..='\u{2069}');
    let joiner = matches!(character, '\u{200c}' | '\u{200d}');
    space || isolate || (is_boundary_neutral(character) && !joiner)
}

/// Whether the character is one that rule X9 removes, with its class BN (less
/// control characters, which the paragraph's text does not hold).
fn is_boundary_neutral(character: char) -> bool {
    matches!(character,
        '\u{ad}' | '\u{200b}'..='\u{200d}' | '\u{202a}'..='\u{202e}' | '\u{2060}'..='\u{2065}'
        | '\u{206a}'..='\u{206f}' | '\u{feff}' | '\u{180e}')
}

/// The visual order of a line's parts: indices into `levels` from left to right.
///
/// - `levels`, `classes`: one a part, in logical order.
///
/// Source: UAX #9 rules L1 and L2.
pub fn visual_order(levels: &mut [Level], classes: &[PartClass], base: Direction) -> Vec<usize> {
    let mut resets = true;
    for (level, class) in levels.iter_mut().zip(classes).rev() {
        resets = match class {
            PartClass::Separator => true,
            PartClass::White => resets,
            PartClass::Other => false,
        };
        if resets {
            *level = base_level(base);
        }
    }
    BidiInfo::reorder_visual(levels)
}
