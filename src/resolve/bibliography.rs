//! The sources of the book, from `references.bib`.
//!
//! In: the file as it is written. Out: hayagriva's library of it, what is read
//! of it beside, and findings. The reader of BibLaTeX stops at the first fault
//! and follows strings, commands and inheritance wherever they lead: so each
//! entry is read by itself, and what has no end is found before it is followed.

use std::collections::{BTreeMap, BTreeSet, HashMap};
use std::fmt::Display;
use std::ops::Range;
use std::sync::OnceLock;

use biblatex::{Bibliography, ChunksExt, Entry, Field, ParseError, RawBibliography, RawChunk};
use hayagriva::Library;
use hayagriva::io::from_biblatex;
use serde::{Deserialize, Serialize};

use super::link::check_address;
use super::persons::with_whole_names;
use super::titles::titles;
use crate::cache::{Cache, Key};
use crate::diag::{Diagnostic, Findings};
use crate::doc::LocalNames;
use crate::locale::{Direction, Lang, first_strong};
use crate::message;
use crate::message::Message;
use crate::source::{SourceId, Sources, Span};

/// The fields by which an entry inherits from others, and names under which they are not followed.
const PARENTS: [(&str, &str); 2] = [("crossref", "unfollowed-crossref"), ("xdata", "unfollowed-xdata")];

/// Braces in one another, strings made of strings, entries that inherit from entries.
const DEEPEST: usize = 32;
/// Times that an entry may be read for another that inherits from it, by whatever way.
const MOST_INHERITED: usize = 100;
/// Bytes that strings may come to: in one string, and in all fields together.
const MOST_EXPANDED: usize = 1 << 20;

/// What was read of the file.
#[derive(Default)]
pub struct Catalogue<'a> {
    text: &'a str,
    summary: Summary,
    /// Only who formats sources needs it.
    library: OnceLock<Library>,
}

/// What is asked of sources without formatting them.
#[derive(Default, Serialize, Deserialize)]
struct Summary {
    keys: BTreeSet<String>,
    /// Those with a title from the left.
    latin: BTreeSet<String>,
    /// The titles whose language their letters do not tell.
    titles: BTreeMap<String, (String, Lang)>,
    /// And where they stand in the file.
    addresses: Vec<(String, Range<usize>)>,
}

impl Catalogue<'_> {
    pub fn has(&self, key: &str) -> bool {
        self.summary.keys.contains(key)
    }

    pub fn keys(&self) -> impl Iterator<Item = &str> {
        self.summary.keys.iter().map(String::as_str)
    }

    /// Whether the title of a source runs from left to right.
    pub fn is_latin(&self, key: &str) -> bool {
        self.summary.latin.contains(key)
    }

    /// The title of a source whose language its letters do not tell.
    pub fn title(&self, key: &str) -> LocalNames {
        let title = self.summary.titles.get(key);
        LocalNames::new(title.map(|(title, lang)| (title.as_str(), *lang)), &[])
    }

    pub fn library(&self) -> &Library {
        self.library.get_or_init(|| {
            // What could not be read has been told.
            let read = evaluate(self.text).and_then(|bibliography| library(&bibliography));
            read.unwrap_or_default()
        })
    }
}

impl Summary {
    fn of(bibliography: &Bibliography, library: &Library) -> Summary {
        let is_latin = |entry: &&hayagriva::Entry| {
            let title = entry.title().map(ToString::to_string);
            title.is_some_and(|title| first_strong(&title) == Some(Direction::Ltr))
        };
        Summary {
            keys: library.keys().map(str::to_owned).collect(),
            latin: library.iter().filter(is_latin).map(|entry| entry.key().to_owned()).collect(),
            titles: titles(bibliography),
            addresses: addresses(bibliography).collect(),
        }
    }
}

struct Fault {
    range: Range<usize>,
    message: Message,
    help: Option<Message>,
}

impl Fault {
    fn new(range: &Range<usize>, message: Message) -> Fault {
        Fault { range: range.clone(), message, help: None }
    }
}

/// The sources, if the file has no fault but in their addresses.
pub fn read<'a>(
    id: SourceId,
    sources: &'a Sources,
    cache: &Cache,
    found: &mut Findings,
) -> Option<Catalogue<'a>> {
    let text = &*sources.get(id).text;
    let read = OnceLock::new();
    let summary: Result<Summary, Vec<Fault>> = cache.try_value(&Key::new("catalogue").with(text), || {
        let bibliography = evaluate(text)?;
        let library = library(&bibliography)?;
        let summary = Summary::of(&bibliography, &library);
        let _ = read.set(library);
        Ok(summary)
    });
    match summary {
        Ok(summary) => {
            for (address, range) in &summary.addresses {
                if let Err(fault) = check_address(address, Span::new(id, within(range.clone(), text))) {
                    found.push(*fault);
                }
            }
            Some(Catalogue { text, summary, library: read })
        }
        Err(faults) => {
            for Fault { range, message, help } in faults {
                let span = Span::new(id, within(range, text));
                found.push(Diagnostic { help, ..Diagnostic::error("bibliography.syntax", span, message) });
            }
            None
        }
    }
}

