//! Adds composite glyphs to a subset font.
//!
//! In: a TrueType font as `subsetter` leaves it, and for each new glyph the
//! glyphs it is made of. Out: the same font with the new glyphs behind the old
//! ones (glyf, loca, hmtx, maxp, head, hhea and all checksums rewritten).
//! Marks that were moved and letters that were lengthened become one glyph
//! each, so that a reader finds one code for one character and no pen jumps.
//! Source: OpenType 1.9, chapters glyf, loca, hmtx, maxp and "Calculating checksums".

use crate::message;
use crate::message::Message;

/// A glyph of the font at an offset from the new glyph's origin, in font units.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub(super) struct Part {
    pub glyph: u16,
    pub dx: i16,
    pub dy: i16,
    /// The width that a stroke is drawn out to, from `dx` to the right.
    pub fill: Option<u16>,
}

/// A glyph to add; without parts it is empty.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub(super) struct Baked {
    pub parts: Vec<Part>,
    pub advance: u16,
}

const ARGS_ARE_WORDS: u16 = 0x0001;
const ARGS_ARE_XY: u16 = 0x0002;
const MORE_COMPONENTS: u16 = 0x0020;
const X_AND_Y_SCALE: u16 = 0x0040;
/// 1 as a number of 2.14 bits.
const WHOLE: i16 = 0x4000;
/// What the checksum of a whole font is subtracted from (OpenType, head).
const CHECKSUM_MAGIC: u32 = 0xB1B0_AFBA;

/// Appends glyphs to a font; the first of them gets the id that the font had glyphs.
///
/// # Errors
/// What is wrong with the font: a table that is missing or too short, a part
/// that names no glyph, or more than 65,535 glyphs.
pub(super) fn append(font: &[u8], glyphs: &[Baked]) -> Result<Vec<u8>, Message> {
    let mut tables = read_tables(font)?;
    let mut outlines = Outlines::read(&tables)?;
    let mut metrics = Metrics::read(&tables, outlines.count())?;
    let mut most_parts = 0;
    for glyph in glyphs {
        let pieces: Vec<Piece> = glyph.parts.iter().flat_map(|part| pieces(part, &metrics)).collect();
        let (data, left) = outlines.composite(&pieces, &metrics)?;
        most_parts = most_parts.max(pieces.len());
        outlines.push(&data);
        metrics.0.push((glyph.advance, left));
    }
    let count = u16::try_from(outlines.count()).map_err(|_| message!("font-too-many-glyphs"))?;
    write_maxp(table_mut(&mut tables, b"maxp")?, count, most_parts)?;
    write_hhea(table_mut(&mut tables, b"hhea")?, count, &metrics)?;
    *table_mut(&mut tables, b"hmtx")? = metrics.to_bytes();
    put(table_mut(&mut tables, b"head")?, 50, &1u16.to_be_bytes())?;
    *table_mut(&mut tables, b"loca")? = outlines.loca_bytes();
    *table_mut(&mut tables, b"glyf")? = outlines.glyf;
    assemble(tables)
}

/// One component of a composite glyph.
#[derive(Debug, Clone, Copy)]
struct Piece {
    glyph: u16,
    dx: i16,
    dy: i16,
    /// Of its width, in 2.14 bits.
    scale: i16,
}

impl Piece {
    fn scaled(&self, length: i16) -> i16 {
        let scaled = i32::from(length) * i32::from(self.scale) / i32::from(WHOLE);
        i16::try_from(scaled).unwrap_or(length)
    }
}

/// The components that draw a part. A stroke longer than its glyph is a chain
/// of it, evenly laid one over the other: drawn out, its rounded ends would
/// reach into the letters and leave notches where they join.
fn pieces(part: &Part, metrics: &Metrics) -> Vec<Piece> {
    let piece = |dx: i16, scale: i16| Piece { glyph: part.glyph, dx, dy: part.dy, scale };
    let natural = metrics.advance(part.glyph);
    match part.fill {
        Some(width) if width < natural => {
            let scale = u32::from(width) * u32::from(WHOLE.unsigned_abs()) / u32::from(natural);
            vec![piece(part.dx, i16::try_from(scale).unwrap_or(WHOLE))]
        }
        Some(width) if width > natural && natural > 0 => {
            let steps = u32::from(width).div_ceil(natural.into()) - 1;
            let over = u32::from(width - natural);
            let at = |step: u32| part.dx.saturating_add_unsigned((over * step / steps) as u16);
            (0..=steps).map(|step| piece(at(step), WHOLE)).collect()
        }
        _ => vec![piece(part.dx, WHOLE)],
    }
}

