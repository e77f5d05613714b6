//! Writes a `Drawing` as SVG to be set into an HTML page.
//!
//! Colours are classes (`f-land` fills, `s-lapis` strokes) that the style sheet answers for in light and
//! dark; there is no `style` attribute, which the site's Content-Security-Policy would refuse. Numbers
//! are rounded to a tenth and paths written in relative steps, so the text is short and the same on
//! every machine; an outline painted several times is written once. Text is placed by its visual ends whatever its direction.

use std::collections::BTreeMap;
use std::fmt::Write;

use crate::drawing::{Anchor, Drawing, DrawingItem, Ends, Label, Paint, Path, Segment, Stroke, Weight};

/// Width of the rim round a label with a halo, as a share of its size.
const HALO: f64 = 0.28;

pub struct SvgOptions<'a> {
    /// Begins every id in the picture; unique in the page.
    pub id: &'a str,
    /// What the picture is called and shows, in plain text, in `lang`.
    pub title: &'a str,
    pub description: &'a str,
    /// BCP 47 tag of title and description.
    pub lang: &'a str,
    /// The address a slug leads to; a group without an address is drawn without a link.
    pub href: &'a dyn Fn(&str) -> Option<String>,
    /// What a slug is called in `lang`; read where its mark found no room for a label.
    pub name: &'a dyn Fn(&str) -> Option<String>,
}

/// Writes the drawing as one `<svg>` element.
pub fn to_svg(drawing: &Drawing, options: &SvgOptions) -> String {
    let mut out = String::new();
    let (width, height) = (tenths(drawing.width), tenths(drawing.height));
    // A drawing with links is no single image: role="img" would hide them from a screen reader.
    let role = if has_link(&drawing.items, options) { "group" } else { "img" };
    let id = escape(options.id);
    let _ = write!(
        out,
        "<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 {} {}\" width=\"{}\" height=\"{}\" role=\"{role}\" \
         aria-labelledby=\"{id}-t {id}-d\" direction=\"ltr\" data-mirror=\"no\" lang=\"{lang}\">\
         <title id=\"{id}-t\">{}</title><desc id=\"{id}-d\">{}</desc>",
        decimal(width),
        decimal(height),
        decimal(width),
        decimal(height),
        escape(options.title),
        escape(options.description),
        lang = escape(options.lang),
    );
    let mut shared = Shared::among(&drawing.items, &id);
    write_items(&mut out, &drawing.items, options, &mut shared);
    out.push_str("</svg>");
    out
}

/// The class of a colour where it fills (`f-…`).
pub fn fill_class(paint: Paint) -> String {
    format!("f-{}", name(paint))
}

/// The class of a colour where it strokes (`s-…`).
pub fn stroke_class(paint: Paint) -> String {
    format!("s-{}", name(paint))
}

fn name(paint: Paint) -> &'static str {
    match paint {
        Paint::Ground => "ground",
        Paint::Ink => "ink",
        Paint::Muted => "muted",
        Paint::Water => "water",
        Paint::Land => "land",
        Paint::Lapis => "lapis",
        Paint::Turquoise => "turquoise",
        Paint::Saffron => "saffron",
        Paint::Line => "line",
    }
}

fn has_link(items: &[DrawingItem], options: &SvgOptions) -> bool {
    items.iter().any(|item| match item {
        DrawingItem::Group { link, items } => address(link, options).is_some() || has_link(items, options),
        DrawingItem::Path(_) | DrawingItem::Label(_) => false,
    })
}

fn address(link: &Option<String>, options: &SvgOptions) -> Option<String> {
    link.as_deref().and_then(|slug| (options.href)(slug))
}

fn write_items(out: &mut String, items: &[DrawingItem], options: &SvgOptions, shared: &mut Shared) {
    for item in items {
        match item {
            DrawingItem::Path(path) => write_path(out, path, shared),
            DrawingItem::Label(label) => write_label(out, label),
            DrawingItem::Group { link, items } => write_group(out, link, items, options, shared),
        }
    }
}

