//! What of the book is searched, and what a result shows of it.
//!
//! In: the resolved book. Out: its pages in the order of the spine, then glossary and sources, each cut into
//! sections at its headings. A chapter without a text in the reader's language is searched in the text that its
//! page shows. Foreign words keep their language: they stand between marks that no content can hold.

use serde_json::json;

use crate::doc::{
    Block, BlockKind, ChapterId, Document, Figure, Heading, Inline, InlineKind, Insert, Linked, LocalNames,
    Note, VerseLine, Visit, isolates, walk,
};
use crate::locale::{Direction, Lang};
use crate::resolve::{Edition, Resolved, ResolvedText};

/// What the index calls the lists at the end of the book.
#[derive(Debug, Clone, Copy)]
pub struct ListTitles<'a> {
    pub glossary: &'a str,
    pub sources: &'a str,
}

/// Opens foreign words: direction (`l` or `r`) and language follow.
const OPEN: char = '\u{1}';
/// Ends the language.
const WORDS: char = '\u{2}';
/// Ends the words.
const CLOSE: char = '\u{3}';

/// A page of the site as it is searched.
pub struct IndexedPage {
    /// Its folder in the edition's, with `/`.
    folder: String,
    /// The language of its text.
    lang: Lang,
    /// Other names under which it is found as under its title, in any language.
    pub names: Vec<String>,
    pub subtitle: Option<String>,
    /// First what stands under the title, then a heading's each.
    pub sections: Vec<Section>,
}

/// A heading, or a page's title, and what it heads.
pub struct Section {
    /// The fragment of its address; empty for the page itself.
    id: String,
    pub title: String,
    pub text: String,
}

impl IndexedPage {
    /// Folder, language, and the sections' ids and titles.
    pub fn head(&self) -> String {
        let sections: Vec<_> =
            self.sections.iter().map(|section| json!([section.id, section.title])).collect();
        json!([self.folder, self.lang.as_str(), sections]).to_string()
    }

    /// All that it is found by: its names, an empty text, its subtitle if it has one, and two texts a section.
    pub fn words(&self) -> impl Iterator<Item = &str> {
        let sections = self.sections.iter().flat_map(|section| [&*section.title, &*section.text]);
        self.names.iter().map(String::as_str).chain([""]).chain(self.subtitle.as_deref()).chain(sections)
    }

    /// What each section says.
    pub fn texts(&self) -> Vec<String> {
        self.sections.iter().map(|section| json!(section.text).to_string()).collect()
    }
}

/// The words of a text without the marks round foreign ones.
pub fn plain(text: &str) -> String {
    let mut plain = String::with_capacity(text.len());
    let mut is_mark = false;
    for c in text.chars() {
        match c {
            OPEN => is_mark = true,
            WORDS => is_mark = false,
            CLOSE => {}
            _ if is_mark => {}
            _ => plain.push(c),
        }
    }
    plain
}

/// How many pages are searched.
pub fn count(book: &Resolved) -> usize {
    book.chapters.len() + LISTS
}

/// Glossary and sources.
const LISTS: usize = 2;

/// One page by its place: a chapter's place in the spine, then the lists.
pub fn page(
    book: &Resolved,
    index: usize,
    lang: Lang,
    names: &LocalNames,
    titles: ListTitles,
) -> IndexedPage {
    let edition = book.editions.get(&lang);
    let list = |title: &str, folder: &str, sections: &dyn Fn(&Edition) -> Vec<Section>| {
        let entries = edition.map(sections).unwrap_or_default();
        let title = Section { id: String::new(), title: title.to_owned(), text: String::new() };
        // A list that is empty has no page.
        let sections =
            if entries.is_empty() { Vec::new() } else { std::iter::once(title).chain(entries).collect() };
        IndexedPage { folder: folder.to_owned(), lang, names: Vec::new(), subtitle: None, sections }
    };
    match book.chapters.len() {
        chapters if index < chapters => chapter(book, index, lang, names),
        chapters if index == chapters => list(titles.glossary, "glossary/", &|edition| {
            let section = |entry: &crate::resolve::TermEntry| Section {
                id: entry.key.clone(),
                title: marked(&entry.term, lang, names),
                text: marked(&entry.definition, lang, names),
            };
            edition.glossary.iter().map(section).collect()
        }),
        _ => list(titles.sources, "sources/", &|edition| {
            let section = |entry: &crate::resolve::SourceEntry| {
                let mut words = Words::default();
                for inline in &entry.text {
                    let inline = std::slice::from_ref(inline);
                    // Marks do not nest: what is set apart in the entry stands beside its own words.
                    match inline {
                        [Inline { kind: InlineKind::Text(_), .. }] if entry.lang != lang => {
                            words.foreign(entry.lang, entry.lang.direction(), |words| words.line(inline));
                        }
                        _ => words.line(inline),
                    }
                }
                Section { id: entry.key.clone(), title: String::new(), text: words.0 }
            };
            edition.sources.iter().map(section).collect()
        }),
    }
}

