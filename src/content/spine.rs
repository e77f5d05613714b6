//! A `book.yaml` as it is written: its languages, and its spine with a chapter more.
//!
//! In: the file's text and a slug. Out: the same text with the slug at the end
//! of the last list of its folder, in the style of that list; comments, order
//! and spaces stay as they are. What it would change is read again: a text that
//! does not then name the slug in that place is not given back.

use super::book_yaml::Folder;
use super::yaml::{self, Node, NodeKind, Piece};
use crate::diag::Findings;
use crate::locale::Lang;
use crate::source::Sources;

/// A `book.yaml` that names one chapter more.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Extended {
    pub text: String,
    /// The chapter that the new one comes after.
    pub after: String,
}

/// The text with a slug added; none if no part of the spine lists the folder,
/// or the text is not what a spine is written as.
pub fn with_chapter(text: &str, folder: Folder, slug: &str) -> Option<Extended> {
    let listed = last_list(text, folder)?;
    let last = listed.last()?;
    let NodeKind::Scalar(after) = &last.kind else { return None };
    let (start, end) = (last.span.start as usize, last.span.end as usize);
    let line = text.get(..start)?.rfind('\n').map_or(0, |newline| newline + 1);
    let before = text.get(line..start)?;
    let item = before.trim_end().strip_suffix('-').map(str::trim_end);
    let (at, added) = match item {
        // A line an item, as deep as the last one.
        Some(lead) if lead.is_empty() || lead.ends_with('-') => {
            let rest = text.get(end..)?;
            let at = end
                + rest
                    .find('\n')
                    .map_or(rest.len(), |newline| newline - usize::from(rest[..newline].ends_with('\r')));
            let indent = " ".repeat(before.trim_end().chars().count() - 1);
            let newline = if text.contains("\r\n") { "\r\n" } else { "\n" };
            (at, format!("{newline}{indent}- {slug}"))
        }
        _ => (end, format!(", {slug}")),
    };
    let extended = [text.get(..at)?, &added, text.get(at..)?].concat();
    let names = |node: &Node| matches!(&node.kind, NodeKind::Scalar(text) if text == slug);
    let found = last_list(&extended, folder)?;
    let kept = found.len() == listed.len() + 1 && found.last().is_some_and(names);
    kept.then(|| Extended { text: extended, after: after.clone() })
}

/// The languages that the book names; what is no language is left out.
pub fn languages(text: &str) -> Vec<Lang> {
    let list = parse(text).and_then(|book| value(book, "languages"));
    let Some(Node { kind: NodeKind::List(items), .. }) = list else { return Vec::new() };
    let languages = items.into_iter().filter_map(|item| match item.kind {
        NodeKind::Scalar(text) => Lang::parse(&text),
        _ => None,
    });
    languages.collect()
}

fn parse(text: &str) -> Option<Node> {
    let source = Sources::default().add("book.yaml".to_owned(), String::new());
    yaml::parse(Piece { source, offset: 0, text }, &mut Findings::default())
}

/// The items of the last list of a folder in the spine.
fn last_list(text: &str, folder: Folder) -> Option<Vec<Node>> {
    let spine = value(parse(text)?, "spine")?;
    let NodeKind::List(parts) = spine.kind else { return None };
    let lists = parts.into_iter().rev().filter_map(|part| value(part, folder.as_str()));
    let mut lists = lists.filter_map(|list| match list.kind {
        NodeKind::List(items) if !items.is_empty() => Some(items),
        _ => None,
    });
    lists.next()
}

fn value(node: Node, key: &str) -> Option<Node> {
    let NodeKind::Map(entries) = node.kind else { return None };
    entries.into_iter().find(|(own, _)| own.text == key).map(|(_, value)| value)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(text: &str, expected: &str) {
        assert_eq!(with_chapter(text, Folder::Cities, "kazan").unwrap().text, expected);
    }

    #[test]
    fn a_chapter_comes_last_in_the_style_of_the_list() {
        check(
            "spine:\n  - pages: [a]\n  - cities: [b, c] # more\nx: [d]\n",
            "spine:\n  - pages: [a]\n  - cities: [b, c, kazan] # more\nx: [d]\n",
        );
        check(
            "spine:\n- cities: [\n    b,\n    \"c\"\n  ]\n",
            "spine:\n- cities: [\n    b,\n    \"c\", kazan\n  ]\n",
        );
        check(
            "spine:\n  - cities:\n      - b # first\n      - c  # last\n  - pages: [d]\n",
            "spine:\n  - cities:\n      - b # first\n      - c  # last\n      - kazan\n  - pages: [d]\n",
        );
        check("spine:\r\n- cities:\r\n  - b\r\n", "spine:\r\n- cities:\r\n  - b\r\n  - kazan\r\n");
        check("spine:\n- cities:\n  - b", "spine:\n- cities:\n  - b\n  - kazan");
        check("{spine: [{cities: [b-, -c]}]}", "{spine: [{cities: [b-, -c, kazan]}]}");
    }

    #[test]
    fn what_is_no_spine_stays_as_it_is() {
        for text in ["", "spine: 4", "spine: [{cities: []}]", "spine: [{pages: [a]}]", "spine: [", "a\tb: c"]
        {
            assert_eq!(with_chapter(text, Folder::Cities, "kazan"), None, "{text}");
        }
    }
}
