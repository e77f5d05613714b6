//! Asks for an address with curl.
//!
//! The program opens no connection of its own: a build never needs one, and
//! what it would take (TLS, and the certificates that a machine trusts) is
//! kept by every system in curl. No setting of its user's is read, no body is
//! kept, and no other protocol is followed.

use std::io;
use std::process::{Command, Output, Stdio};

use super::{Answer, Ask};
use crate::locale::slug::ascii_address;
use crate::message;

/// Seconds until a host must have answered, and until it must be done.
const CONNECT: &str = "10";
const WHOLE: &str = "20";

const AGENT: &str = concat!("isfahan-book/", env!("CARGO_PKG_VERSION"), " (checks links)");

/// The curl of this machine.
#[derive(Debug)]
pub struct Curl(());

impl Curl {
    /// # Errors
    /// There is none that runs.
    pub fn find() -> io::Result<Curl> {
        let mut command = Command::new("curl");
        command.arg("--version").stdin(Stdio::null()).stdout(Stdio::null()).stderr(Stdio::null());
        command.status().map(|_| Curl(()))
    }
}

impl Ask for Curl {
    fn ask(&self, address: &str) -> Answer {
        // Some servers refuse to tell of a page what they gladly show.
        match request(address, true) {
            Ok(output) if is_good(&output) => Answer::Found,
            Ok(output) if status(&output).is_some() => {
                request(address, false).map_or_else(unasked, |output| answer(&output))
            }
            Ok(output) => answer(&output),
            Err(error) => unasked(error),
        }
    }
}

fn unasked(error: io::Error) -> Answer {
    Answer::Unsure(message!("link-unreachable-unasked", why = &error))
}

fn request(address: &str, head: bool) -> io::Result<Output> {
    let mut command = Command::new("curl");
    // The first word keeps curl from its user's settings.
    command.args(["--disable", "--silent", "--show-error", "--globoff", "--location", "--max-redirs", "10"]);
    command.args(["--connect-timeout", CONNECT, "--max-time", WHOLE, "--user-agent", AGENT]);
    command.args(["--proto", "=http,https", "--proto-redir", "=http,https"]);
    command.args(["--output", if cfg!(windows) { "NUL" } else { "/dev/null" }]);
    command.args(["--write-out", "%{http_code}"]);
    command.args(if head { ["--head"].as_slice() } else { &["--range", "0-0"] });
    command.args(["--url", &encoded(address)]);
    command.env("LC_ALL", "C").stdin(Stdio::null()).output()
}

/// The status of the last answer, after all that led elsewhere; none if there was none.
fn status(output: &Output) -> Option<u16> {
    let written = std::str::from_utf8(&output.stdout).ok()?;
    written.trim().parse().ok().filter(|status| *status > 0)
}

fn is_good(output: &Output) -> bool {
    status(output).is_some_and(|status| (200..300).contains(&status))
}

fn answer(output: &Output) -> Answer {
    match status(output) {
        Some(200..=299) => Answer::Found,
        Some(status @ (404 | 410)) => Answer::Gone(status),
        Some(status) => Answer::Unsure(message!("link-unreachable-status", status = status.to_string())),
        None => {
            let said = String::from_utf8_lossy(&output.stderr);
            // `curl: (6) Could not resolve host: example.ir`
            let said = said.trim().trim_start_matches("curl: ").lines().next().unwrap_or_default().to_owned();
            Answer::Unsure(message!("link-unreachable-curl", said = said))
        }
    }
}

/// The address with its path in ASCII; the host is curl's to spell.
fn encoded(address: &str) -> String {
    let start = address.find("://").map_or(0, |at| at + 3);
    let path = address[start..].find(['/', '?']).map_or(address.len(), |at| start + at);
    [&address[..path], &ascii_address(&address[path..])].concat()
}

#[cfg(test)]
mod tests {
    use super::encoded;

    #[test]
    fn a_path_is_asked_for_in_ascii_and_a_host_as_it_is() {
        assert_eq!(encoded("https://a.ir/شهر?q=آ"), "https://a.ir/%D8%B4%D9%87%D8%B1?q=%D8%A2");
        assert_eq!(encoded("https://شهر.ir"), "https://شهر.ir");
        assert_eq!(encoded("https://a.ir/a%20b"), "https://a.ir/a%20b");
    }
}
