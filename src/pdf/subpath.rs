//! The subpaths of a drawing's path, in whole steps of the page, and which of them are copies of one another.
//!
//! A star pattern is one outline in a hundred places. Written from its own first point it is the same bytes each
//! time, of which a compressed stream says "as before" and where; PDF has no relative segments that would do it.
//! A path may be painted in parts only where that shows the same: see [`parted`].

use std::collections::BTreeMap;

use crate::drawing::Segment;

/// A point of the page, or the way from one to another, in steps to the right and upward.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Default)]
pub(super) struct Point {
    pub x: i64,
    pub y: i64,
}

impl Point {
    pub(super) fn plus(self, way: Point) -> Point {
        Point { x: self.x.saturating_add(way.x), y: self.y.saturating_add(way.y) }
    }

    pub(super) fn minus(self, other: Point) -> Point {
        Point { x: self.x.saturating_sub(other.x), y: self.y.saturating_sub(other.y) }
    }
}

/// A segment with its points as they lie from the start of their subpath.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Step {
    Line([Point; 1]),
    Cubic([Point; 3]),
    Close,
}

/// What is drawn without lifting the pen.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Subpath {
    pub start: Point,
    pub steps: Vec<Step>,
}

/// Subpaths that are worth writing as copies have at least so many.
const COPIES: usize = 3;

/// An outline and the starts of its copies.
pub(super) type Copies = (Vec<Step>, Vec<Point>);

/// The outlines that stand in several places, and all other subpaths.
pub(super) type Parted = (Vec<Copies>, Vec<Subpath>);

/// The subpaths of a path: `scale` are steps to a unit of the drawing, whose y grows downward.
///
/// A subpath is moved as a whole to the nearest step, and its points to the nearest from there: none is off by
/// more than one step.
pub(super) fn subpaths(segments: &[Segment], scale: (f64, f64)) -> Vec<Subpath> {
    // What is no number counts as nothing.
    let number = |length: f64| if length.is_finite() { length } else { 0.0 };
    let scaled = |(x, y): (f64, f64)| (number(x * scale.0), number(-y * scale.1));
    let rounded = |(x, y): (f64, f64)| Point { x: x.round() as i64, y: y.round() as i64 };
    let mut subpaths: Vec<Subpath> = Vec::new();
    let mut start = (0.0, 0.0);
    let mut open = false;
    for segment in segments {
        let from_start = |point: (f64, f64)| {
            let (x, y) = scaled(point);
            rounded((x - start.0, y - start.1))
        };
        let step = match *segment {
            Segment::Move(x, y) => {
                start = scaled((x, y));
                open = false;
                continue;
            }
            Segment::Line(x, y) => Step::Line([from_start((x, y))]),
            Segment::Cubic(ax, ay, bx, by, x, y) => Step::Cubic([(ax, ay), (bx, by), (x, y)].map(from_start)),
            Segment::Close => Step::Close,
        };
        // After a close the pen stands at the start again (ISO 32000-1 §8.5.2.1).
        if !open {
            subpaths.push(Subpath { start: rounded(start), steps: Vec::new() });
        }
        if let Some(subpath) = subpaths.last_mut() {
            subpath.steps.push(step);
        }
        open = step != Step::Close;
    }
    subpaths
}

/// Parts the copies from the rest.
///
/// - `filled`: whether insides are painted. Then a subpath may be a hole of another, unless all of them turn the
///   same way; `stroked` too, the line of one would lie under the inside of the next.
pub(super) fn parted(subpaths: Vec<Subpath>, filled: bool, stroked: bool) -> Parted {
    let apart = match (filled, stroked) {
        (true, true) => false,
        (true, false) => turn_alike(&subpaths),
        _ => true,
    };
    if !apart {
        return (Vec::new(), subpaths);
    }
    let mut places: BTreeMap<Vec<Step>, Vec<Point>> = BTreeMap::new();
    for subpath in subpaths {
        places.entry(subpath.steps).or_default().push(subpath.start);
    }
    let (copies, others): (Vec<_>, Vec<_>) =
        places.into_iter().partition(|(_, starts)| starts.len() >= COPIES);
    let others = others.into_iter().flat_map(|(steps, starts)| {
        starts.into_iter().map(move |start| Subpath { start, steps: steps.clone() })
    });
    (copies, others.collect())
}

fn turn_alike(subpaths: &[Subpath]) -> bool {
    let mut turns = subpaths.iter().map(|subpath| area(&subpath.steps).signum());
    turns.next().is_some_and(|first| first != 0 && turns.all(|turn| turn == first))
}

