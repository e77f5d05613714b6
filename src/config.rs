//! What a person asked for on the command line, checked and meant.

use std::path::PathBuf;

use serde::Serialize;

use crate::cache::Cache;
use crate::locale::Lang;
use crate::units::Mm;

/// The settings of one build.
#[derive(Debug, Clone)]
pub struct Settings {
    pub content: PathBuf,
    pub out: PathBuf,
    /// A folder whose files go before the embedded theme's.
    pub theme: Option<PathBuf>,
    /// Stands before the one of `book.yaml`; ends with `/`.
    pub base_url: Option<String>,
    pub outputs: Outputs,
    /// The PDF editions; empty means all of them.
    pub editions: Vec<EditionKind>,
    pub destination: Destination,
    pub drafts: Drafts,
    pub twins: Twins,
    pub warnings: Warnings,
    /// Threads; none means as many as there are cores.
    pub jobs: Option<usize>,
    /// Where slow results are remembered; nowhere for those who only look.
    pub cache: Cache,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Outputs {
    SiteAndPdf,
    Site,
    Pdf,
}

/// What the PDF editions are made for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Destination {
    /// To be read from a screen or an office printer.
    Screen,
    /// For a print shop: bleed, crop marks, inks, and a cover of its own.
    Press,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Drafts {
    Leave,
    Include,
}

/// Whether files of the site get compressed twins beside them.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Twins {
    None,
    Compressed,
}

/// What warnings do to a build.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Warnings {
    Pass,
    Stop,
}

/// A PDF edition.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum EditionKind {
    Single(Lang),
    /// All languages in one file, each part by its own conventions.
    Bilingual,
    /// The first two languages on facing pages, section by section.
    Parallel,
}

impl EditionKind {
    /// The word on the command line and in the file's name.
    pub fn name(self) -> String {
        match self {
            EditionKind::Single(lang) => lang.to_string(),
            EditionKind::Bilingual => "bilingual".to_owned(),
            EditionKind::Parallel => "parallel".to_owned(),
        }
    }
}

/// How a theme wants the printed book set.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct PrintStyle {
    pub kashida: Kashida,
    pub trim: Trim,
    /// How thick a leaf of the paper is.
    pub leaf: Mm,
}

impl Default for PrintStyle {
    /// Paper of about 80 g/m².
    fn default() -> PrintStyle {
        PrintStyle { kashida: Kashida::default(), trim: Trim::default(), leaf: Mm(0.1) }
    }
}

/// Where letters may be lengthened to fill a line.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize)]
pub enum Kashida {
    Off,
    /// In lines that would stay loose without it.
    #[default]
    Sparing,
    /// Wherever it makes word spaces more even.
    Full,
}

/// The trimmed page, by its name in the trade.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Trim {
    /// 145 × 210 mm.
    #[default]
    Raqi,
    /// 165 × 235 mm.
    Vaziri,
    /// 210 × 297 mm.
    A4,
}
