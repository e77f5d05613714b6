//! `status`: how far the chapters are, as a table.

use super::columns;
use crate::book::OpenPoint;
use crate::build::Manuscript;
use crate::diag::said;
use crate::doc::blocks_text;
use crate::locale::{Lang, digits};
use crate::message;
use crate::message::{Message, Value, directed};
use crate::resolve::{Resolved, ResolvedChapter};

/// A row of the table: each cell stands for itself, so that a terminal keeps the columns
/// whatever the direction of their words.
type Row = Vec<String>;

/// Chapters with their words in each language, open points and what is missing;
/// none if there is no book.
pub fn table(manuscript: &Manuscript, reader: Lang) -> Option<String> {
    let book = manuscript.book.as_ref()?;
    let languages = &book.front.languages;
    let said = |message: Message| said(&message, reader);
    let number = |number: usize| directed(&digits::localize(&number.to_string(), reader), reader);
    let of_languages = languages.iter().map(|lang| message!("status-words", lang = *lang));
    let head = [message!("status-chapter"), message!("status-kind")].into_iter().chain(of_languages);
    let head = head.chain([message!("status-open-points"), message!("status-to-do")]);
    let mut rows: Vec<Row> = vec![head.map(said).collect()];
    let mut sums = vec![0; languages.len() + 1];
    let (mut scans, mut texts) = (0, 0);
    for chapter in &book.chapters {
        let points = open_points(manuscript, book, &chapter.slug);
        let mut to_do = Vec::new();
        if points.contains(&OpenPoint::NoScan) {
            scans += 1;
            to_do.push(message!("status-scan"));
        }
        let kind = match &chapter.city {
            Some(city) => message!("status-city", kind = Value::Choice(city.kind.as_str())),
            None => message!("status-page"),
        };
        let mut row: Row = vec![chapter.slug.clone(), said(kind)];
        for (lang, sum) in languages.iter().zip(&mut sums) {
            let words = words(chapter, *lang);
            *sum += words.unwrap_or(0);
            row.push(words.map_or_else(|| "-".to_owned(), number));
            match chapter.texts.get(lang) {
                None => {
                    texts += 1;
                    to_do.push(message!("status-text", lang = *lang));
                }
                Some(text) if text.front.draft => to_do.push(message!("status-draft", lang = *lang)),
                Some(_) => {}
            }
        }
        if let Some(sum) = sums.last_mut() {
            *sum += points.len();
        }
        row.extend([number(points.len()), said(message!("status-all-to-do", parts = to_do))]);
        rows.push(row);
    }
    let total = [said(message!("status-chapters", count = book.chapters.len())), String::new()];
    let missing = said(message!("status-missing", scans = scans, texts = texts));
    rows.push(total.into_iter().chain(sums.into_iter().map(number)).chain([missing]).collect());
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
    let count = rows.iter().map(Vec::len).max().unwrap_or(0);
    let width = |column: usize| {
        let cells = rows.iter().filter_map(|row: &Row| row.get(column));
        cells.map(|cell| columns::width(cell)).max().unwrap_or(0)
    };
    let widths: Vec<usize> = (0..count).map(width).collect();
    let mut out = String::new();
    for row in rows {
        let mut line = String::new();
        for (column, (cell, &width)) in row.iter().zip(&widths).enumerate() {
            let room = " ".repeat(width - columns::width(cell));
            let parts = match column {
                0 | 1 => [cell, room.as_str(), "  "],
                _ if column + 1 == count => [cell, "", ""],
                _ => [room.as_str(), cell, "  "],
            };
            line.extend(parts);
        }
        out.push_str(line.trim_end());
        out.push('\n');
    }
    out.truncate(out.trim_end().len());
    out
}
