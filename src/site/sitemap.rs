//! What search engines read: `sitemap.xml` and `robots.txt`.
//!
//! A sitemap's addresses are whole, so there is one only if the site's own
//! address is known. A page without a translation is in it once, alone.

use std::fmt::Write;

use super::paths::Place;
use super::{Site, SiteError};
use crate::locale::Lang;
use crate::markup::attribute;
use crate::output::Sink;

pub fn write(site: &Site, pages: &[(Lang, Place)], sink: &dyn Sink) -> Result<(), SiteError> {
    let mut robots = "User-agent: *\nAllow: /\n".to_owned();
    if let Some(address) = site.absolute("sitemap.xml") {
        sink.put("sitemap.xml", sitemap(site, pages).into_bytes())?;
        let _ = writeln!(robots, "\nSitemap: {address}");
    }
    sink.put("robots.txt", robots.into_bytes())?;
    Ok(())
}

/// Source: sitemaps.org protocol 0.9, with Google's `xhtml:link` for alternates.
fn sitemap(site: &Site, pages: &[(Lang, Place)]) -> String {
    let mut xml = String::from(
        "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n\
         <urlset xmlns=\"http://www.sitemaps.org/schemas/sitemap/0.9\" xmlns:xhtml=\"http://www.w3.org/1999/xhtml\">\n",
    );
    let choice = site.absolute("").map(|address| (address, Place::Cover));
    let listed = pages.iter().filter(|(lang, place)| site.own_languages(*place).contains(lang));
    let listed =
        listed.filter_map(|(lang, place)| Some((site.absolute(&site.folder(*lang, *place))?, *place)));
    for (address, place) in choice.into_iter().chain(listed) {
        // Writing to a String cannot fail.
        let _ = write!(xml, "<url><loc>{}</loc>", attribute(&address));
        for alternate in site.alternates(place) {
            let _ = write!(
                xml,
                "<xhtml:link rel=\"alternate\" hreflang=\"{}\" href=\"{}\"/>",
                alternate.hreflang,
                attribute(&alternate.href)
            );
        }
        xml.push_str("</url>\n");
    }
    xml.push_str("</urlset>\n");
    xml
}
