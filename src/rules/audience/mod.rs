//! For whom it is meant.

pub(crate) mod audience_mismatch;
pub(crate) mod audience_missing;
pub(crate) mod audience_not_enforced;
pub(crate) mod audience_too_broad;
pub(crate) mod default_or_vendor_audience;
pub(crate) mod foreign_client_audience;
pub(crate) mod shared_client_audience;

use super::Case;
use crate::{classify::Kind, input::Slot, situation::Role};

/// Whether the token only comes back to its issuer, to be looked up, exchanged or taken as a hint:
/// its audience is then another party by design.
fn comes_back_to_issuer(case: &Case<'_>) -> bool {
    let is_issuer = case.role().is_some_and(Role::is_issuers);
    matches!(case.slot, Some(Slot::IdTokenHint))
        || is_issuer
            && matches!(
                case.kind,
                Kind::IdToken | Kind::AccessToken | Kind::RefreshToken
            )
}

/// Whether an audience is a service of the issuer itself, which learns nothing by a token that it
/// made: the issuer, its userinfo endpoint, or one of the clients that Keycloak keeps for itself.
fn is_issuers_own(issuer: &str, audience: &str) -> bool {
    let issuer = issuer.trim_end_matches('/');
    let below = audience.strip_prefix(issuer).filter(|_| !issuer.is_empty());
    matches!(below, Some("" | "/" | "/userinfo"))
        || (issuer.contains("/realms/")
            && matches!(audience, "account" | "broker" | "realm-management"))
}
