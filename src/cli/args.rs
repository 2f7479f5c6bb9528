//! The arguments; their doc comments are the help.

use std::path::PathBuf;

use clap::{
    Args, Parser, Subcommand, ValueEnum,
    builder::{PossibleValuesParser, TypedValueParser},
};

use crate::{
    classify::Kind,
    demo::Scenario,
    rules::Severity,
    situation::{
        Binding, Channel, Consent, Fact, Need, Permissions, Presenters, Profile, Relation, Role,
        Situation, Transport,
    },
};

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
    /// Discover a provider or read a saved one, and say what is wrong with its metadata and keys
    Provider(AboutProviderArgs),
    /// Start a provider on this machine, log in, and inspect the tokens that it gives
    Demo(DemoArgs),
    /// Explain a rule, kind, claim, threat, fallacy, vendor or specification
    Explain(ExplainArgs),
    /// List the rules, or the passages of the article that they mirror
    Rules(RulesArgs),
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

    /// What is demanded beyond the basics
    #[arg(long, value_name = "PROFILE", default_value = "oidc")]
    pub(crate) profile: Profile,

    /// The time of judgement: RFC 3339, or seconds since the epoch
    #[arg(long, value_name = "TIME", value_parser = time)]
    pub(crate) now: Option<jiff::Timestamp>,

    /// The severity from which the exit status is 1
    #[arg(long, value_name = "SEVERITY", default_value = "error")]
    pub(crate) fail_on: FailOn,

    #[command(flatten)]
    pub(crate) output: OutputArgs,
}

/// How an issuer is asked.
#[derive(Debug, Clone, Default, Args)]
#[command(next_help_heading = "Network")]
pub(crate) struct NetworkArgs {
    /// Trust the certificates of this PEM file for https, instead of the system's
    #[arg(long, value_name = "FILE")]
    pub(crate) ca_file: Option<PathBuf>,

    /// Give up on the provider after so many seconds
    #[arg(long, value_name = "SECONDS", default_value_t = 10)]
    pub(crate) timeout: u64,

    /// Allow plain http beyond this machine
    #[arg(long)]
    pub(crate) allow_http: bool,
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
    #[arg(long, value_name = "TIME", value_parser = time)]
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
    #[arg(long, value_name = "NUMBER", requires = "word")]
    pub(crate) example: Option<usize>,

    /// Print the example's key set or secret instead
    #[arg(long, requires = "example")]
    pub(crate) keys: bool,

    /// When to colour
    #[arg(long, value_name = "WHEN", default_value = "auto")]
    pub(crate) color: ColorWhen,
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

/// Arguments of `inspect` and `lint`.
#[derive(Debug, Clone, Default, Args)]
pub struct InspectArgs {
    /// A token, a file that holds one, or `-` for standard input
    ///
    /// Also `Authorization: Bearer …` lines, token responses in JSON, and URLs with a token in
    /// them. Without INPUT, standard input is read.
    #[arg(value_name = "INPUT", allow_hyphen_values = false)]
    pub inputs: Vec<String>,

    #[command(flatten)]
    pub(crate) provider: ProviderArgs,

    #[command(flatten)]
    pub(crate) situation: SituationArgs,

    #[command(flatten)]
    pub(crate) judgement: JudgementArgs,

    #[command(flatten)]
    pub(crate) output: OutputArgs,
}

/// Where keys come from.
#[derive(Debug, Clone, Default, Args)]
#[command(next_help_heading = "Provider and keys")]
pub(crate) struct ProviderArgs {
    /// Discover this issuer and trust its keys
    #[arg(long, value_name = "URL")]
    pub(crate) issuer: Option<String>,

    /// Discover the issuer that the token itself names (for display: the token chose it)
    #[arg(long, conflicts_with = "issuer")]
    pub(crate) discover: bool,

    /// A saved provider: a discovery document, or a folder with it and its key set
    #[arg(long, value_name = "FILE|DIR")]
    pub(crate) provider: Option<PathBuf>,

