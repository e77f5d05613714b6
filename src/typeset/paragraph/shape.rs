//! From words to glyphs, with a memory of words already shaped.
//!
//! In: a word with its face, direction, script and language. Out: glyphs in
//! visual order, in font units, so that one result serves every size. This
//! file alone names the shaper (harfrust, HarfBuzz's algorithm). What has no
//! ink in the text never gets a font's glyph: some faces draw their U+200C.

use std::ops::Range;
use std::str::FromStr;
use std::sync::{Arc, OnceLock, PoisonError, RwLock};

use harfrust::{Buffer, BufferFlags, ClusterLevel, Feature, Font, ShapeOptions, ShapePlan, ShaperFont, Tag};
use icu_properties::PropertyNamesShort;
use icu_properties::props::Script;
use rustc_hash::FxHashMap;
use skrifa::MetadataProvider;
use skrifa::instance::{LocationRef, Size};
use skrifa::raw::{FontRef, TableProvider};

use crate::fonts::{Face, FaceId, FaceStyle, Fonts, is_ignorable};
use crate::locale::letter::{TATWEEL, is_mark};
use crate::locale::{Direction, Lang};

/// What decides, beside its letters, how a word is shaped.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct Setting {
    pub face: FaceId,
    pub direction: Direction,
    pub script: Script,
    pub lang: Lang,
}

/// A glyph in font units.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct ShapedGlyph {
    pub id: u16,
    /// Byte offset in the word of the first character of its cluster.
    pub cluster: u32,
    pub advance: i32,
    pub dx: i32,
    pub dy: i32,
    pub ink: bool,
    /// Whether a tatweel may go before its cluster and change no letter.
    pub tatweel: bool,
}

/// The faces, ready to shape, and the words shaped so far. Many threads may use one.
pub struct Shaper {
    fonts: Arc<Fonts>,
    /// By `FaceId`.
    faces: Vec<ShapingFace>,
    choices: RwLock<FxHashMap<(FaceStyle, char), FaceId>>,
    words: RwLock<FxHashMap<Setting, Words>>,
}

struct ShapingFace {
    /// Read when first needed; none if the shaper cannot read it.
    font: OnceLock<Option<Font>>,
    units_per_em: f64,
    /// Ascender and descender of `hhea`, in ems, both upward.
    ascent: f64,
    descent: f64,
    /// The glyph of U+0640, if the face draws one that has a width.
    tatweel: Option<u16>,
}

struct Words {
    plan: Arc<ShapePlan>,
    shaped: FxHashMap<Box<str>, Arc<[ShapedGlyph]>>,
}

impl Shaper {
    pub fn new(fonts: Arc<Fonts>) -> Shaper {
        let faces = fonts.iter().map(|(_, face)| ShapingFace::new(face)).collect();
        Shaper { fonts, faces, choices: RwLock::default(), words: RwLock::default() }
    }

    pub fn fonts(&self) -> &Fonts {
        &self.fonts
    }

    /// The face that prints a character; where no face has it the first one,
    /// whose glyph 0 then shows that it is missing.
    pub fn face_for(&self, character: char, style: FaceStyle) -> FaceId {
        let key = (style, character);
        if let Some(face) = self.choices.read().unwrap_or_else(PoisonError::into_inner).get(&key) {
            return *face;
        }
        let choose = |character| self.fonts.face_for(character, style);
        let face = choose(character).or_else(|| choose(' ')).unwrap_or(FaceId(0));
        self.choices.write().unwrap_or_else(PoisonError::into_inner).insert(key, face);
        face
    }

    /// How far a face reaches above and below the baseline, in ems (`hhea`).
    pub fn reach(&self, face: FaceId) -> (f64, f64) {
        self.faces.get(usize::from(face.0)).map_or((0.0, 0.0), |face| (face.ascent, -face.descent))
    }

    pub fn units_per_em(&self, face: FaceId) -> f64 {
        self.faces.get(usize::from(face.0)).map_or(1000.0, |face| face.units_per_em)
    }

    /// The glyph that lengthens letters of a face, if it has one.
    pub fn tatweel(&self, face: FaceId) -> Option<u16> {
        self.faces.get(usize::from(face.0))?.tatweel
    }