fn write_group(
    out: &mut String,
    link: &Option<String>,
    items: &[DrawingItem],
    options: &SvgOptions,
    shared: &mut Shared,
) {
    let href = address(link, options);
    match &href {
        Some(href) => {
            let _ = write!(out, "<a href=\"{}\">", escape(href));
        }
        None => out.push_str("<g>"),
    }
    let labelled = items.iter().any(|item| matches!(item, DrawingItem::Label(_)));
    // A mark without a label still tells its name, to a pointer and to a screen reader.
    if let Some(name) = link.as_deref().and_then(|slug| (options.name)(slug))
        && !labelled
    {
        let _ = write!(out, "<title>{}</title>", escape(&name));
    }
    write_items(out, items, options, shared);
    out.push_str(if href.is_some() { "</a>" } else { "</g>" });
}

fn write_path(out: &mut String, path: &Path, shared: &mut Shared) {
    let steps = shared.next_steps();
    if steps.is_empty() {
        return;
    }
    let id = shared.name(&steps);
    if let Some((id, false)) = &id {
        let _ = write!(out, "<defs><path id=\"{id}\" d=\"{steps}\"/></defs>");
    }
    let fill = path.fill.map_or_else(|| "f-none".to_owned(), fill_class);
    let class =
        path.stroke.map_or_else(|| fill.clone(), |stroke| format!("{fill} {}", stroke_class(stroke.paint)));
    let element = if id.is_some() { "use" } else { "path" };
    let _ = write!(out, "<{element} class=\"{class}\"");
    if path.fill.is_none() {
        out.push_str(" fill=\"none\"");
    }
    if let Some(stroke) = path.stroke {
        write_stroke(out, stroke);
    }
    let _ = match id {
        Some((id, _)) => write!(out, " href=\"#{id}\"/>"),
        None => write!(out, " d=\"{steps}\"/>"),
    };
}

/// Long outlines that are painted more than once, as straps are under their rims.
struct Shared {
    /// The path data of every path that is still to be written, in their order.
    steps: std::vec::IntoIter<String>,
    /// The id of each outline by its path data, and whether it has been written.
    outlines: BTreeMap<String, (String, bool)>,
}

impl Shared {
    /// Path data shorter than this is cheaper repeated, bytes.
    const WORTH: usize = 200;

    fn among(items: &[DrawingItem], id: &str) -> Self {
        let mut steps = Vec::new();
        all_steps(items, &mut steps);
        let mut seen: BTreeMap<&str, u32> = BTreeMap::new();
        for steps in steps.iter().filter(|steps| steps.len() > Shared::WORTH) {
            *seen.entry(steps).or_default() += 1;
        }
        let repeated = seen.into_iter().filter(|(_, count)| *count > 1);
        let outlines = repeated
            .enumerate()
            .map(|(index, (steps, _))| (steps.to_owned(), (format!("{id}-{index}"), false)))
            .collect();
        Self { steps: steps.into_iter(), outlines }
    }

    fn next_steps(&mut self) -> String {
        self.steps.next().unwrap_or_default()
    }

    /// The id of a shared outline, and whether it was written before.
    fn name(&mut self, steps: &str) -> Option<(String, bool)> {
        let entry = self.outlines.get_mut(steps)?;
        let found = entry.clone();
        entry.1 = true;
        Some(found)
    }
}

/// The path data of every path, in the order in which they are written.
fn all_steps(items: &[DrawingItem], steps: &mut Vec<String>) {
    for item in items {
        match item {
            DrawingItem::Path(path) => steps.push(path_steps(&path.segments)),
            DrawingItem::Label(_) => {}
            DrawingItem::Group { items, .. } => all_steps(items, steps),
        }
    }
}

fn write_stroke(out: &mut String, stroke: Stroke) {
    let _ = write!(out, " stroke-width=\"{}\"", decimal_of_hundredths(stroke.width));
    match stroke.ends {
        Ends::Round => out.push_str(" stroke-linecap=\"round\" stroke-linejoin=\"round\""),
        Ends::Sharp => out.push_str(" stroke-miterlimit=\"10\""),
    }
    if let Some([dash, gap]) = stroke.dash {
        let _ = write!(out, " stroke-dasharray=\"{} {}\"", decimal(tenths(dash)), decimal(tenths(gap)));
    }
}

