//! Shows the site while it is written: from memory, on this machine only,
//! rebuilt after every save, the browser reloaded.
//!
//! The watcher rebuilds, the server answers from the last good build, and
//! every open page waits for news of the next one. The server listens on
//! 127.0.0.1 and answers only to its own names, so no page of another site
//! can read a draft through the reader's browser.

mod page;
mod watch;

use std::collections::BTreeMap;
use std::future::IntoFuture;
use std::io;
use std::net::{Ipv4Addr, SocketAddr};
use std::sync::{Arc, PoisonError, RwLock};

use axum::Router;
use axum::extract::{Request, State};
use axum::http::header::{CACHE_CONTROL, CONTENT_TYPE, HOST};
use axum::http::{HeaderValue, StatusCode};
use axum::response::{IntoResponse, Response};
use axum::routing::get;
use tokio::net::TcpListener;
use tokio::sync::watch as news;

use crate::build::{Failure, Timings, read, render};
use crate::check::orthography::Severities;
use crate::config::Settings;
use crate::diag::{Style, render as render_finding};
use crate::output::MemoryFiles;

/// How the site is to be shown.
#[derive(Debug, Clone, Copy)]
pub struct ServeOptions {
    pub port: u16,
    /// Whether to open it in the reader's browser.
    pub open: bool,
}

/// What the server answers with.
struct Shown {
    files: RwLock<BTreeMap<String, Vec<u8>>>,
    /// The report of the last build, if it found errors.
    report: RwLock<Option<String>>,
    /// Counts builds, whether they were good or not.
    builds: news::Sender<u64>,
    hosts: [String; 2],
}

/// Serves until the process is interrupted.
///
/// # Errors
/// No port that can be listened on, or a folder that cannot be watched.
pub fn serve(settings: Settings, options: ServeOptions, say: &dyn Fn(&str)) -> Result<(), Failure> {
    let runtime = tokio::runtime::Builder::new_multi_thread()
        .worker_threads(2)
        .enable_all()
        .build()
        .map_err(Failure::Disk)?;
    runtime.block_on(run(settings, options, say))
}

async fn run(settings: Settings, options: ServeOptions, say: &dyn Fn(&str)) -> Result<(), Failure> {
    let listener = listen(options.port).await.map_err(Failure::Disk)?;
    let port = listener.local_addr().map_err(Failure::Disk)?.port();
    let shown = Arc::new(Shown {
        files: RwLock::default(),
        report: RwLock::default(),
        builds: news::Sender::new(0),
        hosts: [format!("127.0.0.1:{port}"), format!("localhost:{port}")],
    });
    let address = format!("http://127.0.0.1:{port}/");
    // Watched before it is read, so that no save falls between the two.
    let mut changes = watch::changes(&settings).map_err(Failure::Disk)?;
    rebuild(&settings, &shown, say).await?;
    say(&format!("the book is at {address}; stop with Ctrl-C"));
    if options.open {
        page::open(&address);
    }
    let app = Router::new()
        .route("/_serve/next", get(next_build))
        .route("/_serve/reload.js", get(page::script))
        .fallback(answer)
        .with_state(Arc::clone(&shown));
    let mut server = std::pin::pin!(axum::serve(listener, app).into_future());
    let mut interrupted = std::pin::pin!(interrupted());
    loop {
        tokio::select! {
            ended = &mut server => return ended.map_err(Failure::Disk),
            () = &mut interrupted => return Ok(()),
            Some(()) = changes.recv() => rebuild(&settings, &shown, say).await?,
        }
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

/// Builds into memory; a build with errors leaves the last good one to be seen.
async fn rebuild(settings: &Settings, shown: &Arc<Shown>, say: &dyn Fn(&str)) -> Result<(), Failure> {
    let (settings, target) = (settings.clone(), Arc::clone(shown));
    let built = tokio::task::spawn_blocking(move || build_into(&settings, &target));
    let report = built.await.map_err(|error| Failure::Program(error.to_string()))??;
    say(if report.is_empty() { "built" } else { report.trim_end() });
    Ok(())
}

/// One build; the report of its findings.
fn build_into(settings: &Settings, shown: &Shown) -> Result<String, Failure> {
    let mut timings = Timings::default();
    let mut manuscript = read(settings, Severities::Warnings, &mut timings);
    let files = MemoryFiles::default();
    let made = match manuscript.found.has_errors() {
        true => None,
        false => render(&mut manuscript, settings, &files, &mut timings)?,
    };
    let findings = manuscript.found.sorted(&manuscript.sources);
    let report: String = findings
        .iter()
        .map(|finding| render_finding(finding, &manuscript.sources, Style::Plain) + "\n")
        .collect();
    if made.is_some() {
        *shown.files.write().unwrap_or_else(PoisonError::into_inner) = files.into_map();
    }
    let error = made.is_none().then(|| report.clone());
    *shown.report.write().unwrap_or_else(PoisonError::into_inner) = error;
    shown.builds.send_modify(|build| *build += 1);
    Ok(report)
}

/// Answers when the next build is done, with its number.
async fn next_build(State(shown): State<Arc<Shown>>, request: Request) -> Response {
    if !is_own(&shown, &request) {
        return StatusCode::FORBIDDEN.into_response();
    }
    let mut builds = shown.builds.subscribe();
    builds.mark_unchanged();
    // A browser that waited in vain asks again.
    let wait = tokio::time::timeout(std::time::Duration::from_secs(25), builds.changed());
    match wait.await {
        Ok(Ok(())) => builds.borrow().to_string().into_response(),
        _ => StatusCode::NO_CONTENT.into_response(),
    }
}

/// A file of the last good build, with the report on it if the newest is not good.
async fn answer(State(shown): State<Arc<Shown>>, request: Request) -> Response {
    if !is_own(&shown, &request) {
        return StatusCode::FORBIDDEN.into_response();
    }
    let path = request.uri().path().trim_start_matches('/');
    let path =
        if path.is_empty() || path.ends_with('/') { format!("{path}index.html") } else { path.to_owned() };
    let files = shown.files.read().unwrap_or_else(PoisonError::into_inner);
    let report = shown.report.read().unwrap_or_else(PoisonError::into_inner);
    let (status, name, body) = match files.get(&path) {
        Some(body) => (StatusCode::OK, path.as_str(), body.clone()),
        None => (StatusCode::NOT_FOUND, "404.html", files.get("404.html").cloned().unwrap_or_default()),
    };
    let body = if name.ends_with(".html") { page::prepare(&body, report.as_deref()) } else { body };
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
