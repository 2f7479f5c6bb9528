//! Whether it is the right kind of token.

pub(crate) mod kind_ambiguous;
pub(crate) mod kind_contradiction;
pub(crate) mod kinds_not_mutually_exclusive;
pub(crate) mod odd_type_label;
pub(crate) mod project_key_as_user_token;
pub(crate) mod required_claim_missing;
pub(crate) mod untyped_jwt;
pub(crate) mod wrong_kind_for_receiver;
pub(crate) mod wrong_slot;

use crate::classify::Kind;

/// The article that goes before the name of a kind.
pub(crate) fn article(kind: Kind) -> &'static str {
    match kind.label().as_bytes().first() {
        Some(b'a' | b'e' | b'i' | b'o' | b'I') => "an",
        _ => "a",
    }
}
