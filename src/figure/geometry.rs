//! Plane geometry for drawings: points, boxes, clipping, simplifying.
//!
//! In and out: plain coordinates, y down, in the unit of the drawing at hand. Clipping is done on the
//! geometry itself, so neither SVG nor PDF needs a clip path.

/// A point or a vector in the plane.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct Point {
    pub x: f64,
    pub y: f64,
}

impl Point {
    pub const fn new(x: f64, y: f64) -> Self {
        Self { x, y }
    }

    /// The point at `radius` from the origin under `angle` radians from the x axis.
    pub fn polar(radius: f64, angle: f64) -> Self {
        Self::new(radius * angle.cos(), radius * angle.sin())
    }

    pub fn plus(self, other: Self) -> Self {
        Self::new(self.x + other.x, self.y + other.y)
    }

    pub fn minus(self, other: Self) -> Self {
        Self::new(self.x - other.x, self.y - other.y)
    }

    pub fn times(self, factor: f64) -> Self {
        Self::new(self.x * factor, self.y * factor)
    }

    /// The point `share` of the way to `other` (0 is here, 1 is there).
    pub fn toward(self, other: Self, share: f64) -> Self {
        self.plus(other.minus(self).times(share))
    }

    pub fn dot(self, other: Self) -> f64 {
        self.x * other.x + self.y * other.y
    }

    /// The z part of the cross product: positive when `other` lies clockwise on a y-down page.
    pub fn cross(self, other: Self) -> f64 {
        self.x * other.y - self.y * other.x
    }

    /// No drawing is so large or so small that squares leave the range of numbers.
    pub fn length(self) -> f64 {
        self.dot(self).sqrt()
    }

    pub fn distance(self, other: Self) -> f64 {
        other.minus(self).length()
    }

    /// The same direction with length 1; the zero vector stays zero.
    pub fn unit(self) -> Self {
        let length = self.length();
        if length > 0.0 { self.times(1.0 / length) } else { self }
    }
}

/// An upright box; `left <= right`, `top <= bottom`.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Rect {
    pub left: f64,
    pub top: f64,
    pub right: f64,
    pub bottom: f64,
}

impl Rect {
    pub fn new(left: f64, top: f64, right: f64, bottom: f64) -> Self {
        Self { left, top, right, bottom }
    }

    /// The least box that holds all `points`, or `None` without any.
    pub fn around(points: impl IntoIterator<Item = Point>) -> Option<Self> {
        points.into_iter().fold(None, |held: Option<Self>, p| {
            let own = Self::new(p.x, p.y, p.x, p.y);
            Some(held.map_or(own, |rect| rect.joined(own)))
        })
    }

    pub fn joined(self, other: Self) -> Self {
        Self::new(
            self.left.min(other.left),
            self.top.min(other.top),
            self.right.max(other.right),
            self.bottom.max(other.bottom),
        )
    }

    pub fn width(self) -> f64 {
        self.right - self.left
    }

    pub fn height(self) -> f64 {
        self.bottom - self.top
    }

    pub fn centre(self) -> Point {
        Point::new((self.left + self.right) / 2.0, (self.top + self.bottom) / 2.0)
    }

    /// The box with every side moved outwards by `by` (inwards when negative).
    pub fn grown(self, by: f64) -> Self {
        Self::new(self.left - by, self.top - by, self.right + by, self.bottom + by)
    }

    pub fn overlaps(self, other: Self) -> bool {
        self.left < other.right
            && other.left < self.right
            && self.top < other.bottom
            && other.top < self.bottom
    }

    pub fn contains(self, p: Point) -> bool {
        p.x >= self.left && p.x <= self.right && p.y >= self.top && p.y <= self.bottom
    }

    pub fn holds(self, other: Self) -> bool {
        other.left >= self.left
            && other.right <= self.right
            && other.top >= self.top
            && other.bottom <= self.bottom
    }

    /// The corners, clockwise on a y-down page from the top left.
    pub fn corners(self) -> [Point; 4] {
        [
            Point::new(self.left, self.top),
            Point::new(self.right, self.top),
            Point::new(self.right, self.bottom),
            Point::new(self.left, self.bottom),
        ]
    }
}

