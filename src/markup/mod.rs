//! From a linked document to HTML.
//!
//! In: a [`Document<Linked>`] and a [`Page`], which knows where things lie as
//! seen from there. Out: the markup of its text, without `<main>` or anything
//! round it; that is the theme's. Pure: reads no file. No style and no script
//! is written into the markup, so that a Content-Security-Policy may forbid
//! both.

mod blocks;
mod escape;
mod inlines;
mod inserts;

use crate::doc::{
    ChapterId, Document, DrawnFigure, HeadingMark, Inline, Linked, LocalNames, PictureId, TermRef, Timeline,
};
use crate::locale::{Direction, Lang};
use crate::theme::Theme;

pub use escape::{attribute, text};
pub use inlines::{isolated, url};

/// Where things lie, as addresses from the page that is written.
pub trait Addresses {
    fn chapter(&self, chapter: ChapterId, anchor: Option<&str>) -> String;
    /// One of the edition's sources.
    fn source(&self, index: usize) -> Option<String>;
    fn term(&self, term: TermRef) -> Option<String>;
    fn picture(&self, picture: PictureId) -> Option<PictureAt>;
    /// A file by its path in the output folder.
    fn file(&self, path: &str) -> String;
    /// The chapter that a mark on a map leads to.
    fn place(&self, slug: &str) -> Option<String>;
    fn place_name(&self, slug: &str) -> Option<String>;
    /// The same heading in other languages; the chapter where a language has no such heading.
    fn twins(&self, heading: &HeadingMark) -> Vec<Twin>;
}

/// A picture's addresses and its size in pixels.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PictureAt {
    /// The picture as it is.
    pub whole: String,
    /// What a browser shows that cannot choose.
    pub href: String,
    pub width: u32,
    pub height: u32,
    /// What it may choose from, each with its width: the value of `srcset`.
    pub srcset: Option<String>,
    /// The same in a format that is smaller and newer, with its media type.
    pub modern: Option<(&'static str, String)>,
}

/// Where a heading is found in another language.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Twin {
    pub lang: Lang,
    pub href: String,
    pub place: TwinPlace,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum TwinPlace {
    Heading,
    Chapter,
}

/// What surrounds a text.
#[derive(Clone, Copy)]
pub struct Page<'a> {
    /// The language of the text, which the element round it declares.
    pub lang: Lang,
    pub theme: &'a Theme,
    pub names: &'a LocalNames,
    pub addresses: &'a dyn Addresses,
}

/// The markup of a whole text with its notes.
pub fn document(document: &Document<Linked>, page: Page) -> String {
    let mut writer = Writer::new(page);
    writer.blocks(&document.blocks);
    writer.notes(&document.notes, &document.blocks);
    writer.out
}

/// The markup of a line.
pub fn line(content: &[Inline<Linked>], page: Page) -> String {
    let mut writer = Writer::new(page);
    writer.line(content);
    writer.out
}

/// A plain text as markup: foreign words in it are set apart.
pub fn words(text: &str, page: Page) -> String {
    let mut writer = Writer::new(page);
    writer.words(text);
    writer.out
}

/// The markup of a drawing, without its caption.
pub fn drawing(figure: &DrawnFigure, page: Page) -> String {
    let mut writer = Writer::new(page);
    writer.drawing(figure);
    writer.out
}

/// The markup of a timeline.
pub fn timeline(timeline: &Timeline, page: Page) -> String {
    let mut writer = Writer::new(page);
    writer.timeline(timeline);
    writer.out
}

/// Markup in the making, with what is known at its end.
struct Writer<'a> {
    page: Page<'a>,
    out: String,
    /// The language and direction that surround the next word.
    lang: Lang,
    direction: Direction,
    /// Tables so far; their frames are told apart by number.
    tables: usize,
    /// Cards so far.
    cards: usize,
    /// Pictures so far: the first is not put off until it is scrolled to.
    pictures: usize,
}

impl<'a> Writer<'a> {
    fn new(page: Page<'a>) -> Writer<'a> {
        let direction = page.lang.direction();
        Writer { page, out: String::new(), lang: page.lang, direction, tables: 0, cards: 0, pictures: 0 }
    }

    fn raw(&mut self, markup: &str) {
        self.out.push_str(markup);
    }

    fn text(&mut self, text: &str) {
        escape::push_text(text, &mut self.out);
    }

    /// Writes ` name="value"`.
    fn attribute(&mut self, name: &str, value: &str) {
        self.out.push(' ');
        self.out.push_str(name);
        self.out.push_str("=\"");
        escape::push_attribute(value, &mut self.out);
        self.out.push('"');
    }

    fn phrase(&self, key: &str) -> &'a str {
        self.page.theme.phrase(self.page.lang, key)
    }

    fn phrase_with(&self, key: &str, values: &[(&str, &str)]) -> String {
        self.page.theme.phrase_with(self.page.lang, key, values)
    }

    /// A count in the page's digits.
    fn number(&self, number: usize) -> String {
        let number = i64::try_from(number).unwrap_or(i64::MAX);
        crate::locale::number::integer(number, self.page.lang)
    }
}

#[cfg(test)]
mod tests;
