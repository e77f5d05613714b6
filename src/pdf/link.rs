//! Link annotations: rectangles of a page that lead to a place or an address.
//!
//! In: the places of links as `paint` found them. Out: annotations that print
//! with the page and have no border (ISO 32000-1 §12.5.6.5). To what element
//! of the structure they belong is decided in `tags`.

use lopdf::{Object, ObjectId};

use super::PdfError;
use super::file::Written;
use super::object::text;
use super::paint::{LinkArea, round};
use crate::locale::slug::ascii_address;
use crate::message;
use crate::typeset::frame::{LinkTarget, Pages};

/// Writes the annotation of a link.
///
/// - `contents`: what it is called aloud.
/// - `parent_key`: its key in the ParentTree.
///
/// # Errors
/// A link to a place that no page holds.
pub(super) fn annotation(
    written: &mut Written,
    id: ObjectId,
    pages: &Pages,
    link: &LinkArea,
    contents: &str,
    parent_key: usize,
) -> Result<(), PdfError> {
    if let LinkTarget::Place(place) = link.target
        && !pages.destinations.contains_key(place)
    {
        return Err(PdfError::new(place, message!("pdf-link", page = link.page + 1)));
    }
    written.add_dictionary(id, |entries| {
        entries.name("Type", "Annot");
        entries.name("Subtype", "Link");
        entries.array("Rect", link.area.iter().map(|&length| Object::Real(round(length))));
        match link.target {
            LinkTarget::Place(place) => entries.string("Dest", place.as_bytes()),
            LinkTarget::Url(url) => entries.dictionary("A", |action| {
                action.name("S", "URI");
                // In ASCII (ISO 32000-1 §12.6.4.7).
                action.string("URI", ascii_address(url).as_bytes());
            }),
        }
        entries.object("Contents", &text(contents));
        // Printed with the page, as every annotation of PDF/A must be (ISO 19005-2 §6.3.2).
        entries.integer("F", 4);
        entries.array("Border", [0, 0, 0].into_iter().map(Object::Integer));
        entries.integer("StructParent", parent_key as i64);
    });
    Ok(())
}
