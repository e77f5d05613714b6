//! Sets the pages of one section: puts its boxes where the plan says.
//!
//! In: a section with its vertical list filled. Out: pages whose items count
//! x from the left edge of the text block and y from the top of the page;
//! margins, running heads and folios are added by `assemble`, which knows the
//! page's number. Notes stand at the foot, their last line on the last line
//! of the grid, numbered afresh on each page.

use std::collections::BTreeMap;

use super::border;
use super::frame::{Item, ItemKind, OutlineItem, Rect, Structure};
use super::notes::{Numbers, Renumber, number_label};
use super::pagebreak::{NOTE_GAP, PagePlan, Spreads, break_pages, calls_of};
use super::section::{ListedFigure, Section};
use super::vlist::{Frame, VBox};
use crate::diag::Diagnostic;
use crate::locale::Direction;
use crate::units::Pt;

/// A section with its pages, without page numbers.
#[derive(Clone)]
pub struct SetSection {
    pub slug: String,
    /// For running heads and the table of contents; empty if it has neither.
    pub title: String,
    pub opens_on: Opening,
    pub furniture: Furniture,
    pub pages: Vec<Vec<Item>>,
    /// What runs to the edges of the first page, in the page's own coordinates.
    pub banner: Option<Item>,
    pub structure: Structure,
    pub anchors: Vec<Anchor>,
    pub outline: Vec<OutlineItem>,
    pub figures: Vec<ListedFigure>,
    pub found: Vec<Diagnostic>,
}

impl SetSection {
    /// A section with nothing in it.
    pub fn empty() -> SetSection {
        SetSection {
            slug: String::new(),
            title: String::new(),
            opens_on: Opening::Next,
            furniture: Furniture::None,
            pages: Vec::new(),
            banner: None,
            structure: Structure::default(),
            anchors: Vec::new(),
            outline: Vec::new(),
            figures: Vec::new(),
            found: Vec::new(),
        }
    }
}

/// Which page a section may begin on.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Opening {
    Recto,
    Next,
}

/// What stands round the text.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Furniture {
    /// Folio on all pages, running heads on all but the first.
    Full,
    /// Title pages have neither.
    None,
}

/// A destination: its name, the page in the section from 0, the y on it.
#[derive(Debug, Clone, PartialEq)]
pub struct Anchor {
    /// A place's name in its language.
    pub name: Box<str>,
    pub page: usize,
    pub y: Pt,
}

/// Breaks a section into pages and sets them.
pub fn compose(section: Section, title: &str, opens_on: Opening, furniture: Furniture) -> SetSection {
    let spreads = if opens_on == Opening::Recto { Spreads::FromRecto } else { Spreads::None };
    let plans = break_pages(&section.list, section.shop.text().page_units(), spreads);
    set_plans(section, plans, title, opens_on, furniture)
}

/// Sets a section on pages that were planned.
pub fn set_plans(
    mut section: Section,
    plans: Vec<PagePlan>,
    title: &str,
    opens_on: Opening,
    furniture: Furniture,
) -> SetSection {
    let calls = calls_of(&section.list);
    let numbers: Vec<BTreeMap<usize, usize>> = plans.iter().map(|plan| note_numbers(plan, &calls)).collect();
    set_wide_numbers(&mut section, &plans, &numbers);
    let mut pages = Vec::with_capacity(plans.len());
    let mut anchors = Vec::new();
    let mut heads_seen = Vec::new();
    let entries = std::mem::take(&mut section.list.entries);
    let mut contents: Vec<Option<VBox>> = entries.into_iter().map(|entry| Some(entry.content)).collect();
    let renumber = Renumber::new(&section);
    let mut carried = BTreeMap::new();
    for (number, (plan, numbers)) in plans.iter().zip(&numbers).enumerate() {
        let mut page = PageSetter::new(&section, &renumber, numbers, number, &mut anchors);
        for placed in &plan.placed {
            let Some(content) = contents.get_mut(placed.entry).and_then(Option::take) else { continue };
            page.y += placed.above;
            if placed.with_head {
                page.set_head(&content, &mut heads_seen);
            }
            page.set(content);
        }
        page.close_frame();
        page.set_notes(plan, &carried);
        pages.push(page.finish());
        carried.extend(numbers.iter().map(|(note, number)| (*note, *number)));
    }
    drop(renumber);
    section.keep_galley();
    SetSection {
        slug: section.slug,
        title: title.to_owned(),
        opens_on,
        furniture,
        pages,
        banner: section.banner,
        structure: section.structure,
        anchors,
        outline: section.outline,
        figures: section.figures,
        found: section.found,
    }
}

