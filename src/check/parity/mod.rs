//! Whether a chapter is one chapter in all its languages.
//!
//! In: the book as read. Out: warnings, each at what one language has and the
//! other has not, with the place where it should stand. The book's first
//! language is the original that every other is held against. Sections are
//! paired by their headings; within a pair blocks, notes, sources, numbers and
//! dates are compared. A comment with a code in a paragraph, such as
//! `<!-- parity.number -->`, silences that code there.

mod figures;
mod outdated;
mod outline;
mod pairs;
mod spelt;
mod values;

use std::collections::{BTreeMap, BTreeSet};

use super::clean::check_each;
use crate::book::{Book, Chapter};
use crate::cache::Cache;
use crate::diag::{Diagnostic, Findings, Severity};
use crate::locale::Lang;
use crate::message;
use crate::message::Message;
use crate::source::{Sources, Span};
use figures::FigureKind;
use outline::{Counted, NoteText, Outline, Section};

/// Where the languages of a book differ in more than words.
pub fn check(book: &Book, sources: &Sources, cache: &Cache) -> Findings {
    let languages = &book.front.languages;
    let texts = |chapter: &Chapter| {
        let texts = languages.iter().filter_map(|lang| Some((*lang, chapter.texts.get(lang)?)));
        texts.map(|(lang, text)| (lang, &*sources.get(text.source).text)).collect()
    };
    let of_chapter = |chapter: &Chapter| of_chapter(chapter, languages, sources);
    let mut differences = check_each(&book.chapters, "parity", cache, texts, of_chapter);
    values::check(languages, sources, &mut differences);
    outdated::check(book, sources, &mut differences);
    differences
}

/// Adds the differences to all that was found, but for those of a folder with
/// an error: what an error took out of a text is no difference of languages.
pub fn report(differences: Findings, sources: &Sources, found: &mut Findings) {
    let folder = |finding: &Diagnostic| {
        let path = finding.place.path(sources);
        path.rsplit_once('/').map_or(path, |(folder, _)| folder).to_owned()
    };
    let errors = found.iter().filter(|finding| finding.severity == Severity::Error);
    let damaged: BTreeSet<String> = errors.map(folder).collect();
    for finding in differences.iter().filter(|finding| !damaged.contains(&folder(finding))) {
        found.push(finding.clone());
    }
}

fn of_chapter(chapter: &Chapter, languages: &[Lang], sources: &Sources) -> Findings {
    let texts = languages.iter().filter_map(|lang| Some((*lang, chapter.texts.get(lang)?)));
    let outlines: Vec<Outline> = texts.map(|(lang, text)| Outline::of(lang, text)).collect();
    let mut report = Report { sources, found: Findings::default() };
    outlines.iter().flat_map(|outline| &outline.sections).for_each(|section| report.calendars(section));
    if let Some((original, translations)) = outlines.split_first() {
        translations.iter().for_each(|translation| report.compare(original, translation));
    }
    report.found
}

/// One side of a pair of sections.
#[derive(Clone, Copy)]
struct Side<'a> {
    lang: Lang,
    section: &'a Section<'a>,
    /// Where the section begins, for a reader who has to go there.
    start: Option<Span>,
}

struct Report<'a> {
    sources: &'a Sources,
    found: Findings,
}

