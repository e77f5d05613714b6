//! Inlines: words, links, notes, citations, terms and marks.

use std::borrow::Cow;
use std::fmt::Write;

use super::Writer;
use crate::doc::{Citation, Inline, InlineKind, Linked, LocalNames, NoteRef, Picture, Target, isolates};
use crate::locale::digits::localize;
use crate::locale::{Direction, Lang};

impl Writer<'_> {
    pub fn line(&mut self, content: &[Inline<Linked>]) {
        content.iter().for_each(|inline| self.inline(inline));
    }

    fn inline(&mut self, inline: &Inline<Linked>) {
        match &inline.kind {
            InlineKind::Text(text) => self.text(text),
            InlineKind::Code(text) => self.code(text),
            InlineKind::Emphasis(content) => self.wrapped("em", content),
            InlineKind::Strong(content) => self.wrapped("strong", content),
            InlineKind::Strike(content) => self.wrapped("s", content),
            InlineKind::Foreign { lang, direction, content } => {
                self.isolate(*lang, *direction, |writer| writer.line(content));
            }
            InlineKind::Link { target, content } => self.link(target, content),
            InlineKind::Citation(citation) => self.citation(citation),
            InlineKind::NoteRef(note) => self.note_ref(*note),
            InlineKind::Picture(picture) => self.picture(picture, "inline"),
            InlineKind::Term { term, content } => match self.page.addresses.term(*term) {
                Some(href) => self.anchor(&href, "term", |writer| writer.line(content)),
                None => self.line(content),
            },
            InlineKind::IndexMark { entry, content } => {
                self.raw("<span");
                self.attribute("id", &entry.id);
                self.raw(">");
                self.line(content);
                self.raw("</span>");
            }
            InlineKind::SoftBreak => self.raw("\n"),
            InlineKind::HardBreak => self.raw("<br>"),
        }
    }

    fn wrapped(&mut self, element: &str, content: &[Inline<Linked>]) {
        let _ = write!(self.out, "<{element}>");
        self.line(content);
        let _ = write!(self.out, "</{element}>");
    }

    fn code(&mut self, text: &str) {
        self.raw("<code");
        if self.direction == Direction::Rtl {
            self.attribute("dir", "ltr");
        }
        self.raw(">");
        self.text(text);
        self.raw("</code>");
    }

    /// Words in a language and direction of their own. Attributes that say
    /// nothing new are left out; the direction is always told, because a bare
    /// `bdi` guesses it from its first letter.
    pub fn isolate(&mut self, lang: Lang, direction: Direction, content: impl FnOnce(&mut Self)) {
        let outer = (self.lang, self.direction);
        if outer == (lang, direction) {
            return content(self);
        }
        self.raw("<bdi");
        if lang != self.lang {
            self.attribute("lang", lang.as_str());
        }
        self.attribute("dir", direction.as_str());
        self.raw(">");
        (self.lang, self.direction) = (lang, direction);
        content(self);
        (self.lang, self.direction) = outer;
        self.raw("</bdi>");
    }

    /// Plain text; foreign words in it are set apart.
    pub fn words(&mut self, text: &str) {
        let mut end = 0;
        for isolate in isolates(text, self.lang, self.page.names) {
            self.text(&text[end..isolate.range.start]);
            end = isolate.range.end;
            let words = &text[isolate.range];
            self.isolate(isolate.lang, isolate.direction, |writer| writer.text(words));
        }
        self.text(&text[end..]);
    }

    /// A link; no class if it is empty.
    pub fn anchor(&mut self, href: &str, class: &str, content: impl FnOnce(&mut Self)) {
        self.raw("<a");
        if !class.is_empty() {
            self.attribute("class", class);
        }
        self.attribute("href", href);
        self.raw(">");
        content(self);
        self.raw("</a>");
    }

    fn link(&mut self, target: &Target, content: &[Inline<Linked>]) {
        match target {
            Target::Chapter { chapter, anchor } => {
                let href = self.page.addresses.chapter(*chapter, anchor.as_deref());
                self.anchor(&href, "", |writer| writer.line(content));
            }
            Target::Url(address) => {
                self.raw("<a");
                self.attribute("href", &url(address));
                self.attribute("rel", "external");
                self.raw(">");
                self.line(content);
                self.raw("</a>");
            }
        }
    }

    fn citation(&mut self, citation: &Citation) {
        self.raw("<span class=\"citation\">");
        for piece in &citation.pieces {
            let href = piece.source.and_then(|source| self.page.addresses.source(source));
            match href {
                Some(href) => self.anchor(&href, "", |writer| writer.words(&piece.text)),
                None => self.words(&piece.text),
            }
        }
        self.raw("</span>");
    }

    fn note_ref(&mut self, note: NoteRef) {
        let number = note.note + 1;
        let shown = self.number(number);
        self.raw("<sup class=\"note-ref\"><a");
        self.attribute("id", &note_ref_id(number, note.repeat));
        self.attribute("href", &format!("#{}", note_id(number)));
        self.attribute("role", "doc-noteref");
        self.attribute("aria-label", &self.phrase_with("chapter.note", &[("number", &shown)]));
        self.raw(">");
        self.text(&shown);
        self.raw("</a></sup>");
    }

    pub fn picture(&mut self, picture: &Picture, class: &str) {
        let Some(at) = self.page.addresses.picture(picture.picture) else { return };
        if let Some((media_type, srcset)) = &at.modern {
            self.raw("<picture><source");
            self.attribute("type", media_type);
            self.attribute("srcset", srcset);
            self.attribute("sizes", SIZES);
            self.raw(">");
        }
        self.raw("<img");
        if !class.is_empty() {
            self.attribute("class", class);
        }
        self.attribute("src", &at.href);
        if let Some(srcset) = &at.srcset {
            self.attribute("srcset", srcset);
            self.attribute("sizes", SIZES);
        }
        let _ = write!(self.out, " width=\"{}\" height=\"{}\"", at.width, at.height);
        self.attribute("alt", &isolated(&localize_alt(&picture.alt, self.lang), self.lang, self.page.names));
        if self.pictures > 0 {
            self.raw(" loading=\"lazy\"");
        }
        self.pictures += 1;
        self.raw(" decoding=\"async\">");
        if at.modern.is_some() {
            self.raw("</picture>");
        }
    }
}

