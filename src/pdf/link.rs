//! Link annotations: rectangles of a page that lead to a place or an address.
//!
//! In: the places of links as `paint` found them. Out: annotations that print
//! with the page and have no border (ISO 32000-1 §12.5.6.5). To what element
//! of the structure they belong is decided in `tags`.

use lopdf::{Dictionary, Object};

use super::PdfError;
use super::object::{dict, key, name, text};
use super::paint::{LinkArea, round};
use crate::locale::slug::ascii_address;
use crate::message;
use crate::typeset::frame::{LinkTarget, Pages};

/// The annotation of a link.
///
/// - `contents`: what it is called aloud.
/// - `parent_key`: its key in the ParentTree.
///
/// # Errors
/// A link to a place that no page holds.
pub(super) fn annotation(
    pages: &Pages,
    link: &LinkArea,
    contents: &str,
    parent_key: usize,
) -> Result<Dictionary, PdfError> {
    let corners = link.area.iter().map(|&length| Object::Real(round(length))).collect();
    let mut entry =
        dict([("Type", name("Annot")), ("Subtype", name("Link")), ("Rect", Object::Array(corners))]);
    match link.target {
        LinkTarget::Place(place) if pages.destinations.contains_key(place) => entry.set("Dest", key(place)),
        LinkTarget::Place(place) => {
            return Err(PdfError::new(place, message!("pdf-link", page = link.page + 1)));
        }
        // In ASCII (ISO 32000-1 §12.6.4.7).
        LinkTarget::Url(url) => entry.set("A", dict([("S", name("URI")), ("URI", key(&ascii_address(url)))])),
    }
    entry.set("Contents", text(contents));
    // Printed with the page, as every annotation of PDF/A must be (ISO 19005-2 §6.3.2).
    entry.set("F", 4);
    entry.set("Border", vec![0.into(), 0.into(), 0.into()]);
    entry.set("StructParent", parent_key as i64);
    Ok(entry)
}
