//! The arguments; their doc comments are the help.

mod batch;
mod diff;
mod judgement;
mod output;
mod policy;
mod provider;
mod redact;
mod situation;

use std::path::PathBuf;

use clap::{Args, Parser, Subcommand, ValueHint};

pub(super) use self::judgement::{seconds, time};
pub(crate) use self::{
    batch::{BatchArgs, InputFormat},
    diff::DiffFormat,
    judgement::JudgementArgs,
    output::{ColorWhen, ConfigFormat, Format, OutputArgs, RulesFormat},
    policy::{FailOn, PolicyArgs},
    provider::{NetworkArgs, ProviderArgs},
    redact::{MaskArgs, RedactionArgs},
    situation::{SituationArgs, Stated},
};
pub use self::{diff::DiffArgs, redact::RedactArgs};
use crate::{demo::Scenario, situation::Profile};

const EXAMPLES: &str = "Examples:
  whichtoken demo
  whichtoken token.jwt --issuer https://idp.example
  whichtoken lint token.jwt --issuer https://idp.example \\
      --to resource-server --audience https://api.example";

/// Which token is this, and may I send it there?
///
/// Decodes a token of OAuth 2.0 or OpenID Connect, says which kind it is and on what evidence,
/// checks it against its provider, and runs rules that each carry their reasons.
#[derive(Debug, Parser)]
#[command(
    name = "whichtoken",
    version,
    args_conflicts_with_subcommands = true,
    after_help = EXAMPLES
)]
pub struct Cli {
    /// The command; without one, `inspect`.
    #[command(subcommand)]
    pub command: Option<Command>,

    #[command(flatten)]
    pub(crate) inspect: InspectArgs,
}

/// The commands.
#[derive(Debug, Subcommand)]
pub enum Command {
    /// Decode a token, say which it is and why, and what is wrong with it
    Inspect(InspectArgs),
    /// Run the rules only; the exit status says whether they found something
    Lint(InspectArgs),
    /// Weigh sending a token somewhere: arguments both ways, conditions, what would change it
    ///
    /// Exit status 0: accept, or accept with conditions. 1: discouraged, reject, or undecided.
    Verdict(VerdictArgs),
    /// Discover a provider or read a saved one, and say what is wrong with its metadata and keys
    Provider(AboutProviderArgs),
    /// Tell what differs between two tokens, or two token responses, claim by claim
    ///
    /// Exit status 0: the same. 1: different. The bytes of signatures are not compared.
    Diff(Box<DiffArgs>),
    /// Print the same text with signatures cut and claims masked: safe for a bug report
    Redact(RedactArgs),
    /// Start a provider on this machine, log in, and inspect the tokens that it gives
    Demo(DemoArgs),
    /// Explain a rule, kind, claim, threat, fallacy, vendor or specification
    Explain(ExplainArgs),
    /// List the rules, or the passages of the article that they mirror
    Rules(RulesArgs),
    /// Check a file of policy (whichtoken.toml), or show what holds and from where
    Config(ConfigArgs),
    /// Print completions for a shell
    Completions {
        /// The shell
        shell: clap_complete::Shell,
    },
    /// Print the manual page
    Man,
}

/// Arguments of `provider`.
#[derive(Debug, Clone, Args)]
pub struct AboutProviderArgs {
    /// An issuer to discover, a saved provider (a folder, or its discovery document), or a key set
    #[arg(value_name = "ISSUER|FILE|DIR")]
    pub(crate) provider: String,

    /// Save discovery document and key set in this folder, for `--provider DIR`
    #[arg(long, value_name = "DIR")]
    pub(crate) save: Option<PathBuf>,

    /// Compare with this provider as it was saved earlier
    #[arg(long, value_name = "FILE|DIR")]
    pub(crate) earlier: Option<PathBuf>,

    #[command(flatten)]
    pub(crate) network: NetworkArgs,

    /// What is demanded beyond the basics [default: oidc]
    #[arg(long, value_name = "PROFILE")]
    pub(crate) profile: Option<Profile>,

    /// The time of judgement: RFC 3339, or seconds since the epoch
    #[arg(long, value_name = "TIME", allow_negative_numbers = true, value_parser = time)]
    pub(crate) now: Option<jiff::Timestamp>,

    #[command(flatten)]
    pub(crate) policy: PolicyArgs,

    #[command(flatten)]
    pub(crate) output: OutputArgs,
}

/// Arguments of `config`.
#[derive(Debug, Clone, Args)]
pub struct ConfigArgs {
    #[command(subcommand)]
    pub(crate) command: ConfigCommand,
}

/// What to do with a file of policy.
#[derive(Debug, Clone, Subcommand)]
pub(crate) enum ConfigCommand {
    /// Say what is wrong with a file of policy: slips (exit status 2) and expired suppressions
    Check(ConfigCheckArgs),
    /// Show what holds, and from where: a flag, a line of the file, the profile, or the default
    Show(ConfigShowArgs),
}

/// Arguments of `config check`.
#[derive(Debug, Clone, Args)]
pub(crate) struct ConfigCheckArgs {
    /// The file; without it, whichtoken.toml in this folder or the nearest above
    #[arg(value_name = "FILE", value_hint = ValueHint::FilePath)]
    pub(crate) file: Option<PathBuf>,

    /// The day on which suppressions are judged: RFC 3339, or seconds since the epoch
    #[arg(long, value_name = "TIME", allow_negative_numbers = true, value_parser = time)]
    pub(crate) now: Option<jiff::Timestamp>,

