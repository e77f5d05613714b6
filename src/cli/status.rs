//! `status`: how far the chapters are, as a table.

use std::fmt::Write;

use crate::book::OpenPoint;
use crate::build::Manuscript;
use crate::doc::blocks_text;
use crate::locale::Lang;
use crate::resolve::{Resolved, ResolvedChapter};

/// A row of the table: all its cells are ASCII, so that a terminal keeps the columns.
type Row = Vec<String>;

/// Chapters with their words in each language, open points and what is missing;
/// none if there is no book.
pub fn table(manuscript: &Manuscript) -> Option<String> {
    let book = manuscript.book.as_ref()?;
    let languages = &book.front.languages;
    let of_languages = languages.iter().map(|lang| format!("words {lang}"));
    let head = ["chapter", "kind"].map(str::to_owned).into_iter().chain(of_languages);
    let head: Row = head.chain(["open points", "to do"].map(str::to_owned)).collect();
    let mut rows = vec![head];
    let mut sums = vec![0; languages.len() + 1];
    let (mut scans, mut texts) = (0, 0);
    for chapter in &book.chapters {
        let points = open_points(manuscript, book, &chapter.slug);
        let mut to_do = Vec::new();
        if points.contains(&OpenPoint::NoScan) {
            scans += 1;
            to_do.push("scan".to_owned());
        }
        let kind = chapter.city.as_ref().map_or("page", |city| city.kind.as_str());
        let mut row: Row = vec![chapter.slug.clone(), kind.to_owned()];
        for (lang, sum) in languages.iter().zip(&mut sums) {
            let words = words(chapter, *lang);
            *sum += words.unwrap_or(0);
            row.push(words.map_or_else(|| "-".to_owned(), |words| words.to_string()));
            match chapter.texts.get(lang) {
                None => {
                    texts += 1;
                    to_do.push(format!("text {lang}"));
                }
                Some(text) if text.front.draft => to_do.push(format!("draft {lang}")),
                Some(_) => {}
            }
        }
        if let Some(sum) = sums.last_mut() {
            *sum += points.len();
        }
        row.extend([points.len().to_string(), to_do.join(", ")]);
        rows.push(row);
    }
    let total = vec![format!("{} chapters", book.chapters.len()), String::new()];
    let missing = format!("scans: {scans}, texts: {texts}");
    rows.push(total.into_iter().chain(sums.iter().map(usize::to_string)).chain([missing]).collect());
    Some(aligned(&rows))
}

/// What is open about a chapter's city.
fn open_points(manuscript: &Manuscript, book: &Resolved, slug: &str) -> Vec<OpenPoint> {
    let is_its = |path: &str| path.split('/').nth(1) == Some(slug);
    let city = book.open.cities.iter().find(|city| is_its(&manuscript.sources.get(city.span.source).path));
    city.map_or_else(Vec::new, |city| city.points.clone())
}

/// The words of a text that have a letter or digit; none without a text.
fn words(chapter: &ResolvedChapter, lang: Lang) -> Option<usize> {
    let text = blocks_text(&chapter.texts.get(&lang)?.document.blocks);
    Some(text.split_whitespace().filter(|word| word.contains(char::is_alphanumeric)).count())
}

/// Columns as wide as their widest cell; numbers end under each other.
fn aligned(rows: &[Row]) -> String {
    let columns = rows.iter().map(Vec::len).max().unwrap_or(0);
    let width =
        |column| rows.iter().filter_map(|row: &Row| row.get(column)).map(String::len).max().unwrap_or(0);
    let widths: Vec<usize> = (0..columns).map(width).collect();
    let mut out = String::new();
    for row in rows {
        let mut line = String::new();
        for (column, (cell, &width)) in row.iter().zip(&widths).enumerate() {
            // Writing to a String cannot fail.
            let _ = match column {
                0 | 1 => write!(line, "{cell:width$}  "),
                _ if column + 1 == columns => write!(line, "{cell}"),
                _ => write!(line, "{cell:>width$}  "),
            };
        }
        out.push_str(line.trim_end());
        out.push('\n');
    }
    out.truncate(out.trim_end().len());
    out
}
