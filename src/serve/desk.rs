//! The editor's desk: all findings at `/_desk/`, and at `/_desk/<slug>` a
//! chapter's languages side by side, with the printed page beside them.
//!
//! In: a manuscript after its build, and the news of the server. Out: pages
//! that name nothing but this server. Their parts with `data-part` are
//! replaced by the desk's script after each build; the rest stays as it is.

use std::collections::BTreeMap;
use std::fmt::Write;

use super::page::escape;
use super::{News, Printing};
use crate::build::Manuscript;
use crate::diag::{Severity, Style, render};
use crate::locale::{Lang, digits};

/// What the desk knows of the last build.
#[derive(Debug, Default)]
pub struct Desk {
    languages: Vec<Lang>,
    chapters: Vec<Sheet>,
    remarks: Vec<Remark>,
}

/// A chapter on the desk.
#[derive(Debug)]
struct Sheet {
    slug: String,
    /// Its title in each language that has a text, and whether that is a draft.
    texts: BTreeMap<Lang, (String, bool)>,
}

#[derive(Debug)]
struct Remark {
    code: &'static str,
    severity: Severity,
    path: String,
    /// As on a terminal: excerpt, place and help.
    text: String,
}

impl Remark {
    /// Whether it stands in a file of the chapter.
    fn is_of(&self, slug: &str) -> bool {
        self.path.split('/').any(|part| part == slug)
    }
}

impl Desk {
    /// Takes in what a build found. A book that could not be read at all leaves the chapters of the last one.
    pub fn renew(&mut self, manuscript: &Manuscript, lang: Lang) {
        let sources = &manuscript.sources;
        let remark = |finding: &&crate::diag::Diagnostic| Remark {
            code: finding.code,
            severity: finding.severity,
            path: finding.place.path(sources).to_owned(),
            text: render(finding, sources, Style::Plain, lang),
        };
        self.remarks = manuscript.found.sorted(sources).iter().map(remark).collect();
        // What stops the book comes first, open points last; within them the order of the files stays.
        self.remarks.sort_by_key(|remark| std::cmp::Reverse(remark.severity));
        let Some(book) = &manuscript.book else { return };
        self.languages.clone_from(&book.front.languages);
        let sheet = |chapter: &crate::resolve::ResolvedChapter| Sheet {
            slug: chapter.slug.clone(),
            texts: (chapter.texts.iter())
                .map(|(lang, text)| (*lang, (text.front.title.clone(), text.front.draft)))
                .collect(),
        };
        self.chapters = book.chapters.iter().map(sheet).collect();
    }

    /// How many findings of a kind there are.
    fn count(&self, severity: Severity) -> usize {
        self.remarks.iter().filter(|remark| remark.severity == severity).count()
    }

    /// The page of all findings and chapters.
    pub fn overview(&self, news: &News, lang: Lang) -> String {
        let words = Words::of(lang);
        let mut main = format!("<section data-part=\"findings\"><h2>{}</h2>", words.findings);
        self.list(&mut main, words, |_| true);
        let _ =
            write!(main, "</section><h2>{}</h2><table data-part=\"chapters\"><thead><tr>", words.chapters);
        for language in &self.languages {
            let _ = write!(main, "<th scope=\"col\">{}</th>", escape(language.as_str()));
        }
        let _ = write!(main, "<th scope=\"col\">{}</th></tr></thead><tbody>", words.open_points);
        for sheet in &self.chapters {
            main.push_str("<tr>");
            for language in &self.languages {
                let cell = match sheet.texts.get(language) {
                    Some(text) => format!(
                        "<a href=\"/_desk/{}\" lang=\"{language}\" dir=\"auto\">{}</a>{}",
                        escape(&sheet.slug),
                        escape(&text.0),
                        words.draft_mark(text.1)
                    ),
                    None => words.missing.to_owned(),
                };
                let _ = write!(main, "<td>{cell}</td>");
            }
            let points = self.remarks.iter().filter(|remark| is_point(remark) && remark.is_of(&sheet.slug));
            let _ = write!(main, "<td>{}</td></tr>", number(points.count(), lang));
        }
        let _ = write!(
            main,
            "</tbody></table><details><summary>{}</summary><div data-part=\"points\">",
            words.open_points
        );
        self.list(&mut main, words, is_point);
        main.push_str("</div></details>");
        self.page(words.desk, &format!("<main>{main}</main>"), "", news, lang)
    }

