//! `explain`: what a code means, with a wrong and a right example.

use std::fmt::Write;

use super::new::Refusal;
use crate::diag::{explain, with_nearest};
use crate::locale::Lang;
use crate::message;
use crate::message::directed;

/// The page of a code as a terminal shows it; without a code, a line for each.
///
/// # Errors
/// A code that no page explains.
pub fn explained(code: Option<&str>, lang: Lang) -> Result<String, Refusal> {
    let codes = explain::codes();
    let Some(code) = code else { return Ok(list(&codes, lang)) };
    let known = codes.iter().find(|known| known.eq_ignore_ascii_case(code));
    match known.and_then(|known| explain::page(known)) {
        Some(page) => Ok(with_directions(&page)),
        None => {
            let known = codes.iter().map(String::as_str);
            Err(Refusal::Usage(with_nearest(message!("explain-unknown-code", code = code), code, known)))
        }
    }
}

fn list(codes: &[String], lang: Lang) -> String {
    let width = codes.iter().map(String::len).max().unwrap_or(0);
    let mut out = String::new();
    for code in codes {
        let title = explain::page(code).map(|page| explain::title(&page, lang)).unwrap_or_default();
        let _ = writeln!(out, "{code:width$}  {}", directed(&title, lang));
    }
    out.truncate(out.trim_end().len());
    out
}

/// The page with each line of its Persian paragraphs set apart: a terminal
/// would take the direction of a line from its first letter, which may be Latin.
fn with_directions(page: &str) -> String {
    let paragraph = |text: &str| {
        let persian = text.starts_with("**") && text.chars().find(|c| c.is_alphabetic()) > Some('\u{600}');
        let lang = if persian { Lang::FA } else { Lang::EN };
        directed(text, lang)
    };
    page.trim_end().split("\n\n").map(paragraph).collect::<Vec<_>>().join("\n\n")
}
