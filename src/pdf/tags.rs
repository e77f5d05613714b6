//! The structure tree: what assistive technology reads instead of the page.
//!
//! In: the frame's structure nodes, the marked content that `paint` put on
//! each page, and the places of links and figures. Out: StructTreeRoot with
//! its ParentTree and IDTree, and the pages' own entries; annotations are made
//! by `link`.
//! Source: ISO 32000-1 §14.7 and §14.8, ISO 14289-1 §7. Roles are standard
//! types throughout, so there is no role map.

use std::collections::BTreeMap;

use lopdf::{Dictionary, Document, Object, ObjectId};

use super::PdfError;
use super::file::{Entries, Written};
use super::link;
use super::object::{dict, key, name, references, text};
use super::paint::{LinkArea, Mark, Painted, round};
use crate::locale::Lang;
use crate::typeset::frame::{LinkTarget, NodeId, Pages, Role};

/// The standard structure type of a role (ISO 32000-1 §14.8.4).
pub(super) fn standard_type(role: Role) -> &'static str {
    match role {
        Role::Document => "Document",
        Role::Part => "Part",
        Role::Sect => "Sect",
        Role::Heading(0 | 1) => "H1",
        Role::Heading(2) => "H2",
        Role::Heading(3) => "H3",
        Role::Heading(4) => "H4",
        Role::Heading(5) => "H5",
        Role::Heading(_) => "H6",
        Role::Paragraph => "P",
        Role::Quote => "BlockQuote",
        Role::List => "L",
        Role::ListItem => "LI",
        Role::Label => "Lbl",
        Role::ListBody => "LBody",
        Role::Table => "Table",
        Role::TableRow => "TR",
        Role::TableHead => "TH",
        Role::TableCell => "TD",
        Role::Figure => "Figure",
        Role::Caption => "Caption",
        Role::Note => "Note",
        Role::Reference => "Reference",
        Role::Link => "Link",
        Role::Code => "Code",
        Role::Contents => "TOC",
        Role::ContentsItem => "TOCI",
        Role::Span => "Span",
    }
}

/// Adds the structure tree and the link annotations to a document; elements
/// are among what is written already.
///
/// # Errors
/// A link to a place that no page holds.
pub(super) fn add(
    document: &mut Document,
    written: &mut Written,
    pages: &Pages,
    painted: &Painted,
    page_ids: &[ObjectId],
    catalog: &mut Dictionary,
) -> Result<(), PdfError> {
    let root = document.new_object_id();
    let mut tree = Tree::new(pages, painted, page_ids, root);
    let annotations = tree.add_links(document, written)?;
    tree.reserve(document);
    tree.write_elements(written);
    let parents = tree.parent_tree(document, written, &annotations);
    let mut struct_root = dict([("Type", name("StructTreeRoot")), ("K", references(tree.roots()))]);
    struct_root.set("ParentTree", document.add_object(dict([("Nums", Object::Array(parents))])));
    struct_root.set("ParentTreeNextKey", (page_ids.len() + annotations.len()) as i64);
    if let Some(ids) = tree.id_tree() {
        struct_root.set("IDTree", document.add_object(dict([("Names", Object::Array(ids))])));
    }
    document.set_object(root, struct_root);
    catalog.set("StructTreeRoot", root);
    catalog.set("MarkInfo", dict([("Marked", true.into())]));
    complete_pages(document, page_ids, &annotations);
    Ok(())
}

/// A link annotation: its object, its page, and the element it belongs to.
struct Annotation {
    id: ObjectId,
    page: usize,
    element: usize,
}

/// What stands under an element, in reading order.
#[derive(Clone, Copy)]
enum Kid {
    Element(usize),
    /// A page and an MCID on it.
    Content(usize, usize),
    /// A page and an annotation on it.
    Annotation(usize, ObjectId),
}

/// An element of the tree: a node of the frame, a Link put round an annotation
/// that stands under none, or a Span round words of another language.
struct Element {
    role: Role,
    node: Option<NodeId>,
    lang: Option<Lang>,
    alt: Option<String>,
    expansion: Option<&'static str>,
    parent: Option<usize>,
    /// With the place of each in the reading order, if it has one.
    kids: Vec<(Option<u32>, Kid)>,
    id: Option<ObjectId>,
}

struct Tree<'a> {
    pages: &'a Pages,
    painted: &'a Painted<'a>,
    page_ids: &'a [ObjectId],
    root: ObjectId,
    /// The frame's nodes by their ids, then the elements that were added.
    elements: Vec<Element>,
    /// The element of every piece of content, by page and MCID.
    owners: Vec<Vec<Option<usize>>>,
}

