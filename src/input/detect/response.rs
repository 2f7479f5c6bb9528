//! JSON: a token response, two of them, or a JOSE object in its JSON serialization.

use std::borrow::Cow;

use super::{InputError, InputSet, Place, Sighting, Slot, looks_like_token, single};
use crate::{
    input::Origin,
    secret::RawToken,
    token::{Document, json::Break},
};

/// A token-endpoint response, or a JSON serialization of a JOSE object.
pub(super) fn json(text: &str, place: String) -> Result<InputSet, InputError> {
    if let Some(set) = two_responses(text, &place) {
        return Ok(set);
    }
    let (document, broken) = Document::parse(text);
    if crate::token::is_jose_json(&document) {
        return Ok(single(text, None, place, Vec::new()));
    }
    match broken {
        Some(Break::NotAnObject { kind }) => {
            let found = format!("{kind}, expected an object");
            return Err(InputError::JsonWithoutToken { place, found });
        }
        Some(broken) if document.is_empty() => {
            let found = broken.to_string();
            return Err(InputError::JsonWithoutToken { place, found });
        }
        Some(Break::TrailingData { at }) if text[at..].trim_start().starts_with('{') => {
            let found = "more than one JSON document".to_owned();
            return Err(InputError::Several { place, found });
        }
        _ => {}
    }
    let set = response(document, &place, "");
    if let Some(document) = set.response.as_ref().filter(|_| set.sightings.is_empty()) {
        let names: Vec<String> = document
            .members()
            .take(5)
            .map(|(name, _)| format!("`{}`", name.escape_debug()))
            .collect();
        let found = match names.as_slice() {
            [] => "an empty object".to_owned(),
            names => format!("an object with {}", names.join(", ")),
        };
        return Err(InputError::JsonWithoutToken { place, found });
    }
    Ok(set)
}

/// An array of two token responses: what a client got first, and what a refresh gave it.
fn two_responses(text: &str, place: &str) -> Option<InputSet> {
    if !text.starts_with('[') {
        return None;
    }
    // An array reads like any other value once it is a member.
    let (wrapped, _) = Document::parse(format!("{{\"responses\":{text}}}"));
    let items = wrapped.get("responses")?.items()?;
    let [first, second] = items.as_slice() else {
        return None;
    };
    let [earlier, later] = [(first, "/0"), (second, "/1")].map(|(item, pointer)| {
        let (document, broken) = Document::parse(item.text());
        let set = response(document, place, pointer);
        (broken.is_none() && !set.sightings.is_empty()).then_some(set)
    });
    Some(InputSet {
        earlier: Some(Box::new(earlier?)),
        ..later?
    })
}

/// The members of a token response that hold tokens; `pointer` is where the response stands.
fn response(document: Document, place: &str, pointer: &str) -> InputSet {
    let sightings = document
        .members()
        .filter_map(|(name, value)| {
            let text = value.string()?;
            let text = text.trim();
            let mut slot = match Slot::of_parameter(&name) {
                Some(slot) => slot,
                None if looks_like_token(text) => Slot::Parameter(name.to_string()),
                None => return None,
            };
            if let Slot::SubjectToken(stated) | Slot::ActorToken(stated) = &mut slot {
                *stated = document.str(&format!("{name}_type")).map(Cow::into_owned);
            }
            (!text.is_empty()).then(|| Sighting {
                raw: RawToken::new(text),
                slot: Some(slot),
                place: Place {
                    input: place.to_owned(),
                    pointer: Some(format!("{pointer}/{name}")),
                },
                unwrapped: Vec::new(),
            })
        })
        .collect();
    InputSet {
        sightings,
        origin: Origin::TokenResponse,
        response: Some(document),
        ..InputSet::default()
    }
}
