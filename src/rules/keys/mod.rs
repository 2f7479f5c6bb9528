pub(super) mod key_set_ambiguous;
pub(super) mod kid_reassigned;
pub(super) mod malformed_key;
pub(super) mod private_key_exposed;
pub(super) mod weak_key;

use super::words;
use crate::provider::Key;

/// How a message calls a key: by its `kid`, or by its place in the set.
fn name(index: usize, key: &Key) -> String {
    match &key.id {
        Some(id) => format!("key {}", words::quote(id)),
        None => format!("key {} of the set", index + 1),
    }
}

/// The place of a key or of one member of it.
fn at(index: usize, member: &str) -> String {
    match member {
        "" => format!("keys/{index}"),
        member => format!("keys/{index}/{member}"),
    }
}
