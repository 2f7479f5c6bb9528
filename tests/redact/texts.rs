//! `redact` on texts of every form: what is replaced, and what stays.

use std::fs;

use serde_json::Value;
use whichtoken::token::base64url;

use super::{
    CAPTURED, OPAQUE, SIGNATURE, Sample, binary::whichtoken, inspect, jwt, person, redact, run,
    unfolded,
};

/// Whatever stands around a token stays as it is.
#[test]
fn the_text_around_stays_byte_for_byte() {
    let token = person();
    let percent = token.replace('.', "%2E");
    let wrapped = format!("{}\n    {}", &token[..60], &token[60..]);
    for around in [
        "@",
        "  @\r\n",
        "\"@\"",
        "Authorization: Bearer @\nHost: api.example\nDPoP: @\n",
        "> GET / HTTP/1.1\r\n> authorization: bearer @\r\n< HTTP/1.1 401\r\n",
        "curl -sS 'https://api.example/me?x=1' -H 'Authorization: Bearer @' \\\n  -H 'X: y'",
        "{ \"access_token\":\"@\",\n\t\"expires_in\" : 3600, \"n\": 1.50, \"s\": \"\\u0061\" }",
        "[{\"id_token\":\"@\"},{\"id_token\":\"@\"}]",
        "https://app.example/cb#id_token=@&state=xyz",
        "https://app.example/login?next=https%3A%2F%2Fb.example%3Fid_token%3D@%26state%3Dxyz",
        "id_token=@&state=xyz",
        "export TOKEN=@",
        "{\"token\":\"@\",\"id\":\"a\"}\n{\"token\":\"@\",\"id\":\"b\"}\n\n@\n",
        "2026-11-22T10:00:00Z WARN [auth] refused token @. It was late, \"so\" (@) {x: @}",
        "log: {\"message\":\"got {\\\"id_token\\\":\\\"@\\\"}\"} end",
        "{\"log\":{\"entries\":[{\"request\":{\"headers\":[{\"name\":\"Authorization\",\"value\":\"Bearer @\"}]}}]}}",
        "Grüße, 東京: @ – bis bald",
        "broken {\"id_token\":\"@\", \"cut",
    ] {
        for token in [&token, &percent] {
            let redacted = redact(&around.replace('@', token));
            let parts: Vec<&str> = around.split('@').collect();
            let mut rest = redacted.as_str();
            for (index, part) in parts.iter().enumerate() {
                let found = match index + 1 == parts.len() {
                    true => rest.strip_suffix(part).map(str::len),
                    false => rest.find(part),
                };
                let at = found.unwrap_or_else(|| panic!("{around}: {redacted}"));
                let masked = &rest[..at];
                if index > 0 {
                    assert!(masked.starts_with("eyJ"), "{around}: {redacted}");
                    assert!(
                        masked.bytes().all(|b| b.is_ascii_graphic()),
                        "{around}: {redacted}"
                    );
                } else {
                    assert_eq!(masked, "", "{around}");
                }
                rest = &rest[at + part.len()..];
            }
            assert_safe(&redacted);
        }
    }
    assert_safe(&redact(&wrapped));
    assert_safe(&redact(&format!(
        "Authorization: Bearer {wrapped}\nHost: api.example\n"
    )));
}

fn assert_safe(text: &str) {
    let all = unfolded(text);
    for part in SIGNATURE
        .as_bytes()
        .chunks_exact(12)
        .chain(OPAQUE.as_bytes().chunks_exact(12))
    {
        let part = std::str::from_utf8(part).expect("ASCII");
        assert!(!all.contains(part), "{part}: {all}");
    }
    assert!(!all.contains("ice-4711"), "{all}");
}

