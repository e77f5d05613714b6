//! Finds characters that no face of the book can print.
//!
//! The texts themselves are read, not the tree: then every character has its
//! place, whether it stands in a title, a caption or a footnote.

use std::collections::BTreeMap;

use rayon::prelude::*;
use rustc_hash::FxHashSet;

use crate::diag::{Diagnostic, Findings};
use crate::fonts::{FaceStyle, Fonts, Purpose};
use crate::locale::Lang;
use crate::message;
use crate::source::{SourceId, Sources, Span};

/// Characters without a glyph: the first place of each in bytes, and how often it stands.
type Missing = BTreeMap<char, (usize, usize)>;

/// Reports every character without a glyph, once a file and character.
pub fn check(sources: &Sources, fonts: &Fonts, found: &mut Findings) {
    let style = FaceStyle { lang: Lang::EN, purpose: Purpose::Text, bold: false, italic: false };
    let missing: Vec<(SourceId, Missing)> = sources
        .entries()
        .collect::<Vec<_>>()
        .into_par_iter()
        .map(|(id, source)| {
            let mut missing = Missing::new();
            // A book uses few characters many times.
            let mut known = FxHashSet::default();
            for (at, character) in source.text.char_indices().filter(|(_, c)| *c > '~') {
                if known.contains(&character) {
                    continue;
                }
                match fonts.face_for(character, style) {
                    Some(_) => drop(known.insert(character)),
                    None => missing.entry(character).or_insert((at, 0)).1 += 1,
                }
            }
            (id, missing)
        })
        .collect();
    for (id, missing) in missing {
        for (character, (at, count)) in missing {
            let span = Span::new(id, at..at + character.len_utf8());
            let code_point = format!("U+{:04X}", u32::from(character));
            let message = message!("glyph-missing", character = character, code_point = code_point);
            let help = message!("glyph-missing.help");
            let mut diagnostic = Diagnostic::error("glyph.missing", span, message).with_help(help);
            if count > 1 {
                diagnostic = diagnostic.with_note(message!("glyph-missing.note", count = count));
            }
            found.push(diagnostic);
        }
    }
}
