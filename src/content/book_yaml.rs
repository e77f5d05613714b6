//! Reads `book.yaml`, `glossary.yaml` and front matter.

use super::city;
use super::schema::{self, Fields};
use super::yaml::{Key, Node, NodeKind};
use crate::book::{BookFront, City, FrontMatter, GlossaryEntry, Localized, Record};
use crate::diag::{Diagnostic, Findings};
use crate::doc::Word;
use crate::locale::Lang;
use crate::locale::isbn::Isbn;
use crate::locale::partial_date::PartialDate;
use crate::message;
use crate::message::Message;

const BOOK_KEYS: [&str; 14] = [
    "title",
    "subtitle",
    "description",
    "publisher",
    "authors",
    "edition",
    "identifiers",
    "record",
    "rights",
    "base_url",
    "offline",
    "languages",
    "spine",
    "later_pacts",
];

const RECORD_KEYS: [&str; 12] = [
    "heading",
    "place",
    "year",
    "physical",
    "status",
    "note",
    "subjects",
    "added_entries",
    "congress",
    "dewey",
    "print_run",
    "price",
];

const FRONT_MATTER_KEYS: [&str; 7] =
    ["title", "subtitle", "summary", "authors", "translators", "updated", "draft"];

/// `book.yaml` as read: the book's own data, its spine, pacts without a chapter.
pub struct BookYaml {
    pub front: BookFront,
    pub spine: Vec<SpinePart>,
    pub later_pacts: Vec<City>,
}

pub struct SpinePart {
    pub title: Localized,
    pub folder: Folder,
    pub slugs: Vec<Word>,
}

/// Which folder of the content a chapter stands in.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Folder {
    Cities,
    Pages,
}

impl Folder {
    pub fn as_str(self) -> &'static str {
        match self {
            Folder::Cities => "cities",
            Folder::Pages => "pages",
        }
    }
}

/// Reads the book's data; `None` if it has no language or no title.
pub fn read(node: &Node, found: &mut Findings) -> Option<BookYaml> {
    let book = Fields::of(node, message!("thing-file", file = "book.yaml"), &BOOK_KEYS, found)?;
    let languages = languages(&book, found)?;
    let title = match book.require("title", message!("thing-file", file = "book.yaml"), found) {
        Some(node) => every_language(node, "title", &languages, found),
        None => Localized::default(),
    };
    let (isbn, national_bibliography) = identifiers(&book, found);
    let authors = book.list("authors", found, |node, found| {
        Some(schema::localized(node, "authors", &languages, found)).filter(|author| !author.is_empty())
    });
    let front = BookFront {
        span: book.span,
        subtitle: book.localized("subtitle", &languages, found),
        description: book.localized("description", &languages, found),
        publisher: book.localized("publisher", &languages, found),
        authors,
        edition: book.localized("edition", &languages, found),
        isbn,
        national_bibliography,
        record: record(&book, &languages, found),
        rights: book.localized("rights", &languages, found),
        base_url: base_url(&book, found),
        // A reader with a slow connection gains by it, so it is left out, not put in.
        offline: book.get("offline").is_none() || book.flag("offline", found),
        languages,
        title,
    };
    let languages = &front.languages;
    book.require("spine", message!("thing-file", file = "book.yaml"), found);
    let spine = book.list("spine", found, |node, found| spine_part(node, languages, found));
    let later_pacts = book.list("later_pacts", found, |node, found| city::read(node, languages, found));
    (!front.title.is_empty()).then_some(BookYaml {
        spine: spine.into_iter().flatten().collect(),
        later_pacts,
        front,
    })
}

