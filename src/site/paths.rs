//! Paths in the output folder, and links from one to another.
//!
//! Links are relative and name `index.html`, so that the folder works at the
//! root of a host, under a sub-path and, opened as files, from disk. Only the
//! page for what is not found is shown at any depth: its links begin with the
//! site's own address.

use crate::doc::ChapterId;
use crate::locale::Lang;
use crate::locale::slug::percent_encode;

/// A page of an edition.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Place {
    Cover,
    Contents,
    Map,
    Timeline,
    Search,
    Glossary,
    Index,
    Sources,
    Chapter(ChapterId),
}

impl Place {
    /// Its folder in the edition's, with a `/` at its end.
    pub fn folder(self, slug: impl Fn(ChapterId) -> String) -> String {
        match self {
            Place::Cover => String::new(),
            Place::Contents => "contents/".to_owned(),
            Place::Map => "map/".to_owned(),
            Place::Timeline => "timeline/".to_owned(),
            Place::Search => "search/".to_owned(),
            Place::Glossary => "glossary/".to_owned(),
            Place::Index => "index-of-names/".to_owned(),
            Place::Sources => "sources/".to_owned(),
            Place::Chapter(id) => format!("{}/", slug(id)),
        }
    }
}

/// The folder of an edition's page, from the root: `fa/xian/`.
pub fn page_folder(lang: Lang, place: Place, slug: impl Fn(ChapterId) -> String) -> String {
    format!("{lang}/{}", place.folder(slug))
}

/// Where a page's links start.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Origin {
    /// The page's own folder, from the root, with a `/` at its end; empty for the root.
    Folder(String),
    /// Anywhere: links begin with the site's address, or with `/`.
    Anywhere(String),
}

impl Origin {
    /// The link to a file by its path from the root.
    pub fn link(&self, path: &str) -> String {
        match self {
            Origin::Folder(folder) => relative(folder, path),
            Origin::Anywhere(root) => format!("{root}{path}"),
        }
    }

    /// The link to a page by its folder, and to a place in it.
    pub fn page(&self, folder: &str, anchor: Option<&str>) -> String {
        let link = self.link(&format!("{folder}index.html"));
        match anchor {
            Some(anchor) => format!("{link}#{}", percent_encode(anchor)),
            None => link,
        }
    }
}

fn relative(folder: &str, path: &str) -> String {
    let mut from: Vec<&str> = folder.split('/').collect();
    // What follows the last `/` is no folder.
    from.pop();
    let to: Vec<&str> = path.split('/').collect();
    let folders = to.len().saturating_sub(1);
    let shared = from.iter().zip(to.iter().take(folders)).take_while(|(a, b)| a == b).count();
    let up = "../".repeat(from.len() - shared);
    format!("{up}{}", to.get(shared..).unwrap_or_default().join("/"))
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[track_caller]
    fn check(folder: &str, path: &str, expected: &str) {
        assert_eq!(relative(folder, path), expected);
    }

    #[test]
    fn links_climb_no_higher_than_needed() {
        check("", "fa/index.html", "fa/index.html");
        check("fa/", "fa/index.html", "index.html");
        check("fa/xian/", "fa/havana/index.html", "../havana/index.html");
        check("fa/xian/", "en/xian/index.html", "../../en/xian/index.html");
        check("fa/xian/", "assets/a.css", "../../assets/a.css");
        check("fa/xian/", "fa/xian/index.html", "index.html");
    }

    #[test]
    fn anchors_are_percent_encoded() {
        let origin = Origin::Folder("fa/".to_owned());
        assert_eq!(origin.page("fa/xian/", Some("راه")), "xian/index.html#%D8%B1%D8%A7%D9%87");
    }

    proptest! {
        #[test]
        fn a_link_followed_leads_to_its_path(
            folder in "([a-c]/){0,4}", path in "([a-c]/){0,4}[a-z]\\.x"
        ) {
            let mut at: Vec<String> = folder.split_terminator('/').map(str::to_owned).collect();
            for part in relative(&folder, &path).split('/') {
                match part {
                    ".." => prop_assert!(at.pop().is_some()),
                    part => at.push(part.to_owned()),
                }
            }
            prop_assert_eq!(at.join("/"), path);
        }
    }
}
