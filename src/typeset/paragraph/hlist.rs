//! Boxes, glue and penalties of one paragraph.
//!
//! In: the shaped paragraph and its break opportunities. Out: items for
//! `linebreak`, and for each penalty the bytes at which its line ends and the
//! next begins. Beside UAX #14's opportunities there are hyphens in English
//! words, and in what is wider than a line every grapheme boundary, so that
//! nothing is lost. A word that may be lengthened is followed by a
//! mark that says so; how much is decided for the line as a whole.

use icu_properties::CodePointMapData;
use icu_properties::props::Script;
use icu_segmenter::GraphemeClusterSegmenter;

use super::hyphen::hyphen_points;
use super::itemize::{Atom, AtomKind};
use super::kashida;
use super::linebreak::{Cost, Item, Lengthening};
use super::prepare::Prepared;
use super::{Align, ParagraphStyle};
use crate::units::Pt;

/// What a word space may gain and lose at ratio 1, as parts of its width. It
/// is never under 80 % of natural (P-148), and seldom over 150 %.
pub const STRETCH: f64 = 0.4;
pub const SHRINK: f64 = 0.2;

// Penalties, on TeX's scale, where 10000 forbids.
const HYPHEN: f64 = 60.0;
const INSIDE_WORD: f64 = 50.0;
/// Between ideographs: legal by custom, but what this book has of them are names of a few.
const INSIDE_NAME: f64 = 150.0;
/// After the Persian word for "and", which belongs to what it leads to (P-158).
const AFTER_AND: f64 = 300.0;
/// Before a last line of one word, and more if it has under four letters (P-158)
/// or is the end of a hyphenated one.
const LONE_WORD: f64 = 80.0;
const SHORT_WORD: f64 = 2_000.0;
/// Inside what is wider than a line.
const ANYWHERE: f64 = 5_000.0;

#[derive(Debug, Default)]
pub struct Hlist {
    pub items: Vec<Item>,
    /// One a penalty, in order.
    pub breaks: Vec<Break>,
    /// How words are lengthened, if any may be.
    pub lengthening: Option<Lengthening>,
}

/// What a penalty means in the paragraph's text; offsets are bytes.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Break {
    pub item: usize,
    /// Where the line ends: before its last spaces.
    pub end: usize,
    /// Where the next line begins.
    pub next: usize,
    pub kind: BreakKind,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum BreakKind {
    Soft,
    /// With a hyphen at the line's end.
    Hyphen,
    /// At the paragraph's end, or forced.
    Hard,
}

/// Builds the paragraph's list.
///
/// - `opportunities`: byte offsets, rising.
/// - `measures`: as for `linebreak`.
pub fn build(prepared: &Prepared, opportunities: &[usize], style: &ParagraphStyle, measures: &[Pt]) -> Hlist {
    let rest = measures.last().copied().unwrap_or(Pt::ZERO);
    let lengthening = lengthening(prepared, style);
    let builder = Builder {
        prepared,
        opportunities,
        style,
        narrowest: measures.iter().copied().fold(rest, Pt::min),
        rest,
        list: Hlist { lengthening, ..Hlist::default() },
        chunk: Vec::new(),
        leading: true,
    };
    builder.build()
}

/// What stands between two penalties.
#[derive(Clone, Copy)]
enum Entry {
    Word(usize),
    Picture(usize),
    /// A space that keeps its width.
    Fixed(usize),
    Glue(usize),
    Fill,
}

struct Builder<'a> {
    prepared: &'a Prepared<'a>,
    opportunities: &'a [usize],
    style: &'a ParagraphStyle,
    /// The narrowest measure, which the first chunk must fit, and that of later lines.
    narrowest: Pt,
    rest: Pt,
    list: Hlist,
    chunk: Vec<Entry>,
    /// Whether nothing but spaces came since a forced break.
    leading: bool,
}

