//! Ground truth: tokens of a certified provider, whose kind is known, against the classification.

use std::{collections::BTreeMap, fmt::Write as _};

use serde::Deserialize;
use whichtoken::{
    classify::{Certainty, Classification, Context, Kind, classify},
    input::Slot,
    secret::RawToken,
    situation::Situation,
    token::{Format, Token},
};

/// One line of `fixtures/captures/tokens.jsonl`.
#[derive(Deserialize)]
struct Capture {
    id: String,
    kind: String,
    is: String,
    client_id: Option<String>,
    how: String,
    token: String,
}

impl Capture {
    fn kind(&self) -> Kind {
        Kind::from_name(&self.kind).expect("the captures use the fixed names")
    }

    fn slot(&self) -> Option<Slot> {
        Some(match self.is.as_str() {
            "authorization_code" => Slot::Code,
            "dpop_proof" => Slot::DpopProof,
            "jarm_response" => Slot::Response,
            "client_attestation" => Slot::Header("OAuth-Client-Attestation".to_owned()),
            "client_attestation_pop" => Slot::Header("OAuth-Client-Attestation-PoP".to_owned()),
            // These are whole response bodies and so stand in no field.
            "userinfo_jwt" | "introspection_jwt" => return None,
            field => Slot::of_parameter(field).expect("a field of a token response"),
        })
    }

    fn token(&self) -> Token {
        Token::decode(RawToken::new(self.token.as_str()))
    }

    fn classify(&self, slot: Option<&Slot>, situation: &Situation) -> Classification {
        let context = Context {
            slot,
            situation,
            named_by_at_hash: false,
            stated: None,
        };
        classify(&self.token(), context)
    }
}

fn captures() -> Vec<Capture> {
    let text = include_str!("../fixtures/captures/tokens.jsonl");
    let captures: Vec<Capture> = text
        .lines()
        .map(|line| serde_json::from_str(line).expect("a JSON object a line"))
        .collect();
    assert_eq!(captures.len(), 104);
    captures
}

/// Whether the answer holds: an encrypted token is `encrypted`, and what it is likely to be, if
/// that is said at all, is the truth.
fn is_right(capture: &Capture, found: &Classification) -> bool {
    let truth = capture.kind();
    match capture.token().format() {
        Format::JweCompact => {
            let likely = found.likely.as_ref();
            found.kind == Kind::Encrypted && likely.is_none_or(|(kind, _)| *kind == truth)
        }
        Format::Opaque => {
            let really = capture.is.replace('_', "-");
            let likely = found.likely.as_ref();
            found.kind == Kind::Opaque && likely.is_none_or(|(kind, _)| kind.name() == really)
        }
        _ => found.kind == truth,
    }
}

