//! Tells editors what the book's data leave open, as notes: none of them keeps
//! a book from being published. The same points stand in the block
//! `{open-points}`.

use crate::book::{Certainty, FrontPoint, OpenPoint};
use crate::diag::{Diagnostic, Findings};
use crate::locale::Lang;
use crate::resolve::OpenPoints;

pub fn check(open: &OpenPoints, lang: Lang, found: &mut Findings) {
    for point in &open.front {
        let message = match point {
            FrontPoint::NoIsbn => "the book has no ISBN yet",
            FrontPoint::NoNationalBibliography => "the book has no number in the national bibliography yet",
            FrontPoint::NoRights => "the book does not say who holds its rights",
        };
        found.push(Diagnostic::note(point.code(), open.front_span, message));
    }
    for city in &open.cities {
        for point in &city.points {
            let span = if is_of_pact(*point) { city.pact } else { city.span };
            let message = format!("{}: {}", city.name.or_any(lang), said(*point));
            found.push(Diagnostic::note(point.code(), span, message));
        }
    }
}

fn is_of_pact(point: OpenPoint) -> bool {
    !matches!(point, OpenPoint::NoPopulation | OpenPoint::UnsourcedPopulation | OpenPoint::UnsourcedTie(_))
}

fn said(point: OpenPoint) -> String {
    match point {
        OpenPoint::UnsureDate(Certainty::SingleSource) => "the pact's date rests on one source".to_owned(),
        OpenPoint::UnsureDate(Certainty::Conflicting) => "sources disagree on the pact's date".to_owned(),
        OpenPoint::UnsureDate(Certainty::Confirmed | Certainty::Unknown) => {
            "nobody vouches for the pact's date".to_owned()
        }
        OpenPoint::NoDate => "the pact has no date".to_owned(),
        OpenPoint::Note => "the pact has a note on what is not sure".to_owned(),
        OpenPoint::NoPlace => "nothing says where the pact was signed".to_owned(),
        OpenPoint::NoSignatories => "nothing says who signed the pact".to_owned(),
        OpenPoint::NoScan => "there is no scan of the signed pact".to_owned(),
        OpenPoint::NoSource => "the pact has no source".to_owned(),
        OpenPoint::NoPopulation => "there is no population".to_owned(),
        OpenPoint::UnsourcedPopulation => "the population has no source of the list".to_owned(),
        OpenPoint::UnsourcedTie(index) => {
            format!("the tie number {} has no source", index + 1)
        }
    }
}
