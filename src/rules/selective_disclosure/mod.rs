//! Whether an SD-JWT holds together.

pub(crate) mod disclosure_broken;
pub(crate) mod key_binding_broken;

use super::Case;
use crate::{
    token::{Body, SelectiveDisclosure},
    verify::algorithm::Hash,
};

/// The parts of the token, if it is an SD-JWT.
fn parts<'a>(case: &Case<'a>) -> Option<&'a SelectiveDisclosure> {
    match case.token.body() {
        Body::SelectiveDisclosure(parts) => Some(parts),
        _ => None,
    }
}

/// How the digests of an SD-JWT are made (RFC 9901 §4.1.1).
enum Digests {
    /// With this hash.
    Known(Hash),
    /// With a registered hash that is not computed here.
    NotComputed,
    /// With something else.
    Unknown(String),
}

/// What `_sd_alg` says; without it, the default.
fn digests(parts: &SelectiveDisclosure) -> Digests {
    let stated = parts
        .issuer_signed
        .payload
        .claims
        .as_ref()
        .and_then(|claims| claims.get("_sd_alg"));
    let Some(value) = stated else {
        return Digests::Known(Hash::Sha256);
    };
    let Some(name) = value.string() else {
        return Digests::Unknown(value.kind().to_string());
    };
    match name.as_ref() {
        "sha-256" => Digests::Known(Hash::Sha256),
        "sha-384" => Digests::Known(Hash::Sha384),
        "sha-512" => Digests::Known(Hash::Sha512),
        other if REGISTERED.contains(&other) => Digests::NotComputed,
        other => Digests::Unknown(other.to_owned()),
    }
}

/// IANA "Named Information Hash Algorithm" names of full strength beside those above.
const REGISTERED: [&str; 7] = [
    "sha3-224",
    "sha3-256",
    "sha3-384",
    "sha3-512",
    "blake2s-256",
    "blake2b-256",
    "blake2b-512",
];
