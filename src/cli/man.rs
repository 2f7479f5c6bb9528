//! `man`: one manual page for all commands.

use std::io;

use clap::CommandFactory as _;
use clap_mangen::{
    Man,
    roff::{Roff, bold, roman},
};

use super::{Cli, Failure, World, exit};

/// Prints the manual page and gives the exit status.
pub(super) fn run(world: &mut World<'_>) -> Result<u8, Failure> {
    world.stdout.write_all(&page()?)?;
    world.stdout.flush()?;
    Ok(exit::CLEAN)
}

fn page() -> io::Result<Vec<u8>> {
    let command = Cli::command().mut_args(with_names_in_line);
    let mut page = Vec::new();
    let main = Man::new(command.clone()).manual("whichtoken manual");
    main.render_title(&mut page)?;
    main.render_name_section(&mut page)?;
    synopsis().to_writer(&mut page)?;
    main.render_description_section(&mut page)?;
    commands(&command, &mut page)?;
    main.render_options_section(&mut page)?;
    statuses().to_writer(&mut page)?;
    environment().to_writer(&mut page)?;
    examples().to_writer(&mut page)?;
    Ok(page)
}

/// Values that are names alone stand in the text: as a list, each would take two lines.
fn with_names_in_line(argument: clap::Arg) -> clap::Arg {
    let values = argument.get_possible_values();
    let are_names = values.iter().all(|value| value.get_help().is_none());
    if values.is_empty() || !are_names || !argument.get_action().takes_values() {
        return argument;
    }
    let names: Vec<&str> = values.iter().map(|value| value.get_name()).collect();
    let about = argument.get_help().map(ToString::to_string);
    let text = format!("{}: {}", about.unwrap_or_default(), names.join(", "));
    argument.help(text).hide_possible_values(true)
}

fn synopsis() -> Roff {
    let mut section = Roff::new();
    section.control("SH", ["SYNOPSIS"]);
    section.text([bold("whichtoken"), roman(" [OPTIONS] [INPUT]...")]);
    section.control("br", []);
    section.text([
        bold("whichtoken"),
        roman(" COMMAND [OPTIONS] [ARGUMENT]..."),
    ]);
    section
}

/// Each command with the arguments that it has beyond those of `inspect`, which follow in sections
/// of their own.
fn commands(command: &clap::Command, page: &mut Vec<u8>) -> io::Result<()> {
    Roff::new().control("SH", ["COMMANDS"]).to_writer(page)?;
    let is_common = |argument: &clap::Arg| {
        command
            .get_arguments()
            .any(|common| common.get_id() == argument.get_id())
    };
    for subcommand in command.get_subcommands() {
        let name = subcommand.get_name();
        let (common, own): (Vec<_>, Vec<_>) =
            subcommand.get_arguments().partition(|a| is_common(a));
        let about = subcommand.get_about().map(ToString::to_string);
        let mut text = vec![roman(about.unwrap_or_default()), roman(".")];
        if own.is_empty() && !common.is_empty() {
            text.push(roman(" It takes the options below."));
        } else if !common.is_empty() {
            let names: Vec<String> = common
                .iter()
                .filter_map(|argument| Some(format!("--{}", argument.get_long()?)))
                .collect();
            text.push(roman(" It also takes "));
            text.push(bold(names.join(", ")));
            text.push(roman(", see below."));
        }
        Roff::new()
            .control("SS", [format!("whichtoken {name}").as_str()])
            .text(text)
            .to_writer(page)?;
        if !own.is_empty() {
            let own = clap::Command::new("whichtoken")
                .disable_help_flag(true)
                .args(own.into_iter().cloned());
            let mut section = Vec::new();
            Man::new(own).render_options_section(&mut section)?;
            page.extend_from_slice(&without_heading(&section));
        }
    }
    Ok(())
}

/// The paragraphs of a section: they go below the command's own heading.
fn without_heading(section: &[u8]) -> Vec<u8> {
    section
        .split_inclusive(|byte| *byte == b'\n')
        .filter(|line| !line.starts_with(b".SH"))
        .flatten()
        .copied()
        .collect()
}

fn statuses() -> Roff {
    list(
        "EXIT STATUS",
        &[
            ("0", "Nothing to complain about."),
            ("1", "There are findings at or above --fail-on."),
            ("2", "Wrong usage, or input that could not be read."),
            (
                "3",
                "The job could not be done: the provider could not be reached, or \
                 --require-signature or --require-complete was not met.",
            ),
        ],
    )
}

fn environment() -> Roff {
    list(
        "ENVIRONMENT",
        &[
            ("NO_COLOR", "If set and not empty, nothing is coloured."),
            (
                "CLICOLOR_FORCE",
                "If set and not 0, output is coloured where it is piped, too.",
            ),
        ],
    )
}

fn examples() -> Roff {
    list(
        "EXAMPLES",
        &[
            (
                "whichtoken demo",
                "See it work, without an account anywhere.",
            ),
            (
                "whichtoken token.jwt",
                "Decode a token, and say which it is and why.",
            ),
            (
                "whichtoken token.jwt --issuer https://idp.example",
                "Check its signature and its claims against this issuer.",
            ),
            (
                "curl ... | whichtoken lint --fail-on warn --format json",
                "Judge a token response in a script.",
            ),
        ],
    )
}

fn list(heading: &str, entries: &[(&str, &str)]) -> Roff {
    let mut section = Roff::new();
    section.control("SH", [heading]);
    for (term, text) in entries {
        section
            .control("TP", [])
            .text([bold(*term)])
            .text([roman(*text)]);
    }
    section
}
