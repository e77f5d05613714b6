//! The faces of the book and which of them serves a character.
//!
//! Reads `fonts.yaml` and TrueType files from what is embedded in the program,
//! or from a theme's own `fonts/` folder, which goes first. Faces are chosen
//! here by language, purpose and coverage; shaping is left to `typeset`,
//! subsetting to `pdf` and `site`.

use std::borrow::Cow;
use std::collections::BTreeMap;
use std::fmt;
use std::io;
use std::path::Path;

use rust_embed::RustEmbed;
use serde::{Deserialize, Serialize};
use skrifa::MetadataProvider;
use skrifa::raw::{FontRef, ReadError, TableProvider};

use crate::locale::Lang;
use crate::message;
use crate::message::Message;

#[derive(RustEmbed)]
#[folder = "fonts"]
struct Embedded;

/// A face by its place in `fonts.yaml`, from 0.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub struct FaceId(pub u16);

/// What a text is for.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Deserialize, Serialize)]
#[serde(rename_all = "lowercase")]
pub enum Purpose {
    Text,
    Display,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Slope {
    Normal,
    Italic,
}

/// One TrueType face.
#[derive(Debug)]
pub struct Face {
    pub file: String,
    pub family: String,
    /// 400 or 700, as in CSS.
    pub weight: u16,
    pub slope: Slope,
    pub bytes: Cow<'static, [u8]>,
    /// Of `bytes`: what is made from the face is remembered by it.
    pub digest: [u8; 32],
    pub units_per_em: u16,
    /// The space between words in print, in ems, where it is not the face's own.
    pub word_space: Option<f64>,
    /// Sorted code points that have a glyph.
    coverage: Vec<u32>,
}

impl Face {
    pub fn covers(&self, character: char) -> bool {
        self.coverage.binary_search(&u32::from(character)).is_ok()
    }
}

/// All faces with the stacks that choose among them.
#[derive(Debug)]
pub struct Fonts {
    faces: Vec<Face>,
    stacks: BTreeMap<Purpose, BTreeMap<Lang, Vec<String>>>,
    fallback: Vec<String>,
    digest: [u8; 32],
}

/// Why the fonts cannot be used: the file, and what is wrong with it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct FontError {
    /// In the folder of fonts.
    pub file: String,
    pub message: Message,
}

impl FontError {
    /// With the file that it is about.
    pub fn whole(&self) -> Message {
        message!("fault-of", thing = format!("fonts/{}", self.file), fault = &self.message)
    }
}

impl fmt::Display for FontError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.whole().fmt(f)
    }
}

impl std::error::Error for FontError {}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct FontsYaml {
    faces: Vec<FaceYaml>,
    stacks: BTreeMap<Purpose, BTreeMap<Lang, Vec<String>>>,
    fallback: Vec<String>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct FaceYaml {
    file: String,
    family: String,
    weight: u16,
    style: Slope,
    word_space: Option<f64>,
}

impl Fonts {
    /// Loads the faces that `fonts.yaml` names.
    ///
    /// # Errors
    /// The first file that is missing, is no TrueType font with glyf outlines,
    /// or does not follow the form of `fonts.yaml`.
    pub fn load(theme: Option<&Path>) -> Result<Fonts, FontError> {
        let Read { bytes, digest } = read("fonts.yaml", theme)?;
        let text =
            std::str::from_utf8(&bytes).map_err(|_| fault("fonts.yaml", message!("theme-encoding")))?;
        let yaml: FontsYaml = serde_yaml::from_str(text).map_err(|error| {
            fault("fonts.yaml", message!("library-said", said = error.without_snippet().to_string()))
        })?;
        let faces = yaml
            .faces
            .into_iter()
            .map(|face| {
                let file = read(&face.file, theme)?;
                parse(face, file)
            })
            .collect::<Result<Vec<Face>, FontError>>()?;
        if faces.is_empty() || faces.len() > usize::from(u16::MAX) {
            return Err(fault("fonts.yaml", message!("font-count", most = u16::MAX)));
        }
        let mut hasher = blake3::Hasher::new();
        hasher.update(&digest);
        for face in &faces {
            hasher.update(&face.digest);
        }
        let digest = hasher.finalize().into();
        Ok(Fonts { faces, stacks: yaml.stacks, fallback: yaml.fallback, digest })
    }

    /// Of all faces and how they are chosen: what is set in them is remembered by it.
    pub fn digest(&self) -> [u8; 32] {
        self.digest
    }

    pub fn get(&self, id: FaceId) -> &Face {
        &self.faces[usize::from(id.0)]
    }

    pub fn iter(&self) -> impl Iterator<Item = (FaceId, &Face)> {
        (0u16..).map(FaceId).zip(&self.faces)
    }

