//! Small numbers as words: where one language writes digits, the other may
//! write the word. Cardinals and ordinals of 0 to 99, hundred and thousand.

use crate::locale::Lang;
use crate::locale::letter::is_letter;
use crate::locale::number::ordinal_word;

/// Whether a number, in ASCII digits, stands in a text as a word.
pub fn stands_in(number: &str, text: &str, lang: Lang) -> bool {
    let Ok(number) = number.parse::<u32>() else { return false };
    let text = text.to_lowercase();
    words(number, lang).iter().any(|word| is_word_of(word, &text))
}

fn is_word_of(word: &str, text: &str) -> bool {
    text.match_indices(word).any(|(at, _)| {
        let before = text.get(..at).and_then(|before| before.chars().next_back());
        let after = text.get(at + word.len()..).and_then(|after| after.chars().next());
        !before.is_some_and(is_letter) && !after.is_some_and(is_letter)
    })
}

/// The ways to write a number in words; none for one that is written in digits.
fn words(number: u32, lang: Lang) -> Vec<String> {
    let mut words = match number {
        0..100 => ordinals(number, lang),
        _ => Vec::new(),
    };
    let (ones, tens, hundred, thousand) = match lang.is_persian() {
        true => (&PERSIAN, &PERSIAN_TENS, "صد", "هزار"),
        false => (&ENGLISH, &ENGLISH_TENS, "hundred", "thousand"),
    };
    let name = |list: &[&'static str], index: u32| {
        usize::try_from(index).ok().and_then(|index| list.get(index)).copied().unwrap_or_default()
    };
    match number {
        0..20 => words.push(name(ones, number).to_owned()),
        20..100 if number.is_multiple_of(10) => words.push(name(tens, number / 10).to_owned()),
        20..100 => {
            let joints: &[&str] = match lang.is_persian() {
                true => &["\u{200c}و", "و", " و ", "\u{200c}و\u{200c}"],
                false => &["-", " "],
            };
            let (ten, one) = (name(tens, number / 10), name(ones, number % 10));
            words.extend(joints.iter().map(|joint| format!("{ten}{joint}{one}")));
        }
        100 => words.push(hundred.to_owned()),
        1000 => words.push(thousand.to_owned()),
        _ => {}
    }
    words
}

fn ordinals(number: u32, lang: Lang) -> Vec<String> {
    let word = ordinal_word(number, lang).to_lowercase();
    if !word.starts_with(is_letter) {
        return Vec::new();
    }
    let first = if number == 1 && lang.is_persian() {
        vec!["نخست".to_owned(), "یکم".to_owned()]
    } else {
        Vec::new()
    };
    [word].into_iter().chain(first).collect()
}

const PERSIAN: [&str; 20] = [
    "صفر",
    "یک",
    "دو",
    "سه",
    "چهار",
    "پنج",
    "شش",
    "هفت",
    "هشت",
    "نه",
    "ده",
    "یازده",
    "دوازده",
    "سیزده",
    "چهارده",
    "پانزده",
    "شانزده",
    "هفده",
    "هجده",
    "نوزده",
];

/// Index: the tens. The first two are never read.
const PERSIAN_TENS: [&str; 10] = ["", "", "بیست", "سی", "چهل", "پنجاه", "شصت", "هفتاد", "هشتاد", "نود"];

const ENGLISH: [&str; 20] = [
    "zero",
    "one",
    "two",
    "three",
    "four",
    "five",
    "six",
    "seven",
    "eight",
    "nine",
    "ten",
    "eleven",
    "twelve",
    "thirteen",
    "fourteen",
    "fifteen",
    "sixteen",
    "seventeen",
    "eighteen",
    "nineteen",
];

const ENGLISH_TENS: [&str; 10] =
    ["", "", "twenty", "thirty", "forty", "fifty", "sixty", "seventy", "eighty", "ninety"];

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_number_is_found_as_a_whole_word() {
        assert!(stands_in("36", "Thirty-six metres", Lang::EN));
        assert!(stands_in("36", "سی\u{200c}وشش متر", Lang::FA) && stands_in("36", "سی و شش متر", Lang::FA));
        assert!(stands_in("12", "دوازده\u{200c}متری", Lang::FA));
        assert!(stands_in("2", "the second", Lang::EN) && stands_in("1", "نخست", Lang::FA));
        assert!(!stands_in("6", "sixty", Lang::EN) && !stands_in("4", "چهارباغ", Lang::FA));
        assert!(!stands_in("1234", "thousand", Lang::EN) && !stands_in("1.5", "one", Lang::EN));
    }
}