/// The addresses of all sources, and where they stand in `references.bib`.
pub fn source_addresses(sources: &Sources) -> Vec<(String, Span)> {
    let list = sources.entries().find(|(_, source)| source.path == "references.bib");
    let read = list.and_then(|(id, source)| Some((id, evaluate(&source.text).ok()?)));
    read.map_or_else(Vec::new, |(id, bibliography)| {
        addresses(&bibliography).map(|(address, range)| (address, Span::new(id, range))).collect()
    })
}

fn addresses(bibliography: &Bibliography) -> impl Iterator<Item = (String, Range<usize>)> {
    let urls = bibliography.iter().filter_map(|entry| entry.get("url"));
    urls.filter_map(|url| {
        let (first, last) = (url.first()?, url.last()?);
        Some((url.format_verbatim().trim().to_owned(), first.span.start..last.span.end))
    })
}

/// The entries with all that they inherit, or every fault that can be told at once.
fn evaluate(text: &str) -> Result<Bibliography, Vec<Fault>> {
    let raw = RawBibliography::parse(text).map_err(|fault| broken_entries(text, fault))?;
    all_well(deep_fields(&raw))?;
    all_well(endless_strings(&raw))?;
    let alone = unfollowed(raw.clone());
    let entries = Bibliography::from_raw(alone.clone()).map_err(|fault| bad_entries(&alone, fault))?;
    if entries.iter().all(|entry| parents(entry, &entries).is_empty()) {
        return Ok(entries);
    }
    all_well(endless_inheritance(&raw, &entries))?;
    Bibliography::from_raw(raw).map_err(|fault| vec![syntax(fault.span, &fault.kind)])
}

fn library(bibliography: &Bibliography) -> Result<Library, Vec<Fault>> {
    from_biblatex(bibliography)
        .map(with_whole_names)
        .map_err(|faults| faults.into_iter().map(|fault| syntax(fault.span, &fault.kind)).collect())
}

fn all_well(faults: Vec<Fault>) -> Result<(), Vec<Fault>> {
    if faults.is_empty() { Ok(()) } else { Err(faults) }
}

fn syntax(range: Range<usize>, what: &dyn Display) -> Fault {
    Fault::new(&range, message!("bibliography-syntax", what = what.to_string()))
}

/// A range as part of the text: that of a string's words may lie outside.
fn within(range: Range<usize>, text: &str) -> Range<usize> {
    let place = |at: usize| (0..=at.min(text.len())).rev().find(|&at| text.is_char_boundary(at)).unwrap_or(0);
    let start = place(range.start);
    start..place(range.end).max(start)
}

/// The faults of a file that cannot be read: the first of each entry, for an
/// entry that is left open takes the rest of the file with it.
fn broken_entries(text: &str, whole: ParseError) -> Vec<Fault> {
    let starts = text.match_indices("\n@").map(|(at, _)| at + 1);
    let starts: Vec<usize> = std::iter::once(0).chain(starts).chain([text.len()]).collect();
    let faults = starts.windows(2).filter_map(|entry| {
        let (start, end) = (entry[0], entry[1]);
        let ParseError { span, kind } = RawBibliography::parse(&text[start..end]).err()?;
        Some(syntax(span.start + start..span.end + start, &kind))
    });
    let faults: Vec<Fault> = faults.collect();
    if faults.is_empty() { vec![syntax(whole.span, &whole.kind)] } else { faults }
}

/// Fields and strings with too many braces in one another: commands in commands are followed.
fn deep_fields(raw: &RawBibliography) -> Vec<Fault> {
    let entries = raw.entries.iter().flat_map(|entry| &entry.v.fields);
    let parts = entries.chain(&raw.abbreviations).flat_map(|field| &field.value.v);
    let deep = parts.filter(|part| matches!(part.v, RawChunk::Normal(text) if depth(text) > DEEPEST));
    deep.map(|part| Fault::new(&part.span, message!("bibliography-deep", most = DEEPEST))).collect()
}

