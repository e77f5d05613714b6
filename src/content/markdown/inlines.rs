//! What stands in a line: text, emphasis, links, citations, marks, pictures.

use std::ops::Range;

use pulldown_cmark::{CowStr, Event, LinkType, Tag, TagEnd};

use super::Reader;
use crate::content::text::check_spelt;
use crate::content::yaml::Piece;
use crate::diag::Diagnostic;
use crate::doc::{Inline, InlineKind, Parsed, RawCitation, RawPicture, RawTarget, Word, inlines};
use crate::message;

type Inlines = Vec<Inline<Parsed>>;

/// Text that was read and not yet cut into nodes: smart punctuation, escapes
/// and entities split what is one text to a reader.
#[derive(Default)]
struct Pending {
    text: String,
    range: Option<Range<usize>>,
}

impl<'a> Reader<'a, '_> {
    /// The inlines up to the end of `tag`.
    pub(super) fn inlines_until(&mut self, tag: TagEnd) -> Inlines {
        let mut content = Inlines::new();
        let mut pending = Pending::default();
        while let Some((event, range)) = self.next() {
            if event == Event::End(tag) {
                break;
            }
            self.inline(event, range, &mut pending, &mut content);
        }
        self.flush(&mut pending, &mut content);
        content
    }

    /// The text of a tight list item: from `first` up to where a block begins.
    pub(super) fn tight_text(&mut self, first: Event<'a>, range: Range<usize>) -> Inlines {
        let mut content = Inlines::new();
        let mut pending = Pending::default();
        self.inline(first, range, &mut pending, &mut content);
        while let Some((event, _)) = self.events.peek() {
            let goes_on = match event {
                Event::Start(tag) => is_inline(tag),
                Event::End(_) | Event::Rule | Event::Html(_) => false,
                _ => true,
            };
            if !goes_on {
                break;
            }
            if let Some((event, range)) = self.next() {
                self.inline(event, range, &mut pending, &mut content);
            }
        }
        self.flush(&mut pending, &mut content);
        content
    }

    fn inline(
        &mut self,
        event: Event<'a>,
        range: Range<usize>,
        pending: &mut Pending,
        content: &mut Inlines,
    ) {
        if let Event::Text(text) = event {
            self.text(&text, range, pending);
            return;
        }
        self.flush(pending, content);
        let span = self.span(range.clone());
        let kind = match event {
            Event::Start(tag) => self.deeper(range.clone(), |reader| reader.span_of(tag, range)),
            Event::Code(code) => Some(InlineKind::Code(code.as_ref().into())),
            Event::FootnoteReference(label) => {
                Some(InlineKind::NoteRef(Word { span, text: label.as_ref().into() }))
            }
            Event::SoftBreak => Some(InlineKind::SoftBreak),
            Event::HardBreak => Some(InlineKind::HardBreak),
            Event::TaskListMarker(done) => {
                self.task = Some(done);
                None
            }
            Event::InlineHtml(html) => {
                self.html(&html, range);
                None
            }
            _ => None,
        };
        content.extend(kind.map(|kind| Inline { span, kind }));
    }

    /// What a start tag holds, up to its end.
    fn span_of(&mut self, tag: Tag<'a>, range: Range<usize>) -> Option<InlineKind<Parsed>> {
        let end = tag.to_end();
        match tag {
            Tag::Emphasis => Some(InlineKind::Emphasis(self.inlines_until(end))),
            Tag::Strong => Some(InlineKind::Strong(self.inlines_until(end))),
            Tag::Strikethrough => Some(InlineKind::Strike(self.inlines_until(end))),
            Tag::Image { dest_url, title, .. } => {
                let alt = crate::doc::inlines_text(&self.inlines_until(end));
                self.picture(&dest_url, &title, alt, range)
            }
            Tag::Link { link_type, dest_url, .. } => self.link(link_type, &dest_url, end, range),
            _ => {
                self.skip();
                None
            }
        }
    }

    fn link(
        &mut self,
        kind: LinkType,
        dest: &str,
        end: TagEnd,
        range: Range<usize>,
    ) -> Option<InlineKind<Parsed>> {
        if let LinkType::WikiLink { has_pothole } = kind {
            let content = self.inlines_until(end);
            let content = if has_pothole { content } else { Inlines::new() };
            return Some(InlineKind::Link { target: self.wikilink(dest, range), content });
        }
        if dest.starts_with('@') && kind == LinkType::ShortcutUnknown {
            self.skip();
            return self.citation(dest, range);
        }
        let content = self.inlines_until(end);
        self.check_spelt(dest, range.clone());
        let word = self.word_in(range.clone(), dest);
        if let Some(key) = dest.strip_prefix("term:") {
            return Some(InlineKind::Term { term: self.word_in(range, key), content });
        }
        if let Some(entry) = dest.strip_prefix("index:") {
            return Some(InlineKind::IndexMark { entry: self.word_in(range, entry), content });
        }
        if let Some(id) = dest.strip_prefix('#') {
            let target = RawTarget::Anchor(self.word_in(range, id));
            return Some(InlineKind::Link { target, content });
        }
        let mail = kind == LinkType::Email && !dest.starts_with("mailto:");
        let text = if mail { format!("mailto:{dest}").into() } else { word.text };
        Some(InlineKind::Link { target: RawTarget::Url(Word { span: word.span, text }), content })
    }

    fn wikilink(&mut self, dest: &str, range: Range<usize>) -> RawTarget {
        // In a table the bar between slug and words is written `\|`.
        let dest = dest.strip_suffix('\\').unwrap_or(dest);
        let (slug, anchor) = match dest.split_once('#') {
            Some((slug, anchor)) => (slug.trim(), Some(anchor.trim())),
            None => (dest.trim(), None),
        };
        let anchor = anchor.map(|anchor| self.word_in(range.clone(), anchor));
        match (slug, anchor) {
            ("", Some(anchor)) => RawTarget::Anchor(anchor),
            (slug, anchor) => RawTarget::Chapter { slug: self.word_in(range, slug), anchor },
        }
    }

    /// `@key`, `@key, p. 12`, several separated by `;`.
    fn citation(&mut self, reference: &str, range: Range<usize>) -> Option<InlineKind<Parsed>> {
        let mut sources = Vec::new();
        for part in reference.split(';') {
            let (key, locator) = match part.split_once(',') {
                Some((key, locator)) => (key, Some(locator.trim())),
                None => (part, None),
            };
            let key = key.trim();
            match key.strip_prefix('@') {
                Some(key) if !key.is_empty() => sources.push(RawCitation {
                    key: self.word_in(range.clone(), key),
                    locator: locator.filter(|locator| !locator.is_empty()).map(Into::into),
                }),
                _ => {
                    let span = self.span(range.clone());
                    let message = message!("cite-syntax", typed = part.trim());
                    let help = message!("cite-syntax.help");
                    self.found.push(Diagnostic::error("cite.syntax", span, message).with_help(help));
                }
            }
        }
        (!sources.is_empty()).then_some(InlineKind::Citation(sources))
    }

    fn picture(
        &mut self,
        path: &str,
        title: &CowStr<'a>,
        alt: String,
        range: Range<usize>,
    ) -> Option<InlineKind<Parsed>> {
        let span = self.span(range.clone());
        if alt.trim().is_empty() {
            let (message, help) = (message!("image-alt"), message!("image-alt.help"));
            self.found.push(Diagnostic::error("image.alt", span, message).with_help(help));
        }
        if !title.is_empty() {
            self.check_spelt(title, range.clone());
            let typed = typed_title(self.slice(range.clone()))
                .filter(|_| !self.slice(range.clone()).contains(&**title));
            let piece = self.piece_of(typed.unwrap_or(title), range.clone());
            let caption = self.line(piece);
            self.captions.insert(span.start, caption);
        }
        Some(InlineKind::Picture(RawPicture { path: self.word_in(range, path), alt: alt.trim().into() }))
    }

    /// A text inside a range as a piece with its own place, if it stands there
    /// as it is; else placed at the range's start.
    pub(super) fn piece_of<'t>(&self, text: &'t str, range: Range<usize>) -> Piece<'t> {
        let at = self.slice(range.clone()).rfind(text).unwrap_or(0);
        Piece { source: self.piece.source, offset: self.piece.offset + range.start + at, text }
    }

    /// A word with the place where it stands inside a range, or else the range.
    pub(super) fn word_in(&self, range: Range<usize>, word: &str) -> Word {
        let span = match self.slice(range.clone()).find(word) {
            Some(at) if !word.is_empty() => self.span(range.start + at..range.start + at + word.len()),
            _ => self.span(range),
        };
        Word { span, text: word.into() }
    }

    fn text(&mut self, text: &str, range: Range<usize>, pending: &mut Pending) {
        self.check_spelt(text, range.clone());
        match self.quote(text, range.clone()) {
            Some(quote) => pending.text.push_str(quote),
            None => pending.text.push_str(text),
        }
        pending.range = Some(match pending.range.take() {
            Some(before) => before.start..range.end,
            None => range,
        });
    }

    /// Entities can spell what the source must not hold.
    fn check_spelt(&mut self, text: &str, range: Range<usize>) {
        let (typed, span) = (self.slice(range.clone()), self.span(range));
        check_spelt(text, typed, span, self.found);
    }

    /// The language's own quotation mark for a straight one (P-15).
    fn quote(&self, text: &str, range: Range<usize>) -> Option<&'static str> {
        if !self.context.lang.is_persian() {
            return None;
        }
        match (self.slice(range.clone()), text) {
            ("\"", "“") => Some("«"),
            ("\"", "”") => Some("»"),
            ("'", "‘") => Some("‹"),
            ("'", "’") => {
                let before = self.piece.text[..range.start].chars().next_back();
                // An apostrophe inside a Latin word stays one.
                let apostrophe =
                    before.is_some_and(|c| c.is_alphabetic() && !crate::locale::letter::is_arabic_letter(c));
                (!apostrophe).then_some("›")
            }
            _ => None,
        }
    }

    fn flush(&mut self, pending: &mut Pending, content: &mut Inlines) {
        let Pending { text, range: Some(range) } = std::mem::take(pending) else { return };
        if text.contains("[^") {
            self.remember_note_references(range.clone());
        }
        let span = self.span(range);
        content.extend(inlines::<Parsed>(&text, span, self.context.lang, self.context.names));
    }
}

/// The title in `![words](path "title")` as it was typed, with its entities
/// and escapes, which are read with the rest of the caption; none where the
/// title stands elsewhere.
fn typed_title(picture: &str) -> Option<&str> {
    let inner = picture.strip_suffix(')')?.trim_end();
    let close = inner.chars().next_back()?;
    let open = match close {
        '"' | '\'' => close,
        ')' => '(',
        _ => return None,
    };
    let inner = &inner[..inner.len() - 1];
    let mut openings = inner.rmatch_indices(open);
    let (at, _) = openings.find(|(at, _)| !inner[..*at].ends_with('\\'))?;
    Some(&inner[at + 1..])
}

fn is_inline(tag: &Tag) -> bool {
    matches!(tag, Tag::Emphasis | Tag::Strong | Tag::Strikethrough | Tag::Link { .. } | Tag::Image { .. })
}
