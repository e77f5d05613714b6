//! Reads values out of a YAML tree, and says of every fault where it stands.
//!
//! Each reader takes a node, reports what is wrong with it and gives what can
//! be used; so one run finds every fault of a file. What the fields mean is
//! left to `city`, `book_yaml` and `front_matter`.

use std::collections::BTreeMap;

use super::yaml::{Key, Node, NodeKind};
use crate::book::Localized;
use crate::diag::{Diagnostic, Findings};
use crate::doc::Word;
use crate::locale::Lang;
use crate::message;
use crate::message::{Message, Value};
use crate::source::Span;

/// The fields of one map.
pub struct Fields<'a> {
    pub span: Span,
    entries: &'a [(Key, Node)],
}

impl<'a> Fields<'a> {
    /// The fields of a map whose keys are all `known`; an unknown key is
    /// reported with the nearest known one. Anything but a map is reported
    /// as not being `what`.
    pub fn of(node: &'a Node, what: Message, known: &[&str], found: &mut Findings) -> Option<Fields<'a>> {
        let NodeKind::Map(entries) = &node.kind else {
            wrong_type(node, what, found);
            return None;
        };
        for (key, _) in entries {
            if !known.contains(&key.text.as_str()) {
                let message = message!("yaml-unknown-key", key = &key.text, what = &what);
                let diagnostic = Diagnostic::error("yaml.unknown-key", key.span, message)
                    .with_suggestion(&key.text, known.iter().copied());
                found.push(match diagnostic.help {
                    Some(_) => diagnostic,
                    None => diagnostic.with_help(message!("yaml-unknown-key.help", keys = known)),
                });
            }
        }
        Some(Fields { span: node.span, entries })
    }

    /// The value of a key, if it is there and not null.
    pub fn get(&self, key: &str) -> Option<&'a Node> {
        self.entries
            .iter()
            .find(|(known, _)| known.text == key)
            .map(|(_, node)| node)
            .filter(|node| node.kind != NodeKind::Null)
    }

    /// The value of a key that must be there.
    pub fn require(&self, key: &str, what: Message, found: &mut Findings) -> Option<&'a Node> {
        let node = self.get(key);
        if node.is_none() {
            let start = Span { end: self.span.start, ..self.span };
            let message = message!("yaml-missing-key", what = what, key = key);
            found.push(Diagnostic::error("yaml.missing-key", start, message));
        }
        node
    }

    pub fn text(&self, key: &str, found: &mut Findings) -> Option<String> {
        self.get(key).and_then(|node| text(node, key, found))
    }

    pub fn word(&self, key: &str, found: &mut Findings) -> Option<Word> {
        self.get(key).and_then(|node| word(node, key, found))
    }

    pub fn localized(&self, key: &str, languages: &[Lang], found: &mut Findings) -> Localized {
        self.get(key).map(|node| localized(node, key, languages, found)).unwrap_or_default()
    }

    pub fn list<T>(
        &self,
        key: &str,
        found: &mut Findings,
        mut read: impl FnMut(&'a Node, &mut Findings) -> Option<T>,
    ) -> Vec<T> {
        match self.get(key) {
            Some(node) => match list(node, key, found) {
                Some(items) => items.iter().filter_map(|item| read(item, found)).collect(),
                None => Vec::new(),
            },
            None => Vec::new(),
        }
    }

    pub fn number<T: std::str::FromStr + PartialOrd + std::fmt::Display>(
        &self,
        key: &str,
        range: std::ops::RangeInclusive<T>,
        found: &mut Findings,
    ) -> Option<T> {
        self.get(key).and_then(|node| number(node, key, range, found))
    }

    pub fn flag(&self, key: &str, found: &mut Findings) -> bool {
        let Some(node) = self.get(key) else { return false };
        match &node.kind {
            NodeKind::Scalar(value) if value == "true" => true,
            NodeKind::Scalar(value) if value == "false" => false,
            _ => {
                let message = message!("yaml-wrong-value-flag", key = key);
                found.push(Diagnostic::error("yaml.wrong-value", node.span, message));
                false
            }
        }
    }

    /// One of a closed set of words.
    pub fn choice<T: Copy>(&self, key: &str, choices: &[(&str, T)], found: &mut Findings) -> Option<T> {
        let node = self.get(key)?;
        let value = text(node, key, found)?;
        let chosen = choices.iter().find(|(word, _)| *word == value).map(|(_, chosen)| *chosen);
        if chosen.is_none() {
            let words: Vec<&str> = choices.iter().map(|(word, _)| *word).collect();
            let message = message!("yaml-wrong-value-choice", value = &value, key = key);
            let diagnostic = Diagnostic::error("yaml.wrong-value", node.span, message)
                .with_suggestion(&value, words.iter().copied());
            found.push(diagnostic.with_note(message!("yaml-wrong-value-choice.note", values = words)));
        }
        chosen
    }
}

