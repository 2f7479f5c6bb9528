//! The demo: from an empty machine to a report on two real tokens.

mod binary;

use std::{fs, net::TcpStream, process::Output};

use binary::whichtoken;
use serde_json::Value;

fn demo(arguments: &[&str]) -> Output {
    whichtoken(&[&["demo"], arguments].concat())
        .output()
        .expect("the binary runs")
}

fn report(arguments: &[&str]) -> Value {
    let output = demo(&[&["--format", "json"], arguments].concat());
    assert_eq!(output.status.code(), Some(0), "{output:?}");
    serde_json::from_slice(&output.stdout).expect("a JSON report and nothing else")
}

fn story() -> String {
    let output = demo(&[]);
    assert_eq!(output.status.code(), Some(0), "{output:?}");
    assert!(output.stderr.is_empty(), "{output:?}");
    String::from_utf8(output.stdout).expect("text")
}

/// The issuer that the story names, such as `http://127.0.0.1:40123`.
fn issuer(story: &str) -> &str {
    story
        .lines()
        .map(str::trim)
        .find(|line| line.starts_with("http://127.0.0.1:"))
        .expect("the issuer stands on a line of its own")
}

#[test]
fn the_story_says_what_was_done_and_what_to_try_next() {
    let story = story();
    let command = format!("whichtoken inspect - --issuer {}", issuer(&story));
    assert!(story.contains(&command), "{story}");
    assert!(
        story.contains("The provider served\n  POST /token"),
        "{story}"
    );
    assert!(story.contains("whichtoken demo --save"), "{story}");
    let report_starts = story.find("\n\n").expect("a blank line before the report");
    let report_ends = story.find("The provider served").expect("the end");
    let around = [&story[..report_starts], &story[report_ends..]];
    for line in around.iter().flat_map(|part| part.lines()) {
        assert!(line.chars().count() <= 80, "{line}");
    }
}

#[test]
fn the_provider_ends_with_the_demo() {
    let story = story();
    let address = issuer(&story).trim_start_matches("http://");
    assert!(
        TcpStream::connect(address).is_err(),
        "{address} still answers"
    );
}

#[test]
fn the_provider_is_discovered_over_http() {
    let story = story();
    assert!(
        story.contains("GET /.well-known/openid-configuration, GET /jwks"),
        "{story}"
    );
    let report = report(&[]);
    let issuer = report["provider"]["issuer"].as_str().expect("an issuer");
    assert!(issuer.starts_with("http://127.0.0.1:"), "{issuer}");
    let source = report["provider"]["source"].as_str().expect("a source");
    assert!(source.contains(issuer), "{source}");
    assert_eq!(report["provider"]["keys"][0]["algorithm"], "ES256");
}

#[test]
fn there_are_two_tokens_in_one_response() {
    let report = report(&["--now", "2027-01-15T08:00:00Z"]);
    let tokens = report["tokens"].as_array().expect("tokens");
    let slots: Vec<_> = tokens.iter().map(|t| &t["place"]["slot"]).collect();
    assert_eq!(slots, ["access_token", "id_token"]);
    let [access_token, id_token] = tokens.as_slice() else {
        panic!("two tokens: {report}");
    };
    assert_eq!(access_token["claims"]["iat"], 1_800_000_000);
    assert_eq!(id_token["claims"]["exp"], 1_800_000_600);
    assert_eq!(access_token["header"]["typ"], "at+jwt");
    assert_eq!(id_token["who"]["issued_for"][0], "demo-app");
}

#[test]
fn both_kinds_are_recognised() {
    let report = report(&[]);
    for (index, kind) in [(0, "access-token"), (1, "id-token")] {
        let classification = &report["tokens"][index]["classification"];
        assert_eq!(classification["kind"], kind, "{classification}");
        assert_eq!(classification["certainty"], "certain", "{classification}");
    }
    assert_eq!(report["tokens"][0]["classification"]["profile"], "rfc9068");
}

#[test]
fn both_signatures_are_valid() {
    let report = report(&[]);
    for token in report["tokens"].as_array().expect("tokens") {
        let signature = &token["signature"];
        assert_eq!(signature["status"], "valid", "{signature}");
        assert_eq!(signature["algorithm"], "ES256", "{signature}");
        assert_eq!(signature["key"]["kid"], signature["key"]["thumbprint"]);
    }
}

