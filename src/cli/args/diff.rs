//! Arguments of `diff`.

use std::path::PathBuf;

use clap::{Args, ValueEnum};

use super::{
    ColorWhen, MaskArgs, ProviderArgs, SituationArgs,
    judgement::{kinds, seconds, time},
};
use crate::classify::Kind;

/// Arguments of `diff`.
#[derive(Debug, Clone, Args)]
pub struct DiffArgs {
    /// The first: a token, a file, or `-` for standard input
    #[arg(value_name = "A")]
    pub(crate) a: String,

    /// The second
    #[arg(value_name = "B")]
    pub(crate) b: String,

    #[command(flatten)]
    pub(crate) provider: ProviderArgs,

    #[command(flatten)]
    pub(crate) situation: SituationArgs,

    /// Treat the tokens as this kind
    #[arg(long = "as", value_name = "KIND", value_parser = kinds(), help_heading = "Judgement")]
    pub(crate) kind: Option<Kind>,

    /// The time of judgement: RFC 3339, or seconds since the epoch
    #[arg(long, value_name = "TIME", allow_negative_numbers = true, value_parser = time, help_heading = "Judgement")]
    pub(crate) now: Option<jiff::Timestamp>,

    /// Tolerated clock skew
    #[arg(long, value_name = "SECONDS", allow_negative_numbers = true, default_value_t = 60, value_parser = seconds,
          help_heading = "Judgement")]
    pub(crate) leeway: u32,

    /// Mask claim values; equal values get equal masks
    #[arg(long, help_heading = "Masking")]
    pub(crate) redact: bool,

    #[command(flatten)]
    pub(crate) masks: MaskArgs,

    /// The form of the comparison
    #[arg(
        long,
        value_name = "FORMAT",
        default_value = "human",
        help_heading = "Output"
    )]
    pub(crate) format: DiffFormat,

    /// Write the comparison to a file instead of standard output
    #[arg(long, value_name = "FILE", help_heading = "Output")]
    pub(crate) output: Option<PathBuf>,

    /// When to colour
    #[arg(
        long,
        value_name = "WHEN",
        default_value = "auto",
        help_heading = "Output"
    )]
    pub(crate) color: ColorWhen,

    /// No remarks on standard error
    #[arg(long, short, help_heading = "Output")]
    pub(crate) quiet: bool,
}

/// The forms of a comparison.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(crate) enum DiffFormat {
    /// for people
    Human,
    /// one JSON document (see the schema)
    Json,
}
