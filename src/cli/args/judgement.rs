//! How to judge: kind, clock, and what fails a run.

use clap::{
    Args, ValueEnum,
    builder::{PossibleValuesParser, TypedValueParser},
};

use crate::{classify::Kind, rules::Severity};

/// How to judge.
#[derive(Debug, Clone, Args)]
#[command(next_help_heading = "Judgement")]
pub(crate) struct JudgementArgs {
    /// Treat the token as this kind
    #[arg(long = "as", value_name = "KIND", value_parser = kinds())]
    pub(crate) kind: Option<Kind>,

    /// The time of judgement: RFC 3339, or seconds since the epoch
    #[arg(long, value_name = "TIME", value_parser = time)]
    pub(crate) now: Option<jiff::Timestamp>,

    /// Tolerated clock skew
    #[arg(long, value_name = "SECONDS", default_value_t = 60, value_parser = seconds)]
    pub(crate) leeway: u32,

    /// The severity from which the exit status is 1
    #[arg(long, value_name = "SEVERITY", default_value = "error")]
    pub(crate) fail_on: FailOn,

    /// Fail (status 3) where a rule lacks a fact
    #[arg(long)]
    pub(crate) require_complete: bool,
}

impl Default for JudgementArgs {
    fn default() -> Self {
        Self {
            kind: None,
            now: None,
            leeway: 60,
            fail_on: FailOn::Error,
            require_complete: false,
        }
    }
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
}

pub(crate) fn kinds() -> impl TypedValueParser<Value = Kind> {
    PossibleValuesParser::new(Kind::ALL.iter().map(|kind| kind.name()))
        .map(|name| Kind::from_name(&name).expect("only names of kinds pass"))
}

pub(crate) fn seconds(text: &str) -> Result<u32, String> {
    text.parse()
        .map_err(|_| "expected a whole number of seconds, such as 300".to_owned())
}

pub(crate) fn time(text: &str) -> Result<jiff::Timestamp, String> {
    let expected = "expected RFC 3339 (2026-01-31T12:00:00Z) or seconds since the epoch";
    match text.parse::<i64>() {
        Ok(seconds) => jiff::Timestamp::from_second(seconds).map_err(|_| expected.to_owned()),
        Err(_) => text.parse().map_err(|_| expected.to_owned()),
    }
}
