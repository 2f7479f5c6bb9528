//! What makes a message of another protocol: events, proofs, requests, answers, statements.

use super::{
    DECISIVE, EXCLUDED, PROFILE, Row, Sight,
    Weight::{On, Typed},
};
use crate::classify::{
    Kind::{
        AccessToken, ClientAssertion, DpopProof, FederationStatement, IdToken,
        IntrospectionResponse, JarmResponse, LogoutToken, RequestObject, SdJwt, SecurityEventToken,
        SoftwareStatement, UserinfoResponse,
    },
    facts::Facts,
};

pub(super) static ROWS: &[Row] = &[
    Row {
        id: "E30",
        says: "`events` makes a security event token (RFC 8417 §2.2)",
        test: |facts| facts.object("events").map(|_| Sight::at("payload/events")),
        weights: &[On(SecurityEventToken, 30), On(IdToken, -20), Typed(-20)],
        others: 0,
    },
    Row {
        id: "E30b",
        says: "its event is the logout of a session (Back-Channel Logout §2.4)",
        test: |facts| has_logout_event(facts).then(|| Sight::at("payload/events")),
        weights: &[On(LogoutToken, DECISIVE)],
        others: 0,
    },
    Row {
        id: "E40",
        says: "`htm` and `htu` name the one HTTP request it proves (RFC 9449 §4.2)",
        test: |facts| {
            let found = facts.has("htm") && facts.has("htu");
            found.then(|| Sight::at("payload/htm"))
        },
        weights: &[On(DpopProof, 60)],
        others: 0,
    },
    Row {
        id: "E41",
        says: "the client speaks about itself to a server (`iss` is `sub`; RFC 7523 §3)",
        test: |facts| {
            let is_assertion = facts.has("jti")
                && !facts.has_scope()
                && facts.resource().is_some()
                && speaks_about_itself(facts);
            is_assertion.then(|| Sight::at("payload/iss"))
        },
        weights: &[On(ClientAssertion, 25)],
        others: 0,
    },
    Row {
        id: "E42",
        says: "parameters of an authorization request as claims (RFC 9101 §4)",
        test: |facts| {
            let parameters = ["response_type", "redirect_uri", "code_challenge", "state"];
            (facts.count(&parameters) >= 2).then(|| Sight::at("payload"))
        },
        weights: &[On(RequestObject, 40)],
        others: 0,
    },
    Row {
        id: "E43",
        says: "the answer to an authorization request as claims (JARM §2.1)",
        test: |facts| {
            let sight = facts.sees_any(&["payload/code", "payload/error"])?;
            facts.has_all(&["iss", "aud", "exp"]).then_some(sight)
        },
        weights: &[On(JarmResponse, 40)],
        others: 0,
    },
    Row {
        id: "E44",
        says: "`token_introspection` is the answer about another token (RFC 9701 §5)",
        test: |facts| {
            let found = facts.object("token_introspection");
            found.map(|_| Sight::at("payload/token_introspection"))
        },
        weights: &[On(IntrospectionResponse, 60), On(AccessToken, EXCLUDED)],
        others: 0,
    },
    Row {
        id: "E45",
        says: "a user's profile without `exp` and `nonce`: an answer of userinfo (Core §5.3.2)",
        test: |facts| {
            let is_answer = facts.has_all(&["iss", "sub", "aud"])
                && facts.has_any(PROFILE)
                && facts.lacks("exp")
                && facts.lacks("nonce");
            is_answer.then(|| Sight::at("payload"))
        },
        weights: &[On(UserinfoResponse, 10), On(IdToken, -8)],
        others: 0,
    },
    Row {
        id: "E46",
        says: "digests of claims that the holder may disclose (RFC 9901 §4)",
        test: |facts| {
            facts
                .sees_any(&["payload/_sd_alg", "payload/_sd", "payload/vct"])
                .or_else(|| has_array_digest(facts.nested_text()).then(|| Sight::at("payload")))
        },
        weights: &[On(SdJwt, 40)],
        others: 0,
    },
    Row {
        id: "E55",
        says: "`software_id` beside client metadata (RFC 7591 §2.3)",
        test: |facts| {
            let sight = facts.sees("payload/software_id")?;
            facts.has_any(CLIENT_METADATA).then_some(sight)
        },
        weights: &[On(SoftwareStatement, 40)],
        others: 0,
    },
    Row {
        id: "E56",
        says: "keys and metadata of an entity (OpenID Federation)",
        test: |facts| {
            let is_url = |name| facts.begins(name, "https://") || facts.begins(name, "http://");
            let is_statement = facts.has("jwks")
                && facts.has_any(&["authority_hints", "metadata"])
                && is_url("iss")
                && is_url("sub");
            is_statement.then(|| Sight::at("payload/jwks"))
        },
        weights: &[On(FederationStatement, 60)],
        others: 0,
    },
];

/// RFC 7591 §2, and what the open-banking directories add.
const CLIENT_METADATA: &[&str] = &[
    "redirect_uris",
    "grant_types",
    "response_types",
    "token_endpoint_auth_method",
    "client_name",
    "client_uri",
    "jwks_uri",
    "jwks",
    "software_version",
    "software_client_name",
    "software_redirect_uris",
    "software_roles",
];

/// Whether `events` holds the event of Back-Channel Logout §2.4.
pub(super) fn has_logout_event(facts: &Facts<'_>) -> bool {
    const LOGOUT: &str = "http://schemas.openid.net/event/backchannel-logout";
    facts.object_has("events", &[LOGOUT])
}

/// Whether issuer and subject are the same.
pub(in crate::classify) fn speaks_about_itself(facts: &Facts<'_>) -> bool {
    !facts.issuer.is_empty() && facts.is_text("sub", &facts.issuer)
}

/// Whether an array somewhere holds the digest of an element: `{"...": …}` (RFC 9901 §4.2.4.2).
fn has_array_digest(text: &str) -> bool {
    const NAME: &str = "\"...\"";
    memchr::memmem::find_iter(text.as_bytes(), NAME).any(|at| {
        let after = text[at + NAME.len()..].trim_start();
        after.starts_with(':')
    })
}
