//! Where is it going: the facts on which the answer depends. Unknown stays unknown.

pub mod facts;

pub use facts::{
    Binding, Channel, Consent, FactName, Need, Permissions, Presenters, Relation, Role, Transport,
};

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
}

impl Situation {
    /// Whether the user told which names the receiver has.
    pub fn receiver_is_named(&self) -> bool {
        !self.receiver_ids.is_empty() || !self.receiver_clients.is_empty()
    }

    /// The names of the receiver: its own, then those of its clients.
    pub fn receiver_names(&self) -> Vec<&str> {
        let names = self.receiver_ids.iter().chain(&self.receiver_clients);
        names.map(String::as_str).collect()
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

    /// Whether client and receiver are stated to belong to different operators.
    pub fn is_third_party(&self) -> bool {
        self.relation.is(&Relation::ThirdParty)
    }
}
