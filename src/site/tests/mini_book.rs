//! The book of the tests: two cities and a page, in which every construct
//! stands in both languages but for one page, which is only in Persian.

use std::io::Cursor;
use std::path::Path;

use crate::config::Drafts;
use crate::content;
use crate::diag::{Findings, Severity};
use crate::resolve::{Resolved, resolve};
use crate::source::Sources;
use crate::theme::Theme;

const BOOK: &str = r#"
title: {fa: کتاب کوچک, en: A Small Book}
subtitle: {fa: برای آزمون, en: For tests}
description: {fa: "کتابی با <نشانه>", en: "A book with <marks>"}
publisher: {fa: ناشر, en: A publisher}
rights: {fa: همهٔ حقوق محفوظ است., en: All rights reserved.}
languages: [fa, en]
spine:
  - title: {fa: میزبان, en: Host}
    cities: [isfahan]
  - title: {fa: خواهرها, en: Sisters}
    cities: [porto]
  - title: {fa: دیگر, en: More}
    pages: [only]
"#;

const ISFAHAN: &str = r#"
kind: host
name: {fa: اصفهان, en: Isfahan}
country: IR
location: {lat: 32.65, lon: 51.67}
elevation: 1574
"#;

const PORTO: &str = r#"
kind: sister
name: {fa: پورتو, en: Porto}
local_names: [{text: 西安, lang: zh-Hans}, {text: بعلبك, lang: ar}]
country: PT
location: {lat: 41.15, lon: -8.61}
elevation: 83
population: {value: 231800, year: 2021}
heritage:
  - {name: {fa: مرکز تاریخی, en: Historic Centre}, year: 1996, whc: 755}
pact:
  signed: 2021-07-28
  certainty: single-source
  place: {fa: اصفهان, en: Isfahan}
  signatories: [{fa: یکی, en: One}, {fa: دیگری, en: Another}]
  scan: images/a.png
  scan_alt: {fa: سند پیمان, en: The pact}
  note: {fa: "تاریخ «نامطمئن» است.", en: The date is unsure.}
  sources: [one]
links:
  - {kind: film, year: 2022, text: {fa: یک فیلم, en: A film}, sources: [two]}
likeness:
  - {aspect: {fa: رود, en: River}, isfahan: {fa: زاینده‌رود, en: Zayandeh Rud}, city: {fa: دورو, en: Douro}}
"#;

const PORTO_FA: &str = r##"---
title: پورتو
subtitle: شهر Porto
summary: شهری در کنار رود با ۵ پل.
authors: [نویسنده]
translators: [مترجم]
updated: 2026-03-21
---

