//! Hostile and broken content: a diagnostic with file and place, the exit
//! status of the contract, the old output untouched, no panic, bounded time.
//!
//! Each case damages one thing of a book that was built, builds again, and
//! compares the whole report with `tests/errors/<name>.txt`.

use std::fs;
use std::os::unix::fs::symlink;

use crate::mini_book::{BOUND, MiniBook, Outcome, assert_report, joined};

/// The build ends with errors, tells where, and leaves the old site whole.
#[track_caller]
fn refused(name: &str, damage: impl FnOnce(&MiniBook)) {
    refused_with(name, &["build", "--only", "site"], damage);
}

#[track_caller]
fn refused_with(name: &str, arguments: &[&str], damage: impl FnOnce(&MiniBook)) {
    assert_report(name, &refusal(arguments, damage).report());
}

/// The run that refuses a damaged book.
#[track_caller]
fn refusal(arguments: &[&str], damage: impl FnOnce(&MiniBook)) -> Outcome {
    let book = MiniBook::built();
    let before = book.output();
    damage(&book);
    let outcome = book.run(arguments);
    bounded(&outcome);
    outcome.assert_status(1);
    assert!(outcome.stderr.contains("error["), "no error is told:\n{}", outcome.report());
    assert!(outcome.stderr.contains("  --> "), "no place is told:\n{}", outcome.report());
    assert!(book.output() == before, "the old output was touched");
    outcome
}

/// The build may pass or not, but it ends, and says so.
#[track_caller]
fn survived(damage: impl FnOnce(&MiniBook)) {
    let book = MiniBook::new();
    damage(&book);
    let outcome = book.build();
    bounded(&outcome);
    assert!(matches!(outcome.status, Some(0 | 1)), "{}", outcome.report());
    if outcome.status == Some(1) {
        assert!(outcome.stderr.contains("  --> "), "no place is told:\n{}", outcome.report());
    }
}

#[track_caller]
fn bounded(outcome: &Outcome) {
    assert!(outcome.took < BOUND, "{:?} passed", outcome.took);
    assert!(!outcome.stderr.contains("panicked"), "{}", outcome.stderr);
    assert!(outcome.stderr.len() < 100_000, "a report of {} bytes", outcome.stderr.len());
}

// Files as bytes.

#[test]
fn invalid_utf8() {
    refused("invalid-utf8", |book| {
        let mut bytes = book.read("cities/xian/fa.md").into_bytes();
        bytes.extend(b"\xd8\xff\n");
        book.write("cities/xian/fa.md", bytes);
    });
}

#[test]
fn byte_order_mark() {
    refused("byte-order-mark", |book| {
        book.write("cities/xian/en.md", format!("\u{feff}{}", book.read("cities/xian/en.md")));
    });
}

#[test]
fn empty_file() {
    refused("empty-file", |book| book.write("cities/xian/fa.md", ""));
}

#[test]
fn empty_city() {
    refused("empty-city", |book| book.write("cities/xian/city.yaml", ""));
}

#[test]
fn empty_book() {
    refused("empty-book", |book| book.write("book.yaml", ""));
}

#[test]
fn no_book() {
    refused("no-book", |book| book.remove("book.yaml"));
}

#[test]
fn folder_in_place_of_a_file() {
    refused("folder-in-place-of-a-file", |book| {
        book.remove("cities/xian/fa.md");
        fs::create_dir(book.content("cities/xian/fa.md")).unwrap();
    });
}

#[test]
fn control_characters() {
    refused("control-characters", |book| {
        book.append("cities/xian/en.md", "A bell \u{7} and an end \u{0} here.\n");
    });
}

#[test]
fn bidi_controls() {
    refused("bidi-controls", |book| {
        book.append("cities/xian/en.md", "Reversed \u{202e}here\u{202c}, `and \u{2066}there`.\n");
        book.append("cities/xian/city.yaml", "founded: {fa: کهن, en: \"old\\u202e\"}\n");
    });
}

// YAML.

#[test]
fn unclosed_front_matter() {
    refused("unclosed-front-matter", |book| book.write("cities/xian/fa.md", "---\ntitle: شیان\n\nمتن\n"));
}

#[test]
fn no_front_matter() {
    refused("no-front-matter", |book| book.write("cities/xian/fa.md", "# شیان\n"));
}

#[test]
fn unclosed_yaml() {
    refused("unclosed-yaml", |book| {
        book.edit("cities/xian/city.yaml", "{fa: شیان, en: Xi’an}", "{fa: شیان, en: Xi’an");
    });
}

