//! Paints drawings: paths in the colours of the printed page.
//!
//! In: a drawing and the area of the page it is stretched to. Out: a form, which
//! is an object of the file (ISO 32000-1 §8.10), in whole tenths of a point from
//! the area's corner: nothing is moved by more than a 720th of an inch, and
//! the map that four chapters show is in the file once. The labels of a drawing
//! are not painted: the typesetter sets them as lines of their own; and its
//! links are link items of the page.

use std::collections::BTreeMap;

use printpdf::{DictItem, ExternalStream, ExternalXObject, XObject, XObjectId};

use super::content::{Content, Use};
use super::paint::Painter;
use super::subpath::{self, Copies, Point, Step, Subpath};
use crate::drawing::{Drawing, DrawingItem, Ends, Paint, Path};
use crate::typeset::frame::Rect;

/// The unit of a drawing's coordinates on the page, in points.
const STEP: f64 = 0.1;

/// Drawings by a name that follows from what they paint.
pub(super) type Forms = BTreeMap<String, Form>;

/// What is painted, and how far it reaches: left, bottom, right, top.
pub(super) struct Form {
    content: Content,
    reach: [i64; 4],
}

/// The forms as objects for printpdf.
pub(super) fn embed(forms: Forms) -> impl Iterator<Item = (XObjectId, XObject)> {
    forms.into_iter().map(|(id, form)| {
        let name = |text: &str| DictItem::Name(text.as_bytes().to_vec());
        let reach = form.reach.iter().map(|&length| DictItem::Int(length)).collect();
        let dict = [
            ("Type", name("XObject")),
            ("Subtype", name("Form")),
            ("BBox", DictItem::Array(reach)),
            ("Resources", DictItem::Dict { map: BTreeMap::new() }),
        ];
        let dict = dict.into_iter().map(|(key, value)| (key.to_owned(), value)).collect();
        let stream = ExternalStream { dict, content: form.content.into_bytes(), compress: true };
        let object = ExternalXObject { stream, width: None, height: None, dpi: None };
        (XObjectId(id), XObject::External(object))
    })
}

impl Painter<'_> {
    /// Paints the paths of a drawing, stretched to an area of the page.
    pub(super) fn drawing(&mut self, area: Rect, drawing: &Drawing, forms: &mut Forms) {
        if drawing.width <= 0.0 || drawing.height <= 0.0 {
            return;
        }
        let scale = (area.width.0 / drawing.width / STEP, area.height.0 / drawing.height / STEP);
        let mut pen = Pen::new(self, scale);
        pen.items(&drawing.items);
        let Some(form) = pen.finish() else { return };
        let id = format!("D{}", &blake3::hash(form.content.bytes()).to_hex()[..16]);
        self.object(&id, [STEP, STEP], [area.x.0, self.up(area.y.0)]);
        forms.entry(id).or_insert(form);
    }
}

/// One drawing in the making, with what is in force inside of it.
struct Pen<'p, 'a> {
    painter: &'p Painter<'a>,
    /// Steps to a unit of the drawing.
    scale: (f64, f64),
    content: Content,
    /// How far points reach, and the widest stroke.
    reach: Option<[i64; 4]>,
    widest: f64,
    fill: Option<Paint>,
    stroke: Option<Paint>,
    width: Option<f64>,
    dash: Option<[f64; 2]>,
    ends: Ends,
}

impl<'p, 'a> Pen<'p, 'a> {
    fn new(painter: &'p Painter<'a>, scale: (f64, f64)) -> Pen<'p, 'a> {
        Pen {
            painter,
            scale,
            content: Content::default(),
            reach: None,
            widest: 0.0,
            fill: None,
            stroke: None,
            width: None,
            dash: None,
            ends: Ends::default(),
        }
    }

    fn finish(self) -> Option<Form> {
        // A mitre reaches at most five strokes beyond its point (ISO 32000-1 §8.4.3.5).
        let beyond = (self.widest * 5.0).ceil() as i64;
        let [left, bottom, right, top] = self.reach?;
        let reach = [left - beyond, bottom - beyond, right + beyond, top + beyond];
        Some(Form { content: self.content, reach })
    }

