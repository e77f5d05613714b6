//! Many small results in one file of the cache.
//!
//! A book has thousands of paragraphs and streams: a file for each would cost
//! more than it saves. A bundle has a name of its own, which says whose results
//! it holds; each of them is found by a hash of all that it is made from. What
//! a build does not ask for is not kept for the next.

use std::ops::Range;

use rustc_hash::FxHashMap;
use serde::{Deserialize, Serialize};

use super::{Cache, Key};

/// Of all that a result is made from.
pub type Hash = [u8; 16];

/// Results of the build before, and those of this one.
#[derive(Default)]
pub struct Bundle<'a> {
    /// Where it is kept, if anywhere.
    kept: Option<(&'a Cache, Key)>,
    /// The file as it was, and where each result stands in it.
    before: Vec<u8>,
    places: Places,
    /// What this build asked for.
    now: FxHashMap<Hash, Made>,
    /// Whether any of it was made anew.
    new: bool,
}

enum Made {
    Before(Range<usize>),
    Now(Box<[u8]>),
}

/// What a file begins with: its results, and the bytes that each takes.
#[derive(Serialize, Deserialize)]
struct Head(Vec<(Hash, usize)>);

impl<'a> Bundle<'a> {
    /// Takes up what is remembered.
    pub fn open(cache: &'a Cache, key: Key) -> Bundle<'a> {
        if !cache.remembers() {
            return Bundle::default();
        }
        let (before, places) = cache.read(&key).and_then(with_places).unwrap_or_default();
        Bundle { kept: Some((cache, key)), before, places, ..Bundle::default() }
    }

    /// The hash by which a result of these parts is found; none where nothing is remembered.
    pub fn hash(&self, parts: &impl Serialize) -> Option<Hash> {
        self.kept.as_ref()?;
        self.hash_of(&postcard::to_allocvec(parts).ok()?)
    }

    /// The same of a result that is made of bytes.
    pub fn hash_of(&self, bytes: &[u8]) -> Option<Hash> {
        self.kept.as_ref()?;
        blake3::hash(bytes).as_bytes().first_chunk().copied()
    }

    /// A result, if it is remembered or was made before in this build.
    pub fn get(&mut self, hash: &Hash) -> Option<&[u8]> {
        if let Some(place) = self.places.get(hash) {
            self.now.entry(*hash).or_insert_with(|| Made::Before(place.clone()));
        }
        self.bytes(self.now.get(hash)?)
    }

    /// Adds a result, or puts it in the place of one that is of no use.
    pub fn add(&mut self, hash: Hash, bytes: Vec<u8>) {
        self.now.insert(hash, Made::Now(bytes.into()));
        self.new = true;
    }

    /// Remembers what this build asked for, if it is not what is remembered.
    pub fn keep(&self) {
        let Some((cache, key)) = &self.kept else { return };
        if self.new || self.now.len() < self.places.len() {
            self.file().into_iter().for_each(|file| cache.keep(key, &file));
        }
    }

    fn bytes<'b>(&'b self, made: &'b Made) -> Option<&'b [u8]> {
        match made {
            Made::Before(place) => self.before.get(place.clone()),
            Made::Now(bytes) => Some(bytes),
        }
    }

    fn file(&self) -> Option<Vec<u8>> {
        let all = self.now.iter().map(|(hash, made)| Some((*hash, self.bytes(made)?)));
        let mut all: Vec<(Hash, &[u8])> = all.collect::<Option<_>>()?;
        all.sort_unstable();
        let head = Head(all.iter().map(|(hash, bytes)| (*hash, bytes.len())).collect());
        let head = postcard::to_allocvec(&head).ok()?;
        Some(all.iter().fold(head, |mut file, (_, bytes)| {
            file.extend(*bytes);
            file
        }))
    }
}

/// Where each result stands in a file.
type Places = FxHashMap<Hash, Range<usize>>;

/// A file, and where each of its results stands in it.
fn with_places(file: Vec<u8>) -> Option<(Vec<u8>, Places)> {
    let (Head(results), rest) = postcard::take_from_bytes(&file).ok()?;
    let mut start = file.len() - rest.len();
    let mut places = Places::default();
    for (hash, length) in results {
        let end = start.checked_add(length)?;
        places.insert(hash, start..end);
        start = end;
    }
    Some((file, places))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn open(cache: &Cache) -> Bundle<'_> {
        Bundle::open(cache, Key::new("bundle"))
    }

    #[test]
    fn what_was_asked_for_is_kept_and_nothing_else() {
        let folder = tempfile::tempdir().unwrap();
        let cache = Cache::at(folder.path().to_owned());
        let mut first = open(&cache);
        let [one, two] = ["one", "two"].map(|part| first.hash(&part).unwrap());
        assert_ne!(one, two);
        assert_eq!(first.get(&one), None);
        first.add(one, b"1".to_vec());
        first.add(two, b"22".to_vec());
        assert_eq!(first.get(&one), Some(b"1".as_slice()));
        first.keep();

        let mut second = open(&cache);
        assert_eq!(second.get(&two), Some(b"22".as_slice()));
        second.keep();

        let mut third = open(&cache);
        assert_eq!(third.get(&one), None);
        third.add(two, b"other".to_vec());
        assert_eq!(third.get(&two), Some(b"other".as_slice()));
    }

    #[test]
    fn a_file_that_says_too_much_is_none() {
        let folder = tempfile::tempdir().unwrap();
        let cache = Cache::at(folder.path().to_owned());
        let hash = [7; 16];
        for head in [vec![(hash, usize::MAX), (hash, 2)], vec![(hash, 9)]] {
            cache.keep(&Key::new("bundle"), &postcard::to_allocvec(&Head(head)).unwrap());
            assert_eq!(open(&cache).get(&hash), None);
        }
    }

    #[test]
    fn without_a_cache_nothing_is_hashed() {
        let bundle = open(&Cache::default()).hash(&"one");
        assert_eq!(bundle, None);
    }
}
