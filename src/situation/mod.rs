//! Where is it going: the facts on which the answer depends. Unknown stays unknown.

mod error;
pub mod facts;
pub mod file;
pub mod infer;
mod resource;
mod state;
mod value;
mod write;

use std::collections::BTreeMap;

pub use error::FactError;
pub(crate) use error::nearest;
pub use facts::{
    Binding, Channel, ClientType, Consent, FactName, Forward, ForwardedAs, Need, OneTime,
    Permissions, Presenters, Profile, Relation, Role, Sensitivity, Transport, TypeRule,
};
pub use resource::ProtectedResource;
pub use state::NAMES;
pub use value::{Known, KnownFact, Value};

/// A fact, and how it is known.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub enum Fact<T> {
    /// Nobody said, and nothing shows it.
    #[default]
    Unknown,
    /// It follows from something seen, which is named.
    Inferred(T, &'static str),
    /// The user said so.
    Stated(T),
}

impl<T> Fact<T> {
    /// The value, if known in either way.
    pub fn known(&self) -> Option<&T> {
        match self {
            Self::Unknown => None,
            Self::Inferred(value, _) | Self::Stated(value) => Some(value),
        }
    }

    /// Whether the value is known and equal to this one.
    pub fn is(&self, wanted: &T) -> bool
    where
        T: PartialEq,
    {
        self.known() == Some(wanted)
    }
}

impl<T> From<Option<T>> for Fact<T> {
    /// What the user said, if anything.
    fn from(stated: Option<T>) -> Self {
        stated.map_or(Self::Unknown, Self::Stated)
    }
}

/// The facts about sender, receiver and transport.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Situation {
    /// The function that the receiving program has for this message.
    pub role: Fact<Role>,
    /// Names by which the receiver recognises itself in `aud`.
    pub receiver_ids: Vec<String>,
    /// Client ids that *are* the receiver's own application.
    pub receiver_clients: Vec<String>,
    /// Issuers that the receiver trusts.
    pub receiver_issuers: Vec<String>,
    /// Client ids of the sender.
    pub client_ids: Vec<String>,
    /// Whether client and receiver have the same operator.
    pub relation: Fact<Relation>,
    /// Which parties the receiver lets present tokens.
    pub presenters: Fact<Presenters>,
    /// What the receiver must learn.
    pub need: Fact<Need>,
    /// Who decides what the caller may do.
    pub permissions: Fact<Permissions>,
    /// What the user agreed to.
    pub consent: Fact<Consent>,
    /// Whether a sender constraint is demanded.
    pub binding: Fact<Binding>,
    /// How the token travels.
    pub transport: Fact<Transport>,
    /// How the connection is protected.
    pub channel: Fact<Channel>,
    /// The nonce of the login attempt that the ID token must carry.
    pub nonce: Option<String>,
    /// Who runs the receiver.
    pub receiver_operator: Option<String>,
    /// Who runs the sender.
    pub client_operator: Option<String>,
    /// Whether the sender can keep a secret.
    pub client_type: Fact<ClientType>,
    /// The SHA-256 thumbprint of the certificate that the sender presents, as `x5t#S256` spells it
    /// (RFC 8705 §3.1).
    pub client_certificate: Option<String>,
    /// What the deployed receiver really checks, by name (`audience`, `issuer` …); a check that is
    /// not here is unknown.
    pub checks: BTreeMap<String, bool>,
    /// The scopes that the receiver needs.
    pub need_scopes: Vec<String>,
    /// The oldest authentication that the receiver takes, in seconds.
    pub max_auth_age: Option<i64>,
    /// The authentication context class that the receiver needs.
    pub need_acr: Option<String>,
    /// How the receiver notices that a token comes a second time.
    pub one_time: Fact<OneTime>,
    /// What happens to the token next.
    pub forwards_to: Vec<Forward>,
    /// The claims that select the account.
    pub account_key: Vec<String>,
    /// Whether the client reads the access token.
    pub reads_access_token: Fact<bool>,
    /// The consequence of a wrong grant.
    pub sensitivity: Fact<Sensitivity>,
    /// Whether the receiver asks the issuer about tokens.
    pub introspects: Fact<bool>,
    /// What a federation's trust policy demands of `sub`: a pattern with `*`, or `none`.
    pub subject_condition: Fact<String>,
    /// How the receiver tells kinds of token apart.
    pub type_rule: Fact<TypeRule>,
    /// What the receiver publishes about itself, if that is at hand.
    pub resource: Option<ProtectedResource>,
    /// The profile of rules to judge by.
    pub profile: Profile,
    /// Of the lists, texts and checks above, those that nobody stated: by their dotted names, what
    /// they follow from.
    pub inferred: BTreeMap<&'static str, &'static str>,
}

