//! Public keys in PEM: SubjectPublicKeyInfo (RFC 5280 §4.1.2.7), PKCS #1 and certificates.
//!
//! The DER inside is read by RustCrypto's `spki` and `der`: three small crates without further
//! dependencies, where a certificate parser would bring a dozen for the one field we want.

use aws_lc_rs::digest;
use rustls_pki_types::pem::{PemObject as _, SectionKind};
use spki::{
    ObjectIdentifier, SubjectPublicKeyInfoRef,
    der::{
        self, Decode as _, Reader as _, SliceReader, TagNumber,
        asn1::{AnyRef, ContextSpecific, UintRef},
    },
};
use thiserror::Error;

use super::{Curve, Material, MlDsaStrength, Unusable};
use crate::token::base64url;

/// Why a PEM text gives no public key.
#[derive(Debug, Clone, PartialEq, Eq, Error)]
pub enum PemError {
    /// There is a private key in it, and no public one.
    #[error("it is a private key, expected a public key or a certificate")]
    Private,
    /// No section of a known label.
    #[error("it holds {found}, expected `-----BEGIN PUBLIC KEY-----` or a certificate")]
    NoKey {
        /// What it holds instead.
        found: String,
    },
    /// A section without an end, or with broken base64 or DER inside.
    #[error("its PEM is broken: {0}")]
    Broken(String),
}

impl PemError {
    /// What the user can do about it.
    pub fn hint(&self) -> &'static str {
        match self {
            Self::Private => {
                "a signature is checked with the public key: `openssl pkey -in FILE -pubout` \
                 writes it"
            }
            Self::NoKey { .. } | Self::Broken(_) => {
                "`openssl pkey -pubin -in FILE -text` shows whether the file is whole"
            }
        }
    }
}

/// The public key of the first section that has one, and remarks. The inner error is a sound key of
/// a kind that cannot be used here.
///
/// # Errors
/// The text holds no public key, or a broken one.
pub fn read_pem(text: &str) -> Result<(Result<Material, Unusable>, Vec<String>), PemError> {
    // The PEM reader knows no PKCS #1 label; the content tells the two forms apart.
    let relabelled = text.replace("RSA PUBLIC KEY-----", "PUBLIC KEY-----");
    let mut found = None;
    let mut more = 0;
    for section in <(SectionKind, Vec<u8>)>::pem_slice_iter(relabelled.as_bytes()) {
        let (kind, content) = section.map_err(|error| PemError::Broken(error.to_string()))?;
        match kind {
            SectionKind::PublicKey | SectionKind::Certificate if found.is_some() => more += 1,
            SectionKind::PublicKey => {
                found = Some(public_key(&content).map_err(|error| broken(&error))?);
            }
            SectionKind::Certificate => {
                found = Some(certificate(&content).map_err(|error| broken(&error))?);
            }
            _ => {}
        }
    }
    let notes = match more {
        0 => Vec::new(),
        more => vec![format!(
            "the file holds {more} more keys or certificates; the first is used"
        )],
    };
    found
        .map(|key| (key, notes))
        .ok_or_else(|| nothing_in(text))
}

/// The SHA-256 thumbprint of the first certificate, base64url: the value of `x5t#S256`
/// (RFC 7515 §4.1.8, RFC 8705 §3.1).
///
/// # Errors
/// The text holds no certificate, or a broken one.
pub fn certificate_thumbprint(text: &str) -> Result<String, PemError> {
    for section in <(SectionKind, Vec<u8>)>::pem_slice_iter(text.as_bytes()) {
        let (kind, content) = section.map_err(|error| PemError::Broken(error.to_string()))?;
        if kind == SectionKind::Certificate {
            certificate(&content).map_or_else(|error| Err(broken(&error)), |_| Ok(()))?;
            let digest = digest::digest(&digest::SHA256, &content);
            return Ok(base64url::encode(digest.as_ref()));
        }
    }
    Err(nothing_in(text))
}

fn nothing_in(text: &str) -> PemError {
    if text.contains("PRIVATE KEY-----") {
        return PemError::Private;
    }
    let label = text
        .split_once("-----BEGIN ")
        .and_then(|(_, rest)| rest.split_once("-----"))
        .map(|(label, _)| label.trim());
    PemError::NoKey {
        found: match label {
            Some(label) => format!("`{}`", label.escape_debug()),
            None => "no PEM".to_owned(),
        },
    }
}

fn broken(error: &der::Error) -> PemError {
    PemError::Broken(error.to_string())
}

fn public_key(content: &[u8]) -> der::Result<Result<Material, Unusable>> {
    match SubjectPublicKeyInfoRef::from_der(content) {
        Ok(info) => subject_public_key(&info),
        Err(error) => rsa(content).map(Ok).map_err(|_| error),
    }
}

