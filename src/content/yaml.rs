//! YAML as a tree of places: every key and value knows its bytes.
//!
//! A typed deserializer would stop at the first fault; reading into a tree
//! first lets one run report every unknown key and every wrong value, each
//! with its place. Scalars keep the text that was typed, so `1989-05-07`,
//! `no` and `0410` are what the editor meant. The parser bounds depth, size
//! and the expansion of aliases.

use std::fmt;

use serde::de::{Deserialize, Deserializer, MapAccess, SeqAccess, Visitor};
use serde_yaml::{Location, Options, Spanned};

use super::text::check_spelt;
use crate::diag::{Diagnostic, Findings};
use crate::message;
use crate::message::Value;
use crate::source::{SourceId, Span};

/// A value with the bytes it stands at.
#[derive(Debug, Clone, PartialEq)]
pub struct Node {
    pub span: Span,
    pub kind: NodeKind,
}

#[derive(Debug, Clone, PartialEq)]
pub enum NodeKind {
    Null,
    /// The text as typed; of a quoted scalar, what the quotes mean.
    Scalar(String),
    List(Vec<Node>),
    Map(Vec<(Key, Node)>),
}

#[derive(Debug, Clone, PartialEq)]
pub struct Key {
    pub span: Span,
    pub text: String,
}

impl Node {
    /// What it is, as messages choose by it.
    pub fn kind_name(&self) -> &'static str {
        match self.kind {
            NodeKind::Null => "nothing",
            NodeKind::Scalar(_) => "scalar",
            NodeKind::List(_) => "list",
            NodeKind::Map(_) => "map",
        }
    }
}

/// A piece of a source that holds YAML: the whole file, front matter, or the
/// body of a fenced block.
#[derive(Debug, Clone, Copy)]
pub struct Piece<'a> {
    pub source: SourceId,
    /// Where the piece starts in its source, in bytes.
    pub offset: usize,
    pub text: &'a str,
}

impl Piece<'_> {
    fn span(&self, range: std::ops::Range<usize>) -> Span {
        let clamp = |at: usize| self.offset + at.min(self.text.len());
        Span::new(self.source, clamp(range.start)..clamp(range.end))
    }
}

/// Longer YAML than any book needs is refused before it is parsed.
const LONGEST: usize = 4 << 20;

/// Parses one YAML document; an empty one is a null. A fault of syntax is
/// reported and gives nothing.
pub fn parse(piece: Piece, found: &mut Findings) -> Option<Node> {
    if piece.text.len() > LONGEST {
        let message = message!("yaml-too-large", bytes = piece.text.len(), most = LONGEST);
        found.push(Diagnostic::error("yaml.too-large", piece.span(0..0), message));
        return None;
    }
    if let Some(tab) = leading_tab(piece.text) {
        let (message, help) = (message!("yaml-tab"), message!("yaml-tab.help"));
        found.push(Diagnostic::error("yaml.tab", piece.span(tab..tab + 1), message).with_help(help));
        return None;
    }
    let raw = match serde_yaml::from_str_with_options::<Raw>(piece.text, options()) {
        Ok(raw) => raw,
        Err(error) => {
            found.push(syntax_error(piece, &error));
            return None;
        }
    };
    Some(to_node(piece, raw, found))
}

fn options() -> Options {
    // A tag asks a program for an object of its own; a book is made of words.
    serde_yaml::options! { with_snippet: false, reject_unsupported_tags: true }
}

fn syntax_error(piece: Piece, error: &serde_yaml::Error) -> Diagnostic {
    let error = error.without_snippet();
    let span = match error.location() {
        Some(location) => {
            let start = line_column(piece.text, location);
            let end = piece.text[start..].chars().next().map_or(start, |c| start + c.len_utf8());
            piece.span(start..end)
        }
        None => piece.span(0..0),
    };
    // The parser ends its message with the place, counted in the piece: it is told above, in the file.
    let message = error.render();
    let message = message.lines().next().unwrap_or("").trim();
    let message = message.strip_prefix("error: ").unwrap_or(message);
    let message = match message.strip_prefix("line ").and_then(|rest| rest.split_once(": ")) {
        Some((place, rest)) if place.chars().all(|c| c.is_ascii_digit() || " column".contains(c)) => rest,
        _ => message.split(" at line ").next().unwrap_or(message),
    };
    Diagnostic::error("yaml.syntax", span, message!("yaml-syntax", what = plain(message)))
}

