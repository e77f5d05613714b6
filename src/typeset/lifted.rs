//! What a city's chapter opens with, taken from where it stands in the text:
//! the card of the pact, and below it the map, which has the shape of the
//! room that is left on the page.
//!
//! In: the blocks of a text. Out: the opening page below its titles, and the
//! blocks that are left. A card that leaves no room for the map gives up its
//! note first, which then stands where the card stood; if that does not help
//! the map goes to the next page.

use std::sync::Arc;

use super::design::{LINE, NOTE_LINE};
use super::figure::Room;
use super::section::{ListedKind, Place, Section};
use super::shop::Shop;
use super::vlist::{EntryKind, cost, units_of};
use crate::doc::{
    Block, BlockKind, ChapterId, DrawnFigure, Inline, InlineKind, Insert, Line, Linked, PactCard, Target,
};
use crate::source::Span;
use crate::units::Pt;

/// Width to height of the map where there is room, and where there is least:
/// flatter, and two cities on one meridian could not be told apart.
const FULL_MAP: f64 = 1.5;
const FLAT_MAP: f64 = 3.2;

/// The blocks of a text that its opening page shows.
#[derive(Default)]
pub struct Lifted<'b> {
    pact: Option<Taken<'b, PactCard>>,
    map: Option<Taken<'b, DrawnFigure>>,
}

struct Taken<'b, T> {
    what: &'b T,
    /// Its index among the blocks.
    at: usize,
    span: Span,
    /// Whether it is all that stands under its heading.
    alone: bool,
}

/// Where the note of a pact stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum NotePlace {
    Card,
    Text,
}

impl<'b> Lifted<'b> {
    /// The first pact and the first map of a text.
    pub fn of(blocks: &'b [Block<Linked>]) -> Lifted<'b> {
        let inserts = || {
            blocks.iter().enumerate().filter_map(|(at, block)| match &block.kind {
                BlockKind::Insert(insert) => Some((at, insert)),
                _ => None,
            })
        };
        let pact = inserts().find_map(|(at, insert)| match insert {
            Insert::Pact(card) => Some(taken(blocks, at, &**card)),
            _ => None,
        });
        let map = inserts().find_map(|(at, insert)| match insert {
            Insert::Map(figure) => Some(taken(blocks, at, figure)),
            _ => None,
        });
        Lifted { pact: pact.flatten(), map: map.flatten() }
    }

    pub fn is_empty(&self) -> bool {
        self.pact.is_none() && self.map.is_none()
    }

    /// Whether the opening has room for both below what `set` would set, if
    /// the card has no note.
    pub fn fits_below(&self, section: &Section, set: impl FnOnce(&mut Section)) -> bool {
        let Some(map) = &self.map else { return true };
        let room = section.room_below(|trial| {
            set(trial);
            if let Some(pact) = &self.pact {
                pact.set_card(trial, &Line::new());
            }
        });
        room >= section.least_map(map.what)
    }

    /// The blocks that are left. A section that loses all it has says where
    /// to look for it.
    pub fn rest(
        &self,
        blocks: &[Block<Linked>],
        note: NotePlace,
        shop: Shop,
        slug: &str,
    ) -> Vec<Block<Linked>> {
        let pact = self.pact.as_ref().map(|pact| (pact.at, pact.span, pact.alone, "pact-above"));
        let map = self.map.as_ref().map(|map| (map.at, map.span, map.alone, "map-above"));
        let mut rest = Vec::with_capacity(blocks.len());
        for (at, block) in blocks.iter().enumerate() {
            let Some((_, span, alone, key)) = pact.into_iter().chain(map).find(|(own, ..)| *own == at) else {
                rest.push(block.clone());
                continue;
            };
            let paragraph = |content: Line| Block { span, kind: BlockKind::Paragraph(content) };
            if alone {
                rest.push(paragraph(pointer(shop, slug, &shop.word(key), span)));
            }
            if let (NotePlace::Text, Some(pact)) = (note, self.pact.as_ref().filter(|pact| pact.at == at)) {
                rest.push(paragraph(pact.what.note.clone()));
            }
        }
        rest
    }
}

impl Taken<'_, PactCard> {
    /// The lines of the card stand close, so that the map has more room.
    fn set_card(&self, section: &mut Section, note: &Line) {
        let place = Place { line: NOTE_LINE, ..section.whole() };
        section.pact_card(self.what, note, &place, EntryKind::Flow, self.span);
    }
}

