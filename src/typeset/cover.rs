//! The cover for a print shop: back, spine and front on one sheet.
//!
//! In: the book, an edition, and how many pages it has. Out: one page as wide
//! as two covers and a spine as thick as the leaves, with bleed, crop marks
//! and marks where it is folded. A book bound on the right has its front at
//! the left of the sheet. Spine text is turned clockwise (P-160), and is left
//! out where it would not fit.

use std::sync::Arc;

use super::Furnishing;
use super::assemble::{Panel, one_sheet};
use super::compose::{Furniture, Opening, SetSection, compose};
use super::design::{Design, LINE};
use super::frame::{Item, ItemKind, Pages, Rect, Role};
use super::frontmatter::{book_title, isbn, subtitle};
use super::paragraph::{Align, ParagraphStyle, Segment, Shaper, TextStyle, lay_out};
use super::press::{BLEED, fold_marks, prepare};
use super::section::{Place, Section};
use super::segments::{display, text_in};
use super::shop::{Shop, runs_width, text_item};
use super::vlist::VBox;
use crate::config::EditionKind;
use crate::drawing::Drawing;
use crate::figure::ean13;
use crate::fonts::Purpose;
use crate::locale::isbn::Isbn;
use crate::locale::{Direction, Lang};
use crate::resolve::Resolved;
use crate::units::{Mm, Pt};

/// The part of the height that the pattern takes, over the whole sheet.
const BAND: f64 = 0.36;
/// A spine narrower than this has no text.
const LEAST_SPINE: Mm = Mm(5.0);
const SPINE_MARGIN: Pt = Pt(24.0);

/// How thick a book of so many pages is.
pub fn spine(pages: usize, leaf: Mm) -> Pt {
    Pt::from(leaf) * pages.div_ceil(2) as f64
}

/// Sets the cover; none if the book has no chapter in a language of it.
pub fn cover(
    book: &Resolved,
    edition: EditionKind,
    spine: Pt,
    design: &Design,
    shaper: &Shaper,
    furnishing: &Furnishing,
) -> Option<Pages> {
    let shop = |lang| Shop { book, design, shaper, furnishing, lang };
    let languages: Vec<Lang> = match edition {
        EditionKind::Single(lang) => vec![lang],
        EditionKind::Bilingual | EditionKind::Parallel => {
            book.front.languages.iter().copied().take(2).collect()
        }
    };
    let shops: Vec<Shop> = languages.into_iter().map(shop).collect();
    let own = *shops.first()?;
    let (front, back) = match edition {
        // Each language has a front of its own, where its readers begin.
        EditionKind::Bilingual => (front(&shops[..1]), front_with_code(*shops.last()?)),
        _ => (front(&shops), back(&shops)),
    };
    let width = design.width * 2.0 + spine;
    let bound_right = edition != EditionKind::Parallel && own.lang.direction() == Direction::Rtl;
    let (front_x, back_x) =
        if bound_right { (Pt::ZERO, design.width + spine) } else { (design.width + spine, Pt::ZERO) };
    let inset = (design.width - design.measure()) * 0.5;
    let back_shop = if edition == EditionKind::Bilingual { *shops.last()? } else { own };
    let panels = vec![
        Panel { shop: own, section: front, x: front_x + inset },
        Panel { shop: own, section: spine_panel(&shops, spine), x: design.width },
        Panel { shop: back_shop, section: back, x: back_x + inset },
    ];
    let mut pages = one_sheet(own, panels, width, ground(own, width));
    prepare(&mut pages, design);
    for page in &mut pages.pages {
        let marks = [fold_marks(page, design.width), fold_marks(page, design.width + spine)];
        page.items.extend(marks.into_iter().flatten());
    }
    Some(pages)
}

/// The tint of the whole sheet, and the host's pattern over its head.
fn ground(shop: Shop, width: Pt) -> Vec<Item> {
    let design = shop.design;
    let sheet = |height: Pt| Rect { x: -BLEED, y: -BLEED, width: width + BLEED * 2.0, height };
    let paper = ItemKind::Rule(sheet(design.height + BLEED * 2.0), design.palette.tint);
    let mut items = vec![Item { node: None, kind: paper }];
    let host = shop.book.chapters.iter().find(|chapter| chapter.city.is_some());
    let area = sheet(band(design) + BLEED);
    let drawing = host.and_then(|host| (shop.furnishing.ornament)(&host.slug, area.width.0, area.height.0));
    items.extend(drawing.map(|drawing| Item { node: None, kind: ItemKind::Drawing { area, drawing } }));
    items
}

