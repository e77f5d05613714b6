//! A line of the document tree as segments for the paragraph engine.
//!
//! In: inline nodes with their references resolved. Out: styled text in
//! logical order, with isolates round foreign words, links, marks for what
//! must be found again, and a structure node for each piece. Emphasis is
//! slant in Latin script, weight in Persian, and never underline (P-119).

use super::design::Design;
use super::frame::{LinkTarget, Node, NodeId, Role, place_name};
use super::paragraph::{Segment, TextStyle};
use super::section::{Mark, NoteMark, Section};
use crate::doc::{Inline, InlineKind, Linked, LocalNames, Picture, Target, isolates};
use crate::fonts::Purpose;
use crate::locale::abbreviation::abbreviations;
use crate::locale::{Direction, Lang};
use crate::units::Pt;

/// What surrounds a piece of text.
#[derive(Clone, Copy)]
struct Around {
    style: TextStyle,
    node: NodeId,
    /// Links do not nest.
    linked: bool,
}

impl<'a> Section<'a> {
    /// The segments of `content`, whose text belongs to `node`.
    pub fn segments(&mut self, content: &[Inline<Linked>], style: TextStyle, node: NodeId) -> Vec<Segment> {
        let mut out = Vec::new();
        self.write(content, Around { style, node, linked: false }, &mut out);
        out
    }

    fn write(&mut self, content: &[Inline<Linked>], around: Around, out: &mut Vec<Segment>) {
        for inline in content {
            self.write_one(inline, around, out);
        }
    }

    fn write_one(&mut self, inline: &Inline<Linked>, around: Around, out: &mut Vec<Segment>) {
        match &inline.kind {
            InlineKind::Text(text) => self.write_text(text, around, out),
            InlineKind::Code(text) => {
                let node = self.node_in(Role::Code, around.node, Lang::EN);
                out.push(Segment::Open(Direction::Ltr));
                out.push(text_in(text, self.foreign(around.style, Lang::EN), node));
                out.push(Segment::Close);
            }
            InlineKind::Emphasis(content) => {
                self.write(content, Around { style: emphasis(around.style), ..around }, out);
            }
            InlineKind::Strong(content) => {
                let style = self.strong(around.style);
                self.write(content, Around { style, ..around }, out);
            }
            InlineKind::Strike(content) => {
                // Paper has no use for what was struck out, except to show that it was.
                let style = TextStyle { color: self.shop.design.palette.muted, ..around.style };
                self.write(content, Around { style, ..around }, out);
            }
            InlineKind::Foreign { lang, direction, content } => {
                let node = match *lang == around.style.lang {
                    true => around.node,
                    false => self.node_in(Role::Span, around.node, *lang),
                };
                let style = self.foreign(around.style, *lang);
                out.push(Segment::Open(*direction));
                self.write(content, Around { style, node, ..around }, out);
                out.push(Segment::Close);
            }
            InlineKind::Link { target, content } => {
                let target = self.target(target);
                self.write_link(target, LinkLook::Coloured, content, inline, around, out);
            }
            InlineKind::Term { term, content } => {
                let glossary = self.shop.book.editions.get(&self.shop.lang).map(|edition| &edition.glossary);
                let entry = glossary.and_then(|entries| entries.get(term.0));
                match entry.map(|entry| place_name("glossary", Some(&entry.key))) {
                    Some(place) => {
                        let target = LinkTarget::Place(place);
                        self.write_link(target, LinkLook::Plain, content, inline, around, out);
                    }
                    None => self.write(content, around, out),
                }
            }
            InlineKind::IndexMark { entry, content } => {
                let name = place_name(&self.slug, Some(&entry.id));
                out.push(Segment::Mark(self.mark(Mark::Anchor(name.into()))));
                self.write(content, around, out);
            }
            InlineKind::Citation(citation) => {
                let sources = self.shop.book.editions.get(&self.shop.lang).map(|edition| &edition.sources);
                let node = self.node(Role::Reference, around.node, Some(inline.span));
                for piece in &citation.pieces {
                    let source = piece.source.and_then(|source| sources?.get(source));
                    let place = source.map(|source| place_name("sources", Some(&source.key)));
                    let text = text_in(&piece.text, around.style, node);
                    match place {
                        Some(place) if !around.linked => {
                            let link = self.node(Role::Link, node, None);
                            let text = text_in(&piece.text, around.style, link);
                            let id = self.link(LinkTarget::Place(place), link);
                            out.extend([Segment::LinkStart(id), text, Segment::LinkEnd]);
                        }
                        _ => out.push(text),
                    }
                }
            }
            InlineKind::NoteRef(reference) => self.write_note_mark(reference.note, around, out),
            InlineKind::Picture(picture) => out.extend(self.picture_segment(picture, around)),
            InlineKind::SoftBreak => out.push(text_in(" ", around.style, around.node)),
            InlineKind::HardBreak => out.push(Segment::HardBreak),
        }
    }

    /// Text, with its abbreviations in Spans that say what they stand for.
    fn write_text(&mut self, text: &str, around: Around, out: &mut Vec<Segment>) {
        let mut end = 0;
        for (range, words) in abbreviations(text, around.style.lang) {
            if end < range.start {
                out.push(text_in(&text[end..range.start], around.style, around.node));
            }
            let expansion = Some(words);
            let node = Node { expansion, ..Node::new(Role::Span, Some(around.node)) };
            let node = self.structure.add(node);
            out.push(text_in(&text[range.clone()], around.style, node));
            end = range.end;
        }
        if end < text.len() || text.is_empty() {
            out.push(text_in(&text[end..], around.style, around.node));
        }
    }

