//! `status`, `package`, `completions` and `man`.

use std::fs;
use std::time::{Duration, SystemTime};

use crate::mini_book::{MiniBook, assert_report};

#[test]
fn the_state_of_the_chapters_is_a_table() {
    let book = MiniBook::new();
    book.remove("pages/preface/fa.md");
    book.edit("cities/xian/en.md", "---\n\n", "draft: true\n---\n\n");
    let outcome = book.run(&["status", "--drafts"]);
    outcome.assert_status(0);
    assert_report("status", &outcome.report());
    let rows: Vec<&str> = outcome.stdout.lines().collect();
    let ends = |column: &str| rows[0].find(column).unwrap() + column.len();
    for column in ["words fa", "words en", "open points"] {
        for row in &rows[1..] {
            assert!(
                row[ends(column)..].is_empty() || row[ends(column)..].starts_with(' '),
                "{column} in {row}"
            );
            assert_ne!(row.as_bytes()[ends(column) - 1], b' ', "{column} in {row}");
        }
    }
}

#[test]
fn a_book_that_cannot_be_read_has_no_state() {
    let book = MiniBook::new();
    book.write("book.yaml", "languages: [");
    let outcome = book.run(&["status"]);
    outcome.assert_status(1);
    assert!(outcome.stdout.is_empty() && outcome.stderr.contains("book.yaml:"), "{}", outcome.report());
}

#[test]
fn the_same_folder_gives_the_same_archive() {
    let book = MiniBook::built();
    book.run(&["package", "one.zip"]).assert_status(0);
    for (path, days) in [("dist/index.html", 400), ("dist/en/xian/index.html", 20_000)] {
        let file = fs::File::options().write(true).open(book.folder().join(path)).unwrap();
        let time = SystemTime::UNIX_EPOCH + Duration::from_secs(days * 86_400);
        file.set_times(fs::FileTimes::new().set_modified(time)).unwrap();
    }
    book.command(&["package", "two.zip"]).env("TZ", "Asia/Tehran").assert().success();
    let archive = |name: &str| fs::read(book.folder().join(name)).unwrap();
    assert!(archive("one.zip") == archive("two.zip"), "two archives of one folder differ");

    book.write_beside("dist/google1234.html", "a web master's own\n");
    book.edit("cities/xian/en.md", "Four leaves", "Five leaves");
    book.build().assert_status(0);
    fs::remove_file(book.folder().join("dist/robots.txt")).unwrap();
    let outcome = book.run(&["package", "--diff", "one.zip"]);
    outcome.assert_status(0);
    for line in ["added    google1234.html", "changed  en/xian/index.html", "removed  robots.txt"] {
        assert!(outcome.stdout.lines().any(|told| told == line), "no {line}:\n{}", outcome.stdout);
    }
    assert!(!outcome.stdout.contains("fa/preface"), "{}", outcome.stdout);
}

#[test]
fn an_archive_holds_the_folder_and_its_sums() {
    let book = MiniBook::built();
    book.run(&["package", "book.zip"]).assert_status(0);
    let file = fs::File::open(book.folder().join("book.zip")).unwrap();
    let mut archive = zip::ZipArchive::new(file).unwrap();
    let mut held: Vec<String> = archive.file_names().map(|name| name.unwrap().into_owned()).collect();
    held.retain(|name| name != "SHA256SUMS");
    held.sort();
    let built: Vec<String> = book.output().into_keys().filter(|path| path != ".isfahan-book").collect();
    assert_eq!(held, built);
    let sums = std::io::read_to_string(archive.by_name("SHA256SUMS").unwrap()).unwrap();
    assert_eq!(sums.lines().count(), built.len());
    for (path, bytes) in book.output().iter().filter(|(path, _)| *path != ".isfahan-book") {
        let mut entry = archive.by_name(path).unwrap();
        let mut kept = Vec::new();
        std::io::Read::read_to_end(&mut entry, &mut kept).unwrap();
        assert!(&kept == bytes, "{path} is another file in the archive");
    }
}

#[test]
fn what_is_no_package_is_told() {
    let book = MiniBook::built();
    book.write_beside("page.zip", "no archive");
    let other = book.folder().join("other");
    fs::create_dir(&other).unwrap();
    for (arguments, told) in [
        (&["package", "--diff", "page.zip"][..], "page.zip is no archive that `package` wrote"),
        (&["package", "--diff", "nowhere.zip"], "nowhere.zip"),
        (&["package", "--out", "other"], "no build wrote other"),
        (&["package", "no/such/folder.zip"], "no/such"),
    ] {
        let outcome = book.run(arguments);
        assert!(outcome.status > Some(0) && outcome.report().contains(told), "{}", outcome.report());
    }
}

#[test]
fn shells_and_manuals_know_every_command() {
    let book = MiniBook::new();
    let commands = ["build", "serve", "check", "explain", "status", "package", "new", "init"];
    for shell in ["bash", "zsh", "fish"] {
        let outcome = book.run(&["completions", shell]);
        outcome.assert_status(0);
        assert!(commands.iter().all(|command| outcome.stdout.contains(command)), "{shell}");
    }
    fs::create_dir(book.folder().join("man")).unwrap();
    book.run(&["man", "man"]).assert_status(0);
    for command in commands {
        let page = book.folder().join(format!("man/isfahan-book-{command}.1"));
        assert!(fs::read_to_string(&page).unwrap().contains(".SH"), "{}", page.display());
    }
}
