//! Hankin's method: the star that a polygon of a tiling carries.
//!
//! From the middle of every edge two rays go inwards, each at the contact angle to the edge; where two
//! rays meet they end, and their way from edge to edge is a strand. Strands run on across every edge,
//! so stars of all polygons join to one lace. In: a polygon and the angle. Out: strands, the outlines
//! to be filled, and which strand lies on top at each crossing.
//! Source: Hankin 1925; Kaplan 2005, "Islamic star patterns from polygons in contact".

use crate::figure::geometry::Point;

/// What one polygon carries.
#[derive(Clone, Debug, Default)]
pub struct Motif {
    /// From the middle of an edge by the bend to the middle of another edge.
    pub strands: Vec<[Point; 3]>,
    /// The stars: rings from edge to edge by the nearest crossings.
    pub stars: Vec<Vec<Point>>,
    /// The stars within the star, from the outside in, where rays reach past their first crossing.
    pub hearts: Vec<Vec<Point>>,
    pub crossings: Vec<Crossing>,
    /// How broad straps may be before neighbouring crossings run into each other, if the motif bounds it.
    pub broadest: Option<f64>,
}

/// Where two strands cross.
#[derive(Clone, Copy, Debug)]
pub struct Crossing {
    pub at: Point,
    /// The direction of the strand on top, and of the one below; of length 1.
    pub over: Point,
    pub under: Point,
    /// How far the strand on top runs straight to either side of the crossing.
    pub room: f64,
}

/// A ray from the middle of an edge inwards.
#[derive(Clone, Copy)]
struct Ray {
    from: Point,
    along: Point,
}

/// The two rays of an edge: `ahead` leans to the edge's end, `back` to its beginning.
struct Pair {
    ahead: Ray,
    back: Ray,
}

/// The motif of `polygon` at contact `angle` (radians between ray and edge).
///
/// - `polygon`: clockwise on a y-down page.
/// - `reach`: how many edges on a ray finds its partner in a regular polygon: 1 is the plain star, with more
///   rays cross their neighbours first; at most what leaves the middle open. Ignored by other polygons,
///   whose rays meet as near as they can.
pub fn motif(polygon: &[Point], angle: f64, reach: usize) -> Motif {
    let pairs = rays(polygon, angle);
    if !is_regular(polygon) {
        let joined = nearest_partners(&pairs);
        let bends =
            joined.iter().filter_map(|&(i, j)| meeting(pairs[i].ahead, pairs[j].back).map(|p| (i, p, j)));
        return Motif::from_bends(&pairs, &bends.collect::<Vec<_>>(), polygon);
    }
    let bends = |reach| ring_of_bends(&pairs, reach);
    let plain = Motif::from_bends(&pairs, &bends(1), polygon);
    let reach = reach.min((polygon.len() - 1) / 2);
    let mut motif = Motif {
        strands: bends(reach)
            .iter()
            .map(|&(i, bend, j)| [pairs[i].ahead.from, bend, pairs[j].back.from])
            .collect(),
        ..plain
    };
    for order in 1..reach {
        let (near, beyond) = (bends(order), bends(order + 1));
        motif
            .crossings
            .extend(near.iter().zip(&beyond).map(|(here, next)| inner_crossing(&pairs, order, here, next.1)));
        // Bends of one order lie between those of the next: together they are the corners of a star.
        motif.hearts.push(near.iter().zip(&beyond).flat_map(|(here, next)| [here.1, next.1]).collect());
    }
    motif.broadest = broadest(&pairs, reach);
    motif
}

/// The breadth at which straps along one ray's crossings just touch: all rays of a regular polygon are alike.
fn broadest(pairs: &[Pair], reach: usize) -> Option<f64> {
    let ahead = pairs[0].ahead;
    // Along the ray: the edge, each crossing, the bend; and how far each crossing spreads for its breadth.
    let stops: Vec<Point> = (0..=reach)
        .filter_map(|order| if order == 0 { Some(ahead.from) } else { meeting(ahead, pairs[order].back) })
        .collect();
    let spread =
        |order: usize| if order < reach { spread(ahead.along, pairs[order].back.along) / 2.0 } else { 0.0 };
    let touching = stops
        .windows(2)
        .enumerate()
        .map(|(order, pair)| pair[0].distance(pair[1]) / (spread(order) + spread(order + 1)));
    touching.reduce(f64::min)
}

/// The length two straps of breadth 1 share along either, when they cross in these directions.
pub fn spread(one: Point, other: Point) -> f64 {
    (1.0 + one.dot(other).abs()) / one.cross(other).abs().max(0.1)
}

/// The crossing of two rays `order` edges apart that both go on to `beyond`.
///
/// Over and under take turns along each strand: a ray that leans ahead is on top at its edge, so below at
/// the first crossing, and so on; the other ray the other way round.
fn inner_crossing(pairs: &[Pair], order: usize, here: &(usize, Point, usize), beyond: Point) -> Crossing {
    let (ahead, back) = (pairs[here.0].ahead.along, pairs[here.2].back.along);
    let (over, under) = if order % 2 == 1 { (back, ahead) } else { (ahead, back) };
    Crossing { at: here.1, over, under, room: here.1.distance(beyond) }
}

