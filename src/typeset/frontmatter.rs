//! Front matter: half title, title page, copyright page (P-137 to P-139).
//!
//! A value that the book does not have prints as a dash and is never made up.
//! The contents, which print page numbers, are in `contents`.

use super::compose::{Furniture, Opening, SetSection, compose};
use super::design::{LINE, NOTE_LINE};
use super::frame::{NodeId, Role};
use super::opener::PANEL;
use super::paragraph::{Align, Segment, TextStyle};
use super::section::{Place, Section};
use super::segments::{display, text_in};
use super::shop::Shop;
use super::table::{Cell, Grid, Row, Rules, Widths};
use super::vlist::{Frame, FrameKind, VBox, cost};
use crate::book::Localized;
use crate::diag::Diagnostic;
use crate::doc::Alignment;
use crate::fonts::Purpose;
use crate::locale::Direction;
use crate::locale::digits::localize;
use crate::message;
use crate::units::Pt;

/// What stands for a value that the book does not have.
const NOTHING: &str = "—";

/// Everything before the contents.
pub fn set(shop: Shop) -> Vec<SetSection> {
    vec![half_title(shop, None), title_page(shop, "title-page"), copyright(shop)]
}

/// The title alone; in a file of facing languages, that of the other below it.
pub fn half_title(shop: Shop, other: Option<&Shop>) -> SetSection {
    let mut section = Section::new(shop, "half-title", &[]);
    section.blank(shop.text().lines / 4);
    let size = shop.text().title * 0.62;
    let style = TextStyle { bold: false, ..display(shop.style(Purpose::Display, size), size) };
    let title = book_title(&shop);
    section.centred_or_start(&title, style, 2 * LINE, Align::Center, Role::Paragraph);
    if let Some(other) = other {
        let size = other.text().title * 0.55;
        let style = TextStyle { bold: false, ..display(other.style(Purpose::Display, size), size) };
        let root = section.root;
        let node = section.node_in(Role::Paragraph, root, other.lang);
        let (open, close) = (Segment::Open(other.lang.direction()), Segment::Close);
        section.head_lines(
            vec![open, text_in(&book_title(other), style, node), close],
            2 * LINE,
            Align::Center,
        );
    }
    compose(section, "", Opening::Recto, Furniture::None)
}

/// The title page; the Persian edition ends with an English one (P-141).
pub fn title_page(shop: Shop, slug: &str) -> SetSection {
    let mut section = Section::new(shop, slug, &[]);
    let design = shop.text();
    let palette = &shop.design.palette;
    section.anchor_slug();
    if let Some(host) = shop.book.chapters.iter().find(|chapter| chapter.city.is_some()) {
        section.panel(&host.slug, PANEL);
    }
    section.blank(design.lines / 12);
    let title = TextStyle {
        color: palette.lapis,
        ..display(shop.style(Purpose::Display, design.title), design.title)
    };
    let leading = if shop.lang.is_persian() { 2 * LINE } else { 3 * LINE };
    section.centred_or_start(&book_title(&shop), title, leading, Align::Center, Role::Heading(1));
    let subtitle = subtitle(&shop);
    if !subtitle.is_empty() {
        let style = shop.style(Purpose::Display, design.subtitle);
        section.centred_or_start(&subtitle, style, 2 * LINE, Align::Center, Role::Paragraph);
    }
    section.blank(design.lines / 12);
    let names = TextStyle { color: palette.ink, ..shop.style(Purpose::Text, design.body) };
    for author in &shop.book.front.authors {
        if let Some(author) = author.get(shop.lang) {
            section.centred_or_start(author, names, LINE, Align::Center, Role::Paragraph);
        }
    }
    let front = &shop.book.front;
    let publisher = TextStyle { bold: true, ..names };
    let place: Vec<&str> = [&front.record.place, &front.record.year]
        .into_iter()
        .filter_map(|text| text.get(shop.lang))
        .collect();
    let place = place.join(if shop.lang.is_persian() { "، " } else { ", " });
    section.at_foot(|section| {
        let lines = [
            (front.publisher.get(shop.lang).unwrap_or_default(), publisher),
            (&place, names),
            (front.edition.get(shop.lang).unwrap_or_default(), names),
        ];
        for (words, style) in lines.into_iter().filter(|(words, _)| !words.is_empty()) {
            section.centred_or_start(words, style, LINE, Align::Center, Role::Paragraph);
        }
        section.blank(1);
    });
    compose(section, "", Opening::Recto, Furniture::None)
}

