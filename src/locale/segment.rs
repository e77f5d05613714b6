//! Where text may be cut: graphemes, words, sentences, lines; and excerpts cut there.
//!
//! In: text in normal form. Out: byte offsets or slices, in logical order; the first offset is 0 and the last the
//! text's length, and an empty text has at most the one offset 0. Method: UAX #29 and UAX #14 by ICU4X, without
//! dictionaries: Chinese and Japanese words are single characters, and so are those of Southeast Asian scripts,
//! whose lines end only at spaces.

use std::borrow::Cow;

use icu_properties::CodePointMapData;
use icu_properties::props::Script;
use icu_segmenter::options::{
    LineBreakOptions, SentenceBreakInvariantOptions, WordBreakInvariantOptions, WordType,
};
use icu_segmenter::{
    GraphemeClusterSegmenter, GraphemeClusterSegmenterBorrowed, LineSegmenter, LineSegmenterBorrowed,
    SentenceSegmenter, WordSegmenter, WordSegmenterBorrowed,
};

use super::letter::{ZWNJ, is_letter, is_mark};

const GRAPHEMES: GraphemeClusterSegmenterBorrowed<'static> = GraphemeClusterSegmenter::new();
const WORDS: WordSegmenterBorrowed<'static> =
    WordSegmenter::new_for_non_complex_scripts(WordBreakInvariantOptions::default());
const LINES: LineSegmenterBorrowed<'static> =
    LineSegmenter::new_for_non_complex_scripts(LineBreakOptions::default());

/// Offsets between what readers take for characters (UAX #29).
pub fn grapheme_breaks(text: &str) -> impl Iterator<Item = usize> {
    GRAPHEMES.segment_str(text)
}

/// What readers take for characters.
pub fn graphemes(text: &str) -> impl Iterator<Item = &str> {
    between(text, grapheme_breaks(text))
}

/// Offsets between words, and between words and what parts them (UAX #29); a ZWNJ word is one word.
pub fn word_breaks(text: &str) -> impl Iterator<Item = usize> {
    std::iter::once(0).chain(word_ends(text).map(|(end, _)| end))
}

/// What a word is made of.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum WordKind {
    Letters,
    Number,
}

/// One word of a text.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Word<'a> {
    /// In bytes from the text's start.
    pub start: usize,
    pub text: &'a str,
    pub kind: WordKind,
}

/// The words of a text without the spaces and signs between them.
pub fn words(text: &str) -> impl Iterator<Item = Word<'_>> {
    let mut start = 0;
    word_ends(text).filter_map(move |(end, kind)| {
        let from = std::mem::replace(&mut start, end);
        Some(Word { start: from, text: text.get(from..end)?, kind: kind? })
    })
}

/// The end of each word, and of each stretch between words (no kind), in order.
fn word_ends(text: &str) -> impl Iterator<Item = (usize, Option<WordKind>)> {
    let ends_of = |(start, run, needs_dictionary): (usize, &str, bool)| -> Vec<(usize, Option<WordKind>)> {
        if needs_dictionary {
            return grapheme_breaks(run).skip(1).map(|end| (start + end, Some(WordKind::Letters))).collect();
        }
        let with_kind = |(end, kind)| match kind {
            WordType::Letter => (start + end, Some(WordKind::Letters)),
            WordType::Number => (start + end, Some(WordKind::Number)),
            _ => (start + end, None),
        };
        WORDS.segment_str(run).iter_with_word_type().skip(1).map(with_kind).collect()
    };
    dictionary_runs(text).into_iter().flat_map(ends_of)
}

/// Cuts text where it passes to or from scripts whose words only a dictionary knows: start, run, whether it is one.
fn dictionary_runs(text: &str) -> Vec<(usize, &str, bool)> {
    let scripts = CodePointMapData::<Script>::new();
    let needs_dictionary = |c| {
        matches!(
            scripts.get(c),
            Script::Han | Script::Hiragana | Script::Thai | Script::Lao | Script::Khmer | Script::Myanmar
        )
    };
    let mut runs = Vec::new();
    let mut start = 0;
    let mut inside = false;
    for (at, c) in text.char_indices() {
        // Marks belong to the letter before them, whatever its script.
        if needs_dictionary(c) != inside && !is_mark(c) {
            runs.push((start, &text[start..at], inside));
            (start, inside) = (at, !inside);
        }
    }
    runs.push((start, &text[start..], inside));
    runs.retain(|(_, run, _)| !run.is_empty());
    runs
}

/// Offsets between sentences as UAX #29 alone finds them: also after abbreviations.
pub fn sentence_breaks(text: &str) -> impl Iterator<Item = usize> {
    SentenceSegmenter::new(SentenceBreakInvariantOptions::default()).segment_str(text)
}

