//! `--format json` from outside: every report fits the committed schema and says what the input said.

use std::{
    io::Write as _,
    process::{Command, Stdio},
    sync::LazyLock,
};

use serde_json::Value;
use whichtoken::{classify::Kind, token::base64url};

/// When the captured tokens were alive.
const NOW: &str = "1795341600";

static SCHEMA: LazyLock<jsonschema::Validator> = LazyLock::new(|| {
    let text = include_str!("../src/report/report.schema.json");
    let schema: Value = serde_json::from_str(text).expect("the schema is JSON");
    jsonschema::draft202012::meta::validate(&schema).expect("the schema is a schema");
    jsonschema::validator_for(&schema).expect("the schema compiles")
});

/// Runs the program on standard input and gives the text of its report.
fn inspect(arguments: &[&str], input: &str) -> String {
    let mut child = Command::new(env!("CARGO_BIN_EXE_whichtoken"))
        .args(["inspect", "--format", "json", "--now", NOW])
        .args(arguments)
        .env_clear()
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .stderr(Stdio::null())
        .spawn()
        .expect("the program starts");
    let mut stdin = child.stdin.take().expect("stdin is piped");
    stdin.write_all(input.as_bytes()).expect("it reads stdin");
    drop(stdin);
    let output = child.wait_with_output().expect("the program ends");
    String::from_utf8(output.stdout).expect("UTF-8")
}

/// The report, if it fits the schema.
fn valid(name: &str, text: &str) -> Value {
    assert!(
        text.starts_with("{\n  \"schema\": \"whichtoken/report/v1\","),
        "{name}: {text}"
    );
    let report: Value = serde_json::from_str(text).expect("JSON");
    let errors: Vec<String> = SCHEMA
        .iter_errors(&report)
        .map(|error| format!("{}: {error}", error.instance_path()))
        .collect();
    assert!(errors.is_empty(), "{name}: {errors:#?}");
    report
}

fn jwt(header: &str, claims: &str) -> String {
    let part = |text: &str| base64url::encode(text.as_bytes());
    format!("{}.{}.{}", part(header), part(claims), part("signature"))
}

#[test]
fn every_captured_token_gives_a_report_that_fits_the_schema() {
    let captures = include_str!("../fixtures/captures/tokens.jsonl");
    let mut inputs = String::new();
    for (number, line) in captures.lines().enumerate() {
        let capture: Value = serde_json::from_str(line).expect("JSON");
        let token = capture["token"].as_str().expect("a token");
        let report = valid(&format!("capture {number}"), &inspect(&[], token));
        assert_eq!(report["tokens"][0]["format"], capture["format"]);
        inputs.push_str(token);
    }
    assert!(!inputs.is_empty());
}

