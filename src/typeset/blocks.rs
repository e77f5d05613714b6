//! Blocks of the document tree as lines on the grid.
//!
//! Every `BlockKind` has its rendering here or in a neighbour: `table`,
//! `figure`, `verse`, `insert`. What may part at the foot of a page is said
//! by costs; where pages end is left to `pagebreak`.

use super::folio;
use super::frame::{Item, ItemKind, OutlineItem, Rect, Role, place_name};
use super::paragraph::{Align, ParagraphStyle, Segment, TextStyle};
use super::section::{Place, Section, Step};
use super::segments::{display, plain_segments, text_in};
use super::vlist::{EntryKind, Frame, FrameKind, VBox, cost};
use crate::doc::{Block, BlockKind, Definition, Heading, Inline, Linked, List, ListItem, inlines_text};
use crate::locale::{Direction, Lang};
use crate::source::Span;
use crate::units::Pt;

/// The part of the measure that nested blocks keep.
const LEAST_MEASURE: f64 = 0.4;

/// Whether the first line of a paragraph is indented: after another paragraph.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Opening {
    Flush,
    Indented,
}

impl Section<'_> {
    pub fn blocks<'b>(&mut self, blocks: impl IntoIterator<Item = &'b Block<Linked>>, place: &Place) {
        let mut opening = Opening::Flush;
        for block in blocks {
            self.block(block, place, opening);
            opening = match &block.kind {
                BlockKind::Paragraph(_) => Opening::Indented,
                // What may float leaves the text as it is.
                BlockKind::Figure(_) | BlockKind::Insert(_) => opening,
                _ => Opening::Flush,
            };
        }
    }

    fn block(&mut self, block: &Block<Linked>, place: &Place, opening: Opening) {
        let span = block.span;
        match &block.kind {
            BlockKind::Heading(heading) => self.heading(heading, place, span),
            BlockKind::Paragraph(content) => self.paragraph(content, place, opening, span),
            BlockKind::List(list) => self.list(list, place, span),
            BlockKind::Quote(blocks) => self.quote(blocks, place, span),
            BlockKind::Code { text, .. } => self.code(text, place, span),
            BlockKind::Table(table) => self.table(table, place, span),
            BlockKind::Definitions(definitions) => self.definitions(definitions, place),
            BlockKind::Verse(verse) => self.verse(verse, place, span),
            BlockKind::Rule => self.rule(place),
            BlockKind::Figure(figure) => self.figure(figure, place, EntryKind::Float, Some(span)),
            BlockKind::Insert(insert) => self.insert(insert, place, span),
        }
    }

    fn heading(&mut self, heading: &Heading<Linked>, place: &Place, span: Span) {
        let design = self.shop.text();
        let rank = usize::from(heading.level.clamp(2, 6)) - 2;
        let size = design.headings.get(rank).copied().unwrap_or(design.body);
        let palette = &self.shop.design.palette;
        let color = if rank == 0 { palette.lapis } else { palette.turquoise };
        let style = TextStyle { color, ..display(place.style, size) };
        // Levels go down one at a time, whatever the editor left out (ISO 14289-1 §7.4.2).
        self.level = heading.level.clamp(1, 6).min(self.level.saturating_add(1));
        let node = self.node(Role::Heading(self.level), place.parent, Some(span));
        self.space(1, 1);
        self.anchor(&heading.mark.id);
        if rank < 2 {
            self.outline.push(OutlineItem {
                level: rank + 1,
                title: inlines_text(&heading.content),
                place: place_name(&self.slug, Some(&heading.mark.id)),
            });
        }
        let segments = self.segments(&heading.content, style, node);
        let first = self.list.entries.len();
        if rank == 0 && place.parent == self.root {
            let (id, twins) = (heading.mark.id.clone(), heading.mark.twins.clone());
            self.steps.push(Step { entry: first, id, twins });
        }
        let paragraph = ParagraphStyle { hyphenate: false, ..place.paragraph(Align::Start) };
        self.set_paragraph(segments, &Place { style, ..*place }, paragraph, Some(span));
        for entry in self.list.entries.iter_mut().skip(first + 1) {
            entry.cost = cost::PARTED;
        }
        self.keep(cost::PARTED);
    }

    fn paragraph(&mut self, content: &[Inline<Linked>], place: &Place, opening: Opening, span: Span) {
        let node = self.node(Role::Paragraph, place.parent, Some(span));
        let segments = self.segments(content, place.style, node);
        let first_indent = match opening {
            Opening::Indented if place.align == Align::Justify => {
                self.shop.text().indent.at(place.style.size)
            }
            _ => Pt::ZERO,
        };
        let style = ParagraphStyle { first_indent, ..place.paragraph(place.align) };
        self.set_paragraph(segments, place, style, Some(span));
    }

    /// A line of the tree as a paragraph of its own.
    pub fn line(&mut self, content: &[Inline<Linked>], place: &Place, role: Role, span: Option<Span>) {
        let node = self.node(role, place.parent, span);
        let segments = self.segments(content, place.style, node);
        self.set_paragraph(segments, place, place.paragraph(place.align), span);
    }

    /// Plain words as a paragraph of their own.
    pub fn words(&mut self, words: &str, place: &Place, role: Role) {
        let node = self.node(role, place.parent, None);
        let segments = plain_segments(self, words, place.style, node);
        self.set_paragraph(segments, place, place.paragraph(place.align), None);
    }

    fn list(&mut self, list: &List<Linked>, place: &Place, span: Span) {
        let node = self.node(Role::List, place.parent, Some(span));
        let indent = self.shop.text().list_indent.at(place.style.size);
        let place =
            &if place.depth > 0 && self.is_narrow(place, indent) { place.indented(-indent) } else { *place };
        let inside = Place { depth: place.depth.saturating_add(1), ..place.under(node) };
        for (at, item) in list.items.iter().enumerate() {
            let marker = self.marker(list.start, at, item.task, place.depth);
            self.item(item, &marker, indent, &inside);
        }
    }

    /// Whether so much less would leave too little width for words: what is
    /// nested deeper is then not indented further.
    fn is_narrow(&self, place: &Place, indent: Pt) -> bool {
        place.width - indent < self.shop.design.measure() * LEAST_MEASURE
    }

    fn marker(&self, start: Option<u64>, at: usize, task: Option<bool>, depth: u8) -> String {
        match (task, start) {
            (Some(true), _) => "☑".to_owned(),
            (Some(false), _) => "☐".to_owned(),
            (None, Some(start)) => {
                let number = usize::try_from(start).unwrap_or(usize::MAX).saturating_add(at);
                format!("{}.", folio::number(self.shop.lang, number))
            }
            (None, None) => if depth.is_multiple_of(2) { "•" } else { "–" }.to_owned(),
        }
    }

    fn item(&mut self, item: &ListItem<Linked>, marker: &str, indent: Pt, place: &Place) {
        let node = self.node(Role::ListItem, place.parent, Some(item.span));
        let label = self.node(Role::Label, node, None);
        let body = self.node(Role::ListBody, node, None);
        let first = self.list.entries.len();
        self.blocks(&item.blocks, &place.indented(indent).under(body));
        if self.list.entries.len() == first {
            self.push(VBox { units: place.line, frame: place.frame, ..VBox::default() });
        }
        let color = self.shop.design.palette.turquoise;
        let style = TextStyle { color, bold: false, ..place.style };
        let gap = style.size * 0.35;
        let width = indent - gap;
        let x = place.start(width);
        // A long number hangs out to the start, never into the text.
        let line = self.shop.label(
            &[text_in(marker, style, label)],
            Align::End,
            x,
            width,
            self.shop.text().baseline(place.line),
        );
        if let Some(entry) = self.list.entries.get_mut(first) {
            entry.content.items.extend(line);
        }
    }

    fn quote(&mut self, blocks: &[Block<Linked>], place: &Place, span: Span) {
        let node = self.node(Role::Quote, place.parent, Some(span));
        let indent = self.shop.text().list_indent.at(place.style.size);
        let (kind, bar) = match place.direction {
            Direction::Ltr => (FrameKind::BarLeft, place.x),
            Direction::Rtl => (FrameKind::BarRight, place.x + place.width),
        };
        let frame = Some(Frame { group: self.group(), kind, x: bar, width: Pt(1.4) });
        self.space(1, 0);
        let indent = if self.is_narrow(place, indent) { Pt::ZERO } else { indent };
        self.blocks(blocks, &Place { frame, ..place.indented(indent).under(node) });
        self.space(1, 0);
    }

    /// Source text stays as it is: a line a line, from left to right.
    fn code(&mut self, text: &str, place: &Place, span: Span) {
        let paragraph = self.node(Role::Paragraph, place.parent, Some(span));
        let node = self.node_in(Role::Code, paragraph, Lang::EN);
        let size = self.shop.design.english.small;
        let style = TextStyle { lang: Lang::EN, size, ..self.shop.style(place.style.purpose, size) };
        let kind = FrameKind::Tint;
        let frame = Some(Frame { group: self.group(), kind, x: place.x, width: place.width });
        let inside = Place { frame, style, direction: Direction::Ltr, ..place.inset(Pt(8.0)) };
        self.space(1, 0);
        let count = text.trim_end_matches('\n').split('\n').count();
        for (at, line) in text.trim_end_matches('\n').split('\n').enumerate() {
            if at == 1 || (at > 0 && at + 1 == count) {
                self.keep(cost::WIDOW);
            }
            // No-break spaces keep the indentation, which a paragraph would drop.
            let kept = line.trim_start_matches([' ', '\t']);
            let indent: String =
                line[..line.len() - kept.len()].chars().flat_map(|c| indent_of(c).chars()).collect();
            let segments: Vec<Segment> = vec![text_in(&format!("{indent}{kept}"), style, node)];
            let first = self.list.entries.len();
            self.set_paragraph(segments, &inside, inside.paragraph(Align::Start), Some(span));
            if self.list.entries.len() == first {
                self.push(VBox { units: place.line, frame, ..VBox::default() });
            }
        }
        self.space(1, 0);
    }

    fn definitions(&mut self, definitions: &[Definition<Linked>], place: &Place) {
        let indent = self.shop.text().list_indent.at(place.style.size);
        let node = self.node(Role::List, place.parent, None);
        for definition in definitions {
            let item = self.node(Role::ListItem, node, Some(definition.span));
            let style = TextStyle { bold: true, ..place.style };
            let term = Place { style, align: Align::Start, ..place.under(item) };
            self.line(&definition.term, &term, Role::Label, Some(definition.span));
            self.keep(cost::PARTED);
            let body = self.node(Role::ListBody, item, None);
            for detail in &definition.details {
                self.blocks(detail, &place.indented(indent).under(body));
            }
        }
    }

    fn rule(&mut self, place: &Place) {
        let width = Pt(42.0);
        let middle = self.shop.text().leading * 0.5;
        let area = Rect { x: place.x + (place.width - width) * 0.5, y: middle, width, height: Pt(0.8) };
        let color = self.shop.design.palette.saffron;
        let items = vec![Item { node: None, kind: ItemKind::Rule(area, color) }];
        self.push(VBox { units: super::design::LINE, items, frame: place.frame, ..VBox::default() });
    }
}

fn indent_of(character: char) -> &'static str {
    if character == '\t' { "\u{a0}\u{a0}\u{a0}\u{a0}" } else { "\u{a0}" }
}
