//! Shows the site while it is written: from memory, on this machine only,
//! rebuilt after every save, the browser reloaded.
//!
//! The watcher rebuilds the site, and when no save waits the PDF editions
//! after it; the server answers from the last good build, and every open page
//! waits for news of the next one. The server listens on 127.0.0.1 and ::1
//! and answers only to its own names, so no page of another site can read a
//! draft through the reader's browser.

mod desk;
mod page;
mod watch;

use std::collections::BTreeMap;
use std::future::IntoFuture;
use std::io;
use std::net::{Ipv4Addr, Ipv6Addr, SocketAddr};
use std::sync::{Arc, PoisonError, RwLock};
use std::time::{Duration, Instant};

use axum::Router;
use axum::extract::{Path, Request, State};
use axum::http::header::{ACCEPT_LANGUAGE, CACHE_CONTROL, CONTENT_TYPE, HOST};
use axum::http::{HeaderValue, StatusCode};
use axum::response::{IntoResponse, Response};
use axum::routing::get;
use tokio::net::TcpListener;
use tokio::sync::watch as news;
use tokio::task::{JoinError, JoinHandle, spawn_blocking};

use crate::build::{Failure, Manuscript, Timings, read, render};
use crate::check::orthography::Severities;
use crate::config::{EditionKind, Outputs, Settings};
use crate::diag::Severity;
use crate::locale::Lang;
use crate::message;
use crate::message::Message;
use crate::output::MemoryFiles;
use desk::{Desk, Report};

/// How the site is to be shown.
#[derive(Debug, Clone, Copy)]
pub struct ServeOptions {
    pub port: u16,
    /// Whether to open it in the reader's browser.
    pub open: bool,
    /// The language of the reports.
    pub lang: Lang,
}

