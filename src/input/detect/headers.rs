//! Header lines, and the authentication scheme before a token.

use super::{InputSet, Place, Sighting, Slot, bare::unwrap};
use crate::{
    input::{
        Origin,
        authorization::{self, Credential},
    },
    secret::RawToken,
};

/// Lines such as `Authorization: Bearer …`; other header lines between them are passed over.
pub(super) fn headers(text: &str, place: &str) -> Option<InputSet> {
    let mut sightings = Vec::new();
    let mut flaws = Vec::new();
    for line in unfold(text) {
        let (name, value) = line.split_once(':')?;
        let name = name.trim().trim_start_matches(['\'', '"']);
        if name.is_empty() || !name.bytes().all(|b| b.is_ascii_alphanumeric() || b == b'-') {
            return None;
        }
        let value = value.trim();
        let slot = match name.to_ascii_lowercase().as_str() {
            "authorization" => None,
            "dpop" => Some(Slot::DpopProof),
            "oauth-client-attestation" => Some(Slot::ClientAttestation),
            "oauth-client-attestation-pop" => Some(Slot::ClientAttestationProof),
            _ => continue,
        };
        let found = match slot {
            Some(slot) => vec![Credential {
                slot,
                text: value,
                flaws: Vec::new(),
            }],
            None => authorization::credentials(name, value),
        };
        for credential in found {
            let (value, unwrapped) = unwrap(credential.text);
            if value.is_empty() {
                continue;
            }
            let at = sightings.len();
            flaws.extend(credential.flaws.into_iter().map(|flaw| (at, flaw)));
            sightings.push(Sighting {
                raw: RawToken::new(value),
                slot: Some(credential.slot),
                place: Place {
                    input: place.to_owned(),
                    pointer: Some(format!("header/{}", name.to_ascii_lowercase())),
                },
                unwrapped,
            });
        }
    }
    let origin = Origin::Headers;
    (!sightings.is_empty()).then_some(InputSet {
        sightings,
        origin,
        flaws,
        ..InputSet::default()
    })
}

/// Header lines, with the continuation of a wrapped value joined to its line.
fn unfold(text: &str) -> Vec<String> {
    let mut lines: Vec<String> = Vec::new();
    for line in text
        .lines()
        .map(str::trim_end)
        .filter(|line| !line.is_empty())
    {
        let begins = line
            .split_once(':')
            .is_some_and(|(name, _)| !name.trim().contains(char::is_whitespace));
        match lines.last_mut() {
            Some(last) if !begins => last.push_str(line.trim()),
            _ => lines.push(line.to_owned()),
        }
    }
    lines
}

/// `Bearer …` or `DPoP …`, in any letter case.
pub(super) fn scheme(value: &str) -> Option<(Slot, &str)> {
    let value = value.trim_start_matches(['\'', '"']);
    let (scheme, rest) = value.split_once(char::is_whitespace)?;
    Some((authorization::scheme(scheme)?, rest.trim_start()))
}
