//! Dates from text and from numbers, through both calendars.
#![no_main]

libfuzzer_sys::fuzz_target!(|input: &[u8]| isfahan_book_fuzz::dates(input));
