//! Content that no page was made for: every word is printed all the same,
//! and what is wrong with the look of it is told.

use super::{assert_lawful, set, text_of, words};
use crate::config::{Destination, EditionKind};
use crate::diag::Findings;
use crate::locale::Lang;
use crate::source::Sources;
use crate::typeset::design::Design;
use crate::typeset::frame::{ItemKind, Pages};
use crate::typeset::typeset;

/// Sets one text in both languages and asserts what holds for any book.
fn lawful(markdown: &str) -> (Pages, Findings) {
    for edition in [EditionKind::Single(Lang::FA), EditionKind::Parallel] {
        assert_lawful(&set(markdown, markdown, edition, Destination::Screen).0);
    }
    let (pages, found) = set(markdown, markdown, EditionKind::Single(Lang::EN), Destination::Screen);
    assert_lawful(&pages);
    (pages, found)
}

/// How often a word is part of the text, and not of the furniture.
fn count(pages: &Pages, word: &str) -> usize {
    let lines = pages.pages.iter().flat_map(text_of);
    let text = lines.filter(|line| line.runs.iter().any(|run| run.node.is_some()));
    text.map(|line| words(line).matches(word).count()).sum()
}

#[test]
fn a_table_wider_than_the_page_keeps_every_cell() {
    let row = |cell: &dyn Fn(usize) -> String| {
        format!("|{}\n", (0..40).map(|at| format!("{}|", cell(at))).collect::<String>())
    };
    let table = row(&|at| format!("h{at}x")) + &row(&|_| "--".to_owned()) + &row(&|at| format!("c{at}x"));
    let (pages, found) = lawful(&table);
    let text: String = pages.pages.iter().flat_map(text_of).map(words).collect();
    let letters = text.chars().filter(|c| *c == 'c').count();
    assert!(letters >= 40, "{letters}");
    let found = found.sorted(&Sources::default()).into_iter().map(|finding| finding.code).collect::<Vec<_>>();
    assert!(found.contains(&"page.narrow-columns"), "{found:?}");
}

#[test]
fn a_row_taller_than_a_page_is_split() {
    let (pages, _) = lawful(&format!("| a | b |\n|--|--|\n| {} | y |\n", "rowword ".repeat(1500)));
    assert_eq!(count(&pages, "rowword"), 1500);
}

#[test]
fn a_note_longer_than_a_page_is_split() {
    let (pages, _) = lawful(&format!("Text[^n] goes on.\n\n[^n]: {}\n", "noteword ".repeat(2500)));
    assert_eq!(count(&pages, "noteword"), 2500);
}

#[test]
fn three_hundred_notes_find_their_places() {
    let text: String = (0..300).map(|at| format!("Word[^n{at}] and more. ")).collect();
    let notes: String = (0..300).map(|at| format!("[^n{at}]: Noteword {at}.\n")).collect();
    let (pages, _) = lawful(&format!("{text}\n\n{notes}"));
    assert_eq!(count(&pages, "Noteword"), 300);
}

#[test]
fn a_heading_of_five_hundred_words_is_set() {
    let (pages, _) = lawful(&format!("Text.\n\n## {}\n\nMore.", "headword ".repeat(500)));
    assert_eq!(count(&pages, "headword"), 500);
}

/// One paragraph, whose lines are chosen in one piece.
#[test]
fn a_paragraph_of_a_hundred_thousand_words_is_set() {
    let markdown = "manyword ".repeat(100_000);
    let (pages, _) = set(&markdown, "Text.", EditionKind::Single(Lang::FA), Destination::Screen);
    assert_eq!(count(&pages, "manyword"), 100_000);
}

#[test]
fn a_word_wider_than_the_line_is_cut_and_nothing_is_lost() {
    let long = "x".repeat(700);
    let (pages, _) = lawful(&format!("Before {long} after."));
    let lines = pages.pages.iter().flat_map(text_of).map(words).collect::<String>();
    assert_eq!(lines.matches('x').count() - lines.matches("ext").count(), 700);
}

#[test]
fn a_chapter_may_have_nothing_but_its_title() {
    let (pages, _) = lawful("");
    assert_eq!(count(&pages, "Chapter"), 2);
}

#[test]
fn lists_may_be_nested_twenty_deep() {
    let list: String = (0..20).map(|depth| format!("{}- level{depth}x\n", "  ".repeat(depth))).collect();
    let (pages, _) = lawful(&list);
    for depth in 0..20 {
        assert_eq!(count(&pages, &format!("level{depth}x")), 1, "{depth}");
    }
}

#[test]
fn a_figure_taller_than_the_page_is_scaled_to_it() {
    let folder = tempfile::tempdir().unwrap();
    let text = "Before.\n\n![Tall](images/tall.png \"A tower\")\n\nAfter.";
    super::book(folder.path(), text, text);
    let images = folder.path().join("pages/one/images");
    std::fs::create_dir_all(&images).unwrap();
    image::GrayImage::new(40, 4000).save(images.join("tall.png")).unwrap();
    let (book, _) = super::read(folder.path());
    let (design, edition) = (Design::default(), EditionKind::Single(Lang::EN));
    let (furnishing, mut found) = (super::furnishing(), Findings::default());
    let made_for = Destination::Screen;
    let set = typeset(&book, &[edition], made_for, &design, super::shaper(), &furnishing, &mut found);
    let pages = set.bind(edition).unwrap();
    assert_lawful(&pages);
    let areas = pages.pages.iter().flat_map(|page| &page.items).filter_map(|item| match item.kind {
        ItemKind::Picture { area, .. } => Some(area),
        _ => None,
    });
    let areas: Vec<_> = areas.collect();
    let [area] = areas.as_slice() else { panic!("{areas:?}") };
    assert!(area.y > design.english.top() - design.english.leading && area.y + area.height < design.folio);
    // Its shape is kept.
    assert!((area.height.0 / area.width.0 - 100.0).abs() < 1.0, "{area:?}");
    // Its caption is in the list of figures as well.
    assert_eq!(["Before.", "tower", "After."].map(|word| count(&pages, word)), [1, 2, 1]);
}
