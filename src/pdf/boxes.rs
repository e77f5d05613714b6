//! The boxes of pages, and of those that are cut from a larger sheet.
//!
//! In: pages. Out: MediaBox, CropBox and TrimBox, and with a sheet BleedBox
//! (ISO 32000-1 §14.11.2). The origin stays at the corner of the trim, so that
//! coordinates mean the same in every file; what lies outside it is counted
//! below zero.

use lopdf::{Dictionary, Object};

use super::paint::round;
use crate::typeset::frame::Page;
use crate::units::Pt;

/// Sets the boxes of a page.
pub(super) fn set(entry: &mut Dictionary, page: &Page) {
    let margin = page.sheet.map_or(Pt::ZERO, |sheet| sheet.margin);
    entry.set("MediaBox", rectangle(page, margin));
    entry.set("CropBox", rectangle(page, margin));
    if let Some(sheet) = page.sheet {
        entry.set("BleedBox", rectangle(page, sheet.bleed));
    }
    entry.set("TrimBox", rectangle(page, Pt::ZERO));
}

/// The trim and so much beyond it on all sides.
fn rectangle(page: &Page, beyond: Pt) -> Object {
    let corners = [-beyond.0, -beyond.0, page.width.0 + beyond.0, page.height.0 + beyond.0];
    Object::Array(corners.map(|corner| Object::Real(round(corner))).to_vec())
}
