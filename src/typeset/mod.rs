//! Sets a book on pages: the resolved book in, pages of positioned items out.
//!
//! Chapters are set in parallel, each as a section that knows nothing of page
//! numbers; the index and the contents, which print them, come after; then all
//! is put in order. Inside a section: `segments` and `blocks` fill a vertical
//! list, `pagebreak` cuts it, `compose` sets the pages. The PDF itself is left
//! to `pdf`.

mod assemble;
mod backmatter;
mod blocks;
mod border;
mod compose;
mod contents;
pub mod cover;
mod decimal;
pub mod design;
pub mod dump;
mod figure;
mod folio;
pub mod frame;
mod frontmatter;
mod galley;
mod insert;
mod lifted;
mod notes;
mod opener;
mod pagebreak;
pub mod paragraph;
mod parallel;
pub mod press;
mod section;
mod segments;
mod shop;
mod table;
mod verse;
mod vlist;

use std::collections::BTreeMap;
use std::sync::Arc;

use rayon::prelude::*;

use crate::cache::Cache;
use crate::config::{Destination, EditionKind};
use crate::diag::Findings;
use crate::drawing::Drawing;
use crate::locale::{Direction, Lang};
use crate::resolve::{Resolved, ResolvedChapter};

use assemble::{SetEdition, Volume, assemble, first_pages, pages_of_anchors};
use backmatter::Matter;
use compose::{Furniture, Opening, SetSection, compose};
use contents::ContentsLine;
use design::Design;
use frame::{Pages, place_name};
use lifted::Lifted;
use paragraph::Shaper;
use parallel::ParallelEdition;
use section::Section;
use shop::Shop;

/// Draws a chapter's panel by its slug, in a width and height of points.
pub type Ornament<'a> = dyn Fn(&str, f64, f64) -> Option<Arc<Drawing>> + Sync + 'a;

/// Draws the way to a chapter's city by its slug, with names in a language, in
/// a shape, width to height; none where there is no such way.
pub type Locator<'a> = dyn Fn(&str, Lang, f64) -> Option<Arc<Drawing>> + Sync + 'a;

/// What the typesetter takes from elsewhere.
pub struct Furnishing<'a> {
    /// A word of the page ("Contents", «فهرست») by language and key.
    pub strings: &'a (dyn Fn(Lang, &str) -> String + Sync),
    /// The panel of a chapter: slug, width and height in points.
    pub ornament: &'a Ornament<'a>,
    pub locator: &'a Locator<'a>,
    /// Where set paragraphs are remembered.
    pub cache: Cache,
}

/// A book's sections, each language set once, to be bound as editions.
pub struct SetBook<'a> {
    made_for: Destination,
    languages: Vec<SetEdition<'a>>,
    facing: Option<ParallelEdition<'a>>,
}

/// Sets what `editions` are made of.
pub fn typeset<'a>(
    book: &'a Resolved,
    editions: &[EditionKind],
    made_for: Destination,
    design: &'a Design,
    shaper: &'a Shaper,
    furnishing: &'a Furnishing,
    found: &mut Findings,
) -> SetBook<'a> {
    let shop = |lang| Shop { book, design, shaper, furnishing, lang };
    let needed = |lang: &Lang| {
        editions.iter().any(|edition| match edition {
            EditionKind::Single(single) => single == lang,
            EditionKind::Bilingual => true,
            EditionKind::Parallel => false,
        })
    };
    let languages: Vec<Lang> = book.front.languages.iter().copied().filter(needed).collect();
    let languages: Vec<SetEdition> = languages.into_par_iter().map(|lang| set_edition(shop(lang))).collect();
    let facing = match book.front.languages[..] {
        [first, second, ..] if editions.contains(&EditionKind::Parallel) => {
            Some(parallel::set([shop(first), shop(second)]))
        }
        _ => None,
    };
    let mut set = SetBook { made_for, languages, facing };
    let mut told = Findings::default();
    set.sections().flat_map(|section| std::mem::take(&mut section.found)).for_each(|fault| told.push(fault));
    found.merge(told);
    set
}

impl<'a> SetBook<'a> {
    /// The pages of an edition; none if it was not set or has no language to be set in.
    pub fn bind(&self, edition: EditionKind) -> Option<Pages> {
        let (volume, direction) = match edition {
            EditionKind::Single(lang) => {
                let set = self.languages.iter().find(|set| set.shop.lang == lang)?;
                return self.alone(set.clone());
            }
            EditionKind::Bilingual => (Volume::Editions(self.languages.clone()), None),
            EditionKind::Parallel => (Volume::Parallel(Box::new(self.facing.clone()?)), None),
        };
        assemble(volume, direction, self.made_for)
    }

    /// The pages of the only edition that is wanted; what they are made of goes into them.
    pub fn into_pages(mut self, edition: EditionKind) -> Option<Pages> {
        let EditionKind::Single(lang) = edition else { return self.bind(edition) };
        let at = self.languages.iter().position(|set| set.shop.lang == lang)?;
        let set = self.languages.swap_remove(at);
        self.alone(set)
    }

