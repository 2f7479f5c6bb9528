//! Signatures that no key can make good, told from their bytes alone.

use super::algorithm::{Algorithm, Family};
use crate::provider::Curve;

/// Why no key of this algorithm could have made these bytes, if that can be seen without one.
pub(super) fn impossibility(algorithm: &Algorithm, signature: &[u8]) -> Option<String> {
    let name = algorithm.name;
    let found = signature.len();
    if signature.is_empty() {
        return Some(format!("the signature is empty although `alg` is `{name}`"));
    }
    let expected = algorithm.signature_length?;
    if found != expected {
        return Some(match algorithm.family {
            Family::Ecdsa(_) if is_der(signature) => format!(
                "the signature is DER-encoded ({found} bytes); `{name}` puts r and s side by side \
                 in {expected} bytes"
            ),
            _ => format!("the signature has {found} bytes, `{name}` makes {expected}"),
        });
    }
    match algorithm.family {
        Family::Ecdsa(curve) => {
            let (r, s) = signature.split_at(expected / 2);
            [("r", r), ("s", s)]
                .into_iter()
                .find_map(|(part, number)| out_of_range(part, number, curve))
        }
        Family::Ed25519 => {
            // Little-endian, unlike the others (RFC 8032 §5.1.7).
            let s = signature[32..].iter().rev();
            (!s.lt(ED25519_ORDER.iter()))
                .then(|| "S of the signature is not below the order of Ed25519".to_owned())
        }
        _ => None,
    }
}

/// Whether the length of these bytes is that of an Ed448 signature (RFC 8032 §5.2.6), which
/// `EdDSA` allows and this tool cannot check.
pub(super) fn may_be_ed448(algorithm: &Algorithm, signature: &[u8]) -> bool {
    algorithm.name == "EdDSA" && signature.len() == 114
}

fn out_of_range(part: &str, number: &[u8], curve: Curve) -> Option<String> {
    if number.iter().all(|byte| *byte == 0) {
        Some(format!("{part} of the signature is zero"))
    } else if number >= order(curve) {
        Some(format!(
            "{part} of the signature is not below the order of {}",
            curve.name()
        ))
    } else {
        None
    }
}

/// Whether the bytes are one DER SEQUENCE of two INTEGERs by their frame.
fn is_der(signature: &[u8]) -> bool {
    match signature {
        [0x30, length, 0x02, rest @ ..] => *length < 0x80 && usize::from(*length) == rest.len() + 1,
        [0x30, 0x81, length, 0x02, rest @ ..] => usize::from(*length) == rest.len() + 1,
        _ => false,
    }
}

/// The group order, big-endian, as long as a coordinate (SEC 2 §2; FIPS 186-4 §D.1.2).
fn order(curve: Curve) -> &'static [u8] {
    match curve {
        Curve::P256 => &P256_ORDER,
        Curve::P384 => &P384_ORDER,
        Curve::P521 => &P521_ORDER,
        Curve::Secp256k1 => &SECP256K1_ORDER,
    }
}

const P256_ORDER: [u8; 32] = [
    0xff, 0xff, 0xff, 0xff, 0x00, 0x00, 0x00, 0x00, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff,
    0xbc, 0xe6, 0xfa, 0xad, 0xa7, 0x17, 0x9e, 0x84, 0xf3, 0xb9, 0xca, 0xc2, 0xfc, 0x63, 0x25, 0x51,
];
const P384_ORDER: [u8; 48] = [
    0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff,
    0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xc7, 0x63, 0x4d, 0x81, 0xf4, 0x37, 0x2d, 0xdf,
    0x58, 0x1a, 0x0d, 0xb2, 0x48, 0xb0, 0xa7, 0x7a, 0xec, 0xec, 0x19, 0x6a, 0xcc, 0xc5, 0x29, 0x73,
];
const P521_ORDER: [u8; 66] = [
    0x01, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff,
    0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff,
    0xff, 0xfa, 0x51, 0x86, 0x87, 0x83, 0xbf, 0x2f, 0x96, 0x6b, 0x7f, 0xcc, 0x01, 0x48, 0xf7, 0x09,
    0xa5, 0xd0, 0x3b, 0xb5, 0xc9, 0xb8, 0x89, 0x9c, 0x47, 0xae, 0xbb, 0x6f, 0xb7, 0x1e, 0x91, 0x38,
    0x64, 0x09,
];
const SECP256K1_ORDER: [u8; 32] = [
    0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xfe,
    0xba, 0xae, 0xdc, 0xe6, 0xaf, 0x48, 0xa0, 0x3b, 0xbf, 0xd2, 0x5e, 0x8c, 0xd0, 0x36, 0x41, 0x41,
];
const ED25519_ORDER: [u8; 32] = [
    0x10, 0x00, 0x00, 0x00, 0x00, 0x00, 0x00, 0x00, 0x00, 0x00, 0x00, 0x00, 0x00, 0x00, 0x00, 0x00,
    0x14, 0xde, 0xf9, 0xde, 0xa2, 0xf7, 0x9c, 0xd6, 0x58, 0x12, 0x63, 0x1a, 0x5c, 0xf5, 0xd3, 0xed,
];
#[cfg(test)]
mod tests {
    use super::*;

    fn why(name: &str, signature: &[u8]) -> String {
        impossibility(Algorithm::named(name).unwrap(), signature).unwrap_or_default()
    }

    #[test]
    fn lengths_are_those_of_the_algorithm() {
        assert!(why("HS256", &[1; 31]).contains("31 bytes, `HS256` makes 32"));
        assert!(why("EdDSA", &[1; 63]).contains("63 bytes"));
        assert!(why("ML-DSA-44", &[1; 2421]).contains("makes 2420"));
        assert!(why("RS256", &[]).contains("empty"));
        assert_eq!(why("RS256", &[1; 7]), "");
        assert_eq!(why("HS256", &[0; 32]), "");
    }

    #[test]
    fn der_is_named() {
        let mut der = vec![0x30, 68, 0x02, 32];
        der.extend([1; 32]);
        der.extend([0x02, 32]);
        der.extend([1; 32]);
        assert!(why("ES256", &der).contains("DER-encoded (70 bytes)"));
        assert!(!why("ES256", &[0x30; 70]).contains("DER"));
    }

    #[test]
    fn zero_and_the_order_itself_are_impossible_and_one_less_is_not() {
        for (name, curve) in [
            ("ES256", Curve::P256),
            ("ES384", Curve::P384),
            ("ES512", Curve::P521),
            ("ES256K", Curve::Secp256k1),
        ] {
            let length = curve.coordinate_length();
            let zero = vec![0; length];
            let order = order(curve).to_vec();
            assert_eq!(order.len(), length);
            let mut below = order.clone();
            below[length - 1] -= 1;
            let both = |r: &[u8], s: &[u8]| why(name, &[r, s].concat());
            assert_eq!(both(&zero, &below), "r of the signature is zero");
            assert_eq!(both(&below, &zero), "s of the signature is zero");
            assert!(both(&below, &order).contains("s of the signature is not below the order"));
            assert!(both(&order, &below).contains("r of the signature is not below the order"));
            assert_eq!(both(&below, &below), "");
        }
    }

    #[test]
    fn s_of_ed25519_is_little_endian_and_below_the_order() {
        let mut signature = [7; 64];
        let order: Vec<u8> = ED25519_ORDER.iter().rev().copied().collect();
        signature[32..].copy_from_slice(&order);
        assert!(why("Ed25519", &signature).contains("not below the order"));
        signature[32] -= 1;
        assert_eq!(why("Ed25519", &signature), "");
    }
}
