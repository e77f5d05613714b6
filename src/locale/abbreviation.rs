//! Abbreviations of eras, and the words that they stand for.
//!
//! In: a text and its language. Out: where its abbreviations are, with what a
//! voice should say in their place (ISO 32000-1 §14.9.5, WCAG 3.1.4). Pure
//! data and a search; who marks them up is left to others.

use std::ops::Range;

use super::Lang;

/// An abbreviation, its words, and where it counts as one.
struct Abbreviation {
    short: &'static str,
    words: &'static str,
    after: After,
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum After {
    /// It can be nothing else.
    Anything,
    /// Alone it may be a name or a word: it must follow a number.
    Number,
}

const fn always(short: &'static str, words: &'static str) -> Abbreviation {
    Abbreviation { short, words, after: After::Anything }
}

const fn counted(short: &'static str, words: &'static str) -> Abbreviation {
    Abbreviation { short, words, after: After::Number }
}

/// Longer forms before those that they begin with.
const PERSIAN: [Abbreviation; 8] = [
    always("ه\u{200d}.ش.", "هجری شمسی"),
    always("ه\u{200d}.ق.", "هجری قمری"),
    always("ه.ش.", "هجری شمسی"),
    always("ه.ق.", "هجری قمری"),
    always("پ.م.", "پیش از میلاد"),
    always("ق.م.", "قبل از میلاد"),
    counted("م.", "میلادی"),
    counted("ق.", "قمری"),
];

const ENGLISH: [Abbreviation; 6] = [
    always("BCE", "before the Common Era"),
    always("BC", "before Christ"),
    counted("CE", "of the Common Era"),
    counted("AD", "anno Domini"),
    counted("SH", "of the solar Hijri calendar"),
    counted("AH", "of the lunar Hijri calendar"),
];

/// The abbreviations in a text, in order: their bytes and their words.
#[must_use]
pub fn abbreviations(text: &str, lang: Lang) -> Vec<(Range<usize>, &'static str)> {
    let known: &[Abbreviation] = if lang.is_persian() { &PERSIAN } else { &ENGLISH };
    if !lang.is_persian() && lang.primary() != Lang::EN.primary() {
        return Vec::new();
    }
    let mut found: Vec<(Range<usize>, &'static str)> = Vec::new();
    for abbreviation in known {
        for (start, _) in text.match_indices(abbreviation.short) {
            let range = start..start + abbreviation.short.len();
            let free = found.iter().all(|(taken, _)| range.end <= taken.start || taken.end <= range.start);
            if free && abbreviation.stands(&text[..start], &text[range.end..]) {
                found.push((range, abbreviation.words));
            }
        }
    }
    found.sort_by_key(|(range, _)| range.start);
    found
}

impl Abbreviation {
    fn stands(&self, before: &str, behind: &str) -> bool {
        let joins = |letter: char| letter.is_alphanumeric() || letter == '\u{200c}';
        let apart = !before.ends_with(joins) && !behind.starts_with(joins);
        let number = before.trim_end().ends_with(char::is_numeric) && before.ends_with(char::is_whitespace);
        apart && (self.after == After::Anything || number)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(text: &str, lang: Lang, expected: &[(&str, &str)]) {
        let found = abbreviations(text, lang);
        let found: Vec<(&str, &str)> =
            found.iter().map(|(range, words)| (&text[range.clone()], *words)).collect();
        assert_eq!(found, expected);
    }

    #[test]
    fn eras_are_found_in_their_own_language() {
        let persian = "سدهٔ ۳ پ.م. تا ۱۳۶۸ ه\u{200d}.ش. و ۱۹۸۹ م. بود.";
        let expected = [("پ.م.", "پیش از میلاد"), ("ه\u{200d}.ش.", "هجری شمسی"), ("م.", "میلادی")];
        check(persian, Lang::FA, &expected);
        check(persian, Lang::EN, &[]);
        let english = "From 221 BCE to 618\u{a0}CE.";
        let expected = [("BCE", "before the Common Era"), ("CE", "of the Common Era")];
        check(english, Lang::EN, &expected);
        check(english, Lang::FA, &[]);
    }

    #[test]
    fn words_that_only_look_like_one_are_left_alone() {
        check("The CE mark, ACE 12CE, 12 CEO, SH and 5th AD", Lang::EN, &[]);
        check("قلم. عالم. ۱۲ مرد", Lang::FA, &[]);
    }
}
