//! Makes a line as wide as its measure.
//!
//! In: the parts of a line in logical order. Out: the same, with word spaces
//! stretched or shrunk, all glyphs drawn a little wider or narrower and, where they would grow past the threshold of the
//! theme, the letters of a word or two lengthened (P-149): never in words that
//! are neighbours, and never under a stroke of the line above. Which lines
//! there are is decided in `linebreak`, where a word can be lengthened in `kashida`.

use std::cmp::Reverse;

use super::hlist;
use super::kashida::{self, Place};
use super::linebreak::{EXPANDED_FROM, EXPANSION};
use super::parts::{Part, PartKind};
use super::prepare::Prepared;
use super::{Align, Line, ParagraphStyle};
use crate::locale::Direction;
use crate::typeset::frame::{Glyph, Ink, Run};
use crate::units::Pt;

/// A shorter stroke would not be seen; in steps.
const FEWEST_STEPS: u32 = 2;
/// A longer one is shared by two words.
const STEPS_OF_ONE_WORD: u32 = 8;
/// Strokes of two lines are this far apart, in ems, to either side.
const APART: f64 = 0.5;

/// What was done to a line.
#[derive(Debug)]
pub struct Justified {
    /// Word spaces as set over natural, if any were changed.
    pub stretch: Option<f64>,
    /// How wide glyphs are drawn, over natural.
    pub expansion: f64,
    /// The words that were lengthened, by number in the line, rising.
    pub lengthened: Vec<usize>,
}

/// Shares out what the line lacks or has too much of.
///
/// - `last`: whether it ends the paragraph, or at a forced break.
/// - `spared`: words that must stay as they are.
pub fn justify(
    prepared: &Prepared,
    parts: &mut [Part],
    room: Pt,
    style: &ParagraphStyle,
    last: bool,
    spared: &[usize],
) -> Justified {
    let natural: Pt = parts.iter().map(|part| part.width).sum();
    let lack = room - natural;
    let fills = parts.iter().filter(|part| matches!(part.kind, PartKind::Fill)).count();
    if fills > 0 && lack > Pt::ZERO {
        let share = lack / fills as f64;
        parts
            .iter_mut()
            .filter(|part| matches!(part.kind, PartKind::Fill))
            .for_each(|part| part.width = share);
        return Justified::natural();
    }
    if style.align != Align::Justify || (last && lack >= Pt::ZERO) {
        return Justified::natural();
    }
    let spaces: Pt = parts.iter().filter(|part| is_glue(part)).map(|part| part.width).sum();
    if spaces <= Pt::ZERO && lack >= Pt::ZERO {
        return Justified::natural();
    }
    let (expansion, gained) = expand(parts, 1.0, lack, EXPANSION);
    if spaces <= Pt::ZERO {
        return Justified { expansion, ..Justified::natural() };
    }
    let lack = lack - gained;
    let (gained, lengthened) = match style.kashida_from() {
        Some(threshold) => lengthen(prepared, parts, lack - spaces * (threshold - 1.0), expansion, spared),
        None => (Pt::ZERO, Vec::new()),
    };
    let lack = lack - gained;
    // What would change spaces too far, letters share.
    let widest = spaces * (EXPANDED_FROM * hlist::STRETCH);
    let narrowest = spaces * -hlist::SHRINK;
    let too_much = lack - lack.max(narrowest).min(widest);
    let (expansion, gained) = expand(parts, expansion, too_much, style.expansion());
    let factor = (1.0 + (lack - gained) / spaces).max(1.0 - hlist::SHRINK);
    for part in parts.iter_mut().filter(|part| is_glue(part)) {
        part.width = part.width * factor;
        if let PartKind::Text { glyphs, .. } = &mut part.kind {
            glyphs.iter_mut().for_each(|glyph| glyph.advance *= factor as f32);
        }
    }
    Justified { stretch: Some(factor), expansion, lengthened }
}

impl Justified {
    fn natural() -> Justified {
        Justified { stretch: None, expansion: 1.0, lengthened: Vec::new() }
    }
}

/// Draws all glyphs but spaces wider, or narrower if `lack` is negative, as far
/// as `most` goes; returns by what factor of their natural width they are
/// drawn then, and what was gained.
///
/// - `drawn`: by what factor they are drawn already.
fn expand(parts: &mut [Part], drawn: f64, lack: Pt, most: f64) -> (f64, Pt) {
    let is_text = |part: &&mut Part| matches!(part.kind, PartKind::Text { glue: false, .. });
    let width: Pt = parts.iter_mut().filter(is_text).map(|part| part.width).sum();
    if width <= Pt::ZERO || lack == Pt::ZERO {
        return (drawn, Pt::ZERO);
    }
    let wanted = (drawn * (1.0 + lack / width) - 1.0).clamp(-most, most);
    // In whole thousandths, as the file says it, and never wider than is wanted.
    let expansion = 1.0 + ((wanted * 1000.0).floor() / 1000.0).max(-most);
    let by = expansion / drawn;
    let mut gained = Pt::ZERO;
    for part in parts.iter_mut().filter(is_text) {
        gained += part.width * (by - 1.0);
        part.width = part.width * by;
        if let PartKind::Text { glyphs, .. } = &mut part.kind {
            for glyph in glyphs {
                glyph.advance *= by as f32;
                glyph.dx *= by as f32;
            }
        }
    }
    (expansion, gained)
}

