//! The theme's templates, in Tera.
//!
//! In: `templates/*.html` and a page's values. Out: HTML. Everything that is
//! not marked safe is escaped, and bidi controls become character references
//! (P-42). Circular includes and parents are refused when the theme is read;
//! components that call themselves end at Tera's own limit of depth.

use std::borrow::Cow;
use std::collections::BTreeMap;
use std::fmt;
use std::io::{self, Write};

use serde::Serialize;
use tera::{Context, ErrorKind, ReportError, Tera, Value};

use super::{ThemeError, text_of};
use crate::locale::letter::is_bidi_control;
use crate::message;
use crate::message::Message;

pub const FOLDER: &str = "templates/";

/// Tera goes down into each `elif` of a file by recursion; of all else that nests it keeps count itself.
const MOST_ALTERNATIVES: usize = 100;

pub struct Templates(Tera);

impl fmt::Debug for Templates {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_tuple("Templates").finish_non_exhaustive()
    }
}

impl Templates {
    pub fn read(files: &BTreeMap<String, Cow<'static, [u8]>>) -> Result<Templates, ThemeError> {
        let mut texts = Vec::new();
        for (path, bytes) in files {
            if let Some(name) = path.strip_prefix(FOLDER) {
                let text = text_of(path, bytes)?;
                if let Some((at, _)) = text.match_indices("elif").nth(MOST_ALTERNATIVES) {
                    let message = message!("theme-alternatives", most = MOST_ALTERNATIVES);
                    return Err(ThemeError::new(path, message).at_byte(text, at));
                }
                texts.push((name, text));
            }
        }
        let mut tera = Tera::new();
        tera.set_escape_fn(escape);
        tera.add_raw_templates(texts).map_err(|error| fault("", &error))?;
        Ok(Templates(tera))
    }

    pub fn render(
        &self,
        template: &str,
        phrases: Option<&Value>,
        page: &impl Serialize,
    ) -> Result<String, ThemeError> {
        let mut context = Context::from_serialize(page).map_err(|error| fault(template, &error))?;
        context.insert_value("t", phrases.cloned().unwrap_or_else(Value::none));
        self.0.render(template, &context).map_err(|error| fault(template, &error))
    }
}

/// Tera's error with the template's path in the theme and its place there.
fn fault(template: &str, error: &tera::Error) -> ThemeError {
    let path = |name: &str| match name {
        "" => "templates".to_owned(),
        name => format!("{FOLDER}{name}"),
    };
    let placed = |report: &ReportError| {
        let name = if report.filename().is_empty() { template } else { report.filename() };
        let span = report.span();
        let message = library_said(report.message());
        ThemeError::new(&path(name), message).at(span.start_line, span.start_col + 1)
    };
    match error.kind() {
        ErrorKind::SyntaxError(report) | ErrorKind::RenderingError(report) => placed(report),
        ErrorKind::CircularInclude { tpl, include_chain } => {
            ThemeError::new(&path(tpl), message!("theme-includes-itself", chain = include_chain.clone()))
        }
        ErrorKind::CircularExtend { tpl, inheritance_chain } => {
            ThemeError::new(&path(tpl), message!("theme-extends-itself", chain = inheritance_chain.clone()))
        }
        ErrorKind::MissingParent { current, parent } => {
            ThemeError::new(&path(current), message!("theme-missing-parent", parent = parent))
        }
        _ => ThemeError::new(&path(template), library_said(&error.to_string())),
    }
}

/// Tera's words as ours begin and end.
fn library_said(words: &str) -> Message {
    let mut chars = words.trim().trim_end_matches('.').chars();
    let words: String =
        chars.next().map(|first| first.to_lowercase().chain(chars).collect()).unwrap_or_default();
    message!("library-said", said = words)
}

/// Escapes text for elements and attributes.
fn escape(text: &str, out: &mut dyn Write) -> io::Result<()> {
    let mut plain = 0;
    for (at, character) in text.char_indices() {
        let reference: Cow<'static, str> = match character {
            '&' => "&amp;".into(),
            '<' => "&lt;".into(),
            '>' => "&gt;".into(),
            '"' => "&quot;".into(),
            '\'' => "&#39;".into(),
            _ if is_bidi_control(character) => format!("&#x{:X};", u32::from(character)).into(),
            _ => continue,
        };
        out.write_all(&text.as_bytes()[plain..at])?;
        out.write_all(reference.as_bytes())?;
        plain = at + character.len_utf8();
    }
    out.write_all(&text.as_bytes()[plain..])
}
