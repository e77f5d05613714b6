//! Every construct of the dialect on its page, in both languages, against
//! `tests/golden/pages`; and how an edition begins and ends, facing pages,
//! what a print shop gets. `ISFAHAN_BOOK_BLESS=1` rewrites them.

use std::io::Cursor;
use std::ops::Range;
use std::path::Path;

use super::{furnishing, page_of, read, shaper};
use crate::config::{Destination, EditionKind};
use crate::diag::Findings;
use crate::locale::Lang;
use crate::resolve::Resolved;
use crate::typeset::design::Design;
use crate::typeset::frame::Pages;
use crate::typeset::{cover, dump, typeset};
use crate::units::Mm;

const BOOK: &str = r#"
title: {fa: کتاب کوچک, en: A Small Book}
subtitle: {fa: برای آزمون, en: For tests}
description: {fa: "کتابی برای آزمون.", en: "A book for tests."}
publisher: {fa: ناشر, en: A publisher}
authors: [{fa: نویسنده, en: An author}]
identifiers: {isbn: 978-3-16-148410-0}
record: {place: {fa: اصفهان, en: Isfahan}, year: {fa: ۱۴۰۴, en: "2025"}, subjects: [{fa: شهرها, en: Cities}]}
rights: {fa: همهٔ حقوق محفوظ است., en: All rights reserved.}
base_url: https://example.org/
languages: [fa, en]
spine:
  - title: {fa: خواهرها, en: Sisters}
    cities: [porto]
  - title: {fa: میزبان, en: Host}
    cities: [isfahan]
"#;

const ISFAHAN: &str = r#"
kind: host
name: {fa: اصفهان, en: Isfahan}
country: IR
elevation: 1574
location: {lat: 32.65, lon: 51.67}
"#;

const PORTO: &str = r#"
kind: sister
name: {fa: پورتو, en: Porto}
local_names: [{text: 西安, lang: zh-Hans}]
country: PT
location: {lat: 41.15, lon: -8.61}
elevation: 83
population: {value: 231800, year: 2021}
pact:
  signed: 2021-07-28
  certainty: single-source
  place: {fa: اصفهان, en: Isfahan}
  scan: images/a.png
  scan_alt: {fa: سند پیمان, en: The pact}
  note: {fa: تاریخ نامطمئن است., en: The date is unsure.}
  sources: [one]
likeness:
  - {aspect: {fa: رود, en: River}, isfahan: {fa: زاینده‌رود, en: Zayandeh Rud}, city: {fa: دورو, en: Douro}}
"#;

const SOURCES: &str =
    "@misc{one, title = {A \\& B}, author = {Doe, Jane}, year = {2020}, url = {https://example.org/one}}\n";
const GLOSSARY: &str = "- key: sister\n  term: {fa: خواهرخوانده, en: Sister city}\n  \
                        definition: {fa: شهری با پیمان, en: A city with a pact}\n";

