//! Timelines of the pacts: level for broad pages, upright for narrow ones.
//!
//! In: events with their dates as decimal years of one calendar, in the order of time. Out: a drawing whose
//! axis is true to scale and whose labels never meet. Time runs with the page's direction (P-105) and the
//! items keep the order of the list, so a screen reader hears the story in order.

mod horizontal;
mod undated;
mod vertical;

pub use horizontal::horizontal;
pub use undated::beside;
pub use vertical::vertical;

use super::geometry::Point;
use super::mark::{PlaceKind, mark};
use crate::drawing::{Anchor, DrawingItem, Label, Paint, Weight};
use crate::figure::pen::{ASCENT, DESCENT, Measure};

/// One event.
#[derive(Clone, Debug, PartialEq)]
pub struct Event {
    /// The chapter it leads to.
    pub slug: Option<String>,
    pub name: String,
    /// The date as the reader sees it.
    pub date_text: String,
    /// The date as a decimal year, in the calendar the axis counts.
    pub year: f64,
    pub kind: PlaceKind,
}

/// Which way time runs on the page.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Flow {
    LeftToRight,
    RightToLeft,
}

/// What a timeline is drawn for.
#[derive(Clone, Copy)]
pub struct TimelineOptions<'a> {
    /// In px; the height follows from the events.
    pub width: f64,
    pub flow: Flow,
    /// BCP 47 tag of all texts.
    pub lang: &'a str,
    /// Size of the names, in px.
    pub label_size: f64,
    /// A year as the axis shows it.
    pub axis_label: &'a dyn Fn(i32) -> String,
    pub measure: Measure<'a>,
}

/// Dates are set smaller than names by this factor.
const DATE_SIZE: f64 = 0.84;

impl Flow {
    /// 1 where time runs to the right, -1 where it runs to the left.
    fn sign(self) -> f64 {
        match self {
            Self::LeftToRight => 1.0,
            Self::RightToLeft => -1.0,
        }
    }

    /// The anchor of a text that begins where its line meets it and runs on as time does.
    fn anchor(self) -> Anchor {
        match self {
            Self::LeftToRight => Anchor::Start,
            Self::RightToLeft => Anchor::End,
        }
    }
}

impl TimelineOptions<'_> {
    /// `x` counted from the side where time begins.
    fn along(&self, x: f64) -> f64 {
        match self.flow {
            Flow::LeftToRight => x,
            Flow::RightToLeft => self.width - x,
        }
    }

    fn date_size(&self) -> f64 {
        self.label_size * DATE_SIZE
    }

    fn name_height(&self) -> f64 {
        self.label_size * (ASCENT + DESCENT)
    }

    fn block_height(&self) -> f64 {
        self.name_height() + self.date_size() * (ASCENT + DESCENT)
    }

    fn block_width(&self, event: &Event) -> f64 {
        let name = (self.measure)(&event.name, self.label_size, weight(event.kind));
        name.max((self.measure)(&event.date_text, self.date_size(), Weight::Regular))
    }

    fn radius(&self) -> f64 {
        self.label_size * 0.33
    }

    /// Name over date, their common edge at `x` and the top of the block at `top`.
    fn block(&self, event: &Event, x: f64, top: f64) -> [DrawingItem; 2] {
        let label = |text: &str, y: f64, size: f64, paint, weight| {
            DrawingItem::Label(Label {
                text: text.to_owned(),
                x,
                y,
                size,
                anchor: self.flow.anchor(),
                paint,
                weight,
                halo: false,
                lang: self.lang.to_owned(),
            })
        };
        let date_y = top + self.name_height() + ASCENT * self.date_size();
        [
            label(
                &event.name,
                top + ASCENT * self.label_size,
                self.label_size,
                Paint::Ink,
                weight(event.kind),
            ),
            label(&event.date_text, date_y, self.date_size(), Paint::Muted, Weight::Regular),
        ]
    }

    /// The event's group: its mark at `at`, then its texts.
    fn group(&self, event: &Event, at: Point, texts: impl IntoIterator<Item = DrawingItem>) -> DrawingItem {
        let mut items = vec![mark(event.kind, at, self.radius())];
        items.extend(texts);
        DrawingItem::Group { link: event.slug.clone(), items }
    }

    /// The label of a year on the axis, about `at` (its middle).
    fn tick_label(&self, year: i32, at: Point, anchor: Anchor) -> DrawingItem {
        let size = self.date_size();
        DrawingItem::Label(Label {
            text: (self.axis_label)(year),
            x: at.x,
            y: at.y + (ASCENT - DESCENT) / 2.0 * size,
            size,
            anchor,
            paint: Paint::Muted,
            weight: Weight::Regular,
            halo: false,
            lang: self.lang.to_owned(),
        })
    }
}

fn weight(kind: PlaceKind) -> Weight {
    if kind == PlaceKind::Host { Weight::Bold } else { Weight::Regular }
}

/// The years an axis runs over: whole steps that hold all events, at least one step long.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
struct Span {
    from: i32,
    to: i32,
    step: i32,
}

