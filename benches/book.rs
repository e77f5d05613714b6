//! The real book, whole: the median of five builds with the release program
//! and, where it has been built, with the one that `cargo run` uses.
//!
//! `cargo bench --bench book`

use std::path::{Path, PathBuf};

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
    let folder = tempfile::tempdir().expect("a folder for the output");
    let out = folder.path().join("dist").to_string_lossy().into_owned();
    for only in [&[][..], &["--only", "site"], &["--only", "pdf"]] {
        let arguments = [&["build", "--out", &out], only].concat();
        let runs = (0..RUNS).map(|_| measure::run(program, &arguments, top)).collect();
        measure::print(
            &format!("{profile} build {}", only.join(" ")),
            &measure::median(runs, |run| run.wall),
        );
    }
}
