//! Turns pages of items into printpdf's operators, and notes what belongs to which node.
//!
//! In: the pages of the frame, y downward from the top. Out: pages of
//! operators, y upward from the bottom, coordinates rounded to 0.01 point
//! (lopdf writes an f32 in full), marked content for every item, and the
//! places of links and figures, which `tags` needs. An item without a node is
//! an artifact. Lines of text are written by `line`. The labels of a drawing
//! are not painted: the typesetter sets them as lines of their own.

use std::collections::BTreeMap;

use printpdf::{
    Color as PdfColor, DictItem, FontId, Op, PdfPage, Pt as PdfPt, Rgb, XObjectId, XObjectTransform,
};

use super::PdfError;
use super::font::Codes;
use super::image;
use super::line;
use crate::doc::PictureId;
use crate::drawing::{Drawing, DrawingItem, Paint, Path, Segment};
use crate::fonts::{FaceId, Fonts};
use crate::locale::Lang;
use crate::typeset::frame::{Color, Item, ItemKind, LinkTarget, NodeId, Page, Pages, Rect, Role};

/// A rectangle in points, y upward: from x and y, to x and y.
pub(super) type Area = [f64; 4];

/// A piece of marked content; its place in its page's list is its MCID.
#[derive(Debug, Clone, Copy)]
pub(super) struct Mark {
    pub node: NodeId,
    /// Its place in the reading order of the whole edition.
    pub order: u32,
}

/// A place on a page that leads somewhere.
#[derive(Debug)]
pub(super) struct LinkArea<'a> {
    pub page: usize,
    pub area: Area,
    pub target: &'a LinkTarget,
    pub node: Option<NodeId>,
    pub order: u32,
}

/// The pages as operators, and what the tags will say about them.
pub(super) struct Painted<'a> {
    pub pages: Vec<PdfPage>,
    /// By page, then by MCID.
    pub marks: Vec<Vec<Mark>>,
    pub links: Vec<LinkArea<'a>>,
    /// Where figures stand: the page and the area.
    pub figures: BTreeMap<NodeId, (usize, Area)>,
    /// What links and labels say.
    pub texts: BTreeMap<NodeId, String>,
}

/// Paints every page, in order.
///
/// # Errors
/// What the text of a run or a face cannot give (see `line`).
pub(super) fn paint<'a, 'f>(
    pages: &'a Pages,
    fonts: &'f Fonts,
    codes: &mut BTreeMap<FaceId, Codes<'f>>,
) -> Result<Painted<'a>, PdfError> {
    let mut painted = Painted {
        pages: Vec::with_capacity(pages.pages.len()),
        marks: Vec::with_capacity(pages.pages.len()),
        links: Vec::new(),
        figures: BTreeMap::new(),
        texts: BTreeMap::new(),
    };
    let mut order = 0;
    for (index, page) in pages.pages.iter().enumerate() {
        let mut painter = Painter::new(pages, page, order);
        for item in &page.items {
            painter.item(item, index, fonts, codes, &mut painted)?;
        }
        painter.close();
        order = painter.order;
        painted.marks.push(painter.marks);
        let (width, height) = (PdfPt(round(page.width.0)), PdfPt(round(page.height.0)));
        let sheet = printpdf::Rect::from_wh(width, height);
        let (trim_box, crop_box) = (sheet.clone(), sheet.clone());
        painted.pages.push(PdfPage { media_box: sheet, trim_box, crop_box, ops: painter.ops });
    }
    Ok(painted)
}

/// What a piece of marked content belongs to.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Owner {
    Node(NodeId),
    Header,
    Footer,
    /// Rules and ornaments.
    Layout,
}

/// One page in the making, with what the content stream has in force.
pub(super) struct Painter<'a> {
    pub pages: &'a Pages,
    pub page: &'a Page,
    pub ops: Vec<Op>,
    pub marks: Vec<Mark>,
    pub order: u32,
    open: Option<Owner>,
    fill: Option<Color>,
    font: Option<(FaceId, f32)>,
    rise: f32,
}