impl Situation {
    /// Whether the user told which names the receiver has.
    pub fn receiver_is_named(&self) -> bool {
        !self.receiver_ids.is_empty() || !self.receiver_clients.is_empty()
    }

    /// The names of the receiver, each once: its own, then those of its clients.
    pub fn receiver_names(&self) -> Vec<&str> {
        let mut names: Vec<&str> = Vec::new();
        for name in self.receiver_ids.iter().chain(&self.receiver_clients) {
            if !names.contains(&name.as_str()) {
                names.push(name);
            }
        }
        names
    }

    /// Whether the receiver recognises itself in this audience value (exact comparison).
    pub fn is_receiver(&self, audience: &str) -> bool {
        self.receiver_ids
            .iter()
            .chain(&self.receiver_clients)
            .any(|id| id == audience)
    }

    /// Whether the receiver lets this client in by name; `any` names nobody.
    pub fn lists_presenter(&self, client: &str) -> bool {
        match self.presenters.known() {
            Some(Presenters::Listed(list)) => list.iter().any(|known| known == client),
            Some(Presenters::Any) | None => false,
        }
    }

    /// Whether the receiver makes this check (`audience`, `issuer` …), if that is known.
    pub fn checks(&self, name: &str) -> Option<bool> {
        self.checks.get(name).copied()
    }

    /// Takes the issuer of a provider that the user gave for one that the receiver trusts, unless
    /// the user said which ones it does.
    pub fn trust(&mut self, issuer: &str) {
        if self.receiver_issuers.is_empty() {
            self.receiver_issuers.push(issuer.to_owned());
            self.inferred
                .insert("receiver.issuers", "the provider given");
        }
    }

    /// What follows from facts that were stated: the relation from the two operators, and what a
    /// profile demands. What was stated stands.
    pub fn complete(&mut self) {
        if let (Fact::Unknown, Some(client), Some(receiver)) = (
            &self.relation,
            &self.client_operator,
            &self.receiver_operator,
        ) {
            let relation = if client == receiver {
                Relation::FirstParty
            } else {
                Relation::ThirdParty
            };
            self.relation = Fact::Inferred(relation, "the operators stated");
        }
        if self.profile == Profile::Fapi2 && self.binding == Fact::Unknown {
            self.binding = Fact::Inferred(Binding::Required, "profile fapi2");
        }
        if self.profile == Profile::Rfc9068 && self.type_rule == Fact::Unknown {
            self.type_rule = Fact::Inferred(TypeRule::AtJwt, "profile rfc9068");
        }
        if self.role.is(&Role::SessionEndpoint) && self.need == Fact::Unknown {
            self.need = Fact::Inferred(Need::Authentication, "role session-endpoint");
        }
        if self.role.is(&Role::KubernetesApi) && self.sensitivity == Fact::Unknown {
            self.sensitivity = Fact::Inferred(Sensitivity::High, "role kubernetes-api");
        }
        if self.relation.is(&Relation::FirstParty) && self.consent == Fact::Unknown {
            self.consent = Fact::Inferred(Consent::NotApplicable, "relation first-party");
        }
    }

    /// Whether client and receiver are stated to belong to different operators.
    pub fn is_third_party(&self) -> bool {
        self.relation.is(&Relation::ThirdParty)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_receiver_that_is_its_own_client_is_named_once() {
        let situation = Situation {
            receiver_ids: vec!["app".to_owned(), "https://api.example".to_owned()],
            receiver_clients: vec!["app".to_owned()],
            ..Situation::default()
        };
        assert_eq!(situation.receiver_names(), ["app", "https://api.example"]);
    }
}
