//! Two libraries, one answer: whatever our verification (aws-lc) accepts, biscuit (ring) accepts,
//! and the other way round, for every algorithm that biscuit has. Where they differ on purpose, a
//! test of its own names the difference and says why.
#![expect(clippy::unwrap_used, reason = "a test stops at the first surprise")]

#[path = "support/signer.rs"]
mod signer;

use std::sync::LazyLock;

use biscuit::{jwa::SignatureAlgorithm, jws::Secret};
use proptest::prelude::*;
use signer::{Signer, fixture, provider};
use whichtoken::{
    provider::Material,
    secret::RawToken,
    token::{Token, base64url},
    verify::{Status, Verification, Verifier},
};

/// What both libraries have.
const SHARED: [&str; 11] = [
    "HS256", "HS384", "HS512", "RS256", "RS384", "RS512", "PS256", "PS384", "PS512", "ES256",
    "ES384",
];

/// What only aws-lc has.
const OURS_ALONE: [&str; 7] = [
    "ES512",
    "ES256K",
    "EdDSA",
    "Ed25519",
    "ML-DSA-44",
    "ML-DSA-65",
    "ML-DSA-87",
];

static SIGNERS: LazyLock<Vec<Signer>> =
    LazyLock::new(|| SHARED.into_iter().map(Signer::new).collect());

fn ours(text: &str, material: &Material) -> (Token, Verification) {
    let provider = provider(material.clone());
    let token = Token::decode(RawToken::new(text));
    let found = Verifier::new(Some(&provider)).verify(&token);
    (token, found)
}

/// Biscuit's opinion on the bytes. Its algorithm enumeration panics when it meets a key of another
/// type, so that the guard stands before it; its parsers see nothing of the token.
fn biscuits(text: &str, material: &Material) -> bool {
    let segments: Vec<&str> = text.split('.').collect();
    let [header, payload, signature] = segments[..] else {
        return false;
    };
    let (Some(header), Some(_), Some(signature)) = (
        base64url::decode_strict(header),
        base64url::decode_strict(payload),
        base64url::decode_strict(signature),
    ) else {
        return false;
    };
    let Ok(serde_json::Value::Object(header)) = serde_json::from_slice(&header) else {
        return false;
    };
    let algorithm = header.get("alg").and_then(|value| value.as_str());
    let Some((algorithm, secret)) = algorithm.and_then(|name| guarded(name, material)) else {
        return false;
    };
    let end = text.rfind('.').unwrap();
    algorithm
        .verify(&signature, &text.as_bytes()[..end], &secret)
        .is_ok()
}

fn guarded(name: &str, material: &Material) -> Option<(SignatureAlgorithm, Secret)> {
    let algorithm: SignatureAlgorithm = serde_json::from_value(name.into()).ok()?;
    let secret = match (&name[..2], material) {
        ("HS", Material::Symmetric(secret)) => Secret::Bytes(secret.expose().to_vec()),
        ("RS" | "PS", Material::Rsa { modulus, exponent }) => {
            Secret::PublicKey(rsa_public_key(modulus, exponent))
        }
        ("ES", Material::EllipticCurve { x, y, .. }) => {
            Secret::PublicKey([&[4], x.as_slice(), y.as_slice()].concat())
        }
        _ => return None,
    };
    Some((algorithm, secret))
}

/// DER of an `RSAPublicKey` (RFC 8017 Appendix A.1.1).
fn rsa_public_key(modulus: &[u8], exponent: &[u8]) -> Vec<u8> {
    fn element(tag: u8, content: &[u8]) -> Vec<u8> {
        let length = content.len();
        let mut bytes = vec![tag];
        match length {
            0..=0x7f => bytes.push(length as u8),
            0x80..=0xff => bytes.extend([0x81, length as u8]),
            _ => bytes.extend([0x82, (length >> 8) as u8, length as u8]),
        }
        bytes.extend(content);
        bytes
    }
    fn integer(number: &[u8]) -> Vec<u8> {
        let sign = if number[0] >= 0x80 { &[0][..] } else { &[] };
        element(2, &[sign, number].concat())
    }
    element(0x30, &[integer(modulus), integer(exponent)].concat())
}

