//! Reports under `--redact`: they say the same of everything but persons and sessions.

use std::collections::BTreeSet;

use serde_json::Value;

use super::{OPAQUE, Private, Sample, jwt, list, run, samples, without_masks};

#[test]
fn a_masked_report_fits_the_schema_and_judges_alike() {
    let schema = include_str!("../../src/report/report.schema.json");
    let schema: Value = serde_json::from_str(schema).expect("the schema is JSON");
    let schema = jsonschema::validator_for(&schema).expect("the schema compiles");
    let mut values = 0;
    for sample in samples() {
        let plain = report(&sample, &[], "json");
        let masked = report(&sample, &["--redact"], "json");
        let whole = (json(&plain), json(&masked));
        let (plain, masked) = (without_names(&whole.0), without_names(&whole.1));
        for value in Private::of(&sample.text).values {
            assert!(
                !masked.contains(&value),
                "{}: {value}: {masked}",
                sample.name
            );
            values += usize::from(plain.contains(&value));
        }
        let (plain, masked) = (whole.0, whole.1);
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
    for sample in samples().into_iter().filter(|sample| !sample.is_example) {
        let masked = report(&sample, &["--redact"], "human");
        // A line may break inside of a value.
        let joined: String = without_masks(&masked).split_whitespace().collect();
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
    let mut arguments = vec!["inspect", "--format", format, "--quiet"];
    arguments.extend(["--salt-file", "clippy.toml"]);
    arguments.extend(more);
    arguments.extend(sample.flags());
    run(&arguments, &sample.text).0
}

/// The report as text without the names of rules, which are words like any other.
fn without_names(report: &Value) -> String {
    let mut report = report.clone();
    for token in report["tokens"].as_array_mut().into_iter().flatten() {
        token["outcomes"] = Value::Null;
        for finding in token["findings"].as_array_mut().into_iter().flatten() {
            finding["rule"] = Value::Null;
            finding["references"] = Value::Null;
        }
    }
    without_masks(&report.to_string())
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
