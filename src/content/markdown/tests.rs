//! The tree and the findings that the dialect gives, as text.

use super::*;
use crate::diag::{Style, render};
use crate::doc::{Alignment, Block, BlockKind, InlineKind, RawInsert, RawTarget, VerseLine};
use crate::source::Sources;

fn read(lang: Lang, text: &str) -> (Document<Parsed>, String) {
    let mut sources = Sources::default();
    let source = sources.add("a.md".into(), text.into());
    let mut found = Findings::default();
    let names = LocalNames::default();
    let document = parse(Piece { source, offset: 0, text }, Context { lang, names: &names }, &mut found);
    let findings = found.sorted(&sources);
    let report = findings.iter().map(|finding| render(finding, &sources, Style::Plain, Lang::EN)).collect();
    (document, report)
}

#[track_caller]
fn check_in(lang: Lang, markdown: &str, expected: &str) {
    let (document, report) = read(lang, markdown);
    assert_eq!(report, "");
    let mut out = String::new();
    blocks(&document.blocks, 0, &mut out);
    for note in &document.notes {
        out.push_str(&format!("note {}\n", note.label));
        blocks(&note.blocks, 1, &mut out);
    }
    assert_eq!(out.trim_end(), expected.trim());
}

#[track_caller]
fn check(markdown: &str, expected: &str) {
    check_in(Lang::EN, markdown, expected);
}

#[track_caller]
fn check_report(markdown: &str, code: &str, position: &str) {
    let (_, report) = read(Lang::EN, markdown);
    assert!(report.contains(&format!("[{code}]")), "{report}");
    assert!(report.contains(&format!("a.md:{position}\n")), "{report}");
}

fn line(out: &mut String, depth: usize, text: String) {
    out.push_str(&format!("{}{text}\n", "  ".repeat(depth)));
}

fn blocks(all: &[Block<Parsed>], depth: usize, out: &mut String) {
    for block in all {
        match &block.kind {
            BlockKind::Paragraph(content) => line(out, depth, format!("p {}", inlines(content))),
            BlockKind::Heading(heading) => {
                let id = heading.mark.as_ref().map_or("-", |id| &id.text);
                line(out, depth, format!("h{} {id} {}", heading.level, inlines(&heading.content)));
            }
            BlockKind::List(list) => {
                line(out, depth, format!("list {:?}", list.start));
                for item in &list.items {
                    line(out, depth, format!("item {:?}", item.task));
                    blocks(&item.blocks, depth + 1, out);
                }
            }
            BlockKind::Quote(inner) => {
                line(out, depth, "quote".into());
                blocks(inner, depth + 1, out);
            }
            BlockKind::Code { info, text } => line(out, depth, format!("code {info:?} {text:?}")),
            BlockKind::Table(table) => {
                let aligns: String = table
                    .columns
                    .iter()
                    .map(|align| match align {
                        Alignment::Start => 's',
                        Alignment::Center => 'c',
                        Alignment::End => 'e',
                    })
                    .collect();
                line(out, depth, format!("table {aligns}"));
                for row in std::iter::once(&table.head).chain(&table.rows) {
                    line(
                        out,
                        depth,
                        format!("  {}", row.iter().map(|cell| inlines(cell)).collect::<Vec<_>>().join(" | ")),
                    );
                }
            }
            BlockKind::Definitions(definitions) => {
                for definition in definitions {
                    line(out, depth, format!("term {}", inlines(&definition.term)));
                    for detail in &definition.details {
                        blocks(detail, depth + 1, out);
                    }
                }
            }
            BlockKind::Verse(verse) => {
                line(out, depth, "verse".into());
                for verse_line in &verse.lines {
                    line(
                        out,
                        depth,
                        match verse_line {
                            VerseLine::Couplet(a, b) => format!("  {} / {}", inlines(a), inlines(b)),
                            VerseLine::Single(a) => format!("  {}", inlines(a)),
                            VerseLine::Gap => "  gap".into(),
                        },
                    );
                }
                line(out, depth, format!("  by {}", inlines(&verse.attribution)));
            }
            BlockKind::Rule => line(out, depth, "rule".into()),
            BlockKind::Figure(figure) => line(
                out,
                depth,
                format!(
                    "figure {} {:?} {}",
                    figure.picture.path.text,
                    figure.picture.alt,
                    inlines(&figure.caption)
                ),
            ),
            BlockKind::Insert(insert) => line(
                out,
                depth,
                match insert {
                    RawInsert::Map { caption } => format!("map {}", inlines(caption)),
                    RawInsert::Chart { kind, caption } => {
                        format!("chart {} {}", kind.as_str(), inlines(caption))
                    }
                    RawInsert::Gallery(figures) => format!("gallery {}", figures.len()),
                    RawInsert::Video { file, .. } => format!("video {}", file.text),
                    other => format!("{other:?}").to_lowercase(),
                },
            ),
        }
    }
}

