//! A small book with every construct, as a site: its pages against goldens,
//! and what holds for all of them. `ISFAHAN_BOOK_BLESS=1` rewrites the goldens.

mod mini_book;

use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;
use std::sync::Arc;

use super::letters::used;
use super::{Download, SiteOptions, render};
use crate::cache::Cache;
use crate::config::EditionKind;
use crate::fonts::Fonts;
use crate::locale::Lang;
use crate::locale::letter::is_bidi_control;
use crate::output::MemoryFiles;
use crate::resolve::Resolved;
use crate::theme::Theme;
use mini_book::mini_book;

type Files = BTreeMap<String, Vec<u8>>;

fn site(book: &Resolved, options: &SiteOptions) -> Files {
    let theme = Theme::load(None).unwrap();
    let fonts = Arc::new(Fonts::load(None).unwrap());
    let files = MemoryFiles::default();
    let pages = render(book, &theme, &fonts, options, &files).unwrap();
    let files = files.into_map();
    assert_eq!(pages, files.keys().filter(|path| path.ends_with(".html")).count());
    files
}

fn options() -> SiteOptions {
    let file = |path: &str, edition| Download { path: path.to_owned(), edition, bytes: 1_250_000, pages: 1 };
    SiteOptions {
        base_url: Some("https://example.org/book".to_owned()),
        cache: Cache::default(),
        downloads: vec![
            file("downloads/fa.pdf", EditionKind::Single(Lang::FA)),
            file("downloads/all.pdf", EditionKind::Bilingual),
        ],
    }
}

fn page<'a>(files: &'a Files, path: &str) -> &'a str {
    std::str::from_utf8(files.get(path).unwrap_or_else(|| panic!("no {path}"))).unwrap()
}

fn pages(files: &Files) -> impl Iterator<Item = (&str, &str)> {
    let html = files.keys().filter(|path| path.ends_with(".html"));
    html.map(|path| (path.as_str(), page(files, path)))
}

/// Drawings are tested where they are made: of an `svg` only its tag is kept.
/// Hashes in names change with any byte of what they name.
fn plain(html: &str) -> String {
    let main =
        html.split_once("<main").map_or(html, |(_, rest)| rest.split("</main>").next().unwrap_or(rest));
    let mut out = String::new();
    let mut rest = main;
    while let Some(start) = rest.find("<svg") {
        let tag = rest[start..].find('>').map_or(rest.len(), |end| start + end + 1);
        out.push_str(&rest[..tag]);
        rest = rest[tag..].find("</svg>").map_or("", |end| &rest[tag + end..]);
    }
    out.push_str(rest);
    let hash = |word: &str| {
        word.split_at_checked(8).is_some_and(|(name, ending)| {
            name.bytes().all(|byte| byte.is_ascii_hexdigit()) && ending.starts_with(['.', '/'])
        })
    };
    let pieces =
        out.split('-').map(|piece| if hash(piece) { format!("HASH{}", &piece[8..]) } else { piece.into() });
    format!("<main{}\n", pieces.collect::<Vec<_>>().join("-"))
}

