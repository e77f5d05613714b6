//! The command line: arguments, reports for machines, new books and chapters.

use serde_json::Value;

use crate::mini_book::{MiniBook, Outcome, assert_report};

#[test]
fn help_names_every_command_and_option() {
    let book = MiniBook::new();
    let help = book.run(&["--help"]);
    help.assert_status(0);
    for command in ["build", "serve", "check", "new", "init"] {
        assert!(help.stdout.contains(command), "{command}: {}", help.stdout);
        book.run(&[command, "--help"]).assert_status(0);
    }
    let build = book.run(&["build", "--help"]).stdout;
    for option in [
        "--content",
        "--out",
        "--base-url",
        "--theme",
        "--only",
        "--edition",
        "--drafts",
        "--strict",
        "--jobs",
    ] {
        assert!(build.contains(option), "{option}: {build}");
    }
    book.run(&["--version"]).assert_status(0);
}

#[test]
fn wrong_usage_ends_with_2() {
    let book = MiniBook::new();
    for wrong in [
        &["biuld"][..],
        &["build", "--onyl", "site"],
        &["build", "--only", "paper"],
        &["build", "--edition", "no language"],
        &["build", "--jobs", "0"],
        &["build", "--jobs", "many"],
        &["build", "--base-url", "book.example"],
        &["build", "--base-url", "https://"],
        &["check", "--format", "xml"],
        &["serve", "--port", "65536"],
        &["new", "city"],
        &["new", "city", "Xi an"],
        &["new", "page", "../x"],
        &["new", "city", "map"],
        &["init"],
        &[],
    ] {
        let outcome = book.run(wrong);
        assert_eq!(outcome.status, Some(2), "{}", outcome.report());
        assert!(!outcome.stderr.is_empty(), "{wrong:?} says nothing");
    }
    assert!(!book.folder().join("dist").exists());
}

#[test]
fn a_content_folder_that_is_not_there() {
    let book = MiniBook::new();
    let outcome = book.run(&["build", "--content", "nowhere"]);
    outcome.assert_status(1);
    assert_report("no-content-folder", &outcome.report());
}

/// A book with one error, one warning.
fn faulty() -> MiniBook {
    let book = MiniBook::new();
    book.edit("pages/preface/fa.md", "[[xian]]", "[[xiam]]");
    book.remove("cities/isfahan/en.md");
    book
}

#[test]
fn findings_as_json() {
    let outcome = faulty().run(&["check", "--format", "json"]);
    outcome.assert_status(1);
    let findings: Value = serde_json::from_str(&outcome.stdout).expect("JSON on stdout");
    let list = findings.as_array().or_else(|| findings["findings"].as_array()).expect("a list of findings");
    assert!(
        list.iter().any(|finding| finding["code"] == "link.unknown-slug" && finding["severity"] == "error")
    );
    assert!(list.iter().any(|finding| finding["code"] == "content.missing-translation"));
    assert_no_controls(&outcome);
    assert_report("json", &outcome.report());
}

#[test]
fn findings_as_sarif() {
    let outcome = faulty().run(&["check", "--format", "sarif"]);
    outcome.assert_status(1);
    let log: Value = serde_json::from_str(&outcome.stdout).expect("JSON on stdout");
    assert_eq!(log["version"], "2.1.0");
    let results = log["runs"][0]["results"].as_array().expect("results");
    let unknown = results.iter().find(|result| result["ruleId"] == "link.unknown-slug").expect("the finding");
    assert_eq!(unknown["level"], "error");
    let place = &unknown["locations"][0]["physicalLocation"];
    assert_eq!(place["artifactLocation"]["uri"], "pages/preface/fa.md");
    assert!(place["region"]["startLine"].is_u64() && place["region"]["startColumn"].is_u64());
    assert_no_controls(&outcome);
}

/// Machines get the text as it is (P-46).
fn assert_no_controls(outcome: &Outcome) {
    let control = |c: char| matches!(c, '\u{200e}' | '\u{200f}' | '\u{61c}' | '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}');
    assert!(!outcome.stdout.contains(control), "{}", outcome.stdout.escape_debug());
}

#[test]
fn strict_makes_warnings_count() {
    let book = MiniBook::new();
    book.remove("cities/isfahan/en.md");
    book.run(&["check"]).assert_status(0);
    book.run(&["check", "--strict"]).assert_status(1);
    book.build().assert_status(0);
    let before = book.output();
    book.edit("cities/xian/en.md", "Four leaves", "Five leaves");
    book.run(&["build", "--only", "site", "--strict"]).assert_status(1);
    assert!(book.output() == before, "a strict build with warnings wrote its output");
}

#[test]
fn a_build_writes_what_is_asked_for() {
    let book = MiniBook::new();
    book.run(&["build", "--only", "pdf", "--edition", "en"]).assert_status(0);
    let paths: Vec<String> = book.output().into_keys().filter(|path| !path.starts_with('.')).collect();
    assert_eq!(paths, ["downloads/isfahan-sister-cities-en.pdf"]);
}

#[test]
fn an_edition_in_a_language_that_the_book_does_not_have() {
    let book = MiniBook::new();
    let outcome = book.run(&["build", "--only", "pdf", "--edition", "de"]);
    assert!(matches!(outcome.status, Some(1 | 2)), "{}", outcome.report());
    assert!(outcome.stderr.contains("de"), "{}", outcome.report());
    assert!(!book.folder().join("dist").exists(), "an edition without a text was written");
}