/// What is told to the person who started the server.
#[derive(Debug)]
pub enum Told<'a> {
    Message(&'a Message),
    /// The findings of a build, as they are printed.
    Findings(&'a str),
}

/// What the server answers with.
struct Shown {
    book: RwLock<Shelf>,
    news: news::Sender<News>,
    lang: Lang,
    hosts: [String; 3],
}

#[derive(Default)]
struct Shelf {
    site: BTreeMap<String, Vec<u8>>,
    pdfs: BTreeMap<String, Vec<u8>>,
    /// The report of the last build, if it found errors.
    report: Option<Report>,
    desk: Desk,
}

/// What pages wait for.
#[derive(Debug, Clone, Copy)]
struct News {
    /// Counts all news.
    seen: u64,
    /// Counts builds of the site, whether they were good or not.
    build: u64,
    /// Counts good builds of the PDF editions.
    printed: u64,
    /// From the save to the site in memory.
    took: Duration,
    printing: Printing,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Printing {
    Underway,
    Done,
    /// The book has errors, or its pages could not be made.
    Stopped,
}

impl Shown {
    fn tell(&self, change: impl FnOnce(&mut News)) {
        self.news.send_modify(|news| {
            news.seen += 1;
            change(news);
        });
    }

    fn shelf(&self) -> std::sync::RwLockReadGuard<'_, Shelf> {
        self.book.read().unwrap_or_else(PoisonError::into_inner)
    }

    fn change(&self, change: impl FnOnce(&mut Shelf)) {
        change(&mut self.book.write().unwrap_or_else(PoisonError::into_inner));
    }
}

/// Serves until the process is interrupted.
///
/// # Errors
/// No port that can be listened on, or a folder that cannot be watched.
pub fn serve(settings: Settings, options: ServeOptions, say: &dyn Fn(Told<'_>)) -> Result<(), Failure> {
    let runtime = tokio::runtime::Builder::new_multi_thread().worker_threads(2).enable_all().build()?;
    runtime.block_on(run(settings, options, say))
}

async fn run(settings: Settings, options: ServeOptions, say: &dyn Fn(Told<'_>)) -> Result<(), Failure> {
    let listener = listen(options.port).await?;
    let port = listener.local_addr()?.port();
    let start = News { seen: 0, build: 0, printed: 0, took: Duration::ZERO, printing: Printing::Underway };
    let shown = Arc::new(Shown {
        book: RwLock::default(),
        news: news::Sender::new(start),
        lang: options.lang,
        hosts: ["127.0.0.1", "localhost", "[::1]"].map(|name| format!("{name}:{port}")),
    });
    let address = format!("http://127.0.0.1:{port}/");
    // Watched before it is read, so that no save falls between the two.
    let mut changes = watch::changes(&settings)?;
    let mut unprinted = rebuild(&settings, &shown, say).await?;
    let desk = format!("{address}_desk/");
    say(Told::Message(&message!("serve-ready", book = &address, desk = desk)));
    if options.open {
        page::open(&address);
    }
    let app = Router::new()
        .route("/_serve/next/{seen}", get(next_news))
        .route("/_serve/{name}", get(page::own))
        .route("/_desk/", get(overview))
        .route("/_desk/{slug}", get(spread))
        .fallback(answer)
        .with_state(Arc::clone(&shown));
    // A machine without IPv6 has the other address.
    if let Ok(second) = TcpListener::bind(SocketAddr::from((Ipv6Addr::LOCALHOST, port))).await {
        tokio::spawn(axum::serve(second, app.clone()).into_future());
    }
    let mut server = std::pin::pin!(axum::serve(listener, app).into_future());
    let mut interrupted = std::pin::pin!(interrupted());
    let mut printing: Option<JoinHandle<Option<Message>>> = None;
    loop {
        if printing.is_none()
            && let Some(manuscript) = unprinted.take()
        {
            let (settings, shown) = (settings.clone(), Arc::clone(&shown));
            printing = Some(spawn_blocking(move || print(manuscript, settings, &shown)));
        }
        tokio::select! {
            ended = &mut server => return Ok(ended?),
            () = &mut interrupted => return Ok(()),
            Some(()) = changes.recv() => unprinted = rebuild(&settings, &shown, say).await?,
            printed = end_of(&mut printing) => {
                printing = None;
                if let Some(fault) = printed.map_err(ended_early)? {
                    say(Told::Message(&fault));
                }
            }
        }
    }
}

fn ended_early(error: JoinError) -> Failure {
    Failure::Program(message!("library-said", said = error.to_string()))
}

/// When a task has ended; never, if there is none.
async fn end_of<T>(task: &mut Option<JoinHandle<T>>) -> Result<T, JoinError> {
    match task {
        Some(task) => task.await,
        None => std::future::pending().await,
    }
}

async fn interrupted() {
    // If the signal cannot be waited for, the process ends by it all the same.
    if tokio::signal::ctrl_c().await.is_err() {
        std::future::pending::<()>().await;
    }
}

/// The wanted port, or one of the next free ones.
async fn listen(port: u16) -> io::Result<TcpListener> {
    const TRIES: u16 = 50;
    let mut last = io::Error::from(io::ErrorKind::AddrInUse);
    for port in port..=port.saturating_add(TRIES) {
        match TcpListener::bind(SocketAddr::from((Ipv4Addr::LOCALHOST, port))).await {
            Ok(listener) => return Ok(listener),
            Err(error) => last = error,
        }
    }
    Err(last)
}

/// Builds the site into memory; a build with errors leaves the last good one to
/// be seen, and any other gives the manuscript to be printed.
async fn rebuild(
    settings: &Settings,
    shown: &Arc<Shown>,
    say: &dyn Fn(Told<'_>),
) -> Result<Option<Manuscript>, Failure> {
    let (settings, target) = (settings.clone(), Arc::clone(shown));
    let built = spawn_blocking(move || build_into(settings, &target));
    let (report, manuscript) = built.await.map_err(ended_early)??;
    if report.is_empty() {
        say(Told::Message(&message!("serve-built")));
    } else {
        say(Told::Findings(report.trim_end()));
    }
    Ok(manuscript)
}

/// One build of the site: the report of its findings, and what can be printed.
fn build_into(mut settings: Settings, shown: &Shown) -> Result<(String, Option<Manuscript>), Failure> {
    let start = Instant::now();
    settings.outputs = Outputs::Site;
    let mut timings = Timings::default();
    let mut manuscript = read(&settings, Severities::Warnings, &mut timings);
    let files = MemoryFiles::default();
    let made = match manuscript.found.has_errors() {
        true => None,
        false => render(&mut manuscript, &settings, &files, &mut timings)?,
    };
    let findings = manuscript.found.sorted(&manuscript.sources);
    let told = findings.iter().filter(|finding| finding.severity > Severity::Note);
    let report = Report::of(told.copied(), &manuscript.sources);
    let told = report.text(shown.lang).to_owned();
    let good = made.is_some();
    shown.change(|shelf| {
        if good {
            shelf.site = files.into_map();
        }
        shelf.report = (!good).then_some(report);
        shelf.desk.renew(&manuscript);
    });
    shown.tell(|news| {
        news.build += 1;
        news.took = start.elapsed();
        news.printing = if good { Printing::Underway } else { Printing::Stopped };
    });
    Ok((told, good.then_some(manuscript)))
}

/// Makes the PDF edition of each language; what went wrong, if something did.
fn print(mut manuscript: Manuscript, mut settings: Settings, shown: &Shown) -> Option<Message> {
    let build = shown.news.borrow().build;
    let languages = manuscript.book.as_ref().map(|book| book.front.languages.clone()).unwrap_or_default();
    settings.outputs = Outputs::Pdf;
    settings.editions = languages.into_iter().map(EditionKind::Single).collect();
    let files = MemoryFiles::default();
    let made = render(&mut manuscript, &settings, &files, &mut Timings::default());
    let good = matches!(made, Ok(Some(_)));
    shown.change(|shelf| {
        if good {
            shelf.pdfs = files.into_map();
        }
        // What the pages tell, unless the next build has told already.
        if shown.news.borrow().build == build {
            shelf.desk.renew(&manuscript);
        }
    });
    shown.tell(|news| {
        news.printed += u64::from(good);
        if news.build == build {
            news.printing = if good { Printing::Done } else { Printing::Stopped };
        }
    });
    made.err().map(|failure| failure.message().clone())
}

/// Answers when there is news that the asker has not seen.
async fn next_news(State(shown): State<Arc<Shown>>, Path(last): Path<u64>, request: Request) -> Response {
    if !is_own(&shown, &request) {
        return StatusCode::FORBIDDEN.into_response();
    }
    let mut news = shown.news.subscribe();
    // A browser that waited in vain asks again.
    let wait = tokio::time::timeout(Duration::from_secs(25), news.wait_for(|news| news.seen != last));
    match wait.await {
        Ok(Ok(news)) => {
            let News { seen, build, printed, .. } = *news;
            let told = serde_json::json!({ "seen": seen, "build": build, "printed": printed });
            ([(CONTENT_TYPE, "application/json")], told.to_string()).into_response()
        }
        _ => StatusCode::NO_CONTENT.into_response(),
    }
}

async fn overview(State(shown): State<Arc<Shown>>, request: Request) -> Response {
    if !is_own(&shown, &request) {
        return StatusCode::FORBIDDEN.into_response();
    }
    let news = *shown.news.borrow();
    html(shown.shelf().desk.overview(&news, wished(&shown, &request)))
}

async fn spread(State(shown): State<Arc<Shown>>, Path(slug): Path<String>, request: Request) -> Response {
    if !is_own(&shown, &request) {
        return StatusCode::FORBIDDEN.into_response();
    }
    let news = *shown.news.borrow();
    match shown.shelf().desk.spread(&slug, &news, wished(&shown, &request)) {
        Some(page) => html(page),
        None => StatusCode::NOT_FOUND.into_response(),
    }
}

/// A page of the desk, which asks nobody else for anything.
fn html(page: String) -> Response {
    let mut response = axum::response::Html(page).into_response();
    let policy = HeaderValue::from_static("default-src 'self'; base-uri 'none'; form-action 'none'");
    response.headers_mut().insert("content-security-policy", policy);
    response.headers_mut().insert(CACHE_CONTROL, HeaderValue::from_static("no-store"));
    response
}

/// The language of the desk and of reports: Persian where the program speaks it, and for a browser that
/// asks for it first.
fn wished(shown: &Shown, request: &Request) -> Lang {
    let languages = request.headers().get(ACCEPT_LANGUAGE).and_then(|value| value.to_str().ok());
    let asks = languages.is_some_and(|list| list.trim_start().starts_with("fa"));
    if asks || shown.lang.is_persian() { Lang::FA } else { Lang::EN }
}

/// A file of the last good build, with the report on it if the newest is not good.
async fn answer(State(shown): State<Arc<Shown>>, request: Request) -> Response {
    if !is_own(&shown, &request) {
        return StatusCode::FORBIDDEN.into_response();
    }
    let path = request.uri().path().trim_start_matches('/');
    let path =
        if path.is_empty() || path.ends_with('/') { format!("{path}index.html") } else { path.to_owned() };
    let shelf = shown.shelf();
    let found = shelf.site.get(&path).or_else(|| shelf.pdfs.get(&path));
    let (status, name, body) = match found {
        Some(body) => (StatusCode::OK, path.as_str(), body.clone()),
        None => (StatusCode::NOT_FOUND, "404.html", shelf.site.get("404.html").cloned().unwrap_or_default()),
    };
    let build = shown.news.borrow().build;
    let lang = wished(&shown, &request);
    let report = shelf.report.as_ref().map(|report| (report.text(lang), lang));
    let body = match name.ends_with(".html") {
        true => page::prepare(&body, shelf.desk.mark(name).as_deref(), report, build),
        false => body,
    };
    let mut response = (status, body).into_response();
    response.headers_mut().insert(CONTENT_TYPE, HeaderValue::from_static(page::content_type(name)));
    response.headers_mut().insert(CACHE_CONTROL, HeaderValue::from_static("no-store"));
    response
}

/// Whether a request names this server: other sites' pages, sent here by a
/// rebinding name server, do not.
fn is_own(shown: &Shown, request: &Request) -> bool {
    let host = request.headers().get(HOST).and_then(|host| host.to_str().ok());
    host.is_some_and(|host| shown.hosts.iter().any(|own| own == host))
}