/// One change to a token, on the decoded bytes of a segment unless it says otherwise.
#[derive(Debug, Clone)]
enum Mutation {
    Nothing,
    Flip {
        segment: usize,
        bit: usize,
    },
    Truncate {
        segment: usize,
        keep: usize,
    },
    Extend {
        segment: usize,
        bytes: Vec<u8>,
    },
    /// Another algorithm of the same key type in the header, the signature as it was.
    Swap {
        algorithm: usize,
    },
    /// The zero signature of the right length.
    Zero,
    /// Another last character of the text.
    Respell {
        character: char,
    },
}

fn mutation() -> impl Strategy<Value = Mutation> {
    let segment = 0..3usize;
    prop_oneof![
        3 => Just(Mutation::Nothing),
        4 => (segment.clone(), any::<usize>())
            .prop_map(|(segment, bit)| Mutation::Flip { segment, bit }),
        2 => (segment.clone(), any::<usize>())
            .prop_map(|(segment, keep)| Mutation::Truncate { segment, keep }),
        2 => (segment, prop::collection::vec(any::<u8>(), 1..4))
            .prop_map(|(segment, bytes)| Mutation::Extend { segment, bytes }),
        2 => (0..SHARED.len()).prop_map(|algorithm| Mutation::Swap { algorithm }),
        1 => Just(Mutation::Zero),
        1 => prop::char::range('A', 'z').prop_map(|character| Mutation::Respell { character }),
    ]
}

impl Mutation {
    fn apply(&self, token: &str) -> String {
        let mut segments: Vec<Vec<u8>> = token
            .split('.')
            .map(|segment| base64url::decode_strict(segment).unwrap())
            .collect();
        match self {
            Self::Nothing => {}
            Self::Flip { segment, bit } => {
                let bytes = &mut segments[*segment];
                if !bytes.is_empty() {
                    let bit = bit % (bytes.len() * 8);
                    bytes[bit / 8] ^= 1 << (bit % 8);
                }
            }
            Self::Truncate { segment, keep } => {
                let bytes = &mut segments[*segment];
                bytes.truncate(keep % (bytes.len() + 1));
            }
            Self::Extend { segment, bytes } => segments[*segment].extend(bytes),
            Self::Swap { algorithm } => {
                let mut header: serde_json::Value = serde_json::from_slice(&segments[0]).unwrap();
                let own = header["alg"].as_str().unwrap();
                let is_rsa = |name: &str| name.starts_with("RS") || name.starts_with("PS");
                let other = SHARED[*algorithm];
                if other[..2] == own[..2] || (is_rsa(other) && is_rsa(own)) {
                    header["alg"] = other.into();
                    segments[0] = header.to_string().into_bytes();
                }
            }
            Self::Zero => segments[2].fill(0),
            Self::Respell { character } => {
                let mut text = token.to_owned();
                text.pop();
                text.push(*character);
                return text;
            }
        }
        let encoded: Vec<String> = segments.iter().map(|one| base64url::encode(one)).collect();
        encoded.join(".")
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(1500))]

    #[test]
    fn both_accept_or_both_refuse(
        chosen in 0..SHARED.len(),
        secret in prop::collection::vec(any::<u8>(), 0..80),
        typ in prop::option::of(any::<String>()),
        extra in any::<String>(),
        payload in prop_oneof![
            prop::collection::vec(any::<u8>(), 0..300),
            any::<String>().prop_map(|subject| {
                serde_json::json!({ "sub": subject, "exp": 1_800_000_000 }).to_string().into_bytes()
            }),
        ],
        mutation in mutation(),
    ) {
        let with_secret;
        let signer = match SHARED[chosen] {
            name if name.starts_with("HS") => {
                with_secret = Signer::hmac(name, &secret);
                &with_secret
            }
            _ => &SIGNERS[chosen],
        };
        let mut header = serde_json::json!({ "alg": signer.algorithm, "x-extra": extra });
        if let Some(typ) = typ {
            header["typ"] = typ.into();
        }
        let text = mutation.apply(&signer.token(&header.to_string(), &payload));
        let (token, found) = ours(&text, &signer.material);
        // Difference 1: we read unusual base64url and name it, a strict library refuses it.
        let is_strictly_spelt = text.split('.').all(|one| base64url::decode_strict(one).is_some());
        prop_assert!(is_strictly_spelt || !token.damage().is_empty());
        prop_assert_eq!(
            found.status == Status::Valid && is_strictly_spelt,
            biscuits(&text, &signer.material),
            "{} {:?} {:?}", signer.algorithm, mutation, found.reason
        );
        if matches!(mutation, Mutation::Nothing) {
            prop_assert_eq!(found.status, Status::Valid);
        }
    }

    #[test]
    fn a_key_of_another_issuer_convinces_neither(chosen in 0..SHARED.len(), payload in any::<String>()) {
        let name = SHARED[chosen];
        let stranger = match name {
            name if name.starts_with("HS") => Signer::hmac(name, b"another secret").material,
            name if name.starts_with("ES") => Signer::new(name).material,
            _ => rsa_of_rfc7515(),
        };
        let text = SIGNERS[chosen].token(&format!("{{\"alg\":\"{name}\"}}"), payload.as_bytes());
        prop_assert!(ours(&text, &stranger).1.status != Status::Valid);
        prop_assert!(!biscuits(&text, &stranger));
    }
}

