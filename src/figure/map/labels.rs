//! Gives every label on a map a place where it meets no other label and no mark.
//!
//! In: what to name and where, the lines already drawn, the frame. Out: one label a request, with a
//! leader line where it stands off. Each request has some two hundred candidate places; the choice is
//! a local search on their costs (Christensen, Marks & Shieber 1995), its kicks from a fixed sequence,
//! so the same map is labelled the same way on every machine.

use std::f64::consts::{FRAC_PI_2, TAU};

use crate::drawing::{Anchor, Label, Paint, Weight};
use crate::figure::geometry::{Point, Rect, clip_line, cross, off_line};
use crate::figure::pen::{ASCENT, DESCENT, Measure};

/// One thing to be named.
#[derive(Clone, Debug)]
pub struct Request {
    pub text: String,
    pub lang: String,
    pub size: f64,
    pub weight: Weight,
    pub paint: Paint,
    pub at: Point,
    /// How far its mark reaches from `at`; 0 for a label without a mark.
    pub clear: f64,
    /// Whether the label may lie over the place itself, as a sea's name does.
    pub over: bool,
}

/// A label that found its place.
#[derive(Clone, Debug)]
pub struct Placed {
    pub label: Label,
    /// From the mark's rim to the label, where the label stands off.
    pub leader: Option<(Point, Point)>,
}

/// Between a mark and the label beside it, and between labels, in px.
const GAP: f64 = 2.5;
/// Cost of what must not be, of a leader across something, and of the length of a leader in px.
const CLASH: f64 = 1e6;
const CROSSED: f64 = 4e3;
const STAND_OFF: f64 = 14.0;
const LEADER_PER_PX: f64 = 0.5;
/// Cost of each px of a drawn line under a label.
const LINE_PER_PX: f64 = 0.35;
const KICKS: u32 = 60;

#[derive(Clone, Copy)]
struct Candidate {
    area: Rect,
    /// The end of the text that lies at the mark: should another face be broader, it grows away from it.
    anchor: Anchor,
    leader: Option<(Point, Point)>,
    /// What it costs by itself: its position, and the marks and lines it lies on.
    cost: f64,
}

/// Places the labels; one entry a request, `None` where the frame has no free place left for it.
///
/// - `lines`: drawn lines that labels should rather not cover.
/// - Earlier requests win when there is no room for all.
pub fn place(
    requests: &[Request],
    frame: Rect,
    lines: &[Vec<Point>],
    measure: Measure,
) -> Vec<Option<Placed>> {
    let table: Vec<Vec<Candidate>> =
        (0..requests.len()).map(|index| candidates(requests, index, frame, lines, measure)).collect();
    let chosen = search(&table);
    (0..requests.len())
        .map(|index| {
            let candidate = table[index].get(chosen[index])?;
            let blocked = (0..index).any(|other| {
                table[other].get(chosen[other]).is_some_and(|held| pair_cost(candidate, held) >= CLASH)
            });
            (candidate.cost < CLASH && !blocked).then(|| placed(&requests[index], candidate))
        })
        .collect()
}

fn placed(request: &Request, candidate: &Candidate) -> Placed {
    let area = candidate.area;
    let label = Label {
        text: request.text.clone(),
        x: match candidate.anchor {
            Anchor::Start => area.left,
            Anchor::Middle => area.centre().x,
            Anchor::End => area.right,
        },
        y: area.top + ASCENT * request.size,
        size: request.size,
        anchor: candidate.anchor,
        paint: request.paint,
        weight: request.weight,
        halo: true,
        lang: request.lang.clone(),
    };
    Placed { label, leader: candidate.leader }
}

fn candidates(
    requests: &[Request],
    index: usize,
    frame: Rect,
    lines: &[Vec<Point>],
    measure: Measure,
) -> Vec<Candidate> {
    let request = &requests[index];
    let width = measure(&request.text, request.size, request.weight);
    let height = (ASCENT + DESCENT) * request.size;
    let mut found = Vec::new();
    if request.over {
        found.push(Candidate {
            area: box_at(request.at, width, height),
            anchor: Anchor::Middle,
            leader: None,
            cost: 0.0,
        });
    }
    beside(request, width, height, &mut found);
    stand_off(request, width, height, frame.width().max(frame.height()) * 0.5, &mut found);
    found.retain(|candidate| frame.holds(candidate.area));
    for candidate in &mut found {
        candidate.cost += standing_cost(candidate, requests, index, lines);
    }
    found.sort_by(|a, b| a.cost.total_cmp(&b.cost));
    found
}