    /// The severity from which the exit status is 1; an expired suppression is a warning [default:
    /// that of the file, or else error]
    #[arg(long, value_name = "SEVERITY")]
    pub(crate) fail_on: Option<FailOn>,
}

/// Arguments of `config show`.
#[derive(Debug, Clone, Args)]
pub(crate) struct ConfigShowArgs {
    /// What is demanded beyond the basics [default: oidc]
    #[arg(long, value_name = "PROFILE")]
    pub(crate) profile: Option<Profile>,

    /// Tolerated clock skew [default: 60]
    #[arg(long, value_name = "SECONDS", allow_negative_numbers = true, value_parser = seconds)]
    pub(crate) leeway: Option<u32>,

    /// The day on which suppressions are judged: RFC 3339, or seconds since the epoch
    #[arg(long, value_name = "TIME", allow_negative_numbers = true, value_parser = time)]
    pub(crate) now: Option<jiff::Timestamp>,

    /// The form of the list
    #[arg(long, value_name = "FORMAT", default_value = "human")]
    pub(crate) format: ConfigFormat,

    #[command(flatten)]
    pub(crate) policy: PolicyArgs,
}

/// Arguments of `verdict`.
#[derive(Debug, Clone, Args)]
pub struct VerdictArgs {
    #[command(flatten)]
    pub(crate) inspect: InspectArgs,

    /// Show the whole reasoning: all fifteen concerns with the facts they read, and who says so
    #[arg(long)]
    pub(crate) explain: bool,

    /// Show what an ID token, an opaque, a JWT and a bound access token would get, at every receiver
    #[arg(long)]
    pub(crate) matrix: bool,
}

/// Arguments of `demo`.
#[derive(Debug, Clone, Args)]
pub struct DemoArgs {
    /// What to play
    #[arg(value_name = "SCENARIO", default_value = "login")]
    pub(crate) scenario: Scenario,

    /// Save the token response, the discovery document and the key set in this folder
    ///
    /// The tokens are real ones of a provider that ends with the demo; still, the file that holds
    /// them is readable for you only.
    #[arg(long, value_name = "DIR")]
    pub(crate) save: Option<PathBuf>,

    /// The time of the login: RFC 3339, or seconds since the epoch
    #[arg(long, value_name = "TIME", allow_negative_numbers = true, value_parser = time)]
    pub(crate) now: Option<jiff::Timestamp>,

    #[command(flatten)]
    pub(crate) output: OutputArgs,
}

/// Arguments of `explain`.
#[derive(Debug, Clone, Args)]
pub struct ExplainArgs {
    /// What to explain; without it, all words are listed
    ///
    /// A rule (`audience-mismatch`), a kind (`id-token`), a claim or header (`azp`), a threat
    /// (`T-UNREL`), a fallacy (`N-DEONTIC`), a step of the verdict (`V-3`), a vendor (`keycloak`), a
    /// specification (`rfc9068`), or a passage of the article (`P11`, `fn9`).
    #[arg(value_name = "WORD", num_args = 1..)]
    pub(crate) word: Option<Vec<String>>,

    /// Print the input of this example of a rule, as `lint` takes it
    #[arg(long, value_name = "NUMBER", requires = "word", allow_negative_numbers = true,
          value_parser = example)]
    pub(crate) example: Option<usize>,

    /// Print the example's key set, secret or resource metadata instead
    #[arg(long, requires = "example")]
    pub(crate) keys: bool,

    /// When to colour
    #[arg(long, value_name = "WHEN", default_value = "auto")]
    pub(crate) color: ColorWhen,
}

fn example(text: &str) -> Result<usize, String> {
    text.parse()
        .map_err(|_| "expected the number of an example, from 1".to_owned())
}

/// Arguments of `rules`.
#[derive(Debug, Clone, Args)]
pub struct RulesArgs {
    /// The map of the article: each passage, and the rules, fallacies and steps of the verdict that
    /// carry its argument (the JSON always has both)
    #[arg(long)]
    pub(crate) article: bool,

    /// The form of the list
    #[arg(long, value_name = "FORMAT", default_value = "human")]
    pub(crate) format: RulesFormat,

    /// Write the list to a file instead of standard output
    #[arg(long, value_name = "FILE")]
    pub(crate) output: Option<PathBuf>,

    /// When to colour
    #[arg(long, value_name = "WHEN", default_value = "auto")]
    pub(crate) color: ColorWhen,
}

/// Arguments of `inspect` and `lint`.
#[derive(Debug, Clone, Default, Args)]
pub struct InspectArgs {
    /// A token, a file or a folder of files that hold some, or `-` for standard input
    ///
    /// Also header lines such as `Authorization: Bearer …`, form bodies, token responses in JSON,
    /// URLs with a token in them, and lines that are a token or a record `{"token": …}` each. Without
    /// INPUT, standard input is read.
    #[arg(value_name = "INPUT", allow_hyphen_values = false)]
    pub inputs: Vec<String>,

    #[command(flatten)]
    pub(crate) provider: ProviderArgs,

    #[command(flatten)]
    pub(crate) situation: SituationArgs,

    #[command(flatten)]
    pub(crate) judgement: JudgementArgs,

    #[command(flatten)]
    pub(crate) policy: PolicyArgs,

    #[command(flatten)]
    pub(crate) batch: BatchArgs,

    #[command(flatten)]
    pub(crate) redaction: RedactionArgs,

    #[command(flatten)]
    pub(crate) output: OutputArgs,
}

#[cfg(test)]
mod tests {
    use super::*;
    use clap::CommandFactory as _;

    #[test]
    fn the_arguments_are_consistent() {
        Cli::command().debug_assert();
    }
}