fn taken<'b, T>(blocks: &[Block<Linked>], at: usize, what: &'b T) -> Option<Taken<'b, T>> {
    let heads = |at: Option<usize>| {
        let block = at.and_then(|at| blocks.get(at));
        block.is_none_or(|block| matches!(block.kind, BlockKind::Heading(_)))
    };
    let alone = at > 0 && heads(at.checked_sub(1)) && heads(Some(at + 1));
    Some(Taken { what, at, span: blocks.get(at)?.span, alone })
}

/// Words that lead to the head of the chapter.
fn pointer(shop: Shop, slug: &str, words: &str, span: Span) -> Line {
    let text = vec![Inline { span, kind: InlineKind::Text(words.into()) }];
    let chapter = (0u32..).zip(&shop.book.chapters).find(|(_, chapter)| chapter.slug == slug);
    match chapter.map(|(at, _)| Target::Chapter { chapter: ChapterId(at), anchor: None }) {
        Some(target) => vec![Inline { span, kind: InlineKind::Link { target, content: text } }],
        None => text,
    }
}

impl Section<'_> {
    /// Sets what was lifted below the titles of the chapter.
    pub fn open_with(&mut self, slug: &str, lifted: &Lifted) -> NotePlace {
        let mut place = NotePlace::Card;
        if let Some(pact) = &lifted.pact {
            let note = &pact.what.note;
            let whole = lifted.map.as_ref().is_none_or(|map| {
                self.room_below(|trial| pact.set_card(trial, note)) >= self.least_map(map.what)
            });
            if whole || !lifted.fits_below(self, |_| {}) {
                pact.set_card(self, note);
            } else {
                pact.set_card(self, &Line::new());
                place = NotePlace::Text;
            }
        }
        if let Some(map) = &lifted.map {
            self.opening_map(slug, map.what);
        }
        if let Some(pact) = &lifted.pact {
            self.pact_scan(pact.what, &self.whole(), pact.span);
        }
        place
    }

    /// The map in the room that is left, or on the next page.
    fn opening_map(&mut self, slug: &str, map: &DrawnFigure) {
        let (place, room) = (self.whole(), self.room_below(|_| {}));
        if room < self.least_map(map) {
            return self.drawn_figure(map, ListedKind::Map, &place, EntryKind::Float);
        }
        self.keep(cost::PARTED);
        let (lang, locator) = (self.shop.lang, self.shop.furnishing.locator);
        let draw = |height: Pt| {
            let aspect = (place.width / height).clamp(FULL_MAP, FLAT_MAP);
            locator(slug, lang, aspect).unwrap_or_else(|| Arc::clone(&map.print))
        };
        let room = Room { most: room, least: LINE };
        self.drawn_figure_in(map, draw, ListedKind::Map, &place, EntryKind::Flow, room);
    }

    /// The units that the flattest map takes, with its caption.
    fn least_map(&self, map: &DrawnFigure) -> u32 {
        let mut trial = self.trial();
        let place = trial.whole();
        let caption: u32 =
            trial.caption(&map.label, &map.caption, &place).iter().map(|line| line.units).sum();
        self.shop.text().whole_lines(place.width / FLAT_MAP) + caption
    }

    /// The units that are left for a figure on the page, below what stands
    /// there and what `set` would set.
    fn room_below(&self, set: impl FnOnce(&mut Section)) -> u32 {
        let mut trial = self.trial();
        set(&mut trial);
        let taken = units_of(&self.list.entries) + units_of(&trial.list.entries);
        let gap = self.open_space().max(trial.open_space()).max(LINE);
        // Art takes whole lines.
        self.shop.text().page_units().saturating_sub(taken + gap) / LINE * LINE
    }
}
