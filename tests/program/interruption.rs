//! Builds that are stopped in the middle or meet each other.

use std::path::PathBuf;
use std::process::{Child, Command, Stdio};
use std::thread;
use std::time::{Duration, Instant};

use crate::mini_book::{BOUND, MiniBook, assert_report, files_under};

/// A build of the site in the background, without a shell between.
fn start_of_site(book: &MiniBook) -> Child {
    Command::new(env!("CARGO_BIN_EXE_isfahan-book"))
        .args(["build", "--only", "site"])
        .current_dir(book.folder())
        .stdout(Stdio::null())
        .stderr(Stdio::null())
        .spawn()
        .unwrap()
}

/// Numbers that are the same in every run (Marsaglia 2003, xorshift64), from 0 to 1.
fn random(state: &mut u64) -> f64 {
    *state ^= *state << 13;
    *state ^= *state >> 7;
    *state ^= *state << 17;
    (*state % 10_000) as f64 / 10_000.0
}

/// The folder of a build that has begun to write, beside the output folder.
fn staging(book: &MiniBook) -> Option<PathBuf> {
    let entries = std::fs::read_dir(book.folder()).unwrap().flatten().map(|entry| entry.path());
    entries.into_iter().find(|path| path.to_string_lossy().contains("/.dist.building-"))
}

/// Waits until a build is about to exchange the folders: its list of files is written last.
fn wait_for_the_end(book: &MiniBook, build: &mut Child) {
    let start = Instant::now();
    while start.elapsed() < BOUND && build.try_wait().unwrap().is_none() {
        if staging(book).is_some_and(|folder| folder.join("sitemap.xml").exists()) {
            return;
        }
    }
}

#[test]
fn a_build_that_is_killed_at_any_moment_leaves_one_site_whole() {
    let book = MiniBook::built();
    let timed = || {
        let start = Instant::now();
        start_of_site(&book).wait().unwrap();
        start.elapsed()
    };
    // The first one fills the cache.
    let length = [timed(), timed(), timed()].into_iter().min().unwrap();
    // Two texts, and the site that each of them makes.
    let mut texts = ["Four leaves", "Five leaves"];
    let four = book.output();
    book.edit("cities/xian/en.md", texts[0], texts[1]);
    book.build().assert_status(0);
    let five = book.output();
    assert!(four != five);
    let mut sites = [five, four];
    texts.reverse();

    let mut state = 0x5eed;
    let (mut cut_short, mut published) = (0, 0);
    for turn in 0..50 {
        // The site is of `texts[0]`, the text becomes `texts[1]`; at times there is no site yet.
        book.edit("cities/xian/en.md", texts[0], texts[1]);
        let fresh = turn % 10 == 9;
        if fresh {
            std::fs::remove_dir_all(book.folder().join("dist")).unwrap();
        }
        let mut build = start_of_site(&book);
        let moment = if turn % 3 == 0 {
            // Every third about the exchange, which a moment of the whole would seldom meet.
            wait_for_the_end(&book, &mut build);
            Duration::from_secs_f64(random(&mut state) * 0.03)
        } else {
            length.mul_f64(random(&mut state) * 1.05)
        };
        thread::sleep(moment);
        let ended = build.try_wait().unwrap().is_some();
        build.kill().unwrap();
        build.wait().unwrap();
        cut_short += usize::from(!ended);
        let left = book.output();
        let new = left == sites[1];
        assert!(
            new || left == sites[0] || fresh && left.is_empty(),
            "turn {turn}: half a site after {moment:?}"
        );
        if new {
            published += 1;
            texts.reverse();
            sites.reverse();
        } else {
            book.edit("cities/xian/en.md", texts[1], texts[0]);
            if fresh {
                book.build().assert_status(0);
            }
        }
    }
    println!("{cut_short} of 50 were cut short, {published} had put the new site in its place");
    assert!(cut_short >= 20, "only {cut_short} of 50 builds were killed before their end");
    book.build().assert_status(0);
    assert!(book.output() == sites[0]);
    assert_eq!(staging(&book), None, "a killed build's folder was left behind");
}

#[test]
fn two_builds_at_once_leave_one_site_whole() {
    let book = MiniBook::new();
    for _ in 0..3 {
        let mut builds = [start_of_site(&book), start_of_site(&book), start_of_site(&book)];
        let statuses = builds.each_mut().map(|build| build.wait().unwrap().code());
        // One that comes while another writes is told so, and ends with 1.
        assert!(statuses.contains(&Some(0)), "{statuses:?}");
        assert!(statuses.iter().all(|status| matches!(status, Some(0 | 1))), "{statuses:?}");
        let left = book.output();
        book.build().assert_status(0);
        assert!(left == book.output(), "two builds made another site than one");
        assert_eq!(staging(&book), None);
    }
}

#[test]
fn builds_into_two_folders_share_a_cache() {
    let book = MiniBook::new();
    let mut builds = ["one", "two"].map(|out| {
        let mut command = Command::new(env!("CARGO_BIN_EXE_isfahan-book"));
        command.args(["build", "--only", "site", "--quiet", "--out", out]).current_dir(book.folder());
        command.spawn().unwrap()
    });
    for build in &mut builds {
        assert!(build.wait().unwrap().success());
    }
    let [one, two] = ["one", "two"].map(|out| files_under(&book.folder().join(out)));
    assert!(one.contains_key("fa/xian/index.html") && one == two);
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
