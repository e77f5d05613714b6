//! Pictures for previews of links: 1200 × 630 pixels, a PNG a chapter and language.
//!
//! In: the chapters' titles and patterns. Out: the chapter's girih over its
//! title, set by the book's own shaper and faces, so that Persian is joined and
//! ordered as in the book. Drawn by tiny-skia, which is what resvg paints
//! with: our drawings are paths already, so no SVG has to be read. A pattern
//! is painted once for all languages, and a picture has a palette: it is
//! encoded in a third of the time and half of the bytes.

use std::collections::BTreeMap;
use std::sync::{Arc, OnceLock};

use png::{BitDepth, ColorType, Compression, Encoder, Filter};
use rayon::prelude::*;
use skrifa::instance::{LocationRef, Size};
use skrifa::outline::{DrawSettings, OutlinePen};
use skrifa::{GlyphId, MetadataProvider};
use tiny_skia::{FillRule, LineCap, LineJoin, Path, PathBuilder, Pixmap, Transform};

use super::SiteError;
use super::assets::{hash, hashed_path};
use crate::cache::{Cache, Key};
use crate::config::Kashida;
use crate::doc::{ChapterId, LocalNames};
use crate::drawing::{Drawing, DrawingItem, Ends, Paint, Segment as Piece};
use crate::figure::girih::{self, Girih};
use crate::fonts::{Fonts, Purpose};
use crate::locale::Lang;
use crate::locale::segment::excerpt;
use crate::markup::isolated;
use crate::output::Sink;
use crate::resolve::Resolved;
use crate::typeset::frame::{Color, Ink};
use crate::typeset::paragraph::{Align, Line, ParagraphStyle, Segment, Shaper, TextStyle, lay_out};
use crate::units::Pt;

/// Width and height, in pixels, as Open Graph's readers want them.
pub const PREVIEW: (u32, u32) = (1200, 630);

const BAND: f64 = 250.0;
/// Pixels to an edge of the tiling.
const TILE: f64 = 62.0;
const MARGIN: f64 = 80.0;
/// The baseline of the book's name.
const FOOT: f64 = 585.0;
const FOOT_SIZE: f64 = 30.0;
/// Titles take the first of these sizes at which they fit.
const SIZES: [f64; 6] = [92.0, 76.0, 62.0, 50.0, 42.0, 34.0];
/// Between the band and the book's name.
const ROOM: f64 = 265.0;
const LONGEST_TITLE: usize = 200;

pub const GROUND: Color = Color(0xfb, 0xf7, 0xef);
const INK: Color = Color(0x1c, 0x23, 0x33);
const MUTED: Color = Color(0x5a, 0x60, 0x72);

/// The paths of all previews: of a chapter, or with none of the cover.
#[derive(Debug, Default)]
pub struct Previews(BTreeMap<(Lang, Option<ChapterId>), String>);

/// What a preview shows.
struct Card<'a> {
    lang: Lang,
    chapter: Option<ChapterId>,
    title: &'a str,
    /// The book's name, or for the cover its subtitle.
    foot: &'a str,
    pattern: usize,
}

