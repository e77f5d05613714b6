//! The one normal form of text in this book (persian.md P-04).
//!
//! In: text from any keyboard or program. Out: Persian letters and digits, NFC, ZWNJ only where it parts two joining
//! letters, no tatweel, no presentation forms. Bidi controls and spaces are never touched: those are findings.
//! Source: ISIRI 6219 for the repertoire; the order of the steps is a house decision.

use std::borrow::Cow;

use icu_normalizer::{ComposingNormalizerBorrowed, DecomposingNormalizerBorrowed};

use super::letter::{Joining, TATWEEL, ZWJ, ZWNJ, is_arabic_letter, is_mark, joining};

const NFC: ComposingNormalizerBorrowed<'static> = ComposingNormalizerBorrowed::new_nfc();
const NFKC: ComposingNormalizerBorrowed<'static> = ComposingNormalizerBorrowed::new_nfkc();
const NFKD: DecomposingNormalizerBorrowed<'static> = DecomposingNormalizerBorrowed::new_nfkd();

const HAMZA_ABOVE: char = '\u{654}';

/// Brings text into normal form. Applying it twice changes nothing.
#[must_use]
pub fn normalize(text: &str) -> Cow<'_, str> {
    let mut normal = Cow::Borrowed(text);
    // One pass is the rule's order of steps. A later step can make room for an earlier one (a BOM deleted between a
    // letter and a soft hyphen), so passes are repeated until one changes nothing. They end: each step only
    // deletes characters or moves them towards the normal alphabet.
    loop {
        let next = pass(&normal);
        if next == normal {
            return normal;
        }
        normal = Cow::Owned(next.into_owned());
    }
}

/// The composed normal form.
pub fn nfc(text: &str) -> Cow<'_, str> {
    NFC.normalize(text)
}

/// Compatibility letters as the letters that they stand for.
pub fn nfkc(text: &str) -> Cow<'_, str> {
    NFKC.normalize(text)
}

pub(super) fn nfkd(text: &str) -> Cow<'_, str> {
    NFKD.normalize(text)
}

fn pass(text: &str) -> Cow<'_, str> {
    let steps: [fn(&str) -> Cow<'_, str>; 8] =
        [line_feeds, nfc, presentation_forms, nfc, letters_and_digits, half_spaces, strokes, nfc];
    let mut result = Cow::Borrowed(text);
    for step in steps {
        // A step that borrows has changed nothing, so the old value can stay.
        if let Cow::Owned(changed) = step(&result) {
            result = Cow::Owned(changed);
        }
    }
    result
}

fn line_feeds(text: &str) -> Cow<'_, str> {
    if text.contains('\r') {
        Cow::Owned(text.replace("\r\n", "\n").replace('\r', "\n"))
    } else {
        Cow::Borrowed(text)
    }
}

fn presentation_forms(text: &str) -> Cow<'_, str> {
    if !text.contains(is_presentation_form) {
        return Cow::Borrowed(text);
    }
    let mut result = String::with_capacity(text.len());
    for c in text.chars() {
        if is_presentation_form(c) {
            result.push_str(&NFKC.normalize(c.encode_utf8(&mut [0; 4])));
        } else {
            result.push(c);
        }
    }
    Cow::Owned(result)
}

/// The compatibility letters of Arabic; the ornate brackets U+FD3E and U+FD3F are no letters.
#[must_use]
pub fn is_presentation_form(c: char) -> bool {
    matches!(c,
        '\u{fb50}'..='\u{fbb1}' | '\u{fbd3}'..='\u{fd3d}' | '\u{fd50}'..='\u{fdc7}' | '\u{fdf0}'..='\u{fdfc}'
        | '\u{fe80}'..='\u{fefc}')
}

/// One letter or digit as Persian writes it; `None` for the two that become heh and hamza.
fn persian(c: char) -> Option<char> {
    Some(match c {
        '\u{64a}' | '\u{649}' | '\u{6d2}' | '\u{6d0}' | '\u{6cd}' => '\u{6cc}',
        '\u{643}' | '\u{6aa}' => '\u{6a9}',
        '\u{6c1}' | '\u{6be}' | '\u{6d5}' => '\u{647}',
        '\u{6c0}' | '\u{6c2}' => return None,
        '\u{660}'..='\u{669}' => char::from_u32(u32::from(c) - 0x660 + 0x6f0).unwrap_or(c),
        _ => c,
    })
}

fn letters_and_digits(text: &str) -> Cow<'_, str> {
    if text.chars().all(|c| persian(c) == Some(c)) && !text.contains("\u{6cc}\u{654}") {
        return Cow::Borrowed(text);
    }
    let mut result = String::with_capacity(text.len());
    for c in text.chars() {
        match persian(c) {
            None => result.extend(['\u{647}', HAMZA_ABOVE]),
            // Unicode composes only the Arabic yeh with a hamza; ours has to be done here.
            Some(HAMZA_ABOVE) if result.ends_with('\u{6cc}') => {
                result.pop();
                result.push('\u{626}');
            }
            Some(c) => result.push(c),
        }
    }
    Cow::Owned(result)
}

