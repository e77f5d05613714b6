//! Puts a finished build in its place, whole or not at all.
//!
//! A build is written to a folder beside the output folder and exchanged
//! with it at the end; the old build waits for the one after the next. A manifest in the output names every file that a build
//! wrote; what it does not name belongs to somebody else and is carried over.
//! A lock keeps two builds of one folder apart.

mod precompress;
mod reserve;

pub use precompress::Precompress;

use std::collections::{BTreeMap, HashMap, HashSet};
use std::fs::{self, File, TryLockError};
use std::io;
use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Mutex, PoisonError};

use walkdir::WalkDir;

use crate::message;
use crate::message::{Message, Value};
use crate::output::{DiskError, Sink};

/// Names every file of a build with a hash of what is in it, a line each.
pub const MANIFEST: &str = ".isfahan-book";

/// Of a file's bytes, in hexadecimal.
type ContentHash = String;

/// Digits of a hash.
const HASH: usize = 32;

/// Ends the name of an old build that waits for the new one to take its place.
const ASIDE: &str = ".old";

/// Why an output folder cannot be written to.
#[derive(Debug)]
pub struct WriteError {
    pub path: PathBuf,
    pub fault: Fault,
}

#[derive(Debug)]
pub enum Fault {
    /// The folder is the content folder, holds it or lies in it.
    Content,
    /// It is a file.
    NotAFolder,
    /// It holds files and no build has ever written to it.
    Strangers,
    /// A build would write where somebody else's file is.
    InTheWay,
    /// Another build holds the lock.
    Locked,
    /// What the system or we have to say of it.
    Disk(Value),
}

impl WriteError {
    fn disk(path: &Path) -> impl Fn(io::Error) -> WriteError + '_ {
        |error| WriteError { path: path.to_owned(), fault: Fault::Disk(Value::from(&error)) }
    }
}

/// A build on its way to its place; dropped without [`Staging::publish`], it
/// leaves the output folder as it was.
#[derive(Debug)]
pub struct Staging {
    out: PathBuf,
    folder: tempfile::TempDir,
    /// Where the old build will wait.
    reserve: PathBuf,
    /// The folders that are there, in the staging folder.
    folders: Mutex<HashSet<PathBuf>>,
    /// Whether a file was taken over: where none can be, an old build is no help.
    links: AtomicBool,
    /// What the build before this one wrote; the hash may be missing.
    known: BTreeMap<String, Option<ContentHash>>,
    /// A path of each content of it.
    by_content: HashMap<ContentHash, String>,
    written: Mutex<BTreeMap<String, ContentHash>>,
    /// Held until the end; the file stays, or a third build could lock a new one.
    _lock: File,
}

impl Staging {
    /// Prepares a build of `out`, which need not exist.
    ///
    /// # Errors
    /// A folder that cannot or must not be written to, or another build's lock.
    pub fn begin(out: &Path, content: &Path) -> Result<Staging, WriteError> {
        let out = settle(out)?;
        let refuse = |fault| Err(WriteError { path: out.clone(), fault });
        if out.exists() && !out.is_dir() {
            return refuse(Fault::NotAFolder);
        }
        if let Ok(content) = content.canonicalize()
            && (content.starts_with(&out) || out.starts_with(&content))
        {
            return refuse(Fault::Content);
        }
        if out.is_dir() && !out.join(MANIFEST).is_file() && holds_visible_files(&out)? {
            return refuse(Fault::Strangers);
        }
        if let Some(reason) = cannot_be_exchanged(&out) {
            return refuse(Fault::Disk(reason.into()));
        }
        let parent = out.parent().unwrap_or(Path::new("."));
        fs::create_dir_all(parent).map_err(WriteError::disk(parent))?;
        let name = out.file_name().unwrap_or_default().to_string_lossy().into_owned();
        let lock = take_lock(&out, &parent.join(format!(".{name}.lock")))?;
        let prefix = format!(".{name}.building-");
        clear_up(&out, parent, &prefix).map_err(WriteError::disk(&out))?;
        let folder = tempfile::Builder::new()
            .prefix(&prefix)
            .permissions_like(&out)
            .tempdir_in(parent)
            .map_err(WriteError::disk(&out))?;
        let known = manifest(&out);
        let reserve = parent.join(format!(".{name}.before"));
        reserve::take_up(&reserve, folder.path(), &known);
        let by_content =
            known.iter().filter_map(|(path, hash)| Some((hash.clone()?, path.clone()))).collect();
        Ok(Staging {
            out,
            folder,
            reserve,
            folders: Mutex::default(),
            links: AtomicBool::new(false),
            known,
            by_content,
            written: Mutex::default(),
            _lock: lock,
        })
    }

