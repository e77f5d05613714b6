//! The plain text of a tree, for titles, summaries, word counts and search.

use super::{Block, BlockKind, Inline, InlineKind, Stage, Verse, VerseLine};
use crate::locale::{Direction, first_strong};

/// The words of a line in logical order; marks, notes and citations are left out.
pub fn inlines_text<S: Stage>(inlines: &[Inline<S>]) -> String {
    let mut text = String::new();
    write_inlines(inlines, &mut text);
    text
}

/// The words of blocks, a line feed after each; drawn blocks have none.
pub fn blocks_text<S: Stage>(blocks: &[Block<S>]) -> String {
    let mut text = String::new();
    write_blocks(blocks, &mut text);
    text
}

impl<S: Stage> Verse<S> {
    /// The direction of its own words, which decides on which side the first hemistich of a couplet
    /// stands; none for a poem without letters.
    pub fn direction(&self) -> Option<Direction> {
        let first = self.lines.iter().find_map(|line| match line {
            VerseLine::Couplet(first, _) | VerseLine::Single(first) => Some(inlines_text(first)),
            VerseLine::Gap => None,
        });
        first.and_then(|words| first_strong(&words))
    }

    /// The direction of the poet's name; none without letters.
    pub fn attribution_direction(&self) -> Option<Direction> {
        first_strong(&inlines_text(&self.attribution))
    }
}

fn write_inlines<S: Stage>(inlines: &[Inline<S>], out: &mut String) {
    for inline in inlines {
        match &inline.kind {
            InlineKind::Text(text) | InlineKind::Code(text) => out.push_str(text),
            InlineKind::Emphasis(content)
            | InlineKind::Strong(content)
            | InlineKind::Strike(content)
            | InlineKind::Foreign { content, .. }
            | InlineKind::Link { content, .. }
            | InlineKind::Term { content, .. }
            | InlineKind::IndexMark { content, .. } => write_inlines(content, out),
            InlineKind::SoftBreak | InlineKind::HardBreak => out.push(' '),
            InlineKind::Citation(_) | InlineKind::NoteRef(_) | InlineKind::Picture(_) => {}
        }
    }
}

fn write_blocks<S: Stage>(blocks: &[Block<S>], out: &mut String) {
    for block in blocks {
        match &block.kind {
            BlockKind::Heading(heading) => write_line(&heading.content, out),
            BlockKind::Paragraph(content) => write_line(content, out),
            BlockKind::List(list) => list.items.iter().for_each(|item| write_blocks(&item.blocks, out)),
            BlockKind::Quote(blocks) => write_blocks(blocks, out),
            BlockKind::Code { text, .. } => {
                out.push_str(text);
                out.push('\n');
            }
            BlockKind::Table(table) => {
                let rows = std::iter::once(&table.head).chain(&table.rows);
                rows.flatten().for_each(|cell| write_line(cell, out));
            }
            BlockKind::Definitions(definitions) => {
                for definition in definitions {
                    write_line(&definition.term, out);
                    definition.details.iter().for_each(|detail| write_blocks(detail, out));
                }
            }
            BlockKind::Verse(verse) => {
                for line in &verse.lines {
                    match line {
                        VerseLine::Couplet(first, second) => {
                            write_line(first, out);
                            write_line(second, out);
                        }
                        VerseLine::Single(content) => write_line(content, out),
                        VerseLine::Gap => {}
                    }
                }
                write_line(&verse.attribution, out);
            }
            BlockKind::Rule | BlockKind::Figure(_) | BlockKind::Insert(_) => {}
        }
    }
}

fn write_line<S: Stage>(content: &[Inline<S>], out: &mut String) {
    let before = out.len();
    write_inlines(content, out);
    if out.len() > before {
        out.push('\n');
    }
}
