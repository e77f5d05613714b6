//! Small charts that set cities beside each other by one number: columns for two, bars for many.
//!
//! In: names, values and their words. Out: a drawing true to scale from a baseline at nought, which may be the
//! level of the sea. The first city stands where the page's text begins, and bars grow as it is read; every value
//! is written beside its bar, so there is no axis to turn round (P-104). Cities carry their marks of the map.

use super::geometry::{Point, Rect};
use super::mark::{PlaceKind, mark, reach};
use super::pen::{ASCENT, DESCENT, Measure};
use super::timeline::Flow;
use crate::drawing::{Anchor, Drawing, DrawingItem, Label, Paint, Path, Stroke, Weight};

/// A city of a chart.
#[derive(Clone, Debug, PartialEq)]
pub struct Entry {
    /// The chapter it leads to.
    pub slug: Option<String>,
    pub name: String,
    pub value: f64,
    /// The value as the reader sees it.
    pub words: String,
    pub kind: PlaceKind,
    /// Whether it is the one that the chart is about.
    pub chosen: bool,
}

/// What columns stand on.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Ground<'a> {
    Nothing,
    /// The sea: what it is called, and how far the tops are apart, in words.
    Sea {
        name: &'a str,
        apart: &'a str,
    },
}

/// What a chart is drawn for.
#[derive(Clone, Copy)]
pub struct ChartOptions<'a> {
    /// In px; the height follows.
    pub width: f64,
    pub flow: Flow,
    /// BCP 47 tag of all texts.
    pub lang: &'a str,
    /// Size of the names, in px.
    pub label_size: f64,
    pub measure: Measure<'a>,
}

/// Values are set smaller than names by this factor.
const VALUE_SIZE: f64 = 0.88;
/// The highest column and the width of one, by the width of the drawing.
const TALLEST: f64 = 0.3;
const COLUMN: f64 = 0.27;
/// The middles of the two columns, by the width.
const MIDDLES: [f64; 2] = [0.22, 0.78];
/// The strip of water under columns, in sizes of a name.
const WATER: f64 = 0.55;
/// A row of bars, and a bar in it, in sizes of a name.
const ROW: f64 = 1.75;
const BAR: f64 = 0.95;
/// The same where names stand above their bars, and the part of it that a name takes.
const HIGH_ROW: f64 = 2.6;
const HEAD: f64 = 1.4;
/// The least that the longest bar may have of the width, beside its words.
const LEAST_BAR: f64 = 0.3;

impl ChartOptions<'_> {
    /// `x` counted from the side where reading begins.
    fn along(&self, x: f64) -> f64 {
        match self.flow {
            Flow::LeftToRight => x,
            Flow::RightToLeft => self.width - x,
        }
    }

    /// Between two places counted from the side where reading begins.
    fn area(&self, from: f64, to: f64, top: f64, bottom: f64) -> Rect {
        let (one, other) = (self.along(from), self.along(to));
        Rect::new(one.min(other), top, one.max(other), bottom)
    }

    /// The anchor of a text that begins at its place.
    fn start(&self) -> Anchor {
        match self.flow {
            Flow::LeftToRight => Anchor::Start,
            Flow::RightToLeft => Anchor::End,
        }
    }

    fn value_size(&self) -> f64 {
        self.label_size * VALUE_SIZE
    }

    fn label(
        &self,
        text: &str,
        at: Point,
        size: f64,
        anchor: Anchor,
        paint: Paint,
        weight: Weight,
    ) -> DrawingItem {
        let (text, lang) = (text.to_owned(), self.lang.to_owned());
        DrawingItem::Label(Label { text, lang, x: at.x, y: at.y, size, anchor, paint, weight, halo: false })
    }
}

