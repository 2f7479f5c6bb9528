//! A token that is judged by what differs from the last one of its shape gets the same report as one
//! that is judged alone, byte by byte: on every example of every rule and every capture, with claims
//! exchanged at random.
#![expect(clippy::unwrap_used, reason = "a test stops at the first surprise")]

#[path = "support/signer.rs"]
#[expect(dead_code, reason = "one algorithm is enough here")]
mod signer;

use std::{
    collections::{BTreeMap, BTreeSet},
    fs,
    hash::{BuildHasher as _, Hasher as _, RandomState},
    mem,
};

use serde_json::{Value, json};
use signer::{Signer, provider};
use whichtoken::{
    classify::Kind,
    input::ndjson,
    inspect::{self, Memory, Setting},
    redact::Masks,
    report::{self, Extent, Summary, TokenReport, ndjson::Lines},
    rules::{self, Level, Policy, Severity, example::Sample},
    secret::RawToken,
    situation::{Profile, Situation},
    token::{NumericDate, Token, base64url},
    verify::Verifier,
};

/// A minute after most examples were issued.
const NOW: i64 = 1_767_225_660;

/// Tokens one after another of each log, and logs of each template.
const STEPS: usize = 7;
const LOGS: usize = 3;

/// A header and claims that a log may hold many of.
#[derive(Clone)]
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
        stated(&[
            ("receiver.role", "authorization-server"),
            ("receiver.ids", "https://idp.example"),
        ]),
        stated(&[
            ("receiver.role", "gateway"),
            ("receiver.clients", "web-app"),
        ]),
    ]
}

/// The usual policy, a strict one, and one with rules that are off or weigh something else.
fn policies() -> [Policy; 3] {
    let mut selected = Policy::of(Profile::default());
    for (index, rule) in rules::ALL.iter().enumerate() {
        match index % 7 {
            0 => selected.selection.set(rule, Level::Off),
            1 => selected.selection.set(rule, Level::As(Severity::Error)),
            2 => selected.selection.set(rule, Level::As(Severity::Note)),
            _ => {}
        }
    }
    [
        Policy::of(Profile::default()),
        Policy::of(Profile::Fapi2),
        selected,
    ]
}

/// Where lines say that their tokens stood.
const SLOTS: [Option<&str>; 8] = [
    None,
    None,
    None,
    Some("id_token"),
    Some("access_token"),
    Some("client_assertion"),
    Some("DPoP"),
    Some("authorization"),
];

/// What happens by chance, the same from the same seed (xorshift64).
struct Chance(u64);

impl Chance {
    fn below(&mut self, end: usize) -> usize {
        self.0 ^= self.0 << 13;
        self.0 ^= self.0 >> 7;
        self.0 ^= self.0 << 17;
        usize::try_from(self.0 >> 11).unwrap() % end
    }

    fn of<'a, T>(&mut self, all: &'a [T]) -> &'a T {
        &all[self.below(all.len())]
    }
}

/// What exchanged claims may become: what stands in a claim of that name elsewhere, and anything.
struct Values<'a> {
    by_name: BTreeMap<&'a str, Vec<&'a Value>>,
    any: Vec<Value>,
}

impl Values<'_> {
    /// Another value, mostly of the same JSON type: of other types the shape is another one.
    fn instead_of(&self, name: &str, value: &Value, chance: &mut Chance) -> Value {
        let is_alike = |other: &&Value| mem::discriminant(*other) == mem::discriminant(value);
        if chance.below(12) == 0 {
            return chance.of(&self.any).clone();
        }
        let own: Vec<&Value> = match self.by_name.get(name) {
            Some(own) if chance.below(2) == 0 => own.iter().copied().filter(is_alike).collect(),
            _ => self.any.iter().filter(is_alike).collect(),
        };
        own.get(chance.below(own.len().max(1)))
            .map_or_else(|| value.clone(), |other| (*other).clone())
    }
}

