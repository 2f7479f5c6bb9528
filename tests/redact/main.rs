//! `redact`: the same text, safe to share: it says the same to this program, and nothing of what was
//! masked or signed is in it.

#[path = "../binary/mod.rs"]
mod binary;
mod reports;

use std::{
    collections::{BTreeMap, BTreeSet},
    fs,
    io::Write as _,
    path::{Path, PathBuf},
    process::Stdio,
};

use binary::whichtoken;
use serde_json::Value;
use whichtoken::token::base64url;

/// A minute after the captures.
const CAPTURED: &str = "1795341600";
/// A minute after the vendors' tokens were issued.
const VENDORS: &str = "1767225600";

/// Rules that may answer otherwise after redaction, each with the reason. All others must answer as
/// before, word by word but for masks.
const MAY_DIFFER: &[(&str, &str)] = &[
    ("guessable-mac-secret", "it tries secrets on the signature"),
    ("signature-invalid", "the signature is cut"),
];

struct Sample {
    name: String,
    text: String,
    now: &'static str,
    flags: Vec<String>,
}

#[test]
fn what_is_redacted_is_judged_as_before() {
    let may_differ: BTreeSet<&str> = MAY_DIFFER.iter().map(|(rule, _)| *rule).collect();
    let mut wrong = Vec::new();
    for sample in samples() {
        let redacted = redact(&sample.text);
        let before = inspect(&sample, &sample.text);
        let after = inspect(&sample, &redacted);
        let (before, after) = (tokens(&before), tokens(&after));
        if before.len() != after.len() {
            wrong.push(format!(
                "{}: {} tokens, then {}",
                sample.name,
                before.len(),
                after.len()
            ));
            continue;
        }
        for (one, other) in before.iter().zip(&after) {
            for pointer in [
                "/format",
                "/place",
                "/vendor",
                "/who/issued_by",
                "/who/issued_for",
                "/classification/kind",
                "/classification/certainty",
                "/classification/runner_up",
                "/classification/profile",
                "/signature/algorithm",
            ] {
                if one.pointer(pointer) != other.pointer(pointer) {
                    wrong.push(format!(
                        "{}: {pointer} {:?}, then {:?}",
                        sample.name,
                        one.pointer(pointer),
                        other.pointer(pointer)
                    ));
                }
            }
            let (found, left) = (findings(one, &may_differ), findings(other, &may_differ));
            if found != left {
                wrong.push(format!("{}: {found:#?}, then {left:#?}", sample.name));
            }
        }
    }
    assert!(wrong.is_empty(), "{}:\n{}", wrong.len(), wrong.join("\n"));
}

/// Rule, severity and place of every finding, and what the rules without one said.
fn findings(token: &Value, without: &BTreeSet<&str>) -> BTreeMap<String, String> {
    let text = |value: &Value| value.as_str().unwrap_or_default().to_owned();
    list(&token["findings"])
        .iter()
        .filter(|one| {
            !one["rule"]
                .as_str()
                .is_some_and(|rule| without.contains(rule))
        })
        .map(|one| {
            let place = format!("{} {}", text(&one["rule"]), text(&one["pointer"]));
            (place, text(&one["severity"]))
        })
        .collect()
}

fn samples() -> Vec<Sample> {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("fixtures");
    let mut samples = Vec::new();
    let captures = fs::read_to_string(root.join("captures/tokens.jsonl")).expect("captures");
    for line in captures.lines() {
        let capture: Value = serde_json::from_str(line).expect("JSON");
        samples.push(Sample {
            name: capture["id"].to_string(),
            text: capture["token"].as_str().expect("a token").to_owned(),
            now: CAPTURED,
            flags: Vec::new(),
        });
    }
    for folder in ["tokens", "situations/tokens"] {
        for path in entries(&root.join(folder)) {
            samples.push(Sample {
                name: path.display().to_string(),
                text: fs::read_to_string(&path).expect("a fixture can be read"),
                now: CAPTURED,
                flags: Vec::new(),
            });
        }
    }
    for path in entries(&root.join("vendors"))
        .iter()
        .flat_map(|path| entries(path))
    {
        let text = fs::read_to_string(&path).expect("a fixture can be read");
        let fixture: Value = serde_json::from_str(&text).expect("a fixture is JSON");
        samples.push(Sample {
            name: path.display().to_string(),
            text: vendors_token(&fixture),
            now: VENDORS,
            flags: list(&fixture["flags"])
                .iter()
                .filter_map(|flag| flag.as_str().map(str::to_owned))
                .collect(),
        });
    }
    assert!(samples.len() > 150, "only {} samples", samples.len());
    samples
}

