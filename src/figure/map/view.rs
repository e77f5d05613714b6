//! A window on the projected earth: the base on which places are drawn.
//!
//! In: a projection and the part of its plane to show. Out: the water, land, graticule and frame as
//! items, and the way from a place on the globe to a point of the drawing.

use super::land::{Ring, land};
use super::projection::Projection;
use super::sphere::{LonLat, great_circle, near};
use crate::drawing::{Drawing, DrawingItem, Paint, Path, Stroke};
use crate::figure::geometry::{
    Point, Rect, area, clip_half_plane, clip_polygon, clip_polyline, simplify_ring,
};

/// Outlines are simplified to within this distance and smaller islands left out, in px and px².
const TOLERANCE: f64 = 1.2;
const LEAST_ISLAND: f64 = 1.2;
/// How far within the frame everything but the neat line ends, in px.
const EDGE: f64 = 1.0;
/// How far beyond the frame outlines are kept while they are simplified, in px.
const BEYOND: f64 = 40.0;
/// Edges longer than this are bent to the projection, in degrees.
const LONGEST_EDGE: f64 = 2.0;

/// A projection, with the scale and place at which its plane lies on the drawing.
#[derive(Clone, Copy, Debug)]
pub struct View {
    projection: Projection,
    /// Pixels to the earth's radius.
    scale: f64,
    /// The point of the projection's plane at the drawing's top left (y north).
    corner: Point,
    pub frame: Rect,
}

impl View {
    /// A view of `width` px that holds `part` of the projection's plane (as a y-up box turned y-down:
    /// `top` is minus the northmost y) and is widened about its middle to `aspect`, width to height.
    pub fn new(projection: Projection, part: Rect, width: f64, aspect: f64) -> Self {
        let (across, down) =
            (part.width().max(part.height() * aspect), part.height().max(part.width() / aspect));
        let scale = width / across.max(1e-9);
        let middle = part.centre();
        let corner = Point::new(middle.x - across / 2.0, middle.y - down / 2.0);
        Self { projection, scale, corner, frame: Rect::new(0.0, 0.0, width, width / aspect) }
    }

    /// The same view moved so that it does not look past the given latitudes in vain, and made less
    /// high where it would look past both.
    pub fn kept_between(self, south: f64, north: f64) -> Self {
        let meridian = self.projection.meridian();
        let edge = |lat: f64| -self.projection.project(LonLat::new(meridian, lat)).y;
        let height = (self.frame.height() / self.scale).min(edge(south) - edge(north));
        let top = self.corner.y.min(edge(south) - height).max(edge(north));
        let frame = Rect { bottom: height * self.scale, ..self.frame };
        Self { corner: Point::new(self.corner.x, top), frame, ..self }
    }

    /// Where a place lies on the drawing; its longitude may be any.
    pub fn point(&self, place: LonLat) -> Point {
        self.lay(self.projection.project_anywhere(place))
    }

    /// What the picture is cut to: a hair within the frame, so that no stroke reaches out of it.
    fn window(&self) -> [Point; 4] {
        self.frame.grown(-EDGE).corners()
    }

    fn lay(&self, p: Point) -> Point {
        Point::new((p.x - self.corner.x) * self.scale, (-p.y - self.corner.y) * self.scale)
    }

    /// The great circle between two places as lines within the frame, cut where the map's edge parts it.
    pub fn great_circle(&self, from: LonLat, to: LonLat) -> Vec<Vec<Point>> {
        let meridian = self.projection.meridian();
        let mut lines: Vec<Vec<Point>> = vec![Vec::new()];
        let mut before: Option<f64> = None;
        for place in great_circle(from, to, 1.5) {
            let lon = near(place.lon, meridian);
            if before.is_some_and(|before| (lon - before).abs() > 180.0) {
                lines.push(Vec::new());
            }
            before = Some(lon);
            if let Some(line) = lines.last_mut() {
                line.push(self.point(place));
            }
        }
        let window = self.window();
        lines.iter().flat_map(|line| clip_polyline(line, &window)).collect()
    }

    /// An empty drawing of the view's size with water, land and graticule.
    pub fn base(&self) -> Drawing {
        let mut items = vec![self.water()];
        let rings = self.land_rings();
        let shore = Stroke::new(Paint::Muted, 0.5).round();
        items.push(Path::rings(rings.iter().map(Vec::as_slice)).filled(Paint::Land).stroked(shore).item());
        items.push(self.graticule());
        Drawing { width: self.frame.width(), height: self.frame.height(), items }
    }

    /// The neat line round the map, to be drawn last: it covers the ends of what was cut at the edge.
    pub fn neat_line(&self) -> Vec<DrawingItem> {
        let outer = Path::rect(self.frame.grown(-1.0)).stroked(Stroke::new(Paint::Ground, 2.0));
        let inner = Path::rect(self.frame.grown(-2.0)).stroked(Stroke::new(Paint::Muted, 0.8));
        vec![outer.item(), inner.item()]
    }

