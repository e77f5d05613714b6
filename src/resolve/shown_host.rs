//! Whether the words of a link show another host than it leads to.
//!
//! In: the words and the address. Out: the two hosts, where they differ. Words
//! count as an address if they are one without spaces that begins with a scheme
//! or `www.`, or ends its host with a common top-level domain: `Node.js` is none.
//! A copy in a web archive may be called by the address that it keeps.

/// Top-level domains by which a reader takes a word for an address.
const DOMAINS: [&str; 24] = [
    "ac", "at", "ch", "cn", "co", "com", "de", "edu", "es", "eu", "fr", "gov", "in", "info", "int", "ir",
    "it", "kr", "net", "org", "pl", "ru", "tr", "uk",
];

const ARCHIVES: [&str; 2] = ["web.archive.org", "archive.org"];

/// The host that the words show and the one that the link leads to, if they
/// are not of one site.
pub fn misleads(words: &str, address: &str) -> Option<(String, String)> {
    let shown = shown(words)?;
    let address = address.to_lowercase();
    let led = host(strip_scheme(&address)?);
    let kept = ARCHIVES.contains(&led) && address.contains(&shown);
    (!same_site(&shown, led) && !kept).then(|| (shown, led.to_owned()))
}

/// The host that words show, if they are an address.
fn shown(words: &str) -> Option<String> {
    let words = words.trim().to_lowercase();
    if words.contains(char::is_whitespace) {
        return None;
    }
    let bare = strip_scheme(&words);
    let host = host(bare.unwrap_or(&words));
    let domain = host.rsplit_once('.').map(|(_, domain)| domain);
    let is_address =
        bare.is_some() || host.starts_with("www.") || domain.is_some_and(|d| DOMAINS.contains(&d));
    (is_address && !host.is_empty()).then(|| host.to_owned())
}

fn strip_scheme(address: &str) -> Option<&str> {
    address.strip_prefix("https://").or_else(|| address.strip_prefix("http://"))
}

/// What stands before the port and the path.
fn host(rest: &str) -> &str {
    rest.split(['/', '?', '#', ':']).next().unwrap_or("").trim_end_matches('.')
}

/// Whether one of two hosts is the other or within it.
fn same_site(one: &str, other: &str) -> bool {
    let [one, other] = [one, other].map(|host| host.strip_prefix("www.").unwrap_or(host));
    let within = |inner: &str, outer: &str| inner.strip_suffix(outer).is_some_and(|rest| rest.ends_with('.'));
    one == other || within(one, other) || within(other, one)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_that_show_another_host_are_found() {
        for (words, address) in [
            ("isfahan.ir", "https://evil.example/isfahan.ir"),
            ("https://www.isfahan.ir/a", "https://isfahan.ir.evil.example/"),
            ("www.isfahan.example", "http://evil.example"),
            ("isf\u{430}han.ir", "https://isfahan.ir/"),
            ("ISFAHAN.IR", "https://notisfahan.ir/"),
        ] {
            assert!(misleads(words, address).is_some(), "{words} {address}");
        }
    }

    #[test]
    fn words_that_lead_where_they_say_are_not() {
        for (words, address) in [
            ("isfahan.ir", "https://www.isfahan.ir/page"),
            ("https://fa.isfahan.ir", "https://isfahan.ir"),
            ("Isfahan.ir/a?b", "http://ISFAHAN.ir:8080/"),
            ("Node.js", "https://nodejs.org/"),
            ("the municipality of isfahan.ir", "https://example.org/"),
            ("old.example.com", "https://web.archive.org/web/2016/http://old.example.com/"),
            ("and/or", "https://example.org/"),
            ("info@isfahan.ir", "mailto:info@isfahan.ir"),
        ] {
            assert_eq!(misleads(words, address), None, "{words} {address}");
        }
    }
}
