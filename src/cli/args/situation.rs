//! The facts on which the answer depends, as flags.

use std::path::PathBuf;

use clap::Args;

use crate::situation::{
    Binding, Channel, Consent, Fact, Need, Permissions, Presenters, Profile, Relation, Role,
    Situation, Transport,
};

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
