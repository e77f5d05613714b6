//! Keeps the floors of the program and the habits of its files.
//!
//! Reads the sources as text: no compiler, no network, nothing but this
//! folder. Every rule is a function over a string, so that each is shown to
//! notice a planted fault before it is trusted with the tree.

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::{Path, PathBuf};

use walkdir::WalkDir;

#[path = "tidy/rust_text.rs"]
mod rust_text;

use rust_text::{blank_literals, blank_tests};

/// The floors of ARCHITECTURE.md: a module uses the floors below its own.
const FLOORS: [&[&str]; 7] = [
    &["units", "source", "diag", "message", "locale", "cache", "guard"],
    &["doc", "book", "drawing", "config", "output"],
    &["content", "theme", "fonts", "image", "figure"],
    &["resolve"],
    &["check", "search", "markup", "typeset"],
    &["site", "pdf", "epub"],
    &["write", "serve", "cli", "build", "starter", "lib", "main"],
];

/// Neighbours on these floors may use each other: they are one model, one
/// reader, one top. Readers and packages never know of each other.
const SOCIABLE: [usize; 4] = [0, 1, 2, 6];

const LONGEST_FILE: usize = 600;

/// Crates that one place alone may name: what it produces could then be
/// made by another crate without a change elsewhere.
const KEPT_CRATES: [(&str, &str); 3] =
    [("printpdf", "src/pdf/"), ("lopdf", "src/pdf/"), ("harfrust", "src/typeset/paragraph/shape.rs")];

const DRAWERS: [&str; 10] = [
    "util.rs",
    "utils.rs",
    "helper.rs",
    "helpers.rs",
    "misc.rs",
    "common.rs",
    "util",
    "utils",
    "helpers",
    "misc",
];

/// Every path of the tree with its text, by path from the top, with `/`.
fn files() -> BTreeMap<String, String> {
    let top = PathBuf::from(env!("CARGO_MANIFEST_DIR"));
    let skipped = ["target", "dist", ".git", ".cache", "node_modules", "fuzz/target"];
    WalkDir::new(&top)
        .sort_by_file_name()
        .into_iter()
        .filter_entry(|entry| {
            let path = from_top(&top, entry.path());
            !skipped.iter().any(|skip| path == *skip || path.ends_with("/node_modules"))
        })
        .filter_map(Result::ok)
        .filter(|entry| entry.file_type().is_file())
        .filter_map(|entry| {
            let text = String::from_utf8(fs::read(entry.path()).ok()?).ok()?;
            Some((from_top(&top, entry.path()), text))
        })
        .collect()
}

fn from_top(top: &Path, path: &Path) -> String {
    path.strip_prefix(top).unwrap_or(path).to_string_lossy().replace('\\', "/")
}

fn sources() -> BTreeMap<String, String> {
    let sources: BTreeMap<_, _> =
        files().into_iter().filter(|(path, _)| path.starts_with("src/") && path.ends_with(".rs")).collect();
    assert!(sources.len() > 20, "the sources are not where this test looks");
    sources
}

/// Fails with every fault on a line of its own.
#[track_caller]
fn assert_none(faults: impl IntoIterator<Item = String>) {
    let faults: Vec<String> = faults.into_iter().collect();
    assert!(faults.is_empty(), "\n{}\n", faults.join("\n"));
}

fn floor_of(module: &str) -> Option<usize> {
    FLOORS.iter().position(|floor| floor.contains(&module))
}

/// `src/typeset/line.rs` is `["typeset", "line"]`; `mod.rs` is its folder.
fn module_path(path: &str) -> Vec<&str> {
    let inner = path.trim_start_matches("src/").trim_end_matches(".rs");
    inner.split('/').filter(|part| *part != "mod").collect()
}

