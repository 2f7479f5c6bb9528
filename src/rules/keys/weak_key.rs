//! `weak-key`

use aws_lc_rs::signature::{self, ParsedPublicKey};

use super::{at, name};
use crate::{
    provider::{Curve, Key, Material},
    rules::{
        Applies, Check, Confidence, Doc, Family, Finding, Needs, Outcome, Policy, ProviderCase,
        Rule, Severity, Threat,
        example::{Example, keys},
        spec::{Spec, section},
        words,
    },
    situation::Profile,
};

pub(crate) static RULE: Rule = Rule {
    name: "weak-key",
    family: Family::Keys,
    severity: Severity::Error,
    confidence: Confidence::High,
    needs: &[Needs::Provider, Needs::Keys],
    applies: Applies::Any,
    silences: &[],
    doc: Doc {
        checks: "A key can be broken: an RSA modulus below 2048 bits, even, with a small prime \
                 factor or of the shape that the ROCA defect left behind; an RSA exponent that is \
                 even or 1; a point that is not on its curve or of low order; a curve below P-256; \
                 or a sample key of an RFC, whose private half is printed there.",
        why: "Who breaks or knows the key signs as the issuer. Some of these take seconds and need \
              nothing but the public key.",
        threats: &[Threat::Forge],
        but: "In lessons a sample key is in its place; the teach profile makes it a note. The \
              exponent 3 is allowed and out of fashion, so it is information. What is tested here \
              finds known mistakes and does not prove a key good.",
        fix: "Make a new key with a current library, and take this one out of use.",
    },
    article: &[],
    references: &[
        section(Spec::Rfc(7518), "3.3"),
        section(Spec::Rfc(7518), "3.4"),
        section(Spec::Rfc(7518), "3.5"),
        section(Spec::Rfc(8725), "3.4"),
        section(Spec::Rfc(8725), "3.5"),
        section(Spec::Fapi2Security, "5.4.1"),
    ],
    examples: &[
        Example::fires(
            "an RSA key of 1024 bits",
            keys(include_str!("../../../fixtures/keys/weak/rsa-1024.json")),
        ),
        Example::fires(
            "a modulus with the prime factor 1009",
            keys(include_str!(
                "../../../fixtures/keys/weak/rsa-small-factor.json"
            )),
        ),
        Example::fires(
            "primes of the ROCA shape",
            keys(include_str!("../../../fixtures/keys/weak/rsa-roca.json")),
        ),
        Example::fires(
            "an even modulus",
            keys(include_str!("../../../fixtures/keys/weak/rsa-even.json")),
        ),
        Example::fires(
            "the public exponent 1, with which a signature is the message",
            keys(include_str!(
                "../../../fixtures/keys/weak/rsa-exponent-one.json"
            )),
        ),
        Example::fires(
            "a point that is not on P-256",
            keys(
                r#"{"keys":[{"kty":"EC","crv":"P-256","kid":"1","x":"oWA4BSTQLwZ8SlQnp93w2G8xIi0R_h_VxxFLGtGdo74","y":"AQEBAQEBAQEBAQEBAQEBAQEBAQEBAQEBAQEBAQEBAQE"}]}"#,
            ),
        ),
        Example::fires(
            "an Ed25519 point of low order",
            keys(
                r#"{"keys":[{"kty":"OKP","crv":"Ed25519","kid":"1","x":"AQAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA"}]}"#,
            ),
        ),
        Example::fires(
            "the sample key of RFC 7515 appendix A.3",
            keys(
                r#"{"keys":[{"kty":"EC","crv":"P-256","kid":"1","x":"f83OJ3D2xF1Bg8vub9tLe1gHMzV76e8Tus9uPHvRVEU","y":"x_FEzRu9m36HLN_tue659LNpXW6pCyStikYjKIWI5a0"}]}"#,
            ),
        ),
        Example::silent(
            "a key on P-256",
            keys(
                r#"{"keys":[{"kty":"EC","crv":"P-256","kid":"1","x":"oWA4BSTQLwZ8SlQnp93w2G8xIi0R_h_VxxFLGtGdo74","y":"anz8ZsOe9wVqx6fS-hHIGtMhhUROIQTH9iFoX6hDB04"}]}"#,
            ),
        ),
        Example::silent(
            "an RSA key of 2048 bits",
            keys(
                r#"{"keys":[{"kty":"RSA","kid":"rsa","e":"AQAB","n":"42oIxuaCvrz6cWyAEcAR8JIe4BjVKpzC5iarAT_5bDlUYzaYMr_Y_OLAJIwHU6vkuZHMJyp2bgStqlzgD-vSrusZwpG_i7kjPvE4E3unN1uEzJ9CEWzMb9L-UFGfzIqpXysByA0ea_9nup6YHRuEHgKeMTNBxE_2smK8cRumX756mr8zoi0RVb-L-HKUzjdwCFmkui-_Uha4G6dIOZifDb3LnwAKeVVY8f0ymrUs8S8M-xlE0jY-ySGZPKcOsReGCUgNrRzYRmSZfUWy4uTzGO-MfJ1C1su9XRu7mHomV-guxw-W-ZGimNJHSvxWqaU4yBh5BEOwYsepcMJ5GnJ-nQ"}]}"#,
            ),
        ),
    ],
    check: Check::Provider(check),
};

