//! Puts set sections in order: page numbers, margins, running heads, folios,
//! one structure tree, one outline, one list of destinations.

use std::collections::BTreeMap;

use super::compose::{Furniture, Opening, SetSection};
use super::design::{Side, side};
use super::folio;
use super::frame::{Destination, Item, ItemKind, LinkTarget, Node, NodeId, Page, Pages, Role, Structure};
use super::frontmatter::book_title;
use super::paragraph::Align;
use super::segments::furniture;
use super::shop::Shop;
use crate::fonts::Purpose;
use crate::locale::Direction;
use crate::units::Pt;

/// The sections of one language: front matter and the rest are numbered apart.
pub struct SetEdition<'a> {
    pub shop: Shop<'a>,
    pub front: Vec<SetSection>,
    pub body: Vec<SetSection>,
    /// Set in another language: the title page for readers from the other side.
    pub last: Option<(Shop<'a>, SetSection)>,
}

/// The number of the first page of each section, from 1.
pub fn first_pages(sections: &[SetSection]) -> Vec<usize> {
    let mut next = 1;
    let mut firsts = Vec::with_capacity(sections.len());
    for section in sections {
        if section.opens_on == Opening::Recto && side(next) == Side::Verso {
            next += 1;
        }
        firsts.push(next);
        next += section.pages.len();
    }
    firsts
}

/// The body's page for every destination.
pub fn pages_of_anchors(sections: &[SetSection]) -> BTreeMap<String, usize> {
    let mut pages = BTreeMap::new();
    for (section, first) in sections.iter().zip(first_pages(sections)) {
        for anchor in &section.anchors {
            pages.entry(anchor.name.to_string()).or_insert(first + anchor.page);
        }
    }
    pages
}

