//! The files of a build, on their way to disk or to a browser.
//!
//! Readers hand every finished file to a [`Sink`] at once, so a book of ten
//! thousand pages never stands in memory whole. Paths are relative, with `/`.

use std::collections::BTreeMap;
use std::io;
use std::sync::{Mutex, PoisonError};

/// Takes finished files, from several threads at once. A path is given once.
pub trait Sink: Sync {
    /// # Errors
    /// The disk's, with the path in its message.
    fn put(&self, path: &str, bytes: Vec<u8>) -> io::Result<()>;
}

/// Files in memory, by path: what `serve` shows and tests read.
#[derive(Debug, Default)]
pub struct MemoryFiles(Mutex<BTreeMap<String, Vec<u8>>>);

impl MemoryFiles {
    pub fn into_map(self) -> BTreeMap<String, Vec<u8>> {
        self.0.into_inner().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Sink for MemoryFiles {
    fn put(&self, path: &str, bytes: Vec<u8>) -> io::Result<()> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner).insert(path.to_owned(), bytes);
        Ok(())
    }
}
