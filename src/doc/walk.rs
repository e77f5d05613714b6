//! Walks a tree in reading order, the outer node before the inner.

use super::{Block, BlockKind, Inline, InlineKind, Stage, VerseLine};

/// A node on the way.
#[derive(Debug)]
pub enum Visit<'a, S: Stage> {
    Block(&'a Block<S>),
    Inline(&'a Inline<S>),
}

/// Visits every block and inline; what figures and inserts hold is the
/// visitor's to look into, for only it knows their stage.
pub fn walk<'a, S: Stage>(blocks: &'a [Block<S>], visit: &mut impl FnMut(Visit<'a, S>)) {
    for block in blocks {
        visit(Visit::Block(block));
        match &block.kind {
            BlockKind::Heading(heading) => walk_inlines(&heading.content, visit),
            BlockKind::Paragraph(content) => walk_inlines(content, visit),
            BlockKind::List(list) => list.items.iter().for_each(|item| walk(&item.blocks, visit)),
            BlockKind::Quote(blocks) => walk(blocks, visit),
            BlockKind::Table(table) => {
                let rows = std::iter::once(&table.head).chain(&table.rows);
                rows.flatten().for_each(|cell| walk_inlines(cell, visit));
            }
            BlockKind::Definitions(definitions) => {
                for definition in definitions {
                    walk_inlines(&definition.term, visit);
                    definition.details.iter().for_each(|detail| walk(detail, visit));
                }
            }
            BlockKind::Verse(verse) => {
                for line in &verse.lines {
                    match line {
                        VerseLine::Couplet(first, second) => {
                            walk_inlines(first, visit);
                            walk_inlines(second, visit);
                        }
                        VerseLine::Single(content) => walk_inlines(content, visit),
                        VerseLine::Gap => {}
                    }
                }
                walk_inlines(&verse.attribution, visit);
            }
            BlockKind::Code { .. } | BlockKind::Rule | BlockKind::Figure(_) | BlockKind::Insert(_) => {}
        }
    }
}

/// Visits every inline of a line.
pub fn walk_inlines<'a, S: Stage>(inlines: &'a [Inline<S>], visit: &mut impl FnMut(Visit<'a, S>)) {
    for inline in inlines {
        visit(Visit::Inline(inline));
        match &inline.kind {
            InlineKind::Emphasis(content)
            | InlineKind::Strong(content)
            | InlineKind::Strike(content)
            | InlineKind::Foreign { content, .. }
            | InlineKind::Link { content, .. }
            | InlineKind::Term { content, .. }
            | InlineKind::IndexMark { content, .. } => walk_inlines(content, visit),
            InlineKind::Text(_)
            | InlineKind::Code(_)
            | InlineKind::Citation(_)
            | InlineKind::NoteRef(_)
            | InlineKind::Picture(_)
            | InlineKind::SoftBreak
            | InlineKind::HardBreak => {}
        }
    }
}