/// The key of a certificate in DER. Version, serial number, signature, issuer, validity, subject, and then the key
/// (RFC 5280 §4.1).
pub(super) fn certificate(content: &[u8]) -> der::Result<Result<Material, Unusable>> {
    let mut reader = SliceReader::new(content)?;
    let outer: AnyRef<'_> = reader.decode()?;
    let mut reader = SliceReader::new(outer.value())?;
    let inner: AnyRef<'_> = reader.decode()?;
    let mut fields = SliceReader::new(inner.value())?;
    ContextSpecific::<AnyRef<'_>>::decode_explicit(&mut fields, TagNumber(0))?;
    for _ in [
        "serial number",
        "signature",
        "issuer",
        "validity",
        "subject",
    ] {
        let _: AnyRef<'_> = fields.decode()?;
    }
    subject_public_key(&fields.decode::<SubjectPublicKeyInfoRef<'_>>()?)
}

const RSA: ObjectIdentifier = ObjectIdentifier::new_unwrap("1.2.840.113549.1.1.1");
const RSA_PSS: ObjectIdentifier = ObjectIdentifier::new_unwrap("1.2.840.113549.1.1.10");
const EC: ObjectIdentifier = ObjectIdentifier::new_unwrap("1.2.840.10045.2.1");
const ED25519: ObjectIdentifier = ObjectIdentifier::new_unwrap("1.3.101.112");

const CURVES: [(ObjectIdentifier, Curve); 4] = [
    (
        ObjectIdentifier::new_unwrap("1.2.840.10045.3.1.7"),
        Curve::P256,
    ),
    (ObjectIdentifier::new_unwrap("1.3.132.0.34"), Curve::P384),
    (ObjectIdentifier::new_unwrap("1.3.132.0.35"), Curve::P521),
    (
        ObjectIdentifier::new_unwrap("1.3.132.0.10"),
        Curve::Secp256k1,
    ),
];

/// RFC 9881.
const ML_DSA: [(ObjectIdentifier, MlDsaStrength); 3] = [
    (
        ObjectIdentifier::new_unwrap("2.16.840.1.101.3.4.3.17"),
        MlDsaStrength::Level44,
    ),
    (
        ObjectIdentifier::new_unwrap("2.16.840.1.101.3.4.3.18"),
        MlDsaStrength::Level65,
    ),
    (
        ObjectIdentifier::new_unwrap("2.16.840.1.101.3.4.3.19"),
        MlDsaStrength::Level87,
    ),
];

const NOT_FOR_US: [(ObjectIdentifier, &str); 3] = [
    (
        ObjectIdentifier::new_unwrap("1.3.101.113"),
        "curve `Ed448` is not implemented here",
    ),
    (
        ObjectIdentifier::new_unwrap("1.3.101.110"),
        "curve `X25519` is for key agreement, not for signatures",
    ),
    (
        ObjectIdentifier::new_unwrap("1.3.101.111"),
        "curve `X448` is for key agreement, not for signatures",
    ),
];

fn subject_public_key(
    info: &SubjectPublicKeyInfoRef<'_>,
) -> der::Result<Result<Material, Unusable>> {
    let algorithm = info.algorithm.oid;
    let key = info.subject_public_key.raw_bytes();
    if algorithm == RSA || algorithm == RSA_PSS {
        return rsa(key).map(Ok);
    }
    if algorithm == EC {
        let curve = info.algorithm.parameters_oid();
        return Ok(match curve {
            Ok(curve) => point(curve, key),
            Err(_) => Err(Unusable(
                "its curve is spelt out, expected a named curve".to_owned(),
            )),
        });
    }
    if algorithm == ED25519 {
        return Ok(of_length(key, 32, "Ed25519").map(|x| Material::Ed25519 { x }));
    }
    if let Some((_, strength)) = ML_DSA.iter().find(|(id, _)| *id == algorithm) {
        let public = of_length(key, strength.public_length(), strength.name());
        return Ok(public.map(|public| Material::MlDsa {
            strength: *strength,
            public,
        }));
    }
    let why = NOT_FOR_US.iter().find(|(id, _)| *id == algorithm);
    Ok(Err(Unusable(match why {
        Some((_, why)) => (*why).to_owned(),
        None => format!("key type {algorithm} is not known here"),
    })))
}

/// RFC 8017 appendix A.1.1.
fn rsa(content: &[u8]) -> der::Result<Material> {
    let mut reader = SliceReader::new(content)?;
    reader.sequence(|fields: &mut SliceReader<'_>| {
        let modulus: UintRef<'_> = fields.decode()?;
        let exponent: UintRef<'_> = fields.decode()?;
        Ok(Material::Rsa {
            modulus: modulus.as_bytes().to_vec(),
            exponent: exponent.as_bytes().to_vec(),
        })
    })
}

