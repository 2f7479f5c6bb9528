//! Keys parsed once for each algorithm that they may serve.

use std::sync::{Arc, OnceLock};

use aws_lc_rs::{
    hmac,
    signature::{self, ParsedPublicKey, RsaParameters, RsaPublicKeyComponents},
};

use super::{
    KeyUsed,
    algorithm::{ALGORITHMS, Algorithm, Family, Hash},
    select,
};
use crate::provider::{Curve, Key, Material, MlDsaStrength};

/// A key of the issuer's side with what it may check. Parsing happens at first use, once, and is
/// shared by all threads.
#[derive(Debug)]
pub(super) struct PreparedKey<'a> {
    pub(super) key: &'a Key,
    pub(super) shown: Arc<KeyUsed>,
    uses: Vec<Use>,
}

#[derive(Debug)]
struct Use {
    algorithm: &'static Algorithm,
    checker: OnceLock<Result<Checker, String>>,
}

impl<'a> PreparedKey<'a> {
    pub(super) fn new(key: &'a Key) -> Self {
        let shown = KeyUsed {
            id: key.id.clone(),
            source: key.source.describe(),
            thumbprint: key.thumbprint.clone(),
        };
        let uses = ALGORITHMS
            .iter()
            .filter(|algorithm| select::misfit(key, algorithm).is_none())
            .map(|algorithm| Use {
                algorithm,
                checker: OnceLock::new(),
            })
            .collect();
        Self {
            key,
            shown: Arc::new(shown),
            uses,
        }
    }

    /// Whether the key may check this algorithm by all that it says of itself.
    pub(super) fn serves(&self, algorithm: &'static Algorithm) -> bool {
        self.find(algorithm).is_some()
    }

    /// The parsed key or why it cannot be used, for an algorithm that it serves.
    pub(super) fn checker(&self, algorithm: &'static Algorithm) -> Option<Result<&Checker, &str>> {
        let parsed = self
            .find(algorithm)?
            .checker
            .get_or_init(|| match &self.key.material {
                Ok(material) => Checker::parse(material, algorithm),
                Err(unusable) => Err(unusable.0.clone()),
            });
        Some(parsed.as_ref().map_err(String::as_str))
    }

    fn find(&self, algorithm: &'static Algorithm) -> Option<&Use> {
        self.uses
            .iter()
            .find(|one| std::ptr::eq(one.algorithm, algorithm))
    }
}

/// A key in the crypto library's own form, for one algorithm.
#[derive(Debug)]
pub(super) enum Checker {
    /// Boxed, since it is twenty times as large as the other.
    Mac(Box<hmac::Key>),
    Public {
        key: ParsedPublicKey,
        /// Octets of a signature by this key.
        signature_length: usize,
    },
}

impl Checker {
    /// Parses a key, or says why the library does not take it.
    pub(super) fn parse(material: &Material, algorithm: &Algorithm) -> Result<Self, String> {
        let (parsed, length) = match (algorithm.family, material) {
            (Family::Hmac, Material::Symmetric(secret)) => {
                let Some(hash) = algorithm.hash.hmac() else {
                    return Err(format!("`{}` has no HMAC", algorithm.name));
                };
                let key = hmac::Key::new(hash, secret.expose());
                return Ok(Self::Mac(Box::new(key)));
            }
            (Family::RsaPkcs1 | Family::RsaPss, Material::Rsa { modulus, exponent }) => {
                let parameters = rsa_parameters(algorithm, modulus, exponent)?;
                let components = RsaPublicKeyComponents {
                    n: modulus,
                    e: exponent,
                };
                let key = components.to_parsed_public_key(parameters);
                (key, Some(modulus.len()))
            }
            (Family::Ecdsa(curve), Material::EllipticCurve { curve: own, x, y })
                if curve == *own =>
            {
                let point = [&[UNCOMPRESSED], x.as_slice(), y.as_slice()].concat();
                let length = algorithm.signature_length;
                (ParsedPublicKey::new(ecdsa(curve), point), length)
            }
            (Family::Ed25519, Material::Ed25519 { x }) => {
                let key = ParsedPublicKey::new(&signature::ED25519, x);
                (key, algorithm.signature_length)
            }
            (
                Family::MlDsa(strength),
                Material::MlDsa {
                    strength: own,
                    public,
                },
            ) if strength == *own => {
                let key = ParsedPublicKey::new(ml_dsa(strength), public);
                (key, algorithm.signature_length)
            }
            _ => return Err(format!("it is not a key for `{}`", algorithm.name)),
        };
        let (Ok(key), Some(signature_length)) = (parsed, length) else {
            return Err(refusal(algorithm.family).to_owned());
        };
        Ok(Self::Public {
            key,
            signature_length,
        })
    }

