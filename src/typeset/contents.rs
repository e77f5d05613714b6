//! The table of contents, and the lists of maps and figures.
//!
//! Set after the body, whose page numbers they print. Every line is a link:
//! its number, its words, dots, and the page.

use std::collections::BTreeMap;

use super::compose::{Furniture, Opening, SetSection, compose};
use super::design::{LINE, NOTE_LINE};
use super::folio;
use super::frame::{LinkTarget, NodeId, Role};
use super::paragraph::{Align, ParagraphStyle, Segment, TextStyle};
use super::section::{ListedKind, Place, Section};
use super::segments::{display, plain_segments, text_in};
use super::shop::Shop;
use super::vlist::cost;
use crate::fonts::Purpose;

/// A line of the table of contents.
pub enum ContentsLine {
    Part(String),
    Chapter { number: Option<usize>, title: String, place: String, page: usize },
}

pub fn set(shop: Shop, lines: &[ContentsLine]) -> SetSection {
    let mut section = Section::new(shop, "contents", &[]);
    let title = shop.word("contents");
    section.plain_head(&title);
    let list = section.node(Role::Contents, section.root, None);
    let mut inner = list;
    for line in lines {
        match line {
            ContentsLine::Part(title) => inner = contents_part(&mut section, title, list),
            ContentsLine::Chapter { number, title, place, page } => {
                contents_chapter(&mut section, *number, title, place, *page, inner);
            }
        }
    }
    compose(section, &title, Opening::Recto, Furniture::Full)
}

/// The title of a part; gives back the list of what is in it.
fn contents_part(section: &mut Section, title: &str, list: NodeId) -> NodeId {
    let shop = section.shop;
    let size = shop.text().furniture * 1.1;
    let style =
        TextStyle { color: shop.design.palette.saffron, ..display(shop.style(Purpose::Display, size), size) };
    let item = section.node(Role::ContentsItem, list, None);
    let place = Place { style, align: Align::Start, ..section.whole().under(item) };
    section.space(1, 0);
    section.words(title, &place, Role::Paragraph);
    section.keep(cost::PARTED);
    section.node(Role::Contents, item, None)
}

/// One line: number, title, dots, page.
fn contents_chapter(
    section: &mut Section,
    number: Option<usize>,
    title: &str,
    target: &str,
    page: usize,
    list: NodeId,
) {
    let shop = section.shop;
    let style = shop.style(Purpose::Text, shop.text().small);
    let column = shop.text().list_indent.at(style.size);
    let place = Place { style, ..section.whole() }.indented(column);
    let (first, label) = contents_line(section, title, target, page, &place.under(list));
    let Some(number) = number else { return };
    let faint = TextStyle { color: shop.design.palette.muted, ..place.style };
    let words = text_in(&folio::number(shop.lang, number), faint, label);
    let x = section.whole().start(column);
    let label = shop.label(&[words], Align::Start, x, column, shop.text().baseline(LINE));
    if let Some(entry) = section.list.entries.get_mut(first) {
        entry.content.items.extend(label);
    }
}

/// Words, dots, page; gives back the entry of the first line and the node of
/// what numbers it.
fn contents_line(
    section: &mut Section,
    title: &str,
    target: &str,
    page: usize,
    place: &Place,
) -> (usize, NodeId) {
    let shop = section.shop;
    let item = section.node(Role::ContentsItem, place.parent, None);
    let label = section.node(Role::Label, item, None);
    let reference = section.node(Role::Reference, item, None);
    let link = section.node(Role::Link, reference, None);
    let style = place.style;
    let id = section.link(LinkTarget::Place(target.to_owned()), link);
    let mut segments = vec![Segment::LinkStart(id)];
    segments.extend(plain_segments(section, title, style, link));
    segments.extend([
        text_in(" ", style, link),
        Segment::Fill { leader: true },
        text_in(" ", style, link),
        text_in(&folio::number(shop.lang, page), style, link),
        Segment::LinkEnd,
    ]);
    let first = section.list.entries.len();
    let paragraph = ParagraphStyle { hyphenate: false, ..place.paragraph(Align::Start) };
    section.set_paragraph(segments, &place.under(item), paragraph, None);
    (first, label)
}

/// The maps and figures of the body with their pages; none if there is none.
pub fn figures(shop: Shop, body: &[&SetSection], pages: &BTreeMap<String, usize>) -> Option<SetSection> {
    let listed: Vec<_> = body
        .iter()
        .flat_map(|section| &section.figures)
        .filter(|figure| !figure.words.is_empty())
        .filter_map(|figure| Some((figure, *pages.get(&figure.place)?)))
        .collect();
    if listed.is_empty() {
        return None;
    }
    // No slug has a colon, so no chapter can be mistaken for it.
    let mut section = Section::new(shop, "list:figures", &[]);
    let kinds = [(ListedKind::Map, "list-of-maps"), (ListedKind::Figure, "list-of-figures")];
    let present = |kind| listed.iter().any(|(figure, _)| figure.kind == kind);
    let kinds: Vec<_> = kinds.into_iter().filter(|(kind, _)| present(*kind)).collect();
    let title = match kinds[..] {
        [(_, only)] => shop.word(only),
        _ => shop.word("list-of-both"),
    };
    section.plain_head(&title);
    let list = section.node(Role::Contents, section.root, None);
    let mut inner = list;
    for &(kind, word) in &kinds {
        if kinds.len() > 1 {
            inner = contents_part(&mut section, &shop.word(word), list);
        }
        for (figure, page) in listed.iter().filter(|(figure, _)| figure.kind == kind) {
            let style = shop.style(Purpose::Text, shop.text().small);
            let place = Place { style, line: NOTE_LINE, ..section.whole().under(inner) };
            contents_line(&mut section, &figure.words, &figure.place, *page, &place);
        }
    }
    Some(compose(section, &title, Opening::Next, Furniture::Full))
}