/// Two cities as columns on a common ground.
pub fn columns(entries: &[Entry; 2], ground: Ground, options: &ChartOptions) -> Drawing {
    let size = options.label_size;
    let radius = size * 0.36;
    let lowest = entries.iter().map(|entry| entry.value).fold(0.0, f64::min);
    let highest = entries.iter().map(|entry| entry.value).fold(0.0, f64::max);
    let scale = options.width * TALLEST / (highest - lowest).max(f64::MIN_POSITIVE);
    let head = (ASCENT + DESCENT) * (size + options.value_size()) + radius * 2.0 + size * 0.6;
    let base = head + highest * scale;
    let top = |entry: &Entry| base - entry.value * scale;
    let mut drawing = Drawing { width: options.width, height: base - lowest * scale, items: Vec::new() };
    for (entry, middle) in entries.iter().zip(MIDDLES) {
        let half = options.width * COLUMN / 2.0;
        let middle = options.width * middle;
        let (upper, lower) = (top(entry).min(base), top(entry).max(base));
        let column = options.area(middle - half, middle + half, upper, lower);
        drawing.items.push(Path::rect(column).filled(Paint::Land).item());
        let edge = [Point::new(column.left, top(entry)), Point::new(column.right, top(entry))];
        let edge = Path::lines([&edge[..]]).stroked(Stroke::new(entry.kind.paint(), size * 0.14));
        drawing.items.push(edge.item());
        drawing.items.push(column_head(entry, options.along(middle), upper, radius, options));
    }
    match ground {
        Ground::Nothing => drawing.items.push(baseline(base, Paint::Muted, options)),
        Ground::Sea { name, apart } => {
            let depth = base.max(drawing.height) + size * WATER;
            let water = Rect::new(0.0, base, options.width, depth);
            drawing.items.insert(0, Path::rect(water).filled(Paint::Water).item());
            drawing.items.push(baseline(base, Paint::Lapis, options));
            let at = Point::new(options.along(0.0), depth + ASCENT * options.value_size());
            let (start, small) = (options.start(), options.value_size());
            drawing.items.push(options.label(name, at, small, start, Paint::Muted, Weight::Regular));
            drawing.height = at.y + DESCENT * small;
            drawing.items.extend(difference([top(&entries[0]), top(&entries[1])], apart, options));
        }
    }
    // A line has half its width below its place.
    drawing.height += size * 0.1;
    drawing
}

/// Mark, value and name above the top of a column, in one group.
fn column_head(entry: &Entry, x: f64, top: f64, radius: f64, options: &ChartOptions) -> DrawingItem {
    let rise = reach(entry.kind, radius).max(radius * 2.1);
    let value_y = top - rise - options.label_size * 0.25 - DESCENT * options.value_size();
    let name_y = value_y - ASCENT * options.value_size() - DESCENT * options.label_size;
    let label = |text: &str, y: f64, size: f64, paint, weight| {
        options.label(text, Point::new(x, y), size, Anchor::Middle, paint, weight)
    };
    let items = vec![
        mark(entry.kind, Point::new(x, top), radius),
        label(&entry.name, name_y, options.label_size, Paint::Ink, weight(entry)),
        label(&entry.words, value_y, options.value_size(), Paint::Muted, Weight::Regular),
    ];
    DrawingItem::Group { link: entry.slug.clone(), items }
}

/// The levels of both tops, drawn out to the middle, and a line between them
/// with its length, where there is room for the words.
fn difference(tops: [f64; 2], apart: &str, options: &ChartOptions) -> Vec<DrawingItem> {
    let [first, second] = tops;
    let middle = options.width / 2.0;
    let half = options.width * COLUMN / 2.0;
    let size = options.value_size();
    let room = options.width * (MIDDLES[1] - MIDDLES[0]) - 2.0 * half;
    let gap = (ASCENT + DESCENT) * size;
    let fits = (options.measure)(apart, size, Weight::Regular) < room * 0.96;
    if apart.is_empty() || (first - second).abs() < gap * 2.0 || !fits {
        return Vec::new();
    }
    let level = |y: f64, edge: f64| [Point::new(options.along(edge), y), Point::new(middle, y)];
    let edges = [options.width * MIDDLES[0] + half, options.width * MIDDLES[1] - half];
    let levels = [level(first, edges[0]), level(second, edges[1])];
    let dashed = Stroke::new(Paint::Muted, 0.9).dashed(3.0, 3.0);
    let levels = Path::lines(levels.iter().map(|line| &line[..])).stroked(dashed);
    let (upper, lower) = (first.min(second), first.max(second));
    let centre = (upper + lower) / 2.0;
    let parts = [
        [Point::new(middle, upper), Point::new(middle, centre - gap * 0.6)],
        [Point::new(middle, centre + gap * 0.6), Point::new(middle, lower)],
    ];
    let measure = Path::lines(parts.iter().map(|line| &line[..])).stroked(Stroke::new(Paint::Muted, 0.9));
    let at = Point::new(middle, centre + (ASCENT - DESCENT) / 2.0 * size);
    let words = options.label(apart, at, size, Anchor::Middle, Paint::Ink, Weight::Regular);
    vec![levels.item(), measure.item(), words]
}