#[test]
fn unclosed_quote_in_front_matter() {
    refused("unclosed-quote", |book| book.edit("cities/xian/en.md", "title: Xi’an", "title: \"Xi’an"));
}

#[test]
fn yaml_with_tabs() {
    refused("yaml-tabs", |book| book.edit("cities/xian/city.yaml", "  signed:", "\tsigned:"));
}

#[test]
fn yaml_with_duplicate_keys() {
    refused("yaml-duplicate-keys", |book| book.append("cities/xian/city.yaml", "country: CN\n"));
}

#[test]
fn yaml_anchors_that_explode() {
    refused("yaml-explosion", |book| {
        let mut bomb =
            String::from("river: {fa: &a0 رود, en: x}\nfounded:\n  fa: &a [x, x, x, x, x, x, x, x, x]\n");
        for level in 1..12 {
            let before = if level == 1 { "a".to_owned() } else { format!("b{}", level - 1) };
            let uses = vec![format!("*{before}"); 9].join(", ");
            bomb.push_str(&format!("  k{level}: &b{level} [{uses}]\n"));
        }
        book.append("cities/xian/city.yaml", &bomb);
    });
}

#[test]
fn yaml_of_ten_megabytes() {
    refused("yaml-ten-megabytes", |book| {
        let entry =
            |n: usize| format!("term-{n}:\n  term: {{fa: واژه, en: word}}\n  definition: {{fa: ن, en: n}}\n");
        let text: String = (0..).map(entry).take(10 << 20 >> 6).collect();
        assert!(text.len() > 10 << 20);
        book.write("glossary.yaml", text);
    });
}

#[test]
fn yaml_nested_deep() {
    refused("yaml-nested-deep", |book| {
        let deep = format!("heritage: {}{}\n", "[".repeat(10_000), "]".repeat(10_000));
        book.append("cities/xian/city.yaml", &deep);
    });
}

#[test]
fn yaml_of_another_shape() {
    refused("yaml-other-shape", |book| {
        book.write("book.yaml", "- a list\n- of words\n");
    });
}

#[test]
fn bibliography_that_is_no_bibtex() {
    refused("bad-bibliography", |book| book.write("references.bib", "@misc{census,\n  title = {Unclosed\n"));
}

/// Of each entry the first fault, though the first open brace takes all that follows with it.
#[test]
fn bibliography_with_a_fault_in_each_entry() {
    let entries = "@misc{one,\n  title = {Unclosed\n}\n\n@misc{census, title = {Census}}\n\n\
                   @misc{two,\n  title = {Two}\n  year = 2020\n}\n";
    refused("bibliography-faults", |book| book.write("references.bib", entries));
    let entries = "@misc{census, title = nobody}\n\n@misc{one, title = {One}}\n\n@misc{one, title = {Two}}\n\n\
                   @misc{two, title = {$x}}\n";
    refused("bibliography-entries", |book| book.write("references.bib", entries));
}

#[test]
fn bibliography_that_goes_round() {
    let entries = "@misc{census, crossref = {one}, title = {Census}}\n\n@misc{one, xdata = {two, census}}\n\n\
                   @xdata{two, note = {Two}}\n";
    refused("bibliography-inherits", |book| book.write("references.bib", entries));
    let entries = "@string{one = two # { x}}\n@string{two = one}\n@misc{census, title = one}\n";
    refused("bibliography-strings", |book| book.write("references.bib", entries));
}

#[test]
fn bibliography_that_is_deep() {
    let commands = format!("{}x{}", "\\emph{".repeat(50_000), "}".repeat(50_000));
    refused("bibliography-deep", |book| {
        book.write("references.bib", format!("@misc{{census, title = {{{commands}}}}}\n"));
    });
    let chain = |number: usize| format!("@misc{{k{number}, crossref = {{k{}}}}}\n", number + 1);
    let outcome = refusal(&["build", "--only", "site"], |book| {
        let chain: String = (0..6000).map(chain).collect();
        book.write("references.bib", format!("@misc{{census, title = {{A}}}}\n{chain}"));
    });
    assert!(outcome.stderr.contains("inherits from itself, or from too many others in turn"));
}

#[test]
fn bibliography_of_strings_that_double() {
    let doubled = |number: usize| format!("@string{{s{} = s{number} # s{number}}}\n", number + 1);
    refused("bibliography-doubled", |book| {
        let doubled: String = (0..22).map(doubled).collect();
        book.write(
            "references.bib",
            format!("@string{{s0 = {{x}}}}\n{doubled}@misc{{census, title = s20 # s1}}\n"),
        );
    });
}

