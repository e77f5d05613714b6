//! One source, one book: the same bytes whatever the machine is like.

use std::collections::BTreeMap;

use crate::mini_book::MiniBook;

/// The whole book, site and PDF, built in a folder of its own.
fn built(arguments: &[&str], environment: &[(&str, &str)]) -> BTreeMap<String, Vec<u8>> {
    let book = MiniBook::new();
    let mut command = book.command(&[&["build"], arguments].concat());
    command.envs(environment.iter().copied());
    command.assert().success();
    let output = book.output();
    assert!(output.contains_key("fa/xian/index.html"), "no site was built");
    assert!(output.keys().any(|path| path.ends_with("-bilingual.pdf")), "no PDF was built");
    output
}

#[track_caller]
fn assert_same(one: &BTreeMap<String, Vec<u8>>, other: &BTreeMap<String, Vec<u8>>) {
    assert_eq!(one.keys().collect::<Vec<_>>(), other.keys().collect::<Vec<_>>());
    for (path, bytes) in one {
        let first = bytes.iter().zip(&other[path]).position(|(a, b)| a != b);
        assert!(*bytes == other[path], "{path} differs from byte {first:?} on");
    }
}

#[test]
fn two_builds_give_the_same_bytes() {
    let plain = built(&[], &[]);
    let elsewhere =
        built(&[], &[("TZ", "Pacific/Kiritimati"), ("LC_ALL", "fa_IR.UTF-8"), ("LANG", "fa_IR.UTF-8")]);
    assert_same(&plain, &elsewhere);
    let west = built(&["--jobs", "1"], &[("TZ", "America/Adak"), ("LC_ALL", "C"), ("HOME", "/nowhere")]);
    assert_same(&plain, &west);
}

#[test]
fn a_second_build_in_the_same_folder_changes_nothing() {
    let book = MiniBook::new();
    book.build().assert_status(0);
    let first = book.output();
    book.build().assert_status(0);
    assert_same(&first, &book.output());
}

#[test]
fn what_is_no_longer_in_the_book_leaves_the_output() {
    let book = MiniBook::new();
    book.build().assert_status(0);
    assert!(book.output().contains_key("fa/preface/index.html"));
    book.edit("book.yaml", "  - title: {fa: درآمد, en: Before the cities}\n    pages: [preface]\n", "");
    for (path, from) in [("cities/xian/fa.md", "[[preface#dates|"), ("cities/xian/en.md", "[[preface#dates|")]
    {
        book.edit(path, from, "[[isfahan|");
    }
    std::fs::remove_dir_all(book.content("pages")).unwrap();
    book.build().assert_status(0);
    let paths: Vec<String> = book.output().into_keys().filter(|path| path.contains("preface")).collect();
    assert_eq!(paths, Vec::<String>::new());
}
