//! The command line: what was asked, what is reported, the exit status.
//!
//! Findings go to standard error, machine formats to standard output,
//! progress to a terminal only. Exit status: 0 done, 1 the content has
//! errors, 2 wrong usage, 3 the disk or the program failed.

mod accept;
mod arguments;
mod columns;
mod explain;
mod fix;
mod help;
mod new;
mod package;
mod report;
mod rewrite;
mod status;

use std::process::ExitCode;

use clap::FromArgMatches;

use crate::build::{Built, Failure, Manuscript, Timings, build, proof, read};
use crate::check::external::{self, Curl, Patience};
use crate::check::orthography::Severities;
use crate::config::Settings;
use crate::diag::{self, Severity};
use crate::message;
use crate::message::{Medium, Message};
use crate::output::DiskError;
use crate::serve::{self, ServeOptions};
use arguments::{Arguments, CheckOptions, Command, Format, speech_of_process};
use new::Refusal;
use report::Reporter;

const DONE: u8 = 0;
const CONTENT: u8 = 1;
const USAGE: u8 = 2;
const FAILED: u8 = 3;

/// Runs the program with the process's arguments.
pub fn run() -> ExitCode {
    let mut command = help::command(speech_of_process(), Medium::Terminal);
    let matches = command.try_get_matches_from_mut(std::env::args_os());
    let arguments = matches.and_then(|matches| {
        Arguments::from_arg_matches(&matches).map_err(|error| error.format(&mut command))
    });
    let arguments = match arguments {
        Ok(arguments) => arguments,
        Err(error) => {
            // A reader who closed the pipe has seen enough.
            let _ = error.print();
            return ExitCode::from(if error.use_stderr() { USAGE } else { DONE });
        }
    };
    let reporter = Reporter::new(&arguments);
    ExitCode::from(match arguments.command {
        Command::Build(ref options) => match options.settings() {
            Ok(settings) => run_build(&settings, &reporter),
            Err(message) => usage(&reporter, &message),
        },
        Command::Check(ref options) => run_check(options, &reporter),
        Command::Serve(ref options) => {
            let settings = options.settings();
            start_threads(&settings);
            let options = ServeOptions { port: options.port, open: options.open, lang: reporter.lang() };
            let served = serve::serve(settings, options, &|told| reporter.told(told));
            finish(served.map(|()| DONE), &reporter)
        }
        Command::New(ref options) => finish_files(new::chapter(options), &reporter),
        Command::Explain(ref options) => {
            printed(explain::explained(options.code.as_deref(), reporter.lang()), &reporter)
        }
        Command::Status(ref options) => run_status(&options.settings(), &reporter),
        Command::Package(ref options) => match &options.diff {
            Some(old) => printed(package::changes(&options.out, old, reporter.lang()), &reporter),
            None => finish_files(package::write(&options.out, &options.archive), &reporter),
        },
        Command::Completions(ref options) => {
            let mut script = Vec::new();
            let mut command = help::command(reporter.lang(), Medium::Program);
            clap_complete::generate(options.shell, &mut command, "isfahan-book", &mut script);
            printed(Ok(String::from_utf8_lossy(&script).trim_end().to_owned()), &reporter)
        }
        Command::Man(ref options) => {
            let written = help::manual(reporter.lang(), &options.dir);
            let written = written.map_err(|error| DiskError::at(&*options.dir, &error).into());
            finish_files(written.map(|()| message!("man-done", folder = &options.dir)), &reporter)
        }
        Command::Init(ref options) => finish_files(new::book(&options.dir), &reporter),
    })
}

fn usage(reporter: &Reporter, message: &Message) -> u8 {
    reporter.problem(message);
    USAGE
}

fn run_build(settings: &Settings, reporter: &Reporter) -> u8 {
    start_threads(settings);
    let progress = reporter.progress(&message!("build-underway"));
    let mut timings = Timings::default();
    let built = build(settings, &mut timings);
    progress.finish_and_clear();
    reporter.timings(&timings);
    finish(
        built.map(|Built { manuscript, editions }| {
            reporter.findings(&manuscript, Severity::Warning);
            // The process ends: taking the book apart first would only cost time.
            std::mem::forget(manuscript);
            match editions {
                Some(editions) => {
                    reporter.built(settings, &editions);
                    DONE
                }
                None => CONTENT,
            }
        }),
        reporter,
    )
}

