//! The texts that were read, and places in them.
//!
//! A [`Span`] is a range of bytes in one source; people are told lines and
//! columns, which are counted here and nowhere else (columns in characters).

use std::sync::OnceLock;

/// One text file of the content folder, by the order it was read in.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct SourceId(u32);

/// A range of bytes, from 0, in one source.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Span {
    pub source: SourceId,
    pub start: u32,
    pub end: u32,
}

impl Span {
    /// A span of `range`; offsets beyond 4 GiB are held at the limit.
    pub fn new(source: SourceId, range: std::ops::Range<usize>) -> Span {
        let clamp = |offset: usize| u32::try_from(offset).unwrap_or(u32::MAX);
        Span { source, start: clamp(range.start), end: clamp(range.end) }
    }

    /// The bytes of the span as a range.
    pub fn range(self) -> std::ops::Range<usize> {
        self.start as usize..self.end as usize
    }
}

/// A place as people count: lines and columns from 1, columns in characters.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub struct Position {
    pub line: usize,
    pub column: usize,
}

/// One file's path, relative to the content folder with `/`, and its text.
#[derive(Debug)]
pub struct Source {
    pub path: String,
    pub text: String,
    line_starts: OnceLock<Vec<u32>>,
}

impl Source {
    /// The line and column of a byte offset; an offset inside a character or
    /// beyond the end is taken back to the last character boundary.
    pub fn position(&self, offset: usize) -> Position {
        let offset = self.boundary(offset);
        let starts = self.line_starts();
        let line = starts.partition_point(|&start| start as usize <= offset).max(1);
        let start = starts.get(line - 1).map_or(0, |&start| start as usize);
        Position { line, column: self.text[start..offset].chars().count() + 1 }
    }

    /// The text of the line, from 1, without its line end.
    pub fn line(&self, line: usize) -> &str {
        let starts = self.line_starts();
        let start = starts.get(line.saturating_sub(1)).map_or(self.text.len(), |&s| s as usize);
        let end = starts.get(line).map_or(self.text.len(), |&s| s as usize);
        self.text[start..end].trim_end_matches(['\n', '\r'])
    }

    /// The nearest character boundary at or before `offset`.
    pub fn boundary(&self, offset: usize) -> usize {
        let mut offset = offset.min(self.text.len());
        while !self.text.is_char_boundary(offset) {
            offset -= 1;
        }
        offset
    }

    fn line_starts(&self) -> &[u32] {
        self.line_starts.get_or_init(|| {
            let ends = self.text.bytes().enumerate().filter(|(_, byte)| *byte == b'\n');
            std::iter::once(0).chain(ends.map(|(at, _)| u32::try_from(at + 1).unwrap_or(u32::MAX))).collect()
        })
    }
}

/// Every text that was read; ids index it.
#[derive(Debug, Default)]
pub struct Sources(Vec<Source>);

impl Sources {
    pub fn add(&mut self, path: String, text: String) -> SourceId {
        let id = SourceId(u32::try_from(self.0.len()).unwrap_or(u32::MAX));
        self.0.push(Source { path, text, line_starts: OnceLock::new() });
        id
    }

    pub fn get(&self, id: SourceId) -> &Source {
        &self.0[id.0 as usize]
    }

    /// All texts with their ids, in the order they were read in.
    pub fn entries(&self) -> impl Iterator<Item = (SourceId, &Source)> {
        (0u32..).map(SourceId).zip(&self.0)
    }

    /// The text of a span, cut at character boundaries.
    pub fn text(&self, span: Span) -> &str {
        let source = self.get(span.source);
        let start = source.boundary(span.start as usize);
        let end = source.boundary(span.end as usize).max(start);
        &source.text[start..end]
    }

    /// The line and column where a span starts.
    pub fn position(&self, span: Span) -> Position {
        self.get(span.source).position(span.start as usize)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(text: &str, offset: usize, line: usize, column: usize) {
        let mut sources = Sources::default();
        let id = sources.add("a.md".into(), text.into());
        assert_eq!(sources.get(id).position(offset), Position { line, column });
    }

    #[test]
    fn columns_count_characters() {
        check("سلام دنیا", 9, 1, 6);
        check("a\nسلام", 4, 2, 2);
    }

    #[test]
    fn an_offset_inside_a_character_or_beyond_the_end_is_taken_back() {
        check("س", 1, 1, 1);
        check("ab\n", 90, 2, 1);
        check("", 0, 1, 1);
    }

    #[test]
    fn a_line_comes_without_its_end() {
        let mut sources = Sources::default();
        let id = sources.add("a".into(), "one\r\ntwo".into());
        assert_eq!(sources.get(id).line(1), "one");
        assert_eq!(sources.get(id).line(2), "two");
        assert_eq!(sources.get(id).line(3), "");
    }
}
