//! Reads text files of the content folder: UTF-8, no byte order mark, no
//! characters that hide or reorder what an editor sees.

use std::fs::File;
use std::io::{self, Read};
use std::path::Path;

use crate::diag::{Diagnostic, Findings};
use crate::locale::letter::is_bidi_control;
use crate::message;
use crate::message::{Message, Value};
use crate::source::{SourceId, Sources, Span};

/// A longer text file is refused before it is read.
const LARGEST: u64 = 16 << 20;

/// What is on disk, before it has an id.
pub enum Raw {
    Text(String),
    /// No such file.
    Missing,
    /// It cannot be used; the fault stands at the file.
    Fault(Box<Diagnostic>),
}

/// Reads one file that lies inside `root`; `path` is relative to it, with `/`.
pub fn read(root: &Path, path: &str) -> Raw {
    let full = root.join(path);
    let refuse = |code, message: Message| Raw::Fault(Box::new(Diagnostic::error(code, path, message)));
    match std::fs::symlink_metadata(&full) {
        Err(error) if error.kind() == io::ErrorKind::NotFound => return Raw::Missing,
        Err(error) => return refuse("file.unreadable", message!("file-unreadable", why = &error)),
        Ok(_) => {}
    }
    let full = match inside(root, &full) {
        Ok(resolved) => resolved,
        Err(message) => return refuse("file.outside", message),
    };
    match std::fs::metadata(&full) {
        Ok(meta) if !meta.is_file() => return refuse("file.unreadable", message!("file-unreadable-no-file")),
        Ok(meta) if meta.len() > LARGEST => {
            return refuse("file.too-large", too_large(meta.len()));
        }
        Err(error) => return refuse("file.unreadable", message!("file-unreadable", why = &error)),
        Ok(_) => {}
    }
    match read_at_most(&full, LARGEST + 1) {
        // It has grown since it was looked at.
        Ok(bytes) if bytes.len() as u64 > LARGEST => refuse("file.too-large", too_large(bytes.len() as u64)),
        Ok(bytes) => decode(path, bytes),
        Err(error) => refuse("file.unreadable", message!("file-unreadable", why = &error)),
    }
}

fn too_large(bytes: u64) -> Message {
    message!("file-too-large", bytes = bytes, most = LARGEST)
}

fn read_at_most(path: &Path, most: u64) -> io::Result<Vec<u8>> {
    let mut bytes = Vec::new();
    File::open(path)?.take(most).read_to_end(&mut bytes)?;
    Ok(bytes)
}

/// Whether a path, its links followed, stays inside of the content folder.
///
/// # Errors
/// A sentence about why it does not.
pub fn inside(root: &Path, full: &Path) -> Result<std::path::PathBuf, Message> {
    let resolved = full.canonicalize().map_err(|error| match error.kind() {
        io::ErrorKind::NotFound => message!("file-missing"),
        _ => message!("file-unreadable", why = &error),
    })?;
    let root = root.canonicalize().map_err(|error| message!("file-unreadable-content", why = &error))?;
    match resolved.starts_with(&root) {
        true => Ok(resolved),
        false => Err(message!("file-outside")),
    }
}

fn decode(path: &str, bytes: Vec<u8>) -> Raw {
    if bytes.starts_with(b"\xef\xbb\xbf") {
        let (message, help) = (message!("text-bom"), message!("text-bom.help"));
        return Raw::Fault(Box::new(Diagnostic::error("text.bom", path, message).with_help(help)));
    }
    match String::from_utf8(bytes) {
        Ok(text) => Raw::Text(text),
        Err(error) => {
            let good = error.utf8_error().valid_up_to();
            let before = String::from_utf8_lossy(&error.as_bytes()[..good]).into_owned();
            let line = before.matches('\n').count() + 1;
            let column = before.rsplit('\n').next().unwrap_or("").chars().count() + 1;
            let byte = error.as_bytes().get(good).copied().unwrap_or(0);
            let place = format!("{path}:{line}:{column}");
            let message = message!("text-encoding", byte = format!("0x{byte:02X}"));
            let help = message!("text-encoding.help");
            Raw::Fault(Box::new(Diagnostic::error("text.encoding", place, message).with_help(help)))
        }
    }
}

/// Reports characters that a source never holds: bidi controls (P-43, the
/// "Trojan Source" attack, CVE-2021-42574), other invisible ones, controls.
pub fn check_characters(id: SourceId, sources: &Sources, found: &mut Findings) {
    for (at, character) in sources.get(id).text.char_indices() {
        let Some((code, kind)) = refused(character) else { continue };
        let span = Span::new(id, at..at + character.len_utf8());
        let code_point = format!("U+{:04X}", u32::from(character));
        let message = message!("text-refused", kind = Value::Choice(kind), code_point = code_point);
        let help = message!("text-refused.help");
        found.push(Diagnostic::error(code, span, message).with_help(help));
    }
}

/// Reports what a source never holds where it is spelt by an escape or an
/// entity: the first such character of `text` that `typed`, which stands for
/// it in the source, does not hold itself.
pub fn check_spelt(text: &str, typed: &str, span: Span, found: &mut Findings) {
    let mut characters = text.chars().filter_map(|character| Some((character, refused(character)?)));
    if let Some((character, (code, kind))) = characters.find(|(character, _)| !typed.contains(*character)) {
        let code_point = format!("U+{:04X}", u32::from(character));
        let message = message!("text-refused-spelt", kind = Value::Choice(kind), code_point = code_point);
        found.push(Diagnostic::error(code, span, message));
    }
}

/// The code of a character that no text may hold, and its kind as messages choose by it.
fn refused(character: char) -> Option<(&'static str, &'static str)> {
    let code = u32::from(character);
    match character {
        '\n' | '\t' | '\r' | ' '..='~' => None,
        _ if is_bidi_control(character) => Some(("text.bidi-control", "bidi-control")),
        // Spaces of no width, fillers of Hangul, annotations, tags.
        '\u{ad}'
        | '\u{34f}'
        | '\u{115f}'..='\u{1160}'
        | '\u{180e}'
        | '\u{200b}'
        | '\u{2060}'..='\u{2064}'
        | '\u{206a}'..='\u{206f}'
        | '\u{3164}'
        | '\u{feff}'
        | '\u{ffa0}'
        | '\u{fff9}'..='\u{fffb}'
        | '\u{e0000}'..='\u{e007f}' => Some(("text.invisible", "invisible")),
        // Unicode's own ends of lines: an editor may show none where a program sees one.
        '\u{2028}' | '\u{2029}' => Some(("text.control", "separator")),
        '\u{fdd0}'..='\u{fdef}' => Some(("text.control", "noncharacter")),
        _ if code & 0xfffe == 0xfffe => Some(("text.control", "noncharacter")),
        _ if character.is_control() => Some(("text.control", "control")),
        _ => None,
    }
}
