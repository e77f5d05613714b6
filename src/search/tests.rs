//! The two foldings side by side: what Rust says stands in a fixture that the browser's script is held to as well.
//! `ISFAHAN_BOOK_BLESS=1` rewrites the keys of the fixture; its texts are written by hand.

use std::path::Path;

use serde_json::{Value, json};

use crate::locale::normalize::nfc;
use crate::locale::search_key::{search_key, tokens};

#[test]
fn the_fixture_of_the_browser_is_what_rust_says() {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/fixtures/search_twins.json");
    let text = std::fs::read_to_string(&path).unwrap();
    let twins: Vec<Vec<Value>> = serde_json::from_str(&text).unwrap();
    let folded = twins.iter().map(|twin| {
        let text = twin[0].as_str().unwrap();
        let all: Vec<String> = tokens(text).into_iter().map(|token| token.text).collect();
        json!([text, search_key(text), all.join(" ")]).to_string()
    });
    // What cannot be seen is escaped, as in every fixture.
    let escaped = |line: String| {
        let mut out = String::new();
        for c in line.chars() {
            let mut units = [0; 2];
            match c {
                ' ' | '!'..='~' => out.push(c),
                c if c.is_alphanumeric() && nfc(&c.to_string()) == c.to_string() => out.push(c),
                c => {
                    c.encode_utf16(&mut units).iter().for_each(|unit| out.push_str(&format!("\\u{unit:04x}")))
                }
            }
        }
        out
    };
    let should = format!("[\n{}\n]\n", folded.map(escaped).collect::<Vec<_>>().join(",\n"));
    if std::env::var_os("ISFAHAN_BOOK_BLESS").is_some() {
        std::fs::write(&path, &should).unwrap();
    }
    assert!(
        text == should || std::env::var_os("ISFAHAN_BOOK_BLESS").is_some(),
        "{} is out of date",
        path.display()
    );
}
