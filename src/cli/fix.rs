//! `check --fix`: mends the orthography of the content's own files.
//!
//! A file is replaced whole or not at all, keeps its line ends and its mode,
//! and is left alone if it is not what was read or would not be read the same.

use std::fmt::Write as _;
use std::fs;

use super::rewrite::replace;
use crate::check::orthography;
use crate::config::Settings;
use crate::content;
use crate::diag::Findings;
use crate::output::DiskError;
use crate::source::Sources;

/// What was mended.
pub struct Mended {
    /// As `diff -u` shows it.
    pub diff: String,
    pub files: usize,
    pub lines: usize,
}

/// Mends every file of the content folder that has something to mend.
///
/// # Errors
/// The disk's; files before the one that failed are mended.
pub fn mend(settings: &Settings) -> Result<Mended, DiskError> {
    let (mut sources, mut found) = (Sources::default(), Findings::default());
    content::load(&settings.content, settings.drafts, &mut sources, &mut found);
    let mut all = Mended { diff: String::new(), files: 0, lines: 0 };
    for (id, source) in sources.entries() {
        let Some(better) = orthography::mended(id, source) else { continue };
        let path = settings.content.join(&source.path);
        // What was read without its mark of byte order, or has been saved since, is not this text.
        if fs::read(&path)? != source.text.as_bytes() {
            continue;
        }
        replace(&path, &better)?;
        all.lines += diff(&mut all.diff, &source.path, &source.text, &better);
        all.files += 1;
    }
    Ok(all)
}

/// Lines around a change, as `diff -u` has them.
const CONTEXT: usize = 3;

/// Adds the changes of a file, whose texts have the same number of lines, and counts them.
fn diff(out: &mut String, path: &str, old: &str, new: &str) -> usize {
    let lines: Vec<(&str, &str)> = old.split_inclusive('\n').zip(new.split_inclusive('\n')).collect();
    let changed: Vec<usize> = (0..lines.len()).filter(|&at| lines[at].0 != lines[at].1).collect();
    // Writing to a String cannot fail.
    let _ = writeln!(out, "--- a/{path}\n+++ b/{path}");
    for hunk in changed.chunk_by(|one, next| next - one <= 2 * CONTEXT) {
        let (Some(first), Some(last)) = (hunk.first(), hunk.last()) else { continue };
        let range = first.saturating_sub(CONTEXT)..(last + 1 + CONTEXT).min(lines.len());
        let _ = writeln!(out, "@@ -{0},{1} +{0},{1} @@", range.start + 1, range.len());
        let is_same = |line: &&(&str, &str)| line.0 == line.1;
        for run in lines.get(range).unwrap_or_default().chunk_by(|one, next| is_same(&one) == is_same(&next))
        {
            let mut push = |mark: char, line: &str| {
                let _ = writeln!(out, "{mark}{}", line.trim_end_matches(['\n', '\r']));
            };
            if run.first().is_some_and(|line| is_same(&line)) {
                run.iter().for_each(|line| push(' ', line.0));
            } else {
                run.iter().for_each(|line| push('-', line.0));
                run.iter().for_each(|line| push('+', line.1));
            }
        }
    }
    changed.len()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_diff_is_as_diff_shows_it() {
        let old = "a\nb\nc\nd\ne\nf\ng\nh\ni\nj\nk\nl\nm\n";
        let new = "a\nB\nc\nd\ne\nf\ng\nh\ni\nj\nk\nL\nM\n";
        let mut out = String::new();
        assert_eq!(diff(&mut out, "x.md", old, new), 3);
        assert_eq!(
            out,
            "--- a/x.md\n+++ b/x.md\n@@ -1,5 +1,5 @@\n a\n-b\n+B\n c\n d\n e\n@@ -9,5 +9,5 @@\n i\n j\n k\n-l\n-m\n+L\n+M\n"
        );
    }
}
