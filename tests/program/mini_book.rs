//! A small book in a folder of its own, and the program run on it.
//!
//! The book has a host, one sister city, one page and one source: the least
//! in which every reference has somewhere to lead. Each test changes what it
//! is about and reads the program's whole report, with the folder's name,
//! times and invisible characters made plain.

use std::collections::BTreeMap;
use std::fmt::Write;
use std::fs;
use std::path::{Path, PathBuf};
use std::sync::OnceLock;
use std::time::{Duration, Instant};

use tempfile::TempDir;
use walkdir::WalkDir;

/// No fault of the content may take longer, in a build without optimisation.
pub const BOUND: Duration = Duration::from_secs(60);

/// Address space of one run in KiB: what a hostile file makes grow ends in a
/// failure of this test, not of the machine.
const MOST_MEMORY: u32 = 8 << 20;

pub struct MiniBook {
    folder: TempDir,
}

/// How a run ended.
#[derive(Debug)]
pub struct Outcome {
    pub command: String,
    /// None if a signal ended it.
    pub status: Option<i32>,
    pub stdout: String,
    pub stderr: String,
    pub took: Duration,
}

const BOOK: &str = "\
title: {fa: دو شهر, en: Two Cities}
description: {fa: کتابی کوچک, en: A small book}
publisher: {fa: شهرداری اصفهان, en: Municipality of Isfahan}
base_url: https://book.example/sisters/
languages: [fa, en]
spine:
  - title: {fa: درآمد, en: Before the cities}
    pages: [preface]
  - title: {fa: شهرها, en: The cities}
    cities: [isfahan, xian]
";

const ISFAHAN: &str = "\
kind: host
name: {fa: اصفهان, en: Isfahan}
country: IR
location: {lat: 32.6525, lon: 51.6746}
languages: [fa]
";

const XIAN: &str = "\
kind: sister
name: {fa: شیان, en: Xi’an}
local_names:
  - {text: 西安, lang: zh-Hans}
country: CN
location: {lat: 34.2583, lon: 108.9286}
population: {value: 12952907, year: 2020, source: census}
languages: [zh]
pact:
  signed: 1989-05-07
  certainty: confirmed
  sources: [census]
links:
  - kind: film
    year: 2019
    text: {fa: فیلمی دربارهٔ انار, en: A film about pomegranates}
    sources: [census]
likeness:
  - aspect: {fa: راه‌ها, en: Roads}
    isfahan: {fa: چهارراه ایران, en: The crossing of Iran}
    city: {fa: آغاز راه ابریشم, en: The head of the Silk Road}
";

const GLOSSARY: &str = "\
sister-city:
  term: {fa: خواهرخوانده, en: sister city}
  definition: {fa: شهری که پیمان بسته است., en: A city joined to another by a pact.}
";

const REFERENCES: &str = "\
@misc{census,
  title = {The census of two cities},
  organization = {Office of Counting},
  year = {2020},
}
";

/// The files of the book; a joiner is written as `~` and put in here.
const TEXTS: [(&str, &str); 6] = [
    (
        "pages/preface/fa.md",
        "---\ntitle: پیش~گفتار\nsummary: کتاب از چه می~گوید.\nupdated: 2026-11-24\n---\n\n\
         این کتاب از دو شهر می~گوید: [[isfahan]] و [[xian]].\n\n```{map}\n```\n\n## تاریخ~ها {#dates}\n\n\
         هر شهر [خواهرخوانده~ای](term:sister-city) دارد[^note] [@census].\n\n```{timeline}\n```\n\n\
         [^note]: این یادداشت است.\n",
    ),
    (
        "pages/preface/en.md",
        "---\ntitle: Preface\nsummary: What the book tells.\nupdated: 2026-11-24\n---\n\n\
         This book tells of two cities: [[isfahan]] and [[xian]].\n\n```{map}\n```\n\n## Dates {#dates}\n\n\
         Each city has a [sister city](term:sister-city)[^note] [@census].\n\n```{timeline}\n```\n\n\
         [^note]: This is a note.\n",
    ),
    (
        "cities/isfahan/fa.md",
        "---\ntitle: اصفهان\nsummary: شهر میزبان.\nupdated: 2026-11-24\n---\n\n\
         شهری کنار [زاینده~رود](index:river).\n\n```{facts}\n```\n",
    ),
    (
        "cities/isfahan/en.md",
        "---\ntitle: Isfahan\nsummary: The host.\nupdated: 2026-11-24\n---\n\n\
         A city on the [Zayandeh Rud](index:river).\n\n```{facts}\n```\n",
    ),
    (
        "cities/xian/fa.md",
        "---\ntitle: شیان\nsummary: شهری در چین.\nupdated: 2026-11-24\n---\n\n\
         شهری که راه ابریشم از آن آغاز می~شد. بنگرید به [[preface#dates|تاریخ~ها]].\n\n```{facts}\n```\n\n\
         ```{pact}\n```\n\n## گذشته {#history}\n\nچهار برگ و یک انار در باغ~های شهر.\n\n```{likeness}\n```\n",
    ),
    (
        "cities/xian/en.md",
        "---\ntitle: Xi’an\nsummary: A city in China.\nupdated: 2026-11-24\n---\n\n\
         The Silk Road began here. See the [[preface#dates|dates]].\n\n```{facts}\n```\n\n\
         ```{pact}\n```\n\n## A look back {#history}\n\nFour leaves and a pomegranate in the gardens.\n\n\
         ```{likeness}\n```\n",
    ),
];

