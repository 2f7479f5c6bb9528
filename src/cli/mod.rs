//! What was typed: arguments, and one file a command.

mod args;
mod ask;
mod batch;
mod completions;
mod config;
mod demo;
mod diff;
pub mod exit;
mod explain;
mod folder;
mod inspect;
mod judge;
mod key_files;
mod known;
mod lines;
mod man;
mod output;
mod provider;
mod providers;
mod raw;
mod read;
mod redact;
mod rules;
mod ruling;
mod settings;
mod situation;
mod survive;
mod usage;

use std::{
    ffi::OsString,
    fmt, fs,
    io::{self, Read, Write},
    path::PathBuf,
    sync::{Arc, atomic::AtomicBool},
};

use anyhow::anyhow;
use clap::{CommandFactory as _, FromArgMatches as _};
use jiff::Timestamp;

pub use args::{
    AboutProviderArgs, Cli, Command, ConfigArgs, DemoArgs, DiffArgs, ExplainArgs, InspectArgs,
    RedactArgs, RulesArgs,
};

use crate::report::escape;

/// The outside: whatever a run may read from or write to.
pub struct World<'a> {
    /// Standard input. A thread of its own may read it.
    pub stdin: Box<dyn Read + Send>,
    /// Whether a person types there.
    pub stdin_is_terminal: bool,
    /// Standard output: data.
    pub stdout: &'a mut dyn Write,
    /// Whether a person reads there.
    pub stdout_is_terminal: bool,
    /// Standard error: talk.
    pub stderr: &'a mut dyn Write,
    /// Whether a person reads there.
    pub stderr_is_terminal: bool,
    /// The time, unless `--now` says otherwise.
    pub now: Timestamp,
    /// The working folder, if there is one: from there a file of policy is looked for.
    pub folder: Option<PathBuf>,
    /// Environment variables.
    pub environment: &'a dyn Fn(&str) -> Option<OsString>,
    /// Begins to watch for Ctrl-C: what it gives becomes true with the first one, and a second one
    /// ends the program.
    pub interruption: &'a dyn Fn() -> Arc<AtomicBool>,
    /// Random bytes that nobody can guess; `None` where the system has none to give.
    pub random: &'a dyn Fn() -> Option<[u8; 32]>,
}

impl fmt::Debug for World<'_> {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str("World")
    }
}

/// What stops a run, with its exit status.
#[derive(Debug)]
pub struct Failure {
    /// [`exit::USAGE`] or [`exit::UNDONE`].
    pub status: u8,
    /// What happened, with its causes.
    pub error: anyhow::Error,
    /// What the user can do about it.
    pub hint: Option<String>,
}

impl Failure {
    /// Wrong usage or unreadable input.
    pub fn usage(error: impl Into<anyhow::Error>, hint: impl Into<Option<String>>) -> Self {
        Self {
            status: exit::USAGE,
            error: error.into(),
            hint: hint.into(),
        }
    }

    /// The job could not be done.
    pub fn undone(error: impl Into<anyhow::Error>, hint: impl Into<Option<String>>) -> Self {
        Self {
            status: exit::UNDONE,
            error: error.into(),
            hint: hint.into(),
        }
    }
}

impl From<io::Error> for Failure {
    fn from(error: io::Error) -> Self {
        Self::undone(error, None)
    }
}

/// Runs the program: parses the arguments, does what they say, gives the exit status.
pub fn run(arguments: impl IntoIterator<Item = OsString>, world: &mut World<'_>) -> u8 {
    // Whether to colour is decided per stream by us and handed to renderers.
    colored::control::set_override(true);
    let parsed = Cli::command()
        .try_get_matches_from(arguments)
        .and_then(|matches| Cli::from_arg_matches(&matches));
    let result = match parsed {
        Ok(cli) => dispatch(cli, world),
        Err(error) => explain_usage(&error, world),
    };
    match result {
        Ok(status) => status,
        Err(failure) if is_broken_pipe(&failure.error) => exit::CLEAN,
        Err(failure) => {
            let shown = report_failure(&failure, world);
            shown.map_or(failure.status, |()| failure.status)
        }
    }
}

