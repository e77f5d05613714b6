//! What stands round the text of every page: head, navigation, languages.

use std::borrow::Cow;

use serde::Serialize;

use super::Site;
use super::addresses::FromPage;
use super::metadata::{Named, Property};
use super::paths::{Origin, Place};
use super::{app, feed, hosting};
use crate::book::Part;
use crate::locale::Lang;
use crate::locale::segment::excerpt;
use crate::markup::{isolated, words};

/// Longer titles lose the book's name (P-127).
const LONGEST_TITLE: usize = 60;
/// The whole title stands below.
const LONGEST_CRUMB: usize = 40;
const LONGEST_DESCRIPTION: usize = 160;

/// The values that `base.html` reads. Names of fields that end in `_html` hold markup.
#[derive(Debug, Serialize)]
pub struct Frame {
    pub lang: String,
    pub dir: &'static str,
    /// Which template it is, for the style sheet.
    pub kind: &'static str,
    pub title: String,
    pub description: String,
    pub style: String,
    pub first_script: String,
    pub script: String,
    pub icon: String,
    /// The same as a picture of pixels, for devices that keep the site among their programs.
    pub touch_icon: String,
    pub manifest: String,
    /// What keeps pages on the device; none where the book is not to be kept.
    pub worker: Option<String>,
    /// What the page may do, where no header says it.
    pub policies: [&'static str; 2],
    pub properties: Vec<Property>,
    pub named: Vec<Named>,
    /// JSON that is safe inside of a script element.
    pub structured: Option<String>,
    pub feed: Option<String>,
    /// Faces to fetch first.
    pub faces: Vec<String>,
    pub canonical: Option<String>,
    pub alternates: Vec<Alternate>,
    /// Whether search engines may list it.
    pub indexed: bool,
    pub home: String,
    /// The way from the cover to the page; empty for pages of no edition.
    pub crumbs: Vec<Crumb>,
    pub book_html: String,
    pub rights_html: String,
    pub nav: Vec<NavItem>,
    pub search: Option<SearchForm>,
    pub languages: Vec<LanguageLink>,
}

/// The same page in a language, by its whole address.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Alternate {
    pub hreflang: String,
    pub href: String,
}

#[derive(Debug, Serialize)]
pub struct Crumb {
    /// None for the page itself.
    pub href: Option<String>,
    pub name_html: String,
}

#[derive(Debug, Serialize)]
pub struct NavItem {
    pub href: String,
    pub label: String,
    pub current: bool,
}

/// Where the form of the search leads.
#[derive(Debug, Serialize)]
pub struct SearchForm {
    /// The page of the search.
    pub page: String,
    /// The index of names, or the contents where there is none: for readers without scripts.
    pub names: String,
    /// The directory of the index.
    pub index: String,
}

/// A link to the same page in another language.
#[derive(Debug, Serialize)]
pub struct LanguageLink {
    pub lang: String,
    pub dir: &'static str,
    pub name: String,
    pub href: String,
}

/// What a page says of itself.
pub struct About<'a> {
    pub kind: &'static str,
    pub title: &'a str,
    pub description: &'a str,
}

