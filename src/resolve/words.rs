//! The book's own words in the reader's language: labels, numbers, lists.

use super::Scene;
use crate::doc::{Line, inlines};
use crate::locale::Lang;
use crate::locale::number::integer;
use crate::source::Span;

/// Words in one language, from the theme and the language's rules.
#[derive(Clone, Copy)]
pub struct Words<'a> {
    scene: &'a Scene<'a>,
    pub lang: Lang,
}

impl<'a> Words<'a> {
    pub fn new(scene: &'a Scene<'a>, lang: Lang) -> Words<'a> {
        Words { scene, lang }
    }

    /// A phrase of the theme.
    pub fn get(self, key: &str) -> &'a str {
        self.scene.theme.phrase(self.lang, key)
    }

    /// A phrase of the theme with its blanks filled.
    pub fn with(self, key: &str, values: &[(&str, &str)]) -> String {
        self.scene.theme.phrase_with(self.lang, key, values)
    }

    /// A count in the language's digits, grouped from a thousand on.
    pub fn integer(self, value: usize) -> String {
        integer(i64::try_from(value).unwrap_or(i64::MAX), self.lang)
    }

    /// Text of the book's data as inline nodes, foreign words set apart.
    pub fn line(self, text: &str, span: Span) -> Line {
        let place = Span { end: span.start, ..span };
        inlines(text, place, self.lang, &self.scene.names)
    }
}
