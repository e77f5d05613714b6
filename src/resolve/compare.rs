//! Charts that set cities beside each other by a number of their data.
//!
//! In a city's chapter the host and the city stand side by side; elsewhere,
//! and for distances, which the host has none of, all cities that have the
//! number. Every value is written in the drawing and told once more in words.

use std::sync::Arc;

use super::inserts::{place_kind, way};
use super::link::Linker;
use super::words::Words;
use super::{Scene, city_of, host};
use crate::book::{City, CityKind};
use crate::diag::Diagnostic;
use crate::doc::{ChartKind, DrawnFigure, Line};
use crate::drawing::Drawing;
use crate::figure::chart::{ChartOptions, Entry, Ground, bars, columns};
use crate::figure::pen::estimated_width;
use crate::figure::timeline::Flow;
use crate::locale::list::{Conjunction, join};
use crate::locale::number::{Decimal, Unit, integer, unit, year};
use crate::locale::{Direction, Lang};
use crate::message;
use crate::source::Span;

/// The width of a chart and the size of its names: of the one a phone shows, and of a printed page.
const SCREEN: (f64, f64) = (440.0, 16.0);
const PRINT: (f64, f64) = (480.0, 14.5);
/// The same of a printed page where all cities stand below each other: they have to fit on it.
const PRINTED_LIST: (f64, f64) = (480.0, 12.5);

/// The drawing of a chart; one without the data it needs is reported.
pub fn chart(linker: &mut Linker, kind: ChartKind, caption: Line, span: Span) -> Option<DrawnFigure> {
    let (scene, words, lang) = (linker.scene, linker.words(), linker.lang);
    let city = linker.city().filter(|city| city.kind != CityKind::Host);
    let own = city.map(|_| linker.chapter.slug.as_str());
    let pair = city.filter(|_| kind != ChartKind::Distance);
    let comparison = match pair {
        Some(city) => between(scene, city, kind, words),
        None => among(scene, own, kind, words),
    };
    let Some(comparison) = comparison else {
        let message = match pair {
            Some(_) => message!("directive-no-data-pair", key = key(kind)),
            None if kind == ChartKind::Distance => message!("directive-no-data-distance", key = key(kind)),
            None => message!("directive-no-data-cities", key = key(kind)),
        };
        linker.found.push(Diagnostic::error("directive.no-data", span, message));
        return None;
    };
    let (id, label) = linker.next_figure();
    let title = format!("chart.{}", kind.as_str());
    let caption = match (caption.is_empty(), pair) {
        (false, _) => caption,
        (true, Some(city)) => {
            let name = city.name.or_any(lang);
            words.line(&words.with(&format!("{title}_pair"), &[("city", name)]), span)
        }
        (true, None) => words.line(words.get(&title), span),
    };
    let draw = |size| Arc::new(comparison.draw(size, lang));
    let print = if pair.is_some() { PRINT } else { PRINTED_LIST };
    let (drawing, print) = (draw(SCREEN), draw(print));
    Some(DrawnFigure { id, label, drawing, print, alt: comparison.told(kind, words).into(), caption })
}

/// The key of `city.yaml` that a chart is drawn from.
fn key(kind: ChartKind) -> &'static str {
    match kind {
        ChartKind::Elevation => "elevation",
        ChartKind::Population => "population",
        ChartKind::Distance => "location",
    }
}

