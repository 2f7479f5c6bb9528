//! Which claims stay: by their name, in the form that they have, and in their own token.

use serde_json::Value;
use whichtoken::token::base64url;

use super::{jwt, redact, run, unfolded};

fn claims(redacted: &str) -> Value {
    let segment = redacted.split('.').nth(1).expect("three segments");
    serde_json::from_slice(&base64url::decode(segment).0).expect("JSON")
}

#[test]
fn what_is_an_identifier_elsewhere_is_masked_here() {
    let person = jwt(r#"{"iss":"https://idp.example","sub":"alice-4711","aud":"web-app"}"#);
    let client = jwt(
        r#"{"iss":"https://idp.example","sub":"batch-job","client_id":"batch-job","aud":"alice-4711"}"#,
    );
    let redacted = redact(&format!("{person}\n\n{client}\n"));
    let (first, second) = redacted.split_once("\n\n").expect("two tokens");
    let (first, second) = (claims(first), claims(second));
    assert_ne!(first["sub"], "alice-4711");
    assert_eq!(first["aud"], "web-app");
    assert_eq!(second["sub"], "batch-job", "a client is its own subject");
    assert_eq!(second["aud"], "alice-4711");
}

#[test]
fn addresses_and_numbers_of_people_are_no_identifiers() {
    let token = jwt(
        r#"{"iss":"https://idp.example","sub":"ada@mail.example","email":"ada@mail.example",
            "client_id":"ada@mail.example","aud":["web-app","+49 170 5550123"],
            "azp":"web@shop.iam.gserviceaccount.com"}"#,
    );
    let redacted = redact(&format!("{token} of Ada@Mail.Example"));
    let masked = claims(redacted.split(' ').next().expect("a token"));
    assert_eq!(
        masked["sub"], masked["client_id"],
        "equal values stay equal"
    );
    assert_eq!(masked["aud"][0], "web-app");
    assert_eq!(masked["azp"], "web@shop.iam.gserviceaccount.com");
    let all = unfolded(&redacted).to_lowercase();
    assert!(!all.contains("ada@") && !all.contains("5550123"), "{all}");
    assert!(!all.contains("mail.example"), "{all}");
}

#[test]
fn claims_that_stay_have_the_form_that_they_should_have() {
    let token = jwt(
        r#"{"exp":"alice-4711","iat":{"name":"alice-4711"},"acr":"Alice of alice-4711","amr":["pwd","alice 4711"],
            "scope":"openid alice-4711@mail.example","typ":["alice-4711@mail.example"],"kid":123456789012,
            "email_verified":"alice-4711","cnf":{"jkt":"0ZcOCORZNYy-DWpqq30jZyJGHTN0d2HglBV3uiguA4I"},
            "nbf":1795341520,"auth_time":"1795341520","acr_values":"urn:mace:silver phr","ver":"1.0"}"#,
    );
    let redacted = redact(&token);
    let all = unfolded(&redacted);
    assert!(!all.to_lowercase().contains("alice"), "{all}");
    assert!(!all.contains("123456789012"), "{all}");
    let masked = claims(&redacted);
    assert_eq!(masked["amr"][0], "pwd");
    assert_eq!(masked["nbf"], 1_795_341_520);
    assert_eq!(masked["auth_time"], "1795341520");
    assert_eq!(masked["acr_values"], "urn:mace:silver phr");
    assert_eq!(masked["ver"], "1.0");
    assert_eq!(
        masked["cnf"]["jkt"],
        "0ZcOCORZNYy-DWpqq30jZyJGHTN0d2HglBV3uiguA4I"
    );
    let (kept, _) = run(&["redact", "--keep", "acr"], &token);
    assert!(unfolded(&kept).contains("Alice of alice-4711"), "{kept}");
}

#[test]
fn what_was_stated_of_a_masked_claim_is_masked_too() {
    let with = jwt(
        r#"{"iss":"https://idp.example","sub":"alice-4711","aud":"web-app","nonce":"n-1","exp":1795345120,"iat":1795341520}"#,
    );
    let without = with.replace(with.split('.').nth(1).expect("claims"), &base64url::encode(
        br#"{"iss":"https://idp.example","sub":"alice-4711","aud":"web-app","exp":1795345120,"iat":1795341520,"auth_time":1}"#,
    ));
    let lines = format!("{with}\n{without}\n");
    for command in ["inspect", "lint"] {
        for format in [
            "ndjson", "json", "human", "sarif", "junit", "github", "markdown",
        ] {
            let (text, talk) = run(
                &[
                    command,
                    "--format",
                    format,
                    "--redact",
                    "--nonce",
                    "stated-nonce-77",
                    "--now",
                    "1795341600",
                    "--audience",
                    "web-app",
                ],
                &lines,
            );
            assert!(text.contains("nonce"), "{command} {format}: {text} {talk}");
            let shown = text.matches("stated-nonce-77").count();
            assert_eq!(shown, 0, "{command} {format}: {text}");
        }
    }
}
