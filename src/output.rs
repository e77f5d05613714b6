//! The files of a build, on their way to disk or to a browser.
//!
//! Readers hand every finished file to a [`Sink`] at once, so a book of ten
//! thousand pages never stands in memory whole. Paths are relative, with `/`.

use std::collections::BTreeMap;
use std::io;
use std::sync::{Mutex, PoisonError};

use crate::message;
use crate::message::{Message, Value};

/// What the disk would not do, or the program could not.
#[derive(Debug)]
pub struct DiskError(Message);

impl DiskError {
    /// - `about`: the path that it is about.
    pub fn at(about: impl Into<Value>, fault: impl Into<Value>) -> DiskError {
        DiskError(message!("fault-of", thing = about.into(), fault = fault.into()))
    }

    pub fn message(&self) -> &Message {
        &self.0
    }
}

impl From<io::Error> for DiskError {
    fn from(error: io::Error) -> DiskError {
        DiskError(message!("library-said", said = &error))
    }
}

/// Takes finished files, from several threads at once. A path is given once.
pub trait Sink: Sync {
    /// # Errors
    /// The disk's, with the path.
    fn put(&self, path: &str, bytes: Vec<u8>) -> Result<(), DiskError>;
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
    fn put(&self, path: &str, bytes: Vec<u8>) -> Result<(), DiskError> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner).insert(path.to_owned(), bytes);
        Ok(())
    }
}
