//! What a host is told, where it can be told: how long to keep files, and
//! what a page may do.
//!
//! Out: `_headers`, which some static hosts obey, and `nginx-headers.conf`,
//! to include in a server of one's own. Pages carry the policy themselves, in
//! a `meta` element, for all other hosts; what only a header can say
//! (`frame-ancestors`, `nosniff`) is only here. Nothing depends on either.

use super::{Site, SiteError};
use crate::output::Sink;

/// What pages load, and what they do: they run no script and use no style but
/// the site's own files, and ask nobody else for anything. Browsers obey both
/// of a page's policies. They are two because a validator that reads files
/// finds no origin in them, and takes all that a policy of loading names for
/// forbidden; it holds pages to the last one. Source: W3C CSP Level 3.
pub const POLICIES: [&str; 2] =
    ["default-src 'self'", "object-src 'none'; base-uri 'none'; form-action 'self'"];

/// For all files.
const EVERYWHERE: [(&str, &str); 4] = [
    ("X-Content-Type-Options", "nosniff"),
    ("Referrer-Policy", "strict-origin-when-cross-origin"),
    ("Cross-Origin-Opener-Policy", "same-origin"),
    ("Permissions-Policy", "camera=(), geolocation=(), microphone=()"),
];

/// Names in `assets/` change with their content.
const FOR_EVER: &str = "public, max-age=31536000, immutable";

pub fn write(site: &Site, sink: &dyn Sink) -> Result<(), SiteError> {
    sink.put("_headers", headers(&site.root()).into_bytes())?;
    sink.put("nginx-headers.conf", nginx(&site.root()).into_bytes())?;
    Ok(())
}

fn policy() -> String {
    format!("{}; frame-ancestors 'self'", POLICIES.join("; "))
}

fn headers(root: &str) -> String {
    let mut out = format!("{root}*\n  Content-Security-Policy: {}\n", policy());
    for (name, value) in EVERYWHERE {
        out.push_str(&format!("  {name}: {value}\n"));
    }
    out.push_str(&format!("{root}assets/*\n  Cache-Control: {FOR_EVER}\n"));
    out
}

fn nginx(root: &str) -> String {
    let mut always = format!("add_header Content-Security-Policy \"{}\" always;\n", policy());
    for (name, value) in EVERYWHERE {
        always.push_str(&format!("add_header {name} \"{value}\" always;\n"));
    }
    let indented: String = always.lines().map(|line| format!("    {line}\n")).collect();
    format!(
        "# Include this in the server block of the site:  include /path/to/nginx-headers.conf;\n\
         # Files that end in .gz are there after a build with --precompress.\n\
         gzip_static on;\n\
         error_page 404 {root}404.html;\n\
         charset utf-8;\n\
         charset_types text/css text/javascript application/xml application/json image/svg+xml;\n\
         {always}\
         location {root}assets/ {{\n\
         \x20   # A location with a header of its own inherits none.\n\
         {indented}\
         \x20   add_header Cache-Control \"{FOR_EVER}\" always;\n\
         }}\n"
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn rules_begin_where_the_site_lies() {
        assert!(headers("/book/").starts_with("/book/*\n  Content-Security-Policy: default-src 'self'"));
        assert!(headers("/").contains("\n/assets/*\n  Cache-Control: public"));
        assert!(nginx("/book/").contains("location /book/assets/ {\n    # A location"));
    }
}
