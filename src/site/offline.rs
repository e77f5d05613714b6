//! What lets readers keep the book on their device: the worker, and a list of
//! all that belongs to each edition.
//!
//! In: every file of the site, as it passes on its way to disk. Out:
//! `worker.js` at the root, so that it may answer for all below it; for each
//! language `offline.json`, from which the theme's script keeps the whole
//! edition. A page that is not kept is answered by `offline.html`. The worker
//! bears the hash of all files: a browser that sees another takes it for a
//! new publication. How files are kept is the theme's.

use std::collections::BTreeMap;
use std::sync::{Mutex, PoisonError};

use serde_json::json;

use super::assets::PicturePaths;
use super::{Site, SiteError};
use crate::locale::Lang;
use crate::output::{DiskError, Sink};

const WORKER: &str = "worker.js";
/// What a page that is not kept is answered with.
pub const NOT_KEPT: &str = "offline.html";

/// A sink that remembers what passed.
pub struct Witness<'a> {
    sink: &'a dyn Sink,
    seen: Mutex<BTreeMap<String, Seen>>,
}

struct Seen {
    hash: blake3::Hash,
    bytes: usize,
}

impl<'a> Witness<'a> {
    pub fn of(sink: &'a dyn Sink) -> Witness<'a> {
        Witness { sink, seen: Mutex::default() }
    }
}

impl Sink for Witness<'_> {
    fn put(&self, path: &str, bytes: Vec<u8>) -> Result<(), DiskError> {
        let seen = Seen { hash: blake3::hash(&bytes), bytes: bytes.len() };
        self.seen.lock().unwrap_or_else(PoisonError::into_inner).insert(path.to_owned(), seen);
        self.sink.put(path, bytes)
    }
}

/// Of a picture the whole book has the copy for a page's measure on a phone or a plain screen.
const KEPT_WIDTH: u32 = 960;

impl Site<'_> {
    /// The link's target for pages that start the worker; none where the book is not to be kept.
    pub fn worker(&self) -> Option<&'static str> {
        self.book.front.offline.then_some(WORKER)
    }

    /// The path of an edition's list.
    pub fn offline_list(lang: Lang) -> String {
        format!("{lang}/offline.json")
    }

    /// What keeping a whole edition asks for, in bytes, of the files that were made so far.
    pub fn offline_bytes(&self, lang: Lang) -> usize {
        let seen = self.witness.seen.lock().unwrap_or_else(PoisonError::into_inner);
        let files = self.files(lang, &seen).chain(self.pictures().filter_map(|sizes| sizes.first().copied()));
        files.filter_map(|path| seen.get(path)).map(|file| file.bytes).sum()
    }

    /// The files of an edition that are no pictures of its chapters, in the order of their paths.
    fn files<'a>(
        &self,
        lang: Lang,
        seen: &'a BTreeMap<String, Seen>,
    ) -> impl Iterator<Item = &'a str> + use<'a> {
        let index = self.search.get(&lang).and_then(|path| path.rsplit_once('/'));
        let search = index.map(|(folder, _)| format!("{folder}/"));
        let edition = format!("{lang}/");
        let never = ["assets/pictures/", "assets/preview-", "assets/film-"];
        seen.keys().map(String::as_str).filter(move |path| {
            let page = path.starts_with(&edition) && path.ends_with(".html");
            let asset = path.starts_with("assets/") && !never.iter().any(|start| path.starts_with(start));
            page || asset
                || search.as_ref().is_some_and(|folder| path.starts_with(folder))
                || *path == "index.html"
        })
    }

    /// The sizes of each picture, the one to keep first.
    fn pictures(&self) -> impl Iterator<Item = Vec<&str>> {
        self.assets.pictures.iter().map(sizes)
    }

    /// Writes what the worker needs. To be called when all else is written.
    pub fn write_offline(&self) -> Result<(), SiteError> {
        let witness = self.witness;
        if !self.book.front.offline {
            // A worker that an earlier publication left behind asks for this file.
            let farewell = self.theme.text("offline/farewell.js")?;
            return Ok(witness.sink.put(WORKER, farewell.into_bytes())?);
        }
        let seen = witness.seen.lock().unwrap_or_else(PoisonError::into_inner);
        let mut all = blake3::Hasher::new();
        for (path, file) in seen.iter() {
            all.update(path.as_bytes()).update(file.hash.as_bytes());
        }
        let script = self.theme.text("offline/worker.js")?;
        all.update(script.as_bytes());
        let publication: String = all.finalize().to_hex().chars().take(16).collect();
        let mut pictures: Vec<Vec<&str>> = self.pictures().collect();
        pictures.sort_unstable();
        pictures.dedup();
        let languages = self.languages();
        for lang in languages {
            let files: Vec<&str> = self.files(*lang, &seen).collect();
            let list = json!({"publication": publication, "files": files, "pictures": pictures});
            witness.sink.put(&Self::offline_list(*lang), list.to_string().into_bytes())?;
        }
        let lists: Vec<String> = languages.iter().map(|lang| Self::offline_list(*lang)).collect();
        let shell = [
            NOT_KEPT,
            &self.assets.style,
            &self.assets.first_script,
            &self.assets.script,
            &self.assets.panel,
        ];
        let worker = format!(
            "const PUBLICATION = {};\nconst SHELL = {};\nconst LISTS = {};\n{script}",
            json!(publication),
            json!(shell),
            json!(lists)
        );
        Ok(witness.sink.put(WORKER, worker.into_bytes())?)
    }
}

/// All sizes of a picture, the largest that is no wider than `KEPT_WIDTH` first.
fn sizes(picture: &PicturePaths) -> Vec<&str> {
    let copies = || picture.copies.iter();
    let kept = copies().filter(|copy| copy.width <= KEPT_WIDTH).max_by_key(|copy| copy.width);
    let kept = kept.or_else(|| copies().next()).map_or(picture.whole.as_str(), |copy| copy.path.as_str());
    let others = copies().map(|copy| copy.path.as_str()).chain([picture.whole.as_str()]);
    std::iter::once(kept).chain(others.filter(|path| *path != kept)).collect()
}
