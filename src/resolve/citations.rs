//! Citations and the list of sources: BibLaTeX in, text in each language out.
//!
//! hayagriva formats them by a CSL style and the terms of a CSL locale, both
//! files of the theme, a pair a language. Each edition's sources are numbered
//! by their first citation in reading order. A Persian list tells a source with
//! a title in Latin letters by the conventions of English, as Persian books do:
//! a Persian month among such words would stand at neither side of its day.

use std::collections::BTreeMap;

use hayagriva::citationberg::taxonomy::Locator;
use hayagriva::{
    BibliographyDriver, BibliographyRequest, CitationItem, CitationRequest, ElemChild, ElemChildren,
    ElemMeta, LocatorPayload, Rendered, SpecificLocator,
};
use rayon::prelude::*;
use serde::{Deserialize, Serialize};

use super::bibliography::{self, Catalogue};
use super::citation_style::{Style, StyleFiles};
use super::link::check_address;
use super::{cities, city_of};
use crate::book::{Book, City, References};
use crate::cache::{Cache, Key};
use crate::diag::{Diagnostic, Findings};
use crate::doc::{
    Block, BlockKind, Citation, CitationPiece, Inline, InlineKind, Line, LocalNames, Parsed, RawCitation,
    RawFigure, RawInsert, Visit, Word, inlines, walk, walk_inlines,
};
use crate::locale::digits::localize;
use crate::locale::{Direction, Lang};
use crate::message;
use crate::resolve::resolved::SourceEntry;
use crate::source::{Sources, Span};
use crate::theme::{Theme, ThemeError};

/// The citations of one language, by what was asked for.
#[derive(Debug, Default)]
pub struct Citations {
    rendered: BTreeMap<Request, Citation>,
    /// The sources that are cited, in the order of the list.
    pub sources: Vec<SourceEntry>,
}

/// Keys with their locators.
type Request = Vec<(String, Option<String>)>;

impl Citations {
    pub fn get(&self, citation: &[RawCitation]) -> Option<Citation> {
        self.rendered.get(&request(citation)).cloned()
    }

    /// Whether a key is a source of the list.
    pub fn has(&self, key: &str) -> bool {
        self.sources.iter().any(|source| source.key == key)
    }
}

/// Formats every citation of the book in every language.
///
/// # Errors
/// A style or locale of the theme that cannot be read.
pub fn render(
    book: &Book,
    theme: &Theme,
    cache: &Cache,
    sources: &Sources,
    found: &mut Findings,
) -> Result<BTreeMap<Lang, Citations>, ThemeError> {
    let (read, text) = match book.references {
        References::Read(id) => (bibliography::read(id, sources, cache, found), &*sources.get(id).text),
        References::Absent => (Some(Catalogue::default()), ""),
        References::Unread => (None, ""),
    };
    // Without the list, every key would be unknown, and none of them wrong.
    if let Some(catalogue) = &read {
        report_unknown(book, catalogue, found);
    }
    let catalogue = read.unwrap_or_default();
    let formatted = book.front.languages.par_iter().map(|lang| {
        let list = SourceList {
            catalogue: &catalogue,
            lang: *lang,
            style: StyleFiles::of(theme, *lang)?,
            // What a list from the right tells from the left.
            latin: match lang.direction() {
                Direction::Rtl => Some(StyleFiles::of(theme, Lang::EN)?),
                Direction::Ltr => None,
            },
            span: book.front.span,
            text,
            cache,
        };
        Ok((*lang, list.format(&requests(book, *lang, &catalogue))?))
    });
    formatted.collect()
}

/// Keys in texts and in the cities' data that no source has.
fn report_unknown(book: &Book, catalogue: &Catalogue, found: &mut Findings) {
    let mut check = |key: &Word| {
        if !catalogue.has(&key.text) {
            let message = message!("cite-unknown-key", key = &*key.text);
            let diagnostic = Diagnostic::error("cite.unknown-key", key.span, message);
            let diagnostic = diagnostic.with_suggestion(&key.text, catalogue.keys());
            found.push(match diagnostic.help {
                Some(_) => diagnostic,
                None => diagnostic.with_help(message!("cite-unknown-key.help")),
            });
        }
    };
    for chapter in &book.chapters {
        for text in chapter.texts.values() {
            let notes = text.document.notes.iter().map(|note| note.blocks.as_slice());
            for blocks in notes.chain([text.document.blocks.as_slice()]) {
                each_citation(blocks, &mut |citation| citation.iter().for_each(|item| check(&item.key)));
            }
        }
    }
    for city in cities(book) {
        city_keys(city).for_each(&mut check);
        // A population's source may be words; a word that is nearly a key is meant as one.
        let source = city.population.as_ref().and_then(|population| population.source.as_ref());
        if let Some(source) = source
            && !catalogue.has(&source.text)
            && crate::diag::nearest(&source.text, catalogue.keys()).is_some()
        {
            check(source);
        }
    }
}

