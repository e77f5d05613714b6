//! Pictures of the content folder: what they are, and what may be used.

/// One picture that chapters refer to.
#[derive(Debug, Clone)]
pub struct PictureFile {
    /// Relative to the content folder, with `/`.
    pub path: String,
    pub format: PictureFormat,
    /// Pixels.
    pub width: u32,
    pub height: u32,
    pub bytes: std::sync::Arc<[u8]>,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum PictureFormat {
    Jpeg,
    Png,
}
