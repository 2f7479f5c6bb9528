//! What a rule may see: borrowed facts, and nothing of the world outside.

use std::borrow::Cow;

use super::policy::Policy;
use crate::{
    classify::{Classification, Kind},
    input::{Origin, Slot},
    provider::Provider,
    situation::{Role, Situation},
    token::{Document, NumericDate, Token},
    verify::Verification,
};

/// One token under judgement, with everything that is known about it.
#[derive(Debug, Clone, Copy)]
pub struct Case<'a> {
    /// The token.
    pub token: &'a Token,
    /// The kind it is judged as; for an ambiguous token each plausible kind gets its own case.
    pub kind: Kind,
    /// Which token it is, with the evidence.
    pub classification: &'a Classification,
    /// Whether it is genuine.
    pub verification: &'a Verification,
    /// The issuer's side, if any was given.
    pub provider: Option<&'a Provider>,
    /// Where it is going.
    pub situation: &'a Situation,
    /// The field or header it was found in.
    pub slot: Option<&'a Slot>,
    /// What the text around it was.
    pub origin: Origin,
    /// The place in its input, such as `query/token`.
    pub pointer: Option<&'a str>,
    /// The other tokens of the same response or message.
    pub siblings: &'a [Sibling<'a>],
    /// The time of judgement.
    pub now: NumericDate,
    /// Tolerated clock skew in seconds.
    pub leeway: i64,
    /// The limits to judge by.
    pub policy: &'a Policy,
}

/// A provider under judgement.
#[derive(Debug, Clone, Copy)]
pub struct ProviderCase<'a> {
    /// Metadata and keys.
    pub provider: &'a Provider,
    /// The same provider as it was saved earlier, to see what has changed since.
    pub earlier: Option<&'a Provider>,
    /// Where tokens are going.
    pub situation: &'a Situation,
    /// The time of judgement.
    pub now: NumericDate,
    /// The limits to judge by.
    pub policy: &'a Policy,
}

/// Another token of the same response or message.
#[derive(Debug, Clone, Copy)]
pub struct Sibling<'a> {
    /// The token.
    pub token: &'a Token,
    /// Its kind.
    pub kind: Kind,
    /// The field or header it was found in.
    pub slot: Option<&'a Slot>,
}

/// The client a token was issued to, and the claim that says so.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Presenter<'a> {
    /// The client id.
    pub client: Cow<'a, str>,
    /// The claim.
    pub claim: &'static str,
}

impl<'a> Case<'a> {
    /// The claims, or an answer that there is nothing to judge.
    pub fn claims(&self) -> Option<&'a Document> {
        self.token.claims()
    }

    /// The header.
    pub fn header(&self) -> Option<&'a Document> {
        self.token.header()
    }

    /// Whether the case is judged as an ID token.
    pub fn is_id_token(&self) -> bool {
        self.kind == Kind::IdToken
    }

    /// Whether the case is judged as an access token.
    pub fn is_access_token(&self) -> bool {
        self.kind == Kind::AccessToken
    }

    /// The kind it is judged as; of an opaque or encrypted token the kind that slot, prefix or
    /// header make likely.
    pub fn likely_kind(&self) -> Kind {
        match (self.kind, &self.classification.likely) {
            (Kind::Opaque | Kind::Encrypted, Some((likely, _))) => *likely,
            (kind, _) => kind,
        }
    }

    /// Whether it stands where a credential is presented: after `Authorization: Bearer` or `DPoP`.
    pub fn is_in_authorization_header(&self) -> bool {
        matches!(
            self.slot,
            Some(Slot::AuthorizationBearer | Slot::AuthorizationDpop)
        )
    }

    /// Whether the token was decoded to its end, so that a claim that is not seen is not there.
    pub fn is_whole(&self) -> bool {
        !self
            .token
            .damage()
            .iter()
            .any(|damage| damage.fault.is_fatal())
    }

    /// Whether the receiver takes the token as the credential of its sender: it is neither the
    /// client that asked for the token nor an endpoint that turns it into something of its own.
    /// `None` while the role is unknown.
    pub fn is_credential(&self) -> Option<bool> {
        self.role().map(Role::takes_credentials)
    }

    /// The stated or inferred role of the receiver.
    pub fn role(&self) -> Option<Role> {
        self.situation.role.known().copied()
    }

    /// The audience; empty when absent.
    pub fn audience(&self) -> Vec<Cow<'a, str>> {
        self.claims().map(Document::audience).unwrap_or_default()
    }

    /// Whether the token binds its sender by a confirmation claim (RFC 7800 §3.1).
    pub fn is_bound(&self) -> bool {
        self.confirmation("jkt").is_some()
            || self.confirmation("x5t#S256").is_some()
            || self.confirmation("jwk").is_some()
    }

    /// A confirmation method of `cnf`, as JSON text.
    pub fn confirmation(&self, method: &str) -> Option<&'a str> {
        Some(self.claims()?.get("cnf")?.member(method)?.text())
    }

    /// The program the token was issued to: `azp`, `client_id`, `appid`, `cid`, or the sole
    /// audience of an ID token.
    pub fn presenter(&self) -> Option<Presenter<'a>> {
        presenter(self.claims()?, self.kind)
    }
}

/// See [`Case::presenter`].
pub fn presenter(claims: &Document, kind: Kind) -> Option<Presenter<'_>> {
    for claim in ["azp", "client_id", "appid", "cid"] {
        if let Some(client) = claims.str(claim) {
            return Some(Presenter { client, claim });
        }
    }
    if kind != Kind::IdToken {
        return None;
    }
    match claims.audience().as_slice() {
        [client] => Some(Presenter {
            client: client.clone(),
            claim: "aud",
        }),
        _ => None,
    }
}
