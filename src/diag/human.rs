//! Findings for people at a terminal.
//!
//! The quoted span stands between ⟨ and ⟩ inside its line, and the whole line
//! inside Unicode isolates: under right-to-left text a caret would point at
//! the wrong place, and the quote must not reorder what is around it (P-46).

use std::fmt::Write;

use super::{Diagnostic, Place, Severity};
use crate::locale::Lang;
use crate::message;
use crate::message::{Medium, Message, directed, isolated, visible};
use crate::source::{Sources, Span};

/// Whether colours may be used.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Style {
    Plain,
    Color,
}

/// Characters of context on each side of a quoted span.
const CONTEXT: usize = 36;
/// A longer span is quoted by its beginning.
const LONGEST_QUOTE: usize = 60;

/// One finding as it is printed: code and message, place, quote, notes, help.
pub fn render(diagnostic: &Diagnostic, sources: &Sources, style: Style, lang: Lang) -> String {
    let mut out = String::new();
    let severity = said(&severity_word(diagnostic.severity), lang);
    let severity = paint(&severity, severity_color(diagnostic.severity), style);
    let _ = writeln!(out, "{severity}[{}]: {}", diagnostic.code, said(&diagnostic.message, lang));
    match &diagnostic.place {
        Place::File(path) => {
            let _ = writeln!(out, "  --> {}", visible(path));
        }
        Place::Span(span) => {
            let position = sources.position(*span);
            let path = visible(&sources.get(span.source).path);
            let _ = writeln!(out, "  --> {path}:{}:{}", position.line, position.column);
            if let Some(quote) = quote(sources, *span) {
                let _ = writeln!(out, "   | {}", isolated(&quote));
            }
        }
    }
    for note in &diagnostic.notes {
        let _ = writeln!(out, "   = {}: {}", said(&message!("report-note"), lang), said(note, lang));
    }
    if let Some(help) = &diagnostic.help {
        let _ = writeln!(out, "   = {}: {}", said(&message!("report-help"), lang), said(help, lang));
    }
    out
}

/// A message as a part of a line that runs from left to right.
pub(crate) fn said(message: &Message, lang: Lang) -> String {
    directed(&message.text(lang, Medium::Terminal), lang)
}

fn severity_word(severity: Severity) -> Message {
    match severity {
        Severity::Error => message!("report-severity-error"),
        Severity::Warning => message!("report-severity-warning"),
        Severity::Note => message!("report-severity-note"),
    }
}

/// The line of a span with the span between marks, cut to what fits a screen.
fn quote(sources: &Sources, span: Span) -> Option<String> {
    let source = sources.get(span.source);
    let position = source.position(span.start as usize);
    let line = source.line(position.line);
    if line.trim().is_empty() {
        return None;
    }
    let before: Vec<char> = line.chars().take(position.column - 1).collect();
    let text = sources.text(span);
    let first = text.lines().next().unwrap_or("");
    let inside: Vec<char> = first.chars().take(LONGEST_QUOTE).collect();
    let cut = inside.len() < first.chars().count() || first.len() < text.trim_end().len();
    let after: Vec<char> = line.chars().skip(position.column - 1 + first.chars().count()).collect();

    let mut out = String::new();
    if before.len() > CONTEXT {
        out.push('…');
    }
    out.extend(&before[before.len().saturating_sub(CONTEXT)..]);
    out.push('⟨');
    out.extend(&inside);
    out.push_str(if cut { "…⟩" } else { "⟩" });
    out.extend(after.iter().take(CONTEXT));
    if after.len() > CONTEXT {
        out.push('…');
    }
    Some(visible(&out))
}

fn severity_color(severity: Severity) -> &'static str {
    match severity {
        Severity::Error => "31",
        Severity::Warning => "33",
        Severity::Note => "36",
    }
}

fn paint(text: &str, color: &str, style: Style) -> String {
    match style {
        Style::Plain => text.to_owned(),
        Style::Color => format!("\u{1b}[1;{color}m{text}\u{1b}[0m"),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn report(text: &str, word: &str) -> String {
        let mut sources = Sources::default();
        let id = sources.add("cities/xian/fa.md".into(), text.into());
        let start = text.find(word).unwrap();
        let span = Span::new(id, start..start + word.len());
        let diagnostic =
            Diagnostic::error("link.unknown-slug", span, message!("no-such-slug", slug = "florenec"))
                .with_suggestion("florenec", ["florence"]);
        render(&diagnostic, &sources, Style::Plain, Lang::EN)
    }

    #[test]
    fn a_report_names_place_quote_and_help() {
        assert_eq!(
            report("یک\nدر [[florenec]] دیدیم", "[[florenec]]"),
            "error[link.unknown-slug]: no chapter has the slug `\u{2068}florenec\u{2069}`\n  \
             --> cities/xian/fa.md:2:4\n   \
             | \u{2068}در ⟨[[florenec]]⟩ دیدیم\u{2069}\n   \
             = help: did you mean `\u{2068}florence\u{2069}`?\n"
        );
    }

    #[test]
    fn a_long_line_is_cut() {
        let text = format!("{}X{}", "a".repeat(500), "b".repeat(500));
        let report = report(&text, "X");
        assert!(report.contains("…aaaa") && report.contains("bbbb…"), "{report}");
        assert!(report.chars().count() < 300);
    }
}
