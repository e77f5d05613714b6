//! A vector picture: paths and labels, coloured by role.
//!
//! `figure` makes drawings; the site writes them as SVG and the PDF as paths,
//! so both show the same lines. Coordinates grow to the right and downward
//! from the top left corner; the unit is the drawing's own and is scaled to
//! the place it is printed in.

use serde::{Deserialize, Serialize};

#[derive(Debug, Clone, PartialEq, Default, Serialize, Deserialize)]
pub struct Drawing {
    pub width: f64,
    pub height: f64,
    pub items: Vec<DrawingItem>,
}

#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub enum DrawingItem {
    Path(Path),
    Label(Label),
    /// Items that lead to a chapter, named by its slug, when they are touched.
    Group {
        link: Option<String>,
        items: Vec<DrawingItem>,
    },
}

/// Segments with a colour inside, along them, or both. Insides follow the non-zero rule: holes wind the
/// other way.
#[derive(Debug, Clone, PartialEq, Default, Serialize, Deserialize)]
pub struct Path {
    pub segments: Vec<Segment>,
    pub fill: Option<Paint>,
    pub stroke: Option<Stroke>,
}

#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize)]
pub enum Segment {
    Move(f64, f64),
    Line(f64, f64),
    /// Two control points and the end (a cubic Bézier curve).
    Cubic(f64, f64, f64, f64, f64, f64),
    Close,
}

#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize)]
pub struct Stroke {
    pub paint: Paint,
    pub width: f64,
    /// Lengths of a dash and of the gap after it.
    pub dash: Option<[f64; 2]>,
    pub ends: Ends,
}

/// How a line ends and turns.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize)]
pub enum Ends {
    /// Butt caps and mitred corners, to a mitre limit of 10 (PDF's own default).
    #[default]
    Sharp,
    /// Round caps and corners.
    Round,
}

/// A colour by its role: light and dark schemes and the printed page each
/// choose their own.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
pub enum Paint {
    Ground,
    Ink,
    Muted,
    Water,
    Land,
    Lapis,
    Turquoise,
    Saffron,
    Line,
}

#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Label {
    pub text: String,
    /// A BCP 47 tag.
    pub lang: String,
    pub x: f64,
    /// The baseline.
    pub y: f64,
    pub size: f64,
    pub anchor: Anchor,
    pub paint: Paint,
    pub weight: Weight,
    /// Whether the ground shows round the letters, over lines.
    pub halo: bool,
}

/// Which point of a label stands at its x: `Start` is its left end.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub enum Anchor {
    Start,
    Middle,
    End,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub enum Weight {
    Regular,
    Bold,
}