impl Previews {
    /// Draws all previews; `pattern` gives that of a chapter, and of the host for none.
    ///
    /// # Errors
    /// The disk's.
    pub fn write(
        book: &Resolved,
        fonts: &Arc<Fonts>,
        names: &LocalNames,
        pattern: &dyn Fn(Option<ChapterId>) -> Girih,
        cache: &Cache,
        sink: &dyn Sink,
    ) -> Result<Previews, SiteError> {
        let mut patterns: Vec<Girih> = Vec::new();
        let mut cards = Vec::new();
        for (lang, edition) in &book.editions {
            let mut number = |chapter| {
                let wanted = pattern(chapter);
                patterns.iter().position(|known| *known == wanted).unwrap_or_else(|| {
                    patterns.push(wanted);
                    patterns.len() - 1
                })
            };
            let (title, foot) = (edition.title.as_str(), edition.subtitle.as_str());
            cards.push(Card { lang: *lang, chapter: None, title, foot, pattern: number(None) });
            for (id, chapter) in (0u32..).map(ChapterId).zip(&book.chapters) {
                let Some(text) = chapter.texts.get(lang) else { continue };
                let (chapter, foot) = (Some(id), edition.title.as_str());
                let title = text.front.title.as_str();
                cards.push(Card { lang: *lang, chapter, title, foot, pattern: number(chapter) });
            }
        }
        let grounds: Vec<OnceLock<Option<Pixmap>>> = patterns.iter().map(|_| OnceLock::new()).collect();
        let shaper = Shaper::new(Arc::clone(fonts));
        let faces = fonts.iter().fold(Key::new("preview"), |key, (_, face)| key.with(face.digest));
        let drawn = cards.par_iter().filter_map(|card| {
            let (pattern, ground) = (patterns.get(card.pattern)?, grounds.get(card.pattern)?);
            let words = [card.title, card.foot].map(|text| isolated(text, card.lang, names));
            let shown = [card.lang.as_str(), &words[0], &words[1], &format!("{pattern:?}")];
            let key = shown.into_iter().fold(faces.clone(), |key, part| key.with(part));
            let made = cache.get(&key, || {
                let ground = ground.get_or_init(|| self::ground(pattern)).clone();
                ground.and_then(|ground| draw(card, ground, names, &shaper)).ok_or(())
            });
            Some((card, made.ok()?))
        });
        let written = drawn.map(|(card, bytes)| {
            let path = hashed_path("preview", "png", &hash(&bytes));
            sink.put(&path, bytes)?;
            Ok(((card.lang, card.chapter), path))
        });
        Ok(Previews(written.collect::<Result<_, SiteError>>()?))
    }

    /// A chapter's, else the cover's.
    pub fn get(&self, lang: Lang, chapter: Option<ChapterId>) -> Option<&str> {
        self.0.get(&(lang, chapter)).or_else(|| self.0.get(&(lang, None))).map(String::as_str)
    }
}

/// The paper with the pattern over its head.
fn ground(pattern: &Girih) -> Option<Pixmap> {
    let mut pixmap = Pixmap::new(PREVIEW.0, PREVIEW.1)?;
    pixmap.fill(colour(GROUND));
    let band = girih::panel(pattern, f64::from(PREVIEW.0), BAND, TILE);
    paint_drawing(&mut pixmap, &band, Transform::identity());
    Some(pixmap)
}

fn draw(card: &Card, mut pixmap: Pixmap, names: &LocalNames, shaper: &Shaper) -> Option<Vec<u8>> {
    let set = |text: &str, size: f64, bold: bool, color: Color| {
        let text = isolated(text, card.lang, names);
        set_lines(&text, card.lang, size, bold, color, shaper)
    };
    let title = excerpt(card.title, LONGEST_TITLE);
    let leading = if card.lang.is_persian() { 1.55 } else { 1.2 };
    let fitting = SIZES.into_iter().map(|size| (size, set(&title, size, true, INK)));
    let mut fitting = fitting.filter(|(size, lines)| lines.len() as f64 * size * leading <= ROOM);
    let (size, lines) = fitting
        .next()
        .unwrap_or_else(|| (SIZES[SIZES.len() - 1], set(&title, SIZES[SIZES.len() - 1], true, INK)));
    let height = lines.len() as f64 * size * leading;
    let top = BAND + (ROOM - height).max(0.0) / 2.0 + 10.0;
    for (row, line) in lines.iter().take((ROOM / (size * leading)) as usize).enumerate() {
        // The ink of a line of capitals or of Persian stands about the middle of its leading.
        let baseline = top + (row as f64 + 0.5) * size * leading + size * 0.33;
        paint_line(&mut pixmap, line, baseline, shaper);
    }
    if let Some(line) = set(card.foot, FOOT_SIZE, false, MUTED).first() {
        paint_line(&mut pixmap, line, FOOT, shaper);
    }
    encode(&pixmap)
}

fn set_lines(text: &str, lang: Lang, size: f64, bold: bool, color: Color, shaper: &Shaper) -> Vec<Line> {
    let style = TextStyle {
        lang,
        purpose: Purpose::Display,
        bold,
        italic: false,
        size: Pt(size),
        color,
        rise: Pt::ZERO,
    };
    let paragraph = ParagraphStyle {
        lang,
        base: lang.direction(),
        align: Align::Center,
        measure: Pt(f64::from(PREVIEW.0) - 2.0 * MARGIN),
        first_indent: Pt::ZERO,
        hyphenate: false,
        kashida: Kashida::Off,
    };
    lay_out(&[Segment::Text { text: text.to_owned(), style, node: None }], &paragraph, shaper)
}

