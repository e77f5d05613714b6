//! A picture in the sizes that screens ask for.
//!
//! In: a picture. Out: smaller copies of it, JPEG for photographs and, for
//! what came as PNG, WebP without loss. No encoder of lossy WebP or AVIF is
//! both of pure Rust, under a licence for a free book, and fast enough for a
//! build on every save (`ravif` takes seconds a picture), so photographs
//! stay JPEG.

use image::codecs::webp::WebPEncoder;
use image::imageops::FilterType;
use image::{DynamicImage, ImageError};

use super::upright::encode;
use super::{PictureFile, PictureFormat};
use crate::cache::{Cache, Key};

/// Widths in pixels: a phone, a phone with a fine screen or the text's
/// measure, the measure on a fine screen, and for a look at the whole.
const WIDTHS: [u32; 4] = [480, 960, 1440, 1920];
const QUALITY: u8 = 80;

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
/// # Errors
/// The decoder's or an encoder's.
pub fn copies(picture: &PictureFile, cache: &Cache) -> Result<Vec<SizedCopy>, ImageError> {
    let format = match picture.format {
        PictureFormat::Jpeg => CopyFormat::Jpeg,
        PictureFormat::Png => CopyFormat::WebP,
    };
    let hash = blake3::hash(&picture.bytes);
    let mut decoded: Option<DynamicImage> = None;
    let mut copies = Vec::new();
    for width in WIDTHS.into_iter().filter(|width| *width < picture.width) {
        let key =
            Key::new("picture").with(hash.as_bytes()).with(width.to_le_bytes()).with(format.extension());
        let bytes = cache.get(&key, || {
            let image = match &decoded {
                Some(image) => image,
                None => decoded.insert(image::load_from_memory(&picture.bytes)?),
            };
            copy(image, width, format)
        })?;
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
        let copies = copies(&picture(width, format), &Cache::default()).unwrap();
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
}
