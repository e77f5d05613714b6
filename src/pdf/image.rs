//! Pictures as external objects of the file, each once.
//!
//! A JPEG goes in as it is, whatever its colours are; a PNG is decoded and
//! keeps its transparency as a soft mask (ISO 32000-1 §8.9.5, §11.6.5.3). One
//! with more dots than a press can print at its size is scaled down to those.
//! In: the files that pages show, and how large. Out: streams that printpdf
//! writes. Turning upright is left to those who read the pictures in.

use std::collections::BTreeMap;

use image::codecs::jpeg::JpegEncoder;
use image::imageops::FilterType;
use image::{DynamicImage, ImageFormat};
use printpdf::{DictItem, ExternalStream, ExternalXObject, XObject, XObjectId};
use rayon::prelude::*;

use super::PdfError;
use super::paint::Shown;
use crate::doc::PictureId;
use crate::image::{PictureFile, PictureFormat};
use crate::message;

/// Of a JPEG that was scaled down.
const JPEG_QUALITY: u8 = 90;

/// The name that content streams know a picture by.
pub(super) fn id(picture: PictureId) -> XObjectId {
    XObjectId(format!("P{}", picture.0))
}

/// The external objects of the pictures that are shown.
///
/// # Errors
/// The first picture, by id, that cannot be read.
pub(super) fn embed(
    shown: &[Shown],
    pictures: &[PictureFile],
) -> Result<BTreeMap<XObjectId, XObject>, PdfError> {
    let embedded: Vec<Result<(XObjectId, XObject), PdfError>> = shown
        .par_iter()
        .map(|shown| {
            let number = shown.picture.0;
            let file = pictures.get(number).ok_or_else(|| {
                PdfError::new(message!("pdf-picture", number = number), message!("pdf-picture-unread"))
            })?;
            Ok((id(shown.picture), external(stream(file, dots(shown))?)))
        })
        .collect();
    embedded.into_iter().collect()
}

/// Whether a shown picture has the four inks of print: PDF/A asks for a
/// profile of them, which no edition has.
pub(super) fn any_cmyk(shown: &[Shown], pictures: &[PictureFile]) -> bool {
    let files = shown.iter().filter_map(|shown| pictures.get(shown.picture.0));
    files
        .filter(|file| file.format == PictureFormat::Jpeg)
        .any(|file| read_jpeg(&file.bytes).is_some_and(|head| head.components == 4))
}

fn external(stream: ExternalStream) -> XObject {
    XObject::External(ExternalXObject { stream, width: None, height: None, dpi: None })
}

/// The dots that a press prints of a picture: 300 an inch.
fn dots(shown: &Shown) -> (u32, u32) {
    let dots = |points: f64| (points / 72.0 * 300.0).ceil().clamp(1.0, 100_000.0) as u32;
    (dots(shown.width), dots(shown.height))
}

/// Whether a picture has so many more dots than it needs that scaling it
/// down, which costs a JPEG some of its detail, saves much.
fn is_too_fine(width: u32, height: u32, dots: (u32, u32)) -> bool {
    let more = |own: u32, needed: u32| f64::from(own) > f64::from(needed) * 1.25;
    more(width, dots.0) && more(height, dots.1)
}

fn stream(file: &PictureFile, dots: (u32, u32)) -> Result<ExternalStream, PdfError> {
    match file.format {
        PictureFormat::Jpeg => jpeg(file, dots),
        PictureFormat::Png => png(file, dots),
    }
}

fn jpeg(file: &PictureFile, dots: (u32, u32)) -> Result<ExternalStream, PdfError> {
    let head = read_jpeg(&file.bytes).ok_or_else(|| PdfError::new(&file.path, message!("pdf-no-jpeg")))?;
    let space = match head.components {
        1 => "DeviceGray",
        3 => "DeviceRGB",
        4 => "DeviceCMYK",
        n => {
            return Err(PdfError::new(&file.path, message!("pdf-jpeg-channels", count = n)));
        }
    };
    // Inks are not decoded: they would come back as screen colours.
    let too_fine = head.components < 4 && is_too_fine(head.width.into(), head.height.into(), dots);
    let scaled = if too_fine { scaled_jpeg(file, dots)? } else { None };
    let (width, height, content) = match scaled {
        Some(scaled) => scaled,
        None => (head.width.into(), head.height.into(), file.bytes.to_vec()),
    };
    let mut dict = image_dict(width.into(), height.into(), space);
    dict.insert("Filter".to_owned(), name("DCTDecode"));
    if head.components == 4 && head.adobe {
        // Adobe's programs store the inks turned round: 255 is no ink.
        let turned = [1, 0, 1, 0, 1, 0, 1, 0].map(DictItem::Int);
        dict.insert("Decode".to_owned(), DictItem::Array(turned.to_vec()));
    }
    Ok(ExternalStream { dict, content, compress: false })
}

