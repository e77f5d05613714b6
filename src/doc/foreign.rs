//! Finds what must be set apart in a line of text: words of another script,
//! and tokens that keep their own order.
//!
//! In: plain text of one language. Out: the same text cut into pieces, each
//! plain or an isolate with its language and direction. A Latin name inside
//! Persian, a telephone number, an ISBN, `C++` or a coordinate then stands
//! whole on the page and is read in its own language (UAX #9 §2.4.1; W3C,
//! "Inline markup and bidirectional text in HTML"). What an editor marks up is
//! not needed for it: it works from plain Markdown, for site and PDF alike.

use std::ops::Range;

use icu_properties::CodePointMapData;
use icu_properties::props::{GeneralCategory, GeneralCategoryGroup, Script};
use memchr::memmem::Finder;

use super::{Inline, InlineKind, Stage};
use crate::locale::{Direction, Lang};
use crate::source::Span;

/// Names in their own script that the book's data gives a language, such as
/// `西安` or `Firenze`.
#[derive(Debug, Clone, Default)]
pub struct LocalNames {
    /// Longest first, so that a name wins over its own part; each with its search made ready.
    names: Vec<(String, Lang, Finder<'static>)>,
}

impl LocalNames {
    /// The names of the book's cities, but for those that are spelt as in `known`.
    pub fn new<'a>(names: impl IntoIterator<Item = (&'a str, Lang)>, known: &[&str]) -> LocalNames {
        let mut names: Vec<(String, Lang)> = names
            .into_iter()
            .filter(|(name, _)| !name.is_empty() && !known.contains(name))
            .map(|(name, lang)| (name.to_owned(), lang))
            .collect();
        names.sort_by(|(a, _), (b, _)| b.len().cmp(&a.len()).then_with(|| a.cmp(b)));
        names.dedup_by(|a, b| a.0 == b.0);
        let ready = |(name, lang): (String, Lang)| {
            let finder = Finder::new(&name).into_owned();
            (name, lang, finder)
        };
        LocalNames { names: names.into_iter().map(ready).collect() }
    }

    fn language_of(&self, text: &str) -> Option<Lang> {
        self.names.iter().find(|(name, ..)| name == text).map(|(_, lang, _)| *lang)
    }
}

/// Text as inline nodes, with isolates where they are needed. `span` is where
/// it stands; pieces get exact places if the source reads the same.
pub fn inlines<S: Stage>(text: &str, span: Span, lang: Lang, names: &LocalNames) -> Vec<Inline<S>> {
    let exact = (span.end - span.start) as usize == text.len();
    let place = |range: &Range<usize>| match exact {
        true => Span::new(span.source, span.start as usize + range.start..span.start as usize + range.end),
        false => span,
    };
    let mut inlines = Vec::new();
    let mut end = 0;
    let push_text = |range: Range<usize>, inlines: &mut Vec<Inline<S>>| {
        if !range.is_empty() {
            let span = place(&range);
            inlines.push(Inline { span, kind: InlineKind::Text(text[range].into()) });
        }
    };
    for isolate in isolates(text, lang, names) {
        push_text(end..isolate.range.start, &mut inlines);
        let span = place(&isolate.range);
        let words = Inline { span, kind: InlineKind::Text(text[isolate.range.clone()].into()) };
        let Isolate { lang, direction, .. } = isolate;
        inlines.push(Inline { span, kind: InlineKind::Foreign { lang, direction, content: vec![words] } });
        end = isolate.range.end;
    }
    push_text(end..text.len(), &mut inlines);
    inlines
}

/// A piece of text that is set apart.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Isolate {
    /// Bytes of the text.
    pub range: Range<usize>,
    pub lang: Lang,
    pub direction: Direction,
}

/// The isolates of a text in `lang`, in order, without overlap.
pub fn isolates(text: &str, lang: Lang, names: &LocalNames) -> Vec<Isolate> {
    if may_hold_isolates(text, lang, names) { looked_for(text, lang, names) } else { Vec::new() }
}

fn looked_for(text: &str, lang: Lang, names: &LocalNames) -> Vec<Isolate> {
    let chars: Vec<Char> =
        text.char_indices().map(|(at, character)| Char { at, character, class: class(character) }).collect();
    let mut found = named(text, &chars, lang, names);
    let mut start = 0;
    for name in found.clone() {
        scan(text, &chars[start..index_of(&chars, name.range.start)], lang, names, &mut found);
        start = index_of(&chars, name.range.end);
    }
    scan(text, &chars[start..], lang, names, &mut found);
    found.sort_by_key(|isolate| isolate.range.start);
    found
}