impl<'a> Painter<'a> {
    fn new(pages: &'a Pages, page: &'a Page, order: u32) -> Painter<'a> {
        let (ops, marks) = (Vec::new(), Vec::new());
        Painter { pages, page, ops, marks, order, open: None, fill: None, font: None, rise: 0.0 }
    }

    fn item<'f>(
        &mut self,
        item: &'a Item,
        page: usize,
        fonts: &'f Fonts,
        codes: &mut BTreeMap<FaceId, Codes<'f>>,
        painted: &mut Painted<'a>,
    ) -> Result<(), PdfError> {
        match &item.kind {
            ItemKind::Text(text) => line::write(text, self, fonts, codes, &mut painted.texts)?,
            ItemKind::Rule(rect, color) => {
                self.own_item(item.node);
                self.rule(*rect, *color);
            }
            ItemKind::Drawing { area, drawing } => {
                self.own_item(item.node);
                self.drawing(*area, drawing);
                self.note_figure(item.node, page, *area, painted);
            }
            ItemKind::Picture { area, picture } => {
                self.own_item(item.node);
                self.picture(*area, *picture);
                self.note_figure(item.node, page, *area, painted);
            }
            ItemKind::Link { area, target } => {
                let (area, order) = (self.area(*area), self.order);
                painted.links.push(LinkArea { page, area, target, node: item.node, order });
                self.order += 1;
            }
        }
        Ok(())
    }

    /// y upward from the bottom of the page, for y downward from its top.
    pub(super) fn up(&self, y: f64) -> f64 {
        self.page.height.0 - y
    }

    fn area(&self, rect: Rect) -> Area {
        let (x, top) = (rect.x.0, self.up(rect.y.0));
        [x, top - rect.height.0, x + rect.width.0, top]
    }

    /// The language of a node: its own or its nearest ancestor's.
    pub(super) fn lang_of(&self, node: Option<NodeId>) -> Lang {
        let Some(node) = node else { return self.page.lang };
        self.ancestors(node)
            .find_map(|id| self.pages.structure.get(id).and_then(|node| node.lang))
            .unwrap_or(self.pages.lang)
    }

    /// The nearest of a node and its ancestors that has one of the roles.
    pub(super) fn nearest(&self, node: NodeId, roles: &[Role]) -> Option<NodeId> {
        let has = |id: &NodeId| self.pages.structure.get(*id).is_some_and(|node| roles.contains(&node.role));
        self.ancestors(node).find(has)
    }

    /// A node and its ancestors. Parents come first in the structure, so each
    /// step leads to a smaller id, and the walk ends.
    fn ancestors(&self, node: NodeId) -> impl Iterator<Item = NodeId> + use<'a> {
        let structure = &self.pages.structure;
        std::iter::successors(Some(node), move |&id| {
            structure.get(id).and_then(|node| node.parent).filter(|&parent| parent < id)
        })
    }

    fn own_item(&mut self, node: Option<NodeId>) {
        let order = self.order;
        self.own(node.map_or(Owner::Layout, Owner::Node), order);
        self.order += 1;
    }

    /// What a text without a node is: a running head, a folio, or an ornament.
    pub(super) fn owner_of_text(&self, node: Option<NodeId>, baseline: f64) -> Owner {
        match node {
            Some(node) => Owner::Node(node),
            None if baseline < self.page.height.0 * 0.15 => Owner::Header,
            None if baseline > self.page.height.0 * 0.85 => Owner::Footer,
            None => Owner::Layout,
        }
    }

    /// Lets what follows belong to `owner`, in a new piece of marked content
    /// unless the open one is the owner's already.
    pub(super) fn own(&mut self, owner: Owner, order: u32) {
        if self.open == Some(owner) {
            if let (Owner::Node(_), Some(mark)) = (owner, self.marks.last_mut()) {
                mark.order = mark.order.min(order);
            }
            return;
        }
        self.close();
        let name = |text: &str| DictItem::Name(text.as_bytes().to_vec());
        let (tag, properties) = match owner {
            Owner::Node(node) => {
                let mcid = DictItem::Int(self.marks.len() as i64);
                self.marks.push(Mark { node, order });
                let role = self.pages.structure.get(node).map_or(Role::Span, |node| node.role);
                (super::tags::standard_type(role), vec![("MCID", mcid)])
            }
            Owner::Header => ("Artifact", vec![("Type", name("Pagination")), ("Subtype", name("Header"))]),
            Owner::Footer => ("Artifact", vec![("Type", name("Pagination")), ("Subtype", name("Footer"))]),
            Owner::Layout => ("Artifact", vec![("Type", name("Layout"))]),
        };
        self.begin(tag, properties);
        self.open = Some(owner);
    }

    /// Ends the open piece of marked content.
    pub(super) fn close(&mut self) {
        if self.open.take().is_some() {
            self.ops.push(Op::EndMarkedContent);
        }
    }

    pub(super) fn begin(&mut self, tag: &str, properties: Vec<(&str, DictItem)>) {
        let map = properties.into_iter().map(|(key, value)| (key.to_owned(), value)).collect();
        let properties = DictItem::Dict { map };
        self.ops.push(Op::BeginMarkedContentWithProperties { tag: tag.to_owned(), properties });
    }

    pub(super) fn set_fill(&mut self, color: Color) {
        if self.fill != Some(color) {
            self.ops.push(Op::SetFillColor { col: pdf_color(color) });
            self.fill = Some(color);
        }
    }

    pub(super) fn set_font(&mut self, face: FaceId, font: &FontId, size: f32) {
        if self.font != Some((face, size)) {
            let font = printpdf::PdfFontHandle::External(font.clone());
            self.ops.push(Op::SetFont { font, size: PdfPt(size) });
            self.font = Some((face, size));
        }
    }

    pub(super) fn set_rise(&mut self, rise: f32) {
        if self.rise != rise {
            self.ops.push(Op::SetLineOffset { multiplier: rise });
            self.rise = rise;
        }
    }

    fn operator(&mut self, key: &str, numbers: &[f64]) {
        let value = numbers.iter().map(|&number| DictItem::Real(round(number))).collect();
        self.ops.push(Op::Unknown { key: key.to_owned(), value });
    }

    fn rule(&mut self, rect: Rect, color: Color) {
        self.set_fill(color);
        let [x, y, _, _] = self.area(rect);
        self.operator("re", &[x, y, rect.width.0, rect.height.0]);
        self.operator("f", &[]);
    }

    fn picture(&mut self, area: Rect, picture: PictureId) {
        let [x, y, _, _] = self.area(area);
        let transform = XObjectTransform {
            translate_x: Some(PdfPt(round(x))),
            translate_y: Some(PdfPt(round(y))),
            scale_x: Some(round(area.width.0)),
            scale_y: Some(round(area.height.0)),
            no_auto_scale: true,
            ..XObjectTransform::default()
        };
        self.ops.push(Op::UseXobject { id: image::id(picture), transform });
    }

    fn note_figure(&self, node: Option<NodeId>, page: usize, area: Rect, painted: &mut Painted) {
        let Some(figure) = node.and_then(|node| self.nearest(node, &[Role::Figure])) else { return };
        let area = self.area(area);
        let (first, whole) = painted.figures.entry(figure).or_insert((page, area));
        if *first == page {
            *whole =
                [whole[0].min(area[0]), whole[1].min(area[1]), whole[2].max(area[2]), whole[3].max(area[3])];
        }
    }

    /// Paints the paths of a drawing, stretched to an area of the page.
    fn drawing(&mut self, area: Rect, drawing: &Drawing) {
        if drawing.width <= 0.0 || drawing.height <= 0.0 {
            return;
        }
        let scale = (area.width.0 / drawing.width, area.height.0 / drawing.height);
        let place = Placement { x: area.x.0, top: self.up(area.y.0), scale };
        self.ops.push(Op::SaveGraphicsState);
        self.ops.push(Op::SetLineCapStyle { cap: printpdf::LineCapStyle::Round });
        self.ops.push(Op::SetLineJoinStyle { join: printpdf::LineJoinStyle::Round });
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
            self.ops.push(Op::SetFillColor { col: pdf_color(printed(fill)) });
            pen.fill = Some(fill);
        }
        if let Some(stroke) = path.stroke {
            if pen.stroke != Some(stroke.paint) {
                self.ops.push(Op::SetOutlineColor { col: pdf_color(printed(stroke.paint)) });
                pen.stroke = Some(stroke.paint);
            }
            let width = round(stroke.width * place.length());
            if pen.width != Some(width) {
                self.ops.push(Op::SetOutlineThickness { pt: PdfPt(width) });
                pen.width = Some(width);
            }
            self.dash(stroke.dash, place, pen);
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
}

