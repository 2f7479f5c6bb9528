//! What a claim that is kept by its name must look like: in another form it may say anything.

use super::claims::{KEPT, is_email, is_telephone};
use crate::token::{JsonKind, Value};

/// Times and spans in seconds, and the count of RFC 7518 §4.8.1.2.
const TIMES: &[&str] = &[
    "auth_time",
    "default_max_age",
    "exp",
    "expires_in",
    "iat",
    "max_age",
    "nbf",
    "p2c",
    "toe",
    "updated_at",
];

/// Yes or no, which some issuers write as a string or a number.
const FLAGS: &[&str] = &[
    "active",
    "email_verified",
    "hasgroups",
    "is_private_email",
    "nonce_supported",
    "phone_number_verified",
    "ref_protected",
];

/// Words with blanks between (RFC 6749 §3.3).
const LISTS: &[&str] = &[
    "acr_values",
    "claims_locales",
    "prompt",
    "response_type",
    "response_types",
    "scope",
    "scp",
];

/// Objects, which hold keys.
const OBJECTS: &[&str] = &["cnf", "jwk", "jwks", "sub_jwk"];

/// The longest word, unless it is base64.
const LONGEST_WORD: usize = 256;

/// The longest number under a name that is none of a time.
const LONGEST_NUMBER: usize = 6;

/// Whether a value is of the form that a claim of this name has. Of a list each item is asked.
pub(super) fn fits(name: &str, value: Value<'_>) -> bool {
    match value.kind() {
        JsonKind::Null | JsonKind::Boolean | JsonKind::Array => true,
        JsonKind::Object => OBJECTS.contains(&name) || !KEPT.contains(&name),
        JsonKind::Number => TIMES.contains(&name) || value.text().len() <= LONGEST_NUMBER,
        JsonKind::String => {
            let text = value.string().unwrap_or_default();
            match name {
                _ if text.is_empty() => true,
                _ if TIMES.contains(&name) => is_time(&text),
                _ if FLAGS.contains(&name) => {
                    let flags = ["true", "false", "0", "1", "yes", "no"];
                    flags.iter().any(|flag| flag.eq_ignore_ascii_case(&text))
                }
                _ if LISTS.contains(&name) => text.split(' ').all(is_word),
                // It names a key, and what else it may say is worth seeing.
                "kid" => text.split_whitespace().all(|word| !is_email(word)),
                _ => is_word(&text),
            }
        }
    }
}

/// A number in quotes, or a date with a time.
fn is_time(text: &str) -> bool {
    let is_number = text.len() <= 16 && text.bytes().all(|b| b.is_ascii_digit() || b == b'.');
    is_number || text.parse::<jiff::Timestamp>().is_ok()
}

fn is_word(word: &str) -> bool {
    let is_base64 = |byte: u8| byte.is_ascii_alphanumeric() || b"+/-_=".contains(&byte);
    let is_short = word.len() <= LONGEST_WORD || word.bytes().all(is_base64);
    is_short
        && word.bytes().all(|byte| byte.is_ascii_graphic())
        && !is_email(word)
        && !is_telephone(word)
}