#[test]
fn pages_are_as_the_goldens_say() {
    let (_folder, book) = mini_book();
    let files = site(&book, &options());
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/golden/site");
    std::fs::create_dir_all(&folder).unwrap();
    let mut wrong = Vec::new();
    for (path, html) in pages(&files) {
        let golden = folder.join(path.replace("/index.html", ".html").replace('/', "-"));
        let (is, should) = (plain(html), std::fs::read_to_string(&golden).unwrap_or_default());
        if std::env::var_os("ISFAHAN_BOOK_BLESS").is_some() {
            std::fs::write(&golden, &is).unwrap();
        } else if is != should {
            let line = is.lines().zip(should.lines()).find(|(is, should)| is != should);
            wrong.push(format!("{}: {line:#?}", golden.display()));
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

#[test]
fn two_renderings_are_the_same() {
    let (_folder, book) = mini_book();
    assert!(site(&book, &options()) == site(&book, &options()));
}

#[test]
fn nothing_is_inline_and_nothing_is_hidden() {
    let (_folder, book) = mini_book();
    for (path, html) in pages(&site(&book, &options())) {
        assert!(!html.contains(" style=") && !html.contains("<style"), "{path}");
        // Structured data is no program; every other script is a file.
        let mut scripts = html.split("<script").skip(1);
        let is_data = |tag: &str| tag.starts_with(" type=\"application/ld+json\">");
        assert!(scripts.all(|tag| is_data(tag) || tag.starts_with(" src=")), "{path}");
        assert!(!html.contains(" onclick") && !html.contains("javascript:"), "{path}");
        assert!(!html.chars().any(is_bidi_control), "{path}: a raw bidi control");
        assert!(!html.contains("{{") && !html.contains("{%"), "{path}: a template shows through");
    }
}

/// The values of an attribute in a page.
fn values<'a>(html: &'a str, attribute: &str) -> Vec<&'a str> {
    let open = format!(" {attribute}=\"");
    html.split(&open).skip(1).filter_map(|rest| rest.split('"').next()).collect()
}

fn resolve_link(from: &str, link: &str) -> String {
    let mut at: Vec<&str> = from.split('/').collect();
    at.pop();
    for part in link.split('/') {
        match part {
            ".." => assert!(at.pop().is_some(), "{from}: {link} climbs out"),
            part => at.push(part),
        }
    }
    at.join("/")
}

fn percent_decode(text: &str) -> String {
    let mut bytes = Vec::new();
    let mut rest = text.as_bytes();
    while let [first, after @ ..] = rest {
        let hex = after.get(..2).filter(|_| *first == b'%');
        match hex.and_then(|hex| u8::from_str_radix(std::str::from_utf8(hex).ok()?, 16).ok()) {
            Some(byte) => {
                bytes.push(byte);
                rest = &after[2..];
            }
            None => {
                bytes.push(*first);
                rest = after;
            }
        }
    }
    String::from_utf8(bytes).unwrap()
}

#[test]
fn every_link_leads_to_a_file_and_every_anchor_to_an_id() {
    let (_folder, book) = mini_book();
    let files = site(&book, &options());
    let mut checked = 0;
    for (path, html) in pages(&files) {
        for link in values(html, "href").into_iter().chain(values(html, "src")) {
            if link.contains("://") || link.starts_with("mailto:") {
                continue;
            }
            let (file, anchor) = link.split_once('#').unwrap_or((link, ""));
            let target = if file.is_empty() { path.to_owned() } else { resolve_link(path, file) };
            if target.starts_with("downloads/") {
                continue;
            }
            assert!(files.contains_key(&target), "{path}: {link} leads to {target}, which is not there");
            if !anchor.is_empty() {
                let anchor = percent_decode(anchor);
                let ids = values(page(&files, &target), "id");
                assert!(ids.contains(&anchor.as_str()), "{path}: {link} has no such id");
            }
            checked += 1;
        }
        let mut ids = values(html, "id");
        let count = ids.len();
        ids.sort_unstable();
        ids.dedup();
        assert_eq!(ids.len(), count, "{path}: an id stands twice");
    }
    assert!(checked > 300, "only {checked} links");
}

#[test]
fn a_missing_translation_shows_the_other_text_with_a_notice() {
    let (_folder, book) = mini_book();
    let files = site(&book, &options());
    let shown = page(&files, "en/only/index.html");
    assert!(shown.contains("<html lang=\"en\" dir=\"ltr\">"));
    assert!(shown.contains("<article lang=\"fa\" dir=\"rtl\">"));
    assert!(shown.contains("not yet been translated into English. You are reading it in Persian."));
    assert!(shown.contains("content=\"noindex\"") && !shown.contains("rel=\"canonical\""));
    assert!(!shown.contains("rel=\"alternate\" hreflang") && !shown.contains("class=\"twin\""));
    // Its links lead on in the language of the text.
    assert!(shown.contains("href=\"../../fa/porto/index.html#verse\""));
    let own = page(&files, "fa/only/index.html");
    assert!(
        own.contains("href=\"https://example.org/book/fa/only/\"")
            && !own.contains("rel=\"alternate\" hreflang")
    );
    let sitemap = page(&files, "sitemap.xml");
    assert!(sitemap.contains("/fa/only/</loc>") && !sitemap.contains("/en/only/"));
}

#[test]
fn twins_lead_to_the_same_heading_else_to_the_chapter() {
    let (_folder, book) = mini_book();
    let files = site(&book, &options());
    let english = page(&files, "en/porto/index.html");
    assert!(english.contains("href=\"../../fa/porto/index.html#verse\" hreflang=\"fa\""));
    assert!(english.contains(
        "href=\"../../fa/porto/index.html\" hreflang=\"fa\" lang=\"fa\" dir=\"rtl\" aria-label=\"فارسی ("
    ));
}

#[test]
fn alternates_are_whole_and_answer_each_other() {
    let (_folder, book) = mini_book();
    let files = site(&book, &options());
    let alternates = |path: &str| {
        let lines = page(&files, path).lines().filter(|line| line.contains("rel=\"alternate\" hreflang"));
        lines.map(str::to_owned).collect::<Vec<String>>()
    };
    let own = alternates("fa/porto/index.html");
    assert_eq!(own, alternates("en/porto/index.html"));
    assert_eq!(
        own,
        [
            "<link rel=\"alternate\" hreflang=\"fa\" href=\"https://example.org/book/fa/porto/\">",
            "<link rel=\"alternate\" hreflang=\"en\" href=\"https://example.org/book/en/porto/\">",
            "<link rel=\"alternate\" hreflang=\"x-default\" href=\"https://example.org/book/fa/porto/\">",
        ]
    );
    assert!(alternates("index.html").contains(
        &"<link rel=\"alternate\" hreflang=\"x-default\" href=\"https://example.org/book/\">".to_owned()
    ));
}

#[test]
fn without_an_address_nothing_claims_one() {
    let (_folder, book) = mini_book();
    let files = site(&book, &SiteOptions::default());
    assert!(!files.contains_key("sitemap.xml"));
    assert_eq!(page(&files, "robots.txt"), "User-agent: *\nAllow: /\n");
    let chapter = page(&files, "fa/porto/index.html");
    assert!(!chapter.contains("rel=\"canonical\"") && !chapter.contains("rel=\"alternate\""));
    assert!(page(&files, "404.html").contains("href=\"/fa/index.html\""));
}

#[test]
fn fonts_have_every_character_that_is_shown() {
    let (_folder, book) = mini_book();
    let letters: BTreeSet<char> = used(&book, &Theme::load(None).unwrap()).iter().collect();
    for (path, html) in pages(&site(&book, &options())) {
        let missing: String = html.chars().filter(|c| *c > ' ' && !letters.contains(c)).collect();
        assert!(missing.is_empty(), "{path}: {missing:?}");
    }
}

#[test]
fn machines_are_told_what_people_read() {
    let (_folder, book) = mini_book();
    let files = site(&book, &options());
    for path in ["fa/porto/index.html", "en/porto/index.html", "fa/index.html"] {
        let html = page(&files, path);
        let data = html.split("<script type=\"application/ld+json\">").nth(1).unwrap();
        let data: serde_json::Value = serde_json::from_str(data.split("</script>").next().unwrap()).unwrap();
        let kinds: Vec<&str> =
            data["@graph"].as_array().unwrap().iter().map(|node| node["@type"].as_str().unwrap()).collect();
        match path {
            "fa/index.html" => assert_eq!(kinds, ["Book", "BreadcrumbList"]),
            _ => assert_eq!(kinds, ["Chapter", "City", "BreadcrumbList"]),
        }
        let image = html.split("og:image\" content=\"https://example.org/book/").nth(1).unwrap();
        let image = &files[image.split('"').next().unwrap()];
        assert!(image.starts_with(b"\x89PNG"), "{path}");
        assert!(
            html.contains("http-equiv=\"Content-Security-Policy\" content=\"default-src &#39;self&#39;\"")
        );
    }
    let porto = page(&files, "fa/porto/index.html");
    assert!(porto.contains("<meta property=\"og:locale\" content=\"fa_IR\">"));
    assert!(porto.contains("<meta property=\"og:locale:alternate\" content=\"en_US\">"));
    assert!(porto.contains("<meta name=\"DC.language\" content=\"fa\">"));
}

#[test]
fn a_feed_tells_what_changed_in_its_language() {
    let (_folder, book) = mini_book();
    let files = site(&book, &options());
    let feed = page(&files, "fa/feed.xml");
    assert!(feed.contains("xml:lang=\"fa\"") && feed.contains("lang=\"fa\" dir=\"rtl\"><p>"), "{feed}");
    assert!(feed.contains(
        "<link rel=\"self\" type=\"application/atom+xml\" href=\"https://example.org/book/fa/feed.xml\"/>"
    ));
    // Without an address of its own a site has none.
    let nowhere = SiteOptions { base_url: None, ..options() };
    let mut book = book;
    book.front.base_url = None;
    assert!(!site(&book, &nowhere).contains_key("fa/feed.xml"));
}

#[test]
fn the_whole_edition_is_listed_for_keeping() {
    let (_folder, book) = mini_book();
    let files = site(&book, &options());
    let list: serde_json::Value = serde_json::from_slice(&files["fa/offline.json"]).unwrap();
    let listed: Vec<&str> =
        list["files"].as_array().unwrap().iter().filter_map(|path| path.as_str()).collect();
    assert!(listed.iter().all(|path| files.contains_key(*path)));
    for path in files.keys().filter(|path| path.starts_with("fa/") && path.ends_with(".html")) {
        assert!(listed.contains(&path.as_str()), "{path} is not kept");
    }
    assert!(listed.iter().any(|path| path.starts_with("search/fa-")), "the search is not kept");
    assert!(!listed.iter().any(|path| path.starts_with("en/") || path.starts_with("search/en-")));
    let worker = page(&files, "worker.js");
    let publication = list["publication"].as_str().unwrap();
    assert!(worker.starts_with(&format!("const PUBLICATION = \"{publication}\";\n")));
}

#[test]
fn another_byte_is_another_publication() {
    let (_folder, mut book) = mini_book();
    let first = site(&book, &options());
    book.chapters[0].texts.values_mut().for_each(|text| text.front.summary = Some("Another".to_owned()));
    let second = site(&book, &options());
    let head = |files: &Files| page(files, "worker.js").lines().next().unwrap().to_owned();
    assert_ne!(head(&first), head(&second));
}

#[test]
fn a_book_that_is_not_to_be_kept_takes_leave() {
    let (_folder, mut book) = mini_book();
    book.front.offline = false;
    let files = site(&book, &options());
    assert!(page(&files, "worker.js").contains("unregister"));
    assert!(!files.contains_key("fa/offline.json") && !files.contains_key("offline.html"));
    for (path, html) in pages(&files) {
        assert!(!html.contains("data-worker") && !html.contains("class=\"keeper\""), "{path}");
    }
}
