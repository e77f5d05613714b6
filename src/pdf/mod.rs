//! Writes the pages of an edition as a PDF file.
//!
//! In: the frame with its faces and pictures. Out: the bytes of a tagged file
//! (PDF 1.7, PDF/UA-1, PDF/A-2a) whose text can be copied and searched in
//! logical order. This folder alone names printpdf, lopdf and subsetter:
//! printpdf writes fonts, drawings and pictures; pages, and what it has no
//! words for, are added to its document. The same pages give the same bytes.

use std::collections::BTreeMap;
use std::fmt;

use lopdf::{Dictionary, Document, Object, ObjectId, Stream};
use printpdf::{Mm, Op, PdfDocument, PdfPage, PdfSaveOptions};
use rayon::prelude::*;

use crate::cache::Cache;
use crate::fonts::{FaceId, FontError, Fonts};
use crate::image::PictureFile;
use crate::locale::calendar::Gregorian;
use crate::message;
use crate::message::{Message, Value};
use crate::typeset::frame::Pages;
use deflate::Deflater;
use draw::Forms;
use file::Written;
use font::{Codes, Embedded};
use metadata::Archival;

mod bake;
mod boxes;
mod content;
mod deflate;
mod draw;
mod file;
mod font;
mod icc;
mod image;
mod line;
mod link;
mod metadata;
mod object;
mod outline;
mod paint;
mod subpath;
mod tags;
#[cfg(test)]
mod tests;
mod text;

/// What the pages do not say of the file.
#[derive(Debug, Clone)]
pub struct PdfOptions {
    /// The program that writes it.
    pub producer: String,
    /// When the edition was made; no clock is read.
    pub date: Gregorian,
    /// Where compressed streams are remembered, and by what name of the file.
    pub cache: Cache,
    pub file: String,
}

/// Why a file cannot be written.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum PdfError {
    Font(FontError),
    /// A picture's file or the name of a place, and what is wrong with it.
    Other {
        about: Value,
        fault: Message,
    },
}

impl PdfError {
    fn new(about: impl Into<Value>, fault: Message) -> PdfError {
        PdfError::Other { about: about.into(), fault }
    }

    fn of_font(file: &str, message: Message) -> PdfError {
        PdfError::Font(FontError { file: file.to_owned(), message })
    }

    /// A fault of the file as a whole.
    fn of_file(fault: Message) -> PdfError {
        PdfError::new(message!("pdf-file"), fault)
    }

    pub fn message(&self) -> Message {
        match self {
            PdfError::Font(error) => error.whole(),
            PdfError::Other { about, fault } => message!("fault-of", thing = about.clone(), fault = fault),
        }
    }
}

impl fmt::Display for PdfError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.message().fmt(f)
    }
}

impl std::error::Error for PdfError {}

/// Writes an edition.
///
/// - `pictures`: what the picture ids of the pages index.
///
/// # Errors
/// A face or picture that cannot be read or embedded, a character that its
/// face has no glyph for, a link or outline entry that leads to no page.
pub fn write(
    pages: &Pages,
    fonts: &Fonts,
    pictures: &[PictureFile],
    options: &PdfOptions,
) -> Result<Vec<u8>, PdfError> {
    let mut codes: BTreeMap<FaceId, Codes> = BTreeMap::new();
    let mut written = Written::default();
    let deflater = Deflater::new(&options.cache, &options.file);
    let (streams, mut painted) = paint::paint(pages, fonts, &mut codes, &deflater)?;
    let faces = embed_faces(&codes)?;
    let shown = paint::pictures(pages);
    // PDF/A asks for a profile of the inks that are used, and there is none.
    let inks = pages.separation.is_some() || image::any_cmyk(&shown, pictures);
    let archival = if inks { Archival::No } else { Archival::Yes };
    let forms = std::mem::take(&mut painted.forms);
    let mut document = assemble(pages, streams, forms, &codes, &faces, image::embed(&shown, pictures)?)?;
    let page_ids: Vec<ObjectId> = document.get_pages().into_values().collect();

    let mut catalog = document.catalog().map_err(broken)?.clone();
    tags::add(&mut document, &mut written, pages, &painted, &page_ids, &mut catalog)?;
    drop(painted);
    outline::add_destinations(pages, &page_ids, &mut catalog)?;
    outline::add_outline(&mut document, pages, &mut catalog)?;
    let bound: Vec<usize> = pages.bound.clone().unwrap_or_else(|| (0..page_ids.len()).collect());
    outline::add_page_labels(bound.iter().filter_map(|&at| pages.pages.get(at)), &mut catalog);
    bind(&mut document, &bound, &page_ids).map_err(broken)?;
    metadata::add_to_catalog(&mut document, pages, options, archival, &mut catalog);
    replace_catalog(&mut document, catalog)?;
    metadata::set_info(&mut document, pages, options);
    map_codes(&mut document, &faces)?;
    let bytes = file::write(document, written, &deflater);
    deflater.keep();
    bytes
}

fn embed_faces(codes: &BTreeMap<FaceId, Codes>) -> Result<Vec<Embedded>, PdfError> {
    let codes: Vec<&Codes> = codes.values().collect();
    let faces: Vec<Result<Embedded, PdfError>> = codes.par_iter().map(|codes| codes.embed()).collect();
    faces.into_iter().collect()
}

