//! Events whose date nobody knows, beside an axis that has no place for them.
//!
//! They stand in rows below a level timeline, set off by a broken line, each with its mark, its name and what
//! is said in place of the date.

use super::{Event, TimelineOptions};
use crate::drawing::{Drawing, Paint, Path, Stroke};
use crate::figure::geometry::Point;

/// Between the timeline, the line and the rows, between two events and between a mark and its text, in px.
const ABOVE: f64 = 16.0;
const BETWEEN: f64 = 26.0;
const INDENT: f64 = 7.0;

/// Adds events without a date below a level timeline.
///
/// - `events`: in the order in which they are to be read; their years count for nothing.
pub fn beside(mut drawing: Drawing, events: &[Event], options: &TimelineOptions) -> Drawing {
    if events.is_empty() {
        return drawing;
    }
    let inset = options.label_size * 1.6;
    let rule = drawing.height + ABOVE / 2.0;
    let line = [Point::new(0.0, rule), Point::new(options.width, rule)];
    drawing.items.push(Path::lines([&line[..]]).stroked(broken()).item());
    let row = options.block_height() + ABOVE / 2.0;
    let (mut along, mut top) = (inset, rule + ABOVE / 2.0);
    for event in events {
        let text = options.radius() * 2.0 + INDENT;
        let length = text + options.block_width(event);
        if along > inset && along + length > options.width - inset {
            (along, top) = (inset, top + row);
        }
        let middle = Point::new(options.along(along + options.radius()), top + options.name_height() / 2.0);
        let block = options.block(event, options.along(along + text), top);
        drawing.items.push(options.group(event, middle, block));
        along += length + BETWEEN;
    }
    drawing.height = top + row;
    drawing
}

fn broken() -> Stroke {
    Stroke { dash: Some([3.0, 5.0]), ..Stroke::new(Paint::Muted, 0.8) }
}
