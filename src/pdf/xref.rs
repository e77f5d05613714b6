//! Makes the table of a file's objects small.
//!
//! In: a file that ends in a cross-reference stream, as lopdf writes it: plain,
//! seven bytes an object. Out: the same file with that stream predicted from
//! row to row and compressed (ISO 32000-1 §7.5.8, §7.4.4.4), a thirtieth of the
//! size. The stream is the last object, so nothing else moves.

use super::{PdfError, compressed};

/// Compresses the cross-reference stream of a file.
///
/// # Errors
/// The file, if it does not end in a plain one.
pub(super) fn compress(file: &mut Vec<u8>) -> Result<(), PdfError> {
    let start = start(file).filter(|&start| start < file.len());
    let parts = start.and_then(|start| Some((start, parts(&file[start..])?)));
    let Some((start, Parts { head, body, tail, columns })) = parts else {
        return Err(PdfError::new("the file", "does not end in a plain cross-reference stream"));
    };
    let rows = compressed(&predicted(body, columns))
        .map_err(|error| PdfError::new("the file", format!("cannot be compressed: {error}")))?;
    let length = format!("/Length {}", body.len());
    let shorter =
        format!("/Filter/FlateDecode/DecodeParms<</Predictor 12/Columns {columns}>>/Length {}", rows.len());
    let end = [head.replacen(&length, &shorter, 1).as_bytes(), &rows, tail].concat();
    file.truncate(start);
    file.extend(end);
    Ok(())
}

/// Where the last cross-reference stream begins, by the file's own word.
fn start(file: &[u8]) -> Option<usize> {
    let word = b"startxref";
    let at = file.windows(word.len()).rposition(|window| window == word)?;
    let digits = std::str::from_utf8(&file[at + word.len()..]).ok()?;
    digits.split_whitespace().next()?.parse().ok()
}

struct Parts<'a> {
    /// The dictionary, to the first byte of the stream.
    head: &'a str,
    body: &'a [u8],
    tail: &'a [u8],
    /// The bytes of a row.
    columns: usize,
}

fn parts(object: &[u8]) -> Option<Parts<'_>> {
    let word = b">>stream\n";
    let head = object.windows(word.len()).position(|window| window == word)? + word.len();
    let (head, rest) = object.split_at(head);
    let head = std::str::from_utf8(head).ok()?;
    let number = |key: &str, end: &[char]| {
        let (_, rest) = head.split_once(key)?;
        rest.split(end).next()
    };
    let length: usize = number("/Length ", &['/', '>'])?.trim().parse().ok()?;
    let widths = number("/W[", &[']'])?;
    let columns: usize = widths.split_whitespace().map_while(|width| width.parse::<usize>().ok()).sum();
    let whole = columns > 0 && length.is_multiple_of(columns) && !head.contains("/Filter");
    let (body, tail) = rest.split_at_checked(length).filter(|_| whole)?;
    Some(Parts { head, body, tail, columns })
}

/// Each row as its difference from the one above (PNG's filter Up).
fn predicted(body: &[u8], columns: usize) -> Vec<u8> {
    const UP: u8 = 2;
    let mut out = Vec::with_capacity(body.len() + body.len() / columns);
    let mut above = vec![0; columns];
    for row in body.chunks(columns) {
        out.push(UP);
        out.extend(row.iter().zip(&above).map(|(byte, above)| byte.wrapping_sub(*above)));
        above.copy_from_slice(row);
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn rows_are_differences() {
        assert_eq!(predicted(&[1, 2, 3, 1, 2, 4], 3), [2, 1, 2, 3, 2, 0, 0, 1]);
    }

    #[test]
    fn a_file_that_ends_otherwise_is_an_error() {
        for file in
            ["", "startxref\n99\n", "startxref", "1 0 obj\n<</W[1 2 1]/Length 9>>stream\nabc\nstartxref\n0\n"]
        {
            assert!(compress(&mut file.as_bytes().to_vec()).is_err(), "{file}");
        }
    }
}
