//! Small books from Markdown to pages: laws that hold for every page, and a
//! few facts about where things stand.

mod bad_input;
mod editions;
mod goldens;
mod opening;

use std::path::Path;
use std::sync::{Arc, OnceLock};

use proptest::prelude::*;

use super::design::Design;
use super::frame::{ItemKind, LinkTarget, Page, Pages, TextLine};
use super::paragraph::Shaper;
use super::{Furnishing, typeset};
use crate::cache::Cache;
use crate::config::{Destination, Drafts, EditionKind};
use crate::diag::Findings;
use crate::fonts::Fonts;
use crate::locale::Lang;
use crate::resolve::Resolved;
use crate::source::Sources;
use crate::theme::Theme;

fn shaper() -> &'static Shaper {
    static SHAPER: OnceLock<Shaper> = OnceLock::new();
    SHAPER.get_or_init(|| Shaper::new(Arc::new(Fonts::load(None).unwrap())))
}

/// A book of one page a language: Persian and English.
fn book(folder: &Path, persian: &str, english: &str) {
    let page = folder.join("pages").join("one");
    std::fs::create_dir_all(&page).unwrap();
    let yaml = "title: {fa: کتاب, en: A Book}\nsubtitle: {fa: زیرعنوان, en: Subtitle}\n\
        description: {fa: شرح, en: About}\npublisher: {fa: ناشر, en: Publisher}\nauthors: []\n\
        languages: [fa, en]\nspine:\n  - title: {fa: بخش, en: Part}\n    pages: [one]\n";
    std::fs::write(folder.join("book.yaml"), yaml).unwrap();
    std::fs::write(page.join("fa.md"), format!("---\ntitle: فصل\n---\n\n{persian}")).unwrap();
    std::fs::write(page.join("en.md"), format!("---\ntitle: Chapter\n---\n\n{english}")).unwrap();
}

/// A book as read from a folder, and what was found.
fn read(folder: &Path) -> (Resolved, Findings) {
    let (mut sources, mut found) = (Sources::default(), Findings::default());
    let theme = Theme::load(None).unwrap();
    let book = crate::content::load(folder, Drafts::Include, &mut sources, &mut found).unwrap();
    let book =
        crate::resolve::resolve(book, folder, &theme, &crate::cache::Cache::default(), &sources, &mut found)
            .unwrap();
    (book, found)
}

fn furnishing() -> Furnishing<'static> {
    Furnishing {
        strings: &|_, key| key.to_owned(),
        ornament: &|_, _, _| None,
        locator: &|_, _, _| None,
        cache: Cache::default(),
    }
}

fn set(persian: &str, english: &str, edition: EditionKind, made_for: Destination) -> (Pages, Findings) {
    let folder = tempfile::tempdir().unwrap();
    book(folder.path(), persian, english);
    let (book, _) = read(folder.path());
    let (mut found, design) = (Findings::default(), Design::default());
    let pages = typeset(&book, &[edition], made_for, &design, shaper(), &furnishing(), &mut found)
        .bind(edition)
        .unwrap();
    (pages, found)
}

fn pages(persian: &str, english: &str, edition: EditionKind) -> Pages {
    set(persian, english, edition, Destination::Screen).0
}

/// The page, from 0, of a destination.
fn page_of(pages: &Pages, place: &str) -> usize {
    pages.destinations[place].page
}

fn text_of(page: &Page) -> impl Iterator<Item = &TextLine> {
    page.items.iter().filter_map(|item| match &item.kind {
        ItemKind::Text(line) => Some(line),
        _ => None,
    })
}

fn words(line: &TextLine) -> String {
    line.runs.iter().map(|run| &*run.text).collect()
}

/// The page of the body with this label.
fn page<'p>(pages: &'p Pages, label: &str) -> &'p Page {
    pages.pages.iter().find(|page| page.label == label).unwrap()
}

/// The marks and labels of notes on a page: digits standing alone.
fn note_numbers(page: &Page) -> Vec<String> {
    let runs = text_of(page).flat_map(|line| &line.runs);
    let small = runs.filter(|run| run.rise.0 > 0.0).map(|run| run.text.to_string());
    small.collect()
}