fn box_at(centre: Point, width: f64, height: f64) -> Rect {
    Rect::new(
        centre.x - width / 2.0,
        centre.y - height / 2.0,
        centre.x + width / 2.0,
        centre.y + height / 2.0,
    )
}

/// The eight places that touch the mark, the best first (Imhof 1975, but level right and left).
fn beside(request: &Request, width: f64, height: f64, found: &mut Vec<Candidate>) {
    // The letters fill less than the box: a label above or below may come nearer.
    let (far_x, far_y) = (request.clear + GAP + width / 2.0, request.clear + 0.5 + height / 2.0);
    let near = request.clear * 0.7;
    let (slant_x, slant_y) = (near + width / 2.0, near + height / 2.0);
    let places = [
        (far_x, 0.0, 0.0),
        (-far_x, 0.0, 0.5),
        (0.0, -far_y, 2.0),
        (0.0, far_y, 2.0),
        (slant_x, -slant_y, 3.0),
        (slant_x, slant_y, 3.0),
        (-slant_x, -slant_y, 3.5),
        (-slant_x, slant_y, 3.5),
    ];
    for (x, y, cost) in places {
        let area = box_at(request.at.plus(Point::new(x, y)), width, height);
        found.push(Candidate { area, anchor: anchor_toward(x), leader: None, cost });
    }
}

/// The anchor of a label whose middle lies `x` to the right of what it hangs on.
fn anchor_toward(x: f64) -> Anchor {
    if x > 1e-6 {
        Anchor::Start
    } else if x < -1e-6 {
        Anchor::End
    } else {
        Anchor::Middle
    }
}

/// Places farther off, joined to the mark by a leader of up to `longest`.
fn stand_off(request: &Request, width: f64, height: f64, longest: f64, found: &mut Vec<Candidate>) {
    for ring in 0..12_i32 {
        let length = request.size * 0.8 * 1.32_f64.powi(ring);
        if length > longest {
            break;
        }
        for direction in 0..24 {
            let heading = Point::polar(1.0, f64::from(direction) * TAU / 24.0);
            let end = request.at.plus(heading.times(request.clear + length));
            let area = hung_on(end, heading, width, height);
            let start = request.at.plus(heading.times(request.clear + 0.5));
            let cost = STAND_OFF + LEADER_PER_PX * length;
            let anchor = anchor_toward(area.centre().x - end.x);
            found.push(Candidate { area, anchor, leader: Some((start, end)), cost });
        }
    }
}

/// The label's box where a leader that comes along `heading` ends at `end`: at the middle of a side for
/// a level leader, of the top or bottom for a steep one.
fn hung_on(end: Point, heading: Point, width: f64, height: f64) -> Rect {
    let angle = heading.y.abs().atan2(heading.x.abs());
    let centre = if angle > FRAC_PI_2 * 0.7 {
        Point::new(end.x, end.y + heading.y.signum() * height * 0.5)
    } else {
        Point::new(end.x + heading.x.signum() * (width / 2.0 + GAP), end.y)
    };
    box_at(centre, width, height)
}

fn standing_cost(candidate: &Candidate, requests: &[Request], index: usize, lines: &[Vec<Point>]) -> f64 {
    let marks = requests.iter().enumerate().filter(|(_, other)| other.clear > 0.0);
    let on_marks: f64 = marks
        .map(|(other, request)| {
            let disc = box_at(request.at, request.clear * 2.0, request.clear * 2.0);
            let covers = candidate.area.grown(0.8).overlaps(disc);
            // Its own mark may touch it at a slant; nothing else may.
            let clash = if covers && other != index { CLASH } else { 0.0 };
            let grazed = candidate.leader.is_some_and(|(start, end)| {
                other != index && off_line(request.at, start, end) < request.clear + 1.5
            });
            clash + if grazed { CROSSED } else { 0.0 }
        })
        .sum();
    on_marks + LINE_PER_PX * covered_length(candidate.area, lines)
}

