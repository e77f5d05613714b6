//! Translations that are older than their original.
//!
//! Only what was recorded is judged: a chapter that nobody accepted yet is no
//! finding. Once it was, every later text of the original has to be accepted.

use crate::book::{Book, ContentHash};
use crate::diag::{Diagnostic, Findings};
use crate::message;
use crate::source::{SourceId, Sources, Span};

/// Reports translations whose original is no more the one that was recorded.
pub fn check(book: &Book, sources: &Sources, found: &mut Findings) {
    for chapter in &book.chapters {
        let Some(recorded) = book.accepted.0.get(&chapter.slug) else { continue };
        let mut texts =
            book.front.languages.iter().filter_map(|lang| Some((*lang, chapter.texts.get(lang)?)));
        let Some((original, text)) = texts.next() else { continue };
        let path = &sources.get(text.source).path;
        let current = ContentHash::of(&sources.get(text.source).text);
        if recorded.get(&original).is_none_or(|hash| *hash == current) {
            continue;
        }
        for (lang, translation) in texts {
            let Some(hash) = recorded.get(&lang) else { continue };
            let changed = ContentHash::of(&sources.get(translation.source).text) != *hash;
            let message = message!("parity-outdated", path = path);
            let note = match changed {
                true => message!("parity-outdated-both"),
                false => message!("parity-outdated-original"),
            };
            let help = message!("parity-outdated.help", command = format!("check --accept {}", chapter.slug));
            let place = title(translation.source, sources);
            found
                .push(Diagnostic::warning("parity.outdated", place, message).with_note(note).with_help(help));
        }
    }
}

/// The line of the title, by which a person knows a text.
fn title(source: SourceId, sources: &Sources) -> Span {
    let text = &sources.get(source).text;
    let start = text.find("\ntitle:").map_or(0, |at| at + 1);
    let line = text.get(start..).and_then(|rest| rest.lines().next()).unwrap_or_default();
    Span::new(source, start..start + line.len())
}
