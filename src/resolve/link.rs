//! Turns a parsed tree into a linked one, node by node.
//!
//! What does not resolve is reported where it stands; its words are kept, so
//! that nothing an editor wrote is lost from the page while it is mended.

use std::collections::BTreeMap;

use super::anchors::Anchors;
use super::inserts;
use super::resolved::{ContentsEntry, ResolvedText};
use super::words::Words;
use super::{Draft, Scene, city_of, shown_host};
use crate::book::{Chapter, City, FrontMatter};
use crate::diag::{Diagnostic, Findings};
use crate::doc::{
    Block, BlockKind, ChapterId, Definition, Document, Figure, Heading, HeadingMark, IndexMark, Inline,
    InlineKind, Line, Linked, List, ListItem, Note, NoteRef, Parsed, Picture, RawCitation, RawFigure,
    RawPicture, RawTarget, Table, Target, TermRef, Verse, VerseLine, Word, inlines_text,
};
use crate::locale::Lang;
use crate::message;
use crate::message::Message;
use crate::source::Span;

/// A chapter's linked texts.
pub struct LinkedChapter {
    pub index: usize,
    pub texts: BTreeMap<Lang, ResolvedText>,
}

/// Links all texts of the chapter at `index`.
pub fn chapter(scene: &Scene, index: usize, draft: &Draft, found: &mut Findings) -> LinkedChapter {
    let chapter = &scene.book.chapters[index];
    let texts = chapter.texts.iter().filter_map(|(lang, text)| {
        let document = draft.get(lang)?;
        Some((*lang, Linker::new(scene, chapter, index, *lang, found).text(&text.front, document)))
    });
    LinkedChapter { index, texts: texts.collect() }
}

/// The state of linking one text.
pub struct Linker<'a, 'f> {
    pub scene: &'a Scene<'a>,
    pub chapter: &'a Chapter,
    pub lang: Lang,
    pub found: &'f mut Findings,
    anchors: Option<&'a Anchors>,
    next_heading: usize,
    figures: usize,
    maps: usize,
    marks: BTreeMap<Box<str>, usize>,
    notes: Notes<'a>,
}

/// Footnotes by first reference.
#[derive(Default)]
struct Notes<'a> {
    defined: BTreeMap<&'a str, &'a Note<Parsed>>,
    /// The notes that were referred to, and how often.
    order: Vec<(&'a Note<Parsed>, usize)>,
}

impl<'a, 'f> Linker<'a, 'f> {
    fn new(
        scene: &'a Scene<'a>,
        chapter: &'a Chapter,
        index: usize,
        lang: Lang,
        found: &'f mut Findings,
    ) -> Linker<'a, 'f> {
        Linker {
            anchors: scene.anchors.get(index).and_then(|anchors| anchors.get(&lang)),
            scene,
            chapter,
            lang,
            found,
            next_heading: 0,
            figures: 0,
            maps: 0,
            marks: BTreeMap::new(),
            notes: Notes::default(),
        }
    }

