//! The decoder over any input: no panic, nothing lost, every damage with its place.

use proptest::prelude::*;
use whichtoken::{
    input,
    secret::RawToken,
    token::{Body, Document, Fault, Format, Part, Token, base64url},
};

fn decode(text: &str) -> Token {
    Token::decode(RawToken::new(text))
}

fn compact(header: &str, claims: &str, signature: &[u8]) -> String {
    let [header, claims, signature] =
        [header.as_bytes(), claims.as_bytes(), signature].map(base64url::encode);
    format!("{header}.{claims}.{signature}")
}

/// JSON values without floats that JSON text cannot hold exactly.
fn value() -> impl Strategy<Value = serde_json::Value> {
    let leaf = prop_oneof![
        Just(serde_json::Value::Null),
        any::<bool>().prop_map(Into::into),
        any::<i64>().prop_map(Into::into),
        any::<String>().prop_map(Into::into),
    ];
    leaf.prop_recursive(3, 16, 4, |inner| {
        prop_oneof![
            prop::collection::vec(inner.clone(), 0..4).prop_map(Into::into),
            prop::collection::hash_map(any::<String>(), inner, 0..4)
                .prop_map(|map| serde_json::Value::Object(map.into_iter().collect())),
        ]
    })
}

proptest! {
    #[test]
    fn any_bytes_give_sightings_or_an_error(bytes in prop::collection::vec(any::<u8>(), 0..400)) {
        if let Ok(set) = input::sightings(&bytes, "here") {
            prop_assert!(!set.sightings.is_empty());
        }
    }

    #[test]
    fn any_text_decodes_to_something(text in "\\PC{0,200}") {
        let token = decode(&text);
        prop_assert_eq!(token.raw().expose(), text);
    }

    #[test]
    fn any_segments_decode_and_damage_lies_inside(text in "eyJ[A-Za-z0-9_.~=*+ -]{0,200}") {
        let token = decode(&text);
        prop_assert!(token.format() != Format::Opaque);
        for damage in token.damage() {
            prop_assert!(damage.at <= text.len(), "{damage}");
        }
    }

    #[test]
    fn members_come_back_in_order_and_whole(
        members in prop::collection::vec((any::<String>(), value()), 0..8)
    ) {
        let text: Vec<String> = members
            .iter()
            .map(|(name, value)| format!("{}: {value}", serde_json::Value::from(name.as_str())))
            .collect();
        let (document, broken) = Document::parse(format!("{{ {} }}", text.join(" , ")));
        prop_assert_eq!(broken, None);
        let read: Vec<(String, serde_json::Value)> = document
            .members()
            .map(|(name, value)| {
                let parsed = serde_json::from_str(value.text()).expect("JSON");
                let at = value.at();
                assert_eq!(&document.text()[at..at + value.text().len()], value.text());
                (name.into_owned(), parsed)
            })
            .collect();
        prop_assert_eq!(read, members);
    }

    #[test]
    fn a_flipped_character_loses_no_more_than_its_segment(
        position in 0usize..64, replacement in "[A-Za-z0-9_*.~-]"
    ) {
        let whole = compact(r#"{"alg":"HS256"}"#, r#"{"iss":"https://idp.example","sub":"1"}"#, &[7; 32]);
        let position = position % whole.len();
        let mut text = whole.clone();
        text.replace_range(position..=position, &replacement);
        let token = decode(&text);
        let first_dot = whole.find('.').expect("a dot");
        // A new or missing dot moves the borders; otherwise an unharmed segment stays readable.
        if replacement != "." && replacement != "~" && whole.as_bytes()[position] != b'.' {
            if position > first_dot {
                let header = token.header().expect("a header");
                prop_assert_eq!(header.text(), r#"{"alg":"HS256"}"#);
            } else if text.starts_with("eyJ") {
                let claims = token.claims().expect("claims");
                prop_assert!(claims.str("sub").is_some_and(|sub| sub == "1"));
            }
        }
    }
}

#[test]
fn every_serialization_is_told_apart() {
    let header = r#"{"alg":"ES256"}"#;
    let claims = r#"{"sub":"1"}"#;
    let whole = compact(header, claims, &[1; 64]);
    let parts: Vec<&str> = whole.split('.').collect();
    let (protected, payload, signature) = (parts[0], parts[1], parts[2]);
    let disclosure = base64url::encode(br#"["salt","given_name","Erika"]"#);
    let jwe_header = base64url::encode(br#"{"alg":"dir","enc":"A256GCM"}"#);
    for (text, format) in [
        (whole.clone(), Format::JwsCompact),
        (
            format!("{}.{payload}", base64url::encode(br#"{"alg":"none"}"#)),
            Format::JwsCompact,
        ),
        (
            format!(
                r#"{{"payload":"{payload}","protected":"{protected}","signature":"{signature}"}}"#
            ),
            Format::JwsJson,
        ),
        (
            format!(
                r#"{{"payload":"{payload}","signatures":[{{"protected":"{protected}","signature":"{signature}"}},{{"header":{{"alg":"none"}},"signature":""}}]}}"#
            ),
            Format::JwsJson,
        ),
        (
            format!("{jwe_header}..AAAAAAAAAAAAAAAA.AAAA.AAAAAAAAAAAAAAAAAAAAAA"),
            Format::JweCompact,
        ),
        (
            format!(
                r#"{{"protected":"{jwe_header}","iv":"AAAA","ciphertext":"AAAA","tag":"AAAA"}}"#
            ),
            Format::JweJson,
        ),
        (format!("{whole}~{disclosure}~"), Format::SdJwt),
        (format!("{whole}~{disclosure}~{whole}"), Format::SdJwt),
        ("SlAV32hkKG0wx4e-1SqNSj2ewL".to_owned(), Format::Opaque),
        (".....".to_owned(), Format::Opaque),
        ("eyJhbGciOiJFUzI1NiJ9".to_owned(), Format::Damaged),
        (format!("{whole}.{payload}"), Format::Damaged),
    ] {
        let token = decode(&text);
        assert_eq!(token.format(), format, "{text}");
        assert_eq!(
            token.damage().iter().any(|damage| damage.fault.is_fatal()),
            format == Format::Damaged,
            "{text}: {:?}",
            token.damage()
        );
    }
}

#[test]
fn an_sd_jwt_gives_its_parts() {
    let whole = compact(
        r#"{"alg":"ES256","typ":"dc+sd-jwt"}"#,
        r#"{"_sd":[]}"#,
        &[1; 64],
    );
    let proof = compact(
        r#"{"alg":"ES256","typ":"kb+jwt"}"#,
        r#"{"nonce":"n"}"#,
        &[2; 64],
    );
    let named = base64url::encode(br#"["salt","given_name","Erika"]"#);
    let element = base64url::encode(br#"["salt",{"deep":1}]"#);
    let token = decode(&format!("{whole}~{named}~{element}~bm90IGpzb24~{proof}"));
    let Body::SelectiveDisclosure(sd_jwt) = token.body() else {
        panic!("{:?}", token.format());
    };
    let names: Vec<Option<&str>> = sd_jwt
        .disclosures
        .iter()
        .map(|d| d.name.as_deref())
        .collect();
    assert_eq!(names, [Some("given_name"), None]);
    assert_eq!(sd_jwt.disclosures[1].value, r#"{"deep":1}"#);
    assert!(sd_jwt.key_binding.is_some());
    let [damage] = token.damage() else {
        panic!("{:?}", token.damage());
    };
    assert_eq!(damage.part, Part::Disclosure(3));
    assert!(matches!(damage.fault, Fault::Json(_)));
}

#[test]
fn what_is_wrong_with_the_holders_proof_is_not_said_of_the_issuers_token() {
    let whole = compact(r#"{"alg":"ES256"}"#, r#"{"_sd":[]}"#, &[1; 64]);
    for (proof, part, says) in [
        (
            compact(r#"{"alg":"ES256"}"#, "[]", &[2; 64]),
            Part::KeyBindingPayload,
            "the decoded payload of the key-binding JWT is not one JSON object",
        ),
        (
            format!("{}=", compact(r#"{"alg":"ES256"}"#, "{}", &[2; 64])),
            Part::KeyBindingSignature,
            "`=` padding in the signature of the key-binding JWT",
        ),
        (
            "eyJhbGciOiJFUzI1NiJ9.e30".to_owned(),
            Part::KeyBinding,
            "2 segments in the key-binding JWT",
        ),
    ] {
        let token = decode(&format!("{whole}~{proof}"));
        let [damage, ..] = token.damage() else {
            panic!("no damage: {says}");
        };
        assert_eq!(damage.part, part, "{damage}");
        assert!(damage.to_string().starts_with(says), "{damage}");
        assert!(damage.part.pointer().starts_with("key_binding"), "{damage}");
        let claims = token.claims().expect("the issuer's claims");
        assert!(claims.has("_sd"));
    }
}

#[test]
fn a_cut_token_says_what_could_be_saved() {
    let whole = compact(
        r#"{"alg":"RS256"}"#,
        r#"{"iss":"https://idp.example","sub":"alice","aud":"app","exp":1767225600}"#,
        &[1; 256],
    );
    let cut = &whole[..whole.find('.').expect("a dot") + 60];
    let token = decode(cut);
    assert_eq!(token.format(), Format::Damaged);
    let claims = token.claims().expect("some claims");
    assert_eq!(claims.str("iss").as_deref(), Some("https://idp.example"));
    assert!(
        token
            .damage()
            .iter()
            .any(|d| matches!(d.fault, Fault::SegmentCount { found: 2 }))
    );
}

#[test]
fn a_payload_that_is_no_json_is_kept_for_the_signature() {
    let token = decode(&compact(
        r#"{"alg":"HS256"}"#,
        "It is a dangerous business",
        &[1; 32],
    ));
    assert_eq!(token.format(), Format::JwsCompact);
    assert!(token.claims().is_none());
    let signed = token.signed().expect("a JWS");
    let input = token.signing_input(&signed.signatures[0]);
    assert!(input.ends_with(base64url::encode(b"It is a dangerous business").as_bytes()));
}

#[test]
fn damage_in_a_json_form_stands_at_its_byte_of_the_raw_text() {
    let text = r#"{"payload":"eyJ*","signatures":[{"protected":"eyJhbGciOiJFUzI1NiJ9","signature":"AB!CD"}]}"#;
    let token = decode(text);
    for (part, character) in [(Part::Payload, '*'), (Part::Signature, '!')] {
        let damage = token.damage().iter().find(|one| one.part == part);
        assert_eq!(damage.map(|one| one.at), text.find(character), "{part}");
    }
}

#[test]
fn a_signature_that_anybody_adds_does_not_change_how_the_payload_is_read() {
    let protected = |header: &str| base64url::encode(header.as_bytes());
    let text = format!(
        r#"{{"payload":"{}","signatures":[{{"protected":"{}","signature":"AAAA"}},
            {{"protected":"{}","signature":"AAAA"}}]}}"#,
        base64url::encode(br#"{"sub":"alice"}"#),
        protected(r#"{"alg":"ES256"}"#),
        protected(r#"{"alg":"ES256","b64":false,"crit":["b64"]}"#),
    );
    let token = decode(&text);
    let subject = token.claims().and_then(|claims| claims.str("sub"));
    assert_eq!(subject.as_deref(), Some("alice"));
    let damaged: Vec<bool> = token
        .signed()
        .expect("a JWS")
        .signatures
        .iter()
        .map(|one| one.damaged)
        .collect();
    assert_eq!(damaged, [false, true]);
}

#[test]
fn what_is_repeated_without_end_is_read_up_to_a_limit() {
    let header = base64url::encode(br#"{"alg":"ES256"}"#);
    let entry = format!(r#"{{"protected":"{header}","signature":"AAAA"}}"#);
    let entries = vec![entry; 30].join(",");
    let token = decode(&format!(r#"{{"payload":"e30","signatures":[{entries}]}}"#));
    assert_eq!(token.signed().expect("a JWS").signatures.len(), 20);
    assert_eq!(token.damage().len(), 1, "{:?}", token.damage());

    let token = decode(&format!("{header}.e30.AAAA{}", "~".repeat(5000)));
    assert_eq!(token.damage().len(), 1001);
}