impl Builder<'_> {
    fn build(mut self) -> Hlist {
        let atoms = &self.prepared.atoms;
        let mut index = 0;
        while let Some(atom) = atoms.get(index) {
            let white = atoms.iter().skip(index).take_while(|atom| is_white(atom)).count();
            if white > 0 {
                self.white(index, index + white);
                index += white;
                continue;
            }
            match atom.kind {
                AtomKind::HardBreak => self.hard_break(atom.range.start, atom.range.end),
                AtomKind::Fill => self.chunk.push(Entry::Fill),
                AtomKind::Picture => self.inked(index, atom, Entry::Picture(index)),
                _ => self.inked(index, atom, Entry::Word(index)),
            }
            self.leading = matches!(atom.kind, AtomKind::HardBreak);
            index += 1;
        }
        let ended = matches!(self.list.items.last(), None | Some(Item::Penalty { cost: Cost::Forced, .. }));
        if !self.chunk.is_empty() || !ended {
            let end = self.prepared.paragraph.text.len();
            self.hard_break(end, end);
        }
        self.list
    }

    fn inked(&mut self, index: usize, atom: &Atom, entry: Entry) {
        let follows = index.checked_sub(1).and_then(|before| self.prepared.atoms.get(before));
        if follows.is_some_and(|before| !is_white(before))
            && self.opportunity(atom.range.start, atom.range.start).is_some()
        {
            self.break_inside(atom.range.start);
        }
        self.chunk.push(entry);
    }

    /// Spaces and isolates, the atoms from `start` to before `end`.
    fn white(&mut self, start: usize, end: usize) {
        let atoms = self.prepared.atoms.get(start..end).unwrap_or_default();
        let (Some(first), Some(last)) = (atoms.first(), atoms.last()) else { return };
        let is_space = |atom: &Atom| matches!(atom.kind, AtomKind::Space(_));
        let spaces = (start..end).zip(atoms).filter(|(_, atom)| is_space(atom));
        let after = self.prepared.atoms.get(end);
        if after.is_none_or(|after| after.kind == AtomKind::HardBreak) {
            return;
        }
        if self.leading {
            self.chunk.extend(spaces.map(|(index, _)| Entry::Fixed(index)));
            return;
        }
        let space = atoms.iter().find(|atom| is_space(atom));
        let earliest = space.map_or(first.range.start, |space| space.range.end);
        let opportunity = self.opportunity(earliest, last.range.end);
        match (opportunity, space) {
            (Some(next), Some(space)) => {
                let cost = self.cost_after(start);
                let end = space.range.start;
                self.penalty(Pt::ZERO, cost, Break { item: 0, end, next, kind: BreakKind::Soft });
            }
            (Some(next), None) => self.break_inside(next),
            (None, _) => {}
        }
        for (index, atom) in spaces {
            let kept = opportunity.is_some_and(|next| atom.range.start >= next);
            self.chunk.push(if kept { Entry::Fixed(index) } else { Entry::Glue(index) });
        }
    }

    /// The last opportunity between two byte offsets, both included.
    fn opportunity(&self, earliest: usize, latest: usize) -> Option<usize> {
        let after = self.opportunities.partition_point(|&at| at <= latest);
        let last = after.checked_sub(1).and_then(|last| self.opportunities.get(last)).copied();
        last.filter(|&at| at >= earliest)
    }

    /// The cost of a break at a space, after the atom before `index`.
    fn cost_after(&self, index: usize) -> f64 {
        let before = index.checked_sub(1).and_then(|before| self.prepared.atoms.get(before));
        let is_and = before.is_some_and(|atom| self.prepared.text(atom) == "\u{648}");
        if is_and { AFTER_AND } else { 0.0 }
    }

    /// A break where no space is: after a dash or a slash, between ideographs.
    fn break_inside(&mut self, at: usize) {
        let before = self.prepared.paragraph.text.get(..at).unwrap_or_default().chars().next_back();
        match before {
            Some('\u{ad}') => {
                let end = at - '\u{ad}'.len_utf8();
                let width = self.hyphen_width(end);
                self.flagged(width, HYPHEN, Break { item: 0, end, next: at, kind: BreakKind::Hyphen });
            }
            Some('-' | '\u{2010}') => {
                self.flagged(
                    Pt::ZERO,
                    INSIDE_WORD,
                    Break { item: 0, end: at, next: at, kind: BreakKind::Soft },
                );
            }
            before => {
                let cost = before.map_or(INSIDE_WORD, cost_inside);
                self.penalty(Pt::ZERO, cost, Break { item: 0, end: at, next: at, kind: BreakKind::Soft });
            }
        }
    }

    fn hard_break(&mut self, at: usize, next: usize) {
        self.flush();
        let text = &self.prepared.paragraph.text;
        let before = self.prepared.atoms.partition_point(|atom| atom.range.start < at);
        let atoms = self.prepared.atoms.get(..before).unwrap_or_default();
        let end =
            atoms.iter().rev().take_while(|atom| is_white(atom)).last().map_or(at, |atom| atom.range.start);
        if let Some(last) = self.list.breaks.last().filter(|last| last.kind != BreakKind::Hard).copied() {
            self.spare_lone_word(last, text.get(last.next..end).unwrap_or_default());
        }
        self.list.items.push(Item::Fill);
        self.push(Pt::ZERO, Cost::Forced, false, Break { item: 0, end, next, kind: BreakKind::Hard });
    }

    /// Makes it dear to leave this text, if it is one word or a part of one, to
    /// a last line after the break before it.
    fn spare_lone_word(&mut self, before: Break, text: &str) {
        let Some(Item::Penalty { cost, .. }) = self.list.items.get_mut(before.item) else { return };
        let Cost::At(known) = *cost else { return };
        let letters = text.chars().filter(|character| character.is_alphanumeric()).count();
        *cost = match letters {
            _ if text.contains([' ', '\u{a0}', '\t', '\u{fffc}']) => Cost::At(known),
            _ if before.kind == BreakKind::Hyphen => Cost::Late(known + SHORT_WORD),
            0..4 => Cost::Late(known + SHORT_WORD),
            _ => Cost::At(known + LONE_WORD),
        };
    }

    fn penalty(&mut self, width: Pt, cost: f64, at: Break) {
        self.flush();
        self.push(width, Cost::At(cost), false, at);
    }

    fn flagged(&mut self, width: Pt, cost: f64, at: Break) {
        self.flush();
        self.push(width, Cost::At(cost), true, at);
    }

    fn push(&mut self, width: Pt, cost: Cost, flagged: bool, at: Break) {
        self.list.breaks.push(Break { item: self.list.items.len(), ..at });
        self.list.items.push(Item::Penalty { width, cost, flagged });
    }

    /// Writes the chunk out, in pieces if no line could hold it.
    fn flush(&mut self) {
        let chunk = std::mem::take(&mut self.chunk);
        let shrink = self.elasticity().1;
        let width = |entry: &Entry| match *entry {
            Entry::Word(atom) | Entry::Picture(atom) | Entry::Fixed(atom) => self.prepared.width(atom),
            Entry::Glue(atom) => self.prepared.width(atom) * (1.0 - shrink),
            Entry::Fill => Pt::ZERO,
        };
        let first = self.list.breaks.is_empty();
        let room = if first { self.narrowest } else { self.rest };
        let too_wide = chunk.iter().map(width).sum::<Pt>() > room;
        for (place, entry) in chunk.into_iter().enumerate() {
            match entry {
                Entry::Word(atom) => self.word(atom, room, too_wide && place > 0),
                Entry::Picture(atom) => {
                    if too_wide && place > 0 {
                        self.break_anywhere(atom);
                    }
                    self.list.items.push(Item::Box(self.prepared.width(atom)));
                }
                Entry::Fixed(atom) => self.list.items.push(Item::Box(self.prepared.width(atom))),
                Entry::Glue(atom) => {
                    let first = !matches!(self.list.items.last(), Some(Item::Glue { .. }));
                    if too_wide && place > 0 && first {
                        self.break_anywhere(atom);
                    }
                    self.glue(self.prepared.width(atom));
                }
                Entry::Fill => self.list.items.push(Item::Fill),
            }
        }
    }

    fn glue(&mut self, width: Pt) {
        let (stretch, shrink) = self.elasticity();
        self.list.items.push(Item::Glue { width, stretch: width * stretch, shrink: width * shrink });
    }

    /// What a space may gain and lose here, as parts of its width.
    fn elasticity(&self) -> (f64, f64) {
        match self.style.align {
            Align::Justify => (STRETCH, SHRINK),
            Align::Start | Align::Center | Align::End => (0.0, 0.0),
        }
    }

    /// A break before an atom; spaces are lost at it, all of them.
    fn break_anywhere(&mut self, index: usize) {
        let Some(atom) = self.prepared.atoms.get(index) else { return };
        let end = atom.range.start;
        let white = self.prepared.atoms.iter().skip(index).take_while(|atom| is_white(atom));
        let next = white.last().map_or(end, |last| last.range.end);
        self.push(Pt::ZERO, Cost::Late(ANYWHERE), false, Break { item: 0, end, next, kind: BreakKind::Soft });
    }

    fn word(&mut self, index: usize, room: Pt, apart: bool) {
        let Some(atom) = self.prepared.atoms.get(index) else { return };
        if apart && !matches!(self.list.items.last(), Some(Item::Glue { .. })) {
            self.break_anywhere(index);
        }
        let hyphens = self.hyphens(atom);
        let cuts = self.cuts(index, atom, &hyphens, room);
        let widths = self.prepared.part_widths(index, &cuts);
        for (part, width) in widths.into_iter().enumerate() {
            if let Some(&at) = part.checked_sub(1).and_then(|before| cuts.get(before)) {
                let place = |kind| Break { item: 0, end: at, next: at, kind };
                if hyphens.binary_search(&at).is_ok() {
                    let width = self.hyphen_width(at);
                    self.push(width, Cost::At(HYPHEN), true, place(BreakKind::Hyphen));
                } else {
                    self.push(Pt::ZERO, Cost::Late(ANYWHERE), false, place(BreakKind::Soft));
                }
            }
            self.list.items.push(match self.style.align {
                Align::Justify => Item::Text(width),
                Align::Start | Align::Center | Align::End => Item::Box(width),
            });
        }
        if self.list.lengthening.is_some() && cuts.is_empty() {
            let words = kashida::best_places(self.prepared.text(atom), self.prepared.shaped(index));
            self.list.items.extend(words.into_iter().map(|_| Item::Kashida));
        }
    }

    /// The hyphens, and the grapheme boundaries in what is still too wide between them.
    fn cuts(&self, index: usize, atom: &Atom, hyphens: &[usize], room: Pt) -> Vec<usize> {
        let widths = self.prepared.part_widths(index, hyphens);
        let room = room - hyphens.first().map_or(Pt::ZERO, |&at| self.hyphen_width(at));
        if widths.iter().all(|&width| width <= room) {
            return hyphens.to_vec();
        }
        let starts = [atom.range.start].into_iter().chain(hyphens.iter().copied());
        let ends = hyphens.iter().copied().chain([atom.range.end]);
        let wide = starts.zip(ends).zip(widths).filter(|&(_, width)| width > room);
        let wide: Vec<(usize, usize)> = wide.map(|(range, _)| range).collect();
        let boundaries = GraphemeClusterSegmenter::new().segment_str(self.prepared.text(atom));
        let places = boundaries.map(|at| atom.range.start + at);
        let inside = places.filter(|&at| {
            let before = wide.partition_point(|&(start, _)| start < at).checked_sub(1);
            before.and_then(|before| wide.get(before)).is_some_and(|&(_, end)| at < end)
        });
        let mut cuts: Vec<usize> = inside.chain(hyphens.iter().copied()).collect();
        cuts.sort_unstable();
        cuts
    }

    /// Where an English word may be divided: byte offsets in the paragraph's text.
    fn hyphens(&self, atom: &Atom) -> Vec<usize> {
        let AtomKind::Word(setting) = atom.kind else { return Vec::new() };
        // Against the paragraph's direction the hyphen would not stand at the line's edge.
        let fits = setting.lang.primary() == "en" && setting.direction == self.style.base;
        if !self.style.hyphenate || !fits {
            return Vec::new();
        }
        hyphen_points(self.prepared.text(atom)).into_iter().map(|at| atom.range.start + at).collect()
    }

    /// The width of a hyphen put at a byte offset.
    fn hyphen_width(&self, at: usize) -> Pt {
        let before = self.prepared.atoms.partition_point(|atom| atom.range.start < at);
        let atom = before.checked_sub(1).and_then(|before| self.prepared.atoms.get(before));
        atom.map_or(Pt::ZERO, |atom| self.prepared.hyphen_width(atom, at))
    }
}

/// How words of a paragraph give way.
fn lengthening(prepared: &Prepared, style: &ParagraphStyle) -> Option<Lengthening> {
    let from = (style.kashida_from()? - 1.0) / STRETCH;
    let size = prepared.paragraph.style_near(0)?.size;
    Some(Lengthening { from, most: size * kashida::LONGEST, words: kashida::WORDS_A_LINE })
}

fn is_white(atom: &Atom) -> bool {
    matches!(atom.kind, AtomKind::Space(_) | AtomKind::Control)
}

/// The cost of a break after a character with no space behind it.
fn cost_inside(character: char) -> f64 {
    let script = CodePointMapData::<Script>::new().get(character);
    match character {
        '\u{200b}' | '\u{2000}'..='\u{200a}' | '\u{3000}'..='\u{3002}' => 0.0,
        _ if matches!(script, Script::Han | Script::Hangul | Script::Hiragana | Script::Katakana) => {
            INSIDE_NAME
        }
        _ => INSIDE_WORD,
    }
}
