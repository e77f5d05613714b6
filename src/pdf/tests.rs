//! Whole files: what is written is read again with lopdf and skrifa.

mod read;
mod tree;
mod words;

use std::collections::BTreeSet;
use std::sync::Arc;

use skrifa::instance::{LocationRef, Size};
use skrifa::outline::{DrawSettings, pen::NullPen};
use skrifa::raw::FontRef;
use skrifa::{GlyphId, MetadataProvider};

use super::*;
use crate::config::Kashida;
use crate::drawing::{self, Drawing, DrawingItem, Ends, Paint};
use crate::fonts::Purpose;
use crate::locale::{Direction, Lang};
use crate::typeset::frame::*;
use crate::typeset::paragraph::{Align, ParagraphStyle, Segment, Shaper, TextStyle, lay_out};
use crate::units::Pt;

fn options(date: Gregorian) -> PdfOptions {
    PdfOptions { producer: "isfahan-book".into(), date, cache: Cache::default(), file: String::new() }
}

/// A file in the making: blocks one under the other on one page.
struct Maker {
    fonts: Arc<Fonts>,
    shaper: Shaper,
    pages: Pages,
    root: NodeId,
    items: Vec<Item>,
}

impl Maker {
    fn new() -> Maker {
        let fonts = Arc::new(Fonts::load(None).unwrap());
        let mut structure = Structure::default();
        let root = structure.add(plain(Role::Document, None));
        let pages = Pages {
            separation: None,
            lang: Lang::FA,
            direction: None,
            title: "اصفهان & <xian>".into(),
            author: "شهرداری اصفهان".into(),
            subject: String::new(),
            names: Vec::new(),
            pages: Vec::new(),
            bound: None,
            structure,
            outline: Vec::new(),
            destinations: BTreeMap::new(),
        };
        Maker { shaper: Shaper::new(fonts.clone()), fonts, pages, root, items: Vec::new() }
    }

    fn node(&mut self, role: Role, parent: NodeId) -> NodeId {
        self.pages.structure.add(plain(role, Some(parent)))
    }

    /// Sets one paragraph of words, each with its language and node.
    fn text(&mut self, words: &[(&str, Lang, Option<NodeId>)]) {
        let segment = |(text, lang, node): &(&str, Lang, Option<NodeId>)| Segment::Text {
            text: (*text).into(),
            style: TextStyle {
                lang: *lang,
                purpose: Purpose::Text,
                bold: false,
                italic: false,
                size: Pt(12.0),
                color: Color(28, 35, 51),
                rise: Pt::ZERO,
            },
            node: *node,
        };
        let style = ParagraphStyle {
            lang: Lang::FA,
            base: Direction::Rtl,
            align: Align::Start,
            measure: Pt(300.0),
            first_indent: Pt::ZERO,
            hyphenate: false,
            kashida: Kashida::Off,
        };
        let segments: Vec<Segment> = words.iter().map(segment).collect();
        for line in lay_out(&segments, &style, &self.shaper) {
            let baseline = Pt(300.0 + 18.0 * self.items.len() as f64);
            let kind =
                ItemKind::Text(TextLine { baseline, runs: line.runs, pictures: Vec::new(), ends_word: true });
            self.items.push(Item { node: None, kind });
        }
    }

    fn item(&mut self, node: Option<NodeId>, kind: ItemKind) {
        self.items.push(Item { node, kind });
    }

    fn page(&mut self, label: &str) {
        let (width, height, lang) = (Pt(400.0), Pt(600.0), Lang::FA);
        let items = std::mem::take(&mut self.items);
        self.pages.pages.push(Page { width, height, lang, label: label.into(), sheet: None, items });
    }

    fn write(&self) -> Result<Vec<u8>, PdfError> {
        let date = Gregorian::new(2026, 11, 24).unwrap();
        write(&self.pages, &self.fonts, &[], &options(date))
    }

    fn read(&self) -> Document {
        Document::load_mem(&self.write().unwrap()).unwrap()
    }
}

fn plain(role: Role, parent: Option<NodeId>) -> Node {
    Node::new(role, parent)
}

const AREA: Rect = Rect { x: Pt(50.0), y: Pt(60.0), width: Pt(100.0), height: Pt(20.0) };

