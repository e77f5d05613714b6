//! The sentences of the program in its two languages, read from `.ftl` files.
//!
//! Foreign words in a sentence, those of the content or of a file name, would
//! reorder what is around them; for a terminal each stands in an isolate of its
//! own (UAX #9 §2.4.2, P-46). Fluent's own isolates are off: they would surround
//! numbers and parts of sentences too.

use std::borrow::Cow;
use std::sync::LazyLock;

use fluent_bundle::concurrent::FluentBundle;
use fluent_bundle::types::FluentNumber;
use fluent_bundle::{FluentArgs, FluentResource, FluentValue};
use intl_memoizer::concurrent::IntlLangMemoizer;
use unic_langid::LanguageIdentifier;

use super::isolates::{FIRST_STRONG, POP, isolated};
use super::{Message, Value, visible};
use crate::locale::{Lang, digits};

/// Who reads a sentence.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Medium {
    /// A person at a screen: foreign words stand in isolates.
    Terminal,
    /// A program, or a file: no character is added.
    Program,
}

macro_rules! files {
    ($folder:literal $(, $more:literal)?) => {
        &[
            include_str!(concat!($folder, "/content.ftl")),
            include_str!(concat!($folder, "/resolve.ftl")),
            include_str!(concat!($folder, "/check.ftl")),
            include_str!(concat!($folder, "/output.ftl")),
            include_str!(concat!($folder, "/program.ftl")),
            $(include_str!($more),)?
        ]
    };
}

const ENGLISH: &[&str] = files!("en");
const PERSIAN: &[&str] = files!("fa", "fa/help.ftl");

struct Catalog {
    bundle: FluentBundle<FluentResource>,
    lang: Lang,
}

static CATALOGS: LazyLock<[Catalog; 2]> =
    LazyLock::new(|| [Catalog::new(Lang::EN, ENGLISH), Catalog::new(Lang::FA, PERSIAN)]);

/// A message in the language of a reader.
pub(super) fn text(message: &Message, lang: Lang, medium: Medium) -> String {
    let catalog = &CATALOGS[usize::from(lang.is_persian())];
    quoted(catalog.formatted(message, medium), medium)
}

/// What a command or option does, in Persian, by its name in `fa/help.ftl`; in
/// English its definition says it.
pub fn help(name: &str, values: &[(&'static str, Value)], medium: Medium) -> Option<String> {
    CATALOGS[1].filled(name, values, medium).map(|text| quoted(text, medium))
}

fn quoted(text: String, medium: Medium) -> String {
    match medium {
        Medium::Terminal => with_quotes_isolated(&text),
        Medium::Program => text,
    }
}

impl Catalog {
    fn new(lang: Lang, files: &[&str]) -> Catalog {
        let tag = lang.as_str().parse::<LanguageIdentifier>().unwrap_or_default();
        let mut bundle = FluentBundle::new_concurrent(vec![tag]);
        bundle.set_use_isolating(false);
        if lang.is_persian() {
            bundle.set_formatter(Some(persian_number));
        }
        for file in files {
            // What can be read is used; that all can be is a test.
            let file = FluentResource::try_new((*file).to_owned()).unwrap_or_else(|(file, _)| file);
            let _ = bundle.add_resource(file);
        }
        Catalog { bundle, lang }
    }

    fn formatted(&self, message: &Message, medium: Medium) -> String {
        let filled = self.filled(message.name, &message.values, medium);
        filled.unwrap_or_else(|| message.name.to_owned())
    }

    /// An entry, or its attribute, with its values; none if there is none of this name.
    fn filled(&self, name: &str, values: &[(&'static str, Value)], medium: Medium) -> Option<String> {
        let (name, attribute) = match name.split_once('.') {
            Some((name, attribute)) => (name, Some(attribute)),
            None => (name, None),
        };
        let entry = self.bundle.get_message(name)?;
        let pattern = match attribute {
            Some(attribute) => entry.get_attribute(attribute)?.value(),
            None => entry.value()?,
        };
        let values = values.iter().map(|(key, value)| (*key, self.fluent(value, medium)));
        let values: FluentArgs = values.collect();
        Some(self.bundle.format_pattern(pattern, Some(&values), &mut Vec::new()).into_owned())
    }

    fn fluent(&self, value: &Value, medium: Medium) -> FluentValue<'static> {
        let text = match value {
            #[expect(clippy::cast_precision_loss, reason = "counts of things in a book are far below 2^53")]
            Value::Number(number) => return FluentValue::from(*number as f64),
            Value::Tenths(tenths) => {
                let point = if self.lang.is_persian() { '٫' } else { '.' };
                let (sign, tenths) = (if *tenths < 0 { "-" } else { "" }, tenths.unsigned_abs());
                let text = format!("{sign}{}{point}{}", tenths / 10, tenths % 10);
                digits::localize(&text, self.lang).into_owned()
            }
            Value::Text(text) => self.foreign(text, medium),
            Value::List(texts) => self.joined(texts.iter().map(|text| self.foreign(text, medium))),
            Value::Name(forms) => {
                let [english, persian] = &**forms;
                self.foreign(if self.lang.is_persian() { persian } else { english }, medium)
            }
            Value::Choice(word) => (*word).to_owned(),
            Value::Message(message) => self.formatted(message, medium),
            Value::Messages(messages) => {
                self.joined(messages.iter().map(|message| self.formatted(message, medium)))
            }
        };
        FluentValue::String(Cow::Owned(text))
    }

    fn joined(&self, parts: impl Iterator<Item = String>) -> String {
        parts.collect::<Vec<_>>().join(if self.lang.is_persian() { "، " } else { ", " })
    }

    /// Words of others inside a sentence. English around English needs no isolate.
    fn foreign(&self, text: &str, medium: Medium) -> String {
        let text = visible(text);
        match medium {
            Medium::Terminal if self.lang.is_persian() || !text.is_ascii() => isolated(&text),
            _ => text,
        }
    }
}

fn persian_number(value: &FluentValue, _: &IntlLangMemoizer) -> Option<String> {
    match value {
        FluentValue::Number(FluentNumber { value, .. }) => {
            Some(digits::to_persian(&value.to_string()).into_owned())
        }
        _ => None,
    }
}

/// What stands between backticks in an isolate, unless it is one already.
fn with_quotes_isolated(text: &str) -> String {
    let mut out = String::with_capacity(text.len() + 16);
    let mut rest = text;
    while let Some((before, opened)) = split_at_quote(rest) {
        let Some((quoted, after)) = split_at_quote(opened) else { break };
        out.push_str(before);
        out.push('`');
        match quoted.starts_with(FIRST_STRONG) {
            true => out.push_str(quoted),
            false => out.push_str(&isolated(quoted)),
        }
        out.push('`');
        rest = after;
    }
    out.push_str(rest);
    out
}

/// The text around the first backtick that stands in no isolate.
fn split_at_quote(text: &str) -> Option<(&str, &str)> {
    let mut depth = 0_usize;
    for (at, character) in text.char_indices() {
        match character {
            FIRST_STRONG => depth += 1,
            POP => depth = depth.saturating_sub(1),
            '`' if depth == 0 => return Some((&text[..at], &text[at + 1..])),
            _ => {}
        }
    }
    None
}
