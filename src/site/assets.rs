//! Style, fonts, pictures and ornaments: files with a hash of their bytes in
//! their names, so that a browser may keep them for ever.
//!
//! In: the book, the theme, the fonts. Out: the files to the sink, and their
//! paths in the output folder.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::{Arc, Mutex, PoisonError};

use rayon::prelude::*;

use super::app::AppIcons;
use super::letters::used;
use super::paths::Place;
use super::preview::Previews;
use super::{SiteError, webfonts};
use crate::cache::{Cache, Key};
use crate::doc::{ChapterId, LocalNames};
use crate::drawing::Drawing;
use crate::figure::girih::{self, Girih};
use crate::figure::svg::{SvgOptions, to_svg};
use crate::fonts::Fonts;
use crate::image::PictureFile;
use crate::image::sizes::{CopyFormat, copies};
use crate::locale::Lang;
use crate::message;
use crate::output::{DiskError, Sink};
use crate::resolve::Resolved;
use crate::theme::{Theme, ThemeError};

/// The paths of all that pages refer to.
#[derive(Debug)]
pub struct Assets {
    pub style: String,
    /// What runs before the page is painted.
    pub first_script: String,
    pub script: String,
    pub icon: String,
    pub app_icons: AppIcons,
    /// The pattern of the host, over the cover.
    pub panel: String,
    /// By `PictureId`.
    pub pictures: Vec<PicturePaths>,
    previews: Previews,
    /// A chapter's own pattern, for those that have one.
    pub rosettes: Vec<Option<String>>,
    /// The same pattern as a strip, for the head of the chapter.
    pub openers: Vec<Option<String>>,
    /// The faces to fetch first, by language.
    pub faces: BTreeMap<Lang, Vec<String>>,
}

/// A picture in the output folder.
#[derive(Debug)]
pub struct PicturePaths {
    pub whole: String,
    /// From small to large.
    pub copies: Vec<CopyPath>,
}

#[derive(Debug)]
pub struct CopyPath {
    pub path: String,
    pub width: u32,
    pub format: CopyFormat,
}

/// Width and height, in pixels.
pub const OPENER: (u32, u32) = (960, 120);
/// Pixels to an edge of an opener's tiling.
const OPENER_TILE: f64 = 42.0;
pub const PANEL: (u32, u32) = (1200, 300);
pub const ROSETTE: u32 = 120;
const ICON: f64 = 64.0;
/// Whole periods of every tiling, so that it repeats without a seam.
const BAND: (f64, f64) = (240.0, 40.0);

/// Above so many cities patterns repeat: finding one of its own for each takes
/// longer with every city, and no reader tells so many apart.
const OWN_PATTERNS: usize = 240;

/// The first eight hexadecimal digits of the BLAKE3 hash.
pub fn hash(bytes: &[u8]) -> String {
    blake3::hash(bytes).to_hex().chars().take(8).collect()
}

impl Assets {
    /// Makes and hands over all assets.
    ///
    /// # Errors
    /// A face that cannot be cut down, a style sheet that is not UTF-8, a film
    /// that is gone, the disk.
    pub fn write(
        book: &Resolved,
        theme: &Theme,
        fonts: &Arc<Fonts>,
        names: &LocalNames,
        cache: &Cache,
        sink: &dyn Sink,
    ) -> Result<Assets, SiteError> {
        let colours = theme.text("ornament.css")?;
        let patterns = Patterns::of(book);
        let host = patterns.host;
        let svg = |name: &'static str, draw: &dyn Fn(&Girih) -> Drawing| -> Result<String, SiteError> {
            put_hashed(sink, name, "svg", ornament(name, &host, draw, &colours, cache))
        };
        let (letters, names_of_languages) = (used(book, theme), language_names(book, theme));
        let web = webfonts::cut(fonts, &letters, &book.front.languages, &names_of_languages, cache)?;
        let faces = book.front.languages.iter();
        let faces = faces.map(|lang| {
            let paths = web.first_faces(fonts, *lang).into_iter();
            (*lang, paths.map(|path| format!("assets/{path}")).collect())
        });
        let faces = faces.collect();
        let band = svg("band", &|girih| girih::band(girih, BAND.0, BAND.1))?;
        // The style sheet lies beside what it names.
        let band = band.rsplit('/').next().unwrap_or_default();
        let band = format!(":root{{--band:url({band})}}\n");
        let style = [web.css.as_str(), band.as_str(), theme.text("style.css")?.as_str()].concat();
        for face in web.faces {
            sink.put(&format!("assets/{}", face.path), face.bytes)?;
        }
        copy_films(book, sink)?;
        Ok(Assets {
            style: put_hashed(sink, "style", "css", style.into_bytes())?,
            first_script: put_hashed(sink, "first", "js", bare(&theme.text("first.js")?).into_bytes())?,
            script: put_hashed(sink, "script", "js", script(theme)?.into_bytes())?,
            icon: svg("icon", &|girih| girih::rosette(girih, ICON))?,
            app_icons: AppIcons::write(&host, cache, sink)?,
            panel: svg("panel", &panel)?,
            pictures: put_pictures(&book.pictures, cache, sink)?,
            rosettes: patterns.put(
                "girih",
                &|girih| girih::rosette(girih, f64::from(ROSETTE)),
                &colours,
                cache,
                sink,
            )?,
            openers: patterns.put("opener", &opener, &colours, cache, sink)?,
            previews: Previews::write(book, fonts, names, &|chapter| patterns.pattern(chapter), cache, sink)?,
            faces,
        })
    }
}