/// The parser's message without advice to programmers.
fn plain(message: &str) -> Value {
    if message.starts_with("budget breached") || message.contains("alias") && message.contains("limit") {
        return message!("yaml-syntax-endless").into();
    }
    if message.contains("recursion limit") {
        return message!("yaml-syntax-deep").into();
    }
    message.split(", set DuplicateKeyPolicy").next().unwrap_or(message).into()
}

/// The byte offset of a line and column, both from 1, the column in characters.
fn line_column(text: &str, location: Location) -> usize {
    let line = usize::try_from(location.line()).unwrap_or(usize::MAX).max(1);
    let column = usize::try_from(location.column()).unwrap_or(usize::MAX).max(1);
    let mut start = 0;
    for _ in 1..line {
        match text[start..].find('\n') {
            Some(end) => start += end + 1,
            None => return text.len(),
        }
    }
    let rest = text[start..].split('\n').next().unwrap_or("");
    start + rest.char_indices().nth(column - 1).map_or(rest.len(), |(at, _)| at)
}

fn leading_tab(text: &str) -> Option<usize> {
    let mut start = 0;
    for line in text.split_inclusive('\n') {
        let indent = line.len() - line.trim_start_matches([' ', '\t']).len();
        let has_text = !line.trim().is_empty();
        if has_text && let Some(tab) = line[..indent].find('\t') {
            return Some(start + tab);
        }
        start += line.len();
    }
    None
}

fn to_node(piece: Piece, raw: Raw, found: &mut Findings) -> Node {
    let range = bytes(piece.text, raw.0.referenced);
    let span = piece.span(range.clone());
    let kind = match raw.0.value {
        // A plain scalar that was understood as a number, a date or a yes/no
        // is taken as it was typed.
        RawKind::Null => NodeKind::Null,
        RawKind::Typed => NodeKind::Scalar(piece.text.get(range).unwrap_or("").trim().to_owned()),
        RawKind::Text(text) => {
            check_spelt(&text, piece.text.get(range).unwrap_or(""), span, found);
            NodeKind::Scalar(text)
        }
        RawKind::List(items) => {
            NodeKind::List(items.into_iter().map(|item| to_node(piece, item, found)).collect())
        }
        RawKind::Map(entries) => {
            let entries = entries.into_iter().map(|(key, value)| {
                let range = bytes(piece.text, key.referenced);
                let span = piece.span(range.clone());
                check_spelt(&key.value, piece.text.get(range).unwrap_or(""), span, found);
                (Key { span, text: key.value }, to_node(piece, value, found))
            });
            NodeKind::Map(entries.collect())
        }
    };
    Node { span, kind }
}

fn bytes(text: &str, location: Location) -> std::ops::Range<usize> {
    let span = location.span();
    match (span.byte_offset(), span.byte_len()) {
        (Some(offset), Some(len)) => {
            let start = usize::try_from(offset).unwrap_or(usize::MAX).min(text.len());
            let len = usize::try_from(len).unwrap_or(usize::MAX);
            let end = start.saturating_add(len).min(text.len());
            let trimmed = text.get(start..end).map_or(end, |piece| start + piece.trim_end().len());
            start..trimmed
        }
        _ => {
            let start = line_column(text, location);
            start..start
        }
    }
}

/// What the parser hands over, before places are made our own.
struct Raw(Spanned<RawKind>);

enum RawKind {
    Null,
    Typed,
    Text(String),
    List(Vec<Raw>),
    Map(Vec<(Spanned<String>, Raw)>),
}

impl<'de> Deserialize<'de> for Raw {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Raw, D::Error> {
        Spanned::deserialize(deserializer).map(Raw)
    }
}

impl<'de> Deserialize<'de> for RawKind {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<RawKind, D::Error> {
        deserializer.deserialize_any(RawVisitor)
    }
}

struct RawVisitor;

impl<'de> Visitor<'de> for RawVisitor {
    type Value = RawKind;

    fn expecting(&self, f: &mut fmt::Formatter) -> fmt::Result {
        f.write_str("a YAML value")
    }

    fn visit_unit<E>(self) -> Result<RawKind, E> {
        Ok(RawKind::Null)
    }

