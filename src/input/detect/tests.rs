//! Every wrapping, and what is none.

use super::*;
use crate::input::Origin;

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
    let url = |count: usize| format!("https://x.example/?{}", format!("t={TOKEN}&").repeat(count));
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