impl Assets {
    /// The picture that stands for a page where it is linked to.
    pub fn preview(&self, lang: Lang, place: Place) -> Option<&str> {
        let chapter = match place {
            Place::Chapter(id) => Some(id),
            _ => None,
        };
        self.previews.get(lang, chapter)
    }
}

fn language_names(book: &Resolved, theme: &Theme) -> Vec<(Lang, String)> {
    let names = book.front.languages.iter();
    names.map(|lang| (*lang, theme.phrase(*lang, "language.name").to_owned())).collect()
}

/// All scripts of the theme as one: a page asks for one file.
fn script(theme: &Theme) -> Result<String, ThemeError> {
    Ok(theme.scripts()?.iter().map(|(_, text)| bare(text)).collect())
}

/// A script without indents and lines that are comments. What else makes it
/// shorter needs a parser, and saves little once it is compressed.
fn bare(script: &str) -> String {
    let lines = script.lines().map(str::trim);
    let lines = lines.filter(|line| !line.is_empty() && !line.starts_with("//"));
    lines.flat_map(|line| [line, "\n"]).collect()
}

/// The patterns of the book's cities.
struct Patterns {
    host: Girih,
    /// By chapter.
    chapters: Vec<Option<Girih>>,
}

impl Patterns {
    fn of(book: &Resolved) -> Patterns {
        let cities = book.chapters.iter().filter(|chapter| chapter.city.is_some());
        let slugs: Vec<&str> = cities.map(|chapter| chapter.slug.as_str()).collect();
        let own = if slugs.len() <= OWN_PATTERNS { girih::assign(&slugs) } else { BTreeMap::new() };
        let pattern = |slug: &str| own.get(slug).copied().unwrap_or_else(|| girih::for_slug(slug));
        let chapters = book
            .chapters
            .iter()
            .map(|chapter| chapter.city.is_some().then(|| pattern(&chapter.slug)))
            .collect();
        Patterns { host: pattern(host_slug(book).unwrap_or("isfahan")), chapters }
    }

    /// A chapter's; the host's for one that has none, and for the book.
    fn pattern(&self, chapter: Option<ChapterId>) -> Girih {
        let own = chapter.and_then(|id| *self.chapters.get(id.0 as usize)?);
        own.unwrap_or(self.host)
    }

    /// Draws each pattern once; gives the path of each chapter's.
    fn put(
        &self,
        name: &'static str,
        draw: &(dyn Fn(&Girih) -> Drawing + Sync),
        colours: &str,
        cache: &Cache,
        sink: &dyn Sink,
    ) -> Result<Vec<Option<String>>, SiteError> {
        let mut distinct: Vec<Girih> = Vec::new();
        for girih in self.chapters.iter().flatten() {
            if !distinct.contains(girih) {
                distinct.push(*girih);
            }
        }
        let drawn: Vec<Vec<u8>> =
            distinct.par_iter().map(|girih| ornament(name, girih, draw, colours, cache)).collect();
        let mut paths = Vec::with_capacity(drawn.len());
        for bytes in drawn {
            paths.push(put_hashed(sink, name, "svg", bytes)?);
        }
        let path = |girih: &Girih| {
            let place = distinct.iter().position(|other| other == girih)?;
            paths.get(place).cloned()
        };
        Ok(self.chapters.iter().map(|girih| girih.as_ref().and_then(path)).collect())
    }
}

fn panel(girih: &Girih) -> Drawing {
    girih::panel(girih, f64::from(PANEL.0), f64::from(PANEL.1), 75.0)
}

fn opener(girih: &Girih) -> Drawing {
    girih::panel(girih, f64::from(OPENER.0), f64::from(OPENER.1), OPENER_TILE)
}

fn host_slug(book: &Resolved) -> Option<&str> {
    let host = book
        .chapters
        .iter()
        .find(|chapter| chapter.city.as_ref().is_some_and(|city| city.kind == crate::book::CityKind::Host));
    host.map(|chapter| chapter.slug.as_str())
}

/// A drawing of a pattern as a file; `kind` names the drawing.
fn ornament(
    kind: &'static str,
    girih: &Girih,
    draw: &dyn Fn(&Girih) -> Drawing,
    colours: &str,
    cache: &Cache,
) -> Vec<u8> {
    let key = Key::new(kind).with(format!("{girih:?}")).with(colours);
    cache.value(&key, || picture_svg(&draw(girih), colours)).into_bytes()
}

