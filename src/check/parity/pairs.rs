//! Which section and which note of one language is which of the other's.
//!
//! Headings of one id are twins, as everywhere in the book; those without are
//! twins by their order. What has no twin, another level or another place is
//! reported.

use super::Report;
use super::outline::{Head, NoteText, Outline, Section};
use crate::locale::Lang;
use crate::message;
use crate::source::Span;

/// A heading on its way to its twin: the index of its section.
type Headed<'a> = (usize, &'a Head<'a>);

/// The sections that are twins, by their indexes; the openings always are.
pub fn sections(original: &Outline, translation: &Outline, report: &mut Report) -> Vec<(usize, usize)> {
    let mut pairs = vec![(0, 0)];
    let (mut left, mut right) = (headed(&original.sections), headed(&translation.sections));
    pairs.extend(take_named(&mut left, &mut right));
    // Headings without a twin by name stand for each other in their order.
    let rest = left.len().min(right.len());
    let placed: Vec<(Headed, Headed)> = left.iter().copied().zip(right.iter().copied()).collect();
    for (one, other) in placed.iter().filter(|(one, other)| one.1.id.is_some() || other.1.id.is_some()) {
        ids_differ(one, other, translation.lang, report);
    }
    pairs.extend(placed.iter().map(|(one, other)| (one.0, other.0)));
    pairs.sort_unstable();
    for (index, head) in left.iter().skip(rest) {
        let before = pairs.iter().rev().find(|(own, _)| own < index);
        lonely(head, translation, before.map(|(_, twin)| *twin), report);
    }
    for (index, head) in right.iter().skip(rest) {
        let before = pairs.iter().filter(|(_, own)| own < index).max_by_key(|(_, own)| *own);
        lonely(head, original, before.map(|(twin, _)| *twin), report);
    }
    levels_and_order(&pairs, original, translation, report);
    pairs
}

fn headed<'a>(sections: &'a [Section<'a>]) -> Vec<Headed<'a>> {
    let headed = sections.iter().enumerate();
    headed.filter_map(|(index, section)| Some((index, section.head.as_ref()?))).collect()
}

/// Takes the headings of one id out of both lists.
fn take_named(left: &mut Vec<Headed>, right: &mut Vec<Headed>) -> Vec<(usize, usize)> {
    let mut pairs = Vec::new();
    left.retain(|(index, head)| {
        let named = |other: &Headed| other.1.id.zip(head.id).is_some_and(|(id, twin)| id.text == twin.text);
        let Some(at) = right.iter().position(named) else { return true };
        pairs.push((*index, right.remove(at).0));
        false
    });
    pairs
}

fn ids_differ(one: &Headed, other: &Headed, lang: Lang, report: &mut Report) {
    let id = |head: &Head| match head.id {
        Some(id) => message!("parity-heading-id", id = &*id.text),
        None => message!("parity-heading-no-id"),
    };
    let message = message!("parity-heading-ids", one = id(one.1), lang = lang, other = id(other.1));
    let help = message!("parity-heading-ids.help");
    report.push("parity.heading", one.1.span, message, Some((lang, other.1.span)), help);
}

/// A heading that the other language has not; there it belongs behind a section.
fn lonely(head: &Head, there: &Outline, after: Option<usize>, report: &mut Report) {
    let message = message!("parity-heading", lang = there.lang);
    let help = message!("parity-heading.help");
    let place = after.and_then(|index| there.sections.get(index)?.start);
    report.push("parity.heading", head.span, message, place.map(|span| (there.lang, span)), help);
}

fn levels_and_order(
    pairs: &[(usize, usize)],
    original: &Outline,
    translation: &Outline,
    report: &mut Report,
) {
    let lang = translation.lang;
    let mut furthest: Option<(usize, Span)> = None;
    for &(index, twin) in pairs {
        let heads = (&original.sections[index].head, &translation.sections[twin].head);
        let (Some(head), Some(other)) = heads else { continue };
        if head.level != other.level {
            let message =
                message!("parity-heading-level", one = head.level, lang = lang, other = other.level);
            let help = message!("parity-heading-level.help");
            report.push("parity.heading", head.span, message, Some((lang, other.span)), help);
        }
        if furthest.is_some_and(|(before, _)| twin < before) {
            let message = message!("parity-heading-order", lang = lang);
            let help = message!("parity-heading.help");
            report.push("parity.heading", head.span, message, Some((lang, other.span)), help);
        } else {
            furthest = Some((twin, head.span));
        }
    }
}

/// Pairs of notes, and what of either side was left over.
pub type Notes<'a> =
    (Vec<(&'a NoteText<'a>, &'a NoteText<'a>)>, Vec<&'a NoteText<'a>>, Vec<&'a NoteText<'a>>);

/// Notes of one label are twins, numbers for labels apart: those count
/// afresh in each language, and are twins by the order of their calls.
pub fn notes<'a>(left: &'a [NoteText<'a>], right: &'a [NoteText<'a>]) -> Notes<'a> {
    let mut pairs = Vec::new();
    let mut extra: Vec<&NoteText> = right.iter().collect();
    let mut lonely: Vec<&NoteText> = Vec::new();
    for note in left {
        let is_name = note.label.parse::<u32>().is_err();
        match extra.iter().position(|other| is_name && other.label == note.label) {
            Some(at) => pairs.push((note, extra.remove(at))),
            None => lonely.push(note),
        }
    }
    let says =
        |notes: Vec<&'a NoteText<'a>>| notes.into_iter().filter(|note| !note.is_spelling).collect::<Vec<_>>();
    let (lonely, extra) = (says(lonely), says(extra));
    let by_order = lonely.len().min(extra.len());
    pairs.extend(lonely.iter().copied().zip(extra.iter().copied()));
    (pairs, lonely.into_iter().skip(by_order).collect(), extra.into_iter().skip(by_order).collect())
}