/// The modules of the crate's top that a file's code names.
fn modules_used(path: &str, text: &str) -> Vec<String> {
    let code = blank_literals(text);
    let depth = module_path(path).len();
    let mut used = Vec::new();
    let mut rest = code.as_str();
    while let Some(at) = rest.find("crate::") {
        let own = !rest[..at].ends_with(|c: char| c.is_alphanumeric() || c == '_' || c == '$');
        rest = &rest[at + "crate::".len()..];
        if own {
            used.extend(heads(rest));
        }
    }
    let climb = "super::".repeat(depth.max(1));
    for (at, _) in code.match_indices(&climb) {
        let tail = &code[at + climb.len()..];
        used.extend(heads(tail).into_iter().filter(|name| floor_of(name).is_some()));
    }
    used
}

/// The first names of a path, or of each path in a `{…}` group.
fn heads(tail: &str) -> Vec<String> {
    let name = |text: &str| -> String {
        text.trim_start().chars().take_while(|c| c.is_alphanumeric() || *c == '_').collect()
    };
    let Some(group) = tail.trim_start().strip_prefix('{') else { return vec![name(tail)] };
    let mut depth = 0;
    let mut heads = vec![name(group)];
    for (at, character) in group.char_indices() {
        match character {
            '{' => depth += 1,
            '}' if depth == 0 => break,
            '}' => depth -= 1,
            ',' if depth == 0 => heads.push(name(&group[at + 1..])),
            _ => {}
        }
    }
    heads.retain(|head| !head.is_empty() && head != "self");
    heads
}

/// Steps that a file takes to a floor above its own or to a neighbour.
fn wrong_steps(path: &str, text: &str) -> Vec<String> {
    let module = module_path(path).first().copied().unwrap_or("lib").to_owned();
    let Some(floor) = floor_of(&module) else {
        return vec![format!(
            "{path}: give the module `{module}` a floor in tests/tidy.rs and ARCHITECTURE.md"
        )];
    };
    modules_used(path, text)
        .into_iter()
        .filter(|used| *used != module)
        .filter_map(|used| match floor_of(&used) {
            Some(other) if other > floor => {
                Some(format!("{path}: `{module}` (floor {floor}) uses `{used}` above it (floor {other})"))
            }
            Some(other) if other == floor && !SOCIABLE.contains(&floor) => {
                Some(format!("{path}: `{module}` uses its neighbour `{used}` on floor {floor}"))
            }
            _ => None,
        })
        .collect()
}

#[test]
fn values_travel_up() {
    assert_none(sources().iter().flat_map(|(path, text)| wrong_steps(path, text)));
}

#[test]
fn a_planted_step_up_is_noticed() {
    let up = wrong_steps("src/doc/mod.rs", "use crate::site::WebPage;");
    assert_eq!(up, ["src/doc/mod.rs: `doc` (floor 1) uses `site` above it (floor 5)"]);
    let group = wrong_steps("src/markup/table.rs", "use crate::{doc::Block, typeset::{frame, line}};");
    assert_eq!(group, ["src/markup/table.rs: `markup` uses its neighbour `typeset` on floor 4"]);
    assert_eq!(wrong_steps("src/site/mod.rs", "let pages = crate::pdf::pages();").len(), 1);
    assert_eq!(wrong_steps("src/markup/table.rs", "use super::super::typeset::Frame;").len(), 1);
    assert_eq!(wrong_steps("src/novelty.rs", "").len(), 1);
}

#[test]
fn steps_down_and_words_in_comments_pass() {
    for (path, text) in [
        ("src/site/mod.rs", "use crate::doc::Block; use crate::{markup, locale::Lang};"),
        ("src/doc/mod.rs", "// See crate::site for the page.\nconst A: &str = \"crate::site\";"),
        ("src/content/mod.rs", "use crate::theme::Theme;"),
        ("src/markup/a.rs", "macro_rules! m { () => { $crate::pdf::x } }"),
        ("src/markup/a/b.rs", "use super::super::figure;"),
    ] {
        assert_eq!(wrong_steps(path, text), Vec::<String>::new(), "{path}: {text}");
    }
}

/// Names of crates that only one place may use.
fn strange_crates(path: &str, text: &str) -> Vec<String> {
    let code = blank_literals(text);
    let names = |krate: &str| {
        code.match_indices(krate).any(|(at, _)| {
            !code[..at].ends_with(|c: char| c.is_alphanumeric() || c == '_')
                && code[at + krate.len()..].starts_with("::")
        })
    };
    KEPT_CRATES
        .iter()
        .filter(|(krate, place)| !path.starts_with(place) && names(krate))
        .map(|(krate, place)| format!("{path}: only {place} may name `{krate}`"))
        .collect()
}

