//! Chooses the line breaks of one paragraph.
//!
//! In: boxes, glue and penalties from `hlist`. Out: one break a line for `line`.
//! Pure: reads no font and no text, so every case can be tried with plain numbers.
//! Method: Knuth & Plass, Breaking Paragraphs into Lines, 1981, with fitness
//! classes and flagged penalties. Two things differ: a penalty alone is a
//! legal break, never glue by itself; and the last of three passes takes any
//! stretch, and an overfull line where there is no other way.

use crate::units::Pt;

#[derive(Debug, Clone, Copy, PartialEq)]
pub enum Item {
    Box(Pt),
    /// A box of text, whose glyphs may be drawn a little wider or narrower.
    Text(Pt),
    /// Vanishes after a break.
    Glue {
        width: Pt,
        stretch: Pt,
        shrink: Pt,
    },
    /// A word that may be lengthened.
    Kashida,
    /// Space of any width, none by nature.
    Fill,
    /// A place to break; vanishes after a break. `width` counts only if broken here.
    Penalty {
        width: Pt,
        cost: Cost,
        flagged: bool,
    },
}

#[derive(Debug, Clone, Copy, PartialEq)]
pub enum Cost {
    At(f64),
    /// The same, but illegal in the first pass: for what is mended at once if it can be.
    Late(f64),
    Forced,
}

/// What a line may do beside stretching its glue.
#[derive(Debug, Clone, Copy, PartialEq)]
pub enum Setting {
    /// Both edges are met, by glue and by letters.
    Justified {
        /// The most that glyphs are drawn wider or narrower by, as a part of
        /// their width: at least [`EXPANSION`], and more for the last need.
        expansion: f64,
        /// How words are lengthened, if they are.
        lengthening: Option<Lengthening>,
    },
    /// Lines may fall short; one that does so by this length counts as
    /// stretched fully (TeX's `\rightskip` stretch).
    Ragged(Pt),
}

/// How words give way beside glue.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Lengthening {
    /// The stretch ratio of glue at which they begin to.
    pub from: f64,
    /// What one word may gain.
    pub most: Pt,
    /// How many words of a line may, which must not be neighbours.
    pub words: usize,
}

/// How much wider or narrower the glyphs of a justified line may be drawn, as
/// a part of their width, before its spaces change: too little to be seen, and
/// as much as a word space in a line.
pub const EXPANSION: f64 = 0.01;
/// The stretch ratio past which they may be drawn wider still.
pub const EXPANDED_FROM: f64 = 1.0;
/// The ratio at which spaces reach 150 % (P-148), and the demerits of a line past it.
const LOOSEST: f64 = 1.25;
const TOO_LOOSE: f64 = 100_000.0;
/// The tolerated stretch ratios of the first passes.
const TOLERANCES: [f64; 2] = [1.5, 4.0];
/// Demerits of a line as such (TeX's `\linepenalty`): the fewer lines the better.
const LINE: f64 = 10.0;
/// Of a line whose fitness class is not next to that of the line before.
const MISFIT: f64 = 10_000.0;
/// Of two flagged breaks in a row, and of one before the last line.
const FLAGGED_TWICE: f64 = 10_000.0;
const FLAGGED_LAST: f64 = 5_000.0;
/// Of one that makes more in a row than may stand, which the first passes
/// refuse: more than the worst of loose lines.
const FLAGGED_TOO_OFTEN: f64 = 1e13;
const MOST_FLAGGED: u8 = 2;
/// So bad that worse cannot be told apart; keeps sums of squares exact enough.
const WORST: f64 = 1e6;
/// Of a line that is too wide by its measure: more than the worst of loose lines.
const OVERFULL: f64 = 1e14;