/// How many braces stand in one another, at most.
fn depth(text: &str) -> usize {
    let depths = text.bytes().scan(0_usize, |depth, byte| {
        match byte {
            b'{' => *depth += 1,
            b'}' => *depth = depth.saturating_sub(1),
            _ => {}
        }
        Some(*depth)
    });
    depths.max().unwrap_or(0)
}

/// Strings that are made of themselves, or come to too much, and the first field that does.
fn endless_strings(raw: &RawBibliography) -> Vec<Fault> {
    let strings = &raw.abbreviations;
    // The last of a name counts.
    let by_name: HashMap<&str, usize> =
        strings.iter().enumerate().map(|(index, string)| (string.key.v, index)).collect();
    let named = |field: &Field| -> Vec<usize> {
        let names = field.iter().filter_map(|part| match part.v {
            RawChunk::Abbreviation(name) => by_name.get(name).copied(),
            RawChunk::Normal(_) => None,
        });
        names.collect()
    };
    let own = |field: &Field| {
        let texts = field.iter().map(|part| match part.v {
            RawChunk::Normal(text) => text.len(),
            RawChunk::Abbreviation(_) => 0,
        });
        texts.sum::<usize>()
    };
    let parts = strings.iter().map(|string| (own(&string.value.v), named(&string.value.v)));
    let sizes = Sums::of(parts.collect(), MOST_EXPANDED);
    let endless = strings.iter().zip(&sizes).filter(|(_, size)| **size == Sum::Endless);
    let mut faults: Vec<Fault> = endless
        .map(|(string, _)| Fault::new(&string.key.span, message!("bibliography-string", name = string.key.v)))
        .collect();
    let mut total = 0_usize;
    for field in raw.entries.iter().flat_map(|entry| &entry.v.fields) {
        total = named(&field.value.v).into_iter().fold(total, |total, index| match sizes[index] {
            Sum::Known(size) => total.saturating_add(size),
            Sum::Endless | Sum::OfEndless => total,
        });
        if total > MOST_EXPANDED {
            faults.push(Fault::new(&field.value.span, message!("bibliography-strings")));
            break;
        }
    }
    faults
}

/// The entries with their parents under names that are not followed.
fn unfollowed(mut raw: RawBibliography) -> RawBibliography {
    for field in raw.entries.iter_mut().flat_map(|entry| &mut entry.v.fields) {
        let parent = PARENTS.iter().find(|(name, _)| field.key.v.eq_ignore_ascii_case(name));
        field.key.v = parent.map_or(field.key.v, |(_, unfollowed)| unfollowed);
    }
    raw
}

/// Entries that cannot be read by themselves, and keys that are used twice.
fn bad_entries(alone: &RawBibliography, first: ParseError) -> Vec<Fault> {
    let mut seen = BTreeSet::new();
    let faults = alone.entries.iter().filter_map(|entry| {
        let key = &entry.v.key;
        if !seen.insert(key.v) {
            return Some(Fault::new(&key.span, message!("bibliography-key-twice", key = key.v)));
        }
        let entry = RawBibliography { entries: vec![entry.clone()], ..alone.clone() };
        Bibliography::from_raw(entry).err().map(|fault| syntax(fault.span, &fault.kind))
    });
    let faults: Vec<Fault> = faults.collect();
    if faults.is_empty() { vec![syntax(first.span, &first.kind)] } else { faults }
}

/// Those from which an entry inherits, by keys or other names of theirs.
fn parents<'a>(entry: &Entry, entries: &'a Bibliography) -> Vec<&'a Entry> {
    let [crossref, xdata] = PARENTS.map(|(_, unfollowed)| unfollowed);
    let crossref = entry.get_as::<String>(crossref).ok();
    let xdata = entry.get_as::<Vec<String>>(xdata).unwrap_or_default();
    crossref.into_iter().chain(xdata).filter_map(|key| entries.get(&key)).collect()
}

/// Entries that inherit from themselves, or from too many others in turn.
///
/// - `entries`: the same, not followed.
fn endless_inheritance(raw: &RawBibliography, entries: &Bibliography) -> Vec<Fault> {
    let places: HashMap<&str, usize> = entries.keys().zip(0..).collect();
    let parts = entries.iter().map(|entry| {
        let parents = parents(entry, entries).into_iter();
        (1, parents.filter_map(|parent| places.get(&*parent.key).copied()).collect())
    });
    let sums = Sums::of(parts.collect(), MOST_INHERITED);
    let endless = raw.entries.iter().zip(sums).filter(|(_, sum)| *sum == Sum::Endless);
    let faults = endless.map(|(entry, _)| {
        let key = &entry.v.key;
        let help = Some(message!("bibliography-inherits.help"));
        Fault { help, ..Fault::new(&key.span, message!("bibliography-inherits", key = key.v)) }
    });
    faults.collect()
}

