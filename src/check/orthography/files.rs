//! The Persian texts of a book's files: chapters, their front matter and
//! captions, and the Persian values of YAML files.

use std::ops::Range;

use rayon::prelude::*;

use super::{Finding, Rule, fix, lint};
use crate::cache::{Cache, Key};
use crate::content::yaml::{self, Node, NodeKind, Piece};
use crate::diag::{Diagnostic, Findings, Severity};
use crate::locale::Lang;
use crate::message;
use crate::source::{Source, SourceId, Sources, Span};

/// How grave findings of orthography are.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Severities {
    /// Each rule's own.
    Own,
    /// They never stop a build.
    Warnings,
}

/// Reports what is wrong with the Persian of every file that was read.
pub fn check(sources: &Sources, severities: Severities, cache: &Cache, found: &mut Findings) {
    let reports: Vec<(SourceId, Vec<Finding>)> = sources
        .entries()
        .collect::<Vec<_>>()
        .into_par_iter()
        .map(|(id, source)| {
            let key = Key::new("orthography").with(&source.path).with(&source.text);
            (id, cache.value(&key, || findings(id, source)))
        })
        .collect();
    for (id, findings) in reports {
        for finding in findings.into_iter().filter(|finding| !is_known(finding)) {
            found.push(diagnostic(id, finding, severities, sources));
        }
    }
}

/// What is wrong with the Persian of one file.
fn findings(id: SourceId, source: &Source) -> Vec<Finding> {
    let of_piece = |piece: Range<usize>| {
        let text = source.text.get(piece.clone()).unwrap_or_default();
        let moved = move |finding: Finding| Finding {
            range: piece.start + finding.range.start..piece.start + finding.range.end,
            ..finding
        };
        lint(text).into_iter().map(moved)
    };
    pieces(id, &source.path, &source.text).into_iter().flat_map(of_piece).collect()
}

/// The text of a file with everything mended that can be mended without a
/// person; none if nothing can, or if it would not be the same YAML any more.
///
/// Every line keeps its end.
pub fn mended(id: SourceId, source: &Source) -> Option<String> {
    let lines: Vec<(&str, &str)> = source.text.split_inclusive('\n').map(without_end).collect();
    let before: String =
        lines.iter().flat_map(|(line, end)| [line, &end[end.len().saturating_sub(1)..]]).collect();
    let mut text = before.clone();
    // A piece may lie in another one, so each is looked for anew after a change; the bound is for faults of this program.
    for _ in 0..=pieces(id, &source.path, &text).len() * 2 {
        let better = pieces(id, &source.path, &text).into_iter().find_map(|piece| {
            let written = text.get(piece.clone())?;
            let fixed = fix(written);
            (fixed != written).then_some((piece, fixed))
        });
        let Some((piece, fixed)) = better else { break };
        text.replace_range(piece, &fixed);
    }
    let same_lines = text.split_inclusive('\n').count() == lines.len();
    if text == before || !same_lines || (source.path.ends_with(".yaml") && !is_still_read(id, &before, &text))
    {
        return None;
    }
    let mended = text.split_inclusive('\n').zip(&lines);
    Some(mended.map(|(line, (_, end))| format!("{}{end}", line.trim_end_matches('\n'))).collect())
}

/// A line and its end.
fn without_end(line: &str) -> (&str, &str) {
    let bare = line.strip_suffix("\r\n").or_else(|| line.strip_suffix('\n')).unwrap_or(line);
    line.split_at(bare.len())
}

/// Whether YAML that could be read can be read.
fn is_still_read(id: SourceId, before: &str, after: &str) -> bool {
    let is_read = |text: &str| {
        let mut found = Findings::default();
        yaml::parse(Piece { source: id, offset: 0, text }, &mut found);
        !found.has_errors()
    };
    is_read(after) || !is_read(before)
}

/// Whether every text, in whatever language, is refused for it already:
/// `text.bidi-control`, `text.invisible`. A joiner is refused in no other place.
fn is_known(finding: &Finding) -> bool {
    finding.rule == Rule::FA09 || (finding.rule == Rule::FA10 && finding.replacement.is_some())
}

