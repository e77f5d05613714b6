//! Whether addresses outside of the book still lead somewhere: asked for by
//! `check --external`, and by nothing else.
//!
//! In: the resolved book and one who asks. Out: a warning at every address
//! that is gone, a note at those that could not be asked. The hosts are asked
//! side by side, each at leisure; an answer that was good is remembered for a
//! week. How an address is asked is `curl`'s.

mod curl;

use std::collections::BTreeMap;
use std::sync::Mutex;
use std::thread;
use std::time::{Duration, Instant, SystemTime};

use crate::cache::{Cache, Key};
use crate::diag::{Diagnostic, Findings};
use crate::doc::{Block, Inline, InlineKind, Linked, Target, Visit, walk};
use crate::message;
use crate::message::Message;
use crate::resolve::{Resolved, source_addresses};
use crate::source::{Sources, Span};

pub use curl::Curl;

/// What came of asking for an address.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Answer {
    Found,
    /// There is nothing any more (RFC 9110 §15.5.5, §15.5.11).
    Gone(u16),
    /// Nobody knows: the host refuses programs, is slow, or is not there.
    Unsure(Message),
}

/// Asks for addresses, from several threads at once.
pub trait Ask: Sync {
    fn ask(&self, address: &str) -> Answer;
}

/// How long the asking may go on.
#[derive(Debug, Clone, Copy)]
pub struct Patience {
    /// Between two questions to one host.
    pub pause: Duration,
    /// For all of them.
    pub whole: Duration,
}

impl Default for Patience {
    fn default() -> Patience {
        Patience { pause: Duration::from_secs(1), whole: Duration::from_secs(15 * 60) }
    }
}

/// Hosts that are asked at once.
const SIDE_BY_SIDE: usize = 8;
/// How long a good answer is believed, in seconds.
const WEEK: u64 = 7 * 24 * 60 * 60;

/// Asks for every address of the book that leads to the web.
pub fn check(
    book: &Resolved,
    sources: &Sources,
    ask: &dyn Ask,
    patience: Patience,
    cache: &Cache,
    found: &mut Findings,
) {
    let mut places: BTreeMap<String, Vec<Span>> = BTreeMap::new();
    for (address, span) in addresses(book, sources) {
        places.entry(address).or_default().push(span);
    }
    let mut hosts: BTreeMap<&str, Vec<&str>> = BTreeMap::new();
    for address in places.keys() {
        hosts.entry(host(address)).or_default().push(address);
    }
    let answers = answers(hosts.into_values().collect(), ask, patience, cache);
    for (address, spans) in &places {
        let Some(answer) = answers.get(address.as_str()) else { continue };
        for span in spans {
            match answer {
                Answer::Found => {}
                Answer::Gone(status) => {
                    let message = message!("link-broken", address = address, status = status.to_string());
                    let help = message!("link-broken.help");
                    found.push(Diagnostic::warning("link.broken", *span, message).with_help(help));
                }
                Answer::Unsure(why) => {
                    let message = message!("link-unreachable", address = address, why = why);
                    let help = message!("link-unreachable.help");
                    found.push(Diagnostic::note("link.unreachable", *span, message).with_help(help));
                }
            }
        }
    }
}

/// The web addresses that texts and sources lead to, without their fragments.
fn addresses(book: &Resolved, sources: &Sources) -> Vec<(String, Span)> {
    let mut addresses = source_addresses(sources);
    for text in book.chapters.iter().flat_map(|chapter| chapter.texts.values()) {
        let notes = text.document.notes.iter().map(|note| note.blocks.as_slice());
        for blocks in notes.chain([text.document.blocks.as_slice()]) {
            of_blocks(blocks, &mut addresses);
        }
    }
    let is_web = |address: &str| {
        let lower = address.to_ascii_lowercase();
        lower.starts_with("https://") || lower.starts_with("http://")
    };
    addresses.retain(|(address, _)| is_web(address));
    addresses.into_iter().map(|(address, span)| (bare(&address).to_owned(), span)).collect()
}

fn of_blocks(blocks: &[Block<Linked>], addresses: &mut Vec<(String, Span)>) {
    walk(blocks, &mut |visit| {
        if let Visit::Inline(Inline { kind: InlineKind::Link { target: Target::Url(url), .. }, span }) = visit
        {
            addresses.push((url.to_string(), *span));
        }
    });
}

/// An address as a server is asked for it.
fn bare(address: &str) -> &str {
    address.split('#').next().unwrap_or(address)
}

fn host(address: &str) -> &str {
    let rest = address.split_once("://").map_or(address, |(_, rest)| rest);
    rest.split(['/', '?']).next().unwrap_or(rest)
}

