//! What a page says to machines: Open Graph, Dublin Core, Highwire, JSON-LD.
//!
//! In: a page and what it is about. Out: values for the head of the page.
//! Numbers, dates and codes are written for machines, in ASCII digits;
//! what the book does not say is left out (P-128, P-129, P-134). Whole
//! addresses stand here only if the site's own is known.

use serde::Serialize;
use serde_json::{Map, Value, json};

use super::Site;
use super::frame::{About, part_id};
use super::paths::Place;
use super::preview::PREVIEW;
use crate::book::City;
use crate::config::EditionKind;
use crate::doc::ChapterId;
use crate::locale::letter::is_bidi_control;
use crate::locale::{Lang, names};

/// A `meta` element whose key is its `property` (RDFa: Open Graph).
#[derive(Debug, Serialize)]
pub struct Property {
    pub property: &'static str,
    pub content: String,
}

/// A `meta` element whose key is its `name`.
#[derive(Debug, Serialize)]
pub struct Named {
    pub name: &'static str,
    pub content: String,
    /// Where it is not the page's own.
    pub lang: Option<String>,
}

/// The links that a page's structured data stands on.
struct Ids {
    book: String,
    cover: String,
    page: String,
}

impl Site<'_> {
    /// Open Graph, for previews of links (ogp.me).
    pub fn properties(&self, lang: Lang, place: Place, about: &About) -> Vec<Property> {
        let mut properties = Vec::new();
        let mut add = |property, content: String| properties.push(Property { property, content });
        let kind = match place {
            Place::Cover => "book",
            Place::Chapter(_) => "article",
            _ => "website",
        };
        add("og:type", kind.to_owned());
        add("og:title", self.plain(lang, about.title));
        add("og:description", self.plain(lang, &super::frame::short(about.description)));
        add("og:site_name", self.plain(lang, self.title(lang)));
        if let Some(url) = self.absolute(&self.folder(lang, place)) {
            add("og:url", url);
        }
        add("og:locale", locale(lang));
        for other in self.own_languages(place).into_iter().filter(|other| *other != lang) {
            add("og:locale:alternate", locale(other));
        }
        let preview = self.assets.preview(lang, place).and_then(|path| self.absolute(path));
        if let Some(preview) = preview {
            add("og:image", preview);
            add("og:image:type", "image/png".to_owned());
            add("og:image:width", PREVIEW.0.to_string());
            add("og:image:height", PREVIEW.1.to_string());
            add("og:image:alt", self.plain(lang, about.title));
        }
        properties
    }

    /// Dublin Core for all pages, Highwire's for what can be cited.
    pub fn named(&self, lang: Lang, place: Place, about: &About) -> Vec<Named> {
        let mut named = Vec::new();
        let mut add =
            |name, content: &str, lang| named.push(Named { name, content: content.to_owned(), lang });
        let front = &self.book.front;
        let others = || self.languages().iter().copied().filter(move |other| *other != lang);
        add("DC.title", &self.plain(lang, about.title), None);
        for other in others() {
            if let Some(title) = self.title_in(other, place) {
                add("DCTERMS.alternative", &self.plain(other, title), Some(other.to_string()));
            }
        }
        for author in &front.authors {
            for (language, name) in &author.0 {
                let foreign = (*language != lang).then(|| language.to_string());
                add("DC.creator", &self.plain(*language, name), foreign);
            }
        }
        add("DC.language", lang.as_str(), None);
        if let Some(publisher) = front.publisher.get(lang) {
            add("DC.publisher", &self.plain(lang, publisher), None);
        }
        if let Some(rights) = front.rights.get(lang) {
            add("DC.rights", &self.plain(lang, rights), None);
        }
        if let Some(isbn) = front.isbn.as_deref().filter(|_| place == Place::Cover) {
            add("DC.identifier", &format!("urn:isbn:{}", machine_isbn(isbn)), None);
        }
        let Place::Chapter(id) = place else { return named };
        add("citation_title", &self.plain(lang, about.title), None);
        let text = self.book.chapter(id).texts.get(&lang);
        let own: Vec<&str> =
            text.map(|text| text.front.authors.iter().map(String::as_str).collect()).unwrap_or_default();
        let authors = match own.as_slice() {
            [] => front.authors.iter().filter_map(|author| author.get(lang)).collect(),
            _ => own,
        };
        authors.iter().for_each(|author| add("citation_author", &self.plain(lang, author), None));
        add("citation_inbook_title", &self.plain(lang, self.title(lang)), None);
        add("citation_language", lang.as_str(), None);
        if let Some(publisher) = front.publisher.get(lang) {
            add("citation_publisher", &self.plain(lang, publisher), None);
        }
        if let Some(isbn) = front.isbn.as_deref() {
            add("citation_isbn", &machine_isbn(isbn), None);
        }
        if let Some(updated) = text.and_then(|text| text.front.updated.as_deref()) {
            add("DC.date", updated, None);
            // Highwire writes a day with slashes.
            add("citation_online_date", &updated.replace('-', "/"), None);
        }
        named
    }

    /// The structured data of a page, as the text of a script element that no
    /// browser runs. Source: schema.org, JSON-LD 1.1.
    pub fn json_ld(&self, lang: Lang, place: Place, about: &About) -> String {
        let address = |place| {
            let folder = self.folder(lang, place);
            self.absolute(&folder).unwrap_or_else(|| format!("/{folder}"))
        };
        let cover = address(Place::Cover);
        let ids = Ids { book: format!("{cover}#book"), cover, page: address(place) };
        let mut graph = Vec::new();
        match place {
            Place::Cover => graph.push(self.book_data(lang, &ids)),
            Place::Chapter(id) => graph.extend(self.chapter_data(lang, id, about, &ids)),
            _ => graph.push(object([
                ("@type", json!("WebPage")),
                ("@id", json!(ids.page)),
                ("url", json!(ids.page)),
                ("name", json!(about.title)),
                ("inLanguage", json!(lang.as_str())),
                ("isPartOf", json!({"@id": ids.book})),
            ])),
        }
        graph.push(self.breadcrumbs(lang, place, about, &ids));
        script_text(&json!({"@context": "https://schema.org", "@graph": graph}).to_string())
    }

    fn book_data(&self, lang: Lang, ids: &Ids) -> Value {
        let front = &self.book.front;
        let edition = self.book.editions.get(&lang);
        let first = self.languages().first().copied();
        let id_of = |other: Lang| {
            let folder = self.folder(other, Place::Cover);
            let cover = self.absolute(&folder).unwrap_or_else(|| format!("/{folder}"));
            json!({"@id": format!("{cover}#book")})
        };
        let others: Vec<Lang> = self.languages().iter().copied().filter(|other| *other != lang).collect();
        let titles: Vec<&str> = others.iter().map(|other| self.title(*other)).collect();
        let organisations = |names: Vec<&str>| {
            let of = |name: &str| json!({"@type": "Organization", "name": name});
            names.into_iter().map(of).collect::<Vec<Value>>()
        };
        let translations: Vec<Value> = others.iter().map(|other| id_of(*other)).collect();
        let (made, source) = match first == Some(lang) {
            true => (json!(translations), Value::Null),
            false => (Value::Null, first.map_or(Value::Null, id_of)),
        };
        let pages = self.options.downloads.iter().find(|file| file.edition == EditionKind::Single(lang));
        let preview = self.assets.preview(lang, Place::Cover).and_then(|path| self.absolute(path));
        let dates = self.book.chapters.iter().filter_map(|chapter| chapter.texts.get(&lang));
        let modified = dates.filter_map(|text| text.front.updated.as_deref()).max();
        object([
            ("@type", json!("Book")),
            ("@id", json!(ids.book)),
            ("url", json!(ids.cover)),
            ("name", json!(self.title(lang))),
            ("alternateName", json!(titles)),
            ("description", json!(edition.map(|edition| edition.description.as_str()))),
            ("inLanguage", json!(lang.as_str())),
            (
                "author",
                json!(organisations(front.authors.iter().filter_map(|name| name.get(lang)).collect())),
            ),
            ("publisher", json!(organisations(front.publisher.get(lang).into_iter().collect()))),
            ("isbn", json!(front.isbn.as_deref().map(machine_isbn))),
            ("bookEdition", json!(front.edition.get(lang))),
            ("numberOfPages", json!(pages.map(|file| file.pages))),
            ("dateModified", json!(modified)),
            ("image", json!(preview)),
            ("workTranslation", made),
            ("translationOfWork", source),
        ])
    }

    fn chapter_data(&self, lang: Lang, id: ChapterId, about: &About, ids: &Ids) -> Vec<Value> {
        let chapter = self.book.chapter(id);
        let Some((text_lang, text)) = self.text_of(id, lang) else { return Vec::new() };
        let people = |people: &[String]| {
            let of = |name: &String| json!({"@type": "Person", "name": name});
            people.iter().map(of).collect::<Vec<Value>>()
        };
        let city = chapter.city.as_deref().map(|city| city_data(city, lang, &ids.page));
        let subject = city.as_ref().map(|_| json!({"@id": format!("{}#city", ids.page)}));
        let preview = self.assets.preview(lang, Place::Chapter(id)).and_then(|path| self.absolute(path));
        let data = object([
            ("@type", json!("Chapter")),
            ("@id", json!(format!("{}#chapter", ids.page))),
            ("url", json!(ids.page)),
            ("name", json!(about.title)),
            ("description", json!(about.description)),
            ("inLanguage", json!(text_lang.as_str())),
            ("position", json!(id.0 + 1)),
            (
                "isPartOf",
                json!({"@type": "Book", "@id": ids.book, "name": self.title(lang), "url": ids.cover}),
            ),
            ("about", json!(subject)),
            ("author", json!(people(&text.front.authors))),
            ("translator", json!(people(&text.front.translators))),
            ("dateModified", json!(text.front.updated)),
            ("image", json!(preview)),
        ]);
        std::iter::once(data).chain(city).collect()
    }

    fn breadcrumbs(&self, lang: Lang, place: Place, about: &About, ids: &Ids) -> Value {
        let mut steps = vec![(self.title(lang).to_owned(), ids.cover.clone())];
        if let Some((number, part)) = self.part_of(place) {
            let folder = self.folder(lang, Place::Contents);
            let contents = self.absolute(&folder).unwrap_or_else(|| format!("/{folder}"));
            steps.push((part.title.or_any(lang).to_owned(), format!("{contents}#{}", part_id(number))));
        }
        if place != Place::Cover {
            steps.push((about.title.to_owned(), ids.page.clone()));
        }
        let steps = steps.into_iter().zip(1..).map(|((name, url), position)| {
            json!({"@type": "ListItem", "position": position, "name": name, "item": url})
        });
        object([
            ("@type", json!("BreadcrumbList")),
            ("itemListElement", json!(steps.collect::<Vec<Value>>())),
        ])
    }

    /// The book's title in a language.
    pub fn title(&self, lang: Lang) -> &str {
        self.book.editions.get(&lang).map_or("", |edition| edition.title.as_str())
    }

    fn title_in(&self, lang: Lang, place: Place) -> Option<&str> {
        match place {
            Place::Cover => Some(self.title(lang)),
            Place::Chapter(id) => Some(&self.book.chapter(id).texts.get(&lang)?.front.title),
            _ => None,
        }
    }
}

