//! What the file says of itself: Info, XMP, languages, how it opens, its colours, its identifier.
//!
//! In: the frame's title, author and subject, and the options. Out: entries of
//! the catalog and the trailer. Dates come from the caller and no clock is
//! read, so one source gives one file. Conformance is claimed in XMP (ISO 19005-2 §6.6, ISO 14289-1 §5).

use std::collections::BTreeSet;

use lopdf::{Dictionary, Document, Stream};

use super::PdfOptions;
use super::icc;
use super::object::{dict, name, text};
use crate::locale::Direction;
use crate::typeset::frame::{BookName, Pages};

/// Which standards a file keeps beside PDF/UA-1.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Archival {
    /// PDF/A-2a.
    Yes,
    /// A picture needs what PDF/A does not allow here.
    No,
}

/// Adds what the catalog says of the whole file.
pub(super) fn add_to_catalog(
    document: &mut Document,
    pages: &Pages,
    options: &PdfOptions,
    archival: Archival,
    catalog: &mut Dictionary,
) {
    catalog.set("Lang", text(&pages.lang.to_string()));
    catalog.set("PageLayout", name("TwoPageRight"));
    let mut preferences = dict([("DisplayDocTitle", true.into())]);
    // In a mixed file it would turn the order of English words round in PDFium.
    if pages.direction == Some(Direction::Rtl) {
        preferences.set("Direction", name("R2L"));
    }
    catalog.set("ViewerPreferences", preferences);
    let mut xmp = Stream::new(dict([("Type", name("Metadata")), ("Subtype", name("XML"))]), Vec::new());
    xmp.set_content(xmp_packet(pages, options, archival).into_bytes());
    xmp.allows_compression = false;
    catalog.set("Metadata", document.add_object(xmp));
    let profile = document.add_object(Stream::new(dict([("N", 3.into())]), icc::srgb()));
    let mut intent = dict([("Type", name("OutputIntent")), ("S", name("GTS_PDFA1"))]);
    intent.set("OutputConditionIdentifier", text(icc::NAME));
    intent.set("Info", text(icc::NAME));
    intent.set("DestOutputProfile", profile);
    catalog.set("OutputIntents", vec![intent.into()]);
}

/// Replaces Info in the trailer.
pub(super) fn set_info(document: &mut Document, pages: &Pages, options: &PdfOptions) {
    let (year, month, day) = options.date.ymd();
    let date = text(&format!("D:{year:04}{month:02}{day:02}000000Z"));
    let mut info =
        dict([("CreationDate", date.clone()), ("ModDate", date), ("Producer", text(&options.producer))]);
    for (key, value) in [("Title", &pages.title), ("Author", &pages.author), ("Subject", &pages.subject)] {
        if !value.is_empty() {
            info.set(key, text(value));
        }
    }
    let info = document.add_object(info);
    document.trailer.set("Info", info);
}