type Table = ([u8; 4], Vec<u8>);

fn read_tables(font: &[u8]) -> Result<Vec<Table>, Message> {
    let count = read_u16(font, 4)?;
    (0..usize::from(count))
        .map(|index| {
            let record = font
                .get(12 + index * 16..28 + index * 16)
                .ok_or_else(|| message!("font-ends-in-table-list"))?;
            let tag: [u8; 4] = [record[0], record[1], record[2], record[3]];
            let (start, length) = (read_u32(record, 8)? as usize, read_u32(record, 12)? as usize);
            let data = start.checked_add(length).and_then(|end| font.get(start..end));
            Ok((tag, data.ok_or_else(|| message!("font-ends-in-table"))?.to_vec()))
        })
        .collect()
}

fn table<'a>(tables: &'a [Table], tag: &[u8; 4]) -> Result<&'a [u8], Message> {
    let found = tables.iter().find(|(name, _)| name == tag);
    found.map(|(_, data)| data.as_slice()).ok_or_else(|| missing(tag))
}

fn table_mut<'a>(tables: &'a mut [Table], tag: &[u8; 4]) -> Result<&'a mut Vec<u8>, Message> {
    let found = tables.iter_mut().find(|(name, _)| name == tag);
    found.map(|(_, data)| data).ok_or_else(|| missing(tag))
}

fn missing(tag: &[u8; 4]) -> Message {
    message!("font-no-table", tag = String::from_utf8_lossy(tag).into_owned())
}

/// glyf and loca; offsets are kept long, as the writer leaves them.
struct Outlines {
    glyf: Vec<u8>,
    /// One more than there are glyphs.
    offsets: Vec<u32>,
}

impl Outlines {
    fn read(tables: &[Table]) -> Result<Outlines, Message> {
        let loca = table(tables, b"loca")?;
        let count = usize::from(read_u16(table(tables, b"maxp")?, 4)?);
        let long = read_u16(table(tables, b"head")?, 50)? != 0;
        let offsets = (0..=count)
            .map(|index| match long {
                true => read_u32(loca, index * 4),
                false => Ok(u32::from(read_u16(loca, index * 2)?) * 2),
            })
            .collect::<Result<Vec<u32>, Message>>()?;
        let mut glyf = table(tables, b"glyf")?.to_vec();
        let end = offsets.last().map_or(0, |&end| end as usize);
        if end > glyf.len() {
            return Err(message!("font-ends-in-glyph"));
        }
        glyf.truncate(end);
        Ok(Outlines { glyf, offsets })
    }

    fn count(&self) -> usize {
        self.offsets.len() - 1
    }

    /// Adds an entry, not padded: an entry without bytes must begin where it ends.
    fn push(&mut self, data: &[u8]) {
        self.glyf.extend_from_slice(data);
        self.offsets.push(u32::try_from(self.glyf.len()).unwrap_or(u32::MAX));
    }

    /// The bounds of a glyph: x and y from, x and y to; none if it is empty.
    fn bounds(&self, glyph: u16) -> Result<Option<[i16; 4]>, Message> {
        let index = usize::from(glyph);
        let (Some(&start), Some(&end)) = (self.offsets.get(index), self.offsets.get(index + 1)) else {
            return Err(message!("font-no-glyph", glyph = glyph));
        };
        if end <= start {
            return Ok(None);
        }
        let at = start as usize;
        let side = |offset: usize| read_i16(&self.glyf, at + offset);
        Ok(Some([side(2)?, side(4)?, side(6)?, side(8)?]))
    }