fn vendors_token(fixture: &Value) -> String {
    if let Some(opaque) = fixture["opaque"].as_str() {
        return opaque.to_owned();
    }
    let part = |value: &Value| base64url::encode(value.to_string().as_bytes());
    let (header, claims) = (part(&fixture["header"]), part(&fixture["claims"]));
    format!("{header}.{claims}.{}", base64url::encode(&[1; 256]))
}

fn entries(folder: &Path) -> Vec<PathBuf> {
    let entries = fs::read_dir(folder).expect("the folder is there");
    let mut paths: Vec<PathBuf> = entries
        .map(|entry| entry.expect("an entry").path())
        .collect();
    paths.sort();
    paths
}

fn inspect(sample: &Sample, text: &str) -> Value {
    let mut arguments = vec![
        "inspect", "--format", "json", "--quiet", "--now", sample.now,
    ];
    arguments.extend(sample.flags.iter().map(String::as_str));
    let (output, talk) = run(&arguments, text);
    serde_json::from_str(&output).unwrap_or_else(|error| panic!("{}: {error}: {talk}", sample.name))
}

fn redact(text: &str) -> String {
    let (output, talk) = run(&["redact"], text);
    assert!(talk.is_empty(), "{talk}");
    output
}

/// Standard output and standard error.
fn run(arguments: &[&str], input: &str) -> (String, String) {
    let mut child = whichtoken(arguments)
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .expect("the program starts");
    let mut stdin = child.stdin.take().expect("stdin is piped");
    let _ = stdin.write_all(input.as_bytes());
    drop(stdin);
    let output = child.wait_with_output().expect("the program ends");
    let text = |bytes| String::from_utf8(bytes).expect("UTF-8");
    (text(output.stdout), text(output.stderr))
}

fn tokens(report: &Value) -> Vec<Value> {
    list(&report["tokens"]).to_vec()
}

fn list(value: &Value) -> &[Value] {
    value.as_array().map(Vec::as_slice).unwrap_or_default()
}

/// Nothing of a signature, and nothing of a personal value, as it is or inside of base64url.
#[test]
fn nothing_of_what_was_masked_or_signed_is_left() {
    let (mut values, mut signatures) = (0, 0);
    for sample in samples() {
        let everything = unfolded(&redact(&sample.text));
        let private = Private::of(&sample.text);
        for part in private.signatures.iter().chain(&private.values) {
            assert!(!everything.contains(part), "{}: {part}", sample.name);
        }
        values += private.values.len();
        signatures += private.signatures.len();
    }
    assert!(
        values > 200 && signatures > 500,
        "{values} values, {signatures} signatures"
    );
}

/// What of a text must not be shown.
struct Private {
    /// Values of personal claims, unless they are an identifier too.
    values: Vec<String>,
    /// Parts of signatures.
    signatures: Vec<String>,
}

impl Private {
    /// Of the compact tokens in a text.
    fn of(text: &str) -> Self {
        let mut private = Self {
            values: Vec::new(),
            signatures: Vec::new(),
        };
        for token in text.split(['"', ' ', '\n', '~', '=', '&']) {
            let segments: Vec<&str> = token.split('.').collect();
            if segments.len() >= 3 && token.starts_with("eyJ") {
                private.add(&segments);
            }
        }
        private
    }

    fn add(&mut self, segments: &[&str]) {
        let chunks = segments[2..]
            .iter()
            .flat_map(|one| one.as_bytes().chunks_exact(16));
        self.signatures
            .extend(chunks.map(|chunk| String::from_utf8_lossy(chunk).into_owned()));
        let header = base64url::decode(segments[0]).0;
        let header = String::from_utf8_lossy(&header);
        let claims = base64url::decode(segments[1]).0;
        let Ok(claims) = serde_json::from_slice::<Value>(&claims) else {
            return;
        };
        let kept: Vec<&str> = KEPT
            .iter()
            .flat_map(|name| strings(&claims[name]))
            .chain([header.as_ref()])
            .collect();
        let values = PERSONAL.iter().flat_map(|name| strings(&claims[name]));
        let is_masked = |value: &&str| {
            value.len() >= 4
                && !value.starts_with("system:")
                && !kept.iter().any(|kept| kept.contains(value))
        };
        self.values
            .extend(values.filter(is_masked).map(str::to_owned));
    }
}