    /// The words of the reader's language.
    pub fn words(&self) -> Words<'a> {
        Words::new(self.scene, self.lang)
    }

    pub fn city(&self) -> Option<&'a City> {
        city_of(self.chapter)
    }

    fn text(mut self, front: &FrontMatter, draft: &'a Document<Parsed>) -> ResolvedText {
        self.notes.defined = draft.notes.iter().map(|note| (&*note.label, note)).collect();
        let mut blocks = self.blocks(&draft.blocks);
        blocks.extend(inserts::ties(&mut self));
        let notes = self.linked_notes(draft);
        let contents = contents(&blocks);
        let document = Document { lang: self.lang, blocks, notes };
        ResolvedText { front: front.clone(), document, contents }
    }

    /// The notes that are referred to. A note may refer to another: it is
    /// linked when its turn comes, so notes that cite each other come to an end.
    fn linked_notes(&mut self, draft: &'a Document<Parsed>) -> Vec<Note<Linked>> {
        let mut linked = Vec::new();
        while let Some((note, _)) = self.notes.order.get(linked.len()) {
            let note: &'a Note<Parsed> = note;
            let blocks = self.blocks(&note.blocks);
            linked.push(Note { span: note.span, label: note.label.clone(), blocks });
        }
        for note in &draft.notes {
            if !self.notes.order.iter().any(|(used, _)| used.label == note.label) {
                let message = message!("note-unused", note = format!("[^{}]", note.label));
                self.found.push(Diagnostic::warning("note.unused", note.span, message));
            }
        }
        linked
    }

    fn blocks(&mut self, blocks: &'a [Block<Parsed>]) -> Vec<Block<Linked>> {
        blocks.iter().filter_map(|block| self.block(block)).collect()
    }

    fn block(&mut self, block: &'a Block<Parsed>) -> Option<Block<Linked>> {
        let kind = match &block.kind {
            BlockKind::Heading(heading) => BlockKind::Heading(self.heading(heading)),
            BlockKind::Paragraph(content) => BlockKind::Paragraph(self.line(content)),
            BlockKind::List(list) => BlockKind::List(List {
                start: list.start,
                items: list.items.iter().map(|item| self.item(item)).collect(),
            }),
            BlockKind::Quote(blocks) => BlockKind::Quote(self.blocks(blocks)),
            BlockKind::Code { info, text } => BlockKind::Code { info: info.clone(), text: text.clone() },
            BlockKind::Table(table) => BlockKind::Table(Table {
                columns: table.columns.clone(),
                head: table.head.iter().map(|cell| self.line(cell)).collect(),
                rows: table.rows.iter().map(|row| row.iter().map(|cell| self.line(cell)).collect()).collect(),
            }),
            BlockKind::Definitions(definitions) => BlockKind::Definitions(
                definitions.iter().map(|definition| self.definition(definition)).collect(),
            ),
            BlockKind::Verse(verse) => BlockKind::Verse(self.verse(verse)),
            BlockKind::Rule => BlockKind::Rule,
            BlockKind::Figure(figure) => BlockKind::Figure(self.figure(figure)?),
            BlockKind::Insert(insert) => BlockKind::Insert(inserts::insert(self, insert, block.span)?),
        };
        Some(Block { span: block.span, kind })
    }

    fn heading(&mut self, heading: &'a Heading<Parsed>) -> Heading<Linked> {
        let anchor = self.anchors.and_then(|anchors| anchors.headings.get(self.next_heading));
        self.next_heading += 1;
        let mark = HeadingMark {
            id: anchor.map(|anchor| anchor.id.clone()).unwrap_or_default(),
            twins: anchor.map(|anchor| anchor.twins.clone()).unwrap_or_default(),
        };
        Heading { level: heading.level, mark, content: self.line(&heading.content) }
    }

    fn item(&mut self, item: &'a ListItem<Parsed>) -> ListItem<Linked> {
        ListItem { span: item.span, task: item.task, blocks: self.blocks(&item.blocks) }
    }

    fn definition(&mut self, definition: &'a Definition<Parsed>) -> Definition<Linked> {
        Definition {
            span: definition.span,
            term: self.line(&definition.term),
            details: definition.details.iter().map(|detail| self.blocks(detail)).collect(),
        }
    }

    fn verse(&mut self, verse: &'a Verse<Parsed>) -> Verse<Linked> {
        let lines = verse.lines.iter().map(|line| match line {
            VerseLine::Couplet(first, second) => VerseLine::Couplet(self.line(first), self.line(second)),
            VerseLine::Single(content) => VerseLine::Single(self.line(content)),
            VerseLine::Gap => VerseLine::Gap,
        });
        Verse { lines: lines.collect(), attribution: self.line(&verse.attribution) }
    }

    /// A figure with its number; none if its picture could not be used.
    pub fn figure(&mut self, figure: &'a RawFigure) -> Option<Figure> {
        let picture = self.picture(&figure.picture)?;
        let caption = self.line(&figure.caption);
        let (id, label) = self.next_figure();
        let id = figure.id.as_ref().map_or(id, |id| id.text.clone());
        Some(Figure { id, label, picture, caption })
    }

    /// The id and label of the chapter's next figure.
    pub fn next_figure(&mut self) -> (Box<str>, Box<str>) {
        self.figures += 1;
        let number = self.words().integer(self.figures);
        let label = self.words().with("figure.label", &[("number", &number)]);
        (format!("fig-{}", self.figures).into(), label.into())
    }

    /// The id and label of the chapter's next map.
    pub fn next_map(&mut self) -> (Box<str>, Box<str>) {
        self.maps += 1;
        let number = self.words().integer(self.maps);
        let label = self.words().with("map.label", &[("number", &number)]);
        (format!("map-{}", self.maps).into(), label.into())
    }

    pub fn picture(&self, picture: &RawPicture) -> Option<Picture> {
        let id = self.scene.pictures.get(self.chapter, &picture.path.text)?;
        Some(Picture { picture: id, alt: picture.alt.clone() })
    }

    pub fn line(&mut self, content: &'a [Inline<Parsed>]) -> Line {
        let mut line = Line::with_capacity(content.len());
        for inline in content {
            self.inline(inline, &mut line);
        }
        line
    }

    fn inline(&mut self, inline: &'a Inline<Parsed>, line: &mut Line) {
        let span = inline.span;
        let kind = match &inline.kind {
            InlineKind::Text(text) => InlineKind::Text(text.clone()),
            InlineKind::Code(text) => InlineKind::Code(text.clone()),
            InlineKind::Emphasis(content) => InlineKind::Emphasis(self.line(content)),
            InlineKind::Strong(content) => InlineKind::Strong(self.line(content)),
            InlineKind::Strike(content) => InlineKind::Strike(self.line(content)),
            InlineKind::Foreign { lang, direction, content } => {
                InlineKind::Foreign { lang: *lang, direction: *direction, content: self.line(content) }
            }
            InlineKind::Link { target, content } => {
                let content = self.line(content);
                match self.target(target) {
                    Some((target, title)) => {
                        self.check_words(&content, &target, span);
                        let content =
                            if content.is_empty() { self.words().line(&title, span) } else { content };
                        InlineKind::Link { target, content }
                    }
                    None => return line.extend(content),
                }
            }
            InlineKind::Citation(citation) => match self.cite(citation) {
                Some(kind) => kind,
                None => return,
            },
            InlineKind::NoteRef(label) => match self.note(label) {
                Some(note) => InlineKind::NoteRef(note),
                None => return,
            },
            InlineKind::Picture(picture) => match self.picture(picture) {
                Some(picture) => InlineKind::Picture(picture),
                None => return,
            },
            InlineKind::Term { term, content } => {
                let content = self.line(content);
                match self.term(term) {
                    Some(term) => InlineKind::Term { term, content },
                    None => return line.extend(content),
                }
            }
            InlineKind::IndexMark { entry, content } => {
                let content = self.line(content);
                let entry = self.index_mark(entry);
                InlineKind::IndexMark { entry, content }
            }
            InlineKind::SoftBreak => InlineKind::SoftBreak,
            InlineKind::HardBreak => InlineKind::HardBreak,
        };
        line.push(Inline { span, kind });
    }

    /// Where a link leads, and the words for it if none are given.
    fn target(&mut self, target: &RawTarget) -> Option<(Target, String)> {
        match target {
            RawTarget::Url(url) => self.url(url),
            RawTarget::Anchor(id) => {
                let chapter = self.scene.slugs.get(self.chapter.slug.as_str()).copied()?;
                self.anchor_in(chapter, id)
            }
            RawTarget::Chapter { slug, anchor } => {
                let Some(chapter) = self.scene.slugs.get(&*slug.text).copied() else {
                    let message = message!("no-such-slug", slug = &*slug.text);
                    let known = self.scene.slugs.keys().copied();
                    let diagnostic = Diagnostic::error("link.unknown-slug", slug.span, message);
                    self.found.push(diagnostic.with_suggestion(&slug.text, known));
                    return None;
                };
                match anchor {
                    Some(anchor) => self.anchor_in(chapter, anchor),
                    None => Some((Target::Chapter { chapter, anchor: None }, self.title_of(chapter))),
                }
            }
        }
    }

    /// Reports words that show another address than theirs.
    fn check_words(&mut self, words: &[Inline<Linked>], target: &Target, span: Span) {
        if let Target::Url(url) = target
            && let Some((shown, led)) = shown_host::misleads(&inlines_text(words), url)
        {
            let message = message!("link-misleading", shown = shown, led = led);
            let help = message!("link-misleading.help");
            self.found.push(Diagnostic::error("link.misleading", span, message).with_help(help));
        }
    }

    fn anchor_in(&mut self, chapter: ChapterId, id: &Word) -> Option<(Target, String)> {
        let anchors = self.scene.anchors.get(chapter.0 as usize)?;
        // A chapter that is not translated yet shows another language, with that one's anchors.
        let anchors = anchors.get(&self.lang).or_else(|| anchors.values().next());
        if !anchors.is_some_and(|anchors| anchors.contains(&id.text)) {
            let slug = &self.scene.book.chapters[chapter.0 as usize].slug;
            let anchor = format!("#{}", id.text);
            let message = message!("link-unknown-anchor", slug = slug, anchor = anchor, lang = self.lang);
            let known = anchors.into_iter().flat_map(Anchors::ids);
            let diagnostic = Diagnostic::error("link.unknown-anchor", id.span, message);
            self.found.push(diagnostic.with_suggestion(&id.text, known));
            return None;
        }
        Some((Target::Chapter { chapter, anchor: Some(id.text.clone()) }, self.title_of(chapter)))
    }

    fn title_of(&self, chapter: ChapterId) -> String {
        let texts = &self.scene.book.chapters[chapter.0 as usize].texts;
        let text = texts.get(&self.lang).or_else(|| texts.values().next());
        text.map(|text| text.front.title.clone()).unwrap_or_default()
    }

    fn url(&mut self, url: &Word) -> Option<(Target, String)> {
        match check_address(&url.text, url.span) {
            Ok(()) => Some((Target::Url(url.text.clone()), url.text.to_string())),
            Err(fault) => {
                self.found.push(*fault);
                None
            }
        }
    }

    fn cite(&mut self, citation: &[RawCitation]) -> Option<InlineKind<Linked>> {
        let citations = self.scene.citations.get(&self.lang)?;
        citations.get(citation).map(InlineKind::Citation)
    }

    fn note(&mut self, label: &Word) -> Option<NoteRef> {
        let defined = *self.notes.defined.get(&*label.text)?;
        let known =
            self.notes.order.iter_mut().enumerate().find(|(_, (note, _))| note.label == defined.label);
        if let Some((note, (_, references))) = known {
            *references += 1;
            return Some(NoteRef { note, repeat: *references - 1 });
        }
        self.notes.order.push((defined, 1));
        Some(NoteRef { note: self.notes.order.len() - 1, repeat: 0 })
    }

    fn term(&mut self, key: &Word) -> Option<TermRef> {
        let glossary = self.scene.book.glossary.as_ref()?;
        let entry = glossary.iter().position(|entry| entry.key.text == key.text);
        let order = self.scene.glossary.get(&self.lang);
        let place = entry.and_then(|entry| order?.iter().position(|other| *other == entry));
        if place.is_none() {
            let message = message!("term-unknown", key = &*key.text);
            let known = glossary.iter().map(|entry| &*entry.key.text);
            let diagnostic = Diagnostic::error("term.unknown", key.span, message);
            self.found.push(diagnostic.with_suggestion(&key.text, known));
        }
        place.map(TermRef)
    }

    fn index_mark(&mut self, entry: &Word) -> IndexMark {
        if !crate::content::is_slug(&entry.text) {
            let message = message!("index-key", entry = &*entry.text);
            let help = message!("index-key.help");
            self.found.push(Diagnostic::error("index.key", entry.span, message).with_help(help));
        }
        let count = self.marks.entry(entry.text.clone()).or_insert(0);
        *count += 1;
        let id = format!("ix-{}-{count}", entry.text);
        IndexMark { entry: entry.text.clone(), id: id.into() }
    }

    /// A citation of the city's data, as a line of its own.
    pub fn cite_words(&mut self, keys: &[Word], span: Span) -> Line {
        let raw: Vec<RawCitation> =
            keys.iter().map(|key| RawCitation { key: key.clone(), locator: None }).collect();
        if raw.is_empty() {
            return Line::new();
        }
        self.cite(&raw).map(|kind| Inline { span, kind }).into_iter().collect()
    }
}