/// What a thing comes to that is made of others.
#[derive(Clone, Copy, PartialEq)]
enum Sum {
    Known(usize),
    /// It is made of itself, too deep or too much.
    Endless,
    /// Something that it is made of is.
    OfEndless,
}

/// What things come to that are made of each other.
struct Sums {
    /// What each thing has of its own, and what it is made of beside.
    parts: Vec<(usize, Vec<usize>)>,
    most: usize,
    states: Vec<State>,
}

#[derive(Clone, Copy, PartialEq)]
enum State {
    New,
    /// On the way from a thing to what it is made of.
    Open,
    Done(Sum),
}

impl Sums {
    /// The sum of each thing; `most` is the highest.
    fn of(parts: Vec<(usize, Vec<usize>)>, most: usize) -> Vec<Sum> {
        let count = parts.len();
        let mut sums = Sums { parts, most, states: vec![State::New; count] };
        (0..count).map(|thing| sums.sum(thing, 0)).collect()
    }

    fn sum(&mut self, thing: usize, depth: usize) -> Sum {
        if let State::Done(sum) = self.states[thing] {
            return sum;
        }
        self.states[thing] = State::Open;
        let (own, made_of) = std::mem::take(&mut self.parts[thing]);
        let sum = self.follow(own, made_of, depth);
        self.states[thing] = State::Done(sum);
        sum
    }

    fn follow(&mut self, own: usize, made_of: Vec<usize>, depth: usize) -> Sum {
        let mut total = own;
        for part in made_of {
            let state = self.states[part];
            if state == State::Open || state == State::New && depth == DEEPEST {
                return Sum::Endless;
            }
            let Sum::Known(more) = self.sum(part, depth + 1) else { return Sum::OfEndless };
            total = total.saturating_add(more);
            if total > self.most {
                return Sum::Endless;
            }
        }
        Sum::Known(total)
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn entries_inherit_by_keys_and_other_names_through_each_other() {
        let text = "@string{city = {Isfahan}}\n\
                    @xdata{place, location = city}\n\
                    @collection{whole, title = {Whole}, CrossRef = {none}, xdata = {place}, ids = {all, every}}\n\
                    @incollection{part, title = {Part}, crossref = {every}}\n";
        let Ok(bibliography) = evaluate(text) else { panic!("there is no fault in it") };
        let part = bibliography.get("part").unwrap();
        let field = |name: &str| part.get(name).map(|value| value.format_verbatim());
        assert_eq!(field("booktitle").as_deref(), Some("Whole"));
        assert_eq!(field("location").as_deref(), Some("Isfahan"));
    }

    #[test]
    fn addresses_of_faults_lie_in_the_text() {
        assert_eq!(within(2..9, "سال"), 2..6);
        assert_eq!(within(3..3, "سال"), 2..2);
        let reversed = Range { start: 9, end: 1 };
        assert_eq!(within(reversed, "سال"), 6..6);
    }

    proptest! {
        /// Parts come after what they are part of, so that nothing goes round.
        #[test]
        fn sums_are_those_of_the_parts(
            things in prop::collection::vec((0_usize..9, prop::collection::vec(1_usize..9, 0..4)), 0..20),
        ) {
            let count = things.len();
            let parts = things.into_iter().enumerate().map(|(index, (own, steps))| {
                (own, steps.into_iter().map(|step| index + step).filter(|part| *part < count).collect())
            });
            let parts: Vec<(usize, Vec<usize>)> = parts.collect();
            let mut expected = vec![0; count];
            for (index, (own, made_of)) in parts.iter().enumerate().rev() {
                expected[index] = own + made_of.iter().map(|part| expected[*part]).sum::<usize>();
            }
            let sums = Sums::of(parts, usize::MAX);
            prop_assert_eq!(sums.len(), count);
            for (sum, expected) in sums.into_iter().zip(expected) {
                prop_assert!(sum == Sum::Known(expected));
            }
        }

        #[test]
        fn what_goes_round_has_no_end(steps in prop::collection::vec(0_usize..20, 1..20)) {
            let count = steps.len();
            let parts = steps.iter().map(|step| (1, vec![step % count])).collect();
            let sums = Sums::of(parts, usize::MAX);
            prop_assert!(sums.iter().all(|sum| !matches!(sum, Sum::Known(_))));
            prop_assert!(sums.contains(&Sum::Endless));
        }
    }
}
