//! A feed of updates a language: `fa/feed.xml`, in Atom.
//!
//! In: the chapters with a date of their last change. Out: the newest of
//! them, each by its summary. Its addresses are whole, so there is one only
//! if the site's own is known. Source: RFC 4287.

use std::fmt::Write;

use super::paths::Place;
use super::{Site, SiteError};
use crate::doc::ChapterId;
use crate::locale::Lang;
use crate::markup::text as escaped;
use crate::output::Sink;

/// More than a reader of feeds would show.
const NEWEST: usize = 40;

/// The path of a language's feed.
pub fn path(lang: Lang) -> String {
    format!("{lang}/feed.xml")
}

pub fn write(site: &Site, sink: &dyn Sink) -> Result<(), SiteError> {
    for lang in site.languages() {
        if let Some(feed) = feed(site, *lang) {
            sink.put(&path(*lang), feed.into_bytes())?;
        }
    }
    Ok(())
}

/// A chapter's last change, as `2026-11-24`.
struct Change<'a> {
    day: &'a str,
    id: ChapterId,
}

/// Nothing has a date: then there is nothing to tell.
pub fn has_feed(site: &Site, lang: Lang) -> bool {
    site.base_url.is_some() && !changes(site, lang).is_empty()
}

fn changes<'a>(site: &Site<'a>, lang: Lang) -> Vec<Change<'a>> {
    let chapters = (0u32..).map(ChapterId).zip(&site.book.chapters);
    let dated = chapters.filter_map(|(id, chapter)| {
        let day = chapter.texts.get(&lang)?.front.updated.as_deref()?;
        Some(Change { day, id })
    });
    let mut changes: Vec<Change> = dated.collect();
    changes.sort_by(|a, b| b.day.cmp(a.day).then(a.id.cmp(&b.id)));
    changes.truncate(NEWEST);
    changes
}

fn feed(site: &Site, lang: Lang) -> Option<String> {
    let own = site.absolute(&path(lang))?;
    let cover = site.absolute(&site.folder(lang, Place::Cover))?;
    let changes = changes(site, lang);
    let newest = changes.first()?.day;
    let front = &site.book.front;
    let plain = |text: &str| escaped(&site.plain(lang, text));
    let mut xml = format!(
        "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n\
         <feed xmlns=\"http://www.w3.org/2005/Atom\" xml:lang=\"{lang}\">\n\
         <id>{id}</id>\n<title>{title}</title>\n<updated>{newest}T00:00:00Z</updated>\n\
         <link rel=\"self\" type=\"application/atom+xml\" href=\"{own}\"/>\n\
         <link rel=\"alternate\" type=\"text/html\" hreflang=\"{lang}\" href=\"{cover}\"/>\n",
        id = escaped(&own),
        title = plain(site.title(lang)),
        own = escaped(&own),
        cover = escaped(&cover),
    );
    // Each entry needs an author, and the book may have none: then its publisher, then its title.
    let authors = front.authors.iter().filter_map(|author| author.get(lang));
    let mut authors: Vec<&str> = authors.collect();
    if authors.is_empty() {
        authors.push(front.publisher.get(lang).unwrap_or_else(|| site.title(lang)));
    }
    // Writing to a String cannot fail.
    for author in authors {
        let _ = writeln!(xml, "<author><name>{}</name></author>", plain(author));
    }
    if let Some(rights) = front.rights.get(lang) {
        let _ = writeln!(xml, "<rights>{}</rights>", plain(rights));
    }
    for change in &changes {
        let place = Place::Chapter(change.id);
        let Some(address) = site.absolute(&site.folder(lang, place)) else { continue };
        let Some(text) = site.book.chapter(change.id).texts.get(&lang) else { continue };
        let address = escaped(&address);
        let _ = write!(
            xml,
            "<entry>\n<id>{address}</id>\n<title>{}</title>\n<updated>{}T00:00:00Z</updated>\n\
             <link rel=\"alternate\" type=\"text/html\" hreflang=\"{lang}\" href=\"{address}\"/>\n\
             <content type=\"xhtml\"><div xmlns=\"http://www.w3.org/1999/xhtml\" xml:lang=\"{lang}\" \
             lang=\"{lang}\" dir=\"{}\"><p>{}</p></div></content>\n</entry>\n",
            plain(&text.front.title),
            change.day,
            lang.direction().as_str(),
            plain(&site.summary(text)),
        );
    }
    xml.push_str("</feed>\n");
    Some(xml)
}
