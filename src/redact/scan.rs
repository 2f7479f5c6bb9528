//! Where credentials begin and end in a text.

use super::{
    secret::{self, Names},
    wrap::{Wrapped, wrapped},
};
use crate::token::looks_like_jose;

/// The shortest run that can be a token.
pub(super) const SHORTEST_TOKEN: usize = 16;

/// The shortest credential with an issuer's prefix, and the shortest line of a wrapped token.
pub(super) const SHORTEST_PREFIXED: usize = 20;

/// The shortest cookie or authorization code worth hiding; `code=200` is none.
pub(super) const SHORTEST_PARAMETER: usize = 8;

pub(super) fn may_be_json(rest: &str) -> bool {
    let Some(inside) = rest.strip_prefix(['{', '[']) else {
        return false;
    };
    let inside = inside.trim_start();
    inside.starts_with('"') || (rest.starts_with('[') && inside.starts_with(['{', '[']))
}

pub(super) fn is_prefixed(text: &str) -> bool {
    secret::prefix(text).is_some_and(|(_, length)| text.len() >= length)
        && !text.contains(char::is_whitespace)
}

/// Whether the value of a member of this name is a credential.
pub(super) fn is_secret(name: &str, value: &str) -> bool {
    let is_named = match secret::names(name) {
        Some(Names::Code) => value.len() >= SHORTEST_PARAMETER,
        named => named.is_some(),
    };
    is_named && !secret::is_placeholder(value)
}

/// Whether no letter or digit stands before.
pub(super) fn begins_word(text: &str, at: usize) -> bool {
    let before = &text[..at];
    !before.ends_with(|last: char| last.is_alphanumeric() || last == '_')
        || ["\\n", "\\r", "\\t", "%20", "%22", "%26", "%3D", "%3d"]
            .iter()
            .any(|escape| before.ends_with(escape))
}

pub(super) fn ends_word(after: &str) -> bool {
    !after.starts_with(|next: char| next.is_alphanumeric() || next == '_')
}

/// The JOSE object at byte `at` of a text.
pub(super) fn jose(text: &str, at: usize) -> Option<Wrapped> {
    let rest = &text[at..];
    if !may_be_jose(rest) {
        return None;
    }
    let mut found = wrapped(text, at);
    // The full stop of a sentence is no part of a token of three or five.
    let dots = found.token.matches('.').count();
    if matches!(dots, 3 | 5) && found.token.ends_with('.') {
        found.token.pop();
        found.length -= 1;
    }
    let is_jose = rest.starts_with("eyJ") || looks_like_jose(&found.token);
    (is_jose && found.token.len() >= SHORTEST_TOKEN).then_some(found)
}

/// A first look, at no more than the first two segments.
fn may_be_jose(rest: &str) -> bool {
    if rest.starts_with("eyJ") {
        return true;
    }
    let is_base64url = |b: &u8| b.is_ascii_alphanumeric() || matches!(b, b'-' | b'_');
    let first = rest.bytes().take_while(|byte| is_base64url(byte)).count();
    rest.starts_with('e')
        && rest[first..].starts_with('.')
        && (first >= SHORTEST_TOKEN || rest[first + 1..].starts_with("eyJ"))
}

/// How many bytes belong to one credential: up to white space or a delimiter of prose, JSON and
/// URLs, as itself or percent-encoded.
pub(super) fn run(text: &str) -> usize {
    let bytes = text.as_bytes();
    let is_inside = |at: usize| {
        let byte = bytes[at];
        byte.is_ascii_graphic()
            && !b"\"'`<>()[]{}&,;:?|\\".contains(&byte)
            && (byte != b'%' || encodes_token(&bytes[at..]))
    };
    (0..bytes.len()).take_while(|at| is_inside(*at)).count()
}

/// Whether a percent sign begins the other spelling of a character of tokens.
fn encodes_token(bytes: &[u8]) -> bool {
    let hex = |byte: &u8| char::from(*byte).to_digit(16);
    let (Some(high), Some(low)) = (bytes.get(1).and_then(hex), bytes.get(2).and_then(hex)) else {
        return true;
    };
    let byte = (high * 16 + low) as u8;
    byte.is_ascii_alphanumeric() || b".-_~+/=".contains(&byte)
}

/// Up to the end of a parameter, a quoted string or a word. What separates parameters is a part of
/// a value that goes on behind it, as passwords may.
pub(super) fn value_length(rest: &str) -> usize {
    let bytes = rest.as_bytes();
    let is_inside = |at: usize| match bytes[at] {
        byte if !byte.is_ascii_graphic() => !byte.is_ascii(),
        b'"' | b'\'' | b'`' | b'<' | b'>' | b'{' => false,
        b'&' | b';' | b',' => !begins_parameter(&bytes[at + 1..]),
        b'}' | b')' | b']' => bytes.get(at + 1).is_some_and(u8::is_ascii_alphanumeric),
        b'\\' => !bytes
            .get(at + 1)
            .is_none_or(|next| b"nrt\"'\\".contains(next)),
        _ => true,
    };
    (0..bytes.len()).take_while(|at| is_inside(*at)).count()
}

/// Whether what follows a separator is the end or the next parameter.
fn begins_parameter(after: &[u8]) -> bool {
    const LONGEST_NAME: usize = 64;
    let is_part = |byte: &&u8| byte.is_ascii_alphanumeric() || b"_-.[]%".contains(*byte);
    let name = after.iter().take(LONGEST_NAME).take_while(is_part).count();
    match after.get(name) {
        None => true,
        Some(b'=') => name > 0,
        Some(next) => name == 0 && (!next.is_ascii_graphic() || matches!(next, b'"' | b'\'')),
    }
}
