//! Under which keys the sections of a book are found, and how good a find each is.
//!
//! In: pages with their sections. Out: for each term the sections it stands in, by rank. A section is listed once
//! a term, under its best rank.

use std::collections::BTreeMap;

use rustc_hash::FxHashMap;
use serde::{Deserialize, Serialize};

use super::pages::{IndexedPage, plain};
use crate::cache::{Cache, Key};
use crate::locale::normalize::nfc;
use crate::locale::search_key::{Form, tokens};

/// Where a word stands, the best place first.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Field {
    /// The name of what a page is about: a city's, or a title of one word.
    Name,
    Title,
    Heading,
    Body,
}

/// Place and form of a find, from 0 for the best: title before heading before exact, joined, part, stem
/// (persian.md P-91). The browser puts what only begins with a word below all of these.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub struct Rank(pub u8);

impl Rank {
    pub fn new(field: Field, form: Form) -> Rank {
        let form = match form {
            Form::Whole => 0,
            Form::Joined => 1,
            Form::Part => 2,
            Form::Stem => 3,
        };
        Rank(field as u8 * 4 + form)
    }

    pub fn field(self) -> u8 {
        self.0 / 4
    }
}

/// The terms of one page, by section.
#[derive(Serialize, Deserialize)]
pub struct PageTerms(Vec<FxHashMap<String, Rank>>);

impl PageTerms {
    /// Folding words takes longer than remembering what came of it.
    pub fn remembered(page: &IndexedPage, cache: &Cache) -> PageTerms {
        let key = page.words().fold(Key::new("terms"), Key::with);
        cache.value(&key, || PageTerms::of(page))
    }

    fn of(page: &IndexedPage) -> PageTerms {
        let mut seen: FxHashMap<&str, Vec<(String, Form)>> = FxHashMap::default();
        let texts: Vec<(String, String)> =
            page.sections.iter().map(|section| (plain(&section.title), plain(&section.text))).collect();
        let mut sections = Vec::with_capacity(texts.len());
        for (number, (title, text)) in texts.iter().enumerate() {
            let mut terms = FxHashMap::default();
            let title_field = match number {
                0 if title.split_whitespace().nth(1).is_none() => Field::Name,
                0 => Field::Title,
                _ => Field::Heading,
            };
            add(&mut terms, title_field, title, &mut seen);
            if number == 0 {
                page.names.iter().for_each(|name| add(&mut terms, Field::Name, name, &mut seen));
                page.subtitle.iter().for_each(|words| add(&mut terms, Field::Heading, words, &mut seen));
            }
            add(&mut terms, Field::Body, text, &mut seen);
            sections.push(terms);
        }
        PageTerms(sections)
    }
}

/// Adds the tokens of a text. No folding looks past a space, so that each word of a page is folded once.
fn add<'a>(
    terms: &mut FxHashMap<String, Rank>,
    field: Field,
    text: &'a str,
    seen: &mut FxHashMap<&'a str, Vec<(String, Form)>>,
) {
    for word in text.split_whitespace() {
        let forms = seen.entry(word).or_insert_with(|| {
            tokens(word).into_iter().map(|token| (composed(&token.text), token.form)).collect()
        });
        for (term, form) in forms {
            let rank = Rank::new(field, *form);
            match terms.get_mut(term.as_str()) {
                Some(best) => *best = rank.min(*best),
                None => {
                    terms.insert(term.clone(), rank);
                }
            }
        }
    }
}

/// A key as it is written: keys are decomposed, files are not (P-01). Only Hangul is another text then.
fn composed(key: &str) -> String {
    nfc(key).into_owned()
}

/// A term with the sections it stands in, counted through the book from 0.
pub struct Term {
    pub text: String,
    finds: Finds,
}

impl Term {
    /// The sections by rank, rising within each.
    pub fn sections(&self) -> BTreeMap<Rank, Vec<u32>> {
        let mut sections: BTreeMap<Rank, Vec<u32>> = BTreeMap::new();
        for (section, rank) in self.finds.iter() {
            sections.entry(rank).or_default().push(section);
        }
        sections
    }
}

/// Where a term was found. A large book has millions of finds: each is a step from the section before it and a rank
/// in one number, seven bits a byte, the lowest first, with an eighth that says that more follow (LEB128).
#[derive(Default)]
struct Finds {
    bytes: Vec<u8>,
    last: u32,
}

impl Finds {
    /// Adds a section that is no earlier than the last.
    fn push(&mut self, section: u32, rank: Rank) {
        let mut rest = u64::from(section - self.last) << 4 | u64::from(rank.0);
        while rest >= 0x80 {
            self.bytes.push(rest as u8 | 0x80);
            rest >>= 7;
        }
        self.bytes.push(rest as u8);
        self.last = section;
    }

    fn iter(&self) -> impl Iterator<Item = (u32, Rank)> {
        let mut bytes = self.bytes.iter();
        let mut section = 0;
        std::iter::from_fn(move || {
            let (mut find, mut shift) = (0, 0);
            loop {
                let byte = *bytes.next()?;
                find |= u64::from(byte & 0x7f) << shift;
                shift += 7;
                if byte < 0x80 {
                    break;
                }
            }
            section += (find >> 4) as u32;
            Some((section, Rank((find & 15) as u8)))
        })
    }
}

/// All terms of a book in the making.
#[derive(Default)]
pub struct Dictionary {
    terms: FxHashMap<String, Finds>,
    sections: u32,
}

impl Dictionary {
    /// Adds the next page.
    pub fn add(&mut self, page: PageTerms) {
        for terms in page.0 {
            for (term, rank) in terms {
                self.terms.entry(term).or_default().push(self.sections, rank);
            }
            self.sections += 1;
        }
    }

    /// The terms in the order of their code points.
    pub fn into_terms(self) -> Vec<Term> {
        let terms = self.terms.into_iter();
        let mut terms: Vec<Term> = terms.map(|(text, finds)| Term { text, finds }).collect();
        terms.sort_unstable_by(|a, b| a.text.cmp(&b.text));
        terms
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    proptest! {
        #[test]
        fn finds_are_read_back(finds in prop::collection::btree_map(any::<u32>(), 0u8..16, 0..200)) {
            let mut packed = Finds::default();
            finds.iter().for_each(|(section, rank)| packed.push(*section, Rank(*rank)));
            let read: BTreeMap<u32, u8> = packed.iter().map(|(section, rank)| (section, rank.0)).collect();
            prop_assert_eq!(read, finds);
        }
    }
}
