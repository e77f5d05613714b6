//! Girih: the star patterns of tilework, one for each city.
//!
//! In: a city's slug, the size of a panel, band or medallion. Out: a drawing of woven straps over filled
//! stars, cut exactly to its edge. A pattern is a tiling and a contact angle (`tiling`, `hankin`), with
//! colours; `for_slug` and `assign` choose them, `lace` draws them.

pub mod hankin;
mod lace;
pub mod tiling;

use std::collections::{BTreeMap, BTreeSet};

pub use lace::{band, panel, rosette};
pub use tiling::Tiling;

use crate::drawing::Paint;

/// A pattern.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Girih {
    pub tiling: Tiling,
    /// Between ray and edge, in degrees.
    pub angle: f64,
    /// How many edges on the rays of large polygons meet (see `hankin::motif`).
    pub reach: usize,
    pub colours: Colours,
}

/// The colours of a pattern's parts.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Colours {
    /// Between the stars.
    pub field: Paint,
    /// The large stars, the star within each, and the small ones.
    pub star: Paint,
    pub heart: Paint,
    pub small: Paint,
}

/// The angles a tiling looks well at, from and to, in degrees, and the reach of its rays.
fn range(tiling: Tiling) -> (f64, f64, usize) {
    match tiling {
        Tiling::TruncatedSquare => (58.0, 70.0, 2),
        Tiling::TruncatedHexagonal => (62.0, 72.0, 3),
        Tiling::Decagonal => (54.0, 68.0, 3),
        Tiling::TruncatedTrihexagonal => (60.0, 69.0, 3),
        Tiling::Trihexagonal => (46.0, 66.0, 1),
        Tiling::Rhombitrihexagonal => (48.0, 68.0, 1),
        Tiling::Hexagonal => (40.0, 62.0, 1),
        Tiling::SnubSquare => (48.0, 68.0, 1),
    }
}

const PALETTES: [Colours; 4] = [
    Colours { field: Paint::Turquoise, star: Paint::Lapis, heart: Paint::Saffron, small: Paint::Land },
    Colours { field: Paint::Lapis, star: Paint::Turquoise, heart: Paint::Land, small: Paint::Saffron },
    Colours { field: Paint::Land, star: Paint::Lapis, heart: Paint::Turquoise, small: Paint::Turquoise },
    Colours { field: Paint::Water, star: Paint::Turquoise, heart: Paint::Lapis, small: Paint::Saffron },
];

/// How many patterns slugs are spread over while there are no more slugs than that.
const VARIETY: u64 = 24;

/// The pattern of a city taken by itself; two slugs may share one (see `assign`).
pub fn for_slug(slug: &str) -> Girih {
    nth(hash(slug) % VARIETY)
}

/// A pattern of its own for every slug.
///
/// A slug keeps what `for_slug` gives unless an earlier one in the list has it; then it takes the next
/// free pattern. Adding a slug at the end therefore changes none of those before it.
pub fn assign(slugs: &[&str]) -> BTreeMap<String, Girih> {
    let mut taken = BTreeSet::new();
    let mut assigned = BTreeMap::new();
    for &slug in slugs {
        if assigned.contains_key(slug) {
            continue;
        }
        let first = hash(slug) % VARIETY;
        // Round the first patterns from its own place, then, all being taken, through the endless rest.
        let around = (0..VARIETY).map(|step| (first + step) % VARIETY);
        if let Some(index) = around.chain(VARIETY..).find(|index| !taken.contains(index)) {
            taken.insert(index);
            assigned.insert(slug.to_owned(), nth(index));
        }
    }
    assigned
}

/// The pattern of an index: tilings take turns, and each next turn has another angle.
fn nth(index: u64) -> Girih {
    let count = Tiling::ALL.len() as u64;
    let turn = index / count;
    let tiling = Tiling::ALL[(index % count) as usize];
    let (low, high, reach) = range(tiling);
    // The colours shift by tiling too, lest each tiling always come in the same ones.
    let colours = PALETTES[((turn + index) % PALETTES.len() as u64) as usize];
    Girih { tiling, angle: low + (high - low) * spread(turn), reach, colours }
}

/// Numbers from 0 to 1 that never repeat and each lie in the widest gap left: 0, 1, ½, ¼, ¾, ⅛ …
///
/// Source: van der Corput 1935.
fn spread(index: u64) -> f64 {
    match index {
        0 => 0.0,
        1 => 1.0,
        _ => (index - 1).reverse_bits() as f64 / 2.0_f64.powi(64),
    }
}

/// FNV-1a with its bits stirred, a fixed hash: the standard library's may change between versions.
fn hash(text: &str) -> u64 {
    let folded = text.bytes().fold(0xcbf2_9ce4_8422_2325, |held: u64, byte| {
        (held ^ u64::from(byte)).wrapping_mul(0x0000_0100_0000_01b3)
    });
    let stirred = (folded ^ (folded >> 33)).wrapping_mul(0xff51_afd7_ed55_8ccd);
    stirred ^ (stirred >> 33)
}
