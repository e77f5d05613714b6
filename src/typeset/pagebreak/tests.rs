//! Lists in letters, and the pages they are cut into.

use super::super::frame::NodeId;
use super::super::vlist::{Entry, Glue, NoteScript, SetNote, VBox};
use super::*;
use proptest::prelude::*;

/// A list in letters, an entry a word: `t` a line of text, `T` one that must
/// not open a page, `h` a heading with space above, `f7` a picture of 7
/// lines, `t!3` a line that calls a note of 3 lines.
fn list(words: &str) -> VList {
    let mut list = VList::default();
    let mut keep = cost::NONE;
    for word in words.split_whitespace() {
        let (word, note) = word.split_once('!').unwrap_or((word, ""));
        let mut content = VBox { units: LINE, ..VBox::default() };
        let (mut glue, mut kind, mut before) = (Glue::default(), EntryKind::Flow, keep);
        keep = cost::NONE;
        match word.split_at(1) {
            ("T", _) => before = cost::WIDOW,
            ("h", _) => {
                glue = Glue { units: LINE, stretch: LINE };
                keep = cost::PARTED;
            }
            ("f", lines) => {
                content.units = lines.parse::<u32>().unwrap() * LINE;
                kind = EntryKind::Float;
            }
            _ => {}
        }
        if let Ok(lines) = note.parse::<usize>() {
            content.calls.push(list.notes.len());
            let line = VBox { units: 3, ..VBox::default() };
            let boxes = vec![line; lines];
            list.notes.push(SetNote { label: NodeId(0), script: NoteScript::Own, boxes, calls: vec![] });
        }
        list.entries.push(Entry { glue, cost: before, kind, content });
    }
    list
}

/// The entries of each page, notes after a colon.
fn pages(list: &VList, lines: u32) -> String {
    let plans = break_pages(list, lines * LINE, Spreads::None);
    let page = |plan: &PagePlan| {
        let entries: Vec<String> = plan.placed.iter().map(|placed| placed.entry.to_string()).collect();
        let notes: Vec<String> =
            plan.notes.iter().map(|part| format!("{}[{:?}]", part.note, part.lines)).collect();
        let colon = if notes.is_empty() { "" } else { ": " };
        format!("{}{colon}{}", entries.join(" "), notes.join(" "))
    };
    plans.iter().map(page).collect::<Vec<_>>().join(" | ")
}

#[track_caller]
fn check(words: &str, lines: u32, expected: &str) {
    assert_eq!(pages(&list(words), lines), expected);
}

#[test]
fn lines_fill_a_page() {
    check("", 5, "");
    check("t t t t t t t t t t t t", 6, "0 1 2 3 4 5 | 6 7 8 9 10 11");
}

#[test]
fn no_line_is_left_alone() {
    check("t t t t t T t t t t t t t", 5, "0 1 2 3 | 4 5 6 7 8 | 9 10 11 12");
}

#[test]
fn a_heading_goes_with_what_it_heads() {
    check("t t t t h t t t t t t t", 6, "0 1 2 3 | 4 5 6 7 8 9 | 10 11");
}

#[test]
fn a_picture_waits_while_the_text_goes_on() {
    check("t t t t f3 t t t t t t t t t", 6, "0 1 2 3 5 6 | 4 7 8 | 9 10 11 12 13");
    check("t f4 t t t t t", 7, "0 1 2 | 3 4 5 6");
}

#[test]
fn a_picture_taller_than_a_page_has_a_page() {
    check("t f9 t t t t t t", 6, "0 2 3 4 5 6 | 1 | 7");
}

#[test]
fn notes_stand_on_the_page_that_calls_them() {
    check("t t t t!2 t t t t", 6, "0 1 2 | 3 4 5: 0[0..2] | 6 7");
}

#[test]
fn a_note_longer_than_a_page_is_split() {
    let plans = break_pages(&list("t t!20 t t"), 6 * LINE, Spreads::None);
    let lines: usize = plans.iter().flat_map(|plan| &plan.notes).map(|part| part.lines.len()).sum();
    assert_eq!(lines, 20);
    assert!(plans.len() >= 3);
}

proptest! {
    #[test]
    fn nothing_is_lost_and_nothing_overflows(
        words in proptest::collection::vec("(t|T|h|f[1-9]|t![1-9]|f3!2|T!14)", 0..60),
        lines in 4u32..12,
    ) {
        let list = list(&words.join(" "));
        let plans = break_pages(&list, lines * LINE, Spreads::None);
        let mut seen: Vec<usize> = plans.iter().flat_map(|p| &p.placed).map(|p| p.entry).collect();
        seen.sort_unstable();
        prop_assert_eq!(seen, (0..list.entries.len()).collect::<Vec<_>>());
        for (note, set) in list.notes.iter().enumerate() {
            let parts = plans.iter().flat_map(|plan| &plan.notes).filter(|part| part.note == note);
            let lines: Vec<usize> = parts.flat_map(|part| part.lines.clone()).collect();
            prop_assert_eq!(lines, (0..set.boxes.len()).collect::<Vec<_>>());
        }
        for plan in &plans {
            let units = |placed: &Placed| placed.above + list.entries[placed.entry].content.units;
            let text: u32 = plan.placed.iter().map(units).sum();
            let notes: u32 = plan.notes.iter().map(|part| 3 * part.lines.len() as u32).sum();
            let gap = if notes > 0 { NOTE_GAP } else { 0 };
            prop_assert!(text + notes + gap <= lines * LINE || plan.placed.len() == 1);
        }
    }

    #[test]
    fn a_heading_never_ends_a_page(words in proptest::collection::vec("(t|h t t|f3)", 0..40)) {
        let list = list(&words.join(" "));
        for plan in break_pages(&list, 9 * LINE, Spreads::None) {
            let last = plan.placed.last().map(|placed| &list.entries[placed.entry]);
            let heading = last.is_some_and(|entry| entry.glue.units > 0);
            prop_assert!(!heading || plan.placed.len() < 2);
        }
    }
}