/// A row of the copyright page.
struct Fact {
    key: &'static str,
    value: String,
    direction: Direction,
}

/// The copyright page: the record of the national library at the head, what
/// the publisher says of the edition at the foot (P-139).
pub fn copyright(shop: Shop) -> SetSection {
    let mut section = Section::new(shop, "copyright", &[]);
    let front = &shop.book.front;
    let place = section.whole();
    if shop.lang.is_persian() {
        let frame = Frame { group: section.group(), kind: FrameKind::Box, x: place.x, width: place.width };
        let edge = VBox { units: LINE, frame: Some(frame), ..VBox::default() };
        section.push(edge.clone());
        section.keep(cost::PARTED);
        let inside = Place { frame: Some(frame), line: NOTE_LINE, ..place.inset(Pt(10.0)) };
        let record = library_record(shop);
        let missing = record.iter().chain(&imprint(shop)).filter(|fact| fact.value.is_empty()).count();
        if missing > 0 {
            let message = message!("record-incomplete", count = missing);
            let note = Diagnostic::note("record.incomplete", "book.yaml", message);
            section.found.push(note.with_help(message!("record-incomplete.help")));
        }
        facts(&mut section, record, &inside);
        section.keep(cost::PARTED);
        section.push(edge);
        section.space(1, 0);
    }
    section.at_foot(|section| {
        facts(section, imprint(shop), &place);
        section.space(1, 0);
        let size = shop.text().small;
        let small = Place { style: shop.style(Purpose::Text, size), align: Align::Start, ..place };
        if let Some(rights) = front.rights.get(shop.lang) {
            section.words(rights, &small, Role::Paragraph);
        }
        if let Some(address) = front.base_url.as_deref() {
            let node = section.node(Role::Paragraph, section.root, None);
            let (open, close) = (Segment::Open(Direction::Ltr), Segment::Close);
            let words = vec![open, text_in(address, small.style, node), close];
            section.set_paragraph(words, &small, small.paragraph(Align::Start), None);
        }
    });
    compose(section, "", Opening::Next, Furniture::None)
}

/// The twelve fields of a record, in their order.
fn library_record(shop: Shop) -> Vec<Fact> {
    let front = &shop.book.front;
    let record = &front.record;
    let authors = every(shop, &front.authors, "؛ ");
    let heading = one(shop, &record.heading);
    let title = [book_title(&shop), subtitle(&shop)];
    let title = title.into_iter().filter(|text| !text.is_empty()).collect::<Vec<_>>().join(": ");
    let title = if authors.is_empty() { title } else { format!("{title} / {authors}") };
    let (place, publisher, year) =
        (one(shop, &record.place), one(shop, &front.publisher), one(shop, &record.year));
    let shown = |value: &str| if value.is_empty() { NOTHING.to_owned() } else { value.to_owned() };
    let published = format!("{}: {}، {}", shown(&place), shown(&publisher), shown(&year));
    let own = shop.lang.direction();
    let fact = |key, value| Fact { key, value, direction: own };
    let number = |key, value| Fact { key, value, direction: Direction::Ltr };
    vec![
        fact("record.heading", if heading.is_empty() { authors } else { heading }),
        fact("record.title", title),
        fact("record.published", published),
        fact("record.physical", one(shop, &record.physical)),
        number("record.isbn", isbn(shop)),
        fact("record.cataloguing", one(shop, &record.status)),
        fact("record.note", one(shop, &record.note)),
        fact("record.subject", every(shop, &record.subjects, "؛ ")),
        fact("record.added", every(shop, &record.added_entries, "؛ ")),
        number("record.congress", one(shop, &record.congress)),
        number("record.dewey", one(shop, &record.dewey)),
        number("record.national", front.national_bibliography.clone().unwrap_or_default()),
    ]
}