/// The keys of a city's pact and links.
fn city_keys(city: &City) -> impl Iterator<Item = &Word> {
    let pact = city.pact.iter().flat_map(|pact| &pact.sources);
    pact.chain(city.links.iter().flat_map(|link| &link.sources))
}

fn each_citation(blocks: &[Block<Parsed>], visit: &mut impl FnMut(&[RawCitation])) {
    walk(blocks, &mut |node| citation_of(node, visit));
}

fn citation_of(node: Visit<Parsed>, visit: &mut impl FnMut(&[RawCitation])) {
    let mut caption = |caption: &[Inline<Parsed>]| {
        walk_inlines(caption, &mut |node| {
            if let Visit::Inline(Inline { kind: InlineKind::Citation(citation), .. }) = node {
                visit(citation);
            }
        });
    };
    match node {
        Visit::Inline(Inline { kind: InlineKind::Citation(citation), .. }) => visit(citation),
        Visit::Block(Block { kind: BlockKind::Figure(RawFigure { caption: text, .. }), .. }) => caption(text),
        Visit::Block(Block { kind: BlockKind::Insert(insert), .. }) => match insert {
            RawInsert::Map { caption: text }
            | RawInsert::Chart { caption: text, .. }
            | RawInsert::Video { caption: text, .. } => caption(text),
            RawInsert::Gallery(figures) => figures.iter().for_each(|figure| caption(&figure.caption)),
            _ => {}
        },
        _ => {}
    }
}

fn request(citation: &[RawCitation]) -> Request {
    let item = |item: &RawCitation| (item.key.text.to_string(), item.locator.as_deref().map(str::to_owned));
    citation.iter().map(item).collect()
}

/// What is cited in one language, each request once, in reading order.
fn requests(book: &Book, lang: Lang, catalogue: &Catalogue) -> Vec<Request> {
    let mut seen = std::collections::BTreeSet::new();
    let mut requests = Vec::new();
    let mut add = |citation: &[RawCitation]| {
        let known: Vec<RawCitation> =
            citation.iter().filter(|item| catalogue.has(&item.key.text)).cloned().collect();
        let request = request(&known);
        if !request.is_empty() && seen.insert(request.clone()) {
            requests.push(request);
        }
    };
    let single = |key: &Word| [RawCitation { key: key.clone(), locator: None }];
    let city = |city: &City, add: &mut dyn FnMut(&[RawCitation])| {
        let keys = |words: &[Word]| -> Vec<RawCitation> { words.iter().flat_map(single).collect() };
        city.pact.iter().for_each(|pact| add(&keys(&pact.sources)));
        city.links.iter().for_each(|link| add(&keys(&link.sources)));
        let population = city.population.iter().filter_map(|population| population.source.as_ref());
        population.for_each(|source| add(&single(source)));
    };
    for chapter in &book.chapters {
        let Some(text) = chapter.texts.get(&lang) else { continue };
        each_citation(&text.document.blocks, &mut add);
        text.document.notes.iter().for_each(|note| each_citation(&note.blocks, &mut add));
        city_of(chapter).into_iter().for_each(|data| city(data, &mut add));
    }
    book.later_pacts.iter().for_each(|data| city(data, &mut add));
    requests
}

/// What the citations of one language are formatted from.
struct SourceList<'a> {
    catalogue: &'a Catalogue<'a>,
    lang: Lang,
    style: StyleFiles,
    latin: Option<StyleFiles>,
    span: Span,
    /// Of the bibliography: what is made from it is remembered.
    text: &'a str,
    cache: &'a Cache,
}

/// What a style says of requests, without its fonts and colours.
#[derive(Default, Serialize, Deserialize)]
struct Told {
    /// In the order of the requests.
    citations: Vec<Vec<Piece>>,
    /// The list of sources: keys with what is said of each.
    items: Vec<(String, Vec<Piece>)>,
}

