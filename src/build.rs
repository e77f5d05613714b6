//! The stages of a build in their order.
//!
//! [`read`] takes the content folder to a resolved book with its findings;
//! [`render`] takes a book without errors to files. [`build`] does both and
//! puts the files in their place. Nothing here looks at content itself.

use std::collections::{BTreeMap, HashMap};
use std::fmt;
use std::io;
use std::sync::{Arc, Mutex};
use std::time::{Duration, Instant};

use rayon::prelude::*;

use crate::cache::{Cache, Key};
use crate::check;
use crate::check::orthography::{self, Severities};
use crate::config::{Destination, EditionKind, Outputs, Settings, Twins, Warnings};
use crate::content;
use crate::diag::{Diagnostic, Findings, Place, Severity};
use crate::drawing::Drawing;
use crate::figure::girih::{self, Girih};
use crate::fonts::{FontError, Fonts};
use crate::locale::Lang;
use crate::locale::calendar::Gregorian;
use crate::locale::partial_date::PartialDate;
use crate::message;
use crate::message::Message;
use crate::output::{DiskError, Sink};
use crate::pdf::{self, PdfError, PdfOptions};
use crate::resolve::{Resolved, locator, resolve};
use crate::site::{self, Download, SiteError, SiteOptions};
use crate::source::Sources;
use crate::theme::{Theme, ThemeError};
use crate::typeset::design::Design;
use crate::typeset::frame::Pages;
use crate::typeset::paragraph::Shaper;
use crate::typeset::{Furnishing, cover, typeset};
use crate::write::{Fault, Precompress, Staging, WriteError};

/// A book that was read, with all that was found on the way.
pub struct Manuscript {
    /// None if the content gives no book at all.
    pub book: Option<Resolved>,
    pub sources: Sources,
    pub found: Findings,
    tools: Option<Tools>,
}

impl Manuscript {
    /// Whether what was found keeps a build from being published.
    pub fn stops(&self, settings: &Settings) -> bool {
        let warnings = self.found.count(Severity::Warning) > 0;
        self.found.has_errors() || (settings.warnings == Warnings::Stop && warnings)
    }
}

/// What pages are made with.
struct Tools {
    theme: Theme,
    fonts: Arc<Fonts>,
}

/// How a build ended that nothing went wrong with but, perhaps, the content.
pub struct Built {
    pub manuscript: Manuscript,
    /// What was made; none if errors stopped it.
    pub editions: Option<Editions>,
}

/// What was made.
#[derive(Debug, Default)]
pub struct Editions {
    pub web_pages: usize,
    /// File name and pages of each PDF.
    pub pdfs: Vec<(String, usize)>,
}

/// The disk or the program failed.
#[derive(Debug)]
pub enum Failure {
    Disk(DiskError),
    Program(Message),
}

impl Failure {
    pub fn message(&self) -> &Message {
        match self {
            Failure::Disk(error) => error.message(),
            Failure::Program(message) => message,
        }
    }
}

impl From<DiskError> for Failure {
    fn from(error: DiskError) -> Failure {
        Failure::Disk(error)
    }
}

impl From<io::Error> for Failure {
    fn from(error: io::Error) -> Failure {
        Failure::Disk(error.into())
    }
}

impl fmt::Display for Failure {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.message().fmt(f)
    }
}

