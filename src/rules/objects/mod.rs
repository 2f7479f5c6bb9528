//! Other JWTs of the protocols: assertions, requests, responses.

pub(crate) mod client_assertion_audience;
pub(crate) mod client_assertion_identity;
pub(crate) mod client_attestation_broken;
pub(crate) mod introspection_answer_inconsistent;
pub(crate) mod introspection_jwt_confusable;
pub(crate) mod request_object_confusable;

use super::Case;
use crate::{
    token::{Document, time::human_span},
    verify::Algorithm,
};

/// Those of the names that are no claim of the token.
fn absent<'n>(claims: &Document, names: &[&'n str]) -> Vec<&'n str> {
    let names = names.iter().copied();
    names
        .filter(|name| claims.present(name).is_none())
        .collect()
}

/// Whether `alg` is a MAC.
fn is_mac(case: &Case<'_>) -> bool {
    case.header()
        .and_then(|header| header.str("alg"))
        .and_then(|name| Algorithm::named(&name))
        .is_some_and(Algorithm::is_symmetric)
}

/// Seconds from `iat`, or else from now, to `exp`.
fn life(case: &Case<'_>) -> Option<i64> {
    let claims = case.claims()?;
    let issued = claims.date("iat").present().unwrap_or(case.now);
    Some(claims.date("exp").present()?.since(issued))
}

/// `valid for 2h, expected at most 1h`
fn too_long(life: i64, limit: i64) -> String {
    format!(
        "valid for {}, expected at most {}",
        human_span(life),
        human_span(limit)
    )
}
