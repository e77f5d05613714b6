//! The boxes of pages that are cut from a larger sheet.
//!
//! In: pages with a sheet. Out: MediaBox, BleedBox and TrimBox (ISO 32000-1
//! §14.11.2). The origin stays at the corner of the trim, so that coordinates
//! mean the same in every file; what lies outside it is counted below zero.

use lopdf::{Document, Object, ObjectId};

use super::paint::round;
use crate::typeset::frame::{Page, Pages};
use crate::units::Pt;

/// Sets the boxes of every page that has a sheet.
///
/// # Errors
/// A page that is no dictionary.
pub(super) fn add(document: &mut Document, pages: &Pages, ids: &[ObjectId]) -> Result<(), lopdf::Error> {
    for (page, id) in pages.pages.iter().zip(ids) {
        let Some(sheet) = page.sheet else { continue };
        let dict = document.get_object_mut(*id)?.as_dict_mut()?;
        let boxes = [
            ("MediaBox", sheet.margin),
            ("CropBox", sheet.margin),
            ("BleedBox", sheet.bleed),
            ("TrimBox", Pt::ZERO),
        ];
        for (name, beyond) in boxes {
            dict.set(name, rectangle(page, beyond));
        }
    }
    Ok(())
}

/// The trim and so much beyond it on all sides.
fn rectangle(page: &Page, beyond: Pt) -> Object {
    let corners = [-beyond.0, -beyond.0, page.width.0 + beyond.0, page.height.0 + beyond.0];
    Object::Array(corners.map(|corner| Object::Real(round(corner))).to_vec())
}
