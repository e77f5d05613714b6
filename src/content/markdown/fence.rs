//! Fenced blocks with a name in braces: pact, map, figure, gallery, verse ...

use std::ops::Range;

use super::Reader;
use crate::content::schema::{self, Fields};
use crate::content::yaml::{self, Node, NodeKind, Piece};
use crate::diag::Diagnostic;
use crate::doc::{
    BlockKind, ChartKind, Inline, Parsed, RawFigure, RawInsert, RawPicture, Verse, VerseLine, Word,
};
use crate::message;
use crate::message::Message;

const NAMES: [&str; 11] = [
    "figure",
    "gallery",
    "pact",
    "map",
    "chart",
    "timeline",
    "likeness",
    "facts",
    "open-points",
    "video",
    "verse",
];

/// What may stand between two hemistichs.
const HEMISTICH_SEPARATORS: [&str; 5] = [" // ", " / ", " | ", " *** ", "\t"];

/// Reads the block `{name}`; `body` is where its text stands, `range` the
/// whole block. A fault is reported and gives nothing.
pub(super) fn read(
    reader: &mut Reader,
    name: &str,
    text: &str,
    body: Option<Range<usize>>,
    range: Range<usize>,
) -> Option<BlockKind<Parsed>> {
    if name == "verse" {
        return verse(reader, body, range).map(BlockKind::Verse);
    }
    if !NAMES.contains(&name) {
        let word = reader.word_in(range, name);
        let message = message!("directive-unknown", block = format!("{{{name}}}"));
        let diagnostic =
            Diagnostic::error("directive.unknown", word.span, message).with_suggestion(name, NAMES);
        reader.found.push(match diagnostic.help {
            Some(_) => diagnostic,
            None => diagnostic.with_help(message!("directive-unknown.help", names = &NAMES[..])),
        });
        return None;
    }
    let node = match body.filter(|_| !text.trim().is_empty()) {
        Some(body) => Some(yaml_body(reader, body)?),
        None => None,
    };
    let block = Fence { name, node: node.as_ref(), range };
    match name {
        "figure" => block.figure(reader).map(BlockKind::Figure),
        "gallery" => block.gallery(reader).map(BlockKind::Insert),
        "video" => block.video(reader).map(BlockKind::Insert),
        "map" => block.map(reader).map(BlockKind::Insert),
        "chart" => block.chart(reader).map(BlockKind::Insert),
        "pact" => block.without_body(reader, RawInsert::Pact),
        "facts" => block.without_body(reader, RawInsert::Facts),
        "likeness" => block.without_body(reader, RawInsert::Likeness),
        "open-points" => block.without_body(reader, RawInsert::OpenPoints),
        _ => block.without_body(reader, RawInsert::Timeline),
    }
}

/// What messages call a block.
fn block(name: &str) -> Message {
    message!("thing-block", block = format!("{{{name}}}"))
}

/// The body as YAML. In a quote or list the source has other marks at its
/// lines' starts, so the bytes of the source are read only if they are plain.
fn yaml_body(reader: &mut Reader, body: Range<usize>) -> Option<Node> {
    let piece = Piece {
        source: reader.piece.source,
        offset: reader.piece.offset + body.start,
        text: reader.slice(body),
    };
    yaml::parse(piece, reader.found)
}

struct Fence<'a> {
    name: &'a str,
    node: Option<&'a Node>,
    range: Range<usize>,
}