#[derive(Serialize, Deserialize)]
struct Piece {
    text: String,
    /// Where it leads, if anywhere.
    url: Option<String>,
    /// The source of the request that it names.
    entry: Option<usize>,
}

/// A tree of the formatter as the pieces that it shows.
fn flatten(children: &ElemChildren, entry: Option<usize>, pieces: &mut Vec<Piece>) {
    for child in &children.0 {
        let (text, url) = match child {
            ElemChild::Elem(elem) => {
                let own = match elem.meta {
                    Some(ElemMeta::Entry(index)) => Some(index),
                    _ => entry,
                };
                flatten(&elem.children, own, pieces);
                continue;
            }
            ElemChild::Text(text) => (&text.text, None),
            ElemChild::Markup(text) => (text, None),
            ElemChild::Link { text, url } => (&text.text, Some(url.clone())),
            ElemChild::Transparent { .. } => continue,
        };
        pieces.push(Piece { text: text.clone(), url, entry });
    }
}

fn flat(children: &ElemChildren) -> Vec<Piece> {
    let mut pieces = Vec::new();
    flatten(children, None, &mut pieces);
    pieces
}

impl SourceList<'_> {
    fn format(&self, requests: &[Request]) -> Result<Citations, ThemeError> {
        if requests.is_empty() {
            return Ok(Citations::default());
        }
        let Told { citations, items } = self.told(requests, &self.style)?;
        let order: BTreeMap<&str, usize> =
            items.iter().enumerate().map(|(index, (key, _))| (key.as_str(), index)).collect();
        let rendered = requests
            .iter()
            .zip(&citations)
            .map(|(request, told)| {
                let sources: Vec<Option<usize>> =
                    request.iter().map(|(key, _)| order.get(key.as_str()).copied()).collect();
                let mut pieces = Vec::new();
                told.iter().for_each(|piece| push_piece(piece, &sources, self.lang, &mut pieces));
                (request.clone(), Citation { pieces })
            })
            .collect();
        let mut latin = self.latin_items(items.iter().map(|(key, _)| key.as_str()))?;
        let sources = items.into_iter().map(|(key, told)| match latin.remove(&key) {
            Some(told) => self.entry(key, &told, Lang::EN),
            None => self.entry(key, &told, self.lang),
        });
        Ok(Citations { rendered, sources: sources.collect() })
    }

    /// What a style says, remembered by all that it is made from.
    fn told(&self, requests: &[Request], files: &StyleFiles) -> Result<Told, ThemeError> {
        let parts = [self.text, &files.style.1, &files.locale.1, &format!("{requests:?}")];
        let key = parts.iter().fold(Key::new("citations"), |key, part| key.with(part));
        self.cache.try_value(&key, || {
            let rendered = self.render(requests, &files.read()?);
            let citations = rendered.citations.iter().map(|cited| flat(&cited.citation)).collect();
            let items = rendered.bibliography.map(|bibliography| bibliography.items).unwrap_or_default();
            let items = items.into_iter().map(|item| (item.key, flat(&item.content))).collect();
            Ok(Told { citations, items })
        })
    }

    fn render(&self, requests: &[Request], style: &Style) -> Rendered {
        let mut driver = BibliographyDriver::new();
        for request in requests {
            let items = request
                .iter()
                .filter_map(|(key, locator)| {
                    let entry = self.catalogue.library().get(key)?;
                    Some(CitationItem::with_locator(entry, locator.as_deref().map(parse_locator)))
                })
                .collect();
            let locale = Some(style.locale.clone());
            driver.citation(CitationRequest::new(items, &style.style, locale, &style.locales, None));
        }
        let locale = Some(style.locale.clone());
        driver.finish(BibliographyRequest::new(&style.style, locale, &style.locales))
    }

    /// The entries of those sources that are told by the other side's conventions.
    fn latin_items<'k>(
        &self,
        keys: impl Iterator<Item = &'k str>,
    ) -> Result<BTreeMap<String, Vec<Piece>>, ThemeError> {
        let Some(style) = &self.latin else { return Ok(BTreeMap::new()) };
        let is_latin = |key: &&str| self.catalogue.is_latin(key);
        let requests: Vec<Request> = keys.filter(is_latin).map(|key| vec![(key.to_owned(), None)]).collect();
        Ok(self.told(&requests, style)?.items.into_iter().collect())
    }

    fn entry(&self, key: String, told: &[Piece], lang: Lang) -> SourceEntry {
        let mut text = Line::new();
        let title = self.catalogue.title(&key);
        told.iter().for_each(|piece| push_source(piece, lang, self.span, &title, &mut text));
        SourceEntry { key, lang, text }
    }
}

