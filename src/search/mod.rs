//! The index that readers search in their browser.
//!
//! In: the resolved book and one language. Out: small script files, each handed to a [`Sink`]: they load by
//! `<script>`, which works from disk and under a policy that forbids all that is inline, where a fetch would not.
//! A query reads the directory, the term shards of its words, and the pages it shows; none of these grows with
//! the book but the directory, by a few bytes a page. What is indexed is decided in `pages`, under which keys in
//! `terms`, how it is cut and written in `shards`; `scripts/search.js` of the theme reads it.

mod lists;
mod pages;
mod shards;
mod terms;

use std::ops::Range;

use rayon::prelude::*;

use crate::cache::Cache;
use crate::doc::LocalNames;
use crate::locale::Lang;
use crate::output::{DiskError, Sink};
use crate::resolve::Resolved;
use pages::IndexedPage;
pub use pages::ListTitles;
use terms::{Dictionary, PageTerms};

/// Pages whose titles and headings share one file.
const PAGES_A_SHARD: usize = 4;

/// A file of texts is closed by the section that brings it to this many bytes.
const TEXT_SHARD: usize = 5 << 10;

/// Pages that are held at once, as text: what is read of the book stays small beside the book.
const BATCH: usize = 256;

/// Writes the index of one language, and returns the path of its directory in the output folder.
///
/// The files stand in a folder that is named by a hash of all that is in them, so that a page and the index it
/// was built with are never of two builds, and a browser may keep them for ever.
///
/// # Errors
/// The sink's.
pub fn write(
    book: &Resolved,
    lang: Lang,
    names: &LocalNames,
    titles: ListTitles,
    cache: &Cache,
    sink: &dyn Sink,
) -> Result<String, DiskError> {
    let count = pages::count(book);
    let batches = || (0..count).step_by(BATCH).map(move |from| from..(from + BATCH).min(count));
    let page = |index: usize| pages::page(book, index, lang, names, titles);
    let write = |batch: Range<usize>| -> Vec<Written> {
        batch.into_par_iter().map(|index| Written::of(&page(index))).collect()
    };

    // A small book is read once.
    let mut read_once = None;
    let mut dictionary = Dictionary::default();
    let mut hasher = blake3::Hasher::new();
    let mut directory = Directory::default();
    for batch in batches() {
        let read = batch.into_par_iter().map(|index| {
            let page = page(index);
            (PageTerms::remembered(&page, cache), Written::of(&page))
        });
        let (terms, written): (Vec<PageTerms>, Vec<Written>) = read.collect();
        terms.into_iter().for_each(|terms| dictionary.add(terms));
        for page in &written {
            directory.add(page);
            hasher.update(page.head.as_bytes());
            page.texts.iter().for_each(|text| {
                hasher.update(text.as_bytes());
            });
        }
        read_once = (count <= BATCH).then_some(written);
    }
    let shards = shards::cut(&dictionary.into_terms());
    for shard in &shards {
        hasher.update(shard.text.as_bytes());
    }
    let hash: String = hasher.finalize().to_hex().chars().take(8).collect();
    let folder = format!("search/{lang}-{hash}");

    for (number, shard) in shards.iter().enumerate() {
        put(sink, &folder, "t", number, &format!("`{}`", shard.text))?;
    }
    let (mut heads, mut texts) = (Shard::new("p", HEADS), Shard::new("x", TEXTS));
    for batch in batches() {
        for page in read_once.take().unwrap_or_else(|| write(batch)) {
            heads.add(&page.head, sink, &folder)?;
            page.texts.iter().try_for_each(|text| texts.add(text, sink, &folder))?;
        }
    }
    heads.close(sink, &folder)?;
    texts.close(sink, &folder)?;

    let path = format!("{folder}/index.js");
    sink.put(&path, directory.into_script(&shards).into_bytes())?;
    Ok(path)
}

/// Hands over one file: a call of the function by which the reader of the index takes it.
fn put(sink: &dyn Sink, folder: &str, kind: &str, number: usize, value: &str) -> Result<(), DiskError> {
    let script = format!("searchShard(\"{kind}{number}\",{value});\n");
    sink.put(&format!("{folder}/{kind}{number}.js"), script.into_bytes())
}

/// A page as it stands in the index, in JSON.
struct Written {
    /// Where it is and what its sections are called.
    head: String,
    /// What each section says.
    texts: Vec<String>,
}

impl Written {
    fn of(page: &IndexedPage) -> Written {
        Written { head: page.head(), texts: page.texts() }
    }
}

/// When a file is full.
#[derive(Clone, Copy)]
struct Limit {
    values: usize,
    bytes: usize,
}

const HEADS: Limit = Limit { values: PAGES_A_SHARD, bytes: usize::MAX };
const TEXTS: Limit = Limit { values: usize::MAX, bytes: TEXT_SHARD };

impl Limit {
    fn is_reached(self, values: usize, bytes: usize) -> bool {
        values >= self.values || bytes >= self.bytes
    }
}

/// Values on their way into one file.
struct Shard {
    kind: &'static str,
    limit: Limit,
    number: usize,
    values: usize,
    text: String,
}

impl Shard {
    fn new(kind: &'static str, limit: Limit) -> Shard {
        Shard { kind, limit, number: 0, values: 0, text: String::new() }
    }

    fn add(&mut self, value: &str, sink: &dyn Sink, folder: &str) -> Result<(), DiskError> {
        self.text.push(if self.values == 0 { '[' } else { ',' });
        self.text.push_str(value);
        self.values += 1;
        if self.limit.is_reached(self.values, self.text.len()) { self.close(sink, folder) } else { Ok(()) }
    }

    fn close(&mut self, sink: &dyn Sink, folder: &str) -> Result<(), DiskError> {
        if self.values == 0 {
            return Ok(());
        }
        self.text.push(']');
        put(sink, folder, self.kind, self.number, &self.text)?;
        self.number += 1;
        self.values = 0;
        self.text.clear();
        Ok(())
    }
}

/// What a browser has to know before the first query.
#[derive(Default)]
struct Directory {
    /// Sections of each page.
    sections: String,
    /// Sections of each file of texts.
    texts: String,
    values: usize,
    bytes: usize,
}

impl Directory {
    fn add(&mut self, page: &Written) {
        lists::push_number(&mut self.sections, page.texts.len());
        for text in &page.texts {
            self.values += 1;
            // With the bracket or comma in front, as in `Shard`.
            self.bytes += text.len() + 1;
            if TEXTS.is_reached(self.values, self.bytes) {
                self.close_text();
            }
        }
    }

    fn close_text(&mut self) {
        lists::push_number(&mut self.texts, self.values);
        (self.values, self.bytes) = (0, 0);
    }

    fn into_script(mut self, shards: &[shards::Shard]) -> String {
        if self.values > 0 {
            self.close_text();
        }
        let terms: Vec<&str> = shards.iter().map(|shard| shard.from.as_str()).collect();
        format!(
            "searchShard(\"index\",{{terms:\"{}\",sections:\"{}\",texts:\"{}\",heads:{PAGES_A_SHARD}}});\n",
            terms.join(" "),
            self.sections,
            self.texts
        )
    }
}

#[cfg(test)]
mod tests;
