//! The order of words in a list, and the headings of an index.
//!
//! In: text. Out: an order that the reader of a language expects and that is the same in every build: what the
//! language holds equal (ZWNJ or none, digits of two scripts) is ordered by code point. Order is that of CLDR, from
//! ICU4X's compiled data; what to sort by (a family name, say) is the caller's to choose.

use std::cmp::Ordering;
use std::fmt;

use icu_collator::options::{CollatorOptions, Strength};
use icu_collator::{CollatorBorrowed, CollatorPreferences};
use icu_locale_core::Locale;
use icu_properties::CodePointMapData;
use icu_properties::props::Script;

use super::Lang;
use super::letter::is_letter;

/// Compares strings in the order of one language. Cheap to keep and to share between threads.
#[derive(Debug)]
pub struct Collator {
    lang: Lang,
    all_levels: Option<CollatorBorrowed<'static>>,
    /// Base letters only, for index headings.
    primary: Option<CollatorBorrowed<'static>>,
}

impl Collator {
    #[must_use]
    pub fn new(lang: Lang) -> Collator {
        Collator {
            lang,
            all_levels: collator(lang, Strength::Tertiary),
            primary: collator(lang, Strength::Primary),
        }
    }

    /// A total order: only equal strings compare as equal.
    #[must_use]
    pub fn compare(&self, a: &str, b: &str) -> Ordering {
        self.collate(a, b).then_with(|| a.cmp(b))
    }

    /// Whether the language holds the two equal, so that only code points order them.
    #[must_use]
    pub fn is_tie(&self, a: &str, b: &str) -> bool {
        self.collate(a, b) == Ordering::Equal
    }

    /// Sorts `items` by a text of each; items with the same text keep their order.
    pub fn sort_by_key<T>(&self, items: &mut [T], key: impl Fn(&T) -> &str) {
        items.sort_by(|a, b| self.compare(key(a), key(b)));
    }

    /// The heading of an index under which `text` stands; headings rise as sorted texts do.
    #[must_use]
    pub fn index_heading(&self, text: &str) -> IndexHeading {
        let (alphabet, script) =
            if self.lang.is_persian() { (PERSIAN, Script::Arabic) } else { (LATIN, Script::Latin) };
        let starts =
            |letter: char| self.base_order(letter.encode_utf8(&mut [0; 4]), text) != Ordering::Greater;
        let Some(letter) = alphabet.chars().rev().find(|&letter| starts(letter)) else {
            return IndexHeading::Symbols;
        };
        // Whatever comes after the last letter also starts under it; another script tells it apart.
        let is_last = alphabet.ends_with(letter);
        let scripts = CodePointMapData::<Script>::new();
        let is_foreign = text.chars().find(|&c| is_letter(c)).is_some_and(|c| scripts.get(c) != script);
        if is_last && is_foreign { IndexHeading::Foreign } else { IndexHeading::Letter(letter) }
    }

    fn collate(&self, a: &str, b: &str) -> Ordering {
        self.all_levels.as_ref().map_or(Ordering::Equal, |collator| collator.compare(a, b))
    }

    fn base_order(&self, a: &str, b: &str) -> Ordering {
        self.primary.as_ref().map_or_else(|| a.cmp(b), |collator| collator.compare(a, b))
    }
}

/// The letters that head a Persian index, in order; words that begin with a hamza stand under ا.
const PERSIAN: &str = "آابپتثجچحخدذرزژسشصضطظعغفقکگلمنوهی";
const LATIN: &str = "ABCDEFGHIJKLMNOPQRSTUVWXYZ";

/// The order of the language, or the root order if ICU has none of its own (ICU falls back by itself). `None` would
/// mean that ICU was built without data; order by code point is the answer then.
fn collator(lang: Lang, strength: Strength) -> Option<CollatorBorrowed<'static>> {
    let mut options = CollatorOptions::default();
    options.strength = Some(strength);
    let preferences = Locale::try_from_str(lang.as_str()).map(CollatorPreferences::from).unwrap_or_default();
    CollatorBorrowed::try_new(preferences, options).ok()
}

/// A heading of an index. It has no order of its own (code points know no alphabet): sort the entries instead.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum IndexHeading {
    /// Digits and signs, before the first letter.
    Symbols,
    /// A letter of the language's alphabet: Persian آ to ی, else A to Z.
    Letter(char),
    /// Other scripts, after the last letter.
    Foreign,
}

impl IndexHeading {
    /// What is printed: `#`, the letter, and for the foreign section the alphabet to expect there.
    #[must_use]
    pub fn label(self, lang: Lang) -> String {
        match self {
            IndexHeading::Symbols => "#".to_owned(),
            IndexHeading::Letter(letter) => letter.to_string(),
            IndexHeading::Foreign if lang.is_persian() => "A–Z".to_owned(),
            IndexHeading::Foreign => "آ–ی".to_owned(),
        }
    }
}

impl fmt::Display for IndexHeading {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            IndexHeading::Symbols => f.write_str("#"),
            IndexHeading::Letter(letter) => write!(f, "{letter}"),
            IndexHeading::Foreign => f.write_str("…"),
        }
    }
}

/// [`Collator::index_heading`] for one text; for many, keep a collator.
#[must_use]
pub fn index_heading(text: &str, lang: Lang) -> IndexHeading {
    Collator::new(lang).index_heading(text)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn collators_cross_threads() {
        fn shared<T: Send + Sync>() {}
        shared::<Collator>();
    }

    #[test]
    fn ties_are_broken_by_code_point() {
        let collator = Collator::new(Lang::FA);
        assert!(collator.is_tie("کتاب\u{200c}ها", "کتابها"));
        assert_eq!(collator.compare("کتابها", "کتاب\u{200c}ها"), Ordering::Less);
        assert_eq!(collator.compare("۱۲", "12"), Ordering::Greater);
    }

    #[test]
    fn english_puts_latin_first_and_knows_its_headings() {
        let collator = Collator::new(Lang::EN);
        let mut cities = ["یاش", "Xi’an", "Isfahan", "Freiburg", "Évora", "2000"];
        collator.sort_by_key(&mut cities, |city| city);
        assert_eq!(cities, ["2000", "Évora", "Freiburg", "Isfahan", "Xi’an", "یاش"]);
        let headings = cities.map(|city| collator.index_heading(city).label(Lang::EN));
        assert_eq!(headings, ["#", "E", "F", "I", "X", "آ–ی"]);
        assert_eq!(index_heading("zebra", Lang::EN), IndexHeading::Letter('Z'));
    }

    #[test]
    fn a_language_without_its_own_order_gets_the_root_order() {
        let collator = Lang::parse("yue-Hant").map(Collator::new);
        assert_eq!(collator.map(|collator| collator.compare("a", "b")), Some(Ordering::Less));
    }
}
