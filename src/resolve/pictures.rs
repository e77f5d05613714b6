//! The pictures that chapters refer to: found, checked, each once.

use std::collections::BTreeMap;
use std::path::Path;

use rayon::prelude::*;

use crate::book::{Book, Chapter, Subject};
use crate::content::text::inside;
use crate::diag::{Diagnostic, Findings};
use crate::doc::{
    Block, BlockKind, Inline, InlineKind, Parsed, PictureId, RawFigure, RawInsert, Visit, Word, walk,
    walk_inlines,
};
use crate::image::{self, PictureFile};
use crate::message;
use crate::message::Message;
use crate::resolve::resolved::FilmFile;

/// All pictures by path, relative to the content folder with `/`.
#[derive(Debug, Default)]
pub struct Pictures {
    ids: BTreeMap<String, PictureId>,
    files: Vec<PictureFile>,
}

impl Pictures {
    /// Loads every picture that a chapter names; one that cannot be used is
    /// reported at each place that names it.
    pub fn load(book: &Book, root: &Path, found: &mut Findings) -> Pictures {
        let mut places: BTreeMap<String, Vec<Word>> = BTreeMap::new();
        for chapter in &book.chapters {
            for word in named_in(chapter) {
                match path_of(chapter, &word.text) {
                    Ok(path) => places.entry(path).or_default().push(word),
                    Err(message) => found.push(fault(&word, message)),
                }
            }
        }
        let read: Vec<_> = places.par_iter().map(|(path, _)| image::load(root, path)).collect();
        let mut pictures = Pictures::default();
        for ((path, words), read) in places.into_iter().zip(read) {
            match read {
                Ok(file) => {
                    pictures.ids.insert(path, PictureId(pictures.files.len()));
                    pictures.files.push(file);
                }
                Err(message) => {
                    let near = near_file(root, &path);
                    for word in words {
                        let diagnostic = fault(&word, message.clone());
                        found.push(match &near {
                            Some(near) => diagnostic.with_help(message!("did-you-mean", word = near)),
                            None => diagnostic,
                        });
                    }
                }
            }
        }
        pictures
    }

    /// The picture that a chapter names by this path, if it could be used.
    pub fn get(&self, chapter: &Chapter, path: &str) -> Option<PictureId> {
        self.ids.get(&path_of(chapter, path).ok()?).copied()
    }

    pub fn take(&mut self) -> Vec<PictureFile> {
        std::mem::take(&mut self.files)
    }
}

/// The name of a file beside a missing one that is spelt nearly like it.
fn near_file(root: &Path, path: &str) -> Option<String> {
    let full = root.join(path);
    let wanted = full.file_name()?.to_str()?;
    let entries = inside(root, full.parent()?).ok()?.read_dir().ok()?.flatten();
    let mut names: Vec<String> = entries.filter_map(|entry| entry.file_name().into_string().ok()).collect();
    names.sort_unstable();
    crate::diag::nearest(wanted, names.iter().map(String::as_str)).map(str::to_owned)
}

fn fault(word: &Word, why: Message) -> Diagnostic {
    let message = message!("image-unusable", path = &*word.text, why = why);
    Diagnostic::error("image.unusable", word.span, message)
}

/// The path from the content folder of a path as written in a chapter.
///
/// # Errors
/// A sentence, for a path that is absolute, has `..`, or is an address.
pub fn path_of(chapter: &Chapter, path: &str) -> Result<String, Message> {
    if path.contains("://") || path.starts_with("data:") {
        return Err(message!("image-path-address"));
    }
    if path.starts_with(['/', '\\']) || path.contains(':') || path.contains('\\') {
        return Err(message!("image-path-absolute"));
    }
    if path.split('/').any(|part| part == "..") {
        return Err(message!("image-path-outside"));
    }
    let folder = match chapter.subject {
        Subject::City(_) | Subject::UnreadCity => "cities",
        Subject::Page => "pages",
    };
    let parts: Vec<&str> = path.split('/').filter(|part| !part.is_empty() && *part != ".").collect();
    Ok(format!("{folder}/{}/{}", chapter.slug, parts.join("/")))
}

