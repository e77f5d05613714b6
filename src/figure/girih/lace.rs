//! Draws a girih pattern: fills the stars, lays the straps, weaves them over and under.
//!
//! In: a pattern and a window. Out: a drawing cut exactly to the window. The straps are laid twice, once
//! in the colour of their rims and once in their own, narrower; where a strand lies on top a short piece
//! of it is laid again over the crossing. Straps are strokes; those that meet the window's edge are
//! outlined and cut as polygons, since a stroke's square end would stick out.

use super::hankin::{Crossing, Motif, motif, spread};
use super::tiling::Cell;
use super::{Colours, Girih};
use crate::drawing::{Drawing, DrawingItem, Paint, Path, Stroke};
use crate::figure::geometry::{Point, Rect, clip_polygon, clip_polyline};

/// Breadth of a strap and of its rim, in edges of the tiling.
const STRAP: f64 = 0.15;
const RIM: f64 = 0.035;
/// Under this many px an edge, straps would be too fine to see as such, and single lines are drawn.
const LEAST_STRAP_SCALE: f64 = 12.0;
/// Sides of the polygon that stands for a medallion's round edge.
const ROUND: u32 = 96;

/// What all polygons in sight carry together, in px.
#[derive(Default)]
struct Lace {
    strands: Vec<[Point; 3]>,
    crossings: Vec<Crossing>,
    /// Rings by what they are filled with: large stars, hearts, small stars, gems.
    fills: [Vec<Vec<Point>>; 4],
    /// The breadth straps must stay under, in edges of the tiling.
    broadest: f64,
}

/// A rectangle of the pattern, a large star in its middle.
///
/// - `scale`: px to an edge of the tiling.
pub fn panel(girih: &Girih, width: f64, height: f64, scale: f64) -> Drawing {
    let frame = Rect::new(0.0, 0.0, width, height);
    let mut items = woven(girih, &frame.corners(), frame.centre(), scale);
    let edge = (scale * RIM).max(0.8);
    items.push(Path::rect(frame.grown(-edge / 2.0)).stroked(Stroke::new(Paint::Ink, edge)).item());
    Drawing { width, height, items }
}

/// A strip of the pattern, whole stars from edge to edge, between two rules.
pub fn band(girih: &Girih, width: f64, height: f64) -> Drawing {
    panel(girih, width, height, height / girih.tiling.cell().steps[0].length())
}

/// A round medallion about one large star.
pub fn rosette(girih: &Girih, size: f64) -> Drawing {
    let cell = girih.tiling.cell();
    let star =
        cell.polygons.first().and_then(|polygon| polygon.first()).map_or(1.0, |corner| corner.length());
    let centre = Point::new(size / 2.0, size / 2.0);
    let edge = size * 0.02;
    let radius = size / 2.0 - edge;
    let rim: Vec<Point> = (0..ROUND)
        .map(|index| {
            centre.plus(Point::polar(radius, f64::from(index) * std::f64::consts::TAU / f64::from(ROUND)))
        })
        .collect();
    let mut items = woven(girih, &rim, centre, radius / (star * 1.25 + 0.6).max(2.4));
    items.push(Path::circle(centre, radius).stroked(Stroke::new(Paint::Ground, edge * 1.2)).item());
    items.push(
        Path::circle(centre, radius + edge * 0.3).stroked(Stroke::new(girih.colours.star, edge)).item(),
    );
    Drawing { width: size, height: size, items }
}

/// The pattern within a convex `window` (clockwise), the origin of the tiling at `middle`.
fn woven(girih: &Girih, window: &[Point], middle: Point, scale: f64) -> Vec<DrawingItem> {
    let lace = gather(girih, window, middle, scale);
    let Colours { field, star, heart, small } = girih.colours;
    let mut items = vec![Path::rings([window]).filled(field).item()];
    for (rings, paint) in lace.fills.iter().zip([star, heart, small, star]) {
        if !rings.is_empty() {
            items.push(Path::rings(rings.iter().map(Vec::as_slice)).filled(paint).item());
        }
    }
    if scale < LEAST_STRAP_SCALE {
        let cut: Vec<Vec<Point>> =
            lace.strands.iter().flat_map(|strand| clip_polyline(strand, window)).collect();
        let line = Stroke::new(Paint::Ground, (scale * 0.14).max(0.7));
        items.push(Path::lines(cut.iter().map(Vec::as_slice)).stroked(line).item());
        return items;
    }
    let full = STRAP + 2.0 * RIM;
    let share = (lace.broadest * 0.9 / full).clamp(0.4, 1.0);
    let (strap, rimmed) = (scale * STRAP * share, scale * full * share);
    let strands: Vec<&[Point]> = lace.strands.iter().map(|strand| &strand[..]).collect();
    items.extend(laid(&strands, window, &[(Paint::Ink, rimmed, 0.0), (Paint::Ground, strap, 0.0)], rimmed));
    let bridges: Vec<[Point; 2]> = lace.crossings.iter().map(|crossing| bridge(crossing, rimmed)).collect();
    let bridges: Vec<&[Point]> = bridges.iter().map(|bridge| &bridge[..]).collect();
    // The upper layer is a little longer, lest the rim's end show as a hair across the strap.
    let longer = (scale * 0.02).max(0.4);
    items.extend(laid(
        &bridges,
        window,
        &[(Paint::Ink, rimmed, 0.0), (Paint::Ground, strap, longer)],
        rimmed,
    ));
    items
}

