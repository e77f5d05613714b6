//! Two languages on facing pages, in step section by section.
//!
//! In: a chapter in both languages, each as one vertical list. Out: as many
//! pages of the one as of the other. A section that both have begins at the
//! same height of one spread, or on a new one; the side that is done first
//! stays white to the section's end. Other parts of the book begin on a
//! spread of their own.

use std::ops::Range;

use rayon::prelude::*;

use super::backmatter::{self, Matter};
use super::compose::{Furniture, Opening, SetSection, set_plans};
use super::contents;
use super::design::LINE;
use super::frontmatter;
use super::pagebreak::{PagePlan, Spreads, Start, break_part, note_units, text_units};
use super::section::Section;
use super::shop::Shop;
use super::vlist::{VList, cost};
use super::{assemble, chapter_numbers, chapter_section, contents_lines};
use crate::resolve::ResolvedChapter;
use crate::units::Pt;

/// Lines of text that a section has at least on the spread where it begins.
const LEAST: u32 = 5;

/// The sections of both languages: the first stands on right pages.
#[derive(Clone)]
pub struct ParallelEdition<'a> {
    pub shops: [Shop<'a>; 2],
    /// The first page of the file, which faces no other.
    pub half_title: SetSection,
    pub front: Vec<Pair>,
    pub body: Vec<Pair>,
}

/// One section in both languages, or in the one that has it.
#[derive(Clone)]
pub struct Pair {
    pub sections: [Option<SetSection>; 2],
}

impl Pair {
    pub fn spreads(&self) -> usize {
        self.sections.iter().flatten().map(|section| section.pages.len()).max().unwrap_or(0)
    }
}

impl ParallelEdition<'_> {
    /// All that were set from the content.
    pub fn sections(&mut self) -> impl Iterator<Item = &mut SetSection> {
        self.front.iter_mut().chain(&mut self.body).flat_map(|pair| &mut pair.sections).flatten()
    }
}

pub fn set(shops: [Shop; 2]) -> ParallelEdition {
    let book = shops[0].book;
    let numbers = shops.map(|shop| chapter_numbers(book, shop.lang));
    let chapters = book.chapters.par_iter().enumerate().filter_map(|(at, chapter)| {
        let number = |side: usize| numbers[side].get(at).copied().flatten();
        set_chapter(shops, chapter, [number(0), number(1)])
    });
    let mut body: Vec<Pair> = chapters.collect();
    let count = body.len();
    let matter = Matter::ALL.into_par_iter().map(|matter| {
        let sections = shops.map(|shop| backmatter::set(shop, book.editions.get(&shop.lang)?, matter));
        Pair { sections }
    });
    body.par_extend(matter.filter(|pair| pair.spreads() > 0));
    let indices = [0, 1].map(|side| {
        let (sections, firsts) = one_side(&body, side);
        let pages = assemble::pages_of_anchors(&sections, &firsts);
        backmatter::index(shops[side], book.editions.get(&shops[side].lang)?, &pages)
    });
    if indices.iter().any(Option::is_some) {
        body.push(Pair { sections: indices });
    }
    let front = front(shops, &body, count, &numbers);
    body.push(Pair { sections: shops.map(|shop| Some(backmatter::colophon(shop))) });
    let half_title = frontmatter::half_title(shops[0], Some(&shops[1]));
    ParallelEdition { shops, half_title, front, body }
}

/// What one language has, and the spread on which each begins, from 1.
fn one_side(pairs: &[Pair], side: usize) -> (Vec<&SetSection>, Vec<usize>) {
    let mut next = 1;
    let mut found = (Vec::new(), Vec::new());
    for pair in pairs {
        if let Some(section) = &pair.sections[side] {
            found.0.push(section);
            found.1.push(next);
        }
        next += pair.spreads();
    }
    found
}

fn front(shops: [Shop; 2], body: &[Pair], chapters: usize, numbers: &[Vec<Option<usize>>; 2]) -> Vec<Pair> {
    let mut sides = [0, 1].map(|side| {
        let shop = shops[side];
        let (sections, firsts) = one_side(body, side);
        let own = body.iter().take(chapters).filter(|pair| pair.sections[side].is_some()).count();
        let lines = contents_lines(shop, &sections, &firsts, own, &numbers[side]);
        let pages = assemble::pages_of_anchors(&sections, &firsts);
        let figures = contents::figures(shop, &sections, &pages);
        let head = [frontmatter::title_page(shop, "title-page"), frontmatter::copyright(shop)];
        let list = contents::set(shop, &lines);
        head.into_iter().map(Some).chain([Some(list), figures]).collect::<Vec<_>>().into_iter()
    });
    let mut pairs = Vec::new();
    loop {
        let [first, second] = &mut sides;
        match (first.next(), second.next()) {
            (None, None) => break,
            (first, second) => pairs.push(Pair { sections: [first.flatten(), second.flatten()] }),
        }
    }
    pairs.retain(|pair| pair.spreads() > 0);
    pairs
}

