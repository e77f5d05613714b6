//! `check --accept`: records which texts of a chapter were found to say the same.

use super::new::Refusal;
use super::rewrite::replace;
use crate::book::{Book, Chapter, ContentHash};
use crate::config::Settings;
use crate::content::{self, accepted};
use crate::diag::{Findings, Severity, with_nearest};
use crate::message;
use crate::message::Message;
use crate::source::Sources;

/// Writes the texts of the chapters, as they are now, into the record.
///
/// Says what was done; nothing if there is no book, or if the record cannot be
/// read: then it is left as it is, for `check` to report.
pub fn record(settings: &Settings, slugs: &[String]) -> Result<Option<Message>, Refusal> {
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
    let path = settings.content.join(accepted::FILE);
    replace(&path, &accepted::write(&record))?;
    Ok(Some(message!("accept-done", slugs = slugs.to_vec(), file = &path)))
}

/// Whether the record itself has errors.
fn is_unreadable(found: &Findings, sources: &Sources) -> bool {
    let errors = found.sorted(sources).into_iter().filter(|finding| finding.severity == Severity::Error);
    errors.map(|finding| finding.place.path(sources)).any(|path| path == accepted::FILE)
}

fn chapter<'a>(book: &'a Book, slug: &str) -> Result<&'a Chapter, Refusal> {
    let Some(chapter) = book.chapters.iter().find(|chapter| chapter.slug == slug) else {
        let known = book.chapters.iter().map(|chapter| chapter.slug.as_str());
        return Err(Refusal::Usage(with_nearest(message!("accept-unknown-slug", slug = slug), slug, known)));
    };
    match chapter.texts.len() {
        0 | 1 => Err(Refusal::Usage(message!("accept-no-translation", slug = slug))),
        _ => Ok(chapter),
    }
}
