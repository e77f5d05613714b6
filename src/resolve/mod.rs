//! From a book as read to a book whose every reference leads somewhere.
//!
//! In: [`Book`], the theme's words, the content folder for pictures. Out:
//! [`Resolved`], the one hand-over to the site and the typesetter, and
//! findings. Headings get their ids and twins, citations their text, notes
//! and figures their numbers; drawn blocks get their data in the reader's
//! language. How any of it looks is left to those who read it.

mod anchors;
mod bibliography;
mod chart;
mod citation_style;
mod citations;
mod compare;
mod edition;
mod index;
mod inserts;
mod link;
mod locator;
mod open_points;
mod persons;
mod pictures;
mod resolved;
mod shown_host;
mod titles;
mod words;

use std::collections::BTreeMap;
use std::path::Path;

use rayon::prelude::*;

use crate::book::{Book, Chapter, City, CityKind, Subject};
use crate::cache::Cache;
use crate::diag::Findings;
use crate::doc::{ChapterId, Document, LocalNames, Parsed};
use crate::locale::Lang;
use crate::source::Sources;
use crate::theme::{Theme, ThemeError};
use anchors::Anchors;
use citations::Citations;
use pictures::{Films, Pictures};

pub use bibliography::source_addresses;
pub use locator::locator;
pub use resolved::*;

/// What all languages of the book share while it is being resolved.
struct Scene<'a> {
    book: &'a Book,
    theme: &'a Theme,
    cache: &'a Cache,
    names: LocalNames,
    /// Chapters by slug.
    slugs: BTreeMap<&'a str, ChapterId>,
    anchors: Vec<BTreeMap<Lang, Anchors>>,
    pictures: &'a Pictures,
    films: &'a Films,
    /// The map of all places in each language.
    worlds: BTreeMap<Lang, inserts::WorldMap>,
    citations: BTreeMap<Lang, Citations>,
    /// The glossary's keys in each language's order.
    glossary: BTreeMap<Lang, Vec<usize>>,
}

/// Resolves the book.
///
/// # Errors
/// A theme whose citation style cannot be read.
pub fn resolve(
    mut book: Book,
    root: &Path,
    theme: &Theme,
    cache: &Cache,
    sources: &Sources,
    found: &mut Findings,
) -> Result<Resolved, ThemeError> {
    let anchors = anchors::collect(&book, found);
    let mut pictures = Pictures::load(&book, root, found);
    let mut films = Films::load(&book, root, found);
    let languages = &book.front.languages;
    let worlds = languages.par_iter().map(|lang| (*lang, inserts::draw_world(&book, cache, *lang))).collect();
    let citations = citations::render(&book, theme, cache, sources, found)?;
    let drafts: Vec<Draft> = book.chapters.iter_mut().map(take_draft).collect();
    let scene = Scene {
        names: local_names(&book),
        slugs: slugs(&book),
        glossary: edition::glossary_orders(&book, found),
        anchors,
        pictures: &pictures,
        films: &films,
        worlds,
        citations,
        theme,
        cache,
        book: &book,
    };
    // Each draft is let go as soon as it is linked.
    let linked: Vec<_> = drafts
        .into_par_iter()
        .enumerate()
        .map(|(index, draft)| {
            let mut found = Findings::default();
            let texts = link::chapter(&scene, index, &draft, &mut found);
            (texts, found)
        })
        .collect();
    let mut texts = Vec::with_capacity(linked.len());
    for (linked, findings) in linked {
        found.append(findings);
        texts.push(linked);
    }
    let editions = edition::editions(&scene, &texts);
    let open = open_points::collect(&scene);
    let (pictures, films) = (pictures.take(), films.take());
    let Book { front, parts, chapters, .. } = book;
    let chapters = chapters
        .into_iter()
        .zip(texts)
        .map(|(chapter, texts)| {
            let part = parts.iter().position(|part| part.chapters.contains(&texts.index)).unwrap_or(0);
            let city = match chapter.subject {
                Subject::City(city) => Some(city),
                Subject::UnreadCity | Subject::Page => None,
            };
            ResolvedChapter { slug: chapter.slug, part, city, texts: texts.texts }
        })
        .collect();
    Ok(Resolved { front, parts, chapters, pictures, films, editions, open })
}

/// The trees of a chapter as they were read.
type Draft = BTreeMap<Lang, Document<Parsed>>;

fn take_draft(chapter: &mut Chapter) -> Draft {
    chapter.texts.iter_mut().map(|(lang, text)| (*lang, text.take_document())).collect()
}

fn slugs(book: &Book) -> BTreeMap<&str, ChapterId> {
    let ids = (0u32..).map(ChapterId);
    book.chapters.iter().map(|chapter| chapter.slug.as_str()).zip(ids).collect()
}

fn local_names(book: &Book) -> LocalNames {
    let known: Vec<&str> = cities(book).flat_map(|city| city.name.0.values().map(String::as_str)).collect();
    let names = cities(book).flat_map(|city| &city.local_names);
    LocalNames::new(names.map(|name| (name.text.as_str(), name.lang)), &known)
}

/// Every city of the book: those with a chapter, then the later pacts.
fn cities(book: &Book) -> impl Iterator<Item = &City> {
    book.chapters.iter().filter_map(city_of).chain(&book.later_pacts)
}

fn city_of(chapter: &Chapter) -> Option<&City> {
    match &chapter.subject {
        Subject::City(city) => Some(city),
        Subject::UnreadCity | Subject::Page => None,
    }
}

/// The city whose book this is.
fn host(book: &Book) -> Option<&City> {
    cities(book).find(|city| city.kind == CityKind::Host)
}