    fn items(&mut self, items: &[DrawingItem]) {
        for item in items {
            match item {
                DrawingItem::Path(path) => self.path(path),
                DrawingItem::Group { items, .. } => self.items(items),
                DrawingItem::Label(_) => {}
            }
        }
    }

    fn path(&mut self, path: &Path) {
        let paint = match (path.fill, path.stroke) {
            (Some(_), Some(_)) => "B",
            (Some(_), None) => "f",
            (None, Some(_)) => "S",
            (None, None) => return,
        };
        if path.segments.is_empty() {
            return;
        }
        if let Some(fill) = path.fill.filter(|&fill| self.fill != Some(fill)) {
            self.color(fill, Use::Fill);
            self.fill = Some(fill);
        }
        if let Some(stroke) = path.stroke {
            if self.stroke != Some(stroke.paint) {
                self.color(stroke.paint, Use::Stroke);
                self.stroke = Some(stroke.paint);
            }
            let width = stroke.width * self.length();
            if self.width != Some(width) {
                self.content.numbers(&[width], "w");
                self.width = Some(width);
                self.widest = self.widest.max(width);
            }
            self.dash(stroke.dash);
            self.ends(stroke.ends);
        }
        let subpaths = subpath::subpaths(&path.segments, self.scale);
        let (copies, others) = subpath::parted(subpaths, path.fill.is_some(), path.stroke.is_some());
        if !copies.is_empty() {
            self.copies(&copies, paint);
        }
        if !others.is_empty() {
            for Subpath { start, steps } in &others {
                self.subpath(Point::default(), *start, steps);
            }
            self.content.operator(paint);
        }
    }

    /// Paints forms at each of their places: the corner of coordinates walks from one to the next.
    fn copies(&mut self, copies: &[Copies], paint: &str) {
        self.content.operator("q");
        let mut origin = Point::default();
        let placed =
            copies.iter().flat_map(|(steps, starts)| starts.iter().map(move |start| (steps, *start)));
        for (steps, start) in placed {
            self.content.raw("1 0 0 1 ");
            self.point(start.minus(origin));
            self.content.operator("cm");
            origin = start;
            self.subpath(origin, Point::default(), steps);
            self.content.operator(paint);
        }
        self.content.operator("Q");
    }

    /// Traces a subpath; `origin` is where the form's corner of coordinates was moved to.
    fn subpath(&mut self, origin: Point, start: Point, steps: &[Step]) {
        self.points(origin, "m", &[start]);
        for step in steps {
            match step {
                Step::Line(points) => self.points(origin, "l", &points.map(|point| start.plus(point))),
                Step::Cubic(points) => self.points(origin, "c", &points.map(|point| start.plus(point))),
                Step::Close => self.content.operator("h"),
            }
        }
    }

    /// An operator of points.
    fn points(&mut self, origin: Point, operator: &str, points: &[Point]) {
        for &point in points {
            let Point { x, y } = origin.plus(point);
            let [left, bottom, right, top] = self.reach.unwrap_or([x, y, x, y]);
            self.reach = Some([left.min(x), bottom.min(y), right.max(x), top.max(y)]);
            self.point(point);
        }
        self.content.operator(operator);
    }

    fn point(&mut self, point: Point) {
        self.content.integer(point.x);
        self.content.integer(point.y);
    }

    fn color(&mut self, paint: Paint, used: Use) {
        self.content.color(self.painter.components(self.painter.palette.paint(paint)), used);
    }

    fn dash(&mut self, dash: Option<[f64; 2]>) {
        if self.dash != dash {
            self.content.raw("[");
            for length in dash.iter().flatten() {
                self.content.number(length * self.length());
            }
            self.content.raw("]");
            self.content.numbers(&[0.0], "d");
            self.dash = dash;
        }
    }

    fn ends(&mut self, ends: Ends) {
        if self.ends != ends {
            let (cap, join) = match ends {
                Ends::Sharp => (0.0, 0.0),
                Ends::Round => (1.0, 1.0),
            };
            self.content.numbers(&[cap], "J");
            self.content.numbers(&[join], "j");
            self.ends = ends;
        }
    }

    /// The scale of a length that has no direction.
    fn length(&self) -> f64 {
        (self.scale.0 * self.scale.1).abs().sqrt()
    }
}