متنی با *تأکید*، **قوت**، ~~خط‌خورده~~ و `code <b>` و Firenze و 西安 و +98 21 5555 0100.
پیوند به [[isfahan]] و [[porto#verse|شعر]] و [بیرون](https://example.org/پل?a=1&b=2)؛ [واژه](term:sister)
و [نام](index:name) و منبع [@one, p. 12; @two].[^a]\
سطر تازه[^b] و باز همان.[^a]

```{facts}
```

## بخش نخست

- یک
- دو
  - سه
- [x] انجام
- [ ] مانده

3. سوم
4. چهارم

   با دو بند

> نقل قول

### زیربخش

| ستون | عدد | |
|:-----|----:|:-:|
| الف  | ۱۲  | ب |

اصطلاح
: معنی آن
: معنی دیگر

```rust
let a = "<é>";
```

---

## شعر {#verse}

```{verse}
نخستین نیمه / دومین نیمه
سطر تنها

بار دیگر / پایان
— شاعر
```

![تصویر «پل»](images/a.png "پل با <نشانه>")

```{figure}
src: images/a.png
alt: همان
caption: با [[isfahan]]
id: bridge
```

```{gallery}
- {src: images/a.png, alt: یک, caption: نخست}
- {src: images/a.png, alt: دو}
```

```{video}
src: images/film.mp4
poster: images/a.png
alt: فیلم پل
caption: فیلم
```

```{map}
caption: راه
```

```{chart}
kind: elevation
```

```{timeline}
```

```{open-points}
```

```{likeness}
```

```{pact}
```

[^a]: یادداشتی با Latin.
[^b]: دومی.
"##;

const PORTO_EN: &str = r##"---
title: Porto
subtitle: "The city of شعر"
summary: A city on a river with 5 bridges.
authors: [An Author]
translators: [A Translator]
updated: 2026-03-21
---

Text with *stress*, **strength**, ~~struck~~ and `code <b>` and شیان and 西安.
A link to [[isfahan]] and [[porto#verse|verse]] and [outside](https://example.org/?a=1&b=2); a [word](term:sister),
a [name](index:name) and a source [@one, p. 12; @two].[^a]\
A new line[^b] and the same.[^a]

```{facts}
```

## A first section {#first}

- one
- two

> A quotation

| Column | Number |
|:-------|-------:|
| a      |     12 |

Term
: Its meaning

## Verse {#verse}

```{verse}
Once upon a time / there was a bridge
نیمهٔ یک / نیمهٔ دو
```

![A bridge](images/a.png "The bridge")

```{map}
```

```{chart}
kind: elevation
```

```{timeline}
```

```{open-points}
```

```{likeness}
```

```{pact}
```

[^a]: A note with فارسی.
[^b]: Another.
"##;

const HOST_FA: &str = "---\ntitle: اصفهان\n---\n\nمتن.\n";
const HOST_EN: &str = "---\ntitle: Isfahan\n---\n\nText.\n";
const ONLY_FA: &str = "---\ntitle: تنها فارسی\n---\n\n[[porto#verse|شعر]] و [@one].\n\n## سربخش\n\nپایان.\n";

const SOURCES: &str = "@misc{one, title = {A \\& B}, author = {Doe, Jane}, year = {2020}, url = {https://example.org/one}}\n\
                       @book{two, title = {کتاب دوم}, author = {یکی}, year = {1399}, publisher = {ناشر}}\n";

const GLOSSARY: &str = "- key: sister\n  term: {fa: خواهرخوانده, en: Sister city}\n  \
                        definition: {fa: شهری با پیمان, en: A city with a pact}\n";

/// The book, and the folder in which its film lies.
pub fn mini_book() -> (tempfile::TempDir, Resolved) {
    let folder = tempfile::tempdir().unwrap();
    let root = folder.path();
    let picture = picture();
    let files: [(&str, &[u8]); 13] = [
        ("book.yaml", BOOK.as_bytes()),
        ("references.bib", SOURCES.as_bytes()),
        ("glossary.yaml", GLOSSARY.as_bytes()),
        ("cities/isfahan/city.yaml", ISFAHAN.as_bytes()),
        ("cities/isfahan/fa.md", HOST_FA.as_bytes()),
        ("cities/isfahan/en.md", HOST_EN.as_bytes()),
        ("cities/porto/city.yaml", PORTO.as_bytes()),
        ("cities/porto/fa.md", PORTO_FA.as_bytes()),
        ("cities/porto/en.md", PORTO_EN.as_bytes()),
        ("cities/porto/images/a.png", &picture),
        ("cities/porto/images/film.mp4", b"film"),
        ("pages/only/fa.md", ONLY_FA.as_bytes()),
        ("pages/only/.keep", b""),
    ];
    for (path, bytes) in files {
        let path = root.join(path);
        std::fs::create_dir_all(path.parent().unwrap()).unwrap();
        std::fs::write(path, bytes).unwrap();
    }
    let book = read(root);
    (folder, book)
}

fn read(root: &Path) -> Resolved {
    let mut sources = Sources::default();
    let mut found = Findings::default();
    let theme = Theme::load(None).unwrap();
    let book = content::load(root, Drafts::Leave, &mut sources, &mut found);
    let resolved = book.map(|book| {
        resolve(book, root, &theme, &crate::cache::Cache::default(), &sources, &mut found).unwrap()
    });
    let errors = found.sorted(&sources).into_iter().filter(|finding| finding.severity == Severity::Error);
    // The page without a translation is one on purpose.
    let errors: Vec<_> = errors.filter(|finding| finding.code != "translation.missing").collect();
    assert!(errors.is_empty(), "{errors:#?}");
    resolved.unwrap()
}

fn picture() -> Vec<u8> {
    let mut bytes = Cursor::new(Vec::new());
    image::RgbImage::new(4, 3).write_to(&mut bytes, image::ImageFormat::Png).unwrap();
    bytes.into_inner()
}
