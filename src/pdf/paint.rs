//! Turns pages of items into content streams, and notes what belongs to which node.
//!
//! In: the pages of the frame, y downward from the top. Out: a stream a page,
//! y upward from the bottom, coordinates rounded to 0.01 point, marked content
//! for every item, and the places of links and figures, which `tags` needs. An
//! item without a node is an artifact. Lines of text are written by `line`,
//! drawings by `draw`; how operators are spelt is `content`'s.

use std::collections::BTreeMap;
use std::sync::OnceLock;
use std::sync::atomic::{AtomicUsize, Ordering};

use lopdf::{Dictionary, Stream};

use super::PdfError;
use super::content::{Components, Content, Use};
use super::deflate::Deflater;
use super::draw::Forms;
use super::font::Codes;
use super::image;
use super::line;
use crate::doc::PictureId;
use crate::fonts::{FaceId, Fonts};
use crate::locale::Lang;
use crate::typeset::design::Palette;
use crate::typeset::frame::{Color, Item, ItemKind, LinkTarget, NodeId, Page, Pages, Rect, Role, Run};

/// A rectangle in points, y upward: from x and y, to x and y.
pub(super) type Area = [f64; 4];

/// A piece of marked content; its place in its page's list is its MCID.
#[derive(Debug, Clone, Copy)]
pub(super) struct Mark {
    pub node: NodeId,
    /// The language of the words, where it is not the node's.
    pub lang: Option<Lang>,
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

/// What the tags will say about the pages.
pub(super) struct Painted<'a> {
    /// By page, then by MCID.
    pub marks: Vec<Vec<Mark>>,
    pub links: Vec<LinkArea<'a>>,
    /// Where figures stand: the page and the area.
    pub figures: BTreeMap<NodeId, (usize, Area)>,
    /// What links and labels say.
    pub texts: BTreeMap<NodeId, String>,
    /// The drawings that pages show.
    pub forms: Forms,
}

/// How many painted pages wait to be compressed; what comes then is compressed
/// by the painter itself, or a long book's pages would pile up.
const WAITING: usize = 64;

/// Paints every page, in order, while those before it are compressed; gives
/// back their streams.
///
/// # Errors
/// What the text of a run or a face cannot give (see `line`), and a stream
/// that cannot be compressed.
pub(super) fn paint<'a, 'f>(
    pages: &'a Pages,
    fonts: &'f Fonts,
    codes: &mut BTreeMap<FaceId, Codes<'f>>,
    deflater: &Deflater,
) -> Result<(Vec<Stream>, Painted<'a>), PdfError> {
    let streams: Vec<OnceLock<Result<Stream, PdfError>>> =
        pages.pages.iter().map(|_| OnceLock::new()).collect();
    let waiting = AtomicUsize::new(0);
    let painted = rayon::in_place_scope(|scope| {
        let (streams, waiting) = (&streams, &waiting);
        paint_each(pages, fonts, codes, |index, content| {
            let deflate = move || {
                let stream = Stream::new(Dictionary::new(), content.into_bytes());
                streams[index].get_or_init(|| deflater.stream(stream));
            };
            if waiting.load(Ordering::Relaxed) >= WAITING {
                return deflate();
            }
            waiting.fetch_add(1, Ordering::Relaxed);
            scope.spawn(move |_| {
                deflate();
                waiting.fetch_sub(1, Ordering::Relaxed);
            });
        })
    })?;
    let streams = streams.into_iter().filter_map(OnceLock::into_inner).collect::<Result<_, _>>()?;
    Ok((streams, painted))
}

/// Paints every page, in order, and hands on what each shows.
fn paint_each<'a, 'f>(
    pages: &'a Pages,
    fonts: &'f Fonts,
    codes: &mut BTreeMap<FaceId, Codes<'f>>,
    mut done: impl FnMut(usize, Content),
) -> Result<Painted<'a>, PdfError> {
    let mut painted = Painted {
        marks: Vec::with_capacity(pages.pages.len()),
        links: Vec::new(),
        figures: BTreeMap::new(),
        texts: BTreeMap::new(),
        forms: Forms::new(),
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
        done(index, painter.content);
    }
    Ok(painted)
}

