//! What a rule may see: borrowed facts, and nothing of the world outside.

use std::borrow::Cow;

use super::policy::Policy;
use crate::{
    classify::{Classification, Kind},
    input::{Flaw, Origin, Slot},
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
    /// What was taken off to get at the token (quotes, line breaks …).
    pub unwrapped: &'a [&'static str],
    /// What is wrong with the spelling of the `Authorization` line that held it.
    pub flaws: &'a [&'a Flaw],
    /// The other tokens of the same response or message.
    pub siblings: &'a [Sibling<'a>],
    /// The JSON object that held the token, with its other members.
    pub response: Option<&'a Document>,
    /// What the client had before this response refreshed it.
    pub earlier: Option<Earlier<'a>>,
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

/// The response before the one under judgement.
#[derive(Debug, Clone, Copy)]
pub struct Earlier<'a> {
    /// Its tokens.
    pub tokens: &'a [Sibling<'a>],
    /// The JSON object that held them.
    pub response: Option<&'a Document>,
}

impl Sibling<'_> {
    /// Whether it stood in an `Authorization` line, whatever the scheme.
    pub fn is_in_authorization_line(&self) -> bool {
        match self.slot {
            Some(Slot::AuthorizationBearer | Slot::AuthorizationDpop) => true,
            Some(Slot::Header(name)) => name.eq_ignore_ascii_case("authorization"),
            _ => false,
        }
    }
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
            .any(|damage| damage.fault.is_fatal() && !damage.part.is_of_key_binding())
    }

    /// Whether the receiver takes the token as the credential of its sender: it is neither the
    /// client that asked for the token nor an endpoint that turns it into something of its own.
    /// `None` while the role is unknown.
    pub fn is_credential(&self) -> Option<bool> {
        self.role().map(Role::takes_credentials)
    }

    /// The other token of the same response or message in this field or header.
    pub fn sibling_in(&self, slot: &Slot) -> Option<&'a Sibling<'a>> {
        self.siblings
            .iter()
            .find(|sibling| sibling.slot == Some(slot))
    }

    /// The issuers that are trusted by name: the provider's and those stated.
    pub fn trusted_issuers(&self) -> Vec<&'a str> {
        let provider = self.provider.and_then(|known| known.issuer.as_deref());
        let mut issuers: Vec<&str> = provider.into_iter().collect();
        for stated in &self.situation.receiver_issuers {
            if !issuers.contains(&stated.as_str()) {
                issuers.push(stated);
            }
        }
        issuers
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

    /// Seconds until `exp`; `None` without one that can be read.
    pub fn remaining_life(&self) -> Option<i64> {
        Some(self.claims()?.date("exp").present()?.since(self.now))
    }

    /// What shows that the subject is no person but a client or a workload, as a clause, and the
    /// claim that shows it.
    pub fn machine_sign(&self) -> Option<(String, &'static str)> {
        machine_sign(self.claims()?, self.kind)
    }

    /// Whether it is a Kubernetes service-account token of the old kind, out of a secret, which has
    /// neither audience nor expiry (KEP-1205).
    pub fn is_legacy_service_account(&self) -> bool {
        self.claims()
            .is_some_and(|claims| claims.str("iss").as_deref() == Some("kubernetes/serviceaccount"))
    }

    /// The program the token was issued to: `azp`, `client_id`, `appid`, `cid`, or the sole
    /// audience of an ID token.
    pub fn presenter(&self) -> Option<Presenter<'a>> {
        presenter(self.claims()?, self.kind)
    }
}

/// See [`Case::machine_sign`]. Of Auth0, Entra, Keycloak, Kubernetes, SPIFFE and the issuers that
/// put the client id into `sub` (RFC 9068 §2.2).
fn machine_sign(claims: &Document, kind: Kind) -> Option<(String, &'static str)> {
    let is = |claim: &str, wanted: &str| claims.str(claim).is_some_and(|found| found == wanted);
    let Some(subject) = claims.str("sub") else {
        let is_absent = claims.text_claim("sub").is_absent();
        let clause = "there is no `sub`".to_owned();
        return (is_absent && kind == Kind::AccessToken).then_some((clause, "sub"));
    };
    if let Some(claim) = ["client_id", "azp", "appid", "cid"]
        .into_iter()
        .find(|claim| is(claim, &subject))
    {
        return Some((format!("`sub` is the client id of `{claim}`"), "sub"));
    }
    if is("gty", "client-credentials") || is("gty", "client_credentials") {
        return Some(("`gty` is `client-credentials`".to_owned(), "gty"));
    }
    if is("idtyp", "app") {
        return Some(("`idtyp` is `app`".to_owned(), "idtyp"));
    }
    if is("oid", &subject) && claims.has("tid") && claims.has("roles") && !claims.has("scp") {
        let clause = "`sub` is the object id of an application (`oid`), with `roles` and no `scp`";
        return Some((clause.to_owned(), "sub"));
    }
    if claims
        .str("preferred_username")
        .is_some_and(|name| name.starts_with("service-account-"))
    {
        let clause = "`preferred_username` is that of a service account".to_owned();
        return Some((clause, "preferred_username"));
    }
    let is_workload = subject.starts_with("system:serviceaccount:")
        || subject.starts_with("spiffe://")
        || subject.ends_with("@clients")
        || subject.ends_with(".gserviceaccount.com");
    is_workload.then(|| {
        let clause = "`sub` has the form of a workload's name".to_owned();
        (clause, "sub")
    })
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
