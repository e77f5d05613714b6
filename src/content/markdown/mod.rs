//! Markdown to the document tree: the whole dialect of the book.
//!
//! In: one chapter's text without its front matter. Out: a
//! [`Document<Parsed>`] and findings. pulldown-cmark does CommonMark; here its
//! events become our tree, with the bytes each node came from, and what is
//! ours is read: wikilinks, citations, terms, index marks, figures, fenced
//! blocks with a name. Whether a reference leads anywhere is left to `resolve`.

mod blocks;
mod fence;
mod inlines;
mod notes;

use std::cell::RefCell;
use std::collections::BTreeMap;
use std::ops::Range;

use pulldown_cmark::{BrokenLink, CowStr, Event, LinkType, Options, Parser};

use super::yaml::Piece;
use crate::diag::{Diagnostic, Findings};
use crate::doc::{Document, Inline, InlineKind, LocalNames, Parsed, Visit, Word, walk_inlines};
use crate::locale::Lang;
use crate::message;
use crate::source::Span;

/// Lists, quotes and notes may stand in one another so deep, and no deeper.
const DEEPEST: usize = 40;

/// What reading a chapter needs besides its text.
#[derive(Debug, Clone, Copy)]
pub struct Context<'a> {
    pub lang: Lang,
    pub names: &'a LocalNames,
}

/// Reads a chapter's body.
pub fn parse(piece: Piece, context: Context, found: &mut Findings) -> Document<Parsed> {
    let mut reader = Reader::new(piece, context, found);
    let blocks = reader.document();
    let notes = std::mem::take(&mut reader.notes);
    Document { lang: context.lang, blocks, notes }
}

/// Reads one line of Markdown that stands in YAML, such as a caption.
pub fn parse_line(piece: Piece, context: Context, found: &mut Findings) -> Vec<Inline<Parsed>> {
    let document = parse(piece, context, found);
    let first = document.blocks.into_iter().next().map(|block| block.kind);
    match first {
        Some(crate::doc::BlockKind::Paragraph(content)) => content,
        _ => Vec::new(),
    }
}

impl Reader<'_, '_> {
    /// Reads a line that belongs to this text, such as a caption or a line of
    /// verse: the notes it calls stand with those of the text.
    fn line(&mut self, piece: Piece) -> Vec<Inline<Parsed>> {
        let calls = notes::calls(piece.text);
        // CommonMark knows a call only beside its note.
        let text = calls.iter().fold(piece.text.to_owned(), |text, label| format!("{text}\n\n[^{label}]: ."));
        let content = parse_line(Piece { text: &text, ..piece }, self.context, self.found);
        walk_inlines(&content, &mut |visit| {
            if let Visit::Inline(Inline { kind: InlineKind::NoteRef(word), .. }) = visit {
                self.unanswered_notes.push(word.clone());
            }
        });
        content
    }
}

type Events<'a> = std::iter::Peekable<std::vec::IntoIter<(Event<'a>, Range<usize>)>>;

/// The state of reading one text: the events that are still to come.
struct Reader<'a, 'f> {
    piece: Piece<'a>,
    context: Context<'a>,
    events: Events<'a>,
    found: &'f mut Findings,
    notes: Vec<crate::doc::Note<Parsed>>,
    /// References to notes that CommonMark took for text, or that stand in a line apart.
    unanswered_notes: Vec<Word>,
    /// Captions of pictures by where these begin in the source, until it is
    /// known whether the picture stands alone.
    captions: BTreeMap<u32, Vec<Inline<Parsed>>>,
    /// The mark of a task, which comes among the text of its item.
    task: Option<bool>,
    depth: usize,
}

impl<'a, 'f> Reader<'a, 'f> {
    fn new(piece: Piece<'a>, context: Context<'a>, found: &'f mut Findings) -> Reader<'a, 'f> {
        let undefined = RefCell::new(Vec::new());
        let broken = |link: BrokenLink<'a>| unresolved(link, &undefined);
        let parser = Parser::new_with_broken_link_callback(piece.text, options(), Some(broken));
        let events: Vec<_> = parser.into_offset_iter().collect();
        let reader = Reader {
            piece,
            context,
            events: events.into_iter().peekable(),
            found,
            notes: Vec::new(),
            unanswered_notes: Vec::new(),
            captions: BTreeMap::new(),
            task: None,
            depth: 0,
        };
        for (range, reference) in undefined.into_inner() {
            let span = reader.span(range);
            let message = message!("link-undefined", reference = format!("[{reference}]"));
            let help = message!("link-undefined.help");
            reader.found.push(Diagnostic::error("link.undefined", span, message).with_help(help));
        }
        reader
    }

    fn next(&mut self) -> Option<(Event<'a>, Range<usize>)> {
        self.events.next()
    }

    /// The place in the source of a range of the piece.
    fn span(&self, range: Range<usize>) -> Span {
        Span::new(self.piece.source, self.piece.offset + range.start..self.piece.offset + range.end)
    }

    /// The text of a range of the piece.
    fn slice(&self, range: Range<usize>) -> &'a str {
        self.piece.text.get(range).unwrap_or("")
    }

    /// Passes over everything up to the end of what was just started.
    fn skip(&mut self) {
        let mut open = 1usize;
        while open > 0 {
            match self.next() {
                Some((Event::Start(_), _)) => open += 1,
                Some((Event::End(_), _)) => open -= 1,
                Some(_) => {}
                None => return,
            }
        }
    }

    /// Runs `read` one level deeper; too deep, it is reported and passed over.
    fn deeper<T: Default>(&mut self, range: Range<usize>, read: impl FnOnce(&mut Self) -> T) -> T {
        if self.depth == DEEPEST {
            let span = self.span(range);
            let message = message!("markdown-nesting", levels = DEEPEST);
            self.found.push(Diagnostic::error("markdown.nesting", span, message));
            self.skip();
            return T::default();
        }
        self.depth += 1;
        let value = read(self);
        self.depth -= 1;
        value
    }
}

fn options() -> Options {
    Options::ENABLE_TABLES
        | Options::ENABLE_FOOTNOTES
        | Options::ENABLE_STRIKETHROUGH
        | Options::ENABLE_TASKLISTS
        | Options::ENABLE_HEADING_ATTRIBUTES
        | Options::ENABLE_DEFINITION_LIST
        | Options::ENABLE_WIKILINKS
        | Options::ENABLE_SMART_PUNCTUATION
}

/// `[@key]` is a citation; `[words][name]` without a definition is a fault;
/// plain words in brackets are plain words.
fn unresolved<'a>(
    link: BrokenLink<'a>,
    undefined: &RefCell<Vec<(Range<usize>, String)>>,
) -> Option<(CowStr<'a>, CowStr<'a>)> {
    if link.reference.starts_with('@') {
        return Some((link.reference, CowStr::Borrowed("")));
    }
    if matches!(link.link_type, LinkType::Reference) && !link.reference.starts_with('^') {
        undefined.borrow_mut().push((link.span, link.reference.to_string()));
    }
    None
}

#[cfg(test)]
mod tests;
