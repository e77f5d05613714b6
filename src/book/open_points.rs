//! What the book's data leave open, for those who publish it to settle.
//!
//! An open point is read off the data alone: a date that is not sure, a pact
//! without a scan, a number that was never given. How it is said to readers is
//! `resolve`'s, how to editors `check`'s.

use super::{BookFront, Certainty, City, CityKind, Pact};

/// An open point of a city.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum OpenPoint {
    /// The date rests on one source, or sources disagree.
    UnsureDate(Certainty),
    NoDate,
    /// The editors wrote what is not sure about the pact.
    Note,
    NoPlace,
    NoSignatories,
    NoScan,
    /// What is said of the pact has no source.
    NoSource,
    NoPopulation,
    /// The population has no source in the list of sources.
    UnsourcedPopulation,
    /// A tie, by its place in `City::links`, has no source.
    UnsourcedTie(usize),
}

/// An open point of the book as a whole.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum FrontPoint {
    NoIsbn,
    NoNationalBibliography,
    NoRights,
}

impl OpenPoint {
    /// All that is open about a city, in the order of its data.
    ///
    /// - `is_source`: whether a word is a key of the list of sources.
    pub fn of_city(city: &City, is_source: impl Fn(&str) -> bool) -> Vec<OpenPoint> {
        let mut points = city.pact.as_ref().map_or_else(Vec::new, |pact| of_pact(pact, city.kind));
        match &city.population {
            Some(population) => {
                let sourced = population.source.as_ref().is_some_and(|source| is_source(&source.text));
                points.extend((!sourced).then_some(OpenPoint::UnsourcedPopulation));
            }
            None => points.push(OpenPoint::NoPopulation),
        }
        let ties = city.links.iter().enumerate().filter(|(_, link)| link.sources.is_empty());
        points.extend(ties.map(|(index, _)| OpenPoint::UnsourcedTie(index)));
        points
    }

    /// The stable code of its finding.
    pub fn code(self) -> &'static str {
        match self {
            OpenPoint::UnsureDate(_) | OpenPoint::NoDate => "open.date",
            OpenPoint::Note => "open.note",
            OpenPoint::NoPlace => "open.place",
            OpenPoint::NoSignatories => "open.signatories",
            OpenPoint::NoScan => "open.scan",
            OpenPoint::NoSource | OpenPoint::UnsourcedPopulation | OpenPoint::UnsourcedTie(_) => {
                "open.source"
            }
            OpenPoint::NoPopulation => "open.population",
        }
    }
}

fn of_pact(pact: &Pact, kind: CityKind) -> Vec<OpenPoint> {
    let mut points = Vec::new();
    match (pact.signed, pact.certainty) {
        (Some(_), Certainty::Confirmed) => {}
        (Some(_), certainty) => points.push(OpenPoint::UnsureDate(certainty)),
        (None, _) if kind == CityKind::Pending => {}
        (None, _) => points.push(OpenPoint::NoDate),
    }
    let mut add = |open: bool, point| points.extend(open.then_some(point));
    // What was not signed yet has no place, no names and no scan.
    let signed = kind != CityKind::Pending;
    add(signed && pact.place.is_empty(), OpenPoint::NoPlace);
    add(signed && pact.signatories.is_empty(), OpenPoint::NoSignatories);
    add(signed && pact.scan.is_none(), OpenPoint::NoScan);
    add(pact.sources.is_empty(), OpenPoint::NoSource);
    add(!pact.note.is_empty(), OpenPoint::Note);
    points
}

impl FrontPoint {
    /// All that is open about the book's own data.
    pub fn of_front(front: &BookFront) -> Vec<FrontPoint> {
        let points = [
            (front.isbn.is_none(), FrontPoint::NoIsbn),
            (front.national_bibliography.is_none(), FrontPoint::NoNationalBibliography),
            (front.rights.is_empty(), FrontPoint::NoRights),
        ];
        points.into_iter().filter(|(open, _)| *open).map(|(_, point)| point).collect()
    }

    /// The stable code of its finding.
    pub fn code(self) -> &'static str {
        match self {
            FrontPoint::NoIsbn => "open.isbn",
            FrontPoint::NoNationalBibliography => "open.national-bibliography",
            FrontPoint::NoRights => "open.rights",
        }
    }
}
