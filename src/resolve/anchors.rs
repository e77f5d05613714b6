//! Gives every heading its id, and finds the same heading in other languages.
//!
//! An id is what the editor wrote, else the slug of the heading's words
//! (P-125), made unique in its chapter. Twins are headings of one id; where
//! two languages have the same outline, a heading without an id of its own is
//! the twin of the one in the same place.

use std::collections::BTreeMap;

use crate::book::{Book, ChapterText};
use crate::diag::{Diagnostic, Findings};
use crate::doc::{BlockKind, Heading, Parsed, RawFigure, RawInsert, Visit, inlines_text, walk};
use crate::locale::Lang;
use crate::locale::slug::slug;
use crate::message;
use crate::source::Span;

/// The places of one text that can be linked to.
#[derive(Debug, Default)]
pub struct Anchors {
    /// One a heading, in the order of the text.
    pub headings: Vec<HeadingAnchor>,
    /// Ids of figures that have one of their own, and of all that were taken.
    ids: BTreeMap<String, Span>,
}

#[derive(Debug)]
pub struct HeadingAnchor {
    pub id: Box<str>,
    level: u8,
    explicit: bool,
    pub twins: BTreeMap<Lang, Box<str>>,
}

impl Anchors {
    pub fn contains(&self, id: &str) -> bool {
        self.ids.contains_key(id)
    }

    pub fn ids(&self) -> impl Iterator<Item = &str> {
        self.ids.keys().map(String::as_str)
    }
}

/// The anchors of every chapter by language.
pub fn collect(book: &Book, found: &mut Findings) -> Vec<BTreeMap<Lang, Anchors>> {
    book.chapters
        .iter()
        .map(|chapter| {
            let mut anchors: BTreeMap<Lang, Anchors> =
                chapter.texts.iter().map(|(lang, text)| (*lang, of_text(text, found))).collect();
            find_twins(&mut anchors);
            anchors
        })
        .collect()
}

fn of_text(text: &ChapterText, found: &mut Findings) -> Anchors {
    let mut anchors = Anchors::default();
    // Ids that editors wrote go first, so that a generated one never takes theirs.
    walk(&text.document.blocks, &mut |visit| {
        let Visit::Block(block) = visit else { return };
        match &block.kind {
            BlockKind::Heading(Heading { mark: Some(id), .. }) => anchors.take(&id.text, id.span, found),
            BlockKind::Figure(figure) => anchors.figure(figure, found),
            BlockKind::Insert(RawInsert::Gallery(figures)) => {
                figures.iter().for_each(|figure| anchors.figure(figure, found));
            }
            _ => {}
        }
    });
    walk(&text.document.blocks, &mut |visit| {
        let Visit::Block(block) = visit else { return };
        let BlockKind::Heading(heading) = &block.kind else { return };
        let id = match &heading.mark {
            Some(id) => id.text.clone(),
            None => anchors.generate(heading, block.span),
        };
        let (level, explicit) = (heading.level, heading.mark.is_some());
        anchors.headings.push(HeadingAnchor { id, level, explicit, twins: BTreeMap::new() });
    });
    anchors
}

impl Anchors {
    fn take(&mut self, id: &str, span: Span, found: &mut Findings) {
        if self.ids.insert(id.to_owned(), span).is_some() {
            let message = message!("heading-duplicate-id", id = id);
            found.push(Diagnostic::error("heading.duplicate-id", span, message));
        }
    }

    fn figure(&mut self, figure: &RawFigure, found: &mut Findings) {
        if let Some(id) = &figure.id {
            self.take(&id.text, id.span, found);
        }
    }

    /// An id from the heading's words; one of only signs is called `section`.
    fn generate(&mut self, heading: &Heading<Parsed>, span: Span) -> Box<str> {
        let base = match slug(&inlines_text(&heading.content)) {
            words if words.is_empty() => "section".to_owned(),
            words => words,
        };
        let free = |id: &String| !self.ids.contains_key(id);
        let mut numbered = (2..).map(|number| format!("{base}-{number}"));
        let id = if free(&base) { base.clone() } else { numbered.find(free).unwrap_or(base.clone()) };
        self.ids.insert(id.clone(), span);
        id.into()
    }
}

/// Level, whether the id is the editor's own, and id of each heading.
type Outline = Vec<(u8, bool, Box<str>)>;

fn find_twins(anchors: &mut BTreeMap<Lang, Anchors>) {
    let outlines: Vec<(Lang, Outline)> = anchors
        .iter()
        .map(|(lang, anchors)| {
            let headings = anchors.headings.iter();
            (*lang, headings.map(|heading| (heading.level, heading.explicit, heading.id.clone())).collect())
        })
        .collect();
    for (lang, own) in anchors.iter_mut() {
        for (other, outline) in outlines.iter().filter(|(other, _)| other != lang) {
            let same_outline = outline.len() == own.headings.len()
                && outline.iter().zip(&own.headings).all(|((level, ..), heading)| *level == heading.level);
            for (index, heading) in own.headings.iter_mut().enumerate() {
                let named = outline.iter().find(|(.., id)| *id == heading.id).map(|(.., id)| id);
                let placed = outline
                    .get(index)
                    .filter(|(_, explicit, _)| same_outline && !explicit && !heading.explicit)
                    .map(|(.., id)| id);
                heading.twins.extend(named.or(placed).map(|id| (*other, id.clone())));
            }
        }
    }
}