    /// The glyf entry of a composite and its left side bearing.
    fn composite(&self, pieces: &[Piece], metrics: &Metrics) -> Result<(Vec<u8>, i16), Message> {
        let mut seen: Option<[i16; 4]> = None;
        let mut placed = Vec::with_capacity(pieces.len());
        for piece in pieces {
            let Some(bounds) = self.bounds(piece.glyph)? else { continue };
            // Alone, a glyph is drawn with its left edge at its side bearing; as
            // a part it is drawn as its outline says. Seldom different.
            let shift = piece.scaled(metrics.left(piece.glyph).saturating_sub(bounds[0]));
            let (dx, dy) = (piece.dx.saturating_add(shift), piece.dy);
            let moved = [
                piece.scaled(bounds[0]).saturating_add(dx),
                bounds[1].saturating_add(dy),
                piece.scaled(bounds[2]).saturating_add(dx),
                bounds[3].saturating_add(dy),
            ];
            seen = Some(seen.map_or(moved, |all| {
                [all[0].min(moved[0]), all[1].min(moved[1]), all[2].max(moved[2]), all[3].max(moved[3])]
            }));
            placed.push(Piece { dx, dy, ..*piece });
        }
        let Some(bounds) = seen else { return Ok((Vec::new(), 0)) };
        let mut data = Vec::with_capacity(10 + 12 * placed.len());
        data.extend((-1i16).to_be_bytes());
        bounds.iter().for_each(|side| data.extend(side.to_be_bytes()));
        for (index, piece) in placed.iter().enumerate() {
            let more = if index + 1 < placed.len() { MORE_COMPONENTS } else { 0 };
            let scaled = if piece.scale == WHOLE { 0 } else { X_AND_Y_SCALE };
            data.extend((ARGS_ARE_WORDS | ARGS_ARE_XY | scaled | more).to_be_bytes());
            data.extend(piece.glyph.to_be_bytes());
            data.extend(piece.dx.to_be_bytes());
            data.extend(piece.dy.to_be_bytes());
            if piece.scale != WHOLE {
                data.extend(piece.scale.to_be_bytes());
                data.extend(WHOLE.to_be_bytes());
            }
        }
        Ok((data, bounds[0]))
    }

    fn loca_bytes(&self) -> Vec<u8> {
        self.offsets.iter().flat_map(|offset| offset.to_be_bytes()).collect()
    }
}

/// Advance and left side bearing of every glyph.
struct Metrics(Vec<(u16, i16)>);

impl Metrics {
    fn read(tables: &[Table], glyphs: usize) -> Result<Metrics, Message> {
        let hmtx = table(tables, b"hmtx")?;
        let long = usize::from(read_u16(table(tables, b"hhea")?, 34)?);
        if long == 0 {
            return Err(message!("font-no-widths"));
        }
        // Glyphs beyond the long entries repeat the last advance.
        (0..glyphs)
            .map(|glyph| {
                let bearing = if glyph < long { glyph * 4 + 2 } else { long * 4 + (glyph - long) * 2 };
                Ok((read_u16(hmtx, glyph.min(long - 1) * 4)?, read_i16(hmtx, bearing)?))
            })
            .collect::<Result<Vec<(u16, i16)>, Message>>()
            .map(Metrics)
    }

    fn advance(&self, glyph: u16) -> u16 {
        self.0.get(usize::from(glyph)).map_or(0, |metric| metric.0)
    }

    fn left(&self, glyph: u16) -> i16 {
        self.0.get(usize::from(glyph)).map_or(0, |metric| metric.1)
    }

    fn to_bytes(&self) -> Vec<u8> {
        let mut bytes = Vec::with_capacity(self.0.len() * 4);
        for (advance, left) in &self.0 {
            bytes.extend(advance.to_be_bytes());
            bytes.extend(left.to_be_bytes());
        }
        bytes
    }
}

/// Points and contours are upper bounds: rasterisers size their buffers by them.
fn write_maxp(maxp: &mut [u8], glyphs: u16, most_parts: usize) -> Result<(), Message> {
    let parts = u16::try_from(most_parts).unwrap_or(u16::MAX);
    let points = read_u16(maxp, 6)?.max(read_u16(maxp, 10)?).saturating_mul(parts.max(1));
    let contours = read_u16(maxp, 8)?.max(read_u16(maxp, 12)?).saturating_mul(parts.max(1));
    let elements = read_u16(maxp, 28)?.max(parts);
    let depth = read_u16(maxp, 30)?.saturating_add(1).max(2);
    for (at, value) in [(4, glyphs), (10, points), (12, contours), (28, elements), (30, depth)] {
        put(maxp, at, &value.to_be_bytes())?;
    }
    Ok(())
}

fn write_hhea(hhea: &mut [u8], glyphs: u16, metrics: &Metrics) -> Result<(), Message> {
    let widest = metrics.0.iter().map(|metric| metric.0).max().unwrap_or(0);
    put(hhea, 10, &widest.to_be_bytes())?;
    put(hhea, 34, &glyphs.to_be_bytes())
}

