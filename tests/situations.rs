//! The rows of the decision table through the program: a token and a situation file, and the verdict
//! that must come out, with the rules that decide and the facts it depends on.
#![expect(clippy::unwrap_used, reason = "a test stops at the first surprise")]

mod binary;
#[path = "support/bless.rs"]
mod bless;

use std::{
    fs,
    path::{Path, PathBuf},
};

use aws_lc_rs::{
    digest,
    signature::{Ed25519KeyPair, KeyPair as _},
};
use bless::is_blessed;
use serde_json::Value;
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
    if claims["cnf"]["jkt"] == "THUMBPRINT" {
        claims["cnf"]["jkt"] = thumbprint().into();
    }
    let token = signed(&row["token"]["header"], &claims);
    match row["form"].as_str() {
        Some("bearer") => format!("Authorization: Bearer {token}\n"),
        Some("dpop") => {
            let header =
                serde_json::json!({"typ": "dpop+jwt", "alg": "EdDSA", "jwk": public_key()});
            let proof = serde_json::json!({
                "jti": "9Qm2fYxP5rTz", "htm": "GET", "htu": "https://orders.example/orders",
                "iat": 1_767_225_598, "ath": hash(token.as_bytes()),
            });
            format!(
                "Authorization: DPoP {token}\nDPoP: {}\n",
                signed(&header, &proof)
            )
        }
        _ => token,
    }
}

/// A compact token, signed with a key that anybody can make: it protects nothing.
fn signed(header: &Value, claims: &Value) -> String {
    let part = |value: &Value| base64url::encode(value.to_string().as_bytes());
    let input = format!("{}.{}", part(header), part(claims));
    let signature = key().sign(input.as_bytes());
    format!("{input}.{}", base64url::encode(signature.as_ref()))
}

/// Ed25519 signatures are the same every time, so the committed tokens can be made again.
fn key() -> Ed25519KeyPair {
    let seed = digest::digest(&digest::SHA256, b"whichtoken/fixtures/situations");
    Ed25519KeyPair::from_seed_unchecked(seed.as_ref()).unwrap()
}

fn public_key() -> Value {
    let key = key();
    let x = base64url::encode(key.public_key().as_ref());
    serde_json::json!({"kty": "OKP", "crv": "Ed25519", "x": x})
}

/// RFC 7638 §3.2, RFC 8037 §2: the members in order of their names.
fn thumbprint() -> String {
    let canonical = format!(
        r#"{{"crv":"Ed25519","kty":"OKP","x":{}}}"#,
        public_key()["x"]
    );
    hash(canonical.as_bytes())
}

