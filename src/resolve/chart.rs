//! Drawings of the whole book besides the map of the world: the crowded part
//! of that map, drawn larger, and all pacts on a level axis.
//!
//! Both show again what a list beside them says in words.

use std::sync::Arc;

use super::inserts::{map_key, map_options, place_kind, places, signed};
use super::words::Words;
use super::{Scene, city_of};
use crate::book::City;
use crate::doc::DrawnFigure;
use crate::figure::map::{self, PlaceKind, Region};
use crate::figure::pen::estimated_width;
use crate::figure::timeline::{Event, Flow, TimelineOptions, beside, horizontal};
use crate::locale::number::year;
use crate::locale::partial_date::PartialDate;
use crate::locale::{Direction, Lang};

/// A crowd is so many places in a window of these degrees.
const CROWD: usize = 5;
const WINDOW: (f64, f64) = (42.0, 20.0);
/// Degrees round the crowd.
const ROOM: f64 = 4.0;

/// Between the counts of years of the two calendars: the Solar Hijri year
/// begins in March, 0.22 of a year after the Gregorian.
const SOLAR_HIJRI: f64 = 621.22;

/// The part of the map where most places stand close together; none if
/// nothing is crowded.
pub fn crowd_map(scene: &Scene, lang: Lang) -> Option<DrawnFigure> {
    let words = Words::new(scene, lang);
    let places = places(scene.book, lang);
    let host = places.iter().find(|place| place.kind == PlaceKind::Host)?;
    let others = || places.iter().filter(|place| place.kind != PlaceKind::Host);
    let window = |west: f64, south: f64| {
        let inside = others().filter(move |place| {
            (west..=west + WINDOW.0).contains(&place.at.lon)
                && (south..=south + WINDOW.1).contains(&place.at.lat)
        });
        inside.cloned().collect::<Vec<_>>()
    };
    // The best window has a place on its western and one on its southern side.
    let windows = others().flat_map(|west| others().map(move |south| (west.at.lon, south.at.lat)));
    let mut crowd = Vec::new();
    for (west, south) in windows {
        let inside = window(west, south);
        if inside.len() > crowd.len() {
            crowd = inside;
        }
    }
    if crowd.len() < CROWD {
        return None;
    }
    let fold = |pick: fn(f64, f64) -> f64, of: fn(&map::Place) -> f64| crowd.iter().map(of).reduce(pick);
    let region = Region {
        west: fold(f64::min, |place| place.at.lon)? - ROOM,
        east: fold(f64::max, |place| place.at.lon)? + ROOM,
        south: fold(f64::min, |place| place.at.lat)? - ROOM,
        north: fold(f64::max, |place| place.at.lat)? + ROOM,
    };
    let draw = |width, label| {
        let options = map_options(&lang, width, 1.6, label);
        let key = map_key("inset", &options).with(format!("{:?}", (&crowd, host, region)));
        Arc::new(scene.cache.value(&key, || map::inset(&crowd, Some(host), region, &options)))
    };
    let names: Vec<&str> = crowd.iter().map(|place| place.name.as_str()).collect();
    let names = crate::locale::list::join(&names, crate::locale::list::Conjunction::And, lang);
    Some(DrawnFigure {
        id: "map-crowd".into(),
        label: words.get("map.crowd").into(),
        drawing: draw(720.0, 15.0),
        print: draw(600.0, 13.5),
        alt: words.with("map.crowd_alt", &[("cities", &names)]).into(),
        caption: words.line(words.get("map.crowd"), scene.book.front.span),
    })
}

/// When a pact was signed, with whom, and that city's chapter.
type Signed<'a> = (Option<PartialDate>, &'a City, Option<&'a String>);

/// All pacts; those whose date nobody knows stand beside the axis. Time runs as the language is read (P-105).
pub fn level_timeline(scene: &Scene, lang: Lang) -> Option<DrawnFigure> {
    let words = Words::new(scene, lang);
    let chapters =
        scene.book.chapters.iter().filter_map(|chapter| Some((city_of(chapter)?, Some(&chapter.slug))));
    let all = chapters.chain(scene.book.later_pacts.iter().map(|city| (city, None)));
    let pacts = all.filter_map(|(city, slug)| Some((city.pact.as_ref()?.signed, city, slug)));
    let (mut dated, undated): (Vec<Signed>, Vec<Signed>) = pacts.partition(|(date, ..)| date.is_some());
    dated.sort_by_key(|(date, ..)| *date);
    let offset = if lang.is_persian() { SOLAR_HIJRI } else { 0.0 };
    let event = |(date, city, slug): Signed| {
        Some(Event {
            slug: slug.cloned(),
            name: city.name.or_any(lang).to_owned(),
            date_text: signed(city.pact.as_ref()?, &words),
            year: date.map_or(f64::NAN, decimal) - offset,
            kind: place_kind(city.kind),
        })
    };
    let events: Vec<Event> = dated.into_iter().filter_map(event).collect();
    let undated: Vec<Event> = undated.into_iter().filter_map(event).collect();
    if events.is_empty() {
        return None;
    }
    let axis_label = |count: i32| year(count, lang);
    let draw = |width, label_size| {
        let flow = match lang.direction() {
            Direction::Ltr => Flow::LeftToRight,
            Direction::Rtl => Flow::RightToLeft,
        };
        let (lang, measure) = (lang.as_str(), &estimated_width);
        let options = TimelineOptions { width, flow, lang, label_size, axis_label: &axis_label, measure };
        Arc::new(beside(horizontal(&events, &options), &undated, &options))
    };
    Some(DrawnFigure {
        id: "timeline-level".into(),
        label: words.get("timeline.title").into(),
        drawing: draw(1100.0, 14.0),
        print: draw(600.0, 12.0),
        alt: words.get("timeline.alt").into(),
        caption: Vec::new(),
    })
}

/// A date as a count of years, at the middle of what is known of it.
fn decimal(date: PartialDate) -> f64 {
    match date {
        PartialDate::Year(year) => f64::from(year) + 0.5,
        PartialDate::Month { year, month } => f64::from(year) + (f64::from(month) - 0.5) / 12.0,
        PartialDate::Day(day) => {
            let (year, month, day) = day.ymd();
            f64::from(year) + (f64::from(month) - 1.0 + f64::from(day) / 31.0) / 12.0
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_vague_date_stands_in_the_middle_of_its_time() {
        let at = |text: &str| decimal(PartialDate::parse(text).unwrap());
        assert_eq!(at("1998"), 1998.5);
        assert!(at("1998-01-31") < at("1998-02") && at("1998-12-31") <= 1999.0);
    }
}
