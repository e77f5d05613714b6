//! The tags of whole books: the tree of every construct against goldens
//! (`ISFAHAN_BOOK_BLESS=1` rewrites them).

use std::path::{Path, PathBuf};
use std::sync::{Arc, OnceLock};

use super::super::*;
use super::options;
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

pub(super) fn read(folder: &Path) -> Resolved {
    let (mut sources, mut found) = (Sources::default(), Findings::default());
    let book = crate::content::load(folder, Drafts::Leave, &mut sources, &mut found).unwrap();
    crate::resolve::resolve(book, folder, &tools().2, &crate::cache::Cache::default(), &sources, &mut found)
        .unwrap()
}

pub(super) fn file(book: &Resolved, edition: EditionKind) -> Vec<u8> {
    let (fonts, shaper, theme) = tools();
    let strings = |lang, key: &str| theme.phrase(lang, &format!("print.{key}")).to_owned();
    let furnishing = Furnishing {
        strings: &strings,
        ornament: &|_, _, _| None,
        locator: &|_, _, _| None,
        cache: Cache::default(),
    };
    let (design, mut found) = (Design::default(), Findings::default());
    let pages = typeset(book, &[edition], Destination::Screen, &design, shaper, &furnishing, &mut found)
        .bind(edition);
    write(&pages.unwrap(), fonts, &book.pictures, &options(Gregorian::UNKNOWN)).unwrap()
}

fn constructs() -> Resolved {
    read(&Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/fixtures/constructs"))
}

pub(super) fn elements(roots: &[Element]) -> Vec<&Element> {
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