#[test]
fn facing_pages_and_a_print_shop_are_asked_for() {
    let book = MiniBook::new();
    let wanted = ["build", "--only", "pdf", "--print", "--edition", "parallel", "--edition", "fa"];
    book.run(&wanted).assert_status(0);
    let output = book.output();
    let files: Vec<&str> = output.keys().map(String::as_str).filter(|path| path.ends_with(".pdf")).collect();
    let expected = ["fa-cover", "fa", "parallel-cover", "parallel"];
    assert_eq!(files, expected.map(|name| format!("downloads/isfahan-sister-cities-{name}.pdf")));
}

#[test]
fn facing_pages_need_a_second_language() {
    let book = MiniBook::new();
    book.edit("book.yaml", "languages: [fa, en]", "languages: [fa]");
    let outcome = book.run(&["build", "--only", "pdf", "--edition", "parallel"]);
    outcome.assert_status(1);
    assert!(outcome.stderr.contains("edition.unknown"), "{}", outcome.report());
}

#[test]
fn another_base_address() {
    let book = MiniBook::new();
    book.run(&["build", "--only", "site", "--base-url", "https://other.example/sub"]).assert_status(0);
    let sitemap = String::from_utf8(book.output()["sitemap.xml"].clone()).unwrap();
    assert!(sitemap.contains("<loc>https://other.example/sub/fa/xian/</loc>"), "{sitemap}");
    assert!(!sitemap.contains("book.example/sisters"));
}

#[test]
fn drafts_are_left_out_unless_asked_for() {
    let book = MiniBook::new();
    for lang in ["fa", "en"] {
        book.write(&format!("pages/thanks/{lang}.md"), "---\ntitle: Thanks\ndraft: true\n---\n\nThanks.\n");
    }
    book.edit("book.yaml", "[preface]", "[preface, thanks]");
    book.build().assert_status(0);
    assert!(!book.output().contains_key("en/thanks/index.html"));
    book.run(&["build", "--only", "site", "--drafts"]).assert_status(0);
    assert!(book.output().contains_key("en/thanks/index.html"));
}

#[test]
fn a_new_city_and_a_new_page_build_as_they_are() {
    let book = MiniBook::new();
    book.run(&["new", "city", "florence"]).assert_status(0);
    book.run(&["new", "page", "thanks"]).assert_status(0);
    for path in
        ["cities/florence/city.yaml", "cities/florence/fa.md", "cities/florence/en.md", "pages/thanks/fa.md"]
    {
        assert!(book.content(path).is_file(), "{path} was not made");
    }
    let text = book.read("book.yaml");
    assert!(text.contains("xian, florence]") && text.contains("preface, thanks]"), "{text}");
    // Drafts or not, what was made is sound.
    book.run(&["build", "--only", "site", "--drafts"]).assert_status(0);
    let output = book.output();
    assert!(output.contains_key("fa/florence/index.html") && output.contains_key("en/thanks/index.html"));
    // And what an editor wrote meanwhile is never overwritten.
    book.write("cities/florence/en.md", "---\ntitle: Florence\n---\n\nWords.\n");
    let again = book.run(&["new", "city", "florence"]);
    assert_ne!(again.status, Some(0), "{}", again.report());
    assert!(book.read("cities/florence/en.md").contains("Words."));
    let taken = book.run(&["new", "page", "xian"]);
    assert_ne!(taken.status, Some(0), "cities and pages share one name space");
}

#[test]
fn a_new_chapter_has_a_text_for_each_language_of_the_book() {
    let book = MiniBook::new();
    book.edit("book.yaml", "languages: [fa, en]", "languages: [en, fr]");
    book.run(&["new", "city", "florence"]).assert_status(0);
    let is_there = |name: &str| book.content(&format!("cities/florence/{name}")).is_file();
    assert_eq!(["en.md", "fr.md", "fa.md", "city.yaml"].map(is_there), [true, true, false, true]);
}

#[test]
fn a_starter_book_builds() {
    let book = MiniBook::new();
    book.run(&["init", "starter"]).assert_status(0);
    let folder = book.folder().join("starter");
    let mut command = book.command(&["build", "--strict"]);
    command.current_dir(&folder).assert().success();
    assert!(folder.join("dist/fa/index.html").is_file());
    // A folder with files is never filled.
    let again = book.run(&["init", "starter"]);
    assert_ne!(again.status, Some(0), "{}", again.report());
}

#[test]
fn what_cannot_be_written_is_named() {
    let book = MiniBook::built();
    book.write_beside("file", "words");
    let below_a_file: [&[&str]; 3] =
        [&["init", "file/starter"], &["man", "file/pages"], &["package", "file/book.zip"]];
    for arguments in below_a_file {
        let outcome = book.run(arguments);
        outcome.assert_status(3);
        assert!(outcome.stderr.contains("error: file"), "{}", outcome.report());
    }
    // A chapter whose folder cannot be made leaves the spine as it was.
    book.remove("pages/preface/fa.md");
    book.remove("pages/preface/en.md");
    std::fs::remove_dir_all(book.content("pages")).unwrap();
    book.write("pages", "words");
    let spine = book.read("book.yaml");
    let outcome = book.run(&["new", "page", "thanks"]);
    outcome.assert_status(3);
    assert!(outcome.stderr.contains("error: content/pages"), "{}", outcome.report());
    assert_eq!(book.read("book.yaml"), spine);
}

#[test]
fn quiet_prints_nothing_and_pipes_get_no_colour() {
    let book = MiniBook::new();
    let outcome = book.run(&["build", "--only", "site", "--quiet"]);
    outcome.assert_status(0);
    assert_eq!((outcome.stdout.as_str(), outcome.stderr.as_str()), ("", ""));
    let output = book.command(&["build", "--only", "site"]).env_remove("NO_COLOR").output().unwrap();
    let printed = [output.stdout, output.stderr].concat();
    assert!(!printed.contains(&0x1b), "a pipe got escape sequences: {}", String::from_utf8_lossy(&printed));
}