fn paint_line(pixmap: &mut Pixmap, line: &Line, baseline: f64, shaper: &Shaper) {
    for run in &line.runs {
        let face = shaper.fonts().get(run.face);
        let Ok(font) = skrifa::FontRef::new(&face.bytes) else { continue };
        let outlines = font.outline_glyphs();
        let mut outline = Outline(PathBuilder::new());
        let mut transformed = PathBuilder::new();
        let scale = run.size.0 / f64::from(face.units_per_em);
        let mut x = MARGIN + run.x.0;
        for glyph in run.glyphs.iter() {
            let settings = DrawSettings::unhinted(Size::unscaled(), LocationRef::default());
            let found = outlines.get(GlyphId::from(glyph.id)).filter(|_| glyph.ink == Ink::Drawn);
            if found.is_some_and(|found| found.draw(settings, &mut outline).is_ok()) {
                let at = (x + f64::from(glyph.dx), baseline - run.rise.0 - f64::from(glyph.dy));
                let place =
                    Transform::from_row(scale as f32, 0.0, 0.0, -scale as f32, at.0 as f32, at.1 as f32);
                let drawn = std::mem::replace(&mut outline.0, PathBuilder::new()).finish();
                if let Some(path) = drawn.and_then(|path| path.transform(place)) {
                    transformed.push_path(&path);
                }
            }
            x += f64::from(glyph.advance);
        }
        if let Some(path) = transformed.finish() {
            pixmap.fill_path(&path, &paint(run.color), FillRule::Winding, Transform::identity(), None);
        }
    }
}

/// A glyph's outline, in the units of its face, upward.
struct Outline(PathBuilder);

impl OutlinePen for Outline {
    fn move_to(&mut self, x: f32, y: f32) {
        self.0.move_to(x, y);
    }

    fn line_to(&mut self, x: f32, y: f32) {
        self.0.line_to(x, y);
    }

    fn quad_to(&mut self, cx: f32, cy: f32, x: f32, y: f32) {
        self.0.quad_to(cx, cy, x, y);
    }

    fn curve_to(&mut self, ax: f32, ay: f32, bx: f32, by: f32, x: f32, y: f32) {
        self.0.cubic_to(ax, ay, bx, by, x, y);
    }

    fn close(&mut self) {
        self.0.close();
    }
}

/// Paints all of a drawing but its labels.
pub fn paint_drawing(pixmap: &mut Pixmap, drawing: &Drawing, place: Transform) {
    fn items(pixmap: &mut Pixmap, list: &[DrawingItem], place: Transform) {
        for item in list {
            match item {
                DrawingItem::Path(path) => paint_path(pixmap, path, place),
                DrawingItem::Group { items: inner, .. } => items(pixmap, inner, place),
                DrawingItem::Label(_) => {}
            }
        }
    }
    items(pixmap, &drawing.items, place);
}

fn paint_path(pixmap: &mut Pixmap, path: &crate::drawing::Path, place: Transform) {
    let Some(outline) = outline(&path.segments) else { return };
    if let Some(fill) = path.fill {
        let paint = paint(role(fill));
        pixmap.fill_path(&outline, &paint, FillRule::Winding, place, None);
    }
    if let Some(stroke) = path.stroke {
        let (line_cap, line_join) = match stroke.ends {
            Ends::Sharp => (LineCap::Butt, LineJoin::Miter),
            Ends::Round => (LineCap::Round, LineJoin::Round),
        };
        let pen = tiny_skia::Stroke {
            width: stroke.width as f32,
            miter_limit: 10.0,
            line_cap,
            line_join,
            dash: stroke
                .dash
                .and_then(|[dash, gap]| tiny_skia::StrokeDash::new(vec![dash as f32, gap as f32], 0.0)),
        };
        pixmap.stroke_path(&outline, &paint(role(stroke.paint)), &pen, place, None);
    }
}

fn outline(segments: &[Piece]) -> Option<Path> {
    let mut builder = PathBuilder::new();
    for segment in segments {
        match *segment {
            Piece::Move(x, y) => builder.move_to(x as f32, y as f32),
            Piece::Line(x, y) => builder.line_to(x as f32, y as f32),
            Piece::Cubic(ax, ay, bx, by, x, y) => {
                builder.cubic_to(ax as f32, ay as f32, bx as f32, by as f32, x as f32, y as f32);
            }
            Piece::Close => builder.close(),
        }
    }
    builder.finish()
}

