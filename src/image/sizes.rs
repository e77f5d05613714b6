//! A picture in the sizes that screens ask for.
//!
//! In: a picture. Out: smaller copies of it, JPEG for photographs and, for
//! what came as PNG, WebP without loss. No encoder of lossy WebP or AVIF is
//! both of pure Rust, under a licence for a free book, and fast enough for a
//! build on every save (`ravif` takes seconds a picture), so photographs
//! stay JPEG. Copies are remembered by the content they are made from, in a
//! folder that may be deleted at any time.

use std::fs;
use std::io::Write;
use std::path::Path;

use image::codecs::webp::WebPEncoder;
use image::imageops::FilterType;
use image::{DynamicImage, ImageError};

use super::upright::encode;
use super::{PictureFile, PictureFormat};

/// Widths in pixels: a phone, a phone with a fine screen or the text's
/// measure, the measure on a fine screen, and for a look at the whole.
const WIDTHS: [u32; 4] = [480, 960, 1440, 1920];
const QUALITY: u8 = 80;
/// Changes when the same picture would be encoded otherwise.
const VERSION: &str = "1";

/// A smaller copy.
#[derive(Debug)]
pub struct SizedCopy {
    pub width: u32,
    pub format: CopyFormat,
    pub bytes: Vec<u8>,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum CopyFormat {
    Jpeg,
    WebP,
}

impl CopyFormat {
    pub fn extension(self) -> &'static str {
        match self {
            CopyFormat::Jpeg => "jpg",
            CopyFormat::WebP => "webp",
        }
    }
}

/// The copies of a picture from small to large; none if it is small itself.
///
/// - `cache`: where copies are remembered; it need not exist.
///
/// # Errors
/// The decoder's or an encoder's.
pub fn copies(picture: &PictureFile, cache: Option<&Path>) -> Result<Vec<SizedCopy>, ImageError> {
    let format = match picture.format {
        PictureFormat::Jpeg => CopyFormat::Jpeg,
        PictureFormat::Png => CopyFormat::WebP,
    };
    let hash = blake3::hash(&picture.bytes).to_hex();
    let mut decoded: Option<DynamicImage> = None;
    let mut copies = Vec::new();
    for width in WIDTHS.into_iter().filter(|width| *width < picture.width) {
        let name = format!("{hash}-{width}-{VERSION}.{}", format.extension());
        let bytes = match cache.and_then(|folder| remembered(folder, &name)) {
            Some(bytes) => bytes,
            None => {
                let image = match &decoded {
                    Some(image) => image,
                    None => decoded.insert(image::load_from_memory(&picture.bytes)?),
                };
                let bytes = copy(image, width, format)?;
                if let Some(folder) = cache {
                    remember(folder, &name, &bytes);
                }
                bytes
            }
        };
        copies.push(SizedCopy { width, format, bytes });
    }
    Ok(copies)
}

fn copy(image: &DynamicImage, width: u32, format: CopyFormat) -> Result<Vec<u8>, ImageError> {
    let height = (u64::from(image.height()) * u64::from(width)).div_ceil(u64::from(image.width()).max(1));
    let height = u32::try_from(height).unwrap_or(u32::MAX);
    let small = image.resize_exact(width, height, FilterType::CatmullRom);
    match format {
        CopyFormat::Jpeg => encode(&small, PictureFormat::Jpeg, QUALITY, None),
        CopyFormat::WebP => {
            let mut out = Vec::new();
            // WebP has eight bits a channel.
            let small: DynamicImage = match small.color().has_alpha() {
                true => small.to_rgba8().into(),
                false => small.to_rgb8().into(),
            };
            small.write_with_encoder(WebPEncoder::new_lossless(&mut out))?;
            Ok(out)
        }
    }
}

/// A remembered copy: its own hash goes before it, so that half a file or a
/// changed one counts as none.
fn remembered(folder: &Path, name: &str) -> Option<Vec<u8>> {
    let file = fs::read(folder.join(name)).ok()?;
    let (hash, bytes) = file.split_at_checked(blake3::OUT_LEN)?;
    (blake3::hash(bytes).as_bytes() == hash).then(|| bytes.to_vec())
}

/// Remembers a copy if it can: a folder that cannot be written to only means
/// that the next build takes as long as this one.
fn remember(folder: &Path, name: &str, bytes: &[u8]) {
    let write = || -> std::io::Result<()> {
        fs::create_dir_all(folder)?;
        let mut file = tempfile::NamedTempFile::new_in(folder)?;
        file.write_all(blake3::hash(bytes).as_bytes())?;
        file.write_all(bytes)?;
        file.persist(folder.join(name)).map_err(|error| error.error)?;
        Ok(())
    };
    let _ = write();
}

#[cfg(test)]
mod tests {
    use super::*;
    use image::RgbImage;

    fn picture(width: u32, format: PictureFormat) -> PictureFile {
        let image: DynamicImage =
            RgbImage::from_fn(width, 50, |x, y| image::Rgb([x as u8, y as u8, 90])).into();
        let bytes = encode(&image, format, 90, None).unwrap();
        PictureFile { path: "x".into(), format, width, height: 50, bytes: bytes.into() }
    }

    #[track_caller]
    fn check(width: u32, format: PictureFormat, expected: &[(u32, CopyFormat)]) {
        let copies = copies(&picture(width, format), None).unwrap();
        let found: Vec<_> = copies.iter().map(|copy| (copy.width, copy.format)).collect();
        assert_eq!(found, expected);
        for copy in &copies {
            assert_eq!(image::load_from_memory(&copy.bytes).unwrap().width(), copy.width);
        }
    }

    #[test]
    fn copies_are_smaller_than_their_picture() {
        check(480, PictureFormat::Jpeg, &[]);
        check(1000, PictureFormat::Jpeg, &[(480, CopyFormat::Jpeg), (960, CopyFormat::Jpeg)]);
        check(500, PictureFormat::Png, &[(480, CopyFormat::WebP)]);
    }

    #[test]
    fn what_is_remembered_is_used_and_what_is_damaged_is_made_again() {
        let folder = tempfile::tempdir().unwrap();
        let picture = picture(500, PictureFormat::Jpeg);
        let first = copies(&picture, Some(folder.path())).unwrap();
        let file = fs::read_dir(folder.path()).unwrap().next().unwrap().unwrap().path();
        let kept = fs::read(&file).unwrap();
        fs::write(&file, [&kept[..], b"x"].concat()).unwrap();
        assert_eq!(copies(&picture, Some(folder.path())).unwrap()[0].bytes, first[0].bytes);
        assert_eq!(fs::read(&file).unwrap(), kept);
        let marked = b"remembered";
        fs::write(&file, [blake3::hash(marked).as_bytes().as_slice(), marked].concat()).unwrap();
        assert_eq!(copies(&picture, Some(folder.path())).unwrap()[0].bytes, marked);
    }
}