const LINES: &str = "Words that fill a line and then another one until the page is full of them. ";

#[test]
fn notes_begin_at_one_on_every_page() {
    let mut markdown = String::new();
    for number in 0..12 {
        markdown += &format!("{}[^n{number}] {}\n\n", LINES.repeat(6), LINES.repeat(3));
    }
    for number in 0..12 {
        markdown += &format!("[^n{number}]: Note {number}.\n");
    }
    let pages = pages("متن", &markdown, EditionKind::Single(Lang::EN));
    let mut total = 0;
    for page in &pages.pages {
        let numbers = note_numbers(page);
        let expected: Vec<String> = (1..=numbers.len()).map(|number| number.to_string()).collect();
        assert_eq!(numbers, expected);
        let labels = text_of(page)
            .filter(|line| words(line).strip_suffix('.').is_some_and(|n| numbers.contains(&n.into())));
        assert_eq!(labels.count(), numbers.len());
        total += numbers.len();
    }
    assert_eq!(total, 12);
}

#[test]
fn a_page_with_ten_notes_counts_on() {
    let marks: String = (0..11).map(|number| format!("واژه[^n{number}] ")).collect();
    let notes: String = (0..11).map(|number| format!("[^n{number}]: یادداشت.\n")).collect();
    let pages = pages(&format!("{marks}\n\n{notes}"), "Text.", EditionKind::Single(Lang::FA));
    let numbers = note_numbers(page(&pages, "۱"));
    assert_eq!(numbers.len(), 11);
    assert!(numbers.contains(&"۱۱".to_owned()));
}

#[test]
fn a_latin_note_stands_at_the_left_with_an_ascii_number() {
    let pages = pages(
        "شیان[^a] و جایی[^b].\n\n[^a]: Xi’an.\n[^b]: یادداشت.\n",
        "Text.",
        EditionKind::Single(Lang::FA),
    );
    let page = page(&pages, "۱");
    let left = |text: &str| text_of(page).find(|line| words(line) == text).unwrap().runs[0].x;
    assert_eq!(left("1."), Design::default().outer);
    // Runs stand in visual order.
    assert!(left(".۲") > Design::default().width * 0.7);
}

#[test]
fn a_poem_is_read_from_the_side_of_its_own_words() {
    let poem = "```{verse}\nاین سو / آن سو\n```\n\n```{verse}\nThis side / that side\n```";
    let pages = pages(poem, poem, EditionKind::Bilingual);
    for (label, start) in [("۱", "این سو"), ("1", "این سو"), ("۱", "This side"), ("1", "This side")]
    {
        let left = |text: &str| {
            text_of(page(&pages, label)).find(|line| words(line).contains(text)).unwrap().runs[0].x
        };
        match start {
            "این سو" => assert!(left("این") > left("آن"), "{label}"),
            _ => assert!(left("This") < left("that"), "{label}"),
        }
    }
}

#[test]
fn the_head_of_a_table_is_repeated() {
    let rows: String = (0..80).map(|row| format!("| a{row} | b |\n")).collect();
    let pages = pages("متن", &format!("| Name | Value |\n|--|--|\n{rows}"), EditionKind::Single(Lang::EN));
    let with_rows = |page: &&Page| text_of(page).any(|line| words(line) == "b");
    let with_head = |page: &&Page| text_of(page).any(|line| words(line).contains("Name"));
    let body: Vec<&Page> = pages.pages.iter().filter(with_rows).collect();
    assert!(body.len() > 2 && body.iter().all(with_head));
    // The first head is text, the others are furniture.
    let tagged = |page: &&&Page| {
        text_of(page)
            .any(|line| words(line).contains("Name") && line.runs.iter().all(|run| run.node.is_some()))
    };
    assert_eq!(body.iter().filter(tagged).count(), 1);
}

#[test]
fn first_columns_stand_at_the_right_in_persian() {
    let pages = pages("| یک | دو |\n|--|--|\n| الف | ب |\n", "Text.", EditionKind::Single(Lang::FA));
    let page = page(&pages, "۱");
    let x = |text: &str| text_of(page).find(|line| words(line) == text).unwrap().runs[0].x;
    assert!(x("یک") > x("دو"));
}

