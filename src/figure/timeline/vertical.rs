//! The upright timeline, for narrow pages: time runs down, the axis stands at the side where lines begin.
//!
//! Marks lie on the axis true to scale; names stand in a column beside it, each as near to the level of its
//! mark as its neighbours allow, joined to it by a line.

use super::{Event, Span, TimelineOptions};
use crate::drawing::{Anchor, Drawing, Paint, Path, Stroke, Weight};
use crate::figure::geometry::{Point, Rect};

/// Between two names in the column, in px.
const GAP: f64 = 5.0;

/// Draws events down an upright axis; the height gives each event a row.
///
/// - `events`: in the order of time, in which their items come in the drawing.
pub fn vertical(events: &[Event], options: &TimelineOptions) -> Drawing {
    let row = options.block_height() + GAP;
    let top = row / 2.0 + 2.0;
    let length = (row * events.len() as f64 * 1.12).max(row * 3.0);
    let span = Span::of(events, (length / (options.date_size() * 3.0)).min(8.0));
    let level = |year: f64| top + length * span.share(year);
    let years: Vec<String> = span.ticks().map(options.axis_label).collect();
    let widest = years.iter().map(|text| (options.measure)(text, options.date_size(), Weight::Regular));
    let axis = widest.fold(0.0, f64::max) + options.label_size * 1.1;
    let rows = spread(&events.iter().map(|event| level(event.year)).collect::<Vec<_>>(), row, top);
    let lowest = rows.last().map_or(top, |&y| y + row / 2.0);
    let height = lowest.max(top + length + row / 2.0);
    let mut drawing = Drawing { width: options.width, height, items: Vec::new() };
    draw_axis(&mut drawing, span, axis, &level, options);
    let marks: Vec<Point> =
        events.iter().map(|event| Point::new(options.along(axis), level(event.year))).collect();
    let column = axis + options.label_size * 2.6;
    let joints: Vec<[Point; 3]> =
        marks.iter().zip(&rows).map(|(&mark, &y)| joint(mark, y, axis, column, options)).collect();
    let lines =
        Path::lines(joints.iter().map(|line| &line[..])).stroked(Stroke::new(Paint::Muted, 0.8).round());
    drawing.items.push(lines.item());
    for ((event, &mark), &y) in events.iter().zip(&marks).zip(&rows) {
        let x = options.along(column + options.label_size * 0.4);
        drawing.items.push(options.group(
            event,
            mark,
            options.block(event, x, y - options.block_height() / 2.0),
        ));
    }
    drawing
}

/// From the mark aslant to the level of the name, then along to it.
fn joint(mark: Point, y: f64, axis: f64, column: f64, options: &TimelineOptions) -> [Point; 3] {
    let bend = axis + (column - axis) * 0.75;
    [mark, Point::new(options.along(bend), y), Point::new(options.along(column), y)]
}

fn draw_axis(
    drawing: &mut Drawing,
    span: Span,
    axis: f64,
    level: &dyn Fn(f64) -> f64,
    options: &TimelineOptions,
) {
    let (first, last) = (level(f64::from(span.from)), level(f64::from(span.to)));
    let x = options.along(axis);
    let body = Rect::new(x - 2.5, first - 6.0, x + 2.5, last + 6.0);
    drawing.items.push(Path::rect(body).filled(Paint::Land).stroked(Stroke::new(Paint::Lapis, 0.9)).item());
    let reach = options.label_size * 0.45;
    let edge = options.along(axis - 2.5);
    let ticks: Vec<[Point; 2]> = span
        .ticks()
        .map(|year| {
            let y = level(f64::from(year));
            [Point::new(edge, y), Point::new(options.along(axis - 2.5 - reach), y)]
        })
        .collect();
    drawing
        .items
        .push(Path::lines(ticks.iter().map(|tick| &tick[..])).stroked(Stroke::new(Paint::Lapis, 0.8)).item());
    let anchor = match options.flow.anchor() {
        Anchor::Start => Anchor::End,
        Anchor::Middle | Anchor::End => Anchor::Start,
    };
    for (year, tick) in span.ticks().zip(&ticks) {
        let at = Point::new(tick[1].x - options.flow.sign() * 3.0, tick[1].y);
        drawing.items.push(options.tick_label(year, at, anchor));
    }
}

/// Rows at least `apart` from each other, in order, none above `top`, as near to `wanted` as can be.
///
/// - `wanted`: rising. Least squares by pooling neighbours that would meet (isotonic regression, PAVA).
fn spread(wanted: &[f64], apart: f64, top: f64) -> Vec<f64> {
    // With the row's own share taken off, "apart" becomes "not falling".
    let mut pools: Vec<(f64, usize)> = Vec::new();
    for (index, &y) in wanted.iter().enumerate() {
        let mut pool = (y - apart * index as f64, 1);
        while let Some(&(mean, count)) = pools.last() {
            if mean <= pool.0 {
                break;
            }
            pools.pop();
            let total = count + pool.1;
            pool = ((mean * count as f64 + pool.0 * pool.1 as f64) / total as f64, total);
        }
        pools.push(pool);
    }
    let levels = pools.iter().flat_map(|&(mean, count)| std::iter::repeat_n(mean.max(top), count));
    levels.enumerate().map(|(index, mean)| mean + apart * index as f64).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn rows_with_room_stay_where_they_are() {
        assert_eq!(spread(&[10.0, 50.0, 90.0], 20.0, 0.0), [10.0, 50.0, 90.0]);
        assert_eq!(spread(&[50.0, 50.0], 20.0, 0.0), [40.0, 60.0]);
    }

    proptest! {
        #[test]
        fn rows_are_apart(wanted in prop::collection::vec(0.0..500.0_f64, 1..30)) {
            let mut wanted = wanted;
            wanted.sort_by(f64::total_cmp);
            for pair in spread(&wanted, 20.0, 5.0).windows(2) {
                prop_assert!(pair[1] - pair[0] >= 20.0 - 1e-9);
            }
        }
    }
}
