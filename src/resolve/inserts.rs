//! Blocks that are drawn from data: pact card, facts, likeness, map, timeline.
//!
//! Every label and value becomes inline text here, in the reader's language,
//! with both calendars and with its sources, so that the site and the
//! typesetter print the same.

use std::sync::Arc;

use super::compare;
use super::link::Linker;
use super::locator::{PRINT, PRINT_ASPECT, Way};
use super::open_points;
use super::words::Words;
use super::{Scene, city_of, host};
use crate::book::{Certainty, Chapter, City, CityKind, Heritage, Localized, Location, Pact, Subject};
use crate::cache::{Cache, Key};
use crate::diag::Diagnostic;
use crate::doc::{
    Block, BlockKind, DrawnFigure, FactRow, Facts, Figure, Inline, InlineKind, Insert, Likeness, Line,
    Linked, PactCard, RawInsert, RawPicture, Target, Timeline, TimelineEvent, Video, Word,
};
use crate::drawing::Drawing;
use crate::figure::map::{self, LonLat, MapOptions, Place, PlaceKind};
use crate::figure::pen::estimated_width;
use crate::locale::Lang;
use crate::locale::list::{Conjunction, join};
use crate::locale::names;
use crate::locale::number::{Decimal, Unit, integer, unit, year};
use crate::locale::partial_date::{PartialDate, dual};
use crate::message;
use crate::source::Span;

/// The drawn form of a fenced block; a block that lacks its data is reported.
pub fn insert<'a>(linker: &mut Linker<'a, '_>, raw: &'a RawInsert, span: Span) -> Option<Insert> {
    match raw {
        RawInsert::Timeline => Some(Insert::Timeline(timeline(&linker.words(), linker.scene))),
        RawInsert::OpenPoints => Some(Insert::OpenPoints(open_points::table(linker))),
        RawInsert::Map { caption } => {
            let caption = linker.line(caption);
            map_figure(linker, caption, span).map(Insert::Map)
        }
        RawInsert::Chart { kind, caption } => {
            let caption = linker.line(caption);
            compare::chart(linker, *kind, caption, span).map(Insert::Chart)
        }
        RawInsert::Gallery(figures) => {
            Some(Insert::Gallery(figures.iter().filter_map(|figure| linker.figure(figure)).collect()))
        }
        RawInsert::Video { file, poster, caption } => {
            let caption = linker.line(caption);
            video(linker, file, poster, caption).map(Insert::Video)
        }
        RawInsert::Pact | RawInsert::Facts | RawInsert::Likeness => {
            let Some(city) = linker.city() else {
                if matches!(linker.chapter.subject, Subject::UnreadCity) {
                    return None;
                }
                let message = message!("directive-no-city");
                linker.found.push(Diagnostic::error("directive.no-city", span, message));
                return None;
            };
            match raw {
                RawInsert::Pact => Some(Insert::Pact(Box::new(pact_card(linker, city)))),
                RawInsert::Facts => Some(Insert::Facts(facts(linker, city))),
                _ => likeness(linker, city, span).map(Insert::Likeness),
            }
        }
    }
}

/// What came of the sisterhood, at the end of a city's chapter.
pub fn ties(linker: &mut Linker) -> Option<Block<Linked>> {
    let city = linker.city().filter(|city| !city.links.is_empty())?;
    let words = linker.words();
    let mut rows: Vec<FactRow> = Vec::new();
    for link in &city.links {
        let Some(text) = link.text.get(linker.lang) else { continue };
        let mut value = Line::new();
        if let Some(at) = link.year {
            value
                .extend(words.line(&words.with("ties.year", &[("year", &year(at, linker.lang))]), city.span));
        }
        value.extend(words.line(text, city.span));
        push_citation(linker, &link.sources, city.span, &mut value);
        let label = words.get(&format!("link.{}", link.kind.as_str()));
        match rows.iter_mut().find(|row| &*row.label == label) {
            Some(row) => row.values.push(value),
            None => rows.push(FactRow { label: label.into(), values: vec![value] }),
        }
    }
    let title = words.get("ties.title").into();
    let kind = BlockKind::Insert(Insert::Facts(Facts { title, rows }));
    Some(Block { span: Span { end: city.span.start, ..city.span }, kind })
}

pub fn push_citation(linker: &mut Linker, sources: &[Word], span: Span, value: &mut Line) {
    let citation = linker.cite_words(sources, span);
    if !citation.is_empty() {
        value.push(Inline { span, kind: InlineKind::Text(" ".into()) });
        value.extend(citation);
    }
}

pub fn row(words: &Words, key: &str, values: Vec<Line>) -> FactRow {
    FactRow { label: words.get(key).into(), values }
}