    fn water(&self) -> DrawingItem {
        let (reach, south, north) = self.projection.window();
        let Projection::NaturalEarth { meridian } = self.projection else {
            return Path::rect(self.frame.grown(-EDGE)).filled(Paint::Water).item();
        };
        let steps =
            |from: f64, to: f64| (0..=40).map(move |step| from + (to - from) * f64::from(step) / 40.0);
        let west = steps(south, north).map(|lat| LonLat::new(meridian - reach, lat));
        let east = steps(north, south).map(|lat| LonLat::new(meridian + reach, lat));
        let outline: Vec<Point> =
            west.chain(east).map(|place| self.lay(self.projection.project(place))).collect();
        let seen = clip_polygon(&outline, &self.window());
        Path::rings([&seen[..]]).filled(Paint::Water).item()
    }

    fn land_rings(&self) -> Vec<Vec<Point>> {
        // A whole turn to either side, for lands that reach over the map's edge.
        let turns = [-360.0, 0.0, 360.0];
        let shown = turns.iter().flat_map(|&turn| land().iter().map(move |ring| (turn, ring)));
        shown.filter_map(|(turn, ring)| self.land_ring(ring, turn)).collect()
    }

    fn land_ring(&self, ring: &Ring, turn: f64) -> Option<Vec<Point>> {
        let (reach, south, north) = self.projection.window();
        let (west, east) = (self.projection.meridian() - reach, self.projection.meridian() + reach);
        let degrees: Vec<Point> = ring.iter().map(|place| Point::new(place.lon + turn, place.lat)).collect();
        let bounds = Rect::around(degrees.iter().copied())?;
        let window = Rect::new(west, south, east, north);
        if !bounds.overlaps(window) {
            return None;
        }
        let cut = if window.holds(bounds) { degrees } else { clip_degrees(&degrees, window) };
        let plane: Vec<Point> =
            bent(&cut).map(|p| self.lay(self.projection.project(LonLat::new(p.x, p.y)))).collect();
        // Most of a continent lies outside of most maps. What is simplified is cut well beyond the
        // frame, so that the cut itself is not seen to move.
        let near = clip_polygon(&plane, &self.frame.grown(BEYOND).corners());
        let seen = clip_polygon(&simplify_ring(&near, TOLERANCE), &self.window());
        (seen.len() > 2 && area(&seen).abs() > LEAST_ISLAND).then_some(seen)
    }

    fn graticule(&self) -> DrawingItem {
        let (reach, south, north) = self.projection.window();
        let meridian = self.projection.meridian();
        let step = self.graticule_step();
        let range = |from: f64, to: f64| {
            ((from / step).ceil() as i32..=(to / step).floor() as i32)
                .map(move |index| f64::from(index) * step)
        };
        let (low, high) = (south.max(-90.0 + step / 2.0), north.min(90.0 - step / 2.0));
        let samples = |from: f64, to: f64| (0..=90).map(move |i| from + (to - from) * f64::from(i) / 90.0);
        let upright = range(meridian - reach, meridian + reach)
            .map(|lon| samples(low, high).map(|lat| LonLat::new(lon, lat)).collect::<Vec<_>>());
        let level = range(low, high).map(|lat| {
            samples(meridian - reach, meridian + reach).map(|lon| LonLat::new(lon, lat)).collect()
        });
        let window = self.window();
        let lines: Vec<Vec<Point>> = upright
            .chain(level)
            .map(|line| {
                line.iter().map(|&place| self.lay(self.projection.project(place))).collect::<Vec<_>>()
            })
            .flat_map(|line| clip_polyline(&line, &window))
            .collect();
        Path::lines(lines.iter().map(Vec::as_slice)).stroked(Stroke::new(Paint::Line, 0.6)).item()
    }

    /// Degrees between the lines of the net: the finest of the usual steps that leaves them 60 px apart.
    fn graticule_step(&self) -> f64 {
        let degree = self.scale * 1.0_f64.to_radians();
        [1.0, 2.0, 5.0, 10.0, 15.0].into_iter().find(|step| step * degree > 60.0).unwrap_or(30.0)
    }
}

/// Cuts a ring of degrees to a box of degrees (here y is up; each side is a half plane of its own).
fn clip_degrees(ring: &[Point], window: Rect) -> Vec<Point> {
    let kept = clip_half_plane(ring, |p| p.x - window.left);
    let kept = clip_half_plane(&kept, |p| window.right - p.x);
    let kept = clip_half_plane(&kept, |p| p.y - window.top);
    clip_half_plane(&kept, |p| window.bottom - p.y)
}

/// The ring with points added so that no edge is longer than `LONGEST_EDGE`.
fn bent(ring: &[Point]) -> impl Iterator<Item = Point> {
    let next = ring.iter().skip(1).chain(ring.first());
    ring.iter().zip(next).flat_map(|(&from, &to)| {
        let parts = (from.distance(to) / LONGEST_EDGE).ceil().clamp(1.0, 400.0) as u32;
        (0..parts).map(move |part| from.toward(to, f64::from(part) / f64::from(parts)))
    })
}