impl Report<'_> {
    fn compare<'a>(&mut self, original: &'a Outline<'a>, translation: &'a Outline<'a>) {
        for (index, twin) in pairs::sections(original, translation, self) {
            let side = |outline: &'a Outline<'a>, index: usize| {
                let section = &outline.sections[index];
                Side { lang: outline.lang, section, start: section.start }
            };
            let (one, other) = (side(original, index), side(translation, twin));
            for (here, there) in [(one, other), (other, one)] {
                self.figures(here, there);
                self.sources(here, there);
                self.numbers(&here.section.prose, &there.section.prose, there);
            }
            self.tables(one, other);
            self.notes(one, other);
        }
    }

    /// Pushes a finding, unless a comment in its paragraph silences it.
    fn push(
        &mut self,
        code: &'static str,
        span: Span,
        message: Message,
        twin: Option<(Lang, Span)>,
        help: Message,
    ) {
        if is_silenced(self.sources, span, code) {
            return;
        }
        let diagnostic = Diagnostic::warning(code, span, message).with_help(help);
        self.found.push(match twin {
            Some((lang, twin)) => {
                diagnostic.with_note(message!("parity-place", lang = lang, place = self.place(twin)))
            }
            None => diagnostic,
        });
    }

    /// `path:line:column`, as findings name their own places.
    fn place(&self, span: Span) -> String {
        let position = self.sources.position(span);
        format!("{}:{}:{}", self.sources.get(span.source).path, position.line, position.column)
    }

    /// Pictures, films and drawn blocks, each kind by its count.
    fn figures(&mut self, here: Side, there: Side) {
        let mut left: BTreeMap<&str, usize> = BTreeMap::new();
        for (name, _) in &there.section.figures {
            *left.entry(name).or_default() += 1;
        }
        for (name, span) in &here.section.figures {
            match left.get_mut(name).filter(|count| **count > 0) {
                Some(count) => *count -= 1,
                None => {
                    let message = match *name {
                        "picture" => message!("parity-figure", lang = there.lang),
                        block => message!("parity-block", block = block, lang = there.lang),
                    };
                    let help = message!("parity-show-both");
                    self.push("parity.figure", *span, message, twin(there), help);
                }
            }
        }
    }

    fn sources(&mut self, here: Side, there: Side) {
        for (key, span) in &here.section.sources {
            if !there.section.sources.contains_key(key) {
                let message = message!("parity-citation", key = format!("@{key}"), lang = there.lang);
                let help = message!("parity-citation.help");
                self.push("parity.citation", *span, message, twin(there), help);
            }
        }
    }

    fn tables(&mut self, one: Side, other: Side) {
        let (left, right) = (&one.section.tables, &other.section.tables);
        for (table, twin) in left.iter().zip(right) {
            if (table.rows, table.columns) != (twin.rows, twin.columns) {
                let shape = |table: &outline::TableShape| {
                    message!("parity-table-shape", rows = table.rows, columns = table.columns)
                };
                let message =
                    message!("parity-table", one = shape(table), lang = other.lang, other = shape(twin));
                let help = message!("parity-table.help");
                self.push("parity.table", table.span, message, Some((other.lang, twin.span)), help);
            }
        }
        let surplus = |tables: &[outline::TableShape], from: usize| {
            tables.iter().skip(from).map(|table| table.span).collect::<Vec<_>>()
        };
        let (missing, extra) = (surplus(left, right.len()), surplus(right, left.len()));
        for (spans, there) in [(missing, other), (extra, one)] {
            for span in spans {
                let message = message!("parity-table-alone", lang = there.lang);
                self.push("parity.table", span, message, twin(there), message!("parity-show-both"));
            }
        }
    }

    /// Notes that say something; a name in its own spelling needs no twin.
    fn notes(&mut self, one: Side, other: Side) {
        let (pairs, lonely, extra) = pairs::notes(&one.section.notes, &other.section.notes);
        for (note, twin) in pairs {
            let one = Side { start: Some(note.call), ..one };
            let other = Side { start: Some(twin.call), ..other };
            self.numbers(&note.prose, &twin.prose, other);
            self.numbers(&twin.prose, &note.prose, one);
        }
        let mut lone = |notes: Vec<&NoteText>, there: Side| {
            for note in notes.into_iter().filter(|note| !note.is_spelling) {
                let label = format!("[^{}]", note.label);
                let message = message!("parity-note", note = label, lang = there.lang);
                let help = message!("parity-note.help");
                self.push("parity.note", note.call, message, twin(there), help);
            }
        };
        lone(lonely, other);
        lone(extra, one);
    }

    /// What `here` counts and dates and `there` does not.
    fn numbers(&mut self, prose: &Counted, twin_prose: &Counted, there: Side) {
        let mut told: Vec<&FigureKind> = Vec::new();
        for figure in &prose.figures {
            if told.contains(&&figure.kind)
                || figure.kind.is_said(&twin_prose.figures, &twin_prose.words.text, there.lang)
            {
                continue;
            }
            if let Some(span) = prose.words.place(&figure.range, self.sources) {
                let words = prose.words.text.get(figure.range.clone()).unwrap_or_default();
                let (code, message) = missing(&figure.kind, words, there.lang);
                self.push(code, span, message, twin(there), message!("parity-number.help"));
            }
            told.push(&figure.kind);
        }
    }

    /// Dates of one language whose two calendars contradict each other.
    fn calendars(&mut self, section: &Section) {
        let notes = section.notes.iter().map(|note| &note.prose);
        for prose in std::iter::once(&section.prose).chain(notes) {
            for range in figures::contradictions(&prose.words.text, &prose.figures) {
                if let Some(span) = prose.words.place(&range, self.sources) {
                    let help = message!("date-mismatch.help");
                    self.push("date.mismatch", span, message!("date-mismatch"), None, help);
                }
            }
        }
    }
}

/// The code and the message of a number or date that the twin in `lang` has not.
fn missing(figure: &FigureKind, words: &str, lang: Lang) -> (&'static str, Message) {
    match figure {
        FigureKind::Number(_) => ("parity.number", message!("parity-number", words = words, lang = lang)),
        FigureKind::Date(_) => ("parity.date", message!("parity-date", words = words, lang = lang)),
    }
}

fn twin(side: Side) -> Option<(Lang, Span)> {
    side.start.map(|start| (side.lang, start))
}

/// Whether a comment between the empty lines round a place names the code.
fn is_silenced(sources: &Sources, span: Span, code: &str) -> bool {
    let text = &sources.get(span.source).text;
    let (before, after) = text.split_at(sources.get(span.source).boundary(span.range().start));
    let start = before.rfind("\n\n").map_or(0, |at| at + 2);
    let end = after.find("\n\n").map_or(text.len(), |at| before.len() + at);
    let paragraph = text.get(start..end).unwrap_or_default();
    let comments = paragraph.split("<!--").skip(1).filter_map(|rest| rest.split("-->").next());
    comments.flat_map(str::split_whitespace).any(|word| word == code)
}