fn assemble(mut tables: Vec<Table>) -> Result<Vec<u8>, Message> {
    tables.sort_by_key(|(tag, _)| *tag);
    put(table_mut(&mut tables, b"head")?, 8, &[0; 4])?;
    let count = u16::try_from(tables.len()).unwrap_or(u16::MAX);
    let selector = count.max(1).ilog2() as u16;
    let search = 16u16 << selector;
    let mut font = Vec::new();
    font.extend(0x0001_0000u32.to_be_bytes());
    for value in [count, search, selector, count * 16 - search] {
        font.extend(value.to_be_bytes());
    }
    let mut offset = 12 + tables.len() * 16;
    let mut head_at = 0;
    for (tag, data) in &tables {
        if tag == b"head" {
            head_at = offset;
        }
        font.extend(tag);
        font.extend(checksum(data).to_be_bytes());
        font.extend((offset as u32).to_be_bytes());
        font.extend((data.len() as u32).to_be_bytes());
        offset += data.len().next_multiple_of(4);
    }
    for (_, data) in &tables {
        font.extend_from_slice(data);
        font.resize(font.len().next_multiple_of(4), 0);
    }
    let adjustment = CHECKSUM_MAGIC.wrapping_sub(checksum(&font));
    put(&mut font, head_at + 8, &adjustment.to_be_bytes())?;
    Ok(font)
}

fn checksum(data: &[u8]) -> u32 {
    data.chunks(4).fold(0, |sum, chunk| {
        let word = chunk.iter().zip([24, 16, 8, 0]).map(|(&byte, shift)| u32::from(byte) << shift).sum();
        sum.wrapping_add(word)
    })
}

fn put(data: &mut [u8], at: usize, bytes: &[u8]) -> Result<(), Message> {
    let place = data.get_mut(at..at + bytes.len()).ok_or_else(|| message!("font-short-table"))?;
    place.copy_from_slice(bytes);
    Ok(())
}

fn read_u16(data: &[u8], at: usize) -> Result<u16, Message> {
    match data.get(at..at + 2) {
        Some(&[high, low]) => Ok(u16::from_be_bytes([high, low])),
        _ => Err(message!("font-short-table")),
    }
}

fn read_i16(data: &[u8], at: usize) -> Result<i16, Message> {
    Ok(read_u16(data, at)?.cast_signed())
}

fn read_u32(data: &[u8], at: usize) -> Result<u32, Message> {
    Ok((u32::from(read_u16(data, at)?) << 16) | u32::from(read_u16(data, at + 2)?))
}

#[cfg(test)]
mod tests {
    use skrifa::instance::{LocationRef, Size};
    use skrifa::outline::{DrawSettings, OutlinePen};
    use skrifa::raw::FontRef;
    use skrifa::{GlyphId, MetadataProvider};

    use super::*;
    use crate::fonts::Fonts;

    /// The points that skrifa draws, so that outlines can be compared.
    #[derive(Default, PartialEq, Debug)]
    struct Points(Vec<(f32, f32)>);

    impl OutlinePen for Points {
        fn move_to(&mut self, x: f32, y: f32) {
            self.0.push((x, y));
        }
        fn line_to(&mut self, x: f32, y: f32) {
            self.0.push((x, y));
        }
        fn quad_to(&mut self, cx: f32, cy: f32, x: f32, y: f32) {
            self.0.extend([(cx, cy), (x, y)]);
        }
        fn curve_to(&mut self, ax: f32, ay: f32, bx: f32, by: f32, x: f32, y: f32) {
            self.0.extend([(ax, ay), (bx, by), (x, y)]);
        }
        fn close(&mut self) {}
    }

    fn draw(font: &FontRef, glyph: u16) -> Points {
        let mut points = Points::default();
        let outlines = font.outline_glyphs();
        let settings = DrawSettings::unhinted(Size::unscaled(), LocationRef::default());
        outlines.get(GlyphId::new(glyph.into())).unwrap().draw(settings, &mut points).unwrap();
        points
    }

    fn moved(points: Points, dx: f32, dy: f32) -> Points {
        Points(points.0.into_iter().map(|(x, y)| (x + dx, y + dy)).collect())
    }

