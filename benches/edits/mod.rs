//! A book that is built, built again, and built after an edit.

use std::fs;
use std::path::Path;
use std::time::Duration;

use crate::measure::{median, print, run};

/// Measures a book's first build, without what was remembered, then builds of
/// what is there already, then builds after a sentence was added to `text`;
/// prints each and gives back the wall time of the second kind.
pub fn cold_warm_edited(
    name: &str,
    program: &Path,
    arguments: &[&str],
    folder: &Path,
    text: &Path,
    runs: usize,
) -> Duration {
    for left in [".cache", "dist"] {
        let _ = fs::remove_dir_all(folder.join(left));
    }
    let middle = |before: &dyn Fn()| {
        let runs = (0..runs).map(|_| {
            before();
            run(program, arguments, folder)
        });
        median(runs.collect(), |run| run.wall)
    };
    print(&format!("{name}, cold"), &run(program, arguments, folder));
    let warm = middle(&|| ());
    print(&format!("{name}, warm"), &warm);
    let edit = || {
        let longer = fs::read_to_string(text).map(|words| words + "\nOne sentence more.\n");
        longer.and_then(|longer| fs::write(text, longer)).expect("the text can be edited");
    };
    print(&format!("{name}, after an edit"), &middle(&edit));
    warm.wall
}
