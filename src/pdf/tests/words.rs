//! What holds for the words of any chapter: each stands in one piece of marked
//! content, once, and the tags tell them in the order of the source.

use std::fmt::Write;
use std::path::Path;

use proptest::prelude::*;

use super::read::{Element, Kid, Reading};
use super::tree::{elements, file, read};
use crate::config::EditionKind;
use crate::locale::Lang;
use crate::resolve::Resolved;

/// How a word is written in the source.
#[derive(Debug, Clone, Copy)]
enum Look {
    Plain,
    /// In the script of the other language.
    Foreign,
    Stressed,
    Strong,
    Struck,
    Code,
    Link,
    /// With a note behind it.
    Noted,
}

#[derive(Debug, Clone)]
enum Block {
    Paragraph(Vec<Look>),
    Heading,
    /// Whether it counts, and the words of its items; every other one has a list of its own.
    List(bool, Vec<usize>),
    Quote(usize),
    Table {
        rows: usize,
        columns: usize,
    },
    Definition(usize),
    Code(usize),
    Verse(usize),
}

fn blocks() -> impl Strategy<Value = Vec<Block>> {
    let look = prop_oneof![
        12 => Just(Look::Plain),
        1 => Just(Look::Foreign),
        1 => Just(Look::Stressed),
        1 => Just(Look::Strong),
        1 => Just(Look::Struck),
        1 => Just(Look::Code),
        1 => Just(Look::Link),
        1 => Just(Look::Noted),
    ];
    let block = prop_oneof![
        4 => prop::collection::vec(look, 1..90).prop_map(Block::Paragraph),
        1 => Just(Block::Heading),
        1 => (any::<bool>(), prop::collection::vec(1..20usize, 1..5)).prop_map(|(counts, items)| Block::List(counts, items)),
        1 => (1..40usize).prop_map(Block::Quote),
        1 => (1..5usize, 1..5usize).prop_map(|(rows, columns)| Block::Table { rows, columns }),
        1 => (1..30usize).prop_map(Block::Definition),
        1 => (1..9usize).prop_map(Block::Code),
        1 => (1..6usize).prop_map(Block::Verse),
    ];
    prop::collection::vec(block, 1..14)
}

/// Writes blocks as Markdown, and keeps their words: no two are alike, none
/// holds another, and none is long enough for a hyphen.
struct Writer {
    lang: Lang,
    count: usize,
    body: String,
    notes: String,
    /// The words in the order of reading, and those of the notes.
    told: Vec<String>,
    noted: Vec<String>,
}

impl Writer {
    fn new(lang: Lang) -> Writer {
        let (body, notes) = (String::new(), String::new());
        Writer { lang, count: 0, body, notes, told: Vec::new(), noted: Vec::new() }
    }

    /// The next word, by its number in letters behind one that no number has.
    fn coin(&mut self, persian: bool) -> String {
        self.count += 1;
        let digits = [self.count / 256 % 16, self.count / 16 % 16, self.count % 16];
        let letters: Vec<char> =
            if persian { "بپتجدرزسشکگمنوهی" } else { "abcdefghijklmnop" }.chars().collect();
        let number = digits.iter().map(|&digit| letters[digit]);
        match persian {
            true => {
                let suffix = if self.count.is_multiple_of(5) { "\u{200c}ها" } else { "" };
                std::iter::once('ص').chain(number).chain(suffix.chars()).collect()
            }
            false => std::iter::once('q').chain(number).collect(),
        }
    }

    /// The next word of the running text.
    fn tell(&mut self, persian: bool) -> String {
        let word = self.coin(persian);
        self.told.push(word.clone());
        word
    }

    fn word(&mut self, look: Look) -> String {
        let foreign = matches!(look, Look::Foreign);
        let word = self.tell(self.lang.is_persian() != foreign && !matches!(look, Look::Code));
        match look {
            Look::Plain | Look::Foreign => word,
            Look::Stressed => format!("*{word}*"),
            Look::Strong => format!("**{word}**"),
            Look::Struck => format!("~~{word}~~"),
            Look::Code => format!("`{word}`"),
            Look::Link => format!("[{word}](https://example.org/)"),
            Look::Noted => {
                let said: Vec<String> = (0..7).map(|_| self.coin(self.lang.is_persian())).collect();
                let _ = writeln!(self.notes, "[^{}]: {}\n", self.count, said.join(" "));
                self.noted.extend(said);
                format!("{word}[^{}]", self.count)
            }
        }
    }

    fn words(&mut self, count: usize) -> String {
        (0..count).map(|_| self.word(Look::Plain)).collect::<Vec<_>>().join(" ")
    }

