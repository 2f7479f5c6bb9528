//! Tokens are credentials: whatever goes in, no signature and no whole token comes out.

use std::{
    io::Write as _,
    process::{Command, Stdio},
};

use whichtoken::token::base64url;

/// A signature that is easy to find again.
const SIGNATURE: &str = "c2lnbmF0dXJlLW9mLXRoZS10b2tlbi10aGF0LW11c3Qtbm90LXNob3c";

/// Runs the program and gives stdout and stderr together.
fn run(arguments: &[&str], input: &str) -> String {
    let mut child = Command::new(env!("CARGO_BIN_EXE_whichtoken"))
        .args(arguments)
        .env_clear()
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .expect("the program starts");
    let mut stdin = child.stdin.take().expect("stdin is piped");
    // A program that refuses its arguments does not read.
    let _ = stdin.write_all(input.as_bytes());
    drop(stdin);
    let output = child.wait_with_output().expect("the program ends");
    let text = [output.stdout, output.stderr].concat();
    let text = String::from_utf8(text).expect("UTF-8");
    assert!(!text.is_empty(), "{arguments:?} says nothing");
    text
}

fn jwt(claims: &str) -> String {
    let part = |text: &str| base64url::encode(text.as_bytes());
    format!(
        "{}.{}.{SIGNATURE}",
        part(r#"{"alg":"RS256"}"#),
        part(claims)
    )
}

fn assert_clean(what: &str, text: &str) {
    assert!(!text.contains(SIGNATURE), "{what}: {text}");
    // Wrapping may have cut it; no long part of it is there either.
    for part in SIGNATURE.as_bytes().chunks_exact(16) {
        let part = std::str::from_utf8(part).expect("ASCII");
        assert!(!text.contains(part), "{what}: {text}");
    }
}

/// Inputs with a token in them, or a token inside a token.
fn inputs() -> Vec<(&'static str, String)> {
    let inner = jwt(r#"{"iss":"https://idp.example","sub":"alice"}"#);
    let flattened = |payload: &str| {
        format!(
            r#"{{"payload":"{}","protected":"{}","signature":"{SIGNATURE}"}}"#,
            base64url::encode(payload.as_bytes()),
            base64url::encode(br#"{"alg":"RS256"}"#),
        )
    };
    let disclosure = base64url::encode(format!(r#"["salt","token","{inner}"]"#).as_bytes());
    vec![
        ("bare", inner.clone()),
        (
            "JARM response",
            jwt(&format!(
                r#"{{"aud":"web-app","code":"c","id_token":"{inner}"}}"#
            )),
        ),
        (
            "deep inside",
            jwt(&format!(r#"{{"a":[{{"b":["x {inner} y"]}}],"{inner}":1}}"#)),
        ),
        (
            "percent-encoded",
            jwt(&format!(
                r#"{{"u":"https://a.example/?t={}"}}"#,
                inner.replace('.', "%2E")
            )),
        ),
        (
            "wrapped",
            jwt(&format!(
                r#"{{"u":"{}"}}"#,
                inner.replace(SIGNATURE, &format!("\\n{SIGNATURE}"))
            )),
        ),
        (
            "as subject and issuer",
            jwt(&format!(
                r#"{{"iss":"{inner}","sub":"{inner}","aud":"{inner}"}}"#
            )),
        ),
        (
            "as key id",
            format!(
                "{}.e30.{SIGNATURE}",
                base64url::encode(
                    format!(r#"{{"alg":"RS256","kid":"{inner}","typ":"{inner}"}}"#).as_bytes()
                )
            ),
        ),
        (
            "JSON inside",
            jwt(&format!(r#"{{"j":{}}}"#, flattened("{}"))),
        ),
        ("JSON form", flattened(r#"{"sub":"alice"}"#)),
        ("SD-JWT", format!("{inner}~{disclosure}~{inner}")),
        (
            "opaque inside",
            jwt(&format!(
                r#"{{"access_token":"{SIGNATURE}","code":"{SIGNATURE}","x":{{"refresh_token":"{SIGNATURE}"}}}}"#
            )),
        ),
        (
            "unreadable payload",
            format!("eyJhbGciOiJSUzI1NiJ9.!!!!.{SIGNATURE}"),
        ),
        ("too many segments", format!("{inner}.{SIGNATURE}")),
        ("opaque", format!("gho_{SIGNATURE}")),
        (
            "response",
            format!(
                r#"{{"access_token":"{inner}","refresh_token":"{SIGNATURE}","id_token":"{inner}"}}"#
            ),
        ),
        ("JSON without a token", format!(r#"{{"secret":"{inner}"}}"#)),
        ("prose", format!("this is {inner} in prose")),
    ]
}

#[test]
fn no_signature_is_shown_in_any_form() {
    for (name, input) in inputs() {
        for arguments in [
            &["inspect"][..],
            &["inspect", "--format", "json"],
            &["lint"],
            &["lint", "--format", "json"],
            &["lint", "--format", "sarif"],
            &["lint", "--format", "junit"],
            &["lint", "--format", "github"],
            &["lint", "--format", "markdown"],
            &["inspect", "--color", "always", "--as", "id-token"],
            &["inspect", "--redact"],
            &["redact"],
        ] {
            let text = run(arguments, &input);
            assert_clean(&format!("{name} {arguments:?}"), &text);
        }
    }
}

#[test]
fn no_error_repeats_a_token_that_was_typed() {
    for (name, input) in inputs() {
        let flag = format!("--bogus={input}");
        let kind = format!("--as={input}");
        for arguments in [
            &["completions", &input][..],
            &["redact", &input],
            &["diff", &input, "/no/such/file.jwt"],
            &["diff", &input, &input],
            &[&flag],
            &["--bogus", &input],
            &[&kind],
            &["inspect", "--now", &input],
            &["inspect", "--timeout", &input],
            &["inspect", "--format", &input],
            &["inspect", "--jwks", &input, &input],
            &["inspect", "--format", "json", &input],
            &["inspect", &format!("{input}.jwt")],
            &["inspect", "--format", "json", &format!("./{input}.jwt")],
            &["inspect", "--format", "sarif", &format!("./{input}.jwt")],
            &["inspect", "--format", "junit", &format!("./{input}.jwt")],
            &["inspect", "--format", "github", &format!("./{input}.jwt")],
            &["inspect", "--format", "markdown", &format!("./{input}.jwt")],
        ] {
            assert_clean(name, &run(arguments, ""));
        }
    }
}
