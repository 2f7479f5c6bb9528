//! Situation files from outside: what they say counts, flags go before, slips are told.

mod binary;

use std::{fs, path::PathBuf, process::Output};

use base64::Engine as _;
use binary::whichtoken;
use tempfile::TempDir;

const ORDERS: &str = r#"
[situation.orders-api]
need = "delegation"

[situation.orders-api.receiver]
role = "resource-server"
ids = ["https://orders.example"]

[situation.shop]
receiver.role = "client"
receiver.clients = ["shop"]
"#;

/// A token for the shop, and a file of situations.
struct Place {
    folder: TempDir,
}

impl Place {
    fn new(situations: &str) -> Self {
        let folder = TempDir::new().expect("a folder");
        let encode = |json: &str| base64::prelude::BASE64_URL_SAFE_NO_PAD.encode(json);
        let token = format!(
            "{}.{}.AQ",
            encode(r#"{"alg":"RS256","typ":"at+jwt"}"#),
            encode(
                r#"{"iss":"https://idp.example","sub":"1","aud":"shop","client_id":"app","jti":"1","iat":1767225600,"exp":1767229200}"#
            )
        );
        fs::write(folder.path().join("token.jwt"), token).expect("written");
        fs::write(folder.path().join("situations.toml"), situations).expect("written");
        Self { folder }
    }

    fn file(&self) -> PathBuf {
        self.folder.path().join("situations.toml")
    }

    /// Lints the token with the situation file and its `#NAME`.
    fn lint(&self, name: &str, more: &[&str]) -> Output {
        let situation = format!("{}{name}", self.file().display());
        let token = self.folder.path().join("token.jwt");
        let token = token.to_str().expect("text");
        let mut arguments = vec!["lint", token, "--situation", &situation];
        arguments.extend(["--now", "1767225700", "--format", "json"]);
        arguments.extend(more);
        whichtoken(&arguments).output().expect("the binary runs")
    }

    #[track_caller]
    fn assert_mismatch(&self, expected: bool, name: &str, more: &[&str]) {
        let output = self.lint(name, more);
        let report: serde_json::Value =
            serde_json::from_slice(&output.stdout).unwrap_or_else(|_| panic!("{output:?}"));
        let findings = report["tokens"][0]["findings"].as_array();
        let found = findings
            .expect("findings")
            .iter()
            .any(|finding| finding["rule"] == "audience-mismatch");
        assert_eq!(found, expected, "{report:#}");
    }

    #[track_caller]
    fn assert_refused(&self, name: &str, more: &[&str], expected: &str) {
        let output = self.lint(name, more);
        let text = String::from_utf8_lossy(&output.stderr);
        assert_eq!(output.status.code(), Some(2), "{text}");
        assert!(text.starts_with("error: "), "{text}");
        assert!(text.contains(expected), "{expected:?} expected: {text}");
        assert!(output.stdout.is_empty());
    }
}

#[test]
fn the_situation_named_is_the_one_that_counts() {
    let place = Place::new(ORDERS);
    place.assert_mismatch(true, "#orders-api", &[]);
    place.assert_mismatch(false, "#shop", &[]);
}

#[test]
fn flags_go_before_the_file() {
    let place = Place::new(ORDERS);
    // A list is replaced and not added to: `https://orders.example` alone would be no mismatch.
    place.assert_mismatch(true, "#shop", &["--own-client", "other"]);
    place.assert_mismatch(true, "#shop", &["--fact", "receiver.clients=a,b"]);
    place.assert_mismatch(false, "#shop", &["--fact", "receiver.clients=unknown"]);
    place.assert_mismatch(false, "#orders-api", &["--audience", "shop"]);
}

#[test]
fn a_profile_of_the_file_holds_unless_a_flag_names_another() {
    let place = Place::new("[situation.orders]\nprofile = \"teach\"\nreceiver.ids = [\"b\"]\n");
    place.assert_mismatch(true, "", &[]);
    assert_eq!(place.lint("", &[]).status.code(), Some(0));
    let output = place.lint("", &["--profile", "oidc"]);
    assert_eq!(output.status.code(), Some(1));
}

#[test]
fn what_cannot_be_used_is_refused_with_its_place() {
    let place = Place::new(ORDERS);
    place.assert_refused("", &[], "holds the situations `orders-api`, `shop`");
    place.assert_refused("#order-api", &[], "did you mean `orders-api`?");
    place.assert_refused(".old#shop", &[], "there is no such file");
    place.assert_refused(
        "#shop",
        &["--forwards-to", "https://b.example=paylod"],
        "did you mean `payload`?",
    );
    let place = Place::new("[situation.x]\n\nrelation = \"1st-party\"\n");
    place.assert_refused(
        "",
        &[],
        "situations.toml:3:12: `relation` cannot be `1st-party`",
    );
    let place = Place::new("[situation.x]\n");
    fs::write(place.file(), [0xff, 0xfe]).expect("written");
    place.assert_refused("#x", &[], "expected a text file");
    fs::remove_file(place.file()).expect("removed");
    fs::create_dir(place.file()).expect("a folder");
    place.assert_refused("#x", &[], "cannot be read");
}

#[test]
fn a_file_may_have_a_hash_in_its_name() {
    let place = Place::new(ORDERS);
    fs::copy(place.file(), place.folder.path().join("situations.toml#1")).expect("copied");
    place.assert_mismatch(true, "#1#orders-api", &[]);
}