impl<'a> Site<'a> {
    /// The addresses of things as seen from a page.
    pub fn at_page(&'a self, lang: Lang, place: Place) -> FromPage<'a> {
        let origin = Origin::Folder(self.folder(lang, place));
        FromPage { site: self, origin, lang, place: Some(place) }
    }

    /// The addresses as seen from a page that belongs to no edition.
    pub fn at_origin(&'a self, lang: Lang, origin: Origin) -> FromPage<'a> {
        FromPage { site: self, origin, lang, place: None }
    }

    pub fn frame(&self, lang: Lang, place: Place, about: &About) -> Frame {
        let from = self.at_page(lang, place);
        let own = self.own_languages(place);
        let indexed = own.contains(&lang);
        let link = |place: Place| from.origin.page(&self.folder(lang, place), None);
        let nav = self.places().into_iter().filter_map(|item| {
            let key = nav_key(item)?;
            let label = self.theme.phrase(lang, key).to_owned();
            Some(NavItem { href: link(item), label, current: item == place })
        });
        let others = self.languages().iter().filter(|other| **other != lang);
        let languages = others.map(|other| LanguageLink {
            lang: other.to_string(),
            dir: other.direction().as_str(),
            name: self.theme.phrase(*other, "language.name").to_owned(),
            href: from.origin.page(&self.folder(*other, place), None),
        });
        let alternates = if indexed { self.alternates(place) } else { Vec::new() };
        let canonical = self.absolute(&self.folder(lang, place)).filter(|_| indexed);
        Frame {
            nav: nav.collect(),
            crumbs: self.crumbs(lang, place, about, &from),
            search: self.search_form(lang, &from),
            languages: languages.collect(),
            alternates,
            properties: self.properties(lang, place, about),
            named: self.named(lang, place, about),
            structured: indexed.then(|| self.json_ld(lang, place, about)),
            feed: feed::has_feed(self, lang).then(|| from.origin.link(&feed::path(lang))),
            canonical,
            indexed,
            ..self.bare_frame(lang, &from, about)
        }
    }

    /// The cover, the part of the book where the page is in one, the page.
    fn crumbs(&self, lang: Lang, place: Place, about: &About, from: &FromPage) -> Vec<Crumb> {
        if place == Place::Cover {
            return Vec::new();
        }
        let link = |place: Place, anchor: Option<String>| {
            Some(from.origin.page(&self.folder(lang, place), anchor.as_deref()))
        };
        let cover = Crumb {
            href: link(Place::Cover, None),
            name_html: words(self.theme.phrase(lang, "nav.home"), from.page()),
        };
        let part = self.part_of(place).map(|(number, part)| Crumb {
            href: link(Place::Contents, Some(part_id(number))),
            name_html: words(part.title.or_any(lang), from.page()),
        });
        let name_html = match place {
            Place::Chapter(id) => self.short_title(id, lang, from, LONGEST_CRUMB),
            _ => words(about.title, from.page()),
        };
        let page = Crumb { href: None, name_html };
        std::iter::once(cover).chain(part).chain([page]).collect()
    }

    /// The part of the book that a page stands in, and its number from 0.
    pub fn part_of(&self, place: Place) -> Option<(usize, &Part)> {
        let Place::Chapter(id) = place else { return None };
        let number = self.book.chapter(id).part;
        Some((number, self.book.parts.get(number)?))
    }

    fn search_form(&self, lang: Lang, from: &FromPage) -> Option<SearchForm> {
        let page = |place: Place| from.origin.page(&self.folder(lang, place), None);
        let names = if self.places().contains(&Place::Index) { Place::Index } else { Place::Contents };
        let index = from.origin.link(self.search.get(&lang)?);
        Some(SearchForm { page: page(Place::Search), names: page(names), index })
    }

    /// A frame without navigation.
    pub fn bare_frame(&self, lang: Lang, from: &FromPage, about: &About) -> Frame {
        let book_title = self.book.editions.get(&lang).map_or("", |edition| edition.title.as_str());
        let faces = self.assets.faces.get(&lang).into_iter().flatten();
        Frame {
            lang: lang.to_string(),
            dir: lang.direction().as_str(),
            kind: about.kind,
            title: self.document_title(lang, about.title, book_title),
            description: self.plain(lang, &short(about.description)),
            style: from.origin.link(&self.assets.style),
            first_script: from.origin.link(&self.assets.first_script),
            script: from.origin.link(&self.assets.script),
            icon: from.origin.link(&self.assets.icon),
            touch_icon: from.origin.link(&self.assets.app_icons.touch),
            manifest: from.origin.link(&app::manifest_path(lang)),
            worker: self.worker().map(|path| from.origin.link(path)),
            faces: faces.map(|path| from.origin.link(path)).collect(),
            policies: hosting::POLICIES,
            properties: Vec::new(),
            named: Vec::new(),
            structured: None,
            feed: None,
            canonical: None,
            alternates: Vec::new(),
            indexed: false,
            home: from.origin.page(&self.folder(lang, Place::Cover), None),
            crumbs: Vec::new(),
            book_html: words(book_title, from.page()),
            rights_html: words(self.book.front.rights.get(lang).unwrap_or_default(), from.page()),
            nav: Vec::new(),
            search: None,
            languages: Vec::new(),
        }
    }

    fn document_title(&self, lang: Lang, title: &str, book: &str) -> String {
        let whole = format!("{title} — {book}");
        let text = if title == book || whole.chars().count() > LONGEST_TITLE { title } else { &whole };
        self.plain(lang, text)
    }

    /// Text for places without markup.
    pub fn plain(&self, lang: Lang, text: &str) -> String {
        isolated(text, lang, &self.names)
    }

    /// The whole address of a folder, if the site's is known.
    pub fn absolute(&self, folder: &str) -> Option<String> {
        self.base_url.as_ref().map(|base| format!("{base}{folder}"))
    }

    /// A page in each language that has it, and where to send all others: to
    /// the choice of languages for covers, to the book's own language for the rest.
    pub fn alternates(&self, place: Place) -> Vec<Alternate> {
        let own = self.own_languages(place);
        let Some(first) = own.first().filter(|_| own.len() > 1) else { return Vec::new() };
        let href = |lang: Lang| self.absolute(&self.folder(lang, place));
        let links =
            own.iter().filter_map(|lang| Some(Alternate { hreflang: lang.to_string(), href: href(*lang)? }));
        let default = match place {
            Place::Cover => self.absolute(""),
            _ => href(*first),
        };
        let default = default.map(|href| Alternate { hreflang: "x-default".to_owned(), href });
        links.chain(default).collect()
    }
}

/// A description of the length that lists of results show.
pub fn short(description: &str) -> Cow<'_, str> {
    excerpt(description, LONGEST_DESCRIPTION)
}

/// Where a part stands in the contents.
pub fn part_id(number: usize) -> String {
    format!("part-{}", number + 1)
}

/// The phrase that names a page in the navigation; chapters are found in the contents.
pub fn nav_key(place: Place) -> Option<&'static str> {
    match place {
        Place::Cover => Some("nav.home"),
        Place::Contents => Some("nav.contents"),
        Place::Map => Some("nav.map"),
        Place::Timeline => Some("nav.timeline"),
        Place::Search => Some("nav.search"),
        Place::Glossary => Some("nav.glossary"),
        Place::Index => Some("nav.index"),
        Place::Sources => Some("nav.sources"),
        Place::Chapter(_) => None,
    }
}