    fn write_link(
        &mut self,
        target: LinkTarget,
        look: LinkLook,
        content: &[Inline<Linked>],
        inline: &Inline<Linked>,
        around: Around,
        out: &mut Vec<Segment>,
    ) {
        if around.linked {
            return self.write(content, around, out);
        }
        let node = self.node(Role::Link, around.node, Some(inline.span));
        let id = self.link(target, node);
        let color = match look {
            LinkLook::Coloured => self.shop.design.palette.lapis,
            LinkLook::Plain => around.style.color,
        };
        let style = TextStyle { color, ..around.style };
        out.push(Segment::LinkStart(id));
        self.write(content, Around { style, node, linked: true }, out);
        out.push(Segment::LinkEnd);
    }

    /// The mark of a footnote, with a digit in its place: its number is known
    /// when the page is (see `notes`).
    fn write_note_mark(&mut self, note: usize, around: Around, out: &mut Vec<Segment>) {
        let design = self.shop.text();
        let style = TextStyle {
            lang: self.shop.lang,
            size: design.mark_size.at(around.style.size),
            rise: design.mark_rise.at(around.style.size),
            bold: false,
            italic: false,
            ..around.style
        };
        let node = self.node(Role::Reference, around.node, None);
        self.note_marks.push(NoteMark { node, note, style });
        // After `؟` or `!` a line might end; a mark never begins one.
        let joins = out.iter().rev().find_map(|segment| match segment {
            Segment::Text { text, .. } => text.chars().next_back(),
            _ => None,
        });
        if joins.is_some_and(|last| matches!(last, '!' | '?' | '\u{61f}')) {
            out.push(text_in("\u{2060}", around.style, around.node));
        }
        // Isolated, so that the mark after a number does not become a part of it.
        out.push(Segment::Open(self.direction()));
        out.push(Segment::Mark(self.mark(Mark::Note(note))));
        out.push(text_in(&super::folio::number(self.shop.lang, 1), style, node));
        out.push(Segment::Close);
    }

    fn picture_segment(&mut self, picture: &Picture, around: Around) -> Option<Segment> {
        let file = self.shop.book.pictures.get(picture.picture.0)?;
        let height = around.style.size;
        let ratio = f64::from(file.width.max(1)) / f64::from(file.height.max(1));
        let width = Pt(height.0 * ratio.clamp(0.05, 12.0));
        let alt = Some(picture.alt.to_string());
        let node = Node { alt, ..Node::new(Role::Figure, Some(around.node)) };
        let node = Some(self.structure.add(node));
        let height = Pt(width.0 / ratio);
        Some(Segment::Picture { picture: picture.picture, width, height, node })
    }

    /// Where a link leads, as a destination of this file or an address.
    pub fn target(&self, target: &Target) -> LinkTarget {
        match target {
            Target::Url(url) => LinkTarget::Url(url.to_string()),
            Target::Chapter { chapter, anchor } => {
                let slug = self.shop.book.chapters.get(chapter.0 as usize).map_or("", |c| c.slug.as_str());
                LinkTarget::Place(place_name(slug, anchor.as_deref()))
            }
        }
    }

    /// A style for words of another language.
    pub fn foreign(&self, style: TextStyle, lang: Lang) -> TextStyle {
        let scale = Design::optical_scale(style.lang, lang, style.purpose);
        TextStyle { lang, size: style.size * scale, ..style }
    }

    fn strong(&self, style: TextStyle) -> TextStyle {
        let color = match style.lang.direction() {
            // Bold alone is what Persian emphasis has: this must be more.
            Direction::Rtl => self.shop.design.palette.lapis,
            Direction::Ltr => style.color,
        };
        TextStyle { bold: true, color, ..style }
    }
}

#[derive(Clone, Copy)]
enum LinkLook {
    Coloured,
    Plain,
}

/// Words from data as segments: those of another language are set apart as in
/// the text of the document.
pub fn plain_segments(section: &mut Section, words: &str, style: TextStyle, node: NodeId) -> Vec<Segment> {
    let mut out = Vec::new();
    let mut end = 0;
    for isolate in isolates(words, style.lang, &LocalNames::default()) {
        if end < isolate.range.start {
            out.push(text_in(&words[end..isolate.range.start], style, node));
        }
        end = isolate.range.end;
        let (text, lang) = (&words[isolate.range], isolate.lang);
        let node = if lang == style.lang { node } else { section.node_in(Role::Span, node, lang) };
        let text = text_in(text, section.foreign(style, lang), node);
        out.extend([Segment::Open(isolate.direction), text, Segment::Close]);
    }
    if end < words.len() || words.is_empty() {
        out.push(text_in(&words[end..], style, node));
    }
    out
}

pub fn text_in(text: &str, style: TextStyle, node: NodeId) -> Segment {
    Segment::Text { text: text.to_owned(), style, node: Some(node) }
}

/// Text that belongs to the page and not to the book: an artifact.
pub fn furniture(text: &str, style: TextStyle) -> Segment {
    Segment::Text { text: text.to_owned(), style, node: None }
}

pub fn display(style: TextStyle, size: Pt) -> TextStyle {
    TextStyle { purpose: Purpose::Display, bold: true, size, ..style }
}

fn emphasis(style: TextStyle) -> TextStyle {
    match style.lang.direction() {
        Direction::Rtl => TextStyle { bold: true, ..style },
        Direction::Ltr => TextStyle { italic: !style.italic, ..style },
    }
}
