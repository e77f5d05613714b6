//! What `--help`, completions and manual pages say, in the language of the reader.
//!
//! English stands at the definitions of commands and options. For Persian each of
//! them gets the words that `fa/help.ftl` has under its name: `help-build` for a
//! command, `help-build-out` for its option, `help-content` for an option that
//! means the same everywhere.

use std::io;
use std::path::Path;
use std::sync::LazyLock;

use clap::{Arg, Command, CommandFactory};

use super::arguments::Arguments;
use crate::locale::Lang;
use crate::message::{Medium, Value, directed, help};

/// The most characters of a line beside the names of the options. clap would
/// break lines where the screen ends, and with them isolates.
const LINE: usize = 52;

/// The headings of the parts, which clap wants to keep for ever.
static COMMANDS: LazyLock<String> = LazyLock::new(|| text("help-heading-commands", &[], Medium::Program));
static ARGUMENTS: LazyLock<String> = LazyLock::new(|| text("help-heading-arguments", &[], Medium::Program));
static OPTIONS: LazyLock<String> = LazyLock::new(|| text("help-heading-options", &[], Medium::Program));

/// The commands with their help in a language.
pub fn command(lang: Lang, medium: Medium) -> Command {
    in_language(Arguments::command(), lang, medium)
}

/// Writes the manual pages.
///
/// # Errors
/// The disk's.
pub fn manual(lang: Lang, folder: &Path) -> io::Result<()> {
    // It has no page of its own.
    let command = Arguments::command().disable_help_subcommand(true);
    clap_mangen::generate_to(in_language(command, lang, Medium::Program), folder)
}

fn in_language(command: Command, lang: Lang, medium: Medium) -> Command {
    if lang.is_persian() { localized(command, medium) } else { command }
}

/// A command with all that is below it in Persian.
fn localized(mut command: Command, medium: Medium) -> Command {
    // Only then it has what clap adds: `--help`, `--version`, `help`.
    command.build();
    let command = persian(command, &[], medium);
    match medium {
        Medium::Terminal => with_headings(command),
        Medium::Program => command,
    }
}

fn persian(command: Command, path: &[&str], medium: Medium) -> Command {
    let about = shown(&text(&name_of_command(path), &[], medium), medium);
    let command = command.about(about).mut_args(|argument| {
        let words = argument_text(&argument, path, medium);
        argument.help(shown(&words, medium)).hide_default_value(true).hide_possible_values(true)
    });
    command.mut_subcommands(|below| {
        let name = below.get_name().to_owned();
        persian(below, &[path, &[name.as_str()]].concat(), medium)
    })
}

/// What an argument does, what it is if it is not given, and what it can be.
fn argument_text(argument: &Arg, path: &[&str], medium: Medium) -> String {
    let id = argument.get_id().as_str().replace('_', "-");
    let own = format!("help-{}-{id}", path.join("-"));
    let own = help(&own, &[], medium);
    let mut parts = vec![own.unwrap_or_else(|| text(&format!("help-{id}"), &[], medium))];
    if argument.get_action().takes_values() {
        let defaults = argument.get_default_values().iter();
        let defaults: Vec<String> = defaults.map(|value| value.to_string_lossy().into_owned()).collect();
        if !defaults.is_empty() {
            parts.push(text("help-default", &[("value", Value::from(defaults))], medium));
        }
        let choices = argument.get_possible_values();
        let choices: Vec<&str> = choices.iter().map(|value| value.get_name()).collect();
        if !choices.is_empty() {
            parts.push(text("help-choices", &[("values", Value::from(choices))], medium));
        }
    }
    parts.join(" ")
}

/// `help` names every command once more.
fn name_of_command(path: &[&str]) -> String {
    if path.last() == Some(&"help") {
        return "help-help-command".to_owned();
    }
    let names: Vec<&str> = path.iter().copied().filter(|name| *name != "help").collect();
    if names.is_empty() { "help-top".to_owned() } else { format!("help-{}", names.join("-")) }
}

