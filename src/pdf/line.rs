//! Writes one line as one text object, in visual order.
//!
//! The pen is kept with the widths that the file states (whole thousandths of
//! an em), and is corrected only where it is off by more than 3/1000 em: a
//! reader that sees jumps splits words. A space beyond the line's end spells
//! out that a word ends there (ISO 14289-1 §7.2). What a run's glyphs say comes
//! from `text`; the operators around lines from `paint`.

use std::collections::BTreeMap;

use super::PdfError;
use super::font::{Codes, Shape};
use super::paint::{Painter, round};
use super::text::{self, Placed, RLM, is_mark};
use crate::fonts::{FaceId, Fonts};
use crate::locale::Direction;
use crate::typeset::frame::{NodeId, Role, Run, TextLine};

/// How far the pen may be off before it is moved, in thousandths of an em.
const TOLERANCE: f64 = 3.0;

/// Writes a line and notes what its links and labels say.
///
/// # Errors
/// A character without a glyph, or a face that cannot be read.
pub(super) fn write<'f>(
    line: &TextLine,
    painter: &mut Painter,
    fonts: &'f Fonts,
    codes: &mut BTreeMap<FaceId, Codes<'f>>,
    texts: &mut BTreeMap<NodeId, String>,
) -> Result<(), PdfError> {
    let Some(first) = line.runs.first() else { return Ok(()) };
    let base = base(line, painter);
    let ranks = logical_ranks(&line.runs);
    note_texts(line, &ranks, painter, texts);
    let runs = line.runs.iter().map(|run| {
        let codes = match codes.entry(run.face) {
            std::collections::btree_map::Entry::Occupied(entry) => entry.into_mut(),
            std::collections::btree_map::Entry::Vacant(entry) => {
                entry.insert(Codes::new(run.face, fonts.get(run.face))?)
            }
        };
        text::place(run, codes)
    });
    let mut runs = runs.collect::<Result<Vec<(Vec<Placed>, f64)>, PdfError>>()?;
    if line.ends_word {
        add_space(line, base, &mut runs, codes)?;
        if base == Direction::Rtl {
            mark_ends(line, &mut runs, codes)?;
        }
    }
    let start = runs.iter().find_map(|(placed, _)| placed.first()).map_or(first.x.0, |placed| placed.x);
    let baseline = line.baseline.0;
    // A picture is read between what stands before and after it, so these are pieces of their own.
    let pictures_before = |run: &Run| line.pictures.iter().filter(|&&place| place < run.order).count();
    let pieces = line.runs.iter().map(|run| (painter.owner_of_text(run, baseline), pictures_before(run)));
    let pieces: Vec<_> = pieces.collect();
    let uniform = pieces.windows(2).all(|pair| pair[0] == pair[1]);
    let order = painter.order;
    if uniform {
        let least = line.runs.iter().map(|run| run.order).min().unwrap_or(0);
        painter.own(pieces[0].0, order + least)
    } else {
        painter.close()
    }
    painter.content.operator("BT");
    painter.content.numbers(&[1.0, 0.0, 0.0, 1.0, start, painter.up(baseline)], "Tm");
    let mut pen = f64::from(round(start));
    let mut last = pieces[0];
    for ((run, (placed, _)), piece) in line.runs.iter().zip(&runs).zip(pieces) {
        if !uniform {
            if piece.1 != last.1 {
                painter.close();
            }
            painter.own(piece.0, order + run.order);
            last = piece;
        }
        if let Some(codes) = codes.get(&run.face) {
            write_run(run, placed, codes, painter, &mut pen);
        }
    }
    if !uniform || !line.pictures.is_empty() {
        painter.close();
    }
    painter.content.operator("ET");
    let places = line.runs.iter().map(|run| run.order).chain(line.pictures.iter().copied());
    painter.order += places.max().unwrap_or(0) + 1;
    Ok(())
}

/// Which way the line runs as a whole. A line of one direction says so itself;
/// else it is the way of the language of its paragraph.
fn base(line: &TextLine, painter: &Painter) -> Direction {
    let mut directions = line.runs.iter().map(|run| run.direction);
    match directions.next() {
        Some(first) if directions.all(|direction| direction == first) => first,
        _ => {
            let blocks = [Role::Span, Role::Link, Role::Reference, Role::Code];
            let inline =
                |node: NodeId| painter.pages.structure.get(node).is_some_and(|n| blocks.contains(&n.role));
            let nodes = line.runs.iter().filter_map(|run| run.node);
            let block = nodes.clone().find(|&node| !inline(node)).or(nodes.clone().next());
            painter.lang_of(block).direction()
        }
    }
}

/// The place of each run in reading order.
fn logical_ranks(runs: &[Run]) -> Vec<usize> {
    let mut read: Vec<usize> = (0..runs.len()).collect();
    read.sort_by_key(|&index| runs[index].order);
    let mut ranks = vec![0; runs.len()];
    for (rank, index) in read.into_iter().enumerate() {
        ranks[index] = rank;
    }
    ranks
}

fn note_texts(line: &TextLine, ranks: &[usize], painter: &Painter, texts: &mut BTreeMap<NodeId, String>) {
    let mut logical: Vec<(usize, &Run)> = ranks.iter().copied().zip(&line.runs).collect();
    logical.sort_by_key(|(rank, _)| *rank);
    let mut seen = Vec::new();
    for (_, run) in logical {
        let Some(node) = run.node.and_then(|node| painter.nearest(node, &[Role::Link, Role::Label])) else {
            continue;
        };
        let text = texts.entry(node).or_default();
        // The second line of a link begins a new word.
        if !seen.contains(&node) && !text.is_empty() && !text.ends_with(' ') {
            text.push(' ');
        }
        seen.push(node);
        text.push_str(&run.text);
    }
}