#[test]
fn every_shape_of_input_gives_a_report_that_fits_the_schema() {
    let claims = r#"{"iss":"https://idp.example","sub":"alice","aud":["web-app"],"nonce":"n",
        "exp":1795345120,"iat":1795341520}"#;
    let id_token = jwt(r#"{"alg":"RS256","kid":"k"}"#, claims);
    let unsigned = jwt(r#"{"alg":"none"}"#, claims);
    let (unsigned, _) = unsigned.rsplit_once('.').expect("segments");
    let response = format!(
        r#"{{"access_token":"{}","id_token":"{id_token}","refresh_token":"{}","token_type":"Bearer"}}"#,
        jwt(r#"{"alg":"RS256","typ":"at+jwt"}"#, r#"{"scope":"a"}"#),
        "r".repeat(43),
    );
    let disclosure = base64url::encode(br#"["salt","given_name","Alice"]"#);
    let sd_jwt = format!("{id_token}~{disclosure}~");
    let part = |text: &str| base64url::encode(text.as_bytes());
    let jws_json = format!(
        r#"{{"payload":"{}","protected":"{}","signature":"AAAA"}}"#,
        part(claims),
        part(r#"{"alg":"ES256"}"#)
    );
    let jwe = format!(
        "{}.AAAA.AAAA.AAAA.AAAA",
        part(r#"{"alg":"RSA-OAEP","enc":"A256GCM","cty":"JWT"}"#)
    );
    let cases: &[(&str, &[&str], &str, &str)] = &[
        ("id token", &[], &id_token, "jws-compact"),
        (
            "stated kind",
            &["--as", "access-token"],
            &id_token,
            "jws-compact",
        ),
        (
            "facts",
            &["--audience", "api", "--to", "resource-server"],
            &id_token,
            "jws-compact",
        ),
        ("response", &[], &response, "jws-compact"),
        ("unsigned", &[], &format!("{unsigned}."), "jws-compact"),
        (
            "header line",
            &[],
            &format!("Authorization: Bearer {id_token}"),
            "jws-compact",
        ),
        ("sd-jwt", &[], &sd_jwt, "sd-jwt"),
        ("jws json", &[], &jws_json, "jws-json"),
        ("jwe", &[], &jwe, "jwe-compact"),
        (
            "opaque",
            &[],
            "ya29.a0AfB_byC7Lq0T9xYkW2uVnJ8e4sDfGhIj",
            "opaque",
        ),
        ("damaged", &[], &id_token[..id_token.len() / 2], "damaged"),
        (
            "hostile",
            &[],
            &jwt(
                "{\"alg\":\"\\u001b[31m\u{202e}\"}",
                "{\"\u{200b}\":\"\u{7f}\"}",
            ),
            "jws-compact",
        ),
    ];
    for (name, arguments, input, format) in cases {
        let report = valid(name, &inspect(arguments, input));
        assert_eq!(report["tokens"][0]["format"], *format, "{name}");
    }
    let report = valid("response", &inspect(&[], &response));
    assert_eq!(report["summary"]["tokens"], 3);
    assert_eq!(report["tokens"][1]["place"]["slot"], "id_token");
}

#[test]
fn an_unreadable_input_gives_a_report_that_says_so() {
    for input in ["", "{\"no\":\"token\"}", "several words of prose"] {
        let report = valid(input, &inspect(&[], input));
        assert_eq!(report["tokens"], Value::Array(Vec::new()));
        assert_eq!(report["summary"]["exit"], 2);
        assert_ne!(report["unreadable"][0]["error"], "");
    }
}

#[test]
fn claims_keep_their_order_and_every_digit() {
    let claims =
        r#"{"z":18446744073709551616,"a":1.50,"m":{"y":1e30,"b":[-0.0,null]},"A":"\u0061"}"#;
    let text = inspect(&[], &jwt(r#"{"alg":"RS256"}"#, claims));
    valid("numbers", &text);
    let written = claims.replace("\\u0061", "a");
    assert!(text.contains(&format!("\"claims\": {written}")), "{text}");
}

#[test]
fn hostile_characters_stand_escaped_and_are_still_the_same_text() {
    let text = inspect(
        &[],
        &jwt(
            r#"{"alg":"RS256"}"#,
            "{\"sub\":\"a\u{202e}b\u{7f}\u{200b}\"}",
        ),
    );
    let report = valid("hostile", &text);
    assert_eq!(
        report["tokens"][0]["claims"]["sub"],
        "a\u{202e}b\u{7f}\u{200b}"
    );
    assert_eq!(
        report["tokens"][0]["who"]["about"],
        "a\u{202e}b\u{7f}\u{200b}"
    );
    assert!(text.contains("a\\u202eb\\u007f\\u200b"), "{text}");
    assert!(text.chars().all(|c| c == '\n' || !c.is_control()), "{text}");
}

#[test]
fn the_schema_names_every_kind() {
    let text = include_str!("../src/report/report.schema.json");
    let schema: Value = serde_json::from_str(text).expect("JSON");
    let names: Vec<Value> = Kind::ALL.iter().map(|kind| kind.name().into()).collect();
    assert_eq!(schema["$defs"]["kind"]["enum"], Value::Array(names));
}

#[test]
fn the_schema_refuses_what_is_not_a_report() {
    let text = inspect(&[], "ya29.a0AfB_byC7Lq0T9xYkW2uVnJ8e4sDfGhIj");
    let report = valid("opaque", &text);
    let changed = |change: &dyn Fn(&mut Value)| {
        let mut report = report.clone();
        change(&mut report);
        SCHEMA.is_valid(&report)
    };
    assert!(changed(&|_| ()));
    assert!(!changed(&|report| report["extra"] = true.into()));
    assert!(!changed(
        &|report| report["tokens"][0]["who"]["other"] = true.into()
    ));
    assert!(!changed(
        &|report| report["tokens"][0]["format"] = "jwt".into()
    ));
    assert!(!changed(
        &|report| report["tokens"][0]["classification"]["kind"] = "x".into()
    ));
    assert!(!changed(&|report| report["summary"]["exit"] = 4.into()));
}
