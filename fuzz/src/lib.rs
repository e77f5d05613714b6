//! What the fuzzers drive: one function a target, each from any bytes.
//!
//! A function returns if all is well and panics if not; findings in the
//! content are well. The fuzzers of `fuzz_targets/` call them with what
//! libFuzzer makes up, `tests/fuzz.rs` with the kept seeds and mutations of
//! them, so that both are about the same things.

#![forbid(unsafe_code)]

use std::path::Path;
use std::sync::{Arc, LazyLock};

use isfahan_book::cache::Cache;
use isfahan_book::check::orthography;
use isfahan_book::config::{Destination, Drafts, EditionKind, Kashida, Outputs, Settings, Twins, Warnings};
use isfahan_book::content;
use isfahan_book::diag::{self, Findings, Style};
use isfahan_book::fonts::{Fonts, Purpose};
use isfahan_book::locale::Lang;
use isfahan_book::locale::calendar::{Gregorian, PartialDate, SolarHijri, dual};
use isfahan_book::locale::normalize::normalize;
use isfahan_book::locale::search_key::{matches, search_key, tokens};
use isfahan_book::output::MemoryFiles;
use isfahan_book::source::Sources;
use isfahan_book::typeset::frame::Color;
use isfahan_book::typeset::paragraph::{Align, ParagraphStyle, Segment, Shaper, TextStyle, lay_out};
use isfahan_book::units::Pt;
use isfahan_book::{Timings, read, render};

const BOOK: &str = "\
title: {fa: کتاب, en: A Book}
languages: [fa, en]
spine:
  - title: {fa: شهرها, en: Cities}
    cities: [isfahan, porto]
";

/// A book without cities: no map has to be drawn.
const PAGES: &str = "\
title: {fa: کتاب, en: A Book}
languages: [fa, en]
spine:
  - title: {fa: صفحه‌ها, en: Pages}
    pages: [cited]
";

const HOST: &str = "\
kind: host
name: {fa: اصفهان, en: Isfahan}
country: IR
location: {lat: 32.65, lon: 51.67}
";

const CITY: &str = "\
kind: sister
name: {fa: پورتو, en: Porto}
country: PT
location: {lat: 41.15, lon: -8.61}
";

const GLOSSARY: &str = "\
sister: {term: {fa: خواهر, en: sister}, definition: {fa: شهری., en: A city.}}
";

const SOURCES: &str = "@misc{one,\n  title = {A source},\n  year = {2020},\n}\n";

const FRONT: &str = "---\ntitle: Porto\n---\n\n";

/// The files of a book, which [`Folder::write`] puts on disk, by path.
const FILES: [(&str, &str); 9] = [
    ("book.yaml", BOOK),
    ("cities/isfahan/city.yaml", HOST),
    ("cities/isfahan/fa.md", FRONT),
    ("cities/isfahan/en.md", FRONT),
    ("cities/porto/city.yaml", CITY),
    ("glossary.yaml", GLOSSARY),
    ("references.bib", SOURCES),
    ("cities/porto/fa.md", FRONT),
    ("cities/porto/en.md", FRONT),
];

/// A content folder that goes when it is dropped.
struct Folder(tempfile::TempDir);

/// Cut faces and previews of all books so far, or each would take its seconds anew.
static CACHE: LazyLock<tempfile::TempDir> =
    LazyLock::new(|| tempfile::tempdir().expect("a folder for the cache"));

impl Folder {
    /// The book above, with other files in place of its own.
    fn new<'a>(files: impl IntoIterator<Item = (&'a str, &'a [u8])>) -> Folder {
        let folder = Folder(tempfile::tempdir().expect("a folder for a book"));
        std::os::unix::fs::symlink(CACHE.path(), folder.0.path().join(".cache")).expect("a link");
        for (path, text) in FILES {
            folder.write(path, text.as_bytes());
        }
        for (path, bytes) in files {
            folder.write(path, bytes);
        }
        folder
    }

    fn write(&self, path: &str, bytes: &[u8]) {
        let full = self.root().join(path);
        let parent = full.parent().expect("a file stands in a folder");
        std::fs::create_dir_all(parent).expect("a folder can be made");
        std::fs::write(full, bytes).expect("a file can be written");
    }

    fn root(&self) -> std::path::PathBuf {
        self.0.path().join("content")
    }

    fn settings(&self, outputs: Outputs) -> Settings {
        Settings {
            cache: Cache::default(),
            content: self.root(),
            out: self.0.path().join("dist"),
            theme: None,
            base_url: None,
            outputs,
            editions: vec![EditionKind::Bilingual],
            destination: Destination::Screen,
            drafts: Drafts::Include,
            twins: Twins::None,
            warnings: Warnings::Pass,
            jobs: None,
        }
    }
}

