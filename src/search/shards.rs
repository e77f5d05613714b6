//! Cuts the terms of a book into files that a query can load: one a word, some for a word that is still being typed.
//!
//! In: terms in the order of their code points. Out: files of a few kilobytes, each with the least text that parts
//! it from the one before. A beginning that too many files share has an entry of its own, with its best finds, or a
//! first letter would load half the index.

use std::collections::BTreeMap;

use rayon::prelude::*;

use super::lists;
use super::terms::{Rank, Term};

/// A file is closed by the term that brings it to this many bytes.
const LARGEST: usize = 5 << 10;

/// The files that a browser loads for a word that is still being typed; `scripts/search.js` knows the number too.
const WIDEST: usize = 3;

/// The sections that stand for all that begin with a short beginning.
const BEST: usize = 60;

/// A file of terms.
#[derive(Debug, PartialEq, Eq)]
pub struct Shard {
    /// No term of an earlier file is as high as this, and none in this is lower.
    pub from: String,
    pub text: String,
}

/// Cuts terms into files.
pub fn cut(terms: &[Term]) -> Vec<Shard> {
    let lists: Vec<String> = terms.par_iter().map(by_rank).collect();
    let starts = starts(terms, &lists);
    let separators: Vec<String> = starts.iter().map(|start| separator(terms, *start)).collect();
    let mut wide = wide_beginnings(terms, &separators).into_iter().peekable();
    let mut shards = Vec::with_capacity(starts.len());
    for (number, from) in separators.iter().enumerate() {
        let end = starts.get(number + 1).copied().unwrap_or(terms.len());
        let mut lines = Lines::default();
        for (term, lists) in terms.iter().zip(&lists).take(end).skip(starts[number]) {
            while let Some((text, best)) = wide.next_if(|(text, _)| *text <= term.text) {
                lines.push(&format!("{text}*"), &by_field(&best));
            }
            lines.push(&term.text, lists);
        }
        // A beginning that is no word itself may stand after the last word before it.
        let next = separators.get(number + 1);
        while let Some((text, best)) = wide.next_if(|(text, _)| next.is_none_or(|next| text < next)) {
            lines.push(&format!("{text}*"), &by_field(&best));
        }
        shards.push(Shard { from: from.clone(), text: lines.text });
    }
    shards
}

/// The first term of each file.
fn starts(terms: &[Term], lists: &[String]) -> Vec<usize> {
    let mut starts = vec![0];
    let mut lines = Lines::default();
    for (index, (term, lists)) in terms.iter().zip(lists).enumerate() {
        if lines.text.len() >= LARGEST {
            starts.push(index);
            lines = Lines::default();
        }
        lines.push(&term.text, lists);
    }
    starts
}

/// The shortest beginning of a term that is higher than the term before it.
fn separator(terms: &[Term], index: usize) -> String {
    let Some(before) = index.checked_sub(1).and_then(|before| terms.get(before)) else {
        return String::new();
    };
    let term = &terms[index].text;
    let shared = shared(&before.text, term);
    term.chars().take(shared + 1).collect()
}

/// How many characters two texts begin with alike.
fn shared(a: &str, b: &str) -> usize {
    a.chars().zip(b.chars()).take_while(|(a, b)| a == b).count()
}

/// The file in which a text stands or would stand.
fn shard_of(separators: &[String], text: &str) -> usize {
    separators.partition_point(|from| from.as_str() <= text).saturating_sub(1)
}

/// Every beginning whose terms lie in more files than a browser would load, with the best sections they lead to.
fn wide_beginnings(terms: &[Term], separators: &[String]) -> BTreeMap<String, Vec<(u8, u32)>> {
    let mut wide: BTreeMap<String, Vec<(u8, u32)>> = BTreeMap::new();
    let mut known: Option<(&str, usize)> = None;
    for term in terms {
        // The beginnings of neighbours are mostly the same: only those that are wide are looked at twice.
        for (at, c) in term.text.char_indices() {
            let beginning = &term.text[..at + c.len_utf8()];
            if known.is_some_and(|(text, length)| {
                length == beginning.len() && text.get(..length) == Some(beginning)
            }) {
                break;
            }
            if !wide.contains_key(beginning) && !is_wide(separators, beginning) {
                known = Some((&term.text, beginning.len()));
                break;
            }
            // A term is found by its own lists; the entry is for what only begins so.
            if beginning.len() < term.text.len() {
                let best = wide.entry(beginning.to_owned()).or_default();
                let finds = term.sections().into_iter();
                best.extend(finds.flat_map(|(rank, list)| {
                    list.into_iter().take(BEST).map(move |section| (rank.field(), section))
                }));
                if best.len() > 64 * BEST {
                    keep_best(best);
                }
            }
        }
    }
    wide.values_mut().for_each(keep_best);
    wide
}

fn is_wide(separators: &[String], beginning: &str) -> bool {
    let above = format!("{beginning}{}", char::MAX);
    shard_of(separators, &above) + 1 - shard_of(separators, beginning) > WIDEST
}

/// The best sections, each once.
fn keep_best(finds: &mut Vec<(u8, u32)>) {
    finds.sort_unstable();
    let mut seen = std::collections::HashSet::new();
    finds.retain(|(_, section)| seen.len() < BEST && seen.insert(*section));
}

fn by_rank(term: &Term) -> String {
    let mut lists = String::new();
    for (rank, sections) in term.sections() {
        push_rank(&mut lists, rank, &sections);
    }
    lists
}

/// Finds of a beginning: their rank tells where they stand, in no form of their own.
fn by_field(finds: &[(u8, u32)]) -> String {
    let mut fields: BTreeMap<u8, Vec<u32>> = BTreeMap::new();
    for (field, section) in finds {
        fields.entry(*field).or_default().push(*section);
    }
    let mut lists = String::new();
    for (field, mut sections) in fields {
        sections.sort_unstable();
        push_rank(&mut lists, Rank(field * 4), &sections);
    }
    lists
}

/// A rank in hexadecimal and its list, behind a space.
fn push_rank(out: &mut String, rank: Rank, sections: &[u32]) {
    out.push(' ');
    out.push(char::from_digit(u32::from(rank.0), 16).unwrap_or('f'));
    lists::push_list(out, sections);
}

/// Terms with their lists, a line each; what a term shares with the one before it is told by its length.
#[derive(Default)]
struct Lines {
    text: String,
    last: String,
}

impl Lines {
    fn push(&mut self, term: &str, lists: &str) {
        let shared = shared(&self.last, term);
        if !self.text.is_empty() {
            self.text.push('\n');
        }
        lists::push_number(&mut self.text, shared);
        self.text.extend(term.chars().skip(shared));
        self.text.push_str(lists);
        term.clone_into(&mut self.last);
    }
}
