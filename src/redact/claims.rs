//! Which claims are kept, and what becomes of the others.

/// What becomes of a claim by its name.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Treatment {
    /// It stays, in the form that it should have: it says what the token is, not whose.
    Keep,
    /// The user wants it to stay.
    Asked,
    /// Issuer, audience, client: it stays, and so does every other value of the same token that equals
    /// it; unless it is an e-mail address or a telephone number.
    Identifier,
    /// It is about a person or a session, and its value is looked for elsewhere too.
    Personal,
    /// Nobody knows its name, so it is masked.
    Unknown,
    /// A URL: scheme and host stay.
    Url,
    /// The hash of another token: made anew for what stands for that token.
    TokenHash,
    /// Digests of disclosures: made anew for what stands for these.
    Digests,
    /// A credential.
    Secret,
}

/// Members that say what a token is, for whom, by whom, and how long.
pub const KEPT: &[&str] = &[
    "_sd_alg",
    "acr",
    "acr_values",
    "active",
    "alg",
    "amr",
    "appidacr",
    "auth_time",
    "azpacr",
    "claims_locales",
    "client_assertion_type",
    "client_type",
    "cnf",
    "code_challenge_method",
    "default_max_age",
    "email_verified",
    "entitlements",
    "enc",
    "event_name",
    "exp",
    "expires_in",
    "format",
    "grant_type",
    "grant_types",
    "gty",
    "hasgroups",
    "htm",
    "iat",
    "id_token_signed_response_alg",
    "idp",
    "idtyp",
    "is_private_email",
    "issued_token_type",
    "jwk",
    "jwks",
    "jwks_uri",
    "kid",
    "kty",
    "max_age",
    "nbf",
    "nonce_supported",
    "permissions",
    "phone_number_verified",
    "pipeline_source",
    "project_visibility",
    "prompt",
    "real_user_status",
    "ref_protected",
    "ref_type",
    "repository_visibility",
    "request_uri",
    "redirect_uri",
    "redirect_uris",
    "response_mode",
    "response_type",
    "response_types",
    "role",
    "roles",
    "runner_environment",
    "scope",
    "scp",
    "sign_in_provider",
    "software_version",
    "sub_jwk",
    "tid",
    "toe",
    "token_endpoint_auth_method",
    "token_type",
    "token_use",
    "typ",
    "type",
    "updated_at",
    "use",
    "vct",
    "ver",
];

/// Members whose values name issuers, audiences and clients.
pub const IDENTIFIERS: &[&str] = &[
    "appid",
    "aud",
    "azp",
    "cid",
    "client_id",
    "iss",
    "issuer",
    "resource",
];

/// Members about a person or a session.
pub const PERSONAL: &[&str] = &[
    "address",
    "birthdate",
    "cognito:groups",
    "cognito:username",
    "email",
    "family_name",
    "given_name",
    "groups",
    "hd",
    "jti",
    "login_hint",
    "middle_name",
    "name",
    "nickname",
    "nonce",
    "oid",
    "origin_jti",
    "phone_number",
    "picture",
    "preferred_username",
    "profile",
    "session_state",
    "sid",
    "sub",
    "uid",
    "unique_name",
    "upn",
    "user_id",
    "username",
    "wids",
    "website",
];

/// Hashes of other tokens (OIDC Core §3.1.3.6 and §3.3.2.11, RFC 9449 §4.2).
const TOKEN_HASHES: &[&str] = &["at_hash", "ath", "c_hash", "s_hash"];

/// Members and parameters that hold credentials.
pub const SECRETS: &[&str] = &[
    "access_token",
    "actor_token",
    "assertion",
    "auth_req_id",
    "client_assertion",
    "client_secret",
    "code",
    "code_verifier",
    "device_code",
    "id_token",
    "id_token_hint",
    "logout_token",
    "password",
    "refresh_token",
    "registration_access_token",
    "software_statement",
    "subject_token",
    "token",
    "user_code",
];

/// Members of a private key (RFC 7518 §6.2.2, §6.3.2, §6.4.1).
pub const PRIVATE_KEY: &[&str] = &["d", "dp", "dq", "k", "oth", "p", "priv", "q", "qi"];

/// How names of workloads begin.
pub const WORKLOADS: &[&str] = &[
    "system:serviceaccount:",
    "system:",
    "spiffe://",
    "repo:",
    "project_path:",
    "service-account-",
];

/// Words of such names that say what the next part is.
pub const WORKLOAD_WORDS: &[&str] = &[
    "branch",
    "environment",
    "heads",
    "job_workflow_ref",
    "ns",
    "pull_request",
    "ref",
    "ref_type",
    "refs",
    "repository_owner",
    "sa",
    "tag",
    "tags",
];

/// Domains of machines' addresses.
pub const MACHINE_DOMAINS: &[&str] = &[".gserviceaccount.com"];

/// What becomes of a member of this name.
pub fn treatment(name: &str) -> Treatment {
    match name {
        "_sd" | "..." | "sd_hash" => Treatment::Digests,
        "htu" => Treatment::Url,
        _ if KEPT.contains(&name) => Treatment::Keep,
        _ if IDENTIFIERS.contains(&name) => Treatment::Identifier,
        _ if PERSONAL.contains(&name) => Treatment::Personal,
        _ if TOKEN_HASHES.contains(&name) => Treatment::TokenHash,
        _ if SECRETS.contains(&name) => Treatment::Secret,
        _ => Treatment::Unknown,
    }
}

/// Whether a value is an e-mail address of a person, as far as its look tells.
pub fn is_email(value: &str) -> bool {
    let Some((local, domain)) = value.rsplit_once('@') else {
        return false;
    };
    let is_local = |c: char| c.is_alphanumeric() || ".!#$%&'*+-/=?^_`{|}~".contains(c);
    let is_domain = |c: char| c.is_alphanumeric() || matches!(c, '.' | '-');
    !local.is_empty()
        && local.chars().all(is_local)
        && domain.contains('.')
        && domain.chars().all(is_domain)
        && !MACHINE_DOMAINS.iter().any(|end| domain.ends_with(end))
}

/// Whether a value is a telephone number in its international form (E.164, RFC 3966).
pub fn is_telephone(value: &str) -> bool {
    let number = value.strip_prefix("tel:").unwrap_or(value);
    number.strip_prefix('+').is_some_and(|digits| {
        let count = digits.bytes().filter(u8::is_ascii_digit).count();
        (7..=15).contains(&count)
            && digits
                .chars()
                .all(|c| c.is_ascii_digit() || " -.()/".contains(c))
    })
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use super::*;

    #[test]
    fn each_name_has_one_treatment() {
        let mut seen = BTreeSet::new();
        for name in [KEPT, IDENTIFIERS, PERSONAL, TOKEN_HASHES, SECRETS].concat() {
            assert!(seen.insert(name), "{name} twice");
        }
    }
}
