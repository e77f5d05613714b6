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

#[cfg(test)]
mod tests {
    use super::*;
    use crate::fonts::Purpose;
    use crate::locale::{Direction, Lang};
    use crate::typeset::frame::Color;
    use crate::typeset::paragraph::{Segment, TextStyle};
    use crate::units::Pt;

    fn text(text: &str) -> Segment {
        let style = TextStyle {
            lang: Lang::FA,
            purpose: Purpose::Text,
            bold: false,
            italic: false,
            size: Pt(14.0),
            color: Color(0, 0, 0),
            rise: Pt(0.0),
        };
        Segment::Text { text: text.into(), style, node: None }
    }

    #[test]
    fn breaks_are_those_of_the_vectors() {
        let file = include_str!("../../../tests/fixtures/persian_vectors.json");
        let all: serde_json::Value = serde_json::from_str(file).expect("the fixture is JSON");
        let vectors = all["vectors"].as_array().expect("a list of vectors");
        let vectors: Vec<_> = vectors.iter().filter(|vector| vector["category"] == "line_break").collect();
        assert!(vectors.len() >= 15);
        for vector in vectors {
            let all = vector["text"].as_str().expect("a text");
            let found = opportunities(&ParagraphText::new(&[text(all)]));
            let found: Vec<usize> = found.into_iter().map(|at| all[..at].chars().count()).collect();
            let expected = vector["expected"].as_array().expect("places");
            let expected: Vec<usize> =
                expected.iter().map(|at| at.as_u64().expect("a place") as usize).collect();
            assert_eq!(found, expected[1..expected.len() - 1], "{}", vector["id"]);
        }
    }

    #[test]
    fn isolates_of_segments_are_not_seen() {
        let segments = [
            text("a "),
            Segment::Open(Direction::Ltr),
            text("\u{897f}\u{5b89}"),
            Segment::Close,
            Segment::Close,
            text(" b"),
        ];
        // After the space, between the ideographs, and after the second space: never around an isolate.
        assert_eq!(opportunities(&ParagraphText::new(&segments)), [2, 8, 18]);
    }

    #[test]
    fn a_fill_keeps_its_neighbours() {
        let segments = [text("a b "), Segment::Fill { leader: true }, text(" 12")];
        assert_eq!(opportunities(&ParagraphText::new(&segments)), [2, 6]);
    }
}
