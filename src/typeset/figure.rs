//! Pictures and drawings with their captions.
//!
//! A picture is scaled to its place and to its own resolution, never
//! stretched, and stands with its caption in one box of whole lines. A
//! drawing's labels are set as text by the paragraph engine, so that they are
//! shaped, searchable and read aloud; its paths are left to `pdf`.

use std::sync::Arc;

use super::design::LINE;
use super::frame::{Item, ItemKind, LinkTarget, NodeId, Rect, Role, place_name};
use super::paragraph::{Align, ParagraphStyle, TextStyle};
use super::section::{ListedFigure, ListedKind, Place, Section};
use super::segments::{display, text_in};
use super::shop::{runs_width, text_item};
use super::vlist::{EntryKind, VBox};
use crate::doc::{DrawnFigure, Figure, Line, inlines_text};
use crate::drawing::{Anchor, Drawing, DrawingItem, Label, Segment, Weight};
use crate::fonts::Purpose;
use crate::locale::{Lang, first_strong};
use crate::message;
use crate::source::Span;
use crate::units::Pt;

/// A picture is not printed coarser than this; editors are told.
const LEAST_DOTS_PER_INCH: f64 = 150.0;
/// The part of a page that a picture may take with its caption.
const TALLEST: f64 = 0.72;
/// What a picture has at least, however long its caption is, in grid units.
const LEAST_PICTURE: u32 = 6 * LINE;

/// In grid units, what a picture may take with its caption, and what it has
/// without it in any case.
#[derive(Debug, Clone, Copy)]
pub struct Room {
    pub most: u32,
    pub least: u32,
}

