//! Puts set sections in order: page numbers, margins, running heads, folios,
//! one structure tree, one outline, one list of destinations.

use std::collections::BTreeMap;

use super::compose::{Furniture, Opening, SetSection};
use super::design::{Side, side};
use super::folio;
use super::frame::{
    BookName, Destination as FrameDestination, Item, ItemKind, LinkTarget, Node, NodeId, OutlineItem, Page,
    Pages, Role, Structure,
};
use super::frontmatter::book_title;
use super::paragraph::Align;
use super::parallel::{Pair, ParallelEdition};
use super::press;
use super::segments::furniture;
use super::shop::Shop;
use crate::config::Destination;
use crate::fonts::Purpose;
use crate::locale::Direction;
use crate::resolve::Resolved;
use crate::units::Pt;

/// The sections of one language: front matter and the rest are numbered apart.
#[derive(Clone)]
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
pub fn pages_of_anchors(sections: &[&SetSection], firsts: &[usize]) -> BTreeMap<String, usize> {
    let mut pages = BTreeMap::new();
    for (section, &first) in sections.iter().zip(firsts) {
        for anchor in &section.anchors {
            pages.entry(anchor.name.to_string()).or_insert(first + anchor.page);
        }
    }
    pages
}

/// What a file is made of.
pub enum Volume<'a> {
    /// One edition, or several one after the other.
    Editions(Vec<SetEdition<'a>>),
    /// Two languages on facing pages.
    Parallel(Box<ParallelEdition<'a>>),
}

/// One file.
pub fn assemble(volume: Volume, direction: Option<Direction>, made_for: Destination) -> Option<Pages> {
    let shop = match &volume {
        Volume::Editions(editions) => editions.first()?.shop,
        Volume::Parallel(edition) => edition.shops[0],
    };
    let front = &shop.book.front;
    let author: Vec<&str> = front.authors.iter().map(|author| author.or_any(shop.lang)).collect();
    let mut binder = Binder::new(Pages {
        lang: shop.lang,
        direction,
        title: book_title(&shop),
        author: author.join(if shop.lang.is_persian() { "، " } else { ", " }),
        subject: front.description.get(shop.lang).unwrap_or_default().to_owned(),
        names: names(shop),
        pages: Vec::new(),
        bound: None,
        structure: Structure::default(),
        outline: Vec::new(),
        destinations: BTreeMap::new(),
        separation: None,
    });
    // A printed sheet is folded to eight leaves' sides; what is read on a
    // screen ends with the back of a leaf where a title page must be there.
    let fold = if made_for == Destination::Press { FOLD } else { 2 };
    let several = matches!(&volume, Volume::Editions(editions) if editions.len() > 1);
    match volume {
        Volume::Editions(editions) => {
            let count = editions.len();
            for (at, edition) in editions.into_iter().enumerate() {
                let fold = if at + 1 == count { fold } else { 1 };
                binder.edition(edition, several, fold);
            }
        }
        Volume::Parallel(edition) => binder.parallel(*edition),
    }
    if made_for == Destination::Press {
        binder.fill_up(shop, FOLD, 0);
        if several {
            binder.bind_from_both_covers(shop);
        }
        press::prepare(&mut binder.pages, shop.design);
    }
    binder.drop_stray_links();
    Some(binder.pages)
}

/// What the book is called in its languages.
fn names(shop: Shop) -> Vec<BookName> {
    let front = &shop.book.front;
    let named = front.languages.iter().filter_map(|&lang| {
        let title = front.title.get(lang)?.to_owned();
        let description = front.description.get(lang).unwrap_or_default().to_owned();
        Some(BookName { lang, title, description })
    });
    named.collect()
}

/// A part of a sheet: one page of a section, and where its text block begins.
pub struct Panel<'a> {
    pub shop: Shop<'a>,
    pub section: SetSection,
    pub x: Pt,
}

/// One page of several parts over a ground.
pub fn one_sheet(shop: Shop, panels: Vec<Panel>, width: Pt, ground: Vec<Item>) -> Pages {
    let mut binder = Binder::new(Pages {
        lang: shop.lang,
        direction: None,
        title: book_title(&shop),
        author: String::new(),
        subject: String::new(),
        names: names(shop),
        pages: Vec::new(),
        bound: None,
        structure: Structure::default(),
        outline: Vec::new(),
        destinations: BTreeMap::new(),
        separation: None,
    });
    let mut items = ground;
    for mut panel in panels {
        let parent = binder.part(panel.shop);
        let names = binder.register(&mut panel.section, parent, "", |_| 0);
        for mut item in panel.section.pages.into_iter().next().unwrap_or_default() {
            item.shift(panel.x, Pt::ZERO);
            names.rename(&mut item);
            items.push(item);
        }
    }
    let (height, lang) = (shop.design.height, shop.lang);
    binder.pages.pages.push(Page { width, height, lang, label: String::new(), sheet: None, items });
    binder.pages
}