fn baseline(y: f64, paint: Paint, options: &ChartOptions) -> DrawingItem {
    let line = [Point::new(0.0, y), Point::new(options.width, y)];
    Path::lines([&line[..]]).stroked(Stroke::new(paint, options.label_size * 0.09)).item()
}

/// Many cities as bars, a row each, in the order given.
///
/// Names stand before their bars, or above them where that would leave the bars too little.
///
/// - `entries`: their values are nought or more.
pub fn bars(entries: &[Entry], options: &ChartOptions) -> Drawing {
    let size = options.label_size;
    let gap = size * 0.6;
    let widest = |width: &dyn Fn(&Entry) -> f64| entries.iter().map(width).fold(0.0, f64::max);
    let names = widest(&|entry| (options.measure)(&entry.name, size, weight(entry))) + gap;
    let values =
        widest(&|entry| (options.measure)(&entry.words, options.value_size(), Weight::Regular)) + gap;
    let above = names + values > options.width * (1.0 - LEAST_BAR);
    let (first, row, head) = if above { (0.0, HIGH_ROW, HEAD) } else { (names, ROW, 0.0) };
    let (row, head) = (size * row, size * head);
    let room = (options.width - first - values).max(0.0);
    let highest = entries.iter().map(|entry| entry.value).fold(0.0, f64::max).max(f64::MIN_POSITIVE);
    let height = row * entries.len() as f64;
    let mut drawing = Drawing { width: options.width, height, items: Vec::new() };
    for (index, entry) in entries.iter().enumerate() {
        let top = row * index as f64;
        let centre = (top + head + top + row) / 2.0;
        let end = first + room * (entry.value / highest).max(0.0);
        let bar = options.area(first, end, centre - size * BAR / 2.0, centre + size * BAR / 2.0);
        let baseline = |size: f64| centre + (ASCENT - DESCENT) / 2.0 * size;
        let name_y = if above { top + ASCENT * size + size * 0.15 } else { baseline(size) };
        let value_at = Point::new(options.along(end + gap * 0.6), baseline(options.value_size()));
        let (start, small) = (options.start(), options.value_size());
        let paint = if entry.chosen { Paint::Saffron } else { entry.kind.paint() };
        let name_at = Point::new(options.along(0.0), name_y);
        let items = vec![
            options.label(&entry.name, name_at, size, start, Paint::Ink, weight(entry)),
            Path::rect(bar).filled(paint).item(),
            options.label(&entry.words, value_at, small, start, Paint::Muted, Weight::Regular),
        ];
        drawing.items.push(DrawingItem::Group { link: entry.slug.clone(), items });
    }
    if !above {
        let axis = [Point::new(options.along(names), 0.0), Point::new(options.along(names), height)];
        let axis = Path::lines([&axis[..]]).stroked(Stroke::new(Paint::Muted, size * 0.07));
        drawing.items.push(axis.item());
    }
    drawing
}