impl MiniBook {
    pub fn new() -> MiniBook {
        let book = MiniBook { folder: TempDir::with_prefix("mini-book-").unwrap() };
        for (path, text) in [
            ("book.yaml", BOOK),
            ("cities/isfahan/city.yaml", ISFAHAN),
            ("cities/xian/city.yaml", XIAN),
            ("glossary.yaml", GLOSSARY),
            ("references.bib", REFERENCES),
        ] {
            book.write(path, text);
        }
        for (path, text) in TEXTS {
            book.write(path, joined(text));
        }
        book
    }

    /// A book that was built once, with the site of that build in `dist/`.
    pub fn built() -> MiniBook {
        static SITE: OnceLock<BTreeMap<String, Vec<u8>>> = OnceLock::new();
        let site = SITE.get_or_init(|| {
            let book = MiniBook::new();
            book.build().assert_status(0);
            book.output()
        });
        let book = MiniBook::new();
        for (path, bytes) in site {
            book.write_beside(&format!("dist/{path}"), bytes);
        }
        book
    }

    /// The folder that holds `content/` and `dist/`.
    pub fn folder(&self) -> &Path {
        self.folder.path()
    }

    pub fn content(&self, path: &str) -> PathBuf {
        self.folder().join("content").join(path)
    }

    /// Writes a file of the content.
    pub fn write(&self, path: &str, bytes: impl AsRef<[u8]>) {
        self.write_beside(&format!("content/{path}"), bytes);
    }

    /// Writes a file by its path from the folder that holds `content/`.
    pub fn write_beside(&self, path: &str, bytes: impl AsRef<[u8]>) {
        let full = self.folder().join(path);
        fs::create_dir_all(full.parent().unwrap()).unwrap();
        fs::write(full, bytes).unwrap();
    }

    pub fn read(&self, path: &str) -> String {
        fs::read_to_string(self.content(path)).unwrap()
    }

    /// Replaces words that stand in a file; they must stand there.
    #[track_caller]
    pub fn edit(&self, path: &str, from: &str, to: &str) {
        let text = self.read(path);
        assert!(text.contains(from), "{path} does not hold {from:?}");
        self.write(path, text.replacen(from, to, 1));
    }

    pub fn append(&self, path: &str, text: &str) {
        self.write(path, self.read(path) + text);
    }

    pub fn remove(&self, path: &str) {
        fs::remove_file(self.content(path)).unwrap();
    }

    /// The program, to be run in the book's folder.
    pub fn command(&self, arguments: &[&str]) -> assert_cmd::Command {
        let limit = format!("ulimit -v {MOST_MEMORY} && exec \"$0\" \"$@\"");
        let mut command = self.shell(&["-c", &limit, env!("CARGO_BIN_EXE_isfahan-book")]);
        command.args(arguments);
        command
    }

    fn shell(&self, arguments: &[&str]) -> assert_cmd::Command {
        let mut command = assert_cmd::Command::new("sh");
        command
            .args(arguments)
            .current_dir(self.folder())
            .env("NO_COLOR", "1")
            .env("LC_ALL", "C")
            .env_remove("ISFAHAN_BOOK_TIMINGS")
            .timeout(BOUND);
        command
    }

    pub fn run(&self, arguments: &[&str]) -> Outcome {
        let command = format!("isfahan-book {}", arguments.join(" "));
        self.outcome(command, &mut self.command(arguments))
    }

    /// Lines for a shell in the book's folder, where `isfahan-book` is the program
    /// and `curl` one that answers without a network.
    pub fn run_script(&self, script: &str) -> Outcome {
        let program = Path::new(env!("CARGO_BIN_EXE_isfahan-book")).parent().unwrap();
        let path = std::env::var_os("PATH").unwrap_or_default();
        let fixtures = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/fixtures/bin");
        let own = [program.to_owned(), fixtures].into_iter();
        let path = std::env::join_paths(own.chain(std::env::split_paths(&path)));
        let mut shell = self.shell(&["-ec", script]);
        self.outcome(script.trim_end().replace('\n', "\n$ "), shell.env("PATH", path.unwrap()))
    }

