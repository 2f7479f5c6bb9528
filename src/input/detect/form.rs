//! Form parameters, and variables as shells and environment files have them.

use percent_encoding::percent_decode_str;

use super::{InputSet, Place, Sighting, Slot, looks_like_token};
use crate::{
    input::{Origin, Request},
    secret::RawToken,
};

/// `id_token=…&state=…` of a form body, or `TOKEN=…` of a shell or an environment file.
pub(super) fn form(text: &str, place: &str) -> Option<InputSet> {
    let text = text.strip_prefix("export ").unwrap_or(text);
    let is_name = |name: &str| {
        !name.is_empty()
            && name
                .bytes()
                .all(|b| b.is_ascii_alphanumeric() || matches!(b, b'_' | b'-' | b'.'))
    };
    let (first, _) = text.split_once('=')?;
    if !is_name(first) || text.contains(char::is_whitespace) {
        return None;
    }
    let sightings = parameters(text, "form", place);
    (!sightings.is_empty()).then_some(InputSet {
        sightings,
        origin: Origin::Form,
        request: Box::new(request(text)),
        ..InputSet::default()
    })
}

/// The parameters that hold a token, by their name or by their look.
pub(super) fn parameters(text: &str, part: &str, place: &str) -> Vec<Sighting> {
    let mut sightings = Vec::new();
    for pair in text.split('&') {
        let (name, value) = pair.split_once('=').unwrap_or((pair, ""));
        let value = value.trim_matches(['"', '\'']);
        let value = percent_decode_str(value).decode_utf8_lossy();
        let mut slot = Slot::of_parameter(name);
        if let Some(Slot::SubjectToken(stated) | Slot::ActorToken(stated)) = &mut slot {
            *stated = parameter(text, &format!("{name}_type"));
        }
        if value.is_empty() || (slot.is_none() && !looks_like_token(&value)) {
            continue;
        }
        sightings.push(Sighting {
            raw: RawToken::new(value),
            slot: Some(slot.unwrap_or_else(|| Slot::Parameter(name.to_owned()))),
            place: Place {
                input: place.to_owned(),
                pointer: Some(format!("{part}/{name}")),
            },
            unwrapped: Vec::new(),
        });
    }
    sightings
}

/// What parameters say beside their tokens.
pub(super) fn request(text: &str) -> Request {
    let names = text.split('&').filter_map(|pair| pair.split('=').next());
    Request {
        parameters: names
            .filter(|name| !name.is_empty())
            .map(str::to_owned)
            .collect(),
        grant_type: parameter(text, "grant_type"),
        client_id: parameter(text, "client_id"),
        action: parameter(text, "Action"),
        ..Request::default()
    }
}

/// The decoded value of a parameter.
fn parameter(text: &str, name: &str) -> Option<String> {
    let mut pairs = text.split('&').filter_map(|pair| pair.split_once('='));
    let (_, value) = pairs.find(|(found, _)| *found == name)?;
    Some(percent_decode_str(value).decode_utf8_lossy().into_owned())
}