    /// The edition of one language.
    fn alone(&self, set: SetEdition) -> Option<Pages> {
        let edition = SetEdition { last: other_title_page(set.shop), ..set };
        let direction = set.shop.lang.direction();
        assemble(Volume::Editions(vec![edition]), Some(direction), self.made_for)
    }

    fn sections(&mut self) -> impl Iterator<Item = &mut SetSection> {
        let languages = self.languages.iter_mut().flat_map(|set| set.front.iter_mut().chain(&mut set.body));
        languages.chain(self.facing.iter_mut().flat_map(ParallelEdition::sections))
    }
}

/// What ends a book that is read from the right, for readers from the other side.
fn other_title_page(shop: Shop) -> Option<(Shop, SetSection)> {
    let other = shop.book.front.languages.iter().copied().find(|other| *other != shop.lang)?;
    let own = Shop { lang: other, ..shop };
    (shop.lang.direction() == Direction::Rtl).then(|| (own, frontmatter::title_page(own, "title-page")))
}

fn set_edition(shop: Shop) -> SetEdition {
    let book = shop.book;
    let numbers = chapter_numbers(book, shop.lang);
    let mut body: Vec<SetSection> = book
        .chapters
        .par_iter()
        .zip(&numbers)
        .filter_map(|(chapter, number)| set_chapter(shop, chapter, *number))
        .collect();
    let chapters = body.len();
    let pages = |body: &[SetSection]| {
        let sections: Vec<&SetSection> = body.iter().collect();
        let firsts = first_pages(body);
        (pages_of_anchors(&sections, &firsts), firsts)
    };
    if let Some(edition) = book.editions.get(&shop.lang) {
        body.par_extend(
            Matter::ALL.into_par_iter().filter_map(|matter| backmatter::set(shop, edition, matter)),
        );
        body.extend(backmatter::index(shop, edition, &pages(&body).0));
    }
    let mut front = frontmatter::set(shop);
    let (anchors, firsts) = pages(&body);
    let sections: Vec<&SetSection> = body.iter().collect();
    front.push(contents::set(shop, &contents_lines(shop, &sections, &firsts, chapters, &numbers)));
    front.extend(contents::figures(shop, &sections, &anchors));
    body.push(backmatter::colophon(shop));
    SetEdition { shop, front, body, last: None }
}

/// Cities are numbered in the order of the spine; other chapters are not.
fn chapter_numbers(book: &Resolved, lang: Lang) -> Vec<Option<usize>> {
    let mut next = 0;
    let number = |chapter: &ResolvedChapter| {
        let counts = chapter.city.is_some() && chapter.texts.contains_key(&lang);
        next += usize::from(counts);
        counts.then_some(next)
    };
    book.chapters.iter().map(number).collect()
}

fn set_chapter(shop: Shop, chapter: &ResolvedChapter, number: Option<usize>) -> Option<SetSection> {
    let section = chapter_section(shop, chapter, number)?;
    let text = chapter.texts.get(&shop.lang)?;
    Some(compose(section, &text.front.title, Opening::Recto, Furniture::Full))
}

/// A chapter as one vertical list, if it has a text in the language.
fn chapter_section<'a>(
    shop: Shop<'a>,
    chapter: &'a ResolvedChapter,
    number: Option<usize>,
) -> Option<Section<'a>> {
    let text = chapter.texts.get(&shop.lang)?;
    let mut section = Section::new(shop, &chapter.slug, &text.document.notes);
    let blocks = &text.document.blocks;
    let lifted = if chapter.city.is_some() { Lifted::of(blocks) } else { Lifted::default() };
    let note = section.chapter_head(chapter, number, &lifted);
    let place = section.whole();
    section.blocks(&lifted.rest(blocks, note, shop, &chapter.slug), &place);
    Some(section)
}

/// The lines of the table of contents: parts, chapters, back matter.
fn contents_lines(
    shop: Shop,
    body: &[&SetSection],
    firsts: &[usize],
    chapters: usize,
    numbers: &[Option<usize>],
) -> Vec<ContentsLine> {
    let by_slug: BTreeMap<&str, (usize, Option<usize>)> = shop
        .book
        .chapters
        .iter()
        .zip(numbers)
        .map(|(chapter, number)| (chapter.slug.as_str(), (chapter.part, *number)))
        .collect();
    let mut lines = Vec::new();
    let mut part = None;
    for (at, (section, &page)) in body.iter().zip(firsts).enumerate() {
        let (own_part, number) = match by_slug.get(section.slug.as_str()) {
            Some((part, number)) if at < chapters => (Some(*part), *number),
            _ => (None, None),
        };
        if own_part != part || at == chapters {
            part = own_part;
            let title = own_part.and_then(|part| shop.book.parts.get(part)?.title.get(shop.lang));
            let title = title.map_or_else(
                || if at == chapters { shop.word("back-matter") } else { String::new() },
                str::to_owned,
            );
            if !title.is_empty() {
                lines.push(ContentsLine::Part(title));
            }
        }
        let place = place_name(&section.slug, None);
        lines.push(ContentsLine::Chapter { number, title: section.title.clone(), place, page });
    }
    lines
}

#[cfg(test)]
mod tests;
