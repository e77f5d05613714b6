//! Where a build may write, and what it must never touch.

use std::fs;
use std::os::unix::fs::symlink;

use crate::mini_book::{MiniBook, Outcome, assert_report, files_under};

fn build_to(book: &MiniBook, out: &str) -> Outcome {
    book.run(&["build", "--only", "site", "--out", out])
}

/// The build is refused and nothing in the folder changes.
#[track_caller]
fn refused(name: &str, out: &str, status: i32, prepare: impl FnOnce(&MiniBook)) {
    let book = MiniBook::new();
    prepare(&book);
    let before = files_under(book.folder());
    let outcome = build_to(&book, out);
    outcome.assert_status(status);
    let mut after = files_under(book.folder());
    // The lock that keeps builds apart stays behind, empty, and what was remembered.
    let stays =
        |path: &str, bytes: &[u8]| path.starts_with(".cache/") || path.ends_with(".lock") && bytes.is_empty();
    after.retain(|path, bytes| !stays(path, bytes));
    assert_eq!(before.keys().collect::<Vec<_>>(), after.keys().collect::<Vec<_>>());
    assert!(before == after, "a file was changed");
    assert_report(name, &outcome.report());
}

#[test]
fn the_content_folder_is_no_output() {
    refused("out-is-content", "content", 1, |_| {});
}

#[test]
fn a_folder_in_the_content_is_no_output() {
    refused("out-in-content", "content/dist", 1, |_| {});
}

#[test]
fn the_folder_that_holds_the_content_is_no_output() {
    refused("out-holds-content", ".", 1, |_| {});
}

#[test]
fn a_link_to_the_content_is_no_output() {
    refused("out-links-to-content", "elsewhere", 1, |book| {
        symlink(book.content(""), book.folder().join("elsewhere")).unwrap();
    });
}

#[test]
fn a_file_is_no_output() {
    refused("out-is-file", "dist", 1, |book| book.write_beside("dist", "a file\n"));
}

#[test]
fn a_folder_of_strangers_is_no_output() {
    refused("out-of-strangers", "photos", 1, |book| {
        book.write_beside("photos/2019/isfahan.jpg", "not ours");
        book.write_beside("photos/index.html", "not ours");
    });
}

#[test]
fn a_folder_below_a_file_cannot_be_written() {
    refused("out-below-file", "file/dist", 1, |book| book.write_beside("file", "a file\n"));
}

#[test]
fn a_folder_that_the_system_refuses() {
    let book = MiniBook::new();
    let outcome = build_to(&book, "/proc/isfahan-book/dist");
    outcome.assert_status(1);
    assert_report("out-refused", &outcome.report());
}

#[test]
fn what_no_build_wrote_stays() {
    let book = MiniBook::built();
    book.write_beside("dist/google1234.html", "a web master's own\n");
    book.write_beside("dist/fa/photos/notes.txt", "another\n");
    book.write_beside("dist/.well-known/security.txt", "Contact: editors\n");
    fs::create_dir_all(book.folder().join("dist/uploads")).unwrap();
    book.edit("cities/xian/en.md", "Four leaves", "Five leaves");
    book.build().assert_status(0);
    let output = book.output();
    assert_eq!(output["google1234.html"], b"a web master's own\n");
    assert_eq!(output["fa/photos/notes.txt"], b"another\n");
    assert_eq!(output[".well-known/security.txt"], b"Contact: editors\n");
    assert!(book.folder().join("dist/uploads").is_dir(), "an empty folder of a stranger was removed");
    assert!(String::from_utf8_lossy(&output["en/xian/index.html"]).contains("Five leaves"));
}

#[test]
fn a_strangers_file_where_a_page_belongs_stops_the_build() {
    let book = MiniBook::built();
    // The page is new in this build, the file was there before.
    for lang in ["fa", "en"] {
        book.write(&format!("pages/thanks/{lang}.md"), "---\ntitle: Thanks\n---\n\nThanks.\n");
    }
    book.edit("book.yaml", "[preface]", "[preface, thanks]");
    book.write_beside("dist/en/thanks/index.html", "a web master's own\n");
    let before = book.output();
    let outcome = book.build();
    outcome.assert_status(1);
    assert!(book.output() == before, "the output was touched");
    assert_report("out-in-the-way", &outcome.report());
}

#[test]
fn a_link_to_a_folder_is_followed() {
    let book = MiniBook::new();
    fs::create_dir(book.folder().join("htdocs")).unwrap();
    symlink("htdocs", book.folder().join("dist")).unwrap();
    book.build().assert_status(0);
    assert!(book.folder().join("dist").is_symlink(), "the link was replaced");
    assert!(book.folder().join("htdocs/fa/xian/index.html").is_file());
}

