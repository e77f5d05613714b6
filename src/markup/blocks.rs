//! Blocks: headings, lists, tables, verse, and the notes at the end.

use std::fmt::Write;

use super::inlines::{note_id, note_ref_id};
use super::{Twin, TwinPlace, Writer};
use crate::doc::{
    Alignment, Block, BlockKind, Definition, Heading, Inline, InlineKind, Linked, List, ListItem, Note,
    Table, Verse, VerseLine, Visit, inlines_text, walk, walk_inlines,
};
use crate::locale::Direction;
use crate::locale::slug::percent_encode;

impl Writer<'_> {
    pub fn blocks(&mut self, blocks: &[Block<Linked>]) {
        blocks.iter().for_each(|block| self.block(block));
    }

    fn block(&mut self, block: &Block<Linked>) {
        match &block.kind {
            BlockKind::Heading(heading) => self.heading(heading),
            BlockKind::Paragraph(content) => self.paragraph(content),
            BlockKind::List(list) => self.list(list),
            BlockKind::Quote(blocks) => {
                self.raw("<blockquote>\n");
                self.blocks(blocks);
                self.raw("</blockquote>\n");
            }
            BlockKind::Code { info, text } => self.code_block(info, text),
            BlockKind::Table(table) => self.table(table),
            BlockKind::Definitions(definitions) => self.definitions(definitions),
            BlockKind::Verse(verse) => self.verse(verse),
            BlockKind::Rule => self.raw("<hr>\n"),
            BlockKind::Figure(figure) => self.figure(figure),
            BlockKind::Insert(insert) => self.insert(insert),
        }
    }

    fn paragraph(&mut self, content: &[Inline<Linked>]) {
        self.raw("<p>");
        self.line(content);
        self.raw("</p>\n");
    }

    /// A heading, and beside it the links to itself and to its twins. They
    /// stand outside of the heading, so that its text is its words alone.
    fn heading(&mut self, heading: &Heading<Linked>) {
        let level = heading.level.clamp(2, 6);
        let id = &heading.mark.id;
        let _ = write!(self.out, "<div class=\"heading level-{level}\"><h{level}");
        self.attribute("id", id);
        self.raw(">");
        self.line(&heading.content);
        let _ = write!(self.out, "</h{level}><span class=\"heading-links\">");
        let words = inlines_text(&heading.content);
        self.raw("<a class=\"permalink\"");
        self.attribute("href", &format!("#{}", percent_encode(id)));
        self.raw("><span aria-hidden=\"true\">#</span><span class=\"visually-hidden\">");
        self.text(self.phrase("chapter.permalink"));
        self.raw(": ");
        self.words(&words);
        self.raw("</span></a>");
        for twin in self.page.addresses.twins(&heading.mark) {
            self.twin(&twin, &words);
        }
        self.raw("</span></div>\n");
    }

    /// A link in its own language, with the heading's words in the page's. These are its name and not hidden text,
    /// for which a browser would fetch the faces of the other language.
    fn twin(&mut self, twin: &Twin, words: &str) {
        let theme = self.page.theme;
        let key = match twin.place {
            TwinPlace::Heading => "chapter.twin",
            TwinPlace::Chapter => "chapter.other",
        };
        self.raw(" <a class=\"twin\"");
        self.attribute("href", &twin.href);
        self.attribute("hreflang", twin.lang.as_str());
        self.attribute("lang", twin.lang.as_str());
        self.attribute("dir", twin.lang.direction().as_str());
        let name = theme.phrase(twin.lang, "language.name");
        self.attribute("aria-label", &format!("{name} ({}: {words})", theme.phrase(twin.lang, key)));
        self.raw(">");
        self.text(name);
        self.raw("</a>");
    }

    fn list(&mut self, list: &List<Linked>) {
        let element = if list.start.is_some() { "ol" } else { "ul" };
        let _ = write!(self.out, "<{element}");
        if let Some(start) = list.start.filter(|start| *start != 1) {
            self.attribute("start", &start.to_string());
        }
        if list.items.iter().any(|item| item.task.is_some()) {
            self.raw(" class=\"tasks\"");
        }
        self.raw(">\n");
        list.items.iter().for_each(|item| self.item(item));
        let _ = writeln!(self.out, "</{element}>");
    }

    fn item(&mut self, item: &ListItem<Linked>) {
        self.raw("<li>");
        if let Some(done) = item.task {
            let (class, key) =
                if done { ("task done", "page.task-done") } else { ("task", "page.task-open") };
            let _ = write!(self.out, "<span class=\"{class}\"><span class=\"visually-hidden\">");
            self.text(self.phrase(key));
            self.raw(": </span></span>");
        }
        match item.blocks.as_slice() {
            // A line alone needs no paragraph of its own.
            [Block { kind: BlockKind::Paragraph(content), .. }] => self.line(content),
            [
                Block { kind: BlockKind::Paragraph(content), .. },
                Block { kind: BlockKind::List(list), .. },
            ] => {
                self.line(content);
                self.raw("\n");
                self.list(list);
            }
            blocks => self.blocks(blocks),
        }
        self.raw("</li>\n");
    }

    fn code_block(&mut self, info: &str, text: &str) {
        self.raw("<pre dir=\"ltr\" tabindex=\"0\"><code");
        if !info.is_empty() {
            self.attribute("class", &format!("language-{info}"));
        }
        self.raw(">");
        self.text(text);
        self.raw("</code></pre>\n");
    }

    /// Opens the frame in which a wide table scrolls, also by keyboard. A group
    /// and no region: regions are landmarks, and a page has few of these.
    pub fn open_scroll(&mut self) {
        self.tables += 1;
        let number = self.number(self.tables);
        self.raw("<div class=\"scroll\" role=\"group\" tabindex=\"0\"");
        self.attribute("aria-label", &self.phrase_with("page.table", &[("number", &number)]));
        self.raw(">");
    }

    fn table(&mut self, table: &Table<Linked>) {
        self.open_scroll();
        self.raw("<table>\n");
        if table.head.iter().any(|cell| !cell.is_empty()) {
            self.raw("<thead><tr>");
            for (cell, alignment) in table.head.iter().zip(&table.columns) {
                // A column without a title is no header of anything.
                if cell.is_empty() {
                    self.cell("td", "", *alignment, cell);
                } else {
                    self.cell("th", " scope=\"col\"", *alignment, cell);
                }
            }
            self.raw("</tr></thead>\n");
        }
        self.raw("<tbody>\n");
        for row in &table.rows {
            self.raw("<tr>");
            for (cell, alignment) in row.iter().zip(&table.columns) {
                self.cell("td", "", *alignment, cell);
            }
            self.raw("</tr>\n");
        }
        self.raw("</tbody></table></div>\n");
    }

    fn cell(&mut self, element: &str, scope: &str, alignment: Alignment, content: &[Inline<Linked>]) {
        let class = match alignment {
            Alignment::Start => "",
            Alignment::Center => " class=\"center\"",
            Alignment::End => " class=\"end\"",
        };
        let _ = write!(self.out, "<{element}{scope}{class}>");
        self.line(content);
        let _ = write!(self.out, "</{element}>");
    }

    fn definitions(&mut self, definitions: &[Definition<Linked>]) {
        self.raw("<dl>\n");
        for definition in definitions {
            self.raw("<dt>");
            self.line(&definition.term);
            self.raw("</dt>\n");
            for detail in &definition.details {
                self.raw("<dd>");
                match detail.as_slice() {
                    [Block { kind: BlockKind::Paragraph(content), .. }] => self.line(content),
                    blocks => self.blocks(blocks),
                }
                self.raw("</dd>\n");
            }
        }
        self.raw("</dl>\n");
    }

    /// A poem. Its direction is that of its own words: Persian verse in an
    /// English page still runs from right to left.
    fn verse(&mut self, verse: &Verse<Linked>) {
        self.raw("<figure class=\"verse\"><div class=\"poem\"");
        self.in_direction(verse.direction(), |html| {
            html.raw("\n");
            verse.lines.iter().for_each(|line| html.verse_line(line));
        });
        self.raw("</div>");
        if !verse.attribution.is_empty() {
            self.raw("<figcaption");
            self.in_direction(verse.attribution_direction(), |html| html.line(&verse.attribution));
            self.raw("</figcaption>");
        }
        self.raw("</figure>\n");
    }

    /// Ends an open tag, which tells its direction where that is another, and writes what runs in it.
    fn in_direction(&mut self, direction: Option<Direction>, write: impl FnOnce(&mut Self)) {
        let outer = self.direction;
        let direction = direction.unwrap_or(outer);
        if direction != outer {
            self.attribute("dir", direction.as_str());
        }
        self.raw(">");
        self.direction = direction;
        write(self);
        self.direction = outer;
    }

    fn verse_line(&mut self, line: &VerseLine<Linked>) {
        match line {
            VerseLine::Couplet(first, second) => {
                self.raw("<p class=\"couplet\"><span class=\"hemistich\">");
                self.line(first);
                self.raw("</span> <span class=\"hemistich\">");
                self.line(second);
                self.raw("</span></p>\n");
            }
            VerseLine::Single(content) => {
                self.raw("<p class=\"single\">");
                self.line(content);
                self.raw("</p>\n");
            }
            // Marks the next line as the first of a stanza; itself it says nothing.
            VerseLine::Gap => self.raw("<hr class=\"stanza\" aria-hidden=\"true\">\n"),
        }
    }

    /// The notes at the end, each with a way back to every mention of it.
    pub fn notes(&mut self, notes: &[Note<Linked>], blocks: &[Block<Linked>]) {
        if notes.is_empty() {
            return;
        }
        let mentions = mentions(notes, blocks);
        self.raw("<section class=\"notes\" role=\"doc-endnotes\" aria-labelledby=\"fn:title\">\n<h2 id=\"fn:title\">");
        self.text(self.phrase("chapter.notes"));
        self.raw("</h2>\n<ol>\n");
        for (index, note) in notes.iter().enumerate() {
            self.raw("<li");
            self.attribute("id", &note_id(index + 1));
            self.raw(">");
            let mentions = mentions.get(index).copied().unwrap_or_default();
            match note.blocks.split_last() {
                // The way back follows the last word, not under it.
                Some((Block { kind: BlockKind::Paragraph(content), .. }, before)) => {
                    self.blocks(before);
                    self.raw("<p>");
                    self.line(content);
                    self.back_links(index + 1, mentions);
                    self.raw("</p>");
                }
                _ => {
                    self.blocks(&note.blocks);
                    self.back_links(index + 1, mentions);
                }
            }
            self.raw("</li>\n");
        }
        self.raw("</ol></section>\n");
    }

    fn back_links(&mut self, number: usize, mentions: usize) {
        let shown = self.number(number);
        for repeat in 0..mentions {
            let label = match repeat {
                0 => self.phrase_with("chapter.back", &[("number", &shown)]),
                _ => {
                    let mention = self.number(repeat + 1);
                    self.phrase_with("chapter.back-again", &[("number", &shown), ("mention", &mention)])
                }
            };
            self.raw(" <a class=\"back\"");
            self.attribute("href", &format!("#{}", note_ref_id(number, repeat)));
            self.attribute("role", "doc-backlink");
            self.attribute("aria-label", &label);
            self.raw("><span aria-hidden=\"true\">↑</span></a>");
        }
    }
}

/// How often each note is referred to.
fn mentions(notes: &[Note<Linked>], blocks: &[Block<Linked>]) -> Vec<usize> {
    let mut counts = vec![0; notes.len()];
    let mut count = |inline: &Inline<Linked>| {
        if let InlineKind::NoteRef(reference) = &inline.kind
            && let Some(count) = counts.get_mut(reference.note)
        {
            *count = (*count).max(reference.repeat + 1);
        }
    };
    for blocks in notes.iter().map(|note| note.blocks.as_slice()).chain([blocks]) {
        walk(blocks, &mut |visit| match visit {
            Visit::Inline(inline) => count(inline),
            Visit::Block(block) => super::inserts::lines(block, &mut |line| {
                walk_inlines(line, &mut |visit| {
                    if let Visit::Inline(inline) = visit {
                        count(inline);
                    }
                });
            }),
        });
    }
    counts
}
