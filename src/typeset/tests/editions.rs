//! What an edition is as a whole: its order, its numbers, its sheets.

use super::{page_of, pages, set, text_of, words};
use crate::config::{Destination, EditionKind};
use crate::locale::Lang;
use crate::source::Sources;
use crate::typeset::design::{Design, REGISTRATION};
use crate::typeset::frame::{ItemKind, Page, Pages};
use crate::typeset::press::BLEED;
use crate::units::Pt;

const SECTIONS: &str = "متن\n\n## یک\n\nمتن\n\n## دو\n\nمتن\n\n## سه\n\nمتن";

fn labels(pages: &Pages) -> Vec<&str> {
    pages.pages.iter().map(|page| &*page.label).collect()
}

#[test]
fn the_persian_edition_ends_with_an_english_title_page() {
    let pages = pages("متن", "Text.", EditionKind::Single(Lang::FA));
    // On the back of the last leaf, where readers from the other side begin.
    assert_eq!(pages.pages.len() % 2, 0);
    let last = pages.pages.last().unwrap();
    assert_eq!(last.lang, Lang::EN);
    assert!(text_of(last).any(|line| words(line) == "A Book"));
}

#[test]
fn front_matter_has_letters_and_the_body_begins_at_one() {
    let pages = pages("متن", "Text.", EditionKind::Single(Lang::FA));
    let labels = labels(&pages);
    assert_eq!(&labels[..3], ["الف", "ب", "پ"]);
    let first = page_of(&pages, "one");
    assert_eq!((labels[first], first % 2), ("۱", 0));
}

#[test]
fn a_press_gets_sheets_of_eight_with_marks_outside_the_bleed() {
    let single = [Lang::FA, Lang::EN].map(EditionKind::Single);
    for edition in single.into_iter().chain([EditionKind::Bilingual, EditionKind::Parallel]) {
        let (pages, _) = set(SECTIONS, SECTIONS, edition, Destination::Press);
        assert_eq!(pages.pages.len() % 8, 0);
        for page in &pages.pages {
            let sheet = page.sheet.unwrap();
            assert!(sheet.bleed == BLEED && sheet.margin > BLEED);
            let marks = marks(page);
            assert_eq!(marks.len(), 8);
            let outside = |at: Pt, length: Pt, most: Pt| at + length <= -BLEED || at >= most + BLEED;
            for mark in marks {
                assert!(outside(mark.x, mark.width, page.width) || outside(mark.y, mark.height, page.height));
            }
        }
        let separation = pages.separation.unwrap();
        assert_eq!(separation.0[&Design::default().palette.ink], [0, 0, 0, 100]);
    }
}

/// As the sheets are folded: Persian from the right-hand cover, English from
/// the left-hand one, blank pages between.
#[test]
fn a_press_binds_two_languages_from_both_covers() {
    let (pages, _) = set(SECTIONS, SECTIONS, EditionKind::Bilingual, Destination::Press);
    assert_eq!(pages.pages.len() % 8, 0);
    let bound = pages.bound.as_deref().unwrap();
    let mut all = bound.to_vec();
    all.sort_unstable();
    assert_eq!(all, (0..pages.pages.len()).collect::<Vec<_>>());
    let shown: Vec<(Lang, &str)> =
        bound.iter().map(|&at| (pages.pages[at].lang, &*pages.pages[at].label)).collect();
    let persian = shown.iter().take_while(|(lang, _)| *lang == Lang::FA).count();
    assert!(shown[persian..].iter().all(|(lang, _)| *lang == Lang::EN));
    assert_eq!((shown[0].1, shown[shown.len() - 1].1), ("الف", "i"));
    // Rectos of both lie on the outer side of their leaf: odd from their own cover.
    for (at, (lang, label)) in shown.iter().enumerate() {
        let from_cover = if *lang == Lang::FA { at + 1 } else { shown.len() - at };
        if *label == "۱" || *label == "1" {
            assert_eq!(from_cover % 2, 1, "{label}");
        }
    }
    // Reading goes on from the first page of each to its last.
    let english = |label: &str| pages.pages.iter().position(|page| page.label == label).unwrap();
    assert!(english("i") < english("1"));
    for kind in [EditionKind::Single(Lang::FA), EditionKind::Parallel] {
        assert!(set(SECTIONS, SECTIONS, kind, Destination::Press).0.bound.is_none());
    }
    assert!(super::pages(SECTIONS, SECTIONS, EditionKind::Bilingual).bound.is_none());
}

fn marks(page: &Page) -> Vec<crate::typeset::frame::Rect> {
    let marks = page.items.iter().filter_map(|item| match item.kind {
        ItemKind::Rule(area, REGISTRATION) => Some(area),
        _ => None,
    });
    marks.collect()
}

#[test]
fn facing_pages_are_of_two_languages_and_one_number() {
    let pages = pages(SECTIONS, SECTIONS, EditionKind::Parallel);
    for pair in pages.pages[1..].chunks_exact(2) {
        // The left page comes first: English, then Persian on the right.
        assert_eq!((pair[0].lang, pair[1].lang), (Lang::EN, Lang::FA));
    }
    let (english, persian) = (page_of(&pages, "en/one"), page_of(&pages, "fa/one"));
    assert_eq!((english % 2, persian), (1, english + 1));
    assert_eq!((&*pages.pages[english].label, &*pages.pages[persian].label), ("1", "۱"));
    let branches: Vec<&str> =
        pages.outline.iter().filter(|item| item.level == 0).map(|item| &*item.title).collect();
    assert_eq!(branches, ["کتاب", "A Book"]);
}

#[test]
fn sections_of_facing_pages_are_in_step() {
    let text = |word: &str, lines: [usize; 3]| {
        let section =
            |(at, count): (usize, usize)| format!("## h{at} {{#h{at}}}\n\n{}\n\n", word.repeat(count));
        lines.into_iter().enumerate().map(section).collect::<String>()
    };
    let pages =
        pages(&text("واژه ", [40, 900, 20]), &text("words of it ", [300, 30, 30]), EditionKind::Parallel);
    let mut levels = 0;
    for heading in ["h0", "h1", "h2"] {
        let place = |lang: &str| pages.destinations[&format!("{lang}/one#{heading}")];
        let (persian, english) = (place("fa"), place("en"));
        assert_eq!(persian.page, english.page + 1, "{heading}");
        let design = Design::default();
        // The next line of each grid below the same height.
        assert!((persian.y - english.y).abs() < design.persian.leading + design.english.leading, "{heading}");
        levels += usize::from(english.y > design.english.top() + design.english.leading);
    }
    assert!(levels > 0, "no section began below another");
}

#[test]
fn what_the_copyright_page_lacks_is_an_open_point() {
    let noted = |lang| {
        let (_, found) = set("متن", "Text.", EditionKind::Single(lang), Destination::Screen);
        found.sorted(&Sources::default()).iter().any(|finding| finding.code == "record.incomplete")
    };
    // The record of the national library is in the Persian edition.
    assert!(noted(Lang::FA) && !noted(Lang::EN));
}
