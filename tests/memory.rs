//! A token that is judged by what differs from the last one of its shape gets the same report as one
//! that is judged alone, byte by byte: on every example of every rule and every capture, with claims
//! exchanged at random.
#![expect(clippy::unwrap_used, reason = "a test stops at the first surprise")]

use std::{
    collections::{BTreeMap, BTreeSet},
    fs,
};

use proptest::{
    prelude::*,
    sample::Index,
    test_runner::{Config, TestRunner},
};
use serde_json::{Value, json};
use whichtoken::{
    input::ndjson,
    inspect::{self, Memory, Setting},
    provider::Provider,
    report::{Extent, Summary, TokenReport, ndjson::Lines},
    rules::{self, Policy, example::Sample},
    situation::{Profile, Situation},
    token::{NumericDate, base64url},
    verify::Verifier,
};

/// A minute after most examples were issued.
const NOW: i64 = 1_767_225_660;

/// A header and claims that a log may hold many of.
struct Template {
    header: String,
    claims: Vec<(String, Value)>,
}

/// Values that are strange in one way or another.
fn strange() -> Vec<Value> {
    vec![
        json!(""),
        json!(null),
        json!([]),
        json!({}),
        json!(true),
        json!(0),
        json!(-1),
        json!(1_767_225_600.5),
        json!(18_446_744_073_709_551_615_u64),
        json!(1e300),
        json!("https://idp.example"),
        json!("web-app"),
        json!("alice@example.com"),
        json!("system:serviceaccount:default:web"),
        json!("4111 1111 1111 1111"),
        json!("a -- b"),
        json!("eyJhbGciOiJub25lIn0.eyJzdWIiOiJhbGljZSJ9."),
        json!("ghp_16C7e42F292c6912E7710c838347Ae178B4a"),
        json!("x".repeat(300)),
        json!("pay\u{202e}pal"),
        json!(["web-app", "https://api.example"]),
        json!([["deep"]]),
        json!({"jkt": "0ZcOCORZNYy-DWpqq30jZyJGHTN0d2HglBV3uiguA4I"}),
        json!({"roles": ["admin", "user"]}),
        json!((0..60).map(|n| format!("group-{n}")).collect::<Vec<_>>()),
    ]
}

fn jwts(sample: &Sample, found: &mut BTreeSet<(String, String)>) {
    match sample {
        Sample::Jwt { header, claims, .. } => {
            found.insert(((*header).to_owned(), (*claims).to_owned()));
        }
        Sample::Authorization(_, inner) | Sample::Url(_, inner) => jwts(inner, found),
        Sample::Response(members) | Sample::Lines(members) => {
            members.iter().for_each(|(_, inner)| jwts(inner, found));
        }
        Sample::Refresh(one, other) => [one, other].into_iter().for_each(|one| jwts(one, found)),
        Sample::Text(_) | Sample::Provider { .. } => {}
    }
}

fn templates() -> Vec<Template> {
    let mut texts = BTreeSet::new();
    for rule in rules::ALL {
        for example in rule.examples {
            jwts(&example.input, &mut texts);
        }
    }
    let captures = fs::read_to_string("fixtures/captures/tokens.jsonl").unwrap();
    for line in captures.lines() {
        let capture: Value = serde_json::from_str(line).unwrap();
        let token = capture["token"].as_str().unwrap();
        if let [header, claims, _] = token.split('.').collect::<Vec<_>>()[..] {
            let text = |part| String::from_utf8(base64url::decode_strict(part)?).ok();
            texts.extend(text(header).zip(text(claims)));
        }
    }
    let read = |(header, claims): (String, String)| {
        let claims: serde_json::Map<String, Value> = serde_json::from_str(&claims).ok()?;
        Some(Template {
            header,
            claims: claims.into_iter().collect(),
        })
    };
    texts.into_iter().filter_map(read).collect()
}

/// What stands in the claims of all templates, by their names.
fn values(templates: &[Template]) -> BTreeMap<&str, Vec<&Value>> {
    let mut values: BTreeMap<&str, Vec<&Value>> = BTreeMap::new();
    for (name, value) in templates.iter().flat_map(|template| &template.claims) {
        values.entry(name).or_default().push(value);
    }
    values
}

