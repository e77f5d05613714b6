//! The texts of YAML in several languages: their numbers and dates too are
//! the same in each.

use rayon::prelude::*;

use super::figures::{self, Figure};
use super::{Report, missing};
use crate::content::accepted;
use crate::content::yaml::{self, Node, NodeKind, Piece};
use crate::diag::Findings;
use crate::locale::Lang;
use crate::message;
use crate::source::{Sources, Span};

/// Reports values of `{fa: …, en: …}` whose numbers or dates differ.
pub fn check(languages: &[Lang], sources: &Sources, found: &mut Findings) {
    let holds_texts = |path: &str| path.ends_with(".yaml") && path != accepted::FILE;
    let files: Vec<_> = sources.entries().filter(|(_, source)| holds_texts(&source.path)).collect();
    let reports: Vec<Findings> = files
        .into_par_iter()
        .map(|(id, source)| {
            let mut report = Report { sources, found: Findings::default() };
            let piece = Piece { source: id, offset: 0, text: &source.text };
            // Its faults were reported when it was read.
            if let Some(tree) = yaml::parse(piece, &mut Findings::default()) {
                visit(&tree, languages, &mut report);
            }
            report.found
        })
        .collect();
    reports.into_iter().for_each(|findings| found.append(findings));
}

/// A text in one language.
struct Value<'a> {
    lang: Lang,
    text: &'a str,
    span: Span,
    figures: Vec<Figure>,
}

fn visit(node: &Node, languages: &[Lang], report: &mut Report) {
    match &node.kind {
        NodeKind::Scalar(_) | NodeKind::Null => {}
        NodeKind::List(items) => items.iter().for_each(|item| visit(item, languages, report)),
        NodeKind::Map(entries) => {
            let values: Vec<Value> = entries
                .iter()
                .filter_map(|(key, value)| {
                    let lang = languages.iter().find(|lang| lang.as_str() == key.text)?;
                    let NodeKind::Scalar(text) = &value.kind else { return None };
                    let figures = figures::figures(text, *lang);
                    Some(Value { lang: *lang, text, span: value.span, figures })
                })
                .collect();
            match values.split_first() {
                Some((original, translations)) => {
                    values.iter().for_each(|value| calendars(value, report));
                    for translation in translations {
                        compare(original, translation, report);
                        compare(translation, original, report);
                    }
                }
                None => entries.iter().for_each(|(_, value)| visit(value, languages, report)),
            }
        }
    }
}

fn compare(here: &Value, there: &Value, report: &mut Report) {
    for figure in here.figures.iter().filter(|f| !f.kind.is_said(&there.figures, there.text, there.lang)) {
        let words = here.text.get(figure.range.clone()).unwrap_or_default();
        let (code, message) = missing(&figure.kind, words, there.lang);
        let twin = Some((there.lang, there.span));
        report.push(code, within(here, words, report), message, twin, message!("parity-number.help"));
    }
}

fn calendars(value: &Value, report: &mut Report) {
    for range in figures::contradictions(value.text, &value.figures) {
        let words = value.text.get(range).unwrap_or_default();
        let span = within(value, words, report);
        report.push("date.mismatch", span, message!("date-mismatch"), None, message!("date-mismatch.help"));
    }
}

/// Where words of a value stand; the value, if it was typed otherwise.
fn within(value: &Value, words: &str, report: &Report) -> Span {
    let start = value.span.range().start;
    match report.sources.text(value.span).find(words) {
        Some(at) => Span::new(value.span.source, start + at..start + at + words.len()),
        None => value.span,
    }
}
