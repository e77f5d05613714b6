//! What a check found nothing in is not looked at again until it changes.
//!
//! Of most texts there is nothing to tell. That is remembered, and nothing
//! else: findings name places in files, which move with every line above them.

use rayon::prelude::*;

use crate::cache::{Bundle, Cache, Key};
use crate::diag::Findings;
use crate::locale::Lang;

/// Checks each of several things, but for those that were clean as they are now.
///
/// - `kind`: of the check, as a file name.
/// - `texts`: all that the findings about a thing depend on.
pub fn check_each<'a, T: Sync>(
    things: &[T],
    kind: &'static str,
    cache: &Cache,
    texts: impl Fn(&T) -> Vec<(Lang, &'a str)> + Sync,
    check: impl Fn(&T) -> Findings + Sync,
) -> Findings {
    let mut clean = Bundle::open(cache, Key::new(kind));
    let hashes: Vec<_> = things.par_iter().map(|thing| clean.hash(&texts(thing))).collect();
    let known: Vec<bool> =
        hashes.iter().map(|hash| hash.is_some_and(|hash| clean.get(&hash).is_some())).collect();
    let found = things.par_iter().zip(&known);
    let found = found.map(|(thing, known)| if *known { Findings::default() } else { check(thing) });
    let mut all = Findings::default();
    for (findings, hash) in found.collect::<Vec<_>>().into_iter().zip(hashes) {
        match hash {
            Some(hash) if findings.iter().next().is_none() && clean.get(&hash).is_none() => {
                clean.add(hash, Vec::new());
            }
            _ => all.append(findings),
        }
    }
    clean.keep();
    all
}

#[cfg(test)]
mod tests {
    use std::sync::atomic::{AtomicUsize, Ordering};

    use super::*;
    use crate::diag::Diagnostic;
    use crate::message;

    #[test]
    fn what_was_clean_is_not_looked_at_and_what_was_not_is() {
        let folder = tempfile::tempdir().unwrap();
        let cache = Cache::at(folder.path().to_owned());
        let looked = AtomicUsize::new(0);
        let check = |text: &&str| {
            looked.fetch_add(1, Ordering::Relaxed);
            let mut found = Findings::default();
            if text.contains("bad") {
                found.push(Diagnostic::warning("x", "file", message!("pdf-outline")));
            }
            found
        };
        let run = |texts: &[&'static str], cache: &Cache| {
            looked.store(0, Ordering::Relaxed);
            let found = check_each(texts, "test", cache, |text| vec![(Lang::EN, *text)], check);
            (looked.load(Ordering::Relaxed), found.iter().count())
        };
        assert_eq!(run(&["good", "bad", "good"], &cache), (3, 1));
        assert_eq!(run(&["good", "bad", "better"], &cache), (2, 1));
        assert_eq!(run(&["good", "better"], &cache), (0, 0));
        assert_eq!(run(&["good", "better"], &Cache::default()), (2, 0));
    }
}
