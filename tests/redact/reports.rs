//! Reports under `--redact`: they say the same of everything but persons and sessions.

use std::collections::BTreeSet;

use serde_json::Value;

use super::{OPAQUE, Private, Sample, jwt, list, run, samples};

#[test]
fn a_masked_report_fits_the_schema_and_judges_alike() {
    let schema = include_str!("../../src/report/report.schema.json");
    let schema: Value = serde_json::from_str(schema).expect("the schema is JSON");
    let schema = jsonschema::validator_for(&schema).expect("the schema compiles");
    let mut values = 0;
    for sample in samples() {
        let plain = report(&sample, &[], "json");
        let masked = report(&sample, &["--redact"], "json");
        for value in Private::of(&sample.text).values {
            // Notes on the text around, such as a path, are no claims.
            assert!(
                !masked.contains(&value),
                "{}: {value}: {masked}",
                sample.name
            );
            values += usize::from(plain.contains(&value));
        }
        let (plain, masked) = (json(&plain), json(&masked));
        let errors: Vec<String> = schema.iter_errors(&masked).map(|e| e.to_string()).collect();
        assert!(errors.is_empty(), "{}: {errors:?}", sample.name);
        assert_eq!(plain["summary"], masked["summary"], "{}", sample.name);
        for (one, other) in list(&plain["tokens"]).iter().zip(list(&masked["tokens"])) {
            for member in ["format", "place", "signature", "outcomes"] {
                assert_eq!(one[member], other[member], "{}: {member}", sample.name);
            }
            let who = ["issued_by", "issued_for", "issued_to"];
            assert!(
                who.iter()
                    .all(|name| one["who"][name] == other["who"][name]),
                "{}",
                sample.name
            );
            assert_eq!(
                one["classification"]["kind"],
                other["classification"]["kind"]
            );
            let names = |claims: &Value| -> BTreeSet<String> {
                let names = claims.as_object().into_iter().flat_map(|all| all.keys());
                names.cloned().collect()
            };
            assert_eq!(
                names(&one["claims"]),
                names(&other["claims"]),
                "{}",
                sample.name
            );
            assert_eq!(findings(one), findings(other), "{}", sample.name);
        }
    }
    assert!(values > 100, "only {values} values are in plain reports");
}

#[test]
fn people_see_masks_too_if_they_ask() {
    let mut values = 0;
    for sample in samples() {
        let masked = report(&sample, &["--redact"], "human");
        // A line may break inside of a value.
        let joined: String = masked.split_whitespace().collect();
        for value in Private::of(&sample.text).values {
            let value: String = value.split_whitespace().collect();
            assert!(
                !joined.contains(&value),
                "{}: {value}: {masked}",
                sample.name
            );
            values += 1;
        }
    }
    assert!(values > 200, "only {values} values");
}

/// Values that findings, evidence and verdicts quote.
#[test]
fn what_texts_quote_is_masked_and_equal_values_stay_equal() {
    let token = jwt(
        r#"{"iss":"https://idp.example","sub":"alice-4711","aud":"web-app","nonce":"alice-4711",
            "exp":1795345120,"iat":1795341520,"email":"alice-4711@mail.example"}"#,
    );
    let response = format!(
        r#"{{"id_token":"{token}","access_token":"{}","refresh_token":"{OPAQUE}"}}"#,
        jwt(r#"{"iss":"https://idp.example","sub":"bob-0815","aud":"api","exp":1795345120}"#),
    );
    for command in ["inspect", "lint", "verdict"] {
        for format in ["json", "human"] {
            let (text, _) = run(
                &[
                    command,
                    "--format",
                    format,
                    "--redact",
                    "--nonce",
                    "expected",
                    "--now",
                    "1795341600",
                ],
                &response,
            );
            assert!(text.len() > 100, "{text}");
            for hidden in ["ice-4711", "ob-0815", "mail.example"] {
                assert!(
                    !text.contains(hidden),
                    "{command} {format}: {hidden}: {text}"
                );
            }
        }
    }
    let (text, _) = run(&["inspect", "--format", "json", "--redact"], &response);
    let report = json(&text);
    let claims = &report["tokens"][0]["claims"];
    assert_eq!(claims["sub"], claims["nonce"]);
    assert_eq!(report["tokens"][0]["who"]["about"], claims["sub"]);
    let (text, _) = run(
        &["inspect", "--format", "json", "--redact", "--no-redact"],
        &response,
    );
    assert!(text.contains("alice-4711"), "the last flag holds: {text}");
    let (text, _) = run(
        &["inspect", "--format", "json", "--redact", "--keep", "sub"],
        &response,
    );
    assert!(text.contains("bob-0815"), "{text}");
}

fn report(sample: &Sample, more: &[&str], format: &str) -> String {
    let mut arguments = vec![
        "inspect", "--format", format, "--quiet", "--now", sample.now,
    ];
    arguments.extend(more);
    arguments.extend(sample.flags.iter().map(String::as_str));
    run(&arguments, &sample.text).0
}

fn json(text: &str) -> Value {
    serde_json::from_str(text).expect("JSON")
}

fn findings(token: &Value) -> Vec<(&Value, &Value)> {
    let findings = list(&token["findings"]).iter();
    findings
        .map(|one| (&one["rule"], &one["severity"]))
        .collect()
}
