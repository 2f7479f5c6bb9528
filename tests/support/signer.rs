//! Keys that sign with any algorithm, for tests and benches. Signing is aws-lc's.
#![expect(
    clippy::unwrap_used,
    reason = "a test or bench stops at the first surprise"
)]

use aws_lc_rs::{
    hmac,
    rand::SystemRandom,
    rsa::{KeyPair as RsaKeyPair, KeyPairComponents, PublicKeyComponents},
    signature::{self, EcdsaKeyPair, Ed25519KeyPair, KeyPair as _, PqdsaKeyPair},
};
use whichtoken::{
    provider::{Curve, Key, KeySet, KeySource, Material, MlDsaStrength, Provider},
    secret::SecretBytes,
    token::base64url,
};

type Sign = Box<dyn Fn(&[u8]) -> Vec<u8> + Send + Sync>;

/// One algorithm with a key of its own.
pub(crate) struct Signer {
    pub(crate) algorithm: &'static str,
    pub(crate) material: Material,
    sign: Sign,
}

impl Signer {
    /// A signer with a new key; with the fixed key of RFC 7520 for RSA.
    pub(crate) fn new(algorithm: &'static str) -> Self {
        use signature::*;
        let (material, sign) = match algorithm {
            "RS256" => rsa(&RSA_PKCS1_SHA256),
            "RS384" => rsa(&RSA_PKCS1_SHA384),
            "RS512" => rsa(&RSA_PKCS1_SHA512),
            "PS256" => rsa(&RSA_PSS_SHA256),
            "PS384" => rsa(&RSA_PSS_SHA384),
            "PS512" => rsa(&RSA_PSS_SHA512),
            "ES256" => ecdsa(Curve::P256, &ECDSA_P256_SHA256_FIXED_SIGNING),
            "ES384" => ecdsa(Curve::P384, &ECDSA_P384_SHA384_FIXED_SIGNING),
            "ES512" => ecdsa(Curve::P521, &ECDSA_P521_SHA512_FIXED_SIGNING),
            "ES256K" => ecdsa(Curve::Secp256k1, &ECDSA_P256K1_SHA256_FIXED_SIGNING),
            "EdDSA" | "Ed25519" => ed25519(),
            "ML-DSA-44" => ml_dsa(MlDsaStrength::Level44, &ML_DSA_44_SIGNING),
            "ML-DSA-65" => ml_dsa(MlDsaStrength::Level65, &ML_DSA_65_SIGNING),
            "ML-DSA-87" => ml_dsa(MlDsaStrength::Level87, &ML_DSA_87_SIGNING),
            other => {
                return Self::hmac(
                    other,
                    b"a secret of at least sixty-four bytes, as HS512 asks for: 64 bytes",
                );
            }
        };
        Self {
            algorithm,
            material,
            sign,
        }
    }

    /// A signer with a shared secret.
    pub(crate) fn hmac(algorithm: &'static str, secret: &[u8]) -> Self {
        let hash = match algorithm {
            "HS256" => hmac::HMAC_SHA256,
            "HS384" => hmac::HMAC_SHA384,
            "HS512" => hmac::HMAC_SHA512,
            other => panic!("no signer for {other}"),
        };
        let key = hmac::Key::new(hash, secret);
        Self {
            algorithm,
            material: Material::Symmetric(SecretBytes::new(secret)),
            sign: Box::new(move |message| hmac::sign(&key, message).as_ref().to_vec()),
        }
    }

    /// A compact token with this header and payload.
    pub(crate) fn token(&self, header: &str, payload: &[u8]) -> String {
        let header = base64url::encode(header.as_bytes());
        let input = format!("{header}.{}", base64url::encode(payload));
        let signature = (self.sign)(input.as_bytes());
        format!("{input}.{}", base64url::encode(&signature))
    }

    /// An issuer's side with this key alone.
    pub(crate) fn provider(&self) -> Provider {
        provider(self.material.clone())
    }
}

/// An issuer's side with one key that says nothing of itself.
pub(crate) fn provider(material: Material) -> Provider {
    let key = Key {
        jwk: None,
        publicity: whichtoken::provider::keys::Publicity::Own,
        id: None,
        kind: None,
        curve: None,
        algorithm: None,
        usage: None,
        operations: None,
        thumbprint: None,
        source: KeySource::File {
            path: "key".to_owned(),
        },
        material: Ok(material),
    };
    Provider {
        keys: KeySet { keys: vec![key] },
        ..Provider::default()
    }
}

fn rsa(encoding: &'static dyn signature::RsaEncoding) -> (Material, Sign) {
    let jwk = fixture("rfc7520-rsa.json");
    let number = |name: &str| base64url::decode_strict(jwk[name].as_str().unwrap()).unwrap();
    let key = RsaKeyPair::from_components(&KeyPairComponents {
        public_key: PublicKeyComponents {
            n: number("n"),
            e: number("e"),
        },
        d: number("d"),
        p: number("p"),
        q: number("q"),
        dP: number("dp"),
        dQ: number("dq"),
        qInv: number("qi"),
    })
    .unwrap();
    let material = Material::Rsa {
        modulus: number("n"),
        exponent: number("e"),
    };
    let sign = move |message: &[u8]| {
        let mut signature = vec![0; key.public_modulus_len()];
        key.sign(encoding, &SystemRandom::new(), message, &mut signature)
            .unwrap();
        signature
    };
    (material, Box::new(sign))
}

fn ecdsa(curve: Curve, algorithm: &'static signature::EcdsaSigningAlgorithm) -> (Material, Sign) {
    let key = EcdsaKeyPair::generate(algorithm).unwrap();
    let (x, y) = key.public_key().as_ref()[1..].split_at(curve.coordinate_length());
    let material = Material::EllipticCurve {
        curve,
        x: x.to_vec(),
        y: y.to_vec(),
    };
    let sign = move |message: &[u8]| {
        let signature = key.sign(&SystemRandom::new(), message).unwrap();
        signature.as_ref().to_vec()
    };
    (material, Box::new(sign))
}

fn ed25519() -> (Material, Sign) {
    let key = Ed25519KeyPair::generate().unwrap();
    let material = Material::Ed25519 {
        x: key.public_key().as_ref().to_vec(),
    };
    let sign = move |message: &[u8]| key.sign(message).as_ref().to_vec();
    (material, Box::new(sign))
}

fn ml_dsa(
    strength: MlDsaStrength,
    algorithm: &'static signature::PqdsaSigningAlgorithm,
) -> (Material, Sign) {
    let key = PqdsaKeyPair::generate(algorithm).unwrap();
    let material = Material::MlDsa {
        strength,
        public: key.public_key().as_ref().to_vec(),
    };
    let sign = move |message: &[u8]| {
        let mut signature = vec![0; algorithm.signature_len()];
        key.sign(message, &mut signature).unwrap();
        signature
    };
    (material, Box::new(sign))
}

/// A JSON file of fixtures/keys.
pub(crate) fn fixture(name: &str) -> serde_json::Value {
    let path = format!("{}/fixtures/keys/{name}", env!("CARGO_MANIFEST_DIR"));
    serde_json::from_str(&std::fs::read_to_string(path).unwrap()).unwrap()
}