/// Breaks one paragraph into lines with the least total demerits.
///
/// - `items`: the paragraph in logical order, closed by a forced break.
/// - `measures`: the width of line n; the last one serves all lines after it.
/// - Returns the item each line breaks at: one index a line, strictly rising.
pub fn break_lines(items: &[Item], measures: &[Pt], setting: Setting) -> Vec<usize> {
    let tolerances = TOLERANCES.into_iter().map(Some).chain([None]);
    let mut passes = tolerances.map(|tolerance| Pass::new(items, measures, setting, tolerance).run());
    passes.find_map(|lines| lines).unwrap_or_default()
}

#[derive(Debug, Clone, Copy, Default)]
struct Sums {
    width: f64,
    /// What of the width is text that may be expanded.
    text: f64,
    stretch: f64,
    shrink: f64,
    fills: f64,
    kashidas: f64,
}

/// A break on a way through the paragraph.
#[derive(Debug, Clone, Copy)]
struct Node {
    item: usize,
    /// Breaks before it, held at the last line with a measure of its own.
    line: usize,
    class: usize,
    /// How many flagged breaks in a row end with it.
    flagged: u8,
    demerits: f64,
    /// Totals at the first item of the line that it begins.
    start: Sums,
    /// By its place among the nodes.
    before: Option<usize>,
}

/// One penalty that a line may end at.
#[derive(Clone, Copy)]
struct Place {
    item: usize,
    width: f64,
    cost: Cost,
    flagged: bool,
    last: bool,
    end: Sums,
}

struct Pass<'a> {
    items: &'a [Item],
    measures: &'a [Pt],
    setting: Setting,
    /// None in the last pass, which takes everything.
    tolerance: Option<f64>,
    nodes: Vec<Node>,
    active: Vec<usize>,
}