#[test]
fn one_place_names_a_kept_crate() {
    assert_none(sources().iter().flat_map(|(path, text)| strange_crates(path, text)));
    assert_eq!(strange_crates("src/typeset/page.rs", "use printpdf::Op;").len(), 1);
    assert_eq!(strange_crates("src/typeset/line.rs", "harfrust::shape()").len(), 1);
    assert!(strange_crates("src/pdf/paint.rs", "use printpdf::Op;").is_empty());
}

/// What makes a reader of the content panic.
fn panics(path: &str, text: &str) -> Vec<String> {
    if path.ends_with("/tests.rs") || path.contains("/tests/") {
        return Vec::new();
    }
    let code = blank_tests(&blank_literals(text));
    let causes = [".unwrap()", ".expect(", "panic!", "todo!", "unimplemented!", "dbg!"];
    let mut found = Vec::new();
    for (number, line) in code.lines().enumerate() {
        for cause in causes.iter().filter(|cause| line.contains(**cause)) {
            found.push(format!("{path}:{}: {cause} outside of tests", number + 1));
        }
    }
    found
}

#[test]
fn nothing_in_the_content_can_panic() {
    assert_none(sources().iter().flat_map(|(path, text)| panics(path, text)));
}

#[test]
fn a_planted_panic_is_noticed() {
    assert_eq!(panics("src/a.rs", "fn f() { x.unwrap(); }").len(), 1);
    assert_eq!(
        panics("src/a.rs", "fn f() { panic!(\"no\") }\n#[cfg(test)]\nmod tests { fn g() { x.unwrap() } }")
            .len(),
        1
    );
    assert_eq!(
        panics(
            "src/a.rs",
            "#[cfg(test)]\nmod tests { fn g() { \"}\"; x.unwrap() } }\nfn f() { x.expect(1) }"
        )
        .len(),
        1
    );
    assert!(
        panics("src/a.rs", "/// `x.unwrap()`\nfn f() { '\"'; \"panic!\"; r#\"todo!\"#; x.unwrap_or(1) }")
            .is_empty()
    );
}

/// The head, the length and the name of a source file.
fn habits(path: &str, text: &str) -> Vec<String> {
    let mut found = Vec::new();
    if !text.starts_with("//!") {
        found.push(format!("{path}: the file does not introduce itself with //!"));
    }
    let lines = text.lines().count();
    if lines > LONGEST_FILE {
        found.push(format!("{path}: {lines} lines, the most is {LONGEST_FILE}"));
    }
    if path.split('/').any(|part| DRAWERS.contains(&part)) {
        found.push(format!("{path}: a drawer without a name"));
    }
    found
}

#[test]
fn files_have_a_head_a_length_and_a_name() {
    let own = files().into_iter().filter(|(path, _)| path.ends_with(".rs"));
    assert_none(own.flat_map(|(path, text)| habits(&path, &text)));
    assert_eq!(habits("src/utils.rs", "fn f() {}\n").len(), 2);
    assert_eq!(habits("src/a.rs", &"//! a\n".repeat(601)).len(), 1);
    assert!(habits("src/a.rs", "//! Decides.\n").is_empty());
}

/// Where a joiner may stand raw: in Persian prose of these kinds of file.
const PROSE: [&str; 5] = [".md", ".yaml", ".yml", ".html", ".bib"];
const CODE: [&str; 10] = [".rs", ".toml", ".css", ".js", ".json", ".sh", ".mjs", ".py", ".txt", ".svg"];

fn is_kind(path: &str, kinds: &[&str]) -> bool {
    kinds.iter().any(|kind| path.ends_with(kind)) || (kinds == CODE && path.starts_with(".ci/"))
}

