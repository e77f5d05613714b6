//! Back matter: map, timeline, glossary, sources, index of names, colophon.
//!
//! All but the index are set like chapters; the index prints page numbers and
//! so is set when they are known, in two columns.

use std::collections::BTreeMap;

use super::compose::{Furniture, Opening, SetSection, compose};
use super::design::{LINE, NOTE_LINE};
use super::figure::label_scale;
use super::folio;
use super::frame::{LinkTarget, NodeId, Role, place_name};
use super::paragraph::{Align, ParagraphStyle, Segment, TextStyle};
use super::section::{ListedKind, Place, Section};
use super::segments::{display, text_in};
use super::shop::Shop;
use super::vlist::{EntryKind, VBox, cost, units_of};
use crate::doc::inlines_text;
use crate::fonts::Purpose;
use crate::locale::collate::Collator;
use crate::locale::{Direction, Lang, first_strong};
use crate::resolve::Edition;
use crate::units::{Em, Pt};

/// Between the columns of the index.
const INDEX_GAP: Pt = Pt(16.0);
const HANGING: Em = Em(1.3);
/// For numbers of three digits with their point.
const NUMBER_COLUMN: Em = Em(2.4);

/// A part of the back matter that needs no page numbers.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Matter {
    Map,
    Timeline,
    Glossary,
    Sources,
}

impl Matter {
    pub const ALL: [Matter; 4] = [Matter::Map, Matter::Timeline, Matter::Glossary, Matter::Sources];

    /// Its slug, which is reserved, and its key among the words.
    fn slug(self) -> &'static str {
        match self {
            Matter::Map => "map",
            Matter::Timeline => "timeline",
            Matter::Glossary => "glossary",
            Matter::Sources => "sources",
        }
    }
}

/// Sets one part; none if the edition has nothing to put in it.
pub fn set(shop: Shop, edition: &Edition, matter: Matter) -> Option<SetSection> {
    let empty = match matter {
        Matter::Map => edition.world_map.print.items.is_empty(),
        Matter::Timeline => edition.timeline.events.is_empty(),
        Matter::Glossary => edition.glossary.is_empty(),
        Matter::Sources => edition.sources.is_empty(),
    };
    if empty {
        return None;
    }
    let mut section = Section::new(shop, matter.slug(), &[]);
    let title = shop.word(matter.slug());
    section.plain_head(&title);
    let place = section.whole();
    match matter {
        Matter::Map => section.drawn_figure(&edition.world_map, ListedKind::Map, &place, EntryKind::Flow),
        Matter::Timeline => section.timeline(&edition.timeline, &place),
        Matter::Glossary => glossary(&mut section, edition, &place),
        Matter::Sources => sources(&mut section, edition, &place),
    }
    Some(compose(section, &title, Opening::Next, Furniture::Full))
}

fn glossary(section: &mut Section, edition: &Edition, place: &Place) {
    let list = section.node(Role::List, place.parent, None);
    for entry in &edition.glossary {
        let item = section.node(Role::ListItem, list, None);
        let term = section.node(Role::Label, item, None);
        let body = section.node(Role::ListBody, item, None);
        let paragraph = section.node(Role::Paragraph, body, None);
        let size = place.style.size * label_scale(section.shop.lang);
        let style = TextStyle { color: section.shop.design.palette.lapis, ..display(place.style, size) };
        section.anchor(&entry.key);
        let head = Place { style, align: Align::Start, ..*place };
        let words = vec![text_in(&entry.term, style, term)];
        section.set_paragraph(words, &head, head.paragraph(Align::Start), None);
        section.keep(cost::PARTED);
        let indent = HANGING.at(place.style.size);
        let inside = place.indented(indent);
        let words = vec![text_in(&entry.definition, place.style, paragraph)];
        section.set_paragraph(words, &inside, inside.paragraph(Align::Justify), None);
    }
}

/// Sources with the numbers that citations name, each text in its own
/// direction (P-35).
fn sources(section: &mut Section, edition: &Edition, place: &Place) {
    let shop = section.shop;
    let list = section.node(Role::List, place.parent, None);
    let small = shop.style(Purpose::Text, shop.text().note);
    let place = Place { style: small, line: NOTE_LINE, align: Align::Start, ..*place };
    let column = NUMBER_COLUMN.at(small.size);
    for (at, entry) in edition.sources.iter().enumerate() {
        let item = section.node(Role::ListItem, list, None);
        let label = section.node(Role::Label, item, None);
        let (body, style) = match entry.lang == shop.lang {
            true => (section.node(Role::ListBody, item, None), small),
            false => (section.node_in(Role::ListBody, item, entry.lang), section.foreign(small, entry.lang)),
        };
        section.anchor(&entry.key);
        let direction = first_strong(&inlines_text(&entry.text)).unwrap_or(section.direction());
        let inside = Place { direction, ..place.indented(column) };
        let segments = section.segments(&entry.text, style, body);
        let first = section.list.entries.len();
        section.set_paragraph(segments, &inside, inside.paragraph(Align::Start), None);
        let number = TextStyle { color: shop.design.palette.muted, ..small };
        let number = text_in(&format!("{}.", folio::number(shop.lang, at + 1)), number, label);
        let x = place.start(column);
        let number = shop.label(&[number], Align::Start, x, column, shop.text().baseline(NOTE_LINE));
        if let Some(entry) = section.list.entries.get_mut(first) {
            entry.content.items.extend(number);
        }
    }
}

