//! A small book to its site and its PDF.
#![no_main]

libfuzzer_sys::fuzz_target!(|input: &[u8]| isfahan_book_fuzz::book(input));
