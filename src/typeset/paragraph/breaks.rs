//! Where a line may break.
//!
//! In: the paragraph's pieces. Out: byte offsets of break opportunities in its
//! text. Method: UAX #14 by `icu_segmenter`, over a text without the isolates
//! that segments open and close, which would count as letters there (LB10);
//! an opportunity falls after what closes and before what opens.

use icu_segmenter::LineSegmenter;
use icu_segmenter::options::LineBreakOptions;

use super::text::{ParagraphText, PieceKind};

/// Byte offsets in the paragraph's text, rising; neither its start nor its end.
pub fn opportunities(paragraph: &ParagraphText) -> Vec<usize> {
    let mut plain = String::with_capacity(paragraph.text.len());
    // For each piece, where it ends in `plain` and in the text.
    let mut ends = Vec::with_capacity(paragraph.pieces.len());
    for piece in &paragraph.pieces {
        match piece.kind {
            PieceKind::Open | PieceKind::Close => {}
            // A word joiner: the fill's neighbours stay in its line.
            PieceKind::Fill { .. } => plain.push('\u{2060}'),
            _ => plain.push_str(paragraph.text.get(piece.range.clone()).unwrap_or_default()),
        }
        ends.push(plain.len());
    }
    let segmenter = LineSegmenter::new_for_non_complex_scripts(LineBreakOptions::default());
    let mut piece = 0;
    segmenter
        .segment_str(&plain)
        .filter(|&at| at > 0 && at < plain.len())
        .map(|at| {
            while ends.get(piece).is_some_and(|&end| end < at) {
                piece += 1;
            }
            place_in_text(paragraph, piece, ends.get(piece).map_or(0, |end| end - at))
        })
        .collect()
}

/// The place so many bytes before the end of a piece, and after what closes there.
fn place_in_text(paragraph: &ParagraphText, piece: usize, before_end: usize) -> usize {
    let end = paragraph.pieces.get(piece).map_or(paragraph.text.len(), |piece| piece.range.end);
    if before_end > 0 {
        return end.saturating_sub(before_end);
    }
    let after = paragraph.pieces.iter().skip(piece + 1);
    let closed = after.take_while(|piece| piece.kind == PieceKind::Close).last();
    closed.map_or(end, |piece| piece.range.end)
}