#[test]
fn credentials_that_nobody_can_read_are_known_by_their_place() {
    for (text, expected) in [
        ("gho_@".to_owned(), "gho_opaque-masked-"),
        ("@".to_owned(), "opaque-masked-"),
        (
            "{\"refresh_token\": \"@\", \"scope\": \"a b\"}".to_owned(),
            "{\"refresh_token\": \"opaque-masked-",
        ),
        (
            "Authorization: Bearer @\nHost: a.example".to_owned(),
            "Authorization: Bearer opaque-masked-",
        ),
        (
            "Authorization: Basic @".to_owned()
                + "\nCookie: theme=dark; session=@; a=b\nDPoP: "
                + &person(),
            "Authorization: Basic opaque-masked-",
        ),
        (
            "grant_type=authorization_code&code=@&client_secret=@".to_owned(),
            "grant_type=authorization_code&code=opaque-masked-",
        ),
        (
            "https://a.example/cb?code=@&state=1".to_owned(),
            "https://a.example/cb?code=opaque-masked-",
        ),
        ("1//@".to_owned(), "1//opaque-masked-"),
        (
            "curl -u a -d refresh_token=@ https://idp.example/token".to_owned(),
            "curl -u a -d refresh_token=opaque-masked-",
        ),
        (
            "{\"token\":\"@\"}\n{\"token\":\"@\"}".to_owned(),
            "{\"token\":\"opaque-masked-",
        ),
        (format!("@\n{OPAQUE}2\n{OPAQUE}3"), "opaque-masked-"),
    ] {
        let redacted = redact(&text.replace('@', OPAQUE));
        assert!(redacted.starts_with(expected), "{text}: {redacted}");
        assert_safe(&redacted);
    }
}

