//! `at_hash`, `c_hash` and `s_hash` (OIDC Core §3.1.3.6, §3.3.2.11).

use aws_lc_rs::digest;

use crate::{
    secret::RawToken,
    token::{Token, base64url},
};

/// Whether the hash claim of an ID token is that of `value`: `None` if the claim is absent or its
/// algorithm has no agreed hash.
pub fn matches(id_token: &Token, claim: &str, value: &RawToken) -> Option<bool> {
    let stated = id_token.claims()?.str(claim)?;
    Some(half_hash(id_token, value)? == stated)
}

/// The left half of the hash that goes with the ID token's `alg`, base64url.
pub fn half_hash(id_token: &Token, value: &RawToken) -> Option<String> {
    let algorithm = id_token.header()?.str("alg")?;
    let hash = match algorithm.as_ref() {
        "EdDSA" | "Ed25519" => &digest::SHA512,
        name if name.ends_with("256") || name == "ES256K" => &digest::SHA256,
        name if name.ends_with("384") => &digest::SHA384,
        name if name.ends_with("512") => &digest::SHA512,
        _ => return None,
    };
    let full = digest::digest(hash, value.expose().as_bytes());
    let bytes = full.as_ref();
    Some(base64url::encode(&bytes[..bytes.len() / 2]))
}