// Markdown.

#[test]
fn unclosed_fence() {
    refused("unclosed-fence", |book| book.append("cities/xian/fa.md", "\n```{map}\ncaption: نقشه\n"));
}

#[test]
fn quotes_nested_deep() {
    refused("nested-quotes", |book| {
        book.append("cities/xian/en.md", &format!("\n{} deep\n", "> ".repeat(10_000)));
    });
}

#[test]
fn lists_nested_deep() {
    refused("nested-lists", |book| {
        let list: String = (0..400).map(|depth| format!("{}- x\n", "  ".repeat(depth))).collect();
        book.append("cities/xian/en.md", &format!("\n{list}"));
    });
}

#[test]
fn marks_repeated_ten_thousand_times() {
    for mark in [
        "[", "![", "[[", "*a **a ", "`", "- ", "1. ", "<", "{", "\\", "[^", "[@", "~~a", "|", "&#", "#", "_a",
    ] {
        survived(|book| book.append("cities/xian/en.md", &format!("\n{}\n", mark.repeat(10_000))));
    }
}

#[test]
fn lists_on_one_line_ten_thousand_deep() {
    refused("nested-lists-on-a-line", |book| {
        book.append("cities/xian/en.md", &format!("\n{}x\n", "- ".repeat(10_000)));
    });
}

#[test]
fn table_of_ten_thousand_columns() {
    refused("wide-table", |book| {
        let row = |cell: &str| format!("|{}\n", format!("{cell}|").repeat(10_000));
        book.append("cities/xian/en.md", &format!("\n{}{}{}", row("a"), row("-"), row("b")));
    });
}

#[test]
fn table_too_wide_for_its_words() {
    let book = MiniBook::new();
    let row = |cell: &str| format!("|{}\n", format!("{cell}|").repeat(30));
    book.append("cities/xian/en.md", &format!("\n{}{}{}", row("head"), row("-"), row("words")));
    let outcome = book.run(&["build", "--only", "pdf", "--edition", "en"]);
    bounded(&outcome);
    assert_report("narrow-columns", &outcome.report());
}

#[test]
fn footnote_that_cites_itself() {
    refused("footnote-in-itself", |book| {
        book.append("cities/xian/en.md", "\nWords[^loop].\n\n[^loop]: See[^loop].\n");
    });
}

#[test]
fn footnotes_that_cite_each_other() {
    refused("footnotes-in-a-ring", |book| {
        book.append("cities/xian/en.md", "\nWords[^a].\n\n[^a]: See[^b].\n\n[^b]: See[^a].\n");
    });
}

// Pictures.

fn figure(book: &MiniBook, path: &str) {
    book.append("cities/xian/en.md", &format!("\n![A picture]({path} \"Caption\")\n"));
    book.append("cities/xian/fa.md", &format!("\n![تصویر]({path} \"شرح\")\n"));
}

#[test]
fn picture_that_is_none() {
    refused("picture-no-picture", |book| {
        book.write("cities/xian/images/wall.jpg", "These are words, not a picture.\n");
        figure(book, "images/wall.jpg");
    });
}

#[test]
fn picture_cut_short() {
    refused("picture-cut-short", |book| {
        let whole = png(64, 64);
        book.write("cities/xian/images/wall.png", &whole[..whole.len() / 2]);
        figure(book, "images/wall.png");
    });
}

#[test]
fn picture_of_ten_thousand_million_pixels() {
    refused("picture-huge", |book| {
        book.write("cities/xian/images/wall.png", png_head(100_000, 100_000));
        figure(book, "images/wall.png");
    });
}

#[test]
fn picture_of_no_pixels() {
    refused("picture-empty", |book| {
        book.write("cities/xian/images/wall.png", png_head(0, 0));
        figure(book, "images/wall.png");
    });
}

#[test]
fn picture_by_an_absolute_path() {
    refused("picture-absolute", |book| figure(book, "/etc/hostname"));
}

#[test]
fn picture_above_the_content() {
    refused("picture-above", |book| {
        book.write_beside("secret.png", png(8, 8));
        figure(book, "../../../secret.png");
    });
}

