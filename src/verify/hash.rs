//! `at_hash`, `c_hash` and `s_hash` (OIDC Core §3.1.3.6, §3.3.2.11; FAPI's `s_hash` alike).

use aws_lc_rs::digest;
use sha3::{
    Shake256,
    digest::{ExtendableOutput, Update, XofReader},
};

use super::{
    algorithm::{Algorithm, Hash},
    structure,
};
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
/// signs with SHA-256 (RFC 8812 §3.2). The Token Hash Algorithm Implementer's Guide (draft 00, §2)
/// adds SHA-512 for Ed25519, 114 octets of SHAKE256 for Ed448 (by `alg`, or by the 114 octets of an
/// `EdDSA` signature) and 64 octets of SHAKE256 for ML-DSA. `None` for a token that is not signed
/// with one of these, such as an encrypted one (its `alg` is of the encryption).
pub fn half_hash(id_token: &Token, value: &RawToken) -> Option<String> {
    let signature = id_token.signed()?.signatures.first()?;
    let name = signature.algorithm()?;
    let algorithm = Algorithm::named(&name);
    let is_ed448 = name == "Ed448"
        || algorithm.is_some_and(|known| structure::may_be_ed448(known, &signature.bytes));
    let value = value.expose().as_bytes();
    let full = match algorithm {
        _ if is_ed448 => shake256(value, ED448_OCTETS),
        Some(Algorithm {
            hash: Hash::Shake256,
            ..
        }) => shake256(value, ML_DSA_OCTETS),
        known => digest::digest(known?.hash.digest()?, value)
            .as_ref()
            .to_vec(),
    };
    Some(base64url::encode(&full[..full.len() / 2]))
}

/// `ath` of a DPoP proof for this access token: its SHA-256, base64url (RFC 9449 §4.2).
pub fn access_token_hash(value: &RawToken) -> String {
    base64url::encode(digest::digest(&digest::SHA256, value.expose().as_bytes()).as_ref())
}

/// The hash of a text, base64url, as the digests of an SD-JWT are made (RFC 9901 §4.2.3); `None` for
/// SHAKE256, which no registry names for them.
pub fn of_text(hash: Hash, text: &str) -> Option<String> {
    let full = digest::digest(hash.digest()?, text.as_bytes());
    Some(base64url::encode(full.as_ref()))
}

const ED448_OCTETS: usize = 114;
const ML_DSA_OCTETS: usize = 64;

fn shake256(value: &[u8], octets: usize) -> Vec<u8> {
    let mut state = Shake256::default();
    state.update(value);
    let mut output = vec![0; octets];
    state.finalize_xof().read(&mut output);
    output
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

    /// The access token of OIDC Core Appendix A; the expected halves are Python's
    /// `hashlib.shake_256(token).digest(114)[:57]` and `.digest(64)[:32]`.
    #[test]
    fn shake_hashes_are_those_of_another_implementation() {
        let value = RawToken::new("jHkWEdUXMU1BwAsC4vtUsZwnNvTIxEl0z9K3vx5KF0Y");
        let half = |algorithm| half_hash(&id_token(algorithm, "{}"), &value).unwrap();
        assert_eq!(
            half("Ed448"),
            "W6Ie3EoycJT-JESJ2WSAWX7LRP3FuHvmvNycBMeL-NngYGhJXChp7YRUBdOXcrKGZD4qnhCAstjO"
        );
        assert_eq!(
            half("ML-DSA-44"),
            "W6Ie3EoycJT-JESJ2WSAWX7LRP3FuHvmvNycBMeL-Nk"
        );
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
        assert_eq!(length("Ed448"), Some(57));
        assert_eq!(length("ML-DSA-65"), Some(32));
        for unknown in ["RSA-OAEP-256", "rs256", "none"] {
            assert_eq!(length(unknown), None, "{unknown}");
        }
    }
}
