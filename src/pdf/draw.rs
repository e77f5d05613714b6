//! Paints drawings: paths in the colours of the printed page.
//!
//! In: a drawing and the area of the page it is stretched to. Out: operators
//! in page coordinates, so that rounding is to 0.01 point whatever the scale.
//! The labels of a drawing are not painted: the typesetter sets them as lines
//! of their own; and its links are link items of the page.

use printpdf::{DictItem, LineCapStyle, LineJoinStyle, Op, Pt as PdfPt};

use super::paint::{Painter, round};
use crate::drawing::{Drawing, DrawingItem, Ends, Paint, Path, Segment};
use crate::typeset::frame::Rect;

impl Painter<'_> {
    /// Paints the paths of a drawing, stretched to an area of the page.
    pub(super) fn drawing(&mut self, area: Rect, drawing: &Drawing) {
        if drawing.width <= 0.0 || drawing.height <= 0.0 {
            return;
        }
        let scale = (area.width.0 / drawing.width, area.height.0 / drawing.height);
        let place = Placement { x: area.x.0, top: self.up(area.y.0), scale };
        self.ops.push(Op::SaveGraphicsState);
        let mut pen = Pen::default();
        self.drawing_items(&drawing.items, &place, &mut pen);
        self.ops.push(Op::RestoreGraphicsState);
    }

    fn drawing_items(&mut self, items: &[DrawingItem], place: &Placement, pen: &mut Pen) {
        for item in items {
            match item {
                DrawingItem::Path(path) => self.path(path, place, pen),
                DrawingItem::Group { items, .. } => self.drawing_items(items, place, pen),
                DrawingItem::Label(_) => {}
            }
        }
    }

    fn path(&mut self, path: &Path, place: &Placement, pen: &mut Pen) {
        let paint = match (path.fill, path.stroke) {
            (Some(_), Some(_)) => "B",
            (Some(_), None) => "f",
            (None, Some(_)) => "S",
            (None, None) => return,
        };
        if path.segments.is_empty() {
            return;
        }
        if let Some(fill) = path.fill.filter(|&fill| pen.fill != Some(fill)) {
            self.ops.push(Op::SetFillColor { col: self.pdf_color(self.palette.paint(fill)) });
            pen.fill = Some(fill);
        }
        if let Some(stroke) = path.stroke {
            if pen.stroke != Some(stroke.paint) {
                self.ops.push(Op::SetOutlineColor { col: self.pdf_color(self.palette.paint(stroke.paint)) });
                pen.stroke = Some(stroke.paint);
            }
            let width = round(stroke.width * place.length());
            if pen.width != Some(width) {
                self.ops.push(Op::SetOutlineThickness { pt: PdfPt(width) });
                pen.width = Some(width);
            }
            self.dash(stroke.dash, place, pen);
            self.ends(stroke.ends, pen);
        }
        for segment in &path.segments {
            match *segment {
                Segment::Move(x, y) => self.operator("m", &place.points([(x, y)])),
                Segment::Line(x, y) => self.operator("l", &place.points([(x, y)])),
                Segment::Cubic(ax, ay, bx, by, x, y) => {
                    self.operator("c", &place.points([(ax, ay), (bx, by), (x, y)]));
                }
                Segment::Close => self.operator("h", &[]),
            }
        }
        self.operator(paint, &[]);
    }

    fn dash(&mut self, dash: Option<[f64; 2]>, place: &Placement, pen: &mut Pen) {
        if pen.dash != dash {
            let lengths = dash.iter().flatten().map(|&length| DictItem::Real(round(length * place.length())));
            let value = vec![DictItem::Array(lengths.collect()), DictItem::Int(0)];
            self.ops.push(Op::Unknown { key: "d".to_owned(), value });
            pen.dash = dash;
        }
    }

    fn ends(&mut self, ends: Ends, pen: &mut Pen) {
        if pen.ends == ends {
            return;
        }
        let (cap, join) = match ends {
            Ends::Sharp => (LineCapStyle::Butt, LineJoinStyle::Miter),
            Ends::Round => (LineCapStyle::Round, LineJoinStyle::Round),
        };
        self.ops.push(Op::SetLineCapStyle { cap });
        self.ops.push(Op::SetLineJoinStyle { join });
        pen.ends = ends;
    }
}

/// Where a drawing's own coordinates come to stand.
struct Placement {
    x: f64,
    top: f64,
    scale: (f64, f64),
}

impl Placement {
    fn points<const N: usize>(&self, points: [(f64, f64); N]) -> Vec<f64> {
        points.iter().flat_map(|(x, y)| [self.x + x * self.scale.0, self.top - y * self.scale.1]).collect()
    }

    /// The scale of a length that has no direction.
    fn length(&self) -> f64 {
        (self.scale.0 * self.scale.1).abs().sqrt()
    }
}

/// What is in force inside one drawing.
#[derive(Default)]
struct Pen {
    fill: Option<Paint>,
    stroke: Option<Paint>,
    width: Option<f32>,
    dash: Option<[f64; 2]>,
    ends: Ends,
}
