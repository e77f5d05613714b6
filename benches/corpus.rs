//! Books of 13, 500 and 5,000 chapters in two languages: time and peak memory
//! of the site built for the first time, again, and after one edit, which
//! should grow as slowly as the pages allow.
//!
//! The words come from the real book, drawn by a fixed sequence, so that every
//! run builds the same corpus. `cargo bench --bench corpus [-- N…]`

use std::fmt::Write;
use std::fs;
use std::path::{Path, PathBuf};

mod edits;
mod measure;
mod text;

use isfahan_book::locale::{Lang, digits};
use text::{Sequence, words_of_the_book};

const CHAPTERS: [usize; 3] = [13, 500, 5000];
const WORDS: usize = 1200;
const SENTENCE: usize = 20;
const PARAGRAPH: usize = 100;
const SECTION: usize = 300;

fn main() {
    let asked: Vec<usize> = std::env::args().filter_map(|argument| argument.parse().ok()).collect();
    let program = PathBuf::from(env!("CARGO_BIN_EXE_isfahan-book"));
    for chapters in if asked.is_empty() { CHAPTERS.to_vec() } else { asked } {
        let folder = tempfile::tempdir().expect("a folder for the corpus");
        write_corpus(folder.path(), chapters);
        let runs = if chapters < 1000 { 3 } else { 1 };
        let name = format!("{chapters} chapters in 2 languages, {WORDS} words each");
        let text = folder.path().join("content/pages/chapter-0/en.md");
        let arguments = ["build", "--only", "site"];
        let warm = edits::cold_warm_edited(&name, &program, &arguments, folder.path(), &text, runs);
        println!("    pages a second: {:.0}", 2.0 * chapters as f64 / warm.as_secs_f64());
    }
}

fn write_corpus(folder: &Path, chapters: usize) {
    let content = folder.join("content");
    let slugs: Vec<String> = (0..chapters).map(|number| format!("chapter-{number}")).collect();
    let mut numbers = Sequence(1598);
    for lang in [Lang::FA, Lang::EN] {
        let words = words_of_the_book(lang.as_str());
        for (number, slug) in slugs.iter().enumerate() {
            let neighbour = &slugs[(number + 1) % chapters];
            let chapter = content.join("pages").join(slug);
            fs::create_dir_all(&chapter).expect("the corpus can be written");
            let number = number.to_string();
            let text = chapter_text(&words, &digits::localize(&number, lang), neighbour, &mut numbers);
            fs::write(chapter.join(format!("{lang}.md")), text).expect("the corpus can be written");
        }
    }
    let book = format!(
        "title: {{fa: پیکره, en: Corpus}}\nbase_url: https://book.example/\nlanguages: [fa, en]\n\
         spine:\n  - title: {{fa: بخش\u{200c}ها, en: Chapters}}\n    pages: [{}]\n",
        slugs.join(", ")
    );
    fs::write(content.join("book.yaml"), book).expect("the corpus can be written");
    fs::write(content.join("references.bib"), "@misc{source,\n  title = {A source},\n  year = {2020},\n}\n")
        .expect("the corpus can be written");
}

fn chapter_text(words: &[String], number: &str, neighbour: &str, numbers: &mut Sequence) -> String {
    let mut draw = |count: usize| numbers.draw(words, count);
    let mut text = format!("---\ntitle: {} {number}\nsummary: {}\n---\n\n", draw(2), draw(12));
    let mut written = 0;
    while written < WORDS {
        if written > 0 && written % SECTION == 0 {
            let _ = write!(text, "## {} {{#section-{written}}}\n\n", draw(4));
        }
        for _ in 0..PARAGRAPH / SENTENCE {
            let _ = write!(text, "{}. ", draw(SENTENCE));
        }
        let _ = write!(text, "[[{neighbour}]] [@source]\n\n");
        written += PARAGRAPH;
    }
    text
}
