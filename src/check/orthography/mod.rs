//! The orthography of Persian text: what `check` reports, and how it is mended (persian.md P-47 to P-80).
//!
//! In: text in Markdown. Out: findings by rule, each with the characters it
//! is about and what should stand there. Pure: files and places are the
//! caller's. What is no Persian prose (code, addresses, marked-up words of
//! another language) is covered by `protect` before any rule looks.

mod files;
mod letters;
mod numbers;
mod protect;
mod punctuation;
mod rule;
mod spacing;

use std::ops::Range;

pub use files::{Severities, check, mended};
pub use rule::Rule;
use serde::{Deserialize, Serialize};

use crate::locale::letter::{is_arabic_letter, is_mark};
use protect::Cover;

/// One thing that is wrong.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Finding {
    pub rule: Rule,
    /// Bytes of the text.
    pub range: Range<usize>,
    /// What should stand there; none where only a person can tell.
    pub replacement: Option<String>,
}

/// All that is wrong with a text, in the order of its places.
pub fn lint(text: &str) -> Vec<Finding> {
    let fences = protect::fences(text);
    let mut findings: Vec<Finding> =
        paragraphs(text).flat_map(|range| lint_paragraph(text, range, &fences)).collect();
    findings.sort_by_key(|finding| (finding.range.start, finding.rule));
    findings
}

/// The text with everything mended that can be mended without a person.
///
/// Mending twice changes nothing: mended text is looked at again until no
/// rule has a replacement.
pub fn fix(text: &str) -> String {
    let mut text = text.to_owned();
    // Every round mends something that stays mended; the bound is for faults of this program.
    for _ in 0..100 {
        let Some(better) = Rule::ALL.into_iter().find_map(|rule| fix_rule(&text, rule)) else { break };
        text = better;
    }
    text
}

/// Mends what one rule finds; none if it finds nothing that it can mend.
fn fix_rule(text: &str, rule: Rule) -> Option<String> {
    let findings = lint(text).into_iter().filter(|finding| finding.rule == rule);
    let mut mended = String::with_capacity(text.len());
    let mut done = 0;
    for finding in findings {
        let Some(replacement) = finding.replacement.filter(|_| finding.range.start >= done) else { continue };
        mended.push_str(text.get(done..finding.range.start)?);
        mended.push_str(&replacement);
        done = finding.range.end;
    }
    mended.push_str(text.get(done..)?);
    (mended != text).then_some(mended)
}

/// Stretches between empty lines.
fn paragraphs(text: &str) -> impl Iterator<Item = Range<usize>> {
    let mut at = 0;
    let lines = text.split_inclusive('\n').map(move |line| {
        let start = at;
        at += line.len();
        (start..at, line.trim().is_empty())
    });
    let mut ranges: Vec<Range<usize>> = Vec::new();
    let mut open = false;
    for (line, blank) in lines {
        match ranges.last_mut() {
            Some(last) if open && !blank => last.end = line.end,
            _ if !blank => ranges.push(line),
            _ => {}
        }
        open = !blank;
    }
    ranges.into_iter()
}

fn lint_paragraph(text: &str, range: Range<usize>, fences: &[Range<usize>]) -> Vec<Finding> {
    let Some(paragraph) = text.get(range.clone()) else { return Vec::new() };
    let silenced = protect::silenced(paragraph);
    let prose = Prose::new(paragraph, Cover::of(text, range.clone(), fences));
    let mut findings = Vec::new();
    for rules in [letters::find, spacing::find, punctuation::find, numbers::find] {
        rules(&prose, &mut findings);
    }
    let placed = findings.into_iter().filter(|hit: &Hit| !silenced.contains(&hit.rule)).map(|hit| Finding {
        rule: hit.rule,
        range: range.start + prose.byte(hit.range.start)..range.start + prose.byte(hit.range.end),
        replacement: hit.replacement,
    });
    placed.collect()
}

/// What a rule found, in characters of its paragraph.
struct Hit {
    rule: Rule,
    range: Range<usize>,
    replacement: Option<String>,
}

impl Hit {
    fn new(rule: Rule, range: Range<usize>, replacement: impl Into<String>) -> Hit {
        Hit { rule, range, replacement: Some(replacement.into()) }
    }

    fn unmended(rule: Rule, range: Range<usize>) -> Hit {
        Hit { rule, range, replacement: None }
    }
}

/// Stands for a character that no rule may look at.
const COVERED: char = '\u{fffc}';

/// A paragraph by characters, with what is no prose covered.
struct Prose {
    /// As a rule sees it.
    chars: Vec<char>,
    /// As it is written.
    raw: Vec<char>,
    /// The first byte of each character, and the end.
    bytes: Vec<usize>,
    persian: bool,
}

impl Prose {
    fn new(text: &str, cover: Cover) -> Prose {
        let raw: Vec<char> = text.chars().collect();
        let bytes: Vec<usize> = text.char_indices().map(|(at, _)| at).chain([text.len()]).collect();
        let covered = |at: &usize| cover.covers(*at);
        let chars: Vec<char> =
            raw.iter().zip(&bytes).map(|(c, at)| if covered(at) { COVERED } else { *c }).collect();
        let persian = chars.iter().any(|c| is_arabic_letter(*c));
        Prose { chars, raw, bytes, persian }
    }

    fn byte(&self, index: usize) -> usize {
        self.bytes.get(index).or(self.bytes.last()).copied().unwrap_or(0)
    }

    fn len(&self) -> usize {
        self.chars.len()
    }

    fn get(&self, index: usize) -> Option<char> {
        self.chars.get(index).copied()
    }

    /// The character before `index`.
    fn before(&self, index: usize) -> Option<char> {
        self.get(index.checked_sub(1)?)
    }

    fn text(&self, range: Range<usize>) -> String {
        self.chars.get(range).unwrap_or_default().iter().collect()
    }

    /// The end of the run of such characters that begins at `start`.
    fn run(&self, start: usize, is: impl Fn(char) -> bool) -> usize {
        let same = self.chars.get(start..).unwrap_or_default().iter().take_while(|c| is(**c)).count();
        start + same
    }

    /// Where the run of such characters begins that ends before `end`.
    fn run_before(&self, end: usize, is: impl Fn(char) -> bool) -> usize {
        let same = self.chars.get(..end).unwrap_or_default().iter().rev().take_while(|c| is(**c)).count();
        end - same
    }

    /// Maximal runs of such characters, in order.
    fn runs<'a>(&'a self, is: impl Fn(char) -> bool + Copy + 'a) -> impl Iterator<Item = Range<usize>> + 'a {
        let mut at = 0;
        std::iter::from_fn(move || {
            let start = (at..self.len()).find(|&index| self.get(index).is_some_and(is))?;
            at = self.run(start, is);
            Some(start..at)
        })
    }

    /// The letter nearest before `index`, marks skipped.
    fn letter_before(&self, index: usize) -> Option<char> {
        self.before(self.run_before(index, is_mark))
    }
}

/// A letter of the Arabic script or a mark on one: what words are made of.
fn is_word(c: char) -> bool {
    is_arabic_letter(c) || is_mark(c)
}

fn is_persian_digit(c: char) -> bool {
    ('\u{6f0}'..='\u{6f9}').contains(&c)
}

fn is_blank(c: char) -> bool {
    c == ' ' || c == '\t'
}

#[cfg(test)]
mod tests;