/// What the publisher says of the edition.
fn imprint(shop: Shop) -> Vec<Fact> {
    let front = &shop.book.front;
    let record = &front.record;
    let fact = |key, value| Fact { key, value, direction: shop.lang.direction() };
    let mut facts = Vec::new();
    if !shop.lang.is_persian() {
        let title = [book_title(&shop), subtitle(&shop)];
        let title = title.into_iter().filter(|text| !text.is_empty()).collect::<Vec<_>>().join(": ");
        facts.push(fact("record.title", title));
        facts.push(fact("record.authors", every(shop, &front.authors, "; ")));
    }
    facts.extend([
        fact("record.publisher", one(shop, &front.publisher)),
        fact("record.edition", one(shop, &front.edition)),
        fact("record.year", one(shop, &record.year)),
        fact("record.print-run", one(shop, &record.print_run)),
        fact("record.price", one(shop, &record.price)),
    ]);
    if !shop.lang.is_persian() {
        facts.push(Fact { key: "record.isbn", value: isbn(shop), direction: Direction::Ltr });
    }
    facts
}

fn one(shop: Shop, text: &Localized) -> String {
    localize(text.get(shop.lang).unwrap_or_default(), shop.lang).into_owned()
}

fn every(shop: Shop, texts: &[Localized], between: &str) -> String {
    let texts: Vec<&str> = texts.iter().filter_map(|text| text.get(shop.lang)).collect();
    texts.join(between)
}

/// The number with the hyphens that its author typed, in ASCII digits (P-140).
pub fn isbn(shop: Shop) -> String {
    let typed = shop.book.front.isbn.as_deref().unwrap_or_default();
    localize(typed, crate::locale::Lang::EN).into_owned()
}

/// Names and values in two columns.
fn facts(section: &mut Section, facts: Vec<Fact>, place: &Place) {
    let shop = section.shop;
    let size = if place.line == NOTE_LINE { shop.text().note } else { shop.text().small };
    let style = shop.style(Purpose::Text, size);
    let label = TextStyle { color: shop.design.palette.muted, ..style };
    let node = section.node(Role::Table, section.root, None);
    let rows = facts.into_iter().map(|fact| fact_row(section, fact, node, style, label)).collect();
    let columns = vec![Alignment::Start; 2];
    let grid = Grid { columns, head: None, rows, rules: Rules::None, widths: Widths::Tight };
    section.grid(grid, place, None);
}

fn fact_row(section: &mut Section, fact: Fact, table: NodeId, style: TextStyle, label: TextStyle) -> Row {
    let row = section.node(Role::TableRow, table, None);
    let head = section.node(Role::TableHead, row, None);
    let cell = section.node(Role::TableCell, row, None);
    let value = if fact.value.is_empty() { NOTHING } else { &fact.value };
    let value = vec![Segment::Open(fact.direction), text_in(value, style, cell), Segment::Close];
    let word = text_in(&section.shop.word(fact.key), label, head);
    Row { cells: vec![Cell { paragraphs: vec![vec![word]] }, Cell { paragraphs: vec![value] }] }
}

pub fn book_title(shop: &Shop) -> String {
    shop.book
        .editions
        .get(&shop.lang)
        .map_or_else(|| shop.book.front.title.or_any(shop.lang).to_owned(), |edition| edition.title.clone())
}

pub fn subtitle(shop: &Shop) -> String {
    shop.book.editions.get(&shop.lang).map_or_else(String::new, |edition| edition.subtitle.clone())
}
