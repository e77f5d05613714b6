//! Writes the objects of a document as the bytes of a file.
//!
//! In: lopdf's document, complete, and objects that were written as they were
//! made. Out: streams first, each compressed where
//! that makes it smaller, then all other objects in object streams (ISO 32000-1
//! §7.5.7), then the cross-reference stream, predicted from row to row and
//! compressed (§7.5.8, §7.4.4.4), with an identifier that is a hash of the
//! bytes before it. Objects are written in parallel and are gone when they are
//! written; lopdf's own writer copies them first and writes each four times.

use std::borrow::Borrow;
use std::io::Write;

use lopdf::{Dictionary, Document, Object, ObjectId, Stream, StringFormat};
use rayon::prelude::*;

use super::PdfError;
use super::deflate::{Deflater, fault};
use super::object::{dict, name};

/// How many objects share an object stream. Readers unpack it whole for one of them.
const OBJECTS: usize = 1000;

/// A comment of bytes above 127 tells programs that a file is not text (§7.5.2).
const HEAD: &[u8] = b"%PDF-1.7\n%\xBB\xAD\xC0\xDE\n";

/// Bytes of a row of the cross-reference table: kind, place, index.
const WIDTHS: [usize; 3] = [1, 4, 2];

/// Where an object is found.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Entry {
    Free,
    At(usize),
    Within { stream: u32, index: usize },
}

/// Objects that are written as they are made. lopdf's take tenfold the memory,
/// which tells for the elements of a long book's structure.
#[derive(Default)]
pub(super) struct Written {
    packs: Vec<Pack>,
}

impl Written {
    /// Adds an object that is no stream, under a number that the document gave out.
    pub(super) fn add(&mut self, id: ObjectId, object: &Object) {
        self.write(id, |body| write_object(body, object));
    }

    /// Adds a dictionary that is written entry by entry.
    pub(super) fn add_dictionary(&mut self, id: ObjectId, entries: impl FnOnce(&mut Entries)) {
        self.write(id, |body| Entries::write(body, entries));
    }

    fn write(&mut self, (number, _): ObjectId, write: impl FnOnce(&mut Vec<u8>)) {
        if self.packs.last().is_none_or(|pack| pack.objects.len() >= OBJECTS) {
            self.packs.push(Pack::default());
        }
        if let Some(pack) = self.packs.last_mut() {
            pack.objects.push((number, pack.body.len()));
            write(&mut pack.body);
            pack.body.push(b' ');
        }
    }
}

/// A dictionary that is written as it is made.
pub(super) struct Entries<'a>(&'a mut Vec<u8>);

impl Entries<'_> {
    fn write(out: &mut Vec<u8>, entries: impl FnOnce(&mut Entries)) {
        out.extend(b"<<");
        entries(&mut Entries(out));
        out.extend(b">>");
    }

    pub(super) fn name(&mut self, key: &str, name: &str) {
        write_name(self.0, key.as_bytes());
        write_name(self.0, name.as_bytes());
    }

    pub(super) fn integer(&mut self, key: &str, value: i64) {
        self.object(key, &Object::Integer(value));
    }

    pub(super) fn reference(&mut self, key: &str, id: ObjectId) {
        self.object(key, &Object::Reference(id));
    }

    /// Bytes as a string.
    pub(super) fn string(&mut self, key: &str, bytes: &[u8]) {
        write_name(self.0, key.as_bytes());
        write_literal(self.0, bytes);
    }

    pub(super) fn dictionary(&mut self, key: &str, entries: impl FnOnce(&mut Entries)) {
        write_name(self.0, key.as_bytes());
        Entries::write(self.0, entries);
    }

    pub(super) fn array(&mut self, key: &str, items: impl Iterator<Item = Object>) {
        write_name(self.0, key.as_bytes());
        write_array(self.0, items);
    }

    pub(super) fn object(&mut self, key: &str, value: &Object) {
        write_name(self.0, key.as_bytes());
        if needs_space(value) {
            self.0.push(b' ');
        }
        write_object(self.0, value);
    }
}

/// What one object stream holds, before it is compressed.
#[derive(Default)]
struct Pack {
    /// The number of each object, and where it begins in the body.
    objects: Vec<(u32, usize)>,
    body: Vec<u8>,
}

