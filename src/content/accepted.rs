//! `accepted.yaml`: which originals the translations were last held against.
//!
//! The program writes it (`check --accept SLUG`) and reads it; it is YAML, so
//! that it can be seen what changed and two branches can be merged.

use super::schema::{self, Fields};
use super::yaml::{Node, NodeKind};
use crate::book::{Accepted, ContentHash};
use crate::diag::{Diagnostic, Findings};
use crate::locale::Lang;
use crate::message;

/// The file's name in the content folder.
pub const FILE: &str = "accepted.yaml";
/// The form of the file that this program writes and reads.
const VERSION: u32 = 1;

/// Reads the record; entries that cannot be used are reported and left out.
///
/// - `slugs`: every chapter of the spine.
pub fn read(node: &Node, languages: &[Lang], slugs: &[&str], found: &mut Findings) -> Accepted {
    let mut accepted = Accepted::default();
    let Some(fields) =
        Fields::of(node, message!("thing-file", file = "accepted.yaml"), &["version", "chapters"], found)
    else {
        return accepted;
    };
    let version = fields.require("version", message!("thing-file", file = "accepted.yaml"), found);
    let number = fields.number("version", 0..=u32::MAX, found);
    if let Some(node) = version.filter(|_| number.is_some_and(|version| version != VERSION)) {
        let message = message!("accepted-version", version = VERSION);
        let help = message!("accepted-version.help");
        found.push(Diagnostic::error("accepted.version", node.span, message).with_help(help));
        return accepted;
    }
    let Some(NodeKind::Map(chapters)) = fields.get("chapters").map(|node| &node.kind) else {
        return accepted;
    };
    for (slug, texts) in chapters {
        if !slugs.contains(&slug.text.as_str()) {
            let message = message!("no-such-slug", slug = &slug.text);
            let diagnostic = Diagnostic::warning("accepted.unknown-slug", slug.span, message)
                .with_suggestion(&slug.text, slugs.iter().copied());
            found.push(match diagnostic.help {
                Some(_) => diagnostic,
                None => diagnostic.with_help(message!("accepted-unknown-slug-delete")),
            });
            continue;
        }
        let known: Vec<&str> = languages.iter().map(Lang::as_str).collect();
        let Some(fields) = Fields::of(texts, message!("thing-accepted-chapter"), &known, found) else {
            continue;
        };
        let hashes = languages.iter().filter_map(|lang| {
            let node = fields.get(lang.as_str())?;
            Some((*lang, hash(node, lang.as_str(), found)?))
        });
        accepted.0.insert(slug.text.clone(), hashes.collect());
    }
    accepted
}

fn hash(node: &Node, key: &str, found: &mut Findings) -> Option<ContentHash> {
    let typed = schema::text(node, key, found)?;
    let hash = ContentHash::parse(&typed);
    if hash.is_none() {
        let (message, help) = (message!("accepted-hash", typed = typed), message!("accepted-hash.help"));
        found.push(Diagnostic::error("accepted.hash", node.span, message).with_help(help));
    }
    hash
}

/// The file's text.
pub fn write(accepted: &Accepted) -> String {
    let mut text = format!(
        "# The texts that were found to say the same; `check --accept SLUG` writes this file.\n\
         version: {VERSION}\nchapters:\n"
    );
    for (slug, hashes) in &accepted.0 {
        let hashes: Vec<String> = hashes.iter().map(|(lang, hash)| format!("{lang}: {hash}")).collect();
        text.push_str(&format!("  {slug}: {{{}}}\n", hashes.join(", ")));
    }
    text
}
