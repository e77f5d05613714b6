//! What the program says stands in both languages, with the values that the
//! code gives, and nothing stands there that nobody says.
//!
//! The sources are read as text: a sentence is named where it is said, by a
//! literal in `message!("…")`.

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::{Path, PathBuf};

use fluent_syntax::ast::{Entry, Expression, InlineExpression, Pattern, PatternElement};
use fluent_syntax::parser::parse;
use isfahan_book::check::orthography;
use walkdir::WalkDir;

/// The values that a sentence uses, by its name.
type Sentences = BTreeMap<String, BTreeSet<String>>;

/// The one file that has no twin: in English the definitions of the command line say it.
const HELP: &str = "help.ftl";

fn top() -> PathBuf {
    PathBuf::from(env!("CARGO_MANIFEST_DIR"))
}

/// All sentences of a language, and what is wrong with its files.
fn sentences(lang: &str) -> (Sentences, Vec<String>) {
    let (mut sentences, mut faults) = (Sentences::new(), Vec::new());
    let folder = top().join("src/message").join(lang);
    let files = WalkDir::new(folder).min_depth(1).sort_by_file_name().into_iter().filter_map(Result::ok);
    for file in files.filter(|file| file.file_name() != HELP) {
        let text = fs::read_to_string(file.path()).unwrap();
        let name = format!("{lang}/{}", file.file_name().to_string_lossy());
        let resource = parse(text.as_str()).unwrap_or_else(|(resource, errors)| {
            faults.extend(errors.iter().map(|error| format!("{name}: {error}")));
            resource
        });
        for entry in resource.body {
            let Entry::Message(message) = entry else { continue };
            let own = message.value.iter().map(|value| (message.id.name.to_owned(), value));
            let of_attribute = |attribute| -> (String, _) {
                let attribute: &fluent_syntax::ast::Attribute<&str> = attribute;
                (format!("{}.{}", message.id.name, attribute.id.name), &attribute.value)
            };
            for (sentence, pattern) in own.chain(message.attributes.iter().map(of_attribute)) {
                let mut values = BTreeSet::new();
                of_pattern(pattern, &mut values);
                if sentences.insert(sentence.clone(), values).is_some() {
                    faults.push(format!("{name}: `{sentence}` stands twice"));
                }
            }
        }
    }
    assert!(sentences.len() > 300, "the sentences are not where this test looks");
    (sentences, faults)
}

fn of_pattern(pattern: &Pattern<&str>, values: &mut BTreeSet<String>) {
    for element in &pattern.elements {
        if let PatternElement::Placeable { expression } = element {
            of_expression(expression, values);
        }
    }
}

fn of_expression(expression: &Expression<&str>, values: &mut BTreeSet<String>) {
    match expression {
        Expression::Inline(inline) => of_inline(inline, values),
        Expression::Select { selector, variants } => {
            of_inline(selector, values);
            variants.iter().for_each(|variant| of_pattern(&variant.value, values));
        }
    }
}

fn of_inline(inline: &InlineExpression<&str>, values: &mut BTreeSet<String>) {
    match inline {
        InlineExpression::VariableReference { id } => {
            values.insert(id.name.to_owned());
        }
        InlineExpression::Placeable { expression } => of_expression(expression, values),
        _ => {}
    }
}

/// Every `message!("…")` of the code: name, the values that are given, and the file.
fn said() -> Vec<(String, BTreeSet<String>, String)> {
    let mut said = Vec::new();
    for (path, text) in sources() {
        for (at, _) in text.match_indices("message!(") {
            let Some(call) = arguments(&text[at + "message!(".len()..]) else { continue };
            let call = call.trim_start();
            let Some((name, rest)) = call.strip_prefix('"').and_then(|rest| rest.split_once('"')) else {
                continue;
            };
            said.push((name.to_owned(), keys(rest), path.clone()));
        }
    }
    assert!(said.len() > 300, "the sources are not where this test looks");
    said
}

fn sources() -> Vec<(String, String)> {
    let files = WalkDir::new(top().join("src")).sort_by_file_name().into_iter().filter_map(Result::ok);
    let rust = files.filter(|file| file.path().extension().is_some_and(|ending| ending == "rs"));
    let name = |path: &Path| path.strip_prefix(top()).unwrap_or(path).to_string_lossy().into_owned();
    rust.map(|file| (name(file.path()), fs::read_to_string(file.path()).unwrap())).collect()
}

/// The characters of Rust that stand in no string, with their places and with how many brackets are open before each.
fn outside_of_strings(text: &str) -> impl Iterator<Item = (usize, char, i32)> {
    let (mut depth, mut in_string, mut escaped) = (0, false, false);
    text.char_indices().filter_map(move |(at, character)| {
        let before = depth;
        match character {
            _ if escaped => escaped = false,
            '\\' if in_string => escaped = true,
            '"' => in_string = !in_string,
            _ if in_string => {}
            '(' | '[' | '{' => depth += 1,
            ')' | ']' | '}' => depth -= 1,
            _ => return Some((at, character, before)),
        }
        (!in_string && !escaped).then_some((at, character, before))
    })
}