/// What a chart shows, in words of the reader's language.
enum Comparison<'a> {
    Pair { entries: Box<[Entry; 2]>, sea: Option<(&'a str, String)> },
    List(Vec<Entry>),
}

impl Comparison<'_> {
    fn draw(&self, (width, label_size): (f64, f64), lang: Lang) -> Drawing {
        let flow = match lang.direction() {
            Direction::Ltr => Flow::LeftToRight,
            Direction::Rtl => Flow::RightToLeft,
        };
        let (lang, measure) = (lang.as_str(), &estimated_width);
        let options = ChartOptions { width, flow, lang, label_size, measure };
        match self {
            Comparison::Pair { entries, sea } => {
                let ground =
                    sea.as_ref().map_or(Ground::Nothing, |(name, apart)| Ground::Sea { name, apart });
                columns(entries, ground, &options)
            }
            Comparison::List(entries) => bars(entries, &options),
        }
    }

    /// What it shows, for those who do not see it.
    fn told(&self, kind: ChartKind, words: Words) -> String {
        let entries = match self {
            Comparison::Pair { entries, .. } => &entries[..],
            Comparison::List(entries) => entries,
        };
        let values: Vec<String> = entries
            .iter()
            .map(|entry| words.with("chart.value", &[("city", &entry.name), ("value", &entry.words)]))
            .collect();
        let values = join(&values, Conjunction::And, words.lang);
        words.with(&format!("chart.{}_alt", kind.as_str()), &[("values", &values)])
    }
}

/// The host and a city.
fn between<'a>(scene: &Scene, city: &City, kind: ChartKind, words: Words<'a>) -> Option<Comparison<'a>> {
    let host = host(scene.book)?;
    let slug = scene
        .book
        .chapters
        .iter()
        .find(|chapter| city_of(chapter).is_some_and(|city| city.kind == CityKind::Host));
    let first = entry(scene, host, slug.map(|chapter| chapter.slug.as_str()), kind, words)?;
    let second = entry(scene, city, None, kind, words)?;
    let apart = Decimal::from_f64((first.value - second.value).abs());
    let apart = apart.map_or_else(String::new, |metres| unit(metres, Unit::Meter, words.lang));
    let sea = (kind == ChartKind::Elevation).then(|| (words.get("chart.sea"), apart));
    Some(Comparison::Pair { entries: Box::new([first, second]), sea })
}

/// All cities that have the number, the greatest first.
///
/// - `own`: the city whose chapter it is.
fn among<'a>(scene: &Scene, own: Option<&str>, kind: ChartKind, words: Words) -> Option<Comparison<'a>> {
    let with_slug = scene.book.chapters.iter().filter_map(|c| Some((city_of(c)?, Some(c.slug.as_str()))));
    let cities = with_slug.chain(scene.book.later_pacts.iter().map(|city| (city, None)));
    let mut entries: Vec<Entry> = cities
        .filter_map(|(city, slug)| {
            let chosen = slug.is_some() && slug == own;
            let slug = slug.filter(|_| !chosen);
            entry(scene, city, slug, kind, words).map(|entry| Entry { chosen, ..entry })
        })
        // A bar has no length below nought.
        .filter(|entry| entry.value >= 0.0)
        .collect();
    entries.sort_by(|one, other| other.value.total_cmp(&one.value));
    // A distance compares a city with the host already.
    let least = if kind == ChartKind::Distance { 1 } else { 2 };
    (entries.len() >= least).then_some(Comparison::List(entries))
}

fn entry(scene: &Scene, city: &City, slug: Option<&str>, kind: ChartKind, words: Words) -> Option<Entry> {
    let lang = words.lang;
    let (value, said) = match kind {
        ChartKind::Elevation => {
            let metres = city.elevation?;
            (metres, unit(Decimal::from_f64(metres)?, Unit::Meter, lang))
        }
        ChartKind::Population => {
            let population = city.population.as_ref()?;
            let count = integer(i64::try_from(population.value).unwrap_or(i64::MAX), lang);
            let said = match population.year {
                Some(at) => words.with("chart.count_year", &[("count", &count), ("year", &year(at, lang))]),
                None => count,
            };
            (population.value as f64, said)
        }
        ChartKind::Distance => {
            let way = way(scene, city)?;
            (way.kilometres()?, way.distance(lang)?)
        }
    };
    let name = city.name.or_any(lang).to_owned();
    let kind = place_kind(city.kind);
    Some(Entry { slug: slug.map(str::to_owned), name, value, words: said, kind, chosen: false })
}
