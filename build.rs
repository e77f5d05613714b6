//! Keeps what the program embeds fresh, and refuses to build without it.
//!
//! Themes, fonts, the starter book and the pages on codes are compiled in by rust-embed, which
//! cannot see files that are added later: cargo is told to look at the
//! folders. A face that `fonts.yaml` names and that is not there would only
//! be missed when a book is built, so it is missed here. A hash of the sources
//! tells remembered results of one version from those of another.

use std::collections::BTreeMap;
use std::hash::{DefaultHasher, Hash, Hasher};
use std::path::{Path, PathBuf};

fn main() {
    for path in ["themes", "fonts", "src", "docs/diagnostics", "Cargo.lock"] {
        println!("cargo:rerun-if-changed={path}");
    }
    println!("cargo:rustc-env=ISFAHAN_BOOK_SOURCES={:016x}", hash_of_sources());
    let yaml = std::fs::read_to_string("fonts/fonts.yaml").unwrap_or_default();
    let files = yaml.split("file: ").skip(1).filter_map(|rest| rest.split([',', '}', '\n']).next());
    for file in files.map(str::trim) {
        assert!(
            Path::new("fonts").join(file).is_file(),
            "fonts/fonts.yaml names {file}, which is not in fonts/"
        );
    }
}

/// Of all files that results may depend on; fonts and themes are named by those who use them.
fn hash_of_sources() -> u64 {
    let mut files = BTreeMap::new();
    let mut folders = vec![PathBuf::from("src")];
    while let Some(folder) = folders.pop() {
        for entry in std::fs::read_dir(folder).into_iter().flatten().flatten() {
            let path = entry.path();
            if path.is_dir() {
                folders.push(path);
            } else if let Ok(bytes) = std::fs::read(&path) {
                files.insert(path, bytes);
            }
        }
    }
    files.insert(PathBuf::from("Cargo.lock"), std::fs::read("Cargo.lock").unwrap_or_default());
    // The same keys in every run, unlike a hash map's.
    let mut hasher = DefaultHasher::new();
    files.hash(&mut hasher);
    hasher.finish()
}