/// Characters that hide or reorder what a reviewer sees (CVE-2021-42574, UTS #55).
fn is_hidden(character: char) -> bool {
    matches!(character,
        '\u{61c}' | '\u{200b}' | '\u{200e}' | '\u{200f}' | '\u{202a}'..='\u{202e}'
        | '\u{2060}'..='\u{2064}' | '\u{2066}'..='\u{2069}' | '\u{feff}' | '\u{e0000}'..='\u{e007f}')
}

fn is_arabic(character: char) -> bool {
    matches!(character, '\u{620}'..='\u{65f}' | '\u{66e}'..='\u{6d3}' | '\u{6ee}'..='\u{6ff}' | '\u{750}'..='\u{77f}')
}

fn hidden_characters(path: &str, text: &str) -> Vec<String> {
    let prose = is_kind(path, &PROSE);
    if !prose && !is_kind(path, &CODE) {
        return Vec::new();
    }
    let mut found = Vec::new();
    for (number, line) in text.lines().enumerate() {
        let characters: Vec<char> = line.chars().collect();
        for (at, character) in characters.iter().enumerate() {
            let before = at > 0 && is_arabic(characters[at - 1]);
            let after = characters.get(at + 1).is_some_and(|c| is_arabic(*c));
            let wrong = match character {
                '\u{200c}' => !(before && after),
                '\u{200d}' => !(prose && (before || after)),
                _ => is_hidden(*character),
            };
            if wrong {
                let code = u32::from(*character);
                found.push(format!("{path}:{}:{}: raw U+{code:04X}; write an escape", number + 1, at + 1));
            }
        }
    }
    found
}

#[test]
fn no_character_hides_in_the_repository() {
    assert_none(files().iter().flat_map(|(path, text)| hidden_characters(path, text)));
}