#[test]
fn the_hemistichs_of_a_poem_are_equally_wide() {
    let verse = "```{verse}\nبنی‌آدم اعضای یکدیگرند / که در آفرینش ز یک گوهرند\nچو عضوی به درد آورد روزگار / دگر عضوها را نماند قرار\n```\n";
    let pages = pages(verse, "Text.", EditionKind::Single(Lang::FA));
    let page = page(&pages, "۱");
    let edges = |line: &TextLine| {
        let right = line
            .runs
            .iter()
            .map(|run| run.x + super::shop::run_width(run))
            .fold(crate::units::Pt::ZERO, crate::units::Pt::max);
        (line.runs[0].x.0.round(), right.0.round())
    };
    let lines: Vec<(f64, f64)> = text_of(page)
        .filter(|line| words(line).split(' ').count() >= 3 && line.runs[0].node.is_some())
        .map(edges)
        .collect();
    assert_eq!(lines.len(), 4);
    assert_eq!((lines[0], lines[1]), (lines[2], lines[3]));
    assert!(lines[0].0 > lines[1].1);
}

#[test]
fn a_bilingual_edition_keeps_both_conventions() {
    let pages = pages("متن", "Text.", EditionKind::Bilingual);
    let labels: Vec<&str> = pages.pages.iter().map(|page| &*page.label).collect();
    let persian = labels.iter().position(|label| *label == "۱").unwrap();
    let english = labels.iter().position(|label| *label == "1").unwrap();
    assert!(persian < english);
    // Both parts begin on a recto of the file.
    assert_eq!(labels.iter().position(|label| *label == "i").unwrap() % 2, 0);
    assert!(pages.destinations.contains_key("fa/one") && pages.destinations.contains_key("en/one"));
}

/// What holds for the pages of any book.
fn assert_lawful(pages: &Pages) {
    let design = Design::default();
    for page in &pages.pages {
        let text = design.text(page.lang);
        for item in &page.items {
            match &item.kind {
                ItemKind::Text(line) => {
                    assert!(line.baseline.0 > 0.0 && line.baseline < page.height);
                    let furniture = line.runs.iter().all(|run| run.node.is_none());
                    let steps = (line.baseline - text.first_baseline) / text.unit();
                    let from_drawing = line.runs.iter().all(|run| {
                        let role = run.node.and_then(|node| pages.structure.get(node)).map(|node| node.role);
                        role == Some(super::frame::Role::Figure)
                    });
                    assert!(
                        furniture || from_drawing || (steps - steps.round()).abs() < 1e-6,
                        "{}",
                        words(line)
                    );
                    let bottom = text.top() + text.height(text.page_units());
                    assert!(furniture || line.baseline <= bottom, "{} is below the text", words(line));
                    assert!(
                        line.runs
                            .iter()
                            .all(|run| run.node.is_none_or(|node| pages.structure.get(node).is_some()))
                    );
                }
                ItemKind::Link { target: LinkTarget::Place(place), .. } => {
                    assert!(pages.destinations.contains_key(place), "{place} is nowhere");
                }
                _ => {}
            }
        }
    }
    for item in &pages.outline {
        assert!(pages.destinations.contains_key(&item.place));
    }
    for (id, node) in pages.structure.iter() {
        assert!(node.parent.is_none_or(|parent| parent < id));
    }
}