fn weight(entry: &Entry) -> Weight {
    if entry.chosen || entry.kind == PlaceKind::Host { Weight::Bold } else { Weight::Regular }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::drawing::Segment;
    use crate::figure::pen::estimated_width;
    use proptest::prelude::*;

    fn options(flow: Flow) -> ChartOptions<'static> {
        ChartOptions { width: 440.0, flow, lang: "en", label_size: 16.0, measure: &estimated_width }
    }

    fn entry(name: &str, value: f64, kind: PlaceKind) -> Entry {
        let words = format!("{value:.0} metres");
        Entry { slug: None, name: name.to_owned(), value, words, kind, chosen: false }
    }

    const SEA: Ground = Ground::Sea { name: "sea level", apart: "1,169 m" };
    const FLOWS: [Flow; 2] = [Flow::LeftToRight, Flow::RightToLeft];

    fn pair(one: f64, other: f64) -> [Entry; 2] {
        [entry("Isfahan", one, PlaceKind::Host), entry("Another city", other, PlaceKind::Sister)]
    }

    /// Labels lie inside of the drawing and keep apart.
    #[track_caller]
    fn check(drawing: &Drawing) {
        let whole = Rect::new(0.0, 0.0, drawing.width, drawing.height).grown(0.5);
        let boxes: Vec<Rect> = drawing.labels().iter().map(|label| label.bounds(&estimated_width)).collect();
        for (index, one) in boxes.iter().enumerate() {
            assert!(one.left >= whole.left && one.right <= whole.right, "{one:?}");
            assert!(one.top >= whole.top && one.bottom <= whole.bottom, "{one:?} of {whole:?}");
            assert!(boxes[index + 1..].iter().all(|other| !one.grown(-0.01).overlaps(*other)));
        }
    }

    fn x_of(drawing: &Drawing, text: &str) -> f64 {
        drawing.labels().iter().find(|label| label.text == text).map_or(f64::NAN, |label| label.x)
    }

    #[test]
    fn columns_stand_as_the_page_is_read() {
        let draw = |flow| columns(&pair(1574.0, 405.0), SEA, &options(flow));
        let [ltr, rtl] = FLOWS.map(draw);
        assert!(x_of(&ltr, "Isfahan") < 220.0 && x_of(&rtl, "Isfahan") > 220.0);
        assert!(x_of(&ltr, "1,169 m") == 220.0);
        // Without room for its words the difference is not drawn.
        assert!(x_of(&columns(&pair(1574.0, 1570.0), SEA, &options(FLOWS[0])), "1,169 m").is_nan());
    }

    #[test]
    fn long_names_stand_above_their_bars() {
        let long = entry("A city and the quarter of another", 4000.0, PlaceKind::Memorandum);
        let list = [long, entry("Near", 3900.0, PlaceKind::Sister)];
        for flow in FLOWS {
            let drawing = bars(&list, &options(flow));
            check(&drawing);
            assert!(drawing.items.iter().filter_map(bar_width).any(|width| width > 220.0));
        }
    }

    #[test]
    fn bars_are_true_to_scale() {
        let list = [entry("Far", 4000.0, PlaceKind::Sister), entry("Near", 1000.0, PlaceKind::Pending)];
        for flow in FLOWS {
            let drawing = bars(&list, &options(flow));
            let widths: Vec<f64> = drawing.items.iter().filter_map(bar_width).collect();
            assert!((widths[0] - 4.0 * widths[1]).abs() < 1e-9, "{widths:?}");
        }
    }

    fn bar_width(item: &DrawingItem) -> Option<f64> {
        let DrawingItem::Group { items, .. } = item else { return None };
        items.iter().find_map(|item| match item {
            DrawingItem::Path(path) => Some(breadth(path)),
            _ => None,
        })
    }

    fn breadth(path: &Path) -> f64 {
        let x = path.segments.iter().filter_map(|segment| match *segment {
            Segment::Move(x, _) | Segment::Line(x, _) => Some(x),
            _ => None,
        });
        let (low, high) = x.fold((f64::MAX, f64::MIN), |(low, high), x| (low.min(x), high.max(x)));
        high - low
    }

    proptest! {
        #[test]
        fn nothing_leaves_the_drawing(one in -400.0..9000.0_f64, other in -400.0..9000.0_f64) {
            for flow in FLOWS {
                check(&columns(&pair(one, other), SEA, &options(flow)));
                check(&columns(&pair(one.abs(), other.abs()), Ground::Nothing, &options(flow)));
                check(&bars(&pair(one.abs(), other.abs()), &options(flow)));
            }
        }
    }
}