#[test]
fn everybody_may_read_what_was_built() {
    use std::os::unix::fs::PermissionsExt;
    let book = MiniBook::new();
    book.build().assert_status(0);
    let mode = |path: &str| fs::metadata(book.folder().join(path)).unwrap().permissions().mode();
    assert_eq!(mode("dist") & 0o555, 0o555);
    assert_eq!(mode("dist/fa/xian/index.html") & 0o444, 0o444);
}

/// A file is known by its bytes: where only its folder has another name, as that
/// of the search's index has after an edit, it is taken over too.
#[test]
fn what_is_as_it_was_is_taken_over() {
    use std::os::unix::fs::MetadataExt;
    let book = MiniBook::built();
    let inodes = || -> std::collections::BTreeMap<String, u64> {
        let files = files_under(&book.folder().join("dist")).into_keys();
        files
            .map(|path| (path.clone(), fs::metadata(book.folder().join("dist").join(path)).unwrap().ino()))
            .collect()
    };
    let before = inodes();
    // What somebody else writes into a file of ours is not what it is known by.
    book.write_beside("dist/en/preface/index.html", "overwritten");
    book.append("cities/xian/en.md", "\nOne sentence more.\n");
    build_to(&book, "dist").assert_status(0);
    let after = inodes();
    let is_kept = |path: &str| before.get(path) == after.get(path);
    assert!(is_kept("index.html"));
    assert!(!is_kept("en/xian/index.html") && !is_kept("en/preface/index.html"));
    let moved =
        after.iter().filter(|(path, _)| path.starts_with("search/en-") && !before.contains_key(*path));
    let (old, new): (Vec<_>, Vec<_>) =
        moved.partition(|(_, inode)| before.values().any(|known| known == *inode));
    assert!(!old.is_empty() && !new.is_empty(), "{old:?} {new:?}");
    assert!(book.output()["en/preface/index.html"].starts_with(b"<!"));
}

/// The build before the last waits beside the folder, and the next one begins there.
#[test]
fn an_old_build_is_made_into_the_next() {
    use std::os::unix::fs::MetadataExt;
    let book = MiniBook::built();
    let reserve = book.folder().join(".dist.before");
    let said = |words: &str| {
        book.append("cities/xian/en.md", &format!("\n{words}\n"));
        build_to(&book, "dist").assert_status(0);
        book.output()
    };
    let first = said("First.");
    assert!(reserve.join("index.html").is_file());
    let folder = fs::metadata(reserve.join("en/xian")).unwrap().ino();
    // What lies there is trusted in nothing: neither bytes nor links.
    let outside = tempfile::tempdir().unwrap();
    fs::write(outside.path().join("index.html"), "outside").unwrap();
    fs::remove_dir_all(reserve.join("fa/xian")).unwrap();
    symlink(outside.path(), reserve.join("fa/xian")).unwrap();
    fs::remove_file(reserve.join("robots.txt")).unwrap();
    fs::create_dir_all(reserve.join("robots.txt/robots")).unwrap();
    fs::remove_file(reserve.join("404.html")).unwrap();
    fs::write(reserve.join("404.html"), "of another build").unwrap();
    fs::write(reserve.join("strange.txt"), "of nobody").unwrap();
    fs::remove_dir_all(reserve.join("en/preface")).unwrap();
    fs::write(reserve.join("en/preface"), "a file where a folder was").unwrap();
    let second = said("Second.");
    assert_eq!(fs::metadata(book.folder().join("dist/en/xian")).unwrap().ino(), folder, "it was not used");
    assert_eq!(fs::read(outside.path().join("index.html")).unwrap(), b"outside");
    assert!(!second.contains_key("strange.txt") && second["404.html"] == first["404.html"]);
    let page = |site: &std::collections::BTreeMap<String, Vec<u8>>| {
        String::from_utf8(site["en/xian/index.html"].clone()).unwrap()
    };
    assert!(!page(&first).contains("Second.") && page(&second).contains("Second."));
    let fresh = book.run(&["build", "--only", "site", "--out", "fresh"]);
    fresh.assert_status(0);
    assert!(files_under(&book.folder().join("fresh")) == files_under(&book.folder().join("dist")));
}

#[test]
fn a_strangers_folder_of_the_same_name_is_left_alone() {
    let book = MiniBook::built();
    book.write_beside(".dist.before/letter.txt", "not ours");
    for words in ["First.", "Second."] {
        book.append("cities/xian/en.md", &format!("\n{words}\n"));
        build_to(&book, "dist").assert_status(0);
    }
    let left = files_under(&book.folder().join(".dist.before"));
    assert!(left.len() == 1 && left["letter.txt"] == b"not ours");
}
