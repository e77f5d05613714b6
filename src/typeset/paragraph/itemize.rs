//! Cuts the paragraph into atoms: what is shaped alone and never reordered inside.
//!
//! In: the paragraph's text, its levels and break opportunities. Out: atoms in
//! logical order, each of one level, face, script and language, between spaces
//! and break opportunities. A change of colour, size or node inside a word does
//! not cut it, so that letters go on joining (W3C alreq, styling letters).

use std::ops::Range;

use icu_properties::props::{GeneralCategory, GeneralCategoryGroup, Script};
use icu_properties::{CodePointMapData, CodePointMapDataBorrowed};
use unicode_bidi::Level;

use super::TextStyle;
use super::bidi;
use super::shape::{Setting, Shaper};
use super::text::{ParagraphText, PieceKind};
use crate::fonts::{FaceId, FaceStyle, is_ignorable};
use crate::locale::{Direction, Lang};

const SCRIPTS: CodePointMapDataBorrowed<'static, Script> = CodePointMapData::<Script>::new();
const CATEGORIES: CodePointMapDataBorrowed<'static, GeneralCategory> =
    CodePointMapData::<GeneralCategory>::new();

#[derive(Debug, Clone)]
pub struct Atom {
    /// Bytes of the paragraph's text.
    pub range: Range<usize>,
    /// The piece it starts in.
    pub piece: usize,
    pub level: Level,
    pub kind: AtomKind,
}

#[derive(Debug, Clone, Copy, PartialEq)]
pub enum AtomKind {
    Word(Setting),
    /// One word space, U+0020 or U+00A0.
    Space(Setting),
    /// An isolate control that prints nothing.
    Control,
    Picture,
    Fill,
    HardBreak,
}

/// Cuts the text into atoms.
///
/// - `levels`: one a byte.
/// - `breaks`: byte offsets of break opportunities, rising.
pub fn itemize(paragraph: &ParagraphText, levels: &[Level], breaks: &[usize], shaper: &Shaper) -> Vec<Atom> {
    let mut atoms: Vec<Atom> = Vec::new();
    let mut chooser = Chooser { shaper, last: None };
    let mut breaks = breaks.iter().copied().peekable();
    for (index, piece) in paragraph.pieces.iter().enumerate() {
        let PieceKind::Text { style, .. } = piece.kind else {
            atoms.push(Atom {
                range: piece.range.clone(),
                piece: index,
                level: level_at(levels, piece.range.start),
                kind: other_kind(piece.kind),
            });
            continue;
        };
        let text = paragraph.text.get(piece.range.clone()).unwrap_or_default();
        for (offset, character) in text.char_indices() {
            let start = piece.range.start + offset;
            let mut opportunity = false;
            while breaks.next_if(|&at| at <= start).is_some_and(|at| at == start) {
                opportunity = true;
            }
            let level = level_at(levels, start);
            let setting = chooser.choose(character, style, level);
            let range = start..start + character.len_utf8();
            if matches!(character, ' ' | '\u{a0}') {
                atoms.push(Atom { range, piece: index, level, kind: AtomKind::Space(setting) });
                continue;
            }
            let kind = AtomKind::Word(setting);
            match atoms.last_mut() {
                Some(last)
                    if !opportunity
                        && last.kind == kind
                        && last.level == level
                        && last.range.end == start
                        && !bidi::is_white(character)
                        && !ends_white(&paragraph.text, start) =>
                {
                    last.range.end = range.end;
                }
                _ => atoms.push(Atom { range, piece: index, level, kind }),
            }
        }
    }
    atoms
}

fn other_kind(kind: PieceKind) -> AtomKind {
    match kind {
        PieceKind::Picture { .. } => AtomKind::Picture,
        PieceKind::Fill { .. } => AtomKind::Fill,
        PieceKind::HardBreak => AtomKind::HardBreak,
        PieceKind::Open | PieceKind::Close | PieceKind::Text { .. } => AtomKind::Control,
    }
}

fn level_at(levels: &[Level], offset: usize) -> Level {
    levels.get(offset).copied().unwrap_or(Level::ltr())
}

fn ends_white(text: &str, end: usize) -> bool {
    text.get(..end).and_then(|before| before.chars().next_back()).is_some_and(bidi::is_white)
}

/// Chooses face and script for one character after the other.
struct Chooser<'a> {
    shaper: &'a Shaper,
    /// The character before, in the text of one paragraph.
    last: Option<(FaceStyle, FaceId, Script)>,
}

impl Chooser<'_> {
    fn choose(&mut self, character: char, style: TextStyle, level: Level) -> Setting {
        let wanted =
            FaceStyle { lang: style.lang, purpose: style.purpose, bold: style.bold, italic: style.italic };
        let face = self.face(character, wanted);
        let script = self.script(character, style.lang);
        self.last = Some((wanted, face, script));
        Setting { face, direction: bidi::direction(level), script, lang: style.lang }
    }

    fn face(&self, character: char, wanted: FaceStyle) -> FaceId {
        if let Some((_, face, _)) = self.last {
            let marks = is_mark(character) && self.shaper.fonts().get(face).covers(character);
            if marks || is_ignorable(character) {
                return face;
            }
        }
        self.shaper.face_for(character, wanted)
    }

    /// The character's own script; one shared by scripts takes that of the
    /// character before (UAX #24 §5.1).
    fn script(&self, character: char, lang: Lang) -> Script {
        let own = SCRIPTS.get(character);
        if own != Script::Common && own != Script::Inherited {
            return own;
        }
        match self.last {
            Some((style, _, script)) if style.lang == lang => script,
            _ if lang.direction() == Direction::Rtl => Script::Arabic,
            _ => Script::Latin,
        }
    }
}

fn is_mark(character: char) -> bool {
    GeneralCategoryGroup::Mark.contains(CATEGORIES.get(character))
}
