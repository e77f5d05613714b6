//! The tilings that girih patterns grow from: polygons that fill the plane edge to edge.
//!
//! Out: the polygons of one cell and the two steps by which the cell repeats, edges of length 1. The
//! names are those of Grünbaum & Shephard, *Tilings and Patterns* (1987), §2.1; the decagons are those
//! of the Persian scrolls (Lu & Steinhardt 2007).

use std::f64::consts::{PI, TAU};

use crate::figure::geometry::Point;

#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Tiling {
    /// 4.8.8: octagons and squares.
    TruncatedSquare,
    /// 3.12.12: dodecagons and triangles.
    TruncatedHexagonal,
    /// Regular decagons with bow ties between.
    Decagonal,
    /// 4.6.12: dodecagons, hexagons and squares.
    TruncatedTrihexagonal,
    /// 3.6.3.6: hexagons and triangles.
    Trihexagonal,
    /// 3.4.6.4: hexagons, squares and triangles.
    Rhombitrihexagonal,
    /// 6.6.6: hexagons.
    Hexagonal,
    /// 3.3.4.3.4: squares and pairs of triangles.
    SnubSquare,
}

/// The polygons of one cell and how it repeats.
#[derive(Clone, Debug)]
pub struct Cell {
    /// Each clockwise on a y-down page, edges of length 1. The first is the largest and lies about the origin.
    pub polygons: Vec<Vec<Point>>,
    pub steps: [Point; 2],
}

impl Tiling {
    pub const ALL: [Self; 8] = [
        Self::TruncatedSquare,
        Self::TruncatedHexagonal,
        Self::Decagonal,
        Self::TruncatedTrihexagonal,
        Self::Trihexagonal,
        Self::Rhombitrihexagonal,
        Self::Hexagonal,
        Self::SnubSquare,
    ];

    /// The tiling's cell; whole cells moved by whole steps cover the plane once.
    pub fn cell(self) -> Cell {
        match self {
            Self::TruncatedSquare => truncated_square(),
            Self::TruncatedHexagonal => truncated_hexagonal(),
            Self::Decagonal => decagonal(),
            Self::TruncatedTrihexagonal => truncated_trihexagonal(),
            Self::Trihexagonal => trihexagonal(),
            Self::Rhombitrihexagonal => rhombitrihexagonal(),
            Self::Hexagonal => hexagonal(),
            Self::SnubSquare => snub_square(),
        }
    }
}

/// Distance of an edge from the middle of the regular `sides`-gon.
pub fn apothem(sides: u32) -> f64 {
    0.5 / (PI / f64::from(sides)).tan()
}

/// The regular polygon with edges of length 1 about `centre`, one of its edges facing `toward` radians.
fn regular(sides: u32, centre: Point, toward: f64) -> Vec<Point> {
    let step = TAU / f64::from(sides);
    let radius = 0.5 / (PI / f64::from(sides)).sin();
    (0..sides)
        .map(|index| centre.plus(Point::polar(radius, toward + step * (f64::from(index) - 0.5))))
        .collect()
}

fn degrees(value: f64) -> f64 {
    value.to_radians()
}

/// The steps of a lattice of equilateral triangles of side `length`.
fn triangular(length: f64) -> [Point; 2] {
    [Point::new(length, 0.0), Point::polar(length, PI / 3.0)]
}

/// The middles of the two triangles of a cell of such a lattice; the first looks back to the origin under 210°.
fn thirds([a, b]: [Point; 2]) -> [Point; 2] {
    [a.plus(b).times(1.0 / 3.0), a.plus(b).times(2.0 / 3.0)]
}

fn hexagonal() -> Cell {
    Cell { polygons: vec![regular(6, Point::default(), 0.0)], steps: triangular(2.0 * apothem(6)) }
}

fn trihexagonal() -> Cell {
    let steps = triangular(2.0);
    let [near, far] = thirds(steps);
    let polygons = vec![
        regular(6, Point::default(), degrees(30.0)),
        regular(3, near, degrees(210.0)),
        regular(3, far, degrees(30.0)),
    ];
    Cell { polygons, steps }
}

fn truncated_square() -> Cell {
    let length = 2.0 * apothem(8);
    let steps = [Point::new(length, 0.0), Point::new(0.0, length)];
    let square = regular(4, steps[0].plus(steps[1]).times(0.5), degrees(45.0));
    Cell { polygons: vec![regular(8, Point::default(), 0.0), square], steps }
}

fn truncated_hexagonal() -> Cell {
    let steps = triangular(2.0 * apothem(12));
    let [near, far] = thirds(steps);
    let polygons = vec![
        regular(12, Point::default(), 0.0),
        regular(3, near, degrees(210.0)),
        regular(3, far, degrees(30.0)),
    ];
    Cell { polygons, steps }
}