fn facts(linker: &mut Linker, city: &City) -> Facts {
    let words = linker.words();
    let (lang, span) = (linker.lang, city.span);
    let mut rows = Vec::new();
    let mut add = |key: &str, values: Vec<Line>| {
        if values.iter().any(|value| !value.is_empty()) {
            rows.push(row(&words, key, values));
        }
    };
    add("fact.local_name", local_names(city));
    add(
        "fact.country",
        names::country(&city.country, lang).map(|name| words.line(name, span)).into_iter().collect(),
    );
    if let Some(founded) = city.founded.get(lang) {
        add("fact.founded", vec![words.line(founded, span)]);
    }
    if let Some(population) = &city.population {
        let count = integer(i64::try_from(population.value).unwrap_or(i64::MAX), lang);
        let text = match population.year {
            Some(at) => words.with("fact.population_year", &[("count", &count), ("year", &year(at, lang))]),
            None => count,
        };
        let mut value = words.line(&text, span);
        if let Some(source) = &population.source {
            let known =
                linker.scene.citations.get(&lang).is_some_and(|citations| citations.has(&source.text));
            match known {
                true => push_citation(linker, std::slice::from_ref(source), span, &mut value),
                false => value.extend(words.line(&format!(" ({})", source.text), span)),
            }
        }
        add("fact.population", vec![value]);
    }
    if let Some(metres) = city.elevation.and_then(Decimal::from_f64) {
        add("fact.elevation", vec![words.line(&unit(metres, Unit::Meter, lang), span)]);
    }
    if let Some(river) = city.river.get(lang) {
        add("fact.river", vec![words.line(river, span)]);
    }
    let languages = city
        .languages
        .iter()
        .map(|code| names::language_name(*code, lang).map_or_else(|| code.to_string(), str::to_owned));
    let languages: Vec<String> = languages.collect();
    if !languages.is_empty() {
        add("fact.languages", vec![words.line(&join(&languages, Conjunction::And, lang), span)]);
    }
    add("fact.heritage", city.heritage.iter().filter_map(|site| heritage(site, &words, span)).collect());
    if let Some(distance) = way(linker.scene, city).and_then(|way| way.distance(lang)) {
        add("fact.distance", vec![words.line(&distance, span)]);
    }
    Facts { title: words.with("fact.title", &[("city", city.name.or_any(lang))]).into(), rows }
}

fn local_names(city: &City) -> Vec<Line> {
    let known: Vec<&str> = city.name.0.values().map(String::as_str).collect();
    let foreign = city.local_names.iter().filter(|name| !known.contains(&name.text.as_str()));
    let span = city.span;
    foreign
        .map(|name| {
            let words = Inline { span, kind: InlineKind::Text(name.text.as_str().into()) };
            let (lang, direction) = (name.lang, name.lang.direction());
            vec![Inline { span, kind: InlineKind::Foreign { lang, direction, content: vec![words] } }]
        })
        .collect()
}

fn heritage(site: &Heritage, words: &Words, span: Span) -> Option<Line> {
    let name = site.name.get(words.lang)?;
    let text = match site.year {
        Some(at) => words.with("fact.heritage_year", &[("name", name), ("year", &year(at, words.lang))]),
        None => name.to_owned(),
    };
    let line = words.line(&text, span);
    let Some(number) = site.whc else { return Some(line) };
    let target = Target::Url(format!("https://whc.unesco.org/en/list/{number}").into());
    Some(vec![Inline { span, kind: InlineKind::Link { target, content: line } }])
}

/// The way to a city from the host; none for the host itself.
pub fn way<'a>(scene: &Scene<'a>, city: &'a City) -> Option<Way<'a>> {
    let host = host(scene.book).filter(|_| city.kind != CityKind::Host)?;
    let is_host = |chapter: &&Chapter| city_of(chapter).is_some_and(|city| city.kind == CityKind::Host);
    let host_slug = scene.book.chapters.iter().find(is_host).map(|chapter| chapter.slug.as_str());
    Some(Way { host, host_slug, city })
}

pub fn lon_lat(location: Location) -> LonLat {
    LonLat::new(location.lon, location.lat)
}

