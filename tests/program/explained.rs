//! The pages of `docs/diagnostics`: their wrong examples provoke the code and
//! no other, their right ones provoke none; `explain` prints them.
//!
//! An example is a list of steps, applied to the small book in its folder:
//! a fenced text behind a line that names its files, a picture of a size, or
//! lines for a shell. Where no line runs the program, `check` is run. The
//! report of each wrong example is kept in `tests/errors/explained`.

use std::collections::BTreeSet;
use std::fs;
use std::path::Path;

use rayon::prelude::*;

use crate::bad_input::png;
use crate::mini_book::{MiniBook, Outcome, assert_report};

/// Refused in every text, whatever its language, under a code of its own.
const TOLD_AS: [(&str, &str); 1] = [("FA09", "text.bidi-control")];

/// A letter is wider than its place in a table alone, which is told as well.
const BESIDE: [(&str, &str); 1] = [("page.overfull-line", "page.narrow-columns")];

#[derive(Debug)]
enum Step {
    /// Paths from the folder that holds `content/`, and the text.
    Text {
        paths: Vec<String>,
        text: String,
        whole: bool,
    },
    Picture {
        path: String,
        size: [u32; 2],
    },
    Shell(String),
}

struct Page {
    code: String,
    /// As reports call it.
    kind: String,
    wrong: Vec<Step>,
    right: Vec<Step>,
}

fn pages() -> Vec<Page> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("docs/diagnostics");
    let mut paths: Vec<_> = fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path()).collect();
    paths.sort_by_key(|path| path.with_extension(""));
    paths.iter().map(|path| page(path)).collect()
}

fn page(path: &Path) -> Page {
    let text = fs::read_to_string(path).unwrap();
    let code = path.file_stem().unwrap().to_string_lossy().into_owned();
    let kind = text.split("**").nth(1).and_then(|bold| bold.split(':').next()).unwrap().to_lowercase();
    let (_, examples) = text.split_once("\n## Wrong · نادرست\n").expect(&code);
    let (wrong, right) = examples.split_once("\n## Right · درست\n").expect(&code);
    let steps = |text| steps(text).unwrap_or_else(|line| panic!("{code}: no step: {line}"));
    Page { wrong: steps(wrong), right: steps(right), code, kind }
}

/// The steps of an example, or the line that is none.
fn steps(example: &str) -> Result<Vec<Step>, String> {
    let mut steps = Vec::new();
    let mut named: Option<&str> = None;
    let mut rest = example;
    while let Some(line) = rest.split_inclusive('\n').next() {
        rest = &rest[line.len()..];
        let line = line.trim_end();
        if let Some(info) = line.strip_prefix("```") {
            let bars = line.chars().take_while(|c| *c == '`').collect::<String>();
            let end = format!("{bars}\n");
            let length = rest.split_inclusive('\n').take_while(|line| *line != end).map(str::len).sum();
            let body = unescaped(&rest[..length]);
            rest = &rest[length + end.len()..];
            match (info.trim_start_matches('`'), named.take()) {
                ("sh", None) => steps.push(Step::Shell(body)),
                (_, Some(head)) => steps.push(Step::Text {
                    paths: quoted(head),
                    text: body,
                    whole: head.ends_with(", the whole file:"),
                }),
                _ => return Err(line.to_owned()),
            }
        } else if let Some((path, size)) = line.split_once(": a picture of ") {
            let size = size.trim_end_matches(" pixels.").split_once(" × ").ok_or(line)?;
            let number = |text: &str| text.parse().map_err(|_| line.to_owned());
            steps.push(Step::Picture {
                path: path.trim_matches('`').to_owned(),
                size: [number(size.0)?, number(size.1)?],
            });
        } else if line.starts_with('`') && line.ends_with(':') {
            named = Some(line);
        } else if !line.is_empty() {
            return Err(line.to_owned());
        }
    }
    Ok(steps)
}

/// What stands between backticks.
fn quoted(line: &str) -> Vec<String> {
    line.split('`').skip(1).step_by(2).map(str::to_owned).collect()
}

/// `\u{200b}` as the character, so that none hides in the page.
fn unescaped(text: &str) -> String {
    let mut parts = text.split("\\u{");
    let mut plain = parts.next().unwrap_or_default().to_owned();
    for part in parts {
        let (number, rest) = part.split_once('}').unwrap();
        plain.push(char::from_u32(u32::from_str_radix(number, 16).unwrap()).unwrap());
        plain.push_str(rest);
    }
    plain
}

/// Applies the steps and returns how the last run of the program ended.
fn follow(steps: &[Step], check: &[&str]) -> (MiniBook, Outcome) {
    let book = MiniBook::new();
    let mut last = None;
    for step in steps {
        match step {
            Step::Text { paths, text, whole } => paths.iter().for_each(|path| put(&book, path, text, *whole)),
            Step::Picture { path, size } => book.write_beside(path, png(size[0], size[1])),
            Step::Shell(script) => {
                let outcome = book.run_script(script);
                last = script.contains("isfahan-book").then_some(outcome);
            }
        }
    }
    let outcome = last.unwrap_or_else(|| book.run(check));
    (book, outcome)
}