/// Every place in a chapter that names a picture.
fn named_in(chapter: &Chapter) -> Vec<Word> {
    let mut words = Vec::new();
    if let Subject::City(city) = &chapter.subject {
        words.extend(city.pact.iter().filter_map(|pact| pact.scan.clone()));
    }
    for text in chapter.texts.values() {
        let notes = text.document.notes.iter().map(|note| note.blocks.as_slice());
        for blocks in notes.chain([text.document.blocks.as_slice()]) {
            walk(blocks, &mut |visit| picture_words(visit, &mut words));
        }
    }
    words
}

fn picture_words(visit: Visit<Parsed>, words: &mut Vec<Word>) {
    match visit {
        Visit::Inline(Inline { kind: InlineKind::Picture(picture), .. }) => words.push(picture.path.clone()),
        Visit::Block(Block { kind: BlockKind::Figure(figure), .. }) => figure_words(figure, words),
        Visit::Block(Block { kind: BlockKind::Insert(insert), .. }) => match insert {
            RawInsert::Gallery(figures) => figures.iter().for_each(|figure| figure_words(figure, words)),
            RawInsert::Video { poster, .. } => words.push(poster.path.clone()),
            _ => {}
        },
        _ => {}
    }
}

fn figure_words(figure: &RawFigure, words: &mut Vec<Word>) {
    words.push(figure.picture.path.clone());
    walk_inlines(&figure.caption, &mut |visit| picture_words(visit, words));
}

/// The films that chapters refer to, by path from the content folder.
#[derive(Debug, Default)]
pub struct Films(BTreeMap<String, FilmFile>);

/// A longer film is for a film host, not for a book.
const LARGEST_FILM: u64 = 512 << 20;

impl Films {
    /// Finds every film that a chapter names; a missing one is reported.
    pub fn load(book: &Book, root: &Path, found: &mut Findings) -> Films {
        let mut films = Films::default();
        for chapter in &book.chapters {
            let blocks = chapter.texts.values().map(|text| text.document.blocks.as_slice());
            for block in blocks.flatten() {
                let BlockKind::Insert(RawInsert::Video { file, .. }) = &block.kind else { continue };
                match path_of(chapter, &file.text).and_then(|path| Ok((load_film(root, &path)?, path))) {
                    Ok((film, path)) => {
                        films.0.insert(path, film);
                    }
                    Err(why) => {
                        let message = message!("video-unusable", path = &*file.text, why = why);
                        found.push(Diagnostic::error("video.unusable", file.span, message));
                    }
                }
            }
        }
        films
    }

    /// The film that a chapter names by this path, if it can be used.
    pub fn get(&self, chapter: &Chapter, path: &str) -> Option<&FilmFile> {
        self.0.get(&path_of(chapter, path).ok()?)
    }

    pub fn take(&mut self) -> Vec<FilmFile> {
        std::mem::take(&mut self.0).into_values().collect()
    }
}

/// The kinds of film that every browser plays: ending and media type. A file
/// of another ending could be a page of its own beside those of the book.
const FILMS: [(&str, &str); 2] = [("mp4", "video/mp4"), ("webm", "video/webm")];

/// A film is named by its content, so that a browser may keep it for ever.
fn load_film(root: &Path, path: &str) -> Result<FilmFile, Message> {
    let ending = path.rsplit('.').next().unwrap_or_default();
    let kind = FILMS.into_iter().find(|(known, _)| *known == ending);
    let (ending, mime) = kind.ok_or_else(|| message!("video-kind"))?;
    let full = inside(root, &root.join(path))?;
    let unreadable = |error: std::io::Error| message!("image-unreadable", why = &error);
    let meta = full.metadata().map_err(unreadable)?;
    if !meta.is_file() {
        return Err(message!("file-unreadable-no-file"));
    }
    let size = meta.len();
    if size > LARGEST_FILM {
        return Err(message!("image-too-large", bytes = size, most = LARGEST_FILM));
    }
    let mut hasher = blake3::Hasher::new();
    hasher.update_reader(std::fs::File::open(&full).map_err(unreadable)?).map_err(unreadable)?;
    let hash = hasher.finalize();
    Ok(FilmFile { output: format!("assets/film-{}.{ending}", &hash.to_hex()[..8]), mime, file: full, hash })
}