/// A JPEG with fewer dots: its width, height and bytes; none if they are not
/// fewer bytes.
fn scaled_jpeg(file: &PictureFile, dots: (u32, u32)) -> Result<Option<(u32, u32, Vec<u8>)>, PdfError> {
    let fault = |error: image::ImageError| {
        PdfError::new(&file.path, message!("pdf-jpeg-scaling", error = error.to_string()))
    };
    let decoded = image::load_from_memory_with_format(&file.bytes, ImageFormat::Jpeg).map_err(fault)?;
    let scaled = decoded.resize(dots.0, dots.1, FilterType::Lanczos3);
    let mut bytes = Vec::new();
    scaled.write_with_encoder(JpegEncoder::new_with_quality(&mut bytes, JPEG_QUALITY)).map_err(fault)?;
    Ok((bytes.len() < file.bytes.len()).then_some((scaled.width(), scaled.height(), bytes)))
}

fn png(file: &PictureFile, dots: (u32, u32)) -> Result<ExternalStream, PdfError> {
    let decoded = image::load_from_memory_with_format(&file.bytes, ImageFormat::Png)
        .map_err(|error| PdfError::new(&file.path, message!("pdf-no-png", error = error.to_string())))?;
    let decoded = match is_too_fine(decoded.width(), decoded.height(), dots) {
        true => decoded.resize(dots.0, dots.1, FilterType::Lanczos3),
        false => decoded,
    };
    let (width, height) = (decoded.width().into(), decoded.height().into());
    let (space, content, alpha) = channels(decoded);
    let mut dict = image_dict(width, height, space);
    if alpha.iter().any(|&value| value != u8::MAX) {
        let mask = image_dict(width, height, "DeviceGray");
        let stream = ExternalStream { dict: mask, content: alpha, compress: true };
        dict.insert("SMask".to_owned(), DictItem::Stream { stream });
    }
    Ok(ExternalStream { dict, content, compress: true })
}

/// The colour space, the colours, and the opacity of each pixel if it can differ.
fn channels(decoded: DynamicImage) -> (&'static str, Vec<u8>, Vec<u8>) {
    let gray = !decoded.color().has_color();
    match (gray, decoded.color().has_alpha()) {
        (true, false) => ("DeviceGray", decoded.into_luma8().into_raw(), Vec::new()),
        (false, false) => ("DeviceRGB", decoded.into_rgb8().into_raw(), Vec::new()),
        (true, true) => {
            let pixels = decoded.into_luma_alpha8();
            let (colors, alpha) = pixels.pixels().map(|pixel| (pixel.0[0], pixel.0[1])).unzip();
            ("DeviceGray", colors, alpha)
        }
        (false, true) => {
            let pixels = decoded.into_rgba8();
            let colors = pixels.pixels().flat_map(|pixel| [pixel.0[0], pixel.0[1], pixel.0[2]]).collect();
            ("DeviceRGB", colors, pixels.pixels().map(|pixel| pixel.0[3]).collect())
        }
    }
}

fn image_dict(width: i64, height: i64, space: &str) -> BTreeMap<String, DictItem> {
    let entries = [
        ("Type", name("XObject")),
        ("Subtype", name("Image")),
        ("Width", DictItem::Int(width)),
        ("Height", DictItem::Int(height)),
        ("ColorSpace", name(space)),
        ("BitsPerComponent", DictItem::Int(8)),
    ];
    entries.into_iter().map(|(key, value)| (key.to_owned(), value)).collect()
}

fn name(text: &str) -> DictItem {
    DictItem::Name(text.as_bytes().to_vec())
}

#[derive(Debug, PartialEq)]
struct JpegHead {
    width: u16,
    height: u16,
    components: u8,
    adobe: bool,
}

/// The frame header of a baseline or progressive JPEG of eight bits
/// (ITU-T T.81 §B.2.2); none if there is no such header.
fn read_jpeg(bytes: &[u8]) -> Option<JpegHead> {
    let mut rest = bytes.strip_prefix(&[0xFF, 0xD8])?;
    let mut adobe = false;
    loop {
        let (&[fill, marker], after) = rest.split_first_chunk::<2>()?;
        if fill != 0xFF {
            return None;
        }
        // Fill bytes may stand before a marker; some markers stand alone.
        if marker == 0xFF {
            rest = rest.get(1..)?;
            continue;
        }
        if matches!(marker, 0x01 | 0xD0..=0xD7) {
            rest = after;
            continue;
        }
        let length = usize::from(u16::from_be_bytes(*after.first_chunk::<2>()?));
        let segment = after.get(2..length)?;
        match (marker, segment) {
            (0xC0..=0xC2, &[8, h1, h0, w1, w0, components, ..]) => {
                let (width, height) = (u16::from_be_bytes([w1, w0]), u16::from_be_bytes([h1, h0]));
                let whole = width > 0 && height > 0;
                return whole.then_some(JpegHead { width, height, components, adobe });
            }
            (0xC0..=0xC3 | 0xC5..=0xC7 | 0xC9..=0xCB | 0xCD..=0xCF | 0xD9 | 0xDA, _) => return None,
            (0xEE, [b'A', b'd', b'o', b'b', b'e', ..]) => adobe = true,
            _ => {}
        }
        rest = after.get(length..)?;
    }
}

#[cfg(test)]
mod tests {
    use std::io::Cursor;