/// Twice the area inside the points, negative if they turn to the right.
fn area(steps: &[Step]) -> i128 {
    let points = steps.iter().flat_map(|step| match step {
        Step::Line(points) => points.as_slice(),
        Step::Cubic(points) => points.as_slice(),
        Step::Close => &[],
    });
    let mut last = Point::default();
    let mut sum = 0;
    for point in points {
        sum += i128::from(last.x) * i128::from(point.y) - i128::from(point.x) * i128::from(last.y);
        last = *point;
    }
    sum
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn square(x: f64, y: f64, side: f64) -> Vec<Segment> {
        vec![
            Segment::Move(x, y),
            Segment::Line(x + side, y),
            Segment::Line(x + side, y + side),
            Segment::Line(x, y + side),
            Segment::Close,
        ]
    }

    fn squares(list: &[(f64, f64, f64)]) -> Vec<Subpath> {
        let segments: Vec<_> = list.iter().flat_map(|(x, y, side)| square(*x, *y, *side)).collect();
        subpaths(&segments, (1.0, 1.0))
    }

    #[test]
    fn copies_are_told_from_others() {
        let list = squares(&[(0.2, 0.0, 2.0), (5.0, 1.0, 2.0), (9.4, 9.0, 3.0), (7.7, 2.0, 2.0)]);
        let (copies, others) = parted(list, true, false);
        let starts = [(0, 0), (5, -1), (8, -2)].map(|(x, y)| Point { x, y });
        assert_eq!(copies.len(), 1);
        assert_eq!(copies[0].1, starts);
        assert_eq!(others.len(), 1);
    }

    #[test]
    fn a_path_with_a_hole_stays_whole() {
        let mut list = squares(&[(0.0, 0.0, 2.0), (4.0, 0.0, 2.0), (8.0, 0.0, 2.0)]);
        assert_eq!(parted(list.clone(), true, false).0.len(), 1);
        list.extend(squares(&[(1.0, 1.0, -1.0)]).into_iter().map(|mut hole| {
            hole.steps.reverse();
            hole.steps.rotate_left(1);
            hole
        }));
        let all = list.len();
        let (copies, others) = parted(list.clone(), true, false);
        assert_eq!((copies.len(), others.len()), (0, all));
        assert_eq!(parted(list, false, true).0.len(), 1);
    }

    #[test]
    fn what_is_filled_and_stroked_stays_whole() {
        let list = squares(&[(0.0, 0.0, 2.0), (1.0, 0.0, 2.0), (2.0, 0.0, 2.0)]);
        assert_eq!(parted(list, true, true).0.len(), 0);
    }

    #[test]
    fn what_follows_a_close_goes_on_from_the_start() {
        let mut segments = square(3.0, 4.0, 1.0);
        segments.push(Segment::Line(5.0, 4.0));
        let list = subpaths(&segments, (1.0, 1.0));
        assert_eq!(
            list[1],
            Subpath { start: Point { x: 3, y: -4 }, steps: vec![Step::Line([Point { x: 2, y: 0 }])] }
        );
        assert_eq!(subpaths(&[Segment::Move(f64::NAN, 1.0), Segment::Close], (1.0, 1.0))[0].start.x, 0);
    }

    proptest! {
        #[test]
        fn no_subpath_is_lost_and_none_moved_by_more_than_a_step(
            list in prop::collection::vec((0.0..99.0_f64, 0.0..99.0_f64, 1.0..3.0_f64), 0..40),
        ) {
            let all = squares(&list);
            for (subpath, (x, y, side)) in all.iter().zip(&list) {
                let Step::Line([corner]) = subpath.steps[1] else { panic!("a corner") };
                let corner = subpath.start.plus(corner);
                prop_assert!((corner.x as f64 - (x + side)).abs() <= 1.0);
                prop_assert!((corner.y as f64 + (y + side)).abs() <= 1.0);
            }
            let (copies, others) = parted(all.clone(), true, false);
            let mut found = others;
            for (steps, starts) in copies {
                found.extend(starts.into_iter().map(|start| Subpath { start, steps: steps.clone() }));
            }
            let key = |subpath: &Subpath| (subpath.start, subpath.steps.clone());
            let (mut found, mut all) = (found, all);
            found.sort_by_key(key);
            all.sort_by_key(key);
            prop_assert_eq!(found, all);
        }
    }
}
