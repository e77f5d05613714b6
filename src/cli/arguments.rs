//! Arguments as typed, and what they mean.

use std::ffi::OsStr;
use std::path::PathBuf;

use clap::{Args, Parser, Subcommand, ValueEnum};

use crate::cache::Cache;
use crate::config::{Destination, Drafts, EditionKind, Outputs, Settings, Twins, Warnings};
use crate::content::{checked_base_url, is_slug};
use crate::locale::Lang;
use crate::message;
use crate::message::Message;

/// Publishes a bilingual book, Persian and English, from Markdown: a website
/// for any static host and typeset PDF editions.
#[derive(Debug, Parser)]
#[command(name = "isfahan-book", version, arg_required_else_help = true, max_term_width = 100)]
pub struct Arguments {
    #[command(subcommand)]
    pub command: Command,

    /// Say nothing but what is wrong
    #[arg(long, short, global = true)]
    pub quiet: bool,

    /// Never use colours (also: set NO_COLOR)
    #[arg(long, global = true)]
    pub no_color: bool,

    /// The language of what the program says [default: the environment's]
    #[arg(long, global = true, value_enum, value_name = "LANG")]
    lang: Option<Speech>,
}

/// A language that the program speaks.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
enum Speech {
    En,
    Fa,
}

impl Arguments {
    /// The language to speak: as asked for, else that of the environment (POSIX.1-2017 §8.2), else English.
    pub fn speech(&self) -> Lang {
        let asked = self.lang.map(|lang| if lang == Speech::Fa { Lang::FA } else { Lang::EN });
        asked.unwrap_or_else(of_environment)
    }
}

/// The language to speak before the arguments are read: their help is in it.
pub fn speech_of_process() -> Lang {
    let mut arguments = std::env::args_os().skip(1).take_while(|argument| argument != "--");
    while let Some(argument) = arguments.next() {
        let value = match argument.to_str() {
            Some("--lang") => arguments.next(),
            Some(argument) => argument.strip_prefix("--lang=").map(Into::into),
            None => None,
        };
        match value.as_deref().and_then(OsStr::to_str) {
            Some("fa") => return Lang::FA,
            Some("en") => return Lang::EN,
            _ => {}
        }
    }
    of_environment()
}

/// The language that the environment asks for.
fn of_environment() -> Lang {
    let set = |name| std::env::var(name).ok().filter(|value| !value.is_empty());
    let locale = ["LC_ALL", "LC_MESSAGES", "LANG"].into_iter().find_map(set);
    let language = locale.as_deref().and_then(|locale| locale.split(['_', '.', '@']).next());
    if language == Some("fa") { Lang::FA } else { Lang::EN }
}

#[derive(Debug, Subcommand)]
pub enum Command {
    /// Build the website and the PDF editions
    Build(BuildOptions),
    /// Show the site in a browser while you write; it follows every save
    Serve(ServeArguments),
    /// Say what is wrong with the content, without writing anything
    Check(CheckOptions),
    /// Say what a code such as `link.unknown-slug` means, with examples
    Explain(ExplainOptions),
    /// Show how far the chapters are: words, open points, what is missing
    Status(StatusOptions),
    /// Put the built folder into one archive for upload
    Package(PackageOptions),
    /// Start a new chapter
    New(NewOptions),
    /// Start a new book from a small example
    Init(InitOptions),
    /// Print what makes a shell complete these commands
    Completions(CompletionsOptions),
    /// Write the manual pages of these commands
    Man(ManOptions),
}

/// Where things are.
#[derive(Debug, Args)]
pub struct Folders {
    /// The folder with book.yaml
    #[arg(long, value_name = "DIR", default_value = "content")]
    pub content: PathBuf,

    /// A folder whose files go before the built-in theme's, file by file
    #[arg(long, value_name = "DIR")]
    pub theme: Option<PathBuf>,

