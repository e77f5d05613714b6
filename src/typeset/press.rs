//! What a print shop needs beyond the page: bleed, crop marks, separated inks.
//!
//! In: the pages of an edition. Out: the same with a sheet round each, marks
//! at its corners that all inks print, and what the inks make of the colours.
//! Coordinates still count from the trim; marks stand outside of it.

use super::design::{Design, REGISTRATION};
use super::frame::{Item, ItemKind, Page, Pages, Rect, Sheet};
use crate::units::Pt;

/// 3 mm: how far ornaments run over the edge that is cut.
pub const BLEED: Pt = Pt(3.0 * 72.0 / 25.4);
/// Marks stand clear of the bleed.
const CLEAR: Pt = Pt(4.0 * 72.0 / 25.4);
const MARK: Pt = Pt(5.0 * 72.0 / 25.4);
const THICKNESS: Pt = Pt(0.25);

/// Gives every page its sheet with marks.
pub fn prepare(pages: &mut Pages, design: &Design) {
    pages.separation = Some(design.palette.separation());
    for page in &mut pages.pages {
        page.sheet = Some(Sheet { bleed: BLEED, margin: CLEAR + MARK });
        let marks = crop_marks(page);
        page.items.extend(marks);
    }
}

/// Two lines at each corner, in the directions of the edges.
fn crop_marks(page: &Page) -> Vec<Item> {
    let mut marks = Vec::new();
    for (x, outward) in [(Pt::ZERO, -1.0), (page.width, 1.0)] {
        for (y, downward) in [(Pt::ZERO, -1.0), (page.height, 1.0)] {
            marks.push(mark(x, y, Pt(outward), Pt::ZERO));
            marks.push(mark(x, y, Pt::ZERO, Pt(downward)));
        }
    }
    marks
}

/// Marks where the sheet of a cover is folded, above and below it.
pub fn fold_marks(page: &Page, x: Pt) -> [Item; 2] {
    [mark(x, Pt::ZERO, Pt::ZERO, Pt(-1.0)), mark(x, page.height, Pt::ZERO, Pt(1.0))]
}

/// A mark that leads away from a place on the trim, along one axis.
fn mark(x: Pt, y: Pt, right: Pt, down: Pt) -> Item {
    let along = |at: Pt, way: Pt| match way.0 {
        way if way < 0.0 => (at - CLEAR - MARK, MARK),
        way if way > 0.0 => (at + CLEAR, MARK),
        _ => (at - THICKNESS * 0.5, THICKNESS),
    };
    let ((x, width), (y, height)) = (along(x, right), along(y, down));
    Item { node: None, kind: ItemKind::Rule(Rect { x, y, width, height }, REGISTRATION) }
}