/// Pages of a printed sheet, both sides, folded (P-136).
const FOLD: usize = 8;

#[derive(Clone, Copy, PartialEq, Eq)]
enum Series {
    Front,
    Body,
}

/// Where a page of a section comes to stand.
#[derive(Clone, Copy)]
struct Stand<'a> {
    series: Series,
    number: usize,
    side: Side,
    /// The running head; none on a section's first page.
    head: Option<&'a str>,
}

/// The book's parts as structure: the sections of one part stand under a Part.
struct PartNodes<'a> {
    book: &'a Resolved,
    around: NodeId,
    open: Option<(usize, NodeId)>,
}

impl PartNodes<'_> {
    /// The node that a section belongs under.
    fn of(&mut self, slug: &str, structure: &mut Structure) -> NodeId {
        let chapter = self.book.chapters.iter().find(|chapter| &*chapter.slug == slug);
        let Some(part) = chapter.map(|chapter| chapter.part) else {
            self.open = None;
            return self.around;
        };
        match self.open {
            Some((open, node)) if open == part => node,
            _ => {
                let node = structure.add(Node::new(Role::Part, Some(self.around)));
                self.open = Some((part, node));
                node
            }
        }
    }
}

struct Binder {
    pages: Pages,
    root: NodeId,
}

impl Binder {
    fn new(mut pages: Pages) -> Binder {
        let node = Node { lang: Some(pages.lang), ..Node::new(Role::Document, None) };
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

    fn edition(&mut self, edition: SetEdition, several: bool, fold: usize) {
        let shop = edition.shop;
        let mut parent = self.root;
        let mut prefix = String::new();
        let outline = self.pages.outline.len();
        if several {
            prefix = language_prefix(shop);
            // A part begins on a recto of its own, so the one before ends on a verso.
            let lang = self.pages.pages.last().map_or(shop.lang, |page| page.lang);
            self.fill_up(Shop { lang, ..shop }, 2, 0);
            parent = self.part(shop);
        }
        self.series(shop, edition.front, Series::Front, parent, &prefix);
        self.series(shop, edition.body, Series::Body, parent, &prefix);
        if let Some((other, section)) = edition.last {
            // Readers from the other side meet it first: it ends the book.
            self.fill_up(shop, fold, section.pages.len());
            let parent = self.part(other);
            let number = self.pages.pages.len() + 1;
            let around = Around { parent, prefix: "other/", book: "" };
            self.section(other, section, number, Series::Body, around);
        }
        if several {
            self.branch(shop, outline);
        }
    }

    /// Blank pages, until with `more` to come there is a whole number of `fold`.
    fn fill_up(&mut self, shop: Shop, fold: usize, more: usize) {
        while !(self.pages.pages.len() + more).is_multiple_of(fold) {
            self.blank(shop, String::new());
        }
    }

    /// Languages of the other direction are read from the back cover: bound
    /// with the first, their pages stand from last to first. Blank pages at
    /// the end of the file come between the two.
    fn bind_from_both_covers(&mut self, shop: Shop) {
        let own = shop.lang.direction();
        let (forward, backward): (Vec<usize>, Vec<usize>) =
            (0..self.pages.pages.len()).partition(|&at| self.pages.pages[at].lang.direction() == own);
        if !backward.is_empty() {
            self.pages.bound = Some(forward.into_iter().chain(backward.into_iter().rev()).collect());
        }
    }

    /// The part of one language, where a file has several.
    fn part(&mut self, shop: Shop) -> NodeId {
        let (parent, lang) = (Some(self.root), Some(shop.lang));
        self.pages.structure.add(Node { lang, ..Node::new(Role::Part, parent) })
    }

    /// Puts the outline's entries from `first` on under one for their language.
    fn branch(&mut self, shop: Shop, first: usize) {
        let entries = self.pages.outline.split_off(first);
        let place = language_prefix(shop) + "title-page";
        if self.pages.destinations.contains_key(&place) {
            self.pages.outline.push(OutlineItem { level: 0, title: book_title(&shop), place });
        }
        let deeper = |item: OutlineItem| OutlineItem { level: item.level + 1, ..item };
        self.pages.outline.extend(entries.into_iter().map(deeper));
    }

    fn series(
        &mut self,
        shop: Shop,
        sections: Vec<SetSection>,
        series: Series,
        parent: NodeId,
        prefix: &str,
    ) {
        let title = book_title(&shop);
        let firsts = first_pages(&sections);
        let mut next = 1;
        let mut parts = PartNodes { book: shop.book, around: parent, open: None };
        for (section, first) in sections.into_iter().zip(firsts) {
            let parent = parts.of(&section.slug, &mut self.pages.structure);
            while next < first {
                self.blank(shop, label(shop, series, next));
                next += 1;
            }
            next += section.pages.len();
            self.section(shop, section, first, series, Around { parent, prefix, book: &title });
        }
        // The series after this one begins on a recto.
        if series == Series::Front && side(next) == Side::Verso {
            self.blank(shop, label(shop, series, next));
        }
    }

    fn blank(&mut self, shop: Shop, label: String) {
        let design = shop.design;
        let (width, height) = (design.width, design.height);
        let page = Page { width, height, lang: shop.lang, label, sheet: None, items: Vec::new() };
        self.pages.pages.push(page);
    }

    fn section(&mut self, shop: Shop, mut section: SetSection, first: usize, series: Series, around: Around) {
        let before = self.pages.pages.len();
        let names = self.register(&mut section, around.parent, around.prefix, |page| before + page);
        let pages = std::mem::take(&mut section.pages);
        for (at, items) in pages.into_iter().enumerate() {
            let number = first + at;
            let side = side(number);
            let head = if side == Side::Verso { around.book } else { section.title.as_str() };
            let stand = Stand { series, number, side, head: (at > 0).then_some(head) };
            let banner = section.banner.take().filter(|_| at == 0);
            self.page(shop, items, banner, &names, section.furniture, stand);
        }
    }

    /// Takes a section's structure, destinations and outline in; gives back
    /// what they are called now. `page_of` tells where its pages come to stand.
    fn register<'p>(
        &mut self,
        section: &mut SetSection,
        parent: NodeId,
        prefix: &'p str,
        page_of: impl Fn(usize) -> usize,
    ) -> Names<'p> {
        let names = Names { nodes: self.graft(&section.structure, parent), prefix };
        for anchor in &section.anchors {
            let place = FrameDestination { page: page_of(anchor.page), y: anchor.y };
            self.pages.destinations.entry(names.place(&anchor.name)).or_insert(place);
        }
        let entries = section.outline.drain(..);
        self.pages
            .outline
            .extend(entries.map(|item| OutlineItem { place: names.place(&item.place), ..item }));
        names
    }

    fn page(
        &mut self,
        shop: Shop,
        mut items: Vec<Item>,
        banner: Option<Item>,
        names: &Names,
        furniture: Furniture,
        stand: Stand,
    ) {
        let design = shop.design;
        let left = design.left_edge(shop.lang, stand.side);
        for item in &mut items {
            item.shift(left, Pt::ZERO);
            names.rename(item);
        }
        items.splice(0..0, banner);
        let label = label(shop, stand.series, stand.number);
        if furniture == Furniture::Full {
            items.extend(folio_item(shop, &label, stand.side));
            items.extend(stand.head.and_then(|head| running_head(shop, head, stand.side)));
        }
        let (width, height) = (design.width, design.height);
        self.pages.pages.push(Page { width, height, lang: shop.lang, label, sheet: None, items });
    }

    /// Two languages on facing pages: the first on the right, the second on
    /// the left. The file is bound on the left, for only so do all viewers
    /// show the pages that face each other side by side; page 1 stands alone.
    fn parallel(&mut self, edition: ParallelEdition) {
        let [right, left] = edition.shops;
        let parts = [right, left].map(|shop| self.part(shop));
        let mut outlines: [Vec<OutlineItem>; 2] = [Vec::new(), Vec::new()];
        let cover = edition.half_title;
        let prefixes = [right, left].map(language_prefix);
        let around = [0, 1].map(|at| Around { parent: parts[at], prefix: &prefixes[at], book: "" });
        self.section(right, cover, 1, Series::Front, around[0]);
        for (series, first, pairs) in [(Series::Front, 2, edition.front), (Series::Body, 1, edition.body)] {
            let mut number = first;
            for pair in pairs {
                let count = pair.spreads();
                self.pair([right, left], pair, series, number, around, &mut outlines);
                number += count;
            }
        }
        self.fill_up(left, 2, 0);
        for (shop, items) in [right, left].into_iter().zip(outlines) {
            let first = self.pages.outline.len();
            self.pages.outline.extend(items);
            self.branch(shop, first);
        }
    }

    fn pair(
        &mut self,
        shops: [Shop; 2],
        pair: Pair,
        series: Series,
        number: usize,
        around: [Around; 2],
        outlines: &mut [Vec<OutlineItem>; 2],
    ) {
        let (before, spreads) = (self.pages.pages.len(), pair.spreads());
        let mut sides = Vec::new();
        for (at, section) in pair.sections.into_iter().enumerate() {
            let mut section = section;
            let outline = self.pages.outline.len();
            let page_of = |page: usize| before + 2 * page + 1 - at;
            let names = section
                .as_mut()
                .map(|section| self.register(section, around[at].parent, around[at].prefix, page_of))
                .unwrap_or_default();
            outlines[at].extend(self.pages.outline.split_off(outline));
            sides.push((shops[at], section, names));
        }
        for at in 0..spreads {
            // The left page comes first in the file.
            for (shop, section, names) in sides.iter_mut().rev() {
                let number = number + at;
                let Some(section) = section else {
                    self.blank(*shop, label(*shop, series, number));
                    continue;
                };
                let items = section.pages.get_mut(at).map(std::mem::take).unwrap_or_default();
                let furniture = if items.is_empty() { Furniture::None } else { section.furniture };
                let banner = section.banner.take().filter(|_| at == 0);
                let head = (at > 0).then_some(section.title.as_str());
                // Both lie as a verso does in a book of their own: text from the left
                // on a left page, text from the right on a right one.
                let stand = Stand { series, number, side: Side::Verso, head };
                self.page(*shop, items, banner, names, furniture, stand);
            }
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

/// Goes before the names of a language's places where a file has several.
fn language_prefix(shop: Shop) -> String {
    format!("{}/", shop.lang)
}

/// Where a section comes to stand in the file.
#[derive(Clone, Copy)]
struct Around<'a> {
    parent: NodeId,
    prefix: &'a str,
    /// What the running heads of left and right pages call the book.
    book: &'a str,
}

/// What a section's nodes and places are called in the file.
#[derive(Default)]
struct Names<'a> {
    nodes: Vec<NodeId>,
    prefix: &'a str,
}

