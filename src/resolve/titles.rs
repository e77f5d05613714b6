//! The titles of sources whose language their letters do not tell.
//!
//! In: `references.bib` as read. Out: by key, the title with its language. Arabic, Persian and Urdu share a
//! script, and `langid` tells them apart, by babel's names or a BCP 47 tag; hayagriva knows it for languages of Europe
//! only, so it is read here. A title in other letters is a description by the editors, whatever the source is in.

use std::collections::BTreeMap;

use biblatex::{Bibliography, ChunksExt};

use crate::locale::{Direction, Lang, first_strong};

/// babel's names of languages, as BibLaTeX takes them (its manual, §2.2.3).
const NAMES: [(&str, &str); 8] = [
    ("arabic", "ar"),
    ("farsi", "fa"),
    ("hebrew", "he"),
    ("kurmanji", "kmr"),
    ("pashto", "ps"),
    ("persian", "fa"),
    ("sorani", "ckb"),
    ("urdu", "ur"),
];

/// The titles with a known language, by the keys of their sources.
pub fn titles(bibliography: &Bibliography) -> BTreeMap<String, (String, Lang)> {
    let titled = bibliography.iter().filter_map(|entry| {
        let field = |name: &str| Some(entry.get(name)?.format_verbatim());
        let lang = language(&field("langid").or_else(|| field("language"))?)?;
        let title = field("title")?;
        let tells = lang.direction() == Direction::Rtl && first_strong(&title) == Some(Direction::Rtl);
        tells.then(|| (entry.key.clone(), (title, lang)))
    });
    titled.collect()
}

fn language(name: &str) -> Option<Lang> {
    let name = name.trim().to_ascii_lowercase();
    let tag = NAMES.iter().find(|(known, _)| *known == name).map(|(_, tag)| *tag);
    Lang::parse(tag.unwrap_or(&name))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::doc::{LocalNames, isolates};

    #[test]
    fn a_title_keeps_its_language() {
        let text = "@online{a, title = {السفير الإيراني: يجب}, langid = {arabic}}\n\
                    @online{b, title = {شهر}, langid = {Persian}}\n@online{c, title = {Town}}\n\
                    @online{d, title = {Report on a town, no. 7}, langid = {persian}}\n\
                    @online{e, title = {شهر}, langid = {ur-PK}}\n@online{f, title = {X}, langid = {klingon}}";
        let titles = titles(&Bibliography::parse(text).unwrap());
        assert_eq!(titles.keys().collect::<Vec<_>>(), ["a", "b", "e"]);
        let names = |key: &str| {
            let (title, lang) = &titles[key];
            LocalNames::new([(title.as_str(), *lang)], &[])
        };
        let found = isolates("«السفير الإيراني: يجب».", Lang::FA, &names("a"));
        assert_eq!((found.len(), found[0].lang.as_str()), (1, "ar"));
        assert_eq!(isolates("شهر، ۷", Lang::FA, &names("e"))[0].lang.as_str(), "ur-PK");
        assert!(isolates("شهر", Lang::FA, &names("b")).is_empty());
    }

    #[test]
    fn names_are_in_order() {
        assert!(NAMES.is_sorted());
    }
}
