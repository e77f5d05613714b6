//! Maps of the places a city is bound to: the world, a region, a pair of cities.
//!
//! In: places with names in the page's language. Out: drawings of land and water without borders of
//! states, great circles from the host, and marks with labels that do not meet. Distances are counted
//! in `sphere`, land is read in `land`, labels find their places in `labels`.

pub mod labels;
pub mod land;
pub mod projection;
pub mod sphere;
pub mod view;

pub use super::mark::PlaceKind;
pub use sphere::{LonLat, distance_km};

use super::geometry::{Point, Rect};
use super::mark::{mark, reach};
use crate::drawing::{Drawing, DrawingItem, Paint, Path, Stroke, Weight};
use crate::figure::pen::Measure;
use labels::{Placed, Request};
use projection::Projection;
use sphere::{great_circle, midpoint, near};
use view::View;

/// Where the name of the Persian Gulf is hung, and what a map must show for it to be in view.
const PERSIAN_GULF: LonLat = LonLat::new(51.3, 27.0);

/// Latitudes no map looks past: nobody lives beyond them.
const SOUTH: f64 = -57.0;
const NORTH: f64 = 83.5;

/// More names than this cannot be read on one map, and the search for their places would not end.
const MOST_NAMES: usize = 120;

/// A place with its name in the language of the page.
#[derive(Clone, Debug, PartialEq)]
pub struct Place {
    /// The chapter its mark leads to.
    pub slug: Option<String>,
    pub name: String,
    pub at: LonLat,
    pub kind: PlaceKind,
}

/// What a map is drawn for.
#[derive(Clone, Copy)]
pub struct MapOptions<'a> {
    /// In px; the height follows from `aspect`, width to height, and is less where that would show the poles.
    pub width: f64,
    pub aspect: f64,
    /// BCP 47 tag of the names.
    pub lang: &'a str,
    /// Size of the places' names, in px.
    pub label_size: f64,
    pub measure: Measure<'a>,
}

/// A part of the globe, in degrees; `west < east`, where `east` may go on past 180.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Region {
    pub west: f64,
    pub south: f64,
    pub east: f64,
    pub north: f64,
}

/// All places and the great circles to them from `host`, on as much of the world as holds them.
///
/// Items after the base stand in the order of `places`, the host last, so that it lies on top.
pub fn world(places: &[Place], host: &Place, options: &MapOptions) -> Drawing {
    let everywhere: Vec<LonLat> =
        places.iter().flat_map(|place| great_circle(host.at, place.at, 2.0)).chain([host.at]).collect();
    let projection = Projection::NaturalEarth { meridian: middle_meridian(&everywhere) };
    let part = held(projection, &everywhere, 0.05);
    let view = View::new(projection, part, options.width, options.aspect).kept_between(SOUTH, NORTH);
    draw(&view, places, Some(host), options)
}

/// The places within `region`, with the great circles that come in from `host`.
pub fn inset(places: &[Place], host: Option<&Place>, region: Region, options: &MapOptions) -> Drawing {
    let middle = LonLat::new((region.west + region.east) / 2.0, (region.south + region.north) / 2.0);
    let projection = Projection::Azimuthal { centre: middle };
    let edges = [
        LonLat::new(region.west, middle.lat),
        LonLat::new(region.east, middle.lat),
        LonLat::new(middle.lon, region.south),
        LonLat::new(middle.lon, region.north),
    ];
    let view = View::new(projection, held(projection, &edges, 0.0), options.width, options.aspect);
    draw(&view, places, host, options)
}

