//! `serve`: the book in a browser on this machine, new with every save.

use std::io::{BufRead, BufReader, Read, Write};
use std::net::{TcpListener, TcpStream};
use std::process::{Child, Command, Stdio};
use std::thread;
use std::time::{Duration, Instant};

use crate::mini_book::{BOUND, MiniBook};

/// A server that ends with its test.
struct Server {
    child: Child,
    port: u16,
}

impl Drop for Server {
    fn drop(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

/// A server on a port that the system chose; it says which.
fn serve(book: &MiniBook) -> Server {
    serve_on(book, 0)
}

fn serve_on(book: &MiniBook, port: u16) -> Server {
    let mut child = Command::new(env!("CARGO_BIN_EXE_isfahan-book"))
        .args(["serve", "--port", &port.to_string()])
        .current_dir(book.folder())
        .stdin(Stdio::null())
        .stdout(Stdio::null())
        .stderr(Stdio::piped())
        .spawn()
        .unwrap();
    let mut lines = BufReader::new(child.stderr.take().unwrap()).lines().map_while(Result::ok);
    let port = lines.find_map(|line| {
        let address = line.split("http://127.0.0.1:").nth(1)?;
        address.split('/').next()?.parse().ok()
    });
    let server = Server { child, port: port.expect("the server says where it is") };
    // Read on, so that the server never waits for its report to be read.
    thread::spawn(move || lines.count());
    server
}

struct Answer {
    status: u16,
    head: String,
    body: String,
}

fn get(server: &Server, path: &str) -> Option<Answer> {
    request(server, path, &format!("127.0.0.1:{}", server.port))
}

/// One request, as a browser that was told to ask this host.
fn request(server: &Server, path: &str, host: &str) -> Option<Answer> {
    let mut stream = TcpStream::connect(("127.0.0.1", server.port)).ok()?;
    stream.set_read_timeout(Some(Duration::from_secs(10))).ok()?;
    write!(stream, "GET {path} HTTP/1.1\r\nHost: {host}\r\nConnection: close\r\n\r\n").ok()?;
    let mut bytes = Vec::new();
    stream.read_to_end(&mut bytes).ok()?;
    let text = String::from_utf8_lossy(&bytes).into_owned();
    let (head, body) = text.split_once("\r\n\r\n")?;
    let status = head.split(' ').nth(1)?.parse().ok()?;
    Some(Answer { status, head: head.to_lowercase(), body: body.to_owned() })
}

#[track_caller]
fn until<T>(what: &str, mut check: impl FnMut() -> Option<T>) -> T {
    let start = Instant::now();
    while start.elapsed() < BOUND {
        if let Some(value) = check() {
            return value;
        }
        thread::sleep(Duration::from_millis(50));
    }
    panic!("waited in vain: {what}");
}

#[test]
fn pages_are_served_and_follow_what_is_saved() {
    let book = MiniBook::new();
    let server = serve(&book);
    for (path, status, words) in [
        ("/", 200, "lang"),
        ("/fa/", 200, "دو شهر"),
        ("/en/xian/", 200, "Four leaves"),
        ("/en/xian/index.html", 200, "Four leaves"),
        ("/en/nowhere/", 404, ""),
        ("/../../etc/passwd", 404, ""),
        ("/%2e%2e/%2e%2e/etc/passwd", 404, ""),
        ("/..%2f..%2fcontent/book.yaml", 404, ""),
    ] {
        let answer = get(&server, path).unwrap_or_else(|| panic!("{path}: no answer"));
        assert!(
            answer.status == status || (status == 404 && answer.status == 400),
            "{path}: {}",
            answer.head
        );
        assert!(answer.body.contains(words), "{path} does not hold {words}");
        assert!(!answer.body.contains("root:"), "{path} leaves the book");
    }
    assert!(get(&server, "/en/xian/").unwrap().head.contains("content-type: text/html"));

    book.edit("cities/xian/en.md", "Four leaves", "Five leaves");
    until("the saved text is served", || {
        get(&server, "/en/xian/").filter(|answer| answer.body.contains("Five leaves"))
    });

    // A fault while writing leaves the last good page or tells the fault; mended, the book is back.
    book.edit("cities/xian/en.md", "[[preface#dates|dates]]", "[[prefcae#dates|dates]]");
    thread::sleep(Duration::from_millis(500));
    assert!(get(&server, "/en/xian/").is_some(), "a fault in the content ended the server");
    book.edit("cities/xian/en.md", "[[prefcae#dates|dates]]", "[[preface#dates|dates]]");
    book.edit("cities/xian/en.md", "Five leaves", "Six leaves");
    until("the mended text is served", || {
        get(&server, "/en/xian/").filter(|answer| answer.body.contains("Six leaves"))
    });
}

#[test]
fn a_page_of_another_site_gets_no_answer() {
    // DNS rebinding: a name of a stranger that leads to this machine.
    let book = MiniBook::new();
    let server = serve(&book);
    let answer = request(&server, "/en/xian/", "stranger.example").unwrap();
    assert!(answer.status >= 400, "{}", answer.head);
    let answer = request(&server, "/en/xian/", &format!("localhost:{}", server.port)).unwrap();
    assert_eq!(answer.status, 200, "{}", answer.head);
}

#[test]
fn the_server_listens_on_this_machine_only() {
    let book = MiniBook::new();
    let server = serve(&book);
    // /proc/net/tcp: local address and port in hexadecimal, state 0A is listening.
    let port = format!(":{:04X}", server.port);
    let tables =
        ["/proc/net/tcp", "/proc/net/tcp6"].map(|path| std::fs::read_to_string(path).unwrap_or_default());
    let rows = tables.iter().flat_map(|table| table.lines());
    let listening: Vec<&str> = rows
        .filter_map(|row| {
            let mut fields = row.split_whitespace().skip(1);
            let local = fields.next()?;
            (fields.nth(1)? == "0A" && local.ends_with(&port)).then_some(local)
        })
        .collect();
    let own = [format!("0100007F{port}"), format!("00000000000000000000000001000000{port}")];
    assert!(!listening.is_empty() && listening.iter().all(|address| own.iter().any(|own| own == address)));
    assert!(listening.contains(&&*own[0]), "{listening:?}");
}

#[test]
fn beside_a_port_that_is_taken_the_next_free_one_is_used() {
    let book = MiniBook::new();
    let taken = TcpListener::bind("127.0.0.1:0").unwrap();
    let port = taken.local_addr().unwrap().port();
    let server = serve_on(&book, port);
    assert_ne!(server.port, port);
    assert_eq!(get(&server, "/en/xian/").unwrap().status, 200);
}

/// The desk in the language that a browser asks for first.
fn desk(server: &Server, path: &str, language: &str) -> Answer {
    let host = format!("127.0.0.1:{}\r\nAccept-Language: {language}", server.port);
    request(server, path, &host).unwrap_or_else(|| panic!("{path}: no answer"))
}

#[test]
fn the_desk_lists_what_was_found_and_follows_what_is_saved() {
    let book = MiniBook::new();
    let server = serve(&book);
    let page = desk(&server, "/_desk/", "en");
    assert_eq!(page.status, 200, "{}", page.head);
    assert!(page.head.contains("content-security-policy: default-src 'self'"), "{}", page.head);
    assert!(page.body.contains("href=\"/_desk/xian\""), "{}", page.body);
    assert!(page.body.contains("errors 0 · warnings 0"), "{}", page.body);
    assert!(desk(&server, "/_desk/", "fa-IR,en").body.contains("خطا: ۰ · هشدار: ۰"));
    let spread = desk(&server, "/_desk/xian", "en").body;
    for page in ["/fa/xian/", "/en/xian/"] {
        assert!(spread.contains(&format!("src=\"{page}\"")), "{spread}");
    }
    assert_eq!(desk(&server, "/_desk/nowhere", "en").status, 404);

    book.edit("cities/xian/en.md", "[[preface#dates|dates]]", "[[prefcae#dates|da<b>tes]]");
    let told = until("the fault is on the desk", || {
        Some(desk(&server, "/_desk/xian", "en").body).filter(|page| page.contains("link.unknown-slug"))
    });
    assert!(told.contains("&lt;b&gt;") && told.contains("cities/xian/en.md:"), "{told}");
    assert!(!told.contains("<b>"), "an excerpt is no markup: {told}");
    let page = get(&server, "/en/xian/").unwrap().body;
    assert!(page.contains("id=\"serve-report\"") && page.contains("Four leaves"), "{page}");

    book.edit("cities/xian/en.md", "[[prefcae#dates|da<b>tes]]", "[[preface#dates|dates]]");
    until("the fault is gone from the page", || {
        get(&server, "/en/xian/").filter(|answer| !answer.body.contains("serve-report"))
    });
}

#[test]
fn pdf_editions_follow_the_site() {
    let book = MiniBook::new();
    let server = serve(&book);
    for lang in ["fa", "en"] {
        let path = format!("/downloads/isfahan-sister-cities-{lang}.pdf");
        let answer = until("a PDF is made", || get(&server, &path).filter(|answer| answer.status == 200));
        assert!(answer.head.contains("content-type: application/pdf"), "{}", answer.head);
    }
    until("the desk says so", || {
        Some(desk(&server, "/_desk/", "en")).filter(|page| page.body.contains("the PDF is ready"))
    });
    let seen = get(&server, "/_serve/next/0").unwrap();
    assert!(seen.body.contains("\"printed\":1"), "{}", seen.body);
}