/// A page with most of what a page can hold.
fn sample() -> Maker {
    let mut maker = Maker::new();
    let heading = maker.node(Role::Heading(1), maker.root);
    maker.text(&[("خواهرخوانده\u{200c}ها", Lang::FA, Some(heading))]);
    let paragraph = maker.node(Role::Paragraph, maker.root);
    let link = maker.node(Role::Link, paragraph);
    maker.text(&[
        ("نام ", Lang::FA, Some(paragraph)),
        ("Chang’an", Lang::EN, Some(paragraph)),
        (" و ", Lang::FA, Some(paragraph)),
        ("شیان", Lang::FA, Some(link)),
        (" است.", Lang::FA, Some(paragraph)),
    ]);
    maker.item(Some(link), ItemKind::Link { area: AREA, target: LinkTarget::Place("xian".into()) });
    maker.pages.destinations.insert("xian".into(), Destination { page: 0, y: Pt(40.0) });
    maker.pages.outline.push(OutlineItem { level: 0, title: "شیان".into(), place: "xian".into() });
    let note = maker.node(Role::Note, maker.root);
    maker.text(&[("یادداشت", Lang::FA, Some(note))]);
    let figure = maker.node(Role::Figure, maker.root);
    let stroke = drawing::Stroke { paint: Paint::Lapis, width: 2.0, dash: None, ends: Ends::Round };
    let segments = vec![drawing::Segment::Move(0.0, 0.0), drawing::Segment::Line(10.0, 5.0)];
    let path = drawing::Path { segments, fill: None, stroke: Some(stroke) };
    let drawing = Arc::new(Drawing { width: 10.0, height: 10.0, items: vec![DrawingItem::Path(path)] });
    maker.item(Some(figure), ItemKind::Drawing { area: AREA, drawing });
    maker.item(None, ItemKind::Rule(AREA, Color(0, 0, 0)));
    maker.page("۱");
    maker
}

fn contents(document: &Document, page: u32) -> String {
    let id = document.get_pages()[&page];
    String::from_utf8(document.get_page_content(id)).unwrap()
}

fn catalog_dict<'a>(document: &'a Document, key: &[u8]) -> &'a Dictionary {
    document.catalog().unwrap().get_deref(key, document).unwrap().as_dict().unwrap()
}

/// An element's kids as text: `P[0 Span[1]]`, annotations as `link`.
fn tree(document: &Document, element: &Dictionary) -> String {
    let kids = element.get(b"K").unwrap().as_array().unwrap().iter().map(|kid| match kid {
        Object::Integer(mcid) => mcid.to_string(),
        Object::Reference(id) => tree(document, document.get_dictionary(*id).unwrap()),
        Object::Dictionary(kid) if kid.has_type(b"OBJR") => "link".to_owned(),
        other => format!("{other:?}"),
    });
    let role = String::from_utf8_lossy(element.get(b"S").unwrap().as_name().unwrap()).into_owned();
    format!("{role}[{}]", kids.collect::<Vec<String>>().join(" "))
}

#[test]
fn the_structure_follows_the_logical_order_of_mixed_lines() {
    let document = sample().read();
    let root = catalog_dict(&document, b"StructTreeRoot");
    let top = root.get(b"K").unwrap().as_array().unwrap()[0].as_reference().unwrap();
    // Content is counted as it is painted, from the left: the words that are
    // read first come last.
    let expected = "Document[H1[0] P[5 Span[4] 3 Link[2 link] 1] Note[6] Figure[7]]";
    assert_eq!(tree(&document, document.get_dictionary(top).unwrap()), expected);
}

#[test]
fn every_piece_of_content_leads_to_its_element_and_back() {
    let document = sample().read();
    let parents = catalog_dict(&document, b"StructTreeRoot").get_deref(b"ParentTree", &document).unwrap();
    let numbers = parents.as_dict().unwrap().get(b"Nums").unwrap().as_array().unwrap();
    let owners = document.get_object(numbers[1].as_reference().unwrap()).unwrap().as_array().unwrap();
    let text = contents(&document, 1);
    assert_eq!(text.matches("/MCID").count(), owners.len());
    assert_eq!(text.matches("BDC").count(), text.matches("EMC").count());
    for (mcid, owner) in owners.iter().enumerate() {
        let element = document.get_dictionary(owner.as_reference().unwrap()).unwrap();
        let kids = element.get(b"K").unwrap().as_array().unwrap();
        assert!(kids.contains(&Object::Integer(mcid as i64)), "content {mcid}");
    }
}