impl Section<'_> {
    pub fn figure(&mut self, figure: &Figure, place: &Place, kind: EntryKind, span: Option<Span>) {
        let content = self.figure_box(figure, place, span);
        self.push_figure(content, place, kind);
    }

    pub fn drawn_figure(&mut self, figure: &DrawnFigure, listed: ListedKind, place: &Place, kind: EntryKind) {
        let print = |_| Arc::clone(&figure.print);
        self.drawn_figure_in(figure, print, listed, place, kind, self.usual_room());
    }

    /// The same in a room; `draw` makes the drawing for the height that the
    /// caption leaves.
    pub fn drawn_figure_in(
        &mut self,
        figure: &DrawnFigure,
        draw: impl FnOnce(Pt) -> Arc<Drawing>,
        listed: ListedKind,
        place: &Place,
        kind: EntryKind,
        room: Room,
    ) {
        self.anchor(&figure.id);
        self.list_figure(listed, &figure.caption, &figure.id);
        let node = self.figure_node(place.parent, &figure.alt, None);
        let caption = self.caption(&figure.label, &figure.caption, place);
        let room = self.room_beside(&caption, room);
        let drawing = draw(room);
        let (width, height) = fit(drawing.width, drawing.height, place.width, room);
        let shown = Arc::clone(&drawing);
        let mut content = self.art_box(width, height, place, |area| Item {
            node: Some(node),
            kind: ItemKind::Drawing { area, drawing: shown },
        });
        let labels = self.drawing_labels(&drawing, &content.items, node);
        content.items.extend(labels);
        self.push_figure(
            stack(std::iter::once(content).chain(caption), self.shop.text().unit()),
            place,
            kind,
        );
    }

    fn list_figure(&mut self, kind: ListedKind, caption: &Line, id: &str) {
        let (words, place) = (inlines_text(caption), place_name(&self.slug, Some(id)));
        self.figures.push(ListedFigure { kind, words, place });
    }

    pub fn push_figure(&mut self, mut content: VBox, place: &Place, kind: EntryKind) {
        content.frame = place.frame;
        self.space(1, 1);
        self.push_as(kind, content);
        if kind == EntryKind::Flow {
            self.space(1, 1);
        }
    }

    /// A picture over its caption, as one box.
    pub fn figure_box(&mut self, figure: &Figure, place: &Place, span: Option<Span>) -> VBox {
        let node = self.figure_node(place.parent, &figure.picture.alt, span);
        let caption = self.caption(&figure.label, &figure.caption, place);
        let anchor = place_name(&self.slug, Some(&figure.id));
        self.list_figure(ListedKind::Figure, &figure.caption, &figure.id);
        let Some(file) = self.shop.book.pictures.get(figure.picture.picture.0) else {
            return stack(caption, self.shop.text().unit());
        };
        let sharp = f64::from(file.width) * 72.0 / LEAST_DOTS_PER_INCH;
        if sharp < place.width.0 * 0.5 {
            let message = message!("page-coarse-picture", path = &file.path, pixels = file.width);
            self.warn("page.coarse-picture", span, message);
        }
        let widest = place.width.min(Pt(sharp.max(place.width.0 * 0.5)));
        let room = self.room_beside(&caption, self.usual_room());
        let (width, height) = fit(f64::from(file.width), f64::from(file.height), widest, room);
        let picture = figure.picture.picture;
        let mut art = self.art_box(width, height, place, |area| Item {
            node: Some(node),
            kind: ItemKind::Picture { area, picture, order: None },
        });
        art.anchors.push(anchor.into());
        stack(std::iter::once(art).chain(caption), self.shop.text().unit())
    }

    fn usual_room(&self) -> Room {
        let most = (f64::from(self.shop.text().page_units()) * TALLEST) as u32;
        Room { most, least: LEAST_PICTURE }
    }

    /// The height that a caption leaves for its picture.
    fn room_beside(&self, caption: &[VBox], room: Room) -> Pt {
        let taken: u32 = caption.iter().map(|line| line.units).sum();
        self.shop.text().height(room.most.saturating_sub(taken).max(room.least))
    }

    /// Art in the middle of the measure and of a box of whole lines.
    fn art_box(&self, width: Pt, height: Pt, place: &Place, item: impl FnOnce(Rect) -> Item) -> VBox {
        let design = self.shop.text();
        let units = design.whole_lines(height);
        let y = (design.height(units) - height) * 0.5;
        let area = Rect { x: place.x + (place.width - width) * 0.5, y, width, height };
        VBox { units, items: vec![item(area)], ..VBox::default() }
    }

    /// The lines of a caption: its label in bold, then its words.
    pub fn caption(&mut self, label: &str, words: &Line, place: &Place) -> Vec<VBox> {
        let size = self.shop.text().small;
        let style = TextStyle { size, ..self.shop.style(Purpose::Text, size) };
        let bold = TextStyle {
            color: self.shop.design.palette.turquoise,
            ..display(style, size * label_scale(style.lang))
        };
        let node = self.node(Role::Caption, place.parent, None);
        let mut segments = Vec::new();
        if !label.is_empty() {
            segments.push(text_in(label, bold, node));
            segments.push(text_in("  ", style, node));
        }
        segments.extend(self.segments(words, style, node));
        if segments.is_empty() {
            return Vec::new();
        }
        let place = self.balanced(&segments, *place);
        let paragraph = ParagraphStyle { hyphenate: false, ..place.paragraph(Align::Center) };
        let lines = self.lines(&segments, &paragraph, None);
        lines.into_iter().map(|line| self.line_box(line, place.x, LINE)).collect()
    }

    /// The labels of a drawing as text, and its links, over the area of the
    /// drawing's own item.
    pub fn drawing_labels(&mut self, drawing: &Drawing, items: &[Item], node: NodeId) -> Vec<Item> {
        let Some(ItemKind::Drawing { area, .. }) = items.first().map(|item| &item.kind) else {
            return Vec::new();
        };
        let area = *area;
        let scale = if drawing.width > 0.0 { area.width.0 / drawing.width } else { 1.0 };
        let mut out = Vec::new();
        self.label_items(&drawing.items, area, scale, node, &mut out);
        out
    }

    fn label_items(
        &mut self,
        items: &[DrawingItem],
        area: Rect,
        scale: f64,
        node: NodeId,
        out: &mut Vec<Item>,
    ) {
        for item in items {
            match item {
                DrawingItem::Path(_) => {}
                DrawingItem::Label(label) => out.extend(self.drawing_label(label, area, scale, node)),
                DrawingItem::Group { link, items } => {
                    let bounds = link.as_ref().and_then(|_| bounds(items));
                    let Some((slug, bounds)) = link.as_ref().zip(bounds) else {
                        self.label_items(items, area, scale, node, out);
                        continue;
                    };
                    let target = LinkTarget::Place(place_name(slug, None));
                    // What the link is called are the labels that it covers.
                    let link = self.node(Role::Link, node, None);
                    self.label_items(items, area, scale, link, out);
                    let area = scaled(bounds, area, scale);
                    out.push(Item { node: Some(link), kind: ItemKind::Link { area, target } });
                }
            }
        }
    }

    fn drawing_label(&self, label: &Label, area: Rect, scale: f64, node: NodeId) -> Option<Item> {
        let lang = Lang::parse(&label.lang).unwrap_or(self.shop.lang);
        let style = TextStyle {
            lang,
            bold: label.weight == Weight::Bold,
            color: self.shop.design.palette.paint(label.paint),
            ..self.shop.style(Purpose::Display, Pt(label.size * scale))
        };
        let paragraph = ParagraphStyle {
            base: first_strong(&label.text).unwrap_or(self.direction()),
            lang,
            hyphenate: false,
            ..self.shop.paragraph(Align::Start, Pt(4000.0))
        };
        let line = self.lay_out(&[text_in(&label.text, style, node)], &paragraph).into_iter().next()?;
        let width = runs_width(&line.runs);
        let left = line.runs.iter().fold(Pt(f64::MAX), |left, run| left.min(run.x));
        let at = area.x + Pt(label.x * scale);
        let start = match label.anchor {
            Anchor::Start => at,
            Anchor::Middle => at - width * 0.5,
            Anchor::End => at - width,
        };
        text_item(line.runs, start - left, area.y + Pt(label.y * scale))
    }
}