/// A construct by its name, in Persian and in English.
const CONSTRUCTS: [(&str, &str, &str); 20] = [
    (
        "inline",
        "متنی با *تأکید*، **قوت**، ~~خط‌خورده~~ و `code` و Firenze و 西安 و +98 21 5555 0100.\\\nسطر تازه.\n\nبند دوم.",
        "Text with *stress*, **strength**, ~~struck~~ and `code` and شیان and 西安.\\\nA new line.\n\nA second paragraph.",
    ),
    (
        "links",
        "[[porto#here|اینجا]] و [بیرون](https://example.org/پل)؛ [واژه](term:sister) و [نام](index:name) و [@one, p. 12].\n\n## بخش {#here}\n\nمتن.",
        "[[porto#here|here]] and [outside](https://example.org/); a [word](term:sister), a [name](index:name), [@one, p. 12].\n\n## Part {#here}\n\nText.",
    ),
    (
        "headings",
        "## دو\n\nمتن.\n\n### سه\n\nمتن.\n\n#### چهار\n\nمتن.",
        "## Two\n\nText.\n\n### Three\n\nText.\n\n#### Four\n\nText.",
    ),
    (
        "lists",
        "- یک\n- دو\n  - سه\n    - چهار\n\n9. نه\n10. ده\n\n    بند",
        "- one\n- two\n  - three\n    - four\n\n9. nine\n10. ten\n\n    more",
    ),
    ("tasks", "- [x] انجام\n- [ ] مانده", "- [x] done\n- [ ] open"),
    ("quote", "> نقل قول\n>\n> دنباله", "> A quotation\n>\n> goes on"),
    ("code", "```rust\nlet a = 1;\n  // no\n```", "```rust\nlet a = 1;\n  // no\n```"),
    (
        "table",
        "| ستون | عدد | وسط |\n|:-----|----:|:-:|\n| الف | ۱۲٫۵ | ب |\n| ج | ۳ | د |\n| ه | ۱۰۰٫۲۵ | و |",
        "| Column | Number | Middle |\n|:-----|----:|:-:|\n| a | 12.5 | b |\n| c | 3 | d |\n| e | 100.25 | f |",
    ),
    (
        "notes",
        "یک[^a] و دو[^b] و باز یک.[^a]\n\n[^a]: یادداشت فارسی.\n[^b]: A Latin note.",
        "One[^a] and two[^b] and one again.[^a]\n\n[^a]: A note.\n[^b]: یادداشت.",
    ),
    ("definitions", "اصطلاح\n: معنی آن\n: معنی دیگر", "Term\n: Its meaning\n: Another"),
    ("rule", "پیش\n\n---\n\nپس", "before\n\n---\n\nafter"),
    (
        "verse",
        "```{verse}\nنخستین نیمه از شعر / دومین نیمه\nسطر تنها\n\nبار دیگر / پایان شعر کوتاه\n— شاعر\n```",
        "```{verse}\nOnce upon a time / there was a bridge\nAlone\n```",
    ),
    ("figure", "![تصویر پل](images/a.png \"پل بر رود\")", "![A bridge](images/a.png \"The bridge\")"),
    (
        "gallery",
        "```{gallery}\n- {src: images/a.png, alt: یک, caption: نخست}\n- {src: images/a.png, alt: دو}\n- {src: images/a.png, alt: سه}\n```",
        "```{gallery}\n- {src: images/a.png, alt: one, caption: First}\n- {src: images/a.png, alt: two}\n- {src: images/a.png, alt: three}\n```",
    ),
    (
        "video",
        "```{video}\nsrc: images/film.mp4\nposter: images/a.png\nalt: فیلم پل\ncaption: فیلم\n```",
        "```{video}\nsrc: images/film.mp4\nposter: images/a.png\nalt: A film\ncaption: Film\n```",
    ),
    ("facts", "```{facts}\n```", "```{facts}\n```"),
    ("likeness", "```{likeness}\n```", "```{likeness}\n```"),
    ("timeline", "متن\n\n```{timeline}\n```", "Text\n\n```{timeline}\n```"),
    (
        "chart",
        "متن\n\n```{chart}\nkind: elevation\n```\n\n```{chart}\nkind: distance\ncaption: چه دور\n```",
        "Text\n\n```{chart}\nkind: elevation\n```\n\n```{chart}\nkind: distance\ncaption: How far\n```",
    ),
    (
        "opening",
        "آغاز متن.\n\n```{map}\ncaption: راه\n```\n\n## پیمان\n\nمتن پیمان.\n\n```{pact}\n```",
        "The text begins.\n\n```{map}\ncaption: The way\n```\n\n## The pact\n\nIts text.\n\n```{pact}\n```",
    ),
];

fn book(persian: &str, english: &str) -> Resolved {
    let folder = tempfile::tempdir().unwrap();
    let mut picture = Cursor::new(Vec::new());
    image::RgbImage::new(40, 30).write_to(&mut picture, image::ImageFormat::Png).unwrap();
    let chapter =
        |title: &str, text: &str| format!("---\ntitle: {title}\nsubtitle: {title} 2\n---\n\n{text}\n");
    let (fa, en) = (chapter("پورتو", persian), chapter("Porto", english));
    let files: [(&str, &[u8]); 11] = [
        ("book.yaml", BOOK.as_bytes()),
        ("references.bib", SOURCES.as_bytes()),
        ("glossary.yaml", GLOSSARY.as_bytes()),
        ("cities/isfahan/city.yaml", ISFAHAN.as_bytes()),
        ("cities/isfahan/fa.md", "---\ntitle: اصفهان\n---\n\nمتن.\n".as_bytes()),
        ("cities/isfahan/en.md", b"---\ntitle: Isfahan\n---\n\nText.\n"),
        ("cities/porto/city.yaml", PORTO.as_bytes()),
        ("cities/porto/fa.md", fa.as_bytes()),
        ("cities/porto/en.md", en.as_bytes()),
        ("cities/porto/images/a.png", picture.get_ref()),
        ("cities/porto/images/film.mp4", b"film"),
    ];
    for (path, bytes) in files {
        let path = folder.path().join(path);
        std::fs::create_dir_all(path.parent().unwrap()).unwrap();
        std::fs::write(path, bytes).unwrap();
    }
    let (book, found) = read(folder.path());
    assert!(!found.has_errors(), "{found:?}");
    book
}

