//! The book's faces for the web: cut down to what the site shows, as WOFF2.
//!
//! In: the faces and the characters in use. Out: a file a face, with a hash in
//! its name and script, and the `@font-face` rules. GSUB and GPOS are kept:
//! without them Persian does not join. Letters of a face's second script are
//! a file of their own: most pages show none of them. Of the rest, ranges
//! follow whole blocks of 256 characters, so that letters and their marks
//! never come from two files.

use std::collections::{BTreeMap, BTreeSet};
use std::fmt::Write;

use rayon::prelude::*;
use skera::{DEFAULT_DROP_TABLES, DEFAULT_LAYOUT_FEATURES, Plan, SubsetFlags, subset_font};
use skrifa::raw::FontRef;
use skrifa::raw::collections::IntSet;
use skrifa::raw::types::{NameId, Tag};
use ttf2woff2::{EncodeOptions, encode_with_options};

use super::SiteError;
use super::letters::Letters;
use crate::cache::{Cache, Key};
use crate::fonts::{Face, FaceId, FaceStyle, FontError, Fonts, Purpose, Slope, is_ignorable};
use crate::guard::guarded;
use crate::locale::Lang;
use crate::message;
use crate::message::Message;

/// A face as the site serves it.
#[derive(Debug)]
pub struct WebFace {
    id: FaceId,
    /// Below `assets/`.
    pub path: String,
    pub bytes: Vec<u8>,
    ranges: String,
}

#[derive(Debug)]
pub struct WebFonts {
    pub faces: Vec<WebFace>,
    /// `@font-face` rules and each language's families; addresses are relative to `assets/`.
    pub css: String,
}

/// Cuts down every face that serves a character in use.
///
/// # Errors
/// The first face that cannot be cut down.
pub fn cut(
    fonts: &Fonts,
    letters: &Letters,
    languages: &[Lang],
    names: &[(Lang, String)],
    cache: &Cache,
) -> Result<WebFonts, SiteError> {
    let jobs: Vec<(FaceId, &Face, Vec<char>)> = fonts
        .iter()
        .map(|(id, face)| (id, face, served(fonts, face, letters, languages)))
        .filter(|(_, _, characters)| characters.iter().any(|character| !character.is_whitespace()))
        .collect();
    let mut faces = jobs
        .into_par_iter()
        .flat_map_iter(|(id, face, characters)| {
            by_script(&characters).into_iter().map(move |(script, characters)| (id, face, script, characters))
        })
        .map(|(id, face, script, characters)| {
            web_face(id, face, &format!("{}{}", file_name(face), script.name()), script, &characters, cache)
        })
        .collect::<Result<Vec<WebFace>, SiteError>>()?;
    let mut css = css(fonts, &faces, languages);
    let of_names = of_names(fonts, names, cache)?;
    for face in &of_names {
        // Writing to a String cannot fail.
        let _ = writeln!(
            css,
            "@font-face{{font-family:\"{NAMES}\";font-display:swap;src:url({}) format(\"woff2\");unicode-range:{}}}",
            face.path, face.ranges
        );
    }
    faces.extend(of_names);
    Ok(WebFonts { faces, css })
}

/// A family of the languages' names alone, and of the arrow back from a note. A page
/// in one language shows these of the other, and would fetch a whole face for them.
const NAMES: &str = "Language Names";
const ARROW: &str = "↑";

fn of_names(fonts: &Fonts, names: &[(Lang, String)], cache: &Cache) -> Result<Vec<WebFace>, SiteError> {
    let mut characters: BTreeMap<FaceId, BTreeSet<char>> = BTreeMap::new();
    let arrow = names.first().map(|(lang, _)| (*lang, ARROW));
    for (lang, name) in names.iter().map(|(lang, name)| (*lang, name.as_str())).chain(arrow) {
        let style = FaceStyle { lang, purpose: Purpose::Display, bold: false, italic: false };
        for character in name.chars().filter(|character| !is_ignorable(*character)) {
            if let Some(id) = fonts.face_for(character, style) {
                characters.entry(id).or_default().insert(character);
            }
        }
    }
    let face = |(id, characters): (FaceId, BTreeSet<char>)| {
        let characters: Vec<char> = characters.into_iter().collect();
        let face = fonts.get(id);
        web_face(id, face, &format!("names-{}", file_name(face)), Script::Own, &characters, cache)
    };
    characters.into_iter().map(face).collect()
}