fn inlines(all: &[Inline<Parsed>]) -> String {
    let parts = all.iter().map(|inline| match &inline.kind {
        InlineKind::Text(text) => format!("{text:?}"),
        InlineKind::Code(text) => format!("code({text:?})"),
        InlineKind::Emphasis(content) => format!("em({})", inlines(content)),
        InlineKind::Strong(content) => format!("strong({})", inlines(content)),
        InlineKind::Strike(content) => format!("del({})", inlines(content)),
        InlineKind::Foreign { lang, content, .. } => format!("{lang}({})", inlines(content)),
        InlineKind::Link { target, content } => match target {
            RawTarget::Chapter { slug, anchor } => {
                let anchor = anchor.as_ref().map_or("", |anchor| &anchor.text);
                format!("chapter({}#{anchor} {})", slug.text, inlines(content))
            }
            RawTarget::Anchor(id) => format!("anchor({} {})", id.text, inlines(content)),
            RawTarget::Url(url) => format!("url({} {})", url.text, inlines(content)),
        },
        InlineKind::Citation(items) => {
            let items = items.iter().map(|item| format!("{}{:?}", item.key.text, item.locator));
            format!("cite({})", items.collect::<Vec<_>>().join(" "))
        }
        InlineKind::NoteRef(label) => format!("note({})", label.text),
        InlineKind::Picture(picture) => format!("picture({})", picture.path.text),
        InlineKind::Term { term, content } => format!("term({} {})", term.text, inlines(content)),
        InlineKind::IndexMark { entry, content } => format!("index({} {})", entry.text, inlines(content)),
        InlineKind::SoftBreak => "soft".into(),
        InlineKind::HardBreak => "hard".into(),
    });
    parts.collect::<Vec<_>>().join(" ")
}

#[test]
fn captions_and_verse_call_the_notes_of_their_text() {
    let note = "\n\n[^n]: words\n";
    let called = "note n\n  p \"words\"";
    check(
        &format!("![a](a.png \"A wall[^n]\"){note}"),
        &format!("figure a.png \"a\" \"A wall\" note(n)\n{called}"),
    );
    check(&format!("```{{map}}\ncaption: A way[^n]\n```{note}"), &format!("map \"A way\" note(n)\n{called}"));
    check(
        &format!("```{{verse}}\none[^n] / two\n```{note}"),
        &format!("verse\n  \"one\" note(n) / \"two\"\n  by \n{called}"),
    );
    check_report("![a](a.png \"A wall[^m]\")\n\nb[^n]\n\n[^n]: words", "note.undefined", "1:19");
    check_report("b[^n]\n\n[^n]: ![a](a.png \"A wall[^n]\")", "note.ring", "3:25");
}

