//! The PDF writer beside Typst: the same text, page and faces, set by both in
//! the same run. Pages and words a CPU second (user and system), memory, size
//! and, of our own, the shares of the stages; medians of several runs.
//!
//! `cargo bench --bench rival [-- CHAPTERS…]`; 26 chapters make a book of about
//! 150 pages, 260 one of about 1,500. Typst comes from PyPI:
//!
//! ```sh
//! python3 -m venv target/rival && target/rival/bin/pip install typst
//! ```

use std::fmt::Write;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

mod measure;
mod text;

use measure::Run;
use text::{Sequence, words_of_the_book};

const CHAPTERS: [usize; 2] = [26, 260];
const RUNS: usize = 5;
const WORDS: usize = 1400;
const SENTENCE: usize = 18;
const PARAGRAPH: usize = 90;
const SECTION: usize = 450;

fn main() {
    let asked: Vec<usize> = std::env::args().filter_map(|argument| argument.parse().ok()).collect();
    let rival = Path::new(env!("CARGO_MANIFEST_DIR")).join("target/rival/bin/python");
    if !rival.is_file() {
        println!("Typst is not there, so our own figures stand alone. To have both:");
        println!("    python3 -m venv target/rival && target/rival/bin/pip install typst");
    }
    for chapters in if asked.is_empty() { CHAPTERS.to_vec() } else { asked } {
        for lang in ["fa", "en"] {
            compare(chapters, lang, rival.is_file().then_some(rival.as_path()));
        }
    }
}

/// What a run made, beside what it took.
struct Set {
    run: Run,
    pages: usize,
    bytes: u64,
}

fn compare(chapters: usize, lang: &str, rival: Option<&Path>) {
    let folder = tempfile::tempdir().expect("a folder for the text");
    let book = Book::new(chapters, lang);
    book.write_content(folder.path());
    book.write_typst(folder.path());
    let runs = if chapters > 100 { 1 } else { RUNS };
    println!("\n{chapters} chapters, {lang}, {} words", book.words());
    let mut ours = Vec::new();
    let mut theirs = Vec::new();
    // In turn, so that what else the machine does falls on both alike.
    for _ in 0..runs {
        ours.push(set_ours(folder.path(), lang));
        theirs.extend(rival.map(|python| set_theirs(python, folder.path())));
    }
    let middle = |sets| measure::median(sets, |set: &Set| set.run.cpu);
    let own = print("isfahan-book", &middle(ours), book.words());
    if !theirs.is_empty() {
        let rate = print("typst", &middle(theirs), book.words());
        println!("    times typst's pages a CPU second: {:.2}", own / rate);
    }
}

/// Prints one writer's figures; gives back its pages a CPU second.
fn print(name: &str, set: &Set, words: usize) -> f64 {
    measure::print(name, &set.run);
    let cpu = set.run.cpu.as_secs_f64();
    let (pages, rate) = (set.pages as f64, set.pages as f64 / cpu);
    println!(
        "    {} pages: {rate:.0} pages and {:.0} words a CPU second, {:.0} bytes a page",
        set.pages,
        words as f64 / cpu,
        set.bytes as f64 / pages,
    );
    rate
}

fn set_ours(folder: &Path, lang: &str) -> Set {
    let program = PathBuf::from(env!("CARGO_BIN_EXE_isfahan-book"));
    // Typst remembers nothing between runs.
    let _ = std::fs::remove_dir_all(folder.join(".cache"));
    let run = measure::run(&program, &["build", "--only", "pdf", "--edition", lang, "--quiet"], folder);
    let file = folder.join(format!("dist/downloads/isfahan-sister-cities-{lang}.pdf"));
    // The count of pages is the last thing that the program tells in full.
    let told = output(&program, &["build", "--only", "pdf", "--edition", lang], folder);
    let pages = told.split_whitespace().zip(told.split_whitespace().skip(1));
    let pages = pages.filter(|(_, word)| *word == "pages").find_map(|(count, _)| count.parse().ok());
    Set { run, pages: pages.expect("a count of pages"), bytes: size(&file) }
}

/// Typst, without the time that its Python takes to begin.
fn set_theirs(python: &Path, folder: &Path) -> Set {
    let fonts = Path::new(env!("CARGO_MANIFEST_DIR")).join("fonts");
    let program = format!(
        "import typst; typst.compile('book.typ', output='book.pdf', font_paths=[{:?}])",
        fonts.to_string_lossy()
    );
    let idle = measure::run(python, &["-c", "import typst"], folder);
    let mut run = measure::run(python, &["-c", &program], folder);
    run.cpu = run.cpu.saturating_sub(idle.cpu);
    let file = folder.join("book.pdf");
    let count =
        "import typst; print(typst.query('book.typ', '<end>', field='value', one=True, font_paths=[FONTS]))"
            .replace("FONTS", &format!("{:?}", fonts.to_string_lossy()));
    let pages = output(python, &["-c", &count], folder);
    Set { run, pages: pages.trim().parse().expect("a count of pages"), bytes: size(&file) }
}

