//! A city's facts, shared by all languages: `city.yaml`.

use crate::doc::Word;
use crate::locale::Lang;
use crate::locale::partial_date::PartialDate;
use crate::source::Span;

use super::Localized;

#[derive(Debug, Clone)]
pub struct City {
    pub span: Span,
    pub kind: CityKind,
    pub name: Localized,
    pub local_names: Vec<LocalName>,
    /// ISO 3166-1 alpha-2, upper case.
    pub country: String,
    pub location: Option<Location>,
    pub time_zone: Option<String>,
    /// Metres above the sea.
    pub elevation: Option<f64>,
    pub population: Option<Population>,
    pub river: Localized,
    pub founded: Localized,
    pub languages: Vec<Lang>,
    pub heritage: Vec<Heritage>,
    pub pact: Option<Pact>,
    pub links: Vec<CityLink>,
    pub likeness: Vec<LikenessRow>,
}

/// What ties a city to Isfahan.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum CityKind {
    Host,
    Sister,
    Friendship,
    Memorandum,
    Pending,
}

impl CityKind {
    pub const ALL: [CityKind; 5] =
        [CityKind::Host, CityKind::Sister, CityKind::Friendship, CityKind::Memorandum, CityKind::Pending];

    /// The word in `city.yaml`.
    pub fn as_str(self) -> &'static str {
        match self {
            CityKind::Host => "host",
            CityKind::Sister => "sister",
            CityKind::Friendship => "friendship",
            CityKind::Memorandum => "memorandum",
            CityKind::Pending => "pending",
        }
    }
}

/// A name in the city's own script and language.
#[derive(Debug, Clone, PartialEq)]
pub struct LocalName {
    pub text: String,
    pub lang: Lang,
}

/// Degrees: latitude -90 to 90, longitude -180 to 180.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Location {
    pub lat: f64,
    pub lon: f64,
}

#[derive(Debug, Clone)]
pub struct Population {
    pub value: u64,
    pub year: Option<i32>,
    /// A key of the sources, or words.
    pub source: Option<Word>,
}

/// A site of the World Heritage List.
#[derive(Debug, Clone)]
pub struct Heritage {
    pub name: Localized,
    pub year: Option<i32>,
    /// Its number in the list.
    pub whc: Option<u32>,
}

#[derive(Debug, Clone)]
pub struct Pact {
    pub span: Span,
    pub signed: Option<PartialDate>,
    /// As the author says it, where `signed` is not a whole day.
    pub solar_hijri: Option<String>,
    pub certainty: Certainty,
    pub place: Localized,
    pub signatories: Vec<Localized>,
    pub scan: Option<Word>,
    pub scan_alt: Localized,
    pub note: Localized,
    pub sources: Vec<Word>,
}

/// How sure the date of a pact is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Certainty {
    Confirmed,
    SingleSource,
    Conflicting,
    Unknown,
}

impl Certainty {
    pub const ALL: [Certainty; 4] =
        [Certainty::Confirmed, Certainty::SingleSource, Certainty::Conflicting, Certainty::Unknown];

    /// The word in `city.yaml`.
    pub fn as_str(self) -> &'static str {
        match self {
            Certainty::Confirmed => "confirmed",
            Certainty::SingleSource => "single-source",
            Certainty::Conflicting => "conflicting",
            Certainty::Unknown => "unknown",
        }
    }
}

/// Something that came of the sisterhood.
#[derive(Debug, Clone)]
pub struct CityLink {
    pub kind: LinkKind,
    pub year: Option<i32>,
    pub text: Localized,
    pub sources: Vec<Word>,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum LinkKind {
    University,
    Culture,
    Film,
    Exhibition,
    Street,
    Trade,
    Heritage,
    Tourism,
    People,
}

impl LinkKind {
    pub const ALL: [LinkKind; 9] = [
        LinkKind::University,
        LinkKind::Culture,
        LinkKind::Film,
        LinkKind::Exhibition,
        LinkKind::Street,
        LinkKind::Trade,
        LinkKind::Heritage,
        LinkKind::Tourism,
        LinkKind::People,
    ];

    /// The word in `city.yaml`.
    pub fn as_str(self) -> &'static str {
        match self {
            LinkKind::University => "university",
            LinkKind::Culture => "culture",
            LinkKind::Film => "film",
            LinkKind::Exhibition => "exhibition",
            LinkKind::Street => "street",
            LinkKind::Trade => "trade",
            LinkKind::Heritage => "heritage",
            LinkKind::Tourism => "tourism",
            LinkKind::People => "people",
        }
    }
}

/// A row of the table of what the two cities share.
#[derive(Debug, Clone)]
pub struct LikenessRow {
    pub aspect: Localized,
    pub isfahan: Localized,
    pub city: Localized,
}
