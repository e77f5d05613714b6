//! The theme: templates, style sheet, citation styles and the book's own words.
//!
//! In: what `themes/default` embeds in the program, and a folder whose files
//! go before the embedded ones, file by file. Out: files, phrases in the
//! reader's language, and rendered templates. All is read and checked here
//! once, so that a broken theme is told with file and line before any page is
//! made. What a page shows is left to `site`, fonts to `fonts`.

mod phrases;
mod print;
mod templates;

use std::borrow::Cow;
use std::collections::BTreeMap;
use std::fmt;
use std::io;
use std::path::Path;

use rust_embed::RustEmbed;
use serde::Serialize;
use walkdir::WalkDir;

use crate::config::PrintStyle;
use crate::locale::Lang;
use crate::message;
use crate::message::Message;
use phrases::Phrases;
use templates::Templates;

#[derive(RustEmbed)]
#[folder = "themes/default"]
struct Embedded;

/// Larger files have no place in a theme's text, style and script.
const LARGEST_FILE: u64 = 8 << 20;

/// A loaded theme.
#[derive(Debug)]
pub struct Theme {
    /// By path in the theme's folder, with `/`.
    files: BTreeMap<String, Cow<'static, [u8]>>,
    phrases: Phrases,
    templates: Templates,
    print: PrintStyle,
}

/// What is wrong with a theme, and where.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ThemeError {
    /// Relative to the theme's folder, with `/`.
    pub file: String,
    /// From 1.
    pub line: Option<usize>,
    /// From 1, in characters.
    pub column: Option<usize>,
    pub message: Message,
}

impl ThemeError {
    pub fn new(file: &str, message: Message) -> ThemeError {
        ThemeError { file: file.to_owned(), line: None, column: None, message }
    }

    fn at(self, line: usize, column: usize) -> ThemeError {
        ThemeError { line: Some(line), column: Some(column), ..self }
    }

    /// - `text`: of the file.
    /// - `place`: in bytes.
    pub fn at_byte(self, text: &str, place: usize) -> ThemeError {
        let before = text.get(..place).unwrap_or(text);
        let line = before.rsplit('\n').next().unwrap_or_default();
        self.at(before.matches('\n').count() + 1, line.chars().count() + 1)
    }

    fn at_location(self, place: serde_yaml::Location) -> ThemeError {
        let number = |value| usize::try_from(value).unwrap_or(usize::MAX);
        self.at(number(place.line()), number(place.column()))
    }
}

impl fmt::Display for ThemeError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}", self.file)?;
        if let (Some(line), Some(column)) = (self.line, self.column) {
            write!(f, ":{line}:{column}")?;
        }
        write!(f, ": {}", self.message)
    }
}

impl std::error::Error for ThemeError {}

impl Theme {
    /// Loads the embedded theme, and over it the files of a folder.
    ///
    /// # Errors
    /// A folder that cannot be read or leads out of itself by a symbolic link;
    /// templates or strings that do not hold together.
    pub fn load(folder: Option<&Path>) -> Result<Theme, ThemeError> {
        let mut files: BTreeMap<String, Cow<'static, [u8]>> = Embedded::iter()
            .filter_map(|path| Some((path.to_string(), Embedded::get(&path)?.data)))
            .collect();
        if let Some(folder) = folder {
            read_folder(folder, &mut files)?;
        }
        let phrases = Phrases::read(&files)?;
        let templates = Templates::read(&files)?;
        let print = print::read(&files)?;
        Ok(Theme { files, phrases, templates, print })
    }

    /// How the printed book is set.
    pub fn print(&self) -> PrintStyle {
        self.print
    }