/// The first lengthened word of a line that stands under a stroke of the line
/// `above`, by its number.
pub fn under_another(above: &Line, line: &Line, lengthened: &[usize]) -> Option<usize> {
    // Words are lengthened in the paragraph's own direction alone, from the right.
    let mut strokes = strokes(line);
    strokes.sort_by(|a, b| b.left.0.total_cmp(&a.left.0));
    let others = self::strokes(above);
    let meets = |stroke: &Stroke| {
        let apart = stroke.size * APART;
        others.iter().any(|other| stroke.left < other.right + apart && other.left < stroke.right + apart)
    };
    strokes.iter().zip(lengthened).find(|(stroke, _)| meets(stroke)).map(|(_, word)| *word)
}

fn is_glue(part: &Part) -> bool {
    matches!(part.kind, PartKind::Text { glue: true, .. })
}

/// A kashida as it is set.
struct Stroke {
    left: Pt,
    right: Pt,
    size: Pt,
}

fn strokes(line: &Line) -> Vec<Stroke> {
    let of_run = |run: &Run| {
        let (mut x, mut strokes) = (run.x, Vec::new());
        for glyph in run.glyphs.iter() {
            let right = x + Pt(f64::from(glyph.advance));
            if glyph.ink == Ink::Kashida {
                strokes.push(Stroke { left: x, right, size: run.size });
            }
            x = right;
        }
        strokes
    };
    line.runs.iter().flat_map(of_run).collect()
}

/// A word that may be lengthened.
struct Candidate {
    /// Its number in the line, counted by spaces.
    word: usize,
    part: usize,
    place: Place,
    rank: u8,
    /// The face's stroke.
    glyph: u16,
    size: Pt,
}

/// Lengthens up to two words by `excess`, as far as that goes; returns what
/// they gained and which they are.
fn lengthen(
    prepared: &Prepared,
    parts: &mut [Part],
    excess: Pt,
    expansion: f64,
    spared: &[usize],
) -> (Pt, Vec<usize>) {
    if excess <= Pt::ZERO {
        return (Pt::ZERO, Vec::new());
    }
    let mut candidates = candidates(prepared, parts);
    candidates.retain(|candidate| !spared.contains(&candidate.word));
    candidates.sort_by_key(|candidate| (candidate.rank, Reverse(candidate.word)));
    let mut chosen: Vec<Candidate> = Vec::new();
    for candidate in candidates {
        let apart = chosen.iter().all(|other| other.word.abs_diff(candidate.word) > 1);
        if apart && chosen.len() < kashida::WORDS_A_LINE {
            chosen.push(candidate);
        }
    }
    let Some(step) = chosen.first().map(|first| first.size * kashida::STEP * expansion) else {
        return (Pt::ZERO, Vec::new());
    };
    let longest = (kashida::LONGEST / kashida::STEP).floor() as u32;
    let steps = (excess / step).floor().clamp(0.0, f64::from(longest) * 2.0) as u32;
    if steps <= STEPS_OF_ONE_WORD {
        chosen.truncate(1);
    }
    let share = steps.div_ceil(chosen.len().max(1) as u32).min(longest);
    let mut gained = Pt::ZERO;
    let mut left = steps;
    let mut lengthened = Vec::new();
    for candidate in &chosen {
        let own = share.min(left);
        left -= own;
        if own >= FEWEST_STEPS {
            let width = candidate.size * kashida::STEP * expansion * f64::from(own);
            gained += draw(candidate, width, parts);
            lengthened.push(candidate.word);
        }
    }
    lengthened.sort_unstable();
    (gained, lengthened)
}

fn candidates(prepared: &Prepared, parts: &[Part]) -> Vec<Candidate> {
    let mut candidates = Vec::new();
    let mut number = 0;
    for (index, part) in parts.iter().enumerate() {
        let PartKind::Text { setting, text, kashida, .. } = &part.kind else { continue };
        number += usize::from(text.chars().all(char::is_whitespace));
        let Some(glyph) = prepared.shaper.tatweel(setting.face).filter(|_| part.level.number() == 1) else {
            continue;
        };
        let piece = prepared.paragraph.pieces.get(part.piece);
        let Some(style) = piece.and_then(|piece| piece.style()) else { continue };
        for (range, place) in kashida {
            let goes_on = (range.start == 0 && goes_on(parts, index.checked_sub(1), Edge::End))
                || (range.end == text.len() && goes_on(parts, Some(index + 1), Edge::Start));
            if let Some(rank) = place.rank.filter(|_| !goes_on) {
                let (word, place, size) = (number, *place, style.size);
                candidates.push(Candidate { word, part: index, place, rank, glyph, size });
            }
        }
    }
    candidates
}

enum Edge {
    Start,
    End,
}

/// Whether a part begins or ends inside a word.
fn goes_on(parts: &[Part], index: Option<usize>, edge: Edge) -> bool {
    let Some(Part { kind: PartKind::Text { text, .. }, .. }) = index.and_then(|index| parts.get(index))
    else {
        return false;
    };
    let character = match edge {
        Edge::Start => text.chars().next(),
        Edge::End => text.chars().next_back(),
    };
    character.is_some_and(kashida::is_of_word)
}

/// Draws a stroke at the right of a letter; returns its width.
fn draw(candidate: &Candidate, width: Pt, parts: &mut [Part]) -> Pt {
    let Some(Part { kind: PartKind::Text { setting, glyphs, .. }, width: whole, .. }) =
        parts.get_mut(candidate.part)
    else {
        return Pt::ZERO;
    };
    let letter = |glyph: &Glyph| usize::try_from(glyph.cluster) == Ok(candidate.place.at);
    let Some(index) = glyphs.iter().rposition(letter).filter(|_| setting.direction == Direction::Rtl) else {
        return Pt::ZERO;
    };
    let cluster = glyphs[index].cluster;
    let advance = width.0 as f32;
    glyphs.insert(
        index + 1,
        Glyph { id: candidate.glyph, cluster, advance, dx: 0.0, dy: 0.0, ink: Ink::Kashida },
    );
    *whole += width;
    width
}
