//! Gives every distinct (shape, text) pair of a face its own code, and embeds the face.
//!
//! Readers take one text from one code, so a glyph that stands for two texts
//! needs two codes, and a ligature that is split among its characters needs
//! blanks with a text of their own. Codes count from 1 in order of first use;
//! a CIDToGIDMap leads from them to the subset's glyphs (ISO 32000-1 §9.7.4).
//! printpdf 0.12 embeds whole fonts, so faces are cut down here; composites
//! are appended by `bake`. What a run's glyphs say is decided in `text`.

use std::collections::BTreeMap;

use printpdf::{Codepoint, FontId, Op, ParsedFont, PdfFont, PdfFontHandle, Pt, TextItem};
use rustc_hash::FxHashMap;
use skrifa::instance::{LocationRef, Size};
use skrifa::metrics::GlyphMetrics;
use skrifa::raw::{FontRef, TableProvider};
use skrifa::string::StringId;
use skrifa::{GlyphId, MetadataProvider};
use subsetter::GlyphRemapper;

use super::PdfError;
use super::bake::{self, Baked, Part};
use crate::fonts::{Face, FaceId};
use crate::guard::guarded;
use crate::message;
use crate::message::Message;

/// What a code draws.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub(super) enum Shape {
    /// A glyph of the face.
    Glyph(u16),
    /// Glyphs of the face that were moved or belong together, or none.
    Baked(Baked),
}

impl Shape {
    /// A blank of no width: it carries text that no glyph of its own draws.
    pub(super) fn blank() -> Shape {
        Shape::Baked(Baked { parts: Vec::new(), advance: 0 })
    }
}

#[derive(Debug, Clone)]
struct Code {
    shape: Shape,
    text: Box<str>,
    /// In font units.
    advance: u16,
}

/// The codes of one face in one document.
pub(super) struct Codes<'a> {
    id: FaceId,
    face: &'a Face,
    font: FontRef<'a>,
    metrics: GlyphMetrics<'a>,
    codes: Vec<Code>,
    /// Glyphs that say one character: nearly all.
    plain: FxHashMap<(u16, char), u16>,
    others: FxHashMap<Shape, Vec<(Box<str>, u16)>>,
}

/// A face as printpdf and the post-pass need it.
pub(super) struct Embedded {
    pub id: FontId,
    pub font: PdfFont,
    /// Two bytes a code, from code 0: the glyph it draws.
    pub cid_to_gid: Vec<u8>,
}