fn hash(bytes: &[u8]) -> String {
    base64url::encode(digest::digest(&digest::SHA256, bytes).as_ref())
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
    let keys = serde_json::json!({"keys": [{
        "kty": "OKP", "crv": "Ed25519", "kid": "k1", "use": "sig", "alg": "EdDSA",
        "x": public_key()["x"],
    }]});
    let keys = format!("{}\n", serde_json::to_string_pretty(&keys).unwrap());
    let mut files = vec![(folder().join("jwks.json"), keys)];
    for row in rows() {
        let path = folder().join(format!("tokens/row-{}.txt", name(&row)));
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
        let threats = strings(&told["threats"]);
        if told["value"] == "reject" && !threats.iter().any(|code| code.starts_with("T-")) {
            wrong.push(format!("row {}: a reject without a threat", name(&row)));
        }
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

/// The program's output for a row, as a person reads it.
fn page(command: &str, row: &str, extra: &[&str]) -> (String, i32) {
    let path = folder().join(format!("tokens/row-{row}.txt"));
    let situation = format!("{}#row-{row}", folder().join("situations.toml").display());
    let keys = folder().join("jwks.json");
    let mut arguments = vec![command, path.to_str().unwrap(), "--now", NOW];
    arguments.extend(["--situation", &situation, "--jwks", keys.to_str().unwrap()]);
    arguments.extend(extra);
    let output = binary::whichtoken(&arguments).output().unwrap();
    let text = String::from_utf8(output.stdout).unwrap();
    (text, output.status.code().unwrap())
}

#[test]
fn every_verdict_fits_the_schema_with_its_matrix() {
    let schema: Value =
        serde_json::from_str(include_str!("../src/report/report.schema.json")).unwrap();
    let schema = jsonschema::validator_for(&schema).unwrap();
    for row in rows() {
        let (text, _) = page("verdict", name(&row), &["--format", "json", "--matrix"]);
        let report: Value = serde_json::from_str(&text).unwrap();
        let errors: Vec<String> = schema
            .iter_errors(&report)
            .map(|error| format!("{}: {error}", error.instance_path()))
            .collect();
        assert!(errors.is_empty(), "row {}: {errors:#?}", name(&row));
        let rows = report["tokens"][0]["verdict"]["matrix"].as_array().unwrap();
        assert_eq!(rows.len(), 11, "one a role");
    }
}

#[test]
fn the_matrix_is_shown_or_refused_in_every_format() {
    let row = &rows()[0];
    let with = |format: &str| page("verdict", name(row), &["--matrix", "--format", format]);
    let (markdown, _) = with("markdown");
    let table: Vec<&str> = markdown
        .lines()
        .skip_while(|line| !line.starts_with("| receiver |"))
        .take_while(|line| !line.is_empty())
        .collect();
    let (json, _) = with("json");
    let report: Value = serde_json::from_str(&json).unwrap();
    let matrix = report["tokens"][0]["verdict"]["matrix"].as_array().unwrap();
    assert_eq!(table.len(), 2 + matrix.len(), "{markdown}");
    for (line, row) in table[2..].iter().zip(matrix) {
        let cells: Vec<&str> = line.trim_matches('|').split(" | ").map(str::trim).collect();
        assert_eq!(cells[0].trim_matches('`'), row["role"]);
        for (shown, cell) in cells[1..].iter().zip(row["cells"].as_array().unwrap()) {
            assert_eq!(shown.split(' ').next(), cell["value"].as_str());
        }
    }
    let (line, _) = with("ndjson");
    let line: Value = serde_json::from_str(&line).unwrap();
    assert_eq!(
        line["tokens"][0]["verdict"]["matrix"],
        report["tokens"][0]["verdict"]["matrix"]
    );
    for format in ["sarif", "junit", "github"] {
        let (text, status) = with(format);
        assert_eq!((text.as_str(), status), ("", 2), "{format}");
    }
}

#[test]
fn the_matrix_agrees_with_the_verdict_on_the_token_at_hand() {
    for (row, column) in [("1", 0), ("1c", 2), ("8", 0), ("14", 2), ("19", 0)] {
        let (text, _) = page("verdict", row, &["--format", "json", "--matrix"]);
        let report: Value = serde_json::from_str(&text).unwrap();
        let verdict = &report["tokens"][0]["verdict"];
        let facts = verdict["facts"].as_array().unwrap();
        let role = facts.iter().find(|fact| fact["name"] == "receiver.role");
        let role = &role.unwrap()["value"];
        let rows = verdict["matrix"].as_array().unwrap();
        let here = rows.iter().find(|one| one["role"] == *role).unwrap();
        assert_eq!(
            here["cells"][column]["value"], verdict["value"],
            "row {row}"
        );
    }
}

#[test]
fn all_reasoning_is_shown_on_demand_and_fits_eighty_columns() {
    let (brief, _) = page("verdict", "2b", &[]);
    let (whole, _) = page("verdict", "2b", &["--explain"]);
    for text in [
        "C1  integrity",
        "C15 one-time guard",
        "<https://auth0.com/",
        "It weighs when",
    ] {
        assert!(whole.contains(text), "{text}: {whole}");
        assert!(!brief.contains(text), "{text}: {brief}");
    }
    for row in rows() {
        for extra in [&[][..], &["--explain"], &["--matrix"]] {
            let (text, _) = page("verdict", name(&row), extra);
            let wide: Vec<&str> = text
                .lines()
                .filter(|line| line.chars().count() > 80)
                .collect();
            assert!(wide.is_empty(), "row {}: {wide:#?}", name(&row));
        }
    }
}

#[test]
fn lint_with_a_situation_says_the_verdict_and_keeps_its_exit_status() {
    let (text, status) = page("lint", "2b", &[]);
    assert!(text.contains("\n  verdict   discouraged"), "{text}");
    assert_eq!(status, 0, "warnings do not fail: {text}");
    let (text, status) = page("lint", "21", &[]);
    assert!(text.contains("\n  verdict   reject"), "{text}");
    assert_eq!(status, 1, "{text}");
}

#[test]
fn an_ambiguous_token_is_judged_as_each_kind_that_it_may_be() {
    let claims = serde_json::json!({
        "iss": "https://idp.example", "sub": "248289761001", "aud": "web-app",
        "iat": 1_767_225_540, "exp": 1_767_226_140,
    });
    let token = signed(&serde_json::json!({"alg": "EdDSA", "kid": "k1"}), &claims);
    let file = tempfile::NamedTempFile::new().unwrap();
    fs::write(file.path(), token).unwrap();
    let keys = folder().join("jwks.json");
    let arguments = [
        "verdict",
        file.path().to_str().unwrap(),
        "--now",
        NOW,
        "--format",
        "json",
        "--jwks",
        keys.to_str().unwrap(),
        "--to",
        "session-endpoint",
        "--own-client",
        "web-app",
        "--fact",
        "one_time=jti",
    ];
    let output = binary::whichtoken(&arguments).output().unwrap();
    let report: Value = serde_json::from_slice(&output.stdout).unwrap();
    let token = &report["tokens"][0];
    assert_eq!(token["classification"]["certainty"], "ambiguous");
    let verdict = &token["verdict"];
    let by_kind: Vec<(&str, &str)> = verdict["by_kind"]
        .as_array()
        .unwrap()
        .iter()
        .map(|one| {
            (
                one["kind"].as_str().unwrap(),
                one["value"].as_str().unwrap(),
            )
        })
        .collect();
    assert!(by_kind.contains(&("id-token", "accept")), "{by_kind:?}");
    assert!(by_kind.contains(&("access-token", "reject")), "{by_kind:?}");
    assert_eq!(verdict["value"], "undecided");
    assert_eq!(verdict["pivots"], serde_json::json!(["kind"]));
    assert_eq!(verdict["interval"], serde_json::json!(["accept", "reject"]));
}

#[test]
fn ci_knows_the_verdict_as_an_entry_of_its_own() {
    for (format, entry) in [
        ("sarif", r#""ruleId": "verdict""#),
        ("junit", r#"<testcase name="verdict""#),
        ("github", "title=verdict::reject: "),
        ("markdown", "**Verdict: reject**"),
    ] {
        let (text, status) = page("lint", "21", &["--format", format]);
        assert!(text.contains(entry), "{format}: {text}");
        assert_eq!(status, 1, "{format}");
    }
    let (text, _) = page("lint", "1", &["--format", "sarif"]);
    let log: Value = serde_json::from_str(&text).unwrap();
    let run = &log["runs"][0];
    let results = run["results"].as_array().unwrap();
    let verdict = results
        .iter()
        .find(|one| one["ruleId"] == "verdict")
        .unwrap();
    assert_eq!(verdict["level"], "note", "accepted");
    let index = usize::try_from(verdict["ruleIndex"].as_u64().unwrap()).unwrap();
    assert_eq!(run["tool"]["driver"]["rules"][index]["id"], "verdict");
}