/// What a piece of marked content belongs to.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Owner {
    /// A node, and the language of its words where it is not the node's own.
    Node(NodeId, Option<Lang>),
    Header,
    Footer,
    /// Rules and ornaments.
    Layout,
}

/// One page in the making, with what the content stream has in force.
pub(super) struct Painter<'a> {
    pub pages: &'a Pages,
    pub page: &'a Page,
    pub content: Content,
    pub marks: Vec<Mark>,
    pub order: u32,
    /// The colours of drawings.
    pub palette: Palette,
    open: Option<Owner>,
    fill: Option<Color>,
    font: Option<(FaceId, f64)>,
    rise: f64,
    expansion: f64,
}

impl<'a> Painter<'a> {
    fn new(pages: &'a Pages, page: &'a Page, order: u32) -> Painter<'a> {
        let (content, marks) = (Content::default(), Vec::new());
        let palette = Palette::default();
        Painter {
            pages,
            page,
            content,
            marks,
            order,
            palette,
            open: None,
            fill: None,
            font: None,
            rise: 0.0,
            expansion: 1.0,
        }
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
                self.drawing(*area, drawing, &mut painted.forms);
                self.note_figure(item.node, page, *area, painted);
            }
            ItemKind::Picture { area, picture, order } => {
                match (order, item.node) {
                    // Read among the words of its line, which comes next.
                    (Some(place), Some(node)) => self.own(Owner::Node(node, None), self.order + place),
                    _ => self.own_item(item.node),
                }
                self.picture(*area, *picture);
                self.note_figure(item.node, page, *area, painted);
            }
            ItemKind::Link { area, target } => {
                let (area, order) = (self.area(*area), self.order);
                painted.links.push(LinkArea { page, area, target, node: item.node, order });
                self.order += 1;
            }
            ItemKind::Turned { x, y, items } => {
                self.close();
                self.content.operator("q");
                let height = self.page.height.0;
                self.content.numbers(&[0.0, -1.0, 1.0, 0.0, x.0 - height, height - y.0], "cm");
                for item in items {
                    self.item(item, page, fonts, codes, painted)?;
                }
                self.close();
                self.content.operator("Q");
                (self.fill, self.font, self.rise) = (None, None, 0.0);
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
        self.own(node.map_or(Owner::Layout, |node| Owner::Node(node, None)), order);
        self.order += 1;
    }

    /// What a text without a node is: a running head, a folio, or an ornament.
    pub(super) fn owner_of_text(&self, run: &Run, baseline: f64) -> Owner {
        match run.node {
            Some(node) => Owner::Node(node, self.foreign(run, node)),
            None if baseline < self.page.height.0 * 0.15 => Owner::Header,
            None if baseline > self.page.height.0 * 0.85 => Owner::Footer,
            None => Owner::Layout,
        }
    }

    /// The language of a run with words, if the node's is another.
    fn foreign(&self, run: &Run, node: NodeId) -> Option<Lang> {
        let other = run.lang.primary() != self.lang_of(Some(node)).primary();
        (other && run.text.chars().any(char::is_alphabetic)).then_some(run.lang)
    }

    /// Lets what follows belong to `owner`, in a new piece of marked content
    /// unless the open one is the owner's already.
    pub(super) fn own(&mut self, owner: Owner, order: u32) {
        if self.open == Some(owner) {
            if let (Owner::Node(..), Some(mark)) = (owner, self.marks.last_mut()) {
                mark.order = mark.order.min(order);
            }
            return;
        }
        self.close();
        match owner {
            Owner::Node(node, lang) => {
                let own = self.pages.structure.get(node).filter(|_| lang.is_none());
                let role = own.map_or(Role::Span, |node| node.role);
                self.content.name(super::tags::standard_type(role));
                self.content.raw("<</MCID ");
                self.content.integer(self.marks.len() as i64);
                self.content.raw(">>");
                self.marks.push(Mark { node, lang, order });
            }
            Owner::Header => self.content.raw("/Artifact <</Type/Pagination/Subtype/Header>>"),
            Owner::Footer => self.content.raw("/Artifact <</Type/Pagination/Subtype/Footer>>"),
            Owner::Layout => self.content.raw("/Artifact <</Type/Layout>>"),
        }
        self.content.operator("BDC");
        self.open = Some(owner);
    }

    /// Ends the open piece of marked content.
    pub(super) fn close(&mut self) {
        if self.open.take().is_some() {
            self.content.operator("EMC");
        }
    }

    pub(super) fn set_fill(&mut self, color: Color) {
        if self.fill != Some(color) {
            self.content.color(self.components(color), Use::Fill);
            self.fill = Some(color);
        }
    }

    /// A colour of the screen, or the inks that print it.
    pub(super) fn components(&self, color: Color) -> Components {
        if let Some(inks) = self.pages.separation.as_ref().and_then(|separation| separation.0.get(&color)) {
            return Components::Inks(inks.map(|ink| f64::from(ink) / 100.0));
        }
        Components::Screen([color.0, color.1, color.2].map(|byte| f64::from(byte) / 255.0))
    }

    pub(super) fn set_font(&mut self, face: FaceId, font: &str, size: f64) {
        if self.font != Some((face, size)) {
            self.content.name(font);
            self.content.numbers(&[size], "Tf");
            self.font = Some((face, size));
        }
    }

    pub(super) fn set_rise(&mut self, rise: f64) {
        if self.rise != rise {
            self.content.numbers(&[rise], "Ts");
            self.rise = rise;
        }
    }

    /// How wide glyphs are drawn, over natural (ISO 32000-1 §9.3.4).
    pub(super) fn set_expansion(&mut self, expansion: f64) {
        if self.expansion != expansion {
            self.content.numbers(&[expansion * 100.0], "Tz");
            self.expansion = expansion;
        }
    }

    fn rule(&mut self, rect: Rect, color: Color) {
        self.set_fill(color);
        let [x, y, _, _] = self.area(rect);
        self.content.numbers(&[x, y, rect.width.0, rect.height.0], "re");
        self.content.operator("f");
    }

    fn picture(&mut self, area: Rect, picture: PictureId) {
        let [x, y, _, _] = self.area(area);
        self.object(&image::id(picture).0, [area.width.0, area.height.0], [x, y]);
    }

    /// Shows a form or a picture, scaled, with its lower left corner at a place.
    pub(super) fn object(&mut self, name: &str, scale: [f64; 2], at: [f64; 2]) {
        self.content.operator("q");
        self.content.numbers(&[scale[0], 0.0, 0.0, scale[1], at[0], at[1]], "cm");
        self.content.name(name);
        self.content.operator("Do");
        self.content.operator("Q");
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
}

/// A length to 0.01 point, as an f32 that lopdf writes with two decimals. What
/// is no number counts as nothing: a PDF has no word for it.
pub(super) fn round(length: f64) -> f32 {
    // Adding zero turns a negative zero positive.
    if length.is_finite() { ((length * 100.0).round() / 100.0 + 0.0) as f32 } else { 0.0 }
}

/// A picture that the pages show, and the largest size at which they do.
#[derive(Debug, Clone, Copy)]
pub(super) struct Shown {
    pub picture: PictureId,
    /// In points.
    pub width: f64,
    pub height: f64,
}

/// The pictures that the pages show, in the order of their ids.
pub(super) fn pictures(pages: &Pages) -> Vec<Shown> {
    let mut shown: BTreeMap<PictureId, Shown> = BTreeMap::new();
    for item in pages.pages.iter().flat_map(|page| &page.items) {
        if let ItemKind::Picture { area, picture, .. } = item.kind {
            let (width, height) = (area.width.0, area.height.0);
            let largest = shown.entry(picture).or_insert(Shown { picture, width, height });
            largest.width = largest.width.max(width);
            largest.height = largest.height.max(height);
        }
    }
    shown.into_values().collect()
}
