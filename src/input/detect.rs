//! What a text is: a token in some wrapping, a token response, header lines, or a URL.

use std::borrow::Cow;

use percent_encoding::percent_decode_str;

use super::{
    Connection, InputError, InputSet, MAX_INPUT, MAX_TOKENS, Origin, Place, Sighting, Slot,
    authorization,
};
use crate::{
    secret::RawToken,
    token::{Document, Prefix, json::Break, looks_like_jose},
};

/// Fewer letters and digits than this make no credential.
const FEWEST: usize = 8;

/// Finds the tokens in the bytes of one input. `place` names the input in errors and reports.
pub fn sightings(bytes: &[u8], place: &str) -> Result<InputSet, InputError> {
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
    let set = if text.starts_with(['{', '[']) {
        json(text, place.clone())
    } else if let Some(set) = headers(text, &place)
        .or_else(|| url(text, &place))
        .or_else(|| form(text, &place))
    {
        Ok(set)
    } else if let Some(count) = tokens_by_line(text) {
        let found = format!("{count} tokens, one a line");
        return Err(InputError::Several { place, found });
    } else {
        bare(text, place.clone())
    }?;
    match set.sightings.len() {
        found if found > MAX_TOKENS => Err(InputError::TooMany { place, found }),
        _ => Ok(set),
    }
}

