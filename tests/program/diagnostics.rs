//! What editors get wrong every day: the exact report for each.
//!
//! Each case damages the small book as an editor would and compares the whole
//! report of `check` with `tests/errors/<name>.txt`. `error` and `warning`
//! say which the finding must be: only the first stops a build.

use crate::mini_book::{MiniBook, assert_report, joined};

/// The book would be wrong: `check` and `build` end with 1.
#[track_caller]
fn error(name: &str, code: &str, damage: impl FnOnce(&MiniBook)) {
    report(name, &format!("error[{code}]"), 1, damage);
}

/// A build goes on.
#[track_caller]
fn warning(name: &str, code: &str, damage: impl FnOnce(&MiniBook)) {
    report(name, &format!("warning[{code}]"), 0, damage);
}

#[track_caller]
fn report(name: &str, head: &str, status: i32, damage: impl FnOnce(&MiniBook)) {
    let book = MiniBook::new();
    damage(&book);
    let outcome = book.run(&["check"]);
    outcome.assert_status(status);
    assert!(outcome.report().contains(head), "no {head}:\n{}", outcome.report());
    assert_report(name, &outcome.report());
}

#[test]
fn a_sound_book_has_no_finding() {
    let book = MiniBook::new();
    let outcome = book.run(&["check", "--strict"]);
    outcome.assert_status(0);
    assert_report("none", &outcome.report());
}

/// Every kind of point that the data can leave open, and the block that shows them.
#[test]
fn open_points_are_listed_on_demand() {
    let book = MiniBook::new();
    book.edit(
        "cities/xian/city.yaml",
        "certainty: confirmed\n",
        "certainty: conflicting\n  note: {en: Two days are named.}\n",
    );
    book.edit("cities/xian/city.yaml", "  sources: [census]\nlinks", "links");
    book.edit("cities/xian/city.yaml", "source: census", "source: a friend");
    book.edit("cities/xian/city.yaml", "    sources: [census]\n", "");
    for lang in ["fa", "en"] {
        let text = format!("pages/preface/{lang}.md");
        book.edit(&text, "---\n\n", "---\n\n```{open-points}\n```\n\n");
    }
    let outcome = book.run(&["check", "--notes", "--strict"]);
    outcome.assert_status(0);
    assert_report("open-points", &outcome.report());
    book.run(&["build"]).assert_status(0);
    let page = std::fs::read_to_string(book.folder().join("dist/en/preface/index.html")).unwrap();
    for words in [
        "sources disagree",
        "Two days are named.",
        "the ISBN",
        "a scan of the signed pact",
        "A film about pomegranates",
    ] {
        assert!(page.contains(words), "{words} is not on the page");
    }
}

/// Every rule of orthography but FA09, which is an error of any text.
#[test]
fn orthography_is_checked_and_stops_no_build() {
    let book = MiniBook::new();
    let faults = [
        "\u{fee3}\u{fe8e}ه",
        "مو\u{654}ثر",
        "موسى",
        "كتاب",
        "خانۀ",
        "سال ١٣٦٨",
        "سال ۱3۶۸",
        "سال 1368",
        "سل\u{200d}ام",
        "سل\u{640}ام",
        "می\u{200c}\u{200c}رود",
        "کار\u{200c}ها",
        "سلام  دنیا",
        "خانه ی ما",
        "او می رود",
        "کتاب ها",
        "زیبا تر",
        "رفته اند",
        "نمیشود",
        "باز هم...",
        "چرا؟؟",
        "( متن )",
        "۱۲%",
        "۳.۱۴",
        "سلام, دنیا",
        "بله !",
        "بله؛خیر",
        "او گفت \"سلام\"",
        "۱۳۶۸-۱۳۷۶",
        "«متن",
        "شهرXian",
    ];
    book.append("cities/xian/fa.md", &format!("\n{}\n", faults.join("\n\n")));
    let outcome = book.run(&["check"]);
    outcome.assert_status(1);
    for rule in (1..=32).filter(|rule| *rule != 9) {
        assert!(outcome.report().contains(&format!("[FA{rule:02}]")), "FA{rule:02} was not found");
    }
    assert_report("orthography", &outcome.report());
    book.run(&["build", "--only", "site"]).assert_status(0);
}

