//! How the chapter of a city opens: titles, the card of the pact and the map
//! on one page, whatever the data are, and each of them once in the book.

use super::{furnishing, read, shaper, text_of, words};
use crate::config::{Destination, EditionKind, Trim};
use crate::diag::Findings;
use crate::locale::Lang;
use crate::typeset::design::Design;
use crate::typeset::frame::{ItemKind, Page, Pages};
use crate::typeset::typeset;

const HOST: &str =
    "kind: host\nname: {fa: اصفهان, en: Isfahan}\ncountry: IR\nlocation: {lat: 32.6, lon: 51.7}\n";

/// The host and a sister with this text and this note of its pact.
fn book(markdown: &str, name: &str, note: &str) -> tempfile::TempDir {
    let folder = tempfile::tempdir().unwrap();
    let write = |path: &str, text: &str| {
        let path = folder.path().join(path);
        std::fs::create_dir_all(path.parent().unwrap()).unwrap();
        std::fs::write(path, text).unwrap();
    };
    let yaml = "title: {fa: کتاب, en: A Book}\nlanguages: [fa, en]\n\
        spine:\n  - title: {fa: بخش, en: Part}\n    cities: [isfahan, xian]\n";
    write("book.yaml", yaml);
    write("cities/isfahan/city.yaml", HOST);
    let pact = format!(
        "pact: {{signed: 1989-05-07, certainty: confirmed, note: {{fa: \"{note}\", en: \"{note}\"}}}}"
    );
    let city = "kind: sister\ncountry: CN\nlocation: {lat: 34.3, lon: 108.9}";
    write("cities/xian/city.yaml", &format!("{city}\nname: {{fa: شیان, en: Xian}}\n{pact}\n"));
    for lang in ["fa", "en"] {
        write(&format!("cities/isfahan/{lang}.md"), "---\ntitle: Host\n---\n\nText.\n");
        write(&format!("cities/xian/{lang}.md"), &format!("---\ntitle: {name}\n---\n\n{markdown}\n"));
    }
    folder
}

fn set(folder: &tempfile::TempDir, lang: Lang, trim: Trim) -> Pages {
    let (book, _) = read(folder.path());
    let (design, edition) = (Design::new(trim), EditionKind::Single(lang));
    let mut found = Findings::default();
    typeset(&book, &[edition], Destination::Screen, &design, shaper(), &furnishing(), &mut found)
        .bind(edition)
        .unwrap()
}

fn opening(pages: &Pages) -> &Page {
    &pages.pages[pages.destinations["xian"].page]
}

fn says(page: &Page, wanted: &str) -> bool {
    text_of(page).any(|line| words(line).contains(wanted))
}

/// The maps on a page, by their heights.
fn maps(page: &Page) -> Vec<f64> {
    let drawings = page.items.iter().filter_map(|item| match &item.kind {
        ItemKind::Drawing { area, .. } => Some(area.height.0),
        _ => None,
    });
    drawings.collect()
}

const TEXT: &str = "First words.\n\n## Place\n\nOf it.\n\n```{map}\ncaption: Two cities\n```\n\nAfter it.\n\n## Pact\n\nOf it.\n\n```{pact}\n```\n";

#[test]
fn a_city_opens_with_its_card_and_its_map_in_every_trim() {
    for note in ["", "One remark.", &"A long remark of many words. ".repeat(12)] {
        for name in ["Xian", "A city whose name is so long that it fills two lines"] {
            let folder = book(TEXT, name, note);
            for trim in [Trim::Raqi, Trim::Vaziri, Trim::A4] {
                for lang in [Lang::FA, Lang::EN] {
                    let pages = set(&folder, lang, trim);
                    let page = opening(&pages);
                    let whose = format!("{trim:?} {lang} {name} {note}");
                    assert!(says(page, "1989") || says(page, "۱۹۸۹"), "no card: {whose}");
                    assert_eq!(maps(page).len(), 1, "{whose}");
                    let all: usize = pages.pages.iter().map(|page| maps(page).len()).sum();
                    // One more in the back matter, of all cities.
                    assert_eq!(all, 2, "{whose}");
                    // The note is in the card or where the card stood.
                    let noted = pages.pages.iter().filter(|page| says(page, "remark")).count();
                    assert_eq!(noted > 0, !note.is_empty(), "{whose}");
                }
            }
        }
    }
}

#[test]
fn a_section_that_loses_all_it_has_says_where_to_look() {
    let folder = book("Words.\n\n## Map\n\n```{map}\n```\n\n## Pact\n\n```{pact}\n```\n", "Xian", "");
    let pages = set(&folder, Lang::EN, Trim::Raqi);
    assert_eq!(maps(opening(&pages)).len(), 1);
    for key in ["map-above", "pact-above"] {
        assert_eq!(pages.pages.iter().filter(|page| says(page, key)).count(), 1, "{key}");
    }
    let pages = set(&book(TEXT, "Xian", ""), Lang::EN, Trim::Raqi);
    assert!(!pages.pages.iter().any(|page| says(page, "-above")));
}

#[test]
fn a_city_without_pact_or_map_opens_with_its_text() {
    let pages = set(&book("First words.", "Xian", ""), Lang::EN, Trim::Raqi);
    assert!(says(opening(&pages), "First words") && maps(opening(&pages)).is_empty());
    let pages = set(&book("```{map}\n```\n\nFirst words.", "Xian", ""), Lang::FA, Trim::Raqi);
    assert!(says(opening(&pages), "First words") && maps(opening(&pages)).len() == 1);
}