/// The index of names, in two columns, with the pages of the body.
pub fn index(shop: Shop, edition: &Edition, pages: &BTreeMap<String, usize>) -> Option<SetSection> {
    if edition.index.iter().all(|group| group.entries.is_empty()) {
        return None;
    }
    let mut section = Section::new(shop, "index-of-names", &[]);
    let title = shop.word("index-of-names");
    section.plain_head(&title);
    let head = units_of(&section.list.entries);
    let width = (shop.design.measure() - INDEX_GAP) * 0.5;
    let mut groups = Vec::new();
    for (heading, entries) in grouped(shop, listed(shop, edition, pages)) {
        // A letter is the caption of the list of its entries.
        let list = section.node(Role::List, section.root, None);
        let boxes = section.apart(|section| index_group(section, &heading, entries, width, list));
        groups.push(boxes);
    }
    let page = shop.text().page_units();
    columns(&mut section, groups, width, page, page.saturating_sub(head).max(LINE));
    Some(compose(section, &title, Opening::Next, Furniture::Full))
}

/// An entry of the index as it prints.
struct Listed {
    words: String,
    /// Pages in rising order, each once, with the place on it.
    found: Vec<(usize, String)>,
    /// The entry that has the pages, and its place.
    see: Option<(String, String)>,
}

/// The marks of the text, the cities of the chapters, and from a city's name
/// in another language the way to its own (P-159).
fn listed(shop: Shop, edition: &Edition, pages: &BTreeMap<String, usize>) -> Vec<Listed> {
    let mut entries: BTreeMap<String, Listed> = BTreeMap::new();
    let mut add = |words: &str, place: Option<String>| {
        let new = || Listed { words: words.to_owned(), found: Vec::new(), see: None };
        let entry = entries.entry(words.to_owned()).or_insert_with(new);
        entry.found.extend(place.and_then(|place| Some((*pages.get(&place)?, place))));
    };
    for entry in edition.index.iter().flat_map(|group| &group.entries) {
        for (chapter, id) in &entry.mentions {
            let slug = shop.book.chapters.get(chapter.0 as usize).map_or("", |chapter| chapter.slug.as_str());
            add(&entry.words, Some(place_name(slug, Some(id))));
        }
    }
    let mut others = Vec::new();
    for chapter in &shop.book.chapters {
        let place = place_name(&chapter.slug, None);
        let Some(city) = chapter.city.as_ref().filter(|_| pages.contains_key(&place)) else { continue };
        let Some(name) = city.name.get(shop.lang) else { continue };
        add(name, Some(place.clone()));
        let foreign = city.name.0.iter().filter(|(lang, _)| **lang != shop.lang).map(|(_, name)| name);
        // A reader of Latin script does not look for names in another.
        let foreign = foreign.filter(|_| shop.lang.direction() == Direction::Rtl);
        others.extend(foreign.map(|foreign| (foreign.clone(), (name.to_owned(), place.clone()))));
    }
    for (words, see) in others {
        let entry = Listed { words: words.clone(), found: Vec::new(), see: Some(see) };
        entries.entry(words).or_insert(entry);
    }
    let mut entries: Vec<Listed> = entries.into_values().collect();
    for entry in &mut entries {
        entry.found.sort();
        entry.found.dedup_by_key(|(page, _)| *page);
    }
    entries.retain(|entry| !entry.found.is_empty() || entry.see.is_some());
    entries
}

/// Entries in collation order under the letters of the alphabet (P-83).
fn grouped(shop: Shop, mut entries: Vec<Listed>) -> Vec<(String, Vec<Listed>)> {
    let collator = Collator::new(shop.lang);
    collator.sort_by_key(&mut entries, |entry| &entry.words);
    let mut groups: Vec<(String, Vec<Listed>)> = Vec::new();
    for entry in entries {
        let heading = collator.index_heading(&entry.words).label(shop.lang);
        match groups.last_mut() {
            Some((last, group)) if *last == heading => group.push(entry),
            _ => groups.push((heading, vec![entry])),
        }
    }
    groups
}