fn write_label(out: &mut String, label: &Label) {
    let right_to_left = is_right_to_left(&label.lang);
    let mut class = format!("label {}", fill_class(label.paint));
    if label.halo {
        let _ = write!(class, " halo {}", stroke_class(Paint::Ground));
    }
    let _ = write!(
        out,
        "<text class=\"{class}\" x=\"{}\" y=\"{}\" font-size=\"{}\" text-anchor=\"{}\" lang=\"{}\"",
        decimal(tenths(label.x)),
        decimal(tenths(label.y)),
        decimal(tenths(label.size)),
        text_anchor(label.anchor, right_to_left),
        escape(&label.lang),
    );
    if right_to_left {
        out.push_str(" direction=\"rtl\"");
    }
    if label.weight == Weight::Bold {
        out.push_str(" font-weight=\"700\"");
    }
    if label.halo {
        let rim = decimal(tenths(label.size * HALO));
        let _ = write!(out, " paint-order=\"stroke\" stroke-width=\"{rim}\" stroke-linejoin=\"round\"");
    }
    let _ = write!(out, ">{}</text>", escape(&label.text));
}

/// SVG's anchor for a visual one: in right-to-left text its `start` is the right end.
fn text_anchor(anchor: Anchor, right_to_left: bool) -> &'static str {
    match (anchor, right_to_left) {
        (Anchor::Middle, _) => "middle",
        (Anchor::Start, false) | (Anchor::End, true) => "start",
        (Anchor::Start, true) | (Anchor::End, false) => "end",
    }
}

/// Whether a BCP 47 tag names a language written from right to left, among those a name may be in.
fn is_right_to_left(lang: &str) -> bool {
    let mut parts = lang.split('-');
    let language = parts.next().unwrap_or_default();
    match parts.find(|part| part.len() == 4) {
        Some(script) => matches!(script, "Arab" | "Hebr" | "Aran" | "Syrc"),
        None => matches!(language, "fa" | "ar" | "ur" | "he" | "ps" | "ckb" | "sd" | "ug" | "yi"),
    }
}

/// Path data in relative steps from one rounded point to the next, so that rounding never adds up.
fn path_steps(segments: &[Segment]) -> String {
    let mut out = String::new();
    let (mut x, mut y) = (0, 0);
    let mut corner = Corner::default();
    let mut command = ' ';
    for segment in segments {
        let mut numbers = [0; 6];
        let (next, count) = match *segment {
            Segment::Move(to_x, to_y) => {
                corner = Corner::at(to_x, to_y);
                let (to_x, to_y) = corner.written;
                // The first is written from the origin, where x and y still are: relative is absolute there.
                numbers[..2].copy_from_slice(&[to_x - x, to_y - y]);
                (x, y) = (to_x, to_y);
                ('m', 2)
            }
            Segment::Line(to_x, to_y) => {
                let (to_x, to_y) = corner.point(to_x, to_y);
                if (to_x, to_y) == (x, y) {
                    continue;
                }
                numbers[..2].copy_from_slice(&[to_x - x, to_y - y]);
                (x, y) = (to_x, to_y);
                ('l', 2)
            }
            Segment::Cubic(ax, ay, bx, by, to_x, to_y) => {
                let ends = [(ax, ay), (bx, by), (to_x, to_y)].map(|(to_x, to_y)| corner.point(to_x, to_y));
                for (pair, (to_x, to_y)) in numbers.chunks_exact_mut(2).zip(ends) {
                    pair.copy_from_slice(&[to_x - x, to_y - y]);
                }
                (x, y) = ends[2];
                ('c', 6)
            }
            Segment::Close => {
                (x, y) = corner.written;
                ('z', 0)
            }
        };
        if next != command || next == 'm' {
            out.push(next);
        }
        for (place, number) in numbers.into_iter().take(count).enumerate() {
            let first = place == 0 && (next != command || next == 'm');
            if !first && number >= 0 {
                out.push(' ');
            }
            push_decimal(&mut out, number);
        }
        command = next;
    }
    out
}

