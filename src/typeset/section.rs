//! One section of the book while it is being set: a chapter in a language, a
//! page of front matter, the index.
//!
//! Keeps what all blocks share: the vertical list that grows, the structure
//! tree, links, marks and footnotes. Sections know nothing of each other or
//! of page numbers, so that chapters are set in parallel; `assemble` puts
//! them in order. Turns lines of a paragraph into boxes on the grid; what is
//! written in the lines is left to `segments`, `blocks` and their neighbours.

use std::collections::BTreeMap;
use std::rc::Rc;

use super::border;
use super::design::{LINE, NOTE_LINE};
use super::figure::stack;
use super::frame::{
    Item, ItemKind, LinkTarget, Node, NodeId, OutlineItem, Rect, Role, Structure, place_name,
};
use super::galley::Galley;
use super::paragraph::{Align, Line, LinkId, MarkId, ParagraphStyle, Segment, TextStyle, missing_glyphs};
use super::shop::{Shop, text_item};
use super::vlist::{Entry, EntryKind, Frame, Glue, SetNote, VBox, VList, cost, units_of};
use crate::config::Kashida;
use crate::diag::{Diagnostic, Place as Where};
use crate::doc::{Block, Linked, Note};
use crate::fonts::Purpose;
use crate::locale::{Direction, Lang};
use crate::message;
use crate::message::{Message, Value};
use crate::source::Span;
use crate::units::Pt;

/// Word spaces over natural past which a line is worth an editor's look.
const VERY_LOOSE: f64 = 2.0;

/// A mark in the text by [`MarkId`].
#[derive(Debug, Clone)]
pub enum Mark {
    Note(usize),
    Anchor(Box<str>),
}

/// Where blocks are set, and how.
#[derive(Debug, Clone, Copy)]
pub struct Place {
    /// From the left edge of the text block.
    pub x: Pt,
    pub width: Pt,
    pub parent: NodeId,
    pub style: TextStyle,
    /// The height of a line, in grid units.
    pub line: u32,
    pub align: Align,
    pub direction: Direction,
    /// How many lists it stands in.
    pub depth: u8,
    pub frame: Option<Frame>,
    /// Where its justified lines may lengthen letters.
    pub kashida: Kashida,
}

impl Place {
    /// The same place, narrower at the start side.
    pub fn indented(self, by: Pt) -> Place {
        let width = (self.width - by).max(Pt(1.0));
        let x = if self.direction == Direction::Ltr { self.x + by } else { self.x };
        Place { x, width, ..self }
    }

    /// The same place, narrower at both sides.
    pub fn inset(self, by: Pt) -> Place {
        Place { x: self.x + by, width: (self.width - by * 2.0).max(Pt(1.0)), ..self }
    }

    /// The x of a column of `width` at the start edge.
    pub fn start(self, width: Pt) -> Pt {
        if self.direction == Direction::Ltr { self.x } else { self.x + self.width - width }
    }

    pub fn paragraph(&self, align: Align) -> ParagraphStyle {
        ParagraphStyle {
            lang: self.style.lang,
            base: self.direction,
            align,
            measure: self.width,
            first_indent: Pt::ZERO,
            hyphenate: self.style.lang.direction() == Direction::Ltr && align == Align::Justify,
            kashida: self.kashida,
        }
    }

    pub fn under(self, parent: NodeId) -> Place {
        Place { parent, ..self }
    }
}

/// A paragraph whose footnote marks get their numbers after page breaking.
#[derive(Debug)]
pub struct MarkedParagraph {
    pub segments: Vec<Segment>,
    pub style: ParagraphStyle,
    pub x: Pt,
    pub line: u32,
}

/// A footnote's mark in the text.
#[derive(Debug, Clone, Copy)]
pub struct NoteMark {
    pub node: NodeId,
    pub note: usize,
    pub style: TextStyle,
}

/// The beginning of a section of a chapter.
#[derive(Debug, Clone, PartialEq)]
pub struct Step {
    pub entry: usize,
    pub id: Box<str>,
    /// The same heading in other languages.
    pub twins: BTreeMap<Lang, Box<str>>,
}