#[test]
fn tokens_of_every_form_stay_what_they_are() {
    let part = |text: &str| base64url::encode(text.as_bytes());
    let claims = part(r#"{"sub":"alice-4711"}"#);
    let header = part(r#"{"alg":"RS256"}"#);
    let inner = person();
    for (text, format) in [
        (
            format!(r#"{{"payload":"{claims}","protected":"{header}","signature":"{SIGNATURE}"}}"#),
            "jws-json",
        ),
        (
            format!(
                r#"{{"payload":"{claims}","signatures":[{{"protected":"{header}","signature":"{SIGNATURE}"}}]}}"#
            ),
            "jws-json",
        ),
        (
            format!(
                "{}.{SIGNATURE}.{SIGNATURE}.{SIGNATURE}.{SIGNATURE}",
                part(r#"{"alg":"RSA-OAEP","enc":"A256GCM","sub":"alice-4711"}"#)
            ),
            "jwe-compact",
        ),
        (
            format!(
                r#"{{"protected":"{}","encrypted_key":"{SIGNATURE}","iv":"AAAA","ciphertext":"{SIGNATURE}","tag":"{SIGNATURE}"}}"#,
                part(r#"{"alg":"RSA-OAEP","enc":"A256GCM"}"#)
            ),
            "jwe-json",
        ),
        (format!("{header}.{claims}"), "damaged"),
        (
            format!("{header}.{}.{SIGNATURE}", &claims[..claims.len() - 6]),
            "jws-compact",
        ),
        (format!("{header}.!{claims}.{SIGNATURE}"), "jws-compact"),
        (format!("x.{claims}.{SIGNATURE}"), "damaged"),
        (
            format!("{header}.{claims}.{SIGNATURE}.{SIGNATURE}"),
            "damaged",
        ),
        (
            jwt(&format!(
                r#"{{"id_token":"{inner}","j":{{"a":["{inner}","alice-4711"]}}}}"#
            )),
            "jws-compact",
        ),
        (
            format!("{header}.{}.{SIGNATURE}", part(&inner)),
            "jws-compact",
        ),
        (
            format!("{header}.{}.{SIGNATURE}", part("alice-4711 said so")),
            "jws-compact",
        ),
        (
            format!("{header}.{}.{SIGNATURE}", part(r#"{"sub":"alice-4711","#)),
            "jws-compact",
        ),
        (
            format!(
                "{header}.{}.{SIGNATURE}",
                part(r#"{"sub":"alice-4711"} alice-4711"#)
            ),
            "jws-compact",
        ),
        (
            jwt(&format!(
                r#"{{"sub":"alice-4711","deep":{}{}}}"#,
                "[".repeat(80),
                "]".repeat(80)
            )),
            "jws-compact",
        ),
    ] {
        let redacted = redact(&text);
        assert_safe(&redacted);
        let sample = Sample {
            name: text.clone(),
            text: text.clone(),
            now: CAPTURED,
            flags: Vec::new(),
            is_example: false,
        };
        for text in [&text, &redacted] {
            let report = inspect(&sample, text);
            assert_eq!(report["tokens"][0]["format"], format, "{text}");
        }
    }
}

#[test]
fn members_keep_their_order_their_types_and_their_spelling() {
    let claims = r#"{ "sub":"alice-4711", "iss" : "https:\/\/idp.example","n":18446744073709551616,
        "exp":1795345120.50,"email_verified":true,"x":null,"sub":"bob","a":[1,"b",{"c":""}]}"#;
    let redacted = redact(&jwt(claims));
    let payload = redacted.split('.').nth(1).expect("three segments");
    let text = String::from_utf8(base64url::decode(payload).0).expect("UTF-8");
    for kept in [
        "{ \"sub\":\"masked-",
        "\", \"iss\" : \"https:\\/\\/idp.example\",\"n\":",
        ",\n        \"exp\":1795345120.50,\"email_verified\":true,\"x\":null,\"sub\":\"masked-",
        "\",\"a\":[",
        ",{\"c\":\"\"}]}",
    ] {
        assert!(text.contains(kept), "{kept}: {text}");
    }
    serde_json::from_str::<Value>(&text).expect("JSON");
}

#[test]
fn equal_values_are_equal_within_a_run_and_by_a_salt_file_across_runs() {
    let token = person();
    let subject = |text: &str| {
        let segment = text.split('.').nth(1).expect("segments");
        let claims: Value = serde_json::from_slice(&base64url::decode(segment).0).expect("JSON");
        claims["sub"].as_str().expect("a subject").to_owned()
    };
    let both = redact(&format!("{token} alice-4711 {token}"));
    let (first, rest) = both.split_once(' ').expect("two");
    let (name, second) = rest.split_once(' ').expect("two");
    assert_eq!(subject(first), subject(second));
    assert_eq!(
        name,
        subject(first),
        "what repeats a masked value is masked too"
    );
    let random = || subject(&run(&["redact"], &token).0);
    assert_ne!(random(), random(), "another run has another key");

    let folder = tempfile::tempdir().expect("a folder");
    let salt = folder.path().join("salt");
    fs::write(&salt, [7; 32]).expect("it is written");
    let salt = salt.to_str().expect("UTF-8");
    let salted = || run(&["redact", "--salt-file", salt], &token).0;
    assert_eq!(salted(), salted());
    fs::write(salt, "short").expect("it is written");
    let (output, talk) = run(&["redact", "--salt-file", salt], &token);
    assert_eq!(output, "");
    assert!(talk.contains("has 5 bytes, expected 16 or more"), "{talk}");
}

#[test]
fn a_claim_can_be_kept() {
    let (kept, _) = run(&["redact", "--keep", "sub"], &person());
    assert!(unfolded(&kept).contains("alice-4711"), "{kept}");
}

#[test]
fn a_text_without_a_credential_is_not_given_out_as_safe() {
    for text in ["", "some words of prose", "{\"no\":\"token\"}", "eyJ"] {
        let (output, talk) = run(&["redact"], text);
        assert_eq!(output, "", "{text}");
        assert!(talk.starts_with("error: "), "{text}: {talk}");
    }
    let status = whichtoken(&["redact", "/no/such/file.jwt"])
        .output()
        .expect("it runs")
        .status;
    assert_eq!(status.code(), Some(2));
}

/// A signature makes its claims good again for whoever finds them elsewhere.
#[test]
fn a_signature_that_is_told_once_more_is_masked_there_too() {
    for length in [64, 342, 684] {
        let signature = "Zm9v".repeat(length / 4);
        let part = |text: &str| base64url::encode(text.as_bytes());
        let token = format!(
            "{}.{}.{signature}",
            part(r#"{"alg":"RS256"}"#),
            part(r#"{"iss":"https://idp.example","sub":"1"}"#)
        );
        let redacted = redact(&format!(
            "Authorization: Bearer {token}\nrefused, signature {signature}, sorry\n"
        ));
        assert!(!redacted.contains(&signature), "{redacted}");
        assert!(redacted.ends_with(", sorry\n"), "{redacted}");
    }
}

#[test]
fn a_segment_of_any_length_is_cut() {
    let token = format!(
        "{}.e30.{}",
        base64url::encode(br#"{"alg":"RS256"}"#),
        "A".repeat(150_000)
    );
    let redacted = redact(&token);
    assert_eq!(redacted.trim_end().len(), token.len());
}
