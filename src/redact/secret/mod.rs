//! Secrets that nobody knows by their look, but by what stands before them.

mod name;
mod pem;
mod place;

pub(super) use name::{Names, is_placeholder, names};
pub(super) use pem::body as private_key;
pub(super) use place::length;

use super::scan::SHORTEST_PREFIXED;
use crate::token::Prefix;

/// Beginnings of secrets of well-known issuers that no kind of token is known by here, and the least
/// number of letters and digits after them.
const PREFIXES: &[(&str, usize)] = &[
    ("AIza", 35),
    ("SG.", 20),
    ("dop_v1_", 32),
    ("glptt-", 20),
    ("hvs.", 20),
    ("npm_", 30),
    ("pypi-", 40),
    ("rk_live_", 16),
    ("rk_test_", 16),
    ("shpat_", 24),
    ("sk-ant-", 24),
    ("sk-proj-", 24),
    ("sk_live_", 16),
    ("sk_test_", 16),
    ("whsec_", 24),
    ("xapp-", 20),
    ("xoxr-", 20),
    ("xoxs-", 20),
];

/// How an issuer of credentials begins them, and how long the shortest is.
pub(super) fn prefix(text: &str) -> Option<(&'static str, usize)> {
    if let Some(known) = Prefix::of(text) {
        return Some((known.text, SHORTEST_PREFIXED));
    }
    let known = PREFIXES.iter().find(|(known, _)| text.starts_with(known))?;
    let is_inside = |byte: &u8| byte.is_ascii_alphanumeric() || matches!(byte, b'-' | b'_' | b'.');
    let rest = &text.as_bytes()[known.0.len()..];
    let has_digit = rest.iter().take(known.1).any(u8::is_ascii_digit);
    let is_long = rest.len() >= known.1 && rest[..known.1].iter().all(is_inside);
    (is_long && has_digit).then_some((known.0, known.0.len() + known.1))
}