fn band(design: &Design) -> Pt {
    design.height * BAND
}

/// A section that begins below the band.
fn below_band<'a>(shop: Shop<'a>, slug: &str) -> Section<'a> {
    let mut section = Section::new(shop, slug, &[]);
    let design = shop.text();
    let lines = design.whole_lines(band(shop.design) - design.top()) / LINE;
    section.blank(lines + 1);
    section
}

/// The titles in one language or two, and the publisher at the foot.
fn front(shops: &[Shop]) -> SetSection {
    let Some(&own) = shops.first() else { return compose_panel(Vec::new()) };
    let mut section = below_band(own, "cover-front");
    for (at, shop) in shops.iter().enumerate() {
        let scale = match (at, shops.len()) {
            (0, 1) => 1.12,
            (0, _) => 0.95,
            _ => 0.7,
        };
        titles(&mut section, shop, scale);
    }
    publisher(&mut section, own);
    compose(section, "", Opening::Next, Furniture::None)
}

/// A front that has the bar code as well, for the book has no back.
fn front_with_code(shop: Shop) -> SetSection {
    let mut section = below_band(shop, "cover-back");
    titles(&mut section, &shop, 1.0);
    section.at_foot(|section| bar_code(section, shop));
    compose(section, "", Opening::Next, Furniture::None)
}

fn titles(section: &mut Section, shop: &Shop, scale: f64) {
    let size = shop.text().title * scale;
    let palette = &shop.design.palette;
    let title = TextStyle { color: palette.lapis, ..display(shop.style(Purpose::Display, size), size) };
    // Persian letters reach further below the line.
    let spacing = if shop.lang.is_persian() { 1.75 } else { 1.35 };
    let units = (size.0 * spacing / section.shop.text().unit().0).ceil() as u32;
    head(section, shop, &book_title(shop), title, units, Role::Heading(1));
    let words = subtitle(shop);
    if !words.is_empty() {
        let style = shop.style(Purpose::Display, shop.text().subtitle);
        head(section, shop, &words, style, 2 * LINE, Role::Paragraph);
    }
}

fn head(section: &mut Section, shop: &Shop, words: &str, style: TextStyle, units: u32, role: Role) {
    let root = section.root;
    let node = section.node_in(role, root, shop.lang);
    let (open, close) = (Segment::Open(shop.lang.direction()), Segment::Close);
    section.head_lines(vec![open, text_in(words, style, node), close], units, Align::Center);
}

fn publisher(section: &mut Section, shop: Shop) {
    let style = TextStyle { bold: true, ..shop.style(Purpose::Text, shop.text().body) };
    let words = shop.book.front.publisher.get(shop.lang).unwrap_or_default();
    section.at_foot(|section| {
        if !words.is_empty() {
            section.centred_or_start(words, style, LINE, Align::Center, Role::Paragraph);
        }
        section.blank(1);
    });
}

/// What the book is about, in each language, and the bar code at the foot.
fn back(shops: &[Shop]) -> SetSection {
    let Some(&own) = shops.first() else { return compose_panel(Vec::new()) };
    let full = back_with(own, shops);
    // A description that is longer than a cover stays in the book.
    if full.pages.len() > 1 { back_with(own, &[]) } else { full }
}

fn back_with(own: Shop, described: &[Shop]) -> SetSection {
    let mut section = below_band(own, "cover-back");
    for shop in described {
        let Some(words) = shop.book.front.description.get(shop.lang) else { continue };
        let style = shop.style(Purpose::Text, shop.text().small);
        let place = Place { style, direction: shop.lang.direction(), ..section.whole() };
        let root = section.root;
        let node = section.node_in(Role::Paragraph, root, shop.lang);
        section.set_paragraph(
            vec![text_in(words, style, node)],
            &place,
            place.paragraph(Align::Justify),
            None,
        );
        section.space(1, 0);
    }
    section.at_foot(|section| bar_code(section, own));
    compose(section, "", Opening::Next, Furniture::None)
}