#[test]
fn picture_by_a_link_out_of_the_content() {
    refused("picture-link-out", |book| {
        book.write_beside("secret.png", png(8, 8));
        fs::create_dir_all(book.content("cities/xian/images")).unwrap();
        symlink(book.folder().join("secret.png"), book.content("cities/xian/images/wall.png")).unwrap();
        figure(book, "images/wall.png");
    });
}

#[test]
fn picture_by_a_link_to_itself() {
    refused("picture-link-loop", |book| {
        fs::create_dir_all(book.content("cities/xian/images")).unwrap();
        symlink("wall.png", book.content("cities/xian/images/wall.png")).unwrap();
        figure(book, "images/wall.png");
    });
}

// Chapters and their addresses.

#[test]
fn text_by_a_link_out_of_the_content() {
    refused("text-link-out", |book| {
        book.write_beside("secret.md", book.read("cities/xian/en.md"));
        book.remove("cities/xian/en.md");
        symlink(book.folder().join("secret.md"), book.content("cities/xian/en.md")).unwrap();
    });
}

#[test]
fn chapter_folder_that_leads_into_itself() {
    refused("chapter-link-loop", |book| {
        symlink(book.content("cities"), book.content("cities/again")).unwrap();
    });
}

#[test]
fn two_chapters_with_one_slug() {
    refused("slug-twice", |book| {
        for lang in ["fa", "en"] {
            book.write(&format!("pages/xian/{lang}.md"), book.read(&format!("pages/preface/{lang}.md")));
        }
        book.edit("book.yaml", "[preface]", "[preface, xian]");
    });
}

#[test]
fn slugs_that_are_no_addresses() {
    refused("slug-wrong", |book| {
        book.edit("book.yaml", "[preface]", "[preface, a/b, .., \"..\\\\x\", Xian, شیان, \"\", map, a--b]");
    });
}

// Themes.

const THEMED: [&str; 5] = ["build", "--only", "site", "--theme", "theme"];

#[test]
fn theme_with_a_broken_template() {
    refused_with("theme-broken", &THEMED, |book| {
        book.write_beside("theme/templates/chapter.html", "{% if title %}\n<p>{{ title }</p>\n");
    });
}

#[test]
fn theme_with_an_unknown_variable() {
    // The report goes on with every variable there is: a list that grows with the theme.
    let outcome = refusal(&THEMED, |book| {
        book.write_beside("theme/templates/chapter.html", "<p>{{ no_such_value }}</p>\n");
    });
    assert!(outcome.stderr.contains("no_such_value"), "{}", outcome.report());
    assert!(outcome.stderr.contains("templates/chapter.html:1:7"), "{}", outcome.report());
}

#[test]
fn theme_with_a_missing_parent() {
    refused_with("theme-missing-parent", &THEMED, |book| {
        book.write_beside("theme/templates/chapter.html", "{% extends \"nowhere.html\" %}\n");
    });
}

#[test]
fn theme_that_includes_itself() {
    refused_with("theme-recursive", &THEMED, |book| {
        book.write_beside("theme/templates/chapter.html", "<p>{% include \"chapter.html\" %}</p>\n");
    });
}

#[test]
fn theme_that_extends_itself() {
    refused_with("theme-extends-itself", &THEMED, |book| {
        book.write_beside("theme/templates/chapter.html", "{% extends \"chapter.html\" %}\n");
    });
}

#[test]
fn theme_with_more_alternatives_than_can_be_followed() {
    refused_with("theme-alternatives", &THEMED, |book| {
        let alternatives = "{% elif true %}\n".repeat(100_000);
        book.write_beside(
            "theme/templates/404.html",
            format!("{{% if true %}}\n{alternatives}{{% endif %}}"),
        );
    });
}

#[test]
fn theme_with_a_citation_style_that_is_deep() {
    refused_with("theme-deep-style", &THEMED, |book| {
        let groups = format!("{}{}", "<group>".repeat(100_000), "</group>".repeat(100_000));
        book.write_beside(
            "theme/citations/style-en.xml",
            format!("<style>\n<layout>{groups}</layout></style>"),
        );
    });
}

#[test]
fn theme_that_is_not_there() {
    refused_with("theme-missing", &THEMED, |_| {});
}

#[test]
fn theme_that_is_a_file() {
    refused_with("theme-file", &THEMED, |book| book.write_beside("theme", "words"));
}

#[test]
fn theme_that_leads_out_of_itself() {
    refused_with("theme-link-out", &THEMED, |book| {
        book.write_beside("secret.css", "body { color: red }");
        fs::create_dir_all(book.folder().join("theme")).unwrap();
        symlink(book.folder().join("secret.css"), book.folder().join("theme/style.css")).unwrap();
    });
}