impl<'a> Codes<'a> {
    pub(super) fn new(id: FaceId, face: &'a Face) -> Result<Codes<'a>, PdfError> {
        let font = FontRef::new(&face.bytes).map_err(|error| {
            PdfError::of_font(&face.file, message!("font-unusable", error = error.to_string()))
        })?;
        if font.glyf().is_err() {
            return Err(PdfError::of_font(&face.file, message!("font-no-outlines")));
        }
        let metrics = font.glyph_metrics(Size::unscaled(), LocationRef::default());
        let (plain, others) = (FxHashMap::default(), FxHashMap::default());
        Ok(Codes { id, face, font, metrics, codes: Vec::new(), plain, others })
    }

    /// The name that content streams know the face by. printpdf takes F1 to F14
    /// for the built-in fonts.
    pub(super) fn font_id(&self) -> FontId {
        FontId(format!("T{}", self.id.0))
    }

    pub(super) fn file(&self) -> &str {
        &self.face.file
    }

    pub(super) fn units_per_em(&self) -> f64 {
        f64::from(self.face.units_per_em)
    }

    /// The advance of a glyph of the face, in font units.
    pub(super) fn advance(&self, glyph: u16) -> u16 {
        let advance = self.metrics.advance_width(GlyphId::new(glyph.into()));
        advance.map_or(0, |advance| advance as u16)
    }

    pub(super) fn glyph_of(&self, character: char) -> Option<u16> {
        let glyph = self.font.charmap().map(character)?;
        u16::try_from(glyph.to_u32()).ok().filter(|&glyph| glyph != 0)
    }

    /// The code of a glyph that says one character.
    pub(super) fn plain(&mut self, glyph: u16, character: char) -> Result<u16, PdfError> {
        if let Some(&code) = self.plain.get(&(glyph, character)) {
            return Ok(code);
        }
        let code = self.add(Shape::Glyph(glyph), character.encode_utf8(&mut [0; 4]))?;
        self.plain.insert((glyph, character), code);
        Ok(code)
    }

    /// The code of any shape that says any text.
    pub(super) fn code(&mut self, shape: Shape, text: &str) -> Result<u16, PdfError> {
        let mut characters = text.chars();
        if let (Shape::Glyph(glyph), Some(character), None) = (&shape, characters.next(), characters.next()) {
            return self.plain(*glyph, character);
        }
        let known = self.others.get(&shape);
        if let Some((_, code)) = known.and_then(|codes| codes.iter().find(|(known, _)| **known == *text)) {
            return Ok(*code);
        }
        let code = self.add(shape.clone(), text)?;
        self.others.entry(shape).or_default().push((text.into(), code));
        Ok(code)
    }

    fn add(&mut self, shape: Shape, text: &str) -> Result<u16, PdfError> {
        let advance = match &shape {
            Shape::Glyph(glyph) => self.advance(*glyph),
            Shape::Baked(baked) => baked.advance,
        };
        self.codes.push(Code { shape, text: text.into(), advance });
        u16::try_from(self.codes.len())
            .map_err(|_| PdfError::of_font(&self.face.file, message!("pdf-too-many-codes")))
    }

    /// Shows every code once: what printpdf embeds and gives a text to.
    pub(super) fn show_all(&self) -> Vec<Op> {
        let codes = (1..).zip(&self.codes);
        let points = codes.map(|(code, entry)| Codepoint::with_cid(code, 0.0, entry.text.to_string()));
        let font = PdfFontHandle::External(self.font_id());
        let items = vec![TextItem::GlyphIds(points.collect())];
        vec![Op::SetFont { font, size: Pt(1.0) }, Op::ShowText { items }]
    }

    /// The text of a code.
    pub(super) fn text(&self, code: u16) -> &str {
        self.codes.get(usize::from(code) - 1).map_or("", |code| &code.text)
    }

    /// What a code draws, to be made into another.
    pub(super) fn baked(&self, code: u16) -> Baked {
        match self.codes.get(usize::from(code) - 1) {
            Some(Code { shape: Shape::Baked(baked), .. }) => baked.clone(),
            Some(Code { shape: Shape::Glyph(glyph), advance, .. }) => {
                let part = Part { glyph: *glyph, dx: 0, dy: 0, fill: None };
                Baked { parts: vec![part], advance: *advance }
            }
            None => Baked { parts: Vec::new(), advance: 0 },
        }
    }

    /// The width of a code as the file's /W says it: whole thousandths of an em.
    /// printpdf cuts fractions off, and the pen must be kept with its numbers.
    pub(super) fn width(&self, code: u16) -> f64 {
        let advance = self.codes.get(usize::from(code) - 1).map_or(0, |code| code.advance);
        f64::from((f32::from(advance) * 1000.0 / f32::from(self.face.units_per_em)) as i32)
    }

    /// Cuts the face down to what the codes draw.
    ///
    /// # Errors
    /// The face, if it cannot be subset or extended.
    pub(super) fn embed(&self) -> Result<Embedded, PdfError> {
        let fault = |message: Message| PdfError::of_font(&self.face.file, message);
        let mut remapper = GlyphRemapper::new();
        self.codes.iter().for_each(|code| remap(&code.shape, &mut remapper));
        let subset = guarded(|| subsetter::subset(&self.face.bytes, 0, &remapper))
            .ok_or_else(|| fault(message!("font-cut")))?
            .map_err(|error| fault(message!("pdf-subset", error = error.to_string())))?;
        let mut next = FontRef::new(&subset)
            .and_then(|font| font.maxp())
            .map_err(|error| fault(message!("pdf-subset", error = error.to_string())))?
            .num_glyphs();
        let mut baked: FxHashMap<&Shape, u16> = FxHashMap::default();
        let mut added = Vec::new();
        let mut cid_to_gid = vec![0, 0];
        for code in &self.codes {
            let glyph = match &code.shape {
                Shape::Glyph(glyph) => remapper.get(*glyph).unwrap_or(0),
                shape @ Shape::Baked(glyph) => *baked.entry(shape).or_insert_with(|| {
                    added.push(renumbered(glyph, &remapper));
                    next = next.saturating_add(1);
                    next - 1
                }),
            };
            cid_to_gid.extend(glyph.to_be_bytes());
        }
        let bytes = if added.is_empty() { subset } else { bake::append(&subset, &added).map_err(fault)? };
        let font = guarded(|| self.describe(bytes)).flatten();
        let font = font.ok_or_else(|| fault(message!("pdf-unreadable-font")))?;
        Ok(Embedded { id: self.font_id(), font: PdfFont::new(font), cid_to_gid })
    }

    /// The subset as printpdf knows fonts; widths are keyed by our codes.
    fn describe(&self, subset: Vec<u8>) -> Option<ParsedFont> {
        let mut font = ParsedFont::from_bytes(&subset, 0, &mut Vec::new())?;
        let widths = (1..).zip(&self.codes).map(|(code, entry)| (code, entry.advance));
        font.original_bytes = subset;
        font.glyph_widths = widths.collect::<BTreeMap<u16, u16>>();
        font.codepoint_to_glyph.clear();
        font.font_name = Some(format!("{}+{}", self.tag(), self.postscript_name()));
        font.pdf_font_metrics.us_weight_class = self.face.weight;
        Some(font)
    }

    /// Six letters that differ with what the subset holds (ISO 32000-1 §9.6.4).
    fn tag(&self) -> String {
        let mut hash = blake3::Hasher::new();
        hash.update(self.face.file.as_bytes());
        for code in &self.codes {
            hash.update(format!("{:?}{:?}", code.shape, code.text).as_bytes());
        }
        let letters = hash.finalize();
        letters.as_bytes().iter().take(6).map(|byte| char::from(b'A' + byte % 26)).collect()
    }

    fn postscript_name(&self) -> String {
        let named = self.font.localized_strings(StringId::POSTSCRIPT_NAME).english_or_first();
        let name = named.map_or_else(|| self.face.file.clone(), |name| name.chars().collect());
        // What a PDF name may hold without escapes (ISO 32000-1 §7.3.5).
        name.chars().filter(|c| c.is_ascii_alphanumeric() || matches!(c, '-' | '_' | '.')).collect()
    }
}

fn remap(shape: &Shape, remapper: &mut GlyphRemapper) {
    match shape {
        Shape::Glyph(glyph) => {
            remapper.remap(*glyph);
        }
        Shape::Baked(baked) => baked.parts.iter().for_each(|part| {
            remapper.remap(part.glyph);
        }),
    }
}

fn renumbered(baked: &Baked, remapper: &GlyphRemapper) -> Baked {
    let parts = baked.parts.iter();
    let parts = parts.map(|part| Part { glyph: remapper.get(part.glyph).unwrap_or(0), ..*part }).collect();
    Baked { parts, advance: baked.advance }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::fonts::Fonts;

    fn codes(fonts: &Fonts) -> Codes<'_> {
        let (id, face) = fonts.iter().next().unwrap();
        Codes::new(id, face).unwrap()
    }