fn dispatch(cli: Cli, world: &mut World<'_>) -> Result<u8, Failure> {
    match cli.command {
        None => {
            if let Some(slip) = cli.inspect.inputs.first().and_then(|word| slip(word)) {
                return Err(slip);
            }
            inspect::run(&cli.inspect, inspect::Mode::Inspect, world)
        }
        Some(Command::Inspect(args)) => inspect::run(&args, inspect::Mode::Inspect, world),
        Some(Command::Lint(args)) => inspect::run(&args, inspect::Mode::Lint, world),
        Some(Command::Verdict(args)) => {
            let mode = inspect::Mode::Verdict {
                explain: args.explain,
                matrix: args.matrix,
            };
            inspect::run(&args.inspect, mode, world)
        }
        Some(Command::Provider(args)) => provider::run(&args, world),
        Some(Command::Diff(args)) => diff::run(&args, world),
        Some(Command::Redact(args)) => redact::run(&args, world),
        Some(Command::Demo(args)) => demo::run(&args, world),
        Some(Command::Explain(args)) => explain::run(&args, world),
        Some(Command::Rules(args)) => rules::run(&args, world),
        Some(Command::Config(args)) => config::run(&args, world),
        Some(Command::Completions { shell }) => completions::run(shell, world),
        Some(Command::Man) => man::run(world),
    }
}

/// `inspec` is no token, and `lint` after options is none: where no command was understood, a first
/// input that is nearly the name of one is a slip of the fingers, unless there is such a file.
fn slip(word: &str) -> Option<Failure> {
    let is_name = word.bytes().all(|byte| byte.is_ascii_lowercase());
    if !is_name || fs::symlink_metadata(word).is_ok() {
        return None;
    }
    let known = Cli::command();
    let known: Vec<&str> = known
        .get_subcommands()
        .map(clap::Command::get_name)
        .collect();
    if known.contains(&word) {
        return Some(Failure::usage(
            anyhow!("the command `{word}` stands after options, expected it before them"),
            Some(format!("`whichtoken {word} …`")),
        ));
    }
    let (similarity, name) = known
        .iter()
        .map(|name| (strsim::jaro_winkler(name, word), name))
        .max_by(|(a, _), (b, _)| a.total_cmp(b))?;
    (similarity > 0.8).then(|| {
        Failure::usage(
            anyhow!("there is no command `{word}`, and no file of that name"),
            Some(format!("did you mean `whichtoken {name}`?")),
        )
    })
}

/// Help and version go to stdout; what was typed wrong goes to stderr without any token in it.
fn explain_usage(error: &clap::Error, world: &mut World<'_>) -> Result<u8, Failure> {
    if let Some(failure) = usage::failure(error) {
        return Err(failure);
    }
    let text = error.render().to_string();
    if error.use_stderr() {
        for line in escape::without_tokens(&text).lines() {
            let line = line.replace(
                "For more information, try",
                "hint: for more information, try",
            );
            writeln!(world.stderr, "{}", escape::terminal(&line))?;
        }
        return Ok(exit::USAGE);
    }
    world.stdout.write_all(text.as_bytes())?;
    Ok(exit::CLEAN)
}

fn report_failure(failure: &Failure, world: &mut World<'_>) -> io::Result<()> {
    let text = in_words(&failure.error);
    let text = escape::without_tokens(&text);
    writeln!(world.stderr, "error: {}", escape::terminal(&text))?;
    if let Some(hint) = &failure.hint {
        let hint = escape::without_tokens(hint);
        writeln!(world.stderr, "hint: {}", escape::terminal(&hint))?;
    }
    Ok(())
}

/// What happened, with its causes.
fn in_words(error: &anyhow::Error) -> String {
    let chain: Vec<String> = error.chain().map(ToString::to_string).collect();
    chain.join(": ")
}

fn is_broken_pipe(error: &anyhow::Error) -> bool {
    error.chain().any(|cause| {
        cause
            .downcast_ref::<io::Error>()
            .is_some_and(|error| error.kind() == io::ErrorKind::BrokenPipe)
    })
}