    /// Exchanges the finished build with the output folder.
    ///
    /// # Errors
    /// The disk's, or a stranger's file where the build has one.
    pub fn publish(self) -> Result<(), WriteError> {
        let written = self.written.into_inner().unwrap_or_else(PoisonError::into_inner);
        let staged = self.folder.path();
        for path in self.known.keys().filter(|path| !written.contains_key(*path)) {
            reserve::remove(staged, path).map_err(WriteError::disk(&self.out.join(path)))?;
        }
        let manifest: String = written.iter().map(|(path, hash)| format!("{path} {hash}\n")).collect();
        let manifest_path = staged.join(MANIFEST);
        fs::write(&manifest_path, manifest).map_err(WriteError::disk(&manifest_path))?;
        if self.out.is_dir() {
            carry_over(&self.out, staged, &self.known, &written)?;
            exchange(staged, &self.out).map_err(WriteError::disk(&self.out))?;
            // The staging folder now holds the old build; dropping it removes that.
            if self.links.into_inner() && reserve::put_by(staged, &self.reserve).is_ok() {
                let _ = self.folder.keep();
            }
        } else {
            fs::rename(staged, &self.out).map_err(WriteError::disk(&self.out))?;
        }
        Ok(())
    }
}

impl Sink for Staging {
    fn put(&self, path: &str, bytes: Vec<u8>) -> Result<(), DiskError> {
        let full = self.folder.path().join(path);
        let named = |error: io::Error| DiskError::at(&self.out.join(path), &error);
        if let Some(parent) = full.parent() {
            self.make_folder(parent).map_err(named)?;
        }
        let hash = blake3::hash(&bytes).to_hex()[..HASH].to_owned();
        if !self.kept(path, &hash, &full, &bytes) {
            reserve::make_way(&full).and_then(|()| fs::write(&full, bytes)).map_err(named)?;
        }
        self.written.lock().unwrap_or_else(PoisonError::into_inner).insert(path.to_owned(), hash);
        Ok(())
    }
}

impl Staging {
    /// Takes a file over from the build before this one, if it is the same: a
    /// link costs less than a file, and the file keeps its date. Of another
    /// name only for a path that is new: what browsers hold under a path must
    /// not become younger than what is there.
    fn kept(&self, path: &str, hash: &str, full: &Path, bytes: &[u8]) -> bool {
        let old = match self.known.get(path) {
            Some(Some(known)) if known != hash => return false,
            Some(_) => path,
            None => match self.by_content.get(hash) {
                Some(moved) => moved,
                None => return false,
            },
        };
        let old = self.out.join(old);
        let is_plain = |meta: fs::Metadata| meta.is_file() && meta.len() == bytes.len() as u64;
        let is_same = fs::symlink_metadata(&old).is_ok_and(is_plain)
            && fs::read(&old).is_ok_and(|known| known == bytes);
        let is_kept = is_same
            && (reserve::is_one_file(&old, full)
                || reserve::make_way(full).and_then(|()| fs::hard_link(&old, full)).is_ok());
        self.links.fetch_or(is_kept, Ordering::Relaxed);
        is_kept
    }

    fn make_folder(&self, folder: &Path) -> io::Result<()> {
        let folders = || self.folders.lock().unwrap_or_else(PoisonError::into_inner);
        if !folders().contains(folder) {
            reserve::make_folder(self.folder.path(), folder)?;
            folders().insert(folder.to_owned());
        }
        Ok(())
    }
}

/// What a build wrote into an output folder; nothing if none did.
fn manifest(out: &Path) -> BTreeMap<String, Option<ContentHash>> {
    let text = fs::read_to_string(out.join(MANIFEST)).unwrap_or_default();
    let is_hash = |word: &str| word.len() == HASH && word.bytes().all(|byte| byte.is_ascii_hexdigit());
    let line = |line: &str| match line.rsplit_once(' ') {
        Some((path, hash)) if is_hash(hash) => (path.to_owned(), Some(hash.to_owned())),
        _ => (line.to_owned(), None),
    };
    text.lines().map(line).collect()
}

/// The output folder as an absolute path, symbolic links followed as far as it exists.
fn settle(out: &Path) -> Result<PathBuf, WriteError> {
    let absolute = std::path::absolute(out).map_err(WriteError::disk(out))?;
    let mut rest = Vec::new();
    let mut existing = absolute.as_path();
    loop {
        match existing.canonicalize() {
            Ok(settled) => return Ok(rest.iter().rev().fold(settled, |path, part| path.join(part))),
            Err(error) => match (existing.parent(), existing.file_name()) {
                (Some(parent), Some(name)) if error.kind() == io::ErrorKind::NotFound => {
                    rest.push(name.to_owned());
                    existing = parent;
                }
                // A path through a file.
                _ => return Err(WriteError::disk(out)(error)),
            },
        }
    }
}

fn holds_visible_files(folder: &Path) -> Result<bool, WriteError> {
    let entries = fs::read_dir(folder).map_err(WriteError::disk(folder))?;
    Ok(entries.flatten().any(|entry| !entry.file_name().to_string_lossy().starts_with('.')))
}

fn take_lock(out: &Path, path: &Path) -> Result<File, WriteError> {
    let lock = File::options().create(true).truncate(false).write(true).open(path);
    let lock = lock.map_err(WriteError::disk(out))?;
    match lock.try_lock() {
        Ok(()) => Ok(lock),
        Err(TryLockError::WouldBlock) => Err(WriteError { path: out.to_owned(), fault: Fault::Locked }),
        Err(TryLockError::Error(error)) => Err(WriteError::disk(path)(error)),
    }
}

