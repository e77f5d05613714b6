//! Tables: widths by content, rows that break between pages, heads repeated.
//!
//! A row is set line by line of the grid, all its cells side by side, so that
//! a row taller than a page can still be split. Columns run in the direction
//! of the text: the first is at the right in Persian (P-156). Widths follow
//! CSS 2.2 §17.5.2.2: every column has its longest word, what is left is
//! shared by how much more its text would like.

use super::decimal::{Halves, halves, left_of, stands_left};
use super::frame::{Color, Item, ItemKind, NodeId, Rect, Role};
use super::paragraph::{Align, Line, ParagraphStyle, Segment, TextStyle};
use super::section::{Place, Section};
use super::shop::runs_width;
use super::vlist::{VBox, cost};
use crate::doc::{Alignment, Inline, Linked, Table};
use crate::locale::Direction;
use crate::message;
use crate::source::Span;
use crate::units::Pt;

/// Between two columns, if they have room for it.
const COLUMN_GAP: Pt = Pt(11.0);
/// Of the width of a column with its gap.
const LARGEST_GAP: f64 = 0.3;

fn column_gap(count: usize, width: Pt) -> Pt {
    COLUMN_GAP.min(width / count.max(1) as f64 * LARGEST_GAP)
}

/// How the columns of a table stand.
struct Columns {
    aligned: Vec<Alignment>,
    widths: Vec<Pt>,
    gap: Pt,
    /// Of columns whose cells are numbers.
    decimals: Vec<Option<Halves>>,
}

/// A table ready to be set.
pub struct Grid {
    pub columns: Vec<Alignment>,
    pub head: Option<Row>,
    pub rows: Vec<Row>,
    pub rules: Rules,
    pub widths: Widths,
}

/// Where lines are drawn.
#[derive(Clone, Copy, PartialEq, Eq)]
pub enum Rules {
    None,
    /// Between rows.
    Between,
    /// Below every row.
    All,
}

#[derive(Clone, Copy, PartialEq, Eq)]
pub enum Widths {
    /// What is left over goes to all columns.
    Shared,
    /// What is left over goes to the last column.
    Tight,
}

pub struct Row {
    pub cells: Vec<Cell>,
}

/// The paragraphs of a cell.
#[derive(Default)]
pub struct Cell {
    pub paragraphs: Vec<Vec<Segment>>,
}