fn text(name: &str, values: &[(&'static str, Value)], medium: Medium) -> String {
    help(name, values, medium).unwrap_or_else(|| name.to_owned())
}

/// As a terminal shows it: in lines that keep their direction.
fn shown(text: &str, medium: Medium) -> String {
    match medium {
        Medium::Program => text.to_owned(),
        Medium::Terminal => directed(&lines(text).join("\n"), Lang::FA),
    }
}

/// The text in lines, broken at spaces that stand in no isolate.
fn lines(text: &str) -> Vec<String> {
    let mut lines = vec![String::new()];
    let mut depth = 0_usize;
    let words = text.split(|character| {
        match character {
            '\u{2066}'..='\u{2068}' => depth += 1,
            '\u{2069}' => depth = depth.saturating_sub(1),
            _ => {}
        }
        character == ' ' && depth == 0
    });
    for word in words {
        match lines.last_mut() {
            Some(line) if line.is_empty() => line.push_str(word),
            Some(line) if line.chars().count() + 1 + word.chars().count() <= LINE => {
                line.push(' ');
                line.push_str(word);
            }
            _ => lines.push(word.to_owned()),
        }
    }
    lines
}

/// Sets what clap says in English between the parts, as far as it can be set.
fn with_headings(command: Command) -> Command {
    let usage = directed(&text("help-heading-usage", &[], Medium::Program), Lang::FA);
    let template =
        format!("{{before-help}}{{about-with-newline}}\n{usage} {{usage}}\n\n{{all-args}}{{after-help}}");
    let command =
        command.help_template(template).subcommand_help_heading(COMMANDS.as_str()).mut_args(|argument| {
            match argument.is_positional() {
                true => argument.help_heading(ARGUMENTS.as_str()),
                false => argument.help_heading(OPTIONS.as_str()),
            }
        });
    command.mut_subcommands(with_headings)
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeMap;

    use super::*;

    /// The help of a command and of all that is below it, by where it stands.
    fn helps(command: &Command, path: &str, out: &mut BTreeMap<String, String>) {
        let about = command.get_about().map(ToString::to_string).unwrap_or_default();
        out.insert(path.to_owned(), about);
        for argument in command.get_arguments() {
            let help = argument.get_help().map(ToString::to_string).unwrap_or_default();
            out.insert(format!("{path} --{}", argument.get_id()), help);
        }
        for below in command.get_subcommands() {
            helps(below, &format!("{path} {}", below.get_name()), out);
        }
    }

    fn is_persian(text: &str) -> bool {
        text.chars().any(|character| ('\u{600}'..='\u{6ff}').contains(&character))
    }

    #[test]
    fn every_command_and_argument_has_its_own_persian_help() {
        let mut english = Arguments::command();
        english.build();
        let (mut before, mut after) = (BTreeMap::new(), BTreeMap::new());
        helps(&english, "", &mut before);
        helps(&command(Lang::FA, Medium::Program), "", &mut after);
        assert_eq!(before.keys().collect::<Vec<_>>(), after.keys().collect::<Vec<_>>());
        let mut meanings: BTreeMap<&str, &str> = BTreeMap::new();
        for (path, help) in &after {
            assert!(is_persian(help), "{path}: {help}");
            // Two that are different in English are different in Persian.
            let known = meanings.insert(help, &before[path]);
            assert!(known.is_none_or(|known| known == before[path]), "{path}: {help}");
        }
    }

    #[test]
    fn no_persian_help_is_left_over() {
        let mut shown = BTreeMap::new();
        helps(&command(Lang::FA, Medium::Program), "", &mut shown);
        let entries = include_str!("../message/fa/help.ftl").lines();
        for name in entries.filter_map(|line| line.split_once(" = ")).map(|(name, _)| name) {
            let of_frame = ["help-default", "help-choices"].contains(&name) || name.contains("-heading-");
            let text = text(name, &[], Medium::Program);
            let is_shown = shown.values().any(|help| help.starts_with(&text));
            assert!(of_frame || is_shown, "{name} is shown nowhere");
        }
    }

    #[test]
    fn a_long_help_is_broken_outside_of_isolates() {
        let quoted = "`\u{2068}check --notes\u{2069}`";
        let lines = lines(&format!("{} {quoted} یادداشت‌ها را نشان می‌دهد", "واژه ".repeat(8).trim_end()));
        assert!(lines.len() > 1 && lines.iter().any(|line| line.contains(quoted)), "{lines:?}");
    }

    #[test]
    fn a_command_in_persian_reads_the_same_arguments() {
        let typed = ["isfahan-book", "build", "--out", "x", "--only", "site", "-q", "--edition", "fa"];
        let matches = command(Lang::FA, Medium::Terminal).try_get_matches_from(typed).unwrap();
        assert!(matches.get_flag("quiet"));
        let (name, build) = matches.subcommand().unwrap();
        assert_eq!((name, build.get_many::<String>("edition").unwrap().count()), ("build", 1));
    }
}
