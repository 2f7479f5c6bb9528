//! How many inputs are read and judged.

use std::num::NonZeroUsize;

use clap::{Args, ValueEnum};

/// How many inputs are read and judged.
#[derive(Debug, Clone, Default, Args)]
#[command(next_help_heading = "Many tokens")]
pub(crate) struct BatchArgs {
    /// What the input is
    #[arg(long, value_name = "FORM", default_value = "auto")]
    pub(crate) input_format: InputFormat,

    /// How many tokens of a batch are judged at a time; all processors by default
    #[arg(long, value_name = "NUMBER", allow_negative_numbers = true, value_parser = number)]
    pub(crate) jobs: Option<NonZeroUsize>,
}

fn number(text: &str) -> Result<NonZeroUsize, String> {
    text.parse()
        .map_err(|_| "expected a whole number from 1".to_owned())
}

/// The forms of an input.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, ValueEnum)]
pub(crate) enum InputFormat {
    /// as its look tells
    #[default]
    Auto,
    /// a token alone
    Token,
    /// lines, each with a token or a record `{"token": …}`
    Ndjson,
    /// a token response, or a JOSE object in JSON
    Json,
    /// header lines
    Headers,
    /// a URL
    Url,
    /// a form body
    Form,
}