/// Two cities, the great circle between them and its length in words.
///
/// - `distance`: the label on the way, such as `12,214 km`, in the page's language.
pub fn locator(host: &Place, place: &Place, distance: &str, options: &MapOptions) -> Drawing {
    let way = great_circle(host.at, place.at, 2.0);
    let projection = regional(&way, midpoint(host.at, place.at));
    let part = held(projection, &way, 0.22);
    // Neighbours are shown with enough of the lands about them to be recognised.
    let least = 27.0_f64.to_radians();
    let part = part.grown(((least - part.width().max(part.height())) / 2.0).max(0.0));
    let view = View::new(projection, part, options.width, options.aspect).kept_between(SOUTH, NORTH);
    let mut drawing = view.base();
    let lines = view.great_circle(host.at, place.at);
    drawing.items.push(way_item(&lines, place.kind, 1.6));
    let ends = [place, host];
    let mut requests: Vec<Request> = ends.iter().map(|end| request(end, &view, options)).collect();
    requests.push(distance_request(distance, &view, midpoint(host.at, place.at), options));
    requests.extend(gulf_request(&view, options));
    let placed = labels::place(&requests, view.frame.grown(-5.0), &lines, options.measure);
    push_labelled(&mut drawing, &ends, &view, placed, options);
    drawing.items.extend(view.neat_line());
    drawing
}

/// The projection for a way over the globe: round its middle unless it spans too much of the earth.
fn regional(way: &[LonLat], middle: LonLat) -> Projection {
    let ends = way.first().zip(way.last());
    let span = ends.map_or(0.0, |(&a, &b)| sphere::angle(a, b).to_degrees());
    if span < 75.0 {
        Projection::Azimuthal { centre: middle }
    } else {
        Projection::NaturalEarth { meridian: middle_meridian(way) }
    }
}

fn draw(view: &View, places: &[Place], host: Option<&Place>, options: &MapOptions) -> Drawing {
    let inside = view.frame.grown(-6.0);
    let seen: Vec<&Place> =
        places.iter().chain(host).filter(|place| inside.contains(view.point(place.at))).collect();
    let mut drawing = view.base();
    let mut lines = Vec::new();
    for place in places {
        let Some(host) = host else { break };
        let way = view.great_circle(host.at, place.at);
        drawing.items.push(way_item(&way, place.kind, 1.0));
        lines.extend(way);
    }
    // The host comes last, so it keeps its name on the fullest map.
    let silent = seen.len().saturating_sub(MOST_NAMES);
    let mut requests: Vec<Request> =
        seen[silent..].iter().map(|place| request(place, view, options)).collect();
    requests.extend(gulf_request(view, options));
    let named = labels::place(&requests, view.frame.grown(-5.0), &lines, options.measure);
    let placed = std::iter::repeat_with(|| None).take(silent).chain(named).collect();
    push_labelled(&mut drawing, &seen, view, placed, options);
    drawing.items.extend(view.neat_line());
    drawing
}

/// Adds the leaders, then each place's mark and label as a group, then labels that belong to no place.
fn push_labelled(
    drawing: &mut Drawing,
    places: &[&Place],
    view: &View,
    placed: Vec<Option<Placed>>,
    options: &MapOptions,
) {
    let leaders: Vec<[Point; 2]> =
        placed.iter().flatten().filter_map(|found| found.leader).map(|(a, b)| [a, b]).collect();
    if !leaders.is_empty() {
        let path = Path::lines(leaders.iter().map(|leader| &leader[..]));
        drawing.items.push(path.stroked(Stroke::new(Paint::Ink, 0.6)).item());
    }
    let mut labels = placed.into_iter().map(|found| found.map(|placed| DrawingItem::Label(placed.label)));
    for (place, label) in places.iter().zip(labels.by_ref()) {
        let mut items = vec![mark(place.kind, view.point(place.at), radius(options))];
        items.extend(label);
        drawing.items.push(DrawingItem::Group { link: place.slug.clone(), items });
    }
    drawing.items.extend(labels.flatten());
}

/// A mark's radius beside names of a size.
fn radius(options: &MapOptions) -> f64 {
    options.label_size * 0.3
}

fn way_item(lines: &[Vec<Point>], kind: PlaceKind, width: f64) -> DrawingItem {
    let stroke = Stroke::new(kind.paint(), width).round();
    let stroke = if kind == PlaceKind::Pending { stroke.dashed(width * 3.0, width * 3.0) } else { stroke };
    Path::lines(lines.iter().map(Vec::as_slice)).stroked(stroke).item()
}