#[test]
fn font_by_a_link_out_of_the_theme() {
    refused_with("font-link-out", &THEMED, |book| {
        let font = concat!(env!("CARGO_MANIFEST_DIR"), "/fonts/MarkaziText-Regular.ttf");
        fs::create_dir_all(book.folder().join("theme/fonts")).unwrap();
        symlink(font, book.folder().join("theme/fonts/MarkaziText-Regular.ttf")).unwrap();
    });
}

#[test]
fn theme_with_a_setting_that_is_none() {
    refused_with("theme-setting", &THEMED, |book| {
        book.write_beside("theme/theme.yaml", "trim: raqi\nkashidah: full\n");
    });
}

#[test]
fn font_that_is_none() {
    refused_with("font-none", &THEMED, |book| {
        book.write_beside("theme/fonts/MarkaziText-Regular.ttf", "words");
    });
}

#[test]
fn font_cut_short_at_any_place() {
    let font = concat!(env!("CARGO_MANIFEST_DIR"), "/fonts/MarkaziText-Regular.ttf");
    let whole = fs::read(font).unwrap();
    for percent in [10, 50, 90, 99] {
        refused_with("font-cut-short", &THEMED, |book| {
            let kept = &whole[..whole.len() * percent / 100];
            book.write_beside("theme/fonts/MarkaziText-Regular.ttf", kept);
        });
    }
}

#[test]
fn font_with_a_table_that_is_none() {
    let font = concat!(env!("CARGO_MANIFEST_DIR"), "/fonts/MarkaziText-Regular.ttf");
    let pdf = ["build", "--only", "pdf", "--theme", "theme"];
    for (name, arguments, tag) in [("font-table-site", THEMED, b"GSUB"), ("font-table-pdf", pdf, b"loca")] {
        refused_with(name, &arguments, |book| {
            let mut font = fs::read(font).unwrap();
            let range = table(&font, tag);
            // The head of the table stays, or it would be told when the font is read.
            font[range].iter_mut().skip(10).for_each(|byte| *byte = 0xff);
            book.write_beside("theme/fonts/MarkaziText-Regular.ttf", font);
        });
    }
}

/// Where a table of a font lies (OpenType 1.9, table directory).
fn table(font: &[u8], tag: &[u8; 4]) -> std::ops::Range<usize> {
    let number = |at: usize| u32::from_be_bytes(font[at..at + 4].try_into().unwrap()) as usize;
    let mut records = (12..).step_by(16);
    let record = records.find(|at| font[*at..].starts_with(tag)).unwrap();
    number(record + 8)..number(record + 8) + number(record + 12)
}

#[test]
fn theme_with_broken_words() {
    refused_with("theme-strings", &THEMED, |book| {
        book.write_beside("theme/strings/fa.yaml", joined("cover: {title: می~رود\n"));
    });
}

// A PNG by hand (PNG 3rd edition, §5, §11.2.1): its head may claim any size.

fn png_head(width: u32, height: u32) -> Vec<u8> {
    let mut header = [width.to_be_bytes(), height.to_be_bytes()].concat();
    header.extend([8, 2, 0, 0, 0]);
    [b"\x89PNG\r\n\x1a\n".to_vec(), chunk(b"IHDR", &header), chunk(b"IDAT", b"\x78\x9c"), chunk(b"IEND", b"")]
        .concat()
}

fn chunk(kind: &[u8; 4], bytes: &[u8]) -> Vec<u8> {
    let length = u32::try_from(bytes.len()).unwrap().to_be_bytes();
    let body = [kind.as_slice(), bytes].concat();
    [length.to_vec(), body.clone(), crc(&body).to_be_bytes().to_vec()].concat()
}

/// ISO 3309, as PNG Annex D has it.
fn crc(bytes: &[u8]) -> u32 {
    !bytes.iter().fold(!0_u32, |crc, byte| {
        (0..8).fold(crc ^ u32::from(*byte), |crc, _| (crc >> 1) ^ (0xedb8_8320 * (crc & 1)))
    })
}

pub fn png(width: u32, height: u32) -> Vec<u8> {
    let mut bytes = Vec::new();
    let picture = image::RgbImage::from_fn(width, height, |x, y| image::Rgb([x as u8, y as u8, 90]));
    picture.write_to(&mut std::io::Cursor::new(&mut bytes), image::ImageFormat::Png).unwrap();
    bytes
}
