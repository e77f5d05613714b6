//! A picture as it is meant to be seen, and without what its camera said.
//!
//! In: the bytes of a JPEG or PNG. Out: the same picture with its orientation
//! applied, and without EXIF, XMP, IPTC and comments: the place where a
//! photograph was taken is nobody's business. Where nothing has to be turned
//! the picture itself is not encoded again: its segments are left out one by
//! one. Colour profiles stay. Source: ITU T.81 annex B; PNG 3rd edition §5.

use std::io::Cursor;

use image::codecs::jpeg::JpegEncoder;
use image::codecs::png::PngEncoder;
use image::metadata::Orientation;
use image::{DynamicImage, ImageDecoder, ImageEncoder, ImageError, ImageReader};

use super::PictureFormat;

/// What a picture that had to be turned is encoded with.
const QUALITY: u8 = 92;

/// - `bytes`: a picture that can be decoded.
///
/// # Errors
/// The decoder's or encoder's.
pub fn upright(bytes: Vec<u8>, format: PictureFormat) -> Result<Vec<u8>, ImageError> {
    let mut reader = ImageReader::with_format(Cursor::new(bytes.as_slice()), format.of_image());
    reader.no_limits();
    let mut decoder = reader.into_decoder()?;
    let orientation = decoder.orientation()?;
    if orientation == Orientation::NoTransforms {
        return Ok(match format {
            PictureFormat::Jpeg => bare_jpeg(&bytes),
            PictureFormat::Png => bare_png(&bytes),
        });
    }
    let profile = decoder.icc_profile()?;
    let mut image = DynamicImage::from_decoder(decoder)?;
    image.apply_orientation(orientation);
    encode(&image, format, QUALITY, profile)
}

/// Encodes a picture; the quality is a JPEG's.
///
/// # Errors
/// The encoder's.
pub fn encode(
    image: &DynamicImage,
    format: PictureFormat,
    quality: u8,
    profile: Option<Vec<u8>>,
) -> Result<Vec<u8>, ImageError> {
    let mut out = Vec::new();
    match format {
        PictureFormat::Jpeg => {
            let mut encoder = JpegEncoder::new_with_quality(&mut out, quality);
            // A profile that does not fit in is left out: the picture stays.
            let _ = profile.map(|profile| encoder.set_icc_profile(profile));
            image.to_rgb8().write_with_encoder(encoder)?;
        }
        PictureFormat::Png => {
            let mut encoder = PngEncoder::new(&mut out);
            let _ = profile.map(|profile| encoder.set_icc_profile(profile));
            image.write_with_encoder(encoder)?;
        }
    }
    Ok(out)
}

/// Leaves out APP1 (EXIF, XMP), APP3 to APP13 (IPTC and makers' own) and comments.
fn bare_jpeg(bytes: &[u8]) -> Vec<u8> {
    let mut out = Vec::with_capacity(bytes.len());
    let Some((start, mut rest)) = bytes.split_at_checked(2) else { return bytes.to_vec() };
    out.extend(start);
    while let [0xff, marker, high, low, ..] = *rest {
        // From the first scan on there is nothing but the picture.
        if marker == 0xda {
            break;
        }
        let length = 2 + usize::from(u16::from_be_bytes([high, low]));
        let Some((segment, after)) = rest.split_at_checked(length) else { break };
        if !matches!(marker, 0xe1 | 0xe3..=0xed | 0xfe) {
            out.extend(segment);
        }
        rest = after;
    }
    out.extend(rest);
    out
}

/// Leaves out the chunks that hold words, dates and EXIF.
fn bare_png(bytes: &[u8]) -> Vec<u8> {
    let mut out = Vec::with_capacity(bytes.len());
    let Some((signature, mut rest)) = bytes.split_at_checked(8) else { return bytes.to_vec() };
    out.extend(signature);
    while let [a, b, c, d, kind @ ..] = rest {
        let length = u32::from_be_bytes([*a, *b, *c, *d]) as usize;
        let Some((chunk, after)) = rest.split_at_checked(length.saturating_add(12)) else { break };
        let said = [b"tEXt", b"iTXt", b"zTXt", b"tIME", b"eXIf"];
        if !said.iter().any(|name| kind.starts_with(name.as_slice())) {
            out.extend(chunk);
        }
        rest = after;
    }
    out.extend(rest);
    out
}

#[cfg(test)]
mod tests {
    use super::*;
    use image::RgbImage;

    /// A picture of 4 × 2 pixels, its left half dark.
    fn picture() -> DynamicImage {
        RgbImage::from_fn(4, 2, |x, _| image::Rgb([if x < 2 { 0 } else { 255 }; 3])).into()
    }

    /// EXIF with one entry: orientation 6, a quarter turn to the right.
    fn turned_jpeg() -> Vec<u8> {
        let plain = encode(&picture(), PictureFormat::Jpeg, 100, None).unwrap();
        let tiff = b"Exif\0\0MM\0*\0\0\0\x08\0\x01\x01\x12\0\x03\0\0\0\x01\0\x06\0\0\0\0\0\0";
        let length = u16::try_from(tiff.len() + 2).unwrap().to_be_bytes();
        [&plain[..2], &[0xff, 0xe1], &length, tiff, &plain[2..]].concat()
    }

    fn contains(bytes: &[u8], word: &[u8]) -> bool {
        bytes.windows(word.len()).any(|window| window == word)
    }

    #[test]
    fn a_turned_photograph_stands_up() {
        let bytes = upright(turned_jpeg(), PictureFormat::Jpeg).unwrap();
        let image = image::load_from_memory(&bytes).unwrap().to_luma8();
        assert_eq!(image.dimensions(), (2, 4));
        assert!(image.get_pixel(0, 0)[0] < 90 && image.get_pixel(0, 3)[0] > 160);
        assert!(!contains(&bytes, b"Exif"));
    }

    #[test]
    fn what_a_camera_said_is_left_out_and_the_picture_is_not_touched() {
        let plain = encode(&picture(), PictureFormat::Jpeg, 90, None).unwrap();
        let comment = [&plain[..2], b"\xff\xfe\0\x0832.65N", &plain[2..]].concat();
        assert_eq!(upright(comment, PictureFormat::Jpeg).unwrap(), plain);

        let plain = encode(&picture(), PictureFormat::Png, 0, None).unwrap();
        // The 8 bytes of the signature, the 25 of IHDR, then a text; its check is not looked at.
        let text = b"\0\0\0\x05tEXtGPS\0N\xa3\x7f\0\0";
        let said = [&plain[..33], text, &plain[33..]].concat();
        assert_eq!(bare_png(&said), plain);
    }

    #[test]
    fn a_file_that_ends_early_is_left_as_it_is() {
        assert_eq!(bare_jpeg(b"\xff\xd8\xff\xe1\xff\xff"), b"\xff\xd8\xff\xe1\xff\xff");
        assert_eq!(
            bare_png(b"\x89PNG\r\n\x1a\n\xff\xff\xff\xfftEXt"),
            b"\x89PNG\r\n\x1a\n\xff\xff\xff\xfftEXt"
        );
    }
}