/// A map or figure as the lists in the front matter name it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ListedFigure {
    pub kind: ListedKind,
    /// Its caption; empty if it has none.
    pub words: String,
    /// Its destination.
    pub place: String,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum ListedKind {
    Map,
    Figure,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum NoteState {
    Untouched,
    Set(usize),
    /// Being set: a note that calls itself has no second copy.
    InHand,
}

pub struct Section<'a> {
    pub shop: Shop<'a>,
    /// The chapter's slug, which its destinations begin with.
    pub slug: String,
    pub structure: Structure,
    pub root: NodeId,
    pub list: VList,
    pub marks: Vec<Mark>,
    pub links: Vec<(LinkTarget, NodeId)>,
    pub note_marks: Vec<NoteMark>,
    pub marked: Vec<MarkedParagraph>,
    /// Headings for the outline, in order.
    pub outline: Vec<OutlineItem>,
    pub figures: Vec<ListedFigure>,
    /// What runs to the edges of the first page, in the page's own coordinates.
    pub banner: Option<Item>,
    /// Where sections begin that other languages have as well: the entry and
    /// the heading's ids by language.
    pub steps: Vec<Step>,
    /// The level of the last heading: 1, the title's, until there is another.
    pub level: u8,
    pub found: Vec<Diagnostic>,
    pub(super) sources: &'a [Note<Linked>],
    pub(super) note_states: Vec<NoteState>,
    galley: Rc<Galley<'a>>,
    gap: Glue,
    keep: u32,
    anchors: Vec<Box<str>>,
    groups: u32,
}

