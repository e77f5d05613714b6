//! What the program says: findings, a summary, progress.

use std::io::{self, IsTerminal, Write, stderr, stdout};
use std::time::Duration;

use indicatif::ProgressBar;

use super::arguments::Arguments;
use crate::build::{Editions, Manuscript, Timings};
use crate::config::Settings;
use crate::diag::{Severity, Style, render, said};
use crate::locale::Lang;
use crate::message;
use crate::message::Message;
use crate::output::DiskError;
use crate::serve::Told;

/// Speaks to a person, within what they asked for.
pub struct Reporter {
    quiet: bool,
    style: Style,
    lang: Lang,
}

impl Reporter {
    pub fn new(arguments: &Arguments) -> Reporter {
        let no_color =
            arguments.no_color || std::env::var_os("NO_COLOR").is_some_and(|value| !value.is_empty());
        let color = !no_color && stderr().is_terminal();
        Reporter {
            quiet: arguments.quiet,
            style: if color { Style::Color } else { Style::Plain },
            lang: arguments.speech(),
        }
    }

    /// The language of the reader.
    pub fn lang(&self) -> Lang {
        self.lang
    }

    /// Something good to know.
    pub fn say(&self, message: &Message) {
        self.say_text(&said(message, self.lang));
    }

    /// What the server tells of its builds.
    pub fn told(&self, told: Told) {
        match told {
            Told::Message(message) => self.say(message),
            Told::Findings(findings) => self.say_text(findings),
        }
    }

    fn say_text(&self, text: &str) {
        if !self.quiet {
            line(&mut stderr(), text);
        }
    }

    /// Something that stopped the program.
    pub fn problem(&self, message: &Message) {
        let error = said(&message!("report-severity-error"), self.lang);
        line(&mut stderr(), &format!("{error}: {}", said(message, self.lang)));
    }

    /// A spinner on a terminal, nothing elsewhere.
    pub fn progress(&self, message: &Message) -> ProgressBar {
        if self.quiet || !stderr().is_terminal() {
            return ProgressBar::hidden();
        }
        let progress = ProgressBar::new_spinner().with_message(said(message, self.lang));
        progress.enable_steady_tick(Duration::from_millis(100));
        progress
    }

    /// Findings of a severity or a worse one, in the order of files and
    /// places, then their count.
    pub fn findings(&self, manuscript: &Manuscript, least: Severity) {
        let mut out = String::new();
        let sorted = manuscript.found.sorted(&manuscript.sources).into_iter();
        for diagnostic in sorted.filter(|diagnostic| diagnostic.severity >= least) {
            out.push_str(&render(diagnostic, &manuscript.sources, self.style, self.lang));
            out.push('\n');
        }
        let told = [Severity::Error, Severity::Warning, Severity::Note].into_iter();
        let counts: Vec<Message> = told
            .filter(|severity| *severity >= least)
            .map(|severity| (severity, manuscript.found.count(severity)))
            .filter(|(_, count)| *count > 0)
            .map(|(severity, count)| counted(severity, count))
            .collect();
        if !counts.is_empty() {
            let counts = said(&message!("report-counts", counts = counts), self.lang);
            line(&mut stderr(), &format!("{out}{counts}"));
        }
    }

    /// That there are notes, if nothing is wrong and they were not listed.
    pub fn unlisted_notes(&self, manuscript: &Manuscript, listed: bool) {
        let count = manuscript.found.count(Severity::Note);
        let wrong = manuscript.found.count(Severity::Warning) + manuscript.found.count(Severity::Error);
        if count > 0 && wrong == 0 && !listed {
            self.say(&message!("report-nothing-wrong", count = count));
        }
    }

    pub fn built(&self, settings: &Settings, editions: &Editions) {
        if editions.web_pages > 0 {
            self.say(&message!("report-web-pages", count = editions.web_pages, folder = &settings.out));
        }
        for (path, pages) in &editions.pdfs {
            let file = settings.out.join(path);
            self.say(&message!("report-pages", count = *pages, file = &file));
        }
    }

    /// The time of each stage, for benchmarks, which read it: asked for by an
    /// environment variable, so that no build's output depends on a clock.
    pub fn timings(&self, timings: &Timings) {
        if std::env::var_os("ISFAHAN_BOOK_TIMINGS").is_some() {
            for (stage, time) in &timings.0 {
                line(&mut stderr(), &format!("{stage}: {:.1} ms", time.as_secs_f64() * 1000.0));
            }
        }
    }
}

fn counted(severity: Severity, count: usize) -> Message {
    match severity {
        Severity::Error => message!("report-errors", count = count),
        Severity::Warning => message!("report-warnings", count = count),
        Severity::Note => message!("report-notes", count = count),
    }
}

/// Prints to standard output. A closed pipe is no fault: its reader has seen enough.
///
/// # Errors
/// The disk's, where the output goes to a file.
pub fn print(text: &str) -> Result<(), DiskError> {
    let mut out = stdout().lock();
    let written =
        out.write_all(text.as_bytes()).and_then(|()| out.write_all(b"\n")).and_then(|()| out.flush());
    match written {
        Err(error) if error.kind() != io::ErrorKind::BrokenPipe => {
            Err(DiskError::at(message!("report-standard-output"), &error))
        }
        _ => Ok(()),
    }
}

/// If nobody can be told, there is nobody to tell it to.
fn line(out: &mut impl Write, text: &str) {
    let _ = writeln!(out, "{text}");
}
