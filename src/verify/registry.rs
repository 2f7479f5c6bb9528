//! The names of `alg` that are registered (IANA "JSON Web Signature and Encryption Algorithms"):
//! those of RFC 7518, RFC 8037, RFC 8812, RFC 9864, RFC 9964 and of W3C Web Cryptography, put
//! together from these documents in November 2026 and not copied from the registry's page.

/// What a registered name is for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Purpose {
    /// Signatures and MACs (RFC 7515).
    Signature,
    /// How the key of an encryption is wrapped or agreed on (RFC 7516).
    KeyManagement,
    /// Registered in order to be refused.
    Prohibited,
}

/// The purpose of exactly this name.
pub fn purpose(name: &str) -> Option<Purpose> {
    REGISTERED
        .iter()
        .find(|(_, names)| names.contains(&name))
        .map(|(purpose, _)| *purpose)
}

/// The registered name that another spelling means, such as `RS256` for ` rs256`.
pub fn meant_by(name: &str) -> Option<&'static str> {
    let bare = name.trim();
    let names = REGISTERED
        .iter()
        .flat_map(|(_, names)| names.iter().copied());
    names
        .into_iter()
        .find(|known| known.eq_ignore_ascii_case(bare))
}

const REGISTERED: [(Purpose, &[&str]); 3] = [
    (
        Purpose::Signature,
        &[
            "none",
            "HS256",
            "HS384",
            "HS512",
            "RS256",
            "RS384",
            "RS512",
            "ES256",
            "ES384",
            "ES512",
            "PS256",
            "PS384",
            "PS512",
            "EdDSA",
            "ES256K",
            "Ed25519",
            "Ed448",
            "ML-DSA-44",
            "ML-DSA-65",
            "ML-DSA-87",
        ],
    ),
    (
        Purpose::KeyManagement,
        &[
            "RSA1_5",
            "RSA-OAEP",
            "RSA-OAEP-256",
            "RSA-OAEP-384",
            "RSA-OAEP-512",
            "A128KW",
            "A192KW",
            "A256KW",
            "dir",
            "ECDH-ES",
            "ECDH-ES+A128KW",
            "ECDH-ES+A192KW",
            "ECDH-ES+A256KW",
            "A128GCMKW",
            "A192GCMKW",
            "A256GCMKW",
            "PBES2-HS256+A128KW",
            "PBES2-HS384+A192KW",
            "PBES2-HS512+A256KW",
        ],
    ),
    (
        Purpose::Prohibited,
        &[
            "RS1", "HS1", "A128CBC", "A192CBC", "A256CBC", "A128CTR", "A192CTR", "A256CTR",
        ],
    ),
];

#[cfg(test)]
mod tests {
    use super::*;
    use crate::verify::ALGORITHMS;

    #[test]
    fn every_algorithm_that_is_checked_here_is_registered() {
        for algorithm in &ALGORITHMS {
            assert_eq!(purpose(algorithm.name), Some(Purpose::Signature));
        }
        assert_eq!(purpose("rs256"), None);
        assert_eq!(meant_by(" rs256"), Some("RS256"));
        assert_eq!(meant_by("RS257"), None);
    }
}
