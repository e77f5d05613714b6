//! The characters that the site shows, for cutting its fonts down.
//!
//! In: the resolved book and the theme. Out: a set of characters, the same on
//! any machine. A page may show less than the set and never more; a test keeps
//! that. Letters and signs of the book's languages are always in it, so that
//! what a reader types into the site is drawn in the book's own faces.

use rayon::prelude::*;

use crate::doc::{
    BlockKind, Citation, Document, DrawnFigure, FactRow, Facts, Figure, Inline, InlineKind, Insert, Linked,
    Picture, Visit, walk, walk_inlines,
};
use crate::drawing::{Drawing, DrawingItem};
use crate::locale::digits::{to_ascii, to_persian};
use crate::resolve::{Edition, Resolved, ResolvedChapter, ResolvedText};
use crate::theme::Theme;

/// Persian letters, digits and signs (ISIRI 6219), and the Latin of ASCII: letters
/// with accents are there if the book has them, for each costs every reader bytes.
const ALWAYS: [std::ops::RangeInclusive<char>; 7] = [
    ' '..='~',
    '\u{60c}'..='\u{60c}',
    '\u{61b}'..='\u{63a}',
    '\u{641}'..='\u{654}',
    '\u{66a}'..='\u{66c}',
    '\u{6f0}'..='\u{6f9}',
    '\u{2010}'..='\u{2026}',
];
const ALWAYS_TOO: &str = "\u{a0}«»·©پچژگکیۀ‹›−↑→←×";

/// A set of characters, a bit each.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Letters(Vec<u64>);

impl Letters {
    fn new() -> Letters {
        Letters(vec![0; 0x11_0000 / 64])
    }

    pub fn iter(&self) -> impl Iterator<Item = char> {
        let used = self.0.iter().enumerate().filter(|(_, bits)| **bits != 0);
        let codes = used.flat_map(|(at, bits)| {
            (0..64).filter(move |bit| bits & (1 << bit) != 0).map(move |bit| at * 64 + bit)
        });
        codes.filter_map(|code| char::from_u32(u32::try_from(code).ok()?))
    }

    fn add(&mut self, text: &str) {
        for character in text.chars() {
            let code = u32::from(character) as usize;
            if let Some(bits) = self.0.get_mut(code / 64) {
                *bits |= 1 << (code % 64);
            }
        }
    }

    fn join(mut self, other: Letters) -> Letters {
        for (bits, more) in self.0.iter_mut().zip(other.0) {
            *bits |= more;
        }
        self
    }
}

/// Every character that a page of the site can show.
pub fn used(book: &Resolved, theme: &Theme) -> Letters {
    let mut letters = Letters::new();
    for range in ALWAYS {
        range.for_each(|character| letters.add(character.encode_utf8(&mut [0; 4])));
    }
    letters.add(ALWAYS_TOO);
    theme.texts().for_each(|text| letters.add(text));
    of_front(book, &mut letters);
    book.editions.values().for_each(|edition| of_edition(edition, &mut letters));
    let chapters = book
        .chapters
        .par_iter()
        .fold(Letters::new, |mut letters, chapter| {
            of_chapter(chapter, &mut letters);
            letters
        })
        .reduce(Letters::new, Letters::join);
    let mut letters = letters.join(chapters);
    // Numbers and dates are written in the page's digits.
    let digits: String = letters.iter().filter(|character| character.is_numeric()).collect();
    letters.add(&to_persian(&digits));
    letters.add(&to_ascii(&digits));
    letters
}

fn of_front(book: &Resolved, letters: &mut Letters) {
    let front = &book.front;
    let singles = [&front.publisher, &front.edition, &front.rights];
    let parts = book.parts.iter().map(|part| &part.title);
    for text in singles.into_iter().chain(&front.authors).chain(parts) {
        text.0.values().for_each(|text| letters.add(text));
    }
    front.isbn.iter().chain(&front.national_bibliography).for_each(|text| letters.add(text));
}

fn of_edition(edition: &Edition, letters: &mut Letters) {
    for text in [&edition.title, &edition.subtitle, &edition.description] {
        letters.add(text);
    }
    edition.sources.iter().for_each(|source| of_line(&source.text, letters));
    for entry in &edition.glossary {
        letters.add(&entry.term);
        letters.add(&entry.definition);
    }
    for group in &edition.index {
        letters.add(&group.heading);
        group.entries.iter().for_each(|entry| letters.add(&entry.words));
    }
    of_drawn(&edition.world_map, letters);
    edition.crowd_map.iter().chain(&edition.level_timeline).for_each(|figure| of_drawn(figure, letters));
    of_insert(&Insert::Timeline(edition.timeline.clone()), letters);
}

