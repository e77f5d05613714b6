//! A picture as it is meant to be seen, and without what its camera said.
//!
//! In: the bytes of a JPEG or PNG. Out: the same picture with its orientation
//! applied, and without EXIF, XMP, IPTC and comments: the place where a
//! photograph was taken is nobody's business. Nor does what lies behind the
//! picture's end go out, such as a telephone's second picture, a film, or a
//! script. Where nothing has to be turned the picture itself is not encoded
//! again: what it needs is kept piece by piece. Colour profiles stay.
//! Source: ITU T.81 annex B; ICC.1 annex B.4; PNG 3rd edition §5.

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

/// The tables and scans of a JPEG; of its applications' segments those that
/// say how its colours are to be read: JFIF, ICC's and Adobe's.
fn bare_jpeg(bytes: &[u8]) -> Vec<u8> {
    let mut out = Vec::with_capacity(bytes.len());
    let Some((start, mut rest)) = bytes.split_at_checked(2) else { return bytes.to_vec() };
    out.extend(start);
    while let [0xff, marker, after @ ..] = rest {
        match (*marker, after) {
            // Any number of these may stand before a marker (T.81 §B.1.1.2).
            (0xff, _) => rest = &rest[1..],
            (0xd9, _) => {
                out.extend([0xff, 0xd9]);
                return out;
            }
            (_, [high, low, body @ ..]) => {
                let length = usize::from(u16::from_be_bytes([*high, *low]));
                let Some((segment, after)) = rest.split_at_checked(length + 2) else { break };
                let needed = match *marker {
                    0xe0 => body.starts_with(b"JFIF\0"),
                    0xe2 => body.starts_with(b"ICC_PROFILE\0"),
                    0xee => body.starts_with(b"Adobe"),
                    0xe1..=0xef | 0xfe => false,
                    _ => true,
                };
                if needed {
                    out.extend(segment);
                }
                let (scan, after) = after.split_at(if *marker == 0xda { scan_length(after) } else { 0 });
                out.extend(scan);
                rest = after;
            }
            _ => break,
        }
    }
    out.extend(rest);
    out
}

/// How many bytes go before the next marker: the coded picture, in which 0xff
/// is followed by 0, by a restart or by another 0xff (T.81 §B.1.1.5).
fn scan_length(bytes: &[u8]) -> usize {
    let is_marker = |pair: &[u8]| pair[0] == 0xff && !matches!(pair[1], 0 | 0xd0..=0xd7 | 0xff);
    bytes.windows(2).position(is_marker).unwrap_or(bytes.len())
}

/// What a PNG of one still picture needs, and what says how its colours are to be read.
const PNG_CHUNKS: [&[u8; 4]; 13] = [
    b"IHDR", b"PLTE", b"IDAT", b"IEND", b"tRNS", b"bKGD", b"pHYs", b"cHRM", b"gAMA", b"iCCP", b"sBIT",
    b"sRGB", b"cICP",
];

fn bare_png(bytes: &[u8]) -> Vec<u8> {
    let mut out = Vec::with_capacity(bytes.len());
    let Some((signature, mut rest)) = bytes.split_at_checked(8) else { return bytes.to_vec() };
    out.extend(signature);
    while let [a, b, c, d, kind @ ..] = rest {
        let length = u32::from_be_bytes([*a, *b, *c, *d]) as usize;
        let Some((chunk, after)) = rest.split_at_checked(length.saturating_add(12)) else { break };
        if PNG_CHUNKS.iter().any(|known| kind.starts_with(known.as_slice())) {
            out.extend(chunk);
        }
        if kind.starts_with(b"IEND") {
            return out;
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
    fn nothing_goes_out_behind_the_picture_or_between_its_scans() {
        for format in [PictureFormat::Jpeg, PictureFormat::Png] {
            let plain = encode(&picture(), format, 90, None).unwrap();
            let followed = [&plain[..], b"<script>\xff\xd8\xff\xd9"].concat();
            assert_eq!(upright(followed, format).unwrap(), plain);
        }
        let plain = encode(&picture(), PictureFormat::Jpeg, 90, None).unwrap();
        let end = plain.len() - 2;
        // Two fillers, a second scan that holds a restart, and a comment.
        let scan = b"\xff\xff\xff\xda\0\x04\x01\0a\xff\0b\xff\xd0c";
        let scans = [&plain[..end], scan.as_slice(), &plain[end..]].concat();
        let said =
            [&plain[..end], scan.as_slice(), b"\xff\xfe\0\x08<!--".as_slice(), b"->", &plain[end..]].concat();
        assert_eq!(bare_jpeg(&scans), scans);
        assert_eq!(bare_jpeg(&said), scans);
        let second = [&plain[..2], b"\xff\xe2\0\x08MPF\0xy", &plain[2..]].concat();
        assert_eq!(bare_jpeg(&second), plain);
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