    /// Take chapters in that are marked as drafts
    #[arg(long)]
    pub drafts: bool,

    /// How many threads to use [default: as many as there are cores]
    #[arg(long, value_name = "N", value_parser = clap::value_parser!(u16).range(1..=1024))]
    pub jobs: Option<u16>,
}

#[derive(Debug, Args)]
pub struct BuildOptions {
    #[command(flatten)]
    folders: Folders,

    /// The folder to write to; what no build wrote there is kept
    #[arg(long, value_name = "DIR", default_value = "dist")]
    out: PathBuf,

    /// The address of the site, instead of book.yaml's
    #[arg(long, value_name = "URL")]
    base_url: Option<String>,

    /// Make only the site, or only the PDF editions
    #[arg(long, value_enum)]
    only: Option<Only>,

    /// Which PDF editions to make: a language of the book, bilingual (one
    /// language after the other), or parallel (two languages on facing pages);
    /// may be given several times [default: each language, and bilingual]
    #[arg(long, value_name = "EDITION")]
    edition: Vec<String>,

    /// Write .gz and .br twins of the site's files, for servers that send such
    #[arg(long)]
    precompress: bool,

    /// Make the PDF editions for a print shop: 3 mm of bleed, crop marks, inks
    /// in place of screen colours, a page count that sheets of eight can be
    /// folded to, and a file with the cover beside each
    #[arg(long)]
    print: bool,

    /// End with status 1 if there are warnings
    #[arg(long)]
    strict: bool,
}

#[derive(Debug, Clone, Copy, ValueEnum)]
enum Only {
    Site,
    Pdf,
}

#[derive(Debug, Args)]
pub struct CheckOptions {
    #[command(flatten)]
    folders: Folders,

    /// How to print what was found
    #[arg(long, value_enum, default_value = "human")]
    pub format: Format,

    /// List the open points of the book too
    #[arg(long)]
    pub notes: bool,

    /// Mend what can be mended without a person: letters, half-spaces, marks
    /// and digits of Persian text. Shows what was changed, as `diff -u` does
    #[arg(long)]
    pub fix: bool,

    /// Record that the languages of a chapter say the same as they are now;
    /// from then on `check` tells when its original has changed. May be given
    /// several times
    #[arg(long, value_name = "SLUG")]
    pub accept: Vec<String>,

    /// Ask every web address that the book leads to whether it is still there.
    /// This alone uses the network; curl asks, each host at leisure, and good
    /// answers are believed for a week
    #[arg(long)]
    pub external: bool,

    /// End with status 1 if there are warnings
    #[arg(long)]
    strict: bool,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub enum Format {
    Human,
    Json,
    Sarif,
}

#[derive(Debug, Args)]
pub struct StatusOptions {
    #[command(flatten)]
    folders: Folders,
}

impl StatusOptions {
    pub fn settings(&self) -> Settings {
        self.folders.settings()
    }
}

#[derive(Debug, Args)]
pub struct PackageOptions {
    /// The folder that `build` wrote
    #[arg(long, value_name = "DIR", default_value = "dist")]
    pub out: PathBuf,

    /// The archive to write
    #[arg(value_name = "FILE", default_value = "isfahan-book.zip", conflicts_with = "diff")]
    pub archive: PathBuf,

    /// Write nothing; say what is new in the folder since this archive
    #[arg(long, value_name = "OLD.zip")]
    pub diff: Option<PathBuf>,
}

#[derive(Debug, Args)]
pub struct CompletionsOptions {
    /// The shell, such as bash, zsh or fish
    pub shell: clap_complete::Shell,
}

#[derive(Debug, Args)]
pub struct ManOptions {
    /// The folder to write to
    #[arg(value_name = "DIR", default_value = ".")]
    pub dir: PathBuf,
}

#[derive(Debug, Args)]
pub struct ExplainOptions {
    /// The code between the square brackets of a report [default: list all]
    pub code: Option<String>,
}

#[derive(Debug, Args)]
pub struct ServeArguments {
    #[command(flatten)]
    folders: Folders,

