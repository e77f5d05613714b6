//! Reads the content folder: YAML, Markdown and names of files to a [`Book`].
//!
//! In: the folder. Out: the book as read, the texts it was read from, and
//! findings. Chapters are read in parallel; their order is the spine's.
//! Pictures and references between chapters are left to `resolve`.

pub mod accepted;
mod book_yaml;
mod chapter;
mod city;
mod markdown;
mod schema;
pub mod spine;
pub(crate) mod text;
pub(crate) mod yaml;

use std::collections::BTreeMap;
use std::path::Path;

use rayon::prelude::*;
use walkdir::WalkDir;

use crate::book::{Book, GlossaryEntry, Part, References};
use crate::config::Drafts;
use crate::diag::{Diagnostic, Findings};
use crate::doc::{LocalNames, Word};
use crate::locale::Lang;
use crate::message;
use crate::source::{SourceId, Sources};
use book_yaml::BookYaml;
use chapter::{Files, Place};
use text::Raw;
use yaml::{Node, Piece};

pub use book_yaml::{Folder, checked_base_url};

/// Pages that the program makes itself, whose slugs no chapter may take.
pub const RESERVED_SLUGS: [&str; 8] =
    ["map", "timeline", "search", "glossary", "index-of-names", "sources", "contents", "assets"];

/// A slug is made of a-z, 0-9 and single hyphens inside.
pub fn is_slug(text: &str) -> bool {
    !text.is_empty()
        && text.len() <= 80
        && text.bytes().all(|b| b.is_ascii_lowercase() || b.is_ascii_digit() || b == b'-')
        && !text.starts_with('-')
        && !text.ends_with('-')
        && !text.contains("--")
}

/// Reads the book; `None` if `book.yaml` gives no book at all.
pub fn load(root: &Path, drafts: Drafts, sources: &mut Sources, found: &mut Findings) -> Option<Book> {
    if !root.is_dir() {
        let message = message!("content-missing-folder");
        let help = message!("content-missing-folder.help");
        let place = root.display().to_string();
        found.push(Diagnostic::error("content.missing", place, message).with_help(help));
        return None;
    }
    let yaml = read_yaml(root, "book.yaml", sources, found);
    let BookYaml { front, spine, later_pacts } = match yaml {
        Some(node) => book_yaml::read(&node, found)?,
        None => {
            if !exists(root, "book.yaml") {
                let message = message!("content-missing-book");
                found.push(Diagnostic::error("content.missing", "book.yaml", message));
            }
            return None;
        }
    };
    let languages = front.languages.clone();
    let glossary: Option<Vec<GlossaryEntry>> = match exists(root, "glossary.yaml") {
        true => read_yaml(root, "glossary.yaml", sources, found)
            .map(|node| book_yaml::glossary(&node, &languages, found)),
        false => Some(Vec::new()),
    };
    let references = match read_source(root, "references.bib", sources, found) {
        Some(id) => References::Read(id),
        None if exists(root, "references.bib") => References::Unread,
        None => References::Absent,
    };

    let places = places(root, &spine, found);
    let slugs: Vec<&str> = places.iter().map(|place| &*place.slug.text).collect();
    let accepted = read_yaml(root, accepted::FILE, sources, found)
        .map(|node| accepted::read(&node, &languages, &slugs, found))
        .unwrap_or_default();
    let files: Vec<Files> = places.par_iter().map(|place| Files::read(root, place, &languages)).collect();
    let files: Vec<_> = files.into_iter().map(|files| files.register(sources, found)).collect();
    let mut chapters = chapter::cities(files, &languages, sources, found);
    let names = local_names(&chapters, &later_pacts);
    let read: Vec<_> =
        chapters.par_iter_mut().map(|chapter| chapter.texts(&languages, drafts, &names, sources)).collect();
    let mut texts = Vec::with_capacity(read.len());
    for (read, findings) in read {
        found.append(findings);
        texts.push(read);
    }
    // A chapter that is a draft in every language is no part of this build.
    let mut parts: Vec<Part> =
        spine.iter().map(|part| Part { title: part.title.clone(), chapters: 0..0 }).collect();
    let mut kept = Vec::with_capacity(chapters.len());
    for (chapter, texts) in chapters.into_iter().zip(texts) {
        if let Some(texts) = texts {
            let part = &mut parts[chapter.place.part].chapters;
            if part.start == part.end {
                *part = kept.len()..kept.len();
            }
            part.end += 1;
            kept.push(chapter.finish(texts));
        }
    }
    parts.retain(|part| part.chapters.start < part.chapters.end);
    Some(Book { front, parts, chapters: kept, glossary, references, later_pacts, accepted })
}

/// Whether there is something by that name, be it a link that leads nowhere.
fn exists(root: &Path, file: &str) -> bool {
    root.join(file).symlink_metadata().is_ok()
}