impl Section<'_> {
    pub fn table(&mut self, table: &Table<Linked>, place: &Place, span: Span) {
        let node = self.node(Role::Table, place.parent, Some(span));
        let style = self.small(place.style);
        let head = self.row(node, &table.head, Role::TableHead, TextStyle { bold: true, ..style });
        let rows = table.rows.iter().map(|row| self.row(node, row, Role::TableCell, style)).collect();
        let has_head = table.head.iter().any(|cell| !cell.is_empty());
        let head = has_head.then_some(head);
        self.space(1, 1);
        self.grid(
            Grid { columns: table.columns.clone(), head, rows, rules: Rules::All, widths: Widths::Shared },
            place,
            Some(span),
        );
        self.space(1, 1);
    }

    pub fn small(&self, style: TextStyle) -> TextStyle {
        let design = self.shop.text();
        TextStyle { size: style.size.min(design.small), ..style }
    }

    fn row(&mut self, table: NodeId, cells: &[Vec<Inline<Linked>>], role: Role, style: TextStyle) -> Row {
        let node = self.node(Role::TableRow, table, None);
        let cells = cells.iter().map(|content| self.cell(node, role, &[content], style)).collect();
        Row { cells }
    }

    /// A cell under a row, a paragraph for each line of text.
    pub fn cell(
        &mut self,
        row: NodeId,
        role: Role,
        lines: &[&Vec<Inline<Linked>>],
        style: TextStyle,
    ) -> Cell {
        let node = self.node(role, row, None);
        Cell { paragraphs: lines.iter().map(|content| self.segments(content, style, node)).collect() }
    }

    pub fn grid(&mut self, grid: Grid, place: &Place, span: Option<Span>) {
        let columns = self.columns(&grid, place, span);
        let palette = &self.shop.design.palette;
        let (strong, faint) = (palette.lapis, palette.line);
        let mut calls = Vec::new();
        let mut head = None;
        if let Some(row) = &grid.head {
            let mut boxes = self.row_boxes(row, &columns, place, span);
            let height: u32 = boxes.iter().map(|line| line.units).sum();
            if let Some(last) = boxes.last_mut() {
                last.items.push(self.row_rule(place, Pt(0.9), strong));
            }
            // A head of a third of a page would leave too little for the rows.
            if height * 3 <= self.shop.text().page_units() {
                calls = boxes.iter_mut().flat_map(|line| std::mem::take(&mut line.calls)).collect();
                head = Some(self.list.heads.len());
                self.list.heads.push(boxes);
            } else {
                for line in boxes {
                    self.push(line);
                    self.keep(cost::EDGE_ROW);
                }
            }
        }
        let count = grid.rows.len();
        for (at, row) in grid.rows.iter().enumerate() {
            if at == 1 || (at > 1 && at + 1 == count) {
                self.keep(cost::EDGE_ROW);
            }
            let mut boxes = self.row_boxes(row, &columns, place, span);
            let ruled = match grid.rules {
                Rules::None => false,
                Rules::Between => at + 1 < count,
                Rules::All => true,
            };
            if let (Some(last), true) = (boxes.last_mut(), ruled) {
                let thickness = if at + 1 == count { Pt(0.7) } else { Pt(0.4) };
                last.items.push(self.row_rule(place, thickness, faint));
            }
            for (line, mut content) in boxes.into_iter().enumerate() {
                content.head = head;
                content.calls.splice(0..0, calls.drain(..));
                if line > 0 {
                    self.keep(cost::ROW);
                }
                self.push(content);
            }
        }
    }

    fn row_rule(&self, place: &Place, thickness: Pt, color: Color) -> Item {
        let y = self.shop.text().height(place.line) - thickness;
        let area = Rect { x: place.x, y, width: place.width, height: thickness };
        Item { node: None, kind: ItemKind::Rule(area, color) }
    }

    /// One row as boxes a line high, all its cells side by side.
    fn row_boxes(&mut self, row: &Row, columns: &Columns, place: &Place, span: Option<Span>) -> Vec<VBox> {
        let mut boxes: Vec<VBox> = Vec::new();
        let mut from_start = Pt::ZERO;
        for (at, width) in columns.widths.iter().copied().enumerate() {
            let x = match place.direction {
                Direction::Ltr => place.x + from_start,
                Direction::Rtl => place.x + place.width - from_start - width,
            };
            from_start += width + columns.gap;
            let align = columns.aligned.get(at).copied().unwrap_or(Alignment::Start);
            let style = cell_style(place, align, width);
            let mut line_number = 0;
            for segments in row.cells.get(at).map_or(&[][..], |cell| cell.paragraphs.as_slice()) {
                let decimals = columns.decimals.get(at).copied().flatten();
                let number = decimals.and_then(|most| Some((self.halves_of(segments, place)?, most)));
                for line in self.lines(segments, &style, span) {
                    let x = match number {
                        Some((own, most)) => {
                            let at_left = stands_left(place.direction, align == Alignment::Start);
                            left_of(own, most, x, width, at_left) - left_edge(&line)
                        }
                        None => x,
                    };
                    let part = self.line_box(line, x, place.line);
                    if boxes.len() <= line_number {
                        boxes.push(VBox { units: place.line, frame: place.frame, ..VBox::default() });
                    }
                    if let Some(whole) = boxes.get_mut(line_number) {
                        whole.items.extend(part.items);
                        whole.calls.extend(part.calls);
                        whole.anchors.extend(part.anchors);
                    }
                    line_number += 1;
                }
            }
        }
        if boxes.is_empty() {
            boxes.push(VBox { units: place.line, frame: place.frame, ..VBox::default() });
        }
        boxes
    }

    /// The columns, which with their gaps fill the measure.
    fn columns(&mut self, grid: &Grid, place: &Place, span: Option<Span>) -> Columns {
        let count = grid.columns.len().max(1);
        let gap = column_gap(count, place.width);
        let room = (place.width - gap * (count as f64 - 1.0)).max(Pt(count as f64));
        let (widths, broken) = self.widths(grid, place, room);
        if broken {
            let message = message!("page-narrow-columns", columns = count);
            self.warn_with("page.narrow-columns", span, message, message!("page-narrow-columns.help"));
        }
        let decimals = (0..count).map(|at| self.decimals(grid, at, place)).collect();
        Columns { aligned: grid.columns.clone(), widths, gap, decimals }
    }

    /// The widths of a column's numbers, if all that stands in it is numbers.
    fn decimals(&self, grid: &Grid, at: usize, place: &Place) -> Option<Halves> {
        let mut most: Option<Halves> = None;
        for cell in grid.rows.iter().filter_map(|row| row.cells.get(at)) {
            match cell.paragraphs.as_slice() {
                [] => {}
                [only] if only.is_empty() => {}
                [only] => most = Some(self.halves_of(only, place)?.max(most.unwrap_or_default())),
                _ => return None,
            }
        }
        most
    }

    fn halves_of(&self, segments: &[Segment], place: &Place) -> Option<Halves> {
        let (before, after) = halves(segments)?;
        let style = segments.iter().find_map(|segment| match segment {
            Segment::Text { style, .. } => Some(*style),
            _ => None,
        })?;
        let width = |text: &str| {
            let segment = Segment::Text { text: text.to_owned(), style, node: None };
            let style = cell_style(place, Alignment::Start, Pt(4000.0));
            let lines = self.lay_out(&[segment], &style);
            lines.first().map_or(Pt::ZERO, |line| runs_width(&line.runs))
        };
        Some(Halves { before: width(&before), after: width(&after) })
    }

    /// The widths that fill `room`, and whether words are broken in them.
    fn widths(&self, grid: &Grid, place: &Place, room: Pt) -> (Vec<Pt>, bool) {
        let count = grid.columns.len().max(1);
        let mut least = vec![Pt(8.0); count];
        let mut liked = vec![Pt(8.0); count];
        let mut naturals = vec![Vec::new(); count];
        for row in grid.head.iter().chain(&grid.rows) {
            for (at, cell) in row.cells.iter().enumerate().take(count) {
                for segments in &cell.paragraphs {
                    let natural = self.widest(segments, place);
                    naturals[at].push(natural);
                    liked[at] = liked[at].max(natural);
                    // A word is never wider than the whole text of its cell; one
                    // that would take half the table is broken.
                    if natural > least[at] {
                        let word = self.widest_word(segments, place).min(room * 0.5);
                        least[at] = least[at].max(word.min(natural));
                    }
                }
            }
        }
        // One long cell should not make all others of the row narrow.
        let beyond = |(naturals, &least): (&Vec<Pt>, &Pt)| {
            naturals.iter().map(|&natural| (natural - least).max(Pt::ZERO)).sum::<Pt>()
        };
        let weights: Vec<Pt> = naturals.iter().zip(&least).map(beyond).collect();
        if grid.widths == Widths::Tight {
            least[0] = liked[0].min(room * 0.4);
        }
        let broken = least.iter().copied().sum::<Pt>() > room;
        let mut widths = share(room, &least, &liked, &weights);
        let spare = room - liked.iter().copied().sum();
        if grid.widths == Widths::Tight && spare > Pt::ZERO {
            widths = liked;
            if let Some(last) = widths.last_mut() {
                *last += spare;
            }
        }
        (widths, broken)
    }

    fn widest(&self, segments: &[Segment], place: &Place) -> Pt {
        let style = ParagraphStyle { hyphenate: false, ..cell_style(place, Alignment::Start, Pt(4000.0)) };
        let lines = self.lay_out(segments, &style);
        lines.iter().map(|line| runs_width(&line.runs)).fold(Pt::ZERO, Pt::max) + Pt(0.5)
    }

    pub(super) fn widest_word(&self, segments: &[Segment], place: &Place) -> Pt {
        let mut widest = Pt::ZERO;
        for segment in segments {
            let Segment::Text { text, style, node } = segment else { continue };
            for word in text.split_whitespace() {
                let word = Segment::Text { text: word.to_owned(), style: *style, node: *node };
                widest = widest.max(self.widest(&[word], place));
            }
        }
        widest
    }
}