    fn visit_none<E>(self) -> Result<RawKind, E> {
        Ok(RawKind::Null)
    }

    fn visit_some<D: Deserializer<'de>>(self, deserializer: D) -> Result<RawKind, D::Error> {
        RawKind::deserialize(deserializer)
    }

    fn visit_bool<E>(self, _: bool) -> Result<RawKind, E> {
        Ok(RawKind::Typed)
    }

    fn visit_i64<E>(self, _: i64) -> Result<RawKind, E> {
        Ok(RawKind::Typed)
    }

    fn visit_u64<E>(self, _: u64) -> Result<RawKind, E> {
        Ok(RawKind::Typed)
    }

    fn visit_i128<E>(self, _: i128) -> Result<RawKind, E> {
        Ok(RawKind::Typed)
    }

    fn visit_u128<E>(self, _: u128) -> Result<RawKind, E> {
        Ok(RawKind::Typed)
    }

    fn visit_f64<E>(self, _: f64) -> Result<RawKind, E> {
        Ok(RawKind::Typed)
    }

    fn visit_str<E>(self, text: &str) -> Result<RawKind, E> {
        Ok(RawKind::Text(text.to_owned()))
    }

    fn visit_string<E>(self, text: String) -> Result<RawKind, E> {
        Ok(RawKind::Text(text))
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut list: A) -> Result<RawKind, A::Error> {
        let mut items = Vec::new();
        while let Some(item) = list.next_element()? {
            items.push(item);
        }
        Ok(RawKind::List(items))
    }

    fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<RawKind, A::Error> {
        let mut entries = Vec::new();
        while let Some(entry) = map.next_entry()? {
            entries.push(entry);
        }
        Ok(RawKind::Map(entries))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::source::Sources;

    fn dump(node: &Node) -> String {
        let range = node.span.range();
        match &node.kind {
            NodeKind::Null => "null".into(),
            NodeKind::Scalar(text) => format!("{text:?}@{}..{}", range.start, range.end),
            NodeKind::List(items) => format!("[{}]", items.iter().map(dump).collect::<Vec<_>>().join(", ")),
            NodeKind::Map(entries) => {
                let entries = entries
                    .iter()
                    .map(|(key, value)| format!("{}@{}: {}", key.text, key.span.start, dump(value)));
                format!("{{{}}}", entries.collect::<Vec<_>>().join(", "))
            }
        }
    }

    #[track_caller]
    fn check(yaml: &str, expected: &str) {
        let mut sources = Sources::default();
        let source = sources.add("a.yaml".into(), yaml.into());
        let mut found = Findings::default();
        let node = parse(Piece { source, offset: 0, text: yaml }, &mut found);
        let got = match node {
            Some(node) => dump(&node),
            None => found
                .sorted(&sources)
                .iter()
                .map(|finding| {
                    crate::diag::render(finding, &sources, crate::diag::Style::Plain, crate::locale::Lang::EN)
                })
                .collect(),
        };
        assert_eq!(got, expected);
    }

    #[test]
    fn scalars_keep_what_was_typed() {
        check("signed: 1989-05-07\n", "{signed@0: \"1989-05-07\"@8..18}");
        check("year: 0410\n", "{year@0: \"0410\"@6..10}");
        check("lang: no\n", "{lang@0: \"no\"@6..8}");
        check("lat: 34.2500\n", "{lat@0: \"34.2500\"@5..12}");
        check("draft: true\n", "{draft@0: \"true\"@7..11}");
        check("a: ~\nb:\n", "{a@0: null, b@5: null}");
        check("", "null");
    }

    #[test]
    fn persian_and_flow_maps_have_right_places() {
        check("name: {fa: شیان, en: Xi}", "{name@0: {fa@7: \"شیان\"@11..19, en@21: \"Xi\"@25..27}}");
        check("- ab\n- 'c'\n", "[\"ab\"@2..4, \"c\"@7..10]");
    }

    #[test]
    fn a_tab_is_named() {
        check(
            "a:\n\tb: 1\n",
            "error[yaml.tab]: YAML is indented with spaces, never with a tab\n  --> a.yaml:2:1\n   \
             | \u{2068}⟨ ⟩b: 1\u{2069}\n   = help: replace the tab by spaces\n",
        );
    }
}
