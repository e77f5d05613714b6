//! Front matter: half title, title page, copyright page, contents (P-137 to P-139).
//!
//! Set after the body, whose page numbers the contents print. A value that
//! the book does not have prints as a dash and is never made up.

use super::compose::{Furniture, Opening, SetSection, compose};
use super::design::LINE;
use super::folio;
use super::frame::{LinkTarget, Role};
use super::paragraph::{Align, ParagraphStyle, Segment, TextStyle};
use super::section::{Place, Section};
use super::segments::{display, text_in};
use super::shop::Shop;
use super::table::{Cell, Grid, Row, Rules, Widths};
use super::vlist::cost;
use crate::doc::Alignment;
use crate::fonts::Purpose;
use crate::locale::Direction;
use crate::locale::isbn::Isbn;

/// A line of the table of contents.
pub enum ContentsLine {
    Part(String),
    Chapter { number: Option<usize>, title: String, place: String, page: usize },
}

pub fn set(shop: Shop, lines: &[ContentsLine]) -> Vec<SetSection> {
    vec![half_title(shop), title_page(shop, "title-page"), copyright(shop), contents(shop, lines)]
}

fn half_title(shop: Shop) -> SetSection {
    let mut section = Section::new(shop, "half-title", &[]);
    section.blank(6);
    let size = shop.text().title * 0.62;
    let style = TextStyle { bold: false, ..display(shop.style(Purpose::Display, size), size) };
    let title = book_title(&shop);
    section.centred_or_start(&title, style, 2 * LINE, Align::Center, Role::Paragraph);
    compose(section, "", Opening::Recto, Furniture::None)
}

/// The title page; the Persian edition ends with an English one (P-141).
pub fn title_page(shop: Shop, slug: &str) -> SetSection {
    let mut section = Section::new(shop, slug, &[]);
    let design = shop.text();
    let palette = &shop.design.palette;
    if let Some(host) = shop.book.chapters.iter().find(|chapter| chapter.city.is_some()) {
        section.panel(&host.slug);
    }
    section.blank(2);
    let title = TextStyle {
        color: palette.lapis,
        ..display(shop.style(Purpose::Display, design.title), design.title)
    };
    section.centred_or_start(&book_title(&shop), title, 2 * LINE, Align::Center, Role::Heading(1));
    let subtitle = subtitle(&shop);
    if !subtitle.is_empty() {
        let style = shop.style(Purpose::Display, design.subtitle);
        section.centred_or_start(&subtitle, style, 2 * LINE, Align::Center, Role::Paragraph);
    }
    section.blank(if shop.lang.is_persian() { 2 } else { 4 });
    let names = TextStyle { color: palette.ink, ..shop.style(Purpose::Text, design.body) };
    for author in &shop.book.front.authors {
        if let Some(author) = author.get(shop.lang) {
            section.centred_or_start(author, names, LINE, Align::Center, Role::Paragraph);
        }
    }
    section.blank(if shop.lang.is_persian() { 2 } else { 3 });
    let front = &shop.book.front;
    let publisher = TextStyle { bold: true, ..names };
    for (words, style) in [(front.publisher.get(shop.lang), publisher), (front.edition.get(shop.lang), names)]
    {
        if let Some(words) = words {
            section.centred_or_start(words, style, LINE, Align::Center, Role::Paragraph);
        }
    }
    compose(section, "", Opening::Recto, Furniture::None)
}

