//! Keeps what the program embeds fresh, and refuses to build without it.
//!
//! Themes, fonts and the starter book are compiled in by rust-embed, which
//! cannot see files that are added later: cargo is told to look at the
//! folders. A face that `fonts.yaml` names and that is not there would only
//! be missed when a book is built, so it is missed here.

use std::path::Path;

fn main() {
    for folder in ["themes", "fonts", "src/starter"] {
        println!("cargo:rerun-if-changed={folder}");
    }
    let yaml = std::fs::read_to_string("fonts/fonts.yaml").unwrap_or_default();
    let files = yaml.split("file: ").skip(1).filter_map(|rest| rest.split([',', '}', '\n']).next());
    for file in files.map(str::trim) {
        assert!(
            Path::new("fonts").join(file).is_file(),
            "fonts/fonts.yaml names {file}, which is not in fonts/"
        );
    }
}
