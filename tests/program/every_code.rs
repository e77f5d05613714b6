//! A case for every code that no other test of this program provokes, so that
//! each report was seen once. `tests/tidy.rs` keeps the list whole.

use crate::bad_input::png;
use crate::mini_book::{MiniBook, assert_report};

/// Damages the book and compares the report of a command with that of the case.
#[track_caller]
fn case(arguments: &[&str], code: &str, damage: impl FnOnce(&MiniBook)) {
    let book = MiniBook::new();
    damage(&book);
    let report = book.run(arguments).report();
    assert!(report.contains(&format!("[{code}]")), "no {code}:\n{report}");
    assert_report(&code.replace('.', "-"), &report);
}

#[track_caller]
fn check(code: &str, damage: impl FnOnce(&MiniBook)) {
    case(&["check"], code, damage);
}

/// The same words at the end of a chapter in both languages.
fn both(book: &MiniBook, chapter: &str, text: &str) {
    for lang in ["fa", "en"] {
        book.append(&format!("{chapter}/{lang}.md"), &format!("\n{text}\n"));
    }
}

const XIAN: &str = "cities/xian";

#[test]
fn of_the_book() {
    check("book.spine", |book| {
        book.edit("book.yaml", "cities: [isfahan, xian]", "cities: [isfahan, xian]\n    pages: [preface]");
    });
    case(&["build", "--edition", "de"], "edition.unknown", |_| {});
    check("glossary.key", |book| {
        book.append(
            "glossary.yaml",
            "Sister_Town:\n  term: {fa: شهر, en: town}\n  definition: {fa: شهر., en: Town.}\n",
        );
    });
    check("yaml.missing-key", |book| book.edit("cities/xian/city.yaml", "country: CN\n", ""));
    check("yaml.unknown-language", |book| {
        book.edit(
            "book.yaml",
            "title: {fa: دو شهر, en: Two Cities}",
            "title: {fa: دو شهر, en: Two Cities, de: Städte}",
        );
    });
    check("file.too-large", |book| book.append("cities/xian/en.md", &"word ".repeat(4 << 20)));
}

#[test]
fn of_a_city() {
    check("city.missing-name", |book| {
        book.edit("cities/xian/city.yaml", "name: {fa: شیان, en: Xi’an}", "name: {fa: شیان}");
    });
    check("city.scan-alt", |book| {
        book.write("cities/xian/images/pact.png", png(64, 64));
        book.edit(
            "cities/xian/city.yaml",
            "certainty: confirmed\n",
            "certainty: confirmed\n  scan: images/pact.png\n",
        );
    });
    check("date.calendar", |book| book.edit("cities/xian/city.yaml", "1989-05-07", "1368-02-17"));
    check("date.redundant", |book| {
        book.edit("cities/xian/city.yaml", "1989-05-07\n", "1989-05-07\n  solar_hijri: 1368-02-17\n");
    });
}

#[test]
fn of_blocks() {
    check("directive.body", |book| {
        book.edit("cities/xian/en.md", "```{facts}\n", "```{facts}\ntitle: Xi’an\n")
    });
    check("directive.no-city", |book| both(book, "pages/preface", "```{facts}\n```"));
    check("directive.no-data", |book| {
        both(book, XIAN, "```{chart}\nkind: elevation\n```");
        both(book, "pages/preface", "```{chart}\nkind: population\n```");
    });
    check("video.unusable", |book| {
        book.write("cities/xian/images/film.png", png(64, 64));
        both(book, XIAN, "```{video}\nsrc: images/film.avi\nposter: images/film.png\nalt: a\n```");
    });
}

#[test]
fn of_the_text() {
    check("cite.syntax", |book| both(book, XIAN, "[@census; page 12]"));
    check("heading.empty", |book| both(book, XIAN, "## {#walls}"));
    check("index.key", |book| both(book, XIAN, "[Wei](index:Wei_River)"));
    check("link.undefined", |book| both(book, XIAN, "[Wei][river]"));
    check("markdown.id", |book| both(book, XIAN, "## Wei {#Wei_River}"));
    check("note.duplicate", |book| both(book, XIAN, "Wei[^a]\n\n[^a]: Wei.\n\n[^a]: Wei."));
    check("text.invisible", |book| book.append("cities/xian/en.md", "\nWei\u{200b}River\n"));
}

#[test]
fn of_pages() {
    let pdf = ["build", "--only", "pdf", "--edition", "en"];
    case(&pdf, "page.coarse-picture", |book| {
        book.write("cities/xian/images/wall.png", png(64, 64));
        both(book, XIAN, "![wall](images/wall.png \"Wei\")");
    });
}