#[test]
fn lines_hold_what_commonmark_says() {
    check("a *b* **c** ~~d~~ `e`", r#"p "a " em("b") " " strong("c") " " del("d") " " code("e")"#);
    check("a\nb  \nc", r#"p "a" soft "b" hard "c""#);
    check(r"\*a\* &amp; b", r#"p "*a* & b""#);
}

#[test]
fn links_lead_to_chapters_headings_and_addresses() {
    check(
        "[[xian]] [[xian|words]] [[xian#history]] [w](#id) [w](https://a.b) <https://c.d>",
        r##"p chapter(xian# ) " " chapter(xian# "words") " " chapter(xian#history ) " " anchor(id "w") " " url(https://a.b "w") " " url(https://c.d "https://c.d")"##,
    );
}

#[test]
fn citations_terms_and_index_marks() {
    check(
        "[@a, p. 12; @b] x [w](term:k) [v](index:e)",
        r#"p cite(aSome("p. 12") bNone) " x " term(k "w") " " index(e "v")"#,
    );
    check("plain [words] in brackets", r#"p "plain [words] in brackets""#);
}

#[test]
fn quotation_marks_are_the_languages_own() {
    check(r#""a 'b' c" don't"#, r#"p "“a ‘b’ c” don’t""#);
    check_in(Lang::FA, r#""الف 'ب' پ""#, r#"p "«الف ‹ب› پ»""#);
    check_in(Lang::FA, "«الف»", r#"p "«الف»""#);
}

#[test]
fn foreign_words_are_set_apart() {
    check_in(Lang::FA, "نام Isfahan است", r#"p "نام " en("Isfahan") " است""#);
    check("the word اصفهان here", r#"p "the word " fa("اصفهان") " here""#);
}

#[test]
fn zwnj_stays_inside_its_word() {
    check_in(Lang::FA, "می\u{200c}روم", "p \"می\\u{200c}روم\"");
}

#[test]
fn blocks_nest() {
    check("- a\n- [x] b\n\n  c\n", "list None\nitem None\n  p \"a\"\nitem Some(true)\n  p \"b\"\n  p \"c\"");
    check("3. a\n", "list Some(3)\nitem None\n  p \"a\"");
    check("> a\n\n---\n", "quote\n  p \"a\"\nrule");
    check("T\n: d\n", "term \"T\"\n  p \"d\"");
    check("| a | b |\n|---|--:|\n| 1 |\n", "table se\n  \"a\" | \"b\"\n  \"1\" | ");
    check("```rust\nx\n```\n", "code \"rust\" \"x\\n\"");
    check("## A b {#c}\n### D\n", "h2 c \"A b\"\nh3 - \"D\"");
}

#[test]
fn notes_and_figures() {
    check("a[^n]\n\n[^n]: text\n", "p \"a\" note(n)\nnote n\n  p \"text\"");
    check(
        "![alt *b*](images/x.jpg \"the **cap**\")",
        "figure images/x.jpg \"alt b\" \"the \" strong(\"cap\")",
    );
    check("a ![b](c.png) d", "p \"a \" picture(c.png) \" d\"");
    check("```{figure}\nsrc: a.png\nalt: b\ncaption: \"c *d*\"\n```", "figure a.png \"b\" \"c \" em(\"d\")");
    check("```{gallery}\n- {src: a.png, alt: b}\n- {src: c.png, alt: d}\n```", "gallery 2");
    check("```{video}\nsrc: a.mp4\nposter: b.png\nalt: c\n```", "video a.mp4");
    check("```{map}\ncaption: a [@b]\n```\n\n```{facts}\n```", "map \"a \" cite(bNone)\nfacts");
}

#[test]
fn verse_has_couplets_stanzas_and_a_poet() {
    check_in(
        Lang::FA,
        "```{verse}\nالف / ب\n\nپ\n— حافظ\n```",
        "verse\n  \"الف\" / \"ب\"\n  gap\n  \"پ\"\n  by \"حافظ\"",
    );
}

#[test]
fn comments_are_passed_over() {
    check("a <!-- b --> c\n\n<!-- d -->\n", "p \"a \" \" c\"");
}

#[test]
fn faults_have_their_places() {
    check_report("a <b>x</b>\n", "markdown.html", "1:3");
    check_report("a\n\n```\nb\n", "markdown.unclosed-fence", "3:1");
    check_report("```{pactt}\n```\n", "directive.unknown", "1:5");
    check_report("a [x][y]\n", "link.undefined", "1:3");
    check_report("a [^x] b\n", "note.undefined", "1:3");
    check_report("a[^x]\n\n[^x]: b [^x]\n", "note.ring", "3:9");
    check_report("a[^x]\n\n[^x]: b[^y]\n\n[^y]: c[^x]\n", "note.ring", "3:8");
    check_report("![](a.png)\n", "image.alt", "1:1");
    check_report("a &#x202E; b\n", "text.bidi-control", "1:3");
    check_report("```{map}\ncaptoin: a\n```\n", "yaml.unknown-key", "2:1");
    check_report(&"> ".repeat(10_000), "markdown.nesting", "1:81");
}
