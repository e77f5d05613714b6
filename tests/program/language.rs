//! The program in Persian: asked for by `--lang`, or by the environment.

use std::fs;

use crate::mini_book::{MiniBook, assert_report, joined};

/// What a run prints, both streams, in a locale.
fn printed(book: &MiniBook, locale: &str, arguments: &[&str]) -> String {
    let output = book.command(arguments).env("LC_ALL", locale).output().unwrap();
    String::from_utf8([output.stdout, output.stderr].concat()).unwrap()
}

/// A book with a theme of which a setting has no such value.
fn with_broken_theme() -> MiniBook {
    let book = MiniBook::new();
    book.write_beside("theme/theme.yaml", "kashida: spraing\n");
    book
}

const CHECK: [&str; 3] = ["check", "--theme", "theme"];

#[test]
fn a_report_in_persian() {
    let outcome = with_broken_theme().run(&[&CHECK[..], &["--lang", "fa"]].concat());
    outcome.assert_status(1);
    assert_report("persian-check", &outcome.report());
    // A line keeps its order from left to right, its words theirs from right to left.
    let first = outcome.stderr.lines().next().unwrap();
    assert!(first.starts_with("\u{2067}خطا\u{2069}[theme.broken]: \u{2067}"), "{first:?}");
    assert!(first.contains("`\u{2068}spraing\u{2069}`"), "{first:?}");
}

#[test]
fn the_environment_asks_for_persian_and_an_option_wins() {
    let book = with_broken_theme();
    let english = printed(&book, "C", &CHECK);
    let persian = printed(&book, "C", &[&CHECK[..], &["--lang", "fa"]].concat());
    assert_ne!(english, persian);
    assert_eq!(printed(&book, "fa_IR.UTF-8", &CHECK), persian);
    assert_eq!(printed(&book, "fa_IR.UTF-8", &[&CHECK[..], &["--lang", "en"]].concat()), english);
    assert_eq!(printed(&book, "fa_IR.UTF-8", &[&["--lang=en"], &CHECK[..]].concat()), english);
    assert_eq!(printed(&book, "de_DE.UTF-8", &CHECK), english);
}

#[test]
fn the_state_of_the_chapters_in_persian() {
    let book = MiniBook::new();
    book.remove("pages/preface/fa.md");
    book.edit("cities/xian/en.md", "---\n\n", "draft: true\n---\n\n");
    let outcome = book.run(&["status", "--drafts", "--lang", "fa"]);
    outcome.assert_status(0);
    assert_report("persian-status", &outcome.report());
    // Without what takes no column, the last column begins in one place.
    let seen = |line: &str| line.replace(['\u{200c}', '\u{2067}', '\u{2068}', '\u{2069}'], "");
    let rows: Vec<Vec<char>> = outcome.stdout.lines().map(|line| seen(line).chars().collect()).collect();
    let head: String = rows[0].iter().collect();
    let begin = head[..head.find("مانده").unwrap()].chars().count();
    for row in rows.iter().filter(|row| row.len() > begin) {
        assert!(row[begin - 1] == ' ' && row[begin] != ' ', "{}", row.iter().collect::<String>());
    }
}

#[test]
fn help_in_persian() {
    let book = MiniBook::new();
    let help = book.run(&["--help", "--lang", "fa"]);
    help.assert_status(0);
    for words in ["فرمان‌ها:", "گزینه‌ها:", "کاربرد:", "وبگاه و نسخه‌های PDF را می‌سازد"]
    {
        assert!(help.stdout.contains(words), "{words}: {}", help.stdout);
    }
    assert_eq!(printed(&book, "fa_IR.UTF-8", &["--help"]), help.stdout);
    for command in ["build", "serve", "check", "explain", "status", "package", "new", "init", "man"] {
        let help = book.run(&["--lang", "fa", command, "--help"]);
        help.assert_status(0);
        let english = ["Usage:", "Options:", "Arguments:", "Commands:", "Print ", "[default", "[possible"];
        assert!(!english.iter().any(|words| help.stdout.contains(words)), "{}", help.report());
        assert!(help.stdout.contains(&format!("isfahan-book {command} ")), "{}", help.report());
    }
}

#[test]
fn no_language_gets_into_an_archive() {
    let book = MiniBook::built();
    book.run(&["package", "en.zip"]).assert_status(0);
    let told = book.run(&["package", "fa.zip", "--lang", "fa"]);
    told.assert_status(0);
    assert!(told.stderr.contains(&joined("فایل در")), "{}", told.report());
    let archive = |name: &str| fs::read(book.folder().join(name)).unwrap();
    assert!(archive("en.zip") == archive("fa.zip"), "two archives of one folder differ");
    book.write_beside("dist/google1234.html", "a web master's own\n");
    fs::remove_file(book.folder().join("dist/robots.txt")).unwrap();
    let changes = book.run(&["package", "--diff", "en.zip", "--lang", "fa"]);
    let expected = "\u{2067}تازه\u{2069}    google1234.html\n\u{2067}حذف~شده\u{2069}  robots.txt\n\
                    \u{2067}۱ تازه، ۰ عوض~شده، ۱ حذف~شده\u{2069}\n";
    assert_eq!(changes.stdout, joined(expected));
}
