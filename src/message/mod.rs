//! What the program says, apart from the language it says it in.
//!
//! A [`Message`] is the name of a sentence and the values in it; the sentences
//! stand in `en/*.ftl` and `fa/*.ftl` (Project Fluent), and `catalog` puts the
//! two together when somebody reads them. So a finding is made once and can be
//! read in each language. What is said is decided where it is found; the words
//! of the book itself are the theme's.

mod catalog;
mod isolates;
mod visible;

use std::fmt;
use std::io;
use std::path::{Path, PathBuf};

pub use catalog::{Medium, help};
pub use isolates::{directed, isolated};
pub use visible::visible;

use crate::locale::Lang;
use crate::locale::calendar::{DateError, PartialDateError};
use crate::locale::isbn::IsbnError;

/// A sentence, or a part of one: its name in the `.ftl` files and its values.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct Message {
    /// `message`, or `message.attribute`.
    name: &'static str,
    values: Vec<(&'static str, Value)>,
}

/// What is put into a sentence.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub enum Value {
    /// Words of others: the content's, a path, what a library says. They keep a direction of their own.
    Text(String),
    /// Several of them.
    List(Vec<String>),
    /// A number; its digits are those of the reader, and a sentence can choose by it.
    Number(i64),
    /// Tenths, as a decimal fraction.
    Tenths(i64),
    /// A name that has a form in each of the two languages: in English, and in Persian.
    Name(Box<[String; 2]>),
    /// A word that a sentence only chooses by.
    Choice(&'static str),
    /// A part that is a sentence of the catalog itself.
    Message(Box<Message>),
    /// Several of them.
    Messages(Vec<Message>),
}

impl Message {
    pub fn new(name: &'static str, values: Vec<(&'static str, Value)>) -> Message {
        Message { name, values }
    }

    /// The sentence in Persian if `lang` is Persian, else in English.
    pub fn text(&self, lang: Lang, medium: Medium) -> String {
        catalog::text(self, lang, medium)
    }
}

/// In English, as programs read it.
impl fmt::Display for Message {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.text(Lang::EN, Medium::Program))
    }
}

/// A message by its name, with its values: `message!("no-such-slug", slug = word.text)`.
#[macro_export]
macro_rules! message {
    ($name:literal $(, $key:ident = $value:expr)* $(,)?) => {
        $crate::message::Message::new(
            $name,
            vec![$((stringify!($key), $crate::message::Value::from($value))),*],
        )
    };
}

impl From<&str> for Value {
    fn from(text: &str) -> Value {
        Value::Text(text.to_owned())
    }
}

impl From<String> for Value {
    fn from(text: String) -> Value {
        Value::Text(text)
    }
}

impl From<&String> for Value {
    fn from(text: &String) -> Value {
        Value::Text(text.clone())
    }
}

impl From<&Path> for Value {
    fn from(path: &Path) -> Value {
        Value::Text(path.display().to_string())
    }
}

impl From<&PathBuf> for Value {
    fn from(path: &PathBuf) -> Value {
        Value::from(path.as_path())
    }
}

impl From<Lang> for Value {
    fn from(lang: Lang) -> Value {
        Value::Text(lang.to_string())
    }
}

impl From<char> for Value {
    fn from(character: char) -> Value {
        Value::Text(character.to_string())
    }
}

impl From<&[&str]> for Value {
    fn from(texts: &[&str]) -> Value {
        Value::List(texts.iter().map(|&text| text.to_owned()).collect())
    }
}

impl From<Vec<&str>> for Value {
    fn from(texts: Vec<&str>) -> Value {
        Value::from(&*texts)
    }
}

impl From<Vec<String>> for Value {
    fn from(texts: Vec<String>) -> Value {
        Value::List(texts)
    }
}

impl From<Message> for Value {
    fn from(message: Message) -> Value {
        Value::Message(Box::new(message))
    }
}

impl From<Vec<Message>> for Value {
    fn from(messages: Vec<Message>) -> Value {
        Value::Messages(messages)
    }
}

impl From<&Message> for Value {
    fn from(message: &Message) -> Value {
        Value::from(message.clone())
    }
}

/// Why a text is no date.
impl From<&PartialDateError> for Value {
    fn from(error: &PartialDateError) -> Value {
        match error {
            PartialDateError::Shape => Value::from(message!("date-shape")),
            PartialDateError::Range(error) => Value::from(error),
        }
    }
}

impl From<&DateError> for Value {
    fn from(error: &DateError) -> Value {
        Value::from(match *error {
            DateError::Year { year, first, last } => {
                message!("date-year", year = year, first = first, last = last)
            }
            DateError::Month(month) => message!("date-month", month = month),
            DateError::Day { day, last } => message!("date-day", day = day, last = last),
        })
    }
}

/// Why digits are no ISBN.
impl From<&IsbnError> for Value {
    fn from(error: &IsbnError) -> Value {
        Value::from(match *error {
            IsbnError::Character(character) => message!("isbn-character", character = character),
            IsbnError::Length(length) => message!("isbn-length", length = length),
            IsbnError::Prefix => message!("isbn-prefix"),
            IsbnError::CheckDigit { expected } => message!("isbn-check-digit", expected = expected),
        })
    }
}

/// What the system says of a file or folder: in Persian for what people meet.
impl From<&io::Error> for Value {
    fn from(error: &io::Error) -> Value {
        let said = error.to_string();
        if error.raw_os_error().is_none() {
            return Value::Text(said);
        }
        Value::from(match error.kind() {
            io::ErrorKind::NotFound => message!("disk-not-found", said = said),
            io::ErrorKind::PermissionDenied => message!("disk-permission", said = said),
            io::ErrorKind::StorageFull => message!("disk-full", said = said),
            io::ErrorKind::ReadOnlyFilesystem => message!("disk-read-only", said = said),
            io::ErrorKind::IsADirectory => message!("disk-is-folder", said = said),
            io::ErrorKind::NotADirectory => message!("disk-not-folder", said = said),
            io::ErrorKind::AddrInUse => message!("disk-port-taken", said = said),
            _ => return Value::Text(said),
        })
    }
}

macro_rules! from_number {
    ($($number:ty),*) => {$(
        impl From<$number> for Value {
            fn from(number: $number) -> Value {
                Value::Number(i64::try_from(number).unwrap_or(i64::MAX))
            }
        }
    )*};
}
from_number!(u8, u16, u32, u64, usize, i32, i64);
