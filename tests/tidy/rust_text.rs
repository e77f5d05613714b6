//! Rust source as text: comments, literals and tests blanked out, every line kept.
//!
//! What the rules of `tidy.rs` look for must not be found in a comment or a
//! string. Lexical structure: The Rust Reference, "Tokens" and "Comments".

/// The text with comments and the insides of literals replaced by spaces.
pub fn blank_literals(text: &str) -> String {
    let characters: Vec<char> = text.chars().collect();
    let mut out = String::with_capacity(text.len());
    let mut at = 0;
    while at < characters.len() {
        let end = match (characters[at], characters.get(at + 1)) {
            ('/', Some('/')) => line_comment(&characters, at),
            ('/', Some('*')) => block_comment(&characters, at),
            ('"', _) => string(&characters, at),
            ('r', Some('"' | '#')) if !follows_word(&characters, at) => raw_string(&characters, at),
            ('\'', _) => character(&characters, at),
            _ => at,
        };
        if end == at {
            out.push(characters[at]);
            at += 1;
        } else {
            out.extend(characters[at..end].iter().map(|c| if *c == '\n' { '\n' } else { ' ' }));
            at = end;
        }
    }
    out
}

/// Code, already without literals, with every `#[cfg(test)]` item blanked.
pub fn blank_tests(code: &str) -> String {
    let mut out = code.to_owned();
    while let Some(start) = out.find("#[cfg(test)]") {
        let body = &out[start..];
        let end = match (body.find('{'), body.find(';')) {
            (Some(open), semicolon) if semicolon.is_none_or(|semicolon| open < semicolon) => {
                closing(body, open)
            }
            (_, Some(semicolon)) => semicolon + 1,
            _ => body.len(),
        };
        let blank: String =
            out[start..start + end].chars().map(|c| if c == '\n' { '\n' } else { ' ' }).collect();
        out.replace_range(start..start + end, &blank);
    }
    out
}

/// The byte after the brace that closes the one at `open`.
fn closing(body: &str, open: usize) -> usize {
    let mut depth = 0_usize;
    for (at, character) in body[open..].char_indices() {
        match character {
            '{' => depth += 1,
            '}' if depth == 1 => return open + at + 1,
            '}' => depth -= 1,
            _ => {}
        }
    }
    body.len()
}

fn follows_word(characters: &[char], at: usize) -> bool {
    // `br"…"` is a literal, `for"` is none.
    at > 0 && (characters[at - 1].is_alphanumeric() || characters[at - 1] == '_') && characters[at - 1] != 'b'
}

fn line_comment(characters: &[char], at: usize) -> usize {
    characters[at..].iter().position(|c| *c == '\n').map_or(characters.len(), |len| at + len)
}

fn block_comment(characters: &[char], start: usize) -> usize {
    let (mut at, mut depth) = (start, 0_usize);
    while at + 1 < characters.len() {
        match (characters[at], characters[at + 1]) {
            ('/', '*') => (at, depth) = (at + 2, depth + 1),
            ('*', '/') if depth == 1 => return at + 2,
            ('*', '/') => (at, depth) = (at + 2, depth - 1),
            _ => at += 1,
        }
    }
    characters.len()
}

fn string(characters: &[char], start: usize) -> usize {
    let mut at = start + 1;
    while at < characters.len() {
        match characters[at] {
            '\\' => at += 2,
            '"' => return at + 1,
            _ => at += 1,
        }
    }
    characters.len()
}

/// `r"…"`, `r#"…"#`; a raw identifier `r#type` is no literal.
fn raw_string(characters: &[char], start: usize) -> usize {
    let hashes = characters[start + 1..].iter().take_while(|c| **c == '#').count();
    let open = start + 1 + hashes;
    if characters.get(open) != Some(&'"') {
        return start;
    }
    let mut at = open + 1;
    while at < characters.len() {
        let closes = characters[at] == '"'
            && characters[at + 1..].iter().take(hashes).filter(|c| **c == '#').count() == hashes;
        if closes {
            return at + 1 + hashes;
        }
        at += 1;
    }
    characters.len()
}

/// `'a'`, `'\n'`, `'\u{200c}'`; a lifetime `'a` is no literal.
fn character(characters: &[char], at: usize) -> usize {
    match (characters.get(at + 1), characters.get(at + 2)) {
        (Some('\\'), _) => {
            let close = characters.iter().enumerate().skip(at + 3).find(|(_, c)| **c == '\'');
            close.map_or(characters.len(), |(close, _)| close + 1)
        }
        (Some(_), Some('\'')) => at + 3,
        _ => at,
    }
}