/// How long each stage took, in the order they ran.
#[derive(Debug, Default)]
pub struct Timings(pub Vec<(&'static str, Duration)>);

impl Timings {
    fn measure<T>(&mut self, stage: &'static str, run: impl FnOnce() -> T) -> T {
        let start = Instant::now();
        let value = run();
        self.0.push((stage, start.elapsed()));
        value
    }
}

/// Builds the book into its output folder.
///
/// Errors in the content leave the folder as it was and are told in the
/// manuscript's findings, as is an output folder that must not be written to;
/// so do warnings, where the settings say that they count.
///
/// # Errors
/// The disk's, and a page that could not be made.
pub fn build(settings: &Settings, timings: &mut Timings) -> Result<Built, Failure> {
    let mut manuscript = read(settings, Severities::Warnings, timings);
    if manuscript.stops(settings) {
        return Ok(Built { manuscript, editions: None });
    }
    let staging = match Staging::begin(&settings.out, &settings.content) {
        Ok(staging) => staging,
        Err(error) => {
            manuscript.found.push(output_finding(error));
            return Ok(Built { manuscript, editions: None });
        }
    };
    let compressing = Precompress { sink: &staging, cache: &settings.cache };
    let sink: &dyn Sink = match settings.twins {
        Twins::None => &staging,
        Twins::Compressed => &compressing,
    };
    let editions = render(&mut manuscript, settings, sink, timings)?;
    if manuscript.stops(settings) {
        return Ok(Built { manuscript, editions: None });
    }
    if editions.is_some() {
        match timings.measure("write", || staging.publish()) {
            Ok(()) => {}
            Err(WriteError { path, fault: Fault::Disk(error) }) => {
                return Err(DiskError::at(&path, error).into());
            }
            Err(error) => {
                manuscript.found.push(output_finding(error));
                return Ok(Built { manuscript, editions: None });
            }
        }
    }
    Ok(Built { manuscript, editions })
}

fn output_finding(error: WriteError) -> Diagnostic {
    let (code, message, help) = match error.fault {
        Fault::Content => ("output.content", message!("output-content"), message!("output-content.help")),
        Fault::NotAFolder => ("output.file", message!("output-file"), message!("output-file.help")),
        Fault::Strangers => {
            ("output.strangers", message!("output-strangers"), message!("output-strangers.help"))
        }
        Fault::InTheWay => {
            ("output.in-the-way", message!("output-in-the-way"), message!("output-in-the-way.help"))
        }
        Fault::Locked => ("output.locked", message!("output-locked"), message!("output-locked.help")),
        Fault::Disk(error) => (
            "output.unwritable",
            message!("output-unwritable", error = error),
            message!("output-unwritable.help"),
        ),
    };
    Diagnostic::error(code, error.path.display().to_string(), message).with_help(help)
}

/// Reads, resolves and checks the book; writes nothing.
///
/// - `severities`: how grave findings of orthography are.
pub fn read(settings: &Settings, severities: Severities, timings: &mut Timings) -> Manuscript {
    let (mut sources, mut found) = (Sources::default(), Findings::default());
    let mut faults = Findings::default();
    let (tools, book) = timings.measure("read", || {
        rayon::join(
            || load_tools(settings, &mut faults),
            || content::load(&settings.content, settings.drafts, &mut sources, &mut found),
        )
    });
    found.append(faults);
    if let Some(book) = &book {
        report_unknown_editions(settings, &book.front.languages, &mut found);
    }
    let book = match (book, &tools) {
        (Some(book), Some(tools)) => {
            let (differences, long) = timings.measure("parity", || {
                let parity = || check::parity::check(&book, &sources, &settings.cache);
                rayon::join(parity, || check::reading::check(&book, &sources, &settings.cache))
            });
            found.append(long);
            let resolved = timings.measure("resolve", || {
                resolve(book, &settings.content, &tools.theme, &settings.cache, &sources, &mut found)
            });
            timings.measure("check", || {
                check::glyphs::check(&sources, &tools.fonts, &mut found);
                orthography::check(&sources, severities, &settings.cache, &mut found);
                check::parity::report(differences, &sources, &mut found);
            });
            match resolved {
                Ok(book) => {
                    check::open_points::check(&book.open, &mut found);
                    Some(book)
                }
                Err(error) => {
                    found.push(theme_finding(error, settings));
                    None
                }
            }
        }
        _ => None,
    };
    Manuscript { book, sources, found, tools }
}

fn report_unknown_editions(settings: &Settings, languages: &[Lang], found: &mut Findings) {
    for kind in &settings.editions {
        if *kind == EditionKind::Parallel && languages.len() < 2 {
            let message = message!("edition-one-language");
            found.push(Diagnostic::error("edition.unknown", "book.yaml", message));
        }
        if let EditionKind::Single(lang) = kind
            && !languages.contains(lang)
        {
            let known: Vec<&str> = languages.iter().map(Lang::as_str).collect();
            let message = message!("edition-unknown", lang = *lang);
            let help = message!("edition-unknown.help", languages = known);
            found.push(Diagnostic::error("edition.unknown", "book.yaml", message).with_help(help));
        }
    }
}

fn load_tools(settings: &Settings, found: &mut Findings) -> Option<Tools> {
    let theme = Theme::load(settings.theme.as_deref());
    let fonts = Fonts::load(settings.theme.as_deref());
    match (theme, fonts) {
        (Ok(theme), Ok(fonts)) => Some(Tools { theme, fonts: Arc::new(fonts) }),
        (theme, fonts) => {
            if let Err(error) = theme {
                found.push(theme_finding(error, settings));
            }
            if let Err(error) = fonts {
                found.push(font_finding(error));
            }
            None
        }
    }
}

fn font_finding(FontError { file, message }: FontError) -> Diagnostic {
    Diagnostic::error("font.unusable", Place::File(format!("fonts/{file}")), message)
}

/// A theme's fault, by the path that an editor has to open.
fn theme_finding(error: ThemeError, settings: &Settings) -> Diagnostic {
    let own = settings.theme.as_ref().map(|theme| theme.join(&error.file)).filter(|path| path.is_file());
    let file = own.map_or(error.file, |path| path.display().to_string());
    let place = match (error.line, error.column) {
        (Some(line), Some(column)) => format!("{file}:{line}:{column}"),
        (Some(line), None) => format!("{file}:{line}"),
        _ => file,
    };
    Diagnostic::error("theme.broken", place, error.message)
}

/// Sets the pages of each language for what they tell: lines that are too wide
/// or too loose, values that print as a dash. Makes no file.
pub fn proof(manuscript: &mut Manuscript, timings: &mut Timings) {
    let (Some(book), Some(tools)) = (&manuscript.book, &manuscript.tools) else { return };
    let shaper = Shaper::new(Arc::clone(&tools.fonts));
    let kinds: Vec<EditionKind> = book.front.languages.iter().copied().map(EditionKind::Single).collect();
    // Who only looks leaves nothing behind.
    let cache = Cache::default();
    let panels = Panels::of(book, &cache);
    let furnishing = Furnishing {
        strings: &|lang, key| print_phrase(&tools.theme, lang, key),
        ornament: &|slug, width, height| Some(panels.panel(slug, width, height)),
        locator: &|slug, lang, aspect| locator(book, &cache, slug, lang, aspect),
        cache: cache.clone(),
    };
    let design = design(&tools.theme);
    timings.measure("typeset", || {
        let found = &mut manuscript.found;
        typeset(book, &kinds, Destination::Screen, &design, &shaper, &furnishing, found);
    });
}

/// A word of the typesetter.
fn print_phrase(theme: &Theme, lang: Lang, key: &str) -> String {
    theme.phrase(lang, &format!("print.{key}")).to_owned()
}

/// The measures of the page, by the theme.
fn design(theme: &Theme) -> Design {
    let style = theme.print();
    Design { kashida: style.kashida, ..Design::new(style.trim) }
}

/// A chapter's slug, and a width and height as their bits.
type PanelName = (String, [u64; 2]);

/// The chapters' panels, each drawn once: two languages and a cover show one.
struct Panels<'a> {
    cache: &'a Cache,
    patterns: BTreeMap<String, Girih>,
    drawn: Mutex<HashMap<PanelName, Arc<Drawing>>>,
}

impl Panels<'_> {
    fn of<'a>(book: &Resolved, cache: &'a Cache) -> Panels<'a> {
        let slugs: Vec<&str> = book.chapters.iter().map(|chapter| chapter.slug.as_str()).collect();
        Panels { cache, patterns: girih::assign(&slugs), drawn: Mutex::default() }
    }

    fn panel(&self, slug: &str, width: f64, height: f64) -> Arc<Drawing> {
        let name = (slug.to_owned(), [width.to_bits(), height.to_bits()]);
        let known = self.drawn.lock().ok().and_then(|drawn| drawn.get(&name).cloned());
        known.unwrap_or_else(|| {
            let pattern = self.patterns.get(slug).cloned().unwrap_or_else(|| girih::for_slug(slug));
            let key = Key::new("panel").with(format!("{:?}", (pattern, width, height)));
            let panel = Arc::new(self.cache.value(&key, || girih::panel(&pattern, width, height, 24.0)));
            self.drawn.lock().ok().and_then(|mut drawn| drawn.insert(name, Arc::clone(&panel)));
            panel
        })
    }
}

