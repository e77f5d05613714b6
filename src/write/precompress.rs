//! Compressed twins of files that shrink: `style.css.gz` and `style.css.br`.
//!
//! A sink in front of another: servers that can send a file as it was
//! compressed once (nginx's `gzip_static`) need not do so for every reader.
//! What is compressed already gets no twin, nor does a file too small to win
//! anything.

use std::io::{self, Write};

use brotli::CompressorWriter;
use brotli::enc::BrotliEncoderParams;
use flate2::{Compression, GzBuilder};

use crate::cache::{Cache, Key};
use crate::output::{DiskError, Sink};

const SHRINKING: [&str; 8] = ["html", "css", "js", "svg", "xml", "txt", "json", "webmanifest"];
const LEAST: usize = 256;
/// Above it a book takes several times as long for one part in a hundred.
const BROTLI_QUALITY: i32 = 9;
/// The binary logarithm of how far back an encoder looks.
const BROTLI_WINDOW: i32 = 20;

/// Hands every file on, and its twins with it.
pub struct Precompress<'a> {
    pub sink: &'a dyn Sink,
    /// Where twins are remembered between builds.
    pub cache: &'a Cache,
}

impl Sink for Precompress<'_> {
    fn put(&self, path: &str, bytes: Vec<u8>) -> Result<(), DiskError> {
        let ending = path.rsplit_once('.').map_or("", |(_, ending)| ending);
        if bytes.len() >= LEAST && SHRINKING.contains(&ending) {
            let gz = self.cache.get(&Key::new("gz").with(&bytes), || gzip(&bytes))?;
            let br = self.cache.get(&Key::new("br").with(&bytes), || brotli(&bytes))?;
            for (ending, twin) in [("gz", gz), ("br", br)] {
                if twin.len() < bytes.len() {
                    self.sink.put(&format!("{path}.{ending}"), twin)?;
                }
            }
        }
        self.sink.put(path, bytes)
    }
}

/// Without a name and a time, so that the same file gives the same bytes.
fn gzip(bytes: &[u8]) -> io::Result<Vec<u8>> {
    let mut encoder = GzBuilder::new().mtime(0).write(Vec::new(), Compression::best());
    encoder.write_all(bytes)?;
    encoder.finish()
}

fn brotli(bytes: &[u8]) -> io::Result<Vec<u8>> {
    let params = BrotliEncoderParams {
        quality: BROTLI_QUALITY,
        lgwin: BROTLI_WINDOW,
        size_hint: bytes.len(),
        ..BrotliEncoderParams::default()
    };
    let mut out = Vec::new();
    {
        let mut encoder = CompressorWriter::with_params(&mut out, 4096, &params);
        encoder.write_all(bytes)?;
    }
    Ok(out)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::output::MemoryFiles;
    use std::io::Read;

    #[test]
    fn twins_hold_the_same_bytes() {
        let files = MemoryFiles::default();
        let sink = Precompress { sink: &files, cache: &Cache::default() };
        let page = "<p>شیان و اصفهان</p>\n".repeat(60).into_bytes();
        sink.put("fa/index.html", page.clone()).unwrap();
        sink.put("a.png", page.clone()).unwrap();
        sink.put("robots.txt", b"User-agent: *".to_vec()).unwrap();
        let files = files.into_map();
        let paths: Vec<&str> = files.keys().map(String::as_str).collect();
        assert_eq!(paths, ["a.png", "fa/index.html", "fa/index.html.br", "fa/index.html.gz", "robots.txt"]);
        let mut back = Vec::new();
        flate2::read::GzDecoder::new(&files["fa/index.html.gz"][..]).read_to_end(&mut back).unwrap();
        assert_eq!(back, page);
        back.clear();
        brotli::Decompressor::new(&files["fa/index.html.br"][..], 4096).read_to_end(&mut back).unwrap();
        assert_eq!(back, page);
    }
}
