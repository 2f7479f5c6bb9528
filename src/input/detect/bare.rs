//! A token alone, perhaps in quotes, in lines or behind its scheme.

use percent_encoding::percent_decode_str;

use super::{InputError, InputSet, headers::scheme, single};
use crate::token::looks_like_jose;

/// Fewer letters and digits than this make no credential.
const FEWEST: usize = 8;

pub(super) fn bare(text: &str, place: String) -> Result<InputSet, InputError> {
    let (slot, value) = match scheme(text) {
        Some((slot, value)) => (Some(slot), value),
        None => (None, text),
    };
    let (token, mut unwrapped) = unwrap(value);
    if slot.is_some() {
        unwrapped.insert(0, "the authentication scheme");
    }
    let found = if let Some(at) = token.find(char::is_whitespace) {
        if is_buried(value) {
            return Err(InputError::Buried { place });
        }
        Some(format!("there is white space at byte {at}"))
    } else if token.contains("://") {
        Some("it is a URL without a token in it".to_owned())
    } else if let Some(found) = token.chars().find(|c| !c.is_ascii_graphic()) {
        Some(format!("it holds `{}`", found.escape_debug()))
    } else if token.bytes().filter(u8::is_ascii_alphanumeric).count() < FEWEST {
        Some(format!("fewer than {FEWEST} letters and digits"))
    } else {
        None
    };
    match found {
        // Where the look says JOSE, decoding names the damage better than an error could.
        Some(found) if !looks_like_jose(&token) => Err(InputError::NoToken { place, found }),
        _ => Ok(single(&token, slot, place, unwrapped)),
    }
}

/// Whether a JWT stands somewhere in a text that is none.
fn is_buried(text: &str) -> bool {
    !looks_like_jose(text)
        && text
            .split_whitespace()
            .filter_map(|word| word.split_once("eyJ"))
            .any(|(_, rest)| rest.matches('.').count() >= 2)
}

/// Takes off quotes, commas, line breaks and percent-encoding.
pub(super) fn unwrap(value: &str) -> (String, Vec<&'static str>) {
    let mut unwrapped = Vec::new();
    let mut text = value.trim().to_owned();
    let trimmed = text.trim_matches(['"', '\'', '`', ',', ';']).trim();
    if trimmed.len() != text.len() {
        unwrapped.push("quotes");
        text = trimmed.to_owned();
    }
    // Only a JOSE object survives losing its white space: in other text, words would run together.
    if text.contains(char::is_whitespace) && text.starts_with("eyJ") {
        let joined: String = text.split_whitespace().collect();
        if joined.bytes().all(|b| b.is_ascii_graphic()) {
            unwrapped.push("line breaks or blanks");
            text = joined;
        }
    }
    if text.contains('%') {
        let decoded = percent_decode_str(&text).decode_utf8_lossy().into_owned();
        if decoded != text {
            unwrapped.push("URL encoding");
            text = decoded;
        }
    }
    (text, unwrapped)
}
