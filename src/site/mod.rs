//! The website of a resolved book.

use std::io;

use crate::fonts::Fonts;
use crate::locale::Lang;
use crate::output::Sink;
use crate::resolve::Resolved;
use crate::theme::{Theme, ThemeError};

pub struct Download { pub path: String, pub language: Option<Lang>, pub bytes: usize, pub pages: usize }
pub struct SiteOptions { pub base_url: Option<String>, pub downloads: Vec<Download> }
#[derive(Debug)]
pub enum SiteError { Theme(ThemeError), Disk(io::Error), Font(String) }
pub fn render(_: &Resolved, _: &Theme, _: &Fonts, _: &SiteOptions, _: &dyn Sink) -> Result<usize, SiteError> { Ok(0) }