fn compose_panel(items: Vec<Item>) -> SetSection {
    SetSection { pages: vec![items], ..SetSection::empty() }
}

/// The bar code at the end side, on white.
fn bar_code(section: &mut Section, shop: Shop) {
    let Some(code) = shop.book.front.isbn.as_deref().and_then(|typed| Isbn::parse(typed).ok()) else {
        return;
    };
    let words = format!("ISBN {}", isbn(shop));
    let drawing: Arc<Drawing> = Arc::new(ean13::bar_code(&code, &words));
    let (width, height) = (Pt(drawing.width), Pt(drawing.height));
    let design = shop.text();
    let units = design.whole_lines(height);
    let x = match section.direction() {
        Direction::Ltr => shop.design.measure() - width,
        Direction::Rtl => Pt::ZERO,
    };
    let area = Rect { x, y: design.height(units) - height, width, height };
    let root = section.root;
    let node = section.figure_node(root, &words, None);
    let mut items =
        vec![Item { node: Some(node), kind: ItemKind::Drawing { area, drawing: Arc::clone(&drawing) } }];
    let labels = section.drawing_labels(&drawing, &items, node);
    items.extend(labels);
    section.push(VBox { units, items, ..VBox::default() });
}

/// The titles along the spine, below the band: as large as they fit.
fn spine_panel(shops: &[Shop], spine: Pt) -> SetSection {
    let Some(&own) = shops.first().filter(|_| spine >= Pt::from(LEAST_SPINE)) else {
        return compose_panel(Vec::new());
    };
    let mut section = Section::new(own, "cover-spine", &[]);
    let room = own.design.height - band(own.design) - SPINE_MARGIN * 2.0;
    let width = |size: f64, section: &mut Section| {
        let segments = spine_words(section, shops, size);
        let style = ParagraphStyle { hyphenate: false, ..own.paragraph(Align::Start, Pt(4000.0)) };
        let line = lay_out(&segments, &style, own.shaper).into_iter().next();
        line.map(|line| (runs_width(&line.runs), line))
    };
    let largest = (spine.0 * 0.5).min(own.text().body.0);
    let Some((natural, _)) = width(largest, &mut Section::new(own, "cover-spine", &[])) else {
        return compose_panel(Vec::new());
    };
    let size = largest * (room.0 / natural.0.max(1.0)).min(1.0);
    let Some((_, line)) = width(size, &mut section) else { return compose_panel(Vec::new()) };
    let left = line.runs.iter().fold(Pt(f64::MAX), |left, run| left.min(run.x));
    // In the turned place x runs down the spine and the baseline stands at y.
    let items = text_item(line.runs, -left, Pt::ZERO).into_iter().collect();
    let middle = spine * 0.5 - Pt(size) * 0.3;
    let turned = ItemKind::Turned { x: middle, y: band(own.design) + SPINE_MARGIN, items };
    let set = compose(section, "", Opening::Next, Furniture::None);
    SetSection { pages: vec![vec![Item { node: None, kind: turned }]], ..set }
}

fn spine_words(section: &mut Section, shops: &[Shop], size: f64) -> Vec<Segment> {
    let mut segments = Vec::new();
    let root = section.root;
    for (at, shop) in shops.iter().enumerate() {
        let scale = Design::optical_scale(section.shop.lang, shop.lang, Purpose::Display);
        let style = display(shop.style(Purpose::Display, Pt(size * scale)), Pt(size * scale));
        let style = TextStyle { color: shop.design.palette.lapis, ..style };
        let node = section.node_in(Role::Paragraph, root, shop.lang);
        if at > 0 {
            segments.push(text_in(" \u{b7} ", style, node));
        }
        segments.extend([
            Segment::Open(shop.lang.direction()),
            text_in(&book_title(shop), style, node),
            Segment::Close,
        ]);
    }
    segments
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_spine_is_as_thick_as_its_leaves() {
        assert_eq!(spine(200, Mm(0.1)), Pt::from(Mm(0.1)) * 100.0);
    }
}
