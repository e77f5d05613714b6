//! Blocks: paragraphs, headings, lists, quotes, tables, notes.

use std::ops::Range;

use pulldown_cmark::{Alignment as Align, CodeBlockKind, Event, HeadingLevel, Tag, TagEnd};

use super::{Reader, fence};
use crate::diag::Diagnostic;
use crate::doc::{
    Alignment, Block, BlockKind, Definition, Heading, Inline, InlineKind, List, ListItem, Note, Parsed,
    RawFigure, Table, Word,
};
use crate::message;

/// More columns than a page can hold are a mistake, not a table.
const MOST_COLUMNS: usize = 40;

type Blocks = Vec<Block<Parsed>>;

impl<'a> Reader<'a, '_> {
    /// All blocks of the text.
    pub(super) fn document(&mut self) -> Blocks {
        let blocks = self.blocks_until(None);
        self.report_undefined_notes();
        self.report_note_rings();
        blocks
    }

    /// The blocks up to the end of `tag`, or of the text.
    fn blocks_until(&mut self, tag: Option<TagEnd>) -> Blocks {
        let mut blocks = Blocks::new();
        while let Some((event, range)) = self.next() {
            match event {
                Event::End(end) if Some(end) == tag => break,
                Event::Start(start) => self.block(start, range, &mut blocks),
                Event::Rule => blocks.push(Block { span: self.span(range), kind: BlockKind::Rule }),
                Event::Html(html) => self.html(&html, range),
                Event::End(_) => {}
                // Tight list items hold their text without a paragraph.
                other => {
                    let content = self.tight_text(other, range.clone());
                    self.paragraph(range, content, &mut blocks);
                }
            }
        }
        blocks
    }

    fn block(&mut self, tag: Tag<'a>, range: Range<usize>, blocks: &mut Blocks) {
        let span = self.span(range.clone());
        let kind = match tag {
            Tag::Paragraph => {
                self.check_counted(range.clone());
                let content = self.deeper(range.clone(), |reader| reader.inlines_until(TagEnd::Paragraph));
                self.paragraph(range, content, blocks);
                return;
            }
            Tag::Heading { level, id, .. } => {
                let id = id.map(|id| self.word_in(range.clone(), &id));
                BlockKind::Heading(self.heading(level, id, range))
            }
            Tag::BlockQuote(kind) => {
                let end = Some(TagEnd::BlockQuote(kind));
                BlockKind::Quote(self.deeper(range, |reader| reader.blocks_until(end)))
            }
            Tag::CodeBlock(kind) => match self.code(kind, range) {
                Some(kind) => kind,
                None => return,
            },
            Tag::List(start) => BlockKind::List(List {
                start,
                items: self.deeper(range, |reader| reader.list_items(start.is_some())),
            }),
            Tag::Table(columns) => match self.table(columns, range) {
                Some(table) => BlockKind::Table(table),
                None => return,
            },
            Tag::DefinitionList => BlockKind::Definitions(self.deeper(range, |reader| reader.definitions())),
            Tag::FootnoteDefinition(label) => {
                let blocks =
                    self.deeper(range, |reader| reader.blocks_until(Some(TagEnd::FootnoteDefinition)));
                self.note(Note { span, label: label.as_ref().into(), blocks });
                return;
            }
            Tag::HtmlBlock => {
                self.html_block(range);
                return;
            }
            Tag::Emphasis | Tag::Strong | Tag::Strikethrough | Tag::Link { .. } | Tag::Image { .. } => {
                let content = self.tight_text(Event::Start(tag), range.clone());
                self.paragraph(range, content, blocks);
                return;
            }
            _ => {
                self.skip();
                return;
            }
        };
        blocks.push(Block { span, kind });
    }

    /// Reports lines that are counted as a list is, in digits by which Markdown knows none.
    fn check_counted(&mut self, paragraph: Range<usize>) {
        let mut start = paragraph.start;
        let mut counted = Vec::new();
        for line in self.slice(paragraph.clone()).split_inclusive('\n') {
            if let Some(length) = persian_number(line) {
                counted.push(start..start + length);
            }
            start += line.len();
        }
        if let Some(first) =
            counted.first().filter(|first| counted.len() > 1 || first.start == paragraph.start)
        {
            let message = message!("markdown-list-digits");
            let help = message!("markdown-list-digits.help");
            let span = self.span(first.clone());
            self.found.push(Diagnostic::warning("markdown.list-digits", span, message).with_help(help));
        }
    }

    /// A picture alone in its paragraph, but for an `{#id}` after it, is a figure.
    fn paragraph(&mut self, range: Range<usize>, mut content: Vec<Inline<Parsed>>, blocks: &mut Blocks) {
        let span = self.span(range);
        let id = match &content[..] {
            [Inline { kind: InlineKind::Picture(_), .. }, Inline { kind: InlineKind::Text(text), span }] => {
                let id = text.trim().strip_prefix("{#").and_then(|id| id.strip_suffix('}'));
                id.map(|id| Word { span: *span, text: id.into() })
            }
            _ => None,
        };
        if id.is_some() {
            content.pop();
        }
        let alone = content.len() == 1;
        let kind = match content.pop() {
            Some(Inline { kind: InlineKind::Picture(picture), span }) if alone => {
                let caption = self.captions.remove(&span.start).unwrap_or_default();
                let id = id.filter(|id| self.is_id(id));
                BlockKind::Figure(RawFigure { picture, caption, id })
            }
            Some(last) => {
                content.push(last);
                BlockKind::Paragraph(content)
            }
            None => return,
        };
        blocks.push(Block { span, kind });
    }

    fn heading(&mut self, level: HeadingLevel, id: Option<Word>, range: Range<usize>) -> Heading<Parsed> {
        let content = self.deeper(range.clone(), |reader| reader.inlines_until(TagEnd::Heading(level)));
        let span = self.span(range);
        let mut level = level as u8;
        if level == 1 {
            let (message, help) = (message!("heading-level"), message!("heading-level.help"));
            self.found.push(Diagnostic::warning("heading.level", span, message).with_help(help));
            level = 2;
        }
        if content.is_empty() {
            self.found.push(Diagnostic::error("heading.empty", span, message!("heading-empty")));
        }
        let mark = id.filter(|id| self.is_id(id));
        Heading { level, mark, content }
    }

    /// Whether a word can be an id; it is reported if not.
    pub(super) fn is_id(&mut self, id: &Word) -> bool {
        let good = crate::content::is_slug(&id.text);
        if !good {
            let message = message!("markdown-id", id = &*id.text);
            self.found.push(Diagnostic::error("markdown.id", id.span, message));
        }
        good
    }

    fn list_items(&mut self, ordered: bool) -> Vec<ListItem<Parsed>> {
        let mut items = Vec::new();
        while let Some((event, range)) = self.next() {
            match event {
                Event::Start(Tag::Item) => {
                    let span = self.span(range.clone());
                    let outer = self.task.take();
                    let blocks = self.deeper(range, |reader| reader.blocks_until(Some(TagEnd::Item)));
                    let task = std::mem::replace(&mut self.task, outer);
                    items.push(ListItem { span, task, blocks });
                }
                Event::End(TagEnd::List(end)) if end == ordered => break,
                _ => {}
            }
        }
        items
    }

    fn table(&mut self, columns: Vec<Align>, range: Range<usize>) -> Option<Table<Parsed>> {
        if columns.len() > MOST_COLUMNS {
            let span = self.span(range);
            let message = message!("table-columns", columns = columns.len(), most = MOST_COLUMNS);
            self.found.push(Diagnostic::error("table.columns", span, message));
            self.skip();
            return None;
        }
        let columns: Vec<Alignment> = columns
            .into_iter()
            .map(|align| match align {
                Align::None | Align::Left => Alignment::Start,
                Align::Center => Alignment::Center,
                Align::Right => Alignment::End,
            })
            .collect();
        let mut table = Table { columns, head: Vec::new(), rows: Vec::new() };
        while let Some((event, range)) = self.next() {
            match event {
                Event::Start(Tag::TableHead) => table.head = self.row(TagEnd::TableHead, range),
                Event::Start(Tag::TableRow) => {
                    let row = self.row(TagEnd::TableRow, range);
                    table.rows.push(row);
                }
                Event::End(TagEnd::Table) => break,
                _ => {}
            }
        }
        let width = table.columns.len();
        for row in std::iter::once(&mut table.head).chain(&mut table.rows) {
            row.resize_with(width, Vec::new);
        }
        Some(table)
    }

    fn row(&mut self, end: TagEnd, range: Range<usize>) -> Vec<Vec<Inline<Parsed>>> {
        self.deeper(range, |reader| {
            let mut cells = Vec::new();
            while let Some((event, _)) = reader.next() {
                match event {
                    Event::Start(Tag::TableCell) => cells.push(reader.inlines_until(TagEnd::TableCell)),
                    Event::End(tag) if tag == end => break,
                    _ => {}
                }
            }
            cells
        })
    }

    fn definitions(&mut self) -> Vec<Definition<Parsed>> {
        let mut definitions: Vec<Definition<Parsed>> = Vec::new();
        while let Some((event, range)) = self.next() {
            match event {
                Event::Start(Tag::DefinitionListTitle) => {
                    let span = self.span(range);
                    let term = self.inlines_until(TagEnd::DefinitionListTitle);
                    definitions.push(Definition { span, term, details: Vec::new() });
                }
                Event::Start(Tag::DefinitionListDefinition) => {
                    let end = Some(TagEnd::DefinitionListDefinition);
                    let blocks = self.deeper(range, |reader| reader.blocks_until(end));
                    if let Some(definition) = definitions.last_mut() {
                        definition.details.push(blocks);
                    }
                }
                Event::End(TagEnd::DefinitionList) => break,
                _ => {}
            }
        }
        definitions
    }

    /// A code block, or a fenced block with a name in braces.
    fn code(&mut self, kind: CodeBlockKind<'a>, range: Range<usize>) -> Option<BlockKind<Parsed>> {
        let mut body: Option<Range<usize>> = None;
        let mut text = String::new();
        while let Some((event, at)) = self.next() {
            match event {
                Event::Text(piece) => {
                    text.push_str(&piece);
                    body = Some(body.map_or(at.start, |body| body.start)..at.end);
                }
                Event::End(TagEnd::CodeBlock) => break,
                _ => {}
            }
        }
        let CodeBlockKind::Fenced(info) = kind else {
            return Some(BlockKind::Code { info: "".into(), text: text.into() });
        };
        self.report_unclosed_fence(range.clone());
        let info = info.trim();
        match info.strip_prefix('{').and_then(|name| name.strip_suffix('}')) {
            Some(name) => fence::read(self, name.trim(), &text, body, range),
            None => {
                let word = info.split_whitespace().next().unwrap_or("");
                Some(BlockKind::Code { info: word.into(), text: text.into() })
            }
        }
    }

    fn report_unclosed_fence(&mut self, range: Range<usize>) {
        let block = self.slice(range.clone());
        let opening = block.trim_start().chars().next().filter(|c| matches!(c, '`' | '~'));
        let Some(fence) = opening else { return };
        let width = block.trim_start().chars().take_while(|c| *c == fence).count();
        let last = block.trim_end().lines().next_back().unwrap_or("");
        let last = last.trim_start_matches([' ', '>']).trim_end();
        let closed = block.trim_end().lines().count() > 1
            && last.chars().all(|c| c == fence)
            && last.chars().count() >= width;
        if !closed {
            let end = range.start + block.find('\n').unwrap_or(block.len());
            let span = self.span(range.start..end);
            let message = message!("markdown-unclosed-fence");
            let help = message!("markdown-unclosed-fence.help", fence = fence.to_string().repeat(width));
            self.found.push(Diagnostic::error("markdown.unclosed-fence", span, message).with_help(help));
        }
    }

    /// A block of raw HTML, which comes line by line.
    fn html_block(&mut self, range: Range<usize>) {
        let mut html = String::new();
        while let Some((event, _)) = self.next() {
            match event {
                Event::Html(line) => html.push_str(&line),
                Event::End(TagEnd::HtmlBlock) => break,
                _ => {}
            }
        }
        self.html(&html, range);
    }

    /// Comments are passed over; all other HTML is a fault.
    pub(super) fn html(&mut self, html: &str, range: Range<usize>) {
        if is_comment(html) {
            return;
        }
        let span = self.span(range.start..range.start + html.trim_end().len());
        let (message, help) = (message!("markdown-html"), message!("markdown-html.help"));
        self.found.push(Diagnostic::error("markdown.html", span, message).with_help(help));
    }
}

/// The bytes of a number in Persian or Arabic digits that opens a line as `1.` and `1)` do.
fn persian_number(line: &str) -> Option<usize> {
    let number =
        line.find(|c: char| !matches!(c, '۰'..='۹' | '٠'..='٩')).filter(|end| (2..=4).contains(end))?;
    let rest = line.get(number..)?.strip_prefix(['.', ')'])?;
    rest.starts_with(' ').then_some(number + 1)
}

/// Whether HTML is nothing but comments, each whole and ended where browsers
/// end it (HTML, §13.2.5.43 to 13.2.5.52).
fn is_comment(html: &str) -> bool {
    let mut rest = html.trim();
    while !rest.is_empty() {
        let Some(inside) = rest.strip_prefix("<!--") else { return false };
        let Some((comment, after)) = inside.split_once("-->") else { return false };
        if inside.starts_with('>') || inside.starts_with("->") || comment.contains("--!>") {
            return false;
        }
        rest = after.trim_start();
    }
    true
}
