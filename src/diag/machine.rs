//! Findings for programs: JSON lines of our own, and SARIF 2.1.0.
//!
//! No bidi isolates are added; suspicious characters are escaped by JSON or
//! shown as U+XXXX (P-46).

use serde_json::{Value, json};

use super::{Diagnostic, Place, Severity};
use crate::locale::Lang;
use crate::message::{Medium, Message};
use crate::source::Sources;

/// An array of findings with `code`, `severity`, `file`, `line`, `column`,
/// `end_line`, `end_column`, `message`, `notes`, `help`.
pub fn json(findings: &[&Diagnostic], sources: &Sources, lang: Lang) -> String {
    let said = |message: &Message| message.text(lang, Medium::Program);
    let list: Vec<Value> = findings
        .iter()
        .map(|diagnostic| {
            let place = Located::of(diagnostic, sources);
            json!({
                "code": diagnostic.code,
                "severity": diagnostic.severity.as_str(),
                "file": place.file,
                "line": place.line,
                "column": place.column,
                "end_line": place.end_line,
                "end_column": place.end_column,
                "message": said(&diagnostic.message),
                "notes": diagnostic.notes.iter().map(said).collect::<Vec<_>>(),
                "help": diagnostic.help.as_ref().map(said),
            })
        })
        .collect();
    pretty(&Value::Array(list))
}

/// A SARIF 2.1.0 log with one run.
pub fn sarif(findings: &[&Diagnostic], sources: &Sources, lang: Lang) -> String {
    let said = |message: &Message| message.text(lang, Medium::Program);
    let results: Vec<Value> = findings
        .iter()
        .map(|diagnostic| {
            let place = Located::of(diagnostic, sources);
            let mut physical = json!({ "artifactLocation": { "uri": place.file } });
            if let (Some(line), Some(column)) = (place.line, place.column) {
                physical["region"] = json!({
                    "startLine": line,
                    "startColumn": column,
                    "endLine": place.end_line,
                    "endColumn": place.end_column,
                });
            }
            let mut text = said(&diagnostic.message);
            for more in diagnostic.notes.iter().chain(&diagnostic.help) {
                text.push_str("; ");
                text.push_str(&said(more));
            }
            json!({
                "ruleId": diagnostic.code,
                "level": level(diagnostic.severity),
                "message": { "text": text },
                "locations": [{ "physicalLocation": physical }],
            })
        })
        .collect();
    pretty(&json!({
        "version": "2.1.0",
        "$schema": "https://json.schemastore.org/sarif-2.1.0.json",
        "runs": [{
            "tool": { "driver": { "name": "isfahan-book", "version": env!("CARGO_PKG_VERSION") } },
            "columnKind": "unicodeCodePoints",
            "results": results,
        }],
    }))
}

struct Located {
    file: String,
    line: Option<usize>,
    column: Option<usize>,
    end_line: Option<usize>,
    end_column: Option<usize>,
}

impl Located {
    fn of(diagnostic: &Diagnostic, sources: &Sources) -> Located {
        match &diagnostic.place {
            Place::File(path) => {
                Located { file: path.clone(), line: None, column: None, end_line: None, end_column: None }
            }
            Place::Span(span) => {
                let source = sources.get(span.source);
                let start = source.position(span.start as usize);
                let end = source.position(span.end as usize);
                Located {
                    file: source.path.clone(),
                    line: Some(start.line),
                    column: Some(start.column),
                    end_line: Some(end.line),
                    end_column: Some(end.column),
                }
            }
        }
    }
}

fn level(severity: Severity) -> &'static str {
    match severity {
        Severity::Error => "error",
        Severity::Warning => "warning",
        Severity::Note => "note",
    }
}

fn pretty(value: &Value) -> String {
    // Writing JSON to a string cannot fail: the keys are strings.
    serde_json::to_string_pretty(value).unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::message;
    use crate::source::Span;

    #[test]
    fn columns_count_characters_and_no_isolate_is_added() {
        let mut sources = Sources::default();
        let id = sources.add("a.md".into(), "سلام [[x]]".into());
        let diagnostic = Diagnostic::warning(
            "link.unknown-slug",
            Span::new(id, 9..14),
            message!("no-such-slug", slug = "x\u{202e}"),
        );
        let out = json(&[&diagnostic], &sources, Lang::EN);
        assert!(out.contains("\"column\": 6"), "{out}");
        assert!(out.contains("x<U+202E>"), "{out}");
        assert!(!out.contains('\u{2068}'));
        assert!(sarif(&[&diagnostic], &sources, Lang::EN).contains("\"startColumn\": 6"));
    }
}
