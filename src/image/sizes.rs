//! A picture in the sizes that screens ask for.
//!
//! In: a picture. Out: smaller copies of it: of photographs in AVIF, and in
//! JPEG for those who cannot read that; of what came as PNG in WebP without
//! loss. An AVIF is half as large as the JPEG or less and takes a second for a
//! megapixel, once: copies are remembered.

use image::codecs::webp::WebPEncoder;
use image::imageops::FilterType;
use image::{DynamicImage, ImageError};
use ravif::{Img, RGB8};

use super::upright::encode;
use super::{PictureFile, PictureFormat};
use crate::cache::{Cache, Key};

/// Widths in pixels: a phone, a phone with a fine screen or the text's
/// measure, the measure on a fine screen, and for a look at the whole.
const WIDTHS: [u32; 4] = [480, 960, 1440, 1920];
const QUALITY: u8 = 80;
/// Of 100, on ravif's own scale: what looks like the JPEG beside it.
const AVIF_QUALITY: f32 = 70.0;
/// Of 10. At 8, files are a tenth smaller and take three times as long.
const AVIF_SPEED: u8 = 10;

/// A smaller copy.
#[derive(Debug)]
pub struct SizedCopy {
    pub width: u32,
    pub format: CopyFormat,
    pub bytes: Vec<u8>,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum CopyFormat {
    Avif,
    Jpeg,
    WebP,
}

impl CopyFormat {
    pub fn extension(self) -> &'static str {
        match self {
            CopyFormat::Avif => "avif",
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
    let formats: &[CopyFormat] = match picture.format {
        PictureFormat::Jpeg => &[CopyFormat::Avif, CopyFormat::Jpeg],
        PictureFormat::Png => &[CopyFormat::WebP],
    };
    let hash = blake3::hash(&picture.bytes);
    let mut decoded: Option<DynamicImage> = None;
    let mut copies = Vec::new();
    for width in WIDTHS.into_iter().filter(|width| *width < picture.width) {
        let mut small: Option<DynamicImage> = None;
        for &format in formats {
            let key =
                Key::new("picture").with(hash.as_bytes()).with(width.to_le_bytes()).with(format.extension());
            let bytes = cache.get(&key, || {
                let small = match &small {
                    Some(small) => small,
                    None => {
                        let whole = match &decoded {
                            Some(whole) => whole,
                            None => decoded.insert(image::load_from_memory(&picture.bytes)?),
                        };
                        small.insert(scaled(whole, width))
                    }
                };
                encoded(small, format)
            })?;
            copies.push(SizedCopy { width, format, bytes });
        }
    }
    Ok(copies)
}

fn scaled(image: &DynamicImage, width: u32) -> DynamicImage {
    let height = (u64::from(image.height()) * u64::from(width)).div_ceil(u64::from(image.width()).max(1));
    let height = u32::try_from(height).unwrap_or(u32::MAX);
    image.resize_exact(width, height, FilterType::CatmullRom)
}

fn encoded(small: &DynamicImage, format: CopyFormat) -> Result<Vec<u8>, ImageError> {
    match format {
        CopyFormat::Avif => avif(small),
        CopyFormat::Jpeg => encode(small, PictureFormat::Jpeg, QUALITY, None),
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

fn avif(image: &DynamicImage) -> Result<Vec<u8>, ImageError> {
    let image = image.to_rgb8();
    let pixels: Vec<RGB8> = image.pixels().map(|pixel| RGB8::from(pixel.0)).collect();
    let (width, height) = (image.width() as usize, image.height() as usize);
    // More threads would cut the picture into more tiles: other bytes on other machines.
    let encoder = ravif::Encoder::new().with_num_threads(Some(1));
    let encoder = encoder.with_quality(AVIF_QUALITY).with_speed(AVIF_SPEED);
    let encoded = encoder.encode_rgb(Img::new(&pixels, width, height)).map_err(std::io::Error::other)?;
    Ok(encoded.avif_file)
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

    /// An AVIF says it in its box `ispe` (ISO 23008-12 §6.5.3).
    fn width_of(copy: &SizedCopy) -> u32 {
        if copy.format != CopyFormat::Avif {
            return image::load_from_memory(&copy.bytes).unwrap().width();
        }
        assert_eq!(&copy.bytes[4..12], b"ftypavif");
        let at = copy.bytes.windows(4).position(|bytes| bytes == b"ispe").unwrap();
        u32::from_be_bytes(copy.bytes[at + 8..at + 12].try_into().unwrap())
    }

    #[track_caller]
    fn check(width: u32, format: PictureFormat, expected: &[(u32, CopyFormat)]) {
        let copies = copies(&picture(width, format), &Cache::default()).unwrap();
        let found: Vec<_> = copies.iter().map(|copy| (copy.width, copy.format)).collect();
        assert_eq!(found, expected);
        for copy in &copies {
            assert_eq!(width_of(copy), copy.width);
        }
    }

    #[test]
    fn copies_are_smaller_than_their_picture() {
        check(480, PictureFormat::Jpeg, &[]);
        let formats = [CopyFormat::Avif, CopyFormat::Jpeg];
        check(1000, PictureFormat::Jpeg, &[480, 960].map(|width| formats.map(|f| (width, f))).concat());
        check(500, PictureFormat::Png, &[(480, CopyFormat::WebP)]);
    }
}