    /// The port on 127.0.0.1; the next free one is taken if it is not free
    #[arg(long, value_name = "N", default_value_t = 8000)]
    pub port: u16,

    /// Open the site in your browser
    #[arg(long)]
    pub open: bool,
}

#[derive(Debug, Args)]
pub struct NewOptions {
    #[command(subcommand)]
    pub kind: NewKind,
}

#[derive(Debug, Subcommand)]
pub enum NewKind {
    /// A city: city.yaml and a text in each language
    City(NewChapter),
    /// Another chapter: a text in each language
    Page(NewChapter),
}

#[derive(Debug, Args)]
pub struct NewChapter {
    /// Its address: small letters a-z, digits, and - between them
    pub slug: String,

    /// The folder with book.yaml
    #[arg(long, value_name = "DIR", default_value = "content")]
    pub content: PathBuf,
}

#[derive(Debug, Args)]
pub struct InitOptions {
    /// The folder to make; it must not exist, or be empty
    pub dir: PathBuf,
}

impl Folders {
    fn settings(&self) -> Settings {
        Settings {
            content: self.content.clone(),
            out: PathBuf::from("dist"),
            theme: self.theme.clone(),
            base_url: None,
            outputs: Outputs::SiteAndPdf,
            editions: Vec::new(),
            destination: Destination::Screen,
            warnings: Warnings::Pass,
            drafts: if self.drafts { Drafts::Include } else { Drafts::Leave },
            twins: Twins::None,
            jobs: self.jobs.map(usize::from),
            cache: Cache::default(),
        }
    }
}

impl BuildOptions {
    /// # Errors
    /// A sentence about an address or an edition that cannot be meant.
    pub fn settings(&self) -> Result<Settings, Message> {
        let base_url = self.base_url.as_deref().map(checked_base_url).transpose()?;
        let editions = self.edition.iter().map(|name| edition(name)).collect::<Result<_, _>>()?;
        let outputs = match self.only {
            None => Outputs::SiteAndPdf,
            Some(Only::Site) => Outputs::Site,
            Some(Only::Pdf) => Outputs::Pdf,
        };
        Ok(Settings {
            out: self.out.clone(),
            warnings: strictness(self.strict),
            twins: if self.precompress { Twins::Compressed } else { Twins::None },
            base_url,
            outputs,
            editions,
            destination: if self.print { Destination::Press } else { Destination::Screen },
            cache: Cache::beside(&self.folders.content),
            ..self.folders.settings()
        })
    }
}

fn edition(name: &str) -> Result<EditionKind, Message> {
    match name {
        "bilingual" => Ok(EditionKind::Bilingual),
        "parallel" => Ok(EditionKind::Parallel),
        _ => Lang::parse(name)
            .map(EditionKind::Single)
            .ok_or_else(|| message!("arguments-no-edition", name = name)),
    }
}

fn strictness(strict: bool) -> Warnings {
    if strict { Warnings::Stop } else { Warnings::Pass }
}

impl CheckOptions {
    /// Where answers from outside are remembered.
    pub fn external_cache(&self) -> Cache {
        Cache::beside(&self.folders.content)
    }

    pub fn settings(&self) -> Settings {
        Settings { warnings: strictness(self.strict), ..self.folders.settings() }
    }
}

impl ServeArguments {
    pub fn settings(&self) -> Settings {
        Settings { cache: Cache::beside(&self.folders.content), ..self.folders.settings() }
    }
}

impl NewChapter {
    /// # Errors
    /// A sentence about a slug that is none.
    pub fn checked_slug(&self) -> Result<&str, Message> {
        match is_slug(&self.slug) {
            true => Ok(&self.slug),
            false => Err(message!("arguments-no-slug", slug = &self.slug)),
        }
    }
}
