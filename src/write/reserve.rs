//! The build before the last, from which the next one is made.
//!
//! After an exchange the old build lies beside the new one, and all that did
//! not change is the same files under two names. A build that begins there
//! touches only what has changed since, where an empty folder asks for every
//! folder and link anew. It is trusted in nothing: a file of it counts only as
//! the very file that the output folder has now.

use std::collections::BTreeMap;
use std::fs;
use std::io;
use std::path::Path;

use walkdir::WalkDir;

use super::MANIFEST;

/// Moves what waits at `reserve`, if anything, to `staged`, a folder that is
/// empty. It holds no links and no files but those of `known` then.
pub fn take_up<T>(reserve: &Path, staged: &Path, known: &BTreeMap<String, T>) {
    let is_folder = fs::symlink_metadata(reserve).is_ok_and(|meta| meta.is_dir());
    // A folder of that name without the list of a build is somebody else's.
    if !is_folder || !reserve.join(MANIFEST).is_file() {
        return;
    }
    let taken = clear_of_strangers(reserve, known).and_then(|()| {
        fs::set_permissions(reserve, fs::metadata(staged)?.permissions())?;
        fs::rename(reserve, staged)
    });
    if taken.is_err() {
        // What is in nobody's way may stay, if it cannot be removed.
        let _ = fs::remove_dir_all(reserve);
    }
}

/// Leaves an old build to wait for the build after the next.
///
/// # Errors
/// The disk's; the build is where it was.
pub fn put_by(old: &Path, reserve: &Path) -> io::Result<()> {
    fs::rename(old, reserve)
}

fn clear_of_strangers<T>(folder: &Path, known: &BTreeMap<String, T>) -> io::Result<()> {
    for entry in WalkDir::new(folder).min_depth(1).contents_first(true) {
        let entry = entry?;
        let kind = entry.file_type();
        if kind.is_dir() {
            // Only an empty one goes.
            let _ = fs::remove_dir(entry.path());
            continue;
        }
        let path = entry.path().strip_prefix(folder).unwrap_or(entry.path());
        if !kind.is_file() || !known.contains_key(&*path.to_string_lossy().replace('\\', "/")) {
            fs::remove_file(entry.path())?;
        }
    }
    Ok(())
}

/// Removes a file and the folders that are empty without it, up to `folder`.
pub fn remove(folder: &Path, path: &str) -> io::Result<()> {
    let full = folder.join(path);
    match fs::remove_file(&full) {
        // Nothing is there, or a folder of the new build.
        Err(_) if !fs::symlink_metadata(&full).is_ok_and(|meta| !meta.is_dir()) => return Ok(()),
        removed => removed?,
    }
    for parent in full.ancestors().skip(1).take_while(|parent| *parent != folder) {
        if fs::remove_dir(parent).is_err() {
            break;
        }
    }
    Ok(())
}

/// Takes away what stands where a file is to be written: its bytes may be those of a published file.
pub fn make_way(full: &Path) -> io::Result<()> {
    match fs::symlink_metadata(full) {
        Err(_) => Ok(()),
        Ok(meta) if meta.is_dir() => fs::remove_dir_all(full),
        Ok(_) => fs::remove_file(full),
    }
}

/// Makes a folder below `top`, where a file of an older build may have its name or that of one above it.
pub fn make_folder(top: &Path, folder: &Path) -> io::Result<()> {
    fs::create_dir_all(folder).or_else(|_| {
        for above in folder.ancestors().take_while(|above| *above != top) {
            if fs::symlink_metadata(above).is_ok_and(|meta| !meta.is_dir()) {
                fs::remove_file(above)?;
            }
        }
        fs::create_dir_all(folder)
    })
}

/// Whether two paths are names of one file.
pub fn is_one_file(one: &Path, other: &Path) -> bool {
    #[cfg(unix)]
    {
        use std::os::unix::fs::MetadataExt;
        let name = |path: &Path| fs::symlink_metadata(path).map(|meta| (meta.dev(), meta.ino()));
        matches!((name(one), name(other)), (Ok(one), Ok(other)) if one == other)
    }
    #[cfg(not(unix))]
    {
        let _ = (one, other);
        false
    }
}
