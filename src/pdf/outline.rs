//! What a reader moves about by: named places, the outline and page labels.
//!
//! In: the destinations, outline and labels of the frame. Out: the catalog's
//! Names, Outlines and PageLabels (ISO 32000-1 §12.3.2.3, §12.3.3, §12.4.2).
//! Places keep the names that they have on the site.

use lopdf::{Dictionary, Document, Object, ObjectId};

use super::PdfError;
use super::object::{dict, key, name, text};
use super::paint::round;
use crate::doc::{LocalNames, isolates};
use crate::locale::{Direction, first_strong};
use crate::message;
use crate::typeset::frame::{OutlineItem, Page, Pages};

/// Adds the named places to the catalog.
///
/// # Errors
/// A place on a page that does not exist.
pub(super) fn add_destinations(
    pages: &Pages,
    page_ids: &[ObjectId],
    catalog: &mut Dictionary,
) -> Result<(), PdfError> {
    let mut names = Vec::with_capacity(pages.destinations.len() * 2);
    for (place, destination) in &pages.destinations {
        let (Some(page), Some(&id)) = (pages.pages.get(destination.page), page_ids.get(destination.page))
        else {
            return Err(PdfError::new(place, message!("pdf-destination", page = destination.page)));
        };
        let y = round(page.height.0 - destination.y.0);
        let view = vec![id.into(), name("XYZ"), Object::Null, Object::Real(y), Object::Null];
        names.extend([key(place), Object::Array(view)]);
    }
    if !names.is_empty() {
        let tree = dict([("Names", Object::Array(names))]);
        catalog.set("Names", dict([("Dests", tree.into())]));
    }
    Ok(())
}

/// Adds the outline; what lies under the outermost entries starts closed.
///
/// # Errors
/// An entry that leads to no named place.
pub(super) fn add_outline(
    document: &mut Document,
    pages: &Pages,
    catalog: &mut Dictionary,
) -> Result<(), PdfError> {
    let items = &pages.outline;
    if items.is_empty() {
        return Ok(());
    }
    if let Some(lost) = items.iter().find(|item| !pages.destinations.contains_key(&item.place)) {
        return Err(PdfError::new(&lost.place, message!("pdf-outline")));
    }
    let root = document.new_object_id();
    let ids: Vec<ObjectId> = items.iter().map(|_| document.new_object_id()).collect();
    let family = Family::of(items);
    for (index, item) in items.iter().enumerate() {
        let mut entry = dict([("Title", text(&title(item, pages))), ("Dest", key(&item.place))]);
        entry.set("Parent", family.parents[index].map_or(root, |parent| ids[parent]));
        for (key, neighbour) in [("Prev", family.previous(index)), ("Next", family.next(index))] {
            if let Some(neighbour) = neighbour {
                entry.set(key, ids[neighbour]);
            }
        }
        let children = &family.children[index];
        if let (Some(&first), Some(&last)) = (children.first(), children.last()) {
            entry.set("First", ids[first]);
            entry.set("Last", ids[last]);
            entry.set("Count", -(children.len() as i64));
        }
        document.set_object(ids[index], entry);
    }
    if let (Some(&first), Some(&last)) = (family.roots.first(), family.roots.last()) {
        let mut outlines = dict([("Type", name("Outlines")), ("First", ids[first].into())]);
        outlines.set("Last", ids[last]);
        outlines.set("Count", family.roots.len() as i64);
        document.set_object(root, outlines);
        catalog.set("Outlines", root);
        catalog.set("PageMode", name("UseOutlines"));
    }
    Ok(())
}

/// The title of an entry, its words of the other direction in isolates, and a
/// mark before a title that begins with such words (P-155).
fn title(item: &OutlineItem, pages: &Pages) -> String {
    let place = pages.destinations.get(&item.place);
    let lang = place.and_then(|place| pages.pages.get(place.page)).map_or(pages.lang, |page| page.lang);
    let direction = lang.direction();
    let mut out = String::with_capacity(item.title.len());
    let mut end = 0;
    for isolate in isolates(&item.title, lang, &LocalNames::default()) {
        if isolate.direction != direction {
            out.push_str(&item.title[end..isolate.range.start]);
            out.push(match isolate.direction {
                Direction::Ltr => '\u{2066}',
                Direction::Rtl => '\u{2067}',
            });
            out.push_str(&item.title[isolate.range.clone()]);
            out.push('\u{2069}');
            end = isolate.range.end;
        }
    }
    out.push_str(&item.title[end..]);
    // A reader takes the direction of a title from its first strong letter.
    if first_strong(&item.title).is_some_and(|first| first != direction) {
        out.insert(0, if direction == Direction::Rtl { '\u{200f}' } else { '\u{200e}' });
    }
    out
}

/// Who stands under whom; all are indexes of the outline's items.
struct Family {
    parents: Vec<Option<usize>>,
    children: Vec<Vec<usize>>,
    roots: Vec<usize>,
}

impl Family {
    /// An item stands under the last one before it with a smaller level.
    fn of(items: &[OutlineItem]) -> Family {
        let mut family =
            Family { parents: Vec::new(), children: vec![Vec::new(); items.len()], roots: Vec::new() };
        let mut above: Vec<usize> = Vec::new();
        for (index, item) in items.iter().enumerate() {
            while above.last().is_some_and(|&last| items[last].level >= item.level) {
                above.pop();
            }
            let parent = above.last().copied();
            match parent {
                Some(parent) => family.children[parent].push(index),
                None => family.roots.push(index),
            }
            family.parents.push(parent);
            above.push(index);
        }
        family
    }

    fn siblings(&self, index: usize) -> &[usize] {
        self.parents[index].map_or(&self.roots, |parent| &self.children[parent])
    }

    fn previous(&self, index: usize) -> Option<usize> {
        self.siblings(index).iter().copied().take_while(|&sibling| sibling < index).last()
    }

    fn next(&self, index: usize) -> Option<usize> {
        self.siblings(index).iter().copied().find(|&sibling| sibling > index)
    }
}

/// Adds a label for every page in the order of the file, as a prefix: no
/// numbering of PDF has Persian digits.
pub(super) fn add_page_labels<'p>(pages: impl Iterator<Item = &'p Page>, catalog: &mut Dictionary) {
    let mut numbers = Vec::new();
    for (index, page) in (0i64..).zip(pages) {
        let label = if page.label.is_empty() { Dictionary::new() } else { dict([("P", text(&page.label))]) };
        numbers.extend([index.into(), label.into()]);
    }
    if !numbers.is_empty() {
        catalog.set("PageLabels", dict([("Nums", Object::Array(numbers))]));
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(levels: &[usize], parents: &[Option<usize>]) {
        let item = |&level| OutlineItem { level, title: String::new(), place: String::new() };
        let items: Vec<OutlineItem> = levels.iter().map(item).collect();
        assert_eq!(Family::of(&items).parents, parents);
    }

    #[test]
    fn an_entry_stands_under_the_last_one_above_it() {
        check(&[0, 1, 1, 0], &[None, Some(0), Some(0), None]);
        check(&[0, 1, 2, 1], &[None, Some(0), Some(1), Some(0)]);
    }

    #[test]
    fn a_level_that_is_left_out_loses_nothing() {
        check(&[1, 3, 2, 0], &[None, Some(0), Some(0), None]);
    }
}
