//! A theme's settings for the printed book.
//!
//! In: `theme.yaml`, a flat map of words. Out: a `PrintStyle`. A folder's file
//! may set one key alone; what it leaves out stays as the embedded theme has
//! it. A key or a word that nobody reads is an error that names the nearest.

use std::borrow::Cow;
use std::collections::BTreeMap;
use std::fmt;

use serde::de::{Deserialize, Deserializer, MapAccess, Visitor};
use serde_yaml::{Location, Spanned};

use super::{Embedded, ThemeError, text_of, yaml_fault};
use crate::config::{Kashida, PrintStyle, Trim};
use crate::diag::nearest;
use crate::message;
use crate::message::Message;
use crate::units::Mm;

pub const FILE: &str = "theme.yaml";

const KEYS: [&str; 3] = ["kashida", "trim", "leaf"];
const KASHIDA: [(&str, Kashida); 3] =
    [("off", Kashida::Off), ("sparing", Kashida::Sparing), ("full", Kashida::Full)];
const TRIM: [(&str, Trim); 3] = [("raqi", Trim::Raqi), ("vaziri", Trim::Vaziri), ("a4", Trim::A4)];

/// Reads the settings of the embedded theme, and over them those of a folder.
pub fn read(files: &BTreeMap<String, Cow<'static, [u8]>>) -> Result<PrintStyle, ThemeError> {
    let mut style = PrintStyle::default();
    let embedded = Embedded::get(FILE).map(|file| file.data);
    for bytes in embedded.iter().chain(files.get(FILE)) {
        apply(bytes, &mut style)?;
    }
    Ok(style)
}

fn apply(bytes: &[u8], style: &mut PrintStyle) -> Result<(), ThemeError> {
    let text = text_of(FILE, bytes)?;
    let entries: Option<Entries> = serde_yaml::from_str(text).map_err(|error| yaml_fault(FILE, &error))?;
    for (key, value) in entries.map_or_else(Vec::new, |entries| entries.0) {
        match key.value.as_str() {
            "kashida" => style.kashida = choice(&key, &value, &KASHIDA)?,
            "trim" => style.trim = choice(&key, &value, &TRIM)?,
            "leaf" => style.leaf = leaf(&value)?,
            unknown => {
                let what = message!("theme-unknown-setting", setting = unknown);
                return Err(fault(key.referenced, what, unknown, &KEYS));
            }
        }
    }
    Ok(())
}

/// The thickness of a leaf: of cardboard at the most.
fn leaf(value: &Spanned<String>) -> Result<Mm, ThemeError> {
    match value.value.parse::<f64>() {
        Ok(thickness) if (0.02..=2.0).contains(&thickness) => Ok(Mm(thickness)),
        _ => {
            let what = message!("theme-leaf", value = &value.value);
            Err(ThemeError::new(FILE, what).at_location(value.referenced))
        }
    }
}

fn choice<T: Copy>(
    key: &Spanned<String>,
    value: &Spanned<String>,
    choices: &[(&str, T)],
) -> Result<T, ThemeError> {
    if let Some((_, chosen)) = choices.iter().find(|(word, _)| *word == value.value) {
        return Ok(*chosen);
    }
    let words: Vec<&str> = choices.iter().map(|(word, _)| *word).collect();
    let what = message!("theme-wrong-value", value = &value.value, setting = &key.value);
    Err(fault(value.referenced, what, &value.value, &words))
}

fn fault(place: Location, what: Message, word: &str, known: &[&str]) -> ThemeError {
    let message = match nearest(word, known.iter().copied()) {
        Some(near) => message!("fault-nearby", fault = what, word = near),
        None => message!("fault-known", fault = what, words = known),
    };
    ThemeError::new(FILE, message).at_location(place)
}

/// The keys of a flat map with their values, in order, each with its place.
struct Entries(Vec<(Spanned<String>, Spanned<String>)>);

impl<'de> Deserialize<'de> for Entries {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Entries, D::Error> {
        deserializer.deserialize_map(EntriesVisitor)
    }
}

struct EntriesVisitor;

impl<'de> Visitor<'de> for EntriesVisitor {
    type Value = Entries;

    fn expecting(&self, f: &mut fmt::Formatter) -> fmt::Result {
        f.write_str("a map of settings")
    }

    fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<Entries, A::Error> {
        let mut entries = Vec::new();
        while let Some(entry) = map.next_entry()? {
            entries.push(entry);
        }
        Ok(Entries(entries))
    }
}