/// A token-endpoint response, or a JSON serialization of a JOSE object.
fn json(text: &str, place: String) -> Result<InputSet, InputError> {
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

/// Lines such as `Authorization: Bearer …`; other header lines between them are passed over.
fn headers(text: &str, place: &str) -> Option<InputSet> {
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
            Some(slot) => vec![authorization::Credential {
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
fn scheme(value: &str) -> Option<(Slot, &str)> {
    let value = value.trim_start_matches(['\'', '"']);
    let (scheme, rest) = value.split_once(char::is_whitespace)?;
    Some((authorization::scheme(scheme)?, rest.trim_start()))
}

/// Tokens in the query or the fragment of a URL, or of a path as logs have it.
fn url(text: &str, place: &str) -> Option<InputSet> {
    let is_scheme = |start: &str| {
        start
            .bytes()
            .all(|b| b.is_ascii_alphanumeric() || matches!(b, b'+' | b'-' | b'.'))
    };
    let scheme = text
        .split_once("://")
        .map(|(start, _)| start)
        .filter(|start| is_scheme(start));
    if text.contains(char::is_whitespace) || !(scheme.is_some() || text.starts_with('/')) {
        return None;
    }
    let (before, fragment) = text.split_once('#').unwrap_or((text, ""));
    let query = before.split_once('?').map_or("", |(_, query)| query);
    let mut sightings = parameters(query, "query", place);
    sightings.extend(parameters(fragment, "fragment", place));
    let origin = Origin::Url;
    (!sightings.is_empty()).then_some(InputSet {
        sightings,
        origin,
        connection: scheme.and_then(|scheme| connection(scheme, text)),
        ..InputSet::default()
    })
}

/// What the scheme of a URL says, and of a plain one the host.
fn connection(scheme: &str, url: &str) -> Option<Connection> {
    match scheme.to_ascii_lowercase().as_str() {
        "https" | "wss" => Some(Connection::Tls),
        "http" | "ws" => Some(if is_this_machine(url) {
            Connection::Loopback
        } else {
            Connection::Cleartext
        }),
        _ => None,
    }
}

/// Whether the host of a URL names this machine.
fn is_this_machine(url: &str) -> bool {
    let rest = url.split_once("://").map_or(url, |(_, rest)| rest);
    let authority = rest.split(['/', '?', '#']).next().unwrap_or_default();
    let host = authority
        .rsplit_once('@')
        .map_or(authority, |(_, host)| host);
    let bare = match host.strip_prefix('[') {
        Some(address) => address.split(']').next().unwrap_or_default(),
        None => host.split(':').next().unwrap_or_default(),
    };
    let bare = bare.to_ascii_lowercase();
    bare == "localhost"
        || bare.ends_with(".localhost")
        || bare
            .parse::<std::net::IpAddr>()
            .is_ok_and(|address| address.to_canonical().is_loopback())
}

/// `id_token=…&state=…` of a form body, or `TOKEN=…` of a shell or an environment file.
fn form(text: &str, place: &str) -> Option<InputSet> {
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
        ..InputSet::default()
    })
}

/// The parameters that hold a token, by their name or by their look.
fn parameters(text: &str, part: &str, place: &str) -> Vec<Sighting> {
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

/// The decoded value of a parameter.
fn parameter(text: &str, name: &str) -> Option<String> {
    let mut pairs = text.split('&').filter_map(|pair| pair.split_once('='));
    let (_, value) = pairs.find(|(found, _)| *found == name)?;
    Some(percent_decode_str(value).decode_utf8_lossy().into_owned())
}

/// How many lines hold a whole token each; `None` for one token, however it is wrapped. Joined,
/// two signed tokens would pass for one that is encrypted.
fn tokens_by_line(text: &str) -> Option<usize> {
    let is_whole =
        |line: &&str| line.starts_with("eyJ") && matches!(line.matches('.').count(), 2 | 4);
    let count = text.lines().map(str::trim).filter(is_whole).count();
    (count > 1).then_some(count)
}

/// A JWT, or a prefix that an issuer is known to use.
fn looks_like_token(value: &str) -> bool {
    value.starts_with("eyJ") && value.contains('.') || Prefix::of(value).is_some()
}

fn bare(text: &str, place: String) -> Result<InputSet, InputError> {
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
fn unwrap(value: &str) -> (String, Vec<&'static str>) {
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

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn scheme_and_host_tell_the_connection() {
        for (url, expected) in [
            ("https://app.example/cb", Some(Connection::Tls)),
            ("WSS://api.example/ws", Some(Connection::Tls)),
            ("http://app.example/cb", Some(Connection::Cleartext)),
            ("ws://127.0.0.1.evil.example", Some(Connection::Cleartext)),
            (
                "http://localhost@evil.example/",
                Some(Connection::Cleartext),
            ),
            ("http://127.0.0.1:8080/cb", Some(Connection::Loopback)),
            ("http://[::1]:8080?x", Some(Connection::Loopback)),
            ("http://LocalHost#x", Some(Connection::Loopback)),
            ("com.example.app://cb", None),
        ] {
            let (scheme, _) = url.split_once("://").unwrap();
            assert_eq!(connection(scheme, url), expected, "{url}");
        }
    }

    const TOKEN: &str = "eyJhbGciOiJub25lIn0.eyJzdWIiOiIxIn0.";

    fn one(text: &str) -> Sighting {
        let mut set = sightings(text.as_bytes(), "here").expect("a token");
        assert_eq!(set.sightings.len(), 1);
        set.sightings.remove(0)
    }

    fn error(text: &str) -> InputError {
        sightings(text.as_bytes(), "here").expect_err("no token")
    }

    #[test]
    fn every_wrapping_gives_the_same_token() {
        for wrapped in [
            TOKEN.to_owned(),
            format!("{TOKEN}\n"),
            format!("\u{feff}{TOKEN}\r\n"),
            format!("\"{TOKEN}\","),
            format!("Bearer {TOKEN}"),
            format!("bearer \"{TOKEN}\""),
            format!("Authorization: Bearer {TOKEN}"),
            format!("'authorization: DPoP {TOKEN}'"),
            TOKEN.replace('.', "%2E"),
            TOKEN.replace('.', ".\n    "),
            format!("Authorization: Bearer {}", TOKEN.replace('.', ".\n    ")),
        ] {
            assert_eq!(one(&wrapped).raw.expose(), TOKEN, "{wrapped:?}");
        }
        assert_eq!(
            one(&format!("Authorization: DPoP {TOKEN}")).slot,
            Some(Slot::AuthorizationDpop)
        );
    }

    #[test]
    fn a_token_response_is_one_set_with_slots() {
        let text = format!(r#"{{"access_token":"abc12345","id_token":"{TOKEN}","expires_in":60}}"#);
        let set = sightings(text.as_bytes(), "here").expect("a set");
        assert_eq!(set.origin, Origin::TokenResponse);
        let slots: Vec<_> = set.sightings.iter().map(|s| s.slot.clone()).collect();
        assert_eq!(slots, [Some(Slot::AccessToken), Some(Slot::IdToken)]);
        assert_eq!(set.sightings[1].place.pointer.as_deref(), Some("/id_token"));
    }

    #[test]
    fn a_response_keeps_its_other_members() {
        let text = format!(r#"{{"id_token":"{TOKEN}","token_type":"Bearer"}}"#);
        let set = sightings(text.as_bytes(), "here").expect("a set");
        let response = set.response.expect("the response");
        assert_eq!(response.str("token_type").as_deref(), Some("Bearer"));
        assert!(set.earlier.is_none());
    }

    #[test]
    fn an_array_of_two_responses_is_a_refresh() {
        let one = format!(r#"{{"id_token":"{TOKEN}"}}"#);
        let set = sightings(format!("[{one},\n {one}]").as_bytes(), "here").expect("a set");
        let earlier = set.earlier.expect("the response before");
        let pointer = |set: &[Sighting]| set[0].place.pointer.clone().expect("a pointer");
        assert_eq!(pointer(&earlier.sightings), "/0/id_token");
        assert_eq!(pointer(&set.sightings), "/1/id_token");
        for text in [
            format!("[{one}]"),
            format!("[{one},{one},{one}]"),
            format!("[{one},{{}}]"),
        ] {
            assert!(
                matches!(error(&text), InputError::JsonWithoutToken { .. }),
                "{text}"
            );
        }
    }

    #[test]
    fn the_headers_of_a_client_attestation_have_slots() {
        let text =
            format!("OAuth-Client-Attestation: {TOKEN}\nOAuth-Client-Attestation-PoP: {TOKEN}\n");
        let set = sightings(text.as_bytes(), "here").expect("a set");
        let slots: Vec<_> = set
            .sightings
            .into_iter()
            .filter_map(|one| one.slot)
            .collect();
        assert_eq!(
            slots,
            [Slot::ClientAttestation, Slot::ClientAttestationProof]
        );
    }

    #[test]
    fn header_lines_are_one_set() {
        let text = format!("GET-Like: x\nAuthorization: DPoP {TOKEN}\nDPoP: {TOKEN}\n");
        let set = sightings(text.as_bytes(), "here").expect("a set");
        assert_eq!(set.sightings.len(), 2);
        assert_eq!(set.sightings[1].slot, Some(Slot::DpopProof));
    }

    #[test]
    fn credentials_of_another_scheme_are_no_token() {
        let basic = "Authorization: Basic dXNlcjpwYXNzd29yZA==";
        assert!(matches!(error(basic), InputError::NoToken { .. }));
        let seen = one(&format!("{basic}\nDPoP: {TOKEN}"));
        assert_eq!(seen.slot, Some(Slot::DpopProof));
    }

    #[test]
    fn tokens_in_a_url_are_found_and_other_parameters_are_not() {
        let seen = one(&format!("wss://x.example/ws?auth=basic&token={TOKEN}"));
        assert_eq!(seen.place.pointer.as_deref(), Some("query/token"));
        let seen = one(&format!("https://x.example/cb#id_token={TOKEN}&state=x"));
        assert_eq!(seen.slot, Some(Slot::IdToken));
        assert!(matches!(
            error("https://x.example/?auth=basic"),
            InputError::NoToken { .. }
        ));
    }

    #[test]
    fn more_tokens_than_any_message_has_are_refused() {
        let url =
            |count: usize| format!("https://x.example/?{}", format!("t={TOKEN}&").repeat(count));
        let set = sightings(url(MAX_TOKENS).as_bytes(), "here").expect("a set");
        assert_eq!(set.sightings.len(), MAX_TOKENS);
        assert!(matches!(
            error(&url(MAX_TOKENS + 1)),
            InputError::TooMany { found: 51, .. }
        ));
    }

    #[test]
    fn tokens_in_forms_paths_and_variables_are_found() {
        let seen = one(&format!("id_token={TOKEN}&state=x"));
        assert_eq!(seen.slot, Some(Slot::IdToken));
        assert_eq!(seen.place.pointer.as_deref(), Some("form/id_token"));
        let seen = one(&format!("/cb?code_like=1&token={TOKEN}"));
        assert_eq!(seen.place.pointer.as_deref(), Some("query/token"));
        for text in [
            format!("TOKEN={TOKEN}"),
            format!("export TOKEN=\"{TOKEN}\""),
        ] {
            assert_eq!(one(&text).raw.expose(), TOKEN, "{text}");
        }
        assert_eq!(one("dGhpcyBpcyBvcGFxdWU=").slot, None);
    }

    #[test]
    fn the_stated_type_of_an_exchanged_token_is_read_in_forms_too() {
        let urn = "urn:ietf:params:oauth:token-type:jwt";
        let stated = urn.replace(':', "%3A");
        let seen = one(&format!(
            "subject_token={TOKEN}&subject_token_type={stated}"
        ));
        assert_eq!(seen.slot, Some(Slot::SubjectToken(Some(urn.to_owned()))));
        let seen = one(&format!("actor_token={TOKEN}"));
        assert_eq!(seen.slot, Some(Slot::ActorToken(None)));
    }

    #[test]
    fn members_of_other_names_count_if_they_look_like_tokens() {
        let text = format!(r#"{{"user":"alice","idToken":"{TOKEN}","expiresIn":60}}"#);
        assert_eq!(one(&text).slot, Some(Slot::Parameter("idToken".to_owned())));
    }

    #[test]
    fn several_tokens_are_not_joined_into_one_and_none_is_dropped() {
        let lines = format!("{TOKEN}\n{TOKEN}\n");
        assert!(matches!(error(&lines), InputError::Several { .. }));
        let documents = format!("{{\"id_token\":\"{TOKEN}\"}}\n{{\"id_token\":\"{TOKEN}\"}}");
        assert!(matches!(error(&documents), InputError::Several { .. }));
    }

    #[test]
    fn a_token_in_other_text_is_pointed_out() {
        for text in [
            format!("curl -H 'Authorization: Bearer {TOKEN}' https://api.example"),
            format!("GET / HTTP/1.1\nHost: api.example\nAuthorization: Bearer {TOKEN}"),
            format!("> {TOKEN}"),
        ] {
            assert!(matches!(error(&text), InputError::Buried { .. }), "{text}");
        }
    }

    #[test]
    fn what_is_no_token_is_refused_with_its_reason() {
        assert!(matches!(error(" \n"), InputError::Empty { .. }));
        assert!(matches!(error("[1]"), InputError::JsonWithoutToken { .. }));
        assert!(matches!(error("{}"), InputError::JsonWithoutToken { .. }));
        assert!(matches!(
            error("hello big world"),
            InputError::NoToken { .. }
        ));
        assert!(matches!(error("abc"), InputError::NoToken { .. }));
        assert!(matches!(error("....."), InputError::NoToken { .. }));
        assert_eq!(one("e30.e30.").raw.expose(), "e30.e30.");
        let long = "a".repeat(MAX_INPUT + 1);
        assert!(matches!(error(&long), InputError::TooLong { .. }));
        let binary = sightings(b"ey\xff\xfe", "here").expect_err("binary");
        assert_eq!(
            binary,
            InputError::NotText {
                place: "here".to_owned(),
                at: 2
            }
        );
    }
}
