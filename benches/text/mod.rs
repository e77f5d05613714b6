//! Text for benches: the words of the real book, drawn by a fixed sequence,
//! so that every run sets the same text.

use std::fs;
use std::path::Path;

/// Numbers that look random and are the same everywhere.
///
/// Source: Knuth, TAOCP 2, §3.3.4, the multiplier of MMIX.
pub struct Sequence(pub u64);

impl Sequence {
    pub fn below(&mut self, end: usize) -> usize {
        self.0 = self.0.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        (self.0 >> 33) as usize % end
    }

    /// So many words, with spaces between them.
    pub fn draw(&mut self, words: &[String], count: usize) -> String {
        (0..count).map(|_| words[self.below(words.len())].as_str()).collect::<Vec<_>>().join(" ")
    }
}

/// The words of the real book's paragraphs, without anything that is marked up.
pub fn words_of_the_book(lang: &str) -> Vec<String> {
    let content = Path::new(env!("CARGO_MANIFEST_DIR")).join("content");
    let files = walkdir::WalkDir::new(content).sort_by_file_name().into_iter().filter_map(Result::ok);
    let texts = files
        .filter(|entry| entry.file_name().to_string_lossy() == format!("{lang}.md"))
        .map(|entry| fs::read_to_string(entry.path()).expect("the real book can be read"));
    let joined = |c: char| c.is_alphabetic() || c == '\u{200c}';
    let words: Vec<String> = texts
        .flat_map(|text| text.split_whitespace().map(str::to_owned).collect::<Vec<_>>())
        .filter(|word| word.chars().all(joined) && !word.starts_with('\u{200c}'))
        .collect();
    assert!(words.len() > 5000, "the real book has only {} words in {lang}", words.len());
    words
}