/// Where a subpath begins, and where that is written. All its points are rounded from there, so that the copies of an
/// outline are the same text wherever they stand, of which a compressed file holds one.
#[derive(Clone, Copy, Default)]
struct Corner {
    x: f64,
    y: f64,
    written: (i64, i64),
}

impl Corner {
    fn at(x: f64, y: f64) -> Self {
        Self { x, y, written: (tenths(x), tenths(y)) }
    }

    /// A point of the subpath, in tenths.
    fn point(&self, x: f64, y: f64) -> (i64, i64) {
        (self.written.0 + tenths(x - self.x), self.written.1 + tenths(y - self.y))
    }
}

/// A length in whole tenths. What is not a number counts as nought: `as` does so, and never panics.
fn tenths(value: f64) -> i64 {
    (value * 10.0).round() as i64
}

/// Tenths as the shortest decimal: `12`, `.5`, `-3.4`.
fn decimal(tenths: i64) -> String {
    let mut out = String::new();
    push_decimal(&mut out, tenths);
    out
}

/// The same at the end of a text: a map has thousands of numbers.
fn push_decimal(out: &mut String, tenths: i64) {
    if tenths < 0 {
        out.push('-');
    }
    let (whole, rest) = (tenths.unsigned_abs() / 10, tenths.unsigned_abs() % 10);
    match whole {
        0 if rest > 0 => {}
        0..10 => out.push(char::from(b'0' + whole as u8)),
        _ => {
            let _ = write!(out, "{whole}");
        }
    }
    if rest > 0 {
        out.extend(['.', char::from(b'0' + rest as u8)]);
    }
}

/// Stroke widths keep two places: a tenth is a large share of a hairline.
fn decimal_of_hundredths(value: f64) -> String {
    let hundredths = (value * 100.0).round() / 100.0;
    format!("{hundredths}")
}