/// What stands before the bracket that closes the one before the text.
fn arguments(text: &str) -> Option<&str> {
    let closes = |(_, character, depth): &(usize, char, i32)| *depth == 0 && ")]}".contains(*character);
    let (end, ..) = outside_of_strings(text).find(closes)?;
    text.get(..end)
}

/// The names before `=` among arguments, outside of brackets and strings.
fn keys(arguments: &str) -> BTreeSet<String> {
    let own = outside_of_strings(arguments).filter(|(_, _, depth)| *depth == 0);
    let own: String = own.map(|(_, character, _)| character).collect();
    own.split(',').filter_map(|part| Some(part.split_once(" = ")?.0.trim().to_owned())).collect()
}

#[test]
fn both_languages_say_the_same_with_the_same_values() {
    let ((english, mut faults), (persian, more)) = (sentences("en"), sentences("fa"));
    faults.extend(more);
    let lacks = |one: &Sentences, other: &Sentences, lang: &str| -> Vec<String> {
        let lacking = one.keys().filter(|name| !other.contains_key(*name));
        lacking.map(|name| format!("`{name}` is not said in {lang}")).collect()
    };
    faults.extend(lacks(&english, &persian, "fa"));
    faults.extend(lacks(&persian, &english, "en"));
    assert!(faults.is_empty(), "\n{}", faults.join("\n"));
}

#[test]
fn what_is_said_stands_in_the_catalog_with_its_values() {
    let mut faults = Vec::new();
    let languages = [("en", sentences("en").0), ("fa", sentences("fa").0)];
    for (name, given, path) in said() {
        for (lang, sentences) in &languages {
            match sentences.get(&name) {
                None => faults.push(format!("{path}: `{name}` is not in {lang}")),
                Some(used) => {
                    let missing = used.difference(&given);
                    faults.extend(missing.map(|key| format!("{path}: `{name}` wants `{key}` in {lang}")));
                    // English reads all that is given; Persian may do without a word for the number of a noun.
                    let idle = given.difference(used).filter(|_| *lang == "en");
                    faults.extend(idle.map(|key| format!("{path}: `{name}` has no use for `{key}`")));
                }
            }
        }
    }
    assert!(faults.is_empty(), "\n{}", faults.join("\n"));
}

#[test]
fn nothing_stands_in_the_catalog_that_nobody_says() {
    let text: String = sources().into_iter().map(|(_, text)| text).collect();
    let idle: Vec<String> =
        sentences("en").0.into_keys().filter(|name| !text.contains(&format!("\"{name}\""))).collect();
    assert!(idle.is_empty(), "\n{}", idle.join("\n"));
}

/// A sentence with code in place of its values and of what is quoted as typed.
fn as_prose(pattern: &Pattern<&str>) -> String {
    let mut prose = String::new();
    for element in &pattern.elements {
        match element {
            PatternElement::TextElement { value } => prose.push_str(value),
            PatternElement::Placeable { expression: Expression::Select { variants, .. } } => {
                prose.push_str(&variants.first().map(|variant| as_prose(&variant.value)).unwrap_or_default());
            }
            // Inside of backticks it is a part of the code.
            PatternElement::Placeable { .. } if prose.matches('`').count() % 2 == 1 => prose.push('x'),
            PatternElement::Placeable { .. } => prose.push_str("`x`"),
        }
    }
    prose
}

#[test]
fn persian_sentences_are_written_as_the_program_asks_of_others() {
    let mut faults = Vec::new();
    for file in WalkDir::new(top().join("src/message/fa")).min_depth(1).into_iter().filter_map(Result::ok) {
        let text = fs::read_to_string(file.path()).unwrap();
        let resource = parse(text.as_str()).expect("the file can be read");
        for entry in &resource.body {
            let Entry::Message(message) = entry else { continue };
            let patterns = message.value.iter().chain(message.attributes.iter().map(|own| &own.value));
            for pattern in patterns {
                let prose = as_prose(pattern);
                for finding in orthography::lint(&prose) {
                    let written = &prose[finding.range.clone()];
                    faults.push(format!("{} {:?} {written:?}: {prose}", message.id.name, finding.rule));
                }
            }
        }
    }
    assert!(faults.is_empty(), "\n{}", faults.join("\n"));
}

#[test]
fn values_are_read_where_they_are_given() {
    let call = "\"link-a\", slug = f(\"x, y = z\", 1), lang = [a, b]), rest";
    let call = arguments(call).unwrap();
    let (_, rest) = call[1..].split_once('"').unwrap();
    assert_eq!(keys(rest), ["lang", "slug"].map(str::to_owned).into());
}
