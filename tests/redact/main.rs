//! `redact`: the same text, safe to share: it says the same to this program, and nothing of what was
//! masked or signed is in it.

#[path = "../binary/mod.rs"]
mod binary;
mod claims;
mod reports;
mod secrets;
mod texts;

use std::{
    collections::{BTreeMap, BTreeSet},
    fs,
    io::Write as _,
    path::{Path, PathBuf},
    process::Stdio,
};

use binary::whichtoken;
use serde_json::Value;
use whichtoken::{rules, token::base64url};

/// A minute after the captures.
const CAPTURED: &str = "1795341600";
/// A minute after the vendors' tokens were issued.
const VENDORS: &str = "1767225600";

/// Rules that may answer otherwise after redaction, each with the reason; so may what is found at a
/// signature. All others must answer as before.
const MAY_DIFFER: &[(&str, &str)] = &[
    ("base64url-not-strict", "what is masked is spelt anew"),
    ("deceptive-identifier", "it reads the letters of a name"),
    ("guessable-mac-secret", "it tries secrets on the signature"),
    (
        "guessable-opaque-token",
        "it reads the letters of the token",
    ),
    (
        "key-binding-broken",
        "it compares with a nonce that was stated",
    ),
    ("nonce-mismatch", "it compares with a nonce that was stated"),
    ("oversize-token", "a mask is shorter than a photograph"),
    ("signature-invalid", "the signature is cut"),
    (
        "token-response-malformed",
        "it passes over what others have cut",
    ),
];

struct Sample {
    name: String,
    text: String,
    now: &'static str,
    flags: Vec<String>,
    /// Whether it is an example of a rule, in which texts of the report may speak of values alike.
    is_example: bool,
}

impl Sample {
    /// The flags, with the time of judgement.
    fn flags(&self) -> Vec<&str> {
        let flags = self.flags.iter().map(String::as_str);
        let now = ["--now", self.now];
        let has_time = self.flags.iter().any(|flag| flag == "--now");
        let now = now.into_iter().filter(|_| !has_time);
        now.chain(flags).collect()
    }
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
                && !text(&one["pointer"]).ends_with("signature")
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
            is_example: false,
        });
    }
    for folder in ["tokens", "situations/tokens"] {
        for path in entries(&root.join(folder)) {
            samples.push(Sample {
                name: path.display().to_string(),
                text: fs::read_to_string(&path).expect("a fixture can be read"),
                now: CAPTURED,
                flags: Vec::new(),
                is_example: false,
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
            is_example: false,
        });
    }
    for rule in rules::ALL {
        for (index, example) in rule.examples.iter().enumerate() {
            let text = example.input.text();
            // Metadata of an issuer is no text with tokens.
            if !["\"jwks\"", "\"jwks_uri\"", "\"token_endpoint\""]
                .iter()
                .any(|name| text.contains(name))
            {
                samples.push(Sample {
                    name: format!("{} {}", rule.name, index + 1),
                    text,
                    now: VENDORS,
                    flags: example.flags.iter().map(|&flag| flag.to_owned()).collect(),
                    is_example: true,
                });
            }
        }
    }
    assert!(samples.len() > 600, "only {} samples", samples.len());
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
    let mut arguments = vec!["inspect", "--format", "json", "--quiet"];
    arguments.extend(sample.flags());
    let (output, talk) = run(&arguments, text);
    serde_json::from_str(&output).unwrap_or_else(|error| panic!("{}: {error}: {talk}", sample.name))
}

fn redact(text: &str) -> String {
    // Any file will do as salt: what is masked must not depend on chance in a test.
    let (output, talk) = run(&["redact", "--salt-file", "clippy.toml"], text);
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
        let everything = without_masks(&unfolded(&redact(&sample.text)));
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
#[derive(Default)]
struct Private {
    /// Values of personal claims.
    values: Vec<String>,
    /// Headers, and claims that are kept.
    kept: Vec<String>,
    /// Parts of signatures.
    signatures: Vec<String>,
}

impl Private {
    /// Of the compact tokens in a text. A value that is an identifier too is shown.
    fn of(text: &str) -> Self {
        let mut private = Self::default();
        for token in text.split(['"', ' ', '\n', '~', '=', '&']) {
            let segments: Vec<&str> = token.split('.').collect();
            if segments.len() >= 3 && token.starts_with("eyJ") {
                private.add(&segments);
            }
        }
        let kept = std::mem::take(&mut private.kept);
        private.values.retain(|value| {
            value.len() >= 4
                && !value.starts_with("system:")
                && !kept.iter().any(|kept| kept.contains(value.as_str()))
        });
        private
    }

    fn add(&mut self, segments: &[&str]) {
        for chunk in segments[2..]
            .iter()
            .flat_map(|one| one.as_bytes().chunks_exact(16))
        {
            let chunk = String::from_utf8_lossy(chunk).into_owned();
            if chunk.bytes().any(|byte| byte != b'A') {
                self.signatures.push(chunk);
            }
        }
        let text = |segment| String::from_utf8_lossy(&base64url::decode(segment).0).into_owned();
        self.kept.push(text(segments[0]));
        let Ok(claims) = serde_json::from_str::<Value>(&text(segments[1])) else {
            return;
        };
        let of = |names: &[&str]| -> Vec<String> {
            let values = names.iter().flat_map(|name| strings(&claims[name]));
            values.map(str::to_owned).collect()
        };
        self.values.extend(of(PERSONAL));
        self.kept.extend(of(KEPT));
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
    "picture",
    "username",
    "actor",
    "user_email",
    "aio",
    "session_state",
];

const KEPT: &[&str] = &["iss", "aud", "azp", "client_id", "appid", "cid"];

/// A text without the digits of masks, in which anything can stand by chance.
fn without_masks(text: &str) -> String {
    let mut parts = text.split("masked-");
    let first = parts.next().unwrap_or_default().to_owned();
    parts.fold(first, |before, part| {
        before + "masked-" + part.trim_start_matches(|c: char| c.is_ascii_hexdigit())
    })
}

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