fn check(case: &ProviderCase<'_>) -> Outcome {
    let findings: Vec<Finding> = case
        .provider
        .keys
        .keys
        .iter()
        .enumerate()
        .filter_map(|(index, key)| judge(case, index, key))
        .collect();
    findings.into()
}

fn judge(case: &ProviderCase<'_>, index: usize, key: &Key) -> Option<Finding> {
    let finds = |member: &str, weakness: String| {
        RULE.finds(
            at(index, member),
            format!("{} {weakness}", name(index, key)),
        )
    };
    let sample = key
        .thumbprint
        .as_deref()
        .and_then(|thumbprint| SAMPLES.iter().find(|(known, _)| *known == thumbprint));
    if let Some((_, source)) = sample {
        let weakness = format!(
            "is the sample key of {source}, whose private half is printed there, expected a key of \
             one's own"
        );
        let finding = finds("", weakness);
        return Some(match case.situation.profile {
            Profile::Teach => finding.as_severity(Severity::Note),
            _ => finding,
        });
    }
    match &key.material {
        Ok(Material::Rsa { modulus, exponent }) => rsa(modulus, exponent, case.policy)
            .map(|(member, weakness, severity)| finds(member, weakness).as_severity(severity)),
        Ok(Material::EllipticCurve { curve, x, y }) => (!is_on_curve(*curve, x, y)).then(|| {
            let weakness = format!("is not a point on {}, expected one", curve.name());
            finds("x", weakness)
        }),
        Ok(Material::Ed25519 { x }) => is_of_low_order(x).then(|| {
            let weakness = "is a point of low order, under which one signature fits many messages, \
                            expected an honest public key";
            finds("x", weakness.to_owned())
        }),
        Ok(Material::MlDsa { .. } | Material::Symmetric(_)) => None,
        Err(_) => {
            let curve = key.curve.as_deref()?;
            let is_small = SMALL_CURVES.contains(&curve);
            is_small.then(|| {
                let weakness = format!("is on {}, expected P-256 or more", words::quote(curve));
                finds("crv", weakness)
            })
        }
    }
}

const SMALL_CURVES: [&str; 4] = ["P-192", "secp192r1", "secp192k1", "secp160r1"];

/// Keys printed with their private halves, by RFC 7638 thumbprint.
const SAMPLES: [(&str, &str); 8] = [
    (
        "IsUn6_e04MaShXFIISMp4kG62LWzMIPy_MvSA5pJgX8",
        "RFC 7515 appendix A.2",
    ),
    (
        "oKIywvGUpTVTyxMQ3bwIIeQUudfr_CkLMjCE19ECD-U",
        "RFC 7515 appendix A.3",
    ),
    (
        "u5YUSjQ2-2chBi51NSk3t3g7IM4o2KYcnPqPtCNGd3U",
        "RFC 7515 appendix A.4",
    ),
    (
        "NzbLsXh8uDCcd-6MNwXF4W_7noWXFZAfHkxZsRGC9Xs",
        "RFC 7517 appendix A.2",
    ),
    (
        "cn-I_WNMClehiVp51i_0VpOENW1upEerA8sEam5hn-s",
        "RFC 7517 appendix A.2",
    ),
    (
        "9jg46WB3rR_AHD-EBXdN7cBkH1WOu0tA3M9fm21mqTI",
        "RFC 7520 §3.4",
    ),
    (
        "dHri3SADZkrush5HU_50AoRhcKFryN-PI6jPBtPL55M",
        "RFC 7520 §3.2",
    ),
    (
        "kPrK_qmxVWaYVA9wwBF6Iuo3vVzz7TxHCTwXBygrS4k",
        "RFC 8037 appendix A.1",
    ),
];

/// The member at fault, what is weak and how bad that is.
fn rsa(
    modulus: &[u8],
    exponent: &[u8],
    policy: &Policy,
) -> Option<(&'static str, String, Severity)> {
    let error = |member, weakness| Some((member, weakness, Severity::Error));
    let bits = bit_length(modulus);
    if bits < policy.rsa_bits {
        let least = policy.rsa_bits;
        return error("n", format!("has {bits} bits, expected at least {least}"));
    }
    if let Some(factor) = small_primes().find(|prime| remainder(modulus, *prime) == 0) {
        let weakness = format!(
            "has a modulus that {factor} divides, expected the product of two large primes"
        );
        return error("n", weakness);
    }
    if has_roca_shape(modulus) {
        let weakness = "has a modulus of the shape that a defective chip library made \
                        (CVE-2017-15361, ROCA), from which the private key can be computed, \
                        expected random primes";
        return error("n", weakness.to_owned());
    }
    match exponent {
        [.., last] if last % 2 == 0 => error(
            "e",
            "has an even public exponent, expected 65537".to_owned(),
        ),
        [1] => {
            let weakness =
                "has the public exponent 1, with which nothing is signed, expected 65537";
            error("e", weakness.to_owned())
        }
        [small] => Some((
            "e",
            format!("has the public exponent {small}, expected 65537 as current practice has it"),
            Severity::Info,
        )),
        _ => None,
    }
}