impl Span {
    /// - `most`: how many steps there may be.
    fn of(events: &[Event], most: f64) -> Self {
        let years = || events.iter().map(|event| event.year).filter(|year| year.is_finite());
        let (low, high) = (years().fold(f64::MAX, f64::min), years().fold(f64::MIN, f64::max));
        let (low, high) = if low <= high { (low, high) } else { (0.0, 1.0) };
        let steps = [1, 2, 5, 10, 20, 25, 50, 100, 200, 500];
        let step =
            steps.into_iter().find(|&step| (high - low) / f64::from(step) <= most.max(1.0)).unwrap_or(1000);
        let from = (low / f64::from(step)).floor() as i32 * step;
        let to = ((high / f64::from(step)).ceil() as i32 * step).max(from + step);
        Self { from, to, step }
    }

    /// How far along the axis a year lies, from 0 to 1.
    fn share(self, year: f64) -> f64 {
        ((year - f64::from(self.from)) / f64::from(self.to - self.from)).clamp(0.0, 1.0)
    }

    fn ticks(self) -> impl Iterator<Item = i32> {
        (self.from..=self.to).step_by(usize::try_from(self.step).unwrap_or(1).max(1))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::drawing::Drawing;
    use crate::figure::pen::estimated_width;
    use proptest::prelude::*;

    fn options(width: f64, flow: Flow) -> TimelineOptions<'static> {
        TimelineOptions {
            width,
            flow,
            lang: "en",
            label_size: 12.0,
            axis_label: &|year| year.to_string(),
            measure: &estimated_width,
        }
    }

    fn events(years: &[f64]) -> Vec<Event> {
        let mut years = years.to_vec();
        years.sort_by(f64::total_cmp);
        let event = |(index, &year): (usize, &f64)| Event {
            slug: Some(format!("city-{index}")),
            name: format!("City number {index}"),
            date_text: format!("{year:.0}"),
            year,
            kind: PlaceKind::Sister,
        };
        years.iter().enumerate().map(event).collect()
    }

    #[track_caller]
    fn check_labels(drawing: &Drawing) {
        let boxes: Vec<_> =
            drawing.labels().iter().map(|label| label.bounds(&estimated_width).grown(-0.01)).collect();
        for (index, one) in boxes.iter().enumerate() {
            assert!(boxes[index + 1..].iter().all(|other| !one.overlaps(*other)));
        }
    }

    fn links(drawing: &Drawing) -> Vec<String> {
        let group = |item: &DrawingItem| match item {
            DrawingItem::Group { link, .. } => link.clone(),
            DrawingItem::Path(_) | DrawingItem::Label(_) => None,
        };
        drawing.items.iter().filter_map(group).collect()
    }

    const PACTS: [f64; 8] = [1989.3, 1997.5, 1999.4, 2000.0, 2000.3, 2000.5, 2000.8, 2010.8];

    #[test]
    fn labels_keep_apart_and_events_keep_their_order() {
        let list = events(&PACTS);
        let expected: Vec<String> = list.iter().filter_map(|event| event.slug.clone()).collect();
        for flow in [Flow::LeftToRight, Flow::RightToLeft] {
            for drawing in [horizontal(&list, &options(1100.0, flow)), vertical(&list, &options(360.0, flow))]
            {
                check_labels(&drawing);
                assert_eq!(links(&drawing), expected);
            }
        }
    }

    #[test]
    fn time_runs_with_the_page() {
        let list = events(&[1990.0, 2010.0]);
        let first = |flow| {
            horizontal(&list, &options(800.0, flow))
                .labels()
                .iter()
                .find(|l| l.text == "City number 0")
                .map(|l| l.x)
        };
        assert!(first(Flow::LeftToRight).is_some_and(|x| x < 400.0));
        assert!(first(Flow::RightToLeft).is_some_and(|x| x > 400.0));
    }

    #[test]
    fn what_has_no_date_stands_below_in_its_order() {
        let (dated, undated) = (events(&PACTS), events(&[f64::NAN; 9]));
        for flow in [Flow::LeftToRight, Flow::RightToLeft] {
            let options = options(600.0, flow);
            let level = horizontal(&dated, &options);
            let height = level.height;
            let drawing = beside(level, &undated, &options);
            check_labels(&drawing);
            let below: Vec<_> =
                drawing.labels().into_iter().filter(|label| label.y > height).cloned().collect();
            assert_eq!(below.len(), 2 * undated.len());
            for label in below {
                let bounds = label.bounds(&estimated_width);
                assert!(bounds.left >= 0.0 && bounds.right <= 600.0 && bounds.bottom <= drawing.height);
            }
            assert_eq!(links(&drawing).len(), dated.len() + undated.len());
        }
        assert!(
            horizontal(&dated, &options(600.0, Flow::LeftToRight))
                == beside(
                    horizontal(&dated, &options(600.0, Flow::LeftToRight)),
                    &[],
                    &options(600.0, Flow::LeftToRight)
                )
        );
    }

    #[test]
    fn nothing_happened_is_drawn_too() {
        assert!(horizontal(&[], &options(500.0, Flow::LeftToRight)).height > 0.0);
        assert!(vertical(&[], &options(300.0, Flow::RightToLeft)).height > 0.0);
    }

    proptest! {
        #[test]
        fn labels_never_meet(years in prop::collection::vec(1900.0..2030.0_f64, 1..25)) {
            let list = events(&years);
            check_labels(&horizontal(&list, &options(1000.0, Flow::LeftToRight)));
            check_labels(&vertical(&list, &options(340.0, Flow::RightToLeft)));
        }
    }
}