const PERSONAL: &[&str] = &[
    "sub",
    "email",
    "name",
    "given_name",
    "family_name",
    "preferred_username",
    "phone_number",
    "sid",
    "jti",
    "nonce",
    "groups",
    "address",
    "oid",
    "user_id",
    "cognito:username",
    "upn",
    "at_hash",
    "picture",
    "username",
    "actor",
    "user_email",
    "aio",
    "session_state",
];

const KEPT: &[&str] = &["iss", "aud", "azp", "client_id", "appid", "cid"];

/// A text with all that its runs of base64url say, to some depth.
fn unfolded(text: &str) -> String {
    let mut all = text.to_owned();
    let mut layer = text.to_owned();
    for _ in 0..3 {
        let runs = layer.split(|c: char| !(c.is_ascii_alphanumeric() || c == '-' || c == '_'));
        layer = runs
            .filter(|run| run.len() > 8)
            .map(|run| String::from_utf8_lossy(&base64url::decode(run).0).into_owned() + " ")
            .collect();
        all.push_str(&layer);
    }
    all
}

fn strings(value: &Value) -> Vec<&str> {
    match value {
        Value::String(text) => vec![text],
        Value::Array(items) => items.iter().flat_map(strings).collect(),
        Value::Object(members) => members.values().flat_map(strings).collect(),
        _ => Vec::new(),
    }
}

const SIGNATURE: &str = "c2lnbmF0dXJlLW9mLXRoZS10b2tlbi10aGF0LW11c3Qtbm90LXNob3c";
const OPAQUE: &str = "q9ZkT2wLx7BvR4mNc8YaJf8hU0uAqXwZ5r1eKcTn7m";

