//! A chapter's text to the tree, and what `check` reads in it.
#![no_main]

libfuzzer_sys::fuzz_target!(|input: &[u8]| isfahan_book_fuzz::markdown(input));