/// A new file, or the end of one that is there; in YAML a key takes the place
/// of the one of its name.
fn put(book: &MiniBook, path: &str, text: &str, whole: bool) {
    let old = fs::read_to_string(book.folder().join(path)).ok().filter(|_| !whole);
    let new = match old {
        None => text.to_owned(),
        Some(old) if path.ends_with(".yaml") => {
            let keys: BTreeSet<&str> = entries(text).into_iter().map(key).collect();
            let kept = entries(&old).into_iter().filter(|entry| !keys.contains(key(entry)));
            kept.collect::<String>() + text
        }
        Some(old) => format!("{old}\n{text}"),
    };
    book.write_beside(path, new);
}

fn key(entry: &str) -> &str {
    entry.split(':').next().unwrap_or_default()
}

/// The stretches of a YAML file that begin with a key at the edge.
fn entries(yaml: &str) -> Vec<&str> {
    let mut starts: Vec<usize> = Vec::new();
    let mut at = 0;
    for line in yaml.split_inclusive('\n') {
        if !line.starts_with([' ', '\t']) {
            starts.push(at);
        }
        at += line.len();
    }
    let ends = starts.iter().skip(1).copied().chain([yaml.len()]);
    starts.iter().zip(ends).map(|(start, end)| &yaml[*start..end]).collect()
}

/// Kind and code of each finding of a report.
fn told(outcome: &Outcome) -> BTreeSet<(String, String)> {
    let heads = outcome.stderr.lines().filter_map(|line| {
        let (kind, rest) = line.split_once('[')?;
        let (code, _) = rest.split_once("]: ")?;
        ["error", "warning", "note"].contains(&kind).then(|| (kind.to_owned(), code.to_owned()))
    });
    heads.collect()
}

/// What the small book is told about before any damage.
fn of_the_sound_book() -> BTreeSet<(String, String)> {
    told(&MiniBook::new().run(&["check", "--notes"]))
}

#[test]
fn wrong_examples_are_wrong_and_right_ones_are_right() {
    let sound = of_the_sound_book();
    let faults: Vec<String> = pages()
        .into_par_iter()
        .flat_map_iter(|page| {
            let check: &[&str] = if page.kind == "note" { &["check", "--notes"] } else { &["check"] };
            let told_as = TOLD_AS.iter().find(|(code, _)| *code == page.code).map(|told| told.1);
            let expected = (page.kind.clone(), told_as.unwrap_or(&page.code).to_owned());
            let (_, wrong) = follow(&page.wrong, check);
            let others: BTreeSet<_> = told(&wrong).difference(&sound).cloned().collect();
            let only = told(&wrong).contains(&expected)
                && others
                    .iter()
                    .all(|told| *told == expected || BESIDE.contains(&(page.code.as_str(), told.1.as_str())));
            let (_, right) = follow(&page.right, check);
            let fresh: BTreeSet<_> = told(&right).difference(&sound).cloned().collect();
            let none = !told(&right).contains(&expected) && fresh.is_empty() && right.status == Some(0);
            assert_report(&format!("explained/{}", page.code), &wrong.report());
            let wrong = (!only).then(|| format!("{expected:?}: the wrong example:\n{}", wrong.report()));
            let right = (!none).then(|| format!("{expected:?}: the right example:\n{}", right.report()));
            wrong.into_iter().chain(right)
        })
        .collect();
    assert!(faults.is_empty(), "{}", faults.join("\n"));
}

#[test]
fn a_page_is_printed_with_its_persian_set_apart() {
    let book = MiniBook::new();
    let outcome = book.run(&["explain", "link.unknown-slug"]);
    outcome.assert_status(0);
    assert!(outcome.stdout.starts_with("# `link.unknown-slug`\n"), "{}", outcome.stdout);
    let persian = outcome.stdout.lines().filter(|line| line.starts_with('\u{2067}'));
    assert!(persian.clone().count() >= 2 && persian.clone().all(|line| line.ends_with('\u{2069}')));
    assert_eq!(book.run(&["explain", "fa12"]).stdout.lines().next(), Some("# `FA12`"));
}

#[test]
fn a_code_that_no_page_explains_is_wrong_usage() {
    let outcome = MiniBook::new().run(&["explain", "link.unknown-slag"]);
    outcome.assert_status(2);
    assert!(outcome.report().contains("did you mean `link.unknown-slug`?"), "{}", outcome.report());
}

#[test]
fn without_a_code_all_are_listed() {
    let outcome = MiniBook::new().run(&["explain"]);
    outcome.assert_status(0);
    let listed: Vec<&str> = outcome.stdout.lines().filter_map(|line| line.split("  ").next()).collect();
    let pages = pages();
    assert_eq!(listed, pages.iter().map(|page| &*page.code).collect::<Vec<_>>());
}