/// The answers to all addresses, which come in lists of one host each.
fn answers<'a>(
    hosts: Vec<Vec<&'a str>>,
    ask: &dyn Ask,
    patience: Patience,
    cache: &Cache,
) -> BTreeMap<&'a str, Answer> {
    let end = Instant::now() + patience.whole;
    let (waiting, answers) = (Mutex::new(hosts), Mutex::new(BTreeMap::new()));
    let next = || waiting.lock().ok()?.pop();
    let work = || {
        while let Some(addresses) = next() {
            for (number, address) in addresses.into_iter().enumerate() {
                let answer = match Instant::now() > end {
                    true => Answer::Unsure(message!("link-unreachable-late")),
                    false => remembered(address, cache, || {
                        if number > 0 {
                            thread::sleep(patience.pause);
                        }
                        ask.ask(address)
                    }),
                };
                if let Ok(mut answers) = answers.lock() {
                    answers.insert(address, answer);
                }
            }
        }
    };
    thread::scope(|scope| {
        for _ in 0..SIDE_BY_SIDE {
            scope.spawn(work);
        }
    });
    answers.into_inner().unwrap_or_default()
}

/// The answer of this week, if it was a good one, else a new one.
fn remembered(address: &str, cache: &Cache, ask: impl FnOnce() -> Answer) -> Answer {
    let now = SystemTime::now().duration_since(SystemTime::UNIX_EPOCH).unwrap_or_default();
    let key = Key::new("answer").with(address).with((now.as_secs() / WEEK).to_le_bytes());
    let answered = cache.try_value(&key, || match ask() {
        Answer::Found => Ok(()),
        other => Err(other),
    });
    answered.map_or_else(|other| other, |()| Answer::Found)
}

#[cfg(test)]
mod tests {
    use std::sync::atomic::{AtomicUsize, Ordering};

    use super::*;

    /// Answers by what the address holds, and counts how often it was asked.
    #[derive(Default)]
    struct Answering(AtomicUsize);

    impl Ask for Answering {
        fn ask(&self, address: &str) -> Answer {
            self.0.fetch_add(1, Ordering::Relaxed);
            if address.contains("gone") { Answer::Gone(404) } else { Answer::Found }
        }
    }

    const AT_ONCE: Patience = Patience { pause: Duration::ZERO, whole: Duration::from_secs(60) };

    #[test]
    fn good_answers_are_remembered_and_others_are_not() {
        let folder = tempfile::tempdir().unwrap();
        let cache = Cache::at(folder.path().to_owned());
        let ask = Answering::default();
        for _ in 0..3 {
            let hosts = vec![vec!["https://a.ir/gone", "https://a.ir/here"], vec!["https://b.ir/"]];
            let answers = answers(hosts, &ask, AT_ONCE, &cache);
            assert_eq!(answers["https://a.ir/gone"], Answer::Gone(404));
            assert_eq!(
                (&answers["https://a.ir/here"], &answers["https://b.ir/"]),
                (&Answer::Found, &Answer::Found)
            );
        }
        assert_eq!(ask.0.into_inner(), 3 + 1 + 1);
    }

    #[test]
    fn one_host_is_asked_one_question_after_another() {
        struct Slow(Mutex<Vec<(String, Instant)>>);
        impl Ask for Slow {
            fn ask(&self, address: &str) -> Answer {
                self.0.lock().unwrap().push((address.to_owned(), Instant::now()));
                Answer::Found
            }
        }
        let slow = Slow(Mutex::default());
        let patience = Patience { pause: Duration::from_millis(60), ..AT_ONCE };
        answers(vec![vec!["https://a.ir/1", "https://a.ir/2"]], &slow, patience, &Cache::default());
        let asked = slow.0.into_inner().unwrap();
        assert!(asked[1].1 - asked[0].1 >= patience.pause);
    }

    #[test]
    fn when_time_is_up_nobody_is_asked() {
        let ask = Answering::default();
        let patience = Patience { whole: Duration::ZERO, ..AT_ONCE };
        thread::sleep(Duration::from_millis(1));
        let answers = answers(vec![vec!["https://a.ir/"]], &ask, patience, &Cache::default());
        assert!(matches!(answers["https://a.ir/"], Answer::Unsure(_)));
        assert_eq!(ask.0.into_inner(), 0);
    }

    #[test]
    fn an_address_is_asked_for_without_its_fragment() {
        assert_eq!(bare("https://a.ir/x?y=1#z"), "https://a.ir/x?y=1");
        assert_eq!(host("https://a.ir:8080/x"), "a.ir:8080");
        assert_eq!(host("http://a.ir?x"), "a.ir");
    }
}