/// How broad a picture stands: the measure, or a phone without its margins.
const SIZES: &str = "(min-width: 40rem) 36rem, 92vw";

/// Alternative texts are written by hand, so their digits may be of any set;
/// Persian ones use Persian digits (P-117), but for Latin words beside them.
fn localize_alt(alt: &str, lang: Lang) -> Cow<'_, str> {
    let has_latin = alt.chars().any(|character| character.is_ascii_alphabetic());
    if lang.is_persian() && !has_latin { localize(alt, lang) } else { alt.into() }
}

/// The id of a note. A colon stands in no id that a heading or figure has.
pub fn note_id(number: usize) -> String {
    format!("fn:{number}")
}

/// The id of a reference to a note; `repeat` counts earlier ones from 0.
pub fn note_ref_id(number: usize, repeat: usize) -> String {
    match repeat {
        0 => format!("ref:{number}"),
        _ => format!("ref:{number}:{}", repeat + 1),
    }
}

/// Plain text for places without markup: words of the other direction stand
/// between U+2068 and U+2069 (P-37).
pub fn isolated(text: &str, lang: Lang, names: &LocalNames) -> String {
    let mut out = String::with_capacity(text.len());
    let mut end = 0;
    for isolate in isolates(text, lang, names) {
        if isolate.direction == lang.direction() {
            continue;
        }
        out.push_str(&text[end..isolate.range.start]);
        out.push('\u{2068}');
        out.push_str(&text[isolate.range.clone()]);
        out.push('\u{2069}');
        end = isolate.range.end;
    }
    out.push_str(&text[end..]);
    out
}

/// An address as HTML wants it: what RFC 3986 does not allow is percent-encoded.
pub fn url(address: &str) -> String {
    let mut out = String::with_capacity(address.len());
    let bytes = address.as_bytes();
    for (at, byte) in bytes.iter().enumerate() {
        let hex = |at: usize| bytes.get(at).is_some_and(u8::is_ascii_hexdigit);
        let allowed = match byte {
            b'%' => hex(at + 1) && hex(at + 2),
            b'-' | b'.' | b'_' | b'~' | b':' | b'/' | b'?' | b'#' | b'@' | b'!' | b'$' | b'&' | b'\''
            | b'(' | b')' | b'*' | b'+' | b',' | b';' | b'=' => true,
            // Brackets stand round an IPv6 host only; paths and queries encode them.
            _ => byte.is_ascii_alphanumeric(),
        };
        if allowed {
            out.push(char::from(*byte));
        } else {
            let _ = write!(out, "%{byte:02X}");
        }
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn addresses_hold_only_what_the_rfc_allows() {
        assert_eq!(url("https://x.ir/الف b?q=%20%z"), "https://x.ir/%D8%A7%D9%84%D9%81%20b?q=%20%25z");
    }

    #[test]
    fn plain_places_isolate_only_the_other_direction() {
        let names = LocalNames::default();
        assert_eq!(isolated("شیان (Xi’an) است", Lang::FA, &names), "شیان (\u{2068}Xi’an\u{2069}) است");
        assert_eq!(isolated("Xi’an 西安", Lang::EN, &names), "Xi’an 西安");
    }
}