/// An uncompressed point (SEC 1 §2.3.3).
fn point(curve: ObjectIdentifier, key: &[u8]) -> Result<Material, Unusable> {
    let Some((_, curve)) = CURVES.iter().find(|(id, _)| *id == curve) else {
        return Err(Unusable(format!("curve {curve} is not known here")));
    };
    match key {
        [4, rest @ ..] => {
            let length = curve.coordinate_length();
            let rest = of_length(rest, 2 * length, curve.name())?;
            let (x, y) = rest.split_at(length);
            Ok(Material::EllipticCurve {
                curve: *curve,
                x: x.to_vec(),
                y: y.to_vec(),
            })
        }
        [2 | 3, ..] => Err(Unusable(
            "its point is compressed; `openssl ec -pubin -conv_form uncompressed` spells it out"
                .to_owned(),
        )),
        _ => Err(Unusable("its point has an unknown form".to_owned())),
    }
}

fn of_length(octets: &[u8], length: usize, of: &str) -> Result<Vec<u8>, Unusable> {
    if octets.len() == length {
        return Ok(octets.to_vec());
    }
    Err(Unusable(format!(
        "it has {} octets, expected {length} for {of}",
        octets.len()
    )))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::provider::keys::{KeySet, KeySource, Publicity, read_set};

    fn captured() -> KeySet {
        let text = include_str!("../../../fixtures/providers/captured/jwks.json");
        let source = KeySource::File {
            path: "jwks.json".to_owned(),
        };
        read_set(text, &source, Publicity::Published).unwrap().0
    }

    macro_rules! pem {
        ($name:literal) => {
            include_str!(concat!("../../../fixtures/keys/", $name))
        };
    }

    fn material(text: &str) -> Result<Material, Unusable> {
        read_pem(text).unwrap().0
    }

    /// As `openssl x509 -outform der | openssl dgst -sha256` has it.
    #[test]
    fn a_certificate_has_a_thumbprint_and_a_key_has_none() {
        let thumbprint = certificate_thumbprint(pem!("rsa-certificate.pem"));
        let expected = "nG4HW2bJ_QIyEjkyTtaA3ykiVCITHSr6cYjvvDfblvY";
        assert_eq!(thumbprint.as_deref(), Ok(expected));
        assert!(matches!(
            certificate_thumbprint(pem!("rsa-spki.pem")),
            Err(PemError::NoKey { .. })
        ));
    }

    #[test]
    fn every_form_gives_the_same_numbers_as_the_jwk() {
        let set = captured();
        for (text, id) in [
            (pem!("rsa-certificate.pem"), "op-rs256"),
            (pem!("rsa-spki.pem"), "op-rs256"),
            (pem!("rsa-pkcs1.pem"), "op-rs256"),
            (pem!("ec-p-256.pem"), "op-es256"),
            (pem!("ec-p-384.pem"), "op-es384"),
            (pem!("ec-p-521.pem"), "op-es512"),
            (pem!("ed25519.pem"), "op-ed25519"),
        ] {
            let key = set.keys.iter().find(|key| key.id.as_deref() == Some(id));
            assert_eq!(material(text), key.unwrap().material, "{id}");
        }
    }

    #[test]
    fn secp256k1_is_read_and_other_kinds_say_why_not() {
        let curve = material(pem!("ec-secp256k1.pem")).unwrap().curve();
        assert_eq!(curve, Some("secp256k1"));
        let why = |text: &str| material(text).unwrap_err().0;
        assert_eq!(
            why(pem!("ed448.pem")),
            "curve `Ed448` is not implemented here"
        );
        assert!(why(pem!("ec-p-256-compressed.pem")).contains("compressed"));
    }

    #[test]
    fn a_private_key_is_refused_unless_a_public_one_stands_beside_it() {
        let private = rcgen::KeyPair::generate().unwrap().serialize_pem();
        assert_eq!(read_pem(&private), Err(PemError::Private));
        let both = format!("{private}{}", pem!("ed25519.pem"));
        assert!(matches!(material(&both), Ok(Material::Ed25519 { .. })));
    }

    #[test]
    fn what_is_no_key_is_named() {
        let error = |text: &str| read_pem(text).unwrap_err().to_string();
        assert!(error("ssh-ed25519 AAAA").contains("it holds no PEM"));
        let request = pem!("ed25519.pem").replace("PUBLIC KEY", "CERTIFICATE REQUEST");
        assert!(
            error(&request).contains("`CERTIFICATE REQUEST`"),
            "{}",
            error(&request)
        );
        let cut = pem!("rsa-spki.pem").replace("-----END PUBLIC KEY-----", "");
        assert!(error(&cut).contains("its PEM is broken"), "{}", error(&cut));
        let garbage = "-----BEGIN PUBLIC KEY-----\naGVsbG8=\n-----END PUBLIC KEY-----\n";
        assert!(
            error(garbage).contains("its PEM is broken"),
            "{}",
            error(garbage)
        );
    }

    #[test]
    fn of_several_the_first_is_used_and_the_others_are_noted() {
        let two = format!("{}{}", pem!("ed25519.pem"), pem!("rsa-spki.pem"));
        let (key, notes) = read_pem(&two).unwrap();
        assert!(matches!(key, Ok(Material::Ed25519 { .. })));
        assert_eq!(
            notes,
            ["the file holds 1 more keys or certificates; the first is used"]
        );
    }
}
