//! What each code means: the pages of `docs/diagnostics`, embedded.
//!
//! A page is Markdown that reads well as it stands: what is wrong and why it
//! matters, what to do, both in English and in Persian, then a wrong and a
//! right example. The tests run the examples, so a page cannot grow old.

use rust_embed::RustEmbed;

use crate::locale::Lang;

#[derive(RustEmbed)]
#[folder = "docs/diagnostics"]
struct Pages;

/// All codes, sorted.
pub fn codes() -> Vec<String> {
    let names = Pages::iter();
    let mut codes: Vec<String> =
        names.filter_map(|name| Some(name.strip_suffix(".md")?.to_owned())).collect();
    codes.sort_unstable();
    codes
}

/// The page of a code, in Markdown.
pub fn page(code: &str) -> Option<String> {
    let file = Pages::get(&format!("{code}.md"))?;
    Some(String::from_utf8_lossy(&file.data).into_owned())
}

/// What a title begins with: how grave it is.
const KINDS: [[&str; 3]; 2] = [["Error: ", "Warning: ", "Note: "], ["خطا: ", "هشدار: ", "یادداشت: "]];

/// What a page is about: `Error: no chapter has this slug`.
pub fn title(page: &str, lang: Lang) -> String {
    let kinds = KINDS[usize::from(lang.is_persian())];
    let mut bold = page.split("**").skip(1).step_by(2);
    let title = bold.find(|bold| kinds.iter().any(|kind| bold.starts_with(kind))).unwrap_or_default();
    title.trim_end_matches('.').split_whitespace().collect::<Vec<_>>().join(" ")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_page_has_its_parts_in_their_order() {
        assert!(codes().len() > 100);
        for code in codes() {
            let page = page(&code).unwrap();
            let parts = [
                &*format!("# `{code}`\n"),
                "**To mend:**",
                "**چاره:**",
                "\n## Wrong · نادرست\n",
                "\n## Right · درست\n",
            ];
            let places: Vec<Option<usize>> = parts.iter().map(|part| page.find(part)).collect();
            assert!(places.iter().all(Option::is_some) && places.is_sorted(), "{code}: {places:?}");
            let titles = [title(&page, Lang::EN), title(&page, Lang::FA)];
            assert!(titles.iter().all(|title| !title.is_empty()), "{code}: {titles:?}");
        }
    }
}