    /// A key set (RFC 7517)
    #[arg(long, value_name = "FILE")]
    pub(crate) jwks: Option<PathBuf>,

    /// A public key or certificate in PEM, or one JWK
    #[arg(long, value_name = "FILE")]
    pub(crate) key: Option<PathBuf>,

    /// A file with an HMAC secret (one final line break is not part of it)
    #[arg(long, value_name = "FILE")]
    pub(crate) secret_file: Option<PathBuf>,

    /// An environment variable with an HMAC secret
    #[arg(long, value_name = "NAME")]
    pub(crate) secret_env: Option<String>,

    /// Never touch the network
    #[arg(long, conflicts_with = "discover")]
    pub(crate) offline: bool,

    /// Trust the certificates of this PEM file for https, instead of the system's
    #[arg(long, value_name = "FILE")]
    pub(crate) ca_file: Option<PathBuf>,

    /// Give up on the provider after so many seconds
    #[arg(long, value_name = "SECONDS", default_value_t = 10)]
    pub(crate) timeout: u64,

    /// Allow plain http beyond this machine
    #[arg(long)]
    pub(crate) allow_http: bool,

    /// Allow private addresses for hosts that the token named
    #[arg(long)]
    pub(crate) allow_private: bool,

    /// Fail (status 3) where a signature cannot be checked or is missing; opaque strings have none
    #[arg(long)]
    pub(crate) require_signature: bool,
}

/// The facts on which the answer depends.
#[derive(Debug, Clone, Default, Args)]
#[command(next_help_heading = "Situation: facts on which the answer depends")]
pub(crate) struct SituationArgs {
    /// What the receiver is, for this message
    #[arg(long, value_name = "ROLE")]
    pub(crate) to: Option<Role>,

    /// A name by which the receiver recognises itself in `aud` (repeatable)
    #[arg(long, value_name = "ID")]
    pub(crate) audience: Vec<String>,

    /// A client id that is the receiver's own application (repeatable)
    #[arg(long, value_name = "CLIENT_ID")]
    pub(crate) own_client: Vec<String>,

    /// A client id of the sender (repeatable)
    #[arg(long, value_name = "CLIENT_ID")]
    pub(crate) client: Vec<String>,

    /// A client that the receiver lets present tokens, or `any` (repeatable)
    #[arg(long, value_name = "CLIENT_ID")]
    pub(crate) presenter: Vec<String>,

    /// The certificate that the sender presents (PEM; the first one of the file counts)
    #[arg(long, value_name = "FILE")]
    pub(crate) client_cert: Option<PathBuf>,

    /// Whether one operator runs both client and receiver
    #[arg(long, value_name = "RELATION")]
    pub(crate) relation: Option<Relation>,

    /// What the receiver must learn
    #[arg(long, value_name = "NEED")]
    pub(crate) need: Option<Need>,

    /// Who decides what the caller may do
    #[arg(long, value_name = "WHO")]
    pub(crate) permissions: Option<Permissions>,

    /// Whether a sender constraint is demanded
    #[arg(long, value_name = "DEMAND")]
    pub(crate) binding: Option<Binding>,

    /// How the token travels
    #[arg(long, value_name = "HOW")]
    pub(crate) transport: Option<Transport>,

    /// How the connection is protected
    #[arg(long, value_name = "HOW")]
    pub(crate) channel: Option<Channel>,

    /// The nonce that was sent with the login request
    // A random nonce in base64url begins with a hyphen one time in 64.
    #[arg(long, value_name = "NONCE", allow_hyphen_values = true)]
    pub(crate) nonce: Option<String>,

    /// A scope that the receiver needs (repeatable)
    #[arg(long, value_name = "SCOPE")]
    pub(crate) scope: Vec<String>,

    /// What the user agreed to for this client
    #[arg(long, value_name = "WHAT")]
    pub(crate) consent: Option<Consent>,

