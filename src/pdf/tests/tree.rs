//! The tags of whole books: the tree of every construct against goldens
//! (`ISFAHAN_BOOK_BLESS=1` rewrites them), and what holds for any text.

use std::path::{Path, PathBuf};
use std::sync::{Arc, OnceLock};

use proptest::prelude::*;

use super::super::*;
use super::read::{Element, Reading};
use crate::config::{Destination, Drafts, EditionKind};
use crate::diag::Findings;
use crate::locale::Lang;
use crate::resolve::Resolved;
use crate::source::Sources;
use crate::theme::Theme;
use crate::typeset::design::Design;
use crate::typeset::paragraph::Shaper;
use crate::typeset::{Furnishing, typeset};

fn tools() -> &'static (Arc<Fonts>, Shaper, Theme) {
    static TOOLS: OnceLock<(Arc<Fonts>, Shaper, Theme)> = OnceLock::new();
    TOOLS.get_or_init(|| {
        let fonts = Arc::new(Fonts::load(None).unwrap());
        (Arc::clone(&fonts), Shaper::new(fonts), Theme::load(None).unwrap())
    })
}

fn read(folder: &Path) -> Resolved {
    let (mut sources, mut found) = (Sources::default(), Findings::default());
    let book = crate::content::load(folder, Drafts::Leave, &mut sources, &mut found).unwrap();
    crate::resolve::resolve(book, folder, &tools().2, &sources, &mut found).unwrap()
}

fn file(book: &Resolved, edition: EditionKind) -> Vec<u8> {
    let (fonts, shaper, theme) = tools();
    let strings = |lang, key: &str| theme.phrase(lang, &format!("print.{key}")).to_owned();
    let furnishing = Furnishing { strings: &strings, ornament: &|_, _, _| None, locator: &|_, _, _| None };
    let (design, mut found) = (Design::default(), Findings::default());
    let pages = typeset(book, &[edition], Destination::Screen, &design, shaper, &furnishing, &mut found)
        .bind(edition);
    let options = PdfOptions { producer: "isfahan-book".into(), date: Gregorian::UNKNOWN };
    write(&pages.unwrap(), fonts, &book.pictures, &options).unwrap()
}

fn constructs() -> Resolved {
    read(&Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/fixtures/constructs"))
}

fn elements(roots: &[Element]) -> Vec<&Element> {
    let mut all = Vec::new();
    roots.iter().for_each(|root| root.all(&mut all));
    all
}

#[track_caller]
fn check(edition: EditionKind, name: &str) {
    let reading = Reading::new(&file(&constructs(), edition));
    assert!(reading.unmarked.is_empty(), "pages with content outside of the tags: {:?}", reading.unmarked);
    let mut tree = String::new();
    reading.roots().iter().for_each(|root| root.dump(0, &mut tree));
    let golden: PathBuf = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/golden/pdf").join(name);
    if std::env::var_os("ISFAHAN_BOOK_BLESS").is_some() {
        std::fs::create_dir_all(golden.parent().unwrap()).unwrap();
        std::fs::write(&golden, &tree).unwrap();
        return;
    }
    let expected = std::fs::read_to_string(&golden).unwrap_or_default();
    let differs = tree.lines().zip(expected.lines()).enumerate().find(|(_, (is, should))| is != should);
    assert!(tree == expected, "{}: {differs:#?}", golden.display());
}

#[test]
fn the_tags_of_every_construct_in_persian() {
    check(EditionKind::Single(Lang::FA), "tags-fa.txt");
}

#[test]
fn the_tags_of_every_construct_in_english() {
    check(EditionKind::Single(Lang::EN), "tags-en.txt");
}

#[test]
fn headings_go_down_one_level_at_a_time_in_every_edition() {
    let book = constructs();
    for edition in [EditionKind::Single(Lang::FA), EditionKind::Single(Lang::EN), EditionKind::Bilingual] {
        let reading = Reading::new(&file(&book, edition));
        let roots = reading.roots();
        let levels = elements(&roots);
        let levels = levels.iter().filter_map(|e| e.role.strip_prefix('H')?.parse::<u8>().ok());
        let mut last = 0;
        for level in levels {
            assert!(level <= last + 1, "H{level} after H{last}");
            last = level;
        }
        assert!(last > 0);
    }
}

/// A book of one page in Persian and English.
fn page(folder: &Path, persian: &str, english: &str) -> Resolved {
    let one = folder.join("pages/one");
    std::fs::create_dir_all(&one).unwrap();
    let yaml = "title: {fa: کتاب, en: Book}\nlanguages: [fa, en]\n\
        spine:\n  - title: {fa: بخش, en: Part}\n    pages: [one]\n";
    std::fs::write(folder.join("book.yaml"), yaml).unwrap();
    std::fs::write(one.join("fa.md"), format!("---\ntitle: فصل\n---\n\n{persian}\n")).unwrap();
    std::fs::write(one.join("en.md"), format!("---\ntitle: Chapter\n---\n\n{english}\n")).unwrap();
    read(folder)
}

/// Words with links, code and emphasis among them; none is long enough for a hyphen.
fn paragraph(own: &'static str, other: &'static str) -> impl Strategy<Value = Vec<(String, &'static str)>> {
    let word = prop_oneof![
        12 => (own, Just("plain")),
        1 => (other, Just("plain")),
        1 => (own, Just("link")),
        1 => (other, Just("link")),
        1 => (own, Just("strong")),
        1 => ("[a-z]{2,4}", Just("code")),
    ];
    prop::collection::vec(word, 30..90)
}

fn markdown(words: &[(String, &str)]) -> String {
    let typed = words.iter().map(|(word, look)| match *look {
        "link" => format!("[{word}](https://example.org/)"),
        "strong" => format!("**{word}**"),
        "code" => format!("`{word}`"),
        _ => word.clone(),
    });
    typed.collect::<Vec<_>>().join(" ")
}

const PERSIAN: &str = "[بپتجدرزسشکگمنوهی]{2,3}(\u{200c}[بتسشکمنه]{2})?";
const LATIN: &str = "[a-z]{2,4}";

proptest! {
    #![proptest_config(ProptestConfig { cases: 16, ..ProptestConfig::default() })]

    #[test]
    fn every_word_stands_in_one_piece_of_content_and_in_its_order(
        persian in paragraph(PERSIAN, LATIN),
        english in paragraph(LATIN, PERSIAN),
    ) {
        let folder = tempfile::tempdir().unwrap();
        let book = page(folder.path(), &markdown(&persian), &markdown(&english));
        for (lang, words) in [(Lang::FA, persian), (Lang::EN, english)] {
            let reading = Reading::new(&file(&book, EditionKind::Single(lang)));
            prop_assert!(reading.unmarked.is_empty());
            let roots = reading.roots();
            // Without spaces: the one after a line stands at the line's edge, whatever its last word is.
            let typed: String = words.iter().map(|(word, _)| word.as_str()).collect();
            let paragraphs = elements(&roots).into_iter().filter(|element| element.role == "P");
            // Nor do direction marks say anything.
            let said: Vec<String> =
                paragraphs.map(|element| element.words().replace([' ', '\u{200f}'], "")).collect();
            let holders = said.iter().filter(|said| **said == typed).count();
            prop_assert_eq!(holders, 1, "{:?} is not among {:?}", typed, said);
        }
    }
}
