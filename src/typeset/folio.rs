//! Numbers on the page in the edition's own digits and letters.

use crate::locale::Lang;
use crate::locale::counter::Counter;
use crate::locale::digits::localize;

/// A whole number in the digits of the language.
pub fn number(lang: Lang, number: usize) -> String {
    localize(&number.to_string(), lang).into_owned()
}

/// The number of a page of front matter: الف ب پ or i ii iii (P-22, P-137).
pub fn front(lang: Lang, page: usize) -> String {
    let counter = if lang.is_persian() { Counter::FaAlpha } else { Counter::LowerRoman };
    counter.format(u32::try_from(page).unwrap_or(u32::MAX))
}

/// Page numbers in rising order as an index prints them: single ones, and
/// ranges from three pages on; each piece with the page it leads to (P-159).
pub fn ranges(lang: Lang, pages: &[usize]) -> Vec<(String, usize)> {
    let mut pieces = Vec::new();
    let mut rest = pages;
    while let Some(&first) = rest.first() {
        let mut length = 1;
        while rest.get(length).is_some_and(|&page| page == first + length) {
            length += 1;
        }
        if length > 2 {
            let last = first + length - 1;
            pieces.push((format!("{}–{}", number(lang, first), number(lang, last)), first));
        } else {
            pieces.extend(rest.iter().take(length).map(|&page| (number(lang, page), page)));
        }
        rest = rest.get(length..).unwrap_or(&[]);
    }
    pieces
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn folios_are_in_the_digits_of_the_edition() {
        assert_eq!((number(Lang::FA, 120), number(Lang::EN, 120)), ("۱۲۰".to_owned(), "120".to_owned()));
        assert_eq!((front(Lang::FA, 3), front(Lang::EN, 14)), ("پ".to_owned(), "xiv".to_owned()));
    }

    #[test]
    fn three_pages_in_a_row_are_a_range() {
        let text =
            |pages: &[usize]| ranges(Lang::EN, pages).into_iter().map(|(text, _)| text).collect::<Vec<_>>();
        assert_eq!(text(&[12, 34, 35, 36, 40, 41]), ["12", "34–36", "40", "41"]);
        assert!(text(&[]).is_empty());
    }
}
