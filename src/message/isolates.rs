//! Isolates of UAX #9 for lines of a terminal: what stands in one keeps its own
//! order and does not touch the order of what stands around it (P-46).

use crate::locale::Lang;

/// Opens an isolate whose direction is that of its first letter.
pub const FIRST_STRONG: char = '\u{2068}';
const RIGHT_TO_LEFT: char = '\u{2067}';
/// Closes an isolate.
pub const POP: char = '\u{2069}';

/// Words of others, whose direction nobody knows.
pub fn isolated(words: &str) -> String {
    format!("{FIRST_STRONG}{words}{POP}")
}

/// Words of a reader's language that keep their direction, whatever word they
/// begin with, in lines that run from left to right. An isolate ends with its line.
pub fn directed(words: &str, lang: Lang) -> String {
    if !lang.is_persian() {
        return words.to_owned();
    }
    let line = |line: &str| match line {
        "" => String::new(),
        line => format!("{RIGHT_TO_LEFT}{line}{POP}"),
    };
    words.lines().map(line).collect::<Vec<_>>().join("\n")
}