/// Every YAML file of the content folder.
///
/// The first line of the input says which one the rest is: a path in the
/// folder, or the front matter of a chapter for any other line.
pub fn yaml(input: &[u8]) {
    let (name, text) = first_line(input);
    let known = ["book.yaml", "cities/porto/city.yaml", "glossary.yaml", "accepted.yaml"];
    let folder = match known.into_iter().find(|known| known.as_bytes() == name) {
        Some(path) => Folder::new([(path, text)]),
        None => {
            let chapter = [b"---\n", text, b"\n---\n\nText.\n"].concat();
            Folder::new([("cities/porto/en.md", &*chapter)])
        }
    };
    load(&folder.root());
}

/// A chapter's text, in both languages.
pub fn markdown(input: &[u8]) {
    let chapter = [FRONT.as_bytes(), input].concat();
    let folder = Folder::new([("cities/porto/en.md", &*chapter), ("cities/porto/fa.md", &*chapter)]);
    load(&folder.root());
    let text = String::from_utf8_lossy(input);
    for finding in orthography::lint(&text) {
        assert!(text.get(finding.range.clone()).is_some(), "{finding:?} is about no characters");
    }
}

/// Reads a folder, and writes what was found in every way it can be told.
fn load(root: &Path) {
    let (mut sources, mut found) = (Sources::default(), Findings::default());
    let book = content::load(root, Drafts::Include, &mut sources, &mut found);
    assert!(book.is_some() || found.has_errors(), "no book, and nobody is told why");
    let sorted = found.sorted(&sources);
    for finding in &sorted {
        for lang in [Lang::EN, Lang::FA] {
            diag::render(finding, &sources, Style::Plain, lang);
        }
    }
    diag::json(&sorted, &sources, Lang::FA);
    diag::sarif(&sorted, &sources, Lang::EN);
}

/// `references.bib`, and a chapter that cites what it holds.
pub fn references(input: &[u8]) {
    let text = String::from_utf8_lossy(input);
    let is_key = |c: char| c.is_alphanumeric() || "-_:.".contains(c);
    let named = text.split('@').filter_map(|entry| entry.split_once('{')?.1.split_once(','));
    let keys = named.map(|(key, _)| key.trim()).filter(|key| !key.is_empty() && key.chars().all(is_key));
    let citations: String = keys.take(50).map(|key| format!("Text [@{key}, p. 1].\n\n")).collect();
    let chapter = format!("{FRONT}{citations}");
    let folder = Folder::new([
        ("book.yaml", PAGES.as_bytes()),
        ("references.bib", input),
        ("pages/cited/en.md", chapter.as_bytes()),
        ("pages/cited/fa.md", chapter.as_bytes()),
    ]);
    let manuscript =
        read(&folder.settings(Outputs::Site), orthography::Severities::Warnings, &mut Timings::default());
    for finding in manuscript.found.sorted(&manuscript.sources) {
        diag::render(finding, &manuscript.sources, Style::Plain, Lang::EN);
    }
}

static SHAPER: LazyLock<Shaper> =
    LazyLock::new(|| Shaper::new(Arc::new(Fonts::load(None).expect("the embedded fonts load"))));

/// Any text, set narrow in English and wide in Persian: no letter may be lost.
pub fn paragraph(input: &[u8]) {
    let text = String::from_utf8_lossy(input);
    for (lang, measure) in [(Lang::EN, 120.0), (Lang::FA, 290.0)] {
        let style = TextStyle {
            lang,
            purpose: Purpose::Text,
            bold: false,
            italic: false,
            size: Pt(12.0),
            color: Color(0, 0, 0),
            rise: Pt(0.0),
        };
        let segment = Segment::Text { text: text.clone().into_owned(), style, node: None };
        let style = ParagraphStyle {
            lang,
            base: lang.direction(),
            align: Align::Justify,
            measure: Pt(measure),
            first_indent: Pt(14.0),
            hyphenate: lang == Lang::EN,
            kashida: Kashida::Full,
        };
        let lines = lay_out(&[segment], &style, &SHAPER);
        let set: String = lines.iter().map(|line| line.words()).collect();
        let letters = |text: &str| text.chars().filter(|c| c.is_alphanumeric()).collect::<String>();
        assert_eq!(letters(&set), letters(&text), "lines are not the paragraph");
    }
}

