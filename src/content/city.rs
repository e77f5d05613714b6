//! Reads `city.yaml`: the facts of one city, shared by all languages.

use super::schema::{self, Fields};
use super::yaml::Node;
use crate::book::{
    Certainty, City, CityKind, CityLink, Heritage, LikenessRow, LinkKind, LocalName, Localized, Location,
    Pact, Population,
};
use crate::diag::{Diagnostic, Findings};
use crate::locale::Lang;
use crate::locale::calendar::SolarHijri;
use crate::locale::partial_date::PartialDate;
use crate::message;

const CITY_KEYS: [&str; 15] = [
    "kind",
    "name",
    "local_names",
    "country",
    "location",
    "time_zone",
    "elevation",
    "population",
    "river",
    "founded",
    "languages",
    "heritage",
    "pact",
    "links",
    "likeness",
];
const PACT_KEYS: [&str; 9] =
    ["signed", "solar_hijri", "certainty", "place", "signatories", "scan", "scan_alt", "note", "sources"];

/// Reads a city; `None` if what it cannot do without is missing.
pub fn read(node: &Node, languages: &[Lang], found: &mut Findings) -> Option<City> {
    let city = Fields::of(node, message!("thing-city"), &CITY_KEYS, found)?;
    let kinds = CityKind::ALL.map(|kind| (kind.as_str(), kind));
    city.require("kind", message!("thing-city.this"), found);
    let kind = city.choice("kind", &kinds, found);
    let name = match city.require("name", message!("thing-city.this"), found) {
        Some(node) => schema::localized(node, "name", languages, found),
        None => Localized::default(),
    };
    missing_names(&city, &name, languages, found);
    let country = country(&city, found);
    let read = City {
        span: city.span,
        kind: kind.unwrap_or(CityKind::Pending),
        name,
        local_names: city.list("local_names", found, local_name),
        country: country.unwrap_or_default(),
        location: city.get("location").and_then(|node| location(node, found)),
        time_zone: city.text("time_zone", found),
        elevation: city.number("elevation", -500.0..=9000.0, found),
        population: city.get("population").and_then(|node| population(node, found)),
        river: city.localized("river", languages, found),
        founded: city.localized("founded", languages, found),
        languages: city.list("languages", found, |node, found| schema::language(node, "languages", found)),
        heritage: city.list("heritage", found, |node, found| heritage(node, languages, found)),
        pact: city.get("pact").and_then(|node| pact(node, languages, found)),
        links: city.list("links", found, |node, found| link(node, languages, found)),
        likeness: city.list("likeness", found, |node, found| likeness(node, languages, found)),
    };
    (kind.is_some() && !read.name.is_empty()).then_some(read)
}

fn missing_names(city: &Fields, name: &Localized, languages: &[Lang], found: &mut Findings) {
    let Some(node) = city.get("name").filter(|_| !name.is_empty()) else { return };
    for lang in languages.iter().filter(|lang| name.get(**lang).is_none()) {
        let message = message!("city-missing-name", lang = *lang);
        found.push(Diagnostic::error("city.missing-name", node.span, message));
    }
}

fn country(city: &Fields, found: &mut Findings) -> Option<String> {
    let node = city.require("country", message!("thing-city.this"), found)?;
    let code = schema::text(node, "country", found)?;
    if crate::locale::names::country(&code, Lang::EN).is_none() {
        let message = message!("city-unknown-country", code = code);
        found.push(Diagnostic::error("city.unknown-country", node.span, message));
        return None;
    }
    Some(code)
}

fn location(node: &Node, found: &mut Findings) -> Option<Location> {
    let fields = Fields::of(node, message!("thing-location"), &["lat", "lon"], found)?;
    fields.require("lat", message!("thing-location.this"), found);
    fields.require("lon", message!("thing-location.this"), found);
    let lat = fields.number("lat", -90.0..=90.0, found);
    let lon = fields.number("lon", -180.0..=180.0, found);
    Some(Location { lat: lat?, lon: lon? })
}

fn local_name(node: &Node, found: &mut Findings) -> Option<LocalName> {
    let fields = Fields::of(node, message!("thing-local-name"), &["text", "lang"], found)?;
    fields.require("text", message!("thing-local-name.this"), found);
    let text = fields.text("text", found);
    let lang =
        schema::language(fields.require("lang", message!("thing-local-name.this"), found)?, "lang", found);
    Some(LocalName { text: text?, lang: lang? })
}

fn population(node: &Node, found: &mut Findings) -> Option<Population> {
    let fields = Fields::of(node, message!("thing-population"), &["value", "year", "source"], found)?;
    fields.require("value", message!("thing-population.this"), found);
    Some(Population {
        value: fields.number("value", 0..=10_000_000_000, found)?,
        year: fields.number("year", -3000..=3000, found),
        source: fields.word("source", found),
    })
}

fn heritage(node: &Node, languages: &[Lang], found: &mut Findings) -> Option<Heritage> {
    let fields = Fields::of(node, message!("thing-heritage"), &["name", "year", "whc"], found)?;
    fields.require("name", message!("thing-heritage.this"), found);
    let name = fields.localized("name", languages, found);
    let year = fields.number("year", 1972..=2200, found);
    let whc = fields.number("whc", 1..=99_999, found);
    (!name.is_empty()).then_some(Heritage { name, year, whc })
}