/// Characters that other programs use for ZWNJ: the not sign, the soft hyphen and the zero-width space.
fn is_false_half_space(c: char) -> bool {
    matches!(c, '\u{ac}' | '\u{ad}' | '\u{200b}')
}

fn half_spaces(text: &str) -> Cow<'_, str> {
    if !text.contains(|c| is_false_half_space(c) || c == '\u{feff}') {
        return Cow::Borrowed(text);
    }
    let mut result = String::with_capacity(text.len());
    let mut rest = text.chars();
    while let Some(c) = rest.next() {
        let before = result.chars().rev().find(|&c| !is_mark(c));
        let between =
            || before.is_some_and(is_arabic_letter) && rest.clone().next().is_some_and(is_arabic_letter);
        match c {
            _ if is_false_half_space(c) && between() => result.push(ZWNJ),
            '\u{ad}' | '\u{200b}' | '\u{feff}' => {}
            _ => result.push(c),
        }
    }
    Cow::Owned(result)
}

/// Tatweels, then ZWNJs: the first can leave the second at an edge, never the other way round.
fn strokes(text: &str) -> Cow<'_, str> {
    if !text.contains([TATWEEL, ZWNJ]) {
        return Cow::Borrowed(text);
    }
    let chars: Vec<char> = text.chars().collect();
    Cow::Owned(half_spaces_in_place(&without_tatweel(&chars)))
}

/// Replaces each run of tatweels (and the marks they carry) by nothing, a joiner or a dash; the marks stay.
fn without_tatweel(chars: &[char]) -> Vec<char> {
    let mut result: Vec<char> = Vec::with_capacity(chars.len());
    let mut index = 0;
    while let Some(&c) = chars.get(index) {
        if c != TATWEEL {
            result.push(c);
            index += 1;
            continue;
        }
        let run = chars[index..].iter().take_while(|&&c| c == TATWEEL || is_mark(c)).count();
        let marks: Vec<char> = chars[index..index + run].iter().copied().filter(|&c| c != TATWEEL).collect();
        let before = result.iter().rev().copied().find(|&c| !is_mark(c)).filter(|&c| is_arabic_letter(c));
        let after = chars.get(index + run).copied().filter(|&c| is_arabic_letter(c));
        match (before, after) {
            (Some(_), Some(_)) => result.extend(marks),
            (Some(letter), None) => {
                result.extend(marks);
                result.extend((joining(letter) == Joining::Both).then_some(ZWJ));
            }
            (None, Some(letter)) => {
                result.extend((joining(letter) != Joining::Neither).then_some(ZWJ));
                result.extend(marks);
            }
            (None, None) => {
                result.push('–');
                result.extend(marks);
            }
        }
        index += run;
    }
    result
}

/// Keeps one ZWNJ between a letter that joins on both sides and a letter; drops every other.
fn half_spaces_in_place(chars: &[char]) -> String {
    let mut result = String::with_capacity(chars.len() * 2);
    for (index, &c) in chars.iter().enumerate() {
        if c != ZWNJ {
            result.push(c);
            continue;
        }
        let before = result.chars().rev().find(|&c| !is_mark(c));
        // In a run only the last ZWNJ has a letter after it, so runs collapse by themselves.
        let after = chars.get(index + 1);
        let parts_letters = before.is_some_and(|c| is_arabic_letter(c) && joining(c) == Joining::Both);
        if parts_letters && after.is_some_and(|&c| is_arabic_letter(c)) {
            result.push(ZWNJ);
        }
    }
    result
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(text: &str, expected: &str) {
        let normal = normalize(text);
        assert_eq!(normal, expected);
        assert_eq!(normalize(&normal), expected);
    }

    #[test]
    fn clean_text_is_not_copied() {
        assert!(matches!(normalize("Isfahan, اصفهان ۱۳۶۸"), Cow::Borrowed(_)));
        assert!(matches!(normalize("می\u{200c}روم"), Cow::Borrowed(_)));
    }

    #[test]
    fn a_step_may_make_room_for_an_earlier_one() {
        check("می\u{ac}\u{feff}رود", "می\u{200c}رود");
        check("می\u{ac}\u{200c}رود", "می\u{200c}رود");
        check("کار\u{ac}\u{feff}ها", "کارها");
    }

    #[test]
    fn a_run_of_tatweels_keeps_its_marks_in_order() {
        check("م\u{640}\u{64f}\u{640}", "م\u{64f}\u{200d}");
        check("\u{640}\u{64e}", "–\u{64e}");
    }

    #[test]
    fn zwnj_needs_a_letter_on_either_side() {
        check("کتاب\u{64e}\u{200c}ها", "کتاب\u{64e}\u{200c}ها");
        check("می\u{200c}\u{64e}رود", "می\u{64e}رود");
        check("\u{200c}", "");
    }

    #[test]
    fn bidi_controls_and_spaces_stay() {
        check("\u{2067}شهر\u{2069}  \u{a0}\t\u{200e}", "\u{2067}شهر\u{2069}  \u{a0}\t\u{200e}");
    }

    #[test]
    fn ligatures_come_apart() {
        check("\u{fdfa}", "صلی الله علیه وسلم");
        check("\u{fd3e}۱\u{fd3f}", "\u{fd3e}۱\u{fd3f}");
    }
}
