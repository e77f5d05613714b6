//! The pen: builds paths, strokes and labels from points and boxes, and measures labels.
//!
//! The picture itself is `crate::drawing`; what is here is the manner in which figures put ink into it.

use super::geometry::{Point, Rect};
use crate::drawing::{Anchor, Drawing, DrawingItem, Ends, Label, Paint, Path, Segment, Stroke, Weight};

/// How far a cubic's handles reach for a quarter of a circle of radius 1.
const QUARTER_HANDLE: f64 = 0.552_284_75;

/// The width of a text at a size and weight, in the drawing's unit.
pub type Measure<'a> = &'a dyn Fn(&str, f64, Weight) -> f64;

/// How much of a label's size lies above and below its baseline, for every face the book uses.
pub const ASCENT: f64 = 0.95;
pub const DESCENT: f64 = 0.35;

impl Label {
    /// The box the label covers, by `measure` and the common ascent and descent.
    pub fn bounds(&self, measure: Measure) -> Rect {
        let width = measure(&self.text, self.size, self.weight);
        let left = match self.anchor {
            Anchor::Start => self.x,
            Anchor::Middle => self.x - width / 2.0,
            Anchor::End => self.x - width,
        };
        Rect::new(left, self.y - ASCENT * self.size, left + width, self.y + DESCENT * self.size)
    }
}

impl Stroke {
    pub fn new(paint: Paint, width: f64) -> Self {
        Self { paint, width, dash: None, ends: Ends::Sharp }
    }

    pub fn round(self) -> Self {
        Self { ends: Ends::Round, ..self }
    }

    pub fn dashed(self, dash: f64, gap: f64) -> Self {
        Self { dash: Some([dash, gap]), ..self }
    }
}

impl Path {
    /// A path of closed rings.
    pub fn rings<'a>(rings: impl IntoIterator<Item = &'a [Point]>) -> Self {
        let mut path = Self::default();
        for ring in rings {
            path.trace(ring);
            path.segments.push(Segment::Close);
        }
        path
    }

    /// A path of open lines.
    pub fn lines<'a>(lines: impl IntoIterator<Item = &'a [Point]>) -> Self {
        let mut path = Self::default();
        for line in lines {
            path.trace(line);
        }
        path
    }

    pub fn rect(rect: Rect) -> Self {
        Self::rings([&rect.corners()[..]])
    }

    pub fn circle(centre: Point, radius: f64) -> Self {
        let Point { x, y } = centre;
        let handle = radius * QUARTER_HANDLE;
        let segments = vec![
            Segment::Move(x + radius, y),
            Segment::Cubic(x + radius, y + handle, x + handle, y + radius, x, y + radius),
            Segment::Cubic(x - handle, y + radius, x - radius, y + handle, x - radius, y),
            Segment::Cubic(x - radius, y - handle, x - handle, y - radius, x, y - radius),
            Segment::Cubic(x + handle, y - radius, x + radius, y - handle, x + radius, y),
            Segment::Close,
        ];
        Self { segments, ..Self::default() }
    }

    pub fn filled(mut self, paint: Paint) -> Self {
        self.fill = Some(paint);
        self
    }

    pub fn stroked(mut self, stroke: Stroke) -> Self {
        self.stroke = Some(stroke);
        self
    }

    pub fn item(self) -> DrawingItem {
        DrawingItem::Path(self)
    }

    fn trace(&mut self, points: &[Point]) {
        let mut points = points.iter();
        if let Some(first) = points.next() {
            self.segments.push(Segment::Move(first.x, first.y));
            self.segments.extend(points.map(|p| Segment::Line(p.x, p.y)));
        }
    }
}

impl Drawing {
    /// Every label in painting order, those inside groups too.
    pub fn labels(&self) -> Vec<&Label> {
        let mut found = Vec::new();
        gather(&self.items, &mut found);
        found
    }
}

fn gather<'a>(items: &'a [DrawingItem], found: &mut Vec<&'a Label>) {
    for item in items {
        match item {
            DrawingItem::Path(_) => {}
            DrawingItem::Label(label) => found.push(label),
            DrawingItem::Group { items, .. } => gather(items, found),
        }
    }
}

/// A width for `text` without any font: what a sans serif face of common breadth would take.
///
/// Meant for tests and for callers that have no shaper at hand; errs on the wide side.
pub fn estimated_width(text: &str, size: f64, weight: Weight) -> f64 {
    let ems: f64 = text.chars().map(character_width).sum();
    let heavier = if weight == Weight::Bold { 1.06 } else { 1.0 };
    ems * size * heavier
}

fn character_width(character: char) -> f64 {
    match character {
        '\u{200c}' | '\u{200d}' | '\u{64b}'..='\u{655}' => 0.0,
        ' ' | '.' | ',' | '\'' | '-' | 'i' | 'j' | 'l' | 'I' | '’' | '،' => 0.3,
        'm' | 'w' | 'M' | 'W' => 0.85,
        'ا' | 'ل' | 'آ' => 0.36,
        'س' | 'ش' | 'ص' | 'ض' => 0.85,
        '\u{600}'..='\u{6ff}' => 0.57,
        'A'..='Z' => 0.68,
        '\u{1100}'..='\u{11ff}' | '\u{2e80}'..='\u{9fff}' | '\u{ac00}'..='\u{d7af}' => 1.0,
        _ => 0.56,
    }
}