/// Vazirmatn is larger on its em than the text face beside it.
pub fn label_scale(lang: Lang) -> f64 {
    super::design::Design::optical_scale(lang, Lang::EN, Purpose::Text)
        * super::design::Design::optical_scale(Lang::EN, lang, Purpose::Display)
}

/// The size at which something of a shape fits into a width and a height.
pub fn fit(width: f64, height: f64, widest: Pt, tallest: Pt) -> (Pt, Pt) {
    if !(width > 0.0 && height > 0.0 && width.is_finite() && height.is_finite()) {
        return (widest, Pt(1.0));
    }
    let scale = (widest.0 / width).min(tallest.0 / height);
    (Pt(width * scale), Pt(height * scale))
}

/// Boxes one above the other as one box.
pub fn stack(boxes: impl IntoIterator<Item = VBox>, unit: Pt) -> VBox {
    let mut whole = VBox::default();
    for mut part in boxes {
        let down = unit * f64::from(whole.units);
        part.items.iter_mut().for_each(|item| item.shift(Pt::ZERO, down));
        whole.units += part.units;
        whole.items.append(&mut part.items);
        whole.calls.append(&mut part.calls);
        whole.anchors.append(&mut part.anchors);
    }
    whole
}

/// The smallest rectangle round some items, in the drawing's units: left,
/// top, right, bottom.
fn bounds(items: &[DrawingItem]) -> Option<[f64; 4]> {
    let mut all: Option<[f64; 4]> = None;
    let mut add = |x: f64, y: f64| {
        let [left, top, right, bottom] = all.unwrap_or([x, y, x, y]);
        all = Some([left.min(x), top.min(y), right.max(x), bottom.max(y)]);
    };
    for item in items {
        match item {
            DrawingItem::Path(path) => {
                for segment in &path.segments {
                    match *segment {
                        Segment::Move(x, y) | Segment::Line(x, y) | Segment::Cubic(.., x, y) => add(x, y),
                        Segment::Close => {}
                    }
                }
            }
            DrawingItem::Label(label) => {
                // About half an em a letter: enough for an area to be touched.
                let width = label.text.chars().count() as f64 * label.size * 0.5;
                let left = match label.anchor {
                    Anchor::Start => label.x,
                    Anchor::Middle => label.x - width / 2.0,
                    Anchor::End => label.x - width,
                };
                add(left, label.y - label.size);
                add(left + width, label.y + label.size * 0.3);
            }
            DrawingItem::Group { items, .. } => {
                if let Some([left, top, right, bottom]) = bounds(items) {
                    add(left, top);
                    add(right, bottom);
                }
            }
        }
    }
    all
}

fn scaled([left, top, right, bottom]: [f64; 4], area: Rect, scale: f64) -> Rect {
    Rect {
        x: area.x + Pt(left * scale),
        y: area.y + Pt(top * scale),
        width: Pt((right - left) * scale),
        height: Pt((bottom - top) * scale),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_picture_keeps_its_shape() {
        assert_eq!(fit(200.0, 100.0, Pt(300.0), Pt(300.0)), (Pt(300.0), Pt(150.0)));
        assert_eq!(fit(100.0, 400.0, Pt(300.0), Pt(200.0)), (Pt(50.0), Pt(200.0)));
        assert_eq!(fit(0.0, 400.0, Pt(300.0), Pt(200.0)), (Pt(300.0), Pt(1.0)));
    }

    #[test]
    fn boxes_stand_below_each_other() {
        let rule = |y| Item {
            node: None,
            kind: ItemKind::Rule(
                Rect { x: Pt(0.0), y: Pt(y), width: Pt(1.0), height: Pt(1.0) },
                crate::typeset::frame::Color(0, 0, 0),
            ),
        };
        let part = VBox { units: 4, items: vec![rule(2.0)], ..VBox::default() };
        let whole = stack([part.clone(), part], Pt(5.0));
        assert_eq!(whole.units, 8);
        let tops: Vec<f64> = whole
            .items
            .iter()
            .map(|item| match &item.kind {
                ItemKind::Rule(area, _) => area.y.0,
                _ => f64::NAN,
            })
            .collect();
        assert_eq!(tops, [2.0, 22.0]);
    }
}
