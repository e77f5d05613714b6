//! Cuts a vertical list into pages with the least total cost.
//!
//! In: boxes, glue and costs from `vlist`, and the height of a page. Out: one
//! plan a page, which names every entry and every line of every note.
//! A dynamic programme over the places where a page may end (Plass 1981,
//! "Optimal pagination"): a state is the next entry, the first picture that
//! still waits for the head of a page, and what is left of a note that was
//! split, and how many lines the page that faces the next one is short of.
//! From each state only one page is looked at, so the time grows with the
//! length of the list. Pure: reads neither fonts nor text. Every state has a
//! page that moves on, so nothing is lost and every list ends.

use std::collections::BTreeMap;
use std::ops::Range;

use rustc_hash::FxHashMap;

use super::design::LINE;
use super::vlist::{EntryKind, VList, cost};

/// Space between text and notes, with the rule in it.
pub const NOTE_GAP: u32 = LINE;
/// How many lines stretchable glue may add to a page.
const MOST_STRETCH: u32 = 3;
const SHORT_LINE: u64 = 30;
const STRETCHED_LINE: u64 = 6;
const PAGE: u64 = 20;
const DEFERRED_PICTURE: u64 = 60;
const SPLIT_NOTE: u64 = 5_000;
const SHORT_END: u64 = 100;
const SHORT_END_LINES: u32 = 4;
/// For each line, squared, by which facing pages end at different heights.
const UNEVEN: u64 = 150;
/// Pages that are shorter than this are as good as one another.
const MOST_SHORT: u32 = 5;

/// Where the list begins on its first page, and what the pages face.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Start {
    /// Units of text that stand on the page already.
    pub used: u32,
    /// The same of notes, with the gap above them.
    pub notes: u32,
    pub spreads: Spreads,
}

/// Whether pages 2 and 3, 4 and 5 ... of a list face each other.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Spreads {
    /// It opens on a recto.
    FromRecto,
    /// What faces what is not known, or is of another list.
    #[default]
    None,
}

/// What stands on one page.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct PagePlan {
    pub placed: Vec<Placed>,
    pub notes: Vec<NotePart>,
}

/// One entry and the units above it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Placed {
    pub entry: usize,
    pub above: u32,
    /// Whether the head of its table goes before it.
    pub with_head: bool,
}

#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NotePart {
    pub note: usize,
    /// Of [`super::vlist::SetNote::boxes`].
    pub lines: Range<usize>,
    /// Whether it was called on an earlier page.
    pub carried: bool,
}

/// Where a page begins. The order of keys is the order of progress.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
struct Key {
    next: usize,
    /// The first picture that waits, or [`NONE`].
    pending: usize,
    /// The entry, the call in it and the line where a split note goes on.
    carry: (usize, usize, usize),
    facing: Facing,
}

/// What the page that begins here will face.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
enum Facing {
    /// Nothing that is known.
    Nothing,
    /// A recto that is still to come.
    Recto,
    /// A verso that is so many lines short.
    Verso(u32),
}

const NONE: usize = usize::MAX;
const NO_CARRY: (usize, usize, usize) = (NONE, 0, 0);

/// Cuts `list` into pages of `page_units`; no pages for an empty list.
pub fn break_pages(list: &VList, page_units: u32, spreads: Spreads) -> Vec<PagePlan> {
    break_part(list, 0..list.entries.len(), page_units, Start { spreads, ..Start::default() })
}

/// Cuts the entries of `part` into pages, of which the first may have
/// something on it; its plan is empty if it has no room for more.
pub fn break_part(list: &VList, part: Range<usize>, page_units: u32, start: Start) -> Vec<PagePlan> {
    let breaker = Breaker {
        list,
        end: part.end,
        page: page_units.max(1),
        calls: calls_of(list),
        start: Key { next: part.start, pending: NONE, carry: NO_CARRY, facing: Facing::Nothing },
        first: start,
    };
    if !breaker.has_room() {
        let rest = break_part(list, part, page_units, Start { spreads: start.spreads, ..Start::default() });
        return std::iter::once(PagePlan::default()).chain(rest).collect();
    }
    let start = breaker.start;
    let end = Key { next: part.end, ..start };
    let mut open: BTreeMap<Key, (u64, Key)> = BTreeMap::from([(start, (0, start))]);
    let mut closed: FxHashMap<Key, Key> = FxHashMap::default();
    while let Some((key, (cost, from))) = open.pop_first() {
        closed.insert(key, from);
        if key == end {
            break;
        }
        breaker.fill(key, |_, to, page_cost, _| {
            let total = cost + page_cost;
            open.entry(to).and_modify(|best| *best = (total, key).min(*best)).or_insert((total, key));
        });
    }
    let mut pages = Vec::new();
    let mut key = end;
    while key != start {
        let Some(&from) = closed.get(&key) else { break };
        pages.push(breaker.plan(from, key));
        key = from;
    }
    pages.reverse();
    pages
}