#[test]
fn the_tokens_of_the_demo_are_clean() {
    let summary = &report(&[])["summary"];
    assert_eq!(summary["errors"], 0, "{summary}");
    assert_eq!(summary["warnings"], 0, "{summary}");
}

#[test]
fn quiet_leaves_the_report_alone() {
    let output = demo(&["--quiet"]);
    let text = String::from_utf8(output.stdout).expect("text");
    assert!(!text.contains("Try next"), "{text}");
    assert!(!text.is_empty());
}

#[test]
fn no_token_and_no_signature_is_printed() {
    let folder = tempfile::tempdir().expect("a folder");
    let output = demo(&["--save", folder.path().to_str().expect("a path")]);
    let printed = [output.stdout, output.stderr].concat();
    let printed = String::from_utf8(printed).expect("text");
    let response = fs::read(folder.path().join("token-response.json")).expect("a response");
    let response: Value = serde_json::from_slice(&response).expect("JSON");
    for name in ["access_token", "id_token"] {
        for part in response[name].as_str().expect("a token").split('.') {
            assert!(!printed.contains(part), "a part of {name} is printed");
        }
    }
}

#[test]
fn what_is_saved_can_be_played_with() {
    let folder = tempfile::tempdir().expect("a folder");
    let path = folder.path().to_str().expect("a path");
    assert_eq!(demo(&["--save", path]).status.code(), Some(0));
    let read = |name: &str| -> Value {
        let bytes = fs::read(folder.path().join(name)).expect(name);
        serde_json::from_slice(&bytes).expect(name)
    };
    assert_eq!(read("token-response.json")["token_type"], "Bearer");
    assert_eq!(read("jwks.json")["keys"][0]["kty"], "EC");
    let jwks_uri = &read("openid-configuration.json")["jwks_uri"];
    assert!(jwks_uri.as_str().is_some_and(|uri| uri.ends_with("/jwks")));
    #[cfg(unix)]
    {
        use std::os::unix::fs::PermissionsExt as _;
        let file = folder.path().join("token-response.json");
        let mode = fs::metadata(file).expect("a file").permissions().mode();
        assert_eq!(mode & 0o777, 0o600, "{mode:o}");
    }
}

/// The first command that the saved demo proposes, after its provider has ended.
#[test]
fn saved_tokens_verify_without_the_network() {
    let folder = tempfile::tempdir().expect("a folder");
    let path = folder.path().to_str().expect("a path");
    assert_eq!(demo(&["--save", path]).status.code(), Some(0));
    let output = whichtoken(&[
        "lint",
        &format!("{path}/token-response.json"),
        "--provider",
        path,
        "--offline",
        "--own-client",
        "demo-app",
        "--audience",
        "https://api.example.test/",
        "--format",
        "json",
    ])
    .output()
    .expect("the binary runs");
    assert_eq!(output.status.code(), Some(0), "{output:?}");
    let report: Value = serde_json::from_slice(&output.stdout).expect("a report");
    for token in report["tokens"].as_array().expect("tokens") {
        assert_eq!(token["signature"]["status"], "valid");
    }
}

#[test]
fn an_unknown_scenario_is_refused_with_the_list() {
    let output = demo(&["logout"]);
    assert_eq!(output.status.code(), Some(2));
    let text = String::from_utf8(output.stderr).expect("text");
    assert!(
        text.contains("[SCENARIO] is `logout`, expected login\n"),
        "{text}"
    );
}

#[test]
fn a_folder_that_cannot_be_made_is_named() {
    let file = tempfile::NamedTempFile::new().expect("a file");
    let folder = file.path().join("below");
    let output = demo(&["--save", folder.to_str().expect("a path")]);
    assert_eq!(output.status.code(), Some(3), "{output:?}");
    let text = String::from_utf8(output.stderr).expect("text");
    assert!(text.starts_with("error: the folder "), "{text}");
    assert!(text.contains("\nhint: name a folder"), "{text}");
    assert!(output.stdout.is_empty());
}

#[test]
fn files_that_are_not_the_demos_are_left_alone() {
    let folder = tempfile::tempdir().expect("a folder");
    let keys = folder.path().join("jwks.json");
    std::fs::write(&keys, "mine").expect("a file");
    let output = std::process::Command::new(env!("CARGO_BIN_EXE_whichtoken"))
        .args(["demo", "--save"])
        .arg(folder.path())
        .env_clear()
        .output()
        .expect("the tool");
    assert_eq!(output.status.code(), Some(3));
    assert_eq!(std::fs::read_to_string(&keys).expect("the file"), "mine");
}