    /// Shapes a word that stands by itself; glyphs in visual order.
    pub fn shape(&self, word: &str, setting: Setting) -> Arc<[ShapedGlyph]> {
        {
            let words = self.words.read().unwrap_or_else(PoisonError::into_inner);
            if let Some(glyphs) = words.get(&setting).and_then(|words| words.shaped.get(word)) {
                return glyphs.clone();
            }
        }
        let glyphs: Arc<[ShapedGlyph]> = self.shape_anew(["", word, ""], setting).into();
        let mut words = self.words.write().unwrap_or_else(PoisonError::into_inner);
        if let Some(words) = words.get_mut(&setting) {
            words.shaped.insert(word.into(), glyphs.clone());
        }
        glyphs
    }

    /// Shapes the middle of three texts so that its letters join those around it.
    pub fn shape_between(&self, texts: [&str; 3], setting: Setting) -> Arc<[ShapedGlyph]> {
        match texts {
            ["", word, ""] => self.shape(word, setting),
            texts => self.shape_anew(texts, setting).into(),
        }
    }

    fn shape_anew(&self, texts: [&str; 3], setting: Setting) -> Vec<ShapedGlyph> {
        let [_, word, _] = texts;
        let font = self
            .faces
            .get(usize::from(setting.face.0))
            .and_then(|face| face.font.get_or_init(|| font(&self.fonts, setting.face)).as_ref());
        let Some(font) = font else { return missing(word) };
        let Some(mut glyphs) = shape_by(font, &self.plan(font, setting), &[], texts) else {
            return missing(word);
        };
        let wide = wide_marks(word, &glyphs);
        if !wide.is_empty() {
            // Markazi joins shadda and a vowel sign to a glyph that stands between letters as if
            // it were one. Apart, the two stand above or below their letter.
            let ccmp = Tag::new(b"ccmp");
            let features: Vec<Feature> = wide.into_iter().map(|range| Feature::new(ccmp, 0, range)).collect();
            let plan = new_plan(font, setting, &features);
            glyphs = shape_by(font, &plan, &features, texts).unwrap_or(glyphs);
        }
        take_ink(word, &mut glyphs);
        if let (Some(space), " " | "\u{a0}") = (self.fonts.get(setting.face).word_space, word) {
            let units = (space * self.units_per_em(setting.face)).round() as i32;
            glyphs.iter_mut().for_each(|glyph| glyph.advance = units);
        }
        glyphs
    }

    fn plan(&self, font: &Font, setting: Setting) -> Arc<ShapePlan> {
        if let Some(words) = self.words.read().unwrap_or_else(PoisonError::into_inner).get(&setting) {
            return words.plan.clone();
        }
        let plan = Arc::new(new_plan(font, setting, &[]));
        let mut words = self.words.write().unwrap_or_else(PoisonError::into_inner);
        words.entry(setting).or_insert_with(|| Words { plan, shaped: FxHashMap::default() }).plan.clone()
    }
}

impl ShapingFace {
    fn new(face: &Face) -> ShapingFace {
        let units_per_em = f64::from(face.units_per_em.max(1));
        let font = FontRef::new(&face.bytes);
        let table = font.clone().and_then(|font| font.hhea());
        let (ascent, descent) = table.map_or((0.8, -0.2), |hhea| {
            let ems = |units: i16| f64::from(units) / units_per_em;
            (ems(hhea.ascender().to_i16()), ems(hhea.descender().to_i16()))
        });
        let tatweel = font.ok().and_then(|font| {
            let glyph = font.charmap().map(TATWEEL)?;
            let metrics = font.glyph_metrics(Size::unscaled(), LocationRef::default());
            let drawn = metrics.advance_width(glyph)? > 0.0 && metrics.bounds(glyph)?.x_max > 0.0;
            u16::try_from(glyph.to_u32()).ok().filter(|_| drawn)
        });
        ShapingFace { font: OnceLock::new(), units_per_em, ascent, descent, tatweel }
    }
}

/// A face's bytes, kept alive by the fonts they belong to.
struct FaceBytes(Arc<Fonts>, FaceId);

impl AsRef<[u8]> for FaceBytes {
    fn as_ref(&self) -> &[u8] {
        &self.0.get(self.1).bytes
    }
}

fn font(fonts: &Arc<Fonts>, face: FaceId) -> Option<Font> {
    let bytes: Arc<dyn AsRef<[u8]> + Send + Sync> = Arc::new(FaceBytes(fonts.clone(), face));
    Font::new(bytes, 0)
}