/// Lays open lines as straps in layers, the lowest first.
///
/// - `layers`: paint, breadth and by how much each line is lengthened at both ends.
/// - `breadth`: that of the broadest layer; lines nearer than this to the window's edge are cut as polygons.
fn laid(
    lines: &[&[Point]],
    window: &[Point],
    layers: &[(Paint, f64, f64)],
    breadth: f64,
) -> Vec<DrawingItem> {
    let sides = sides(window);
    let within = |line: &[Point]| line.iter().map(|&p| depth(p, &sides)).fold(f64::MAX, f64::min);
    // A mitre reaches at most five breadths beyond its bend (see `outline`).
    let beyond =
        |line: &[Point]| sides.iter().any(|side| line.iter().all(|&p| side.depth(p) < -breadth * 5.0));
    let (whole, edge): (Vec<&[Point]>, Vec<&[Point]>) =
        lines.iter().filter(|line| !beyond(line)).partition(|line| within(line) > breadth);
    let seen = |line: &&[Point]| !clip_polygon(&outline(line, breadth), window).is_empty();
    let cut: Vec<&[Point]> = edge.into_iter().filter(seen).collect();
    let mut items = Vec::new();
    for &(paint, breadth, longer) in layers {
        let lengthened =
            |lines: &[&[Point]]| lines.iter().map(|line| lengthen(line, longer)).collect::<Vec<_>>();
        let stroked = lengthened(&whole);
        if !stroked.is_empty() {
            let stroke = Stroke::new(paint, breadth);
            items.push(Path::lines(stroked.iter().map(Vec::as_slice)).stroked(stroke).item());
        }
        let pieces: Vec<Vec<Point>> = lengthened(&cut)
            .iter()
            .map(|line| clip_polygon(&outline(line, breadth), window))
            .filter(|ring| ring.len() > 2)
            .collect();
        if !pieces.is_empty() {
            items.push(Path::rings(pieces.iter().map(Vec::as_slice)).filled(paint).item());
        }
    }
    items
}

/// An edge of a convex window: where it begins, and its direction, of length 1.
struct Side {
    from: Point,
    along: Point,
}

impl Side {
    /// How far `p` lies on the inner side; negative outside.
    fn depth(&self, p: Point) -> f64 {
        self.along.cross(p.minus(self.from))
    }
}

fn sides(window: &[Point]) -> Vec<Side> {
    let edges = window.iter().zip(window.iter().skip(1).chain(window.first()));
    edges.map(|(&from, &to)| Side { from, along: to.minus(from).unit() }).collect()
}

/// How far `p` lies inside the convex window; negative outside.
fn depth(p: Point, sides: &[Side]) -> f64 {
    sides.iter().map(|side| side.depth(p)).fold(f64::MAX, f64::min)
}

/// The line made longer by `by` at both ends.
fn lengthen(line: &[Point], by: f64) -> Vec<Point> {
    let mut longer = line.to_vec();
    if let [first, second, ..] = line
        && let [.., before, last] = line
    {
        longer[0] = first.plus(first.minus(*second).unit().times(by));
        let end = longer.len() - 1;
        longer[end] = last.plus(last.minus(*before).unit().times(by));
    }
    longer
}