fn diagnostic(id: SourceId, finding: Finding, severities: Severities, sources: &Sources) -> Diagnostic {
    let rule = finding.rule;
    let span = Span::new(id, finding.range);
    let written = sources.text(span);
    let points: Vec<String> = written.chars().map(|c| format!("U+{:04X}", u32::from(c))).collect();
    let diagnostic = match (severities, rule.severity()) {
        (Severities::Own, Severity::Error) => Diagnostic::error(rule.code(), span, rule.says()),
        _ => Diagnostic::warning(rule.code(), span, rule.says()),
    };
    let diagnostic = match points.len() {
        1..=MOST_POINTS => diagnostic.with_note(message!("orthography-written", points = points.join(" "))),
        _ => diagnostic,
    };
    match finding.replacement {
        Some(text) if text.is_empty() => diagnostic.with_help(message!("orthography-leave-out")),
        Some(text) if text == "\u{200c}" => diagnostic.with_help(message!("orthography-half-space")),
        Some(text) if text == "\u{200d}" => diagnostic.with_help(message!("orthography-joiner")),
        Some(text) if text == " " => diagnostic.with_help(message!("orthography-space")),
        Some(text) => diagnostic.with_help(message!("orthography-write", text = text)),
        None => diagnostic,
    }
}

/// More characters than these are not told one by one.
const MOST_POINTS: usize = 8;

/// The stretches of a file that are Persian text, in bytes.
fn pieces(id: SourceId, path: &str, text: &str) -> Vec<Range<usize>> {
    let file = path.rsplit('/').next().unwrap_or_default();
    match file.split_once('.') {
        Some((lang, "md")) if Lang::parse(lang).is_some_and(|lang| lang.is_persian()) => chapter(text),
        Some((_, "yaml")) => {
            let piece = Piece { source: id, offset: 0, text };
            // Its faults were reported when it was read.
            let tree = yaml::parse(piece, &mut Findings::default());
            let mut pieces = Vec::new();
            if let Some(tree) = tree {
                persian_values(&tree, false, &mut pieces);
            }
            pieces.into_iter().map(|value| bare(text, value)).collect()
        }
        _ => Vec::new(),
    }
}

/// Front matter's values, captions, and the body as a whole.
fn chapter(text: &str) -> Vec<Range<usize>> {
    let front = front_matter(text);
    let mut pieces = Vec::new();
    let mut at = 0;
    let mut fenced = false;
    for line in text.split_inclusive('\n') {
        fenced ^= at >= front && line.starts_with("```");
        let value = if at < front { value_of(line, &["title", "subtitle", "summary"]) } else { None };
        let caption = if fenced { value_of(line, &["caption", "alt"]) } else { None };
        if let Some(value) = value.or(caption) {
            pieces.push(at + value.start..at + value.end);
        }
        at += line.len();
    }
    pieces.push(front..text.len());
    pieces
}

/// Where the body begins, behind the second line `---`.
fn front_matter(text: &str) -> usize {
    let mut fences = 0;
    let mut at = 0;
    for line in text.split_inclusive('\n') {
        at += line.len();
        fences += usize::from(line.trim_end() == "---");
        match fences {
            0 => return 0,
            2 => return at,
            _ => {}
        }
    }
    0
}

/// Where the value of a line `key: value` stands, without its quotes.
fn value_of(line: &str, keys: &[&str]) -> Option<Range<usize>> {
    let (head, value) = line.split_once(": ")?;
    if !keys.contains(&head.trim_start_matches([' ', '-'])) {
        return None;
    }
    let start = line.len() - value.len();
    Some(bare(line, start..start + value.trim_end().len()))
}

/// A value without the quotes of YAML around it.
fn bare(text: &str, value: Range<usize>) -> Range<usize> {
    let written = text.get(value.clone()).unwrap_or_default();
    let quoted = |quote: char| written.len() > 1 && written.starts_with(quote) && written.ends_with(quote);
    if quoted('"') || quoted('\'') { value.start + 1..value.end - 1 } else { value }
}

fn persian_values(node: &Node, persian: bool, pieces: &mut Vec<Range<usize>>) {
    match &node.kind {
        NodeKind::Scalar(_) if persian => pieces.push(node.span.range()),
        NodeKind::Scalar(_) | NodeKind::Null => {}
        NodeKind::List(items) => items.iter().for_each(|item| persian_values(item, persian, pieces)),
        NodeKind::Map(entries) => {
            for (key, value) in entries {
                let persian = Lang::parse(&key.text).is_some_and(|lang| lang.is_persian());
                persian_values(value, persian, pieces);
            }
        }
    }
}