    /// The families that serve a language and purpose, best first, then the fallback.
    pub fn families(&self, lang: Lang, purpose: Purpose) -> impl Iterator<Item = &str> {
        let stacks = self.stacks.get(&purpose);
        let own = stacks.and_then(|stacks| {
            stacks
                .get(&lang)
                .or_else(|| stacks.get(&Lang::parse(lang.primary())?))
                .or_else(|| stacks.get(&Lang::EN))
        });
        own.into_iter().flatten().chain(&self.fallback).map(String::as_str)
    }

    /// The families that stand at the end of every stack.
    pub fn fallback(&self) -> impl Iterator<Item = &str> {
        self.fallback.iter().map(String::as_str)
    }

    /// The face that prints a character, or none if no face has it.
    ///
    /// The first family of the stack that has the character wins; within it a
    /// face of the wanted weight and slope, else of the weight, else any.
    /// Default-ignorable characters are printed by the stack's first face.
    pub fn face_for(&self, character: char, style: FaceStyle) -> Option<FaceId> {
        let mut families = self.families(style.lang, style.purpose);
        if is_ignorable(character) {
            return families.next().and_then(|family| self.best_in(family, style, |_| true));
        }
        families.find_map(|family| self.best_in(family, style, |face| face.covers(character)))
    }

    fn best_in(&self, family: &str, style: FaceStyle, serves: impl Fn(&Face) -> bool) -> Option<FaceId> {
        self.iter()
            .filter(|(_, face)| face.family == family && serves(face))
            .min_by_key(|(id, face)| {
                let weight = face.weight.abs_diff(if style.bold { 700 } else { 400 });
                let slope = (face.slope == Slope::Italic) != style.italic;
                (weight, slope, *id)
            })
            .map(|(id, _)| id)
    }
}

/// What a face is wanted for.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct FaceStyle {
    pub lang: Lang,
    pub purpose: Purpose,
    pub bold: bool,
    pub italic: bool,
}

/// Characters that take part in shaping or ordering and have no ink of their
/// own: joiners, bidi controls, the soft hyphen, variation selectors.
pub fn is_ignorable(character: char) -> bool {
    matches!(character,
        '\u{ad}' | '\u{34f}' | '\u{61c}' | '\u{200b}'..='\u{200f}' | '\u{202a}'..='\u{202e}'
        | '\u{2060}'..='\u{206f}' | '\u{fe00}'..='\u{fe0f}' | '\u{feff}')
}

fn fault(file: &str, message: Message) -> FontError {
    FontError { file: file.to_owned(), message }
}

/// A file of the fonts, with a hash that tells it from any other.
struct Read {
    bytes: Cow<'static, [u8]>,
    digest: [u8; 32],
}

fn read(file: &str, theme: Option<&Path>) -> Result<Read, FontError> {
    let plain = Path::new(file).components().count() == 1 && !file.contains(['/', '\\']) && file != "..";
    if !plain {
        return Err(fault(file, message!("font-name")));
    }
    if let Some(path) = theme.map(|theme| theme.join("fonts").join(file)).filter(|path| path.is_file()) {
        let unreadable = |error: io::Error| fault(file, message!("library-said", said = &error));
        let target = path.canonicalize().map_err(unreadable)?;
        let root = theme.map(Path::canonicalize).transpose().map_err(unreadable)?;
        if root.is_some_and(|root| !target.starts_with(root)) {
            return Err(fault(file, message!("theme-outside")));
        }
        let bytes = std::fs::read(target).map_err(unreadable)?;
        return Ok(Read { digest: blake3::hash(&bytes).into(), bytes: Cow::Owned(bytes) });
    }
    match Embedded::get(file) {
        // Hashed when the program was built.
        Some(found) => Ok(Read { digest: found.metadata.sha256_hash(), bytes: found.data }),
        None => Err(fault(file, message!("font-missing"))),
    }
}

fn parse(face: FaceYaml, Read { bytes, digest }: Read) -> Result<Face, FontError> {
    let unusable = |error: ReadError| fault(&face.file, message!("font-unusable", error = error.to_string()));
    let font = FontRef::new(&bytes).map_err(unusable)?;
    if font.glyf().is_err() || font.loca(None).is_err() || font.hmtx().is_err() || font.maxp().is_err() {
        return Err(fault(&face.file, message!("font-no-outlines-convert")));
    }
    let head = font.head().map_err(unusable)?;
    if face.word_space.is_some_and(|space| !(0.05..=1.0).contains(&space)) {
        return Err(fault("fonts.yaml", message!("font-word-space", file = &face.file)));
    }
    let units_per_em = head.units_per_em();
    if units_per_em == 0 {
        return Err(fault(&face.file, message!("font-no-units")));
    }
    let mut coverage: Vec<u32> = font.charmap().mappings().map(|(code, _)| code).collect();
    coverage.sort_unstable();
    coverage.dedup();
    Ok(Face {
        file: face.file,
        family: face.family,
        weight: face.weight,
        slope: face.style,
        units_per_em,
        word_space: face.word_space,
        coverage,
        bytes,
        digest,
    })
}