/// The part of polygon `ring` inside the convex `window`.
///
/// - `ring`: any simple polygon, not closed by a repeated point.
/// - `window`: clockwise on a y-down page, as `Rect::corners` gives it.
/// - Returns one ring with the winding of `ring`; a polygon cut in several parts keeps them joined along
///   the window's edge, which a fill does not show. Empty when nothing is inside.
///
/// Source: Sutherland & Hodgman 1974.
pub fn clip_polygon(ring: &[Point], window: &[Point]) -> Vec<Point> {
    let mut kept = ring.to_vec();
    for (index, &from) in window.iter().enumerate() {
        let edge = window[(index + 1) % window.len()].minus(from);
        kept = clip_half_plane(&kept, |p| edge.cross(p.minus(from)));
        if kept.is_empty() {
            break;
        }
    }
    kept
}

/// The part of `ring` where `depth`, a linear function of the point, is not negative.
pub fn clip_half_plane(ring: &[Point], depth: impl Fn(Point) -> f64) -> Vec<Point> {
    let mut kept = Vec::with_capacity(ring.len() + 4);
    let Some(&last) = ring.last() else { return kept };
    let (mut before, mut before_depth) = (last, depth(last));
    for &point in ring {
        let point_depth = depth(point);
        if (point_depth >= 0.0) != (before_depth >= 0.0) {
            kept.push(before.toward(point, before_depth / (before_depth - point_depth)));
        }
        if point_depth >= 0.0 {
            kept.push(point);
        }
        (before, before_depth) = (point, point_depth);
    }
    kept
}

/// The part of the line from `a` to `b` inside the convex `window` (clockwise on a y-down page).
///
/// Returns `None` when the line misses the window or only touches it in a point.
/// Source: Cyrus & Beck 1978.
pub fn clip_line(a: Point, b: Point, window: &[Point]) -> Option<(Point, Point)> {
    let (mut enter, mut leave) = (0.0_f64, 1.0_f64);
    for (index, &from) in window.iter().enumerate() {
        let edge = window[(index + 1) % window.len()].minus(from);
        let (start, end) = (edge.cross(a.minus(from)), edge.cross(b.minus(from)));
        if start < 0.0 && end < 0.0 {
            return None;
        }
        if (start < 0.0) != (end < 0.0) {
            let share = start / (start - end);
            if start < 0.0 { enter = enter.max(share) } else { leave = leave.min(share) }
        }
    }
    // The ends are handed on untouched where nothing was cut, so that lines that met still meet.
    let begin = if enter > 0.0 { a.toward(b, enter) } else { a };
    let finish = if leave < 1.0 { a.toward(b, leave) } else { b };
    (leave - enter > 1e-9).then_some((begin, finish))
}

/// The parts of an open line of points inside the convex `window`.
pub fn clip_polyline(line: &[Point], window: &[Point]) -> Vec<Vec<Point>> {
    let mut parts: Vec<Vec<Point>> = Vec::new();
    for pair in line.windows(2) {
        let Some((a, b)) = clip_line(pair[0], pair[1], window) else { continue };
        match parts.last_mut() {
            Some(part) if part.last() == Some(&a) => part.push(b),
            _ => parts.push(vec![a, b]),
        }
    }
    parts
}

/// Leaves out the points of a closed `ring` that lie within `tolerance` of the simpler outline.
///
/// Source: Ramer 1972, Douglas & Peucker 1973, begun at the first point and the one farthest from it.
pub fn simplify_ring(ring: &[Point], tolerance: f64) -> Vec<Point> {
    let Some(&first) = ring.first() else { return Vec::new() };
    let off_first = |index: usize| {
        let away = ring[index].minus(first);
        away.dot(away)
    };
    let far = (0..ring.len()).max_by(|&a, &b| off_first(a).total_cmp(&off_first(b))).unwrap_or(0);
    let mut closed = ring.to_vec();
    closed.push(first);
    let mut keep = vec![false; closed.len()];
    keep[0] = true;
    keep[far] = true;
    // A stack in place of recursion: a continent's outline is deep.
    let mut spans = vec![(0, far), (far, closed.len() - 1)];
    while let Some((from, to)) = spans.pop() {
        let farthest = (from + 1..to)
            .map(|index| (off_line_squared(closed[index], closed[from], closed[to]), index))
            .max_by(|a, b| a.0.total_cmp(&b.0));
        if let Some((distance, index)) = farthest
            && distance > tolerance * tolerance
        {
            keep[index] = true;
            spans.push((from, index));
            spans.push((index, to));
        }
    }
    ring.iter().zip(&keep).filter(|(_, kept)| **kept).map(|(&point, _)| point).collect()
}

