//! The rows of the decision table through the program: a token and a situation file, and the verdict
//! that must come out, with the rules that decide and the facts it depends on.
#![expect(clippy::unwrap_used, reason = "a test stops at the first surprise")]

mod binary;
#[path = "support/bless.rs"]
mod bless;
#[path = "support/signer.rs"]
#[expect(dead_code, reason = "one of its algorithms is used")]
mod signer;

use std::{
    fs,
    path::{Path, PathBuf},
};

use bless::is_blessed;
use serde_json::Value;
use signer::Signer;
use whichtoken::token::base64url;

/// 2026-01-01T00:00:00Z, a minute after the tokens were issued.
const NOW: &str = "1767225600";

fn folder() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("fixtures/situations")
}

fn rows() -> Vec<Value> {
    let text = fs::read_to_string(folder().join("rows.json")).unwrap();
    serde_json::from_str(&text).unwrap()
}

/// What the program is given for a row: bare token, `Authorization` line, or token with proof.
fn input(row: &Value) -> String {
    if let Some(text) = row["text"].as_str() {
        return text.to_owned();
    }
    let mut claims = row["token"]["claims"].clone();
    let proof_signer = Signer::new("PS256");
    let thumbprint = thumbprint();
    if claims["cnf"]["jkt"] == "THUMBPRINT" {
        claims["cnf"]["jkt"] = thumbprint.into();
    }
    let token = Signer::new("RS256").token(
        &row["token"]["header"].to_string(),
        claims.to_string().as_bytes(),
    );
    match row["form"].as_str() {
        Some("bearer") => format!("Authorization: Bearer {token}\n"),
        Some("dpop") => {
            let ath = base64url::encode(
                aws_lc_rs::digest::digest(&aws_lc_rs::digest::SHA256, token.as_bytes()).as_ref(),
            );
            let header = serde_json::json!({
                "typ": "dpop+jwt", "alg": "PS256", "jwk": public_key(),
            });
            let proof = serde_json::json!({
                "jti": "9Qm2", "htm": "GET", "htu": "https://orders.example/orders",
                "iat": 1_767_225_598, "ath": ath,
            });
            let proof = proof_signer.token(&header.to_string(), proof.to_string().as_bytes());
            format!("Authorization: DPoP {token}\nDPoP: {proof}\n")
        }
        _ => token,
    }
}

/// The public half of the RSA key of RFC 7520 §3.3, which signs everything here.
fn public_key() -> Value {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("fixtures/keys/rfc7520-rsa.json");
    let key: Value = serde_json::from_str(&fs::read_to_string(path).unwrap()).unwrap();
    serde_json::json!({"kty": "RSA", "n": key["n"], "e": key["e"]})
}

