//! What it permits.

pub(crate) mod all_or_nothing_grant;
pub(crate) mod delegation_needs_access_token;
pub(crate) mod entitlement_bulk;
pub(crate) mod login_consent_reused;
pub(crate) mod over_privileged_token;
pub(crate) mod own_rules_authorization;
pub(crate) mod required_scope_missing;
pub(crate) mod stale_or_truncated_entitlements;

use crate::token::Document;

/// Scopes that ask for a login and its claims (OIDC Core §5.4, §11): no rights at an API.
pub(super) const LOGIN_SCOPES: [&str; 6] = [
    "openid",
    "profile",
    "email",
    "address",
    "phone",
    "offline_access",
];

/// Claims that hold rights; a name in a namespace (`cognito:groups`, `https://app.example/roles`)
/// counts by its last word. The first three are those of RFC 9068 §2.2.3.1.
const RIGHTS: [&str; 9] = [
    "groups",
    "roles",
    "entitlements",
    "permissions",
    "authorization_details",
    "realm_access",
    "resource_access",
    "wids",
    "authorities",
];

/// Whether any of these claims holds something.
fn has_rights(claims: &Document) -> bool {
    claims
        .members()
        .any(|(name, value)| RIGHTS.contains(&last_word(&name)) && !value.is_empty())
}

/// The last word of a claim name: `roles` of `https://app.example/roles`.
fn last_word(name: &str) -> &str {
    name.rsplit(['/', ':']).next().unwrap_or(name)
}
