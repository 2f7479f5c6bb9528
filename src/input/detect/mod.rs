//! What a text is: a token in some wrapping, a token response, header lines, or a URL.

mod bare;
mod form;
mod headers;
mod response;
#[cfg(test)]
mod tests;
mod url;

pub(super) use url::connection as connection_to;
pub(crate) use url::names_this_machine;

use super::{Form, InputError, InputSet, MAX_INPUT, MAX_TOKENS, Place, Sighting, Slot};
use crate::{secret::RawToken, token::Prefix};

/// Finds the tokens in the bytes of one input. `place` names the input in errors and reports.
pub fn sightings(bytes: &[u8], place: &str) -> Result<InputSet, InputError> {
    sightings_as(bytes, place, Form::Detected)
}

/// The same where the form is known.
pub fn sightings_as(bytes: &[u8], place: &str, form: Form) -> Result<InputSet, InputError> {
    let place = place.to_owned();
    if bytes.len() > MAX_INPUT {
        let limit = MAX_INPUT;
        return Err(InputError::TooLong { place, limit });
    }
    let text = match std::str::from_utf8(bytes) {
        Ok(text) => text.trim_start_matches('\u{feff}').trim(),
        Err(error) => {
            let at = error.valid_up_to();
            return Err(InputError::NotText { place, at });
        }
    };
    if text.is_empty() {
        return Err(InputError::Empty { place });
    }
    let set = match form {
        Form::Detected => detected(text, &place),
        Form::Token => bare::bare(text, place.clone()),
        Form::Json => response::json(text, place.clone()),
        Form::Headers => headers::headers(text, &place).ok_or_else(|| none("header line", &place)),
        Form::Url => url::url(text, &place).ok_or_else(|| none("URL", &place)),
        Form::Form => form::form(text, &place).ok_or_else(|| none("form", &place)),
    }?;
    match set.sightings.len() {
        found if found > MAX_TOKENS => Err(InputError::TooMany { place, found }),
        _ => Ok(set),
    }
}

/// One token, perhaps behind its scheme, as it stands in a line of many.
pub(super) fn token_alone(text: &str, place: &str) -> Result<InputSet, InputError> {
    let is_plain = |byte: u8| {
        (byte | 0x20).wrapping_sub(b'a') < 26
            || byte.wrapping_sub(b'0') < 10
            || matches!(byte, b'-' | b'_' | b'.')
    };
    let place = place.to_owned();
    // No early end, so that many bytes are looked at together.
    if text.starts_with("eyJ") && text.bytes().fold(true, |all, byte| all & is_plain(byte)) {
        return Ok(single(text, None, place, Vec::new()));
    }
    if text.trim().is_empty() {
        return Err(InputError::Empty { place });
    }
    bare::bare(text, place)
}

fn none(wanted: &str, place: &str) -> InputError {
    InputError::NoToken {
        place: place.to_owned(),
        found: format!("no {wanted} with a token in it"),
    }
}

fn detected(text: &str, place: &str) -> Result<InputSet, InputError> {
    if text.starts_with(['{', '[']) {
        response::json(text, place.to_owned())
    } else if let Some(set) = headers::headers(text, place)
        .or_else(|| url::url(text, place))
        .or_else(|| form::form(text, place))
    {
        Ok(set)
    } else if let Some(count) = tokens_by_line(text) {
        let place = place.to_owned();
        let found = format!("{count} tokens, one a line");
        Err(InputError::Several { place, found })
    } else {
        bare::bare(text, place.to_owned())
    }
}

/// How many lines hold a whole token each; `None` for one token, however it is wrapped. Joined,
/// two signed tokens would pass for one that is encrypted.
pub(super) fn tokens_by_line(text: &str) -> Option<usize> {
    let is_whole =
        |line: &&str| line.starts_with("eyJ") && matches!(line.matches('.').count(), 2 | 4);
    let count = text.lines().map(str::trim).filter(is_whole).count();
    (count > 1).then_some(count)
}

/// A JWT, or a prefix that an issuer is known to use.
fn looks_like_token(value: &str) -> bool {
    value.starts_with("eyJ") && value.contains('.') || Prefix::of(value).is_some()
}

fn single(text: &str, slot: Option<Slot>, input: String, unwrapped: Vec<&'static str>) -> InputSet {
    InputSet {
        sightings: vec![Sighting {
            raw: RawToken::new(text),
            slot,
            place: Place {
                input,
                pointer: None,
            },
            unwrapped,
        }],
        ..InputSet::default()
    }
}