impl Pack {
    /// The object stream: numbers and offsets, then the objects.
    fn into_stream(self, deflater: &Deflater) -> Result<Stream, PdfError> {
        let mut bytes = Vec::new();
        for (number, offset) in &self.objects {
            bytes.extend(format!("{number} {offset} ").bytes());
        }
        let head = dict([
            ("Type", name("ObjStm")),
            ("N", (self.objects.len() as i64).into()),
            ("First", (bytes.len() as i64).into()),
            ("Filter", name("FlateDecode")),
        ]);
        bytes.extend(self.body);
        Ok(Stream::new(head, deflater.zlib(&bytes).map_err(fault)?))
    }
}

/// The bytes of a document's file.
///
/// # Errors
/// A stream that cannot be compressed, or more than a file can address.
pub(super) fn write(
    document: Document,
    mut written: Written,
    deflater: &Deflater,
) -> Result<Vec<u8>, PdfError> {
    let mut streams = Vec::new();
    for (id, object) in document.objects {
        match object {
            Object::Stream(stream) => streams.push((id.0, stream)),
            object => written.add(id, &object),
        }
    }
    let first_container = document.max_id + 1;
    let containers: Vec<(u32, Pack)> = (first_container..).zip(written.packs).collect();
    let end = first_container + containers.len() as u32;
    let mut entries = vec![Entry::Free; end as usize + 1];
    for (container, pack) in &containers {
        for (index, (number, _)) in pack.objects.iter().enumerate() {
            entries[*number as usize] = Entry::Within { stream: *container, index };
        }
    }

    let streams = streams.into_par_iter().map(|(number, stream)| (number, deflater.stream(stream)));
    let containers = containers.into_par_iter();
    let containers = containers.map(|(number, pack)| (number, pack.into_stream(deflater)));
    let made: Vec<(u32, Result<Stream, PdfError>)> = streams.chain(containers).collect();

    let mut bytes = HEAD.to_vec();
    for (number, stream) in made {
        let stream = stream?;
        entries[number as usize] = Entry::At(bytes.len());
        indirect(&mut bytes, number, &stream);
    }
    let start = bytes.len();
    entries[end as usize] = Entry::At(start);
    let table = table(document.trailer, &entries, &bytes, deflater).map_err(fault)?;
    indirect(&mut bytes, end, &table);
    bytes.extend(format!("startxref\n{start}\n%%EOF\n").bytes());
    Ok(bytes)
}

/// The cross-reference stream, which is the trailer too.
fn table(
    mut trailer: Dictionary,
    entries: &[Entry],
    before: &[u8],
    deflater: &Deflater,
) -> std::io::Result<Stream> {
    let columns: usize = WIDTHS.iter().sum();
    let mut rows = Vec::with_capacity(entries.len() * columns);
    for entry in entries {
        let (kind, place, index) = match *entry {
            Entry::Free => (0, 0, u16::MAX),
            Entry::At(offset) => (1, u32::try_from(offset).map_err(std::io::Error::other)?, 0),
            Entry::Within { stream, index } => {
                (2, stream, u16::try_from(index).map_err(std::io::Error::other)?)
            }
        };
        rows.push(kind);
        rows.extend(place.to_be_bytes());
        rows.extend(index.to_be_bytes());
    }
    let integer = |number: usize| Object::Integer(number as i64);
    let hash = blake3::hash(before);
    let id = Object::String(hash.as_bytes()[..16].to_vec(), StringFormat::Hexadecimal);
    trailer.set("Type", name("XRef"));
    trailer.set("Size", integer(entries.len()));
    trailer.set("W", WIDTHS.map(integer).to_vec());
    trailer.set("ID", vec![id.clone(), id]);
    trailer.set("Filter", name("FlateDecode"));
    trailer.set("DecodeParms", dict([("Predictor", 12.into()), ("Columns", integer(columns))]));
    Ok(Stream::new(trailer, deflater.zlib(&predicted(&rows, columns))?))
}

/// Each row as its difference from the one above (PNG's filter Up).
fn predicted(body: &[u8], columns: usize) -> Vec<u8> {
    const UP: u8 = 2;
    let mut out = Vec::with_capacity(body.len() + body.len() / columns);
    let mut above = vec![0; columns];
    for row in body.chunks(columns) {
        out.push(UP);
        out.extend(row.iter().zip(&above).map(|(byte, above)| byte.wrapping_sub(*above)));
        above.copy_from_slice(row);
    }
    out
}

