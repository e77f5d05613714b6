//! Two languages that are no longer one chapter: the exact report for each
//! way in which they can part, and the record of what was accepted.

use crate::mini_book::{MiniBook, Outcome, assert_report, joined};

/// The warning stands in the report of a damaged book, and a strict check ends with 1.
#[track_caller]
fn parts(name: &str, code: &str, damage: impl FnOnce(&MiniBook)) {
    let book = MiniBook::new();
    damage(&book);
    let outcome = book.run(&["check"]);
    outcome.assert_status(0);
    assert!(outcome.report().contains(&format!("warning[{code}]")), "no {code}:\n{}", outcome.report());
    assert_report(name, &outcome.report());
    book.run(&["check", "--strict"]).assert_status(1);
}

#[test]
fn headings() {
    parts("parity-heading", "parity.heading", |book| {
        book.append("cities/xian/en.md", "\n### Roads {#roads}\n\nWords.\n\n## Walls {#walls}\n\nWords.\n");
        book.append("cities/xian/fa.md", "\n## دیوارها {#walls}\n\nمتن.\n\n## راه {#roads}\n\nمتن.\n");
        book.append("pages/preface/en.md", "\n## One more\n\nWords.\n");
        book.edit("cities/isfahan/en.md", "\n```{facts}", "\n## The river {#river}\n\n```{facts}");
        book.edit("cities/isfahan/fa.md", "\n```{facts}", "\n## رود {#rud}\n\n```{facts}");
    });
}

#[test]
fn figures() {
    parts("parity-figure", "parity.figure", |book| {
        book.edit("cities/xian/en.md", "```{pact}\n```\n\n", "");
        book.append("pages/preface/fa.md", "\n```{map}\n```\n");
    });
}

#[test]
fn tables() {
    parts("parity-table", "parity.table", |book| {
        book.append(
            "pages/preface/fa.md",
            "\n| شهر | رود |\n| --- | --- |\n| شیان | وی |\n| اصفهان | زنده |\n",
        );
        book.append("pages/preface/en.md", "\n| City | River |\n| --- | --- |\n| Xi’an | Wei |\n");
        book.append("cities/xian/en.md", "\n| One |\n| --- |\n| cell |\n");
    });
}

/// A name in its own spelling needs no twin, numbers as labels are twins by their order.
#[test]
fn notes() {
    parts("parity-note", "parity.note", |book| {
        book.append("pages/preface/fa.md", "\nیک نام.[^name]\n\n[^name]: Wei (渭河).\n");
        book.append("cities/xian/fa.md", "\nیک[^1] و دو.[^2]\n\n[^1]: Xi’an.\n[^2]: توضیحی دربارهٔ شهر.\n");
        book.append(
            "cities/xian/en.md",
            "\nOne[^1] and two.[^2]\n\n[^1]: A remark on it.\n[^2]: One more remark.\n",
        );
    });
}

#[test]
fn citations() {
    parts("parity-citation", "parity.citation", |book| {
        book.append("references.bib", "@misc{chronicle,\n  title = {A chronicle},\n}\n");
        book.append("cities/xian/en.md", "\nSo it is told [@chronicle; @census].\n");
        book.append("cities/xian/fa.md", "\nچنین گفته شده است [@census].\n");
    });
}

/// In digits or words, text or data; a comment silences what is meant.
#[test]
fn numbers() {
    parts("parity-number", "parity.number", |book| {
        book.append("cities/xian/fa.md", "\nدوازده متر بلندی و ۱۳٫۷ کیلومتر درازا، از ۱۳۷۰ تا ۱۳۷۸.\n");
        book.append(
            "cities/xian/en.md",
            "\nIt is 12 metres high and 13.8 kilometres long, from 1370 to 1378.\n",
        );
        book.append("cities/xian/en.md", "\nSome 40,000 people live here.\n<!-- parity.number -->\n");
        book.edit("cities/xian/city.yaml", "en: The crossing of Iran", "en: The crossing of 4 roads");
    });
}

#[test]
fn dates() {
    parts("parity-date", "parity.date", |book| {
        book.append("cities/xian/fa.md", "\nدر ۱۷ اردیبهشت ۱۳۶۸ و در مهر ۱۳۸۶ و ۲۲ بهمن.\n");
        book.append("cities/xian/en.md", "\nOn 7 May 1989, in November 2007 and on 11 February.\n");
    });
}

