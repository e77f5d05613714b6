//! Builds that are stopped in the middle or meet each other.

use std::process::{Child, Command, Stdio};
use std::thread;
use std::time::{Duration, Instant};

use crate::mini_book::{BOUND, MiniBook, assert_report};

/// A build of site and PDF in the background, without a shell between.
fn start(book: &MiniBook) -> Child {
    Command::new(env!("CARGO_BIN_EXE_isfahan-book"))
        .arg("build")
        .current_dir(book.folder())
        .stdout(Stdio::null())
        .stderr(Stdio::null())
        .spawn()
        .unwrap()
}

/// Waits until a build has begun to write beside the output folder.
fn wait_for_staging(book: &MiniBook) {
    let start = Instant::now();
    while start.elapsed() < BOUND {
        let names = std::fs::read_dir(book.folder()).unwrap().flatten().map(|entry| entry.file_name());
        if names.into_iter().any(|name| name.to_string_lossy().starts_with(".dist.building-")) {
            return;
        }
        thread::sleep(Duration::from_millis(1));
    }
    panic!("no build began");
}

#[test]
fn a_build_that_is_killed_leaves_the_last_site_whole() {
    let book = MiniBook::built();
    book.edit("cities/xian/en.md", "Four leaves", "Five leaves");
    let before = book.output();
    for wait in [0, 20, 80] {
        let mut build = start(&book);
        wait_for_staging(&book);
        thread::sleep(Duration::from_millis(wait));
        build.kill().unwrap();
        build.wait().unwrap();
        assert!(book.output() == before || wait > 0, "the output was touched");
        if book.output() != before {
            // It had finished before it was killed: then it is whole as well.
            assert!(String::from_utf8_lossy(&book.output()["en/xian/index.html"]).contains("Five leaves"));
            break;
        }
    }
    book.build().assert_status(0);
    assert!(String::from_utf8_lossy(&book.output()["en/xian/index.html"]).contains("Five leaves"));
    let left: Vec<_> = std::fs::read_dir(book.folder())
        .unwrap()
        .flatten()
        .map(|entry| entry.file_name().to_string_lossy().into_owned())
        .filter(|name| name.contains("building"))
        .collect();
    assert_eq!(left, Vec::<String>::new(), "a killed build's folder was left behind");
}

#[test]
fn a_second_build_is_told_that_one_is_running() {
    let book = MiniBook::built();
    let before = book.output();
    // The lock is the one that a build holds: taken here, so that the test does not race.
    let lock =
        std::fs::File::options().create(true).append(true).open(book.folder().join(".dist.lock")).unwrap();
    lock.lock().unwrap();
    let outcome = book.build();
    outcome.assert_status(1);
    assert!(book.output() == before);
    assert_report("locked", &outcome.report());
    drop(lock);
    book.build().assert_status(0);
}