    /// Subsets a face to the glyphs of `text` and appends `glyphs`.
    fn baked(file: &str, text: &str, glyphs: &[Baked]) -> (Vec<u8>, u16) {
        let fonts = Fonts::load(None).unwrap();
        let (_, face) = fonts.iter().find(|(_, face)| face.file == file).unwrap();
        let font = FontRef::new(&face.bytes).unwrap();
        let mut remapper = subsetter::GlyphRemapper::new();
        for character in text.chars() {
            remapper.remap(font.charmap().map(character).unwrap().to_u32() as u16);
        }
        let subset = subsetter::subset(&face.bytes, 0, &remapper).unwrap();
        let count = read_u16(table(&read_tables(&subset).unwrap(), b"maxp").unwrap(), 4).unwrap();
        (append(&subset, glyphs).unwrap(), count)
    }

    #[test]
    fn a_composite_draws_its_parts_where_they_were_put() {
        for file in ["MarkaziText-Regular.ttf", "Vazirmatn-Bold.ttf", "SourceSerif4-Regular.ttf"] {
            let part = |glyph, dx, dy| Part { glyph, dx, dy, fill: None };
            let parts = vec![part(1, 0, 0), part(2, 320, -45)];
            let (bytes, new) = baked(file, ".o", &[Baked { parts, advance: 700 }]);
            let font = FontRef::new(&bytes).unwrap();
            let mut expected = draw(&font, 1);
            expected.0.extend(moved(draw(&font, 2), 320.0, -45.0).0);
            assert_eq!(draw(&font, new), expected, "{file}");
            let metrics = font.glyph_metrics(Size::unscaled(), LocationRef::default());
            assert_eq!(metrics.advance_width(GlyphId::new(new.into())), Some(700.0));
        }
    }

    #[test]
    fn a_stroke_fills_its_width_with_no_gap() {
        for file in ["MarkaziText-Regular.ttf", "Vazirmatn-Regular.ttf"] {
            for width in [64, 300, 1100] {
                let part = Part { glyph: 1, dx: 50, dy: 0, fill: Some(width) };
                let (bytes, new) =
                    baked(file, "\u{640}", &[Baked { parts: vec![part], advance: 50 + width }]);
                let font = FontRef::new(&bytes).unwrap();
                let metrics = font.glyph_metrics(Size::unscaled(), LocationRef::default());
                let (natural, bounds) = (
                    metrics.advance_width(GlyphId::new(1)).unwrap(),
                    metrics.bounds(GlyphId::new(1)).unwrap(),
                );
                let drawn = draw(&font, new);
                let xs = || drawn.0.iter().map(|point| point.0);
                let (left, right) = (xs().fold(f32::MAX, f32::min), xs().fold(f32::MIN, f32::max));
                // Its ends reach as far into the letters as those of the face's own stroke, or less.
                assert!(left <= 50.0 && left >= 50.0 + bounds.x_min - 1.0, "{file} {width}: {left}");
                let end = 50.0 + f32::from(width);
                assert!(
                    right >= end - 1.0 && right <= end + bounds.x_max - natural + 1.0,
                    "{file} {width}: {right}"
                );
                let heights = drawn.0.iter().map(|point| point.1).fold(f32::MIN, f32::max);
                assert_eq!(heights, bounds.y_max);
            }
        }
    }

    #[test]
    fn an_empty_glyph_draws_nothing_and_old_glyphs_stay() {
        let (bytes, new) = baked("Vazirmatn-Regular.ttf", "ab", &[Baked { parts: vec![], advance: 0 }]);
        let (plain, _) = baked("Vazirmatn-Regular.ttf", "ab", &[]);
        let (font, plain) = (FontRef::new(&bytes).unwrap(), FontRef::new(&plain).unwrap());
        assert_eq!(draw(&font, new), Points::default());
        for glyph in 0..new {
            assert_eq!(draw(&font, glyph), draw(&plain, glyph));
        }
    }

    #[test]
    fn the_checksum_of_the_whole_font_is_the_magic_number() {
        let (bytes, _) = baked("MarkaziText-Bold.ttf", "xy", &[Baked { parts: vec![], advance: 9 }]);
        assert_eq!(checksum(&bytes), CHECKSUM_MAGIC);
    }

    #[test]
    fn a_broken_font_is_an_error() {
        let (bytes, _) = baked("MarkaziText-Bold.ttf", "xy", &[]);
        let parts = vec![Part { glyph: 900, dx: 0, dy: 0, fill: None }];
        assert_eq!(
            append(&bytes, &[Baked { parts, advance: 0 }]),
            Err(message!("font-no-glyph", glyph = 900))
        );
        for length in (0..bytes.len()).step_by(37) {
            let _ = append(&bytes[..length], &[Baked { parts: vec![], advance: 0 }]);
        }
    }
}
