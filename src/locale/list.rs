//! Lists in running text: `شیان، فلورانس و ایروان`, `Xi’an, Florence, and Yerevan`.
//!
//! In: the items, or only how many there are. Out: the text between them. Persian takes the house form, without the
//! comma that CLDR puts before the last `و`; English takes CLDR's. Isolates round items are for whoever writes them.

use super::Lang;

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Conjunction {
    And,
    Or,
}

/// Joins the items of a list.
#[must_use]
pub fn join<S: AsRef<str>>(items: &[S], conjunction: Conjunction, lang: Lang) -> String {
    let mut text = String::new();
    for (index, item) in items.iter().enumerate() {
        if index > 0 {
            text.push_str(separator(index, items.len(), conjunction, lang));
        }
        text.push_str(item.as_ref());
    }
    text
}

/// What stands before item `index` (from 1) of `count`, for lists whose items are more than text.
#[must_use]
pub fn separator(index: usize, count: usize, conjunction: Conjunction, lang: Lang) -> &'static str {
    let is_last = index + 1 == count;
    match (lang.is_persian(), is_last, conjunction) {
        (true, false, _) => "، ",
        (true, true, Conjunction::And) => " و ",
        (true, true, Conjunction::Or) => " یا ",
        (false, false, _) => ", ",
        (false, true, Conjunction::And) if count == 2 => " and ",
        (false, true, Conjunction::Or) if count == 2 => " or ",
        (false, true, Conjunction::And) => ", and ",
        (false, true, Conjunction::Or) => ", or ",
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn english_lists() {
        let join = |items: &[&str]| join(items, Conjunction::And, Lang::EN);
        assert_eq!(join(&[]), "");
        assert_eq!(join(&["Xi’an"]), "Xi’an");
        assert_eq!(join(&["Xi’an", "Florence"]), "Xi’an and Florence");
        assert_eq!(join(&["Xi’an", "Florence", "Yerevan"]), "Xi’an, Florence, and Yerevan");
    }
}