fn indirect(out: &mut Vec<u8>, number: u32, stream: &Stream) {
    out.extend(format!("{number} 0 obj\n").bytes());
    write_stream(out, stream);
    out.extend(b"\nendobj\n");
}

fn write_stream(out: &mut Vec<u8>, stream: &Stream) {
    write_dictionary(out, &stream.dict);
    out.extend(b"stream\n");
    out.extend(&stream.content);
    out.extend(b"\nendstream");
}

/// ISO 32000-1 §7.3.
fn write_object(out: &mut Vec<u8>, object: &Object) {
    // Writing to a vector cannot fail.
    let _ = match object {
        Object::Null => write!(out, "null"),
        Object::Boolean(value) => write!(out, "{value}"),
        Object::Integer(value) => write!(out, "{value}"),
        Object::Real(value) => write!(out, "{value}"),
        Object::Reference((number, generation)) => write!(out, "{number} {generation} R"),
        Object::Name(name) => {
            write_name(out, name);
            Ok(())
        }
        Object::String(text, StringFormat::Literal) => {
            write_literal(out, text);
            Ok(())
        }
        Object::String(text, StringFormat::Hexadecimal) => {
            out.push(b'<');
            text.iter().for_each(|byte| out.extend(format!("{byte:02X}").bytes()));
            out.push(b'>');
            Ok(())
        }
        Object::Array(items) => {
            write_array(out, items.iter());
            Ok(())
        }
        Object::Dictionary(entries) => {
            write_dictionary(out, entries);
            Ok(())
        }
        Object::Stream(stream) => {
            write_stream(out, stream);
            Ok(())
        }
    };
}

fn write_array(out: &mut Vec<u8>, items: impl Iterator<Item = impl Borrow<Object>>) {
    out.push(b'[');
    for (at, item) in items.enumerate() {
        if at > 0 && needs_space(item.borrow()) {
            out.push(b' ');
        }
        write_object(out, item.borrow());
    }
    out.push(b']');
}

fn write_dictionary(out: &mut Vec<u8>, entries: &Dictionary) {
    out.extend(b"<<");
    for (key, value) in entries {
        write_name(out, key);
        if needs_space(value) {
            out.push(b' ');
        }
        write_object(out, value);
    }
    out.extend(b">>");
}

/// Whether an object would run into a word before it.
fn needs_space(object: &Object) -> bool {
    matches!(
        object,
        Object::Null | Object::Boolean(_) | Object::Integer(_) | Object::Real(_) | Object::Reference(_)
    )
}

fn write_name(out: &mut Vec<u8>, name: &[u8]) {
    out.push(b'/');
    for &byte in name {
        if byte.is_ascii_graphic() && !b"()<>[]{}/%#".contains(&byte) {
            out.push(byte);
        } else {
            out.extend(format!("#{byte:02X}").bytes());
        }
    }
}

