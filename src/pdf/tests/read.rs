//! Reads a written file back: its tags as text, with what each of them says.
//!
//! In: the bytes of a file. Out: a line an element, its attributes, and its
//! words in logical order, by the file's own maps to Unicode.

use std::collections::BTreeMap;
use std::fmt::Write;

use lopdf::content::Content;
use lopdf::{Dictionary, Document, Object, ObjectId};

use crate::locale::{Direction, first_strong};

pub struct Reading {
    document: Document,
    /// What each piece of marked content says, by page and MCID.
    texts: BTreeMap<(ObjectId, i64), String>,
    /// Pages with text or paint that is in no marked content.
    pub unmarked: Vec<u32>,
}

/// An element with all that is under it.
pub struct Element {
    pub role: String,
    /// Attributes that a person judges: `Lang=en`.
    pub notes: Vec<String>,
    pub kids: Vec<Kid>,
}

pub enum Kid {
    Element(Element),
    Text(String),
    Annotation,
}

impl Reading {
    pub fn new(bytes: &[u8]) -> Reading {
        let document = Document::load_mem(bytes).unwrap();
        let mut reading = Reading { document, texts: BTreeMap::new(), unmarked: Vec::new() };
        for (number, id) in reading.document.get_pages() {
            reading.page(number, id);
        }
        reading
    }

    /// The elements of the outermost level.
    pub fn roots(&self) -> Vec<Element> {
        let root = self.document.catalog().unwrap().get_deref(b"StructTreeRoot", &self.document).unwrap();
        let kids = root.as_dict().unwrap().get(b"K").unwrap().as_array().unwrap();
        kids.iter().map(|kid| self.element(kid.as_reference().unwrap(), None)).collect()
    }

    fn page(&mut self, number: u32, id: ObjectId) {
        let content = Content::decode(&self.document.get_page_content(id)).unwrap();
        let fonts = self.document.get_page_fonts(id).unwrap();
        let fonts: BTreeMap<Vec<u8>, BTreeMap<u16, String>> =
            fonts.into_iter().map(|(name, font)| (name, to_unicode(&self.document, font))).collect();
        let mut font = &BTreeMap::new();
        let (mut open, mut piece) = (Vec::new(), String::new());
        for operation in &content.operations {
            match operation.operator.as_str() {
                "BDC" => {
                    let mcid = operation.operands[1].as_dict().unwrap().get(b"MCID");
                    open.push(mcid.and_then(Object::as_i64).ok());
                }
                "Tf" => font = &fonts[operation.operands[0].as_name().unwrap()],
                "TJ" => {
                    let shown = operation.operands[0].as_array().unwrap().iter();
                    let strings = shown.filter_map(|shown| shown.as_str().ok());
                    for code in strings.flat_map(|string| string.chunks(2)) {
                        piece.push_str(&font[&u16::from_be_bytes([code[0], code[1]])]);
                    }
                }
                "f" | "S" | "B" | "Do" if open.is_empty() => self.unmarked.push(number),
                _ => {}
            }
            // A line and a piece of marked content are both a unit of direction.
            if matches!(operation.operator.as_str(), "EMC" | "ET") && !piece.is_empty() {
                match open.last() {
                    Some(Some(mcid)) => self.texts.entry((id, *mcid)).or_default().push_str(&logical(&piece)),
                    Some(None) => {}
                    None => self.unmarked.push(number),
                }
                piece.clear();
            }
            if operation.operator == "EMC" {
                open.pop();
            }
        }
    }

    fn element(&self, id: ObjectId, page: Option<ObjectId>) -> Element {
        let entry = self.document.get_dictionary(id).unwrap();
        let page = entry.get(b"Pg").and_then(Object::as_reference).ok().or(page);
        let role = String::from_utf8(entry.get(b"S").unwrap().as_name().unwrap().to_vec()).unwrap();
        let kids = entry.get(b"K").and_then(Object::as_array).map(Vec::as_slice).unwrap_or_default();
        let kids = kids.iter().map(|kid| match kid {
            Object::Integer(mcid) => Kid::Text(self.text(page.unwrap(), *mcid)),
            Object::Reference(id) => Kid::Element(self.element(*id, page)),
            Object::Dictionary(kid) if kid.has_type(b"OBJR") => Kid::Annotation,
            Object::Dictionary(kid) => {
                let page = kid.get(b"Pg").and_then(Object::as_reference).unwrap();
                Kid::Text(self.text(page, kid.get(b"MCID").unwrap().as_i64().unwrap()))
            }
            other => panic!("{other:?} is no kid"),
        });
        Element { role, notes: notes(entry), kids: kids.collect() }
    }