/// Adds the space after the line's last word, outside the measure.
fn add_space<'f>(
    line: &TextLine,
    base: Direction,
    runs: &mut [(Vec<Placed>, f64)],
    codes: &mut BTreeMap<FaceId, Codes<'f>>,
) -> Result<(), PdfError> {
    let index = if base == Direction::Rtl { 0 } else { runs.len().saturating_sub(1) };
    let (Some(run), Some((placed, end))) = (line.runs.get(index), runs.get_mut(index)) else { return Ok(()) };
    let Some(codes) = codes.get_mut(&run.face) else { return Ok(()) };
    let shape = codes.glyph_of(' ').map_or_else(Shape::blank, Shape::Glyph);
    let code = codes.code(shape, " ")?;
    match base {
        Direction::Rtl => {
            let x = run.x.0 - codes.width(code) / 1000.0 * run.size.0 * run.expansion;
            placed.insert(0, Placed { code, x });
        }
        Direction::Ltr => placed.push(Placed { code, x: *end }),
    }
    Ok(())
}

/// What MuPDF needs to tell that the spaces at both ends of a line belong to
/// its Persian: without it the words there stick to a Latin word within the
/// line, and a vowel sign at the line's end to the comma after it. The marks
/// have no width, pdf.js drops them, and the others lose nothing.
fn mark_ends<'f>(
    line: &TextLine,
    runs: &mut [(Vec<Placed>, f64)],
    codes: &mut BTreeMap<FaceId, Codes<'f>>,
) -> Result<(), PdfError> {
    let has_latin = line
        .runs
        .iter()
        .any(|run| run.direction == Direction::Ltr && run.text.chars().any(char::is_alphabetic));
    let rtl = |run: &&Run| run.direction == Direction::Rtl;
    if let (Some(run), Some((placed, _))) = (line.runs.first().filter(rtl), runs.first_mut())
        && let (Some(codes), Some(first)) = (codes.get_mut(&run.face), placed.first().copied())
        && (has_latin || ends_in_mark(&run.text))
    {
        placed.insert(0, Placed { code: codes.code(Shape::blank(), RLM)?, ..first });
    }
    if let (Some(run), Some((placed, end))) = (line.runs.last().filter(rtl), runs.last_mut())
        && let Some(codes) = codes.get_mut(&run.face).filter(|_| has_latin)
    {
        for text in [" ", RLM] {
            placed.push(Placed { code: codes.code(Shape::blank(), text)?, x: *end });
        }
    }
    Ok(())
}

fn ends_in_mark(text: &str) -> bool {
    let word = text.trim_end_matches(|c: char| !c.is_alphabetic() && !is_mark(c));
    word.ends_with(is_mark)
}

/// Shows the codes of a run; `pen` is where the reader's pen stands.
fn write_run(run: &Run, placed: &[Placed], codes: &Codes, painter: &mut Painter, pen: &mut f64) {
    if placed.is_empty() {
        return;
    }
    let size = f64::from(round(run.size.0));
    painter.set_fill(run.color);
    painter.set_font(run.face, &codes.font_id().0, size);
    painter.set_rise(f64::from(round(run.rise.0)));
    painter.set_expansion(run.expansion);
    let thousandth = size / 1000.0 * run.expansion;
    let placed = lean_spaces(placed, codes, thousandth);
    let content = &mut painter.content;
    let mut string: Vec<u8> = Vec::new();
    content.raw("[");
    for place in &placed {
        let off = (place.x - *pen) / thousandth;
        if off.abs() > TOLERANCE && off.is_finite() {
            if !string.is_empty() {
                content.string(string.drain(..));
            }
            content.integer(-off.round() as i64);
            *pen += off.round() * thousandth;
        }
        string.extend(place.code.to_be_bytes());
        *pen += codes.width(place.code) * thousandth;
    }
    content.string(string);
    content.raw("]");
    content.operator("TJ");
}

/// Puts each space against the word on its right. What justification adds then
/// lies on the left of the space and the pen never jumps before a word: MuPDF
/// and pdf.js lose a mark that comes first after a jump.
fn lean_spaces(placed: &[Placed], codes: &Codes, thousandth: f64) -> Vec<Placed> {
    let mut placed = placed.to_vec();
    for index in 1..placed.len() {
        let (code, next) = (placed[index - 1].code, placed[index].x);
        if codes.text(code) == " " {
            placed[index - 1].x = next - codes.width(code) * thousandth;
        }
    }
    placed
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::locale::Lang;
    use crate::typeset::frame::Color;
    use crate::units::Pt;

    #[test]
    fn runs_are_ranked_as_they_are_read() {
        let run = |order| Run {
            node: None,
            order,
            x: Pt::ZERO,
            face: FaceId(0),
            size: Pt(10.0),
            color: Color(0, 0, 0),
            rise: Pt::ZERO,
            direction: Direction::Rtl,
            lang: Lang::FA,
            expansion: 1.0,
            text: "".into(),
            glyphs: [].into(),
        };
        let ranks = |orders: &[u32]| logical_ranks(&orders.iter().copied().map(run).collect::<Vec<_>>());
        assert_eq!(ranks(&[9, 4, 5, 0]), [3, 1, 2, 0]);
        assert_eq!(ranks(&[]), [0; 0]);
    }
}
