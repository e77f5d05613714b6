//! `new` and `init`: files that build as they are.

use std::fs;
use std::io;
use std::path::Path;

use rust_embed::RustEmbed;

use super::arguments::{NewChapter, NewKind, NewOptions};
use super::rewrite::{create, replace};
use crate::content::Folder;
use crate::content::spine::{languages, with_chapter};
use crate::message;
use crate::message::Message;
use crate::output::DiskError;

/// A small book that builds: what `init` writes.
#[derive(RustEmbed)]
#[folder = "src/starter"]
struct Starter;

/// Why no files were made.
pub enum Refusal {
    /// What was asked for cannot be.
    Usage(Message),
    Disk(DiskError),
}

impl From<DiskError> for Refusal {
    fn from(error: DiskError) -> Refusal {
        Refusal::Disk(error)
    }
}

/// Makes a chapter's folder with its files and names it in the spine; says what to do next.
pub fn chapter(options: &NewOptions) -> Result<Message, Refusal> {
    let (chapter, folder, kind) = match &options.kind {
        NewKind::City(chapter) => (chapter, Folder::Cities, "city"),
        NewKind::Page(chapter) => (chapter, Folder::Pages, "page"),
    };
    let NewChapter { content, .. } = chapter;
    let slug = chapter.checked_slug().map_err(Refusal::Usage)?;
    if crate::content::RESERVED_SLUGS.contains(&slug) {
        return Err(Refusal::Usage(message!("new-reserved-slug", slug = slug)));
    }
    let spine = content.join("book.yaml");
    if !spine.is_file() {
        return Err(Refusal::Usage(message!("new-no-book", folder = content)));
    }
    for taken in ["cities", "pages"].map(|folder| content.join(folder).join(slug)) {
        if taken.exists() {
            return Err(Refusal::Usage(message!("new-taken", path = &taken)));
        }
    }
    let book = fs::read_to_string(&spine).map_err(|error| DiskError::at(&spine, &error))?;
    let languages = languages(&book);
    if languages.is_empty() {
        return Err(Refusal::Usage(message!("new-no-language", file = &spine)));
    }
    let dir = content.join(folder.as_str()).join(slug);
    let template = |name: &str| {
        let file = Starter::get(&format!("templates/{kind}/{name}"))?;
        Some(String::from_utf8_lossy(&file.data).replace("SLUG", slug))
    };
    // A language without a template of its own begins from the English one.
    let texts = languages.into_iter().filter_map(|lang| {
        let name = format!("{lang}.md");
        let text = template(&name).or_else(|| template("en.md"))?;
        Some((name, text))
    });
    let data = template("city.yaml").map(|data| ("city.yaml".to_owned(), data));
    let extended = with_chapter(&book, folder, slug);
    let written = texts
        .chain(data)
        .try_for_each(|(name, text)| create(&dir.join(name), text.as_bytes()))
        .and_then(|()| extended.as_ref().map_or(Ok(()), |extended| replace(&spine, &extended.text)));
    if let Err(error) = written {
        // Half a chapter would be in the way of the next try.
        let _ = fs::remove_dir_all(&dir);
        return Err(error.into());
    }
    Ok(match extended {
        Some(extended) => message!("new-done", folder = &dir, after = extended.after, spine = &spine),
        None => {
            message!("new-done-add", folder = &dir, slug = slug, list = folder.as_str(), spine = &spine)
        }
    })
}

/// Makes a starter book in a new or empty folder.
pub fn book(dir: &Path) -> Result<Message, Refusal> {
    let unread = |error: io::Error| DiskError::at(dir, &error);
    let occupied = dir.is_file() || (dir.is_dir() && fs::read_dir(dir).map_err(unread)?.next().is_some());
    if occupied {
        return Err(Refusal::Usage(message!("init-occupied", folder = dir)));
    }
    for name in Starter::iter().filter(|name| name.starts_with("book/")) {
        let (Some(file), Some(path)) = (Starter::get(&name), name.strip_prefix("book/")) else { continue };
        create(&dir.join(path), &file.data)?;
    }
    let command = format!("isfahan-book build --content {0}/content --out {0}/dist", dir.display());
    Ok(message!("init-done", folder = dir, command = command))
}
