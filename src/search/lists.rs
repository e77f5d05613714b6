//! Numbers and lists of numbers as text: what stands in a script file is read by the browser without a decoder of
//! bytes, and compresses well.
//!
//! A number is written in digits of five bits, the lowest first; a sixth bit says that more follow (base64-VLQ, as
//! in source maps, without a sign). A list that rises is written by its differences, or as a bitmap of six bits a
//! character, whichever is shorter.

const ALPHABET: &[u8; 64] = b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_";

/// Opens a list that is a bitmap.
const BITMAP: char = '*';

fn digit(value: usize) -> char {
    char::from(ALPHABET[value & 63])
}

/// Appends one number.
pub fn push_number(out: &mut String, number: usize) {
    let mut rest = number;
    while rest >= 32 {
        out.push(digit(rest & 31 | 32));
        rest >>= 5;
    }
    out.push(digit(rest));
}

/// Appends numbers that strictly rise: the first, and then how much each is above the one before it, less one.
pub fn push_list(out: &mut String, numbers: &[u32]) {
    let mut differences = String::with_capacity(numbers.len());
    let mut next = 0;
    for &number in numbers {
        push_number(&mut differences, (number - next) as usize);
        next = number + 1;
    }
    // `next` is now one above the largest number: the bits that a bitmap needs.
    if (next as usize).div_ceil(6) + 1 < differences.len() {
        out.push(BITMAP);
        push_bitmap(out, numbers, next as usize);
    } else {
        out.push_str(&differences);
    }
}

fn push_bitmap(out: &mut String, numbers: &[u32], bits: usize) {
    let mut sixes = vec![0; bits.div_ceil(6)];
    for &number in numbers {
        if let Some(six) = sixes.get_mut(number as usize / 6) {
            *six |= 1 << (number % 6);
        }
    }
    out.extend(sixes.into_iter().map(digit));
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn list(numbers: &[u32]) -> String {
        let mut out = String::new();
        push_list(&mut out, numbers);
        out
    }

    /// The browser's side, for the law below.
    fn read(text: &str) -> Vec<u32> {
        let value = |c: u8| ALPHABET.iter().position(|d| *d == c).unwrap() as u32;
        if let Some(bits) = text.strip_prefix(BITMAP) {
            let bit = |(at, c): (usize, u8)| {
                (0..6).filter(move |n| value(c) & (1 << n) != 0).map(move |n| at as u32 * 6 + n)
            };
            return bits.bytes().enumerate().flat_map(bit).collect();
        }
        let (mut numbers, mut number, mut shift, mut next) = (Vec::new(), 0, 0, 0);
        for c in text.bytes().map(value) {
            number |= (c & 31) << shift;
            shift += 5;
            if c < 32 {
                numbers.push(next + number);
                next += number + 1;
                (number, shift) = (0, 0);
            }
        }
        numbers
    }

    #[test]
    fn numbers_are_short_when_small() {
        assert_eq!(list(&[0, 1, 33]), "AAf");
        assert_eq!(list(&[32]), "gB");
        assert_eq!(list(&(0..60).collect::<Vec<_>>()), format!("*{}", "_".repeat(10)));
    }

    proptest! {
        #[test]
        fn a_list_is_read_back(numbers in prop::collection::btree_set(0u32..5000, 0..400)) {
            let numbers: Vec<u32> = numbers.into_iter().collect();
            prop_assert_eq!(read(&list(&numbers)), numbers);
        }
    }
}