impl<'a> Pass<'a> {
    fn new(items: &'a [Item], measures: &'a [Pt], setting: Setting, tolerance: Option<f64>) -> Pass<'a> {
        let start = Node {
            item: 0,
            line: 0,
            class: 1,
            flagged: 0,
            demerits: 0.0,
            start: Sums::default(),
            before: None,
        };
        Pass { items, measures, setting, tolerance, nodes: vec![start], active: vec![0] }
    }

    /// The breaks with the least demerits, or none if the tolerance allows no way through.
    fn run(mut self) -> Option<Vec<usize>> {
        let final_item = self.items.iter().rposition(is_forced)?;
        let mut sums = Sums::default();
        for (item, kind) in self.items.iter().enumerate().take(final_item + 1) {
            match *kind {
                Item::Box(width) => sums.width += width.0,
                Item::Text(width) => {
                    sums.width += width.0;
                    sums.text += width.0;
                }
                Item::Glue { width, stretch, shrink } => {
                    sums.width += width.0;
                    sums.stretch += stretch.0;
                    sums.shrink += shrink.0;
                }
                Item::Fill => sums.fills += 1.0,
                Item::Kashida => sums.kashidas += 1.0,
                Item::Penalty { cost: Cost::Late(_), .. } if self.is_first() => {}
                Item::Penalty { width, cost, flagged } => {
                    let last = item == final_item;
                    self.try_place(Place { item, width: width.0, cost, flagged, last, end: sums });
                    if self.active.is_empty() {
                        return None;
                    }
                }
            }
        }
        let best =
            self.active.iter().copied().min_by(|&a, &b| self.demerits(a).total_cmp(&self.demerits(b)))?;
        Some(self.way_to(best))
    }

    fn is_first(&self) -> bool {
        self.tolerance == TOLERANCES.first().copied()
    }

    fn try_place(&mut self, place: Place) {
        // The best way to this place for each line number and fitness class.
        let mut found: Vec<Node> = Vec::new();
        let mut last_resort: Option<Node> = None;
        let mut active = std::mem::take(&mut self.active);
        active.retain(|&index| {
            let Some(&node) = self.nodes.get(index) else { return false };
            let fit = self.fit(&node, place);
            let too_often = place.flagged && node.flagged >= MOST_FLAGGED;
            let tolerable = |tolerance| fit.ratio <= tolerance && !too_often;
            if fit.ratio >= -1.0 && self.tolerance.is_none_or(tolerable) {
                keep_best(&mut found, self.node(index, &node, place, fit.ratio));
            }
            let stays = !fit.overfull && place.cost != Cost::Forced;
            if !stays && self.tolerance.is_none() {
                let mut overfull = self.node(index, &node, place, fit.ratio.max(-1.0));
                overfull.demerits += OVERFULL * fit.excess;
                if last_resort.is_none_or(|known| overfull.demerits < known.demerits) {
                    last_resort = Some(overfull);
                }
            }
            stays
        });
        self.active = active;
        if found.is_empty() && self.active.is_empty() {
            found.extend(last_resort);
        }
        if found.is_empty() {
            return;
        }
        let start = self.after(place);
        for node in found {
            self.active.push(self.nodes.len());
            self.nodes.push(Node { start, ..node });
        }
    }

    fn node(&self, index: usize, before: &Node, place: Place, ratio: f64) -> Node {
        let class = class(ratio);
        Node {
            item: place.item,
            line: (before.line + 1).min(self.measures.len().saturating_sub(1)),
            class,
            flagged: if place.flagged { before.flagged.saturating_add(1) } else { 0 },
            demerits: before.demerits + demerits(before, place, ratio, class),
            start: Sums::default(),
            before: Some(index),
        }
    }

    /// How a line from `node` to `place` fits its measure.
    fn fit(&self, node: &Node, place: Place) -> Fit {
        let measure = self.measures.get(node.line).or(self.measures.last()).map_or(0.0, |measure| measure.0);
        let width = (place.end.width - node.start.width).max(0.0);
        let shrink = (place.end.shrink - node.start.shrink).max(0.0);
        let fills = place.end.fills - node.start.fills;
        let (ragged, most) = match self.setting {
            Setting::Justified { expansion, .. } => (0.0, expansion),
            Setting::Ragged(stretch) => (stretch.0, 0.0),
        };
        let stretch = (place.end.stretch - node.start.stretch).max(0.0) + ragged;
        let text = (place.end.text - node.start.text).max(0.0);
        let expansion = text * EXPANSION;
        let more = text * (most - EXPANSION).max(0.0);
        let room = measure - width - place.width;
        // Spaces meet what expansion leaves.
        let room = room - room.clamp(-expansion, expansion);
        // Sums of many widths differ in their last bits; a line is overfull by more than that.
        let slip = 1e-6;
        let ratio = if room.abs() < slip || (room > 0.0 && fills > 0.5) {
            0.0
        } else if room > 0.0 {
            // A line without glue is as bad as it is short.
            let stretch = stretch.max(measure * 0.01).max(slip);
            let words = (place.end.kashidas - node.start.kashidas).max(0.0);
            let room = room - self.lengthened(room, stretch, words);
            (room - (room - EXPANDED_FROM * stretch).clamp(0.0, more)) / stretch
        } else if -room <= shrink + more + slip {
            (room / shrink.max(slip)).max(-1.0)
        } else {
            f64::NEG_INFINITY
        };
        // Judged without the hyphen: a longer line may fit where a hyphen does not.
        let excess = width - shrink - expansion - more - measure;
        Fit { ratio, overfull: excess > slip, excess: excess.max(0.0) / measure.max(1.0) }
    }

    /// What words take of the room in a line with so much stretch, and so many
    /// words that may be lengthened.
    fn lengthened(&self, room: f64, stretch: f64, words: f64) -> f64 {
        let Setting::Justified { lengthening: Some(lengthening), .. } = self.setting else { return 0.0 };
        // Every other one has no neighbour among them, wherever they stand.
        let words = (words / 2.0).ceil().min(lengthening.words as f64);
        (room - lengthening.from * stretch).clamp(0.0, words * lengthening.most.0)
    }

    /// The totals at the first item that is not lost after a break.
    fn after(&self, place: Place) -> Sums {
        let mut sums = place.end;
        for item in self.items.iter().skip(place.item + 1) {
            match *item {
                Item::Glue { width, stretch, shrink } => {
                    sums.width += width.0;
                    sums.stretch += stretch.0;
                    sums.shrink += shrink.0;
                }
                Item::Penalty { cost: Cost::At(_) | Cost::Late(_), .. } => {}
                _ => break,
            }
        }
        sums
    }

    fn demerits(&self, index: usize) -> f64 {
        self.nodes.get(index).map_or(f64::INFINITY, |node| node.demerits)
    }

    fn way_to(&self, node: usize) -> Vec<usize> {
        let nodes = std::iter::successors(self.nodes.get(node), |node| self.nodes.get(node.before?));
        let mut items: Vec<usize> =
            nodes.filter(|node| node.before.is_some()).map(|node| node.item).collect();
        items.reverse();
        items
    }
}

