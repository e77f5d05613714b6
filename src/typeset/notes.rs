//! Footnotes: where they stand, and their numbers.
//!
//! Notes are numbered afresh on each page, so a number is known only when
//! pages are. Until then a mark holds the digit 1: digits are as wide as each
//! other in our faces, so that putting the true number in its place moves
//! nothing. Where it would (a page with ten notes, a face with proportional
//! digits) the paragraph is laid out again with its true numbers, and taken
//! if its marks stay in their lines; if not, the numbers are put in place all
//! the same, and the mark is a little tight.

use std::collections::BTreeMap;

use super::design::{Design, NOTE_LINE};
use super::folio;
use super::frame::{Item, ItemKind, NodeId, Run};
use super::paragraph::{Align, Line, Segment, TextStyle, lay_out};
use super::section::{Mark, NoteMark, Place, Section};
use super::segments::text_in;
use super::shop::{Shop, run_width};
use super::vlist::NoteScript;
use crate::config::Kashida;
use crate::doc::{Block, Linked, blocks_text};
use crate::fonts::Purpose;
use crate::locale::{Direction, Lang, first_strong};
use crate::units::{Em, Pt};

/// From the edge to the text of a note, with its number between them.
const NUMBER_COLUMN: Em = Em(1.5);

/// Whether a note has letters of Latin script only, in an edition of another script.
pub fn script_of(blocks: &[Block<Linked>], lang: Lang) -> NoteScript {
    if lang.direction() == Direction::Ltr {
        return NoteScript::Own;
    }
    let text = blocks_text(blocks);
    let direction = |letter: char| first_strong(letter.encode_utf8(&mut [0; 4]));
    let latin = text.chars().any(|letter| direction(letter) == Some(Direction::Ltr));
    let own = text.chars().any(|letter| direction(letter) == Some(Direction::Rtl));
    if latin && !own { NoteScript::Latin } else { NoteScript::Own }
}

/// Where the text of a note stands.
pub fn body_place(section: &Section, script: NoteScript, parent: NodeId) -> Place {
    let style = number_style(&section.shop, script);
    let direction = match script {
        NoteScript::Own => section.direction(),
        NoteScript::Latin => Direction::Ltr,
    };
    let place = Place { style, line: NOTE_LINE, parent, direction, kashida: Kashida::Off, ..section.whole() };
    place.indented(NUMBER_COLUMN.at(section.shop.text().note))
}

fn number_style(shop: &Shop, script: NoteScript) -> TextStyle {
    let style = shop.style(Purpose::Text, shop.text().note);
    match script {
        NoteScript::Own => style,
        NoteScript::Latin => {
            let scale = Design::optical_scale(shop.lang, Lang::EN, Purpose::Text);
            TextStyle { lang: Lang::EN, size: style.size * scale, ..style }
        }
    }
}

/// The number at the head of a note.
pub fn number_label(shop: &Shop, script: NoteScript, number: usize, node: NodeId) -> Option<Item> {
    let column = NUMBER_COLUMN.at(shop.text().note);
    let baseline = shop.text().baseline(NOTE_LINE);
    let style = number_style(shop, script);
    let number = folio::number(style.lang, number);
    let (align, x) = match (script, shop.lang.direction()) {
        (NoteScript::Own, Direction::Rtl) => (Align::Start, shop.design.measure() - column),
        (NoteScript::Own, Direction::Ltr) => (Align::Start, Pt::ZERO),
        // In a paragraph of the edition's direction the left is the end.
        (NoteScript::Latin, _) => (Align::End, Pt::ZERO),
    };
    let segments =
        [Segment::Open(style.lang.direction()), text_in(&format!("{number}."), style, node), Segment::Close];
    shop.label(&segments, align, x, column, baseline)
}

/// The numbers of footnote marks, by the mark's node.
pub type Numbers = BTreeMap<NodeId, usize>;

/// Puts numbers into marks.
pub struct Renumber<'s, 'a> {
    shop: Shop<'a>,
    marks: BTreeMap<NodeId, &'s NoteMark>,
}

impl<'s, 'a> Renumber<'s, 'a> {
    pub fn new(section: &'s Section<'a>) -> Renumber<'s, 'a> {
        let marks = section.note_marks.iter().map(|mark| (mark.node, mark)).collect();
        Renumber { shop: section.shop, marks }
    }

    /// The marks in some items: their nodes and notes, as placed.
    pub fn marks_in<'i>(
        &self,
        items: &'i [Item],
    ) -> impl Iterator<Item = (NodeId, usize)> + use<'i, 's, 'a, '_> {
        let nodes = items.iter().flat_map(|item| match &item.kind {
            ItemKind::Text(line) => line.runs.as_slice(),
            _ => &[],
        });
        nodes.filter_map(|run| self.marks.get(&run.node?)).map(|mark| (mark.node, mark.note))
    }

    /// Puts the true numbers in the place of the marks' digits.
    pub fn put(&self, items: &mut [Item], numbers: &Numbers) {
        for item in items {
            let ItemKind::Text(line) = &mut item.kind else { continue };
            for run in &mut line.runs {
                let Some(mark) = run.node.and_then(|node| self.marks.get(&node)) else { continue };
                let Some(&number) = numbers.get(&mark.node) else { continue };
                if let Some(set) = self.number_run(mark, number) {
                    run.text = set.text;
                    run.glyphs = set.glyphs;
                    run.face = set.face;
                }
            }
        }
    }

    /// Whether a number is as wide as the digit that stands for it.
    pub fn is_plain(&self, node: NodeId, number: usize) -> bool {
        let Some(mark) = self.marks.get(&node) else { return true };
        let width = |number| self.number_run(mark, number).map_or(Pt::ZERO, |run| run_width(&run));
        number == 1 || (width(number) - width(1)).abs() < Pt(0.05)
    }

    fn number_run(&self, mark: &NoteMark, number: usize) -> Option<Run> {
        let text = folio::number(self.shop.lang, number);
        let style = self.shop.paragraph(Align::Start, Pt(1000.0));
        let lines = lay_out(&[text_in(&text, mark.style, mark.node)], &style, self.shop.shaper);
        lines.into_iter().next()?.runs.into_iter().next()
    }
}

impl Section<'_> {
    /// Lays a paragraph out again with the true numbers of its marks: its
    /// lines, if there are as many and every mark is in its line as before.
    pub fn laid_out_again(&self, paragraph: usize, numbers: &Numbers) -> Option<Vec<Line>> {
        let marked = self.marked.get(paragraph)?;
        let mut segments = marked.segments.clone();
        for segment in &mut segments {
            let Segment::Text { text, node: Some(node), .. } = segment else { continue };
            if let Some(&number) = numbers.get(node) {
                *text = folio::number(self.shop.lang, number);
            }
        }
        let before = self.lay_out(&marked.segments, &marked.style);
        let after = self.lay_out(&segments, &marked.style);
        let same = before.len() == after.len()
            && before.iter().zip(&after).all(|(before, after)| self.notes_of(before) == self.notes_of(after));
        same.then_some(after)
    }

    fn notes_of(&self, line: &Line) -> Vec<usize> {
        let notes = line.marks.iter().filter_map(|mark| match self.marks.get(mark.0 as usize) {
            Some(Mark::Note(note)) => Some(*note),
            _ => None,
        });
        notes.collect()
    }
}