/// Whose letters a file has.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Script {
    /// The face's own, with digits, signs and all that no other file has.
    Own,
    Latin,
    /// Greek and Cyrillic.
    Eastern,
}

impl Script {
    fn name(self) -> &'static str {
        match self {
            Script::Own => "",
            Script::Latin => "-latin",
            Script::Eastern => "-cyrillic",
        }
    }

    /// Letters and the marks that stand on them; none for what is left over.
    fn blocks(self) -> &'static [(u32, u32)] {
        match self {
            Script::Own => &[],
            Script::Latin => {
                &[(0x41, 0x5a), (0x61, 0x7a), (0xc0, 0xd6), (0xd8, 0xf6), (0xf8, 0x36f), (0x1e00, 0x1eff)]
            }
            Script::Eastern => &[(0x370, 0x52f), (0x1f00, 0x1fff)],
        }
    }

    fn has(self, character: char) -> bool {
        self.blocks().iter().any(|(first, last)| (*first..=*last).contains(&u32::from(character)))
    }
}

/// A face's characters by file. Latin is a file of its own where the face has Arabic.
fn by_script(characters: &[char]) -> Vec<(Script, Vec<char>)> {
    let arabic = characters.iter().any(|character| ('\u{620}'..='\u{64a}').contains(character));
    let second: &[Script] = if arabic { &[Script::Latin, Script::Eastern] } else { &[Script::Eastern] };
    let script = |character: char| second.iter().copied().find(|script| script.has(character));
    let mut files: BTreeMap<Script, Vec<char>> = BTreeMap::new();
    for character in characters {
        files.entry(script(*character).unwrap_or(Script::Own)).or_default().push(*character);
    }
    files.into_iter().collect()
}

fn web_face(
    id: FaceId,
    face: &Face,
    name: &str,
    script: Script,
    characters: &[char],
    cache: &Cache,
) -> Result<WebFace, SiteError> {
    let key = Key::new("woff2").with(face.digest).with(characters.iter().collect::<String>());
    let bytes = cache
        .get(&key, || compress(face, characters))
        .map_err(|fault| SiteError::Font(FontError { file: face.file.clone(), message: fault }))?;
    let path = format!("fonts/{name}-{}.woff2", super::assets::hash(&bytes));
    let ranges = match script.blocks() {
        [] => ranges(characters),
        // These go before the face's own: where ranges overlap the last rule is asked first (CSS Fonts 4).
        blocks => written(blocks),
    };
    Ok(WebFace { id, path, bytes, ranges })
}

impl WebFonts {
    /// The files that every page of a language shows at once: text, headings, furniture.
    /// Fetched first they come before the text is drawn, and nothing moves when they do.
    pub fn first_faces(&self, fonts: &Fonts, lang: Lang) -> Vec<&str> {
        let letter = if lang.is_persian() { 'ا' } else { 'e' };
        let mut paths: Vec<&str> = Vec::new();
        for (purpose, bold) in [(Purpose::Text, false), (Purpose::Display, true), (Purpose::Display, false)] {
            let Some(id) = fonts.face_for(letter, FaceStyle { lang, purpose, bold, italic: false }) else {
                continue;
            };
            // The first file of a face has its own script.
            let path = self.faces.iter().find(|face| face.id == id).map(|face| face.path.as_str());
            paths.extend(path.filter(|path| !paths.contains(path)));
        }
        paths
    }
}

