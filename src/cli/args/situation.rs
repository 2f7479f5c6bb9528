//! The facts on which the answer depends, as flags.

use std::path::PathBuf;

use clap::{Args, ValueHint};

use super::judgement::seconds;
use crate::situation::{
    Binding, Channel, Consent, FactError, Need, Permissions, Profile, Relation, Role, Situation,
    Transport, Value,
};

/// The facts on which the answer depends.
#[derive(Debug, Clone, Default, Args)]
#[command(next_help_heading = "Situation: facts on which the answer depends")]
pub(crate) struct SituationArgs {
    /// A TOML file of situations, and which of them; other flags override its facts
    ///
    /// Each situation is a table `[situation.NAME]`. Its keys are the dotted names of the facts, as
    /// `--fact` has them: `receiver.role` is `role` in `[situation.NAME.receiver]`. Without NAME
    /// the file has one situation only. `#NAME` is a situation of whichtoken.toml, and so is a NAME
    /// that is no file. A flag takes the place of the fact in the file; a flag for a list takes the
    /// place of the whole list.
    #[arg(long, value_name = "[FILE]#NAME", value_hint = ValueHint::FilePath)]
    pub(crate) situation: Option<String>,

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
    #[arg(long, value_name = "SECONDS", allow_negative_numbers = true, value_parser = age)]
    pub(crate) max_auth_age: Option<i64>,

    /// Any fact by its dotted name, such as `client.type=public` (repeatable)
    #[arg(long, value_name = "NAME=VALUE", value_parser = fact)]
    pub(crate) fact: Vec<(String, String)>,

    /// What is demanded beyond the basics [default: oidc]
    #[arg(long, value_name = "PROFILE")]
    pub(crate) profile: Option<Profile>,
}

/// A fact, and the flag that states it.
#[derive(Debug)]
pub(crate) struct Stated<'a> {
    /// As it is typed.
    pub(crate) flag: &'static str,
    /// The dotted name of the fact.
    pub(crate) name: &'a str,
    pub(crate) value: Value,
}

impl SituationArgs {
    /// The facts that flags state, in the order of the flags.
    ///
    /// # Errors
    /// A fact cannot have its value.
    pub(crate) fn statements(&self) -> Result<Vec<Stated<'_>>, FactError> {
        fn word<T: ToString>(value: &Option<T>) -> Option<Value> {
            value.as_ref().map(|value| Value::Text(value.to_string()))
        }
        let list = |members: &Vec<String>| {
            let stated = (!members.is_empty()).then(|| members.clone());
            stated.map(Value::List)
        };
        let flags = [
            ("--to", "receiver.role", word(&self.to)),
            ("--audience", "receiver.ids", list(&self.audience)),
            ("--own-client", "receiver.clients", list(&self.own_client)),
            ("--client", "client.ids", list(&self.client)),
            ("--presenter", "presenters", list(&self.presenter)),
            ("--relation", "relation", word(&self.relation)),
            ("--need", "need", word(&self.need)),
            ("--scope", "need.scopes", list(&self.scope)),
            (
                "--max-auth-age",
                "need.max_auth_age",
                self.max_auth_age.map(Value::Number),
            ),
            ("--permissions", "permissions", word(&self.permissions)),
            ("--consent", "consent", word(&self.consent)),
            ("--binding", "binding", word(&self.binding)),
            ("--transport", "transport", word(&self.transport)),
            ("--channel", "channel", word(&self.channel)),
            ("--forwards-to", "forwards_to", list(&self.forwards_to)),
            ("--nonce", "nonce", word(&self.nonce)),
            ("--profile", "profile", word(&self.profile)),
        ];
        let mut statements: Vec<Stated<'_>> = flags
            .into_iter()
            .filter_map(|(flag, name, value)| {
                let value = value?;
                Some(Stated { flag, name, value })
            })
            .collect();
        for (flag, facts) in [("--check", &self.check), ("--fact", &self.fact)] {
            for (name, text) in facts {
                let value = Value::read(name, text)?;
                statements.push(Stated { flag, name, value });
            }
        }
        Ok(statements)
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

fn age(text: &str) -> Result<i64, String> {
    seconds(text).map(i64::from)
}

/// `NAME=yes|no`, for a check by its short name.
fn check(text: &str) -> Result<(String, String), String> {
    if !text.contains('=') {
        return Err("expected NAME=yes|no, such as audience=yes".to_owned());
    }
    fact(&format!("checks.{text}"))
}
