//! What is decided without any key.

use super::*;

fn alone(header: &str, payload: &str, signature: &str) -> Verification {
    let token = format!(
        "{}.{}.{signature}",
        base64url::encode(header.as_bytes()),
        base64url::encode(payload.as_bytes())
    );
    Verifier::new(None).verify(&decode(&token))
}

#[test]
fn unsigned_in_every_spelling() {
    for header in [
        r#"{"alg":"none"}"#,
        r#"{"alg":"nOnE"}"#,
        r#"{"typ":"JWT"}"#,
        r#"{"alg":null}"#,
    ] {
        let found = alone(header, "{}", "");
        assert_eq!(found.status, Status::Unsigned, "{header}");
    }
    assert_eq!(
        alone(r#"{"alg":"none"}"#, "{}", "AAAA").status,
        Status::Unsigned
    );
    let two_parts = "eyJhbGciOiJub25lIn0.e30";
    assert_eq!(
        Verifier::new(None).verify(&decode(two_parts)).status,
        Status::Unsigned
    );
}

#[test]
fn what_is_not_known_is_not_checked() {
    let found = alone(r#"{"alg":"Ed448"}"#, "{}", &"A".repeat(152));
    assert_eq!(found.reason, Reason::UnknownAlgorithm("Ed448".to_owned()));
    assert_eq!(found.algorithm.as_deref(), Some("Ed448"));
    let found = alone(r#"{"alg":"EdDSA"}"#, "{}", &"A".repeat(152));
    assert_eq!(found.reason, Reason::UnknownAlgorithm("Ed448".to_owned()));
    let found = alone(r#"{"alg":"rs256"}"#, "{}", "AAAA");
    assert_eq!(found.status, Status::NotChecked);
    assert_eq!(
        found.reason.describe(),
        "algorithm `rs256` is not `RS256`: names are case-sensitive"
    );
    let found = alone(r#"{"typ":"JWT"}"#, "{}", "AAAA");
    assert_eq!(found.reason, Reason::NoAlgorithm);
    assert_eq!(found.status, Status::NotChecked);
    let found = alone(r#"{"alg":"RS256"}"#, "{}", "AAAA");
    assert_eq!(found.reason, Reason::NoKeys);
}

#[test]
fn what_no_key_can_make_good_is_invalid_without_one() {
    let zeros = base64url::encode(&[0; 64]);
    for (algorithm, signature) in [
        ("ES256", zeros.as_str()),
        ("RS256", ""),
        ("HS256", "AAAA"),
        ("ES384", "AAAA"),
        ("ML-DSA-65", "AAAA"),
    ] {
        let found = alone(&format!(r#"{{"alg":"{algorithm}"}}"#), "{}", signature);
        assert_eq!(found.status, Status::Invalid, "{algorithm}");
        assert!(matches!(found.reason, Reason::Impossible(_)));
    }
}

#[test]
fn an_rsa_signature_has_the_length_of_the_modulus() {
    let rsa = key(&json("keys/rfc7520-rsa.json"));
    let header = base64url::encode(br#"{"alg":"RS256"}"#);
    let signed = |length: usize| format!("{header}.e30.{}", base64url::encode(&vec![1; length]));
    let found = verify(&signed(255), vec![rsa.clone()]);
    assert_eq!(found.status, Status::Invalid);
    assert_eq!(
        found.reason.describe(),
        "the signature has 255 bytes, a signature by this RSA key has 256"
    );
    let found = verify(&signed(256), vec![rsa]);
    assert_eq!(found.reason, Reason::WrongSignature { tried: 1 });
}

#[test]
fn critical_extensions_are_refused_by_name() {
    let cases = [
        (
            r#""crit":["exp"],"exp":1"#,
            "`crit` names `exp`, an extension that is not implemented",
        ),
        (
            r#""crit":["exp"]"#,
            "`exp`, which the protected header does not have",
        ),
        (r#""crit":[]"#, "empty array"),
        (r#""crit":"b64""#, "a string, not an array"),
        (r#""crit":[7]"#, "a number, not a name"),
        (r#""crit":["alg"]"#, "`alg`, which every verifier knows"),
        (r#""crit":["b64","b64"],"b64":true"#, "`b64`, twice"),
        (
            r#""b64":false"#,
            "`b64` is false and `crit` does not name it",
        ),
        (
            r#""crit":["b64"],"b64":"no""#,
            "`b64` is a string, not a boolean",
        ),
    ];
    for (members, text) in cases {
        let token = mac_token(&format!(r#"{{"alg":"HS256",{members}}}"#), "{}", b"s");
        let found = verify(&token, vec![secret(b"s")]);
        assert_eq!(found.status, Status::NotChecked, "{members}");
        assert!(
            matches!(&found.reason, Reason::CriticalExtension(why) if why.contains(text)),
            "{members}: {:?}",
            found.reason
        );
    }
    let fine = mac_token(r#"{"alg":"HS256","crit":["b64"],"b64":true}"#, "{}", b"s");
    assert_eq!(verify(&fine, vec![secret(b"s")]).status, Status::Valid);
}

#[test]
fn crit_counts_only_where_nobody_can_change_it() {
    let token = mac_token(r#"{"alg":"HS256"}"#, "{}", b"s");
    let parts: Vec<&str> = token.split('.').collect();
    let flattened = |header: &str| {
        format!(
            r#"{{"protected":"{}","header":{header},"payload":"{}","signature":"{}"}}"#,
            parts[0], parts[1], parts[2]
        )
    };
    let plain = flattened(r#"{"kid":"x"}"#);
    assert_eq!(verify(&plain, vec![secret(b"s")]).status, Status::Valid);
    for header in [r#"{"crit":["b64"]}"#, r#"{"b64":true}"#] {
        let found = verify(&flattened(header), vec![secret(b"s")]);
        assert!(
            matches!(&found.reason, Reason::CriticalExtension(why) if why.contains("unprotected")),
            "{:?}",
            found.reason
        );
    }
}

#[test]
fn any_payload_verifies_json_or_not() {
    for payload in ["", "text", "[1]", "\u{feff}{}", "{\"a\":"] {
        let token = mac_token(r#"{"alg":"HS256"}"#, payload, b"s");
        assert_eq!(
            verify(&token, vec![secret(b"s")]).status,
            Status::Valid,
            "{payload}"
        );
    }
}

#[test]
fn an_empty_secret_is_a_secret() {
    let token = mac_token(r#"{"alg":"HS256"}"#, "{}", b"");
    assert_eq!(verify(&token, vec![secret(b"")]).status, Status::Valid);
    assert_eq!(verify(&token, vec![secret(b"x")]).status, Status::Invalid);
}

#[test]
fn detached_content_is_not_called_a_forgery() {
    let token = mac_token(r#"{"alg":"HS256"}"#, "{}", b"s");
    let parts: Vec<&str> = token.split('.').collect();
    let found = verify(&format!("{}..{}", parts[0], parts[2]), vec![secret(b"s")]);
    assert_eq!(found.status, Status::NotChecked);
    assert_eq!(found.reason, Reason::Detached);
}

#[test]
fn a_signature_that_lost_bytes_in_decoding_is_not_checked() {
    let token = mac_token(r#"{"alg":"HS256"}"#, "{}", b"s");
    let found = verify(&format!("{token}*x"), vec![secret(b"s")]);
    assert_eq!(found.reason, Reason::Damaged);
    let padded = verify(&format!("{token}="), vec![secret(b"s")]);
    assert_eq!(padded.status, Status::Valid);
    let cut_header = mac_token(r#"{"alg":"HS256","#, "{}", b"s");
    let found = verify(&cut_header, vec![secret(b"s")]);
    assert_eq!(found.reason, Reason::Damaged);
}

#[test]
fn the_issuer_signed_part_of_an_sd_jwt_is_what_counts() {
    let token = mac_token(r#"{"alg":"HS256","typ":"dc+sd-jwt"}"#, "{}", b"s");
    let disclosure = base64url::encode(br#"["salt","name","value"]"#);
    let binding = mac_token(r#"{"alg":"HS256","typ":"kb+jwt"}"#, "{}", b"holder");
    for text in [
        format!("{token}~"),
        format!("{token}~{disclosure}~"),
        format!("{token}~{disclosure}~{binding}"),
        format!("{token}~{disclosure}~{binding}*"),
    ] {
        assert_eq!(verify(&text, vec![secret(b"s")]).status, Status::Valid);
        assert_eq!(
            verify(&text, vec![secret(b"holder")]).status,
            Status::Invalid
        );
    }
}

#[test]
fn what_is_no_signed_object_says_so() {
    let check = |text: &str| Verifier::new(None).verify(&decode(text));
    assert_eq!(check("not-a-token").reason, Reason::NotJose);
    assert_eq!(check("eyJhbGciOiJIUzI1NiJ9.e30").reason, Reason::Damaged);
    let jwe = check("eyJhbGciOiJkaXIiLCJlbmMiOiJBMTI4R0NNIn0..AAAA.AAAA.AAAA");
    assert_eq!(jwe.reason, Reason::Encrypted);
    assert_eq!(jwe.algorithm.as_deref(), Some("dir"));
}
