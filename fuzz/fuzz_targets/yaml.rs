//! Every YAML file of the content folder, front matter among them.
#![no_main]

libfuzzer_sys::fuzz_target!(|input: &[u8]| isfahan_book_fuzz::yaml(input));