fn languages(book: &Fields, found: &mut Findings) -> Option<Vec<Lang>> {
    let node = book.require("languages", message!("thing-file", file = "book.yaml"), found)?;
    let mut languages: Vec<Lang> = Vec::new();
    for item in schema::list(node, "languages", found)? {
        let Some(lang) = schema::language(item, "languages", found) else { continue };
        if languages.contains(&lang) {
            let message = message!("yaml-wrong-value-twice", lang = lang);
            found.push(Diagnostic::error("yaml.wrong-value", item.span, message));
        } else {
            languages.push(lang);
        }
    }
    if languages.is_empty() {
        let message = message!("yaml-wrong-value-no-language");
        found.push(Diagnostic::error("yaml.wrong-value", node.span, message));
        return None;
    }
    Some(languages)
}

fn every_language(node: &Node, what: &str, languages: &[Lang], found: &mut Findings) -> Localized {
    let texts = schema::localized(node, what, languages, found);
    for lang in languages.iter().filter(|lang| texts.get(**lang).is_none()) {
        let message = message!("book-missing-language", key = what, lang = *lang);
        found.push(Diagnostic::error("book.missing-language", node.span, message));
    }
    texts
}

fn identifiers(book: &Fields, found: &mut Findings) -> (Option<String>, Option<String>) {
    let Some(node) = book.get("identifiers") else { return (None, None) };
    let known = ["isbn", "national_bibliography"];
    let Some(fields) = Fields::of(node, message!("thing-identifiers"), &known, found) else {
        return (None, None);
    };
    let isbn = fields.word("isbn", found).and_then(|typed| match Isbn::parse(&typed.text) {
        Ok(_) => Some(typed.text.to_string()),
        Err(error) => {
            let message = message!("book-isbn", typed = &*typed.text, why = &error);
            found.push(Diagnostic::error("book.isbn", typed.span, message));
            None
        }
    });
    (isbn, fields.text("national_bibliography", found))
}

/// The record of the national library, and what else the copyright page names.
fn record(book: &Fields, languages: &[Lang], found: &mut Findings) -> Record {
    let Some(node) = book.get("record") else { return Record::default() };
    let Some(fields) = Fields::of(node, message!("thing-record"), &RECORD_KEYS, found) else {
        return Record::default();
    };
    let list = |key: &str, found: &mut Findings| {
        let read = |node, found: &mut Findings| Some(schema::localized(node, key, languages, found));
        fields.list(key, found, read)
    };
    Record {
        subjects: list("subjects", found),
        added_entries: list("added_entries", found),
        heading: fields.localized("heading", languages, found),
        place: fields.localized("place", languages, found),
        year: fields.localized("year", languages, found),
        physical: fields.localized("physical", languages, found),
        status: fields.localized("status", languages, found),
        note: fields.localized("note", languages, found),
        congress: fields.localized("congress", languages, found),
        dewey: fields.localized("dewey", languages, found),
        print_run: fields.localized("print_run", languages, found),
        price: fields.localized("price", languages, found),
    }
}

fn base_url(book: &Fields, found: &mut Findings) -> Option<String> {
    let typed = book.word("base_url", found)?;
    match checked_base_url(&typed.text) {
        Ok(url) => Some(url),
        Err(message) => {
            found.push(Diagnostic::error("book.base-url", typed.span, message));
            None
        }
    }
}

/// An address that pages can be appended to, with a `/` at its end.
///
/// # Errors
/// A sentence about what is wrong with it.
pub fn checked_base_url(typed: &str) -> Result<String, Message> {
    let rest = typed.strip_prefix("https://").or_else(|| typed.strip_prefix("http://"));
    let allowed = |c: char| c.is_ascii_alphanumeric() || "-._~:/%[]".contains(c);
    match rest {
        Some(rest) if !rest.is_empty() && !rest.starts_with('/') && rest.chars().all(allowed) => {
            Ok(format!("{}/", typed.trim_end_matches('/')))
        }
        _ => Err(message!("book-base-url", typed = typed)),
    }
}