fn run_check(options: &CheckOptions, reporter: &Reporter) -> u8 {
    let settings = &options.settings();
    start_threads(settings);
    if !options.accept.is_empty() {
        match accept::record(settings, &options.accept) {
            Ok(Some(message)) => reporter.say(&message),
            // What is wrong with the book is told below.
            Ok(None) => {}
            Err(refusal) => return finish_files(Err(refusal), reporter),
        }
    }
    if options.fix
        && let Err(error) = run_fix(options, settings, reporter)
    {
        return finish(Err(error.into()), reporter);
    }
    let mut timings = Timings::default();
    let mut manuscript = read(settings, Severities::Own, &mut timings);
    if !manuscript.found.has_errors() {
        proof(&mut manuscript, &mut timings);
    }
    if options.external
        && let Err(failure) = ask_outside(&mut manuscript, options, reporter)
    {
        return finish(Err(failure), reporter);
    }
    let findings = manuscript.found.sorted(&manuscript.sources);
    let printed = match options.format {
        Format::Human => {
            // Open points are many; they are listed for those who ask for them.
            reporter.findings(&manuscript, if options.notes { Severity::Note } else { Severity::Warning });
            reporter.unlisted_notes(&manuscript, options.notes);
            Ok(())
        }
        Format::Json => report::print(&diag::json(&findings, &manuscript.sources, reporter.lang())),
        Format::Sarif => report::print(&diag::sarif(&findings, &manuscript.sources, reporter.lang())),
    };
    let status = if manuscript.stops(settings) { CONTENT } else { DONE };
    finish(printed.map(|()| status).map_err(Failure::from), reporter)
}

/// Asks for the addresses outside of the book, if there is one.
fn ask_outside(
    manuscript: &mut Manuscript,
    options: &CheckOptions,
    reporter: &Reporter,
) -> Result<(), Failure> {
    let Some(book) = &manuscript.book else { return Ok(()) };
    let curl = Curl::find().map_err(|error| Failure::Program(message!("external-no-curl", why = &error)))?;
    let progress = reporter.progress(&message!("external-underway"));
    let cache = options.external_cache();
    let found = &mut manuscript.found;
    external::check(book, &manuscript.sources, &curl, Patience::default(), &cache, found);
    progress.finish_and_clear();
    Ok(())
}

/// Mends, and says what: the changes themselves only where nothing else is printed for programs.
fn run_fix(options: &CheckOptions, settings: &Settings, reporter: &Reporter) -> Result<(), DiskError> {
    let mended = fix::mend(settings)?;
    if mended.files > 0 && matches!(options.format, Format::Human) {
        report::print(mended.diff.trim_end())?;
    }
    reporter.say(&message!("fix-done", lines = mended.lines, files = mended.files));
    Ok(())
}

fn start_threads(settings: &Settings) {
    if let Some(jobs) = settings.jobs {
        // It fails only if the pool was made before, and nothing has used it yet.
        let _ = rayon::ThreadPoolBuilder::new().num_threads(jobs).build_global();
    }
}

fn finish(result: Result<u8, Failure>, reporter: &Reporter) -> u8 {
    result.unwrap_or_else(|failure| {
        reporter.problem(failure.message());
        FAILED
    })
}

/// The table of chapters; what is wrong with a book that has none.
fn run_status(settings: &Settings, reporter: &Reporter) -> u8 {
    start_threads(settings);
    let manuscript = read(settings, Severities::Warnings, &mut Timings::default());
    match status::table(&manuscript, reporter.lang()) {
        Some(table) => printed(Ok(table), reporter),
        None => {
            reporter.findings(&manuscript, Severity::Error);
            CONTENT
        }
    }
}

/// Puts a text on standard output.
fn printed(text: Result<String, Refusal>, reporter: &Reporter) -> u8 {
    match text {
        Ok(text) => finish(report::print(&text).map(|()| DONE).map_err(Failure::from), reporter),
        Err(refusal) => finish_files(Err(refusal), reporter),
    }
}

fn finish_files(result: Result<Message, Refusal>, reporter: &Reporter) -> u8 {
    match result {
        Ok(message) => {
            reporter.say(&message);
            DONE
        }
        Err(Refusal::Usage(message)) => usage(reporter, &message),
        Err(Refusal::Disk(error)) => finish(Err(error.into()), reporter),
    }
}