/// A letter and its entries, in a column at the left edge.
fn index_group(section: &mut Section, heading: &str, entries: Vec<Listed>, width: Pt, list: NodeId) {
    let shop = section.shop;
    let size = shop.text().note;
    let text = shop.style(Purpose::Text, size);
    let line = NOTE_LINE;
    let column = Place { style: text, width, line, align: Align::Start, parent: list, ..section.whole() };
    if !heading.is_empty() {
        let head = display(text, size * label_scale(shop.lang));
        let style = TextStyle { color: shop.design.palette.saffron, ..head };
        section.words(heading, &Place { style, ..column.under(list) }, Role::Caption);
    }
    for entry in entries {
        let item = section.node(Role::ListItem, list, None);
        let body = section.node(Role::ListBody, item, None);
        let mut segments = name_of_entry(shop, &entry.words, text, body);
        let comma = if shop.lang.is_persian() { "، " } else { ", " };
        let numbers: Vec<usize> = entry.found.iter().map(|(page, _)| *page).collect();
        for (words, page) in folio::ranges(shop.lang, &numbers) {
            let place =
                entry.found.iter().find(|(number, _)| *number == page).map(|(_, place)| place.clone());
            let link = section.node(Role::Link, body, None);
            let id = section.link(LinkTarget::Place(place.unwrap_or_default()), link);
            segments.push(text_in(comma, text, body));
            segments.extend([Segment::LinkStart(id), text_in(&words, text, link), Segment::LinkEnd]);
        }
        if let Some((words, place)) = entry.see {
            let link = section.node(Role::Link, body, None);
            let id = section.link(LinkTarget::Place(place), link);
            let see = TextStyle { color: shop.design.palette.muted, ..text };
            segments.push(text_in(&format!("{comma}{} ", shop.word("see")), see, body));
            segments.push(Segment::LinkStart(id));
            segments.extend(name_of_entry(shop, &words, text, link));
            segments.push(Segment::LinkEnd);
        }
        let hang = HANGING.at(size);
        let inside = column.indented(hang);
        let style = ParagraphStyle { first_indent: -hang, ..inside.paragraph(Align::Start) };
        section.set_paragraph(segments, &inside, style, None);
    }
}

/// The words of an entry in their own direction, at the size of their script.
fn name_of_entry(shop: Shop, words: &str, text: TextStyle, node: NodeId) -> Vec<Segment> {
    let direction = first_strong(words).unwrap_or(shop.lang.direction());
    let style = match (direction, shop.lang.direction()) {
        (Direction::Ltr, Direction::Rtl) => {
            let scale = super::design::Design::optical_scale(shop.lang, Lang::EN, Purpose::Text);
            TextStyle { lang: Lang::EN, size: text.size * scale, ..text }
        }
        _ => text,
    };
    vec![Segment::Open(direction), text_in(words, style, node), Segment::Close]
}

/// Fills columns from the top, two a page; a letter is not left without an
/// entry below it.
fn columns(section: &mut Section, groups: Vec<Vec<VBox>>, width: Pt, page: u32, first_page: u32) {
    let mut all: Vec<Vec<VBox>> = vec![Vec::new()];
    let mut used = 0;
    for boxes in groups {
        let open = if used > 0 { NOTE_LINE } else { 0 };
        let height = |count: usize| boxes.iter().take(count).map(|line| line.units).sum::<u32>();
        let mut gap = open;
        for (at, content) in boxes.iter().enumerate() {
            let room = if all.len() <= 2 { first_page } else { page };
            // The letter looks ahead to two entries, if there are so many.
            let need = if at == 0 { height(3) } else { content.units };
            if used + gap + need > room && used > 0 {
                all.push(Vec::new());
                used = 0;
                gap = 0;
            }
            let Some(column) = all.last_mut() else { return };
            if gap > 0 {
                column.push(VBox { units: gap, ..VBox::default() });
                used += gap;
                gap = 0;
            }
            used += content.units;
            column.push(content.clone());
        }
    }
    let unit = section.shop.text().unit();
    let across = width + INDEX_GAP;
    for pair in all.chunks(2) {
        let sides = match section.direction() {
            Direction::Ltr => [Pt::ZERO, across],
            Direction::Rtl => [across, Pt::ZERO],
        };
        let mut whole = VBox::default();
        for (column, x) in pair.iter().zip(sides) {
            let mut part = super::figure::stack(column.iter().cloned(), unit);
            part.items.iter_mut().for_each(|item| item.shift(x, Pt::ZERO));
            whole.units = whole.units.max(part.units);
            whole.items.append(&mut part.items);
        }
        section.push(whole);
    }
}

/// How the book was made.
pub fn colophon(shop: Shop) -> SetSection {
    let mut section = Section::new(shop, "imprint", &[]);
    section.blank(if shop.lang.is_persian() { 13 } else { 20 });
    let style =
        TextStyle { color: shop.design.palette.muted, ..shop.style(Purpose::Text, shop.text().small) };
    let words = shop.word("imprint-words");
    section.centred_or_start(&words, style, LINE, Align::Center, Role::Paragraph);
    compose(section, "", Opening::Next, Furniture::None)
}