fn bit_length(number: &[u8]) -> usize {
    match number {
        [] => 0,
        [first, ..] => number.len() * 8 - first.leading_zeros() as usize,
    }
}

/// The primes below 2000.
fn small_primes() -> impl Iterator<Item = u32> {
    (2..2000).filter(|number| {
        (2..)
            .take_while(|d| d * d <= *number)
            .all(|d| number % d != 0)
    })
}

fn remainder(number: &[u8], divisor: u32) -> u32 {
    let divisor = u64::from(divisor);
    let remainder = number
        .iter()
        .fold(0, |rest, octet| (rest << 8 | u64::from(*octet)) % divisor);
    u32::try_from(remainder).expect("a remainder is below its divisor")
}

/// The published fingerprint of ROCA: modulo each of these primes the modulus is a power of 65537.
/// Of random moduli about one in a hundred million has it (Nemec and others, ACM CCS 2017, §5).
fn has_roca_shape(modulus: &[u8]) -> bool {
    small_primes()
        .take_while(|prime| *prime <= 167)
        .all(|prime| {
            let rest = remainder(modulus, prime);
            let step = 65537 % prime;
            let mut power = 1 % prime;
            for _ in 0..prime {
                if power == rest {
                    return true;
                }
                power = power * step % prime;
            }
            false
        })
}

fn is_on_curve(curve: Curve, x: &[u8], y: &[u8]) -> bool {
    let algorithm = match curve {
        Curve::P256 => &signature::ECDSA_P256_SHA256_FIXED,
        Curve::P384 => &signature::ECDSA_P384_SHA384_FIXED,
        Curve::P521 => &signature::ECDSA_P521_SHA512_FIXED,
        Curve::Secp256k1 => &signature::ECDSA_P256K1_SHA256_FIXED,
    };
    let point = [&[4], x, y].concat();
    ParsedPublicKey::new(algorithm, point).is_ok()
}

/// The y coordinates of the eight points of low order and their non-canonical spellings, little
/// endian (RFC 7748 §7 speaks of the same points on the other form of the curve).
const LOW_ORDER: [[u8; 32]; 7] = [
    first_octet(0, 0),
    first_octet(1, 0),
    first_octet(0xec, 0xff),
    first_octet(0xed, 0xff),
    first_octet(0xee, 0xff),
    [
        0x26, 0xe8, 0x95, 0x8f, 0xc2, 0xb2, 0x27, 0xb0, 0x45, 0xc3, 0xf4, 0x89, 0xf2, 0xef, 0x98,
        0xf0, 0xd5, 0xdf, 0xac, 0x05, 0xd3, 0xc6, 0x33, 0x39, 0xb1, 0x38, 0x02, 0x88, 0x6d, 0x53,
        0xfc, 0x05,
    ],
    [
        0xc7, 0x17, 0x6a, 0x70, 0x3d, 0x4d, 0xd8, 0x4f, 0xba, 0x3c, 0x0b, 0x76, 0x0d, 0x10, 0x67,
        0x0f, 0x2a, 0x20, 0x53, 0xfa, 0x2c, 0x39, 0xcc, 0xc6, 0x4e, 0xc7, 0xfd, 0x77, 0x92, 0xac,
        0x03, 0x7a,
    ],
];

/// A number near 0 or near 2^255 - 19.
const fn first_octet(first: u8, rest: u8) -> [u8; 32] {
    let mut octets = [rest; 32];
    octets[0] = first;
    octets[31] = rest & 0x7f;
    octets
}

fn is_of_low_order(x: &[u8]) -> bool {
    let Ok(mut octets) = <[u8; 32]>::try_from(x) else {
        return false;
    };
    // The highest bit is the sign of the other coordinate.
    octets[31] &= 0x7f;
    LOW_ORDER.contains(&octets)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn arithmetic_on_octets_is_right() {
        assert_eq!(remainder(&[1, 0, 1], 1009), 65537 % 1009);
        assert_eq!(small_primes().count(), 303);
        assert_eq!(bit_length(&[1, 0]), 9);
    }

    #[test]
    fn spellings_of_low_order_points_are_seen_with_either_sign() {
        for point in LOW_ORDER {
            let mut other = point;
            other[31] |= 0x80;
            assert!(is_of_low_order(&point) && is_of_low_order(&other));
        }
        assert!(!is_of_low_order(&[9; 32]));
    }
}