impl<'a> Section<'a> {
    pub fn new(shop: Shop<'a>, slug: &str, notes: &'a [Note<Linked>]) -> Section<'a> {
        let galley = Galley::open(&shop.furnishing.cache, shop.shaper, shop.lang, slug);
        Section::with(shop, slug, notes, Rc::new(galley))
    }

    /// One without content beside this one, to see how much room something takes.
    pub fn trial(&self) -> Section<'a> {
        Section::with(self.shop, &self.slug, &[], Rc::clone(&self.galley))
    }

    fn with(shop: Shop<'a>, slug: &str, notes: &'a [Note<Linked>], galley: Rc<Galley<'a>>) -> Section<'a> {
        let mut structure = Structure::default();
        let root = structure.add(Node::new(Role::Sect, None));
        Section {
            shop,
            slug: slug.to_owned(),
            structure,
            root,
            list: VList::default(),
            marks: Vec::new(),
            links: Vec::new(),
            note_marks: Vec::new(),
            marked: Vec::new(),
            outline: Vec::new(),
            figures: Vec::new(),
            banner: None,
            steps: Vec::new(),
            level: 1,
            found: Vec::new(),
            sources: notes,
            note_states: vec![NoteState::Untouched; notes.len()],
            galley,
            gap: Glue::default(),
            keep: cost::NONE,
            anchors: Vec::new(),
            groups: 0,
        }
    }

    /// The text block as a place for blocks.
    pub fn whole(&self) -> Place {
        Place {
            x: Pt::ZERO,
            width: self.shop.design.measure(),
            parent: self.root,
            style: self.shop.style(Purpose::Text, self.shop.text().body),
            line: LINE,
            align: Align::Justify,
            direction: self.direction(),
            depth: 0,
            frame: None,
            kashida: self.shop.design.kashida,
        }
    }

    pub fn direction(&self) -> Direction {
        self.shop.lang.direction()
    }

    pub fn node(&mut self, role: Role, parent: NodeId, span: Option<Span>) -> NodeId {
        self.structure.add(Node { span, ..Node::new(role, Some(parent)) })
    }

    pub fn node_in(&mut self, role: Role, parent: NodeId, lang: Lang) -> NodeId {
        self.structure.add(Node { lang: Some(lang), ..Node::new(role, Some(parent)) })
    }

    pub fn figure_node(&mut self, parent: NodeId, alt: &str, span: Option<Span>) -> NodeId {
        let alt = Some(alt.to_owned());
        self.structure.add(Node { alt, span, ..Node::new(Role::Figure, Some(parent)) })
    }

    /// A number for a frame that no other frame of the section has.
    pub fn group(&mut self) -> u32 {
        self.groups += 1;
        self.groups
    }

    /// At least so many lines of space before what comes next.
    pub fn space(&mut self, lines: u32, stretch: u32) {
        self.gap.units = self.gap.units.max(lines * LINE);
        self.gap.stretch = self.gap.stretch.max(stretch * LINE);
    }

    /// The space that waits for what comes next, in units.
    pub fn open_space(&self) -> u32 {
        self.gap.units
    }

    /// Makes a page break before what comes next cost at least so much.
    pub fn keep(&mut self, cost: u32) {
        self.keep = self.keep.max(cost);
    }

    /// A destination at the head of what comes next.
    pub fn anchor(&mut self, id: &str) {
        let name = place_name(&self.slug, Some(id));
        self.anchors.push(name.into());
    }

    pub fn anchor_slug(&mut self) {
        self.anchors.push(self.slug.as_str().into());
    }

    pub fn push(&mut self, content: VBox) {
        self.push_as(EntryKind::Flow, content);
    }

    pub fn push_as(&mut self, kind: EntryKind, mut content: VBox) {
        content.anchors.append(&mut self.anchors);
        let mut glue = std::mem::take(&mut self.gap);
        let cost = std::mem::take(&mut self.keep);
        if cost >= cost::PARTED {
            // What belongs together is not pulled apart to fill a page.
            glue.stretch = 0;
        }
        self.list.entries.push(Entry { glue, cost, kind, content });
    }

    /// Runs `set` on a list of its own and gives back what it made.
    pub fn gather(&mut self, set: impl FnOnce(&mut Section<'a>)) -> Vec<Entry> {
        let entries = std::mem::take(&mut self.list.entries);
        let (gap, keep) = (std::mem::take(&mut self.gap), std::mem::take(&mut self.keep));
        let anchors = std::mem::take(&mut self.anchors);
        set(self);
        let made = std::mem::replace(&mut self.list.entries, entries);
        (self.gap, self.keep, self.anchors) = (gap, keep, anchors);
        made
    }

    /// The boxes that `set` makes, with the space between them as empty boxes.
    pub fn apart(&mut self, set: impl FnOnce(&mut Section<'a>)) -> Vec<VBox> {
        let made = self.gather(set);
        self.boxes_of(made)
    }

    fn boxes_of(&self, entries: Vec<Entry>) -> Vec<VBox> {
        let mut boxes = Vec::new();
        let mut head = None;
        for (at, entry) in entries.into_iter().enumerate() {
            if at > 0 && entry.glue.units > 0 {
                boxes.push(VBox { units: entry.glue.units, frame: entry.content.frame, ..VBox::default() });
            }
            if entry.content.head != head {
                head = entry.content.head;
                let rows = head.and_then(|head| self.list.heads.get(head));
                boxes.extend(rows.into_iter().flatten().cloned());
            }
            boxes.push(VBox { head: None, ..entry.content });
        }
        boxes
    }

    /// Sets what should stay in one piece: one box if a page holds it, else
    /// lines that may break, though dearly.
    pub fn set_together(&mut self, kind: EntryKind, set: impl FnOnce(&mut Section<'a>)) {
        let made = self.gather(set);
        let units = units_of(&made);
        let design = self.shop.text();
        self.space(1, 1);
        if units * 8 > design.page_units() * 7 {
            for (at, entry) in made.into_iter().enumerate() {
                self.space(entry.glue.units / LINE, entry.glue.stretch / LINE);
                self.keep(entry.cost.max(if at > 0 { cost::LOOSE } else { cost::NONE }));
                self.push_as(entry.kind, entry.content);
            }
            self.space(1, 1);
            return;
        }
        let boxes = self.boxes_of(made);
        let frame = boxes.iter().find_map(|part| part.frame);
        let ends =
            [boxes.first(), boxes.last()].map(|part| part.map_or(Pt::ZERO, |part| border::pad(part, design)));
        let mut whole = stack(boxes, design.unit());
        if let Some(frame) = frame {
            let bottom = design.height(whole.units) - ends[1];
            let border = border::draw(&frame, ends[0], bottom, &self.shop.design.palette);
            whole.items.splice(0..0, border);
        }
        self.push_as(kind, whole);
        if kind == EntryKind::Flow {
            self.space(1, 1);
        }
    }

    /// Remembers its set paragraphs for the next build.
    pub fn keep_galley(&self) {
        self.galley.keep();
    }

    /// The lines of a paragraph as they are, for those who measure it.
    pub fn lay_out(&self, segments: &[Segment], style: &ParagraphStyle) -> Vec<Line> {
        self.galley.lay_out(segments, style)
    }

    /// The lines of a paragraph; reports one that no break could fit.
    pub fn lines(&mut self, segments: &[Segment], style: &ParagraphStyle, span: Option<Span>) -> Vec<Line> {
        let lines = self.lay_out(segments, style);
        for (_, character) in missing_glyphs(&lines) {
            let code_point = format!("U+{:04X}", u32::from(character));
            let message = message!("font-missing-character", code_point = code_point);
            let place = span.map_or_else(|| Where::File(self.slug.clone()), Where::Span);
            let help = message!("font-missing-character.help");
            self.found.push(Diagnostic::error("font.missing-character", place, message).with_help(help));
        }
        let excess = lines.iter().fold(Pt::ZERO, |most, line| most.max(line.excess));
        if excess > Pt(2.0) {
            let message = message!("page-overfull-line", points = excess.0.round() as i64);
            self.warn("page.overfull-line", span, message);
        }
        self.note_looseness(&lines, span);
        lines
    }

    /// Notes a paragraph's loosest line if its spaces are wide beyond all means:
    /// an editor may find other words, a book may be printed as it is.
    fn note_looseness(&mut self, lines: &[Line], span: Option<Span>) {
        let stretched = lines.iter().filter_map(|line| Some((line.stretch?, line)));
        let Some((stretch, line)) = stretched.max_by(|a, b| a.0.total_cmp(&b.0)) else { return };
        if stretch > VERY_LOOSE {
            let times = Value::Tenths((stretch * 10.0).round() as i64);
            let message = message!("page-loose-line", words = line.words(), times = times);
            let place = span.map_or_else(|| Where::File(self.slug.clone()), Where::Span);
            let note = Diagnostic::note("page.loose-line", place, message);
            self.found.push(note.with_help(message!("page-loose-line.help")));
        }
    }

    pub fn warn(&mut self, code: &'static str, span: Option<Span>, message: Message) {
        let place = span.map_or_else(|| Where::File(self.slug.clone()), Where::Span);
        self.found.push(Diagnostic::warning(code, place, message));
    }

    pub fn warn_with(&mut self, code: &'static str, span: Option<Span>, message: Message, help: Message) {
        let place = span.map_or_else(|| Where::File(self.slug.clone()), Where::Span);
        self.found.push(Diagnostic::warning(code, place, message).with_help(help));
    }

    /// Sets a paragraph: a box a line, with the costs of widows and orphans.
    pub fn set_paragraph(
        &mut self,
        segments: Vec<Segment>,
        place: &Place,
        style: ParagraphStyle,
        span: Option<Span>,
    ) {
        let first_note = self.note_marks_in(&segments);
        let lines = self.lines(&segments, &style, span);
        let count = lines.len();
        let marked = first_note.then_some(self.marked.len());
        let mut divided = false;
        for (at, line) in lines.into_iter().enumerate() {
            if at == 1 || (at > 0 && at + 1 == count) {
                self.keep(cost::WIDOW);
            }
            if std::mem::replace(&mut divided, line.hyphenated) {
                self.keep(cost::HYPHEN);
            }
            let mut content = self.line_box(line, place.x, place.line);
            content.frame = place.frame;
            content.line_of = marked.map(|paragraph| (paragraph, at));
            self.push(content);
        }
        if marked.is_some() {
            self.marked.push(MarkedParagraph { segments, style, x: place.x, line: place.line });
        }
    }

    fn note_marks_in(&self, segments: &[Segment]) -> bool {
        segments.iter().any(|segment| match segment {
            Segment::Mark(mark) => matches!(self.marks.get(mark.0 as usize), Some(Mark::Note(_))),
            _ => false,
        })
    }

    /// One line of a paragraph as a box of so many units.
    pub fn line_box(&mut self, line: Line, x: Pt, units: u32) -> VBox {
        let mut content = VBox { units, ..VBox::default() };
        for mark in &line.marks {
            match self.marks.get(mark.0 as usize).cloned() {
                Some(Mark::Note(note)) => content.calls.extend(self.set_note(note)),
                Some(Mark::Anchor(name)) => content.anchors.push(name),
                None => {}
            }
        }
        content.items = self.line_items(line, x, self.shop.text().baseline(units));
        content
    }

    /// The items of a line: its text, pictures and links.
    pub fn line_items(&self, line: Line, x: Pt, baseline: Pt) -> Vec<Item> {
        let mut items = Vec::new();
        for link in &line.links {
            let Some((target, node)) = self.links.get(link.link.0 as usize) else { continue };
            let area = Rect {
                x: x + link.x,
                y: baseline - line.ascent,
                width: link.width,
                height: line.ascent + line.descent,
            };
            items.push(Item { node: Some(*node), kind: ItemKind::Link { area, target: target.clone() } });
        }
        for picture in &line.pictures {
            let area = Rect {
                x: x + picture.x,
                y: baseline - picture.height,
                width: picture.width,
                height: picture.height,
            };
            // Without words there is no line to stand in.
            let order = (!line.runs.is_empty()).then_some(picture.order);
            items.push(Item {
                node: picture.node,
                kind: ItemKind::Picture { area, picture: picture.picture, order },
            });
        }
        let pictures = line.pictures.iter().map(|picture| picture.order).collect();
        items.extend(text_item(line.runs, x, baseline).map(|item| item.with_pictures(pictures)));
        items
    }

    pub fn mark(&mut self, mark: Mark) -> MarkId {
        let id = MarkId(u32::try_from(self.marks.len()).unwrap_or(u32::MAX));
        self.marks.push(mark);
        id
    }

    pub fn link(&mut self, target: LinkTarget, node: NodeId) -> LinkId {
        let id = LinkId(u32::try_from(self.links.len()).unwrap_or(u32::MAX));
        self.links.push((target, node));
        id
    }

    /// The place of a footnote in the list, set at its first call.
    fn set_note(&mut self, note: usize) -> Option<usize> {
        let sources = self.sources;
        let source = sources.get(note)?;
        match self.note_states.get(note)? {
            NoteState::Set(set) => return Some(*set),
            NoteState::InHand => return None,
            NoteState::Untouched => self.note_states[note] = NoteState::InHand,
        }
        let set = self.make_note(&source.blocks, source.span);
        let at = self.list.notes.len();
        self.list.notes.push(set);
        self.note_states[note] = NoteState::Set(at);
        Some(at)
    }

    /// Where a footnote of the document stands in the list.
    pub fn set_note_of(&self, note: usize) -> Option<usize> {
        match self.note_states.get(note)? {
            NoteState::Set(set) => Some(*set),
            NoteState::Untouched | NoteState::InHand => None,
        }
    }

    fn make_note(&mut self, blocks: &[Block<Linked>], span: Span) -> SetNote {
        let node = self.node(Role::Note, self.root, Some(span));
        let label = self.node(Role::Label, node, None);
        let script = super::notes::script_of(blocks, self.shop.lang);
        let place = super::notes::body_place(self, script, node);
        let boxes = self.apart(|section| section.blocks(blocks, &place));
        let calls = boxes.iter().flat_map(|line| line.calls.iter().copied()).collect();
        let boxes = if boxes.is_empty() { vec![VBox { units: NOTE_LINE, ..VBox::default() }] } else { boxes };
        SetNote { label, script, boxes, calls }
    }
}