#[test]
fn a_planted_control_is_noticed_and_its_escape_is_not() {
    for kind in ["a.rs", "a.toml", "a.html", "a.css", "a.js", "a.json", "a.yml", "a.sh", "a.py", ".ci/run"] {
        for control in ['\u{202e}', '\u{2066}', '\u{200f}', '\u{61c}', '\u{feff}', '\u{e0041}'] {
            assert_eq!(hidden_characters(kind, &format!("let a = \"{control}\";")).len(), 1, "{kind}");
        }
    }
    assert!(hidden_characters("a.rs", r#"let a = "\u{202E}";"#).is_empty());
    assert_eq!(hidden_characters("a.rs", "// a\u{200c}b").len(), 1);
    assert!(hidden_characters("a.rs", "// می\u{200c}رود").is_empty());
    assert!(hidden_characters("fa.md", "می\u{200c}رود ه\u{200d}.ش.").is_empty());
    assert_eq!(hidden_characters("fa.md", "می\u{200c} رود").len(), 1);
}

/// Addresses of package registries, put together here so that this file names none.
fn registry_hosts() -> Vec<String> {
    [
        ["crates", ".io"],
        ["npm", "js"],
        ["pypi", ".org"],
        ["python", "hosted"],
        ["deb.", "debian.org"],
        ["security.", "debian.org"],
        ["node", "source.com"],
    ]
    .map(|parts| parts.concat())
    .to_vec()
}

/// A lock file of cargo names its registry by itself; a book may cite anything.
fn named_registries(path: &str, text: &str) -> Vec<String> {
    if path.ends_with("Cargo.lock") || path.starts_with("content/") {
        return Vec::new();
    }
    let hosts = registry_hosts();
    let lines = text.lines().enumerate();
    lines
        .filter(|(_, line)| hosts.iter().any(|host| line.contains(host.as_str())))
        .map(|(number, _)| format!("{path}:{}: names the host of a package registry", number + 1))
        .collect()
}

#[test]
fn no_file_names_the_host_of_a_registry() {
    assert_none(files().iter().flat_map(|(path, text)| named_registries(path, text)));
    assert_eq!(named_registries("a.json", &format!("\"https://x.{}\"", registry_hosts()[1])).len(), 1);
}

/// The codes of the tables of reports in a guide for editors, and how grave each is.
fn explained_codes(guide: &str) -> BTreeMap<&str, Kind> {
    let rows = guide.lines().filter_map(|line| {
        let (code, rest) = line.strip_prefix("| `")?.split_once("` | ")?;
        Some((code, Kind::named(rest.split(" |").next()?)?))
    });
    rows.collect()
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Kind {
    Error,
    Warning,
    Note,
}

impl Kind {
    fn named(word: &str) -> Option<Kind> {
        match word {
            "error" | "Error" | "خطا" => Some(Kind::Error),
            "warning" | "Warning" | "هشدار" => Some(Kind::Warning),
            "note" | "Note" | "یادداشت" => Some(Kind::Note),
            _ => None,
        }
    }
}

/// The kinds that a page of docs/diagnostics names, in English and in Persian.
fn kinds_of_page(page: &str) -> Vec<Option<Kind>> {
    let heads = page.lines().filter_map(|line| line.strip_prefix("**")?.split_once(':'));
    let kinds = heads.map(|(word, _)| word).filter(|word| !["To mend", "چاره"].contains(word));
    kinds.map(Kind::named).collect()
}

/// The codes that a source makes findings of, where it names them outright.
fn told_codes(source: &str) -> BTreeSet<&str> {
    let makers = ["Diagnostic::error(", "Diagnostic::warning(", "Diagnostic::note(", "self.push(", ".warn("];
    let calls = makers.iter().flat_map(|maker| source.split(maker).skip(1));
    let literals = calls.filter_map(|call| call.trim_start().strip_prefix('"')?.split('"').next());
    literals.filter(|code| code.contains('.') && !code.contains([' ', '/'])).collect()
}

#[test]
fn every_code_is_explained_and_was_seen() {
    let files = files();
    let guides = ["docs/editors.fa.md", "docs/editors.en.md"].map(|guide| explained_codes(&files[guide]));
    assert_eq!(guides[0], guides[1]);
    let pages: BTreeMap<&str, &str> = files
        .iter()
        .filter_map(|(path, text)| {
            Some((path.strip_prefix("docs/diagnostics/")?.strip_suffix(".md")?, text.as_str()))
        })
        .collect();
    assert_none(pages.iter().filter_map(|(code, page)| {
        let kind = guides[0].get(code).copied();
        let same = kind.is_some() && kinds_of_page(page) == [kind, kind];
        (!same).then(|| format!("{code}: the page and the guides say otherwise how grave it is"))
    }));
    let sources: String = sources().into_values().collect();
    let known = |code: &str| {
        let rule = code.starts_with("FA") && sources.contains(&format!("{code} "));
        rule || sources.contains(&format!("\"{code}\""))
    };
    let reports: String =
        files.iter().filter(|(path, _)| path.starts_with("tests/errors/")).map(|(_, text)| &**text).collect();
    // The orthography of a control of direction is told under the code of every text.
    let seen = |code: &str| code == "FA09" || reports.contains(&format!("[{code}]"));
    let untold = told_codes(&sources).into_iter().filter(|code| !guides[0].contains_key(code));
    let pageless = guides[0].keys().filter(|code| !pages.contains_key(*code));
    let stale = guides[0].keys().filter(|code| !known(code));
    let unseen = guides[0].keys().filter(|code| !seen(code));
    assert_none(
        untold
            .map(|code| format!("{code}: no guide explains it"))
            .chain(pageless.map(|code| format!("{code}: no page in docs/diagnostics")))
            .chain(stale.map(|code| format!("{code}: no source tells it")))
            .chain(unseen.map(|code| format!("{code}: no case in tests/errors"))),
    );
}

#[test]
fn a_planted_code_is_noticed() {
    assert_eq!(told_codes("found.push(Diagnostic::error(\n    \"a.new\", span").len(), 1);
    let guide = explained_codes("| `a.new` | error | what | do |\n| `check` | x |");
    assert_eq!(guide.into_iter().collect::<Vec<_>>(), [("a.new", Kind::Error)]);
    assert_eq!(
        kinds_of_page("# `a.new`\n\n**Error: a.** b\n\n**هشدار: a.** b"),
        [Some(Kind::Error), Some(Kind::Warning)]
    );
}
