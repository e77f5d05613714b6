//! Words of the tree, with the place of each in the source.
//!
//! In: words piece by piece, with their spans. Out: one text to search, and the
//! place of what is found in it.

use std::ops::Range;

use crate::source::{Sources, Span};

/// Words with the place of each.
#[derive(Default)]
pub struct PlacedText {
    pub text: String,
    /// Where a piece begins in `text`, and where it stands; ascending.
    pieces: Vec<(usize, Span)>,
}

impl PlacedText {
    pub fn push(&mut self, words: &str, span: Span) {
        self.pieces.push((self.text.len(), span));
        self.text.push_str(words);
    }

    /// The place of a range of the text.
    pub fn place(&self, range: &Range<usize>, sources: &Sources) -> Option<Span> {
        let before = self.pieces.partition_point(|(start, _)| *start <= range.start);
        let (start, span) = *self.pieces.get(before.checked_sub(1)?)?;
        let words = self.text.get(range.clone())?;
        let typed = sources.text(span);
        let offset = range.start - start;
        // Escapes and smart marks make what was typed longer or shorter.
        let found = match typed.get(offset..).is_some_and(|rest| rest.starts_with(words)) {
            true => Some(offset),
            false => typed.find(words),
        };
        Some(match found {
            Some(at) => {
                Span::new(span.source, span.range().start + at..span.range().start + at + words.len())
            }
            None => span,
        })
    }
}