/// An ornament as a picture of its own, with its colours for light and dark.
fn picture_svg(drawing: &Drawing, colours: &str) -> String {
    let options =
        SvgOptions { id: "g", title: "", description: "", lang: "zxx", href: &|_| None, name: &|_| None };
    let svg = to_svg(drawing, &options);
    let Some(end) = svg.find('>') else { return svg };
    let (open, rest) = svg.split_at(end + 1);
    // An ornament has no name: what shows it says so with an empty `alt`.
    let body = rest.find("</desc>").map_or(rest, |at| &rest[at + "</desc>".len()..]);
    let open = match (open.find(" role="), open.find(" direction=")) {
        (Some(from), Some(to)) if from < to => format!("{}{}", &open[..from], &open[to..]),
        _ => open.to_owned(),
    };
    format!("{open}<style>{}</style>{body}", rules_for(body, colours))
}

/// The rules of `ornament.css` that a drawing needs: of those that stand on a
/// line of their own for one class, the classes it has. Without comments.
fn rules_for(body: &str, css: &str) -> String {
    let mut css = css.to_owned();
    while let Some((start, end)) =
        css.find("/*").and_then(|start| Some((start, start + css[start..].find("*/")? + 2)))
    {
        css.replace_range(start..end, "");
    }
    let needed = |line: &&str| {
        let class = line.strip_prefix('.').and_then(|rest| rest.split_once('{')).map(|(class, _)| class);
        class.is_none_or(|class| body.contains(class))
    };
    css.lines().map(str::trim).filter(needed).collect()
}

/// The path of a file by the hash of its bytes.
pub fn hashed_path(name: &str, extension: &str, hash: &str) -> String {
    format!("assets/{name}-{hash}.{extension}")
}

pub fn put_hashed(sink: &dyn Sink, name: &str, extension: &str, bytes: Vec<u8>) -> Result<String, SiteError> {
    let path = hashed_path(name, extension, &hash(&bytes));
    sink.put(&path, bytes)?;
    Ok(path)
}

/// Writes the pictures and their smaller copies; equal ones of one name are one file.
fn put_pictures(
    pictures: &[PictureFile],
    cache: &Cache,
    sink: &dyn Sink,
) -> Result<Vec<PicturePaths>, SiteError> {
    let written = Mutex::new(BTreeSet::new());
    let put = |path: &str, bytes: &[u8]| -> Result<(), SiteError> {
        let new = written.lock().unwrap_or_else(PoisonError::into_inner).insert(path.to_owned());
        if new {
            sink.put(path, bytes.to_vec())?;
        }
        Ok(())
    };
    let pictures = pictures.par_iter().map(|picture| {
        let file = picture.path.rsplit('/').next().unwrap_or_default();
        let stem = file.rsplit_once('.').map_or(file, |(stem, _)| stem);
        let name = crate::locale::slug::slug(stem);
        let plain = !name.is_empty() && name.bytes().all(|b| b.is_ascii_alphanumeric() || b == b'-');
        let name = format!("pictures/{}", if plain { name.as_str() } else { "picture" });
        let whole = hashed_path(&name, picture.format.extension(), &hash(&picture.bytes));
        put(&whole, &picture.bytes)?;
        let unreadable = |error: image::ImageError| DiskError::at(&picture.path, error.to_string());
        let mut paths = Vec::new();
        for copy in copies(picture, cache).map_err(unreadable)? {
            let name = format!("{name}-{}", copy.width);
            let path = hashed_path(&name, copy.format.extension(), &hash(&copy.bytes));
            put(&path, &copy.bytes)?;
            paths.push(CopyPath { path, width: copy.width, format: copy.format });
        }
        Ok(PicturePaths { whole, copies: paths })
    });
    pictures.collect()
}

/// Copies the films; equal ones are one file.
fn copy_films(book: &Resolved, sink: &dyn Sink) -> Result<(), SiteError> {
    let mut written = BTreeSet::new();
    for film in book.films.iter().filter(|film| written.insert(&film.output)) {
        let bytes = std::fs::read(&film.file).map_err(|error| DiskError::at(&film.file, &error))?;
        if blake3::hash(&bytes) != film.hash {
            return Err(DiskError::at(&film.file, message!("output-film-changed")).into());
        }
        sink.put(&film.output, bytes)?;
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_drawing_has_the_rules_of_its_classes() {
        let css =
            "/* why\n   it is so */\n:root{--ink:#000}\n.f-ink{fill:var(--ink)}\n.s-ink{stroke:var(--ink)}\n";
        assert_eq!(rules_for("<path class=\"f-ink\"/>", css), ":root{--ink:#000}.f-ink{fill:var(--ink)}");
    }
}
