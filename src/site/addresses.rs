//! Where things of the book lie, as seen from one page.

use super::Site;
use super::paths::{Origin, Place};
use crate::book::CityKind;
use crate::doc::{ChapterId, HeadingMark, PictureId, TermRef};
use crate::image::sizes::CopyFormat;
use crate::locale::Lang;
use crate::markup::{Addresses, Page, PictureAt, Twin, TwinPlace};

/// The width in pixels that serves a browser that cannot choose.
const SHOWN: u32 = 960;

/// The addresses that a page's text needs.
pub struct FromPage<'a> {
    pub site: &'a Site<'a>,
    pub origin: Origin,
    /// The edition that links lead to: that of the text, whatever page shows it.
    pub lang: Lang,
    /// The page, for its headings' twins; none if it shows another language's text.
    pub place: Option<Place>,
}

impl<'a> FromPage<'a> {
    /// What surrounds the page's text.
    pub fn page(&'a self) -> Page<'a> {
        Page { lang: self.lang, theme: self.site.theme, names: &self.site.names, addresses: self }
    }

    fn link(&self, lang: Lang, place: Place, anchor: Option<&str>) -> String {
        self.origin.page(&self.site.folder(lang, place), anchor)
    }

    fn by_slug(&self, slug: &str) -> Option<ChapterId> {
        self.site.by_slug.get(slug).copied()
    }
}

impl Addresses for FromPage<'_> {
    fn chapter(&self, chapter: ChapterId, anchor: Option<&str>) -> String {
        self.link(self.lang, Place::Chapter(chapter), anchor)
    }

    fn source(&self, index: usize) -> Option<String> {
        let source = self.site.book.editions.get(&self.lang)?.sources.get(index)?;
        Some(self.link(self.lang, Place::Sources, Some(&source.key)))
    }

    fn term(&self, term: TermRef) -> Option<String> {
        let entry = self.site.book.editions.get(&self.lang)?.glossary.get(term.0)?;
        Some(self.link(self.lang, Place::Glossary, Some(&entry.key)))
    }

    fn picture(&self, picture: PictureId) -> Option<PictureAt> {
        let file = self.site.book.pictures.get(picture.0)?;
        let paths = self.site.assets.pictures.get(picture.0)?;
        let whole = self.origin.link(&paths.whole);
        let set = |format: CopyFormat| {
            let copies = paths.copies.iter().filter(|copy| copy.format == format);
            let copies: Vec<String> =
                copies.map(|copy| format!("{} {}w", self.origin.link(&copy.path), copy.width)).collect();
            (!copies.is_empty()).then(|| copies.join(", "))
        };
        // The largest of the copies is as much as a page shows.
        let jpegs = paths.copies.iter().filter(|copy| copy.format == CopyFormat::Jpeg);
        let shown = jpegs.clone().find(|copy| copy.width >= SHOWN).or_else(|| jpegs.clone().next_back());
        Some(PictureAt {
            href: shown.map_or_else(|| whole.clone(), |copy| self.origin.link(&copy.path)),
            whole,
            width: file.width,
            height: file.height,
            srcset: set(CopyFormat::Jpeg),
            modern: [("image/avif", CopyFormat::Avif), ("image/webp", CopyFormat::WebP)]
                .into_iter()
                .find_map(|(media_type, format)| Some((media_type, set(format)?))),
        })
    }

    fn file(&self, path: &str) -> String {
        self.origin.link(path)
    }

    /// On the map in a city's own chapter nothing leads away: it shows that
    /// city and its way to the host, and is read as one picture.
    fn place(&self, slug: &str) -> Option<String> {
        if let Some(Place::Chapter(id)) = self.place
            && self.site.book.chapter(id).city.as_ref().is_some_and(|city| city.kind != CityKind::Host)
        {
            return None;
        }
        let chapter = self.by_slug(slug)?;
        Some(self.link(self.lang, Place::Chapter(chapter), None))
    }

    fn place_name(&self, slug: &str) -> Option<String> {
        let chapter = self.site.book.chapter(self.by_slug(slug)?);
        chapter.city.as_ref().map(|city| city.name.or_any(self.lang).to_owned())
    }

    fn twins(&self, heading: &HeadingMark) -> Vec<Twin> {
        let Some(place) = self.place else { return Vec::new() };
        let others = self.site.own_languages(place).into_iter().filter(|lang| *lang != self.lang);
        others
            .map(|lang| match heading.twins.get(&lang) {
                Some(id) => Twin { lang, href: self.link(lang, place, Some(id)), place: TwinPlace::Heading },
                None => Twin { lang, href: self.link(lang, place, None), place: TwinPlace::Chapter },
            })
            .collect()
    }
}
