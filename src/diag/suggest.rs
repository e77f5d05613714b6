//! The nearest known word to a misspelt one.

use crate::message;
use crate::message::Message;

/// A fault, and the nearest of the known words, if one is near.
pub fn with_nearest<'a>(fault: Message, word: &str, known: impl IntoIterator<Item = &'a str>) -> Message {
    match nearest(word, known) {
        Some(near) => message!("fault-nearby", fault = fault, word = near),
        None => fault,
    }
}

/// The known word nearest to `word` by Damerau–Levenshtein distance, if it is
/// near enough to be meant: at most a third of its letters differ. Of two that
/// are equally near, the first.
pub fn nearest<'a>(word: &str, known: impl IntoIterator<Item = &'a str>) -> Option<&'a str> {
    // Distances grow with the product of the lengths; nobody misspells a page.
    const LONGEST: usize = 100;
    if word.len() > LONGEST {
        return None;
    }
    let limit = word.chars().count().div_ceil(3).max(1);
    known
        .into_iter()
        .filter(|candidate| candidate.len() <= LONGEST && *candidate != word)
        .map(|candidate| (strsim::damerau_levenshtein(word, candidate), candidate))
        .filter(|(distance, _)| *distance <= limit)
        .min_by_key(|(distance, _)| *distance)
        .map(|(_, candidate)| candidate)
}

#[cfg(test)]
mod tests {
    use super::nearest;

    #[test]
    fn a_slip_of_the_finger_is_understood() {
        assert_eq!(nearest("florenec", ["xian", "florence"]), Some("florence"));
        assert_eq!(nearest("tiltle", ["title", "subtitle"]), Some("title"));
    }

    #[test]
    fn another_word_is_not_suggested() {
        assert_eq!(nearest("dakar", ["florence", "xian"]), None);
        assert_eq!(nearest(&"a".repeat(1000), ["a"]), None);
    }
}