/// The situations that logs are judged in: nothing known, an API, and a client.
fn situations() -> Vec<Situation> {
    let stated = |facts: &[(&str, &str)]| {
        let mut situation = Situation::default();
        for (fact, value) in facts {
            situation.state(fact, value).unwrap();
        }
        situation.complete();
        situation
    };
    vec![
        stated(&[]),
        stated(&[
            ("receiver.role", "resource-server"),
            ("receiver.ids", "https://api.example"),
            ("receiver.issuers", "https://idp.example"),
            ("binding", "required"),
            ("transport", "query"),
            ("need", "delegation"),
        ]),
        stated(&[
            ("receiver.role", "client"),
            ("receiver.ids", "web-app"),
            ("client.ids", "web-app"),
            ("nonce", "n"),
        ]),
    ]
}

fn token(template: &Template, claims: &[(String, Value)]) -> String {
    let members: Vec<String> = claims
        .iter()
        .map(|(name, value)| format!("{}:{value}", json!(name)))
        .collect();
    let claims = format!("{{{}}}", members.join(","));
    let signature = match template.header.contains("none") {
        true => String::new(),
        false => base64url::encode(&[7; 64]),
    };
    let [header, claims] =
        [&template.header, &claims].map(|part| base64url::encode(part.as_bytes()));
    format!("{header}.{claims}.{signature}")
}

fn lines(lines: &Lines, reports: &[TokenReport]) -> String {
    let mut text = String::new();
    for report in reports {
        lines.token(&mut text, report, &Summary::default());
    }
    text
}

/// The numbers by which claims are exchanged: which claim, and for which other value.
type Exchanges = Vec<Vec<(Index, Index, bool)>>;

#[test]
fn a_token_judged_by_what_differs_is_judged_like_one_alone() {
    let templates = templates();
    assert!(templates.len() > 400, "{} templates", templates.len());
    let (values, strange, situations) = (values(&templates), strange(), situations());
    let provider = Provider {
        issuer: Some("https://idp.example".to_owned()),
        ..Provider::default()
    };
    let verifiers = [Verifier::new(None), Verifier::new(Some(&provider))];
    let policy = Policy::of(Profile::default());
    let printer = Lines::new("0", "now", None);
    let mut remembered = 0;
    let exchanges = prop::collection::vec(
        prop::collection::vec(any::<(Index, Index, bool)>(), 1..3),
        3..6,
    );
    for template in templates.iter().filter(|one| !one.claims.is_empty()) {
        for (situation, verifier) in situations.iter().zip(verifiers.iter().cycle()) {
            let setting = Setting {
                verifier,
                situation,
                stated_kind: None,
                now: NumericDate::from_seconds(NOW),
                leeway: 60,
                policy: &policy,
                verdict: false,
                matrix: false,
                extent: Extent::Line,
            };
            let law = |exchanges: Exchanges| {
                let mut memory = Memory::default();
                for exchange in exchanges {
                    let mut claims = template.claims.clone();
                    for (claim, value, is_strange) in exchange {
                        let (name, held) = claim.get_mut(&mut claims);
                        *held = match is_strange {
                            true => value.get(&strange).clone(),
                            false => (*value.get(&values[name.as_str()])).clone(),
                        };
                    }
                    // What came with one token has to go with the next.
                    for claims in [&template.claims, &claims] {
                        let token = token(template, claims);
                        let set = || ndjson::line(token.as_bytes(), "log:1").unwrap().set;
                        let alone = inspect::inspect(set(), &setting, 0);
                        let next = inspect::inspect_next(set(), &setting, 0, &mut memory);
                        let [alone, next] = [alone, next].map(|one| lines(&printer, &one));
                        prop_assert_eq!(next, alone, "{:?}", claims);
                    }
                }
                Ok(())
            };
            let config = Config::with_cases(2);
            TestRunner::new(config).run(&exchanges, law).unwrap();
            remembered += 1;
        }
    }
    assert!(remembered > 1_000);
}