    fn outcome(&self, command: String, running: &mut assert_cmd::Command) -> Outcome {
        let start = Instant::now();
        let output = running.output().unwrap();
        Outcome {
            command,
            status: output.status.code(),
            stdout: self.plain(&output.stdout),
            stderr: self.plain(&output.stderr),
            took: start.elapsed(),
        }
    }

    pub fn build(&self) -> Outcome {
        self.run(&["build", "--only", "site"])
    }

    /// Every file of `dist/` by its path.
    pub fn output(&self) -> BTreeMap<String, Vec<u8>> {
        files_under(&self.folder().join("dist"))
    }

    /// What was printed, with the folder's name taken out.
    fn plain(&self, bytes: &[u8]) -> String {
        let text = String::from_utf8(bytes.to_vec()).expect("the program prints UTF-8");
        let folder = self.folder().canonicalize().unwrap();
        text.replace(&*folder.to_string_lossy(), "BOOK").replace(&*self.folder().to_string_lossy(), "BOOK")
    }
}

/// Persian with its joiners: `~` stands for U+200C.
pub fn joined(text: &str) -> String {
    text.replace('~', "\u{200c}")
}

/// Every file below a folder, by its path from there.
pub fn files_under(folder: &Path) -> BTreeMap<String, Vec<u8>> {
    let entries = WalkDir::new(folder).sort_by_file_name().into_iter().filter_map(Result::ok);
    entries
        .filter(|entry| entry.file_type().is_file())
        .map(|entry| {
            let path = entry.path().strip_prefix(folder).unwrap().to_string_lossy().into_owned();
            (path, fs::read(entry.path()).unwrap())
        })
        .collect()
}

impl Outcome {
    #[track_caller]
    pub fn assert_status(&self, status: i32) -> &Outcome {
        assert_eq!(self.status, Some(status), "{}\n{}{}", self.command, self.stdout, self.stderr);
        assert!(!self.stderr.contains("panicked"), "{}", self.stderr);
        self
    }

    /// The whole run as it is kept in `tests/errors`.
    pub fn report(&self) -> String {
        let status = self.status.map_or("killed".to_owned(), |status| status.to_string());
        let mut report = format!("$ {}\nexit status {status}\n", self.command);
        for (name, text) in [("stdout", &self.stdout), ("stderr", &self.stderr)] {
            if !text.is_empty() {
                let _ = write!(report, "--- {name}\n{}\n", plain_characters(text).trim_end());
            }
        }
        report
    }
}

/// Isolates, which balance on each line, are left out; other invisible
/// characters are escaped; figures before a unit of time are made equal.
fn plain_characters(text: &str) -> String {
    let mut plain = String::new();
    for line in text.lines() {
        let opened = line.matches(['\u{2066}', '\u{2067}', '\u{2068}']).count();
        assert_eq!(opened, line.matches('\u{2069}').count(), "isolates do not balance: {line:?}");
        for character in line.chars() {
            match character {
                '\u{2066}'..='\u{2069}' => {}
                '\u{200b}'..='\u{200f}' | '\u{61c}' | '\u{202a}'..='\u{202e}' | '\u{feff}' => {
                    let _ = write!(plain, "{}", character.escape_unicode());
                }
                _ => plain.push(character),
            }
        }
        plain.push('\n');
    }
    without_times(&plain)
}

/// `in 1.25 s` and `in 310 ms` differ from run to run.
fn without_times(text: &str) -> String {
    let mut words: Vec<String> = Vec::new();
    for word in text.split(' ') {
        let unit = word.trim_end_matches(['\n', ',', '.', ')']);
        if let (true, Some(last)) = (["s", "ms", "min"].contains(&unit), words.last_mut())
            && !last.is_empty()
            && last.chars().all(|c| c.is_ascii_digit() || c == '.')
        {
            *last = "N".to_owned();
        }
        words.push(word.to_owned());
    }
    words.join(" ")
}

/// Compares a report with `tests/errors/<name>.txt`; with
/// `ISFAHAN_BOOK_BLESS=1` in the environment it is written there instead.
#[track_caller]
pub fn assert_report(name: &str, report: &str) {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join(format!("tests/errors/{name}.txt"));
    if std::env::var_os("ISFAHAN_BOOK_BLESS").is_some() {
        fs::write(path, report).unwrap();
        return;
    }
    let expected = fs::read_to_string(&path).unwrap_or_default();
    assert!(
        report == expected,
        "tests/errors/{name}.txt says otherwise (ISFAHAN_BOOK_BLESS=1 rewrites it)\n\
         ======== expected\n{expected}\n======== got\n{report}"
    );
}
