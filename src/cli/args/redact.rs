//! What is masked, and by which key.

use std::path::PathBuf;

use clap::Args;

use super::Format;

/// Arguments of `redact`.
#[derive(Debug, Clone, Args)]
pub struct RedactArgs {
    /// A token, a file, or `-` for standard input
    ///
    /// Any text with tokens in it: what stands around them stays as it is, but for secrets that a name,
    /// a header, a URL or a key block shows. Without INPUT, standard input is read.
    #[arg(value_name = "INPUT", allow_hyphen_values = false)]
    pub input: Option<String>,

    #[command(flatten)]
    pub(crate) masks: MaskArgs,

    /// Write the text to a file instead of standard output
    #[arg(long, value_name = "FILE")]
    pub(crate) output: Option<PathBuf>,

    /// No remarks on standard error
    #[arg(long, short)]
    pub(crate) quiet: bool,
}

/// What is masked, and by which key.
#[derive(Debug, Clone, Default, Args)]
#[command(next_help_heading = "Masking")]
pub(crate) struct MaskArgs {
    /// Leave this claim as it is; may be repeated
    #[arg(long, value_name = "CLAIM")]
    pub(crate) keep: Vec<String>,

    /// A file of 16 bytes or more that nobody can guess, so that several runs mask alike
    ///
    /// Without it, every run has a random key of its own. Whoever has the file can find masked
    /// values by trying.
    #[arg(long, value_name = "FILE")]
    pub(crate) salt_file: Option<PathBuf>,
}

/// Whether a report is masked.
#[derive(Debug, Clone, Default, Args)]
#[command(next_help_heading = "Masking")]
pub(crate) struct RedactionArgs {
    /// Mask claim values in the report; in formats for CI that is the default
    #[arg(long, overrides_with = "no_redact")]
    pub(crate) redact: bool,

    /// Show claim values as they are
    #[arg(long, overrides_with = "redact")]
    pub(crate) no_redact: bool,

    #[command(flatten)]
    pub(crate) masks: MaskArgs,
}

impl RedactionArgs {
    /// Whether to mask a report of this form.
    pub(crate) fn is_wanted(&self, format: Format) -> bool {
        self.redact || (!self.no_redact && by_default(format))
    }
}

/// Whether a report is masked unless the user says otherwise: what goes to the logs and pages of a
/// CI system is read by more people than what a person asks for at a terminal.
pub(crate) fn by_default(format: Format) -> bool {
    matches!(
        format,
        Format::Sarif | Format::Junit | Format::Github | Format::Markdown
    )
}
