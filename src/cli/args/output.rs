//! Where and how to write.

use std::path::PathBuf;

use clap::{Args, ValueEnum};

/// The forms of the list of rules.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(crate) enum RulesFormat {
    /// for people
    Human,
    /// one JSON document with every text (see the schema)
    Json,
    /// a table
    Markdown,
}

/// The forms of a list of settings.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(crate) enum ConfigFormat {
    /// for people
    Human,
    /// one JSON document
    Json,
}

/// Where and how to write.
#[derive(Debug, Clone, Args)]
#[command(next_help_heading = "Output")]
pub(crate) struct OutputArgs {
    /// The form of the report
    #[arg(long, value_name = "FORMAT", default_value = "human")]
    pub(crate) format: Format,

    /// Write the report to a file instead of standard output
    #[arg(long, value_name = "FILE")]
    pub(crate) output: Option<PathBuf>,

    /// When to colour
    #[arg(long, value_name = "WHEN", default_value = "auto")]
    pub(crate) color: ColorWhen,

    /// No remarks on standard error
    #[arg(long, short)]
    pub(crate) quiet: bool,
}

impl Default for OutputArgs {
    fn default() -> Self {
        Self {
            format: Format::Human,
            output: None,
            color: ColorWhen::Auto,
            quiet: false,
        }
    }
}

/// The forms of a report.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(crate) enum Format {
    /// for people
    Human,
    /// one JSON document (see the schema)
    Json,
    /// SARIF 2.1.0, for code scanning
    Sarif,
    /// JUnit XML, for the test results of CI
    Junit,
    /// annotations of GitHub Actions
    Github,
    /// a page for the summary of a job
    Markdown,
    /// one such document a token, each in a line
    Ndjson,
}

impl Format {
    /// The name that it is chosen by.
    pub(crate) fn name(self) -> &'static str {
        match self {
            Self::Human => "human",
            Self::Json => "json",
            Self::Sarif => "sarif",
            Self::Junit => "junit",
            Self::Github => "github",
            Self::Markdown => "markdown",
            Self::Ndjson => "ndjson",
        }
    }

    /// Whether it is a list of findings, which has no place for a table of verdicts.
    pub(crate) fn is_list_of_findings(self) -> bool {
        matches!(self, Self::Sarif | Self::Junit | Self::Github)
    }
}

/// When to colour.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(crate) enum ColorWhen {
    /// on a terminal, as NO_COLOR and CLICOLOR_FORCE have it
    Auto,
    /// always
    Always,
    /// never
    Never,
}