/// Claims as text: mostly compact, at times with white space.
fn text(claims: &[(String, Value)], chance: &mut Chance) -> String {
    let [colon, comma] = match chance.below(8) {
        0 => [": ", ", "],
        _ => [":", ","],
    };
    let members: Vec<String> = claims
        .iter()
        .map(|(name, value)| format!("{}{colon}{value}", json!(name)))
        .collect();
    format!("{{{}}}", members.join(comma))
}

/// Signed with the key, or with bytes that no key made, of one length or another.
fn token(header: &str, claims: &str, signer: &Signer, chance: &mut Chance) -> String {
    let signature = match chance.below(8) {
        0 => base64url::encode(&[7; 32]),
        1 => base64url::encode(&[9; 64]),
        2 => base64url::encode(&[9; 65]),
        3 => String::new(),
        _ => return signer.token(header, claims.as_bytes()),
    };
    let [header, claims] = [header, claims].map(|part| base64url::encode(part.as_bytes()));
    format!("{header}.{claims}.{signature}")
}

/// All that is told of a report, in lines and beside them.
fn told(lines: &Lines, reports: &[TokenReport]) -> String {
    let mut text = String::new();
    for report in reports {
        lines.token(&mut text, report, &Summary::default());
        text += &format!("{report:?} {:?}", report.claims);
    }
    text
}

#[test]
fn a_token_judged_by_what_differs_is_judged_like_one_alone() {
    let templates = templates();
    assert!(templates.len() > 400, "{} templates", templates.len());
    let by_name = values(&templates);
    let mut any = strange();
    any.extend(by_name.values().flatten().map(|value| (*value).clone()));
    let values = Values { by_name, any };
    // The key of the issuer, and one that anybody guesses.
    let signers = [Signer::new("HS256"), Signer::hmac("HS256", b"secret")];
    let mut known = provider(signers[0].material.clone());
    known.issuer = Some("https://idp.example".to_owned());
    let verifiers = [Verifier::new(None), Verifier::new(Some(&known))];
    let (situations, policies) = (situations(), policies());
    let masks = Masks::new(b"a key for tests", []);
    let printer = Lines::new("0", "now", None);
    let seed = RandomState::new().build_hasher().finish() | 1;
    let mut chance = Chance(seed);
    let (mut compared, mut alike) = (0, 0);
    for template in templates.iter().filter(|one| !one.claims.is_empty()) {
        for _ in 0..LOGS {
            let setting = Setting {
                verifier: chance.of(&verifiers),
                situation: chance.of(&situations),
                stated_kind: *chance.of(&[None, None, None, Some(Kind::IdToken)]),
                now: NumericDate::from_seconds(NOW),
                leeway: 60,
                policy: chance.of(&policies),
                verdict: false,
                matrix: false,
                extent: Extent::Line,
            };
            let is_masked = chance.below(4) == 0;
            let mut slot = *chance.of(&SLOTS);
            let mut claims = template.claims.clone();
            if chance.below(8) == 0 {
                // More members than there are bits.
                claims.extend((0..70).map(|number| (format!("x{number}"), json!("x"))));
            }
            let header = match chance.below(3) {
                0 => r#"{"alg":"HS256","typ":"at+jwt"}"#.to_owned(),
                _ => template.header.clone(),
            };
            let mut memory = Memory::default();
            let mut before: Option<Token> = None;
            for _ in 0..STEPS {
                if chance.below(6) == 0 {
                    slot = *chance.of(&SLOTS);
                }
                // Each token differs from the one before, so that what was noted there counts.
                for _ in 0..=chance.below(3) {
                    let at = chance.below(claims.len());
                    let (name, held) = &claims[at];
                    claims[at].1 = values.instead_of(name, held, &mut chance);
                }
                let text = text(&claims, &mut chance);
                let signer = &signers[usize::from(chance.below(3) == 0)];
                let token = token(&header, &text, signer, &mut chance);
                let line = match slot {
                    Some(slot) => json!({ "token": token, "slot": slot }).to_string(),
                    None => token.clone(),
                };
                let set = || ndjson::line(line.as_bytes(), "log:1").unwrap().set;
                let mut alone = inspect::inspect(set(), &setting, 0);
                let mut next = inspect::inspect_next(set(), &setting, 0, &mut memory);
                if is_masked {
                    for report in alone.iter_mut().chain(&mut next) {
                        report::redact::token(report, setting.now, &masks);
                    }
                }
                let [alone, next] = [alone, next].map(|one| told(&printer, &one));
                assert_eq!(
                    next, alone,
                    "seed {seed}: {header} {text} {slot:?} {:?}",
                    setting.situation
                );
                let token = Token::decode(RawToken::new(token));
                compared += 1;
                alike +=
                    usize::from(before.is_some_and(|before| token.differing(&before).is_some()));
                before = Some(token);
            }
        }
    }
    // Otherwise nothing is remembered, and nothing tested.
    assert!(alike > compared / 3, "{alike} of {compared}");
}