/// Whether an address leads to the web, to mail or to a telephone, and to the
/// host that it shows.
///
/// # Errors
/// The finding, at `span`.
pub fn check_address(url: &str, span: Span) -> Result<(), Box<Diagnostic>> {
    let lower = url.to_ascii_lowercase();
    let fault = |message: Message, help: Message| {
        Err(Box::new(Diagnostic::error("link.address", span, message).with_help(help)))
    };
    if let Some(rest) = ["https://", "http://"].iter().find_map(|scheme| lower.strip_prefix(scheme)) {
        // What stands before `@` is read as the host, and is none (RFC 3986 §7.6).
        let authority = rest.split(['/', '?', '#']).next().unwrap_or("");
        return match authority.rsplit_once('@') {
            Some((_, host)) => fault(
                message!("link-address-user", url = url, host = host),
                message!("link-address-user.help"),
            ),
            None => Ok(()),
        };
    }
    if ["mailto:", "tel:"].iter().any(|scheme| lower.starts_with(scheme)) {
        return Ok(());
    }
    match lower.split_once(':') {
        Some((scheme, _)) if scheme.chars().all(|c| c.is_ascii_alphanumeric()) => fault(
            message!("link-address-scheme", scheme = format!("{scheme}:")),
            message!("link-address-scheme.help"),
        ),
        _ => fault(message!("link-address", url = url), message!("link-address.help")),
    }
}