/// The numbers of the notes that are called on a page, in the order of the calls.
fn note_numbers(plan: &PagePlan, calls: &[Vec<usize>]) -> BTreeMap<usize, usize> {
    let mut numbers = BTreeMap::new();
    for note in plan.placed.iter().filter_map(|placed| calls.get(placed.entry)).flatten() {
        let next = numbers.len() + 1;
        numbers.entry(*note).or_insert(next);
    }
    numbers
}

/// Lays out again the paragraphs in which a number is not as wide as the digit
/// that stands for it.
fn set_wide_numbers(section: &mut Section, plans: &[PagePlan], numbers: &[BTreeMap<usize, usize>]) {
    if section.marked.is_empty() {
        return;
    }
    let mut lines: BTreeMap<usize, Vec<(usize, usize)>> = BTreeMap::new();
    let mut by_node = Numbers::new();
    let mut wide: Vec<usize> = Vec::new();
    let renumber = Renumber::new(section);
    for (plan, numbers) in plans.iter().zip(numbers) {
        for placed in &plan.placed {
            let Some(entry) = section.list.entries.get(placed.entry) else { continue };
            let Some((paragraph, line)) = entry.content.line_of else { continue };
            lines.entry(paragraph).or_default().push((line, placed.entry));
            for (node, note) in renumber.marks_in(&entry.content.items) {
                let Some(&number) = section.set_note_of(note).and_then(|set| numbers.get(&set)) else {
                    continue;
                };
                by_node.insert(node, number);
                if !renumber.is_plain(node, number) {
                    wide.push(paragraph);
                }
            }
        }
    }
    wide.dedup();
    for paragraph in wide {
        let (Some(again), Some(marked)) =
            (section.laid_out_again(paragraph, &by_node), section.marked.get(paragraph))
        else {
            continue;
        };
        let (x, baseline) = (marked.x, section.shop.text().baseline(marked.line));
        for (number, line) in again.into_iter().enumerate() {
            let places = lines.get(&paragraph).map_or(&[][..], Vec::as_slice);
            let Some((_, entry)) = places.iter().find(|(line, _)| *line == number) else { continue };
            let items = section.line_items(line, x, baseline);
            if let Some(entry) = section.list.entries.get_mut(*entry) {
                entry.content.items = items;
            }
        }
    }
}

/// One page in the making; `y` counts grid units from the top of the text block.
struct PageSetter<'p, 'a> {
    section: &'p Section<'a>,
    renumber: &'p Renumber<'p, 'a>,
    numbers: &'p BTreeMap<usize, usize>,
    number: usize,
    anchors: &'p mut Vec<Anchor>,
    y: u32,
    under: Vec<Item>,
    items: Vec<Item>,
    frame: Option<OpenFrame>,
}

/// A frame whose end is not yet reached.
struct OpenFrame {
    frame: Frame,
    top: Pt,
    bottom: Pt,
}

impl<'p, 'a> PageSetter<'p, 'a> {
    fn new(
        section: &'p Section<'a>,
        renumber: &'p Renumber<'p, 'a>,
        numbers: &'p BTreeMap<usize, usize>,
        number: usize,
        anchors: &'p mut Vec<Anchor>,
    ) -> PageSetter<'p, 'a> {
        PageSetter {
            section,
            renumber,
            numbers,
            number,
            anchors,
            y: 0,
            under: vec![],
            items: vec![],
            frame: None,
        }
    }

    fn top(&self) -> Pt {
        let design = self.section.shop.text();
        design.top() + design.height(self.y)
    }

    fn set(&mut self, content: VBox) {
        let top = self.top();
        self.extend_frame(&content, top);
        let (page, anchors) = (self.number, content.anchors);
        self.anchors.extend(anchors.into_iter().map(|name| Anchor { name, page, y: top }));
        let mut items = content.items;
        if !content.calls.is_empty() {
            self.put_numbers(&mut items);
        }
        items.iter_mut().for_each(|item| item.shift(Pt::ZERO, top));
        self.items.append(&mut items);
        self.y += content.units;
    }