impl Names<'_> {
    fn place(&self, name: &str) -> String {
        format!("{}{name}", self.prefix)
    }

    fn rename(&self, item: &mut Item) {
        let renamed = |node: Option<NodeId>| node.and_then(|node| self.nodes.get(node.0 as usize).copied());
        item.node = renamed(item.node);
        match &mut item.kind {
            ItemKind::Text(line) => line.runs.iter_mut().for_each(|run| run.node = renamed(run.node)),
            ItemKind::Turned { items, .. } => items.iter_mut().for_each(|item| self.rename(item)),
            ItemKind::Link { target: LinkTarget::Place(place), .. } => place.insert_str(0, self.prefix),
            ItemKind::Link { .. }
            | ItemKind::Rule(..)
            | ItemKind::Drawing { .. }
            | ItemKind::Picture { .. } => {}
        }
    }
}

/// The edge away from the binding, in the line's own direction: a book opens
/// with a recto, whose lines end at the outer edge, in either direction.
fn outer(side: Side) -> Align {
    match side {
        Side::Recto => Align::End,
        Side::Verso => Align::Start,
    }
}

fn folio_item(shop: Shop, label: &str, side: Side) -> Option<Item> {
    let design = shop.design;
    let style = shop.style(Purpose::Display, shop.text().furniture * 1.08);
    let segments = [furniture(label, style)];
    let left = design.left_edge(shop.lang, side);
    shop.label(&segments, outer(side), left, design.measure(), design.folio)
}

fn running_head(shop: Shop, words: &str, side: Side) -> Option<Item> {
    let design = shop.design;
    let style = shop.style(Purpose::Display, shop.text().furniture);
    let style = super::paragraph::TextStyle { color: design.palette.muted, ..style };
    let left = design.left_edge(shop.lang, side);
    shop.label(&[furniture(words, style)], outer(side), left, design.measure(), design.running_head)
}
