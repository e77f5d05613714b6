//! What is remembered between builds changes none of their bytes: after any
//! edits, a book that was built before each of them is the same as one that is
//! built for the first time.

use proptest::prelude::*;
use proptest::test_runner::FileFailurePersistence;

use crate::mini_book::MiniBook;

/// What an editor does between two builds.
#[derive(Debug, Clone)]
enum Edit {
    /// Words at the end of a text; letters may need another face.
    Words(usize, String),
    Title(usize, String),
    Heading(usize, String),
    Photograph(usize, String),
    Population(u32),
    Term(String),
    /// The other order of the cities, and back.
    Spine,
    Source(String),
}

const TEXTS: [(&str, &str); 6] = [
    ("pages/preface", "fa"),
    ("pages/preface", "en"),
    ("cities/isfahan", "fa"),
    ("cities/isfahan", "en"),
    ("cities/xian", "fa"),
    ("cities/xian", "en"),
];

fn edits() -> impl Strategy<Value = Vec<Edit>> {
    let text = 0..TEXTS.len();
    let words = "[a-z]{2,9}( [a-z]{2,9}| [بتسشکمنهی]{2,7}| [Ա-Ֆ]{2,5}| [西安城]{1,2}){1,6}";
    let word = "[A-Za-z]{3,9}";
    let edit = prop_oneof![
        3 => (text.clone(), words).prop_map(|(text, words)| Edit::Words(text, words)),
        1 => (text.clone(), word).prop_map(|(text, word)| Edit::Title(text, word)),
        1 => (text.clone(), word).prop_map(|(text, word)| Edit::Heading(text, word)),
        1 => (text, "[a-z]{3,6}").prop_map(|(text, word)| Edit::Photograph(text, word)),
        1 => (1u32..90_000_000).prop_map(Edit::Population),
        1 => word.prop_map(Edit::Term),
        1 => Just(Edit::Spine),
        1 => word.prop_map(Edit::Source),
    ];
    prop::collection::vec(edit, 2..5)
}

fn apply(edit: &Edit, book: &MiniBook) {
    let path = |text: usize| format!("{}/{}.md", TEXTS[text].0, TEXTS[text].1);
    match edit {
        Edit::Words(text, words) => book.append(&path(*text), &format!("\n{words}.\n")),
        Edit::Title(text, word) => book.edit(&path(*text), "title: ", &format!("title: {word} ")),
        Edit::Heading(text, word) => book.append(&path(*text), &format!("\n## {word}\n\nA.\n")),
        Edit::Photograph(text, word) => {
            let photograph = include_bytes!("../fixtures/photograph.jpg");
            book.write(&format!("{}/images/{word}.jpg", TEXTS[*text].0), photograph);
            book.append(&path(*text), &format!("\n![{word}](images/{word}.jpg \"{word}\")\n"));
        }
        Edit::Population(count) => {
            let city = book.read("cities/xian/city.yaml");
            let (before, rest) = city.split_once("{value: ").unwrap();
            let (_, after) = rest.split_once(',').unwrap();
            book.write("cities/xian/city.yaml", format!("{before}{{value: {count},{after}"));
        }
        Edit::Term(word) => book.edit("glossary.yaml", "en: A ", &format!("en: A {word} ")),
        Edit::Spine => {
            let yaml = book.read("book.yaml");
            let turned = match yaml.contains("[isfahan, xian]") {
                true => yaml.replace("[isfahan, xian]", "[xian, isfahan]"),
                false => yaml.replace("[xian, isfahan]", "[isfahan, xian]"),
            };
            book.write("book.yaml", turned);
        }
        Edit::Source(word) => book.edit("references.bib", "title = {", &format!("title = {{{word} ")),
    }
}

proptest! {
    #![proptest_config(ProptestConfig {
        cases: 3,
        failure_persistence: Some(Box::new(FileFailurePersistence::Off)),
        ..ProptestConfig::default()
    })]

    #[test]
    fn a_warm_build_is_a_cold_one(edits in edits()) {
        let build = |book: &MiniBook| {
            let outcome = book.run(&["build", "--edition", "fa"]);
            prop_assert_eq!(outcome.status, Some(0), "{}", outcome.report());
            Ok(book.output())
        };
        let warm = MiniBook::new();
        build(&warm)?;
        for done in 1..=edits.len() {
            apply(&edits[done - 1], &warm);
            let site = build(&warm)?;
            let cold = MiniBook::new();
            edits[..done].iter().for_each(|edit| apply(edit, &cold));
            let expected = build(&cold)?;
            prop_assert!(site.keys().eq(expected.keys()));
            for (path, bytes) in &site {
                prop_assert!(*bytes == expected[path], "{} differs after {:?}", path, &edits[..done]);
            }
        }
    }
}