#[test]
fn what_belongs_to_no_node_is_an_artifact() {
    let text = contents(&sample().read(), 1);
    assert!(text.contains("/Artifact <</Type/Layout>>BDC\n0 0 0 rg\n50 520 100 20 re"), "{text}");
}

#[test]
fn words_of_another_language_say_so() {
    let document = sample().read();
    let spans = document.objects.values().filter_map(|object| object.as_dict().ok());
    let spans =
        spans.filter(|dict| dict.get(b"S").is_ok_and(|role| role.as_name().is_ok_and(|n| n == b"Span")));
    let langs: Vec<&[u8]> = spans.map(|span| span.get(b"Lang").unwrap().as_str().unwrap()).collect();
    assert_eq!(langs, [b"en"]);
}

#[test]
fn every_code_draws_a_glyph_of_its_subset() {
    let document = sample().read();
    let mut fonts = 0;
    for object in document.objects.values() {
        let Ok(font) = object.as_dict() else { continue };
        let Ok(descendants) = font.get(b"DescendantFonts").and_then(Object::as_array) else { continue };
        let name = String::from_utf8_lossy(font.get(b"BaseFont").unwrap().as_name().unwrap()).into_owned();
        assert!(
            name.chars().take(6).all(|c| c.is_ascii_uppercase()) && name.chars().nth(6) == Some('+'),
            "{name}"
        );
        let descendant = descendants[0].as_dict().unwrap();
        let stream = |dict: &Dictionary, key: &[u8]| {
            dict.get_deref(key, &document).unwrap().as_stream().unwrap().get_plain_content().unwrap()
        };
        let map = stream(descendant, b"CIDToGIDMap");
        let descriptor = descendant.get_deref(b"FontDescriptor", &document).unwrap().as_dict().unwrap();
        let program = stream(descriptor, b"FontFile2");
        let outlines = FontRef::new(&program).unwrap().outline_glyphs();
        for code in map.chunks(2) {
            let glyph = GlyphId::new(u32::from(u16::from_be_bytes([code[0], code[1]])));
            let settings = DrawSettings::unhinted(Size::unscaled(), LocationRef::default());
            outlines.get(glyph).unwrap().draw(settings, &mut NullPen).unwrap();
        }
        fonts += 1;
    }
    assert_eq!(fonts, 2);
}

#[test]
fn the_catalog_says_what_the_file_is() {
    let mut maker = sample();
    let document = maker.read();
    let catalog = document.catalog().unwrap();
    assert_eq!(catalog.get(b"Lang").unwrap().as_str().unwrap(), b"fa");
    assert!(!catalog_dict(&document, b"ViewerPreferences").has(b"Direction"));
    let xmp = catalog.get_deref(b"Metadata", &document).unwrap().as_stream().unwrap();
    let xmp = String::from_utf8(xmp.content.clone()).unwrap();
    assert!(xmp.contains("<rdf:li xml:lang=\"x-default\">اصفهان &amp; &lt;xian&gt;</rdf:li>"), "{xmp}");
    assert!(xmp.contains("2026-11-24T00:00:00Z") && xmp.contains("<pdfaid:part>2</pdfaid:part>"));
    maker.pages.direction = Some(Direction::Rtl);
    let document = maker.read();
    let direction = catalog_dict(&document, b"ViewerPreferences").get(b"Direction").unwrap().as_name();
    assert_eq!(direction.unwrap(), b"R2L");
}

#[test]
fn a_drawing_that_is_shown_twice_is_in_the_file_once() {
    let mut maker = sample();
    let shown = maker.pages.pages[0].items.iter().find_map(|item| match &item.kind {
        ItemKind::Drawing { drawing, .. } => Some(Arc::clone(drawing)),
        _ => None,
    });
    let (drawing, area) = (shown.unwrap(), Rect { y: Pt(300.0), ..AREA });
    maker.item(None, ItemKind::Drawing { area, drawing });
    maker.page("۲");
    let document = maker.read();
    let streams = document.objects.values().filter_map(|object| object.as_stream().ok());
    let forms: Vec<String> = streams
        .filter(|stream| {
            stream.dict.get(b"Subtype").is_ok_and(|kind| kind.as_name().is_ok_and(|n| n == b"Form"))
        })
        .map(|form| String::from_utf8(form.get_plain_content().unwrap()).unwrap())
        .collect();
    // In tenths of a point: a width of 2 in an area of 100 by 20 for 10 by 10.
    assert_eq!(forms, ["0.118 0.227 0.541 RG\n89.44 w\n1 J\n1 j\n0 0 m\n1000 -100 l\nS\n"]);
    for page in [1, 2] {
        assert!(contents(&document, page).contains(" Do"), "page {page}");
    }
}