fn write_literal(out: &mut Vec<u8>, text: &[u8]) {
    out.push(b'(');
    for &byte in text {
        match byte {
            b'(' | b')' | b'\\' => out.extend([b'\\', byte]),
            // A bare one would be read as a line feed (§7.3.4.2).
            b'\r' => out.extend(b"\\r"),
            byte => out.push(byte),
        }
    }
    out.push(b')');
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::super::object::{key, references};
    use super::*;
    use crate::cache::Cache;

    #[test]
    fn rows_are_differences() {
        assert_eq!(predicted(&[1, 2, 3, 1, 2, 4], 3), [2, 1, 2, 3, 2, 0, 0, 1]);
    }

    #[test]
    fn objects_are_written_without_needless_spaces() {
        let object = dict([
            ("A B", vec![1.into(), name("x/y"), 2.5.into(), Object::Null, true.into()].into()),
            ("C", references([(7, 0)])),
            ("D", key("a(b)\\")),
            ("E", dict([("F", Object::String(vec![0xFE, 0x0A], StringFormat::Hexadecimal))]).into()),
        ]);
        let mut out = Vec::new();
        write_object(&mut out, &object.into());
        let expected = r"<</A#20B[1/x#2Fy 2.5 null true]/C[7 0 R]/D(a\(b\)\\)/E<</F<FE0A>>>>>";
        assert_eq!(String::from_utf8(out).unwrap(), expected);
    }

    fn objects() -> impl Strategy<Value = Object> {
        let plain = prop_oneof![
            Just(Object::Null),
            any::<bool>().prop_map(Object::Boolean),
            any::<i32>().prop_map(|number| Object::Integer(number.into())),
            (-9999i32..9999).prop_map(|number| Object::Real(number as f32 / 100.0)),
            prop::collection::vec(1u8..=255, 0..8).prop_map(Object::Name),
            prop::collection::vec(any::<u8>(), 0..12)
                .prop_map(|text| Object::String(text, StringFormat::Literal)),
            prop::collection::vec(any::<u8>(), 0..12)
                .prop_map(|text| Object::String(text, StringFormat::Hexadecimal)),
        ];
        plain.prop_recursive(3, 24, 5, |inner| {
            let entry = (prop::collection::vec(1u8..=255, 1..5), inner.clone());
            prop_oneof![
                prop::collection::vec(inner, 0..5).prop_map(Object::Array),
                prop::collection::vec(entry, 0..5)
                    .prop_map(|entries| Object::Dictionary(Dictionary::from_iter(entries))),
            ]
        })
    }

    fn document(objects: Vec<Object>) -> Document {
        let mut document = Document::new();
        let ids: Vec<_> = objects.into_iter().map(|object| document.add_object(object)).collect();
        let pages = document.add_object(dict([("Type", name("Pages")), ("Count", 0.into())]));
        let catalog = dict([("Type", name("Catalog")), ("Pages", pages.into()), ("All", references(ids))]);
        let catalog = document.add_object(catalog);
        document.trailer.set("Root", catalog);
        document
    }

    /// Reals are read back as reals though they were written as whole numbers.
    fn same(one: &Object, other: &Object) -> bool {
        match (one, other) {
            (Object::Real(one), Object::Integer(other)) => *one == *other as f32,
            (Object::String(one, _), Object::String(other, _)) => one == other,
            (Object::Array(one), Object::Array(other)) => {
                one.len() == other.len() && one.iter().zip(other).all(|(one, other)| same(one, other))
            }
            (Object::Dictionary(one), Object::Dictionary(other)) => {
                let twin =
                    |(key, value): (&Vec<u8>, &Object)| other.get(key).is_ok_and(|twin| same(value, twin));
                one.len() == other.len() && one.iter().all(twin)
            }
            _ => one == other,
        }
    }

    proptest! {
        #[test]
        fn what_is_written_is_read_back(objects in prop::collection::vec(objects(), 0..9), body in "[ab(\n]{0,99}") {
            let mut all = objects.clone();
            all.push(Stream::new(Dictionary::new(), body.clone().into_bytes()).into());
            let mut document = document(all);
            let mut written = Written::default();
            let early = document.new_object_id();
            written.add(early, &references([early]));
            let bytes = write(document, written, &Deflater::new(&Cache::default(), "")).unwrap();
            let read = Document::load_mem(&bytes).unwrap();
            let references = read.catalog().unwrap().get(b"All").unwrap().as_array().unwrap().clone();
            prop_assert_eq!(references.len(), objects.len() + 1);
            let itself = read.get_object(early).unwrap().as_array().unwrap();
            prop_assert_eq!(itself[0].as_reference().unwrap(), early);
            for (object, id) in objects.iter().zip(&references) {
                let back = read.get_object(id.as_reference().unwrap()).unwrap();
                prop_assert!(same(object, back), "{object:?} {back:?}");
            }
            let stream = read.get_object(references[objects.len()].as_reference().unwrap()).unwrap();
            let stream = stream.as_stream().unwrap();
            let back = stream.decompressed_content().unwrap_or_else(|_| stream.content.clone());
            prop_assert_eq!(back, body.into_bytes());
        }
    }

    #[test]
    fn more_objects_than_one_stream_holds_are_all_found() {
        let count = OBJECTS as i64 * 2 + 5;
        let document = document((0..count).map(Object::Integer).collect());
        let bytes = write(document, Written::default(), &Deflater::new(&Cache::default(), "")).unwrap();
        let read = Document::load_mem(&bytes).unwrap();
        let all = read.catalog().unwrap().get(b"All").unwrap().as_array().unwrap();
        let numbers =
            all.iter().map(|id| read.get_object(id.as_reference().unwrap()).unwrap().as_i64().unwrap());
        assert!(numbers.eq(0..count));
    }
}