/// The copyright page, with the record of the national library (P-139).
fn copyright(shop: Shop) -> SetSection {
    let mut section = Section::new(shop, "copyright", &[]);
    let design = shop.text();
    let front = &shop.book.front;
    let style = shop.style(Purpose::Text, design.small);
    let label = TextStyle { color: shop.design.palette.muted, ..style };
    let authors: Vec<String> =
        front.authors.iter().filter_map(|author| author.get(shop.lang)).map(str::to_owned).collect();
    let title =
        [book_title(&shop), subtitle(&shop)].into_iter().filter(|text| !text.is_empty()).collect::<Vec<_>>();
    let isbn =
        front.isbn.as_deref().map(|isbn| Isbn::parse(isbn).map_or(isbn.to_owned(), |isbn| isbn.to_string()));
    let own = |text: Option<&str>| text.unwrap_or_default().to_owned();
    let mut rows = vec![
        ("record.title", title.join(": "), Direction::Rtl),
        ("record.authors", authors.join("؛ "), Direction::Rtl),
        ("record.publisher", own(front.publisher.get(shop.lang)), Direction::Rtl),
        ("record.edition", own(front.edition.get(shop.lang)), Direction::Rtl),
        ("record.isbn", isbn.unwrap_or_default(), Direction::Ltr),
    ];
    if shop.lang.is_persian() {
        rows.insert(0, ("record.heading", own(authors.first().map(String::as_str)), Direction::Rtl));
        rows.extend(
            ["record.cataloguing", "record.subject", "record.congress", "record.dewey"]
                .map(|key| (key, String::new(), Direction::Rtl)),
        );
        rows.push(("record.national", own(front.national_bibliography.as_deref()), Direction::Ltr));
    }
    let node = section.node(Role::Table, section.root, None);
    let cells = rows
        .into_iter()
        .map(|(key, value, direction)| {
            let row = section.node(Role::TableRow, node, None);
            let head = section.node(Role::TableHead, row, None);
            let cell = section.node(Role::TableCell, row, None);
            let value = if value.is_empty() { "—".to_owned() } else { value };
            let direction = if direction == Direction::Ltr { direction } else { shop.lang.direction() };
            let value = vec![Segment::Open(direction), text_in(&value, style, cell), Segment::Close];
            let word = text_in(&shop.word(key), label, head);
            Row { cells: vec![Cell { paragraphs: vec![vec![word]] }, Cell { paragraphs: vec![value] }] }
        })
        .collect::<Vec<_>>();
    section.blank(if shop.lang.is_persian() { 3 } else { 10 });
    let columns = vec![Alignment::Start; 2];
    let place = section.whole();
    section.grid(
        Grid { columns, head: None, rows: cells, rules: Rules::None, widths: Widths::Tight },
        &place,
        None,
    );
    section.blank(1);
    let small = Place { style, align: Align::Start, ..section.whole() };
    for words in [front.rights.get(shop.lang), front.base_url.as_deref()].into_iter().flatten() {
        section.words(words, &small, Role::Paragraph);
    }
    compose(section, "", Opening::Next, Furniture::None)
}

fn contents(shop: Shop, lines: &[ContentsLine]) -> SetSection {
    let mut section = Section::new(shop, "contents", &[]);
    let title = shop.word("contents");
    section.plain_head(&title);
    let list = section.node(Role::Contents, section.root, None);
    for line in lines {
        match line {
            ContentsLine::Part(title) => contents_part(&mut section, title, list),
            ContentsLine::Chapter { number, title, place, page } => {
                contents_chapter(&mut section, *number, title, place, *page, list);
            }
        }
    }
    compose(section, &title, Opening::Recto, Furniture::Full)
}

fn contents_part(section: &mut Section, title: &str, list: super::frame::NodeId) {
    let shop = section.shop;
    let size = shop.text().furniture * 1.1;
    let style =
        TextStyle { color: shop.design.palette.saffron, ..display(shop.style(Purpose::Display, size), size) };
    let item = section.node(Role::ContentsItem, list, None);
    let place = Place { style, align: Align::Start, ..section.whole().under(item) };
    section.space(1, 0);
    section.words(title, &place, Role::Paragraph);
    section.keep(cost::PARTED);
}

/// One line: number, title, dots, page.
fn contents_chapter(
    section: &mut Section,
    number: Option<usize>,
    title: &str,
    target: &str,
    page: usize,
    list: super::frame::NodeId,
) {
    let shop = section.shop;
    let item = section.node(Role::ContentsItem, list, None);
    let link = section.node(Role::Link, item, None);
    let style = shop.style(Purpose::Text, shop.text().small);
    let faint = TextStyle { color: shop.design.palette.muted, ..style };
    let id = section.link(LinkTarget::Place(target.to_owned()), link);
    let column = shop.text().list_indent.at(style.size);
    let place = section.whole().under(item).indented(column);
    let segments = vec![
        Segment::LinkStart(id),
        text_in(title, style, link),
        text_in(" ", style, link),
        Segment::Fill { leader: true },
        text_in(" ", style, link),
        text_in(&folio::number(shop.lang, page), style, link),
        Segment::LinkEnd,
    ];
    let first = section.list.entries.len();
    let paragraph = ParagraphStyle { hyphenate: false, ..place.paragraph(Align::Start) };
    section.set_paragraph(segments, &place, paragraph, None);
    let Some(number) = number else { return };
    let words = text_in(&folio::number(shop.lang, number), faint, link);
    let whole = section.whole();
    let x = whole.start(column);
    let label = shop.label(&[words], Align::Start, x, column, shop.text().baseline(LINE));
    if let Some(entry) = section.list.entries.get_mut(first) {
        entry.content.items.extend(label);
    }
}

pub fn book_title(shop: &Shop) -> String {
    shop.book
        .editions
        .get(&shop.lang)
        .map_or_else(|| shop.book.front.title.or_any(shop.lang).to_owned(), |edition| edition.title.clone())
}

fn subtitle(shop: &Shop) -> String {
    shop.book.editions.get(&shop.lang).map_or_else(String::new, |edition| edition.subtitle.clone())
}