struct Fit {
    /// By how much glue is stretched, or shrunk if negative; minus infinity if
    /// the line cannot shrink enough.
    ratio: f64,
    /// Whether no line from here can hold so much.
    overfull: bool,
    /// By how many measures.
    excess: f64,
}

fn is_forced(item: &Item) -> bool {
    matches!(item, Item::Penalty { cost: Cost::Forced, .. })
}

/// Keeps `node` unless one of its line, class and row of flagged breaks is
/// better, or one of another class is by so much that the step between classes
/// cannot matter.
fn keep_best(found: &mut Vec<Node>, node: Node) {
    let alike = |known: &Node| known.line == node.line && known.flagged == node.flagged;
    if found.iter().any(|known| alike(known) && known.demerits + MISFIT < node.demerits) {
        return;
    }
    match found.iter_mut().find(|known| alike(known) && known.class == node.class) {
        Some(known) if known.demerits <= node.demerits => {}
        Some(known) => *known = node,
        None => found.push(node),
    }
}

/// Tight, decent, loose, very loose: 0 to 3.
fn class(ratio: f64) -> usize {
    match ratio {
        ratio if ratio < -0.5 => 0,
        ratio if ratio <= 0.5 => 1,
        ratio if ratio <= 1.0 => 2,
        _ => 3,
    }
}

/// Knuth & Plass 1981, p. 1128.
fn demerits(before: &Node, place: Place, ratio: f64, class: usize) -> f64 {
    let badness = (100.0 * ratio.abs().powi(3)).min(WORST);
    let mut demerits = match place.cost {
        Cost::Forced => (LINE + badness).powi(2),
        Cost::At(cost) | Cost::Late(cost) if cost >= 0.0 => (LINE + badness + cost).powi(2),
        Cost::At(cost) | Cost::Late(cost) => (LINE + badness).powi(2) - cost.powi(2),
    };
    if class.abs_diff(before.class) > 1 {
        demerits += MISFIT;
    }
    if ratio > LOOSEST {
        demerits += TOO_LOOSE;
    }
    if before.flagged > 0 && place.flagged {
        demerits += if before.flagged < MOST_FLAGGED { FLAGGED_TWICE } else { FLAGGED_TOO_OFTEN };
    }
    if before.flagged > 0 && place.last {
        demerits += FLAGGED_LAST;
    }
    demerits
}

#[cfg(test)]
mod tests {
    use super::*;

    /// A paragraph drawn in letters: a letter is a box of 1, a space a break
    /// and a glue of 1, `-` a hyphen of 1, `|` a forced break, `~` a glue
    /// without a break.
    fn items(drawn: &str) -> Vec<Item> {
        let glue = Item::Glue { width: Pt(1.0), stretch: Pt(0.6), shrink: Pt(0.25) };
        let penalty = |width, cost, flagged| Item::Penalty { width: Pt(width), cost, flagged };
        let mut items: Vec<Item> = Vec::new();
        for letter in drawn.chars() {
            match letter {
                ' ' => items.extend([penalty(0.0, Cost::At(0.0), false), glue]),
                '~' => items.push(glue),
                '-' => items.push(penalty(1.0, Cost::At(60.0), true)),
                '!' => items.push(penalty(0.0, Cost::Late(1000.0), false)),
                '|' => items.extend([Item::Fill, penalty(0.0, Cost::Forced, false)]),
                _ => items.push(Item::Box(Pt(1.0))),
            }
        }
        items
    }

