//! Whether its encryption keeps its promise.

pub(crate) mod broken_jwe_structure;
pub(crate) mod encrypted_not_signed;
pub(crate) mod jwe_cost_attack;
pub(crate) mod weak_key_management;

use super::Case;
use crate::token::{Body, Encrypted};

/// What rules about encryption answer where nothing is encrypted.
const NOT_ENCRYPTED: &str = "the token is not encrypted";

fn encrypted<'a>(case: &Case<'a>) -> Option<&'a Encrypted> {
    match case.token.body() {
        Body::Encrypted(encrypted) => Some(encrypted),
        _ => None,
    }
}

/// How the content is encrypted (RFC 7518 §5.1); lengths in bytes.
struct ContentEncryption {
    key: usize,
    vector: usize,
    tag: usize,
    /// Whether it is AES-CBC with HMAC, whose ciphertext comes in blocks.
    has_blocks: bool,
}

impl ContentEncryption {
    /// By the name of `enc`.
    fn named(name: &str) -> Option<Self> {
        let gcm = |key| Self {
            key,
            vector: 12,
            tag: 16,
            has_blocks: false,
        };
        // Half of the key encrypts, the other half makes a tag of its own length.
        let cbc = |key| Self {
            key,
            vector: 16,
            tag: key / 2,
            has_blocks: true,
        };
        Some(match name {
            "A128GCM" => gcm(16),
            "A192GCM" => gcm(24),
            "A256GCM" => gcm(32),
            "A128CBC-HS256" => cbc(32),
            "A192CBC-HS384" => cbc(48),
            "A256CBC-HS512" => cbc(64),
            _ => return None,
        })
    }
}

/// Whether the key is wrapped for a public key, with which anybody can encrypt (RFC 7518 §4.1).
fn is_public_key_management(algorithm: &str) -> bool {
    algorithm.starts_with("RSA") || algorithm.starts_with("ECDH-ES")
}