/// The outline of a strap along an open line: one side there, the other back, mitred at the bends.
fn outline(line: &[Point], breadth: f64) -> Vec<Point> {
    let side = |half: f64| {
        (0..line.len()).map(move |index| {
            let before = (index > 0).then(|| line[index].minus(line[index - 1]).unit());
            let after = (index + 1 < line.len()).then(|| line[index + 1].minus(line[index]).unit());
            let (before, after) =
                (before.or(after).unwrap_or_default(), after.or(before).unwrap_or_default());
            let (one, other) = (Point::new(-before.y, before.x), Point::new(-after.y, after.x));
            let middle = one.plus(other).unit();
            // The mitre's reach grows as the bend sharpens; the floor is the mitre limit of 10.
            line[index].plus(middle.times(half / middle.dot(one).max(0.1)))
        })
    };
    side(breadth / 2.0).chain(side(-breadth / 2.0).rev()).collect()
}

/// The piece of the upper strand that covers a crossing of straps `breadth` px wide.
fn bridge(crossing: &Crossing, breadth: f64) -> [Point; 2] {
    // Half of what the two straps share, and a little more.
    let half = breadth * (spread(crossing.over, crossing.under) / 2.0 + 0.05);
    let reach = crossing.over.times(half.min(crossing.room));
    [crossing.at.minus(reach), crossing.at.plus(reach)]
}

fn gather(girih: &Girih, window: &[Point], middle: Point, scale: f64) -> Lace {
    let cell = girih.tiling.cell();
    let angle = girih.angle.to_radians();
    let carried: Vec<Motif> = cell
        .polygons
        .iter()
        .map(|polygon| motif(polygon, angle, if polygon.len() >= 8 { girih.reach } else { 1 }))
        .collect();
    let bounds = carried.iter().filter_map(|motif| motif.broadest);
    let mut lace = Lace { broadest: bounds.fold(f64::MAX, f64::min), ..Lace::default() };
    for offset in offsets(&cell, window, middle, scale) {
        let place = |p: Point| middle.plus(p.plus(offset).times(scale));
        for (index, motif) in carried.iter().enumerate() {
            lace.add(motif, index == 0, &place, scale, window);
        }
    }
    lace
}

impl Lace {
    fn add(
        &mut self,
        motif: &Motif,
        large: bool,
        place: &dyn Fn(Point) -> Point,
        scale: f64,
        window: &[Point],
    ) {
        let cut = |ring: &Vec<Point>| {
            let moved: Vec<Point> = ring.iter().map(|&p| place(p)).collect();
            Some(clip_polygon(&moved, window)).filter(|ring| ring.len() > 2)
        };
        self.fills[if large { 0 } else { 2 }].extend(motif.stars.iter().filter_map(cut));
        self.fills[1].extend(motif.hearts.first().and_then(cut));
        self.fills[3].extend(motif.hearts.last().map(|heart| gem(heart)).as_ref().and_then(cut));
        self.strands.extend(motif.strands.iter().map(|strand| strand.map(place)));
        let moved = motif.crossings.iter().map(|crossing| Crossing {
            at: place(crossing.at),
            room: crossing.room * scale,
            ..*crossing
        });
        self.crossings.extend(moved);
    }
}

/// A tile set free in the middle of a large star: its heart once more, smaller.
fn gem(heart: &[Point]) -> Vec<Point> {
    let sum = heart.iter().fold(Point::default(), |sum, &p| sum.plus(p));
    let middle = sum.times(1.0 / heart.len().max(1) as f64);
    let reach = heart.iter().map(|p| p.distance(middle)).fold(f64::MAX, f64::min);
    // Every other corner is drawn in, which makes the points of the star keener than those about it.
    let corner = |(index, p): (usize, &Point)| {
        let radius = if index % 2 == 1 { reach * 0.66 } else { reach * 0.4 };
        middle.plus(p.minus(middle).unit().times(radius))
    };
    heart.iter().enumerate().map(corner).collect()
}