    /// Octets of a signature by this key.
    pub(super) fn signature_length(&self) -> usize {
        match self {
            Self::Mac(key) => key.algorithm().digest_algorithm().output_len(),
            Self::Public {
                signature_length, ..
            } => *signature_length,
        }
    }

    /// Whether the signature is this key's over the message; a MAC is compared in constant time.
    pub(super) fn verifies(&self, message: &[u8], signature: &[u8]) -> bool {
        match self {
            Self::Mac(key) => hmac::verify(key, message, signature).is_ok(),
            Self::Public { key, .. } => key.verify_sig(message, signature).is_ok(),
        }
    }
}

/// SEC 1 §2.3.3: the octet before an uncompressed point.
const UNCOMPRESSED: u8 = 4;

fn refusal(family: Family) -> &'static str {
    match family {
        Family::Ecdsa(_) => "its coordinates are not a point on its curve",
        Family::Ed25519 => "it is not an Ed25519 public key of 32 bytes",
        Family::MlDsa(_) => "its public key does not have the length of its parameter set",
        Family::Hmac | Family::RsaPkcs1 | Family::RsaPss => "the crypto library refuses it",
    }
}

/// The library's parameters for an RSA key of this size. Keys below 2048 bits verify where the
/// library still allows it, so that a genuine signature by a weak key is told from a forged one.
fn rsa_parameters(
    algorithm: &Algorithm,
    modulus: &[u8],
    exponent: &[u8],
) -> Result<&'static RsaParameters, String> {
    let bits = bit_length(modulus);
    let is_odd = |number: &[u8]| number.last().is_some_and(|byte| byte % 2 == 1);
    // The library checks these only when it verifies, where they would look like a bad signature.
    if !is_odd(modulus) {
        return Err("its RSA modulus is even".to_owned());
    }
    if !is_odd(exponent) || !(2..=33).contains(&bit_length(exponent)) {
        return Err("its RSA exponent is not an odd number from 3 to 33 bits".to_owned());
    }
    if modulus.first() == Some(&0) || exponent.first() == Some(&0) {
        return Err("its RSA numbers begin with a zero byte".to_owned());
    }
    let is_strong = (2048..=8192).contains(&bits);
    let is_weak = (1024..2048).contains(&bits);
    match (algorithm.family, algorithm.hash) {
        (Family::RsaPkcs1, Hash::Sha256) if is_strong => Ok(&signature::RSA_PKCS1_2048_8192_SHA256),
        (Family::RsaPkcs1, Hash::Sha384) if is_strong => Ok(&signature::RSA_PKCS1_2048_8192_SHA384),
        (Family::RsaPkcs1, Hash::Sha512) if is_strong => Ok(&signature::RSA_PKCS1_2048_8192_SHA512),
        (Family::RsaPss, Hash::Sha256) if is_strong => Ok(&signature::RSA_PSS_2048_8192_SHA256),
        (Family::RsaPss, Hash::Sha384) if is_strong => Ok(&signature::RSA_PSS_2048_8192_SHA384),
        (Family::RsaPss, Hash::Sha512) if is_strong => Ok(&signature::RSA_PSS_2048_8192_SHA512),
        (Family::RsaPkcs1, Hash::Sha256) if is_weak => {
            Ok(&signature::RSA_PKCS1_1024_8192_SHA256_FOR_LEGACY_USE_ONLY)
        }
        (Family::RsaPkcs1, Hash::Sha512) if is_weak => {
            Ok(&signature::RSA_PKCS1_1024_8192_SHA512_FOR_LEGACY_USE_ONLY)
        }
        _ => Err(format!(
            "its RSA modulus has {bits} bits, which the crypto library does not take for `{}`",
            algorithm.name
        )),
    }
}

/// Bits of a big-endian number without leading zero octets.
fn bit_length(number: &[u8]) -> usize {
    match number {
        [] => 0,
        [first, ..] => number.len() * 8 - first.leading_zeros() as usize,
    }
}

fn ecdsa(curve: Curve) -> &'static signature::EcdsaVerificationAlgorithm {
    match curve {
        Curve::P256 => &signature::ECDSA_P256_SHA256_FIXED,
        Curve::P384 => &signature::ECDSA_P384_SHA384_FIXED,
        Curve::P521 => &signature::ECDSA_P521_SHA512_FIXED,
        Curve::Secp256k1 => &signature::ECDSA_P256K1_SHA256_FIXED,
    }
}

fn ml_dsa(strength: MlDsaStrength) -> &'static signature::PqdsaVerificationAlgorithm {
    match strength {
        MlDsaStrength::Level44 => &signature::ML_DSA_44,
        MlDsaStrength::Level65 => &signature::ML_DSA_65,
        MlDsaStrength::Level87 => &signature::ML_DSA_87,
    }
}