/// Why a folder that is there cannot be replaced by another, if it cannot.
fn cannot_be_exchanged(out: &Path) -> Option<Message> {
    // Its parent may still let it be replaced, but somebody has said that it is to stay.
    if fs::metadata(out).is_ok_and(|meta| meta.permissions().readonly()) {
        return Some(message!("output-read-only"));
    }
    #[cfg(target_os = "linux")]
    {
        use rustix::fs::{AtFlags, CWD, StatxAttributes, StatxFlags, statx};
        let stat = statx(CWD, out, AtFlags::empty(), StatxFlags::empty());
        if stat.is_ok_and(|stat| stat.stx_attributes.contains(StatxAttributes::MOUNT_ROOT)) {
            return Some(message!("output-mounted"));
        }
    }
    None
}

/// Puts right what builds that were killed left behind; the lock says that none is running.
///
/// # Errors
/// The old build cannot be put back.
fn clear_up(out: &Path, parent: &Path, prefix: &str) -> io::Result<()> {
    let Ok(entries) = fs::read_dir(parent) else { return Ok(()) };
    for entry in entries.flatten() {
        let name = entry.file_name().to_string_lossy().into_owned();
        if !name.starts_with(prefix) {
            continue;
        }
        if name.ends_with(ASIDE) && !out.exists() {
            // Killed between the two steps of an exchange.
            fs::rename(entry.path(), out)?;
        } else {
            // A leftover that cannot be removed is in nobody's way.
            let _ = fs::remove_dir_all(entry.path());
        }
    }
    Ok(())
}

/// Links or copies into the new build what no build wrote into the old one.
fn carry_over(
    old: &Path,
    new: &Path,
    ours: &BTreeMap<String, Option<ContentHash>>,
    written: &BTreeMap<String, ContentHash>,
) -> Result<(), WriteError> {
    for entry in WalkDir::new(old).min_depth(1).sort_by_file_name() {
        let entry = entry.map_err(|error| WriteError {
            path: error.path().unwrap_or(old).to_owned(),
            fault: Fault::Disk(Value::from(&io::Error::from(error))),
        })?;
        let Ok(relative) = entry.path().strip_prefix(old) else { continue };
        let name = relative.to_string_lossy().replace('\\', "/");
        let target = new.join(relative);
        if entry.file_type().is_dir() {
            // A folder is carried with its files; an empty one is somebody's own.
            if fs::read_dir(entry.path()).is_ok_and(|mut inside| inside.next().is_none()) {
                fs::create_dir_all(&target).map_err(WriteError::disk(entry.path()))?;
            }
            continue;
        }
        if name == MANIFEST || ours.contains_key(&name) {
            continue;
        }
        if written.contains_key(&name) || target.exists() {
            return Err(WriteError { path: entry.path().to_owned(), fault: Fault::InTheWay });
        }
        if let Some(parent) = target.parent() {
            fs::create_dir_all(parent).map_err(WriteError::disk(entry.path()))?;
        }
        carry(entry.path(), &target, entry.file_type()).map_err(WriteError::disk(entry.path()))?;
    }
    Ok(())
}

fn carry(from: &Path, to: &Path, kind: fs::FileType) -> io::Result<()> {
    #[cfg(unix)]
    if kind.is_symlink() {
        return std::os::unix::fs::symlink(fs::read_link(from)?, to);
    }
    // A hard link costs nothing; not every file system has them.
    fs::hard_link(from, to).or_else(|_| fs::copy(from, to).map(|_| ()))
}

/// Swaps two folders. Where the system can, in one step, so that no reader
/// and no power cut ever finds the place empty.
fn exchange(staged: &Path, out: &Path) -> io::Result<()> {
    #[cfg(target_os = "linux")]
    {
        use rustix::fs::{CWD, RenameFlags, renameat_with};
        if renameat_with(CWD, staged, CWD, out, RenameFlags::EXCHANGE).is_ok() {
            return Ok(());
        }
    }
    let mut aside = staged.as_os_str().to_owned();
    aside.push(ASIDE);
    let aside = PathBuf::from(aside);
    fs::rename(out, &aside)?;
    if let Err(error) = fs::rename(staged, out) {
        fs::rename(&aside, out)?;
        return Err(error);
    }
    fs::rename(&aside, staged)
}

/// The permissions of a new output folder.
trait PermissionsLike {
    fn permissions_like(&mut self, folder: &Path) -> &mut Self;
}

impl PermissionsLike for tempfile::Builder<'_, '_> {
    /// Those of the folder that is replaced, else readable by everybody: a
    /// temporary folder is private, and a web server must read this one.
    fn permissions_like(&mut self, folder: &Path) -> &mut Self {
        #[cfg(unix)]
        {
            use std::os::unix::fs::PermissionsExt;
            let mode = fs::metadata(folder).map_or(0o755, |meta| meta.permissions().mode());
            self.permissions(fs::Permissions::from_mode(mode | 0o700));
        }
        self
    }
}