impl Fence<'_> {
    fn fields<'n>(&'n self, keys: &[&str], reader: &mut Reader) -> Option<Fields<'n>> {
        match self.node {
            Some(node) => Fields::of(node, block(self.name), keys, reader.found),
            None => {
                let span = reader.span(self.range.clone());
                let message = message!("directive-body-missing", block = block(self.name), keys = keys);
                reader.found.push(Diagnostic::error("directive.body", span, message));
                None
            }
        }
    }

    fn without_body(&self, reader: &mut Reader, insert: RawInsert) -> Option<BlockKind<Parsed>> {
        if let Some(node) = self.node {
            let message = message!("directive-body-idle", block = block(self.name));
            reader.found.push(Diagnostic::error("directive.body", node.span, message));
        }
        Some(BlockKind::Insert(insert))
    }

    fn figure(&self, reader: &mut Reader) -> Option<RawFigure> {
        let fields = self.fields(&["src", "alt", "caption", "id"], reader)?;
        figure(&fields, reader)
    }

    fn gallery(&self, reader: &mut Reader) -> Option<RawInsert> {
        let node = match self.node {
            Some(Node { kind: NodeKind::Map(_), .. }) => {
                self.fields(&["pictures"], reader)?.require("pictures", block("gallery"), reader.found)?
            }
            Some(node) => node,
            None => {
                self.fields(&["pictures"], reader);
                return None;
            }
        };
        let mut figures = Vec::new();
        for item in schema::list(node, "{gallery}", reader.found)? {
            let fields =
                Fields::of(item, message!("thing-picture"), &["src", "alt", "caption", "id"], reader.found);
            figures.extend(fields.and_then(|fields| figure(&fields, reader)));
        }
        Some(RawInsert::Gallery(figures))
    }

    fn video(&self, reader: &mut Reader) -> Option<RawInsert> {
        let fields = self.fields(&["src", "poster", "alt", "caption"], reader)?;
        fields.require("src", block("video"), reader.found);
        fields.require("poster", block("video"), reader.found);
        let file = fields.word("src", reader.found);
        let poster = fields.word("poster", reader.found);
        let alt = alternative(&fields, reader);
        let caption = caption(&fields, reader);
        Some(RawInsert::Video { file: file?, poster: RawPicture { path: poster?, alt }, caption })
    }

    fn map(&self, reader: &mut Reader) -> Option<RawInsert> {
        if self.node.is_none() {
            return Some(RawInsert::Map { caption: Vec::new() });
        }
        let fields = self.fields(&["caption"], reader)?;
        Some(RawInsert::Map { caption: caption(&fields, reader) })
    }

    fn chart(&self, reader: &mut Reader) -> Option<RawInsert> {
        let fields = self.fields(&["kind", "caption"], reader)?;
        fields.require("kind", block("chart"), reader.found);
        let kinds = ChartKind::ALL.map(|kind| (kind.as_str(), kind));
        let kind = fields.choice("kind", &kinds, reader.found);
        let caption = caption(&fields, reader);
        Some(RawInsert::Chart { kind: kind?, caption })
    }
}

fn figure(fields: &Fields, reader: &mut Reader) -> Option<RawFigure> {
    fields.require("src", message!("thing-figure.this"), reader.found);
    let path = fields.word("src", reader.found);
    let alt = alternative(fields, reader);
    let id = fields.word("id", reader.found).filter(|id| reader.is_id(id));
    let caption = caption(fields, reader);
    Some(RawFigure { picture: RawPicture { path: path?, alt }, caption, id })
}

fn alternative(fields: &Fields, reader: &mut Reader) -> Box<str> {
    let alt = fields.text("alt", reader.found);
    if alt.is_none() {
        let (message, help) = (message!("image-alt-key"), message!("image-alt-key.help"));
        reader.found.push(Diagnostic::error("image.alt", fields.span, message).with_help(help));
    }
    alt.unwrap_or_default().into()
}

fn caption(fields: &Fields, reader: &mut Reader) -> Vec<Inline<Parsed>> {
    let Some(Word { span, text }) = fields.word("caption", reader.found) else { return Vec::new() };
    let offset = span.start as usize;
    // A quoted caption begins after its quote.
    let quoted = reader.piece.text.get(offset.saturating_sub(reader.piece.offset)..).unwrap_or("");
    let offset = if quoted.starts_with(&*text) { offset } else { offset + 1 };
    reader.line(Piece { source: span.source, offset, text: &text })
}

/// A line a couplet, its hemistichs apart by ` / `; an empty line between
/// stanzas; a last line that opens with a dash names the poet.
fn verse(reader: &mut Reader, body: Option<Range<usize>>, range: Range<usize>) -> Option<Verse<Parsed>> {
    let Some(body) = body else {
        let span = reader.span(range);
        reader.found.push(Diagnostic::error("directive.body", span, message!("directive-body-verse")));
        return None;
    };
    let mut verse = Verse { lines: Vec::new(), attribution: Vec::new() };
    let mut start = body.start;
    for line in reader.slice(body).split_inclusive('\n') {
        let at = start + (line.len() - line.trim_start().len());
        start += line.len();
        let line = line.trim();
        let mut part = |text: &str, offset: usize| {
            let piece =
                Piece { source: reader.piece.source, offset: reader.piece.offset + at + offset, text };
            reader.line(piece)
        };
        if line.is_empty() {
            verse.lines.push(VerseLine::Gap);
        } else if let Some(name) = line.strip_prefix(['—', '–']).or_else(|| line.strip_prefix("-- ")) {
            let name = name.trim_start();
            verse.attribution = part(name, line.len() - name.len());
        } else if let Some((first, second)) = couplet(line) {
            let offset = line.len() - second.len();
            verse.lines.push(VerseLine::Couplet(part(first, 0), part(second, offset)));
        } else {
            verse.lines.push(VerseLine::Single(part(line, 0)));
        }
    }
    while verse.lines.last() == Some(&VerseLine::Gap) {
        verse.lines.pop();
    }
    Some(verse)
}

/// The two hemistichs of a line, trimmed; the second ends the line.
fn couplet(line: &str) -> Option<(&str, &str)> {
    let (first, second) = HEMISTICH_SEPARATORS.iter().find_map(|separator| line.split_once(separator))?;
    Some((first.trim_end(), second.trim_start()))
}