    fn text(&self, page: ObjectId, mcid: i64) -> String {
        self.texts.get(&(page, mcid)).cloned().unwrap_or_default()
    }
}

impl Element {
    /// This element and all below it, in reading order.
    pub fn all<'a>(&'a self, out: &mut Vec<&'a Element>) {
        out.push(self);
        for kid in &self.kids {
            if let Kid::Element(element) = kid {
                element.all(out);
            }
        }
    }

    /// A line an element; words stand in their own lines between elements.
    pub fn dump(&self, depth: usize, out: &mut String) {
        let notes: String = self.notes.iter().map(|note| format!(" {note}")).collect();
        let _ = write!(out, "{}{}{notes}", "  ".repeat(depth), self.role);
        if let [Kid::Text(text)] = self.kids.as_slice() {
            let _ = writeln!(out, " {text:?}");
            return;
        }
        out.push('\n');
        for kid in &self.kids {
            match kid {
                Kid::Element(element) => element.dump(depth + 1, out),
                Kid::Text(text) => drop(writeln!(out, "{}{text:?}", "  ".repeat(depth + 1))),
                Kid::Annotation => drop(writeln!(out, "{}annotation", "  ".repeat(depth + 1))),
            }
        }
    }
}

/// What a line says, of codes in the order of their places from the left.
fn logical(visual: &str) -> String {
    let persian = |c: char| ('۰'..='۹').contains(&c) || direction(c) == Some(Direction::Rtl);
    if !visual.contains(persian) {
        return visual.to_owned();
    }
    let reversed: Vec<char> = visual.chars().rev().collect();
    let leftward = |c: char| c.is_numeric() || direction(c) == Some(Direction::Ltr);
    let mut out = String::new();
    let mut rest = reversed.as_slice();
    while let Some(start) = rest.iter().position(|&c| leftward(c)) {
        // A number or name from the left to the right, with what stands inside of it.
        let inside = rest[start..].iter().position(|&c| direction(c) == Some(Direction::Rtl));
        let end = inside.map_or(rest.len(), |inside| start + inside);
        let end = rest[..end].iter().rposition(|&c| leftward(c)).map_or(end, |last| last + 1);
        out.extend(&rest[..start]);
        let stretch = &rest[start..end];
        let named = stretch.iter().any(|&c| direction(c) == Some(Direction::Ltr));
        let number = |c: &char| c.is_numeric() || matches!(c, '٬' | '٫');
        if named {
            out.extend(stretch.iter().rev());
        } else {
            stretch.chunk_by(|a, b| number(a) == number(b)).for_each(|part| match part.iter().all(number) {
                true => out.extend(part.iter().rev()),
                false => out.extend(part),
            });
        }
        rest = &rest[end..];
    }
    out.extend(rest);
    out
}

fn direction(character: char) -> Option<Direction> {
    first_strong(character.encode_utf8(&mut [0; 4]))
}

fn notes(entry: &Dictionary) -> Vec<String> {
    let mut notes = Vec::new();
    for key in ["Lang", "Alt", "E"] {
        if let Ok(value) = entry.get(key.as_bytes()) {
            notes.push(format!("{key}={}", lopdf::decode_text_string(value).unwrap()));
        }
    }
    if let Ok(attributes) = entry.get(b"A").and_then(Object::as_dict) {
        for key in ["Scope", "ListNumbering", "Placement"] {
            if let Ok(value) = attributes.get(key.as_bytes()).and_then(Object::as_name) {
                notes.push(format!("{key}={}", String::from_utf8_lossy(value)));
            }
        }
        notes.extend(attributes.has(b"BBox").then(|| "BBox".to_owned()));
    }
    notes.extend(entry.has(b"ID").then(|| "ID".to_owned()));
    notes
}

fn to_unicode(document: &Document, font: &Dictionary) -> BTreeMap<u16, String> {
    let stream = font.get_deref(b"ToUnicode", document).unwrap().as_stream().unwrap();
    let map = String::from_utf8(stream.get_plain_content().unwrap()).unwrap();
    let mut texts = BTreeMap::new();
    for line in map.lines().filter(|line| line.starts_with('<')) {
        let hex: Vec<&str> = line.split(['<', '>', ' ']).filter(|part| !part.is_empty()).collect();
        let [code, text] = hex[..] else { continue };
        let Ok(code) = u16::from_str_radix(code, 16) else { continue };
        let units: Vec<u16> = text
            .as_bytes()
            .chunks(4)
            .map(|unit| u16::from_str_radix(str::from_utf8(unit).unwrap(), 16).unwrap())
            .collect();
        texts.insert(code, String::from_utf16(&units).unwrap());
    }
    texts
}