struct Breaker<'a> {
    list: &'a VList,
    /// The entry where it ends.
    end: usize,
    page: u32,
    start: Key,
    first: Start,
    /// For each entry the notes it calls, with those that they call.
    calls: Vec<Vec<usize>>,
}

/// A page while it is being filled.
struct Draft {
    plan: PagePlan,
    used: u32,
    note_units: u32,
    stretch: u32,
    cost: u64,
    facing: Facing,
    /// Whether nothing stands on the page, not even of another list.
    fresh: bool,
}

impl Breaker<'_> {
    fn draft(&self, key: Key) -> Draft {
        let first = if key == self.start { self.first } else { Start::default() };
        Draft {
            plan: PagePlan::default(),
            used: first.used,
            note_units: first.notes,
            stretch: 0,
            cost: 0,
            facing: key.facing,
            fresh: first.used + first.notes == 0,
        }
    }

    /// Whether the first page has room for the first entry.
    fn has_room(&self) -> bool {
        let first = self.list.entries.get(self.start.next).filter(|_| self.start.next < self.end);
        let floats = first.is_none_or(|entry| entry.kind == EntryKind::Float);
        floats || self.fits(&self.draft(self.start), self.start.next)
    }

    /// Offers every page that can begin at `key`: `offer(page, next key, cost,
    /// lines by which it is stretched)`.
    fn fill(&self, key: Key, mut offer: impl FnMut(&Draft, Key, u64, u32)) {
        let mut draft = self.draft(key);
        let mut at = Key { carry: NO_CARRY, facing: Facing::Nothing, ..key };
        if let Some(rest) = self.take_carry(key.carry, &mut draft) {
            at.carry = rest;
            at.facing = self.next_facing(&draft, key == self.start, 0);
            offer(&draft, at, PAGE + SPLIT_NOTE, 0);
            return;
        }
        let offer = &mut |draft: &Draft, at: Key| self.offer_break(draft, at, key == self.start, &mut offer);
        self.take_pending(&mut at, &mut draft);
        if at.carry != NO_CARRY {
            offer(&draft, at);
            return;
        }
        if !draft.plan.placed.is_empty() || key.carry != NO_CARRY {
            offer(&draft, at);
        }
        for (k, entry) in self.list.entries.iter().enumerate().take(self.end).skip(key.next) {
            let fits = self.fits(&draft, k);
            if entry.kind == EntryKind::Float && (at.pending != NONE || !(fits && self.notes_fit(&draft, k)))
            {
                at.pending = at.pending.min(k);
                at.next = k + 1;
                draft.cost += DEFERRED_PICTURE;
                if !(draft.plan.placed.is_empty() && draft.fresh) {
                    offer(&draft, at);
                } else if at.pending == k {
                    // Nothing stands above it: it need not wait.
                    self.place(&mut draft, k);
                    at.pending = NONE;
                    at.carry = self.add_notes(&mut draft, k).unwrap_or(NO_CARRY);
                    offer(&draft, at);
                    if at.carry != NO_CARRY {
                        return;
                    }
                }
                continue;
            }
            if !fits {
                return;
            }
            self.place(&mut draft, k);
            at.next = k + 1;
            if let Some(rest) = self.add_notes(&mut draft, k) {
                at.carry = rest;
                draft.cost += SPLIT_NOTE;
                offer(&draft, at);
                return;
            }
            offer(&draft, at);
        }
    }

    fn offer_break(
        &self,
        draft: &Draft,
        mut at: Key,
        is_first: bool,
        offer: &mut impl FnMut(&Draft, Key, u64, u32),
    ) {
        let left = self.page.saturating_sub(draft.height()) / LINE;
        let next = self.list.entries.get(at.next).filter(|_| at.next < self.end);
        let mut page_cost = PAGE + draft.cost;
        if next.is_none() && at.pending == NONE {
            let first = draft.plan.placed.first().is_none_or(|placed| placed.entry == self.start.next);
            if !first && draft.used < SHORT_END_LINES * LINE {
                page_cost += SHORT_END;
            }
            if at.carry != NO_CARRY {
                at.facing = self.next_facing(draft, is_first, 0);
            }
            return offer(draft, at, page_cost, 0);
        }
        // As low as the page that it faces, if it is not full.
        let level = match draft.facing {
            Facing::Verso(short) => short,
            Facing::Nothing | Facing::Recto => 0,
        };
        let stretched = left.saturating_sub(level).min(draft.stretch_lines());
        let short = u64::from(left - stretched);
        page_cost += short * short * SHORT_LINE + u64::from(stretched) * STRETCHED_LINE;
        page_cost += u64::from(next.map_or(cost::NONE, |entry| entry.cost));
        if let Facing::Verso(other) = draft.facing {
            let uneven = draft.short(left - stretched).abs_diff(other);
            page_cost += u64::from(uneven * uneven) * UNEVEN;
        }
        at.facing = self.next_facing(draft, is_first, left - stretched);
        offer(draft, at, page_cost, stretched);
    }

    /// What the page after this one will face.
    fn next_facing(&self, draft: &Draft, is_first: bool, short: u32) -> Facing {
        match (self.first.spreads, draft.facing) {
            (Spreads::None, _) => Facing::Nothing,
            (Spreads::FromRecto, Facing::Nothing) if is_first => Facing::Recto,
            (Spreads::FromRecto, Facing::Recto) => Facing::Verso(draft.short(short)),
            (Spreads::FromRecto, Facing::Nothing | Facing::Verso(_)) => Facing::Recto,
        }
    }

    /// Sets what is left of a split note; gives back what is still left.
    fn take_carry(&self, carry: (usize, usize, usize), draft: &mut Draft) -> Option<(usize, usize, usize)> {
        let (entry, first, mut line) = carry;
        let calls = self.calls.get(entry).map_or(&[][..], Vec::as_slice);
        for (call, &note) in calls.iter().enumerate().skip(first) {
            if let Some(stop) = self.add_note(draft, note, line, true, true) {
                return Some((entry, call, stop));
            }
            line = 0;
        }
        None
    }

    /// Sets the pictures that wait, as many as fit; the first in any case.
    fn take_pending(&self, at: &mut Key, draft: &mut Draft) {
        while let Some(entry) = self.list.entries.get(at.pending) {
            let empty = draft.is_empty();
            let fits = self.fits(draft, at.pending) && self.notes_fit(draft, at.pending);
            if !(empty || fits) {
                draft.cost += DEFERRED_PICTURE;
                return;
            }
            debug_assert_eq!(entry.kind, EntryKind::Float);
            self.place(draft, at.pending);
            if let Some((entry, call, line)) = self.add_notes(draft, at.pending) {
                // The page is as good as full: the rest of the note follows the picture.
                draft.cost += SPLIT_NOTE;
                at.carry = (entry, call, line);
            }
            let later = at.pending + 1..at.next;
            at.pending = later.into_iter().find(|&k| self.is_float(k)).unwrap_or(NONE);
            if at.carry != NO_CARRY {
                return;
            }
        }
        at.pending = NONE;
    }

    fn is_float(&self, entry: usize) -> bool {
        self.list.entries.get(entry).is_some_and(|entry| entry.kind == EntryKind::Float)
    }

    /// The units an entry takes on the page, with the glue above it and the
    /// head of its table.
    fn need(&self, draft: &Draft, k: usize) -> (Placed, u32) {
        let Some(entry) = self.list.entries.get(k) else {
            return (Placed { entry: k, above: 0, with_head: false }, 0);
        };
        let before = draft.plan.placed.last().and_then(|placed| self.list.entries.get(placed.entry));
        let above = match before.map(|before| before.kind) {
            None => 0,
            // What follows a picture in the list may not be what stands below it.
            Some(EntryKind::Float) => entry.glue.units.max(LINE),
            Some(EntryKind::Flow) => entry.glue.units,
        };
        let head = entry.content.head;
        let with_head = head.is_some() && before.is_none_or(|before| before.content.head != head);
        let head_units = if with_head { self.list.head_units(entry) } else { 0 };
        (Placed { entry: k, above, with_head }, above + head_units + entry.content.units)
    }

    fn fits(&self, draft: &Draft, k: usize) -> bool {
        draft.is_empty() || draft.height() + self.need(draft, k).1 <= self.page
    }

    /// Whether the notes of entry `k` fit in full below it.
    fn notes_fit(&self, draft: &Draft, k: usize) -> bool {
        let calls = self.calls.get(k).map_or(&[][..], Vec::as_slice);
        let fresh = calls.iter().filter(|&&note| !draft.has_note(note));
        let units: u32 = fresh.filter_map(|&note| self.list.notes.get(note)).map(|note| note.units()).sum();
        let gap = if units > 0 && draft.note_units == 0 { NOTE_GAP } else { 0 };
        draft.height() + self.need(draft, k).1 + gap + units <= self.page
    }

    fn place(&self, draft: &mut Draft, k: usize) {
        let (placed, units) = self.need(draft, k);
        if !draft.plan.placed.is_empty() {
            draft.stretch += self.list.entries.get(k).map_or(0, |entry| entry.glue.stretch);
        }
        draft.plan.placed.push(placed);
        draft.used += units;
    }

    /// Sets the notes of an entry that was just placed; gives back where the
    /// first one that does not fit must go on.
    fn add_notes(&self, draft: &mut Draft, k: usize) -> Option<(usize, usize, usize)> {
        let calls = self.calls.get(k).map_or(&[][..], Vec::as_slice);
        for (call, &note) in calls.iter().enumerate() {
            if draft.has_note(note) {
                continue;
            }
            if let Some(line) = self.add_note(draft, note, 0, false, false) {
                return Some((k, call, line));
            }
        }
        None
    }

    /// Sets a note from a line on; gives back the first line that has no room.
    fn add_note(
        &self,
        draft: &mut Draft,
        note: usize,
        from: usize,
        carried: bool,
        force: bool,
    ) -> Option<usize> {
        let boxes = self.list.notes.get(note).map_or(&[][..], |set| set.boxes.as_slice());
        let mut line = from;
        for content in boxes.iter().skip(from) {
            let gap = if draft.note_units == 0 { NOTE_GAP } else { 0 };
            let empty = force && draft.is_empty();
            if !empty && draft.height() + gap + content.units > self.page {
                break;
            }
            draft.note_units += gap + content.units;
            line += 1;
        }
        if line > from {
            draft.plan.notes.push(NotePart { note, lines: from..line, carried });
        }
        (line < boxes.len()).then_some(line)
    }

    /// Fills the page from `from` again and keeps the cheapest that ends at `to`.
    fn plan(&self, from: Key, to: Key) -> PagePlan {
        let mut best: Option<(u64, PagePlan, u32)> = None;
        self.fill(from, |draft, key, cost, stretched| {
            if key == to && best.as_ref().is_none_or(|(least, ..)| cost < *least) {
                best = Some((cost, draft.plan.clone(), stretched));
            }
        });
        let Some((_, mut plan, stretched)) = best else { return PagePlan::default() };
        self.stretch(&mut plan, stretched);
        plan
    }

    /// Adds lines where glue may grow, a line at a time, from the foot upward.
    fn stretch(&self, plan: &mut PagePlan, mut lines: u32) {
        let mut room: Vec<u32> = plan
            .placed
            .iter()
            .enumerate()
            .map(|(at, placed)| match self.list.entries.get(placed.entry) {
                Some(entry) if at > 0 => entry.glue.stretch / LINE,
                _ => 0,
            })
            .collect();
        while lines > 0 && room.iter().any(|&room| room > 0) {
            for (placed, room) in plan.placed.iter_mut().zip(&mut room).rev() {
                if lines > 0 && *room > 0 {
                    placed.above += LINE;
                    *room -= 1;
                    lines -= 1;
                }
            }
        }
    }
}