// Misspelt names: the nearest known one is told.

#[test]
fn misspelt_key_of_a_city() {
    error("key-of-city", "yaml.unknown-key", |book| {
        book.edit("cities/xian/city.yaml", "population:", "populaton:");
    });
}

#[test]
fn misspelt_key_of_front_matter() {
    error("key-of-front-matter", "yaml.unknown-key", |book| {
        book.edit("cities/xian/fa.md", "summary:", "sumary:");
    });
}

#[test]
fn misspelt_key_of_the_book() {
    error("key-of-book", "yaml.unknown-key", |book| book.edit("book.yaml", "publisher:", "publsher:"));
}

#[test]
fn misspelt_kind() {
    error("kind-of-city", "yaml.wrong-value", |book| {
        book.edit("cities/xian/city.yaml", "kind: sister", "kind: sistr");
    });
}

#[test]
fn misspelt_slug_of_a_link() {
    error("slug-of-link", "link.unknown-slug", |book| {
        book.edit("pages/preface/fa.md", "[[xian]]", "[[xiam]]");
    });
}

#[test]
fn misspelt_slug_in_the_spine() {
    error("slug-of-spine", "content.missing", |book| {
        book.edit("book.yaml", "[isfahan, xian]", "[isfahan, xain]");
    });
}

#[test]
fn misspelt_label_of_a_note() {
    error("label-of-note", "note.undefined", |book| {
        book.edit("pages/preface/en.md", "[^note] ", "[^nota] ");
    });
}

#[test]
fn misspelt_directive() {
    error("directive", "directive.unknown", |book| {
        book.edit("cities/xian/fa.md", "```{likeness}", "```{liknes}");
    });
}

#[test]
fn directive_far_from_any_known_one() {
    error("directive-far", "directive.unknown", |book| {
        book.edit("cities/xian/fa.md", "```{likeness}", "```{carousel}");
    });
}

#[test]
fn misspelt_key_of_a_directive() {
    error("key-of-directive", "yaml.unknown-key", |book| {
        book.edit("pages/preface/fa.md", "```{map}\n", "```{map}\ncapton: نقشه\n");
    });
}

// References that lead nowhere.

#[test]
fn citation_without_a_source() {
    error("citation-unknown", "cite.unknown-key", |book| {
        book.edit("pages/preface/en.md", "[@census]", "[@cencus]");
        book.edit("cities/xian/city.yaml", "sources: [census]\nlinks", "sources: [consensus]\nlinks");
    });
}

#[test]
fn anchor_that_no_heading_has() {
    error("anchor-unknown", "link.unknown-anchor", |book| {
        book.edit("cities/xian/en.md", "[[preface#dates|dates]]", "[[preface#date|dates]]");
        book.append("cities/xian/en.md", "\nSee [above](#histroy).\n");
    });
}

#[test]
fn term_that_the_glossary_does_not_have() {
    error("term-unknown", "term.unknown", |book| {
        book.edit("pages/preface/en.md", "term:sister-city", "term:sister-town");
    });
}

#[test]
fn picture_that_is_missing() {
    error("picture-missing", "image.unusable", |book| {
        book.write("cities/xian/images/city-wall.jpg", "");
        book.append("cities/xian/en.md", "\n![The wall](images/city-wal.jpg \"The wall\")\n");
    });
}

#[test]
fn picture_without_alternative_text() {
    error("picture-alt", "image.alt", |book| {
        book.append("cities/xian/en.md", "\n![](images/wall.jpg \"The wall\")\n");
    });
}

#[test]
fn link_with_a_scheme_that_runs_programs() {
    error("link-scheme", "link.address", |book| {
        book.append("cities/xian/en.md", "\n[Press](javascript:alert(1)) or [this](data:text/html,x).\n");
    });
}

#[test]
fn heading_ids_that_clash() {
    error("anchor-twice", "heading.duplicate-id", |book| {
        book.append("cities/xian/en.md", "\n## Another {#history}\n\nWords.\n");
    });
}

// Translations and order.