impl Motif {
    /// The motif of strands that each bend once: `(edge, bend, edge)`.
    fn from_bends(pairs: &[Pair], bends: &[(usize, Point, usize)], polygon: &[Point]) -> Self {
        let strands =
            bends.iter().map(|&(i, bend, j)| [pairs[i].ahead.from, bend, pairs[j].back.from]).collect();
        let crossings = bends
            .iter()
            .filter(|&&(i, _, _)| speaks_for(polygon, i))
            .map(|&(i, bend, _)| Crossing {
                at: pairs[i].ahead.from,
                over: pairs[i].ahead.along,
                under: pairs[i].back.along,
                room: pairs[i].ahead.from.distance(bend),
            })
            .collect();
        Self { strands, stars: rings(pairs, bends), hearts: Vec::new(), crossings, broadest: None }
    }
}

/// Whether this polygon, of the two at the edge, tells of the crossing there: the one on its left or above it.
fn speaks_for(polygon: &[Point], edge: usize) -> bool {
    let along = polygon[(edge + 1) % polygon.len()].minus(polygon[edge]);
    along.y > 1e-6 || (along.y.abs() <= 1e-6 && along.x < 0.0)
}

fn rays(polygon: &[Point], angle: f64) -> Vec<Pair> {
    (0..polygon.len())
        .map(|index| {
            let (start, end) = (polygon[index], polygon[(index + 1) % polygon.len()]);
            let along = end.minus(start).unit();
            // Clockwise with y down: inwards is a quarter turn to the right of the edge's course.
            let inward = Point::new(-along.y, along.x);
            let lean = |way: f64| along.times(way * angle.cos()).plus(inward.times(angle.sin()));
            let from = start.toward(end, 0.5);
            Pair { ahead: Ray { from, along: lean(1.0) }, back: Ray { from, along: lean(-1.0) } }
        })
        .collect()
}

fn is_regular(polygon: &[Point]) -> bool {
    let count = polygon.len() as f64;
    let sum = polygon.iter().fold(Point::default(), |sum, &p| sum.plus(p));
    let centre = sum.times(1.0 / count);
    let radius = polygon.first().map_or(0.0, |p| p.distance(centre));
    polygon.iter().all(|p| (p.distance(centre) - radius).abs() < 1e-6)
}

/// Where the rays of edges `reach` apart meet, for every edge in turn.
fn ring_of_bends(pairs: &[Pair], reach: usize) -> Vec<(usize, Point, usize)> {
    (0..pairs.len())
        .filter_map(|i| {
            let j = (i + reach) % pairs.len();
            meeting(pairs[i].ahead, pairs[j].back).map(|bend| (i, bend, j))
        })
        .collect()
}

/// Joins each ray that leans ahead with one that leans back, the shortest ways first (Kaplan 2005, §3).
fn nearest_partners(pairs: &[Pair]) -> Vec<(usize, usize)> {
    let all = (0..pairs.len()).flat_map(|i| (0..pairs.len()).map(move |j| (i, j))).filter(|(i, j)| i != j);
    let mut ways: Vec<(f64, usize, usize)> = all
        .filter_map(|(i, j)| {
            let bend = meeting(pairs[i].ahead, pairs[j].back)?;
            Some((bend.distance(pairs[i].ahead.from) + bend.distance(pairs[j].back.from), i, j))
        })
        .collect();
    // Rounded, so that ways equal by symmetry are told apart by their edges and not by noise.
    ways.sort_by_key(|&(length, i, j)| ((length * 1e6).round() as i64, i, j));
    let (mut ahead_taken, mut back_taken) = (vec![false; pairs.len()], vec![false; pairs.len()]);
    let mut joined = Vec::new();
    for (_, i, j) in ways {
        if !ahead_taken[i] && !back_taken[j] {
            (ahead_taken[i], back_taken[j]) = (true, true);
            joined.push((i, j));
        }
    }
    joined
}

/// Where two rays meet, or half way between them when they face each other on one line.
fn meeting(one: Ray, other: Ray) -> Option<Point> {
    let between = other.from.minus(one.from);
    let turn = one.along.cross(other.along);
    if turn.abs() < 1e-9 {
        let on_one_line = between.cross(one.along).abs() < 1e-9;
        let facing = between.dot(one.along) > 0.0 && one.along.dot(other.along) < 0.0;
        return (on_one_line && facing).then(|| one.from.toward(other.from, 0.5));
    }
    let (here, there) = (between.cross(other.along) / turn, between.cross(one.along) / turn);
    (here > 1e-9 && there > 1e-9).then(|| one.from.plus(one.along.times(here)))
}

/// The closed ways along strands from edge to edge.
fn rings(pairs: &[Pair], bends: &[(usize, Point, usize)]) -> Vec<Vec<Point>> {
    let mut from_edge: Vec<Option<(Point, usize)>> = vec![None; pairs.len()];
    for &(i, bend, j) in bends {
        from_edge[i] = Some((bend, j));
    }
    let mut found = Vec::new();
    for start in 0..pairs.len() {
        let mut ring = Vec::new();
        let mut edge = start;
        while let Some((bend, next)) = from_edge[edge].take() {
            ring.extend([pairs[edge].ahead.from, bend]);
            edge = next;
        }
        if edge == start && ring.len() > 4 {
            found.push(ring);
        }
    }
    found
}
