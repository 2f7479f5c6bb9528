//! Where credentials begin and end in a text.

use super::claims::{SECRETS, Treatment, treatment};
use crate::token::{Prefix, looks_like_jose};

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
    text.len() >= SHORTEST_PREFIXED
        && Prefix::of(text).is_some()
        && !text.contains(char::is_whitespace)
}

/// Whether the value of a member or parameter of this name is a credential.
pub(super) fn is_secret(name: &str, value: &str) -> bool {
    let name = name.to_ascii_lowercase().replace('-', "_");
    let is_named = treatment(&name) == Treatment::Secret
        || SECRETS.iter().any(|known| {
            name.strip_suffix(known)
                .is_some_and(|before| before.ends_with('_') && *known != "code")
        });
    is_named && !value.is_empty() && (name != "code" || value.len() >= SHORTEST_PARAMETER)
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

/// The length of the JOSE object at the start of a text.
pub(super) fn jose(rest: &str) -> Option<usize> {
    if !rest.starts_with('e') {
        return None;
    }
    let length = run(rest, true);
    let mut length = rest[..length].trim_end().len();
    // The full stop of a sentence is no part of a token of three or five.
    let dots = |length: usize| rest[..length].matches('.').count();
    if matches!(dots(length), 3 | 5) && rest[..length].ends_with('.') {
        length -= 1;
    }
    let is_jose = rest.starts_with("eyJ") || {
        let mut segments = rest[..length].split('.');
        let first = segments.next().unwrap_or_default();
        let is_base64url = |b: u8| b.is_ascii_alphanumeric() || matches!(b, b'-' | b'_');
        let is_telling = first.len() >= SHORTEST_TOKEN
            || segments
                .next()
                .is_some_and(|second| second.starts_with("eyJ"));
        is_telling && first.bytes().all(is_base64url) && looks_like_jose(&rest[..length])
    };
    (is_jose && length >= SHORTEST_TOKEN).then_some(length)
}

/// How many bytes belong to one credential: up to white space or a delimiter of prose, JSON and
/// URLs, as itself or percent-encoded; and (for JOSE) over line breaks.
pub(super) fn run(text: &str, may_wrap: bool) -> usize {
    let bytes = text.as_bytes();
    let mut length = 0;
    loop {
        while let Some(byte) = bytes.get(length) {
            let is_inside = byte.is_ascii_graphic() && !b"\"'`<>()[]{}&,;:?|\\".contains(byte);
            if !is_inside || (*byte == b'%' && !encodes_token(&bytes[length..])) {
                break;
            }
            length += 1;
        }
        let wrap = may_wrap.then(|| line_break(&text[length..])).flatten();
        match wrap {
            Some(wrap) if is_rest_of_token(&text[length + wrap..]) => length += wrap,
            _ => return length,
        }
    }
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

/// The length of a line break with the indent after it.
fn line_break(text: &str) -> Option<usize> {
    let found = ["\r\n", "\n", "\\r\\n", "\\n"]
        .iter()
        .find(|found| text.starts_with(**found))?;
    let rest = &text[found.len()..];
    let indent = rest.len() - rest.trim_start_matches([' ', '\t']).len();
    Some(found.len() + indent)
}

/// Whether a line goes on with a token, and is neither a token of its own nor prose.
fn is_rest_of_token(line: &str) -> bool {
    let length = run(line, false);
    let first = line[..length].split('.').next().unwrap_or_default();
    let is_own = line.starts_with("eyJ") && line[..length].matches('.').count() >= 2;
    let ends = line[length..].chars().next();
    length >= SHORTEST_PREFIXED
        && !is_own
        && ends.is_none_or(|next| matches!(next, '\r' | '\n' | '"' | '\'' | '\\' | ','))
        && first
            .bytes()
            .all(|byte| byte.is_ascii_alphanumeric() || b"-_+/=".contains(&byte))
}

/// The length of a value that what stands before it names as a credential: a parameter, a member of
/// JSON that is cut off, a cookie, or the credentials of an `Authorization` line.
pub(super) fn credential_by_name(text: &str, at: usize) -> Option<usize> {
    let rest = &text[at..];
    let before = text[..at].trim_end_matches(['"', '\'', '\\']);
    let line = line_before(text, at).to_ascii_lowercase();
    if let Some(named) = before.trim_end_matches(' ').strip_suffix(['=', ':']) {
        let named = named.trim_end_matches(['"', '\'', '\\', ' ']);
        let is_part = |c: char| c.is_ascii_alphanumeric() || "_-.".contains(c);
        let name = named.rsplit(|c| !is_part(c)).next().unwrap_or_default();
        let length = value_length(rest);
        if is_secret(name, &rest[..length]) {
            return Some(length);
        }
        if is_cookie(&line) && before.ends_with('=') && length >= SHORTEST_PARAMETER {
            return Some(length);
        }
    }
    let scheme = line.trim_end().rsplit([' ', ':', '\'', '"']).next()?;
    let is_scheme = |word: &str| matches!(word, "bearer" | "dpop" | "basic" | "token" | "gnap");
    let length = run(rest, false);
    let value = &rest[..length];
    let is_doubled = is_scheme(&value.to_ascii_lowercase());
    if !line.ends_with(' ') || !is_scheme(scheme) || is_doubled {
        return None;
    }
    let is_telling = value.len() >= SHORTEST_TOKEN
        && value.bytes().any(|byte| byte.is_ascii_digit())
        && scheme != "token";
    let is_header = line.contains("authorization") && !value.is_empty();
    (is_telling || is_header).then_some(length)
}

/// What stands before in the same line, as far as it can matter.
fn line_before(text: &str, at: usize) -> &str {
    const FAR: usize = 1 << 13;
    let mut far = at.saturating_sub(FAR);
    while !text.is_char_boundary(far) {
        far += 1;
    }
    let near = &text[far..at];
    near.rfind('\n').map_or(near, |end| &near[end + 1..])
}

fn is_cookie(line: &str) -> bool {
    let Some((before, pairs)) = line.split_once("cookie:") else {
        return false;
    };
    // What follows the first pair of `Set-Cookie` are attributes.
    !(before.ends_with("set-") && pairs.contains(';'))
}

/// Up to the end of a parameter, a quoted string or a word.
pub(super) fn value_length(rest: &str) -> usize {
    rest.bytes()
        .take_while(|byte| byte.is_ascii_graphic() && !b"\"'`<>&;,\\{}[]()#".contains(byte))
        .count()
}
