//! The real book with the release program and, where it has been built, with
//! the one that `cargo run` uses: the first build, builds of what is there
//! already, and builds after one edit; medians of five.
//!
//! `cargo bench --bench book`

use std::path::{Path, PathBuf};

mod edits;
mod measure;

const RUNS: usize = 5;

fn main() {
    let top = Path::new(env!("CARGO_MANIFEST_DIR"));
    let release = PathBuf::from(env!("CARGO_BIN_EXE_isfahan-book"));
    // Beside `target/release` stands the program of `cargo build`.
    let debug = release.ancestors().nth(2).map(|target| target.join("debug/isfahan-book"));
    measure_book("release", &release, top);
    match debug.filter(|program| program.is_file()) {
        Some(program) => measure_book("dev", &program, top),
        None => println!("dev: not built; run `cargo build` first"),
    }
}

fn measure_book(profile: &str, program: &Path, top: &Path) {
    let folder = tempfile::tempdir().expect("a folder for the book");
    copy(&top.join("content"), &folder.path().join("content"));
    let text = folder.path().join("content/cities/xian/en.md");
    for only in [&[][..], &["--only", "site"], &["--only", "pdf"]] {
        let arguments = [&["build"], only].concat();
        let name = format!("{profile} build {}", only.join(" "));
        edits::cold_warm_edited(&name, program, &arguments, folder.path(), &text, RUNS);
    }
}

fn copy(from: &Path, to: &Path) {
    for entry in walkdir::WalkDir::new(from).into_iter().filter_map(Result::ok) {
        let inside = entry.path().strip_prefix(from).expect("an entry of the folder");
        let copied = match entry.file_type().is_dir() {
            true => std::fs::create_dir_all(to.join(inside)),
            false => std::fs::copy(entry.path(), to.join(inside)).map(drop),
        };
        copied.expect("the book can be copied");
    }
}