/// The characters a face is asked for. A family of a stack serves all it has;
/// one that only falls back serves what no family before it has.
fn served(fonts: &Fonts, face: &Face, letters: &Letters, languages: &[Lang]) -> Vec<char> {
    let own = stack_families(fonts, languages);
    let before: Vec<&str> = match own.contains(face.family.as_str()) {
        true => Vec::new(),
        false => fonts.fallback().take_while(|family| *family != face.family).collect(),
    };
    let has = |character: char| {
        !before
            .iter()
            .any(|family| fonts.iter().any(|(_, other)| other.family == *family && other.covers(character)))
    };
    letters.iter().filter(|character| face.covers(*character) && has(*character)).collect()
}

/// The families that stand in a stack of their own, and not only as a last resort.
fn stack_families<'a>(fonts: &'a Fonts, languages: &[Lang]) -> BTreeSet<&'a str> {
    let fallback = fonts.fallback().count();
    let mut families = BTreeSet::new();
    for lang in languages {
        for purpose in [Purpose::Text, Purpose::Display] {
            let all: Vec<&str> = fonts.families(*lang, purpose).collect();
            families.extend(all.iter().take(all.len().saturating_sub(fallback)));
        }
    }
    families
}

fn compress(face: &Face, characters: &[char]) -> Result<Vec<u8>, Message> {
    guarded(|| {
        let cut = subset(&face.bytes, characters)?;
        let options = EncodeOptions { transform_glyf_loca: stays_short(&cut), ..EncodeOptions::default() };
        encode_with_options(&cut, options)
            .map_err(|error| message!("font-compression", error = error.to_string()))
    })
    .unwrap_or_else(|| Err(message!("font-cut")))
}

/// Bytes of outlines that short offsets can reach (OpenType `loca`, format 0).
const SHORT: usize = 2 * 0xffff;

/// Whether the outlines can be taken apart for compression, which saves a
/// seventh of a face (WOFF2 §5.1). A reader puts them together at other
/// offsets, and large ones would not be within reach any more.
fn stays_short(font: &[u8]) -> bool {
    let outlines = FontRef::new(font).ok().and_then(|font| font.table_data(Tag::new(b"glyf")));
    outlines.is_none_or(|outlines| outlines.len() <= SHORT / 2)
}

/// Fractions: the site sets none, and their digits are glyphs of their own.
const UNUSED: [Tag; 3] = [Tag::new(b"frac"), Tag::new(b"numr"), Tag::new(b"dnom")];

fn subset(bytes: &[u8], characters: &[char]) -> Result<Vec<u8>, Message> {
    let font = FontRef::new(bytes).map_err(|error| message!("font-unreadable", error = error.to_string()))?;
    let unicodes: IntSet<u32> = characters.iter().map(|character| u32::from(*character)).collect();
    let drop_tables: IntSet<Tag> = DEFAULT_DROP_TABLES.iter().copied().collect();
    let features = DEFAULT_LAYOUT_FEATURES.iter().copied().filter(|feature| !UNUSED.contains(feature));
    let features: IntSet<Tag> = features.collect();
    let mut scripts = IntSet::empty();
    scripts.invert();
    let mut names = IntSet::empty();
    names.insert_range(NameId::from(0)..=NameId::from(6));
    let mut name_languages = IntSet::empty();
    // English (United States), as Windows numbers languages.
    name_languages.insert(0x0409);
    let plan = Plan::new(
        &IntSet::empty(),
        &unicodes,
        &font,
        SubsetFlags::SUBSET_FLAGS_NO_HINTING,
        &drop_tables,
        &scripts,
        &features,
        &names,
        &name_languages,
    );
    subset_font(&font, &plan).map_err(|error| message!("font-cut-fault", error = error.to_string()))
}

/// `markazi-text-700`, `source-serif-4-400-italic`.
fn file_name(face: &Face) -> String {
    let family: String = face
        .family
        .chars()
        .map(|character| if character.is_ascii_alphanumeric() { character.to_ascii_lowercase() } else { '-' })
        .collect();
    let slope = match face.slope {
        Slope::Normal => "",
        Slope::Italic => "-italic",
    };
    format!("{family}-{}{slope}", face.weight)
}