/// Whether a text has a name or a character that an isolate begins with; most texts have none.
fn may_hold_isolates(text: &str, lang: Lang, names: &LocalNames) -> bool {
    let own = lang.direction();
    text.chars().any(|character| begins_run(class(character), own))
        || names.names.iter().any(|(.., finder)| finder.find(text.as_bytes()).is_some())
}

/// Whether a run may begin at a character of this class, in a text of this direction.
fn begins_run(class: Class, own: Direction) -> bool {
    match class {
        Class::Ltr(script) => own == Direction::Rtl || script != Script::Latin,
        Class::Rtl(_) => own == Direction::Ltr,
        Class::Digit | Class::PersianDigit => own == Direction::Rtl,
        Class::Mark | Class::Space | Class::Other => false,
    }
}

#[derive(Debug, Clone, Copy)]
struct Char {
    at: usize,
    character: char,
    class: Class,
}

impl Char {
    fn end(&self) -> usize {
        self.at + self.character.len_utf8()
    }
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Class {
    Ltr(Script),
    Rtl(Script),
    /// A combining mark or joiner: belongs to what is before it.
    Mark,
    Digit,
    PersianDigit,
    Space,
    Other,
}

fn class(character: char) -> Class {
    match character {
        'a'..='z' | 'A'..='Z' => Class::Ltr(Script::Latin),
        '0'..='9' => Class::Digit,
        '\u{6f0}'..='\u{6f9}' | '\u{660}'..='\u{669}' => Class::PersianDigit,
        ' ' | '\u{a0}' | '\t' | '\n' => Class::Space,
        // What most Persian is made of, without a look into the tables.
        '\u{621}'..='\u{63a}' | '\u{641}'..='\u{64a}' | '\u{671}'..='\u{6d3}' => Class::Rtl(Script::Arabic),
        '\u{200c}' | '\u{200d}' => Class::Mark,
        // The raised and lowered digits of `m²` and `CO₂`.
        '²' | '³' | '¹' | '\u{2070}'..='\u{208e}' => Class::Mark,
        '\0'..='\u{7f}' => Class::Other,
        _ => match CodePointMapData::<GeneralCategory>::new().get(character) {
            category if GeneralCategoryGroup::Mark.contains(category) => Class::Mark,
            category if GeneralCategoryGroup::Letter.contains(category) => {
                match CodePointMapData::<Script>::new().get(character) {
                    script @ (Script::Arabic | Script::Hebrew | Script::Syriac) => Class::Rtl(script),
                    script => Class::Ltr(script),
                }
            }
            _ => Class::Other,
        },
    }
}

fn index_of(chars: &[Char], at: usize) -> usize {
    chars.partition_point(|char| char.at < at)
}

/// Whole words that are a local name of another language.
fn named(text: &str, chars: &[Char], lang: Lang, names: &LocalNames) -> Vec<Isolate> {
    let mut found: Vec<Isolate> = Vec::new();
    for (name, own, finder) in names.names.iter().filter(|(_, own, _)| own.primary() != lang.primary()) {
        for at in finder.find_iter(text.as_bytes()) {
            let range = at..at + name.len();
            let is_letter = |index: Option<&Char>| {
                index.is_some_and(|c| !matches!(c.class, Class::Space | Class::Other | Class::Digit))
            };
            let before = index_of(chars, range.start).checked_sub(1).and_then(|index| chars.get(index));
            // A letter beside it makes it a part of another word, unless scripts without spaces meet.
            let inside = is_letter(before) || is_letter(chars.get(index_of(chars, range.end)));
            let free =
                found.iter().all(|other| range.end <= other.range.start || other.range.end <= range.start);
            if !inside && free {
                found.push(Isolate { range, lang: *own, direction: own.direction() });
            }
        }
    }
    found.sort_by_key(|isolate| isolate.range.start);
    found
}

fn scan(text: &str, chars: &[Char], lang: Lang, names: &LocalNames, found: &mut Vec<Isolate>) {
    let own = lang.direction();
    let mut index = 0;
    while index < chars.len() {
        let run = match chars[index].class {
            class if !begins_run(class, own) => None,
            Class::Ltr(script) => Some(ltr_run(chars, index, script, own)),
            Class::Rtl(script) => Some(rtl_run(chars, index, script)),
            _ => number_run(chars, index),
        };
        match run {
            Some(run) if !run.is_empty() => {
                let range = chars[run.start].at..chars[run.end - 1].end();
                let words = &text[range.clone()];
                let (direction, guess) = match chars[index].class {
                    Class::Rtl(script) => (Direction::Rtl, rtl_language(words, script)),
                    Class::Ltr(script) => (Direction::Ltr, ltr_language(script)),
                    _ => (Direction::Ltr, Some(lang)),
                };
                let lang = names.language_of(words).or(guess).unwrap_or(lang);
                let start = run.start;
                // A run may reach back over digits that were passed as plain text.
                found.retain(|other| other.range.end <= chars[start].at || other.range.start >= range.end);
                found.push(Isolate { range, lang, direction });
                index = run.end;
            }
            _ => index += 1,
        }
    }
}

/// Signs that belong to a left-to-right token when they touch it before.
fn leads(char: &Char) -> bool {
    matches!(char.class, Class::Digit | Class::PersianDigit)
        || "+-\u{2212}_/@#~.:°′″'\u{2019}$€£&=%\u{200e}".contains(char.character)
}

/// Signs that belong to it when they touch it after.
fn trails(char: &Char) -> bool {
    matches!(char.class, Class::Digit | Class::Mark) || "+#_/°′″=&%".contains(char.character)
}

/// A run of words of one left-to-right script around the letter at `index`.
fn ltr_run(chars: &[Char], index: usize, script: Script, own: Direction) -> Range<usize> {
    let start = if own == Direction::Rtl { ltr_start(chars, index) } else { index };
    let mut end = index + 1;
    let mut ahead = end;
    while ahead < chars.len() {
        match chars[ahead].class {
            Class::Ltr(other) if other == script || same_writing(other, script) => end = ahead + 1,
            Class::Ltr(_) | Class::Rtl(_) | Class::PersianDigit => break,
            Class::Digit if own == Direction::Rtl || chars[ahead - 1].class != Class::Space => {
                end = ahead + 1
            }
            Class::Mark if ahead == end => end = ahead + 1,
            _ if breaks_run(chars[ahead].character) => break,
            _ => {}
        }
        ahead += 1;
    }
    while end < chars.len() && trails(&chars[end]) {
        end += 1;
    }
    if own == Direction::Rtl {
        end = address_end(chars, start, end);
        if chars.get(end).is_some_and(|char| char.character == '.') && is_abbreviation(&chars[start..end]) {
            end += 1;
        }
    }
    close_brackets(chars, start, end)..close_brackets_end(chars, start, end)
}

/// Where a run begins in a right-to-left text: with signs and numbers that
/// belong to its first word, such as `.NET`, `--print`, `5 km`, `34.25° N`.
fn ltr_start(chars: &[Char], index: usize) -> usize {
    let mut start = index;
    while start > 0 && leads(&chars[start - 1]) {
        start -= 1;
    }
    // What leads must not be the punctuation that closes a Persian word.
    let after_space = is_open(chars, start);
    while start < index {
        let stripped = match chars[start].character {
            ':' | '=' => true,
            '.' | '/' | '-' | '\'' | '\u{2019}' => !after_space,
            _ => false,
        };
        if !stripped {
            break;
        }
        start += 1;
    }
    if start >= 2 && chars[start - 1].class == Class::Space {
        let number = number_start(chars, start - 1);
        let before = &chars[number..start - 1];
        let signed = before.first().is_some_and(|char| "+-\u{2212}±".contains(char.character));
        let has = |class| before.iter().any(|char| char.class == class);
        let degrees = before.last().is_some_and(|char| char.character == '°');
        if has(Class::Digit) || (has(Class::PersianDigit) && (signed || degrees)) {
            return number;
        }
    }
    start
}

/// Where the number begins that ends at `end`, with its sign; `end` if there is none.
fn number_start(chars: &[Char], end: usize) -> usize {
    let inside = |char: &Char| {
        matches!(char.class, Class::Digit | Class::PersianDigit) || ".,:٫٬/°′″".contains(char.character)
    };
    let mut start = end;
    while start > 0 && inside(&chars[start - 1]) {
        start -= 1;
    }
    while start < end && !matches!(chars[start].class, Class::Digit | Class::PersianDigit) {
        start += 1;
    }
    let sign = start.checked_sub(1).is_some_and(|at| "+-\u{2212}±".contains(chars[at].character));
    if sign && start < end && is_open(chars, start - 1) { start - 1 } else { start }
}

/// Whether a token may begin at `at`: after a space, a bracket, a quote.
fn is_open(chars: &[Char], at: usize) -> bool {
    at == 0 || matches!(chars[at - 1].class, Class::Space | Class::Other)
}

/// An address goes on to the next space, through letters of any script.
fn address_end(chars: &[Char], start: usize, end: usize) -> usize {
    let word = chars[..end].iter().rposition(|char| char.class == Class::Space).map_or(0, |at| at + 1);
    let word = word.max(start);
    let text: String = chars[word..end].iter().map(|char| char.character).collect();
    if !(text.contains("://") || text.starts_with("www.")) {
        return end;
    }
    let rest =
        chars[end..].iter().take_while(|char| char.class != Class::Space && !breaks_run(char.character));
    let mut last = end + rest.count();
    while last > end && ".:;!?)]»\"'".contains(chars[last - 1].character) {
        last -= 1;
    }
    last
}

/// Single letters with points between: `U.S`, `e.g`, whose last point is theirs.
fn is_abbreviation(run: &[Char]) -> bool {
    let letter = |char: &Char| matches!(char.class, Class::Ltr(_));
    let [.., before, first, point, last] = run else {
        return matches!(run, [first, point, last] if letter(first) && point.character == '.' && letter(last));
    };
    letter(first) && point.character == '.' && letter(last) && !letter(before)
}

/// Chinese characters and the kana that stand among them are one writing.
fn same_writing(a: Script, b: Script) -> bool {
    let japanese = |script| matches!(script, Script::Han | Script::Hiragana | Script::Katakana);
    (japanese(a) && japanese(b)) || a == Script::Common || a == Script::Inherited
}

/// Punctuation of Persian, and line ends, end a run.
fn breaks_run(character: char) -> bool {
    matches!(character, '،' | '؛' | '؟' | '«' | '»' | '\n' | '|' | '…')
}

fn rtl_run(chars: &[Char], index: usize, script: Script) -> Range<usize> {
    let mut end = index + 1;
    let mut ahead = end;
    while ahead < chars.len() {
        match chars[ahead].class {
            Class::Rtl(other) if other == script => end = ahead + 1,
            Class::Mark if ahead == end => end = ahead + 1,
            Class::PersianDigit => end = ahead + 1,
            Class::Ltr(_) | Class::Rtl(_) | Class::Digit => break,
            _ if matches!(chars[ahead].character, '\n' | '|' | '(' | ')' | ',' | ';' | '/' | '—') => break,
            _ => {}
        }
        ahead += 1;
    }
    close_brackets(chars, index, end)..close_brackets_end(chars, index, end)
}

/// Numbers whose parts would change places in a Persian line: telephone
/// numbers, ISBNs, dates with hyphens, signed numbers, degrees with minutes,
/// sums. A range and a number with points or slashes read well as they are.
fn number_run(chars: &[Char], index: usize) -> Option<Range<usize>> {
    let digit = |index: usize| {
        chars.get(index).is_some_and(|c| matches!(c.class, Class::Digit | Class::PersianDigit))
    };
    if index > 0 && digit(index - 1) {
        return None;
    }
    let before = |back: usize| index.checked_sub(back).and_then(|at| chars.get(at)).map(|c| c.character);
    // After a letter or digit it is a hyphen.
    let opens = index > 0 && is_open(chars, index - 1);
    let plus = opens && before(1) == Some('+');
    let sign = plus || (opens && matches!(before(1), Some('\u{2212}' | '-' | '±' | '$' | '€' | '£')));
    // The code of a town in brackets, as in `(031) 3222 0100`.
    let bracket = matches!(before(1), Some('('));
    let zero = chars.get(index).is_some_and(|c| matches!(c.character, '0' | '۰')) && digit(index + 1);
    let dialled = || plus || zero || is_labelled(chars, index);
    let (mut end, mut hyphens, mut groups, mut sum) = (index, 0, 1, false);
    loop {
        while digit(end) {
            end += 1;
        }
        let next = |ahead: usize| chars.get(end + ahead).map(|c| c.character);
        match next(0) {
            Some('-') if digit(end + 1) => hyphens += 1,
            Some(' ' | '\u{a0}') if digit(end + 1) && dialled() => {}
            Some('.' | '٫' | '٬' | ',' | '/') if digit(end + 1) && sign => {}
            Some('+' | '×' | '=' | '°' | '′') if digit(end + 1) => sum = true,
            Some(' ') if plus && next(1) == Some('(') && digit(end + 2) => end += 1,
            Some(')') if (bracket || end > index) && group_follows(chars, end) && dialled() => end += 1,
            _ => break,
        }
        groups += 1;
        end += 1;
    }
    let degrees = chars.get(end).is_some_and(|c| c.character == '°');
    let parted = groups >= 2 && dialled();
    if !(sign || sum || degrees || parted || (hyphens >= 2 && groups >= 3)) {
        return None;
    }
    while chars.get(end).is_some_and(|c| matches!(c.character, '°' | '′' | '″' | '%' | '٪')) {
        end += 1;
    }
    let taken = &chars[index..end];
    let closes = taken.iter().any(|c| c.character == ')') && depth(taken).1 > 0;
    Some(if sign || (bracket && closes) { index - 1 } else { index }..end)
}

/// Whether a bracket closes at `at`, with more digits after it.
fn group_follows(chars: &[Char], at: usize) -> bool {
    let space = chars.get(at + 1).is_some_and(|c| c.class == Class::Space);
    space && chars.get(at + 2).is_some_and(|c| matches!(c.class, Class::Digit | Class::PersianDigit))
}

/// What stands before a number that is no quantity.
const LABELS: [&str; 9] = ["تلفن", "تلفکس", "فکس", "نمابر", "دورنگار", "همراه", "شاپا", "شابک", "پستی"];

/// Whether the word before a number, with a colon or without, says that it is
/// an identifier: `۱۲۳۴-۵۶۷۸` may also be a range of years.
fn is_labelled(chars: &[Char], index: usize) -> bool {
    let word = |char: &&Char| matches!(char.class, Class::Rtl(_) | Class::Mark);
    let before = chars[..index].iter().rev().skip_while(|c| c.class == Class::Space || c.character == ':');
    let mut label: Vec<char> = before.take_while(word).map(|char| char.character).collect();
    label.reverse();
    LABELS.contains(&label.into_iter().collect::<String>().as_str())
}

/// The start of a run; an opening bracket that its close inside the run answers is taken in.
fn close_brackets(chars: &[Char], start: usize, end: usize) -> usize {
    let unopened = depth(&chars[start..end]).1;
    match start.checked_sub(1).map(|before| chars[before].character) {
        Some('(' | '[') if unopened > 0 => start - 1,
        _ => start,
    }
}

/// The end of a run; a closing bracket that answers one inside the run is taken in.
fn close_brackets_end(chars: &[Char], start: usize, end: usize) -> usize {
    let unclosed = depth(&chars[start..end]).0;
    match chars.get(end).map(|char| char.character) {
        Some(')' | ']') if unclosed > 0 => end + 1,
        _ => end,
    }
}

/// How many brackets stay open, and how many close without having been opened.
fn depth(chars: &[Char]) -> (usize, usize) {
    chars.iter().fold((0, 0), |(open, unopened), char| match char.character {
        '(' | '[' => (open + 1, unopened),
        ')' | ']' if open > 0 => (open - 1, unopened),
        ')' | ']' => (open, unopened + 1),
        _ => (open, unopened),
    })
}

/// The language that a script most often writes in this book.
fn ltr_language(script: Script) -> Option<Lang> {
    let tag = match script {
        Script::Latin => "en",
        Script::Cyrillic => "ru",
        Script::Greek => "el",
        Script::Armenian => "hy",
        Script::Georgian => "ka",
        Script::Han => "zh",
        Script::Hiragana | Script::Katakana => "ja",
        Script::Hangul => "ko",
        Script::Devanagari => "hi",
        Script::Telugu => "te",
        Script::Bengali => "bn",
        Script::Thai => "th",
        _ => return None,
    };
    Lang::parse(tag)
}

fn rtl_language(words: &str, script: Script) -> Option<Lang> {
    let tag = match script {
        Script::Hebrew => "he",
        Script::Syriac => "syr",
        // Letters that Arabic has and Persian writes otherwise.
        _ if words.contains(['\u{643}', '\u{64a}', '\u{629}', '\u{649}']) => "ar",
        _ if words
            .contains(['\u{6c1}', '\u{6d2}', '\u{679}', '\u{688}', '\u{691}', '\u{6ba}', '\u{6be}']) =>
        {
            "ur"
        }
        _ => "fa",
    };
    Lang::parse(tag)
}

#[cfg(test)]
mod tests;