    fn block(&mut self, block: &Block) {
        let text = match block {
            Block::Paragraph(looks) => {
                looks.iter().map(|look| self.word(*look)).collect::<Vec<_>>().join(" ")
            }
            Block::Heading => format!("## {}", self.words(3)),
            Block::List(counts, items) => {
                let sign = if *counts { "1." } else { "-" };
                let item = |(at, count): (usize, &usize)| {
                    let own = self.words(*count);
                    let inner = if at % 2 == 1 { format!("\n   - {}", self.words(2)) } else { String::new() };
                    format!("{sign} {own}{inner}")
                };
                items.iter().enumerate().map(item).collect::<Vec<_>>().join("\n")
            }
            Block::Quote(count) => format!("> {}", self.words(*count)),
            Block::Table { rows, columns } => {
                let mut row =
                    || (0..*columns).map(|_| format!("| {} ", self.words(2))).collect::<String>() + "|";
                let head = format!("{}\n{}|", row(), "|---".repeat(*columns));
                (0..*rows).fold(head, |table, _| table + "\n" + &row())
            }
            Block::Definition(count) => format!("{}\n: {}", self.words(1), self.words(*count)),
            Block::Code(count) => {
                let lines: Vec<String> = (0..*count).map(|_| self.tell(false)).collect();
                format!("```text\n{}\n```", lines.join("\n"))
            }
            Block::Verse(count) => {
                let couplets: Vec<String> =
                    (0..*count).map(|_| format!("{} / {}", self.words(3), self.words(3))).collect();
                format!("```{{verse}}\n{}\n```", couplets.join("\n"))
            }
        };
        let _ = writeln!(self.body, "{text}\n");
    }

    fn text(&self) -> String {
        format!("---\ntitle: {}\n---\n\n{}\n{}", self.lang, self.body, self.notes)
    }
}

/// A book of one page in Persian and English.
fn book(folder: &Path, persian: &Writer, english: &Writer) -> Resolved {
    let one = folder.join("pages/one");
    std::fs::create_dir_all(&one).unwrap();
    let yaml = "title: {fa: کتاب, en: Book}\nlanguages: [fa, en]\n\
        spine:\n  - title: {fa: بخش, en: Part}\n    pages: [one]\n";
    std::fs::write(folder.join("book.yaml"), yaml).unwrap();
    std::fs::write(one.join("fa.md"), persian.text()).unwrap();
    std::fs::write(one.join("en.md"), english.text()).unwrap();
    read(folder)
}

/// The pieces of content under an element but for what stands under `but`.
fn pieces<'a>(element: &'a Element, but: &[&str], out: &mut Vec<&'a str>) {
    for kid in &element.kids {
        match kid {
            Kid::Element(kid) if but.contains(&kid.role.as_str()) => {}
            Kid::Element(kid) => pieces(kid, but, out),
            Kid::Text(text) => out.push(text),
            Kid::Annotation => {}
        }
    }
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 24, ..ProptestConfig::default() })]

    #[test]
    fn every_word_stands_in_one_piece_of_content_and_in_its_order(blocks in blocks()) {
        let (mut persian, mut english) = (Writer::new(Lang::FA), Writer::new(Lang::EN));
        blocks.iter().for_each(|block| persian.block(block));
        blocks.iter().for_each(|block| english.block(block));
        let folder = tempfile::tempdir().unwrap();
        let book = book(folder.path(), &persian, &english);
        for writer in [persian, english] {
            let reading = Reading::new(&file(&book, EditionKind::Single(writer.lang)));
            prop_assert!(reading.unmarked.is_empty());
            let roots = reading.roots();
            let (mut all, mut running) = (Vec::new(), Vec::new());
            for root in &roots {
                // Headings are said in the contents too.
                pieces(root, &["TOC"], &mut all);
                pieces(root, &["TOC", "Note"], &mut running);
            }
            for word in writer.told.iter().chain(&writer.noted) {
                let count: usize = all.iter().map(|piece| piece.matches(word.as_str()).count()).sum();
                prop_assert_eq!(count, 1, "{} in {:?}", word, all);
            }
            let running = running.concat();
            let places: Vec<_> = writer.told.iter().map(|word| running.find(word.as_str())).collect();
            prop_assert!(places.is_sorted(), "{:?} in {:?}", writer.told, running);
            let roles: Vec<&str> = elements(&roots).iter().map(|element| element.role.as_str()).collect();
            let notes = roles.iter().filter(|role| **role == "Note").count();
            prop_assert_eq!(notes * 7, writer.noted.len());
        }
    }
}