fn pact_card(linker: &mut Linker, city: &City) -> PactCard {
    let words = linker.words();
    let (lang, span) = (linker.lang, city.span);
    let title = words.with("pact.title", &[("city", city.name.or_any(lang))]).into();
    let kind =
        row(&words, "pact.kind", vec![words.line(words.get(&format!("kind.{}", city.kind.as_str())), span)]);
    let Some(pact) = &city.pact else {
        let none = row(&words, "pact.signed", vec![words.line(words.get("pact.none"), span)]);
        return PactCard { title, rows: vec![kind, none], scan: None, note: Line::new() };
    };
    let mut rows = vec![kind];
    rows.push(row(&words, "pact.signed", vec![words.line(&signed(pact, &words), span)]));
    let certainty = words.get(&format!("certainty.{}", pact.certainty.as_str()));
    rows.push(row(&words, "pact.certainty", vec![words.line(certainty, span)]));
    if let Some(place) = pact.place.get(lang) {
        rows.push(row(&words, "pact.place", vec![words.line(place, span)]));
    }
    let signatories = pact.signatories.iter().filter_map(|name| name.get(lang));
    let signatories: Vec<Line> = signatories.map(|name| words.line(name, span)).collect();
    if !signatories.is_empty() {
        rows.push(row(&words, "pact.signatories", signatories));
    }
    let sources = linker.cite_words(&pact.sources, span);
    if !sources.is_empty() {
        rows.push(row(&words, "pact.sources", vec![sources]));
    }
    let scan = scan(linker, pact);
    let note = pact.note.get(lang).map(|note| words.line(note, span)).unwrap_or_default();
    PactCard { title, rows, scan, note }
}

/// The date in both calendars, or that there is none.
pub fn signed(pact: &Pact, words: &Words) -> String {
    match pact.signed {
        Some(date) => dual(date, pact.solar_hijri.as_deref(), words.lang),
        None => words.get("pact.undated").to_owned(),
    }
}

fn scan(linker: &mut Linker, pact: &Pact) -> Option<Figure> {
    let alt = pact.scan_alt.get(linker.lang).unwrap_or_default();
    let raw = RawPicture { path: pact.scan.clone()?, alt: alt.into() };
    let picture = linker.picture(&raw)?;
    let caption = linker.words().line(linker.words().get("pact.scan"), pact.span);
    let (id, label) = linker.next_figure();
    Some(Figure { id, label, picture, caption })
}

fn likeness(linker: &mut Linker, city: &City, span: Span) -> Option<Likeness> {
    let words = linker.words();
    if city.likeness.is_empty() {
        let message = message!("directive-no-data-likeness");
        linker.found.push(Diagnostic::error("directive.no-data", span, message));
        return None;
    }
    let host = host(linker.scene.book);
    let host = host.map_or(words.get("likeness.isfahan"), |host| host.name.or_any(linker.lang));
    let head = [words.get("likeness.aspect").into(), host.into(), city.name.or_any(linker.lang).into()];
    let cell = |text: &Localized| words.line(text.get(linker.lang).unwrap_or_default(), city.span);
    let rows = city.likeness.iter().map(|row| [cell(&row.aspect), cell(&row.isfahan), cell(&row.city)]);
    Some(Likeness { head, rows: rows.collect() })
}

/// A locator for a city's chapter, the world for the host and for pages.
fn map_figure(linker: &mut Linker, caption: Line, span: Span) -> Option<DrawnFigure> {
    let words = linker.words();
    let scene = linker.scene;
    let lang = linker.lang;
    let city = linker.city().filter(|city| city.kind != CityKind::Host);
    let Some(city) = city else {
        let (id, label) = linker.next_map();
        return Some(DrawnFigure { id, label, caption, ..world_map(scene, lang) });
    };
    let way = way(scene, city);
    let draw = |width, aspect, size| way?.draw(&map_options(&lang, width, aspect, size), scene.cache, lang);
    let print = draw(PRINT.0, PRINT_ASPECT, PRINT.1);
    let (Some(drawing), Some(print)) = (draw(720.0, 1.6, 15.0), print) else {
        let message = message!("directive-no-data-map");
        linker.found.push(Diagnostic::error("directive.no-data", span, message));
        return None;
    };
    let distance = way.and_then(|way| way.distance(lang)).unwrap_or_default();
    let name = city.name.or_any(lang);
    let alt = words.with("map.locator_alt", &[("city", name), ("distance", &distance)]);
    let (id, label) = linker.next_map();
    Some(DrawnFigure { id, label, drawing, print, alt: alt.into(), caption })
}

pub fn map_options(lang: &Lang, width: f64, aspect: f64, label_size: f64) -> MapOptions<'_> {
    MapOptions { width, aspect, lang: lang.as_str(), label_size, measure: &estimated_width }
}

/// What a map of a kind is remembered by, but for what it shows. One measure serves all maps.
pub fn map_key(kind: &'static str, options: &MapOptions) -> Key {
    let MapOptions { width, aspect, lang, label_size, measure: _ } = *options;
    Key::new("map").with(kind).with(format!("{:?}", (width, aspect, lang, label_size)))
}

