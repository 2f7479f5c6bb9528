//! The forms in which people have a public key as a text or file. A verifier that takes such a form
//! for the secret of an HMAC lets everybody sign (RFC 8725 §2.1).

use super::{Curve, Key, Material};
use crate::token::base64url;

/// Forms of a public key with what they are called; none for a secret.
pub fn spellings(key: &Key) -> Vec<(&'static str, Vec<u8>)> {
    let mut forms = Vec::new();
    if let Ok(material) = &key.material {
        if let Some(info) = subject_public_key_info(material) {
            forms.extend(pem("PUBLIC KEY", &info).map(|text| ("its PEM text", text)));
            forms.push(("its DER bytes", info));
        }
        if let Material::Rsa { modulus, exponent } = material {
            let bare = rsa_public_key(modulus, exponent);
            forms.extend(pem("RSA PUBLIC KEY", &bare).map(|text| ("its PKCS #1 PEM text", text)));
            forms.push(("its PKCS #1 DER bytes", bare));
            forms.push(("the bytes of its `n`", modulus.clone()));
            forms.push((
                "the text of its `n`",
                base64url::encode(modulus).into_bytes(),
            ));
        }
        if let Material::Ed25519 { x } = material {
            forms.push(("the bytes of its `x`", x.clone()));
        }
    }
    if let Some(jwk) = &key.jwk {
        forms.push(("its JWK text", jwk.text().as_bytes().to_vec()));
    }
    forms
}

/// The usual text form (RFC 7468), with and without the line break at its end.
fn pem(label: &str, content: &[u8]) -> [Vec<u8>; 2] {
    use base64::Engine as _;
    let body = base64::engine::general_purpose::STANDARD.encode(content);
    let lines: Vec<&str> = (0..body.len())
        .step_by(64)
        .map(|start| &body[start..body.len().min(start + 64)])
        .collect();
    let text = format!(
        "-----BEGIN {label}-----\n{}\n-----END {label}-----",
        lines.join("\n")
    );
    [format!("{text}\n").into_bytes(), text.into_bytes()]
}

/// RFC 5280 §4.1.2.7.
fn subject_public_key_info(material: &Material) -> Option<Vec<u8>> {
    const RSA: &[u8] = &[6, 9, 0x2a, 0x86, 0x48, 0x86, 0xf7, 0x0d, 1, 1, 1, 5, 0];
    const EC: &[u8] = &[6, 7, 0x2a, 0x86, 0x48, 0xce, 0x3d, 2, 1];
    const P256: &[u8] = &[6, 8, 0x2a, 0x86, 0x48, 0xce, 0x3d, 3, 1, 7];
    const P384: &[u8] = &[6, 5, 0x2b, 0x81, 4, 0, 0x22];
    const P521: &[u8] = &[6, 5, 0x2b, 0x81, 4, 0, 0x23];
    const SECP256K1: &[u8] = &[6, 5, 0x2b, 0x81, 4, 0, 0x0a];
    const ED25519: &[u8] = &[6, 3, 0x2b, 0x65, 0x70];
    let (algorithm, key) = match material {
        Material::Rsa { modulus, exponent } => (RSA.to_vec(), rsa_public_key(modulus, exponent)),
        Material::EllipticCurve { curve, x, y } => {
            let curve = match curve {
                Curve::P256 => P256,
                Curve::P384 => P384,
                Curve::P521 => P521,
                Curve::Secp256k1 => SECP256K1,
            };
            ([EC, curve].concat(), [&[4], x.as_slice(), y].concat())
        }
        Material::Ed25519 { x } => (ED25519.to_vec(), x.clone()),
        Material::MlDsa { .. } | Material::Symmetric(_) => return None,
    };
    let bits = [&[0], key.as_slice()].concat();
    Some(der(
        SEQUENCE,
        &[der(SEQUENCE, &algorithm), der(BIT_STRING, &bits)].concat(),
    ))
}

/// RFC 8017 appendix A.1.1.
fn rsa_public_key(modulus: &[u8], exponent: &[u8]) -> Vec<u8> {
    der(SEQUENCE, &[integer(modulus), integer(exponent)].concat())
}

const INTEGER: u8 = 2;
const BIT_STRING: u8 = 3;
const SEQUENCE: u8 = 0x30;

fn integer(number: &[u8]) -> Vec<u8> {
    match number {
        [first, ..] if first & 0x80 != 0 => der(INTEGER, &[&[0], number].concat()),
        _ => der(INTEGER, number),
    }
}

/// One value with its tag and length (X.690 §8.1).
fn der(tag: u8, content: &[u8]) -> Vec<u8> {
    let length = content.len();
    let octets = length.to_be_bytes();
    let start = octets
        .iter()
        .position(|octet| *octet != 0)
        .unwrap_or(octets.len() - 1);
    let octets = &octets[start..];
    let mut value = vec![tag];
    if length >= 0x80 {
        let count = u8::try_from(octets.len()).expect("a length has at most eight octets");
        value.push(0x80 | count);
    }
    value.extend_from_slice(octets);
    value.extend_from_slice(content);
    value
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::provider::keys::{KeySource, Publicity, read_set};

    /// The files that openssl wrote of the captured keys.
    #[test]
    fn the_texts_are_those_that_openssl_writes() {
        let text = include_str!("../../../fixtures/providers/captured/jwks.json");
        let source = KeySource::File {
            path: "jwks.json".to_owned(),
        };
        let (set, _) = read_set(text, &source, Publicity::Published).unwrap();
        let all: Vec<Vec<u8>> = set
            .keys
            .iter()
            .flat_map(spellings)
            .map(|(_, form)| form)
            .collect();
        for file in [
            include_str!("../../../fixtures/keys/rsa-spki.pem"),
            include_str!("../../../fixtures/keys/rsa-pkcs1.pem"),
            include_str!("../../../fixtures/keys/ec-p-256.pem"),
            include_str!("../../../fixtures/keys/ec-p-384.pem"),
            include_str!("../../../fixtures/keys/ec-p-521.pem"),
            include_str!("../../../fixtures/keys/ed25519.pem"),
        ] {
            assert!(all.iter().any(|form| form == file.as_bytes()), "{file}");
        }
    }
}