fn city_data(city: &City, lang: Lang, page: &str) -> Value {
    let others = city.name.0.iter().filter(|(other, _)| **other != lang).map(|(_, name)| name.as_str());
    let local = city.local_names.iter().map(|name| name.text.as_str());
    let mut names: Vec<&str> = others.chain(local).collect();
    names.dedup();
    let place = city.location.map(|at| {
        object([
            ("@type", json!("GeoCoordinates")),
            ("latitude", json!(at.lat)),
            ("longitude", json!(at.lon)),
            ("elevation", json!(city.elevation)),
        ])
    });
    let country = names::country(&city.country, lang)
        .map(|name| json!({"@type": "Country", "name": name, "identifier": city.country}));
    object([
        ("@type", json!("City")),
        ("@id", json!(format!("{page}#city"))),
        ("name", json!(city.name.or_any(lang))),
        ("alternateName", json!(names)),
        ("geo", json!(place)),
        ("containedInPlace", json!(country)),
    ])
}

/// An object of what is known: nothing empty is said.
fn object<const N: usize>(entries: [(&str, Value); N]) -> Value {
    let known = entries.into_iter().filter(|(_, value)| match value {
        Value::Null => false,
        Value::Array(values) => !values.is_empty(),
        Value::String(text) => !text.is_empty(),
        _ => true,
    });
    Value::Object(known.map(|(key, value)| (key.to_owned(), value)).collect::<Map<String, Value>>())
}