#[test]
fn the_same_pages_give_the_same_bytes() {
    let maker = sample();
    let first = maker.write().unwrap();
    assert_eq!(first, maker.write().unwrap());
    assert_eq!(first, sample().write().unwrap());
}

#[test]
fn no_page_but_our_own_is_left() {
    let mut maker = sample();
    maker.page("");
    let document = maker.read();
    assert_eq!(document.get_pages().len(), 2);
    let labels = catalog_dict(&document, b"PageLabels").get(b"Nums").unwrap().as_array().unwrap();
    assert_eq!(labels.len(), 4);
    let reached: BTreeSet<ObjectId> = document.clone().traverse_objects(|_| {}).into_iter().collect();
    let lost: Vec<_> = document.objects.iter().filter(|(id, _)| !reached.contains(id)).collect();
    let lost: Vec<_> = lost
        .iter()
        .filter(|(_, object)| object.type_name().is_ok_and(|name| name != b"XRef" && name != b"ObjStm"))
        .collect();
    assert!(lost.is_empty(), "{lost:?}");
}

#[test]
fn pages_are_bound_in_another_order_than_they_are_read() {
    let mut maker = sample();
    maker.text(&[("دوم", Lang::FA, Some(maker.root))]);
    maker.page("۲");
    maker.page("i");
    maker.pages.bound = Some(vec![0, 2, 1]);
    let document = maker.read();
    assert!(!contents(&document, 2).contains("BT") && contents(&document, 3).contains("BT"));
    let labels = catalog_dict(&document, b"PageLabels").get(b"Nums").unwrap().as_array().unwrap();
    let label = |at: usize| labels[2 * at + 1].as_dict().unwrap().get(b"P").unwrap().clone();
    assert_eq!([1, 2].map(label), [object::text("i"), object::text("۲")]);
}

#[test]
fn a_file_of_no_pages_and_no_structure_is_written() {
    let mut maker = Maker::new();
    maker.pages.structure = Structure::default();
    assert!(maker.read().get_pages().is_empty());
    let mut maker = Maker::new();
    maker.text(&[("سلام", Lang::FA, None)]);
    maker.page("");
    assert!(contents(&maker.read(), 1).contains("/Artifact"));
}

#[test]
fn what_leads_nowhere_is_an_error() {
    let mut maker = sample();
    maker.pages.outline[0].place = "atlantis".into();
    assert_eq!(maker.write().unwrap_err().to_string(), "atlantis: is in the outline and on no page");
    let mut maker = sample();
    maker.item(None, ItemKind::Link { area: AREA, target: LinkTarget::Place("atlantis".into()) });
    maker.page("۲");
    assert_eq!(maker.write().unwrap_err().to_string(), "atlantis: is linked to on page 2 and is on no page");
    let mut maker = sample();
    maker.pages.destinations.insert("x".into(), Destination { page: 7, y: Pt(0.0) });
    assert!(maker.write().unwrap_err().to_string().starts_with("x: "));
    let mut maker = sample();
    maker.item(None, ItemKind::Picture { area: AREA, picture: crate::doc::PictureId(3), order: None });
    maker.page("۲");
    assert!(maker.write().unwrap_err().to_string().starts_with("picture 3: "));
}

#[test]
fn a_node_that_is_not_there_and_lengths_that_are_no_numbers_do_no_harm() {
    let mut maker = sample();
    maker.text(&[("گم", Lang::FA, Some(NodeId(999)))]);
    maker.item(Some(NodeId(999)), ItemKind::Rule(Rect { width: Pt(f64::NAN), ..AREA }, Color(1, 2, 3)));
    maker.page("۲");
    let text = contents(&maker.read(), 2);
    assert!(!text.contains("NaN") && text.contains("50 520 0 20 re"), "{text}");
}