#[test]
fn two_calendars_in_one_text() {
    parts("date-mismatch", "date.mismatch", |book| {
        book.append("cities/xian/fa.md", "\nدر ۱۶ اردیبهشت ۱۳۶۸ (۷ مهٔ ۱۹۸۹).\n");
        book.append("cities/xian/en.md", "\nOn 7 May 1989 (16 Ordibehesht 1368).\n");
    });
}

#[track_caller]
fn accept(book: &MiniBook, slug: &str) -> Outcome {
    let outcome = book.run(&["check", "--strict", "--accept", slug]);
    outcome.assert_status(0);
    outcome
}

/// What counts is the text: a newer file with the old text is no older translation.
#[test]
fn a_translation_older_than_its_original() {
    let book = MiniBook::new();
    let outcome = accept(&book, "xian");
    assert!(outcome.stderr.contains("xian accepted in content/accepted.yaml"), "{}", outcome.stderr);
    let record = book.read("accepted.yaml");
    book.write("cities/xian/fa.md", book.read("cities/xian/fa.md").replace('\n', "\r\n"));
    book.run(&["check", "--strict"]).assert_status(0);
    book.edit("cities/xian/en.md", "Four leaves", "Four green leaves");
    book.run(&["check", "--strict"]).assert_status(0);
    book.edit("cities/xian/fa.md", "چهار برگ", "چهار برگ سبز");
    let outcome = book.run(&["check"]);
    outcome.assert_status(0);
    assert_report("parity-outdated", &outcome.report());
    book.run(&["check", "--strict"]).assert_status(1);
    accept(&book, "xian");
    accept(&book, "preface");
    assert_ne!(book.read("accepted.yaml"), record);
    book.run(&["check", "--strict"]).assert_status(0);
}

#[test]
fn a_record_that_cannot_be_used() {
    let report = |name: &str, record: &str, status: i32| {
        let book = MiniBook::new();
        book.write("accepted.yaml", record);
        let outcome = book.run(&["check", "--accept", "xian"]);
        outcome.assert_status(status);
        assert_report(name, &outcome.report());
        book.read("accepted.yaml") == record
    };
    assert!(report("accepted-version", "version: 2\nchapters: {}\n", 1));
    let record = "version: 1\nchapters:\n  preface: {fa: 0123, en: 0123456789abcdef0123456789abcdef}\n";
    assert!(report("accepted-hash", record, 1));
    // A chapter that is gone is no reason to lose the rest; its line goes.
    let record = "version: 1\nchapters:\n  xain: {fa: 0123456789abcdef0123456789abcdef}\n";
    assert!(!report("accepted-taken-anew", record, 0));
    let book = MiniBook::new();
    book.write("accepted.yaml", record);
    assert_report("accepted-unknown-slug", &book.run(&["check"]).report());
}

#[test]
fn what_cannot_be_accepted() {
    let book = MiniBook::new();
    let wrong = book.run(&["check", "--accept", "xain"]);
    wrong.assert_status(2);
    assert!(wrong.report().contains("did you mean `xian`?"), "{}", wrong.report());
    book.remove("cities/isfahan/en.md");
    book.run(&["check", "--accept", "isfahan"]).assert_status(2);
    assert!(!book.content("accepted.yaml").exists());
}

/// What a good translation may do is no finding.
#[test]
fn languages_that_say_the_same_in_their_own_way() {
    let book = MiniBook::new();
    book.append(
        "cities/xian/fa.md",
        &joined(
            "\n### نامه\n\nدر سدهٔ هفدهم، سی~وسه پل[^pol] بود؛ ۱٬۲۳۴ تن در مرداد ۱۴۰۰ آمدند.\n\n\
             ```{verse}\nیک دو سه / چهار پنج\n```\n\n[^pol]: Thirty-three.\n",
        ),
    );
    book.append(
        "cities/xian/en.md",
        "\n### Letter\n\nIn the 17th century there were 33 bridges; in August 2021 came 1,234 people.\n\n\
         > One, 2, three\n\n",
    );
    let outcome = book.run(&["check"]);
    assert!(outcome.stderr.contains("parity.number"), "a number of a quotation: {}", outcome.report());
    book.edit("cities/xian/en.md", "One, 2, three", "One, two, three");
    book.run(&["check", "--strict"]).assert_status(0);
}