fn truncated_trihexagonal() -> Cell {
    let steps = triangular(2.0 * apothem(12) + 1.0);
    let [near, far] = thirds(steps);
    let mut polygons = vec![regular(12, Point::default(), 0.0)];
    polygons.extend([near, far].map(|centre| regular(6, centre, degrees(30.0))));
    polygons.extend(squares_between(steps));
    Cell { polygons, steps }
}

fn rhombitrihexagonal() -> Cell {
    let steps = triangular(2.0 * apothem(6) + 1.0);
    let [near, far] = thirds(steps);
    let mut polygons = vec![regular(6, Point::default(), 0.0)];
    polygons.extend(squares_between(steps));
    polygons.push(regular(3, near, degrees(30.0)));
    polygons.push(regular(3, far, degrees(210.0)));
    Cell { polygons, steps }
}

/// The squares half way along the three directions of a triangular lattice.
fn squares_between([a, b]: [Point; 2]) -> Vec<Vec<Point>> {
    let ways = [(a, 0.0), (b, 60.0), (b.minus(a), 120.0)];
    ways.into_iter().map(|(way, angle)| regular(4, way.times(0.5), degrees(angle))).collect()
}

fn snub_square() -> Cell {
    let length = (2.0 + 3.0_f64.sqrt()).sqrt();
    let steps = [Point::new(length, 0.0), Point::new(0.0, length)];
    let squares = [
        regular(4, Point::default(), degrees(15.0)),
        regular(4, Point::new(length / 2.0, length / 2.0), degrees(-15.0)),
    ];
    // A triangle stands on every side of the first square; the second's sides take the same four, moved.
    let beside = |toward: f64| {
        let centre = Point::polar(apothem(4) + apothem(3), toward);
        regular(3, centre, toward + PI)
    };
    let triangles = (0..4).map(|side| beside(degrees(15.0) + f64::from(side) * PI / 2.0));
    Cell { polygons: squares.into_iter().chain(triangles).collect(), steps }
}

fn decagonal() -> Cell {
    let length = 2.0 * apothem(10);
    // The lattice stands on a diagonal of its rhombus, so that the pattern is level.
    let (a, b) = (Point::polar(length, degrees(-36.0)), Point::polar(length, degrees(36.0)));
    let decagon = regular(10, Point::default(), 0.0);
    // Between four decagons a bow tie is left, every corner of it a corner of theirs.
    let corner =
        |centre: Point, toward: f64| centre.plus(Point::polar(0.5 / (PI / 10.0).sin(), degrees(toward)));
    let origin = Point::default();
    let far = a.plus(b);
    let corners = [(origin, 18.0), (origin, -18.0), (a, 90.0), (a, 54.0), (far, 162.0), (b, 270.0)];
    let bow_tie = corners.map(|(centre, toward)| corner(centre, toward)).to_vec();
    Cell { polygons: vec![decagon, bow_tie], steps: [a, b] }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::figure::geometry::area;

    /// The middles of all edges of the cell and its neighbours, rounded to compare.
    fn edge_middles(cell: &Cell, reach: i32) -> Vec<(i64, i64)> {
        let mut found = Vec::new();
        for (i, j) in (-reach..=reach).flat_map(|i| (-reach..=reach).map(move |j| (i, j))) {
            let moved = cell.steps[0].times(f64::from(i)).plus(cell.steps[1].times(f64::from(j)));
            for polygon in &cell.polygons {
                for (index, &from) in polygon.iter().enumerate() {
                    let middle = from.toward(polygon[(index + 1) % polygon.len()], 0.5).plus(moved);
                    found.push(((middle.x * 1e6).round() as i64, (middle.y * 1e6).round() as i64));
                }
            }
        }
        found
    }

    #[test]
    fn polygons_meet_edge_to_edge_and_fill_the_plane() {
        for tiling in Tiling::ALL {
            let cell = tiling.cell();
            let around = edge_middles(&cell, 2);
            for middle in edge_middles(&cell, 0) {
                assert_eq!(around.iter().filter(|&&other| other == middle).count(), 2, "{tiling:?}");
            }
            let covered: f64 = cell.polygons.iter().map(|polygon| area(polygon)).sum();
            assert!((covered - cell.steps[0].cross(cell.steps[1])).abs() < 1e-9, "{tiling:?}");
        }
    }

    #[test]
    fn edges_have_length_one_and_run_clockwise() {
        for tiling in Tiling::ALL {
            for polygon in tiling.cell().polygons {
                assert!(area(&polygon) > 0.0, "{tiling:?}");
                for (index, from) in polygon.iter().enumerate() {
                    let length = from.distance(polygon[(index + 1) % polygon.len()]);
                    assert!((length - 1.0).abs() < 1e-9, "{tiling:?}");
                }
            }
        }
    }
}