/// The colours of the light scheme.
fn role(paint: Paint) -> Color {
    match paint {
        Paint::Ground => GROUND,
        Paint::Ink => INK,
        Paint::Muted => MUTED,
        Paint::Water => Color(0xdf, 0xe9, 0xec),
        Paint::Land => Color(0xef, 0xe4, 0xcd),
        Paint::Lapis => Color(0x1e, 0x3a, 0x8a),
        Paint::Turquoise => Color(0x0f, 0x76, 0x6e),
        Paint::Saffron => Color(0xb4, 0x53, 0x09),
        Paint::Line => Color(0xdd, 0xd3, 0xbe),
    }
}

pub fn colour(Color(red, green, blue): Color) -> tiny_skia::Color {
    tiny_skia::Color::from_rgba8(red, green, blue, 255)
}

fn paint(color: Color) -> tiny_skia::Paint<'static> {
    tiny_skia::Paint {
        shader: tiny_skia::Shader::SolidColor(colour(color)),
        anti_alias: true,
        ..tiny_skia::Paint::default()
    }
}

/// Sixteen shades of each primary: the few colours of a preview keep their
/// own, and the edges between them seem as smooth.
const BUCKETS: usize = 1 << 12;

fn bucket([red, green, blue]: [u8; 3]) -> usize {
    usize::from(red >> 4) << 8 | usize::from(green >> 4) << 4 | usize::from(blue >> 4)
}

/// A PNG with a palette, or without one if there are too many colours.
pub fn encode(pixmap: &Pixmap) -> Option<Vec<u8>> {
    // Most of a picture is paper: what is the same from pixel to pixel is looked at once.
    let runs = || {
        let runs = pixmap.pixels().chunk_by(|one, next| one == next);
        runs.filter_map(|run| {
            let pixel = run.first()?;
            Some(([pixel.red(), pixel.green(), pixel.blue()], run.len()))
        })
    };
    let mut sums = vec![[0; 4]; BUCKETS];
    for (pixel, count) in runs() {
        let sum = &mut sums[bucket(pixel)];
        sum[3] += count;
        for (sum, value) in sum.iter_mut().zip(pixel) {
            *sum += usize::from(value) * count;
        }
    }
    let used: Vec<usize> = (0..BUCKETS).filter(|bucket| sums[*bucket][3] > 0).collect();
    let mut bytes = Vec::new();
    let mut encoder = Encoder::new(&mut bytes, pixmap.width(), pixmap.height());
    encoder.set_depth(BitDepth::Eight);
    let data: Vec<u8> = match used.len() {
        0..=256 => {
            let mut indices = vec![0u8; BUCKETS];
            let mut palette = Vec::with_capacity(used.len() * 3);
            for (index, bucket) in (0u8..=255).zip(&used) {
                let sum = sums[*bucket];
                indices[*bucket] = index;
                let mean = sum.iter().take(3).map(|value| ((value + sum[3] / 2) / sum[3]) as u8);
                palette.extend(mean);
            }
            encoder.set_color(ColorType::Indexed);
            encoder.set_palette(palette);
            encoder.set_filter(Filter::NoFilter);
            let mut data = Vec::with_capacity(pixmap.pixels().len());
            for (pixel, count) in runs() {
                data.resize(data.len() + count, indices[bucket(pixel)]);
            }
            data
        }
        _ => {
            encoder.set_color(ColorType::Rgb);
            runs().flat_map(|(pixel, count)| pixel.repeat(count)).collect()
        }
    };
    encoder.set_compression(Compression::Fast);
    let mut writer = encoder.write_header().ok()?;
    writer.write_image_data(&data).ok()?;
    writer.finish().ok()?;
    Some(bytes)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_preview_is_small_and_keeps_its_colours() {
        let pixmap = ground(&girih::for_slug("xian")).unwrap();
        let bytes = encode(&pixmap).unwrap();
        assert!(bytes.len() < 120_000, "{} bytes", bytes.len());
        let mut reader = png::Decoder::new(std::io::Cursor::new(&bytes)).read_info().unwrap();
        assert_eq!((reader.info().width, reader.info().height), PREVIEW);
        let palette = reader.info().palette.clone().unwrap();
        assert!(palette.chunks(3).any(|entry| entry == [0xfb, 0xf7, 0xef]), "the paper changed its colour");
        let mut data = vec![0; reader.output_buffer_size().unwrap()];
        reader.next_frame(&mut data).unwrap();
    }
}
