//! The vertical list: what stands below what in one section of the book.
//!
//! Every entry is a box a whole number of grid units high, with the space
//! before it and the cost of turning the page there. Text comes line by line,
//! tables row line by row line, so that nothing but a picture is taller than
//! a line and any list can be cut into pages. `blocks` and its neighbours
//! fill the list, `pagebreak` cuts it, `compose` sets the pages.

use super::frame::{Item, NodeId};

/// What a page break costs, by what it would part.
pub mod cost {
    /// A heading from what it heads, a caption from its picture.
    pub const PARTED: u32 = 1_000_000;
    /// The first or last line from the rest of its paragraph.
    pub const WIDOW: u32 = 200_000;
    /// Two lines of one row of a table.
    pub const ROW: u32 = 20_000;
    /// The first or last row from its table, a label from its value.
    pub const EDGE_ROW: u32 = 2_000;
    /// What reads better together: a term and its detail, a card.
    pub const LOOSE: u32 = 200;
    /// The two parts of a hyphenated word.
    pub const HYPHEN: u32 = 150;
    pub const NONE: u32 = 0;
}

/// Space that vanishes at the head of a page.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Glue {
    pub units: u32,
    /// How many units it may grow, to fill a page.
    pub stretch: u32,
}

#[derive(Debug, Clone)]
pub struct Entry {
    pub glue: Glue,
    /// The cost of a page break before it.
    pub cost: u32,
    pub kind: EntryKind,
    pub content: VBox,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum EntryKind {
    Flow,
    /// May wait for the head of a later page while the text goes on.
    Float,
}

/// A box on the grid. Its items count x from the left edge of the text block
/// and y from the box's upper edge.
#[derive(Debug, Clone, Default)]
pub struct VBox {
    pub units: u32,
    pub items: Vec<Item>,
    /// Footnotes called here, in order: indices of [`VList::notes`].
    pub calls: Vec<usize>,
    /// The paragraph with footnote marks that it is a line of: an index of
    /// `VList::marked`, and the line in it.
    pub line_of: Option<(usize, usize)>,
    /// Names of destinations at its upper edge.
    pub anchors: Vec<Box<str>>,
    /// Neighbours with the same mark share one frame.
    pub frame: Option<Frame>,
    /// The head to be repeated, if it comes first on a page: an index of
    /// [`VList::heads`].
    pub head: Option<usize>,
}

/// A border that goes round boxes that stand together.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Frame {
    pub group: u32,
    pub kind: FrameKind,
    pub x: crate::units::Pt,
    pub width: crate::units::Pt,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum FrameKind {
    /// A line on all sides.
    Card,
    /// A thin line on all sides.
    Box,
    /// A line above and below.
    Rules,
    /// A bar at the left or right side.
    BarLeft,
    BarRight,
    /// A tint behind the text.
    Tint,
}

/// A footnote: its number's node, its boxes in order.
#[derive(Debug, Clone)]
pub struct SetNote {
    pub label: NodeId,
    pub script: NoteScript,
    /// Never empty.
    pub boxes: Vec<VBox>,
    /// Notes that this one calls.
    pub calls: Vec<usize>,
}

/// Whether a note runs in the edition's direction, or is all in Latin script
/// and stands at the left with its number in ASCII digits (P-145).
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum NoteScript {
    Own,
    Latin,
}

/// One section as a list.
#[derive(Debug, Default)]
pub struct VList {
    pub entries: Vec<Entry>,
    pub notes: Vec<SetNote>,
    /// Heads of tables, as boxes from the top.
    pub heads: Vec<Vec<VBox>>,
}

impl SetNote {
    pub fn units(&self) -> u32 {
        self.boxes.iter().map(|line| line.units).sum()
    }
}

impl VList {
    pub fn head_units(&self, entry: &Entry) -> u32 {
        let head = entry.content.head.and_then(|head| self.heads.get(head));
        head.map_or(0, |boxes| boxes.iter().map(|line| line.units).sum())
    }
}

/// The height of a list that stands in one piece.
pub fn units_of(entries: &[Entry]) -> u32 {
    entries.iter().map(|entry| entry.glue.units + entry.content.units).sum()
}
