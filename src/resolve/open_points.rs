//! The open points of the book: found once, as cards for the block
//! `{open-points}` and as a list for `check`.
//!
//! In: the book's data. Out: a card a city, in the reader's language; and each
//! point with the place of its data. Which points there are is `book`'s.

use super::inserts::{push_citation, row, signed};
use super::link::Linker;
use super::resolved::{OpenCity, OpenPoints};
use super::words::Words;
use super::{Scene, cities};
use crate::book::{BookFront, City, FrontPoint, OpenPoint};
use crate::doc::{FactRow, Facts, Line};
use crate::locale::list::{Conjunction, join};

/// Every open point, in the order of the book.
pub fn collect(scene: &Scene) -> OpenPoints {
    let with_points = cities(scene.book).map(|city| OpenCity {
        name: city.name.clone(),
        span: city.span,
        pact: city.pact.as_ref().map_or(city.span, |pact| pact.span),
        points: of_city(scene, city),
    });
    OpenPoints {
        front: FrontPoint::of_front(&scene.book.front),
        front_span: scene.book.front.span,
        cities: with_points.filter(|city| !city.points.is_empty()).collect(),
    }
}

/// The same as cards: the book, then each city that has open points.
pub fn table(linker: &mut Linker) -> Vec<Facts> {
    let scene = linker.scene;
    let mut cards = Vec::from_iter(front_card(&scene.book.front, &linker.words()));
    for city in cities(scene.book) {
        let points = of_city(scene, city);
        if !points.is_empty() {
            cards.push(city_card(linker, city, &points));
        }
    }
    cards
}

fn of_city(scene: &Scene, city: &City) -> Vec<OpenPoint> {
    // Every language has the same sources.
    let sources = scene.citations.values().next();
    OpenPoint::of_city(city, |key| sources.is_some_and(|sources| sources.has(key)))
}

fn front_card(front: &BookFront, words: &Words) -> Option<Facts> {
    let missing = FrontPoint::of_front(front).into_iter().map(|point| {
        let key = match point {
            FrontPoint::NoIsbn => "open.isbn",
            FrontPoint::NoNationalBibliography => "open.national-bibliography",
            FrontPoint::NoRights => "open.rights",
        };
        words.get(key).to_owned()
    });
    let missing: Vec<String> = missing.collect();
    let line = listed(&missing, words, front.span)?;
    Some(Facts { title: words.get("open.book").into(), rows: vec![row(words, "open.missing", vec![line])] })
}

fn city_card(linker: &mut Linker, city: &City, points: &[OpenPoint]) -> Facts {
    let words = linker.words();
    let (mut missing, mut unsourced): (Vec<String>, Vec<Line>) = (Vec::new(), Vec::new());
    let mut rows: Vec<FactRow> = Vec::new();
    for point in points {
        let mut lacks = |key: &str| missing.push(words.get(key).to_owned());
        match (*point, &city.pact) {
            (OpenPoint::UnsureDate(certainty), Some(pact)) => {
                let certainty = words.get(&format!("certainty.{}", certainty.as_str()));
                let date = signed(pact, &words);
                let text = words.with("open.unsure", &[("date", &date), ("certainty", certainty)]);
                rows.push(row(&words, "open.date", vec![words.line(&text, city.span)]));
            }
            (OpenPoint::NoDate, _) => {
                rows.push(row(&words, "open.date", vec![words.line(words.get("pact.undated"), city.span)]));
            }
            (OpenPoint::Note, Some(pact)) => {
                if let Some(note) = pact.note.get(linker.lang) {
                    let mut line = words.line(note, city.span);
                    push_citation(linker, &pact.sources, city.span, &mut line);
                    rows.push(row(&words, "open.sources", vec![line]));
                }
            }
            (OpenPoint::NoPlace, _) => lacks("open.place"),
            (OpenPoint::NoSignatories, _) => lacks("open.signatories"),
            (OpenPoint::NoScan, _) => lacks("open.scan"),
            (OpenPoint::NoSource, _) => lacks("open.sources-of-pact"),
            (OpenPoint::NoPopulation, _) => lacks("open.population"),
            (OpenPoint::UnsourcedPopulation, _) => {
                unsourced.push(words.line(words.get("open.population-source"), city.span));
            }
            (OpenPoint::UnsourcedTie(index), _) => {
                let text = city.links.get(index).and_then(|link| link.text.get(linker.lang));
                unsourced.extend(text.map(|text| words.line(text, city.span)));
            }
            // These two are points of a pact that is there.
            (OpenPoint::UnsureDate(_) | OpenPoint::Note, None) => {}
        }
    }
    rows.extend(listed(&missing, &words, city.span).map(|line| row(&words, "open.missing", vec![line])));
    if !unsourced.is_empty() {
        rows.push(row(&words, "open.unsourced", unsourced));
    }
    Facts { title: city.name.or_any(linker.lang).into(), rows }
}

fn listed(missing: &[String], words: &Words, span: crate::source::Span) -> Option<Line> {
    (!missing.is_empty()).then(|| words.line(&join(missing, Conjunction::And, words.lang), span))
}