/// The colours of the printed page.
fn printed(paint: Paint) -> Color {
    match paint {
        Paint::Ground => Color(0xFF, 0xFF, 0xFF),
        Paint::Ink => Color(0x1C, 0x23, 0x33),
        Paint::Muted => Color(0x6B, 0x70, 0x80),
        Paint::Water => Color(0xE4, 0xEE, 0xF2),
        Paint::Land => Color(0xED, 0xE4, 0xCF),
        Paint::Lapis => Color(0x1E, 0x3A, 0x8A),
        Paint::Turquoise => Color(0x0F, 0x76, 0x6E),
        Paint::Saffron => Color(0xB4, 0x53, 0x09),
        Paint::Line => Color(0xC9, 0xBF, 0xA5),
    }
}

fn pdf_color(color: Color) -> PdfColor {
    // Three decimals tell the 256 steps of a channel apart.
    let channel = |byte: u8| (f32::from(byte) / 255.0 * 1000.0).round() / 1000.0;
    PdfColor::Rgb(Rgb { r: channel(color.0), g: channel(color.1), b: channel(color.2), icc_profile: None })
}

/// A length to 0.01 point, as an f32 that is written with two decimals.
pub(super) fn round(length: f64) -> f32 {
    // Adding zero turns a negative zero positive.
    ((length * 100.0).round() / 100.0 + 0.0) as f32
}

/// The pictures that the pages show, in the order of their ids.
pub(super) fn pictures(pages: &Pages) -> Vec<(XObjectId, PictureId)> {
    let items = pages.pages.iter().flat_map(|page| &page.items);
    let shown = items.filter_map(|item| match item.kind {
        ItemKind::Picture { picture, .. } => Some(picture),
        _ => None,
    });
    let shown: std::collections::BTreeSet<PictureId> = shown.collect();
    shown.into_iter().map(|picture| (image::id(picture), picture)).collect()
}
