//! What a served page has that a built one has not: it reloads, and shows
//! the findings that keep it from being built.

use axum::http::header::CONTENT_TYPE;
use axum::response::{IntoResponse, Response};

/// Waits for the next build and reloads; the browser keeps the reader's place.
const RELOAD: &str = "\
(async () => {
  for (;;) {
    try {
      const answer = await fetch('/_serve/next', { cache: 'no-store' });
      if (answer.status === 200) location.reload();
    } catch {
      await new Promise((resolve) => setTimeout(resolve, 1000));
    }
  }
})();
";

/// Where there is no page yet to put a report on.
const EMPTY: &str = "<!doctype html><html lang=\"en\"><title>isfahan-book</title><body></body></html>";

pub async fn script() -> Response {
    ([(CONTENT_TYPE, "text/javascript; charset=utf-8")], RELOAD).into_response()
}

/// The page with the script, and with the report on top if there is one.
pub fn prepare(body: &[u8], report: Option<&str>) -> Vec<u8> {
    let html = String::from_utf8_lossy(body);
    let html = if html.is_empty() { EMPTY } else { &*html };
    let report = report.map(|report| format!("<pre dir=\"ltr\" role=\"alert\">{}</pre>", escape(report)));
    let script = "<script src=\"/_serve/reload.js\"></script>";
    let start = html.find("<body").and_then(|at| html[at..].find('>').map(|end| at + end + 1));
    let start = start.unwrap_or(0);
    let end = html.rfind("</body>").filter(|end| *end >= start).unwrap_or(html.len());
    let report = report.unwrap_or_default();
    format!("{}{report}{}{script}{}", &html[..start], &html[start..end], &html[end..]).into_bytes()
}

fn escape(text: &str) -> String {
    text.replace('&', "&amp;").replace('<', "&lt;").replace('>', "&gt;")
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
        let html = prepare(b"<html><body class=\"a\"><p>x</p></body></html>", Some("a < b"));
        assert_eq!(
            String::from_utf8_lossy(&html),
            "<html><body class=\"a\"><pre dir=\"ltr\" role=\"alert\">a &lt; b</pre><p>x</p>\
             <script src=\"/_serve/reload.js\"></script></body></html>"
        );
    }
}