fn of_chapter(chapter: &ResolvedChapter, letters: &mut Letters) {
    if let Some(city) = &chapter.city {
        city.name.0.values().for_each(|name| letters.add(name));
    }
    chapter.texts.values().for_each(|text| of_text(text, letters));
}

fn of_text(text: &ResolvedText, letters: &mut Letters) {
    let front = &text.front;
    letters.add(&front.title);
    let optional = [&front.subtitle, &front.summary, &front.updated].into_iter().flatten();
    optional.chain(&front.authors).chain(&front.translators).for_each(|text| letters.add(text));
    text.contents.iter().for_each(|entry| of_line(&entry.title, letters));
    of_document(&text.document, letters);
}

fn of_document(document: &Document<Linked>, letters: &mut Letters) {
    let notes = document.notes.iter().map(|note| note.blocks.as_slice());
    for blocks in notes.chain([document.blocks.as_slice()]) {
        walk(blocks, &mut |visit| match visit {
            Visit::Inline(inline) => of_inline(inline, letters),
            Visit::Block(block) => match &block.kind {
                BlockKind::Code { text, .. } => letters.add(text),
                BlockKind::Figure(figure) => of_figure(figure, letters),
                BlockKind::Insert(insert) => of_insert(insert, letters),
                _ => {}
            },
        });
    }
}

fn of_line(line: &[Inline<Linked>], letters: &mut Letters) {
    walk_inlines(line, &mut |visit| {
        if let Visit::Inline(inline) = visit {
            of_inline(inline, letters);
        }
    });
}

fn of_inline(inline: &Inline<Linked>, letters: &mut Letters) {
    match &inline.kind {
        InlineKind::Text(text) | InlineKind::Code(text) => letters.add(text),
        InlineKind::Citation(Citation { pieces }) => pieces.iter().for_each(|piece| letters.add(&piece.text)),
        InlineKind::Picture(Picture { alt, .. }) => letters.add(alt),
        _ => {}
    }
}

fn of_figure(figure: &Figure, letters: &mut Letters) {
    letters.add(&figure.label);
    letters.add(&figure.picture.alt);
    of_line(&figure.caption, letters);
}

fn of_rows(rows: &[FactRow], letters: &mut Letters) {
    for row in rows {
        letters.add(&row.label);
        row.values.iter().for_each(|value| of_line(value, letters));
    }
}

fn of_insert(insert: &Insert, letters: &mut Letters) {
    match insert {
        Insert::Pact(card) => {
            letters.add(&card.title);
            of_rows(&card.rows, letters);
            of_line(&card.note, letters);
            card.scan.iter().for_each(|scan| of_figure(scan, letters));
        }
        Insert::Facts(facts) => of_facts(facts, letters),
        Insert::OpenPoints(cards) => cards.iter().for_each(|card| of_facts(card, letters)),
        Insert::Likeness(likeness) => {
            likeness.head.iter().for_each(|head| letters.add(head));
            likeness.rows.iter().flatten().for_each(|cell| of_line(cell, letters));
        }
        Insert::Map(figure) | Insert::Chart(figure) => of_drawn(figure, letters),
        Insert::Timeline(timeline) => {
            letters.add(&timeline.label);
            for event in &timeline.events {
                letters.add(&event.date);
                letters.add(&event.kind);
                of_line(&event.name, letters);
            }
        }
        Insert::Gallery(figures) => figures.iter().for_each(|figure| of_figure(figure, letters)),
        Insert::Video(video) => of_figure(&video.poster, letters),
    }
}

fn of_facts(facts: &Facts, letters: &mut Letters) {
    letters.add(&facts.title);
    of_rows(&facts.rows, letters);
}

fn of_drawn(figure: &DrawnFigure, letters: &mut Letters) {
    letters.add(&figure.label);
    letters.add(&figure.alt);
    of_line(&figure.caption, letters);
    of_drawing(&figure.drawing, letters);
}

fn of_drawing(drawing: &Drawing, letters: &mut Letters) {
    fn of_items(items: &[DrawingItem], letters: &mut Letters) {
        for item in items {
            match item {
                DrawingItem::Label(label) => letters.add(&label.text),
                DrawingItem::Group { items, .. } => of_items(items, letters),
                DrawingItem::Path(_) => {}
            }
        }
    }
    of_items(&drawing.items, letters);
}