fn spine_part(node: &Node, languages: &[Lang], found: &mut Findings) -> Option<Vec<SpinePart>> {
    let part = Fields::of(node, message!("thing-part"), &["title", "pages", "cities"], found)?;
    let title = part.localized("title", languages, found);
    let folders = [("pages", Folder::Pages), ("cities", Folder::Cities)];
    let named: Vec<_> = folders.into_iter().filter(|(key, _)| part.get(key).is_some()).collect();
    match named[..] {
        [(key, folder)] => {
            let slugs = part.list(key, found, |node, found| schema::word(node, key, found));
            Some(vec![SpinePart { title, folder, slugs }])
        }
        _ => {
            let message = message!("book-spine");
            found.push(Diagnostic::error("book.spine", part.span, message));
            None
        }
    }
}

/// Reads `glossary.yaml`: a map of keys to `term` and `definition`, a text a
/// language each, or a list of entries that name their `key`.
pub fn glossary(node: &Node, languages: &[Lang], found: &mut Findings) -> Vec<GlossaryEntry> {
    let entries: Vec<(Option<Word>, &Node)> = match &node.kind {
        NodeKind::Map(entries) => {
            let key = |key: &Key| Some(Word { span: key.span, text: key.text.as_str().into() });
            entries.iter().map(|(name, entry)| (key(name), entry)).collect()
        }
        NodeKind::List(entries) => entries.iter().map(|entry| (None, entry)).collect(),
        NodeKind::Null => Vec::new(),
        NodeKind::Scalar(_) => {
            schema::wrong_type(node, message!("thing-glossary"), found);
            Vec::new()
        }
    };
    let mut glossary = Vec::new();
    for (key, value) in entries {
        let known: &[&str] =
            if key.is_some() { &["term", "definition"] } else { &["key", "term", "definition"] };
        let Some(fields) = Fields::of(value, message!("thing-glossary-entry"), known, found) else {
            continue;
        };
        let key = key.or_else(|| {
            fields.require("key", message!("thing-glossary-entry.this"), found);
            fields.word("key", found)
        });
        let Some(key) = key else { continue };
        if !super::is_slug(&key.text) {
            let message = message!("glossary-key", key = &*key.text);
            found.push(Diagnostic::error("glossary.key", key.span, message));
            continue;
        }
        let mut read = |name| match fields.require(name, message!("thing-glossary-entry.this"), found) {
            Some(node) => every_language(node, name, languages, found),
            None => Localized::default(),
        };
        let (term, definition) = (read("term"), read("definition"));
        glossary.push(GlossaryEntry { key, term, definition });
    }
    glossary
}

/// Reads front matter; a missing title is reported and replaced by nothing.
pub fn front_matter(node: &Node, found: &mut Findings) -> Option<FrontMatter> {
    let fields = Fields::of(node, message!("thing-front-matter"), &FRONT_MATTER_KEYS, found)?;
    fields.require("title", message!("thing-front-matter.this"), found);
    let names = |key: &str, found: &mut Findings| {
        let Some(node) = fields.get(key) else { return Vec::new() };
        match &node.kind {
            NodeKind::List(items) => items.iter().filter_map(|item| schema::text(item, key, found)).collect(),
            _ => schema::text(node, key, found).into_iter().collect(),
        }
    };
    let updated = fields.word("updated", found).and_then(|typed| match PartialDate::parse(&typed.text) {
        Ok(PartialDate::Day(_)) => Some(typed.text.to_string()),
        Ok(_) => {
            let message = message!("date-invalid-not-a-day", key = "updated");
            found.push(Diagnostic::error("date.invalid", typed.span, message));
            None
        }
        Err(error) => {
            let message = message!("date-invalid", key = "updated", why = &error);
            found.push(Diagnostic::error("date.invalid", typed.span, message));
            None
        }
    });
    Some(FrontMatter {
        title: fields.text("title", found).unwrap_or_default(),
        subtitle: fields.text("subtitle", found),
        summary: fields.text("summary", found),
        authors: names("authors", found),
        translators: names("translators", found),
        updated,
        draft: fields.flag("draft", found),
    })
}
