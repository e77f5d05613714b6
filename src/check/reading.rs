//! How easily the text reads: sentences that are longer than readers hold in mind.
//!
//! In: the book as read. Out: notes, each over the sentence. Words are those of
//! UAX #29, sentences those of `locale::segment`, within one paragraph; what
//! the program puts between them (citations, calls of notes) counts for nothing.

use super::clean::check_each;
use super::placed::PlacedText;
use crate::book::{Book, ChapterText};
use crate::cache::Cache;
use crate::diag::{Diagnostic, Findings};
use crate::doc::{Block, BlockKind, Inline, InlineKind, Parsed, Visit, walk, walk_inlines};
use crate::locale::Lang;
use crate::locale::segment::{Word, sentences, words};
use crate::message;
use crate::source::{Sources, Span};

/// Words of the longest sentence that is not pointed out. Guides to plain
/// language ask for 15 to 25 on average; twice that is read twice.
const MOST_WORDS: usize = 50;

/// Reports the long sentences of every text.
pub fn check(book: &Book, sources: &Sources, cache: &Cache) -> Findings {
    let texts: Vec<(Lang, &ChapterText)> =
        book.chapters.iter().flat_map(|chapter| &chapter.texts).map(|(lang, text)| (*lang, text)).collect();
    let source = |(lang, text): &(Lang, &ChapterText)| vec![(*lang, &*sources.get(text.source).text)];
    check_each(&texts, "reading", cache, source, |(_, text)| of_text(text, sources))
}

fn of_text(text: &ChapterText, sources: &Sources) -> Findings {
    let mut found = Findings::default();
    let document = &text.document;
    let notes = document.notes.iter().map(|note| note.blocks.as_slice());
    for blocks in std::iter::once(document.blocks.as_slice()).chain(notes) {
        walk(blocks, &mut |node| {
            if let Visit::Block(Block { kind: BlockKind::Paragraph(content), .. }) = node {
                report_long(&prose(content), sources, &mut found);
            }
        });
    }
    found
}

fn prose(content: &[Inline<Parsed>]) -> PlacedText {
    let mut prose = PlacedText::default();
    walk_inlines(content, &mut |node| {
        let Visit::Inline(inline) = node else { return };
        match &inline.kind {
            InlineKind::Text(text) | InlineKind::Code(text) => prose.push(text, inline.span),
            InlineKind::SoftBreak | InlineKind::HardBreak => prose.push(" ", inline.span),
            _ => {}
        }
    });
    prose
}

fn report_long(prose: &PlacedText, sources: &Sources, found: &mut Findings) {
    let mut start = 0;
    for sentence in sentences(&prose.text) {
        let place = |word: Word| {
            let at = start + word.start;
            prose.place(&(at..at + word.text.len()), sources)
        };
        let count = words(sentence).count();
        if count > MOST_WORDS
            && let Some(first) = words(sentence).next().and_then(place)
            && let Some(last) = words(sentence).last().and_then(place)
        {
            let span = Span { end: last.end, ..first };
            let message = message!("reading-long-sentence", count = count, most = MOST_WORDS);
            let help = message!("reading-long-sentence.help");
            found.push(Diagnostic::note("reading.long-sentence", span, message).with_help(help));
        }
        start += sentence.len();
    }
}
