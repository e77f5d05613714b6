//! Under which keys the sections of a book are found, and how good a find each is.
//!
//! In: pages with their sections. Out: for each term the sections it stands in, by rank. A section is listed once
//! a term, under its best rank.

use std::collections::BTreeMap;
use std::collections::hash_map::Entry;

use rustc_hash::FxHashMap;

use super::pages::{IndexedPage, plain};
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
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
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
pub struct PageTerms(Vec<FxHashMap<String, Rank>>);

impl PageTerms {
    pub fn of(page: &IndexedPage) -> PageTerms {
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
#[derive(Debug, PartialEq, Eq)]
pub struct Term {
    pub text: String,
    /// Rising within each rank.
    pub sections: BTreeMap<Rank, Vec<u32>>,
}

/// Term, section and rank in one number, which sorts as they do: a large book has millions of finds.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
struct Find(u64);

impl Find {
    fn new(term: u32, section: u32, rank: Rank) -> Find {
        Find(u64::from(term) << 32 | u64::from(section) << 4 | u64::from(rank.0))
    }

    fn term(self) -> u32 {
        (self.0 >> 32) as u32
    }

    /// The same find of a term of another number.
    fn with_term(self, term: u32) -> Find {
        Find(u64::from(term) << 32 | self.0 & u64::from(u32::MAX))
    }

    fn section(self) -> u32 {
        (self.0 as u32) >> 4
    }

    fn rank(self) -> Rank {
        Rank((self.0 & 15) as u8)
    }
}

/// All terms of a book in the making.
#[derive(Default)]
pub struct Dictionary {
    numbers: FxHashMap<String, u32>,
    /// In the order of the sections.
    finds: Vec<Find>,
    sections: u32,
}

impl Dictionary {
    /// Adds the next page.
    pub fn add(&mut self, page: PageTerms) {
        for terms in page.0 {
            for (term, rank) in terms {
                let next = u32::try_from(self.numbers.len()).unwrap_or(u32::MAX);
                let number = match self.numbers.entry(term) {
                    Entry::Occupied(entry) => *entry.get(),
                    Entry::Vacant(entry) => *entry.insert(next),
                };
                self.finds.push(Find::new(number, self.sections, rank));
            }
            self.sections += 1;
        }
    }

    /// The terms in the order of their code points.
    pub fn into_terms(self) -> Vec<Term> {
        let mut terms: Vec<(String, u32)> = self.numbers.into_iter().collect();
        terms.sort_unstable();
        let mut order = vec![0; terms.len()];
        for (place, (_, number)) in (0u32..).zip(&terms) {
            if let Some(slot) = order.get_mut(*number as usize) {
                *slot = place;
            }
        }
        let mut finds = self.finds;
        for find in &mut finds {
            *find = find.with_term(order.get(find.term() as usize).copied().unwrap_or_default());
        }
        finds.sort_unstable();
        let mut finds = finds.into_iter().peekable();
        let sections_of = |place: u32| {
            let mut sections: BTreeMap<Rank, Vec<u32>> = BTreeMap::new();
            while let Some(find) = finds.next_if(|find| find.term() == place) {
                sections.entry(find.rank()).or_default().push(find.section());
            }
            sections
        };
        let places = (0u32..).map(sections_of);
        terms.into_iter().zip(places).map(|((text, _), sections)| Term { text, sections }).collect()
    }
}