/// A small book, whole.
///
/// The input holds texts between lines `%%%`: the body of both chapters, what
/// is added to `city.yaml`, to the sources, to the glossary and to
/// `book.yaml`. The first letter of the last one chooses site or PDF.
pub fn book(input: &[u8]) {
    is_made(input);
}

/// Whether [`book`] came to an end with files, or to errors in its content.
pub fn is_made(input: &[u8]) -> bool {
    let text = String::from_utf8_lossy(input);
    let mut parts = text.split("\n%%%\n");
    let mut next = |before: &str| format!("{before}{}\n", parts.next().unwrap_or_default());
    let (en, fa) = (next(FRONT), next(FRONT));
    let (city, sources, glossary, book) = (next(CITY), next(SOURCES), next(GLOSSARY), next(BOOK));
    let outputs =
        if parts.next().is_some_and(|word| word.starts_with('p')) { Outputs::Pdf } else { Outputs::Site };
    let files = [
        ("cities/porto/en.md", en),
        ("cities/porto/fa.md", fa),
        ("cities/porto/city.yaml", city),
        ("references.bib", sources),
        ("glossary.yaml", glossary),
        ("book.yaml", book),
    ];
    let folder = Folder::new(files.iter().map(|(path, text)| (*path, text.as_bytes())));
    let settings = folder.settings(outputs);
    let mut timings = Timings::default();
    let mut manuscript = read(&settings, orthography::Severities::Warnings, &mut timings);
    for finding in manuscript.found.sorted(&manuscript.sources) {
        diag::render(finding, &manuscript.sources, Style::Plain, Lang::FA);
    }
    if manuscript.found.has_errors() {
        return false;
    }
    match render(&mut manuscript, &settings, &MemoryFiles::default(), &mut timings) {
        // The pages themselves may be at fault, which is told as well.
        Ok(made) => made.is_some(),
        Err(failure) => panic!("a book without errors is not made: {failure}"),
    }
}

/// Normal form, search keys and tokens: each twice is each once.
pub fn folding(input: &[u8]) {
    let text = String::from_utf8_lossy(input);
    let normal = normalize(&text);
    assert_eq!(normalize(&normal), normal, "a normal form has another");
    let key = search_key(&text);
    assert_eq!(search_key(&key), key, "a key has another");
    for token in tokens(&text) {
        assert!(!token.text.contains(char::is_whitespace), "{token:?} is not one word");
    }
    let (query, document) = text.split_once('\n').unwrap_or((&text, &text));
    assert!(!matches(query, document) || !search_key(query).is_empty(), "nothing is found");
}

/// Dates from text, and from the first four bytes as a year, month and day.
pub fn dates(input: &[u8]) {
    if let [high, low, month, day, ..] = *input {
        let year = i32::from(i16::from_be_bytes([high, low]));
        if let Ok(date) = SolarHijri::new(year, month, day) {
            assert_eq!(date.to_gregorian().to_solar_hijri(), Some(date));
        }
        if let Ok(date) = Gregorian::new(year, month, day) {
            let (year, month, day) = date.ymd();
            assert_eq!(Gregorian::new(year, month, day), Ok(date));
            assert!(date.to_solar_hijri().is_none_or(|solar| solar.to_gregorian() == date));
            assert_eq!(PartialDate::parse(&date.iso()), Ok(PartialDate::Day(date)));
        }
    }
    let text = String::from_utf8_lossy(input);
    let (date, given) = text.split_once('\n').unwrap_or((&text, ""));
    if let Ok(date) = PartialDate::parse(date) {
        assert_eq!(PartialDate::parse(&date.iso()), Ok(date));
        for lang in [Lang::FA, Lang::EN] {
            assert!(!dual(date, None, lang).is_empty());
            assert!(!dual(date, Some(given), lang).is_empty());
        }
    }
}

/// The first line without its end, and what follows it.
fn first_line(input: &[u8]) -> (&[u8], &[u8]) {
    let end = input.iter().position(|byte| *byte == b'\n').unwrap_or(input.len());
    let (line, rest) = input.split_at(end);
    (line, rest.strip_prefix(b"\n").unwrap_or(rest))
}