/// All places of the book with a location, on one map.
pub fn world_map(scene: &Scene, lang: Lang) -> DrawnFigure {
    let words = Words::new(scene, lang);
    let WorldMap { screen: drawing, print } = scene.worlds.get(&lang).cloned().unwrap_or_default();
    let names: Vec<&str> = super::cities(scene.book)
        .filter(|city| city.kind != CityKind::Host && city.location.is_some())
        .map(|city| city.name.or_any(lang))
        .collect();
    let alt = words.with("map.world_alt", &[("cities", &join(&names, Conjunction::And, lang))]);
    let caption = words.line(words.get("map.world_caption"), scene.book.front.span);
    let label = words.get("map.title").into();
    DrawnFigure { id: "map-world".into(), label, drawing, print, alt: alt.into(), caption }
}

/// The world for two readers: names keep their size where the map is smaller.
#[derive(Debug, Clone, Default)]
pub struct WorldMap {
    pub screen: Arc<Drawing>,
    pub print: Arc<Drawing>,
}

/// The drawings of the world in one language.
pub fn draw_world(book: &crate::book::Book, cache: &Cache, lang: Lang) -> WorldMap {
    let mut places = places(book, lang);
    let Some(host) = places.iter().position(|place| place.kind == PlaceKind::Host) else {
        return WorldMap::default();
    };
    let host = places.remove(host);
    let draw = |width, label| {
        let options = map_options(&lang, width, 2.1, label);
        let key = map_key("world", &options).with(format!("{:?}", (&places, &host)));
        Arc::new(cache.value(&key, || map::world(&places, &host, &options)))
    };
    WorldMap { screen: draw(1100.0, 14.0), print: draw(600.0, 13.5) }
}

/// All cities that have a location, with chapters and without.
pub fn places(book: &crate::book::Book, lang: Lang) -> Vec<Place> {
    let with_slug = book.chapters.iter().filter_map(|chapter| Some((city_of(chapter)?, Some(&chapter.slug))));
    let places = with_slug.chain(book.later_pacts.iter().map(|city| (city, None)));
    places
        .filter_map(|(city, slug)| {
            Some(Place {
                slug: slug.cloned(),
                name: city.name.or_any(lang).to_owned(),
                at: lon_lat(city.location?),
                kind: place_kind(city.kind),
            })
        })
        .collect()
}

pub fn place_kind(kind: CityKind) -> PlaceKind {
    match kind {
        CityKind::Host => PlaceKind::Host,
        CityKind::Sister => PlaceKind::Sister,
        CityKind::Friendship => PlaceKind::Friendship,
        CityKind::Memorandum => PlaceKind::Memorandum,
        CityKind::Pending => PlaceKind::Pending,
    }
}

/// Every pact by date; those without one stand at the end.
pub fn timeline(words: &Words, scene: &Scene) -> Timeline {
    let chapters = scene.book.chapters.iter().filter_map(|chapter| Some((city_of(chapter)?, Some(chapter))));
    let all = chapters.chain(scene.book.later_pacts.iter().map(|city| (city, None)));
    let mut events: Vec<(Option<PartialDate>, TimelineEvent)> =
        all.filter_map(|(city, chapter)| event(city, chapter, words, scene)).collect();
    events.sort_by(|(a, _), (b, _)| (a.is_none(), a).cmp(&(b.is_none(), b)));
    Timeline {
        label: words.get("timeline.title").into(),
        events: events.into_iter().map(|(_, event)| event).collect(),
    }
}

fn event(
    city: &City,
    chapter: Option<&Chapter>,
    words: &Words,
    scene: &Scene,
) -> Option<(Option<PartialDate>, TimelineEvent)> {
    let pact = city.pact.as_ref()?;
    let name = words.line(city.name.or_any(words.lang), city.span);
    let id = chapter.and_then(|chapter| scene.slugs.get(chapter.slug.as_str()));
    let name = match id {
        Some(id) => {
            let target = Target::Chapter { chapter: *id, anchor: None };
            vec![Inline { span: city.span, kind: InlineKind::Link { target, content: name } }]
        }
        None => name,
    };
    let mut kind = words.get(&format!("kind.{}", city.kind.as_str())).to_owned();
    if pact.certainty != Certainty::Confirmed {
        let certainty = words.get(&format!("certainty.{}", pact.certainty.as_str()));
        kind = words.with("timeline.uncertain", &[("kind", &kind), ("certainty", certainty)]);
    }
    let event = TimelineEvent {
        date: signed(pact, words).into(),
        iso: pact.signed.map(PartialDate::iso).unwrap_or_default().into(),
        name,
        kind: kind.into(),
    };
    Some((pact.signed, event))
}

fn video(linker: &mut Linker, file: &Word, poster: &RawPicture, caption: Line) -> Option<Video> {
    let film = linker.scene.films.get(linker.chapter, &file.text)?;
    let picture = linker.picture(poster)?;
    let (id, label) = linker.next_figure();
    let (file, mime) = (film.output.as_str().into(), film.mime);
    Some(Video { file, mime, poster: Figure { id, label, picture, caption } })
}
