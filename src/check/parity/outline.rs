//! What of a text its translation has to have as well: headings, blocks,
//! notes, sources, and the words in which numbers and dates stand.
//!
//! In: the tree of one chapter. Out: its sections in order. Verse, code and
//! what is drawn from data are not looked into: a poem is not translated line
//! by line, and data are shared.

use std::collections::BTreeMap;

use super::figures::{Figure, figures};
use crate::book::ChapterText;
use crate::check::placed::PlacedText;
use crate::doc::{
    Block, BlockKind, Inline, InlineKind, Note, Parsed, RawFigure, RawInsert, Visit, Word, walk, walk_inlines,
};
use crate::locale::Lang;
use crate::locale::letter::{is_arabic_letter, is_letter};
use crate::source::Span;

/// A text by its sections; the first stands before any heading.
pub struct Outline<'a> {
    pub lang: Lang,
    pub sections: Vec<Section<'a>>,
}

/// A heading and what it heads, up to the next one of any level.
#[derive(Default)]
pub struct Section<'a> {
    pub head: Option<Head<'a>>,
    /// Its heading, or the first block of an opening that has one.
    pub start: Option<Span>,
    /// Pictures, films and drawn blocks: what each is called, and its place.
    pub figures: Vec<(&'static str, Span)>,
    pub tables: Vec<TableShape>,
    /// Each key where it is cited first, in the text or in a note of it.
    pub sources: BTreeMap<&'a str, Span>,
    pub prose: Counted,
    /// By first call.
    pub notes: Vec<NoteText<'a>>,
}

pub struct Head<'a> {
    pub level: u8,
    pub id: Option<&'a Word>,
    pub span: Span,
}

pub struct TableShape {
    pub rows: usize,
    pub columns: usize,
    pub span: Span,
}

pub struct NoteText<'a> {
    pub label: &'a str,
    /// Where it is called first.
    pub call: Span,
    pub prose: Counted,
    /// A note of nothing but a name in its own spelling, which readers of the
    /// other language may not need (P-146).
    pub is_spelling: bool,
}

/// Words, with what they count and date.
#[derive(Default)]
pub struct Counted {
    pub words: PlacedText,
    pub figures: Vec<Figure>,
}

impl Counted {
    fn count(&mut self, lang: Lang) {
        self.figures = figures(&self.words.text, lang);
    }
}

impl<'a> Outline<'a> {
    pub fn of(lang: Lang, text: &'a ChapterText) -> Outline<'a> {
        let mut reader = Reader { lang, notes: &text.document.notes, called: Vec::new(), skipped: None };
        let mut sections = vec![Section::default()];
        walk(&text.document.blocks, &mut |visit| {
            if let Visit::Block(Block { span, kind: BlockKind::Heading(heading) }) = visit {
                let head = Head { level: heading.level, id: heading.mark.as_ref(), span: *span };
                sections.push(Section { head: Some(head), ..Section::default() });
            }
            if let Some(section) = sections.last_mut() {
                reader.visit(visit, section);
            }
        });
        for section in &mut sections {
            section.prose.count(lang);
            section.notes.iter_mut().for_each(|note| note.prose.count(lang));
        }
        Outline { lang, sections }
    }
}

struct Reader<'a> {
    lang: Lang,
    notes: &'a [Note<Parsed>],
    called: Vec<&'a str>,
    /// A poem: its words are not compared.
    skipped: Option<Span>,
}

impl<'a> Reader<'a> {
    fn visit(&mut self, visit: Visit<'a, Parsed>, section: &mut Section<'a>) {
        match visit {
            Visit::Block(block) => {
                section.start.get_or_insert(block.span);
                section.prose.words.push("\n", block.span);
                self.block(block, section);
            }
            Visit::Inline(inline) => self.inline(inline, section),
        }
    }

    fn block(&mut self, block: &'a Block<Parsed>, section: &mut Section<'a>) {
        match &block.kind {
            BlockKind::Verse(_) => self.skipped = Some(block.span),
            BlockKind::Table(table) => section.tables.push(TableShape {
                rows: table.rows.len(),
                columns: table.columns.len(),
                span: block.span,
            }),
            BlockKind::Figure(figure) => self.figure(figure, block.span, section),
            BlockKind::Insert(insert) => self.insert(insert, block.span, section),
            _ => {}
        }
    }

    fn figure(&mut self, figure: &'a RawFigure, span: Span, section: &mut Section<'a>) {
        section.figures.push(("picture", span));
        self.caption(&figure.caption, section);
    }

    fn insert(&mut self, insert: &'a RawInsert, span: Span, section: &mut Section<'a>) {
        let name = match insert {
            RawInsert::Pact => "{pact}",
            RawInsert::Facts => "{facts}",
            RawInsert::Likeness => "{likeness}",
            RawInsert::Timeline => "{timeline}",
            RawInsert::OpenPoints => "{open-points}",
            RawInsert::Map { caption } => {
                self.caption(caption, section);
                "{map}"
            }
            RawInsert::Chart { caption, .. } => {
                self.caption(caption, section);
                "{chart}"
            }
            RawInsert::Video { caption, .. } => {
                self.caption(caption, section);
                "{video}"
            }
            RawInsert::Gallery(figures) => {
                figures.iter().for_each(|figure| self.figure(figure, figure.picture.path.span, section));
                return;
            }
        };
        section.figures.push((name, span));
    }

    fn caption(&mut self, caption: &'a [Inline<Parsed>], section: &mut Section<'a>) {
        walk_inlines(caption, &mut |visit| self.visit(visit, section));
    }

    fn inline(&mut self, inline: &'a Inline<Parsed>, section: &mut Section<'a>) {
        match &inline.kind {
            InlineKind::Citation(citations) => {
                for citation in citations {
                    section.sources.entry(&citation.key.text).or_insert(citation.key.span);
                }
            }
            InlineKind::NoteRef(word) => {
                section.prose.words.push(" ", inline.span);
                self.note(word, section);
            }
            _ if self.skipped.is_some_and(|poem| poem.range().contains(&inline.span.range().start)) => {}
            InlineKind::Text(text) | InlineKind::Code(text) => section.prose.words.push(text, inline.span),
            InlineKind::SoftBreak | InlineKind::HardBreak => section.prose.words.push(" ", inline.span),
            _ => {}
        }
    }

    /// A note belongs to the section that calls it first; so do its sources.
    fn note(&mut self, call: &'a Word, section: &mut Section<'a>) {
        let known = self.notes.iter().find(|note| note.label == call.text);
        let Some(note) = known.filter(|note| !self.called.contains(&&*note.label)) else { return };
        self.called.push(&note.label);
        let mut own = Section::default();
        walk(&note.blocks, &mut |visit| self.visit(visit, &mut own));
        for (key, span) in own.sources {
            section.sources.entry(key).or_insert(span);
        }
        section.figures.append(&mut own.figures);
        section.tables.append(&mut own.tables);
        let is_own = |c: char| is_letter(c) && is_arabic_letter(c) == self.lang.is_persian();
        let is_spelling = !own.prose.words.text.contains(is_own);
        section.notes.push(NoteText { label: &note.label, call: call.span, prose: own.prose, is_spelling });
        section.notes.append(&mut own.notes);
    }
}
