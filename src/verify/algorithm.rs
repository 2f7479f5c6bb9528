//! The signature algorithms of JOSE that this tool implements, as one table.

use aws_lc_rs::{digest, hmac};

use crate::provider::{Curve, MlDsaStrength};

/// One registered value of `alg` (IANA "JSON Web Signature and Encryption Algorithms").
#[derive(Debug, PartialEq, Eq)]
pub struct Algorithm {
    /// The name, compared byte for byte: `alg` is case-sensitive (RFC 7515 §4.1.1).
    pub name: &'static str,
    /// The scheme, with the curve or parameter set that its key must have.
    pub family: Family,
    /// The hash of the scheme, which is also that of `at_hash` and `c_hash`.
    pub hash: Hash,
    /// Octets of a signature; `None` for RSA, where the modulus decides.
    pub signature_length: Option<usize>,
    /// The smallest key that its specification allows, in bits; `None` where the curve or
    /// parameter set leaves no choice.
    pub minimum_key_bits: Option<usize>,
}

/// A signature scheme.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Family {
    /// HMAC (RFC 7518 §3.2).
    Hmac,
    /// RSASSA-PKCS1-v1_5 (RFC 7518 §3.3).
    RsaPkcs1,
    /// RSASSA-PSS with a salt as long as the hash (RFC 7518 §3.5).
    RsaPss,
    /// ECDSA on this curve (RFC 7518 §3.4, RFC 8812 §3.2).
    Ecdsa(Curve),
    /// EdDSA on Ed25519 (RFC 8037 §3.1, RFC 9864 §2.2).
    Ed25519,
    /// ML-DSA with an empty context (RFC 9964).
    MlDsa(MlDsaStrength),
}

/// A hash function.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Hash {
    /// SHA-256
    Sha256,
    /// SHA-384
    Sha384,
    /// SHA-512
    Sha512,
    /// SHAKE256, which the crypto library does not offer by itself.
    Shake256,
}

/// Every algorithm that can be checked; the most frequent first.
pub static ALGORITHMS: [Algorithm; 18] = {
    use Family::{Ecdsa, Ed25519, Hmac, MlDsa, RsaPkcs1, RsaPss};
    use Hash::{Sha256, Sha384, Sha512, Shake256};
    [
        row("RS256", RsaPkcs1, Sha256, None, Some(2048)),
        row("ES256", Ecdsa(Curve::P256), Sha256, Some(64), None),
        row("HS256", Hmac, Sha256, Some(32), Some(256)),
        row("PS256", RsaPss, Sha256, None, Some(2048)),
        row("EdDSA", Ed25519, Sha512, Some(64), None),
        row("Ed25519", Ed25519, Sha512, Some(64), None),
        row("RS384", RsaPkcs1, Sha384, None, Some(2048)),
        row("RS512", RsaPkcs1, Sha512, None, Some(2048)),
        row("PS384", RsaPss, Sha384, None, Some(2048)),
        row("PS512", RsaPss, Sha512, None, Some(2048)),
        row("ES384", Ecdsa(Curve::P384), Sha384, Some(96), None),
        row("ES512", Ecdsa(Curve::P521), Sha512, Some(132), None),
        row("ES256K", Ecdsa(Curve::Secp256k1), Sha256, Some(64), None),
        row("HS384", Hmac, Sha384, Some(48), Some(384)),
        row("HS512", Hmac, Sha512, Some(64), Some(512)),
        row(
            "ML-DSA-44",
            MlDsa(MlDsaStrength::Level44),
            Shake256,
            Some(2420),
            None,
        ),
        row(
            "ML-DSA-65",
            MlDsa(MlDsaStrength::Level65),
            Shake256,
            Some(3309),
            None,
        ),
        row(
            "ML-DSA-87",
            MlDsa(MlDsaStrength::Level87),
            Shake256,
            Some(4627),
            None,
        ),
    ]
};

const fn row(
    name: &'static str,
    family: Family,
    hash: Hash,
    signature_length: Option<usize>,
    minimum_key_bits: Option<usize>,
) -> Algorithm {
    Algorithm {
        name,
        family,
        hash,
        signature_length,
        minimum_key_bits,
    }
}