fn pact(node: &Node, languages: &[Lang], found: &mut Findings) -> Option<Pact> {
    let fields = Fields::of(node, message!("thing-pact"), &PACT_KEYS, found)?;
    let certainties = Certainty::ALL.map(|certainty| (certainty.as_str(), certainty));
    let signed = date(&fields, "signed", found);
    let solar_hijri = solar_hijri(&fields, signed, found);
    fields.require("certainty", message!("thing-pact.this"), found);
    let scan = fields.word("scan", found);
    let scan_alt = fields.localized("scan_alt", languages, found);
    if let Some(scan) = &scan
        && languages.iter().any(|lang| scan_alt.get(*lang).is_none())
    {
        let (message, help) = (message!("city-scan-alt"), message!("city-scan-alt.help"));
        found.push(Diagnostic::error("city.scan-alt", scan.span, message).with_help(help));
    }
    Some(Pact {
        span: fields.span,
        signed,
        solar_hijri,
        certainty: fields.choice("certainty", &certainties, found).unwrap_or(Certainty::Unknown),
        place: fields.localized("place", languages, found),
        signatories: fields.list("signatories", found, |node, found| {
            Some(schema::localized(node, "signatories", languages, found)).filter(|names| !names.is_empty())
        }),
        scan,
        scan_alt,
        note: fields.localized("note", languages, found),
        sources: fields.list("sources", found, |node, found| schema::word(node, "sources", found)),
    })
}

/// A date `YYYY`, `YYYY-MM` or `YYYY-MM-DD` in the Gregorian calendar.
fn date(fields: &Fields, key: &str, found: &mut Findings) -> Option<PartialDate> {
    let node = fields.get(key)?;
    let typed = schema::text(node, key, found)?;
    match PartialDate::parse(&typed) {
        // The first pacts between cities of two countries are of the twentieth
        // century; an earlier year is one of the Solar Hijri calendar.
        Ok(date) if date.year() < 1900 => {
            let message = message!("date-calendar", key = key, typed = typed);
            let help = message!("date-calendar.help");
            found.push(Diagnostic::error("date.calendar", node.span, message).with_help(help));
            None
        }
        Ok(date) => Some(date),
        Err(error) => {
            let message = message!("date-invalid", key = key, why = &error);
            let help = message!("date-invalid.help");
            found.push(Diagnostic::error("date.invalid", node.span, message).with_help(help));
            None
        }
    }
}

/// The Solar Hijri date as the author gives it: `YYYY`, `YYYY-MM` or `YYYY-MM-DD`
/// of that calendar is checked, other words are taken as they are.
fn solar_hijri(fields: &Fields, signed: Option<PartialDate>, found: &mut Findings) -> Option<String> {
    let node = fields.get("solar_hijri")?;
    let typed = schema::text(node, "solar_hijri", found)?;
    if matches!(signed, Some(PartialDate::Day(_))) {
        let (message, help) = (message!("date-redundant"), message!("date-redundant.help"));
        found.push(Diagnostic::warning("date.redundant", node.span, message).with_help(help));
    }
    let parts: Option<Vec<i32>> = typed.split('-').map(|part| part.parse().ok()).collect();
    let Some(parts) = parts else { return Some(typed) };
    let part = |index: usize| u8::try_from(parts.get(index).copied().unwrap_or(1)).unwrap_or(0);
    match SolarHijri::new(parts[0], part(1), part(2)) {
        Ok(_) => Some(typed),
        Err(error) => {
            let message = message!("date-invalid-solar-hijri", why = &error);
            found.push(Diagnostic::error("date.invalid", node.span, message));
            None
        }
    }
}

fn link(node: &Node, languages: &[Lang], found: &mut Findings) -> Option<CityLink> {
    let fields = Fields::of(node, message!("thing-link"), &["kind", "year", "text", "sources"], found)?;
    let kinds = LinkKind::ALL.map(|kind| (kind.as_str(), kind));
    fields.require("kind", message!("thing-link.this"), found);
    fields.require("text", message!("thing-link.this"), found);
    let kind = fields.choice("kind", &kinds, found);
    let year = fields.number("year", -3000..=3000, found);
    let text = fields.localized("text", languages, found);
    let sources = fields.list("sources", found, |node, found| schema::word(node, "sources", found));
    (!text.is_empty()).then_some(CityLink { kind: kind?, year, text, sources })
}

fn likeness(node: &Node, languages: &[Lang], found: &mut Findings) -> Option<LikenessRow> {
    let fields = Fields::of(node, message!("thing-likeness"), &["aspect", "isfahan", "city"], found)?;
    for key in ["aspect", "isfahan", "city"] {
        fields.require(key, message!("thing-likeness.this"), found);
    }
    Some(LikenessRow {
        aspect: fields.localized("aspect", languages, found),
        isfahan: fields.localized("isfahan", languages, found),
        city: fields.localized("city", languages, found),
    })
}
