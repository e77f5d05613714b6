//! `check --accept`: records which texts of a chapter were found to say the same.

use std::fs;

use super::new::Refusal;
use crate::book::{Book, Chapter, ContentHash};
use crate::config::Settings;
use crate::content::{self, accepted};
use crate::diag::{Findings, Severity, nearest};
use crate::source::Sources;

/// Writes the texts of the chapters, as they are now, into the record.
///
/// Says what was done; nothing if there is no book, or if the record cannot be
/// read: then it is left as it is, for `check` to report.
pub fn record(settings: &Settings, slugs: &[String]) -> Result<Option<String>, Refusal> {
    let (mut sources, mut found) = (Sources::default(), Findings::default());
    let book = content::load(&settings.content, settings.drafts, &mut sources, &mut found);
    let Some(mut book) = book.filter(|_| !is_unreadable(&found, &sources)) else { return Ok(None) };
    let mut record = std::mem::take(&mut book.accepted);
    for slug in slugs {
        let chapter = chapter(&book, slug)?;
        let texts = chapter.texts.iter();
        let hashes = texts.map(|(lang, text)| (*lang, ContentHash::of(&sources.get(text.source).text)));
        record.0.insert(slug.clone(), hashes.collect());
    }
    // Whoever reads meanwhile finds the old record or the new one.
    let path = settings.content.join(accepted::FILE);
    let written = path.with_extension("yaml.new");
    fs::write(&written, accepted::write(&record))?;
    fs::rename(&written, &path)?;
    Ok(Some(format!("{} accepted in {}", slugs.join(", "), path.display())))
}

/// Whether the record itself has errors.
fn is_unreadable(found: &Findings, sources: &Sources) -> bool {
    let errors = found.sorted(sources).into_iter().filter(|finding| finding.severity == Severity::Error);
    errors.map(|finding| finding.place.path(sources)).any(|path| path == accepted::FILE)
}

fn chapter<'a>(book: &'a Book, slug: &str) -> Result<&'a Chapter, Refusal> {
    let Some(chapter) = book.chapters.iter().find(|chapter| chapter.slug == slug) else {
        let near = nearest(slug, book.chapters.iter().map(|chapter| chapter.slug.as_str()));
        let near = near.map_or_else(String::new, |near| format!("; did you mean `{near}`?"));
        return Err(Refusal::Usage(format!("no chapter has the slug `{slug}`{near}")));
    };
    match chapter.texts.len() {
        0 | 1 => Err(Refusal::Usage(format!("`{slug}` has no translation that could be accepted"))),
        _ => Ok(chapter),
    }
}
