//! Footnotes: their definitions, and references that no definition answers.

use std::ops::Range;

use super::Reader;
use crate::diag::Diagnostic;
use crate::doc::{Block, BlockKind, Inline, InlineKind, Note, Parsed, Visit, Word, walk, walk_inlines};
use crate::message;

impl Reader<'_, '_> {
    /// Keeps a note; a label that was taken is reported.
    pub(super) fn note(&mut self, note: Note<Parsed>) {
        if self.notes.iter().any(|other| other.label == note.label) {
            let message = message!("note-duplicate", note = call(&note.label));
            self.found.push(Diagnostic::error("note.duplicate", note.span, message));
        } else {
            self.notes.push(note);
        }
    }

    /// `[^label]` without a definition is plain text to CommonMark; an editor
    /// means a note by it. Called when all definitions have been read.
    pub(super) fn report_undefined_notes(&mut self) {
        for reference in std::mem::take(&mut self.unanswered_notes) {
            if self.notes.iter().any(|note| note.label == reference.text) {
                continue;
            }
            let message = message!("note-undefined", note = call(&reference.text));
            let known: Vec<&str> = self.notes.iter().map(|note| &*note.label).collect();
            let line = format!("{}: …", call(&reference.text));
            let help = message!("note-undefined.help", line = line);
            let diagnostic = Diagnostic::error("note.undefined", reference.span, message)
                .with_suggestion(&reference.text, known.iter().copied());
            self.found.push(match diagnostic.help {
                Some(_) => diagnostic,
                None => diagnostic.with_help(help),
            });
        }
    }

    /// Reports notes that refer to themselves, or to each other in a ring.
    pub(super) fn report_note_rings(&mut self) {
        let references: Vec<(&str, Vec<&Word>)> =
            self.notes.iter().map(|note| (&*note.label, references_in(&note.blocks))).collect();
        let mut rings = Vec::new();
        for (label, _) in &references {
            let mut reached: Vec<&str> = vec![label];
            let mut next = 0;
            while let Some(from) = reached.get(next).copied() {
                next += 1;
                for word in references.iter().filter(|(label, _)| *label == from).flat_map(|(_, words)| words)
                {
                    if *word.text == **label {
                        rings.push((*word).clone());
                    } else if !reached.contains(&&*word.text) {
                        reached.push(&word.text);
                    }
                }
            }
        }
        rings.sort_by_key(|word| word.span);
        rings.dedup();
        for word in rings {
            let (message, help) =
                (message!("note-ring", note = call(&word.text)), message!("note-ring.help"));
            self.found.push(Diagnostic::error("note.ring", word.span, message).with_help(help));
        }
    }

    /// Remembers every `[^label]` in what CommonMark took for plain text.
    pub(super) fn remember_note_references(&mut self, range: Range<usize>) {
        for (at, label) in placed_calls(self.slice(range.clone())) {
            let span = self.span(range.start + at..range.start + at + label.len() + 3);
            self.unanswered_notes.push(Word { span, text: label.into() });
        }
    }
}

/// A call of a note as it is typed.
fn call(label: &str) -> String {
    format!("[^{label}]")
}

/// The labels that a text calls notes by, each once.
pub(super) fn calls(text: &str) -> Vec<&str> {
    let mut labels: Vec<&str> = Vec::new();
    for (_, label) in placed_calls(text) {
        if !labels.contains(&label) {
            labels.push(label);
        }
    }
    labels
}

/// Every `[^label]` of a text: where it begins, and the label.
fn placed_calls(text: &str) -> impl Iterator<Item = (usize, &str)> {
    text.match_indices("[^").filter_map(move |(at, _)| {
        let escaped = text[..at].ends_with('\\');
        let label = text[at + 2..].split(']').next().filter(|label| at + 2 + label.len() < text.len());
        let label = label.filter(|label| !escaped && !label.is_empty() && !label.contains(['\n', ' ']));
        Some((at, label?))
    })
}

fn references_in(blocks: &[Block<Parsed>]) -> Vec<&Word> {
    let mut words = Vec::new();
    walk(blocks, &mut |visit| match visit {
        Visit::Inline(Inline { kind: InlineKind::NoteRef(word), .. }) => words.push(word),
        Visit::Block(Block { kind: BlockKind::Figure(figure), .. }) => {
            walk_inlines(&figure.caption, &mut |visit| {
                if let Visit::Inline(Inline { kind: InlineKind::NoteRef(word), .. }) = visit {
                    words.push(word);
                }
            });
        }
        _ => {}
    });
    words
}
