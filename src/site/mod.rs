//! From the resolved book to a static website, file by file.
//!
//! In: [`Resolved`], theme, fonts. Out: pages, style, fonts and pictures, each
//! handed to a [`Sink`] as soon as it is made, from all cores at once; no page
//! but the cover and the lists at the end of the book grows with the number
//! of chapters. What stands inside `<main>` of a chapter is `markup`'s, what
//! stands round it the theme's; which pages there are and how they are linked
//! is decided here.

mod addresses;
mod app;
mod assets;
mod back_matter;
mod chapter;
mod cover;
mod feed;
mod frame;
mod hosting;
mod letters;
mod metadata;
mod offline;
mod paths;
mod preview;
mod reading;
mod sitemap;
mod webfonts;

use std::collections::BTreeMap;
use std::fmt;
use std::sync::Arc;

use rayon::prelude::*;

use crate::cache::Cache;
use crate::config::EditionKind;
use crate::doc::{ChapterId, LocalNames};
use crate::fonts::{FontError, Fonts};
use crate::locale::Lang;
use crate::output::{DiskError, Sink};
use crate::resolve::Resolved;
use crate::search::{self, ListTitles};
use crate::theme::{Theme, ThemeError};
use assets::Assets;
use offline::Witness;
use paths::Place;

/// What a site is made for.
#[derive(Debug, Clone, Default)]
pub struct SiteOptions {
    /// The address the site will have; stands before the book's own.
    pub base_url: Option<String>,
    pub downloads: Vec<Download>,
    /// Where pictures and cut faces are remembered between builds.
    pub cache: Cache,
}

/// A file that the cover offers.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Download {
    /// In the output folder.
    pub path: String,
    pub edition: EditionKind,
    pub bytes: usize,
    pub pages: usize,
}

/// Why a site could not be made.
#[derive(Debug)]
pub enum SiteError {
    Theme(ThemeError),
    Font(FontError),
    Disk(DiskError),
}

impl fmt::Display for SiteError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            SiteError::Theme(error) => error.fmt(f),
            SiteError::Font(error) => error.fmt(f),
            SiteError::Disk(error) => error.message().fmt(f),
        }
    }
}

impl std::error::Error for SiteError {}

impl From<ThemeError> for SiteError {
    fn from(error: ThemeError) -> SiteError {
        SiteError::Theme(error)
    }
}

impl From<DiskError> for SiteError {
    fn from(error: DiskError) -> SiteError {
        SiteError::Disk(error)
    }
}

/// Writes the whole site but for its downloads, and counts its pages.
///
/// # Errors
/// A theme or font that cannot be used, or the sink's.
pub fn render(
    book: &Resolved,
    theme: &Theme,
    fonts: &Arc<Fonts>,
    options: &SiteOptions,
    sink: &dyn Sink,
) -> Result<usize, SiteError> {
    let names = local_names(book);
    let witness = Witness::of(sink);
    let sink: &dyn Sink = &witness;
    let (search, assets) = rayon::join(
        || search_indices(book, theme, &names, &options.cache, sink),
        || Assets::write(book, theme, fonts, &names, &options.cache, sink),
    );
    let site = Site {
        book,
        theme,
        options,
        base_url: base_url(book, options),
        witness: &witness,
        search: search?,
        by_slug: book
            .chapters
            .iter()
            .map(|chapter| chapter.slug.as_str())
            .zip((0u32..).map(ChapterId))
            .collect(),
        assets: assets?,
        names,
    };
    let places = site.places();
    let pages: Vec<(Lang, Place)> =
        book.editions.keys().flat_map(|lang| places.iter().map(|place| (*lang, *place))).collect();
    let write = |(lang, place): &(Lang, Place)| {
        let html = site.page(*lang, *place)?;
        let path = format!("{}index.html", site.folder(*lang, *place));
        sink.put(&path, html.into_bytes()).map_err(SiteError::from)
    };
    // A cover says how much there is to keep of all the rest.
    let (covers, others): (Vec<_>, Vec<_>) = pages.iter().partition(|(_, place)| *place == Place::Cover);
    others.par_iter().try_for_each(write)?;
    covers.par_iter().try_for_each(write)?;
    sink.put("index.html", site.language_choice()?.into_bytes())?;
    sink.put("404.html", site.not_found()?.into_bytes())?;
    if site.worker().is_some() {
        sink.put(offline::NOT_KEPT, site.not_kept()?.into_bytes())?;
    }
    sitemap::write(&site, &pages, sink)?;
    feed::write(&site, sink)?;
    hosting::write(&site, sink)?;
    app::write(&site, sink)?;
    site.write_offline()?;
    // The choice of languages and what answers for pages that are not there are pages too.
    Ok(pages.len() + 2 + usize::from(site.worker().is_some()))
}

