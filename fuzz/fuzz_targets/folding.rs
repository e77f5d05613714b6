//! Normal form, search keys and tokens.
#![no_main]

libfuzzer_sys::fuzz_target!(|input: &[u8]| isfahan_book_fuzz::folding(input));