/// The chapters that the spine names and that have a folder, each once.
fn places(root: &Path, spine: &[book_yaml::SpinePart], found: &mut Findings) -> Vec<Place> {
    let folders = [Folder::Cities, Folder::Pages].map(|folder| (folder, list_folder(root, folder, found)));
    let exists = |folder: Folder, slug: &str| {
        folders.iter().any(|(other, slugs)| *other == folder && slugs.contains(&slug.to_owned()))
    };
    let mut taken: BTreeMap<&str, &Word> = BTreeMap::new();
    let mut places = Vec::new();
    for (part, entry) in spine.iter().enumerate() {
        for slug in &entry.slugs {
            let Word { span, text } = slug;
            if !is_slug(text) {
                let message = message!("content-slug", slug = &**text);
                let help = message!("content-slug.help");
                found.push(Diagnostic::error("content.slug", *span, message).with_help(help));
            } else if RESERVED_SLUGS.contains(&&**text) {
                let message = message!("content-reserved-slug", slug = &**text);
                found.push(Diagnostic::error("content.reserved-slug", *span, message));
            } else if taken.insert(text, slug).is_some() {
                let message = message!("content-duplicate-slug", slug = &**text);
                let help = message!("content-duplicate-slug.help");
                found.push(Diagnostic::error("content.duplicate-slug", *span, message).with_help(help));
            } else if !exists(entry.folder, text) {
                let known = folders.iter().filter(|(folder, _)| *folder == entry.folder);
                let known = known.flat_map(|(_, slugs)| slugs.iter().map(String::as_str));
                let folder = format!("{}/{text}", entry.folder.as_str());
                let message = message!("content-missing-chapter", folder = folder);
                let diagnostic = Diagnostic::error("content.missing", *span, message);
                found.push(diagnostic.with_suggestion(text, known));
            } else {
                places.push(Place { part, folder: entry.folder, slug: slug.clone() });
            }
        }
    }
    for (folder, slugs) in &folders {
        for slug in slugs.iter().filter(|slug| !taken.contains_key(slug.as_str())) {
            let message = message!("content-orphan");
            let help = message!("content-orphan.help", slug = slug);
            let path = format!("{}/{slug}", folder.as_str());
            found.push(Diagnostic::warning("content.orphan", path, message).with_help(help));
        }
    }
    places
}

/// The names of the folders in `cities/` or `pages/`.
fn list_folder(root: &Path, folder: Folder, found: &mut Findings) -> Vec<String> {
    let path = root.join(folder.as_str());
    if !path.is_dir() {
        return Vec::new();
    }
    let mut slugs = Vec::new();
    for entry in WalkDir::new(&path).min_depth(1).max_depth(1).follow_links(true).sort_by_file_name() {
        match entry {
            Ok(entry) if entry.file_type().is_dir() => {
                let name = entry.file_name().to_string_lossy().into_owned();
                let path = format!("{}/{name}", folder.as_str());
                match text::inside(root, entry.path()) {
                    Ok(_) => slugs.push(name),
                    Err(message) => found.push(Diagnostic::error("file.outside", path, message)),
                }
            }
            Ok(_) => {}
            Err(error) => {
                let place = error.path().and_then(|path| path.strip_prefix(root).ok());
                let place = place.map_or(folder.as_str().to_owned(), |path| path.display().to_string());
                let message = match error.loop_ancestor() {
                    Some(_) => message!("file-unreadable-ring"),
                    None => match error.io_error() {
                        Some(error) => message!("file-unreadable", why = error),
                        None => message!("file-unreadable-somehow"),
                    },
                };
                found.push(Diagnostic::error("file.unreadable", place, message));
            }
        }
    }
    slugs
}

/// The local names of all cities, but for those spelt as the city's name in a language of the book.
fn local_names(chapters: &[chapter::Read], later_pacts: &[crate::book::City]) -> LocalNames {
    let cities = || chapters.iter().filter_map(|chapter| chapter.city.as_deref()).chain(later_pacts);
    let known: Vec<&str> = cities().flat_map(|city| city.name.0.values().map(String::as_str)).collect();
    LocalNames::new(cities().flat_map(|city| &city.local_names).map(|n| (n.text.as_str(), n.lang)), &known)
}

fn read_yaml(root: &Path, path: &str, sources: &mut Sources, found: &mut Findings) -> Option<Node> {
    let id = read_source(root, path, sources, found)?;
    let piece = Piece { source: id, offset: 0, text: &sources.get(id).text };
    yaml::parse(piece, found)
}

fn read_source(root: &Path, path: &str, sources: &mut Sources, found: &mut Findings) -> Option<SourceId> {
    match text::read(root, path) {
        Raw::Text(text) => {
            let id = sources.add(path.to_owned(), text);
            text::check_characters(id, sources, found);
            Some(id)
        }
        Raw::Missing => None,
        Raw::Fault(fault) => {
            found.push(*fault);
            None
        }
    }
}

/// The languages of a book that a chapter has no text in, reported by its reader.
fn missing(languages: &[Lang], has: impl Fn(Lang) -> bool) -> Vec<Lang> {
    languages.iter().copied().filter(|lang| !has(*lang)).collect()
}

#[cfg(test)]
mod tests {
    use super::is_slug;

    #[test]
    fn a_slug_is_an_address() {
        assert!(is_slug("kuala-lumpur") && is_slug("a1"));
        for wrong in ["", "-a", "a-", "a--b", "Xian", "شیان", "a/b", "..", "a b"] {
            assert!(!is_slug(wrong), "{wrong}");
        }
    }
}