    /// The drawing, cut where its lines end; lost glue is trimmed.
    fn broken(drawn: &str, measures: &[f64], setting: Setting) -> Vec<String> {
        let items = items(drawn);
        let measures: Vec<Pt> = measures.iter().copied().map(Pt).collect();
        let mut places = Vec::new();
        for (at, letter) in drawn.char_indices() {
            match letter {
                ' ' => places.extend([at, at]),
                '|' => places.extend([at, at]),
                _ => places.push(at),
            }
        }
        let mut start = 0;
        let lines = break_lines(&items, &measures, setting).into_iter().map(|item| {
            let end = places[item];
            let line = drawn[start..end].trim_start_matches([' ', '-', '!', '|']).to_owned();
            start = end;
            line
        });
        lines.collect()
    }

    #[track_caller]
    fn check(drawn: &str, measures: &[f64], lines: &[&str]) {
        assert_eq!(
            broken(drawn, measures, Setting::Justified { expansion: EXPANSION, lengthening: None }),
            lines
        );
    }

    #[test]
    fn the_whole_paragraph_is_weighed() {
        // First fit would set "aaa bb cc" and leave "ddddd" loose.
        check("aaa bb cc ddddd|", &[9.0], &["aaa bb cc", "ddddd"]);
        check("aa bb cc dd ee ff gg hh|", &[8.0], &["aa bb cc", "dd ee ff", "gg hh"]);
    }

    #[test]
    fn each_line_has_its_measure_and_the_last_one_serves_the_rest() {
        check("aa bb cc dd ee|", &[5.0, 8.0], &["aa bb", "cc dd ee"]);
    }

    #[test]
    fn a_hyphen_needs_its_room() {
        check("aaaa bb-bb cccc|", &[8.0], &["aaaa bb", "bb cccc"]);
        check("aaaa bbb-b cccc|", &[8.0], &["aaaa", "bbb-b", "cccc"]);
    }

    #[test]
    fn no_more_than_two_lines_in_a_row_end_in_a_hyphen() {
        let lines = &["aa bbb", "bb ccc", "cc", "ddd-dd", "eee-ee", "fff-ff"];
        check("aa bbb-bb ccc-cc ddd-dd eee-ee fff-ff|", &[7.0], lines);
    }

    #[test]
    fn glue_without_a_penalty_is_no_break() {
        check("aa bb~cc|", &[5.0], &["aa", "bb~cc"]);
    }

    #[test]
    fn forced_breaks_may_leave_empty_lines() {
        check("aa||bb|", &[5.0], &["aa", "", "bb"]);
    }

    #[test]
    fn what_fits_nowhere_stands_alone() {
        check("aa bbbbbbbbb cc|", &[5.0], &["aa", "bbbbbbbbb", "cc"]);
        check("", &[5.0], &[]);
        check("aa|", &[], &["aa"]);
    }

    #[test]
    fn a_late_break_is_taken_only_for_want_of_another() {
        check("aaa!a bb cc|", &[7.0], &["aaa!a bb", "cc"]);
        check("aaaaa!aaaaa bb|", &[8.0], &["aaaaa", "aaaaa bb"]);
    }

    #[test]
    fn ragged_lines_fall_short_alike() {
        let lines = broken("aaaa bbbb cc dddd eeee ffff|", &[14.0], Setting::Ragged(Pt(3.0)));
        assert_eq!(lines, ["aaaa bbbb cc", "dddd eeee ffff"]);
    }
}
