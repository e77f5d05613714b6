//! International Standard Book Numbers.
//!
//! In: a number as an author types it, in any of the three digit sets, with hyphens or spaces. Out: the digits alone,
//! checked. Where the hyphens go is the publisher's knowledge and stays in the author's own text.

use std::fmt;

use super::digits::value;

/// A valid ISBN: 13 ASCII digits, or the older ten (the tenth may be `X`).
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Isbn(String);

/// Why a text is no ISBN.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum IsbnError {
    /// Something beside digits, hyphens and spaces (an `X` may only be the tenth of ten).
    Character(char),
    /// Neither ten nor thirteen digits; how many there are.
    Length(usize),
    /// Thirteen digits that begin with neither 978 nor 979.
    Prefix,
    /// The last digit does not follow from the others; what it should be.
    CheckDigit { expected: char },
}

impl Isbn {
    /// Reads and checks an ISBN.
    ///
    /// # Errors
    /// See [`IsbnError`].
    ///
    /// Source: ISBN Users' Manual §5 and ISO 2108.
    pub fn parse(text: &str) -> Result<Isbn, IsbnError> {
        let digits = digits_of(text)?;
        let Some((&check, body)) = digits.split_last() else {
            return Err(IsbnError::Length(0));
        };
        if let Some(&x) = body.iter().find(|&&c| c == 'X') {
            return Err(IsbnError::Character(x));
        }
        let expected = match digits.len() {
            10 => check_digit_10(body),
            13 if check == 'X' => return Err(IsbnError::Character(check)),
            13 if !has_book_prefix(body) => return Err(IsbnError::Prefix),
            13 => check_digit_13(body),
            n => return Err(IsbnError::Length(n)),
        };
        if check == expected {
            Ok(Isbn(digits.into_iter().collect()))
        } else {
            Err(IsbnError::CheckDigit { expected })
        }
    }

    /// Completes the first twelve digits of an ISBN with its check digit.
    ///
    /// # Errors
    /// `Length`, `Prefix` or `Character`.
    pub fn complete(text: &str) -> Result<Isbn, IsbnError> {
        let mut digits = digits_of(text)?;
        if digits.contains(&'X') {
            return Err(IsbnError::Character('X'));
        }
        if digits.len() != 12 {
            return Err(IsbnError::Length(digits.len()));
        }
        if !has_book_prefix(&digits) {
            return Err(IsbnError::Prefix);
        }
        digits.push(check_digit_13(&digits));
        Ok(Isbn(digits.into_iter().collect()))
    }

    /// The digits as given, without hyphens: 13 or 10 ASCII characters.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// The thirteen digits that machines read (bar codes, metadata).
    #[must_use]
    pub fn thirteen(&self) -> String {
        match self.0.get(..9) {
            Some(body) if self.0.len() == 10 => {
                let mut digits: Vec<char> = format!("978{body}").chars().collect();
                digits.push(check_digit_13(&digits));
                digits.into_iter().collect()
            }
            _ => self.0.clone(),
        }
    }
}

impl fmt::Display for Isbn {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(&self.0)
    }
}

/// The ASCII digits of `text`, and `X`; hyphens, dashes and spaces fall away.
fn digits_of(text: &str) -> Result<Vec<char>, IsbnError> {
    let mut digits = Vec::new();
    for c in text.chars() {
        match c {
            '-' | '\u{2010}'..='\u{2015}' => {}
            _ if c.is_whitespace() => {}
            'x' | 'X' => digits.push('X'),
            _ => digits.push(char::from(b'0' + value(c).ok_or(IsbnError::Character(c))?)),
        }
    }
    Ok(digits)
}

fn has_book_prefix(digits: &[char]) -> bool {
    digits.starts_with(&['9', '7', '8']) || digits.starts_with(&['9', '7', '9'])
}

/// The digits' values, each with its place from zero.
fn weighed(digits: &[char], weight: impl Fn(u32) -> u32) -> u32 {
    (0..).zip(digits).map(|(place, &digit)| weight(place) * digit.to_digit(10).unwrap_or(0)).sum()
}

fn check_digit_13(body: &[char]) -> char {
    let sum = weighed(body, |place| if place % 2 == 0 { 1 } else { 3 });
    char::from_digit((10 - sum % 10) % 10, 10).unwrap_or('0')
}

fn check_digit_10(body: &[char]) -> char {
    let sum = weighed(body, |place| 10u32.saturating_sub(place));
    char::from_digit((11 - sum % 11) % 11, 10).unwrap_or('X')
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn faults_are_told_apart() {
        assert_eq!(Isbn::parse(""), Err(IsbnError::Length(0)));
        assert_eq!(Isbn::parse("978-3-16-148410-1"), Err(IsbnError::CheckDigit { expected: '0' }));
        assert_eq!(Isbn::parse("978-3-16-148410"), Err(IsbnError::Length(12)));
        assert_eq!(Isbn::parse("977-3-16-148410-0"), Err(IsbnError::Prefix));
        assert_eq!(Isbn::parse("978/3161484100"), Err(IsbnError::Character('/')));
        assert_eq!(Isbn::parse("X78-3-16-148410-0"), Err(IsbnError::Character('X')));
    }

    #[test]
    fn ten_digits_become_thirteen() {
        assert_eq!(Isbn::parse("0-8044-2957-x").map(|isbn| isbn.thirteen()).as_deref(), Ok("9780804429573"));
        assert_eq!(Isbn::parse("9783161484100").map(|isbn| isbn.thirteen()).as_deref(), Ok("9783161484100"));
    }
}
