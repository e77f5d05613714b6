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
use crate::diag::{Diagnostic, Severity, Style, render};
use crate::locale::{Lang, digits};
use crate::message;
use crate::message::{Medium, Message};
use crate::source::Sources;

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
    report: Report,
}

/// Findings in the languages that the program speaks: who reads them is known when a page is asked for.
#[derive(Debug)]
pub struct Report {
    english: String,
    persian: String,
}

impl Report {
    pub fn of<'a>(findings: impl IntoIterator<Item = &'a Diagnostic> + Clone, sources: &Sources) -> Report {
        let text = |lang| {
            let findings = findings.clone().into_iter();
            let findings = findings.map(|finding| render(finding, sources, Style::Plain, lang));
            findings.collect::<Vec<_>>().join("\n")
        };
        Report { english: text(Lang::EN), persian: text(Lang::FA) }
    }

    pub fn text(&self, lang: Lang) -> &str {
        if lang.is_persian() { &self.persian } else { &self.english }
    }
}

impl Remark {
    /// Whether it stands in a file of the chapter.
    fn is_of(&self, slug: &str) -> bool {
        self.path.split('/').any(|part| part == slug)
    }
}

impl Desk {
    /// Takes in what a build found. A book that could not be read at all leaves the chapters of the last one.
    pub fn renew(&mut self, manuscript: &Manuscript) {
        let sources = &manuscript.sources;
        let remark = |finding: &&Diagnostic| Remark {
            code: finding.code,
            severity: finding.severity,
            path: finding.place.path(sources).to_owned(),
            report: Report::of([*finding], sources),
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
        let said = |message: Message| said(&message, lang);
        let findings = said(message!("desk-findings"));
        let mut main = format!("<section data-part=\"findings\"><h2>{findings}</h2>");
        self.list(&mut main, lang, |_| true);
        let chapters = said(message!("desk-chapters"));
        let _ = write!(main, "</section><h2>{chapters}</h2><table data-part=\"chapters\"><thead><tr>");
        for language in &self.languages {
            let _ = write!(main, "<th scope=\"col\">{}</th>", escape(language.as_str()));
        }
        let open_points = said(message!("desk-open-points"));
        let _ = write!(main, "<th scope=\"col\">{open_points}</th></tr></thead><tbody>");
        for sheet in &self.chapters {
            main.push_str("<tr>");
            for language in &self.languages {
                let cell = match sheet.texts.get(language) {
                    Some(text) => format!(
                        "<a href=\"/_desk/{}\" lang=\"{language}\" dir=\"auto\">{}</a>{}",
                        escape(&sheet.slug),
                        escape(&text.0),
                        draft_mark(text.1, lang)
                    ),
                    None => said(message!("desk-no-text")),
                };
                let _ = write!(main, "<td>{cell}</td>");
            }
            let points = self.remarks.iter().filter(|remark| is_point(remark) && remark.is_of(&sheet.slug));
            let count = points.count().to_string();
            let _ = write!(main, "<td>{}</td></tr>", digits::localize(&count, lang));
        }
        let _ = write!(
            main,
            "</tbody></table><details><summary>{open_points}</summary><div data-part=\"points\">",
        );
        self.list(&mut main, lang, is_point);
        main.push_str("</div></details>");
        self.page(
            &message!("desk-name").text(lang, Medium::Program),
            &format!("<main>{main}</main>"),
            "",
            news,
            lang,
        )
    }

    /// The page of one chapter; none if the book has no such chapter.
    pub fn spread(&self, slug: &str, news: &News, lang: Lang) -> Option<String> {
        let sheet = self.chapters.iter().find(|sheet| sheet.slug == slug)?;
        let slug = escape(slug);
        let missing = message!("desk-no-text").text(lang, Medium::Program);
        let mut main = String::from("<main class=\"spread\">");
        for language in &self.languages {
            let (title, draft) =
                sheet.texts.get(language).map_or((&missing, false), |(title, draft)| (title, *draft));
            let _ = write!(
                main,
                "<figure><figcaption lang=\"{language}\" dir=\"auto\">{}{}</figcaption>\
                 <iframe data-kind=\"page\" title=\"{}\" src=\"/{language}/{slug}/\"></iframe></figure>",
                escape(title),
                draft_mark(draft, lang),
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
        self.list(&mut main, lang, |remark| remark.severity == Severity::Error || remark.is_of(&sheet.slug));
        main.push_str("</section>");
        let print = said(&message!("desk-print"), lang);
        let button = format!("<button type=\"button\" id=\"print\" aria-expanded=\"false\">{print}</button>");
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
        let open = (open > 0).then(|| message!("desk-open", count = open));
        let draft = draft.then(|| message!("desk-draft"));
        let parts: Vec<String> = draft.iter().chain(&open).map(|part| said(part, lang)).collect();
        let (slug, parts) = (escape(slug), (!parts.is_empty()).then(|| parts.join(" · "))?);
        Some(format!("<a id=\"serve-mark\" href=\"/_desk/{slug}\" target=\"_top\">{parts}</a>"))
    }

    fn list(&self, out: &mut String, lang: Lang, wanted: impl Fn(&Remark) -> bool) {
        let mut remarks = self.remarks.iter().filter(|remark| wanted(remark)).peekable();
        if remarks.peek().is_none() {
            let _ = write!(out, "<p>{}</p>", said(&message!("desk-nothing"), lang));
            return;
        }
        out.push_str("<ul class=\"findings\">");
        for remark in remarks {
            let _ = write!(
                out,
                "<li class=\"{}\"><pre dir=\"{}\">{}</pre></li>",
                remark.severity.as_str(),
                lang.direction().as_str(),
                escape(remark.report.text(lang))
            );
        }
        out.push_str("</ul>");
    }

    fn page(&self, title: &str, body: &str, tools: &str, news: &News, lang: Lang) -> String {
        let count = |severity| self.count(severity);
        let took = u64::try_from(news.took.as_millis()).unwrap_or(u64::MAX);
        let state = [
            message!("desk-errors", count = count(Severity::Error)),
            message!("desk-warnings", count = count(Severity::Warning)),
            message!("desk-notes", count = count(Severity::Note)),
            message!("desk-built", took = took),
            match news.printing {
                Printing::Underway => message!("desk-printing"),
                Printing::Done => message!("desk-printed"),
                Printing::Stopped => message!("desk-not-printed"),
            },
        ];
        let state = state.map(|part| said(&part, lang)).join(" · ");
        format!(
            "<!doctype html><html lang=\"{lang}\" dir=\"{}\"><head><meta charset=\"utf-8\">\
             <meta name=\"viewport\" content=\"width=device-width\"><title>{}</title>\
             <link rel=\"stylesheet\" href=\"/_serve/desk.css\"></head><body class=\"desk\">\
             <header><h1>{}</h1><a href=\"/_desk/\">{}</a><a href=\"/\">{}</a>\
             <span role=\"status\" data-part=\"state\">{state}</span>{tools}</header>{body}\
             <script src=\"/_serve/reload.js\" data-desk data-build=\"{}\"></script>\
             <script src=\"/_serve/desk.js\"></script></body></html>",
            lang.direction().as_str(),
            escape(title),
            escape(title),
            said(&message!("desk-name"), lang),
            said(&message!("desk-book"), lang),
            news.build,
        )
    }
}

/// Whether it tells of something that the editors have yet to find out.
fn is_point(remark: &Remark) -> bool {
    remark.code.starts_with("open.") || remark.code.starts_with("record.")
}

/// A message as a page has it.
fn said(message: &Message, lang: Lang) -> String {
    escape(&message.text(lang, Medium::Program))
}

fn draft_mark(draft: bool, lang: Lang) -> String {
    match draft {
        true => format!(" <span class=\"draft\">{}</span>", said(&message!("desk-draft"), lang)),
        false => String::new(),
    }
}