/// The blocks of 256 characters that hold any of these, as CSS says it.
fn ranges(characters: &[char]) -> String {
    let shown = characters.iter().filter(|character| !is_ignorable(**character));
    let blocks: BTreeSet<u32> = shown.map(|character| u32::from(*character) >> 8).collect();
    let mut ranges: Vec<(u32, u32)> = Vec::new();
    for block in blocks {
        match ranges.last_mut() {
            Some((_, end)) if *end + 1 == block => *end = block,
            _ => ranges.push((block, block)),
        }
    }
    written(&ranges.iter().map(|(start, end)| (start << 8, (end << 8) + 0xff)).collect::<Vec<_>>())
}

fn written(ranges: &[(u32, u32)]) -> String {
    ranges.iter().map(|(start, end)| format!("U+{start:X}-{end:X}")).collect::<Vec<_>>().join(",")
}

fn css(fonts: &Fonts, faces: &[WebFace], languages: &[Lang]) -> String {
    let mut css = String::new();
    for web in faces {
        let face = fonts.get(web.id);
        let style = match face.slope {
            Slope::Normal => "normal",
            Slope::Italic => "italic",
        };
        let (family, weight, path, ranges) = (quoted(&face.family), face.weight, &web.path, &web.ranges);
        // Writing to a String cannot fail.
        let _ = writeln!(
            css,
            "@font-face{{font-family:{family};font-style:{style};font-weight:{weight};font-display:swap;\
             src:url({path}) format(\"woff2\");unicode-range:{ranges}}}"
        );
    }
    let served: BTreeSet<&str> = faces.iter().map(|web| fonts.get(web.id).family.as_str()).collect();
    let properties: BTreeMap<&str, Purpose> =
        [("--text", Purpose::Text), ("--display", Purpose::Display)].into();
    for lang in languages {
        let _ = write!(css, ":lang({lang}){{");
        for (property, purpose) in &properties {
            let mut families: Vec<&str> = Vec::new();
            for family in fonts.families(*lang, *purpose) {
                if served.contains(family) && !families.contains(&family) {
                    families.push(family);
                }
            }
            let families: Vec<String> = families.into_iter().map(quoted).collect();
            let last = match (lang.is_persian(), purpose) {
                (true, Purpose::Text) => "\"Noto Naskh Arabic\",Tahoma,serif",
                (true, Purpose::Display) => "Tahoma,sans-serif",
                (false, _) => "Georgia,serif",
            };
            let _ = write!(css, "{property}:{},{last};", families.join(","));
        }
        css.push_str("}\n");
    }
    css
}

/// A family's name as a CSS string.
fn quoted(family: &str) -> String {
    let plain: String =
        family.chars().filter(|character| !matches!(character, '"' | '\\' | '\n' | '<')).collect();
    format!("\"{plain}\"")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn ranges_are_whole_blocks() {
        assert_eq!(ranges(&['a', 'ا', '\u{654}', 'ق', '\u{200c}', '西']), "U+0-FF,U+600-6FF,U+8900-89FF");
    }

    #[test]
    fn letters_of_another_script_are_a_file_of_their_own() {
        let files = |text: &str| {
            let characters: Vec<char> = text.chars().collect();
            let files = by_script(&characters).into_iter();
            files.map(|(script, own)| (script, own.into_iter().collect::<String>())).collect::<Vec<_>>()
        };
        let (own, latin, eastern) = (Script::Own, Script::Latin, Script::Eastern);
        let expected = [(own, "1«ا\u{654}"), (latin, "aé\u{301}"), (eastern, "К")];
        let found = files("1a«éا\u{654}\u{301}К");
        assert!(found.iter().map(|(script, own)| (*script, own.as_str())).eq(expected), "{found:?}");
        assert_eq!(files("1aК").len(), 2, "digits and Latin are one file where no Arabic is");
    }

    #[test]
    fn a_family_cannot_leave_its_string() {
        assert_eq!(quoted("A\"}body{x:y\\"), "\"A}body{x:y\"");
    }
}