/// The left end of a line's text.
fn left_edge(line: &Line) -> Pt {
    line.runs.iter().map(|run| run.x).reduce(Pt::min).unwrap_or(Pt::ZERO)
}

fn cell_style(place: &Place, align: Alignment, width: Pt) -> ParagraphStyle {
    let align = match align {
        Alignment::Start => Align::Start,
        Alignment::Center => Align::Center,
        Alignment::End => Align::End,
    };
    ParagraphStyle { measure: width, ..place.paragraph(align) }
}

/// Shares `room` among columns that need `least` and would like `liked`: what
/// is left beyond the least goes by `weights`, how much text each would set.
fn share(room: Pt, least: &[Pt], liked: &[Pt], weights: &[Pt]) -> Vec<Pt> {
    let total = |widths: &[Pt]| widths.iter().copied().sum::<Pt>();
    let (all_least, all_liked) = (total(least), total(liked));
    if all_liked <= room {
        // What is left over goes to all alike, in the proportion of their text.
        let factor = if all_liked > Pt::ZERO { room / all_liked } else { 1.0 };
        return liked.iter().map(|&width| width * factor).collect();
    }
    if all_least >= room {
        let factor = if all_least > Pt::ZERO { room / all_least } else { 1.0 };
        return least.iter().map(|&width| width * factor).collect();
    }
    let mut widths = least.to_vec();
    // Each round fills at least one column, or all that is left.
    for _ in 0..widths.len() {
        let spare = room - total(&widths);
        let open = |at: usize| liked[at] > widths[at] + Pt(0.01);
        let wanted: Vec<Pt> = weights
            .iter()
            .enumerate()
            .map(|(at, &weight)| if open(at) { weight } else { Pt::ZERO })
            .collect();
        let all = total(&wanted);
        if spare <= Pt(0.01) || all <= Pt::ZERO {
            break;
        }
        for (at, wanted) in wanted.into_iter().enumerate() {
            widths[at] = (widths[at] + spare * (wanted / all)).min(liked[at].max(least[at]));
        }
    }
    widths
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(room: f64, least: [f64; 2], liked: [f64; 2], expected: [f64; 2]) {
        let (least, liked) = (least.map(Pt), liked.map(Pt));
        let weights = [0, 1].map(|at| liked[at] - least[at]);
        let widths = share(Pt(room), &least, &liked, &weights);
        let rounded: Vec<f64> = widths.iter().map(|width| width.0.round()).collect();
        assert_eq!(rounded, expected);
    }

    #[test]
    fn columns_fill_the_room() {
        check(100.0, [10.0, 10.0], [20.0, 30.0], [40.0, 60.0]);
    }

    #[test]
    fn every_column_keeps_its_longest_word() {
        check(100.0, [40.0, 10.0], [40.0, 400.0], [40.0, 60.0]);
    }

    #[test]
    fn words_wider_than_the_page_share_it() {
        check(100.0, [100.0, 300.0], [200.0, 300.0], [25.0, 75.0]);
    }
}
