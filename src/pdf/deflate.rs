//! Compresses streams, and remembers what came of it.
//!
//! Where a build changes one page, all others are compressed to the bytes of
//! the build before: these are found by a hash of what they are made from.

use std::cell::RefCell;
use std::io;
use std::sync::{Mutex, PoisonError};

use flate2::{Compress, Compression, FlushCompress, Status};
use lopdf::Stream;

use super::PdfError;
use super::object::name;
use crate::cache::{Bundle, Cache, Key};
use crate::message;

/// How hard streams are compressed: level 9 takes twice the time for 1 % less.
const LEVEL: u32 = 5;

thread_local! {
    /// A compressor, and room for what it makes. One a stream would leave holes
    /// of 300 KB in memory, each a little too small for the next.
    static DEFLATER: RefCell<(Compress, Vec<u8>)> =
        RefCell::new((Compress::new(Compression::new(LEVEL), true), Vec::new()));
}

/// Compresses the streams of one file. Many threads may use one.
pub(super) struct Deflater<'a> {
    remembered: Mutex<Bundle<'a>>,
}

impl<'a> Deflater<'a> {
    /// - `file`: what tells the file from others of the book.
    pub(super) fn new(cache: &'a Cache, file: &str) -> Deflater<'a> {
        Deflater { remembered: Mutex::new(Bundle::open(cache, Key::new("streams").with(file))) }
    }

    /// Bytes as a zlib stream.
    ///
    /// # Errors
    /// Bytes that cannot be compressed.
    pub(super) fn zlib(&self, bytes: &[u8]) -> io::Result<Vec<u8>> {
        let hash = self.bundle(|bundle| bundle.hash_of(bytes));
        if let Some(known) = hash.and_then(|hash| self.bundle(|bundle| bundle.get(&hash).map(<[u8]>::to_vec)))
        {
            return Ok(known);
        }
        let made = zlib(bytes)?;
        if let Some(hash) = hash {
            self.bundle(|bundle| bundle.add(hash, made.clone()));
        }
        Ok(made)
    }

    /// A stream that may be compressed, if that makes it smaller.
    ///
    /// # Errors
    /// A stream that cannot be compressed.
    pub(super) fn stream(&self, mut stream: Stream) -> Result<Stream, PdfError> {
        if stream.allows_compression {
            let shorter = self.zlib(&stream.content).map_err(fault)?;
            if shorter.len() < stream.content.len() {
                stream.dict.set("Filter", name("FlateDecode"));
                stream.set_content(shorter);
                stream.allows_compression = false;
            }
        }
        Ok(stream)
    }

    /// Remembers the streams for the next build.
    pub(super) fn keep(&self) {
        self.bundle(|bundle| bundle.keep());
    }

    fn bundle<T>(&self, of: impl FnOnce(&mut Bundle<'a>) -> T) -> T {
        of(&mut self.remembered.lock().unwrap_or_else(PoisonError::into_inner))
    }
}

pub(super) fn fault(error: io::Error) -> PdfError {
    PdfError::of_file(message!("pdf-unwritable", error = &error))
}

fn zlib(bytes: &[u8]) -> io::Result<Vec<u8>> {
    DEFLATER.with_borrow_mut(|(deflater, made)| {
        deflater.reset();
        made.clear();
        let mut rest = bytes;
        loop {
            made.reserve(rest.len() / 2 + 1024);
            let before = deflater.total_in();
            let status = deflater.compress_vec(rest, made, FlushCompress::Finish)?;
            if status == Status::StreamEnd {
                return Ok(made.clone());
            }
            let taken = (deflater.total_in() - before) as usize;
            rest = rest.get(taken..).unwrap_or_default();
        }
    })
}
