//! Files of the author that the program writes: each of them whole or as it was.

use std::fs;
use std::io::{self, Write};
use std::path::Path;

use crate::output::DiskError;

/// Writes a file that is there already, or a new one; who reads meanwhile finds the old text or the new.
///
/// # Errors
/// The disk's; the file is as it was.
pub fn replace(path: &Path, text: &str) -> Result<(), DiskError> {
    let written = match path.canonicalize() {
        // What a link leads to is replaced, not the link.
        Ok(path) => exchange(&path, text),
        Err(error) if error.kind() == io::ErrorKind::NotFound => fs::write(path, text),
        Err(error) => Err(error),
    };
    written.map_err(|error| DiskError::at(path, &error))
}

fn exchange(path: &Path, text: &str) -> io::Result<()> {
    let folder = path.parent().unwrap_or(Path::new("."));
    let mut file = tempfile::NamedTempFile::new_in(folder)?;
    file.write_all(text.as_bytes())?;
    file.as_file().set_permissions(fs::metadata(path)?.permissions())?;
    file.as_file().sync_all()?;
    file.persist(path)?;
    Ok(())
}

/// Writes a new file, and the folders that it stands in.
///
/// # Errors
/// The disk's.
pub fn create(path: &Path, bytes: &[u8]) -> Result<(), DiskError> {
    if let Some(folder) = path.parent() {
        fs::create_dir_all(folder).map_err(|error| DiskError::at(folder, &error))?;
    }
    fs::write(path, bytes).map_err(|error| DiskError::at(path, &error))
}
