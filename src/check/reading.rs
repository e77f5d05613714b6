//! How easily the text reads: sentences that are longer than readers hold in mind.
//!
//! In: the book as read. Out: notes, each over the sentence. Words are those of
//! UAX #29, sentences those of `locale::segment`, within one paragraph; what
//! the program puts between them (citations, calls of notes) counts for nothing.

use rayon::prelude::*;

use crate::book::{Book, ChapterText};
use crate::diag::{Diagnostic, Findings};
use crate::doc::{BlockKind, Inline, InlineKind, Parsed, Visit, walk, walk_inlines};
use crate::locale::segment::{sentences, words};
use crate::source::Span;

/// Words of the longest sentence that is not pointed out. Guides to plain
/// language ask for 15 to 25 on average; twice that is read twice.
const MOST_WORDS: usize = 50;

/// Reports the long sentences of every text.
pub fn check(book: &Book) -> Findings {
    let texts: Vec<&ChapterText> = book.chapters.iter().flat_map(|chapter| chapter.texts.values()).collect();
    let found: Vec<Findings> = texts.into_par_iter().map(of_text).collect();
    let mut all = Findings::default();
    found.into_iter().for_each(|findings| all.append(findings));
    all
}

fn of_text(text: &ChapterText) -> Findings {
    let mut found = Findings::default();
    let document = &text.document;
    let notes = document.notes.iter().map(|note| note.blocks.as_slice());
    for blocks in std::iter::once(document.blocks.as_slice()).chain(notes) {
        walk(blocks, &mut |node| {
            if let Visit::Block(block) = node
                && let BlockKind::Paragraph(content) = &block.kind
            {
                Plain::of(content, block.span).report_long(&mut found);
            }
        });
    }
    found
}

/// The words of a paragraph, and where they stand in the source.
struct Plain {
    text: String,
    /// The start of each piece in the text, and its place.
    pieces: Vec<(usize, Span)>,
    paragraph: Span,
}

impl Plain {
    fn of(content: &[Inline<Parsed>], paragraph: Span) -> Plain {
        let mut plain = Plain { text: String::new(), pieces: Vec::new(), paragraph };
        walk_inlines(content, &mut |node| {
            let Visit::Inline(inline) = node else { return };
            match &inline.kind {
                InlineKind::Text(text) | InlineKind::Code(text) => {
                    plain.pieces.push((plain.text.len(), inline.span));
                    plain.text.push_str(text);
                }
                InlineKind::SoftBreak | InlineKind::HardBreak => plain.text.push(' '),
                _ => {}
            }
        });
        plain
    }

    fn report_long(&self, found: &mut Findings) {
        let mut start = 0;
        for sentence in sentences(&self.text) {
            let end = start + sentence.trim_end().len();
            let count = words(sentence).count();
            if count > MOST_WORDS {
                let first = start + (sentence.len() - sentence.trim_start().len());
                let span = Span { end: self.place(end), start: self.place(first), ..self.paragraph };
                let message = format!("a sentence of {count} words; over {MOST_WORDS} are hard to follow");
                let help = "make two sentences of it, or take out what the reader does not need here";
                found.push(Diagnostic::note("reading.long-sentence", span, message).with_help(help));
            }
            start += sentence.len();
        }
    }

    /// The byte of the source at which a byte of the text stands, as near as its piece tells.
    fn place(&self, at: usize) -> u32 {
        let before = self.pieces.partition_point(|(start, _)| *start <= at);
        let Some((start, span)) = before.checked_sub(1).and_then(|index| self.pieces.get(index)) else {
            return self.paragraph.start;
        };
        u32::try_from(at - start).map_or(span.end, |inside| span.end.min(span.start.saturating_add(inside)))
    }
}