/// The places of all cells that may show in the window, row by row.
fn offsets(cell: &Cell, window: &[Point], middle: Point, scale: f64) -> Vec<Point> {
    let [a, b] = cell.steps;
    let area = a.cross(b);
    let coordinates = window.iter().map(|&corner| {
        let p = corner.minus(middle).times(1.0 / scale);
        Point::new(p.cross(b) / area, a.cross(p) / area)
    });
    let Some(seen) = Rect::around(coordinates) else { return Vec::new() };
    // Polygons reach up to two cells beyond the cell they are counted to.
    let range = |low: f64, high: f64| (low.floor() as i32 - 2)..=(high.ceil() as i32 + 2);
    range(seen.top, seen.bottom)
        .flat_map(|j| range(seen.left, seen.right).map(move |i| (i, j)))
        .map(|(i, j)| a.times(f64::from(i)).plus(b.times(f64::from(j))))
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::drawing::Segment;
    use crate::figure::girih::{Tiling, assign, for_slug};

    fn patterns() -> impl Iterator<Item = Girih> {
        (0..60).map(crate::figure::girih::nth)
    }

    /// Where strands end inside the window, with the direction in which they leave.
    fn ends(girih: &Girih, window: &[Point]) -> Vec<(Point, Point)> {
        let lace = gather(girih, window, Point::new(100.0, 80.0), 20.0);
        lace.strands
            .iter()
            .flat_map(|[start, bend, end]| {
                [(*start, start.minus(*bend).unit()), (*end, end.minus(*bend).unit())]
            })
            .filter(|(end, _)| depth(*end, &sides(window)) > 0.0)
            .collect()
    }

    #[test]
    fn every_strand_runs_on_straight_into_exactly_one_other() {
        let window = Rect::new(0.0, 0.0, 200.0, 160.0).corners();
        for girih in patterns() {
            let ends = ends(&girih, &window);
            assert!(!ends.is_empty());
            for &(at, leaving) in &ends {
                let next = ends
                    .iter()
                    .filter(|(other, back)| other.distance(at) < 1e-6 && back.plus(leaving).length() < 1e-6);
                assert_eq!(next.count(), 1, "{girih:?} at {at:?}");
            }
        }
    }

    #[test]
    fn every_edge_sends_out_two_rays_and_every_ray_finds_its_partner() {
        for girih in patterns() {
            for polygon in girih.tiling.cell().polygons {
                let reach = if polygon.len() >= 8 { girih.reach } else { 1 };
                let motif = motif(&polygon, girih.angle.to_radians(), reach);
                assert_eq!(motif.strands.len(), polygon.len(), "{girih:?}");
                assert!(motif.strands.iter().all(|[_, bend, _]| inside(*bend, &polygon)), "{girih:?}");
            }
        }
    }

    fn inside(p: Point, polygon: &[Point]) -> bool {
        let edges = polygon.iter().zip(polygon.iter().skip(1).chain(polygon.first()));
        edges
            .filter(|(a, b)| {
                (a.y > p.y) != (b.y > p.y) && p.x < a.x + (p.y - a.y) / (b.y - a.y) * (b.x - a.x)
            })
            .count()
            % 2
            == 1
    }

    /// At each crossing of an edge one strand is on top, told by one polygon only.
    #[test]
    fn each_crossing_is_woven_once() {
        let window = Rect::new(0.0, 0.0, 200.0, 160.0).corners();
        for girih in patterns() {
            let lace = gather(&girih, &window, Point::new(100.0, 80.0), 20.0);
            let seen: Vec<Point> =
                lace.crossings.iter().map(|c| c.at).filter(|&at| depth(at, &sides(&window)) > 0.0).collect();
            for (index, at) in seen.iter().enumerate() {
                assert!(seen[index + 1..].iter().all(|other| other.distance(*at) > 1e-6), "{girih:?}");
            }
        }
    }

    #[test]
    fn nothing_reaches_out_of_the_panel() {
        for tiling in Tiling::ALL {
            let girih = Girih { tiling, ..for_slug("isfahan") };
            let drawing = panel(&girih, 300.0, 120.0, 24.0);
            let frame = Rect::new(0.0, 0.0, 300.0, 120.0).grown(1e-6);
            for item in &drawing.items {
                let DrawingItem::Path(path) = item else { continue };
                let margin = path.stroke.map_or(0.0, |stroke| stroke.width / 2.0);
                for segment in &path.segments {
                    if let Segment::Move(x, y) | Segment::Line(x, y) = *segment {
                        assert!(frame.grown(-margin).contains(Point::new(x, y)), "{tiling:?}");
                    }
                }
            }
        }
    }

    #[test]
    fn each_slug_has_its_own_pattern_whatever_comes_after_it() {
        let slugs: Vec<String> = (0..40).map(|index| format!("city-{index}")).collect();
        let slugs: Vec<&str> = slugs.iter().map(String::as_str).collect();
        let (all, first) = (assign(&slugs), assign(&slugs[..10]));
        let patterns: Vec<&Girih> = all.values().collect();
        for (index, one) in patterns.iter().enumerate() {
            assert!(
                patterns[index + 1..]
                    .iter()
                    .all(|other| one.tiling != other.tiling || one.angle != other.angle)
            );
        }
        assert!(first.iter().all(|(slug, girih)| all.get(slug) == Some(girih)));
    }
}
