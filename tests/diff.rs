//! `diff`: what differs between two tokens is told, and what does not differ is not.

mod binary;

use std::{fs, path::Path, process::Output, sync::LazyLock};

use binary::whichtoken;
use serde_json::{Value, json};
use tempfile::TempDir;
use whichtoken::token::base64url;

const NOW: &str = "1795341600";

static SCHEMA: LazyLock<jsonschema::Validator> = LazyLock::new(|| {
    let text = include_str!("../src/report/diff/diff.schema.json");
    let schema: Value = serde_json::from_str(text).expect("the schema is JSON");
    jsonschema::draft202012::meta::validate(&schema).expect("the schema is a schema");
    jsonschema::validator_for(&schema).expect("the schema compiles")
});

/// Files in a folder of their own.
struct Files(TempDir);

impl Files {
    fn of(a: &str, b: &str) -> Self {
        let folder = tempfile::tempdir().expect("a folder");
        fs::write(folder.path().join("a.txt"), a).expect("it is written");
        fs::write(folder.path().join("b.txt"), b).expect("it is written");
        Self(folder)
    }

    fn run(&self, flags: &[&str]) -> Output {
        let mut arguments = vec!["diff", "a.txt", "b.txt", "--now", NOW];
        arguments.extend(flags);
        let mut command = whichtoken(&arguments);
        command
            .current_dir(self.0.path())
            .output()
            .expect("it runs")
    }

    fn human(&self, flags: &[&str]) -> String {
        String::from_utf8(self.run(flags).stdout).expect("UTF-8")
    }

    /// The comparison, if it fits the schema, and the exit status is the one that it says.
    fn json(&self, flags: &[&str]) -> Value {
        let flags = [&["--format", "json"], flags].concat();
        let output = self.run(&flags);
        let diff: Value = serde_json::from_slice(&output.stdout)
            .unwrap_or_else(|error| panic!("{error}: {output:?}"));
        let errors: Vec<String> = SCHEMA.iter_errors(&diff).map(|e| e.to_string()).collect();
        assert!(errors.is_empty(), "{errors:#?}");
        assert_eq!(
            output.status.code(),
            diff["exit"].as_i64().map(|exit| exit as i32)
        );
        diff
    }
}

fn jwt(header: &Value, claims: &Value, signature: u8) -> String {
    let part = |value: &Value| base64url::encode(value.to_string().as_bytes());
    let signature = base64url::encode(&[signature; 64]);
    format!("{}.{}.{signature}", part(header), part(claims))
}

fn header() -> Value {
    json!({"alg": "ES256", "typ": "at+jwt", "kid": "op-1"})
}

fn claims() -> Value {
    json!({"iss": "https://idp.example", "sub": "alice-4711", "aud": ["https://api.example"],
        "scope": "orders:read profile", "client_id": "web-app", "iat": 1_795_341_000,
        "exp": 1_795_344_600, "jti": "a1"})
}

fn with(mut value: Value, changes: &Value) -> Value {
    for (name, change) in changes.as_object().expect("an object") {
        value[name] = change.clone();
    }
    value
}

#[test]
fn tokens_that_say_the_same_are_the_same_whoever_signed() {
    let a = jwt(&header(), &claims(), 1);
    let b = jwt(&header(), &claims(), 2);
    for b in [&a, &b, &format!("Authorization: Bearer {b}")] {
        let files = Files::of(&a, b);
        let diff = files.json(&["--as", "access-token"]);
        assert_eq!(diff["same"], true, "{diff:#}");
        assert_eq!(diff["exit"], 0);
        assert!(
            files
                .human(&[])
                .ends_with("the same (bytes of signatures are not compared)\n")
        );
    }
}

#[test]
fn each_difference_is_told_and_nothing_else() {
    let a = jwt(&header(), &claims(), 1);
    let changed = with(
        claims(),
        &json!({"aud": ["https://api.example", "https://other.example"],
            "scope": "profile orders:write", "jti": "a2", "amr": ["pwd"]}),
    );
    let b = jwt(&with(header(), &json!({"kid": "op-2"})), &changed, 1);
    let files = Files::of(&a, &b);
    let diff = files.json(&[]);
    let pair = &diff["pairs"][0];
    assert_eq!(diff["exit"], 1);
    let names = |changes: &Value| -> Vec<String> {
        let changes = changes.as_array().expect("an array").iter();
        changes
            .map(|one| {
                format!(
                    "{} {}",
                    one["change"].as_str().unwrap_or_default(),
                    one["name"].as_str().unwrap_or_default()
                )
            })
            .collect()
    };
    assert_eq!(names(&pair["header"]), ["changed kid"]);
    let mut found = names(&pair["claims"]);
    found.sort();
    assert_eq!(
        found,
        ["added amr", "changed aud", "changed jti", "changed scope"]
    );
    let of = |name: &str| {
        let mut changes = pair["claims"].as_array().expect("an array").iter();
        changes
            .find(|one| one["name"] == name)
            .expect("it differs")
            .clone()
    };
    assert_eq!(of("aud")["added"], json!(["https://other.example"]));
    assert_eq!(of("aud").get("removed"), None);
    assert_eq!(of("scope")["added"], json!(["orders:write"]));
    assert_eq!(of("scope")["removed"], json!(["orders:read"]));
    assert_eq!(pair["gained"][0]["rule"], "audience-too-broad");
    assert_eq!(pair["lost"], json!([]));
    assert_eq!(pair["shift"], Value::Null);

    let human = files.human(&[]);
    for told in [
        "~ kid           op-1 → op-2",
        "~ scope         -orders:read  +orders:write",
        "~ jti           a1 → a2",
        "+ amr           [\"pwd\"]",
        "info[audience-too-broad]",
        "different: 1 header member, 4 claims, 1 finding",
    ] {
        assert!(human.contains(told), "{told}: {human}");
    }
    assert!(
        human.lines().all(|line| line.chars().count() <= 80),
        "{human}"
    );
    assert!(!human.contains('\u{1b}'));
    assert!(files.human(&["--color", "always"]).contains("\u{1b}["));
}