/// Lets printpdf make a document of the fonts, pictures and drawings, and puts
/// the painted pages into it.
///
/// Text is shown by strings of codes, as wide as a word, and not by printpdf's
/// lists of glyphs, each with its text: that took twice the time. printpdf
/// learns of the codes from a page of its own, which is taken out again. Its
/// pages each have resources of their own: 20 KB a page in memory.
fn assemble(
    pages: &Pages,
    streams: Vec<Stream>,
    forms: Forms,
    codes: &BTreeMap<FaceId, Codes>,
    faces: &[Embedded],
    pictures: BTreeMap<printpdf::XObjectId, printpdf::XObject>,
) -> Result<Document, PdfError> {
    let mut document = PdfDocument::new("");
    let shown = codes.values().flat_map(Codes::show_all);
    let ops = std::iter::once(Op::StartTextSection).chain(shown).chain([Op::EndTextSection]).collect();
    document.pages.push(PdfPage::new(Mm(1.0), Mm(1.0), ops));
    document.resources.xobjects.map = pictures;
    document.resources.xobjects.map.extend(draw::embed(forms));
    for face in faces {
        document.resources.fonts.map.insert(face.id.clone(), face.font.clone());
    }
    // printpdf would drop operators that it has no words for if it were told to be secure.
    let options =
        PdfSaveOptions { optimize: false, subset_fonts: false, secure: false, image_optimization: None };
    let mut warnings = Vec::new();
    let mut document = document.to_lopdf_document(&options, &mut warnings);
    add_pages(&mut document, pages, streams).map_err(broken)?;
    let fault = warnings.iter().find(|warning| warning.severity == printpdf::PdfParseErrorSeverity::Error);
    match fault {
        Some(fault) => Err(PdfError::of_file(message!("library-said", said = &fault.msg))),
        None => Ok(document),
    }
}

/// Puts the painted pages in the place of printpdf's own, whose resources they share.
fn add_pages(document: &mut Document, pages: &Pages, streams: Vec<Stream>) -> Result<(), lopdf::Error> {
    let tree = document.catalog()?.get(b"Pages")?.as_reference()?;
    let own = document.get_dictionary(tree)?.get(b"Kids")?.as_array()?.clone();
    let mut resources = Object::Null;
    for page in own {
        let Some(Object::Dictionary(page)) = document.objects.remove(&page.as_reference()?) else { continue };
        document.objects.remove(&page.get(b"Contents")?.as_reference()?);
        resources = page.get(b"Resources")?.clone();
    }
    let mut kids = Vec::with_capacity(streams.len());
    for (page, stream) in pages.pages.iter().zip(streams) {
        let contents = document.add_object(stream);
        let mut entry = object::dict([
            ("Type", object::name("Page")),
            ("Parent", tree.into()),
            ("Resources", resources.clone()),
            ("Contents", contents.into()),
        ]);
        boxes::set(&mut entry, page);
        kids.push(document.add_object(entry));
    }
    let tree = document.get_object_mut(tree)?.as_dict_mut()?;
    tree.set("Count", kids.len() as i64);
    tree.set("Kids", object::references(kids));
    Ok(())
}

/// Puts the pages in the order in which they are bound; what is said of them
/// so far counts them in the order of reading.
fn bind(document: &mut Document, bound: &[usize], page_ids: &[ObjectId]) -> Result<(), lopdf::Error> {
    let tree = document.catalog()?.get(b"Pages")?.as_reference()?;
    let kids: Vec<ObjectId> = bound.iter().filter_map(|&at| page_ids.get(at).copied()).collect();
    document.get_object_mut(tree)?.as_dict_mut()?.set("Kids", object::references(kids));
    Ok(())
}

fn replace_catalog(document: &mut Document, catalog: Dictionary) -> Result<(), PdfError> {
    let id = document.trailer.get(b"Root").and_then(Object::as_reference).map_err(broken)?;
    document.set_object(id, catalog);
    Ok(())
}

/// Puts the maps from our codes to glyphs where printpdf writes `/Identity`.
fn map_codes(document: &mut Document, faces: &[Embedded]) -> Result<(), PdfError> {
    let maps: BTreeMap<&[u8], &Embedded> = faces
        .iter()
        .filter_map(|face| Some((face.font.parsed_font.font_name.as_deref()?.as_bytes(), face)))
        .collect();
    let composite = |object: &Object| {
        let font = object.as_dict().ok().filter(|dict| dict.has_type(b"Font"))?;
        font.get(b"DescendantFonts").ok()?;
        maps.get(font.get(b"BaseFont").and_then(Object::as_name).ok()?).copied()
    };
    let found: Vec<(ObjectId, &Embedded)> =
        document.objects.iter().filter_map(|(&id, object)| Some((id, composite(object)?))).collect();
    for (id, face) in found {
        let map = document.add_object(Stream::new(Dictionary::new(), face.cid_to_gid.clone()));
        let font = document.get_object_mut(id).and_then(Object::as_dict_mut).map_err(broken)?;
        let descendants = font.get_mut(b"DescendantFonts").and_then(Object::as_array_mut).map_err(broken)?;
        for descendant in descendants {
            descendant.as_dict_mut().map_err(broken)?.set("CIDToGIDMap", map);
        }
    }
    Ok(())
}

fn broken(error: lopdf::Error) -> PdfError {
    PdfError::of_file(message!("pdf-not-as-written", error = error.to_string()))
}
