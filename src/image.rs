//! Pictures of the content folder: what they are, and what may be used.
//!
//! A picture is read once, its size and format from its own bytes, turned the
//! way it is meant to be seen and freed from what its camera wrote into it;
//! site and PDF get the same bytes. Smaller copies for screens are made in
//! `sizes`.

pub mod sizes;
mod upright;

use std::io::Cursor;
use std::path::Path;
use std::sync::Arc;

use image::{ImageFormat, ImageReader};

use crate::content::text::inside;
use crate::message;
use crate::message::Message;

/// Larger files and pictures are refused: a page has no use for them.
const LARGEST_FILE: u64 = 64 << 20;
const MOST_PIXELS: u64 = 100_000_000;

/// One picture that chapters refer to.
#[derive(Debug, Clone)]
pub struct PictureFile {
    /// Relative to the content folder, with `/`.
    pub path: String,
    pub format: PictureFormat,
    /// Pixels.
    pub width: u32,
    pub height: u32,
    pub bytes: Arc<[u8]>,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum PictureFormat {
    Jpeg,
    Png,
}

impl PictureFormat {
    /// The ending of a file of this format.
    pub fn extension(self) -> &'static str {
        match self {
            PictureFormat::Jpeg => "jpg",
            PictureFormat::Png => "png",
        }
    }

    fn of_image(self) -> ImageFormat {
        match self {
            PictureFormat::Jpeg => ImageFormat::Jpeg,
            PictureFormat::Png => ImageFormat::Png,
        }
    }
}

/// Reads one picture; `path` is relative to `root`.
///
/// # Errors
/// A sentence about why it cannot be used: no such file, outside of the
/// folder, not a JPEG or PNG, too large, damaged.
pub fn load(root: &Path, path: &str) -> Result<PictureFile, Message> {
    let full = root.join(path);
    let resolved = inside(root, &full)?;
    let meta = resolved.metadata().map_err(|error| message!("image-unreadable", why = &error))?;
    if !meta.is_file() {
        return Err(message!("file-unreadable-no-file"));
    }
    if meta.len() > LARGEST_FILE {
        return Err(message!("image-too-large", bytes = meta.len(), most = LARGEST_FILE));
    }
    let bytes = std::fs::read(&resolved).map_err(|error| message!("image-unreadable", why = &error))?;
    let (format, ..) = measure(&bytes)?;
    let bytes = upright::upright(bytes, format).map_err(damaged)?;
    // One that was turned is now as wide as it was high.
    let (_, width, height) = measure(&bytes)?;
    Ok(PictureFile { path: path.to_owned(), format, width, height, bytes: bytes.into() })
}

/// The decoder's own words are for programmers.
fn damaged(_: image::ImageError) -> Message {
    message!("image-damaged")
}

fn measure(bytes: &[u8]) -> Result<(PictureFormat, u32, u32), Message> {
    let format = match image::guess_format(bytes) {
        Ok(ImageFormat::Jpeg) => PictureFormat::Jpeg,
        Ok(ImageFormat::Png) => PictureFormat::Png,
        _ => return Err(message!("image-kind")),
    };
    let reader = |limits: Option<image::Limits>| {
        let mut reader = ImageReader::new(Cursor::new(bytes));
        reader.set_format(format.of_image());
        reader.limits(limits.unwrap_or_else(image::Limits::no_limits));
        reader
    };
    let (width, height) = reader(None).into_dimensions().map_err(damaged)?;
    if u64::from(width) * u64::from(height) > MOST_PIXELS || width == 0 || height == 0 {
        return Err(message!("image-too-many-pixels", width = width, height = height, most = MOST_PIXELS));
    }
    // A picture that ends early or holds nonsense is found now, not on the page.
    reader(None).decode().map_err(damaged)?;
    Ok((format, width, height))
}
