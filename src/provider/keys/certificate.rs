//! Certificates that stand beside a key or in a header (RFC 5280, RFC 7517 §4.7–4.9).

use aws_lc_rs::{digest, signature};
use spki::ObjectIdentifier;
use x509_cert::der::{Decode as _, Encode as _};

use super::{Curve, Material, Unusable, pem};
use crate::token::base64url;

/// One certificate, as far as tokens and keys speak of it.
#[derive(Debug, Clone)]
pub struct Certificate {
    /// The public key, or why it cannot be used here.
    pub key: Result<Material, Unusable>,
    /// From when it holds, in seconds since the epoch.
    pub not_before: i64,
    /// Until when it holds, in seconds since the epoch.
    pub not_after: i64,
    /// What its issuer signed.
    signed: Vec<u8>,
    signature: Vec<u8>,
    algorithm: ObjectIdentifier,
    /// The whole in DER, which thumbprints are taken of.
    content: Vec<u8>,
}

impl Certificate {
    /// Reads a certificate in DER; `None` if it is none.
    pub fn read(content: &[u8]) -> Option<Self> {
        let certificate = x509_cert::Certificate::from_der(content).ok()?;
        let inner = certificate.tbs_certificate();
        let seconds = |time: x509_cert::time::Time| {
            i64::try_from(time.to_unix_duration().as_secs()).unwrap_or(i64::MAX)
        };
        Some(Self {
            key: pem::certificate(content).ok()?,
            not_before: seconds(inner.validity().not_before),
            not_after: seconds(inner.validity().not_after),
            signed: inner.to_der().ok()?,
            signature: certificate.signature().as_bytes()?.to_vec(),
            algorithm: certificate.signature_algorithm().oid,
            content: content.to_vec(),
        })
    }

    /// `x5t#S256` (RFC 7515 §4.1.8).
    pub fn sha256_thumbprint(&self) -> String {
        base64url::encode(digest::digest(&digest::SHA256, &self.content).as_ref())
    }

    /// `x5t` (RFC 7515 §4.1.7).
    pub fn sha1_thumbprint(&self) -> String {
        let algorithm = &digest::SHA1_FOR_LEGACY_USE_ONLY;
        base64url::encode(digest::digest(algorithm, &self.content).as_ref())
    }

    /// Whether the key of `issuer` signed this certificate; `None` where that cannot be told here.
    pub fn is_signed_by(&self, issuer: &Self) -> Option<bool> {
        let verified = match issuer.key.as_ref().ok()? {
            Material::Rsa { modulus, exponent } => {
                let (_, parameters) = RSA.iter().find(|(id, _)| *id == self.algorithm)?;
                let key = signature::RsaPublicKeyComponents {
                    n: modulus,
                    e: exponent,
                };
                key.verify(parameters, &self.signed, &self.signature)
            }
            Material::EllipticCurve { curve, x, y } => {
                let (_, _, scheme) = ECDSA
                    .iter()
                    .find(|(id, of, _)| *id == self.algorithm && of == curve)?;
                let point = [&[4], x.as_slice(), y.as_slice()].concat();
                let key = signature::UnparsedPublicKey::new(*scheme, point);
                key.verify(&self.signed, &self.signature)
            }
            _ => return None,
        };
        Some(verified.is_ok())
    }
}

/// RFC 8017 appendix C.
static RSA: [(ObjectIdentifier, &signature::RsaParameters); 3] = [
    (
        ObjectIdentifier::new_unwrap("1.2.840.113549.1.1.11"),
        &signature::RSA_PKCS1_2048_8192_SHA256,
    ),
    (
        ObjectIdentifier::new_unwrap("1.2.840.113549.1.1.12"),
        &signature::RSA_PKCS1_2048_8192_SHA384,
    ),
    (
        ObjectIdentifier::new_unwrap("1.2.840.113549.1.1.13"),
        &signature::RSA_PKCS1_2048_8192_SHA512,
    ),
];

/// RFC 5758 §3.2, on the curves that certificates use it with.
static ECDSA: [(
    ObjectIdentifier,
    Curve,
    &signature::EcdsaVerificationAlgorithm,
); 4] = [
    (
        ObjectIdentifier::new_unwrap("1.2.840.10045.4.3.2"),
        Curve::P256,
        &signature::ECDSA_P256_SHA256_ASN1,
    ),
    (
        ObjectIdentifier::new_unwrap("1.2.840.10045.4.3.2"),
        Curve::P384,
        &signature::ECDSA_P384_SHA256_ASN1,
    ),
    (
        ObjectIdentifier::new_unwrap("1.2.840.10045.4.3.3"),
        Curve::P384,
        &signature::ECDSA_P384_SHA384_ASN1,
    ),
    (
        ObjectIdentifier::new_unwrap("1.2.840.10045.4.3.4"),
        Curve::P521,
        &signature::ECDSA_P521_SHA512_ASN1,
    ),
];

#[cfg(test)]
mod tests {
    use base64::{Engine as _, engine::general_purpose::STANDARD};

    use super::*;

    /// The certificate of the captured key set's first key.
    fn captured() -> (serde_json::Value, Vec<u8>) {
        let text = include_str!("../../../fixtures/providers/captured/jwks.json");
        let set: serde_json::Value = serde_json::from_str(text).unwrap();
        let key = set["keys"]
            .as_array()
            .unwrap()
            .iter()
            .find(|key| key["x5c"].is_array())
            .unwrap();
        let content = STANDARD.decode(key["x5c"][0].as_str().unwrap()).unwrap();
        (key.clone(), content)
    }

    #[test]
    fn a_certificate_gives_its_key_and_its_dates() {
        let (jwk, content) = captured();
        let certificate = Certificate::read(&content).unwrap();
        let Ok(Material::Rsa { modulus, .. }) = &certificate.key else {
            panic!("an RSA key");
        };
        assert_eq!(base64url::encode(modulus), jwk["n"].as_str().unwrap());
        assert!(certificate.not_before < certificate.not_after);
        assert!(Certificate::read(&content[..content.len() - 1]).is_none());
    }

    #[test]
    fn a_self_signed_certificate_is_signed_by_itself_and_a_changed_one_is_not() {
        let (_, mut content) = captured();
        let certificate = Certificate::read(&content).unwrap();
        assert_eq!(certificate.is_signed_by(&certificate), Some(true));
        *content.last_mut().unwrap() ^= 1;
        let changed = Certificate::read(&content).unwrap();
        assert_eq!(changed.is_signed_by(&certificate), Some(false));
        assert_ne!(changed.sha256_thumbprint(), certificate.sha256_thumbprint());
    }
}