fn set_chapter(shops: [Shop; 2], chapter: &ResolvedChapter, numbers: [Option<usize>; 2]) -> Option<Pair> {
    let [first, second] = [0, 1].map(|side| chapter_section(shops[side], chapter, numbers[side]));
    let titled = |shop: Shop| chapter.texts.get(&shop.lang).map_or("", |text| text.front.title.as_str());
    let titles = shops.map(titled);
    let whole = |section: Section, title: &str| {
        super::compose::compose(section, title, Opening::Next, Furniture::Full)
    };
    match (first, second) {
        (None, None) => None,
        (Some(only), None) => Some(Pair { sections: [Some(whole(only, titles[0])), None] }),
        (None, Some(only)) => Some(Pair { sections: [None, Some(whole(only, titles[1]))] }),
        (Some(first), Some(second)) => {
            let [one, other] = in_step([&first, &second]);
            let set = |section, plans, title| {
                Some(set_plans(section, plans, title, Opening::Next, Furniture::Full))
            };
            Some(Pair { sections: [set(first, one, titles[0]), set(second, other, titles[1])] })
        }
    }
}

/// The steps that both sides have, in the order of both: entries of each.
fn common_steps(sections: [&Section; 2]) -> Vec<[usize; 2]> {
    let [first, second] = sections;
    let mut from = 0;
    let mut steps = Vec::new();
    for step in &first.steps {
        let Some(twin) = step.twins.get(&second.shop.lang) else { continue };
        let found = second.steps.iter().enumerate().skip(from).find(|(_, other)| other.id == *twin);
        if let Some((at, other)) = found {
            from = at + 1;
            steps.push([step.entry, other.entry]);
        }
    }
    steps
}

/// The pages of both sides: as many of one as of the other.
fn in_step(sections: [&Section; 2]) -> [Vec<PagePlan>; 2] {
    let ends = sections.map(|section| section.list.entries.len());
    let steps = common_steps(sections);
    let starts = std::iter::once([0, 0]).chain(steps.iter().copied());
    let stops = steps.iter().copied().chain([ends]);
    let mut sides = sections.map(Side::new);
    for (start, stop) in starts.zip(stops) {
        let parts = [0, 1].map(|side| start[side]..stop[side]);
        let last = sides.iter().map(|side| side.plans.len()).max().unwrap_or(0);
        let y = sides.iter().map(|side| side.height_on(last)).fold(Pt::ZERO, Pt::max);
        let begins = sides.iter().zip(&parts).map(|(side, part)| side.room_at(y, last, part));
        let level: Option<Vec<Start>> = begins.collect();
        for (side, (at, part)) in sides.iter_mut().zip(parts.into_iter().enumerate()) {
            match level.as_ref().and_then(|starts| starts.get(at)).filter(|_| last > 0) {
                Some(start) => side.go_on(part, last, *start),
                None => side.begin(part, last),
            }
        }
    }
    let count = sides.iter().map(|side| side.plans.len()).max().unwrap_or(0);
    sides.map(|mut side| {
        side.plans.resize(count, PagePlan::default());
        side.plans
    })
}

/// One language of a chapter while it is cut into pages.
struct Side<'s> {
    list: &'s VList,
    page: u32,
    unit: Pt,
    plans: Vec<PagePlan>,
}

impl<'s> Side<'s> {
    fn new(section: &'s Section) -> Side<'s> {
        let design = section.shop.text();
        let (page, unit) = (design.page_units(), design.unit());
        Side { list: &section.list, page, unit, plans: Vec::new() }
    }

    /// How far down the text reaches on the last of `count` spreads.
    fn height_on(&self, count: usize) -> Pt {
        let plan = count.checked_sub(1).and_then(|last| self.plans.get(last));
        self.unit * f64::from(plan.map_or(0, |plan| text_units(self.list, plan)))
    }

    /// Where a part begins below height `y` of the last spread, if the head
    /// of it has room there.
    fn room_at(&self, y: Pt, count: usize, part: &Range<usize>) -> Option<Start> {
        let plan = count.checked_sub(1).and_then(|last| self.plans.get(last));
        let notes = plan.map_or(0, |plan| note_units(self.list, plan));
        let lines = (y / (self.unit * f64::from(LINE)) - 1e-6).ceil().max(0.0) as u32;
        let used = (lines + 1) * LINE;
        let head = part.clone().take_while(|&at| at == part.start || self.keeps(at));
        let head: u32 = head.map(|at| self.list.entries.get(at).map_or(0, |entry| entry.content.units)).sum();
        let fits = used + notes + head.max(LEAST * LINE) <= self.page;
        fits.then_some(Start { used, notes, spreads: Spreads::None })
    }

    fn keeps(&self, entry: usize) -> bool {
        self.list.entries.get(entry).is_some_and(|entry| entry.cost >= cost::WIDOW)
    }

    /// Goes on below what stands on the last of `count` spreads.
    fn go_on(&mut self, part: Range<usize>, count: usize, start: Start) {
        self.plans.resize(count, PagePlan::default());
        let mut plans = break_part(self.list, part, self.page, start).into_iter();
        if let (Some(last), Some(first)) = (self.plans.last_mut(), plans.next()) {
            let above = start.used.saturating_sub(text_units(self.list, last));
            let placed = first.placed.into_iter().enumerate().map(|(at, mut placed)| {
                placed.above += if at == 0 { above } else { 0 };
                placed
            });
            last.placed.extend(placed);
            last.notes.extend(first.notes);
        }
        self.plans.extend(plans);
    }

    /// Begins on a new spread after `count` others.
    fn begin(&mut self, part: Range<usize>, count: usize) {
        self.plans.resize(count, PagePlan::default());
        self.plans.extend(break_part(self.list, part, self.page, Start::default()));
    }
}