/// Makes every file of the book and hands it to `sink`; nothing is made, and
/// the fault is among the findings, if a template is broken.
///
/// # Errors
/// The sink's, and a page that could not be made.
pub fn render(
    manuscript: &mut Manuscript,
    settings: &Settings,
    sink: &dyn Sink,
    timings: &mut Timings,
) -> Result<Option<Editions>, Failure> {
    let (Some(book), Some(tools)) = (&manuscript.book, &manuscript.tools) else { return Ok(None) };
    let mut editions = Editions::default();
    let mut downloads = Vec::new();
    if settings.outputs != Outputs::Site {
        let shaper = Shaper::new(Arc::clone(&tools.fonts));
        let kinds = edition_kinds(book, settings);
        let panels = Panels::of(book, &settings.cache);
        let furnishing = Furnishing {
            strings: &|lang, key| print_phrase(&tools.theme, lang, key),
            ornament: &|slug, width, height| Some(panels.panel(slug, width, height)),
            locator: &|slug, lang, aspect| locator(book, &settings.cache, slug, lang, aspect),
            cache: settings.cache.clone(),
        };
        let design = design(&tools.theme);
        let set = timings.measure("typeset", || {
            let found = &mut manuscript.found;
            typeset(book, &kinds, settings.destination, &design, &shaper, &furnishing, found)
        });
        let date = date_of(book).unwrap_or(Gregorian::UNKNOWN);
        let write = |file: String, pages: &Pages| {
            let options = PdfOptions { producer: producer(), date, cache: settings.cache.clone(), file };
            pdf::write(pages, &tools.fonts, &book.pictures, &options)
        };
        let edition = |kind: EditionKind, pages: Pages| {
            let cover = match settings.destination {
                Destination::Screen => None,
                Destination::Press => {
                    let spine = cover::spine(pages.pages.len(), tools.theme.print().leaf);
                    cover::cover(book, kind, spine, &design, &shaper, &furnishing)
                }
            };
            let cover = cover.map(|cover| write(format!("{}-cover", kind.name()), &cover));
            let files = write(kind.name(), &pages).and_then(|bytes| Ok((bytes, cover.transpose()?)));
            (kind, pages.pages.len(), files)
        };
        let written: Vec<_> = timings.measure("pdf", || match kinds[..] {
            [kind] => set.into_pages(kind).map(|pages| edition(kind, pages)).into_iter().collect(),
            // The longest, which comes last, is begun first, beside the others.
            _ => kinds.par_iter().rev().filter_map(|&kind| Some(edition(kind, set.bind(kind)?))).collect(),
        });
        for (kind, pages, files) in written.into_iter().rev() {
            let name = kind.name();
            let (bytes, cover) = match files {
                Ok(files) => files,
                Err(PdfError::Font(error)) => {
                    manuscript.found.push(font_finding(error));
                    return Ok(None);
                }
                Err(error) => {
                    let thing = format!("{name}.pdf");
                    return Err(Failure::Program(message!(
                        "fault-of",
                        thing = thing,
                        fault = error.message()
                    )));
                }
            };
            let path = format!("downloads/isfahan-sister-cities-{name}.pdf");
            downloads.push(Download { path: path.clone(), edition: kind, bytes: bytes.len(), pages });
            sink.put(&path, bytes)?;
            editions.pdfs.push((path, pages));
            if let Some(cover) = cover {
                let path = format!("downloads/isfahan-sister-cities-{name}-cover.pdf");
                sink.put(&path, cover)?;
                editions.pdfs.push((path, 1));
            }
        }
    }
    if settings.outputs != Outputs::Pdf {
        let base_url = settings.base_url.clone().or_else(|| book.front.base_url.clone());
        let options = SiteOptions { base_url, downloads, cache: settings.cache.clone() };
        let rendered =
            timings.measure("site", || site::render(book, &tools.theme, &tools.fonts, &options, sink));
        match rendered {
            Ok(web_pages) => editions.web_pages = web_pages,
            Err(SiteError::Theme(error)) => {
                manuscript.found.push(theme_finding(error, settings));
                return Ok(None);
            }
            Err(SiteError::Disk(error)) => return Err(error.into()),
            Err(SiteError::Font(error)) => {
                manuscript.found.push(font_finding(error));
                return Ok(None);
            }
        }
    }
    Ok(Some(editions))
}

fn edition_kinds(book: &Resolved, settings: &Settings) -> Vec<EditionKind> {
    if !settings.editions.is_empty() {
        return settings.editions.clone();
    }
    let languages = &book.front.languages;
    let singles = languages.iter().map(|lang| EditionKind::Single(*lang));
    let bilingual = (languages.len() > 1).then_some(EditionKind::Bilingual);
    singles.chain(bilingual).collect()
}

/// The date of an edition is the newest of its texts: no clock is read.
fn date_of(book: &Resolved) -> Option<Gregorian> {
    let texts = book.chapters.iter().flat_map(|chapter| chapter.texts.values());
    let newest = texts.filter_map(|text| text.front.updated.as_deref()).max()?;
    match PartialDate::parse(newest) {
        Ok(PartialDate::Day(day)) => Some(day),
        _ => None,
    }
}

fn producer() -> String {
    format!("isfahan-book {}", env!("CARGO_PKG_VERSION"))
}