impl<'a> Tree<'a> {
    fn new(pages: &'a Pages, painted: &'a Painted<'a>, page_ids: &'a [ObjectId], root: ObjectId) -> Tree<'a> {
        let elements = pages.structure.iter().map(|(id, node)| Element {
            role: node.role,
            node: Some(id),
            lang: node.lang,
            alt: node.alt.clone(),
            expansion: node.expansion,
            // Parents come first; what does not keep to that becomes a root.
            parent: node.parent.filter(|&parent| parent < id).map(|parent| parent.0 as usize),
            kids: Vec::new(),
            id: None,
        });
        let mut tree =
            Tree { pages, painted, page_ids, root, elements: elements.collect(), owners: Vec::new() };
        for (page, marks) in painted.marks.iter().enumerate() {
            let owners = marks.iter().enumerate().map(|(mcid, mark)| {
                let owner = tree.owner(mark)?;
                tree.elements[owner].kids.push((Some(mark.order), Kid::Content(page, mcid)));
                Some(owner)
            });
            let owners = owners.collect();
            tree.owners.push(owners);
        }
        tree
    }

    /// The element that a piece of content belongs to. Words of another
    /// language get a Span (ISO 14289-1 §7.2): poppler ends a piece of content
    /// too early if a language is marked inside it.
    fn owner(&mut self, mark: &Mark) -> Option<usize> {
        let own = mark.node.0 as usize;
        if own >= self.elements.len() || mark.lang.is_none() {
            return (own < self.elements.len()).then_some(own);
        }
        Some(self.add_element(Role::Span, mark.lang, Some(own)))
    }

    /// Adds an element that is no node of the frame; gives back its index.
    fn add_element(&mut self, role: Role, lang: Option<Lang>, parent: Option<usize>) -> usize {
        let kids = Vec::new();
        self.elements.push(Element {
            role,
            node: None,
            lang,
            alt: None,
            expansion: None,
            parent,
            kids,
            id: None,
        });
        self.elements.len() - 1
    }

    /// Makes an annotation of every link and puts it under its Link element.
    fn add_links(
        &mut self,
        document: &mut Document,
        written: &mut Written,
    ) -> Result<Vec<Annotation>, PdfError> {
        let mut annotations = Vec::with_capacity(self.painted.links.len());
        for link in &self.painted.links {
            let element = self.link_element(link);
            let contents = self.contents(element, link);
            let parent_key = self.page_ids.len() + annotations.len();
            let id = document.new_object_id();
            link::annotation(written, id, self.pages, link, &contents, parent_key)?;
            let owner = &mut self.elements[element];
            // A link without words of its own, such as a place on a map.
            if owner.node.is_none_or(|node| !self.painted.texts.contains_key(&node)) {
                owner.alt = Some(contents);
            }
            owner.kids.push((Some(link.order), Kid::Annotation(link.page, id)));
            annotations.push(Annotation { id, page: link.page, element });
        }
        Ok(annotations)
    }

    /// The Link that a link belongs to; a new one if it stands under none
    /// (ISO 14289-1 §7.18.5).
    fn link_element(&mut self, link: &LinkArea) -> usize {
        let own = link.node.map(|node| node.0 as usize).filter(|&index| index < self.elements.len());
        let up = |index: &usize| self.elements[*index].parent;
        let found = std::iter::successors(own, up).find(|&index| self.elements[index].role == Role::Link);
        found.unwrap_or_else(|| {
            let parent = own.or(if self.elements.is_empty() { None } else { Some(0) });
            self.add_element(Role::Link, None, parent)
        })
    }

    /// What a link is called aloud: its own words, else where it leads.
    fn contents(&self, element: usize, link: &LinkArea) -> String {
        let words = self.elements[element].node.and_then(|node| self.painted.texts.get(&node));
        let words = words.map(|words| words.trim()).filter(|words| !words.is_empty());
        match (words, link.target) {
            (Some(words), _) => words.to_owned(),
            (None, LinkTarget::Url(url)) => url.clone(),
            (None, LinkTarget::Place(place)) => {
                let titled = self.pages.outline.iter().find(|item| item.place == *place);
                titled.map_or_else(|| place.clone(), |item| item.title.clone())
            }
        }
    }

    /// Hands out objects to the elements that say something, children to their
    /// parents, and sorts what stands under each.
    fn reserve(&mut self, document: &mut Document) {
        let mut first = vec![None; self.elements.len()];
        let mut keep = vec![false; self.elements.len()];
        // Children have larger indexes, so each is settled before its parent.
        for index in (0..self.elements.len()).rev() {
            let element = &self.elements[index];
            // Words stand where they are read. An annotation comes before its line
            // on the page, so its place counts only for a link without words.
            let place = |words: bool| {
                let kids = element.kids.iter().filter(|(_, kid)| matches!(kid, Kid::Content(..)) == words);
                kids.filter_map(|(order, _)| *order).min()
            };
            first[index] = place(true).into_iter().chain(first[index]).min().or_else(|| place(false));
            keep[index] |=
                !element.kids.is_empty() || matches!(element.role, Role::TableCell | Role::TableHead);
            if let (true, Some(parent)) = (keep[index], element.parent) {
                keep[parent] = true;
                first[parent] = first[parent].into_iter().chain(first[index]).min();
            }
        }
        for index in 0..self.elements.len() {
            if !keep[index] {
                continue;
            }
            self.elements[index].id = Some(document.new_object_id());
            if let Some(parent) = self.elements[index].parent {
                self.elements[parent].kids.push((first[index], Kid::Element(index)));
            }
        }
        self.elements.iter_mut().for_each(|element| sort_kids(&mut element.kids));
    }

    fn roots(&self) -> Vec<ObjectId> {
        self.elements
            .iter()
            .filter(|element| element.parent.is_none())
            .filter_map(|element| element.id)
            .collect()
    }

    fn write_elements(&self, written: &mut Written) {
        for element in &self.elements {
            if let Some(id) = element.id {
                written.add_dictionary(id, |entries| self.element(element, entries));
            }
        }
    }

    fn element(&self, element: &Element, entries: &mut Entries) {
        entries.name("S", standard_type(element.role));
        let parent = element.parent.and_then(|parent| self.elements[parent].id);
        entries.reference("P", parent.unwrap_or(self.root));
        let page = element.kids.iter().find_map(|(_, kid)| match kid {
            Kid::Content(page, _) | Kid::Annotation(page, _) => Some(*page),
            Kid::Element(_) => None,
        });
        if let Some(page) = page {
            entries.reference("Pg", self.page_ids[page]);
        }
        entries.array("K", element.kids.iter().filter_map(|(_, kid)| self.kid(kid, page)));
        if let Some(lang) = element.lang {
            entries.object("Lang", &text(lang.as_str()));
        }
        if let Some(alt) = &element.alt {
            entries.object("Alt", &text(alt));
        }
        if let Some(words) = element.expansion {
            entries.object("E", &text(words));
        }
        if let (Role::Note, Some(node)) = (element.role, element.node) {
            entries.string("ID", note_id(node).as_bytes());
        }
        if let Some(attributes) = self.attributes(element) {
            entries.object("A", &attributes.into());
        }
    }

    /// A kid as an object; `page` is the one that its element names.
    fn kid(&self, kid: &Kid, page: Option<usize>) -> Option<Object> {
        match *kid {
            Kid::Element(index) => self.elements[index].id.map(Object::Reference),
            Kid::Content(on, mcid) if Some(on) == page => Some(Object::Integer(mcid as i64)),
            Kid::Content(on, mcid) => {
                let content = dict([("Type", name("MCR")), ("MCID", (mcid as i64).into())]);
                Some(on_page(content, self.page_ids[on]))
            }
            Kid::Annotation(on, id) => {
                let object = dict([("Type", name("OBJR")), ("Obj", id.into())]);
                Some(if Some(on) == page { object.into() } else { on_page(object, self.page_ids[on]) })
            }
        }
    }

    /// Attributes that ISO 14289-1 asks for: where a figure stands (§7.3),
    /// what a head cell heads (§7.5), how a list is numbered (§7.6).
    fn attributes(&self, element: &Element) -> Option<Dictionary> {
        match element.role {
            Role::Figure => {
                let (_, area) = self.painted.figures.get(&element.node?)?;
                let corners = area.iter().map(|&length| Object::Real(round(length))).collect();
                let mut layout = dict([("O", name("Layout")), ("BBox", Object::Array(corners))]);
                let inline = element.parent.is_some_and(|parent| has_words(&self.elements[parent]));
                layout.set("Placement", name(if inline { "Inline" } else { "Block" }));
                Some(layout)
            }
            Role::TableHead => {
                // A head beside cells that are none heads its row; a row of heads, their columns.
                let row = element.parent.map(|parent| &self.elements[parent].kids);
                let cell = |kid: &Kid| matches!(kid, Kid::Element(index) if self.elements[*index].role == Role::TableCell);
                let beside = row.is_some_and(|kids| kids.iter().any(|(_, kid)| cell(kid)));
                let scope = if beside { "Row" } else { "Column" };
                Some(dict([("O", name("Table")), ("Scope", name(scope))]))
            }
            Role::List => {
                let numbering = self.numbering(element)?;
                Some(dict([("O", name("List")), ("ListNumbering", name(numbering))]))
            }
            _ => None,
        }
    }

    /// How a list counts, by its first label; none if it has no labels.
    fn numbering(&self, list: &Element) -> Option<&'static str> {
        let under = |element: &Element, role: Role| {
            let children = element.kids.iter().filter_map(|(_, kid)| match kid {
                Kid::Element(index) => Some(&self.elements[*index]),
                _ => None,
            });
            children.filter(move |child| child.role == role).collect::<Vec<&Element>>()
        };
        let items = under(list, Role::ListItem);
        let label = items.iter().find_map(|item| under(item, Role::Label).first().copied())?;
        let words = label.node.and_then(|node| self.painted.texts.get(&node));
        let words = words.map_or("", |words| words.trim());
        let number = words.trim_end_matches('.');
        Some(match words {
            "\u{2022}" => "Disc",
            _ if !number.is_empty() && number.chars().all(char::is_numeric) => "Decimal",
            // A dash, a task's box, or a term that the item explains.
            _ => "None",
        })
    }

    /// Key and value in turn: for each page the elements of its content by
    /// MCID, then for each annotation its element (ISO 32000-1 §14.7.4.4).
    fn parent_tree(
        &self,
        document: &mut Document,
        written: &mut Written,
        annotations: &[Annotation],
    ) -> Vec<Object> {
        let element = |index: usize| self.elements.get(index).and_then(|element| element.id);
        let mut numbers = Vec::new();
        for (page, owners) in (0i64..).zip(&self.owners) {
            let owner =
                |owner: &Option<usize>| owner.and_then(element).map_or(Object::Null, Object::Reference);
            let id = document.new_object_id();
            written.add(id, &Object::Array(owners.iter().map(owner).collect()));
            numbers.extend([page.into(), id.into()]);
        }
        for (index, annotation) in annotations.iter().enumerate() {
            if let Some(id) = element(annotation.element) {
                numbers.extend([((self.page_ids.len() + index) as i64).into(), id.into()]);
            }
        }
        numbers
    }

    /// The notes by their identifiers, which ISO 14289-1 §7.9 asks for.
    fn id_tree(&self) -> Option<Vec<Object>> {
        let notes = self.elements.iter().filter(|element| element.role == Role::Note);
        let notes: BTreeMap<String, ObjectId> =
            notes.filter_map(|note| Some((note_id(note.node?), note.id?))).collect();
        let pairs = notes.iter().flat_map(|(id, object)| [key(id), Object::Reference(*object)]);
        (!notes.is_empty()).then(|| pairs.collect())
    }
}

