//! The set paragraphs of one section, remembered from the build before.
//!
//! To set its paragraphs is most of the work of a section, and their lines
//! depend on nothing but segments, style and faces. A section in which one was
//! edited sets that one, and those after it whose nodes are counted on.

use std::cell::RefCell;

use super::paragraph::{Line, ParagraphStyle, Segment, Shaper, lay_out};
use crate::cache::{Bundle, Cache, Key};
use crate::locale::Lang;

/// The lines of the paragraphs of a section.
pub struct Galley<'a> {
    shaper: &'a Shaper,
    lines: RefCell<Bundle<'a>>,
}

impl<'a> Galley<'a> {
    /// Takes up what is remembered of a section in a language.
    pub fn open(cache: &'a Cache, shaper: &'a Shaper, lang: Lang, section: &str) -> Galley<'a> {
        let key = Key::new("galley").with(shaper.fonts().digest()).with(lang.as_str()).with(section);
        Galley { shaper, lines: RefCell::new(Bundle::open(cache, key)) }
    }

    /// The lines of a paragraph, as [`lay_out`] sets them.
    pub fn lay_out(&self, segments: &[Segment], style: &ParagraphStyle) -> Vec<Line> {
        let mut lines = self.lines.borrow_mut();
        let Some(hash) = lines.hash(&(segments, style)) else { return lay_out(segments, style, self.shaper) };
        if let Some(known) = lines.get(&hash).and_then(|bytes| postcard::from_bytes(bytes).ok()) {
            return known;
        }
        let set = lay_out(segments, style, self.shaper);
        if let Ok(bytes) = postcard::to_allocvec(&set) {
            lines.add(hash, bytes);
        }
        set
    }

    /// Remembers the lines for the next build.
    pub fn keep(&self) {
        self.lines.borrow().keep();
    }
}