    /// The page of one chapter; none if the book has no such chapter.
    pub fn spread(&self, slug: &str, news: &News, lang: Lang) -> Option<String> {
        let words = Words::of(lang);
        let sheet = self.chapters.iter().find(|sheet| sheet.slug == slug)?;
        let slug = escape(slug);
        let mut main = String::from("<main class=\"spread\">");
        for language in &self.languages {
            let (title, draft) =
                sheet.texts.get(language).map_or((words.missing, false), |text| (text.0.as_str(), text.1));
            let _ = write!(
                main,
                "<figure><figcaption lang=\"{language}\" dir=\"auto\">{}{}</figcaption>\
                 <iframe data-kind=\"page\" title=\"{}\" src=\"/{language}/{slug}/\"></iframe></figure>",
                escape(title),
                words.draft_mark(draft),
                escape(title),
            );
        }
        let own = self.languages.first().map_or("", Lang::as_str);
        let _ = write!(
            main,
            "<figure><iframe hidden data-kind=\"print\" title=\"PDF\" \
             data-src=\"/downloads/isfahan-sister-cities-{own}.pdf#nameddest={slug}\"></iframe></figure></main>\
             <section data-part=\"findings\">",
        );
        self.list(&mut main, words, |remark| remark.severity == Severity::Error || remark.is_of(&sheet.slug));
        main.push_str("</section>");
        let button =
            format!("<button type=\"button\" id=\"print\" aria-expanded=\"false\">{}</button>", words.print);
        let (title, _) = sheet.texts.get(&lang).or_else(|| sheet.texts.values().next())?;
        Some(self.page(title, &main, &button, news, lang))
    }

    /// What a served page says at its head, by its path: that it is a draft, and how much is open; none if
    /// there is nothing to say.
    pub fn mark(&self, path: &str) -> Option<String> {
        let (lang, slug) = path.strip_suffix("/index.html")?.split_once('/')?;
        let sheet = self.chapters.iter().find(|sheet| sheet.slug == slug)?;
        let (&lang, &(_, draft)) = sheet.texts.iter().find(|(known, _)| known.as_str() == lang)?;
        let of_twin = |path: &str| path.ends_with(".md") && !path.ends_with(&format!("/{lang}.md"));
        let is_open = |remark: &&Remark| is_point(remark) && remark.is_of(slug) && !of_twin(&remark.path);
        let open = self.remarks.iter().filter(is_open).count();
        let words = Words::of(lang);
        let open = (open > 0).then(|| format!("{}: {}", words.open_points, number(open, lang)));
        let said: Vec<String> = draft.then(|| words.draft.to_owned()).into_iter().chain(open).collect();
        let (slug, said) = (escape(slug), (!said.is_empty()).then(|| said.join(" · "))?);
        Some(format!("<a id=\"serve-mark\" href=\"/_desk/{slug}\" target=\"_top\">{said}</a>"))
    }

    fn list(&self, out: &mut String, words: &Words, wanted: impl Fn(&Remark) -> bool) {
        let mut remarks = self.remarks.iter().filter(|remark| wanted(remark)).peekable();
        if remarks.peek().is_none() {
            let _ = write!(out, "<p>{}</p>", words.nothing);
            return;
        }
        out.push_str("<ul class=\"findings\">");
        for remark in remarks {
            let _ = write!(
                out,
                "<li class=\"{}\"><pre dir=\"ltr\">{}</pre></li>",
                remark.severity.as_str(),
                escape(&remark.text)
            );
        }
        out.push_str("</ul>");
    }

