//! The lines and tints round boxes that stand together.

use super::design::{Palette, TextDesign};
use super::frame::{Color, Item, ItemKind, Rect};
use super::vlist::{Frame, FrameKind, VBox};
use crate::units::Pt;

/// How far a frame stands inside the blank line that opens or closes it.
pub fn pad(content: &VBox, design: &TextDesign) -> Pt {
    if content.items.is_empty() { design.leading * 0.55 } else { Pt::ZERO }
}

/// A frame between two heights.
pub fn draw(frame: &Frame, top: Pt, bottom: Pt, palette: &Palette) -> Vec<Item> {
    let (x, width, height) = (frame.x, frame.width, bottom - top);
    let rule = |x: Pt, y: Pt, width: Pt, height: Pt, color: Color| {
        let area = Rect { x, y, width, height };
        Item { node: None, kind: ItemKind::Rule(area, color) }
    };
    match frame.kind {
        FrameKind::Card => {
            let (thin, color) = (Pt(0.7), palette.turquoise);
            vec![
                rule(x, top, width, Pt(2.0), color),
                rule(x, bottom - thin, width, thin, color),
                rule(x, top, thin, height, color),
                rule(x + width - thin, top, thin, height, color),
            ]
        }
        FrameKind::Box => {
            let (thin, color) = (Pt(0.5), palette.line);
            vec![
                rule(x, top, width, thin, color),
                rule(x, bottom - thin, width, thin, color),
                rule(x, top, thin, height, color),
                rule(x + width - thin, top, thin, height, color),
            ]
        }
        FrameKind::Rules => vec![rule(x, top, width, Pt(1.4), palette.lapis)],
        FrameKind::BarLeft => vec![rule(x, top, width, height, palette.saffron)],
        FrameKind::BarRight => vec![rule(x - width, top, width, height, palette.saffron)],
        FrameKind::Tint => vec![rule(x, top, width, height, palette.tint)],
    }
}