#[test]
fn times_that_only_moved_are_told_in_one_line() {
    let a = jwt(&header(), &claims(), 1);
    let later = with(
        claims(),
        &json!({"iat": 1_795_344_600, "exp": 1_795_348_200}),
    );
    let files = Files::of(&a, &jwt(&header(), &later, 1));
    let diff = files.json(&["--leeway", "4000"]);
    let shift = json!({"seconds": 3600, "claims": ["iat", "exp"]});
    assert_eq!(diff["pairs"][0]["shift"], shift);
    let human = files.human(&["--leeway", "4000"]);
    assert!(human.contains("1h later"), "{human}");
    assert_eq!(human.matches("later").count(), 1, "{human}");

    let longer = with(claims(), &json!({"exp": 1_795_344_900}));
    let files = Files::of(&a, &jwt(&header(), &longer, 1));
    let human = files.human(&[]);
    let told = "~ exp           5m later (2026-11-22T10:50:00Z → 2026-11-22T10:55:00Z)";
    assert!(human.contains(told), "{human}");
}

#[test]
fn responses_are_compared_token_by_token() {
    let access = |jti: &str| jwt(&header(), &with(claims(), &json!({"jti": jti})), 1);
    let id_token = jwt(
        &json!({"alg": "ES256"}),
        &json!({"iss": "https://idp.example", "sub": "alice-4711", "aud": "web-app",
            "nonce": "n-1", "iat": 1_795_341_000, "exp": 1_795_344_600}),
        1,
    );
    let refresh = |end: &str| format!("q9ZkT2wLx7BvR4mNc8YaJf8hU0uAqXwZ5r1eKc{end}");
    let a =
        json!({"access_token": access("1"), "id_token": id_token, "refresh_token": refresh("1")});
    let b = json!({"refresh_token": refresh("2"), "access_token": access("1")});
    let diff = Files::of(&a.to_string(), &b.to_string()).json(&[]);
    let slots = |tokens: &Value| -> Vec<String> {
        let tokens = tokens.as_array().expect("an array").iter();
        let slot = |one: &Value| {
            one["slot"]
                .as_str()
                .or(one["a"]["slot"].as_str())
                .map(str::to_owned)
        };
        let mut slots: Vec<String> = tokens.filter_map(slot).collect();
        slots.sort();
        slots
    };
    assert_eq!(slots(&diff["pairs"]), ["access_token", "refresh_token"]);
    assert_eq!(slots(&diff["only_a"]), ["id_token"]);
    let pairs = diff["pairs"].as_array().expect("an array");
    let of = |slot: &str| {
        pairs
            .iter()
            .find(|one| one["a"]["slot"] == slot)
            .expect("a pair")
    };
    assert_eq!(of("refresh_token")["same_text"], false);
    assert_eq!(of("access_token")["same_text"], Value::Null);
    assert_eq!(of("access_token")["claims"], json!([]));
}

#[test]
fn no_signature_is_shown_and_masks_are_alike_on_both_sides() {
    let a = jwt(&header(), &claims(), 0x5a);
    let b = jwt(
        &header(),
        &with(
            claims(),
            &json!({"nonce": "alice-4711", "email": "bob@mail.example"}),
        ),
        0x5b,
    );
    let files = Files::of(&a, &b);
    for flags in [
        &[][..],
        &["--redact"],
        &["--format", "json"],
        &["--format", "json", "--redact"],
    ] {
        let output = files.run(flags);
        let text = String::from_utf8([output.stdout, output.stderr].concat()).expect("UTF-8");
        assert!(
            !text.contains("WlpaWlpa") && !text.contains("W1tbW1tb"),
            "{text}"
        );
        let is_masked = flags.contains(&"--redact");
        assert_eq!(text.contains("alice-4711"), !is_masked, "{text}");
        assert_eq!(text.contains("mail.example"), !is_masked, "{text}");
    }
    let same = Files::of(&a, &a).json(&["--redact"]);
    assert_eq!(same["same"], true);
}

#[test]
fn what_cannot_be_read_is_said_with_status_2() {
    let a = jwt(&header(), &claims(), 1);
    let files = Files::of(&a, "some words of prose");
    let output = files.run(&[]);
    assert_eq!(output.status.code(), Some(2));
    assert!(output.stdout.is_empty());
    for arguments in [["diff", "-", "-"], ["diff", "/no/such.jwt", "-"]] {
        let output = whichtoken(&arguments).output().expect("it runs");
        assert_eq!(output.status.code(), Some(2), "{arguments:?}");
    }
}

/// A fixture beside itself is the same, whatever it is.
#[test]
fn every_fixture_is_the_same_as_itself() {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("fixtures/situations/tokens");
    let mut count = 0;
    for entry in fs::read_dir(folder).expect("the folder is there") {
        let text = fs::read_to_string(entry.expect("an entry").path()).expect("text");
        let diff = Files::of(&text, &text).json(&[]);
        assert_eq!(diff["same"], true, "{text}: {diff:#}");
        count += 1;
    }
    assert!(count > 40);
}