    /// What the receiver really checks: signature, issuer, audience, presenter, type, expiry or
    /// nonce (repeatable)
    #[arg(long, value_name = "NAME=yes|no", value_parser = check)]
    pub(crate) check: Vec<(String, String)>,

    /// A party that the receiver sends the token on to (repeatable)
    #[arg(long, value_name = "ID[=credential|payload]")]
    pub(crate) forwards_to: Vec<String>,

    /// The oldest authentication that the receiver takes
    #[arg(long, value_name = "SECONDS")]
    pub(crate) max_auth_age: Option<i64>,

    /// Any fact by its dotted name, such as `client.type=public` (repeatable)
    #[arg(long, value_name = "NAME=VALUE", value_parser = fact)]
    pub(crate) fact: Vec<(String, String)>,

    /// What is demanded beyond the basics
    #[arg(long, value_name = "PROFILE", default_value = "oidc")]
    pub(crate) profile: Profile,
}

impl SituationArgs {
    /// The facts as stated, and what follows from them. An issuer that the user named is one that
    /// the receiver trusts.
    pub(crate) fn situation(&self, issuer: Option<&str>) -> Situation {
        let mut situation = Situation {
            role: Fact::from(self.to),
            receiver_ids: self.audience.clone(),
            receiver_clients: self.own_client.clone(),
            receiver_issuers: issuer.map(str::to_owned).into_iter().collect(),
            client_ids: self.client.clone(),
            relation: Fact::from(self.relation),
            need: Fact::from(self.need),
            permissions: Fact::from(self.permissions),
            consent: Fact::from(self.consent),
            binding: Fact::from(self.binding),
            transport: Fact::from(self.transport),
            channel: Fact::from(self.channel),
            nonce: self.nonce.clone(),
            need_scopes: self.scope.clone(),
            max_auth_age: self.max_auth_age,
            profile: self.profile,
            ..Situation::default()
        };
        if !self.presenter.is_empty() {
            situation.presenters = Fact::Stated(Presenters::of(self.presenter.clone()));
        }
        let forwards = self
            .forwards_to
            .iter()
            .map(|one| ("forwards_to", one.as_str()));
        let facts = self.fact.iter().chain(&self.check);
        let facts = facts.map(|(name, value)| (name.as_str(), value.as_str()));
        for (name, value) in facts.chain(forwards) {
            situation
                .state(name, value)
                .expect("the arguments were parsed by stating them");
        }
        situation.complete();
        situation
    }
}

/// `NAME=VALUE`, if it can be stated.
fn fact(text: &str) -> Result<(String, String), String> {
    let (name, value) = text
        .split_once('=')
        .ok_or("expected NAME=VALUE, such as client.type=public")?;
    let stated = Situation::default().state(name, value);
    stated.map_err(|error| error.to_string())?;
    Ok((name.to_owned(), value.to_owned()))
}

/// `NAME=yes|no`, for a check by its short name.
fn check(text: &str) -> Result<(String, String), String> {
    fact(&format!("checks.{text}"))
}

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

fn kinds() -> impl TypedValueParser<Value = Kind> {
    PossibleValuesParser::new(Kind::ALL.iter().map(|kind| kind.name()))
        .map(|name| Kind::from_name(&name).expect("only names of kinds pass"))
}

fn seconds(text: &str) -> Result<u32, String> {
    text.parse()
        .map_err(|_| "expected a whole number of seconds, such as 300".to_owned())
}

pub(super) fn time(text: &str) -> Result<jiff::Timestamp, String> {
    let expected = "expected RFC 3339 (2026-01-31T12:00:00Z) or seconds since the epoch";
    match text.parse::<i64>() {
        Ok(seconds) => jiff::Timestamp::from_second(seconds).map_err(|_| expected.to_owned()),
        Err(_) => text.parse().map_err(|_| expected.to_owned()),
    }
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
