//! How to judge: kind and clock.

use clap::{
    Args,
    builder::{PossibleValuesParser, TypedValueParser},
};

use crate::classify::Kind;

/// How to judge.
#[derive(Debug, Clone, Default, Args)]
#[command(next_help_heading = "Judgement")]
pub(crate) struct JudgementArgs {
    /// Treat the token as this kind
    #[arg(long = "as", value_name = "KIND", value_parser = kinds())]
    pub(crate) kind: Option<Kind>,

    /// The time of judgement: RFC 3339, or seconds since the epoch
    #[arg(long, value_name = "TIME", allow_negative_numbers = true, value_parser = time)]
    pub(crate) now: Option<jiff::Timestamp>,

    /// Tolerated clock skew [default: 60]
    #[arg(long, value_name = "SECONDS", allow_negative_numbers = true, value_parser = seconds)]
    pub(crate) leeway: Option<u32>,

    /// Weigh sending the token to the receiver too (`lint --situation` always does)
    #[arg(long)]
    pub(crate) verdict: bool,

    /// Fail (status 3) where a rule lacks a fact
    #[arg(long)]
    pub(crate) require_complete: bool,
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