/// Distance of `p` from the line segment `a`–`b`.
pub fn off_line(p: Point, a: Point, b: Point) -> f64 {
    off_line_squared(p, a, b).sqrt()
}

fn off_line_squared(p: Point, a: Point, b: Point) -> f64 {
    let along = b.minus(a);
    let square = along.dot(along);
    let share = if square > 0.0 { (p.minus(a).dot(along) / square).clamp(0.0, 1.0) } else { 0.0 };
    let away = p.minus(a.plus(along.times(share)));
    away.dot(away)
}

/// Whether the open segments `a`–`b` and `c`–`d` cross.
pub fn cross(a: Point, b: Point, c: Point, d: Point) -> bool {
    let side = |p: Point, q: Point, r: Point| q.minus(p).cross(r.minus(p));
    side(a, b, c) * side(a, b, d) < 0.0 && side(c, d, a) * side(c, d, b) < 0.0
}

/// The signed area of a ring: positive when it runs clockwise on a y-down page.
pub fn area(ring: &[Point]) -> f64 {
    let next = ring.iter().skip(1).chain(ring.first());
    ring.iter().zip(next).map(|(a, b)| a.cross(*b)).sum::<f64>() / 2.0
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn square() -> [Point; 4] {
        Rect::new(0.0, 0.0, 10.0, 10.0).corners()
    }

    #[test]
    fn a_line_is_cut_at_both_edges() {
        let cut = clip_line(Point::new(-5.0, 5.0), Point::new(15.0, 5.0), &square());
        assert_eq!(cut, Some((Point::new(0.0, 5.0), Point::new(10.0, 5.0))));
        assert_eq!(clip_line(Point::new(-5.0, -1.0), Point::new(15.0, -1.0), &square()), None);
    }

    #[test]
    fn a_polygon_that_holds_the_window_becomes_the_window() {
        let ring = clip_polygon(&Rect::new(-9.0, -9.0, 99.0, 99.0).corners(), &square());
        assert!((area(&ring) - 100.0).abs() < 1e-9);
    }

    #[test]
    fn simplifying_keeps_corners_and_drops_points_between() {
        let ring =
            [(0.0, 0.0), (5.0, 0.01), (10.0, 0.0), (10.0, 10.0), (0.0, 10.0)].map(|(x, y)| Point::new(x, y));
        assert_eq!(simplify_ring(&ring, 0.1).len(), 4);
    }

    proptest! {
        #[test]
        fn what_is_clipped_lies_inside(points in prop::collection::vec((-20.0..30.0, -20.0..30.0), 3..12)) {
            let ring: Vec<Point> = points.iter().map(|&(x, y)| Point::new(x, y)).collect();
            let inside = Rect::new(0.0, 0.0, 10.0, 10.0).grown(1e-9);
            prop_assert!(clip_polygon(&ring, &square()).iter().all(|&p| inside.contains(p)));
            for part in clip_polyline(&ring, &square()) {
                prop_assert!(part.iter().all(|&p| inside.contains(p)));
            }
        }

        #[test]
        fn simplified_outlines_stay_near(points in prop::collection::vec((0.0..50.0, 0.0..50.0), 3..40)) {
            let ring: Vec<Point> = points.iter().map(|&(x, y)| Point::new(x, y)).collect();
            let simple = simplify_ring(&ring, 2.0);
            for &p in &ring {
                let near = (0..simple.len())
                    .map(|i| off_line(p, simple[i], simple[(i + 1) % simple.len()]))
                    .fold(f64::MAX, f64::min);
                prop_assert!(near <= 2.0 + 1e-9);
            }
        }
    }
}