    fn page(&self, title: &str, body: &str, tools: &str, news: &News, lang: Lang) -> String {
        let words = Words::of(lang);
        let counts = [
            (Severity::Error, words.errors),
            (Severity::Warning, words.warnings),
            (Severity::Note, words.notes),
        ];
        let counts: Vec<String> = counts
            .into_iter()
            .map(|(severity, name)| format!("{name} {}", number(self.count(severity), lang)))
            .collect();
        let printing = match news.printing {
            Printing::Underway => words.printing,
            Printing::Done => words.printed,
            Printing::Stopped => words.not_printed,
        };
        let took = number(usize::try_from(news.took.as_millis()).unwrap_or(usize::MAX), lang);
        format!(
            "<!doctype html><html lang=\"{lang}\" dir=\"{}\"><head><meta charset=\"utf-8\">\
             <meta name=\"viewport\" content=\"width=device-width\"><title>{}</title>\
             <link rel=\"stylesheet\" href=\"/_serve/desk.css\"></head><body class=\"desk\">\
             <header><h1>{}</h1><a href=\"/_desk/\">{}</a><a href=\"/\">{}</a>\
             <span role=\"status\" data-part=\"state\">{} · {} {took} {} · {printing}</span>{tools}</header>{body}\
             <script src=\"/_serve/reload.js\" data-desk data-build=\"{}\"></script>\
             <script src=\"/_serve/desk.js\"></script></body></html>",
            lang.direction().as_str(),
            escape(title),
            escape(title),
            words.desk,
            words.book,
            counts.join(" · "),
            words.built,
            words.milliseconds,
            news.build,
        )
    }
}

/// Whether it tells of something that the editors have yet to find out.
fn is_point(remark: &Remark) -> bool {
    remark.code.starts_with("open.") || remark.code.starts_with("record.")
}

fn number(value: usize, lang: Lang) -> String {
    digits::localize(&value.to_string(), lang).into_owned()
}

/// What the desk says.
struct Words {
    desk: &'static str,
    book: &'static str,
    findings: &'static str,
    chapters: &'static str,
    open_points: &'static str,
    draft: &'static str,
    missing: &'static str,
    nothing: &'static str,
    errors: &'static str,
    warnings: &'static str,
    notes: &'static str,
    built: &'static str,
    milliseconds: &'static str,
    print: &'static str,
    printing: &'static str,
    printed: &'static str,
    not_printed: &'static str,
}

const ENGLISH: Words = Words {
    desk: "The desk",
    book: "The book",
    findings: "Findings",
    chapters: "Chapters",
    open_points: "Open points",
    draft: "draft",
    missing: "no text yet",
    nothing: "Nothing was found.",
    errors: "errors",
    warnings: "warnings",
    notes: "notes",
    built: "built in",
    milliseconds: "ms",
    print: "Printed page",
    printing: "the PDF is being made",
    printed: "the PDF is ready",
    not_printed: "no new PDF while there are errors",
};

const PERSIAN: Words = Words {
    desk: "میز ویراستار",
    book: "کتاب",
    findings: "یافته‌ها",
    chapters: "فصل‌ها",
    open_points: "پرسش‌های باز",
    draft: "پیش‌نویس",
    missing: "هنوز متنی ندارد",
    nothing: "چیزی یافت نشد.",
    errors: "خطا:",
    warnings: "هشدار:",
    notes: "یادداشت:",
    built: "ساخته‌شده در",
    milliseconds: "میلی‌ثانیه",
    print: "صفحهٔ چاپی",
    printing: "پی‌دی‌اف ساخته می‌شود",
    printed: "پی‌دی‌اف آماده است",
    not_printed: "تا خطایی هست پی‌دی‌اف تازه‌ای ساخته نمی‌شود",
};

impl Words {
    fn of(lang: Lang) -> &'static Words {
        if lang.is_persian() { &PERSIAN } else { &ENGLISH }
    }

    fn draft_mark(&self, draft: bool) -> String {
        if draft { format!(" <span class=\"draft\">{}</span>", self.draft) } else { String::new() }
    }
}