/// The sentences of a text, each with the space after it; the stops of known abbreviations end none.
pub fn sentences(text: &str) -> impl Iterator<Item = &str> {
    between(
        text,
        sentence_breaks(text).filter(|&at| at == 0 || at == text.len() || !is_abbreviated(text, at)),
    )
}

/// Offsets at which a line may end, and the text's end (UAX #14); spaces belong to the line before.
pub fn line_breaks(text: &str) -> impl Iterator<Item = usize> {
    LINES.segment_str(text)
}

fn between(text: &str, offsets: impl Iterator<Item = usize>) -> impl Iterator<Item = &str> {
    let mut start = 0;
    offsets.filter_map(move |end| {
        text.get(std::mem::replace(&mut start, end)..end).filter(|part| !part.is_empty())
    })
}

/// Abbreviations whose stops end no sentence.
const ABBREVIATIONS: [&str; 24] = [
    "ق.م.",
    "ه\u{200d}.ش.",
    "ه\u{200d}.ق.",
    "ه\u{200d}.م.",
    "ه.ش.",
    "ه.ق.",
    "ر.ک.",
    "م.",
    "ص.",
    "صص.",
    "ج.",
    "ش.",
    "e.g.",
    "i.e.",
    "cf.",
    "Dr.",
    "Mr.",
    "Mrs.",
    "St.",
    "No.",
    "vol.",
    "pp.",
    "p.",
    "c.",
];

/// Whether the sentence break at byte `at` stands inside an abbreviation or after one.
fn is_abbreviated(text: &str, at: usize) -> bool {
    let (before, after) = text.split_at(at);
    let stop = before.trim_end();
    ABBREVIATIONS.iter().any(|abbreviation| {
        abbreviation.match_indices('.').any(|(dot, _)| {
            let (head, tail) = abbreviation.split_at(dot + 1);
            let continues = tail.is_empty() || (stop.len() == before.len() && after.starts_with(tail));
            let is_word = |rest: &str| !rest.ends_with(|c| is_letter(c) || is_mark(c) || c == '.');
            continues && stop.strip_suffix(head).is_some_and(is_word)
        })
    })
}

/// The beginning of a text, at most `max_chars` characters with the U+2026 that says that something is missing.
///
/// Cut between words, never after a ZWNJ, a combining mark, a comma or an opening bracket (persian.md P-13).
/// A quotation that the cut would leave open is left out, or, where it is most of the excerpt, loses its
/// opening mark. A word that ends in a mark is kept only if there is no other.
/// A text that fits is returned whole, but for space at its ends.
#[must_use]
pub fn excerpt(text: &str, max_chars: usize) -> Cow<'_, str> {
    let text = text.trim();
    let Some((limit, _)) = text.char_indices().nth(max_chars) else {
        return Cow::Borrowed(text);
    };
    let Some(room) = max_chars.checked_sub(1) else {
        return Cow::Borrowed("");
    };
    let budget = text.char_indices().nth(room).map_or(limit, |(at, _)| at);
    let kept = without_open_end(cut(text, budget));
    Cow::Owned(format!("{kept}…"))
}

/// The longest tidy beginning of `text` within `budget` bytes.
fn cut(text: &str, budget: usize) -> &str {
    let spaces = text.char_indices().filter(|&(_, c)| is_breaking_space(c)).map(|(at, _)| at);
    // Between spaces rather than between words: `۱۳۶۸/۲/۱۶` is several words, and its first alone says
    // something else.
    let at_space = |budget: usize| spaces.clone().take_while(|&at| at <= budget).last();
    let at_word = || word_breaks(text).take_while(|&at| at <= budget).last();
    let longest = tidy_end(&text[..at_space(budget).or_else(at_word).unwrap_or(0)]);
    let mut kept = longest;
    // A word that ends in a mark goes too: a hamza of ezafe promises a word that is not there.
    while kept.ends_with(is_mark) {
        kept = tidy_end(&text[..at_space(kept.len().saturating_sub(1)).unwrap_or(0)]);
    }
    if kept.is_empty() { longest } else { kept }
}

fn is_breaking_space(c: char) -> bool {
    c.is_whitespace() && !matches!(c, '\u{a0}' | '\u{202f}')
}

fn tidy_end(text: &str) -> &str {
    text.trim_end_matches(|c: char| {
        c.is_whitespace()
            || c == ZWNJ
            || opening(c)
            || matches!(c, '،' | '؛' | ',' | ';' | ':' | '.' | '…' | '-' | '–' | '—' | '/')
    })
}

const BRACKETS: [(char, char); 6] = [('«', '»'), ('‹', '›'), ('“', '”'), ('(', ')'), ('[', ']'), ('{', '}')];

fn opening(c: char) -> bool {
    BRACKETS.iter().any(|&(open, _)| open == c)
}

