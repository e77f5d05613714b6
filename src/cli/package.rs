//! `package`: the output folder as one archive for upload, and what is new in it.
//!
//! The same folder gives the same bytes: names in order, no times, no owners.
//! `SHA256SUMS` in the archive has a line a file, as `sha256sum --check` reads them.

use std::collections::BTreeMap;
use std::fs::File;
use std::io::{self, BufRead, BufReader, BufWriter, Read, Write};
use std::path::Path;

use sha2::{Digest, Sha256};
use walkdir::WalkDir;
use zip::write::SimpleFileOptions;
use zip::{CompressionMethod, DateTime, ZipArchive, ZipWriter};

use super::columns;
use super::new::Refusal;
use crate::diag::said;
use crate::locale::Lang;
use crate::message;
use crate::message::Message;
use crate::output::DiskError;
use crate::write::MANIFEST;

const SUMS: &str = "SHA256SUMS";

/// More than the sums of any book; an archive that says it has more is none of ours.
const LARGEST_SUMS: u64 = 64 << 20;

/// The sum of each file, by its path.
type Sums = BTreeMap<String, String>;

/// Writes the archive of a built folder and says how large it is.
pub fn write(folder: &Path, archive: &Path) -> Result<Message, Refusal> {
    let sums = sums(folder)?;
    let parent = archive.parent().filter(|parent| !parent.as_os_str().is_empty()).unwrap_or(Path::new("."));
    // Whoever looks meanwhile finds the old archive or the new one.
    let file = tempfile::NamedTempFile::new_in(parent).map_err(|error| DiskError::at(parent, &error))?;
    let unwritten = |error: io::Error| DiskError::at(archive, &error);
    let mut zip = ZipWriter::new(BufWriter::new(file));
    let options = SimpleFileOptions::default()
        .compression_method(CompressionMethod::Deflated)
        .last_modified_time(DateTime::DEFAULT)
        .unix_permissions(0o644);
    for path in sums.keys() {
        zip.start_file(path, options).map_err(io::Error::from).map_err(unwritten)?;
        let full = folder.join(path);
        let mut file = File::open(&full).map_err(|error| DiskError::at(&*full, &error))?;
        io::copy(&mut file, &mut zip).map_err(unwritten)?;
    }
    zip.start_file(SUMS, options).map_err(io::Error::from).map_err(unwritten)?;
    for (path, sum) in &sums {
        writeln!(zip, "{sum}  {path}").map_err(unwritten)?;
    }
    let written = zip.finish().map_err(io::Error::from).map_err(unwritten)?;
    let file = written.into_inner().map_err(|error| unwritten(error.into_error()))?;
    let file = file.persist(archive).map_err(|error| unwritten(error.error))?;
    let size = file.metadata().map_err(unwritten)?.len().div_ceil(1000);
    Ok(message!("package-done", count = sums.len(), archive = archive, size = size))
}

/// What differs between an older archive and the folder as it is now, a line a file.
pub fn changes(folder: &Path, old: &Path, lang: Lang) -> Result<String, Refusal> {
    let (before, now) = (sums_of_archive(old)?, sums(folder)?);
    let mut changes = Vec::new();
    for (path, sum) in &now {
        match before.get(path) {
            None => changes.push((Change::Added, path)),
            Some(known) if known != sum => changes.push((Change::Changed, path)),
            Some(_) => {}
        }
    }
    changes.extend(before.keys().filter(|path| !now.contains_key(*path)).map(|path| (Change::Removed, path)));
    let words = [Change::Added, Change::Changed, Change::Removed].map(|change| said(&change.word(), lang));
    let width = words.iter().map(|word| columns::width(word)).max().unwrap_or(0);
    let line = |&(change, path): &(Change, &String)| {
        format!("{}  {path}", columns::padded(&words[change as usize], width))
    };
    let mut lines: Vec<String> = changes.iter().map(line).collect();
    let count = |wanted| changes.iter().filter(|(change, _)| *change == wanted).count();
    let total = message!(
        "package-changes",
        added = count(Change::Added),
        changed = count(Change::Changed),
        removed = count(Change::Removed),
    );
    lines.push(said(&total, lang));
    Ok(lines.join("\n"))
}

/// What became of a file.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Change {
    Added,
    Changed,
    Removed,
}

impl Change {
    fn word(self) -> Message {
        match self {
            Change::Added => message!("package-added"),
            Change::Changed => message!("package-changed"),
            Change::Removed => message!("package-removed"),
        }
    }
}

fn sums(folder: &Path) -> Result<Sums, Refusal> {
    if !folder.join(MANIFEST).is_file() {
        return Err(Refusal::Usage(message!("package-no-build", folder = folder)));
    }
    let mut sums = Sums::new();
    for entry in WalkDir::new(folder) {
        let entry = entry.map_err(|error| DiskError::at(folder, &io::Error::from(error)))?;
        let path = entry.path().strip_prefix(folder).unwrap_or(entry.path());
        let Some(path) = path.to_str().map(|path| path.replace('\\', "/")) else {
            return Err(Refusal::Usage(message!("package-name", path = entry.path())));
        };
        if entry.file_type().is_file() && path != MANIFEST && path != SUMS {
            let sum = sum(entry.path()).map_err(|error| DiskError::at(entry.path(), &error))?;
            sums.insert(path, sum);
        }
    }
    Ok(sums)
}

/// A file's SHA-256, in hexadecimal.
fn sum(path: &Path) -> io::Result<String> {
    let mut file = BufReader::new(File::open(path)?);
    let mut hasher = Sha256::new();
    loop {
        let part = file.fill_buf()?;
        if part.is_empty() {
            return Ok(hasher.finalize().iter().map(|byte| format!("{byte:02x}")).collect());
        }
        hasher.update(part);
        let length = part.len();
        file.consume(length);
    }
}

fn sums_of_archive(path: &Path) -> Result<Sums, Refusal> {
    let foreign = || Refusal::Usage(message!("package-foreign", file = path));
    let file = File::open(path).map_err(|error| DiskError::at(path, &error))?;
    let mut zip = ZipArchive::new(BufReader::new(file)).map_err(|_| foreign())?;
    let entry = zip.by_name(SUMS).map_err(|_| foreign())?;
    let mut text = String::new();
    entry.take(LARGEST_SUMS).read_to_string(&mut text).map_err(|_| foreign())?;
    let sums =
        text.lines().map(|line| line.split_once("  ").map(|(sum, path)| (path.to_owned(), sum.to_owned())));
    sums.collect::<Option<Sums>>().ok_or_else(foreign)
}
