//! What each language's edition has besides its chapters.

use std::collections::BTreeMap;
use std::sync::Arc;

use rayon::prelude::*;

use super::Scene;
use super::chart;
use super::index::Marks;
use super::inserts;
use super::link::LinkedChapter;
use super::resolved::{Edition, TermEntry};
use super::words::Words;
use crate::book::Book;
use crate::diag::{Diagnostic, Findings};
use crate::doc::ChapterId;
use crate::locale::Lang;
use crate::locale::collate::Collator;
use crate::message;

/// One edition a language of the book.
pub fn editions(scene: &Scene, texts: &[LinkedChapter]) -> BTreeMap<Lang, Edition> {
    let front = &scene.book.front;
    front
        .languages
        .par_iter()
        .map(|lang| {
            let edition = Edition {
                lang: *lang,
                title: front.title.or_any(*lang).to_owned(),
                subtitle: front.subtitle.or_any(*lang).to_owned(),
                description: front.description.or_any(*lang).to_owned(),
                sources: scene.citations.get(lang).map(|c| c.sources.clone()).unwrap_or_default(),
                glossary: glossary(scene, *lang),
                index: index(texts, *lang),
                world_map: Arc::new(inserts::world_map(scene, *lang)),
                crowd_map: chart::crowd_map(scene, *lang).map(Arc::new),
                timeline: inserts::timeline(&Words::new(scene, *lang), scene),
                level_timeline: chart::level_timeline(scene, *lang).map(Arc::new),
            };
            (*lang, edition)
        })
        .collect()
}

fn index(texts: &[LinkedChapter], lang: Lang) -> Vec<super::resolved::IndexGroup> {
    let mut marks = Marks::default();
    for (id, chapter) in (0u32..).map(ChapterId).zip(texts) {
        let Some(text) = chapter.texts.get(&lang) else { continue };
        marks.collect(id, &text.document.blocks);
        text.document.notes.iter().for_each(|note| marks.collect(id, &note.blocks));
    }
    marks.into_groups(lang)
}

fn glossary(scene: &Scene, lang: Lang) -> Vec<TermEntry> {
    let order = scene.glossary.get(&lang).map(Vec::as_slice).unwrap_or_default();
    let entries = order.iter().filter_map(|index| scene.book.glossary.iter().flatten().nth(*index));
    entries
        .map(|entry| TermEntry {
            key: entry.key.text.to_string(),
            term: entry.term.or_any(lang).to_owned(),
            definition: entry.definition.or_any(lang).to_owned(),
        })
        .collect()
}

/// The glossary's entries in each language's collation order; a key that
/// stands twice is reported.
pub fn glossary_orders(book: &Book, found: &mut Findings) -> BTreeMap<Lang, Vec<usize>> {
    let mut keys = BTreeMap::new();
    for entry in book.glossary.iter().flatten() {
        if keys.insert(&entry.key.text, entry.key.span).is_some() {
            let message = message!("glossary-key-twice", key = &*entry.key.text);
            found.push(Diagnostic::error("glossary.key", entry.key.span, message));
        }
    }
    let order = |lang: &Lang| {
        let terms = book.glossary.iter().flatten().map(|entry| entry.term.or_any(*lang));
        let mut order: Vec<(usize, &str)> = terms.enumerate().collect();
        Collator::new(*lang).sort_by_key(&mut order, |(_, term)| term);
        (*lang, order.into_iter().map(|(index, _)| index).collect())
    };
    book.front.languages.iter().map(order).collect()
}