fn request(place: &Place, view: &View, options: &MapOptions) -> Request {
    let host = place.kind == PlaceKind::Host;
    Request {
        text: place.name.clone(),
        lang: options.lang.to_owned(),
        size: if host { options.label_size * 1.15 } else { options.label_size },
        weight: if host { Weight::Bold } else { Weight::Regular },
        paint: Paint::Ink,
        at: view.point(place.at),
        clear: reach(place.kind, radius(options)),
        over: false,
    }
}

fn distance_request(text: &str, view: &View, at: LonLat, options: &MapOptions) -> Request {
    Request {
        text: text.to_owned(),
        lang: options.lang.to_owned(),
        size: options.label_size,
        weight: Weight::Bold,
        paint: Paint::Lapis,
        at: view.point(at),
        clear: 0.0,
        over: true,
    }
}

/// The name of the Persian Gulf in the page's language, where the map shows it.
fn gulf_request(view: &View, options: &MapOptions) -> Option<Request> {
    let at = view.point(PERSIAN_GULF);
    let text = if options.lang.starts_with("fa") { "خلیج فارس" } else { "Persian Gulf" };
    view.frame.grown(-6.0).contains(at).then(|| Request {
        text: text.to_owned(),
        lang: options.lang.to_owned(),
        size: options.label_size * 0.86,
        weight: Weight::Regular,
        paint: Paint::Turquoise,
        at,
        clear: 0.0,
        over: true,
    })
}

/// The meridian in the middle of all `places`: opposite to the widest gap between their longitudes.
fn middle_meridian(places: &[LonLat]) -> f64 {
    let mut lons: Vec<f64> = places.iter().map(|place| near(place.lon, 0.0)).collect();
    lons.sort_by(f64::total_cmp);
    let Some((&first, &last)) = lons.first().zip(lons.last()) else { return 0.0 };
    let around = (first + 360.0 - last, last);
    let (gap, west) = lons
        .windows(2)
        .map(|pair| (pair[1] - pair[0], pair[0]))
        .fold(around, |widest, next| if next.0 > widest.0 { next } else { widest });
    near(west + gap / 2.0 + 180.0, 0.0)
}