fn new_plan(font: &Font, setting: Setting, features: &[Feature]) -> ShapePlan {
    let direction = match setting.direction {
        Direction::Ltr => harfrust::Direction::LeftToRight,
        Direction::Rtl => harfrust::Direction::RightToLeft,
    };
    let script = PropertyNamesShort::<Script>::new().get(setting.script);
    let script = script.and_then(|name| harfrust::Script::from_str(name).ok());
    let language = harfrust::Language::new(setting.lang.as_str());
    ShapePlan::new(font, direction, script, language.as_ref(), features)
}

/// Shapes a word between two texts; none if the shaper gives up on it.
fn shape_by(
    font: &Font,
    plan: &ShapePlan,
    features: &[Feature],
    [before, word, after]: [&str; 3],
) -> Option<Vec<ShapedGlyph>> {
    let mut buffer = Buffer::new();
    buffer.set_flags(BufferFlags::DO_NOT_INSERT_DOTTED_CIRCLE | BufferFlags::PRODUCE_SAFE_TO_INSERT_TATWEEL);
    buffer.set_cluster_level(ClusterLevel::MonotoneCharacters);
    buffer.push_str(word);
    buffer.set_pre_context(before);
    buffer.set_post_context(after);
    buffer.set_direction(plan.direction());
    buffer.set_script(plan.script());
    buffer.set_language(plan.language().cloned());
    let options = ShapeOptions::new().plan(Some(plan)).features(features);
    harfrust::shape(&ShaperFont::new(font), &mut buffer, options).ok()?;
    let glyphs = buffer.glyph_infos().iter().zip(buffer.glyph_positions());
    let glyphs = glyphs.map(|(info, position)| ShapedGlyph {
        id: u16::try_from(info.glyph_id).unwrap_or(0),
        cluster: info.cluster,
        advance: position.x_advance,
        dx: position.x_offset,
        dy: position.y_offset,
        ink: true,
        tatweel: info.safe_to_insert_tatweel(),
    });
    Some(glyphs.collect())
}

/// The bytes of clusters of several marks and nothing else whose glyph takes room in the line.
fn wide_marks(word: &str, glyphs: &[ShapedGlyph]) -> Vec<Range<usize>> {
    if !word.chars().any(is_mark) {
        return Vec::new();
    }
    let mut starts: Vec<u32> = glyphs.iter().map(|glyph| glyph.cluster).collect();
    starts.sort_unstable();
    starts.dedup();
    let range = |glyph: &ShapedGlyph| {
        let next = starts.partition_point(|&start| start <= glyph.cluster);
        glyph.cluster as usize..starts.get(next).map_or(word.len(), |&end| end as usize)
    };
    let marks = |range: &Range<usize>| {
        let text = word.get(range.clone()).unwrap_or_default();
        text.chars().count() > 1 && text.chars().all(is_mark)
    };
    glyphs.iter().filter(|glyph| glyph.advance > 0).map(range).filter(marks).collect()
}

/// What stands for a word that cannot be shaped: glyph 0 for each character.
fn missing(word: &str) -> Vec<ShapedGlyph> {
    word.char_indices()
        .map(|(at, _)| ShapedGlyph {
            id: 0,
            cluster: u32::try_from(at).unwrap_or(u32::MAX),
            advance: 0,
            dx: 0,
            dy: 0,
            ink: true,
            tatweel: false,
        })
        .collect()
}

/// Takes ink and width from glyphs whose cluster is ignorable characters alone.
fn take_ink(word: &str, glyphs: &mut [ShapedGlyph]) {
    if !word.chars().any(is_ignorable) {
        return;
    }
    let mut starts: Vec<u32> = glyphs.iter().map(|glyph| glyph.cluster).collect();
    starts.sort_unstable();
    starts.dedup();
    for glyph in glyphs {
        let next = starts.partition_point(|&start| start <= glyph.cluster);
        let end = starts.get(next).map_or(word.len(), |&end| end as usize);
        let cluster = word.get(glyph.cluster as usize..end).unwrap_or_default();
        if !cluster.is_empty() && cluster.chars().all(is_ignorable) {
            *glyph = ShapedGlyph { advance: 0, dx: 0, dy: 0, ink: false, ..*glyph };
        }
    }
}