fn jwt(claims: &str) -> String {
    let part = |text: &str| base64url::encode(text.as_bytes());
    format!(
        "{}.{}.{SIGNATURE}",
        part(r#"{"alg":"RS256","kid":"k1"}"#),
        part(claims)
    )
}

fn person() -> String {
    jwt(r#"{"iss":"https://idp.example","sub":"alice-4711","aud":["web-app"],"exp":1795345120}"#)
}

/// Whatever stands around a token stays as it is.
#[test]
fn the_text_around_stays_byte_for_byte() {
    let token = person();
    let percent = token.replace('.', "%2E");
    let wrapped = format!("{}\n    {}", &token[..60], &token[60..]);
    for around in [
        "@",
        "  @\r\n",
        "\"@\"",
        "Authorization: Bearer @\nHost: api.example\nDPoP: @\n",
        "> GET / HTTP/1.1\r\n> authorization: bearer @\r\n< HTTP/1.1 401\r\n",
        "curl -sS 'https://api.example/me?x=1' -H 'Authorization: Bearer @' \\\n  -H 'X: y'",
        "{ \"access_token\":\"@\",\n\t\"expires_in\" : 3600, \"n\": 1.50, \"s\": \"\\u0061\" }",
        "[{\"id_token\":\"@\"},{\"id_token\":\"@\"}]",
        "https://app.example/cb#id_token=@&state=xyz",
        "https://app.example/login?next=https%3A%2F%2Fb.example%3Fid_token%3D@%26state%3Dxyz",
        "id_token=@&state=xyz",
        "export TOKEN=@",
        "{\"token\":\"@\",\"id\":\"a\"}\n{\"token\":\"@\",\"id\":\"b\"}\n\n@\n",
        "2026-11-22T10:00:00Z WARN [auth] refused token @. It was late, \"so\" (@) {x: @}",
        "log: {\"message\":\"got {\\\"id_token\\\":\\\"@\\\"}\"} end",
        "{\"log\":{\"entries\":[{\"request\":{\"headers\":[{\"name\":\"Authorization\",\"value\":\"Bearer @\"}]}}]}}",
        "Grüße, 東京: @ – bis bald",
        "broken {\"id_token\":\"@\", \"cut",
    ] {
        for token in [&token, &percent] {
            let redacted = redact(&around.replace('@', token));
            let parts: Vec<&str> = around.split('@').collect();
            let mut rest = redacted.as_str();
            for (index, part) in parts.iter().enumerate() {
                let found = match index + 1 == parts.len() {
                    true => rest.strip_suffix(part).map(str::len),
                    false => rest.find(part),
                };
                let at = found.unwrap_or_else(|| panic!("{around}: {redacted}"));
                let masked = &rest[..at];
                if index > 0 {
                    assert!(masked.starts_with("eyJ"), "{around}: {redacted}");
                    assert!(
                        masked.bytes().all(|b| b.is_ascii_graphic()),
                        "{around}: {redacted}"
                    );
                } else {
                    assert_eq!(masked, "", "{around}");
                }
                rest = &rest[at + part.len()..];
            }
            assert_safe(&redacted);
        }
    }
    assert_safe(&redact(&wrapped));
    assert_safe(&redact(&format!(
        "Authorization: Bearer {wrapped}\nHost: api.example\n"
    )));
}

fn assert_safe(text: &str) {
    let all = unfolded(text);
    for part in SIGNATURE
        .as_bytes()
        .chunks_exact(12)
        .chain(OPAQUE.as_bytes().chunks_exact(12))
    {
        let part = std::str::from_utf8(part).expect("ASCII");
        assert!(!all.contains(part), "{part}: {all}");
    }
    assert!(!all.contains("ice-4711"), "{all}");
}

#[test]
fn credentials_that_nobody_can_read_are_known_by_their_place() {
    for (text, expected) in [
        ("gho_@".to_owned(), "gho_opaque-masked-"),
        ("@".to_owned(), "opaque-masked-"),
        (
            "{\"refresh_token\": \"@\", \"scope\": \"a b\"}".to_owned(),
            "{\"refresh_token\": \"opaque-masked-",
        ),
        (
            "Authorization: Bearer @\nHost: a.example".to_owned(),
            "Authorization: Bearer opaque-masked-",
        ),
        (
            "Authorization: Basic @".to_owned()
                + "\nCookie: theme=dark; session=@; a=b\nDPoP: "
                + &person(),
            "Authorization: Basic opaque-masked-",
        ),
        (
            "grant_type=authorization_code&code=@&client_secret=@".to_owned(),
            "grant_type=authorization_code&code=opaque-masked-",
        ),
        (
            "https://a.example/cb?code=@&state=1".to_owned(),
            "https://a.example/cb?code=opaque-masked-",
        ),
        ("1//@".to_owned(), "1//opaque-masked-"),
        (
            "curl -u a -d refresh_token=@ https://idp.example/token".to_owned(),
            "curl -u a -d refresh_token=opaque-masked-",
        ),
        (
            "{\"token\":\"@\"}\n{\"token\":\"@\"}".to_owned(),
            "{\"token\":\"opaque-masked-",
        ),
        (format!("@\n{OPAQUE}2\n{OPAQUE}3"), "opaque-masked-"),
    ] {
        let redacted = redact(&text.replace('@', OPAQUE));
        assert!(redacted.starts_with(expected), "{text}: {redacted}");
        assert_safe(&redacted);
    }
}

#[test]
fn tokens_of_every_form_stay_what_they_are() {
    let part = |text: &str| base64url::encode(text.as_bytes());
    let claims = part(r#"{"sub":"alice-4711"}"#);
    let header = part(r#"{"alg":"RS256"}"#);
    let inner = person();
    for (text, format) in [
        (
            format!(r#"{{"payload":"{claims}","protected":"{header}","signature":"{SIGNATURE}"}}"#),
            "jws-json",
        ),
        (
            format!(
                r#"{{"payload":"{claims}","signatures":[{{"protected":"{header}","signature":"{SIGNATURE}"}}]}}"#
            ),
            "jws-json",
        ),
        (
            format!(
                "{}.{SIGNATURE}.{SIGNATURE}.{SIGNATURE}.{SIGNATURE}",
                part(r#"{"alg":"RSA-OAEP","enc":"A256GCM","sub":"alice-4711"}"#)
            ),
            "jwe-compact",
        ),
        (
            format!(
                r#"{{"protected":"{}","encrypted_key":"{SIGNATURE}","iv":"AAAA","ciphertext":"{SIGNATURE}","tag":"{SIGNATURE}"}}"#,
                part(r#"{"alg":"RSA-OAEP","enc":"A256GCM"}"#)
            ),
            "jwe-json",
        ),
        (format!("{header}.{claims}"), "damaged"),
        (
            format!("{header}.{}.{SIGNATURE}", &claims[..claims.len() - 6]),
            "jws-compact",
        ),
        (format!("{header}.!{claims}.{SIGNATURE}"), "jws-compact"),
        (format!("x.{claims}.{SIGNATURE}"), "damaged"),
        (
            format!("{header}.{claims}.{SIGNATURE}.{SIGNATURE}"),
            "damaged",
        ),
        (
            jwt(&format!(
                r#"{{"id_token":"{inner}","j":{{"a":["{inner}","alice-4711"]}}}}"#
            )),
            "jws-compact",
        ),
        (
            format!("{header}.{}.{SIGNATURE}", part(&inner)),
            "jws-compact",
        ),
        (
            format!("{header}.{}.{SIGNATURE}", part("alice-4711 said so")),
            "jws-compact",
        ),
        (
            format!("{header}.{}.{SIGNATURE}", part(r#"{"sub":"alice-4711","#)),
            "jws-compact",
        ),
        (
            format!(
                "{header}.{}.{SIGNATURE}",
                part(r#"{"sub":"alice-4711"} alice-4711"#)
            ),
            "jws-compact",
        ),
        (
            jwt(&format!(
                r#"{{"sub":"alice-4711","deep":{}{}}}"#,
                "[".repeat(80),
                "]".repeat(80)
            )),
            "jws-compact",
        ),
    ] {
        let redacted = redact(&text);
        assert_safe(&redacted);
        let sample = Sample {
            name: text.clone(),
            text: text.clone(),
            now: CAPTURED,
            flags: Vec::new(),
        };
        for text in [&text, &redacted] {
            let report = inspect(&sample, text);
            assert_eq!(report["tokens"][0]["format"], format, "{text}");
        }
    }
}

#[test]
fn members_keep_their_order_their_types_and_their_spelling() {
    let claims = r#"{ "sub":"alice-4711", "iss" : "https:\/\/idp.example","n":18446744073709551616,
        "exp":1795345120.50,"email_verified":true,"x":null,"sub":"bob","a":[1,"b",{"c":""}]}"#;
    let redacted = redact(&jwt(claims));
    let payload = redacted.split('.').nth(1).expect("three segments");
    let text = String::from_utf8(base64url::decode(payload).0).expect("UTF-8");
    for kept in [
        "{ \"sub\":\"masked-",
        "\", \"iss\" : \"https:\\/\\/idp.example\",\"n\":",
        ",\n        \"exp\":1795345120.50,\"email_verified\":true,\"x\":null,\"sub\":\"masked-",
        "\",\"a\":[",
        ",{\"c\":\"\"}]}",
    ] {
        assert!(text.contains(kept), "{kept}: {text}");
    }
    serde_json::from_str::<Value>(&text).expect("JSON");
}

#[test]
fn equal_values_are_equal_within_a_run_and_by_a_salt_file_across_runs() {
    let token = person();
    let subject = |text: &str| {
        let segment = text.split('.').nth(1).expect("segments");
        let claims: Value = serde_json::from_slice(&base64url::decode(segment).0).expect("JSON");
        claims["sub"].as_str().expect("a subject").to_owned()
    };
    let both = redact(&format!("{token} alice-4711 {token}"));
    let (first, rest) = both.split_once(' ').expect("two");
    let (name, second) = rest.split_once(' ').expect("two");
    assert_eq!(subject(first), subject(second));
    assert_eq!(
        name,
        subject(first),
        "what repeats a masked value is masked too"
    );
    assert_ne!(
        subject(first),
        subject(&redact(&token)),
        "another run has another key"
    );

    let folder = tempfile::tempdir().expect("a folder");
    let salt = folder.path().join("salt");
    fs::write(&salt, [7; 32]).expect("it is written");
    let salt = salt.to_str().expect("UTF-8");
    let salted = || run(&["redact", "--salt-file", salt], &token).0;
    assert_eq!(salted(), salted());
    fs::write(salt, "short").expect("it is written");
    let (output, talk) = run(&["redact", "--salt-file", salt], &token);
    assert_eq!(output, "");
    assert!(talk.contains("has 5 bytes, expected 16 or more"), "{talk}");
}

#[test]
fn a_claim_can_be_kept() {
    let (kept, _) = run(&["redact", "--keep", "sub"], &person());
    assert!(unfolded(&kept).contains("alice-4711"), "{kept}");
}

#[test]
fn a_text_without_a_credential_is_not_given_out_as_safe() {
    for text in ["", "some words of prose", "{\"no\":\"token\"}", "eyJ"] {
        let (output, talk) = run(&["redact"], text);
        assert_eq!(output, "", "{text}");
        assert!(talk.starts_with("error: "), "{text}: {talk}");
    }
    let status = whichtoken(&["redact", "/no/such/file.jwt"])
        .output()
        .expect("it runs")
        .status;
    assert_eq!(status.code(), Some(2));
}