fn has_words(element: &Element) -> bool {
    element.kids.iter().any(|(_, kid)| matches!(kid, Kid::Content(..)))
}

/// Puts what stands under an element into reading order. Elements keep the
/// order of the structure among themselves; content of the element's own goes
/// between them by where it stands on the pages. Annotations come last.
fn sort_kids(kids: &mut [(Option<u32>, Kid)]) {
    kids.sort_by_key(|(_, kid)| matches!(kid, Kid::Annotation(..)));
    let words = kids.partition_point(|(_, kid)| !matches!(kid, Kid::Annotation(..)));
    let kids = &mut kids[..words];
    if kids.iter().all(|(_, kid)| matches!(kid, Kid::Element(_))) {
        return;
    }
    // An element that says nothing stays behind the one before it.
    let mut last = 0;
    for (order, _) in kids.iter_mut() {
        last = *order.get_or_insert(last);
    }
    kids.sort_by_key(|(order, _)| *order);
}

fn on_page(mut entry: Dictionary, page: ObjectId) -> Object {
    entry.set("Pg", page);
    entry.into()
}

fn note_id(node: NodeId) -> String {
    format!("note-{:08}", node.0)
}

fn complete_pages(document: &mut Document, page_ids: &[ObjectId], annotations: &[Annotation]) {
    let mut by_page = vec![Vec::new(); page_ids.len()];
    for annotation in annotations {
        by_page[annotation.page].push(annotation.id);
    }
    for ((index, &id), own) in page_ids.iter().enumerate().zip(by_page) {
        let Ok(page) = document.get_object_mut(id).and_then(Object::as_dict_mut) else { continue };
        page.set("StructParents", index as i64);
        page.set("Tabs", name("S"));
        if own.is_empty() {
            page.remove(b"Annots");
        } else {
            page.set("Annots", references(own));
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn own_content_goes_between_the_elements_where_it_stands() {
        let mut kids = vec![
            (Some(0), Kid::Content(0, 0)),
            (Some(4), Kid::Content(0, 2)),
            (Some(2), Kid::Element(7)),
            (None, Kid::Element(8)),
        ];
        sort_kids(&mut kids);
        let order: Vec<usize> = kids
            .iter()
            .map(|(_, kid)| match kid {
                Kid::Element(index) => *index,
                Kid::Content(_, mcid) => *mcid,
                Kid::Annotation(page, _) => *page,
            })
            .collect();
        assert_eq!(order, [0, 7, 8, 2]);
    }
}
