//! Watches what a build reads, and says once when a burst of saves is over.

use std::io;
use std::time::Duration;

use notify::{EventKind, RecursiveMode, Watcher};
use tokio::sync::mpsc;

use crate::config::Settings;

/// Editors save in several steps; a build starts when they have been quiet this long.
/// A build that came too early is followed by another: the wait is short.
const QUIET: Duration = Duration::from_millis(10);

/// A message for every burst of changes in the content and theme folders.
///
/// # Errors
/// A folder that cannot be watched.
pub fn changes(settings: &Settings) -> io::Result<mpsc::UnboundedReceiver<()>> {
    let (events, mut raw) = mpsc::unbounded_channel();
    let mut watcher = notify::recommended_watcher(move |event: notify::Result<notify::Event>| {
        let changed = event.is_ok_and(|event| !matches!(event.kind, EventKind::Access(_)));
        if changed {
            // Nobody listens any more only when the program ends.
            let _ = events.send(());
        }
    })
    .map_err(io::Error::other)?;
    for folder in std::iter::once(&settings.content).chain(&settings.theme) {
        watcher.watch(folder, RecursiveMode::Recursive).map_err(io::Error::other)?;
    }
    let (bursts, receiver) = mpsc::unbounded_channel();
    tokio::spawn(async move {
        // The watcher stops when it is dropped; it lives as long as this task.
        let _watcher = watcher;
        while raw.recv().await.is_some() {
            while let Ok(Some(())) = tokio::time::timeout(QUIET, raw.recv()).await {}
            if bursts.send(()).is_err() {
                return;
            }
        }
    });
    Ok(receiver)
}