fn contents(blocks: &[Block<Linked>]) -> Vec<ContentsEntry> {
    let headings = blocks.iter().filter_map(|block| match &block.kind {
        BlockKind::Heading(heading) if heading.level <= 3 => Some(heading),
        _ => None,
    });
    headings
        .map(|heading| ContentsEntry {
            level: heading.level,
            id: heading.mark.id.clone(),
            title: without_references(&heading.content),
        })
        .collect()
}

/// A heading's words for lists of contents: without notes, citations, links and marks.
fn without_references(line: &[Inline<Linked>]) -> Line {
    let mut out = Line::new();
    for inline in line {
        let kind = match &inline.kind {
            InlineKind::NoteRef(_) | InlineKind::Citation(_) | InlineKind::Picture(_) => continue,
            InlineKind::Link { content, .. }
            | InlineKind::Term { content, .. }
            | InlineKind::IndexMark { content, .. } => {
                out.extend(without_references(content));
                continue;
            }
            InlineKind::Emphasis(content) => InlineKind::Emphasis(without_references(content)),
            InlineKind::Strong(content) => InlineKind::Strong(without_references(content)),
            InlineKind::Strike(content) => InlineKind::Strike(without_references(content)),
            other => other.clone(),
        };
        out.push(Inline { span: inline.span, kind });
    }
    out
}
