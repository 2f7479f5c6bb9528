//! Verification as a whole: published vectors, captured tokens, and what no vector shows.

use super::{Algorithm, Reason, Status, Verification, Verifier};
use crate::{
    provider::{
        Key, KeySet, KeySource, Material, Provider, Unusable,
        keys::{self, Publicity},
    },
    secret::{RawToken, SecretBytes},
    token::{Document, Token, base64url},
};

mod captures;
mod choice;
mod confirmed;
mod structure;
mod vectors;

fn key(jwk: &serde_json::Value) -> Key {
    let source = KeySource::File {
        path: "keys.json".to_owned(),
    };
    let (document, _) = Document::parse(jwk.to_string());
    keys::one_key(&document, &source, Publicity::Own).0
}

fn secret(bytes: &[u8]) -> Key {
    Key {
        jwk: None,
        publicity: crate::provider::keys::Publicity::Own,
        id: None,
        kind: Some("oct".to_owned()),
        curve: None,
        algorithm: None,
        usage: None,
        operations: None,
        thumbprint: None,
        source: KeySource::Secret {
            from: "SECRET".to_owned(),
        },
        material: Ok(Material::Symmetric(SecretBytes::new(bytes))),
    }
}

fn provider(keys: Vec<Key>) -> Provider {
    Provider {
        keys: KeySet { keys },
        ..Provider::default()
    }
}

fn decode(text: &str) -> Token {
    Token::decode(RawToken::new(text))
}

fn verify(text: &str, keys: Vec<Key>) -> Verification {
    let provider = provider(keys);
    Verifier::new(Some(&provider)).verify(&decode(text))
}

/// A compact token signed with HMAC-SHA-256 and this secret, whatever its header says.
fn mac_token(header: &str, payload: &str, secret: &[u8]) -> String {
    let input = format!(
        "{}.{}",
        base64url::encode(header.as_bytes()),
        base64url::encode(payload.as_bytes())
    );
    let key = aws_lc_rs::hmac::Key::new(aws_lc_rs::hmac::HMAC_SHA256, secret);
    let tag = aws_lc_rs::hmac::sign(&key, input.as_bytes());
    format!("{input}.{}", base64url::encode(tag.as_ref()))
}

/// The same token with one bit of one segment flipped.
fn flipped(token: &str, segment: usize, bit: usize) -> String {
    let mut segments: Vec<String> = token.split('.').map(str::to_owned).collect();
    let mut bytes = base64url::decode_strict(&segments[segment]).unwrap();
    let bit = bit % (bytes.len() * 8);
    bytes[bit / 8] ^= 1 << (bit % 8);
    segments[segment] = base64url::encode(&bytes);
    segments.join(".")
}

fn fixture(path: &str) -> String {
    std::fs::read_to_string(format!("{}/fixtures/{path}", env!("CARGO_MANIFEST_DIR"))).unwrap()
}

fn json(path: &str) -> serde_json::Value {
    serde_json::from_str(&fixture(path)).unwrap()
}
