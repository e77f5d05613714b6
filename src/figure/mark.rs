//! The marks of places and events, told apart by form as well as by colour.
//!
//! Host: an eight-pointed star, as in tilework. Sister: a disc. Friendship: a diamond. Memorandum: a
//! square. Pending: a ring, not yet filled. Each stands on a rim of ground, so it is seen on any map.

use super::geometry::{Point, Rect};
use crate::drawing::{Drawing, DrawingItem, Paint, Path, Stroke};

/// How a city is bound to the host.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum PlaceKind {
    Host,
    Sister,
    Friendship,
    Memorandum,
    Pending,
}

impl PlaceKind {
    pub const ALL: [Self; 5] = [Self::Host, Self::Sister, Self::Friendship, Self::Memorandum, Self::Pending];

    /// The colour of the mark and of the line that leads to it.
    pub fn paint(self) -> Paint {
        match self {
            Self::Host => Paint::Saffron,
            Self::Sister | Self::Pending => Paint::Lapis,
            Self::Friendship | Self::Memorandum => Paint::Turquoise,
        }
    }
}

/// How far the mark of `kind` reaches from its centre, for marks whose disc has `radius`.
pub fn reach(kind: PlaceKind, radius: f64) -> f64 {
    match kind {
        PlaceKind::Host => radius * 2.1,
        PlaceKind::Friendship => radius * 1.4,
        PlaceKind::Sister | PlaceKind::Memorandum | PlaceKind::Pending => radius,
    }
}

/// The mark of `kind` at `centre`; a sister's disc has `radius`, the others look as heavy.
pub fn mark(kind: PlaceKind, centre: Point, radius: f64) -> DrawingItem {
    let outer = reach(kind, radius);
    let path = match kind {
        PlaceKind::Host => Path::rings([&star(centre, outer)[..]]),
        PlaceKind::Sister => Path::circle(centre, outer),
        PlaceKind::Friendship => Path::rings([&corners(centre, outer, 4, 0.0)[..]]),
        PlaceKind::Memorandum => {
            let half = radius * 0.9;
            Path::rect(Rect::new(centre.x - half, centre.y - half, centre.x + half, centre.y + half))
        }
        PlaceKind::Pending => {
            let width = radius * 0.55;
            let ring = Path::circle(centre, outer - width / 2.0);
            return ring.filled(Paint::Ground).stroked(Stroke::new(kind.paint(), width)).item();
        }
    };
    path.filled(kind.paint()).stroked(Stroke::new(Paint::Ground, radius * 0.22)).item()
}

/// A mark alone, for the key beside a map: a square picture of side `size`.
pub fn legend(kind: PlaceKind, size: f64) -> Drawing {
    let share = match kind {
        PlaceKind::Host => 0.22,
        PlaceKind::Friendship => 0.3,
        PlaceKind::Sister | PlaceKind::Memorandum | PlaceKind::Pending => 0.36,
    };
    let centre = Point::new(size / 2.0, size / 2.0);
    Drawing { width: size, height: size, items: vec![mark(kind, centre, size * share)] }
}

/// The eight-pointed star of two crossed squares.
fn star(centre: Point, outer: f64) -> Vec<Point> {
    // Where the sides of the two squares cross: 1 / (√2 · cos 22.5°).
    let inner = outer * 0.765_366_86;
    (0..16)
        .map(|step| {
            let radius = if step % 2 == 0 { outer } else { inner };
            centre.plus(Point::polar(radius, f64::from(step) * std::f64::consts::PI / 8.0))
        })
        .collect()
}

fn corners(centre: Point, radius: f64, count: u32, turn: f64) -> Vec<Point> {
    (0..count)
        .map(|step| {
            centre
                .plus(Point::polar(radius, turn + f64::from(step) * std::f64::consts::TAU / f64::from(count)))
        })
        .collect()
}