fn covered_length(area: Rect, lines: &[Vec<Point>]) -> f64 {
    let window = area.corners();
    let near = |pair: &&[Point]| {
        let (a, b) = (pair[0], pair[1]);
        a.x.max(b.x) >= area.left
            && a.x.min(b.x) <= area.right
            && a.y.max(b.y) >= area.top
            && a.y.min(b.y) <= area.bottom
    };
    let pairs = lines.iter().flat_map(|line| line.windows(2)).filter(near);
    pairs.filter_map(|pair| clip_line(pair[0], pair[1], &window)).map(|(a, b)| a.distance(b)).sum()
}

fn pair_cost(one: &Candidate, other: &Candidate) -> f64 {
    if one.area.grown(GAP / 2.0).overlaps(other.area.grown(GAP / 2.0)) {
        return CLASH;
    }
    let through = |leader: Option<(Point, Point)>, area: Rect| {
        leader.is_some_and(|(start, end)| clip_line(start, end, &area.grown(1.0).corners()).is_some())
    };
    let crossing = match (one.leader, other.leader) {
        (Some((a, b)), Some((c, d))) => cross(a, b, c, d),
        _ => false,
    };
    let count = [through(one.leader, other.area), through(other.leader, one.area), crossing];
    CROSSED * count.into_iter().filter(|&bad| bad).count() as f64
}

/// Chooses a candidate for each request: descent, then kicks out of the hollow it ended in.
fn search(table: &[Vec<Candidate>]) -> Vec<usize> {
    let mut best = vec![0; table.len()];
    descend(table, &mut best);
    let mut least = total(table, &best);
    let mut sequence = Sequence(0x9e37_79b9_7f4a_7c15);
    for _ in 0..KICKS {
        let mut trial = best.clone();
        for _ in 0..2 {
            let index = sequence.below(table.len());
            if let Some(choice) = trial.get_mut(index) {
                *choice = sequence.below(table[index].len());
            }
        }
        descend(table, &mut trial);
        let cost = total(table, &trial);
        if cost < least - 1e-9 {
            (best, least) = (trial, cost);
        }
    }
    best
}

/// Gives each label in turn its cheapest place among the others until none moves.
fn descend(table: &[Vec<Candidate>], chosen: &mut [usize]) {
    for _ in 0..12 {
        let mut moved = false;
        for index in 0..table.len() {
            let mut least = cost_below(table, chosen, index, chosen[index], f64::INFINITY);
            for (choice, candidate) in table[index].iter().enumerate() {
                // Candidates stand by their own cost, and others only add to it.
                if candidate.cost >= least - 1e-9 {
                    break;
                }
                let cost = cost_below(table, chosen, index, choice, least - 1e-9);
                if cost < least - 1e-9 {
                    least = cost;
                    chosen[index] = choice;
                    moved = true;
                }
            }
        }
        if !moved {
            break;
        }
    }
}

/// What a candidate costs among those chosen for the others; counting ends
/// once it is no less than `limit`.
fn cost_below(table: &[Vec<Candidate>], chosen: &[usize], index: usize, choice: usize, limit: f64) -> f64 {
    let Some(candidate) = table[index].get(choice) else { return 0.0 };
    let mut cost = candidate.cost;
    for (other, places) in table.iter().enumerate() {
        if let Some(held) = places.get(chosen[other]).filter(|_| other != index) {
            cost += pair_cost(candidate, held);
        }
        if cost >= limit {
            break;
        }
    }
    cost
}

fn total(table: &[Vec<Candidate>], chosen: &[usize]) -> f64 {
    let own = |index: usize| table[index].get(chosen[index]).map_or(0.0, |candidate| candidate.cost);
    // A pair's cost is seen from both sides, and so counts half from each.
    (0..table.len())
        .map(|index| (own(index) + cost_below(table, chosen, index, chosen[index], f64::INFINITY)) / 2.0)
        .sum()
}

/// A fixed sequence of numbers without order (xorshift64, Marsaglia 2003): the search needs variety, not chance.
struct Sequence(u64);

impl Sequence {
    /// The next number below `limit`; 0 when `limit` is 0.
    fn below(&mut self, limit: usize) -> usize {
        self.0 ^= self.0 << 13;
        self.0 ^= self.0 >> 7;
        self.0 ^= self.0 << 17;
        let limit = (limit as u64).max(1);
        (self.0 % limit) as usize
    }
}
