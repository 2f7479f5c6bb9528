pub(super) mod contradictory_metadata;
pub(super) mod endpoints_off_origin;
pub(super) mod issuer_document_mismatch;
pub(super) mod metadata_incomplete_or_insecure;
pub(super) mod resource_metadata_mismatch;
pub(super) mod weak_capabilities_advertised;

use std::borrow::Cow;

use super::rule::Outcome;
use crate::token::{Document, JsonKind, Value};

/// The answer where there is no discovery document.
const NO_DOCUMENT: Outcome = Outcome::NotApplicable("there is no discovery document");

/// The place of a member.
fn at(name: &str) -> String {
    format!("metadata/{name}")
}

/// A member, where `null` reads as absent.
fn member<'a>(document: &'a Document, name: &str) -> Option<Value<'a>> {
    document.present(name)
}

/// A list of strings; `None` where it is absent or something else.
fn list<'a>(document: &'a Document, name: &str) -> Option<Vec<Cow<'a, str>>> {
    member(document, name).filter(|value| value.kind() == JsonKind::Array)?;
    document.strings(name).present()
}

/// Whether a list holds a value.
fn lists(document: &Document, name: &str, value: &str) -> bool {
    list(document, name).is_some_and(|items| items.iter().any(|item| item == value))
}

/// Whether the issuer only has its tokens verified and runs no login: GitHub, GitLab, Kubernetes and
/// other workload issuers publish such a document.
fn is_for_verification_only(document: &Document) -> bool {
    member(document, "authorization_endpoint").is_none()
        && member(document, "token_endpoint").is_none()
}

/// Whether the document is one of OpenID Connect, and not of plain OAuth 2.0 (RFC 8414).
fn is_openid(document: &Document) -> bool {
    [
        "subject_types_supported",
        "id_token_signing_alg_values_supported",
        "userinfo_endpoint",
    ]
    .iter()
    .any(|name| document.has(name))
        || lists(document, "scopes_supported", "openid")
}

/// Every address that clients or verifiers send something to or read keys from.
fn addresses(document: &Document) -> impl Iterator<Item = (Cow<'_, str>, Cow<'_, str>)> {
    document.members().filter_map(|(name, value)| {
        let is_address =
            name.ends_with("_endpoint") || name == "jwks_uri" || name == "check_session_iframe";
        is_address.then(|| Some((name, value.string()?)))?
    })
}
