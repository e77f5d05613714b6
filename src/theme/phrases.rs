//! The book's own words: labels, notices and names of things, by key.
//!
//! In: `strings/<lang>.yaml`, nested maps of text. Out: phrases by dotted key
//! and as a tree for templates. A folder's file may say only some phrases
//! anew; what it leaves out stays as it was, and what nobody reads is an
//! error that names the nearest key.

use std::borrow::Cow;
use std::collections::{BTreeMap, BTreeSet};

use serde::Deserialize;
use tera::Value;

use super::{Embedded, ThemeError, text_of, yaml_fault};
use crate::diag::with_nearest;
use crate::locale::Lang;
use crate::message;

type Texts = BTreeMap<String, String>;

#[derive(Debug)]
pub struct Phrases {
    by_lang: BTreeMap<Lang, Texts>,
    /// The same as nested maps: a language's own over English.
    trees: BTreeMap<Lang, Value>,
}

#[derive(Deserialize)]
#[serde(untagged)]
enum Node {
    Text(String),
    Map(BTreeMap<String, Node>),
}

impl Phrases {
    pub fn read(files: &BTreeMap<String, Cow<'static, [u8]>>) -> Result<Phrases, ThemeError> {
        let mut by_lang = BTreeMap::new();
        let english = embedded("strings/en.yaml")?;
        for (path, bytes) in files.iter().filter(|(path, _)| path.starts_with("strings/")) {
            let name = path.strip_prefix("strings/").and_then(|name| name.strip_suffix(".yaml"));
            let Some(lang) = name.and_then(Lang::parse) else {
                return Err(ThemeError::new(path, message!("theme-no-language")));
            };
            let mut texts = embedded(path)?;
            for (key, text) in flat(path, bytes)? {
                check(path, &key, &text, &english)?;
                texts.insert(key, text);
            }
            by_lang.insert(lang, texts);
        }
        let trees = by_lang
            .iter()
            .map(|(lang, texts)| {
                let mut all = english.clone();
                all.extend(texts.clone());
                (*lang, tree(&all))
            })
            .collect();
        Ok(Phrases { by_lang, trees })
    }

    pub fn get(&self, lang: Lang, key: &str) -> Option<&str> {
        let texts = |lang: Lang| self.by_lang.get(&lang);
        let own = texts(lang).or_else(|| texts(primary(lang)));
        let found = own.and_then(|texts| texts.get(key)).or_else(|| texts(Lang::EN)?.get(key));
        found.map(String::as_str)
    }

    /// The phrases of a language for its templates.
    pub fn value(&self, lang: Lang) -> Option<&Value> {
        let tree = |lang: Lang| self.trees.get(&lang);
        tree(lang).or_else(|| tree(primary(lang))).or_else(|| tree(Lang::EN))
    }

    pub fn all(&self) -> impl Iterator<Item = &str> {
        self.by_lang.values().flat_map(|texts| texts.values()).map(String::as_str)
    }
}

fn primary(lang: Lang) -> Lang {
    Lang::parse(lang.primary()).unwrap_or(lang)
}

/// Puts values into blanks, from left to right.
pub fn fill(phrase: &str, values: &[(&str, &str)]) -> String {
    let mut out = String::with_capacity(phrase.len());
    let mut rest = phrase;
    while let Some(start) = rest.find('{') {
        let (before, from) = rest.split_at(start);
        out.push_str(before);
        let blank = from.find('}').map(|end| (&from[1..end], &from[end + 1..]));
        let value = blank.and_then(|(name, after)| {
            let (_, value) = values.iter().find(|(known, _)| *known == name)?;
            Some((value, after))
        });
        match value {
            Some((value, after)) => {
                out.push_str(value);
                rest = after;
            }
            None => {
                out.push('{');
                rest = &from[1..];
            }
        }
    }
    out.push_str(rest);
    out
}

/// The names of a phrase's blanks.
fn blanks(phrase: &str) -> BTreeSet<&str> {
    let pieces = phrase.split('{').skip(1);
    pieces.filter_map(|piece| piece.split_once('}')).map(|(name, _)| name).collect()
}

/// A phrase must be one that is read, with no other blanks than are filled.
fn check(path: &str, key: &str, text: &str, english: &Texts) -> Result<(), ThemeError> {
    let Some(known) = english.get(key) else {
        let fault = message!("theme-unknown-phrase", key = key);
        let known = english.keys().map(String::as_str);
        return Err(ThemeError::new(path, with_nearest(fault, key, known)));
    };
    let known = blanks(known);
    match blanks(text).difference(&known).next() {
        Some(blank) => Err(ThemeError::new(
            path,
            message!("theme-unknown-blank", key = key, blank = format!("{{{blank}}}")),
        )),
        None => Ok(()),
    }
}

fn embedded(path: &str) -> Result<Texts, ThemeError> {
    match Embedded::get(path) {
        Some(file) => flat(path, &file.data),
        None => Ok(Texts::new()),
    }
}

fn flat(path: &str, bytes: &[u8]) -> Result<Texts, ThemeError> {
    let nodes: BTreeMap<String, Node> =
        serde_yaml::from_str(text_of(path, bytes)?).map_err(|error| yaml_fault(path, &error))?;
    let mut texts = Texts::new();
    flatten(String::new(), nodes, &mut texts);
    Ok(texts)
}

fn flatten(prefix: String, nodes: BTreeMap<String, Node>, texts: &mut Texts) {
    for (name, node) in nodes {
        let key = if prefix.is_empty() { name } else { format!("{prefix}.{name}") };
        match node {
            Node::Text(text) => {
                texts.insert(key, text);
            }
            Node::Map(nodes) => flatten(key, nodes, texts),
        }
    }
}

/// Nested maps of phrases: `t.nav.home` in a template. A name with a hyphen
/// is written with an underscore there.
fn tree(texts: &Texts) -> Value {
    let mut root: BTreeMap<&str, BTreeMap<String, &str>> = BTreeMap::new();
    for (key, text) in texts {
        if let Some((group, name)) = key.split_once('.') {
            root.entry(group).or_default().insert(name.replace(['-', '.'], "_"), text);
        }
    }
    Value::from_serializable(&root)
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn blanks_are_filled_once() {
        assert_eq!(fill("{a} and {b}", &[("a", "{b}"), ("b", "c")]), "{b} and c");
        assert_eq!(fill("{x} {", &[("a", "1")]), "{x} {");
    }

    #[test]
    fn every_language_has_every_phrase_with_the_same_blanks() -> Result<(), ThemeError> {
        let english = embedded("strings/en.yaml")?;
        let persian = embedded("strings/fa.yaml")?;
        let keys = |texts: &Texts| texts.keys().cloned().collect::<Vec<_>>();
        assert_eq!(keys(&english), keys(&persian));
        for (key, text) in &english {
            assert_eq!(blanks(text), blanks(&persian[key]), "{key}");
        }
        Ok(())
    }

    proptest! {
        #[test]
        fn text_without_blanks_stays(text in "[^{]*") {
            prop_assert_eq!(fill(&text, &[("a", "b")]), text);
        }
    }
}
