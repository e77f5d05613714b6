//! The lists at the end of the book: map, timeline, glossary, index, sources.

use serde::Serialize;

use super::Site;
use super::addresses::FromPage;
use super::frame::{About, Frame, nav_key};
use super::paths::Place;
use crate::book::{City, CityKind, Location};
use crate::doc::ChapterId;
use crate::figure::map::{LonLat, distance_km};
use crate::locale::number::{Decimal, Unit, integer, unit};
use crate::locale::{Lang, names};
use crate::markup::{self, Page, words};
use crate::resolve::{Edition, IndexEntry};
use crate::theme::ThemeError;

#[derive(Serialize)]
struct ListPage<T> {
    #[serde(flatten)]
    frame: Frame,
    title_html: String,
    entries: T,
}

#[derive(Serialize)]
struct MapEntries {
    map_html: String,
    caption_html: String,
    /// The crowded part of the map, with its caption.
    crowd_html: Option<String>,
    crowd_caption_html: String,
    places: Vec<PlaceRow>,
}

#[derive(Serialize)]
struct TimelineEntries {
    /// For broad pages.
    level_html: Option<String>,
    list_html: String,
}

#[derive(Serialize)]
struct PlaceRow {
    /// The form of its mark.
    mark: &'static str,
    href: String,
    name_html: String,
    country_html: String,
    kind: String,
    distance_html: String,
}

#[derive(Serialize)]
struct Term {
    id: String,
    term_html: String,
    definition_html: String,
}

#[derive(Serialize)]
struct Group {
    heading: String,
    entries: Vec<Entry>,
}

#[derive(Serialize)]
struct Entry {
    words_html: String,
    chapters: Vec<Mentions>,
}

/// The mentions in one chapter: the first is linked by its title.
#[derive(Serialize)]
struct Mentions {
    href: String,
    title_html: String,
    more: Vec<Mention>,
}

#[derive(Serialize)]
struct Mention {
    href: String,
    number: String,
    label: String,
}

#[derive(Serialize)]
struct Source {
    id: String,
    text_html: String,
    /// Where they are not the page's.
    text_lang: Option<Lang>,
    text_dir: Option<&'static str>,
    /// The chapters that cite it.
    cited: Vec<Mentions>,
}

