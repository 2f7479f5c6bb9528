//! `at_hash`, `c_hash` and `s_hash` (OIDC Core §3.1.3.6, §3.3.2.11; FAPI's `s_hash` alike).

use aws_lc_rs::digest;

use super::{algorithm::Algorithm, structure};
use crate::{
    secret::RawToken,
    token::{Token, base64url},
};

/// Whether the hash claim of an ID token is that of `value`: `None` if the claim is absent or its
/// algorithm has no hash that can be computed here (see [`half_hash`]).
pub fn matches(id_token: &Token, claim: &str, value: &RawToken) -> Option<bool> {
    let stated = id_token.claims()?.str(claim)?;
    Some(half_hash(id_token, value)? == stated)
}

/// The left half of the hash that goes with the ID token's `alg`, base64url.
///
/// Which hash that is stands in OIDC Core §3.1.3.6 for names that end in a hash length. `ES256K`
/// signs with SHA-256 (RFC 8812 §3.2), Ed25519 with SHA-512 (RFC 8032 §5.1), and providers use
/// those. `None` for a token that is not signed with an algorithm of [`Algorithm`]: an encrypted
/// one (its `alg` is of the encryption), Ed448 (by `alg`, or by the 114 octets of an `EdDSA`
/// signature), whose hash would be 114 octets of SHAKE256, and
/// ML-DSA, for which the OpenID drafts propose 64 octets of SHAKE256: the crypto library does not
/// offer SHAKE256, so these are not computed rather than guessed.
pub fn half_hash(id_token: &Token, value: &RawToken) -> Option<String> {
    let signature = id_token.signed()?.signatures.first()?;
    let algorithm = Algorithm::named(&signature.algorithm()?)?;
    if structure::may_be_ed448(algorithm, &signature.bytes) {
        return None;
    }
    let hash = algorithm.hash.digest()?;
    let full = digest::digest(hash, value.expose().as_bytes());
    let bytes = full.as_ref();
    Some(base64url::encode(&bytes[..bytes.len() / 2]))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn id_token(algorithm: &str, claims: &str) -> Token {
        let header = base64url::encode(format!("{{\"alg\":\"{algorithm}\"}}").as_bytes());
        let payload = base64url::encode(claims.as_bytes());
        Token::decode(RawToken::new(format!("{header}.{payload}.AA")))
    }

    /// OIDC Core Appendix A.3, A.4 and A.6.
    #[test]
    fn the_examples_of_openid_connect_core_match() {
        let access_token = RawToken::new("jHkWEdUXMU1BwAsC4vtUsZwnNvTIxEl0z9K3vx5KF0Y");
        let code = RawToken::new("Qcb0Orv1zh30vL1MPRsbm-diHiMwcLyZvn1arpZv-Jxf_11jnpEX3Tgfvk");
        let token = id_token(
            "RS256",
            r#"{"at_hash":"77QmUPtjPfzWtF2AnpK9RQ","c_hash":"LDktKdoQak3Pk0cnXxCltA"}"#,
        );
        assert_eq!(matches(&token, "at_hash", &access_token), Some(true));
        assert_eq!(matches(&token, "c_hash", &code), Some(true));
        assert_eq!(matches(&token, "c_hash", &access_token), Some(false));
        assert_eq!(matches(&token, "s_hash", &code), None);
    }

    #[test]
    fn the_hash_goes_with_the_algorithm_and_not_with_the_end_of_its_name() {
        let value = RawToken::new("value");
        let length = |algorithm| {
            half_hash(&id_token(algorithm, "{}"), &value)
                .map(|text| base64url::decode_strict(&text).unwrap().len())
        };
        assert_eq!(length("ES256K"), Some(16));
        assert_eq!(length("PS384"), Some(24));
        assert_eq!(length("HS512"), Some(32));
        assert_eq!(length("EdDSA"), Some(32));
        assert_eq!(length("Ed25519"), Some(32));
        for unknown in ["RSA-OAEP-256", "Ed448", "ML-DSA-65", "rs256", "none"] {
            assert_eq!(length(unknown), None, "{unknown}");
        }
    }
}
