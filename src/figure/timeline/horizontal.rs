//! The level timeline: a ruler with flags above and below.
//!
//! A flag's staff stands at its event; its text runs on in the direction of time. An earlier flag flies
//! higher than any later one its text passes over, so no staff cuts through a text.

use super::{Event, Span, TimelineOptions};
use crate::drawing::{Anchor, Drawing, Paint, Path, Stroke};
use crate::figure::geometry::{Point, Rect};

/// Between a text and the next staff, and between lanes, in px.
const GAP: f64 = 9.0;
const LANE_GAP: f64 = 6.0;
/// Between a staff and its text.
const INDENT: f64 = 4.0;

/// The least share of the width the axis takes, however long the last texts are.
const SHORTEST: f64 = 0.4;

#[derive(Clone, Copy, PartialEq, Eq)]
enum Side {
    Above,
    Below,
}

/// A flag's place: how far along the axis in px, which side, which lane (0 is next to the axis).
#[derive(Clone, Copy)]
struct Flag {
    along: f64,
    length: f64,
    side: Side,
    lane: usize,
}

/// Draws events on a level axis of the given width; the height follows from how many stand close.
///
/// - `events`: in the order of time, in which their items come in the drawing.
pub fn horizontal(events: &[Event], options: &TimelineOptions) -> Drawing {
    let ruler = options.date_size() * 1.9;
    let inset = options.label_size * 1.6;
    // Enough for the labels of the years even on the shortest axis.
    let span = Span::of(events, (options.width - 2.0 * inset) * SHORTEST / (options.date_size() * 3.4));
    let flags = flags(events, span, inset, options);
    let lane = options.block_height() + LANE_GAP;
    let height_of = |side: Side| {
        let lanes =
            flags.iter().filter(|flag| flag.side == side).map(|flag| flag.lane + 1).max().unwrap_or(0);
        lanes as f64 * lane + if lanes > 0 { options.radius() + LANE_GAP } else { options.radius() * 2.0 }
    };
    let top = height_of(Side::Above);
    let axis = Rect::new(0.0, top, options.width, top + ruler);
    let mut drawing =
        Drawing { width: options.width, height: axis.bottom + height_of(Side::Below), items: Vec::new() };
    let staffs: Vec<[Point; 2]> = flags.iter().map(|flag| staff(flag, axis, lane, options)).collect();
    let staff_lines =
        Path::lines(staffs.iter().map(|line| &line[..])).stroked(Stroke::new(Paint::Muted, 0.8));
    drawing.items.push(staff_lines.item());
    draw_ruler(&mut drawing, span, axis, inset, axis_length(events, span, inset, options), options);
    for (event, (flag, [foot, tip])) in events.iter().zip(flags.iter().zip(staffs)) {
        let block_top = match flag.side {
            Side::Above => tip.y,
            Side::Below => tip.y - options.block_height(),
        };
        let text_x = tip.x + options.flow.sign() * INDENT;
        drawing.items.push(options.group(event, foot, options.block(event, text_x, block_top)));
    }
    drawing
}

fn flags(events: &[Event], span: Span, inset: f64, options: &TimelineOptions) -> Vec<Flag> {
    let length = axis_length(events, span, inset, options);
    let mut flags: Vec<Flag> = events
        .iter()
        .map(|event| Flag {
            along: inset + length * span.share(event.year),
            length: options.block_width(event) + INDENT + GAP,
            side: Side::Above,
            lane: 0,
        })
        .collect();
    // From the last to the first: a flag must know the later ones it flies over.
    let mut order: Vec<usize> = (0..flags.len()).collect();
    order.sort_by(|&a, &b| flags[b].along.total_cmp(&flags[a].along).then(b.cmp(&a)));
    for (place, &index) in order.iter().enumerate() {
        let lane_on = |side: Side| {
            let later = order[..place].iter().map(|&other| flags[other]);
            let passed = later
                .filter(|other| other.side == side && other.along < flags[index].along + flags[index].length);
            passed.map(|other| other.lane + 1).max().unwrap_or(0)
        };
        let (above, below) = (lane_on(Side::Above), lane_on(Side::Below));
        let (side, lane) = if above <= below { (Side::Above, above) } else { (Side::Below, below) };
        (flags[index].side, flags[index].lane) = (side, lane);
    }
    flags
}

/// The axis ends early enough for the last texts to run out within the drawing.
fn axis_length(events: &[Event], span: Span, inset: f64, options: &TimelineOptions) -> f64 {
    let room = options.width - 2.0 * inset;
    let limit = |event: &Event| {
        let free = options.width - inset - options.block_width(event) - INDENT;
        free / span.share(event.year).max(1e-9)
    };
    events.iter().map(limit).fold(room, f64::min).max(room * SHORTEST)
}

/// From the axis to the far edge of the flag's text, in the drawing's coordinates.
fn staff(flag: &Flag, axis: Rect, lane: f64, options: &TimelineOptions) -> [Point; 2] {
    let x = options.along(flag.along);
    let reach = options.radius() + (flag.lane + 1) as f64 * lane;
    match flag.side {
        Side::Above => [Point::new(x, axis.top), Point::new(x, axis.top - reach)],
        Side::Below => [Point::new(x, axis.bottom), Point::new(x, axis.bottom + reach)],
    }
}

fn draw_ruler(
    drawing: &mut Drawing,
    span: Span,
    axis: Rect,
    inset: f64,
    length: f64,
    options: &TimelineOptions,
) {
    drawing.items.push(Path::rect(axis).filled(Paint::Land).item());
    let rules = [[axis.corners()[0], axis.corners()[1]], [axis.corners()[3], axis.corners()[2]]];
    let rules = Path::lines(rules.iter().map(|rule| &rule[..]));
    drawing.items.push(rules.stroked(Stroke::new(Paint::Lapis, 1.2)).item());
    let x_of = |year: i32| options.along(inset + length * span.share(f64::from(year)));
    let ticks: Vec<[Point; 2]> = (span.from..=span.to)
        .filter(|year| span.to - span.from <= 200 || year.rem_euclid(span.step) == 0)
        .flat_map(|year| {
            let depth = if year.rem_euclid(span.step) == 0 { 4.5 } else { 2.5 };
            let x = x_of(year);
            [
                [Point::new(x, axis.top), Point::new(x, axis.top + depth)],
                [Point::new(x, axis.bottom - depth), Point::new(x, axis.bottom)],
            ]
        })
        .collect();
    drawing
        .items
        .push(Path::lines(ticks.iter().map(|tick| &tick[..])).stroked(Stroke::new(Paint::Lapis, 0.7)).item());
    for year in span.ticks() {
        drawing.items.push(options.tick_label(year, Point::new(x_of(year), axis.centre().y), Anchor::Middle));
    }
}
