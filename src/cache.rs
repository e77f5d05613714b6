//! Results that take long, remembered between builds by what they are made from.
//!
//! A folder of files that may be deleted at any time: what is not there, is
//! damaged or was made by another version of the program is made anew, and a
//! folder that cannot be written to only costs time. Two builds may share one,
//! for files are put in place whole. What is worth remembering, and what its
//! key has to name, is decided by those who ask.

mod bundle;

use std::borrow::Cow;
use std::convert::Infallible;
use std::fs;
use std::io::Write;
use std::path::{Path, PathBuf};

use serde::Serialize;
use serde::de::DeserializeOwned;

pub use bundle::Bundle;

/// A hash of the program's own sources: other code may make other bytes.
const SOURCES: &str = env!("ISFAHAN_BOOK_SOURCES");

/// Where results are remembered, if anywhere.
#[derive(Debug, Clone, Default)]
pub struct Cache {
    folder: Option<PathBuf>,
}

/// All that a result depends on.
#[derive(Clone)]
pub struct Key {
    kind: &'static str,
    hasher: blake3::Hasher,
}

impl Key {
    /// - `kind`: what is made, also a file name: `woff2`.
    pub fn new(kind: &'static str) -> Key {
        let mut key = Key { kind, hasher: blake3::Hasher::new() };
        key.hash(SOURCES.as_bytes());
        key
    }

    /// Adds a part on which the result depends.
    pub fn with(mut self, part: impl AsRef<[u8]>) -> Key {
        self.hash(part.as_ref());
        self
    }

    fn hash(&mut self, part: &[u8]) {
        // The length keeps neighbours apart: `ab` and `c` are not `a` and `bc`.
        self.hasher.update(&(part.len() as u64).to_le_bytes());
        self.hasher.update(part);
    }

    fn name(&self) -> String {
        format!("{}-{}", self.kind, self.hasher.finalize().to_hex())
    }
}

impl Cache {
    /// Beside the content folder.
    pub fn beside(content: &Path) -> Cache {
        let content = content.canonicalize().unwrap_or_else(|_| content.to_owned());
        Cache::at(content.parent().unwrap_or(Path::new(".")).join(".cache"))
    }

    /// - `folder`: need not exist.
    pub fn at(folder: PathBuf) -> Cache {
        Cache { folder: Some(folder) }
    }

    /// What is remembered under a key, or what `make` gives.
    ///
    /// # Errors
    /// Those of `make`.
    pub fn get<E>(&self, key: &Key, make: impl FnOnce() -> Result<Vec<u8>, E>) -> Result<Vec<u8>, E> {
        self.recall(key, Some, |bytes| Some(Cow::Borrowed(bytes)), make)
    }

    /// The same for a value that is no file; it is remembered in the Postcard format.
    pub fn value<T: Serialize + DeserializeOwned>(&self, key: &Key, make: impl FnOnce() -> T) -> T {
        let Ok(value) = self.try_value(key, || Ok::<T, Infallible>(make()));
        value
    }

    /// The same where making it can fail.
    ///
    /// # Errors
    /// Those of `make`.
    pub fn try_value<T: Serialize + DeserializeOwned, E>(
        &self,
        key: &Key,
        make: impl FnOnce() -> Result<T, E>,
    ) -> Result<T, E> {
        let read = |bytes: Vec<u8>| postcard::from_bytes(&bytes).ok();
        self.recall(key, read, |value| postcard::to_allocvec(value).ok().map(Cow::Owned), make)
    }

    fn recall<T, E>(
        &self,
        key: &Key,
        read: impl FnOnce(Vec<u8>) -> Option<T>,
        write: impl FnOnce(&T) -> Option<Cow<'_, [u8]>>,
        make: impl FnOnce() -> Result<T, E>,
    ) -> Result<T, E> {
        if !self.remembers() {
            return make();
        }
        if let Some(value) = self.read(key).and_then(read) {
            return Ok(value);
        }
        let value = make()?;
        if let Some(bytes) = write(&value) {
            self.keep(key, &bytes);
        }
        Ok(value)
    }

    /// Whether anything is remembered at all.
    pub fn remembers(&self) -> bool {
        self.folder.is_some()
    }

    /// What is remembered under a key.
    pub fn read(&self, key: &Key) -> Option<Vec<u8>> {
        remembered(&self.folder.as_ref()?.join(key.name()))
    }

    /// Remembers bytes under a key, in the place of those that are.
    pub fn keep(&self, key: &Key, bytes: &[u8]) {
        if let Some(folder) = &self.folder {
            // Only time is lost if it cannot be remembered.
            let _ = remember(folder, &folder.join(key.name()), bytes);
        }
    }
}

/// The hash of a file's bytes goes after them, so that half a file or a
/// changed one counts as none.
fn remembered(file: &Path) -> Option<Vec<u8>> {
    let mut file = fs::read(file).ok()?;
    let (bytes, hash) = file.split_last_chunk::<{ blake3::OUT_LEN }>()?;
    let length = (blake3::hash(bytes).as_bytes() == hash).then_some(bytes.len())?;
    file.truncate(length);
    Some(file)
}

fn remember(folder: &Path, file: &Path, bytes: &[u8]) -> std::io::Result<()> {
    fs::create_dir_all(folder)?;
    let mut new = tempfile::NamedTempFile::new_in(folder)?;
    new.write_all(bytes)?;
    new.write_all(blake3::hash(bytes).as_bytes())?;
    new.persist(file).map_err(|error| error.error)?;
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn get(cache: &Cache, key: &Key, made: &str) -> String {
        let bytes: Result<_, std::convert::Infallible> = cache.get(key, || Ok(made.as_bytes().to_vec()));
        let Ok(bytes) = bytes;
        String::from_utf8(bytes).unwrap()
    }

    #[test]
    fn what_is_remembered_is_used_and_what_is_damaged_is_made_again() {
        let folder = tempfile::tempdir().unwrap();
        let cache = Cache::at(folder.path().join("new"));
        let key = Key::new("test").with("a").with("b");
        assert_eq!(get(&cache, &key, "first"), "first");
        assert_eq!(get(&cache, &key, "second"), "first");
        let file = folder.path().join("new").join(key.name());
        for damage in [b"short".as_slice(), &[0; 40]] {
            fs::write(&file, damage).unwrap();
            assert_eq!(get(&cache, &key, "third"), "third");
            assert_eq!(get(&cache, &key, "fourth"), "third");
        }
    }

    #[test]
    fn keys_tell_their_parts_apart() {
        let one = Key::new("test").with("ab").with("c").name();
        assert_ne!(one, Key::new("test").with("a").with("bc").name());
        assert_ne!(one, Key::new("other").with("ab").with("c").name());
        assert_eq!(one, Key::new("test").with("ab").with("c").name());
    }

    #[test]
    fn a_folder_that_cannot_be_written_to_costs_time_only() {
        let file = tempfile::NamedTempFile::new().unwrap();
        let cache = Cache::at(file.path().join("below-a-file"));
        assert_eq!(get(&cache, &Key::new("test"), "first"), "first");
        assert_eq!(get(&cache, &Key::new("test"), "second"), "second");
        assert_eq!(get(&Cache::default(), &Key::new("test"), "third"), "third");
    }
}