impl Draft {
    fn height(&self) -> u32 {
        self.used + self.note_units
    }

    fn is_empty(&self) -> bool {
        self.fresh && self.plan.placed.is_empty() && self.note_units == 0
    }

    /// How much too short the page looks: notes stand at its foot in any case.
    fn short(&self, lines: u32) -> u32 {
        if self.note_units > 0 { 0 } else { lines.min(MOST_SHORT) }
    }

    fn stretch_lines(&self) -> u32 {
        (self.stretch / LINE).min(MOST_STRETCH)
    }

    fn has_note(&self, note: usize) -> bool {
        self.plan.notes.iter().any(|part| part.note == note)
    }
}

/// The units of text on a page, with the space between.
pub fn text_units(list: &VList, plan: &PagePlan) -> u32 {
    let placed = plan.placed.iter().filter_map(|placed| {
        let entry = list.entries.get(placed.entry)?;
        let head = if placed.with_head { list.head_units(entry) } else { 0 };
        Some(placed.above + head + entry.content.units)
    });
    placed.sum()
}

/// The units of notes on a page, with the gap above them.
pub fn note_units(list: &VList, plan: &PagePlan) -> u32 {
    let boxes = plan.notes.iter().filter_map(|part| list.notes.get(part.note)?.boxes.get(part.lines.clone()));
    let units: u32 = boxes.flatten().map(|line| line.units).sum();
    if units > 0 { NOTE_GAP + units } else { 0 }
}

/// For each entry the notes it calls, each followed by those it calls itself.
pub fn calls_of(list: &VList) -> Vec<Vec<usize>> {
    let expand = |calls: &[usize]| {
        let mut all: Vec<usize> = Vec::new();
        let mut stack: Vec<usize> = calls.iter().rev().copied().collect();
        while let Some(note) = stack.pop() {
            if all.contains(&note) {
                continue;
            }
            if let Some(set) = list.notes.get(note) {
                all.push(note);
                stack.extend(set.calls.iter().rev());
            }
        }
        all
    };
    list.entries.iter().map(|entry| expand(&entry.content.calls)).collect()
}

#[cfg(test)]
mod tests;