fn rsa_of_rfc7515() -> Material {
    let jwk = &fixture("rfc-vectors.json")[1]["keys"][0];
    rsa(jwk)
}

fn rsa(jwk: &serde_json::Value) -> Material {
    let number = |name: &str| base64url::decode_strict(jwk[name].as_str().unwrap()).unwrap();
    Material::Rsa {
        modulus: number("n"),
        exponent: number("e"),
    }
}

/// Difference 2: ring refuses RSA keys below 2048 bits; we say that such a signature is genuine, so
/// that the weakness of the key can be talked about and not a forgery.
#[test]
fn a_weak_rsa_key_is_refused_by_biscuit_alone() {
    let weak = fixture("rsa-1024.json");
    let material = rsa(&weak["key"]);
    let token = weak["tokens"]["RS256"].as_str().unwrap();
    assert_eq!(ours(token, &material).1.status, Status::Valid);
    assert!(!biscuits(token, &material));
}

/// Difference 3: biscuit does not read `crit`; we do not judge what we do not understand (RFC 7515
/// §4.1.11).
#[test]
fn a_critical_extension_is_ignored_by_biscuit_alone() {
    let signer = &SIGNERS[0];
    let token = signer.token(r#"{"alg":"HS256","crit":["x"],"x":1}"#, b"{}");
    assert_eq!(ours(&token, &signer.material).1.status, Status::NotChecked);
    assert!(biscuits(&token, &signer.material));
}

/// Difference 4: biscuit knows the name ES512 and cannot check it.
#[test]
fn es512_is_checked_by_us_alone() {
    let signer = Signer::new("ES512");
    let token = signer.token(r#"{"alg":"ES512"}"#, b"{}");
    assert_eq!(ours(&token, &signer.material).1.status, Status::Valid);
    assert!(!biscuits(&token, &signer.material));
}

#[test]
fn what_biscuit_lacks_makes_the_round_trip() {
    for name in OURS_ALONE {
        let signer = Signer::new(name);
        let token = signer.token(&format!("{{\"alg\":\"{name}\"}}"), b"{\"sub\":\"alice\"}");
        let provider = signer.provider();
        let verifier = Verifier::new(Some(&provider));
        let status = |text: &str| verifier.verify(&Token::decode(RawToken::new(text))).status;
        assert_eq!(status(&token), Status::Valid, "{name}");
        for segment in [1, 2] {
            for bit in [0, 9, 100] {
                let changed = Mutation::Flip { segment, bit }.apply(&token);
                assert_eq!(status(&changed), Status::Invalid, "{name} {segment} {bit}");
            }
        }
        let stranger = Signer::new(name);
        let (_, found) = ours(&token, &stranger.material);
        assert_eq!(found.status, Status::Invalid, "{name}");
    }
}