/// `kept` without a bracket or quotation that it opens and does not close.
fn without_open_end(kept: &str) -> Cow<'_, str> {
    let open = unclosed(kept);
    let Some(&outermost) = open.first() else {
        return Cow::Borrowed(kept);
    };
    let before = tidy_end(&kept[..outermost]);
    if before.len() * 2 >= kept.len() && !before.ends_with(is_mark) {
        return Cow::Borrowed(before);
    }
    Cow::Owned(kept.char_indices().filter(|(at, _)| !open.contains(at)).map(|(_, c)| c).collect())
}

/// Byte offsets of the opening brackets without a closing one, outermost first.
fn unclosed(text: &str) -> Vec<usize> {
    let mut open: Vec<(usize, char)> = Vec::new();
    for (at, c) in text.char_indices() {
        if let Some(&(_, close)) = BRACKETS.iter().find(|&&(opener, _)| opener == c) {
            open.push((at, close));
        } else if let Some(index) = open.iter().rposition(|&(_, close)| close == c) {
            open.truncate(index);
        }
    }
    open.into_iter().map(|(at, _)| at).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_come_without_what_parts_them() {
        let found: Vec<_> =
            words("او می\u{200c}رود، ۱۳۶۸.").map(|word| (word.start, word.text, word.kind)).collect();
        assert_eq!(
            found,
            [
                (0, "او", WordKind::Letters),
                (5, "می\u{200c}رود", WordKind::Letters),
                (21, "۱۳۶۸", WordKind::Number)
            ]
        );
    }

    #[test]
    fn characters_of_chinese_are_words() {
        let found: Vec<_> = words("شیان (西安) شهر").map(|word| word.text).collect();
        assert_eq!(found, ["شیان", "西", "安", "شهر"]);
        assert_eq!(word_breaks("西安 ۲").collect::<Vec<_>>(), [0, 3, 6, 7, 9]);
    }

    #[track_caller]
    fn check_sentences(expected: &[&str]) {
        assert_eq!(sentences(&expected.concat()).collect::<Vec<_>>(), expected);
    }

    #[test]
    fn abbreviations_end_no_sentence() {
        check_sentences(&["در ۵۰۰ ق.م. ساخته شد. ", "بعد ویران شد."]);
        check_sentences(&["سال ۱۳۶۸ ه\u{200d}.ش. بود. ", "بعد؟"]);
        check_sentences(&["ق.م. یعنی قبل از میلاد."]);
        check_sentences(&["Dr. Smith saw it, e.g. Isfahan. ", "Then he left."]);
        check_sentences(&["او کم. ", "آمد."]);
        check_sentences(&[]);
    }

    #[test]
    fn graphemes_are_whole() {
        assert_eq!(graphemes("خانه\u{654}").collect::<Vec<_>>(), ["خ", "ا", "ن", "ه\u{654}"]);
    }

    #[test]
    fn excerpts_drop_the_word_they_would_cut() {
        assert_eq!(excerpt("شهر خانه\u{200c}ها بود", 8), "شهر…");
        assert_eq!(excerpt("شهر خانه\u{200c}ها بود", 12), "شهر خانه\u{200c}ها…");
        assert_eq!(excerpt("  شهر  ", 3), "شهر");
        assert_eq!(excerpt("شهر", 2), "…");
        assert_eq!(excerpt("شهر", 0), "");
        assert_eq!(excerpt("西安市西安市", 4), "西安市…");
    }

    #[test]
    fn excerpts_leave_no_quotation_open() {
        assert_eq!(excerpt("اصفهان را گفتند «نصف جهان» و", 25), "اصفهان را گفتند…");
        assert_eq!(excerpt("«نصف جهان است اصفهان» و", 16), "نصف جهان است…");
        assert_eq!(excerpt("شهر «نصف جهان» است و", 19), "شهر «نصف جهان» است…");
    }

    #[test]
    fn every_excerpt_ends_well() {
        let text = "خانه\u{654} پدری، «می\u{200c}رود» (۱۳۶۸/۲/۱۶) ‹محله\u{654} جلفا› مثلا\u{64b} ۵\u{a0}کیلومتر — پایان.";
        for max in 1..text.chars().count() {
            let cut = excerpt(text, max);
            assert!(cut.chars().count() <= max, "{max}: {cut:?}");
            let kept = cut.strip_suffix('…').map(str::to_owned);
            let bad_end = |c: char| c == ZWNJ || c.is_whitespace() || is_mark(c) || opening(c);
            let is_open = |kept: &str| !unclosed(kept).is_empty();
            assert!(
                kept.is_some_and(|kept| !kept.ends_with(bad_end) && !is_open(&kept) || kept == "خانه\u{654}"),
                "{max}: {cut:?}"
            );
        }
    }
}