    /// A file by its path in the theme, with `/`.
    pub fn file(&self, path: &str) -> Option<Cow<'_, [u8]>> {
        self.files.get(path).map(|bytes| Cow::Borrowed(&**bytes))
    }

    /// The text of a file.
    ///
    /// # Errors
    /// No such file, or one that is not UTF-8.
    pub fn text(&self, path: &str) -> Result<String, ThemeError> {
        let bytes =
            self.files.get(path).ok_or_else(|| ThemeError::new(path, message!("theme-no-such-file")))?;
        text_of(path, bytes).map(str::to_owned)
    }

    /// The scripts of `scripts/` in the order of their names, with their paths.
    ///
    /// # Errors
    /// One that is not UTF-8.
    pub fn scripts(&self) -> Result<Vec<(&str, &str)>, ThemeError> {
        let scripts =
            self.files.iter().filter(|(path, _)| path.starts_with("scripts/") && path.ends_with(".js"));
        scripts.map(|(path, bytes)| Ok((path.as_str(), text_of(path, bytes)?))).collect()
    }

    /// A phrase by its key, such as `fact.title`: in the language, else in
    /// English; a question mark for a key that no language has.
    pub fn phrase(&self, lang: Lang, key: &str) -> &str {
        self.phrases.get(lang, key).unwrap_or("?")
    }

    /// A phrase with its blanks `{name}` filled. What fills a blank is not read again.
    pub fn phrase_with(&self, lang: Lang, key: &str, values: &[(&str, &str)]) -> String {
        phrases::fill(self.phrase(lang, key), values)
    }

    /// All texts a reader of the site may meet that come from the theme.
    pub fn texts(&self) -> impl Iterator<Item = &str> {
        let templates = self.files.iter().filter(|(path, _)| path.starts_with(templates::FOLDER));
        let templates = templates.filter_map(|(_, bytes)| std::str::from_utf8(bytes).ok());
        templates.chain(self.phrases.all())
    }

    /// Renders a template for a reader of `lang`; its phrases stand under `t`.
    ///
    /// # Errors
    /// The template's, with its place; a page that a template asks more of than it has.
    pub fn render(&self, template: &str, lang: Lang, page: &impl Serialize) -> Result<String, ThemeError> {
        self.templates.render(template, self.phrases.value(lang), page)
    }
}

/// Reads what a theme's folder holds into `files`. `fonts/` is left to
/// `crate::fonts`; files whose names begin with a dot are no part of a theme.
fn read_folder(folder: &Path, files: &mut BTreeMap<String, Cow<'static, [u8]>>) -> Result<(), ThemeError> {
    let fault = |path: &Path, message: Message| {
        let shown = path.strip_prefix(folder).unwrap_or(path);
        let shown = if shown.as_os_str().is_empty() { path } else { shown };
        ThemeError::new(&shown.to_string_lossy().replace('\\', "/"), message)
    };
    let unreadable =
        |path: &Path, error: io::Error| fault(path, message!("theme-unreadable", error = &error));
    let root = folder
        .canonicalize()
        .map_err(|error| fault(folder, message!("theme-folder-unreadable", error = &error)))?;
    if !root.is_dir() {
        return Err(fault(folder, message!("theme-no-folder")));
    }
    let wanted = |entry: &walkdir::DirEntry| {
        let name = entry.file_name().to_string_lossy();
        entry.depth() == 0 || !(name.starts_with('.') || entry.depth() == 1 && name == "fonts")
    };
    for entry in WalkDir::new(folder).sort_by_file_name().into_iter().filter_entry(wanted) {
        let entry = entry.map_err(|error| {
            let path = error.path().unwrap_or(folder).to_owned();
            unreadable(&path, error.into())
        })?;
        let path = entry.path();
        let target = path.canonicalize().map_err(|error| unreadable(path, error))?;
        if !target.starts_with(&root) {
            return Err(fault(path, message!("theme-outside")));
        }
        if entry.file_type().is_dir() {
            continue;
        }
        let meta = target.metadata().map_err(|error| unreadable(path, error))?;
        if !meta.is_file() {
            return Err(fault(path, message!("theme-no-plain-file")));
        }
        if meta.len() > LARGEST_FILE {
            let message = message!("theme-too-large", bytes = meta.len(), most = LARGEST_FILE);
            return Err(fault(path, message));
        }
        let bytes = std::fs::read(&target).map_err(|error| unreadable(path, error))?;
        let name = path.strip_prefix(folder).unwrap_or(path);
        let parts: Vec<_> = name.components().map(|part| part.as_os_str().to_string_lossy()).collect();
        files.insert(parts.join("/"), Cow::Owned(bytes));
    }
    Ok(())
}

fn text_of<'a>(path: &str, bytes: &'a [u8]) -> Result<&'a str, ThemeError> {
    std::str::from_utf8(bytes).map_err(|error| {
        let before = &bytes[..error.valid_up_to()];
        let line = before.iter().filter(|byte| **byte == b'\n').count() + 1;
        ThemeError::new(path, message!("theme-encoding")).at(line, 1)
    })
}

/// A fault in YAML, with its place.
fn yaml_fault(path: &str, error: &serde_yaml::Error) -> ThemeError {
    let said = error.without_snippet().to_string();
    let fault = ThemeError::new(path, message!("library-said", said = said));
    match error.location() {
        Some(place) => fault.at_location(place),
        None => fault,
    }
}

#[cfg(test)]
mod tests;
