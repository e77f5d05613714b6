//! Findings: what is wrong in the content, where, and how to mend it.
//!
//! A fault in the content is a value, not an exception: stages push to
//! [`Findings`] and go on, so that one run shows every fault. Rendering for
//! people and machines is in `human` and `machine`; whether a finding stops
//! a build is decided by the caller.

pub mod explain;
mod human;
mod machine;
mod suggest;

use crate::message;
use crate::message::Message;
use crate::source::{Sources, Span};

pub(crate) use human::said;
pub use human::{Style, render};
pub use machine::{json, sarif};
pub use suggest::{nearest, with_nearest};

#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Severity {
    /// An open point for the editors.
    Note,
    Warning,
    /// The book would be wrong.
    Error,
}

impl Severity {
    pub fn as_str(self) -> &'static str {
        match self {
            Severity::Note => "note",
            Severity::Warning => "warning",
            Severity::Error => "error",
        }
    }
}

/// Where a finding stands.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub enum Place {
    Span(Span),
    /// A file or folder with no text of its own to quote, by its path.
    File(String),
}

impl Place {
    /// The file it is in.
    pub fn path<'a>(&'a self, sources: &'a Sources) -> &'a str {
        match self {
            Place::Span(span) => &sources.get(span.source).path,
            Place::File(path) => path,
        }
    }
}

/// One fault, or one open point.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Diagnostic {
    /// Stable: `area.fault`, such as `link.unknown-slug`.
    pub code: &'static str,
    pub severity: Severity,
    pub place: Place,
    /// Lower case, names the thing, no full stop.
    pub message: Message,
    /// More that helps to understand: where a first definition stands, what a limit is.
    pub notes: Vec<Message>,
    /// What to do.
    pub help: Option<Message>,
}

impl Diagnostic {
    pub fn error(code: &'static str, place: impl Into<Place>, message: Message) -> Diagnostic {
        Diagnostic::new(Severity::Error, code, place, message)
    }

    pub fn warning(code: &'static str, place: impl Into<Place>, message: Message) -> Diagnostic {
        Diagnostic::new(Severity::Warning, code, place, message)
    }

    pub fn note(code: &'static str, place: impl Into<Place>, message: Message) -> Diagnostic {
        Diagnostic::new(Severity::Note, code, place, message)
    }

    fn new(severity: Severity, code: &'static str, place: impl Into<Place>, message: Message) -> Diagnostic {
        Diagnostic { code, severity, place: place.into(), message, notes: Vec::new(), help: None }
    }

    pub fn with_note(mut self, note: Message) -> Diagnostic {
        self.notes.push(note);
        self
    }

    pub fn with_help(mut self, help: Message) -> Diagnostic {
        self.help = Some(help);
        self
    }

    /// Names the nearest of the known words, if one is near.
    pub fn with_suggestion<'a>(self, word: &str, known: impl IntoIterator<Item = &'a str>) -> Diagnostic {
        match nearest(word, known) {
            Some(near) => self.with_help(message!("did-you-mean", word = near)),
            None => self,
        }
    }
}

impl From<Span> for Place {
    fn from(span: Span) -> Place {
        Place::Span(span)
    }
}

impl From<String> for Place {
    fn from(path: String) -> Place {
        Place::File(path)
    }
}

impl From<&str> for Place {
    fn from(path: &str) -> Place {
        Place::File(path.to_owned())
    }
}

/// The findings of a run, in the order they were made.
#[derive(Debug, Default)]
pub struct Findings(Vec<Diagnostic>);

impl Findings {
    pub fn push(&mut self, diagnostic: Diagnostic) {
        self.0.push(diagnostic);
    }

    pub fn append(&mut self, mut other: Findings) {
        self.0.append(&mut other.0);
    }

    /// Adds what is not there yet: two editions find the same faults in one text.
    pub fn merge(&mut self, other: Findings) {
        for diagnostic in other.0 {
            if !self.0.contains(&diagnostic) {
                self.0.push(diagnostic);
            }
        }
    }

    pub fn iter(&self) -> impl Iterator<Item = &Diagnostic> {
        self.0.iter()
    }

    pub fn count(&self, severity: Severity) -> usize {
        self.0.iter().filter(|diagnostic| diagnostic.severity == severity).count()
    }

    pub fn has_errors(&self) -> bool {
        self.0.iter().any(|diagnostic| diagnostic.severity == Severity::Error)
    }

    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    /// The findings by file, then by place, each once.
    pub fn sorted(&self, sources: &Sources) -> Vec<&Diagnostic> {
        let mut sorted: Vec<&Diagnostic> = self.0.iter().collect();
        sorted.sort_by_cached_key(|diagnostic| {
            let start = match &diagnostic.place {
                Place::Span(span) => span.start,
                Place::File(_) => 0,
            };
            let path = diagnostic.place.path(sources).to_owned();
            (path, start, diagnostic.code, diagnostic.message.clone())
        });
        sorted.dedup();
        sorted
    }
}