pub fn wrong_type(node: &Node, what: Message, found: &mut Findings) {
    let message = message!("yaml-wrong-type", what = what, kind = Value::Choice(node.kind_name()));
    found.push(Diagnostic::error("yaml.wrong-type", node.span, message));
}

/// A text that is not empty.
pub fn text(node: &Node, what: &str, found: &mut Findings) -> Option<String> {
    match &node.kind {
        NodeKind::Scalar(text) if text.trim().is_empty() => {
            let message = message!("yaml-wrong-value-empty", key = what);
            found.push(Diagnostic::error("yaml.wrong-value", node.span, message));
            None
        }
        NodeKind::Scalar(text) => Some(text.trim().to_owned()),
        _ => {
            wrong_type(node, message!("thing-value", key = what), found);
            None
        }
    }
}

pub fn word(node: &Node, what: &str, found: &mut Findings) -> Option<Word> {
    text(node, what, found).map(|text| Word { span: node.span, text: text.into() })
}

/// A text in each language: a map of languages, or one text for all of them.
pub fn localized(node: &Node, what: &str, languages: &[Lang], found: &mut Findings) -> Localized {
    match &node.kind {
        NodeKind::Map(entries) => {
            let mut texts = BTreeMap::new();
            for (key, value) in entries {
                let lang = languages.iter().find(|lang| lang.as_str() == key.text);
                match lang {
                    Some(lang) => {
                        texts.extend(text(value, what, found).map(|text| (*lang, text)));
                    }
                    None => unknown_language(key, what, languages, found),
                }
            }
            Localized(texts)
        }
        _ => match text(node, what, found) {
            Some(text) => Localized(languages.iter().map(|lang| (*lang, text.clone())).collect()),
            None => Localized::default(),
        },
    }
}

fn unknown_language(key: &Key, what: &str, languages: &[Lang], found: &mut Findings) {
    let known: Vec<&str> = languages.iter().map(Lang::as_str).collect();
    let message = message!("yaml-unknown-language", lang = &key.text, key = what);
    let help = message!("yaml-unknown-language.help", languages = known);
    found.push(Diagnostic::error("yaml.unknown-language", key.span, message).with_help(help));
}

pub fn list<'a>(node: &'a Node, what: &str, found: &mut Findings) -> Option<&'a [Node]> {
    match &node.kind {
        NodeKind::List(items) => Some(items),
        _ => {
            wrong_type(node, message!("thing-list", key = what), found);
            None
        }
    }
}

/// A number in a range, in the digits 0 to 9.
pub fn number<T: std::str::FromStr + PartialOrd + std::fmt::Display>(
    node: &Node,
    what: &str,
    range: std::ops::RangeInclusive<T>,
    found: &mut Findings,
) -> Option<T> {
    let typed = text(node, what, found)?;
    match typed.replace('_', "").parse::<T>() {
        Ok(value) if range.contains(&value) => Some(value),
        Ok(_) => {
            let (least, most) = (range.start().to_string(), range.end().to_string());
            let message =
                message!("yaml-out-of-range", key = what, typed = typed, least = least, most = most);
            found.push(Diagnostic::error("yaml.out-of-range", node.span, message));
            None
        }
        Err(_) => {
            let message = message!("yaml-wrong-value-number", key = what, typed = typed);
            found.push(Diagnostic::error("yaml.wrong-value", node.span, message));
            None
        }
    }
}

/// A language tag.
pub fn language(node: &Node, what: &str, found: &mut Findings) -> Option<Lang> {
    let tag = text(node, what, found)?;
    let lang = Lang::parse(&tag);
    if lang.is_none() {
        let message = message!("yaml-wrong-value-language", tag = tag);
        found.push(Diagnostic::error("yaml.wrong-value", node.span, message));
    }
    lang
}
