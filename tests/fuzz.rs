//! A short run of the fuzzers with what every machine has: the kept seeds,
//! and mutations of them that are the same in every run.
//!
//! The real ones, with a compiler that tells them where an input leads, are
//! started by `fuzz/run.sh`; what they find is kept among the seeds.

use std::fs;
use std::path::Path;
use std::time::{Duration, Instant};

#[path = "../fuzz/src/lib.rs"]
mod targets;

/// No input may take longer, in a build without optimisation.
const LONGEST: Duration = Duration::from_secs(20);
const LARGEST: usize = 65_536;

/// What mutations put in: the signs that mean something to some reader.
const SIGNS: [&str; 32] = [
    "\n", "\n\n", "---\n", "```", "{", "}", "[", "]", "(", ")", "[[", "]]", "[^", "[@", "#", ": ", "- ",
    "| ", "*", "&", "\\", "<", "\"", "'", "\u{200c}", "\u{202e}", "\u{640}", "\u{654}", "۱۲", "ی",
    "\u{feff}", "\u{fdfa}",
];

/// Numbers in an order that is the same everywhere (Marsaglia 2003, xorshift64).
struct Dice(u64);

impl Dice {
    fn below(&mut self, end: usize) -> usize {
        self.0 ^= self.0 << 13;
        self.0 ^= self.0 >> 7;
        self.0 ^= self.0 << 17;
        (self.0 % end.max(1) as u64) as usize
    }

    /// A few changes of the kinds that libFuzzer makes too.
    fn mutation(&mut self, input: &[u8], other: &[u8]) -> Vec<u8> {
        let mut bytes = input.to_vec();
        for _ in 0..=self.below(4) {
            let at = self.below(bytes.len() + 1);
            let end = (at + self.below(24)).min(bytes.len());
            match self.below(6) {
                0 => drop(bytes.drain(at..end)),
                1 => drop(bytes.splice(at..at, bytes[at..end].repeat(1 + self.below(40)))),
                2 => drop(bytes.splice(at..at, SIGNS[self.below(SIGNS.len())].bytes())),
                3 => drop(
                    bytes.splice(at..end, SIGNS[self.below(SIGNS.len())].repeat(self.below(200)).bytes()),
                ),
                4 => {
                    let from = self.below(other.len());
                    let to = (from + self.below(80)).min(other.len());
                    bytes.splice(at..end, other[from..to].iter().copied());
                }
                _ => bytes.iter_mut().skip(at).take(1).for_each(|byte| *byte ^= 1 << self.below(8)),
            }
        }
        bytes.truncate(LARGEST);
        bytes
    }
}

fn seeds(target: &str) -> Vec<(String, Vec<u8>)> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("fuzz/seeds").join(target);
    let entries = fs::read_dir(&folder).unwrap().map(|entry| entry.unwrap());
    let mut seeds: Vec<_> = entries
        .map(|entry| (entry.file_name().to_string_lossy().into_owned(), fs::read(entry.path()).unwrap()))
        .collect();
    seeds.sort();
    assert!(seeds.len() >= 2, "{} holds no seeds", folder.display());
    seeds
}

/// Runs every seed, and so many mutations of each.
fn smoke(target: &str, run: fn(&[u8]), mutations: usize) {
    let seeds = seeds(target);
    let mut dice = Dice(0x9e37_79b9_7f4a_7c15);
    let check = |name: String, input: &[u8]| {
        let told = Told { name: &name, input };
        let start = Instant::now();
        run(input);
        let took = start.elapsed();
        assert!(took < LONGEST, "{name} took {took:?}");
        drop(told);
    };
    for (name, seed) in &seeds {
        check(format!("{target}/{name}"), seed);
    }
    for (name, seed) in &seeds {
        for number in 0..mutations {
            let other = &seeds[dice.below(seeds.len())].1;
            check(format!("mutation {number} of {target}/{name}"), &dice.mutation(seed, other));
        }
    }
}

/// A panic is told with the input that led to it.
struct Told<'a> {
    name: &'a str,
    input: &'a [u8],
}

impl Drop for Told<'_> {
    fn drop(&mut self) {
        if std::thread::panicking() {
            eprintln!("{} fails: {:?}", self.name, String::from_utf8_lossy(self.input));
        }
    }
}

#[test]
fn yaml() {
    smoke("yaml", targets::yaml, 1500);
}

#[test]
fn markdown() {
    smoke("markdown", targets::markdown, 1500);
}

#[test]
fn paragraph() {
    smoke("paragraph", targets::paragraph, 1000);
}

#[test]
fn references() {
    smoke("references", targets::references, 300);
}

#[test]
fn book() {
    smoke("book", targets::book, 50);
}

/// Seeds that are refused would test the refusal alone.
#[test]
fn the_seeds_of_books_are_made() {
    for (name, seed) in seeds("book") {
        assert!(targets::is_made(&seed), "{name} has errors");
    }
}

#[test]
fn folding() {
    smoke("folding", targets::folding, 8000);
}

#[test]
fn dates() {
    smoke("dates", targets::dates, 8000);
}

/// What only mutations of the seeds hold is found, and told.
#[test]
#[should_panic(expected = "a planted fault")]
fn a_planted_fault_is_noticed() {
    smoke("dates", |input| assert!(!input.ends_with(b"[[[["), "a planted fault"), 500);
}