#[test]
fn translation_that_is_missing() {
    warning("translation-missing", "content.missing-translation", |book| book.remove("cities/xian/fa.md"));
}

#[test]
fn chapter_without_any_text() {
    error("chapter-without-text", "content.missing", |book| {
        book.remove("cities/xian/fa.md");
        book.remove("cities/xian/en.md");
    });
}

#[test]
fn orphan() {
    warning("orphan", "content.orphan", |book| {
        for lang in ["fa", "en"] {
            book.write(&format!("pages/colophon/{lang}.md"), format!("---\ntitle: {lang}\n---\n\nText.\n"));
        }
    });
}

#[test]
fn title_in_one_language_only() {
    error("title-in-one-language", "book.missing-language", |book| {
        book.edit("book.yaml", "title: {fa: دو شهر, en: Two Cities}", "title: {fa: دو شهر}");
    });
}

// What cannot be printed.

#[test]
fn glyphs_that_no_font_has() {
    error("glyph-missing", "glyph.missing", |book| {
        book.append("cities/xian/en.md", "\nEgyptian \u{13000} and Cherokee \u{13a0}.\n");
    });
}

/// What only shows once the pages are set. The notes among it never stop a build.
#[test]
fn pages_that_need_an_editor_s_eye() {
    let book = MiniBook::new();
    let columns = format!("|{}\n|{}\n|{}\n", "a|".repeat(40), "--|".repeat(40), "wm|".repeat(40));
    let loose = "Not one of them but this: RindfleischEtikettierungsUeberwachungsAufgabe is long.\n";
    book.append("cities/xian/en.md", &format!("\n{columns}\n{loose}"));
    let outcome = book.run(&["check", "--notes"]);
    outcome.assert_status(0);
    for code in ["page.overfull-line", "page.narrow-columns", "page.loose-line", "record.incomplete"] {
        assert!(outcome.report().contains(code), "no {code}:\n{}", outcome.report());
    }
    assert_report("pages", &outcome.report());
    book.run(&["build", "--only", "pdf", "--edition", "en"]).assert_status(0);
}

#[test]
fn raw_html() {
    error("raw-html", "markdown.html", |book| {
        book.append(
            "cities/xian/en.md",
            "\n<div class=\"x\">\n\n<script>alert(1)</script>\n\nA <b>bold</b> word.\n",
        );
    });
}

#[test]
fn heading_of_the_first_level() {
    warning("heading-level", "heading.level", |book| book.append("cities/xian/en.md", "\n# Title again\n"));
}

// Facts.

#[test]
fn dates_that_are_none() {
    error("date-wrong", "date.invalid", |book| {
        book.edit("cities/xian/city.yaml", "1989-05-07", "1989-02-30");
        book.edit("cities/xian/fa.md", "updated: 2026-11-24", "updated: 1405-09-03x");
        book.edit("cities/xian/en.md", "updated: 2026-11-24", "updated: 2026-11");
    });
}

#[test]
fn coordinates_out_of_range() {
    error("coordinates", "yaml.out-of-range", |book| {
        book.edit("cities/xian/city.yaml", "lat: 34.2583, lon: 108.9286", "lat: 134.2583, lon: -181");
    });
}

#[test]
fn country_that_is_none() {
    error("country", "city.unknown-country", |book| {
        book.edit("cities/xian/city.yaml", "country: CN", "country: China");
    });
}

#[test]
fn identifiers_that_are_none() {
    error("isbn", "book.isbn", |book| {
        book.append("book.yaml", "identifiers: {isbn: 978-3-16-148410-1}\n");
    });
}

#[test]
fn every_fault_is_told_in_one_run() {
    error("many", "link.unknown-slug", |book| {
        book.edit("pages/preface/fa.md", "[[xian]]", "[[xiam]]");
        book.edit("cities/xian/city.yaml", "population:", "populaton:");
        book.edit("cities/xian/en.md", "```{likeness}", "```{liknes}");
        book.append("cities/xian/fa.md", &joined("\nمتنی که می~ماند [@nobody].\n"));
        book.edit("book.yaml", "base_url: https://", "base_url: ftp://");
    });
}
