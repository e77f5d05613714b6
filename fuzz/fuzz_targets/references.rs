//! The list of sources, from BibLaTeX to citations.
#![no_main]

libfuzzer_sys::fuzz_target!(|input: &[u8]| isfahan_book_fuzz::references(input));
