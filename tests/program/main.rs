//! The program from outside: what it prints, returns and leaves on disk.
//!
//! One target for all of it, because each target links the program's crate.

mod bad_input;
mod cli;
mod cold_and_warm;
mod commands;
mod determinism;
mod diagnostics;
mod explained;
mod faults;
mod fix;
mod interruption;
mod language;
mod mini_book;
mod output_folder;
mod parity;
mod serve;