fn chapter(book: &Resolved, index: usize, lang: Lang, names: &LocalNames) -> IndexedPage {
    let chapter = book.chapter(ChapterId(u32::try_from(index).unwrap_or(u32::MAX)));
    let order = std::iter::once(&lang).chain(&book.front.languages);
    let found = order.copied().find_map(|lang| Some((lang, chapter.texts.get(&lang)?)));
    let city = chapter.city.iter();
    let own = city.clone().flat_map(|city| city.name.0.values().cloned());
    let local = city.flat_map(|city| city.local_names.iter().map(|name| name.text.clone()));
    let (text_lang, sections) = match found {
        Some((text_lang, text)) => (text_lang, sections(text, text_lang, names)),
        None => (lang, Vec::new()),
    };
    IndexedPage {
        folder: format!("{}/", chapter.slug),
        lang: text_lang,
        names: own.chain(local).collect(),
        subtitle: found.and_then(|(_, text)| text.front.subtitle.clone()),
        sections,
    }
}

/// A text cut at its headings; a note belongs to the section that first refers to it.
fn sections(text: &ResolvedText, lang: Lang, names: &LocalNames) -> Vec<Section> {
    let mut cutter = Cutter { document: &text.document, done: Vec::new(), words: Words::default() };
    let summary = text.front.summary.as_deref().unwrap_or_default();
    cutter.words.text(&marked(summary, lang, names));
    cutter.words.part();
    let mut title = (String::new(), marked(&text.front.title, lang, names));
    for block in &text.document.blocks {
        if let BlockKind::Heading(heading) = &block.kind {
            cutter.close(title);
            title = heading_of(heading);
        } else {
            cutter.words.block(block);
        }
        cutter.notes(block);
    }
    cutter.close(title);
    cutter.done
}

fn heading_of(heading: &Heading<Linked>) -> (String, String) {
    let mut words = Words::default();
    words.line(&heading.content);
    (heading.mark.id.to_string(), words.0)
}

struct Cutter<'a> {
    document: &'a Document<Linked>,
    done: Vec<Section>,
    /// Of the section in the making.
    words: Words,
}

impl Cutter<'_> {
    fn close(&mut self, (id, title): (String, String)) {
        let text = std::mem::take(&mut self.words).0;
        self.done.push(Section { id, title, text: text.trim_end().to_owned() });
    }

    /// Adds the notes that are first referred to in a block.
    fn notes(&mut self, block: &Block<Linked>) {
        let mut first: Vec<&Note<Linked>> = Vec::new();
        walk(std::slice::from_ref(block), &mut |visit| {
            if let Visit::Inline(Inline { kind: InlineKind::NoteRef(note), .. }) = visit
                && note.repeat == 0
            {
                first.extend(self.document.notes.get(note.note));
            }
        });
        for note in first {
            note.blocks.iter().for_each(|block| self.words.block(block));
        }
    }
}

/// A plain text with its foreign words marked.
fn marked(text: &str, lang: Lang, names: &LocalNames) -> String {
    let mut words = Words::default();
    let mut end = 0;
    for isolate in isolates(text, lang, names) {
        words.text(&text[end..isolate.range.start]);
        end = isolate.range.end;
        words.foreign(isolate.lang, isolate.direction, |words| words.text(&text[isolate.range]));
    }
    words.text(&text[end..]);
    words.0
}

/// The words of a text in the making, with single spaces between its parts.
#[derive(Default)]
struct Words(String);

impl Words {
    fn text(&mut self, text: &str) {
        self.0.push_str(text);
    }

