//! Small PDF objects: dictionaries, names and text strings.
//!
//! A text string is ASCII where it can be, else UTF-16 with a byte order mark
//! (ISO 32000-1 §7.9.2.2).

use lopdf::{Dictionary, Object, ObjectId, StringFormat};

pub(super) fn dict<const N: usize>(entries: [(&str, Object); N]) -> Dictionary {
    Dictionary::from_iter(entries)
}

pub(super) fn name(text: &str) -> Object {
    Object::Name(text.as_bytes().to_vec())
}

pub(super) fn text(text: &str) -> Object {
    if text.bytes().all(|byte| (b' '..=b'~').contains(&byte)) {
        return Object::String(text.as_bytes().to_vec(), StringFormat::Literal);
    }
    let mut bytes = vec![0xFE, 0xFF];
    bytes.extend(text.encode_utf16().flat_map(u16::to_be_bytes));
    Object::String(bytes, StringFormat::Literal)
}

/// A name of a place as the file's own bytes, which need not be text.
pub(super) fn key(text: &str) -> Object {
    Object::String(text.as_bytes().to_vec(), StringFormat::Literal)
}

pub(super) fn references(ids: impl IntoIterator<Item = ObjectId>) -> Object {
    Object::Array(ids.into_iter().map(Object::Reference).collect())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn text_beyond_ascii_is_utf_16() {
        assert_eq!(text("ab"), Object::String(b"ab".to_vec(), StringFormat::Literal));
        assert_eq!(text("آ"), Object::String(vec![0xFE, 0xFF, 0x06, 0x22], StringFormat::Literal));
        assert_eq!(text("a\nb"), Object::String(b"\xFE\xFF\0a\0\n\0b".to_vec(), StringFormat::Literal));
    }
}