/// One file of one edition, or of several one after the other.
pub fn assemble(editions: Vec<SetEdition>, direction: Option<Direction>) -> Option<Pages> {
    let shop = editions.first()?.shop;
    let front = &shop.book.front;
    let author: Vec<&str> = front.authors.iter().map(|author| author.or_any(shop.lang)).collect();
    let mut binder = Binder::new(Pages {
        lang: shop.lang,
        direction,
        title: book_title(&shop),
        author: author.join(if shop.lang.is_persian() { "، " } else { ", " }),
        subject: front.description.get(shop.lang).unwrap_or_default().to_owned(),
        pages: Vec::new(),
        structure: Structure::default(),
        outline: Vec::new(),
        destinations: BTreeMap::new(),
    });
    let several = editions.len() > 1;
    for edition in editions {
        binder.edition(edition, several);
    }
    binder.drop_stray_links();
    Some(binder.pages)
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum Series {
    Front,
    Body,
}

struct Binder {
    pages: Pages,
    root: NodeId,
}

impl Binder {
    fn new(mut pages: Pages) -> Binder {
        let node = Node { role: Role::Document, parent: None, lang: Some(pages.lang), alt: None, span: None };
        let root = pages.structure.add(node);
        Binder { pages, root }
    }

    /// A chapter that is not translated yet is in no edition of that
    /// language; words that lead to it stay words.
    fn drop_stray_links(&mut self) {
        let places = &self.pages.destinations;
        for page in &mut self.pages.pages {
            page.items.retain(|item| match &item.kind {
                ItemKind::Link { target: LinkTarget::Place(place), .. } => places.contains_key(place),
                _ => true,
            });
        }
    }

    fn edition(&mut self, edition: SetEdition, several: bool) {
        let shop = edition.shop;
        let mut parent = self.root;
        if several {
            // A part begins on a recto of its own, so the one before ends on a verso.
            if self.pages.pages.len() % 2 == 1 {
                let lang = self.pages.pages.last().map_or(shop.lang, |page| page.lang);
                self.blank(Shop { lang, ..shop }, String::new());
            }
            let lang = Some(shop.lang);
            parent = self.pages.structure.add(Node {
                role: Role::Part,
                parent: Some(self.root),
                lang,
                alt: None,
                span: None,
            });
        }
        self.series(shop, edition.front, Series::Front, parent);
        self.series(shop, edition.body, Series::Body, parent);
        if let Some((other, section)) = edition.last {
            let node = Node {
                role: Role::Sect,
                parent: Some(parent),
                lang: Some(other.lang),
                alt: None,
                span: None,
            };
            let parent = self.pages.structure.add(node);
            let number = self.pages.pages.len() + 1;
            self.section(other, section, number, Series::Body, parent, "");
        }
    }

    fn series(&mut self, shop: Shop, sections: Vec<SetSection>, series: Series, parent: NodeId) {
        let title = book_title(&shop);
        let firsts = first_pages(&sections);
        let mut next = 1;
        for (section, first) in sections.into_iter().zip(firsts) {
            while next < first {
                self.blank(shop, label(shop, series, next));
                next += 1;
            }
            next += section.pages.len();
            self.section(shop, section, first, series, parent, &title);
        }
        // The series after this one begins on a recto.
        if series == Series::Front && side(next) == Side::Verso {
            self.blank(shop, label(shop, series, next));
        }
    }

    fn blank(&mut self, shop: Shop, label: String) {
        let design = shop.design;
        let (width, height) = (design.width, design.height);
        self.pages.pages.push(Page { width, height, lang: shop.lang, label, items: Vec::new() });
    }

    fn section(
        &mut self,
        shop: Shop,
        section: SetSection,
        first: usize,
        series: Series,
        parent: NodeId,
        book: &str,
    ) {
        let before = self.pages.pages.len();
        let nodes = self.graft(&section.structure, parent);
        for anchor in &section.anchors {
            let place = Destination { page: before + anchor.page, y: anchor.y };
            self.pages.destinations.entry(anchor.name.to_string()).or_insert(place);
        }
        self.pages.outline.extend(section.outline);
        let named = section.furniture == Furniture::Full;
        for (at, mut items) in section.pages.into_iter().enumerate() {
            let number = first + at;
            let left = shop.design.left_edge(shop.lang, number);
            for item in &mut items {
                item.shift(left, Pt::ZERO);
                rename(item, &nodes);
            }
            let label = label(shop, series, number);
            if named {
                items.extend(folio_item(shop, &label, number));
                let head = if side(number) == Side::Verso { book } else { section.title.as_str() };
                if at > 0 {
                    items.extend(running_head(shop, head, number));
                }
            }
            let design = shop.design;
            let (width, height) = (design.width, design.height);
            self.pages.pages.push(Page { width, height, lang: shop.lang, label, items });
        }
    }

    /// Puts a section's tree under a node; gives back its nodes' new names.
    fn graft(&mut self, structure: &Structure, parent: NodeId) -> Vec<NodeId> {
        let mut names: Vec<NodeId> = Vec::new();
        for (_, node) in structure.iter() {
            let above = node.parent.and_then(|above| names.get(above.0 as usize).copied()).unwrap_or(parent);
            names.push(self.pages.structure.add(Node { parent: Some(above), ..node.clone() }));
        }
        names
    }
}

fn label(shop: Shop, series: Series, number: usize) -> String {
    match series {
        Series::Front => folio::front(shop.lang, number),
        Series::Body => folio::number(shop.lang, number),
    }
}

fn rename(item: &mut Item, names: &[NodeId]) {
    let renamed = |node: Option<NodeId>| node.and_then(|node| names.get(node.0 as usize).copied());
    item.node = renamed(item.node);
    if let ItemKind::Text(line) = &mut item.kind {
        line.runs.iter_mut().for_each(|run| run.node = renamed(run.node));
    }
}

/// The edge away from the binding, in the line's own direction: a book opens
/// with a recto, whose lines end at the outer edge, in either direction.
fn outer(number: usize) -> Align {
    match side(number) {
        Side::Recto => Align::End,
        Side::Verso => Align::Start,
    }
}

fn folio_item(shop: Shop, label: &str, number: usize) -> Option<Item> {
    let design = shop.design;
    let style = shop.style(Purpose::Display, shop.text().furniture * 1.08);
    let segments = [furniture(label, style)];
    let left = design.left_edge(shop.lang, number);
    shop.label(&segments, outer(number), left, design.measure(), design.folio)
}

fn running_head(shop: Shop, words: &str, number: usize) -> Option<Item> {
    let design = shop.design;
    let style = shop.style(Purpose::Display, shop.text().furniture);
    let style = super::paragraph::TextStyle { color: design.palette.muted, ..style };
    let left = design.left_edge(shop.lang, number);
    shop.label(&[furniture(words, style)], outer(number), left, design.measure(), design.running_head)
}