/// The box of the projection's plane (y down) that holds all `places`, with a margin as a share of it.
fn held(projection: Projection, places: &[LonLat], margin: f64) -> Rect {
    let points = places.iter().map(|&place| {
        let p = projection.project_anywhere(place);
        Point::new(p.x, -p.y)
    });
    let part = Rect::around(points).unwrap_or(Rect::new(-1.0, -1.0, 1.0, 1.0));
    part.grown(part.width().max(part.height()) * margin)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::figure::pen::estimated_width;
    use crate::figure::svg::{SvgOptions, to_svg};
    use proptest::prelude::*;

    fn place(slug: &str, lon: f64, lat: f64, kind: PlaceKind) -> Place {
        Place { slug: Some(slug.to_owned()), name: slug.to_owned(), at: LonLat::new(lon, lat), kind }
    }

    fn host() -> Place {
        place("isfahan", 51.6746, 32.6525, PlaceKind::Host)
    }

    fn cities() -> Vec<Place> {
        vec![
            place("xian", 108.9286, 34.2583, PlaceKind::Sister),
            place("florence", 11.2463, 43.7793, PlaceKind::Sister),
            place("barcelona", 2.159, 41.3888, PlaceKind::Sister),
            place("kuwait-city", 47.9743, 29.367, PlaceKind::Sister),
            place("freiburg-im-breisgau", 7.8522, 47.9959, PlaceKind::Sister),
            place("havana", -82.383, 23.133, PlaceKind::Sister),
            place("gyeongju", 129.2117, 35.8428, PlaceKind::Friendship),
            place("issy-les-moulineaux", 2.2772, 48.821, PlaceKind::Memorandum),
            place("porto", -8.611, 41.1485, PlaceKind::Pending),
        ]
    }

    fn options(width: f64, lang: &str) -> MapOptions<'_> {
        MapOptions { width, aspect: 1.6, lang, label_size: 12.0, measure: &estimated_width }
    }

    #[track_caller]
    fn check_labels(drawing: &Drawing) {
        let frame = Rect::new(0.0, 0.0, drawing.width, drawing.height);
        let boxes: Vec<Rect> = drawing.labels().iter().map(|label| label.bounds(&estimated_width)).collect();
        for (index, one) in boxes.iter().enumerate() {
            assert!(frame.holds(*one), "{:?}", drawing.labels()[index].text);
            assert!(
                boxes[index + 1..].iter().all(|other| !one.overlaps(*other)),
                "{:?}",
                drawing.labels()[index].text
            );
        }
    }

    #[test]
    fn every_city_is_named_and_no_name_meets_another() {
        for width in [420.0, 1100.0] {
            let drawing = world(&cities(), &host(), &options(width, "en"));
            check_labels(&drawing);
            // All cities, the host and the Persian Gulf.
            assert_eq!(drawing.labels().len(), cities().len() + 2);
        }
    }

    #[test]
    fn the_gulf_south_of_iran_has_its_name() {
        let has = |drawing: Drawing, text: &str| drawing.labels().iter().any(|label| label.text == text);
        let kuwait = place("kuwait-city", 47.9743, 29.367, PlaceKind::Sister);
        assert!(has(locator(&host(), &kuwait, "508 km", &options(480.0, "en")), "Persian Gulf"));
        assert!(has(locator(&host(), &kuwait, "۵۰۸ کیلومتر", &options(480.0, "fa")), "خلیج فارس"));
        let europe = Region { west: -12.0, south: 34.0, east: 34.0, north: 62.0 };
        assert!(!has(inset(&cities(), Some(&host()), europe, &options(480.0, "en")), "Persian Gulf"));
    }

    #[test]
    fn marks_are_links_in_the_order_given() {
        let drawing = world(&cities(), &host(), &options(1100.0, "en"));
        let link = |item: &DrawingItem| match item {
            DrawingItem::Group { link, .. } => link.clone(),
            DrawingItem::Path(_) | DrawingItem::Label(_) => None,
        };
        let links: Vec<String> = drawing.items.iter().filter_map(link).collect();
        let given: Vec<String> =
            cities().iter().chain([&host()]).filter_map(|place| place.slug.clone()).collect();
        assert_eq!(links, given);
    }

    #[test]
    fn the_same_map_twice_is_the_same_text() {
        let svg = || {
            let drawing = world(&cities(), &host(), &options(500.0, "en"));
            let href = |slug: &str| Some(format!("../{slug}/"));
            to_svg(
                &drawing,
                &SvgOptions { id: "m", title: "", description: "", lang: "en", href: &href, name: &|_| None },
            )
        };
        assert_eq!(svg(), svg());
    }

    #[test]
    fn a_way_over_the_date_line_is_not_drawn_across_the_world() {
        let (fiji, samoa) = (LonLat::new(178.0, -18.0), LonLat::new(-172.0, -14.0));
        assert!((middle_meridian(&[fiji, samoa]).abs() - 177.0).abs() < 1e-9);
        let projection = Projection::NaturalEarth { meridian: 0.0 };
        let everywhere = Rect::new(-3.0, -1.5, 3.0, 1.5);
        let lines = View::new(projection, everywhere, 600.0, 2.0).great_circle(fiji, samoa);
        assert_eq!(lines.len(), 2);
        assert!(lines.iter().flat_map(|line| line.windows(2)).all(|pair| pair[0].distance(pair[1]) < 20.0));
    }

    proptest! {
        #![proptest_config(ProptestConfig::with_cases(12))]
        #[test]
        fn labels_never_meet(spots in prop::collection::vec((-170.0..170.0_f64, -40.0..70.0_f64), 1..14)) {
            let places: Vec<Place> = spots
                .iter()
                .enumerate()
                .map(|(index, &(lon, lat))| place(&format!("city-number-{index}"), lon, lat, PlaceKind::Sister))
                .collect();
            check_labels(&world(&places, &host(), &options(400.0, "en")));
        }
    }
}