    #[test]
    fn a_pair_of_glyph_and_text_has_one_code() {
        let fonts = Fonts::load(None).unwrap();
        let mut codes = codes(&fonts);
        assert_eq!(codes.plain(5, 'a').unwrap(), 1);
        assert_eq!(codes.plain(5, 'b').unwrap(), 2);
        assert_eq!(codes.code(Shape::Glyph(5), "a").unwrap(), 1);
        assert_eq!(codes.code(Shape::Glyph(5), "ab").unwrap(), 3);
        assert_eq!(codes.code(Shape::blank(), "a").unwrap(), 4);
        assert_eq!(codes.code(Shape::blank(), "a").unwrap(), 4);
        assert_eq!((codes.text(3), codes.text(4)), ("ab", "a"));
        assert_eq!(codes.width(4), 0.0);
    }

    #[test]
    fn codes_lead_to_glyphs_of_the_subset() {
        let fonts = Fonts::load(None).unwrap();
        let mut codes = codes(&fonts);
        let (a, b) = (codes.glyph_of('a').unwrap(), codes.glyph_of('b').unwrap());
        codes.plain(b, 'b').unwrap();
        codes.code(Shape::blank(), "\u{200c}").unwrap();
        codes.plain(a, 'a').unwrap();
        codes.plain(b, 'B').unwrap();
        let embedded = codes.embed().unwrap();
        assert_eq!(embedded.cid_to_gid, [0, 0, 0, 1, 0, 3, 0, 2, 0, 1]);
        let name = embedded.font.parsed_font.font_name.unwrap();
        assert!(name.ends_with("+MarkaziText-Regular"), "{name}");
        assert_eq!(name.find('+'), Some(6));
    }
}
