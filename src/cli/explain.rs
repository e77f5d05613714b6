//! `explain`: what a code means, with a wrong and a right example.

use std::fmt::Write;

use super::new::Refusal;
use crate::diag::{explain, nearest};

const RIGHT_TO_LEFT_ISOLATE: char = '\u{2067}';
const POP_ISOLATE: char = '\u{2069}';

/// The page of a code as a terminal shows it; without a code, a line for each.
///
/// # Errors
/// A code that no page explains.
pub fn explained(code: Option<&str>) -> Result<String, Refusal> {
    let codes = explain::codes();
    let Some(code) = code else { return Ok(list(&codes)) };
    let known = codes.iter().find(|known| known.eq_ignore_ascii_case(code));
    match known.and_then(|known| explain::page(known)) {
        Some(page) => Ok(directed(&page)),
        None => {
            let near = nearest(code, codes.iter().map(String::as_str));
            let near = near.map_or_else(String::new, |near| format!("; did you mean `{near}`?"));
            Err(Refusal::Usage(format!("no diagnostic has the code `{code}`{near}")))
        }
    }
}

fn list(codes: &[String]) -> String {
    let width = codes.iter().map(String::len).max().unwrap_or(0);
    let mut out = String::new();
    for code in codes {
        let title = explain::page(code).map(|page| explain::title(&page)).unwrap_or_default();
        let _ = writeln!(out, "{code:width$}  {title}");
    }
    out.truncate(out.trim_end().len());
    out
}

/// The page with each line of its Persian paragraphs set apart: a terminal
/// would take the direction of a line from its first letter, which may be Latin.
fn directed(page: &str) -> String {
    let paragraph = |text: &str| {
        let persian = text.starts_with("**") && text.chars().find(|c| c.is_alphabetic()) > Some('\u{600}');
        let lines = text.lines().map(|line| match persian {
            true => format!("{RIGHT_TO_LEFT_ISOLATE}{line}{POP_ISOLATE}"),
            false => line.to_owned(),
        });
        lines.collect::<Vec<_>>().join("\n")
    };
    page.trim_end().split("\n\n").map(paragraph).collect::<Vec<_>>().join("\n\n")
}