/// Text made safe inside an element or a double-quoted attribute; characters XML forbids are dropped.
fn escape(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for character in text.chars() {
        match character {
            '&' => out.push_str("&amp;"),
            '<' => out.push_str("&lt;"),
            '>' => out.push_str("&gt;"),
            '"' => out.push_str("&quot;"),
            '\t' | '\n' | '\r' => out.push(' '),
            '\u{fffe}' | '\u{ffff}' => {}
            _ if character.is_control() => {}
            _ => out.push(character),
        }
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::figure::girih::{for_slug, panel};
    use proptest::prelude::*;

    /// Reads the text as XML just far enough to see that tags nest, attributes are quoted and nothing is bare.
    fn is_well_formed(xml: &str) -> bool {
        let mut open: Vec<&str> = Vec::new();
        let mut rest = xml;
        while let Some(start) = rest.find('<') {
            let Some(end) = rest[start..].find('>') else { return false };
            let (text, tag) = (&rest[..start], &rest[start + 1..start + end]);
            if text.contains('>')
                || !references_are_good(text)
                || tag.matches('"').count() % 2 != 0
                || !references_are_good(tag)
            {
                return false;
            }
            let name = tag.trim_end_matches('/').split_whitespace().next().unwrap_or_default();
            if let Some(closed) = name.strip_prefix('/') {
                if open.pop() != Some(closed) {
                    return false;
                }
            } else if !tag.ends_with('/') {
                open.push(name);
            }
            rest = &rest[start + end + 1..];
        }
        open.is_empty() && rest.trim().is_empty()
    }

    fn references_are_good(text: &str) -> bool {
        text.split('&')
            .skip(1)
            .all(|after| ["amp;", "lt;", "gt;", "quot;"].iter().any(|known| after.starts_with(known)))
    }

    fn label(text: &str, lang: &str, anchor: Anchor) -> DrawingItem {
        DrawingItem::Label(Label {
            text: text.to_owned(),
            x: 10.0,
            y: 20.04,
            size: 12.0,
            anchor,
            paint: Paint::Ink,
            weight: Weight::Regular,
            halo: true,
            lang: lang.to_owned(),
        })
    }

    fn svg(items: Vec<DrawingItem>) -> String {
        let drawing = Drawing { width: 100.0, height: 50.0, items };
        let href = |slug: &str| (slug != "nowhere").then(|| format!("../{slug}/?a=1&b"));
        to_svg(
            &drawing,
            &SvgOptions {
                id: "f1",
                title: "A \"title\"",
                description: "a < b",
                lang: "en",
                href: &href,
                name: &|_| Some("N".to_owned()),
            },
        )
    }

    #[test]
    fn paths_are_written_in_short_relative_steps() {
        let steps = |segments: &[Segment]| path_steps(segments);
        assert_eq!(
            steps(&[
                Segment::Move(1.04, 2.0),
                Segment::Line(11.04, 2.0),
                Segment::Line(11.0, -3.5),
                Segment::Close
            ]),
            "m1 2l10 0 0-5.5z"
        );
        assert_eq!(steps(&[Segment::Move(f64::NAN, 0.2), Segment::Line(0.3, 0.3)]), "m0 .2l0 .1");
        assert_eq!(
            steps(&[
                Segment::Move(1.0, 1.0),
                Segment::Line(2.0, 1.0),
                Segment::Close,
                Segment::Move(3.0, 3.0)
            ]),
            "m1 1l1 0zm2 2"
        );
    }

    #[test]
    fn copies_of_an_outline_are_the_same_text() {
        let square = |x: f64, y: f64| {
            let side = 7.0 / 3.0;
            [
                Segment::Move(x, y),
                Segment::Line(x + side, y),
                Segment::Line(x + side, y + side),
                Segment::Close,
            ]
        };
        let path = [square(0.0, 0.0), square(10.0 / 3.0, 0.04), square(20.0 / 3.0, 2.0 / 3.0)].concat();
        let steps = path_steps(&path);
        let outlines: Vec<_> = steps.split('m').skip(1).filter_map(|copy| copy.split_once('l')).collect();
        assert_eq!(outlines.len(), 3);
        assert!(outlines.iter().all(|(_, outline)| *outline == "2.3 0 0 2.3z"), "{steps}");
    }

    #[test]
    fn anchors_are_visual_in_both_directions() {
        assert!(
            svg(vec![label("Isfahan", "en", Anchor::Start)]).contains("text-anchor=\"start\" lang=\"en\"")
        );
        let persian = svg(vec![label("اصفهان", "fa", Anchor::Start)]);
        assert!(persian.contains("text-anchor=\"end\" lang=\"fa\" direction=\"rtl\""));
        assert!(is_right_to_left("ms-Arab") && !is_right_to_left("zh-Hans"));
    }

    #[test]
    fn groups_link_where_there_is_an_address() {
        let group = |slug: &str| DrawingItem::Group { link: Some(slug.to_owned()), items: Vec::new() };
        let linked = svg(vec![group("xian")]);
        assert!(linked.contains("<a href=\"../xian/?a=1&amp;b\"><title>N</title></a>"));
        assert!(linked.contains("role=\"group\""));
        assert!(svg(vec![group("nowhere")]).contains("role=\"img\""));
    }

    #[test]
    fn outlines_painted_twice_are_written_once() {
        let drawing = panel(&for_slug("isfahan"), 400.0, 200.0, 24.0);
        let text = svg(drawing.items);
        assert!(is_well_formed(&text));
        assert!(
            text.contains("<use class=\"f-none s-ink\"") && text.contains("<use class=\"f-none s-ground\"")
        );
        assert!(!text.contains("style="));
    }

    proptest! {
        #[test]
        fn any_text_gives_well_formed_xml(text in any::<String>(), lang in "[a-z\"<&]{0,5}") {
            let written = svg(vec![label(&text, &lang, Anchor::Middle)]);
            prop_assert!(is_well_formed(&written), "{}", written);
        }
    }
}