fn block() -> impl Strategy<Value = String> {
    let words = "(واژه |words and |\\*\\*bold\\*\\* |`code` |\\[link\\]\\(https://example.org/a\\) |\\[\\[one\\]\\] |[a-z]{1,60} ){0,60}";
    let line = "(واژه |word |[a-z]{1,40} ){1,9}";
    prop_oneof![
        3 => words.prop_map(|text| format!("x {text}\n\n")),
        1 => line.prop_map(|text| format!("## h {text}\n\n")),
        1 => line.prop_map(|text| format!("> {text}\n\n")),
        1 => (line, 1..30usize).prop_map(|(text, count)| format!("- {text}\n").repeat(count) + "\n"),
        1 => (line, 1..40usize).prop_map(|(text, count)| format!("3. {text}\n\n   {text}\n").repeat(count) + "\n"),
        1 => (line, 1..50usize).prop_map(|(text, count)| {
            format!("| a | b {text} | c |\n|:-:|--:|--|\n") + &format!("| {text} | x | {text} |\n").repeat(count) + "\n"
        }),
        1 => (line, 1..60usize).prop_map(|(text, count)| format!("```\n{}```\n\n", format!("  {text}\n").repeat(count))),
        1 => line.prop_map(|text| format!("```{{verse}}\n{text} / {text}\n{text}\n\n{text} / {text}\n— x\n```\n\n")),
        1 => (0..1000u32, 1..90usize).prop_map(|(id, count)| {
            format!("text[^n{id}] and[^n{id}] again\n\n[^n{id}]: {}\n\n", "a note of words ".repeat(count))
        }),
        1 => line.prop_map(|text| format!("{text}\n: {text}\n\n---\n\n")),
    ]
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(48))]

    #[test]
    fn any_text_gives_lawful_pages(blocks in proptest::collection::vec(block(), 0..14)) {
        let markdown = blocks.concat();
        let both = [EditionKind::Bilingual, EditionKind::Parallel];
        for edition in [Lang::FA, Lang::EN].map(EditionKind::Single).into_iter().chain(both) {
            assert_lawful(&pages(&markdown, &markdown, edition));
        }
    }
}

/// A block of a kind, from words that stand nowhere else.
fn numbered(kind: u8, count: usize, next: &mut usize) -> String {
    let label = *next;
    let mut words = |count: usize| {
        let words = (*next..*next + count).map(|number| format!("t{number}e"));
        let words = words.collect::<Vec<_>>().join(" ");
        *next += count;
        words
    };
    match kind % 10 {
        0 => format!("{}\n\n", words(count * 12)),
        1 => format!("## {}\n\n", words(count)),
        2 => format!("> {}\n\n", words(count * 9)),
        3 => (0..count).map(|_| format!("- {}\n", words(7))).collect::<String>() + "\n",
        4 => (0..count).map(|_| format!("1. {}\n\n   {}\n\n", words(5), words(6))).collect(),
        5 => {
            let rows = (0..count).map(|_| format!("| {} | {} |\n", words(4), words(9))).collect::<String>();
            format!("| {} | {} |\n|--|--|\n{rows}\n", words(1), words(2))
        }
        6 => format!("```\n{}```\n\n", (0..count).map(|_| format!("{}\n", words(4))).collect::<String>()),
        7 => format!("```{{verse}}\n{} / {}\n```\n\n", words(3), words(3)),
        8 => format!("{}[^n{label}]\n\n[^n{label}]: {}\n\n", words(4), words(count * 8)),
        _ => format!("{}\n: {}\n\n", words(2), words(count * 6)),
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(32))]

    /// Whatever the pages are cut from, each word of the source is on them once.
    #[test]
    fn every_word_of_the_source_stands_on_the_pages_once(
        kinds in proptest::collection::vec((any::<u8>(), 1..14usize), 1..14),
    ) {
        let mut next = 0;
        let markdown: String =
            kinds.into_iter().map(|(kind, count)| numbered(kind, count, &mut next)).collect();
        for edition in [EditionKind::Single(Lang::FA), EditionKind::Single(Lang::EN)] {
            let pages = pages(&markdown, &markdown, edition);
            let runs = pages.pages.iter().flat_map(text_of).flat_map(|line| &line.runs);
            let mut seen = vec![0usize; next];
            for run in runs.filter(|run| run.node.is_some()) {
                for word in run.text.split(|c: char| !c.is_ascii_alphanumeric()) {
                    let number = word.strip_prefix('t').and_then(|word| word.strip_suffix('e'));
                    if let Some(place) = number.and_then(|number| seen.get_mut(number.parse::<usize>().ok()?)) {
                        *place += 1;
                    }
                }
            }
            let lost: Vec<usize> = (0..next).filter(|&at| seen[at] != 1).collect();
            prop_assert!(lost.is_empty(), "{lost:?} of {markdown}");
        }
    }
}
