//! What in a chapter is no Persian prose (persian.md P-48).
//!
//! Covered: code, HTML tags and elements of another language, comments, link
//! targets, attributes, addresses, calls of notes, citations, slugs of
//! wikilinks, markers of lists, front matter but its values, fenced blocks but
//! their captions. The rest of the line stays visible, so that a mark behind a
//! link is still seen.

use std::ops::Range;

use super::Rule;

/// Whether each byte of a paragraph is covered.
pub struct Cover(Vec<bool>);

impl Cover {
    /// The cover of a paragraph of `text`.
    ///
    /// - `fences`: the fenced blocks of the whole text, in order.
    pub fn of(text: &str, paragraph: Range<usize>, fences: &[Range<usize>]) -> Cover {
        let mut cover = Cover(vec![false; paragraph.len()]);
        let first = fences.partition_point(|fence| fence.end <= paragraph.start);
        let own = fences.iter().skip(first).take_while(|fence| fence.start < paragraph.end);
        for fence in own {
            let start = fence.start.saturating_sub(paragraph.start);
            cover.add(start..fence.end.min(paragraph.end) - paragraph.start);
        }
        cover.inline(text.get(paragraph).unwrap_or_default());
        cover
    }

    pub fn covers(&self, byte: usize) -> bool {
        self.0.get(byte).copied().unwrap_or(false)
    }

    fn add(&mut self, range: Range<usize>) {
        if let Some(bytes) = self.0.get_mut(range) {
            bytes.fill(true);
        }
    }

    fn inline(&mut self, text: &str) {
        let mut at = 0;
        let mut line_start = true;
        while let Some(c) = text.get(at..).and_then(|rest| rest.chars().next()) {
            if !self.covers(at)
                && let Some(length) = covered_here(text, at, line_start)
            {
                self.add(at..at + length);
                at += length;
                line_start = false;
                continue;
            }
            line_start = c == '\n' || (line_start && (c.is_whitespace() || c == '>'));
            at += c.len_utf8();
        }
    }
}

/// The fenced blocks of a text, with their fences; one that is open goes to the end.
pub fn fences(text: &str) -> Vec<Range<usize>> {
    let mut found: Vec<Range<usize>> = Vec::new();
    let mut open: Option<(char, usize)> = None;
    let mut at = 0;
    for line in text.split_inclusive('\n') {
        let end = at + line.len();
        match (open, fence_mark(line)) {
            (None, Some(mark)) => {
                open = Some(mark);
                found.push(at..end);
            }
            (None, None) => {}
            (Some((mark, width)), fence) => {
                found.iter_mut().next_back().into_iter().for_each(|last| last.end = end);
                if fence.is_some_and(|(other, length)| other == mark && length >= width) {
                    open = None;
                }
            }
        }
        at = end;
    }
    found
}

/// Rules that a comment in this paragraph names: `<!-- FA12 -->`.
pub fn silenced(paragraph: &str) -> Vec<Rule> {
    let comments = paragraph.split("<!--").skip(1).filter_map(|rest| rest.split("-->").next());
    comments.flat_map(|comment| Rule::ALL.into_iter().filter(|rule| comment.contains(rule.code()))).collect()
}

fn fence_mark(line: &str) -> Option<(char, usize)> {
    let line = line.trim_start_matches([' ', '>']);
    let mark = line.chars().next().filter(|c| matches!(c, '`' | '~'))?;
    let length = line.chars().take_while(|c| *c == mark).count();
    (length >= 3 && (mark == '~' || !line.trim_start_matches('`').contains('`'))).then_some((mark, length))
}

/// How many bytes from `at` on are covered, if something begins there.
fn covered_here(text: &str, at: usize, line_start: bool) -> Option<usize> {
    let rest = text.get(at..)?;
    let before = text.get(..at)?;
    match rest.chars().next()? {
        '`' => code(rest),
        '<' => tag(rest),
        '{' => enclosed(rest, '}').filter(|_| rest.starts_with("{#") || rest.starts_with("{.")),
        // The closing bracket stays: a mark may follow it.
        '(' if before.ends_with(']') => enclosed(rest, ')').map(|length| length - 1),
        '[' if rest.starts_with("[^") => enclosed(rest, ']'),
        '[' if rest.starts_with("[@") => enclosed(rest, ']'),
        '[' if rest.starts_with("[[") => wikilink(rest),
        c if c.is_ascii_digit() && line_start => list_marker(rest),
        c if c.is_ascii_alphabetic() && !before.ends_with(|c: char| c.is_ascii_alphanumeric()) => {
            address(rest)
        }
        _ => None,
    }
}

fn code(rest: &str) -> Option<usize> {
    let width = rest.chars().take_while(|c| *c == '`').count();
    let fence = rest.get(..width)?;
    let end = rest.get(width..)?.find(fence)?;
    Some(width + end + width)
}

/// A comment, an address in angle brackets, a tag, or a whole element whose language is not Persian.
fn tag(rest: &str) -> Option<usize> {
    if rest.starts_with("<!--") {
        return rest.find("-->").map(|end| end + 3);
    }
    let end = enclosed(rest, '>')?;
    let tag = rest.get(1..end - 1)?;
    let name: String = tag.chars().take_while(char::is_ascii_alphanumeric).collect();
    if name.is_empty() {
        return tag.starts_with('/').then_some(end);
    }
    let lang = tag.split("lang=").nth(1).map(|value| value.trim_start_matches(['"', '\'']));
    if lang.is_some_and(|lang| !lang.starts_with("fa")) {
        let close = format!("</{name}>");
        let inside = rest.get(end..)?.find(&close)?;
        return Some(end + inside + close.len());
    }
    Some(end)
}

/// Up to and with the first `close` of this line.
fn enclosed(rest: &str, close: char) -> Option<usize> {
    let line = rest.split('\n').next()?;
    line.find(close).map(|end| end + close.len_utf8())
}

/// The slug of `[[slug|words]]` with its bar, or the whole of `[[slug]]`.
fn wikilink(rest: &str) -> Option<usize> {
    let end = rest.find("]]")?;
    let inside = rest.get(..end)?;
    Some(inside.find('|').map_or(end + 2, |bar| bar + 1))
}

fn list_marker(rest: &str) -> Option<usize> {
    let digits = rest.chars().take_while(char::is_ascii_digit).count();
    let after = rest.get(digits..)?;
    (after.starts_with(". ") || after.starts_with(") ")).then_some(digits + 1)
}

/// A web or mail address, to the next space or to a mark that ends a sentence.
fn address(rest: &str) -> Option<usize> {
    let word = rest.split(|c: char| c.is_whitespace() || "<>()«»،؛".contains(c)).next()?;
    let web = ["http://", "https://", "mailto:", "www.", "ftp://"].iter().any(|head| word.starts_with(head));
    let mail = word
        .split_once('@')
        .is_some_and(|(name, host)| !name.is_empty() && host.contains('.') && word.is_ascii());
    (web || mail).then(|| word.trim_end_matches(['.', ',', ':', '!', '?']).len())
}