/// Compares a log with its tokens alone.
fn compare<'a>(tokens: impl IntoIterator<Item = &'a str>) {
    let (verifier, situation) = (Verifier::new(None), Situation::default());
    let policy = Policy::of(Profile::default());
    let setting = Setting {
        verifier: &verifier,
        situation: &situation,
        stated_kind: None,
        now: NumericDate::from_seconds(NOW),
        leeway: 60,
        policy: &policy,
        verdict: false,
        matrix: false,
        extent: Extent::Line,
    };
    let printer = Lines::new("0", "now", None);
    let mut memory = Memory::default();
    for token in tokens {
        let set = || ndjson::line(token.as_bytes(), "log:1").unwrap().set;
        let alone = inspect::inspect(set(), &setting, 0);
        let next = inspect::inspect_next(set(), &setting, 0, &mut memory);
        assert_eq!(told(&printer, &next), told(&printer, &alone), "{token}");
    }
}

#[test]
fn what_is_looked_at_may_be_something_else_each_time() {
    let signer = Signer::new("HS256");
    // What the first name shows by itself, the second one shows beside the client only.
    let log = [
        ("web@project.iam.gserviceaccount.com", "web"),
        ("batch", "web"),
        ("batch", "batch"),
        ("batch", "web"),
    ];
    let token = |(subject, client): (&str, &str)| {
        let claims = json!({"iss": "https://idp.example", "sub": subject, "client_id": client});
        signer.token(r#"{"alg":"HS256"}"#, claims.to_string().as_bytes())
    };
    let tokens: Vec<String> = log.into_iter().map(token).collect();
    compare(tokens.iter().map(String::as_str));
}

#[test]
fn more_shapes_than_are_remembered_are_judged_all_the_same() {
    let signer = Signer::new("HS256");
    let token = |number: usize| {
        let claims =
            json!({"iss": "https://idp.example", "sub": number.to_string(), "aud": "web-app"});
        let header = format!(r#"{{"alg":"HS256","kid":"{}"}}"#, number % 20);
        signer.token(&header, claims.to_string().as_bytes())
    };
    let tokens: Vec<String> = (0..60).map(token).collect();
    compare(tokens.iter().map(String::as_str));
}

#[test]
fn a_memory_of_another_setting_is_none() {
    let expiring = r#"{"iss":"https://idp.example","sub":"1","aud":"web-app","iat":1767225600,"exp":1767229200}"#;
    let signer = Signer::new("HS256");
    let token = signer.token(r#"{"alg":"HS256"}"#, expiring.as_bytes());
    let set = || ndjson::line(token.as_bytes(), "log:1").unwrap().set;
    let (verifier, situations) = (Verifier::new(None), situations());
    let policy = Policy::of(Profile::default());
    let printer = Lines::new("0", "now", None);
    let mut memory = Memory::default();
    for (now, situation) in [(NOW, 0), (NOW + 86_400, 0), (NOW, 1), (NOW, 2)] {
        let setting = Setting {
            verifier: &verifier,
            situation: &situations[situation],
            stated_kind: None,
            now: NumericDate::from_seconds(now),
            leeway: 60,
            policy: &policy,
            verdict: false,
            matrix: false,
            extent: Extent::Line,
        };
        let alone = inspect::inspect(set(), &setting, 0);
        let next = inspect::inspect_next(set(), &setting, 0, &mut memory);
        assert_eq!(told(&printer, &next), told(&printer, &alone));
    }
}
