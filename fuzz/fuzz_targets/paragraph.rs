//! Any text to lines: levels, break opportunities, shaping, justification.
#![no_main]

libfuzzer_sys::fuzz_target!(|input: &[u8]| isfahan_book_fuzz::paragraph(input));
