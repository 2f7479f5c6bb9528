//! SARIF against the schema of OASIS.

use std::sync::LazyLock;

use serde_json::Value;
use snapbox::{assert_data_eq, file};
use whichtoken::report::sarif::render;

use crate::{
    HOSTILE, assert_harmless, jwt, lint,
    made_up_report::{report, report_of},
    run, runs,
};

static SCHEMA: LazyLock<jsonschema::Validator> = LazyLock::new(|| {
    let text = include_str!("../../fixtures/schemas/sarif-schema-2.1.0.json");
    let schema: Value = serde_json::from_str(text).expect("the schema is JSON");
    jsonschema::options()
        .should_validate_formats(true)
        .build(&schema)
        .expect("the schema compiles")
});

/// The log, if it fits the schema.
fn valid(what: &str, text: &str) -> Value {
    let log: Value = serde_json::from_str(text).expect("JSON");
    let errors: Vec<String> = SCHEMA
        .iter_errors(&log)
        .map(|error| format!("{}: {error}", error.instance_path()))
        .collect();
    assert!(errors.is_empty(), "{what}: {errors:#?}");
    log
}

fn results(log: &Value) -> &Vec<Value> {
    log["runs"][0]["results"].as_array().expect("results")
}

#[test]
fn everything_in_one_log() {
    let text = render(&report());
    valid("made up", &text);
    assert_data_eq!(&text, file!["../snapshots/report.sarif"].raw());
}

#[test]
fn every_log_fits_the_schema() {
    let mut count = 0;
    for arguments in runs() {
        let mut words: Vec<&str> = arguments.iter().map(String::as_str).collect();
        words.extend(["--format", "sarif"]);
        let output = run(&words, "");
        let text = String::from_utf8(output.stdout).expect("UTF-8");
        let log = valid(&arguments.join(" "), &text);
        let run = &log["runs"][0];
        let invocation = &run["invocations"][0];
        let status = output.status.code().expect("a status");
        assert_eq!(invocation["exitCode"], status);
        assert_eq!(invocation["executionSuccessful"], status < 2);
        let notified = invocation["toolExecutionNotifications"].as_array();
        assert_eq!(notified.is_some_and(|all| all.is_empty()), status < 2);
        for result in results(&log) {
            let index = result["ruleIndex"].as_u64().expect("a rule of the list");
            let rule = &run["tool"]["driver"]["rules"][index as usize];
            assert_eq!(rule["id"], result["ruleId"]);
            count += 1;
        }
    }
    assert!(count > 10, "{count}");
}

#[test]
fn the_schema_refuses_what_is_not_sarif() {
    let log = valid("made up", &render(&report()));
    let changed = |pointer: &str, value: Value| {
        let mut log = log.clone();
        *log.pointer_mut(pointer).expect("it is there") = value;
        SCHEMA.is_valid(&log)
    };
    assert!(changed("/version", "2.1.0".into()));
    assert!(!changed("/version", "2.0.0".into()));
    assert!(!changed("/runs/0/results/0/level", "info".into()));
    let uri = "/runs/0/results/0/locations/0/physicalLocation/artifactLocation/uri";
    assert!(!changed(uri, "a b".into()));
    assert!(!changed("/runs/0/results/0/message", "text".into()));
}

#[test]
fn hostile_text_stays_text() {
    let text = render(&report_of(HOSTILE));
    let log = valid("hostile", &text);
    assert_harmless(&text);
    for result in results(&log) {
        let message = result["message"]["text"].as_str().expect("a text");
        assert!(
            !message.contains("](") && !message.contains('\n'),
            "{message}"
        );
        let braces = message.replace("{{", "").replace("}}", "");
        assert!(!braces.contains(['{', '}']), "{message}");
    }
}

/// Fingerprints of a log, each with its rule.
fn fingerprints(log: &Value) -> Vec<(String, String)> {
    let mut all: Vec<(String, String)> = results(log)
        .iter()
        .map(|result| {
            let text = |value: &Value| value.as_str().expect("a text").to_owned();
            let prints = &result["partialFingerprints"];
            let (ours, theirs) = (
                text(&prints["ruleIssuerPointer/v1"]),
                text(&prints["primaryLocationLineHash"]),
            );
            assert!(theirs.starts_with(ours.split(':').next().expect("a part")));
            (text(&result["ruleId"]), ours)
        })
        .collect();
    all.sort();
    all
}

#[test]
fn fingerprints_are_of_rule_issuer_and_place_only() {
    let token = |issuer: &str, subject: &str| {
        let claims =
            format!(r#"{{"iss":"{issuer}","sub":"{subject}","aud":"web-app","nonce":"n"}}"#);
        let text = lint("sarif", &[], &jwt(r#"{"alg":"RS256"}"#, &claims));
        fingerprints(&valid(subject, &text))
    };
    let one = token("https://idp.example", "alice");
    assert!(!one.is_empty());
    assert_eq!(one, token("https://idp.example", "alice"));
    assert_eq!(one, token("https://idp.example", "bob, of another length"));
    let other = token("https://other.example", "alice");
    for ((rule, print), (other_rule, other_print)) in one.iter().zip(&other) {
        assert_eq!(rule, other_rule);
        assert_ne!(print, other_print);
    }
    let mut prints: Vec<&String> = one.iter().map(|(_, print)| print).collect();
    prints.dedup();
    assert_eq!(prints.len(), one.len(), "one input, no fingerprint twice");
}

#[test]
fn two_tokens_of_one_input_are_told_apart() {
    let claims = r#"{"iss":"https://idp.example","sub":"alice","aud":"web-app"}"#;
    let token = jwt(r#"{"alg":"RS256"}"#, claims);
    let response =
        format!(r#"{{"access_token":"{token}","id_token":"{token}","token_type":"Bearer"}}"#);
    let log = valid("response", &lint("sarif", &[], &response));
    let all = fingerprints(&log);
    let mut distinct = all.clone();
    distinct.dedup();
    assert_eq!(distinct, all);
    assert!(
        all.iter().any(|(_, print)| print.ends_with(":2")),
        "{all:?}"
    );
}

#[test]
fn a_token_that_is_a_file_has_a_line_and_others_have_none() {
    let region = |input: &str| {
        let log = valid(input, &lint("sarif", &[input], ""));
        results(&log)[0]["locations"][0]["physicalLocation"].clone()
    };
    let file = region("fixtures/tokens/logout-token.jwt");
    assert_eq!(
        file["artifactLocation"]["uri"],
        "fixtures/tokens/logout-token.jwt"
    );
    assert_eq!(file["region"]["startLine"], 1);
    let response = region("fixtures/tokens/token-response.json");
    assert_eq!(response["region"], Value::Null);
}
