//! `check --fix`: the content's own files are mended, and nothing else of them.

use std::fs;
use std::os::unix::fs::PermissionsExt;

use crate::mini_book::{MiniBook, files_under};

const WRONG: &str = "\nاو می رود و كتاب ها را مي‌خواند، سال 1368 بود.\n\n`كد ها 12` و <https://example.org/a_12> و [@one, p. 12] و [شهر](https://example.org/12).\n";
const RIGHT: &str = "\nاو می‌رود و کتاب‌ها را می‌خواند، سال ۱۳۶۸ بود.\n\n`كد ها 12` و <https://example.org/a_12> و [@one, p. 12] و [شهر](https://example.org/12).\n";

#[test]
fn what_is_sure_is_mended_and_shown() {
    let book = MiniBook::new();
    let before = book.read("cities/xian/fa.md");
    book.append("cities/xian/fa.md", WRONG);
    fs::set_permissions(book.content("cities/xian/fa.md"), fs::Permissions::from_mode(0o640)).unwrap();
    let outcome = book.run(&["check", "--fix"]);
    assert_eq!(book.read("cities/xian/fa.md"), before + RIGHT);
    assert!(
        outcome.stdout.starts_with("--- a/cities/xian/fa.md\n+++ b/cities/xian/fa.md\n@@ -"),
        "{}",
        outcome.stdout
    );
    assert!(
        outcome.stdout.contains("\n-او می رود") && outcome.stdout.contains("\n+او می‌رود"),
        "{}",
        outcome.stdout
    );
    assert!(outcome.stderr.contains("mended 1 line in 1 file"), "{}", outcome.stderr);
    let mode = fs::metadata(book.content("cities/xian/fa.md")).unwrap().permissions().mode();
    assert_eq!(mode & 0o777, 0o640);

    let mended = files_under(&book.content(""));
    let again = book.run(&["check", "--fix"]);
    assert_eq!(again.stdout, "");
    assert!(again.stderr.contains("mended 0 lines in 0 files"), "{}", again.stderr);
    assert!(files_under(&book.content("")) == mended, "a second run changed something");
}

#[test]
fn line_ends_are_kept() {
    let book = MiniBook::new();
    let text = book.read("cities/xian/fa.md");
    let lines = |text: &str| text.replace('\n', "\r\n");
    // The last line has another end than the rest, and the very last none.
    book.write("cities/xian/fa.md", lines(&(text.clone() + WRONG)) + "یک\nدو ها");
    book.run(&["check", "--fix"]);
    assert_eq!(book.read("cities/xian/fa.md"), lines(&(text + RIGHT)) + "یک\nدوها");
}

#[test]
fn titles_captions_and_values_are_mended() {
    let book = MiniBook::new();
    book.edit("book.yaml", "fa: ", "fa: كتاب ها و ");
    book.append("cities/xian/fa.md", "\n```{map}\ncaption: نقشهٔ راه ها\n```\n");
    book.run(&["check", "--fix"]);
    assert!(book.read("book.yaml").contains("fa: کتاب‌ها و "), "{}", book.read("book.yaml"));
    assert!(book.read("cities/xian/fa.md").ends_with("caption: نقشهٔ راه‌ها\n```\n"));
}

#[test]
fn english_and_what_cannot_be_read_is_left_alone() {
    let book = MiniBook::new();
    book.append("cities/xian/en.md", "\nThe word كتاب and 12 , 5.\n");
    let bytes =
        [b"\xef\xbb\xbf".as_slice(), book.read("pages/preface/fa.md").as_bytes(), "كتاب ها\n".as_bytes()]
            .concat();
    book.write("pages/preface/fa.md", &bytes);
    let broken = [book.read("cities/isfahan/fa.md").as_bytes(), b"\xff", "كتاب ها\n".as_bytes()].concat();
    book.write("cities/isfahan/fa.md", &broken);
    let before = files_under(&book.content(""));
    book.run(&["check", "--fix"]).assert_status(1);
    assert!(files_under(&book.content("")) == before, "a file that cannot be read was changed");
}

#[test]
fn programs_get_their_format_alone() {
    let book = MiniBook::new();
    book.append("cities/xian/fa.md", WRONG);
    let outcome = book.run(&["check", "--fix", "--format", "json"]);
    assert!(outcome.stdout.starts_with(['[', '{']), "{}", outcome.stdout);
    assert!(book.read("cities/xian/fa.md").ends_with(RIGHT));
}
