//! What a served page has that a built one has not: it reloads, says whether
//! it is a draft and what is open, and shows the findings that keep it from
//! being built.

use axum::extract::Path;
use axum::http::StatusCode;
use axum::http::header::CONTENT_TYPE;
use axum::response::{IntoResponse, Response};

use crate::locale::Lang;

/// What stands below `/_serve/`, with its media type.
const OWN: [(&str, &str, &str); 3] = [
    ("reload.js", "text/javascript; charset=utf-8", include_str!("reload.js")),
    ("desk.js", "text/javascript; charset=utf-8", include_str!("desk.js")),
    ("desk.css", "text/css; charset=utf-8", include_str!("desk.css")),
];

/// Where there is no page yet to put a report on.
const EMPTY: &str = "<!doctype html><html lang=\"en\"><title>isfahan-book</title><body></body></html>";

/// A script or style of the server's own.
pub async fn own(Path(name): Path<String>) -> Response {
    match OWN.iter().find(|(known, ..)| *known == name) {
        Some((_, kind, text)) => ([(CONTENT_TYPE, *kind)], *text).into_response(),
        None => StatusCode::NOT_FOUND.into_response(),
    }
}

/// The page with the script, with what there is to say of it at its head, and
/// with the report over it.
pub fn prepare(body: &[u8], mark: Option<&str>, report: Option<(&str, Lang)>, build: u64) -> Vec<u8> {
    let html = String::from_utf8_lossy(body);
    let html = if html.is_empty() { EMPTY } else { &*html };
    let report = report.map(|(report, lang)| {
        let (report, direction) = (escape(report), lang.direction());
        format!("<pre id=\"serve-report\" lang=\"{lang}\" dir=\"{direction}\" role=\"alert\">{report}</pre>")
    });
    let said = [mark, report.as_deref()].into_iter().flatten().collect::<String>();
    let style = "<link rel=\"stylesheet\" href=\"/_serve/desk.css\">";
    let style = if said.is_empty() { "" } else { style };
    let script = format!("<script src=\"/_serve/reload.js\" data-build=\"{build}\"></script>");
    let start = html.find("<body").and_then(|at| html[at..].find('>').map(|end| at + end + 1));
    let start = start.unwrap_or(0);
    let end = html.rfind("</body>").filter(|end| *end >= start).unwrap_or(html.len());
    format!("{}{style}{said}{}{script}{}", &html[..start], &html[start..end], &html[end..]).into_bytes()
}

pub fn escape(text: &str) -> String {
    text.replace('&', "&amp;").replace('<', "&lt;").replace('>', "&gt;").replace('"', "&quot;")
}

/// The media type by a file's ending.
pub fn content_type(path: &str) -> &'static str {
    match path.rsplit('.').next().unwrap_or("") {
        "html" => "text/html; charset=utf-8",
        "css" => "text/css; charset=utf-8",
        "js" => "text/javascript; charset=utf-8",
        "json" | "webmanifest" => "application/json",
        "xml" => "application/xml",
        "svg" => "image/svg+xml",
        "png" => "image/png",
        "jpg" => "image/jpeg",
        "avif" => "image/avif",
        "webp" => "image/webp",
        "woff2" => "font/woff2",
        "pdf" => "application/pdf",
        "mp4" => "video/mp4",
        "webm" => "video/webm",
        "txt" => "text/plain; charset=utf-8",
        _ => "application/octet-stream",
    }
}

/// Opens an address with the system's own opener; a system without one is no fault.
pub fn open(address: &str) {
    let opener = match std::env::consts::OS {
        "macos" => "open",
        "windows" => "explorer",
        _ => "xdg-open",
    };
    let _ = std::process::Command::new(opener).arg(address).spawn();
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_page_gets_the_script_and_the_report() {
        let html =
            prepare(b"<html><body class=\"a\"><p>x</p></body></html>", None, Some(("a < b", Lang::EN)), 7);
        assert_eq!(
            String::from_utf8_lossy(&html),
            "<html><body class=\"a\"><link rel=\"stylesheet\" href=\"/_serve/desk.css\">\
             <pre id=\"serve-report\" lang=\"en\" dir=\"ltr\" role=\"alert\">a &lt; b</pre><p>x</p>\
             <script src=\"/_serve/reload.js\" data-build=\"7\"></script></body></html>"
        );
    }
}