    use image::{GrayImage, LumaA, Rgb, Rgba};

    use super::*;

    fn file(format: PictureFormat, bytes: Vec<u8>) -> PictureFile {
        PictureFile { path: "images/x".into(), format, width: 0, height: 0, bytes: bytes.into() }
    }

    /// As many dots as any picture here has.
    const FINE: (u32, u32) = (1000, 1000);

    #[test]
    fn a_picture_with_more_dots_than_a_press_prints_is_scaled_down() {
        let color =
            DynamicImage::ImageRgb8(image::RgbImage::from_fn(300, 200, |x, y| Rgb([x as u8, y as u8, 9])));
        for (kind, format) in
            [(PictureFormat::Jpeg, ImageFormat::Jpeg), (PictureFormat::Png, ImageFormat::Png)]
        {
            let bytes = encode(&color, format);
            let size = |dots| {
                let stream = stream(&file(kind, bytes.clone()), dots).unwrap();
                (stream.dict["Width"].clone(), stream.dict["Height"].clone())
            };
            assert_eq!(size((150, 100)), (DictItem::Int(150), DictItem::Int(100)));
            // A little more than is needed does no harm.
            assert_eq!(size((280, 190)), (DictItem::Int(300), DictItem::Int(200)));
        }
    }

    fn encode(image: &DynamicImage, format: ImageFormat) -> Vec<u8> {
        let mut bytes = Cursor::new(Vec::new());
        image.write_to(&mut bytes, format).unwrap();
        bytes.into_inner()
    }

    #[track_caller]
    fn check_space(stream: &ExternalStream, space: &str) {
        assert_eq!(stream.dict["ColorSpace"], name(space));
    }

    #[test]
    fn a_jpeg_goes_in_byte_for_byte() {
        let color = DynamicImage::ImageRgb8(image::RgbImage::from_pixel(7, 5, Rgb([200, 30, 40])));
        let bytes = encode(&color, ImageFormat::Jpeg);
        let stream = stream(&file(PictureFormat::Jpeg, bytes.clone()), FINE).unwrap();
        check_space(&stream, "DeviceRGB");
        assert_eq!(stream.content, bytes);
        assert_eq!((&stream.dict["Width"], &stream.dict["Height"]), (&DictItem::Int(7), &DictItem::Int(5)));
        let gray = encode(&DynamicImage::ImageLuma8(GrayImage::new(3, 3)), ImageFormat::Jpeg);
        check_space(&super::stream(&file(PictureFormat::Jpeg, gray), FINE).unwrap(), "DeviceGray");
    }

    #[test]
    fn inks_of_an_adobe_jpeg_are_turned_round() {
        let mut bytes = vec![0xFF, 0xD8, 0xFF, 0xEE, 0, 14];
        bytes.extend(b"Adobe\0\x64\0\0\0\0\x02");
        bytes.extend([0xFF, 0xC0, 0, 20, 8, 0, 9, 0, 4, 4]);
        bytes.extend([0; 12]);
        let head = JpegHead { width: 4, height: 9, components: 4, adobe: true };
        assert_eq!(read_jpeg(&bytes), Some(head));
        let stream = stream(&file(PictureFormat::Jpeg, bytes), FINE).unwrap();
        check_space(&stream, "DeviceCMYK");
        assert!(stream.dict.contains_key("Decode"));
    }

    #[test]
    fn transparency_becomes_a_mask_only_where_there_is_some() {
        let clear = DynamicImage::ImageRgba8(image::RgbaImage::from_pixel(2, 2, Rgba([1, 2, 3, 9])));
        let clear = stream(&file(PictureFormat::Png, encode(&clear, ImageFormat::Png)), FINE).unwrap();
        assert_eq!(clear.content, [1, 2, 3].repeat(4));
        let DictItem::Stream { stream: mask } = &clear.dict["SMask"] else { panic!("no mask") };
        assert_eq!(mask.content, [9; 4]);
        let pixels = image::GrayAlphaImage::from_pixel(2, 2, LumaA([7, 255]));
        let solid = encode(&DynamicImage::ImageLumaA8(pixels), ImageFormat::Png);
        let solid = stream(&file(PictureFormat::Png, solid), FINE).unwrap();
        assert!(!solid.dict.contains_key("SMask"));
        check_space(&solid, "DeviceGray");
    }

    #[test]
    fn a_broken_picture_is_an_error_and_no_panic() {
        let color = DynamicImage::ImageRgb8(image::RgbImage::new(3, 3));
        for (kind, format) in
            [(PictureFormat::Jpeg, ImageFormat::Jpeg), (PictureFormat::Png, ImageFormat::Png)]
        {
            let bytes = encode(&color, format);
            for length in 0..bytes.len().min(60) {
                let error = stream(&file(kind, bytes[..length].to_vec()), FINE);
                assert!(error.is_err() || kind == PictureFormat::Jpeg);
            }
            let error = stream(&file(kind, b"no picture".to_vec()), FINE).unwrap_err().to_string();
            assert!(error.starts_with("images/x: "), "{error}");
        }
    }
}