    fn put_numbers(&self, items: &mut [Item]) {
        let numbers: Numbers = self
            .renumber
            .marks_in(items)
            .filter_map(|(node, note)| Some((node, *self.numbers.get(&self.section.set_note_of(note)?)?)))
            .collect();
        self.renumber.put(items, &numbers);
    }

    /// The head of a table: text where it stands first, furniture where it is
    /// repeated.
    fn set_head(&mut self, content: &VBox, seen: &mut Vec<usize>) {
        let Some(head) = content.head else { return };
        let first = !seen.contains(&head);
        seen.push(head);
        let boxes = self.section.list.heads.get(head).cloned().unwrap_or_default();
        for mut part in boxes {
            if !first {
                self.make_furniture(&mut part);
            }
            // The calls of the head are the first row's: the numbers are known.
            part.calls = content.calls.clone();
            self.set(part);
        }
    }

    fn make_furniture(&self, content: &mut VBox) {
        content.anchors.clear();
        let marks: Vec<_> = self.renumber.marks_in(&content.items).map(|(node, _)| node).collect();
        for item in &mut content.items {
            item.node = None;
            if let ItemKind::Text(line) = &mut item.kind {
                line.runs.retain(|run| run.node.is_none_or(|node| !marks.contains(&node)));
                line.runs.iter_mut().for_each(|run| run.node = None);
            }
        }
        content.items.retain(|item| !matches!(item.kind, ItemKind::Link { .. }));
    }

    fn extend_frame(&mut self, content: &VBox, top: Pt) {
        let design = self.section.shop.text();
        let bottom = top + design.height(content.units);
        let pad = border::pad(content, design);
        match (&mut self.frame, content.frame) {
            (Some(open), Some(frame)) if open.frame.group == frame.group => open.bottom = bottom - pad,
            (_, next) => {
                self.close_frame();
                self.frame = next.map(|frame| OpenFrame { frame, top: top + pad, bottom });
            }
        }
    }

    fn close_frame(&mut self) {
        let Some(open) = self.frame.take() else { return };
        let palette = &self.section.shop.design.palette;
        self.under.extend(border::draw(&open.frame, open.top, open.bottom, palette));
    }

    /// The notes of the page at its foot, under a short rule at the start side.
    fn set_notes(&mut self, plan: &PagePlan, carried: &BTreeMap<usize, usize>) {
        if plan.notes.is_empty() {
            return;
        }
        let shop = self.section.shop;
        let design = shop.text();
        let parts = plan.notes.iter().filter_map(|part| {
            let set = self.section.list.notes.get(part.note)?;
            Some((part, set, set.boxes.get(part.lines.clone())?))
        });
        let parts: Vec<_> = parts.collect();
        let units: u32 = parts.iter().flat_map(|(.., boxes)| boxes.iter()).map(|line| line.units).sum();
        self.y = design.page_units().saturating_sub(units);
        let width = shop.design.measure() * 0.22;
        let x = match shop.lang.direction() {
            Direction::Ltr => Pt::ZERO,
            Direction::Rtl => shop.design.measure() - width,
        };
        let y = self.top() - design.height(NOTE_GAP) * 0.4;
        let area = Rect { x, y, width, height: Pt(0.5) };
        self.items.push(Item { node: None, kind: ItemKind::Rule(area, shop.design.palette.muted) });
        for (part, set, boxes) in parts {
            if part.lines.start == 0 {
                let numbers = if part.carried { carried } else { self.numbers };
                let number = numbers.get(&part.note).copied().unwrap_or(1);
                let first = boxes.first().map_or(0, |line| line.units);
                let down = self.top() + design.height(first) - design.height(super::design::NOTE_LINE);
                if let Some(mut label) = number_label(&shop, set.script, number, set.label) {
                    label.shift(Pt::ZERO, down);
                    self.items.push(label);
                }
            }
            for content in boxes {
                self.set(content.clone());
            }
            self.close_frame();
        }
    }

    fn finish(self) -> Vec<Item> {
        let mut items = self.under;
        items.extend(self.items);
        items
    }
}