fn pages(book: &Resolved, edition: EditionKind, made_for: Destination) -> Pages {
    let (mut found, design) = (Findings::default(), Design::default());
    typeset(book, &[edition], made_for, &design, shaper(), &furnishing(), &mut found).bind(edition).unwrap()
}

/// The pages of the chapter: up to the first of the back matter.
fn chapter(pages: &Pages) -> Range<usize> {
    let first = page_of(pages, "porto");
    let others = pages.destinations.iter().filter(|(name, _)| !name.contains('#'));
    let next = others.map(|(_, place)| place.page).filter(|&page| page > first).min();
    first..next.unwrap_or(pages.pages.len())
}

/// Compares with a golden, or rewrites it; says where they part.
fn compare(name: &str, is: &str) -> Option<String> {
    let golden = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/golden/pages").join(format!("{name}.txt"));
    if std::env::var_os("ISFAHAN_BOOK_BLESS").is_some() {
        std::fs::create_dir_all(golden.parent().unwrap()).unwrap();
        std::fs::write(&golden, is).unwrap();
        return None;
    }
    let should = std::fs::read_to_string(&golden).unwrap_or_default();
    let line = is.lines().zip(should.lines()).find(|(is, should)| is != should);
    (is != should).then(|| format!("{}: {line:#?}", golden.display()))
}

#[test]
fn every_construct_is_as_the_goldens_say() {
    let mut wrong = Vec::new();
    for (name, persian, english) in CONSTRUCTS {
        let book = book(persian, english);
        for lang in [Lang::FA, Lang::EN] {
            let pages = pages(&book, EditionKind::Single(lang), Destination::Screen);
            wrong.extend(compare(&format!("{name}.{lang}"), &dump::pages(&pages, chapter(&pages))));
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

#[test]
fn an_edition_begins_and_ends_as_the_goldens_say() {
    let text = "متن [نام](index:name) و [@one].";
    let book = book(text, "Text, a [name](index:name), [@one].");
    let mut wrong = Vec::new();
    for lang in [Lang::FA, Lang::EN] {
        let pages = pages(&book, EditionKind::Single(lang), Destination::Screen);
        let chapter = chapter(&pages);
        let text =
            dump::pages(&pages, 0..chapter.start) + &dump::pages(&pages, chapter.end..pages.pages.len());
        wrong.extend(compare(&format!("edition.{lang}"), &text));
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

#[test]
fn facing_pages_are_as_the_golden_says() {
    let persian = format!("{}\n\n## دو\n\nمتن.\n\n## سه\n\nمتن.", "واژه ".repeat(120));
    let book = book(&persian, "Words.\n\n## Two\n\nText.\n\n## Three\n\nText.");
    let pages = pages(&book, EditionKind::Parallel, Destination::Screen);
    let first = page_of(&pages, "en/porto");
    assert_eq!(compare("parallel", &dump::pages(&pages, first..first + 4)), None);
}

#[test]
fn a_print_shop_gets_what_the_golden_says() {
    let book = book("متن.", "Text.");
    let made = pages(&book, EditionKind::Single(Lang::FA), Destination::Press);
    let design = Design::default();
    let spine = cover::spine(120, Mm(0.1));
    let edition = EditionKind::Single(Lang::FA);
    let cover = cover::cover(&book, edition, spine, &design, shaper(), &furnishing()).unwrap();
    let text = dump::pages(&made, 0..1) + &dump::pages(&cover, 0..1);
    assert_eq!(compare("press", &text), None);
}