/// JSON that cannot close the element it stands in and hides no character.
fn script_text(json: &str) -> String {
    let mut out = String::with_capacity(json.len());
    for character in json.chars() {
        match character {
            '<' | '>' | '&' => out.push_str(&format!("\\u{:04x}", u32::from(character))),
            _ if is_bidi_control(character) => out.push_str(&format!("\\u{:04x}", u32::from(character))),
            _ => out.push(character),
        }
    }
    out
}

/// Thirteen ASCII digits (P-32).
fn machine_isbn(isbn: &str) -> String {
    crate::locale::digits::to_ascii(isbn)
        .chars()
        .filter(|character| character.is_ascii_alphanumeric())
        .collect()
}

/// `fa_IR`, as Open Graph writes it: a language with its land.
fn locale(lang: Lang) -> String {
    match lang.as_str() {
        "fa" => "fa_IR".to_owned(),
        "en" => "en_US".to_owned(),
        tag => tag.replace('-', "_"),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn structured_data_cannot_leave_its_element() {
        assert_eq!(script_text("\"</script>\u{2068}\""), "\"\\u003c/script\\u003e\\u2068\"");
    }

    #[test]
    fn an_isbn_for_machines_is_bare() {
        assert_eq!(machine_isbn("۹۷۸-۳-۱۶-۱۴۸۴۱۰-۰"), "9783161484100");
    }

    #[test]
    fn nothing_empty_is_said() {
        let value = object([("a", json!("")), ("b", json!([])), ("c", Value::Null), ("d", json!(0))]);
        assert_eq!(value.to_string(), r#"{"d":0}"#);
    }
}