/// What a program prints.
///
/// # Panics
/// If it cannot be started or does not end with success.
fn output(program: &Path, arguments: &[&str], folder: &Path) -> String {
    let made = Command::new(program).args(arguments).current_dir(folder).output();
    let made = made.unwrap_or_else(|error| panic!("{}: {error}", program.display()));
    assert!(made.status.success(), "{} {arguments:?} failed", program.display());
    String::from_utf8_lossy(&[made.stdout, made.stderr].concat()).into_owned()
}

fn size(file: &Path) -> u64 {
    fs::metadata(file).expect("a file was made").len()
}

/// One text in two notations.
struct Book {
    lang: String,
    chapters: Vec<Chapter>,
}

struct Chapter {
    title: String,
    /// Each with its heading, if it begins a section, and its note, if it has one.
    paragraphs: Vec<Paragraph>,
}

struct Paragraph {
    heading: Option<String>,
    sentences: Vec<String>,
    note: Option<String>,
}

impl Book {
    fn new(chapters: usize, lang: &str) -> Book {
        let words = words_of_the_book(lang);
        let mut numbers = Sequence(1598);
        let chapter = |_| {
            let title = numbers.draw(&words, 3);
            let paragraphs = (0..WORDS).step_by(PARAGRAPH).map(|written| Paragraph {
                heading: (written > 0 && written % SECTION == 0).then(|| numbers.draw(&words, 4)),
                sentences: (0..PARAGRAPH / SENTENCE).map(|_| numbers.draw(&words, SENTENCE)).collect(),
                note: (written % SECTION == PARAGRAPH).then(|| numbers.draw(&words, 12)),
            });
            Chapter { title, paragraphs: paragraphs.collect() }
        };
        Book { lang: lang.to_owned(), chapters: (0..chapters).map(chapter).collect() }
    }

    fn words(&self) -> usize {
        let paragraphs = self.chapters.iter().flat_map(|chapter| &chapter.paragraphs);
        paragraphs.map(|paragraph| paragraph.sentences.len() * SENTENCE).sum()
    }

    fn write_content(&self, folder: &Path) {
        let content = folder.join("content");
        let lang = &self.lang;
        let mut slugs = Vec::new();
        for (number, chapter) in self.chapters.iter().enumerate() {
            let slug = format!("chapter-{number}");
            let page = content.join("pages").join(&slug);
            let mut markdown = format!("---\ntitle: {}\n---\n\n", chapter.title);
            let mut notes = String::new();
            for (at, paragraph) in chapter.paragraphs.iter().enumerate() {
                if let Some(heading) = &paragraph.heading {
                    let _ = write!(markdown, "## {heading}\n\n");
                }
                markdown.push_str(&paragraph.sentences.join(". "));
                markdown.push('.');
                if let Some(note) = &paragraph.note {
                    let _ = write!(markdown, "[^n{at}]");
                    let _ = writeln!(notes, "[^n{at}]: {note}.");
                }
                markdown.push_str("\n\n");
            }
            fs::create_dir_all(&page).expect("the text can be written");
            fs::write(page.join(format!("{lang}.md")), markdown + &notes).expect("the text can be written");
            slugs.push(slug);
        }
        let book = format!(
            "title: {{{lang}: {}}}\nlanguages: [{lang}]\nspine:\n  - title: {{{lang}: {}}}\n    pages: [{}]\n",
            self.chapters[0].title,
            self.chapters[0].title,
            slugs.join(", ")
        );
        fs::write(content.join("book.yaml"), book).expect("the text can be written");
    }

    /// The same page, faces, sizes and leading as the design of the book.
    fn write_typst(&self, folder: &Path) {
        let (face, size, leading) = match self.lang.as_str() {
            "fa" => ("Markazi Text", "14.5pt", "22pt"),
            _ => ("Source Serif 4", "10.5pt", "15pt"),
        };
        let mut typst = format!(
            "#set document(title: \"{}\")\n\
             #set page(width: 145mm, height: 210mm, margin: (inside: 19mm, outside: 17mm, y: 21mm), numbering: \"1\")\n\
             #set text(font: \"{face}\", size: {size}, lang: \"{}\")\n\
             #set par(justify: true, leading: {leading} - 0.7em, first-line-indent: 1em)\n\
             #show heading.where(level: 1): it => {{ pagebreak(weak: true); it }}\n\
             #outline()\n",
            self.chapters[0].title, self.lang
        );
        for chapter in &self.chapters {
            let _ = write!(typst, "\n= {}\n\n", chapter.title);
            for paragraph in &chapter.paragraphs {
                if let Some(heading) = &paragraph.heading {
                    let _ = write!(typst, "== {heading}\n\n");
                }
                typst.push_str(&paragraph.sentences.join(". "));
                typst.push('.');
                if let Some(note) = &paragraph.note {
                    let _ = write!(typst, "#footnote[{note}.]");
                }
                typst.push_str("\n\n");
            }
        }
        typst.push_str("#context [#metadata(counter(page).final().first()) <end>]\n");
        fs::write(folder.join("book.typ"), typst).expect("the text can be written");
    }
}
