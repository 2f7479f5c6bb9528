//! Vendors' tokens through the program: each is recognised, a correct one draws nothing at warn or
//! above in its own situation, and a typical mistake draws the vendor's own remedy.

mod binary;

use std::{
    collections::BTreeSet,
    fs,
    io::Write as _,
    path::{Path, PathBuf},
    process::Stdio,
};

use binary::whichtoken;
use serde_json::Value;
use whichtoken::{provider::vendors::VENDORS, rules, token::base64url};

/// 2026-01-01T00:00:00Z, a minute after the tokens were issued.
const NOW: &str = "1767225600";

#[test]
fn every_fixture_is_judged_as_it_says() {
    let mut wrong = Vec::new();
    for (name, fixture) in fixtures() {
        let token = lint(&fixture);
        for (what, got, expected) in [
            ("kind", &token["classification"]["kind"], &fixture["kind"]),
            ("vendor", &token["vendor"]["key"], &fixture["vendor"]),
        ] {
            if got != expected {
                wrong.push(format!("{name}: {what} {got}, expected {expected}"));
            }
        }
        let certainty = &token["classification"]["certainty"];
        let is_ambiguous = fixture["certainty"] == "ambiguous";
        if (certainty == "ambiguous") != is_ambiguous {
            wrong.push(format!("{name}: {certainty}"));
        }
        let loud: Vec<&Value> = list(&token["findings"])
            .iter()
            .filter(|finding| finding["severity"] == "warn" || finding["severity"] == "error")
            .collect();
        let found: BTreeSet<&str> = loud.iter().filter_map(|one| one["rule"].as_str()).collect();
        let expected = expected(&fixture);
        if found != expected {
            wrong.push(format!(
                "{name}: finds {found:?}, expected {expected:?}: {loud:?}"
            ));
        }
        if let (Some(remedy), false) = (fixture["remedy"].as_str(), expected.is_empty()) {
            let says = |one: &&Value| one["fix"].as_str().is_some_and(|fix| fix.contains(remedy));
            if !loud.iter().any(says) {
                wrong.push(format!("{name}: no fix says {remedy:?}: {loud:?}"));
            }
        }
    }
    assert!(wrong.is_empty(), "\n{}", wrong.join("\n"));
}

/// Rules that remedies name and that are still to be written. Empty once all are there.
const STILL_TO_COME: &[&str] = &["spoofable-gateway-header"];

#[test]
fn remedies_name_rules_that_exist() {
    let remedies = VENDORS.iter().flat_map(|vendor| vendor.remedies);
    let unknown: BTreeSet<&str> = remedies
        .flat_map(|remedy| remedy.rules.iter().copied())
        .filter(|name| rules::find(name).is_none())
        .collect();
    let listed: BTreeSet<&str> = STILL_TO_COME.iter().copied().collect();
    assert_eq!(
        unknown, listed,
        "left: not in rules::ALL, right: STILL_TO_COME"
    );
}

/// What is expected of the rules that there are, those of `later` among them, without what a more
/// specific one of them silences.
fn expected(fixture: &Value) -> BTreeSet<&str> {
    let named = [&fixture["expect"], &fixture["later"]];
    let named = named.into_iter().flat_map(list);
    let rules: Vec<_> = named
        .filter_map(|name| rules::find(name.as_str()?))
        .collect();
    let is_silenced = |name| rules.iter().any(|rule| rule.silences.contains(&name));
    rules
        .iter()
        .map(|rule| rule.name)
        .filter(|name| !is_silenced(*name))
        .collect()
}

#[test]
fn every_vendor_has_a_correct_token_and_a_mistake() {
    for vendor in VENDORS {
        let own: Vec<(String, Value)> = fixtures()
            .into_iter()
            .filter(|(name, _)| name.starts_with(&format!("{}/", vendor.key)))
            .collect();
        for name in own.iter().flat_map(|(_, fixture)| list(&fixture["expect"])) {
            let name = name.as_str().unwrap_or_default();
            assert!(rules::find(name).is_some(), "{}: {name}", vendor.key);
        }
        let is_mistake = |fixture: &Value| {
            !list(&fixture["expect"]).is_empty() || !list(&fixture["later"]).is_empty()
        };
        let mistakes = own
            .iter()
            .filter(|(_, fixture)| is_mistake(fixture))
            .count();
        assert!(mistakes >= 1, "{} has no mistake", vendor.key);
        assert!(own.len() > mistakes, "{} has no correct token", vendor.key);
        for (name, fixture) in &own {
            let is_named_so = name.contains("/mistake");
            assert_eq!(is_named_so, is_mistake(fixture), "{name}");
            assert_eq!(is_named_so, fixture["remedy"].is_string(), "{name}");
            let source = fixture["source"].as_str().unwrap_or_default();
            assert!(source.starts_with("https://"), "{name} has no source");
        }
    }
}

/// `VENDOR/FILE` and its content, in order.
fn fixtures() -> Vec<(String, Value)> {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("fixtures/vendors");
    let mut fixtures: Vec<(String, Value)> = entries(&root)
        .flat_map(|folder| entries(&folder).collect::<Vec<_>>())
        .map(|path| {
            let text = fs::read_to_string(&path).expect("a fixture can be read");
            let fixture = serde_json::from_str(&text).expect("a fixture is JSON");
            let name = path.strip_prefix(&root).expect("it lies in the folder");
            (name.display().to_string(), fixture)
        })
        .collect();
    fixtures.sort_by(|(one, _), (other, _)| one.cmp(other));
    assert!(fixtures.len() > 50, "only {} fixtures", fixtures.len());
    fixtures
}

fn entries(folder: &Path) -> impl Iterator<Item = PathBuf> {
    fs::read_dir(folder)
        .expect("the folder of fixtures is there")
        .map(|entry| entry.expect("the folder can be read").path())
}

/// The report on the one token of a fixture.
fn lint(fixture: &Value) -> Value {
    let mut arguments = vec!["lint", "--format", "json", "--quiet", "--now", NOW];
    arguments.extend(list(&fixture["flags"]).iter().filter_map(Value::as_str));
    let mut child = whichtoken(&arguments)
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .expect("the program starts");
    let mut stdin = child.stdin.take().expect("stdin is piped");
    stdin
        .write_all(token(fixture).as_bytes())
        .expect("it reads stdin");
    drop(stdin);
    let output = child.wait_with_output().expect("the program ends");
    let report: Value = serde_json::from_slice(&output.stdout)
        .unwrap_or_else(|error| panic!("{error}: {}", String::from_utf8_lossy(&output.stderr)));
    report["tokens"][0].clone()
}

/// The compact form with a signature of the right length that no key made, or the opaque string.
fn token(fixture: &Value) -> String {
    if let Some(opaque) = fixture["opaque"].as_str() {
        return opaque.to_owned();
    }
    let part = |value: &Value| base64url::encode(value.to_string().as_bytes());
    let length = match fixture["header"]["alg"].as_str() {
        Some("ES256") => 64,
        Some("HS256") => 32,
        _ => 256,
    };
    format!(
        "{}.{}.{}",
        part(&fixture["header"]),
        part(&fixture["claims"]),
        base64url::encode(&vec![1; length])
    )
}

/// An array; empty where there is none.
fn list(value: &Value) -> &[Value] {
    value.as_array().map(Vec::as_slice).unwrap_or_default()
}