impl Algorithm {
    /// The algorithm of exactly this name.
    pub fn named(name: &str) -> Option<&'static Self> {
        ALGORITHMS.iter().find(|known| known.name == name)
    }

    /// The algorithm that another spelling of the letters means, for a hint.
    pub fn meant_by(name: &str) -> Option<&'static Self> {
        ALGORITHMS
            .iter()
            .find(|known| known.name.eq_ignore_ascii_case(name))
    }

    /// Whether a key that says it is for `stated` (its own `alg`) is for this algorithm.
    /// `EdDSA` and `Ed25519` are two names of one (RFC 9864 §2.2).
    pub fn serves(&self, stated: &str) -> bool {
        self.name == stated
            || (self.family == Family::Ed25519 && matches!(stated, "EdDSA" | "Ed25519"))
    }

    /// Whether this secret makes this MAC of the message; `false` for what is no HMAC.
    pub fn mac_matches(&self, secret: &[u8], message: &[u8], mac: &[u8]) -> bool {
        let Some(hash) = self.hash.hmac().filter(|_| self.is_symmetric()) else {
            return false;
        };
        hmac::verify(&hmac::Key::new(hash, secret), message, mac).is_ok()
    }

    /// Whether anybody who can check a signature can also make one.
    pub fn is_symmetric(&self) -> bool {
        self.family == Family::Hmac
    }
}

impl Family {
    /// The `kty` its keys must have (RFC 7518 §6.1, RFC 8037 §2, RFC 9964).
    pub fn key_type(self) -> &'static str {
        match self {
            Self::Hmac => "oct",
            Self::RsaPkcs1 | Self::RsaPss => "RSA",
            Self::Ecdsa(_) => "EC",
            Self::Ed25519 => "OKP",
            Self::MlDsa(_) => "AKP",
        }
    }

    /// The `crv` its keys must have, if keys of its type have curves.
    pub fn curve(self) -> Option<&'static str> {
        match self {
            Self::Ecdsa(curve) => Some(curve.name()),
            Self::Ed25519 => Some("Ed25519"),
            Self::Hmac | Self::RsaPkcs1 | Self::RsaPss | Self::MlDsa(_) => None,
        }
    }
}

impl Hash {
    /// The digest in the crypto library, if it has one.
    pub fn digest(self) -> Option<&'static digest::Algorithm> {
        match self {
            Self::Sha256 => Some(&digest::SHA256),
            Self::Sha384 => Some(&digest::SHA384),
            Self::Sha512 => Some(&digest::SHA512),
            Self::Shake256 => None,
        }
    }

    /// The HMAC with this hash, if JOSE has one.
    pub(super) fn hmac(self) -> Option<hmac::Algorithm> {
        match self {
            Self::Sha256 => Some(hmac::HMAC_SHA256),
            Self::Sha384 => Some(hmac::HMAC_SHA384),
            Self::Sha512 => Some(hmac::HMAC_SHA512),
            Self::Shake256 => None,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_are_unique_and_case_sensitive() {
        for algorithm in &ALGORITHMS {
            assert!(std::ptr::eq(
                Algorithm::named(algorithm.name).unwrap(),
                algorithm
            ));
        }
        assert_eq!(Algorithm::named("rs256"), None);
        assert_eq!(Algorithm::meant_by("rs256").unwrap().name, "RS256");
        assert_eq!(Algorithm::named("none"), None);
        assert_eq!(Algorithm::named("Ed448"), None);
    }

    #[test]
    fn an_ecdsa_signature_is_two_coordinates_long() {
        for algorithm in &ALGORITHMS {
            if let Family::Ecdsa(curve) = algorithm.family {
                let length = 2 * curve.coordinate_length();
                assert_eq!(algorithm.signature_length, Some(length));
            }
        }
    }

    #[test]
    fn the_two_names_of_ed25519_serve_each_other_and_no_other() {
        let eddsa = Algorithm::named("EdDSA").unwrap();
        assert!(eddsa.serves("Ed25519") && eddsa.serves("EdDSA") && !eddsa.serves("Ed448"));
        assert!(!Algorithm::named("RS256").unwrap().serves("PS256"));
    }
}
