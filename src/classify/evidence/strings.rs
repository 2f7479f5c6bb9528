//! What the string as a whole tells: its hash, its look, the readable header of a JWE.

use super::{DECISIVE, EXCLUDED, Row, Sight, Weight::On};
use crate::{
    classify::Kind::{AccessToken, Encrypted, IdToken, Opaque, RefreshToken},
    input::Slot,
    token::Marks,
};

pub(super) static ROWS: &[Row] = &[
    Row {
        id: "E59",
        says: "`at_hash` of the ID token beside it names this very string (Core §3.1.3.6)",
        test: |facts| facts.context.named_by_at_hash.then(|| Sight::at("")),
        weights: &[On(AccessToken, 60), On(IdToken, EXCLUDED)],
        others: 0,
    },
    Row {
        id: "E63",
        says: "encrypted: what is inside stays closed without the key",
        test: |facts| {
            facts.encrypted()?;
            if facts.header.has("cty") {
                let because = "encrypted, and `cty` says that a token is inside (RFC 7519 §5.2)";
                return Some(Sight::at("header/cty").because(because));
            }
            Some(Sight::at(""))
        },
        weights: &[On(Encrypted, DECISIVE)],
        others: 0,
    },
    Row {
        id: "E64",
        says: "`alg` `dir` and an `iss` beside it: Auth0's access tokens that only it can read",
        test: |facts| {
            facts.encrypted()?;
            let is_direct = facts.header.is_text("alg", "dir") && facts.header.has("iss");
            is_direct.then(|| Sight::at("header/iss"))
        },
        weights: &[On(AccessToken, 10)],
        others: 0,
    },
    Row {
        id: "E65",
        says: "RSA-OAEP and A256GCM without `kid`: the look of Cognito's refresh tokens",
        test: |facts| {
            facts.encrypted()?;
            let header = &facts.header;
            let is_cognito = header.is_text("alg", "RSA-OAEP")
                && header.is_text("enc", "A256GCM")
                && !["kid", "typ", "iss"].iter().any(|name| header.has(name));
            is_cognito.then(|| Sight::at("header/alg"))
        },
        weights: &[On(RefreshToken, 5)],
        others: 0,
    },
    Row {
        id: "E66",
        says: "its first letters are an issuer's known prefix",
        test: |facts| {
            let prefix = facts.opaque()?.prefix?;
            let because = format!(
                "`{}` is how {} marks {}",
                prefix.text, prefix.issuer, prefix.marks
            );
            Some(Sight::at("").because(because).weighing(match prefix.marks {
                Marks::Access => &[On(AccessToken, 30)],
                Marks::Refresh => &[On(RefreshToken, 30)],
                Marks::Code | Marks::Personal => &[On(Opaque, 30)],
            }))
        },
        weights: &[On(AccessToken, 30), On(RefreshToken, 30), On(Opaque, 30)],
        others: 0,
    },
    Row {
        id: "E67",
        says: "no JWT: opaque to all but its issuer, as RFC 6749 §1.4 has access tokens",
        test: |facts| {
            let opaque = facts.opaque()?;
            if opaque.prefix.is_some() {
                return None;
            }
            let mut sight = Sight::at("");
            if opaque.is_uuid {
                sight = sight.because("no JWT but a UUID: its issuer must make it at random");
            }
            Some(match facts.slot() {
                Some(Slot::RefreshToken) => sight.weighing(&[On(RefreshToken, 2)]),
                _ => sight,
            })
        },
        weights: &[On(AccessToken, 3)],
        others: 0,
    },
];
