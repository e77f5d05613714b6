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
pub mod design;
pub mod dump;
mod figure;
mod folio;
pub mod frame;
mod frontmatter;
mod insert;
mod notes;
mod opener;
mod pagebreak;
pub mod paragraph;
mod section;
mod segments;
mod shop;
mod table;
mod verse;
mod vlist;

use std::collections::BTreeMap;
use std::sync::Arc;

use rayon::prelude::*;

use crate::config::EditionKind;
use crate::diag::Findings;
use crate::drawing::Drawing;
use crate::locale::{Direction, Lang};
use crate::resolve::{Resolved, ResolvedChapter};

use assemble::{SetEdition, assemble, first_pages, pages_of_anchors};
use backmatter::Matter;
use compose::{Furniture, Opening, SetSection, compose};
use design::Design;
use frame::Pages;
use frontmatter::ContentsLine;
use paragraph::Shaper;
use section::Section;
use shop::Shop;

/// Draws a chapter's panel by its slug, in a width and height of points.
pub type Ornament<'a> = dyn Fn(&str, f64, f64) -> Option<Arc<Drawing>> + Sync + 'a;

/// What the typesetter takes from elsewhere.
pub struct Furnishing<'a> {
    /// A word of the page ("Contents", «فهرست») by language and key.
    pub strings: &'a (dyn Fn(Lang, &str) -> String + Sync),
    /// The panel of a chapter: slug, width and height in points.
    pub ornament: &'a Ornament<'a>,
}

/// Sets one edition; none if the book has no language to set.
pub fn typeset(
    book: &Resolved,
    edition: EditionKind,
    design: &Design,
    shaper: &Shaper,
    furnishing: &Furnishing,
    found: &mut Findings,
) -> Option<Pages> {
    let shop = |lang, prefix| Shop { book, design, shaper, furnishing, lang, prefix };
    match edition {
        EditionKind::Single(lang) => {
            let mut set = set_edition(shop(lang, ""), found);
            let other = book.front.languages.iter().copied().find(|other| *other != lang);
            set.last = other.filter(|_| lang.direction() == Direction::Rtl).map(|other| {
                let shop = shop(other, "other/");
                (shop, frontmatter::title_page(shop, "title-page"))
            });
            assemble(vec![set], Some(lang.direction()))
        }
        EditionKind::Bilingual => {
            let prefixes: Vec<String> = book.front.languages.iter().map(|lang| format!("{lang}/")).collect();
            let languages = book.front.languages.iter().zip(&prefixes);
            let sets = languages.map(|(&lang, prefix)| set_edition(shop(lang, prefix), found)).collect();
            assemble(sets, None)
        }
    }
}

fn set_edition<'a>(shop: Shop<'a>, found: &mut Findings) -> SetEdition<'a> {
    let book = shop.book;
    let numbers = chapter_numbers(book, shop.lang);
    let mut body: Vec<SetSection> = book
        .chapters
        .par_iter()
        .zip(&numbers)
        .filter_map(|(chapter, number)| set_chapter(shop, chapter, *number))
        .collect();
    let chapters = body.len();
    if let Some(edition) = book.editions.get(&shop.lang) {
        body.par_extend(
            Matter::ALL.into_par_iter().filter_map(|matter| backmatter::set(shop, edition, matter)),
        );
        let pages = pages_of_anchors(&body);
        body.extend(backmatter::index(shop, edition, &pages));
    }
    let mut front = frontmatter::set(shop, &contents(shop, &body, chapters, &numbers));
    body.push(backmatter::colophon(shop));
    for section in front.iter_mut().chain(&mut body) {
        for diagnostic in std::mem::take(&mut section.found) {
            found.push(diagnostic);
        }
    }
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
    let text = chapter.texts.get(&shop.lang)?;
    let mut section = Section::new(shop, &chapter.slug, &text.document.notes);
    section.chapter_head(chapter, number);
    let place = section.whole();
    section.blocks(&text.document.blocks, &place);
    Some(compose(section, &text.front.title, Opening::Recto, Furniture::Full))
}

/// The lines of the table of contents: parts, chapters, back matter.
fn contents(
    shop: Shop,
    body: &[SetSection],
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
    for (at, (section, page)) in body.iter().zip(first_pages(body)).enumerate() {
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
        let place = shop.place(&section.slug, None);
        lines.push(ContentsLine::Chapter { number, title: section.title.clone(), place, page });
    }
    lines
}

#[cfg(test)]
mod tests;
