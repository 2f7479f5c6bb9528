//! Every rule on every fixture, compared both ways: what each captured token is taken for, and
//! every finding on it. A new rule that fires on an old token shows up here as a difference.
//! `SNAPSHOTS=overwrite cargo test --test matrix` rewrites the list.

use std::{fs, path::Path, process::Command};

use serde_json::{Value, json};
use whichtoken::input::Slot;

/// A minute after the capture.
const NOW: &str = "1795341600";
const SECRET: &str = "a-64-byte-long-client-secret-for-HS512-tests-0123456789abcdefghij";

#[test]
fn every_captured_token_in_its_field() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let folder = tempfile::tempdir().expect("a folder");
    let secret = folder.path().join("secret");
    fs::write(&secret, SECRET).expect("a file");
    let captures = fs::read_to_string(root.join("fixtures/captures/tokens.jsonl")).expect("tokens");
    let records: Vec<Value> = captures
        .lines()
        .map(|line| serde_json::from_str(line).expect("JSON"))
        .collect();
    let mut command = Command::new(env!("CARGO_BIN_EXE_whichtoken"));
    command
        .args([
            "lint",
            "--format",
            "json",
            "--now",
            NOW,
            "--issuer",
            "http://127.0.0.1:19400",
        ])
        .args(["--offline", "--jwks"])
        .arg(root.join("fixtures/providers/captured/jwks.json"))
        .arg("--secret-file")
        .arg(&secret)
        .env_clear();
    for (index, record) in records.iter().enumerate() {
        let field = record["is"].as_str().expect("a field");
        let text = match Slot::of_parameter(field) {
            Some(_) => json!({ field: record["token"] }).to_string(),
            None => record["token"].as_str().expect("a token").to_owned(),
        };
        let path = folder.path().join(format!("{index}"));
        fs::write(&path, text).expect("a file");
        command.arg(path);
    }
    let output = command.output().expect("the tool");
    let report: Value = serde_json::from_slice(&output.stdout).expect("a report");
    let tokens = report["tokens"].as_array().expect("tokens");
    assert_eq!(tokens.len(), records.len());

    let mut listed = String::new();
    for (record, token) in records.iter().zip(tokens) {
        let class = &token["classification"];
        listed += &format!(
            "{} [{}]: {} {}, signature {}\n",
            text(&record["id"]),
            text(&record["is"]),
            text(&class["certainty"]),
            text(&class["kind"]),
            text(&token["signature"]["status"]),
        );
        for finding in token["findings"].as_array().expect("findings") {
            let severity = text(&finding["severity"]);
            let rule = text(&finding["rule"]);
            assert!(
                !matches!(severity, "warn" | "error"),
                "{}: {rule} fires at {severity} on a correct token: {}",
                record["id"],
                finding["message"]
            );
            listed += &format!("    {severity} {rule} at {}\n", text(&finding["pointer"]));
        }
    }
    snapbox::assert_data_eq!(listed, snapbox::file!["snapshots/matrix.txt"].raw());
}

fn text(value: &Value) -> &str {
    value.as_str().unwrap_or("-")
}