/// Counts of truth and certainty.
type Counts = BTreeMap<(String, &'static str), usize>;

/// A table of every answer, for when a test fails.
fn table(answers: &[(&Capture, Classification)]) -> String {
    let mut table = String::new();
    for (capture, found) in answers {
        let scores: Vec<String> = found
            .scores
            .iter()
            .map(|(kind, sum)| format!("{} {sum}", kind.name()))
            .collect();
        let mark = if is_right(capture, found) { ' ' } else { '!' };
        let _ = writeln!(
            table,
            "{mark} {:22} {:10} {:22} {:60} {} ({})",
            capture.kind,
            found.certainty.name(),
            found.kind.name(),
            scores.join(", "),
            capture.id,
            capture.how,
        );
    }
    table
}

fn count(answers: &[(&Capture, Classification)]) -> Counts {
    let mut counts = Counts::new();
    for (capture, found) in answers {
        let key = (capture.kind.clone(), found.certainty.name());
        *counts.entry(key).or_default() += 1;
    }
    counts
}

fn expected(counts: &[(&str, &'static str, usize)]) -> Counts {
    let entry = |&(kind, certainty, count): &(&str, _, _)| ((kind.to_owned(), certainty), count);
    counts.iter().map(entry).collect()
}

#[test]
fn without_a_slot_no_answer_is_wrong_and_the_open_ones_are_known() {
    let captures = captures();
    let answers: Vec<_> = captures
        .iter()
        .map(|capture| (capture, capture.classify(None, &Situation::default())))
        .collect();
    let table = table(&answers);
    for (capture, found) in &answers {
        if found.certainty > Certainty::Ambiguous {
            assert!(is_right(capture, found), "{} is wrong\n{table}", capture.id);
        } else {
            let open = found.plausible();
            let holds_truth = open.contains(&capture.kind());
            assert!(holds_truth, "{} is not in {open:?}\n{table}", capture.id);
        }
    }
    let expected = expected(&[
        ("access-token", "certain", 20),
        ("client-assertion", "certain", 2),
        ("client-attestation", "certain", 2),
        ("dpop-proof", "certain", 4),
        // Those with a hash or `auth_time`, and the encrypted ones (which are certainly that).
        ("id-token", "certain", 18),
        // The plain ones of the code flow.
        ("id-token", "likely", 11),
        // That of the device flow, without `nonce`, and one whose client id looks like an API.
        ("id-token", "ambiguous", 2),
        ("introspection-response", "certain", 12),
        ("jarm-response", "certain", 13),
        ("logout-token", "certain", 1),
        ("opaque", "certain", 9),
        // This provider gives them `exp`, so that nothing tells them from ID tokens without nonce.
        ("userinfo-response", "ambiguous", 10),
    ]);
    assert_eq!(count(&answers), expected, "\n{table}");
}

#[test]
fn with_its_slot_every_answer_is_certain_and_right() {
    let captures = captures();
    let answers: Vec<_> = captures
        .iter()
        .map(|capture| {
            let slot = capture.slot();
            let found = capture.classify(slot.as_ref(), &Situation::default());
            (capture, found)
        })
        .collect();
    let table = table(&answers);
    for (capture, found) in &answers {
        // A signed userinfo response stands in no field: it stays as open as it was.
        if capture.kind() != Kind::UserinfoResponse {
            assert!(is_right(capture, found), "{} is wrong\n{table}", capture.id);
            let certainty = found.certainty;
            assert_eq!(certainty, Certainty::Certain, "{}\n{table}", capture.id);
        }
        let is_told = [
            "access_token",
            "refresh_token",
            "registration_access_token",
            "id_token",
        ]
        .contains(&capture.is.as_str());
        if is_told && matches!(found.kind, Kind::Opaque | Kind::Encrypted) {
            let likely = found.likely.as_ref().map(|(kind, _)| kind.name());
            let really = capture.is.replace('_', "-");
            assert_eq!(likely, Some(really.as_str()), "{}\n{table}", capture.id);
        }
    }
}

#[test]
fn with_a_known_client_an_id_token_of_the_code_flow_is_certain() {
    let captures = captures();
    for capture in captures.iter().filter(|capture| capture.is == "id_token") {
        let situation = Situation {
            client_ids: capture.client_id.clone().into_iter().collect(),
            ..Situation::default()
        };
        let found = capture.classify(None, &situation);
        let has_nonce = capture
            .token()
            .claims()
            .is_some_and(|claims| claims.has("nonce"));
        if has_nonce {
            assert_eq!(found.kind, Kind::IdToken, "{}", capture.id);
            assert_eq!(found.certainty, Certainty::Certain, "{}", capture.id);
        }
    }
}

#[test]
fn no_token_of_a_correct_provider_contradicts_itself() {
    for capture in captures() {
        let found = capture.classify(capture.slot().as_ref(), &Situation::default());
        assert_eq!(found.contradictions, [], "{}", capture.id);
    }
}

#[test]
fn in_the_wrong_field_a_token_keeps_the_kind_that_its_content_shows() {
    let situation = Situation::default();
    for capture in captures() {
        let alone = capture.classify(None, &situation);
        if alone.certainty == Certainty::Ambiguous {
            continue;
        }
        for slot in [
            Slot::IdToken,
            Slot::AccessToken,
            Slot::RefreshToken,
            Slot::Response,
            Slot::AuthorizationBearer,
        ] {
            let found = capture.classify(Some(&slot), &situation);
            assert_eq!(found.kind, alone.kind, "{} in {slot}", capture.id);
            assert!(found.certainty > Certainty::Ambiguous, "{}", capture.id);
        }
    }
}