    /// Parts what was said from what follows.
    fn part(&mut self) {
        if !self.0.is_empty() && !self.0.ends_with(' ') {
            self.0.push(' ');
        }
    }

    fn foreign(&mut self, lang: Lang, direction: Direction, content: impl FnOnce(&mut Self)) {
        self.0.push(OPEN);
        self.0.push(if direction == Direction::Rtl { 'r' } else { 'l' });
        self.0.push_str(lang.as_str());
        self.0.push(WORDS);
        content(self);
        self.0.push(CLOSE);
    }

    fn line(&mut self, content: &[Inline<Linked>]) {
        for inline in content {
            match &inline.kind {
                InlineKind::Text(text) | InlineKind::Code(text) => self.text(text),
                InlineKind::Foreign { lang, direction, content } => {
                    self.foreign(*lang, *direction, |words| words.line(content));
                }
                InlineKind::Emphasis(content)
                | InlineKind::Strong(content)
                | InlineKind::Strike(content)
                | InlineKind::Link { content, .. }
                | InlineKind::Term { content, .. }
                | InlineKind::IndexMark { content, .. } => self.line(content),
                InlineKind::SoftBreak | InlineKind::HardBreak => self.part(),
                // The space before a citation goes with it, or a full stop would stand alone.
                InlineKind::Citation(_) => self.0.truncate(self.0.trim_end_matches(' ').len()),
                InlineKind::NoteRef(_) | InlineKind::Picture(_) => {}
            }
        }
    }

    /// A line that stands alone.
    fn own_line(&mut self, content: &[Inline<Linked>]) {
        self.line(content);
        self.part();
    }

    fn block(&mut self, block: &Block<Linked>) {
        match &block.kind {
            BlockKind::Heading(heading) => self.own_line(&heading.content),
            BlockKind::Paragraph(content) => self.own_line(content),
            BlockKind::List(list) => list.items.iter().for_each(|item| self.blocks(&item.blocks)),
            BlockKind::Quote(blocks) => self.blocks(blocks),
            BlockKind::Code { text, .. } => {
                self.text(text);
                self.part();
            }
            BlockKind::Table(table) => {
                let rows = std::iter::once(&table.head).chain(&table.rows);
                rows.flatten().for_each(|cell| self.own_line(cell));
            }
            BlockKind::Definitions(definitions) => {
                for definition in definitions {
                    self.own_line(&definition.term);
                    definition.details.iter().for_each(|detail| self.blocks(detail));
                }
            }
            BlockKind::Verse(verse) => {
                for line in &verse.lines {
                    match line {
                        VerseLine::Couplet(first, second) => {
                            self.own_line(first);
                            self.own_line(second);
                        }
                        VerseLine::Single(content) => self.own_line(content),
                        VerseLine::Gap => {}
                    }
                }
                self.own_line(&verse.attribution);
            }
            BlockKind::Rule => {}
            BlockKind::Figure(figure) => self.figure(figure),
            BlockKind::Insert(insert) => self.insert(insert),
        }
    }

    fn blocks(&mut self, blocks: &[Block<Linked>]) {
        blocks.iter().for_each(|block| self.block(block));
    }

    fn figure(&mut self, figure: &Figure) {
        self.own_line(&figure.caption);
    }

    fn insert(&mut self, insert: &Insert) {
        match insert {
            Insert::Pact(card) => {
                self.rows(&card.rows);
                self.own_line(&card.note);
                card.scan.iter().for_each(|scan| self.figure(scan));
            }
            Insert::Facts(facts) => self.rows(&facts.rows),
            Insert::OpenPoints(cities) => cities.iter().for_each(|city| self.rows(&city.rows)),
            Insert::Likeness(likeness) => {
                likeness.rows.iter().flatten().for_each(|cell| self.own_line(cell));
            }
            Insert::Map(figure) | Insert::Chart(figure) => self.own_line(&figure.caption),
            // The list of all pacts is a page of its own: here it would lead from every city to this chapter.
            Insert::Timeline(_) => {}
            Insert::Gallery(figures) => figures.iter().for_each(|figure| self.figure(figure)),
            Insert::Video(video) => self.figure(&video.poster),
        }
    }

    fn rows(&mut self, rows: &[crate::doc::FactRow]) {
        for row in rows {
            self.text(&row.label);
            self.part();
            row.values.iter().for_each(|value| self.own_line(value));
        }
    }
}
