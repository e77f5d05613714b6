//! The paragraph as one text, with a note of what each stretch of it is.
//!
//! In: segments. Out: a text in which an isolate is its control character, a
//! picture U+FFFC, a fill a tab and a forced break U+2028, so that UAX #9 can
//! read it as it stands; and one piece a segment over that text. Marks and
//! links keep their places as byte offsets. Levels are left to `bidi`.

use std::ops::Range;

use super::{LinkId, MarkId, Segment, TextStyle};
use crate::doc::PictureId;
use crate::locale::Direction;
use crate::typeset::frame::NodeId;
use crate::units::Pt;

/// What a stretch of the text stands for.
#[derive(Debug, Clone, Copy, PartialEq)]
pub enum PieceKind {
    Text { style: TextStyle, node: Option<NodeId> },
    Open,
    Close,
    Picture { picture: PictureId, width: Pt, height: Pt, node: Option<NodeId> },
    Fill { leader: bool },
    HardBreak,
}

/// A stretch of the text from one segment; `range` is in bytes.
#[derive(Debug, Clone)]
pub struct Piece {
    pub range: Range<usize>,
    pub kind: PieceKind,
    pub link: Option<LinkId>,
    /// The style of the text here, or of the last text before.
    near: Option<TextStyle>,
}

impl Piece {
    pub fn style(&self) -> Option<TextStyle> {
        match self.kind {
            PieceKind::Text { style, .. } => Some(style),
            _ => None,
        }
    }
}

#[derive(Debug, Default)]
pub struct ParagraphText {
    pub text: String,
    /// In logical order; together they cover the text.
    pub pieces: Vec<Piece>,
    /// Byte offsets, rising.
    pub marks: Vec<(usize, MarkId)>,
    first_style: Option<TextStyle>,
}

impl ParagraphText {
    /// Joins the segments. Lengths that are no numbers, or negative, count as nothing.
    pub fn new(segments: &[Segment]) -> ParagraphText {
        let mut paragraph = ParagraphText::default();
        let mut links = Vec::new();
        for segment in segments {
            let link = links.last().copied();
            match segment {
                Segment::Text { text, style, node } => {
                    let style = TextStyle { size: length(style.size), rise: finite(style.rise), ..*style };
                    let text = text.chars().map(printable);
                    paragraph.push(text, PieceKind::Text { style, node: *node }, link);
                }
                Segment::Open(Direction::Ltr) => paragraph.push(['\u{2066}'], PieceKind::Open, link),
                Segment::Open(Direction::Rtl) => paragraph.push(['\u{2067}'], PieceKind::Open, link),
                Segment::Close => paragraph.push(['\u{2069}'], PieceKind::Close, link),
                Segment::Mark(mark) => paragraph.marks.push((paragraph.text.len(), *mark)),
                Segment::LinkStart(link) => links.push(*link),
                Segment::LinkEnd => {
                    links.pop();
                }
                Segment::Picture { picture, width, height, node } => {
                    let (width, height) = (length(*width), length(*height));
                    let kind = PieceKind::Picture { picture: *picture, width, height, node: *node };
                    paragraph.push(['\u{fffc}'], kind, link);
                }
                Segment::Fill { leader } => {
                    paragraph.push(['\t'], PieceKind::Fill { leader: *leader }, link);
                }
                Segment::HardBreak => paragraph.push(['\u{2028}'], PieceKind::HardBreak, link),
            }
        }
        paragraph
    }

    /// The index of the piece that holds the byte at `offset`; the last one beyond the end.
    pub fn piece_at(&self, offset: usize) -> usize {
        let after = self.pieces.partition_point(|piece| piece.range.start <= offset);
        after.saturating_sub(1)
    }

    /// The style that a place without one of its own takes: that of the text
    /// before it, else that of the first text.
    pub fn style_near(&self, piece: usize) -> Option<TextStyle> {
        self.pieces.get(piece).and_then(|piece| piece.near).or(self.first_style)
    }

    fn push(&mut self, text: impl IntoIterator<Item = char>, kind: PieceKind, link: Option<LinkId>) {
        let start = self.text.len();
        self.text.extend(text);
        if self.text.len() > start {
            let own = match kind {
                PieceKind::Text { style, .. } => Some(style),
                _ => None,
            };
            let near = own.or_else(|| self.pieces.last().and_then(|piece| piece.near));
            self.first_style = self.first_style.or(own);
            self.pieces.push(Piece { range: start..self.text.len(), kind, link, near });
        }
    }
}

/// Control characters and separators print nothing and would be taken for the
/// marks that stand for segments: they are set as spaces.
fn printable(character: char) -> char {
    match character {
        '\u{2028}' | '\u{2029}' => ' ',
        control if control.is_control() => ' ',
        other => other,
    }
}

fn finite(length: Pt) -> Pt {
    if length.0.is_finite() { length } else { Pt::ZERO }
}

fn length(length: Pt) -> Pt {
    finite(length).max(Pt::ZERO)
}