/// `p. 12`, «ص. ۱۲», `ch. 3`: the kind that the words name, and the rest.
fn parse_locator(typed: &str) -> SpecificLocator<'_> {
    const KINDS: [(&[&str], Locator); 7] = [
        (&["pp.", "p.", "pages", "page", "صص.", "ص.", "صفحه", "صفحهٔ"], Locator::Page),
        (&["ch.", "chap.", "chapter", "فصل"], Locator::Chapter),
        (&["vol.", "volume", "ج.", "جلد"], Locator::Volume),
        (&["fol.", "folio", "برگ"], Locator::Folio),
        (&["sec.", "section", "§", "بخش"], Locator::Section),
        (&["col.", "column", "ستون"], Locator::Column),
        (&["n.", "note", "یادداشت"], Locator::Note),
    ];
    let digits = |text: &str| text.starts_with(|c: char| crate::locale::digits::value(c).is_some());
    for (prefixes, kind) in KINDS {
        for prefix in prefixes {
            if let Some(rest) = typed.strip_prefix(prefix).map(str::trim_start).filter(|rest| digits(rest)) {
                return SpecificLocator(kind, LocatorPayload::Str(rest));
            }
        }
    }
    let kind = if digits(typed) { Locator::Page } else { Locator::Custom };
    SpecificLocator(kind, LocatorPayload::Str(typed))
}

fn push_piece(piece: &Piece, sources: &[Option<usize>], lang: Lang, pieces: &mut Vec<CitationPiece>) {
    let source = piece.entry.and_then(|entry| sources.get(entry).copied().flatten());
    let text = localize(&piece.text, lang);
    match pieces.last_mut() {
        Some(last) if last.source == source => last.text = format!("{}{text}", last.text).into(),
        _ => pieces.push(CitationPiece { text: text.as_ref().into(), source }),
    }
}

/// A part of a source's text; digits are the language's own but in addresses and foreign words.
fn push_source(piece: &Piece, lang: Lang, span: Span, title: &LocalNames, line: &mut Line) {
    match &piece.url {
        Some(url) if check_address(url, span).is_ok() => line.push(address(url, span)),
        _ => push_text(&piece.text, lang, span, title, line),
    }
}

fn push_text(text: &str, lang: Lang, span: Span, title: &LocalNames, line: &mut Line) {
    let place = Span { end: span.start, ..span };
    let pieces = inlines(text, place, lang, title);
    line.extend(pieces.into_iter().map(|mut inline: Inline<_>| {
        if let InlineKind::Text(text) = &inline.kind {
            inline.kind = InlineKind::Text(localize(text, lang).as_ref().into());
        }
        inline
    }));
}

/// Longer addresses are shown by their host; the link is whole.
const LONGEST_ADDRESS: usize = 90;

fn address(url: &str, span: Span) -> Inline<crate::doc::Linked> {
    let shown = url.split_once("://").map_or(url, |(_, rest)| rest).trim_end_matches('/');
    let shown = match shown.split_once('/') {
        Some((host, _)) if shown.chars().count() > LONGEST_ADDRESS => format!("{host}/…"),
        _ => shown.to_owned(),
    };
    let words = Inline { span, kind: InlineKind::Text(shown.into()) };
    let isolate = InlineKind::Foreign { lang: Lang::EN, direction: Direction::Ltr, content: vec![words] };
    let target = crate::doc::Target::Url(url.into());
    Inline { span, kind: InlineKind::Link { target, content: vec![Inline { span, kind: isolate }] } }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(typed: &str, kind: Locator, rest: &str) {
        let SpecificLocator(got, payload) = parse_locator(typed);
        assert_eq!(got, kind, "{typed}");
        assert_eq!(payload, LocatorPayload::Str(rest), "{typed}");
    }

    #[test]
    fn a_locator_names_its_kind() {
        check("p. 12", Locator::Page, "12");
        check("pp. 12–14", Locator::Page, "12–14");
        check("ص. ۱۲", Locator::Page, "۱۲");
        check("12", Locator::Page, "12");
        check("ch. 3", Locator::Chapter, "3");
        check("passim", Locator::Custom, "passim");
        check("prologue", Locator::Custom, "prologue");
    }
}
