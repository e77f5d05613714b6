//! Tells editors what the book's data leave open, as notes: none of them keeps
//! a book from being published. The same points stand in the block
//! `{open-points}`.

use crate::book::{Certainty, FrontPoint, OpenPoint};
use crate::diag::{Diagnostic, Findings};
use crate::locale::Lang;
use crate::message;
use crate::message::{Message, Value};
use crate::resolve::OpenPoints;

pub fn check(open: &OpenPoints, found: &mut Findings) {
    for point in &open.front {
        let message = match point {
            FrontPoint::NoIsbn => message!("open-isbn"),
            FrontPoint::NoNationalBibliography => message!("open-national-bibliography"),
            FrontPoint::NoRights => message!("open-rights"),
        };
        found.push(Diagnostic::note(point.code(), open.front_span, message));
    }
    for city in &open.cities {
        for point in &city.points {
            let span = if is_of_pact(*point) { city.pact } else { city.span };
            let name = |lang| city.name.or_any(lang).to_owned();
            let name = Value::Name([Lang::EN, Lang::FA].map(name).into());
            let message = message!("open-point", city = name, point = said(*point));
            found.push(Diagnostic::note(point.code(), span, message));
        }
    }
}

fn is_of_pact(point: OpenPoint) -> bool {
    !matches!(point, OpenPoint::NoPopulation | OpenPoint::UnsourcedPopulation | OpenPoint::UnsourcedTie(_))
}

fn said(point: OpenPoint) -> Message {
    match point {
        OpenPoint::UnsureDate(Certainty::SingleSource) => message!("open-point-single-source"),
        OpenPoint::UnsureDate(Certainty::Conflicting) => message!("open-point-conflicting"),
        OpenPoint::UnsureDate(Certainty::Confirmed | Certainty::Unknown) => message!("open-point-date"),
        OpenPoint::NoDate => message!("open-point-no-date"),
        OpenPoint::Note => message!("open-point-note"),
        OpenPoint::NoPlace => message!("open-point-place"),
        OpenPoint::NoSignatories => message!("open-point-signatories"),
        OpenPoint::NoScan => message!("open-point-scan"),
        OpenPoint::NoSource => message!("open-point-source"),
        OpenPoint::NoPopulation => message!("open-point-population"),
        OpenPoint::UnsourcedPopulation => message!("open-point-population-source"),
        OpenPoint::UnsourcedTie(index) => message!("open-point-tie", number = index + 1),
    }
}