/// RFC 7638 §3.2: the members in order of their names.
fn thumbprint() -> String {
    let key = public_key();
    let canonical = format!(r#"{{"e":{},"kty":"RSA","n":{}}}"#, key["e"], key["n"]);
    let digest = aws_lc_rs::digest::digest(&aws_lc_rs::digest::SHA256, canonical.as_bytes());
    base64url::encode(digest.as_ref())
}

fn name(row: &Value) -> &str {
    row["row"].as_str().unwrap()
}

fn strings(list: &Value) -> Vec<&str> {
    list.as_array()
        .unwrap()
        .iter()
        .map(|one| one.as_str().unwrap())
        .collect()
}

/// The token's entry in the report, and the exit status.
fn verdict(row: &Value, extra: &[&str]) -> (Value, i32) {
    let path = folder().join(format!("tokens/row-{}.txt", name(row)));
    let situation = format!(
        "{}#row-{}",
        folder().join("situations.toml").display(),
        name(row)
    );
    let keys = folder().join("jwks.json");
    let mut arguments = vec!["verdict", path.to_str().unwrap(), "--now", NOW];
    arguments.extend(["--situation", &situation, "--format", "json"]);
    if row["keys"] != false {
        arguments.extend(["--jwks", keys.to_str().unwrap()]);
    }
    arguments.extend(strings(&row["args"]));
    arguments.extend(extra);
    let output = binary::whichtoken(&arguments).output().unwrap();
    let text = String::from_utf8(output.stdout).unwrap();
    let report: Value = serde_json::from_str(&text).unwrap_or_else(|_| {
        panic!(
            "row {}: {}",
            name(row),
            String::from_utf8_lossy(&output.stderr)
        )
    });
    (report["tokens"][0].clone(), output.status.code().unwrap())
}

#[test]
fn the_committed_tokens_are_those_of_the_rows() {
    let key = public_key();
    let keys = serde_json::json!({"keys": [{
        "kty": "RSA", "kid": "k1", "use": "sig", "alg": "RS256", "n": key["n"], "e": key["e"],
    }]});
    let keys = format!("{}\n", serde_json::to_string_pretty(&keys).unwrap());
    let mut files = vec![(folder().join("jwks.json"), keys)];
    for row in rows() {
        let path = folder().join(format!("tokens/row-{}.txt", name(&row)));
        // PSS signatures are random, so a proof that is there stays.
        if row["form"] == "dpop" && path.exists() && !is_blessed() {
            continue;
        }
        files.push((path, format!("{}\n", input(&row).trim_end())));
    }
    for (path, text) in files {
        if is_blessed() {
            fs::create_dir_all(path.parent().unwrap()).unwrap();
            fs::write(&path, &text).unwrap();
        }
        let committed = fs::read_to_string(&path).unwrap_or_default();
        assert_eq!(committed, text, "{}", path.display());
    }
}

#[test]
fn every_row_gets_its_verdict() {
    let mut wrong = Vec::new();
    for row in rows() {
        let (token, status) = verdict(&row, &[]);
        let told = &token["verdict"];
        let summary = || {
            let concerns = told["concerns"].as_array().unwrap();
            let weighty: Vec<String> = concerns
                .iter()
                .filter(|concern| concern["level"] != "none")
                .map(|concern| {
                    format!(
                        "{} {} ({}) {}",
                        concern["id"], concern["level"], concern["at_best"], concern["reason"]
                    )
                })
                .collect();
            format!(
                "{} {} pivots {}\n    {}",
                told["value"],
                told["interval"],
                told["pivots"],
                weighty.join("\n    ")
            )
        };
        for member in ["value", "interval", "pivots"] {
            let expected = match member {
                "value" => &row["verdict"],
                _ => &row[member],
            };
            if told[member] != *expected {
                wrong.push(format!(
                    "row {} ({}): {member} is {}, expected {expected}\n  {}",
                    name(&row),
                    row["about"],
                    told[member],
                    summary()
                ));
            }
        }
        let permitted = matches!(
            told["value"].as_str(),
            Some("accept" | "accept-with-conditions")
        );
        if status != i32::from(!permitted) {
            wrong.push(format!("row {}: exit status {status}", name(&row)));
        }
        let fires = strings(&token["outcomes"]["fires"]);
        let argued: Vec<&str> = told["for"]
            .as_array()
            .unwrap()
            .iter()
            .chain(told["against"].as_array().unwrap())
            .chain(told["concerns"].as_array().unwrap())
            .flat_map(|argument| strings(&argument["rules"]))
            .collect();
        for rule in strings(&row["decisive"]) {
            if !fires.contains(&rule) {
                wrong.push(format!("row {}: `{rule}` does not fire", name(&row)));
            } else if !argued.contains(&rule) && rule != "receiver-acts-as-issuer" {
                wrong.push(format!("row {}: `{rule}` is in no argument", name(&row)));
            }
        }
        for rule in strings(&row["silent"]) {
            if fires.contains(&rule) {
                wrong.push(format!("row {}: `{rule}` fires", name(&row)));
            }
        }
        let loud = token["findings"].as_array().unwrap().iter();
        let errors: Vec<&Value> = loud
            .filter(|finding| finding["severity"] == "error")
            .collect();
        if permitted && !errors.is_empty() {
            wrong.push(format!(
                "row {}: {} beside errors {errors:?}",
                name(&row),
                told["value"]
            ));
        }
    }
    assert!(wrong.is_empty(), "\n{}", wrong.join("\n"));
}