fn xmp_packet(pages: &Pages, options: &PdfOptions, archival: Archival) -> String {
    let (year, month, day) = options.date.ymd();
    let date = format!("{year:04}-{month:02}-{day:02}T00:00:00Z");
    let author = match pages.author.as_str() {
        "" => String::new(),
        author => {
            format!("<dc:creator><rdf:Seq><rdf:li>{}</rdf:li></rdf:Seq></dc:creator>\n", escape(author))
        }
    };
    let title = alternatives("dc:title", &pages.title, pages, |name| &name.title);
    let subject = alternatives("dc:description", &pages.subject, pages, |name| &name.description);
    let languages: BTreeSet<String> = pages.pages.iter().map(|page| page.lang.to_string()).collect();
    let own = pages.lang.to_string();
    let languages: String = std::iter::once(&own)
        .chain(languages.iter().filter(|lang| **lang != own))
        .map(|lang| format!("<rdf:li>{}</rdf:li>", escape(lang)))
        .collect();
    let archival = match archival {
        Archival::Yes => "<pdfaid:part>2</pdfaid:part>\n<pdfaid:conformance>A</pdfaid:conformance>\n",
        Archival::No => "",
    };
    format!(
        r#"<?xpacket begin="{bom}" id="W5M0MpCehiHzreSzNTczkc9d"?>
<x:xmpmeta xmlns:x="adobe:ns:meta/">
<rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#">
<rdf:Description rdf:about="" xmlns:dc="http://purl.org/dc/elements/1.1/" xmlns:xmp="http://ns.adobe.com/xap/1.0/" xmlns:pdf="http://ns.adobe.com/pdf/1.3/" xmlns:pdfaid="http://www.aiim.org/pdfa/ns/id/" xmlns:pdfuaid="http://www.aiim.org/pdfua/ns/id/">
<dc:format>application/pdf</dc:format>
{title}{author}{subject}<dc:language><rdf:Bag>{languages}</rdf:Bag></dc:language>
<xmp:CreateDate>{date}</xmp:CreateDate>
<xmp:ModifyDate>{date}</xmp:ModifyDate>
<xmp:MetadataDate>{date}</xmp:MetadataDate>
<pdf:Producer>{producer}</pdf:Producer>
{archival}<pdfuaid:part>1</pdfuaid:part>
</rdf:Description>
{UA_SCHEMA}</rdf:RDF>
</x:xmpmeta>
<?xpacket end="r"?>"#,
        bom = '\u{feff}',
        producer = escape(&options.producer),
    )
}

/// A text in the languages of the book; the file's own is the default.
fn alternatives(element: &str, own: &str, pages: &Pages, text: impl Fn(&BookName) -> &String) -> String {
    if own.is_empty() {
        return String::new();
    }
    let item =
        |lang: &str, text: &str| format!("<rdf:li xml:lang=\"{}\">{}</rdf:li>", escape(lang), escape(text));
    let named = pages.names.iter().filter(|name| !text(name).is_empty());
    let named: String = named.map(|name| item(&name.lang.to_string(), text(name))).collect();
    format!("<{element}><rdf:Alt>{}{named}</rdf:Alt></{element}>\n", item("x-default", own))
}

/// PDF/A knows the properties of PDF/UA only if the file describes them
/// (ISO 19005-2 §6.6.2.3.3).
const UA_SCHEMA: &str = r#"<rdf:Description rdf:about="" xmlns:pdfaExtension="http://www.aiim.org/pdfa/ns/extension/" xmlns:pdfaSchema="http://www.aiim.org/pdfa/ns/schema#" xmlns:pdfaProperty="http://www.aiim.org/pdfa/ns/property#">
<pdfaExtension:schemas><rdf:Bag><rdf:li rdf:parseType="Resource">
<pdfaSchema:schema>PDF/UA Universal Accessibility Schema</pdfaSchema:schema>
<pdfaSchema:namespaceURI>http://www.aiim.org/pdfua/ns/id/</pdfaSchema:namespaceURI>
<pdfaSchema:prefix>pdfuaid</pdfaSchema:prefix>
<pdfaSchema:property><rdf:Seq><rdf:li rdf:parseType="Resource">
<pdfaProperty:name>part</pdfaProperty:name>
<pdfaProperty:valueType>Integer</pdfaProperty:valueType>
<pdfaProperty:category>internal</pdfaProperty:category>
<pdfaProperty:description>Indicates, which part of ISO 14289 standard is followed</pdfaProperty:description>
</rdf:li></rdf:Seq></pdfaSchema:property>
</rdf:li></rdf:Bag></pdfaExtension:schemas>
</rdf:Description>
"#;

/// Text for XML, without the control characters that XML 1.0 has no form for.
fn escape(text: &str) -> String {
    let mut escaped = String::with_capacity(text.len());
    for character in text.chars() {
        match character {
            '&' => escaped.push_str("&amp;"),
            '<' => escaped.push_str("&lt;"),
            '>' => escaped.push_str("&gt;"),
            '"' => escaped.push_str("&quot;"),
            control if control.is_control() => escaped.push(' '),
            plain => escaped.push(plain),
        }
    }
    escaped
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn xml_holds_no_markup_of_the_content() {
        assert_eq!(escape("a<b & \"c\"\u{7}"), "a&lt;b &amp; &quot;c&quot; ");
    }
}