impl Site<'_> {
    pub fn map(&self, lang: Lang) -> Result<String, ThemeError> {
        self.list(lang, Place::Map, "map.html", "map.title", |edition, from| MapEntries {
            map_html: markup::drawing(&edition.world_map, from.page()),
            caption_html: markup::line(&edition.world_map.caption, from.page()),
            crowd_html: edition.crowd_map.as_ref().map(|figure| markup::drawing(figure, from.page())),
            crowd_caption_html: edition
                .crowd_map
                .as_ref()
                .map(|figure| markup::line(&figure.caption, from.page()))
                .unwrap_or_default(),
            places: self.place_rows(lang, from),
        })
    }

    pub fn timeline(&self, lang: Lang) -> Result<String, ThemeError> {
        self.list(lang, Place::Timeline, "timeline.html", "timeline.title", |edition, from| TimelineEntries {
            level_html: edition.level_timeline.as_ref().map(|figure| markup::drawing(figure, from.page())),
            list_html: markup::timeline(&edition.timeline, from.page()),
        })
    }

    pub fn search(&self, lang: Lang) -> Result<String, ThemeError> {
        self.list(lang, Place::Search, "search.html", "search.title", |_, _| ())
    }

    pub fn glossary(&self, lang: Lang) -> Result<String, ThemeError> {
        self.list(lang, Place::Glossary, "glossary.html", "glossary.title", |edition, from| {
            let terms = edition.glossary.iter().map(|entry| Term {
                id: entry.key.clone(),
                term_html: words(&entry.term, from.page()),
                definition_html: words(&entry.definition, from.page()),
            });
            terms.collect::<Vec<_>>()
        })
    }

    pub fn index(&self, lang: Lang) -> Result<String, ThemeError> {
        self.list(lang, Place::Index, "index.html", "index.title", |edition, from| {
            let groups = edition.index.iter().map(|group| Group {
                heading: group.heading.clone(),
                entries: group.entries.iter().map(|entry| self.index_entry(entry, lang, from)).collect(),
            });
            groups.collect::<Vec<_>>()
        })
    }

    pub fn sources(&self, lang: Lang) -> Result<String, ThemeError> {
        self.list(lang, Place::Sources, "sources.html", "sources.title", |edition, from| {
            let cited = |chapter: &ChapterId| Mentions {
                href: from.origin.page(&self.folder(lang, Place::Chapter(*chapter)), None),
                title_html: self.chapter_title(*chapter, lang, from),
                more: Vec::new(),
            };
            let citing = self.citing(lang);
            let sources = edition.sources.iter().zip(&citing).map(|(source, chapters)| Source {
                id: source.key.clone(),
                text_html: markup::line(&source.text, Page { lang: source.lang, ..from.page() }),
                text_lang: (source.lang != lang).then_some(source.lang),
                text_dir: (source.lang.direction() != lang.direction())
                    .then(|| source.lang.direction().as_str()),
                cited: chapters.iter().map(cited).collect(),
            });
            sources.collect::<Vec<_>>()
        })
    }

    fn list<T: Serialize>(
        &self,
        lang: Lang,
        place: Place,
        template: &str,
        title_key: &str,
        entries: impl FnOnce(&Edition, &FromPage) -> T,
    ) -> Result<String, ThemeError> {
        let Some(edition) = self.book.editions.get(&lang) else { return Ok(String::new()) };
        let from = self.at_page(lang, place);
        let title = self.theme.phrase(lang, title_key);
        let name = nav_key(place).map_or(title, |key| self.theme.phrase(lang, key));
        let description = self.theme.phrase(lang, &title_key.replace(".title", ".lead"));
        let kind = if place == Place::Search { "search-page" } else { "list" };
        let about = About { kind, title: name, description };
        let page = ListPage {
            frame: self.frame(lang, place, &about),
            title_html: words(title, from.page()),
            entries: entries(edition, &from),
        };
        self.theme.render(template, lang, &page)
    }

    /// The cities that have a chapter, with their way from the host.
    fn place_rows(&self, lang: Lang, from: &FromPage) -> Vec<PlaceRow> {
        let cities = || {
            let chapters = (0u32..).map(ChapterId).zip(&self.book.chapters);
            chapters.filter_map(|(id, chapter)| Some((id, chapter.city.as_deref()?)))
        };
        let host = cities().find(|(_, city)| city.kind == CityKind::Host).and_then(|(_, city)| city.location);
        let row = |(id, city): (ChapterId, &City)| PlaceRow {
            href: from.origin.page(&self.folder(lang, Place::Chapter(id)), None),
            name_html: words(city.name.or_any(lang), from.page()),
            country_html: words(names::country(&city.country, lang).unwrap_or_default(), from.page()),
            mark: city.kind.as_str(),
            kind: self.theme.phrase(lang, &format!("kind.{}", city.kind.as_str())).to_owned(),
            distance_html: match (host, city.location, city.kind) {
                (_, _, CityKind::Host) | (None, ..) | (_, None, _) => String::new(),
                (Some(host), Some(at), _) => words(&distance(host, at, lang), from.page()),
            },
        };
        cities().map(row).collect()
    }

    fn index_entry(&self, entry: &IndexEntry, lang: Lang, from: &FromPage) -> Entry {
        let mut chapters: Vec<(ChapterId, Mentions)> = Vec::new();
        for (id, anchor) in &entry.mentions {
            let href = from.origin.page(&self.folder(lang, Place::Chapter(*id)), Some(anchor));
            match chapters.last_mut() {
                Some((last, mentions)) if last == id => {
                    let number = i64::try_from(mentions.more.len()).unwrap_or(i64::MAX).saturating_add(2);
                    let number = integer(number, lang);
                    let title = self.text_of(*id, lang).map_or("", |(_, text)| text.front.title.as_str());
                    let values = [("chapter", title), ("number", number.as_str())];
                    let label = self.theme.phrase_with(lang, "index.mention", &values);
                    mentions.more.push(Mention { href, number, label: self.plain(lang, &label) });
                }
                _ => {
                    let title_html = self.chapter_title(*id, lang, from);
                    chapters.push((*id, Mentions { href, title_html, more: Vec::new() }));
                }
            }
        }
        Entry {
            words_html: words(&entry.words, from.page()),
            chapters: chapters.into_iter().map(|(_, mentions)| mentions).collect(),
        }
    }
}

/// The length of the great circle to ten kilometres: cities are larger than a point.
fn distance(host: Location, at: Location, lang: Lang) -> String {
    let lon_lat = |location: Location| LonLat::new(location.lon, location.lat);
    let kilometres = (distance_km(lon_lat(host), lon_lat(at)) / 10.0).round() * 10.0;
    Decimal::from_f64(kilometres).map(|count| unit(count, Unit::Kilometer, lang)).unwrap_or_default()
}
