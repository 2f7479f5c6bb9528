//! What counts, and how much: the file of a team's policy, and the flags over it.

use std::path::PathBuf;

use clap::{Args, ValueEnum, ValueHint};

use crate::{
    rules::{self, Level, Rule, Severity},
    situation::nearest,
};

/// What counts, and how much.
#[derive(Debug, Clone, Default, Args)]
#[command(next_help_heading = "Policy")]
pub(crate) struct PolicyArgs {
    /// The file of the policy [default: whichtoken.toml in this folder or the nearest above]
    ///
    /// It holds profile, limits, severities, situations and suppressions; flags override it.
    #[arg(long, value_name = "FILE", value_hint = ValueHint::FilePath)]
    pub(crate) config: Option<PathBuf>,

    /// Read no whichtoken.toml
    #[arg(long, conflicts_with = "config")]
    pub(crate) no_config: bool,

    /// Hear this rule and no other (repeatable, or with commas)
    #[arg(long, value_name = "RULE", value_delimiter = ',', value_parser = rule)]
    pub(crate) only: Vec<&'static Rule>,

    /// Suppress the findings of this rule; they are still counted (repeatable, or with commas)
    #[arg(long, value_name = "RULE", value_delimiter = ',', value_parser = rule)]
    pub(crate) ignore: Vec<&'static Rule>,

    /// Give all findings of a rule this severity: error, warn, info, note, or off (repeatable)
    #[arg(long, value_name = "RULE=LEVEL", value_parser = severity)]
    pub(crate) severity: Vec<(&'static Rule, Level)>,

    /// The severity from which the exit status is 1 [default: error]
    #[arg(long, value_name = "SEVERITY")]
    pub(crate) fail_on: Option<FailOn>,

    /// Suppress the findings that this file lists
    #[arg(long, value_name = "FILE", value_hint = ValueHint::FilePath)]
    pub(crate) baseline: Option<PathBuf>,

    /// Write the findings of now to a file for --baseline, and judge the run by it
    #[arg(
        long,
        value_name = "FILE",
        value_hint = ValueHint::FilePath,
        conflicts_with = "baseline"
    )]
    pub(crate) write_baseline: Option<PathBuf>,
}

/// The severity from which a run fails.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(crate) enum FailOn {
    /// errors only
    Error,
    /// warnings and errors
    Warn,
    /// anything but notes
    Info,
    /// never
    Never,
}

impl FailOn {
    /// The lowest severity that fails.
    pub(crate) fn threshold(self) -> Option<Severity> {
        match self {
            Self::Error => Some(Severity::Error),
            Self::Warn => Some(Severity::Warn),
            Self::Info => Some(Severity::Info),
            Self::Never => None,
        }
    }

    /// The fixed name.
    pub(crate) fn name(self) -> &'static str {
        match self {
            Self::Error => "error",
            Self::Warn => "warn",
            Self::Info => "info",
            Self::Never => "never",
        }
    }
}

fn rule(name: &str) -> Result<&'static Rule, String> {
    rules::find(name).ok_or_else(|| {
        let names = rules::ALL.iter().map(|rule| rule.name);
        match nearest(names, name) {
            Some(meant) => format!("there is no such rule; did you mean `{meant}`?"),
            None => "there is no such rule; `whichtoken rules` lists them".to_owned(),
        }
    })
}

fn severity(text: &str) -> Result<(&'static Rule, Level), String> {
    let (name, level) = text
        .split_once('=')
        .ok_or("expected RULE=LEVEL, such as untyped-jwt=warn")?;
    let rule = rule(name)?;
    let level = Level::from_name(level).ok_or_else(|| {
        let names = Level::ALL.map(Level::name);
        let meant = nearest(names, level).map(|meant| format!("; did you mean `{meant}`?"));
        format!(
            "a severity cannot be `{level}`, expected one of {}{}",
            names.join(", "),
            meant.unwrap_or_default()
        )
    })?;
    Ok((rule, level))
}