/// What every page is made from.
struct Site<'a> {
    book: &'a Resolved,
    theme: &'a Theme,
    options: &'a SiteOptions,
    /// What was written so far.
    witness: &'a Witness<'a>,
    /// With a `/` at its end.
    base_url: Option<String>,
    names: LocalNames,
    by_slug: BTreeMap<&'a str, ChapterId>,
    assets: Assets,
    /// The directory of each language's search index.
    search: BTreeMap<Lang, String>,
}

impl Site<'_> {
    /// The pages that each edition has; the same in all, so that each has its twin.
    fn places(&self) -> Vec<Place> {
        let editions = || self.book.editions.values();
        let mut places = vec![Place::Cover, Place::Contents];
        if editions().any(|edition| !edition.world_map.drawing.items.is_empty()) {
            places.push(Place::Map);
        }
        if editions().any(|edition| !edition.timeline.events.is_empty()) {
            places.push(Place::Timeline);
        }
        if editions().any(|edition| !edition.glossary.is_empty()) {
            places.push(Place::Glossary);
        }
        if editions().any(|edition| !edition.index.is_empty()) {
            places.push(Place::Index);
        }
        if editions().any(|edition| !edition.sources.is_empty()) {
            places.push(Place::Sources);
        }
        places.push(Place::Search);
        let chapters = (0u32..).map(ChapterId).zip(&self.book.chapters);
        let with_text = chapters.filter(|(_, chapter)| !chapter.texts.is_empty());
        places.extend(with_text.map(|(id, _)| Place::Chapter(id)));
        places
    }

    fn page(&self, lang: Lang, place: Place) -> Result<String, ThemeError> {
        match place {
            Place::Cover => self.cover(lang),
            Place::Contents => self.contents(lang),
            Place::Map => self.map(lang),
            Place::Timeline => self.timeline(lang),
            Place::Search => self.search(lang),
            Place::Glossary => self.glossary(lang),
            Place::Index => self.index(lang),
            Place::Sources => self.sources(lang),
            Place::Chapter(id) => self.chapter(lang, id),
        }
    }

    /// The path at its host where the site lies, with a `/` at both ends.
    fn root(&self) -> String {
        let url = self.base_url.as_deref().unwrap_or("/");
        let path = url.split_once("://").map_or(Some(url), |(_, rest)| rest.find('/').map(|at| &rest[at..]));
        path.unwrap_or("/").to_owned()
    }

    fn folder(&self, lang: Lang, place: Place) -> String {
        paths::page_folder(lang, place, |id| self.book.chapter(id).slug.clone())
    }

    /// The languages of the book, its own first.
    fn languages(&self) -> &[Lang] {
        &self.book.front.languages
    }

    /// The languages in which a page has words of its own.
    fn own_languages(&self, place: Place) -> Vec<Lang> {
        let has = |lang: &Lang| match place {
            Place::Chapter(id) => self.book.chapter(id).texts.contains_key(lang),
            _ => true,
        };
        self.languages().iter().copied().filter(has).collect()
    }
}

fn base_url(book: &Resolved, options: &SiteOptions) -> Option<String> {
    let url = options.base_url.as_deref().or(book.front.base_url.as_deref())?;
    Some(format!("{}/", url.trim_end_matches('/')))
}

/// Writes the index of each language, one after the other: each is made by all cores.
fn search_indices(
    book: &Resolved,
    theme: &Theme,
    names: &LocalNames,
    cache: &Cache,
    sink: &dyn Sink,
) -> Result<BTreeMap<Lang, String>, DiskError> {
    let languages = book.editions.keys();
    let written = languages.map(|lang| {
        let titles = ListTitles {
            glossary: theme.phrase(*lang, "glossary.title"),
            sources: theme.phrase(*lang, "sources.title"),
        };
        Ok((*lang, search::write(book, *lang, names, titles, cache, sink)?))
    });
    written.collect()
}

fn local_names(book: &Resolved) -> LocalNames {
    let cities = || book.chapters.iter().filter_map(|chapter| chapter.city.as_deref());
    let known: Vec<&str> = cities().flat_map(|city| city.name.0.values().map(String::as_str)).collect();
    let names = cities().flat_map(|city| &city.local_names);
    LocalNames::new(names.map(|name| (name.text.as_str(), name.lang)), &known)
}

#[cfg(test)]
mod tests;
