//! Header lines, and the authentication scheme before a token.

use super::{InputSet, Place, Sighting, Slot, bare::unwrap, looks_like_token};
use crate::{
    input::{
        Origin, Request,
        authorization::{self, Credential},
    },
    secret::RawToken,
};

/// Headers by which gateways hand on tokens that they have checked, or got for the user.
const GATEWAYS: [&str; 9] = [
    "cf-access-jwt-assertion",
    "x-amzn-oidc-accesstoken",
    "x-amzn-oidc-data",
    "x-auth-request-access-token",
    "x-forwarded-access-token",
    "x-goog-iap-jwt-assertion",
    "x-ms-token-aad-access-token",
    "x-ms-token-aad-id-token",
    "x-ms-token-aad-refresh-token",
];

/// Lines such as `Authorization: Bearer …`, cookies and other lines with a token in them; the lines
/// between them are passed over.
pub(super) fn headers(text: &str, place: &str) -> Option<InputSet> {
    let mut sightings = Vec::new();
    let mut flaws = Vec::new();
    let mut request = Request::default();
    for line in unfold(text) {
        let (name, value) = line.split_once(':')?;
        let name = name.trim().trim_start_matches(['\'', '"']);
        if name.is_empty() || !name.bytes().all(|b| b.is_ascii_alphanumeric() || b == b'-') {
            return None;
        }
        let lower = name.to_ascii_lowercase();
        for (pointer, credential) in credentials(name, &lower, value.trim()) {
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
                    pointer: Some(pointer),
                },
                unwrapped,
            });
        }
        request.headers.push(lower);
    }
    let origin = Origin::Headers;
    (!sightings.is_empty()).then_some(InputSet {
        sightings,
        origin,
        flaws,
        request: Box::new(request),
        ..InputSet::default()
    })
}

/// The tokens of one line, each with its place.
fn credentials<'a>(name: &str, lower: &str, value: &'a str) -> Vec<(String, Credential<'a>)> {
    let slot = match lower {
        "authorization" => {
            let found = authorization::credentials(name, value).into_iter();
            let place = |credential| ("header/authorization".to_owned(), credential);
            return found.map(place).collect();
        }
        "cookie" => return cookies(value),
        "dpop" => Slot::DpopProof,
        "oauth-client-attestation" => Slot::ClientAttestation,
        "oauth-client-attestation-pop" => Slot::ClientAttestationProof,
        _ if GATEWAYS.contains(&lower) || looks_like_token(value) => Slot::Header(name.to_owned()),
        _ => return Vec::new(),
    };
    vec![(format!("header/{lower}"), plain(slot, value))]
}

/// The cookies of a line that look like a token.
fn cookies(value: &str) -> Vec<(String, Credential<'_>)> {
    value
        .split(';')
        .filter_map(|pair| pair.trim().split_once('='))
        .filter(|(_, value)| looks_like_token(value.trim_matches('"')))
        .map(|(name, value)| {
            let slot = Slot::Parameter(name.to_owned());
            (format!("cookie/{name}"), plain(slot, value))
        })
        .collect()
}

fn plain(slot: Slot, text: &str) -> Credential<'_> {
    Credential {
        slot,
        text,
        flaws: Vec::new(),
    }
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
