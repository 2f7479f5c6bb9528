//! Every row of the table on a made token, in the shapes that vendors are known for.

mod claims;
mod messages;
mod strings;
mod types;
mod vendors;

use std::collections::BTreeSet;

use super::{CONTENT, Row, slots};
use crate::{
    classify::{
        Certainty::{self, Ambiguous, Certain, Likely},
        Classification, Context,
        Kind::{self, *},
        classify,
    },
    input::Slot,
    rules::example::{Sample, jwt},
    secret::RawToken,
    situation::Situation,
    token::{Token, base64url},
};

const RS256: &str = r#"{"alg":"RS256"}"#;
const HS256: &str = r#"{"alg":"HS256","typ":"JWT"}"#;

/// A token made for one row, and what must come out.
struct Made {
    /// The row that must hold.
    row: &'static str,
    text: String,
    slot: Option<Slot>,
    client: Option<&'static str>,
    named_by_at_hash: bool,
    kind: Kind,
    certainty: Certainty,
    likely: Option<Kind>,
}

impl Made {
    fn text(row: &'static str, text: impl Into<String>, kind: Kind, certainty: Certainty) -> Self {
        Self {
            row,
            text: text.into(),
            slot: None,
            client: None,
            named_by_at_hash: false,
            kind,
            certainty,
            likely: None,
        }
    }

    fn slot(mut self, slot: Slot) -> Self {
        self.slot = Some(slot);
        self
    }

    fn client(mut self, client: &'static str) -> Self {
        self.client = Some(client);
        self
    }

    fn named(mut self) -> Self {
        self.named_by_at_hash = true;
        self
    }

    fn likely(mut self, kind: Kind) -> Self {
        self.likely = Some(kind);
        self
    }

    fn classify(&self) -> Classification {
        let token = Token::decode(RawToken::new(self.text.as_str()));
        let situation = Situation {
            client_ids: self.client.map(str::to_owned).into_iter().collect(),
            ..Situation::default()
        };
        let context = Context {
            slot: self.slot.as_ref(),
            situation: &situation,
            named_by_at_hash: self.named_by_at_hash,
            stated: None,
        };
        classify(&token, context)
    }
}

/// A row, a JWT with these claims and RS256, and the answer.
fn plain(row: &'static str, claims: &'static str, kind: Kind, certainty: Certainty) -> Made {
    made(row, RS256, claims, kind, certainty)
}

fn made(
    row: &'static str,
    header: &'static str,
    claims: &'static str,
    kind: Kind,
    certainty: Certainty,
) -> Made {
    Made::text(row, jwt(header, claims).text(), kind, certainty)
}

/// A row and an otherwise empty JWT of this type.
fn of_type(row: &'static str, typ: &str, kind: Kind) -> Made {
    let header = format!(r#"{{"alg":"ES256","typ":"{typ}"}}"#);
    let text = format!(
        "{}.{}.AQ",
        base64url::encode(header.as_bytes()),
        base64url::encode(br#"{"jti":"1"}"#)
    );
    Made::text(row, text, kind, Certain)
}

fn jwe(row: &'static str, header: &str) -> Made {
    let text = format!("{}.AA.AA.AA.AA", base64url::encode(header.as_bytes()));
    Made::text(row, text, Encrypted, Certain)
}

fn opaque(row: &'static str, text: &str) -> Made {
    Made::text(row, text, Opaque, Certain)
}

fn table() -> Vec<Made> {
    [
        types::table(),
        claims::table(),
        messages::table(),
        vendors::table(),
        strings::table(),
    ]
    .into_iter()
    .flatten()
    .collect()
}

fn rows() -> impl Iterator<Item = &'static Row> {
    CONTENT.iter().copied().chain([slots::ROWS]).flatten()
}

#[test]
fn every_row_holds_for_a_token_made_for_it_and_the_answer_is_right() {
    for made in table() {
        let found = made.classify();
        let name = format!("{} {:#?}", made.row, found);
        assert!(
            found.evidence.iter().any(|piece| piece.id == made.row),
            "the row does not hold: {name}"
        );
        assert_eq!(found.kind, made.kind, "{name}");
        assert_eq!(found.certainty, made.certainty, "{name}");
        let likely = found.likely.as_ref().map(|(kind, _)| *kind);
        assert_eq!(likely, made.likely, "{name}");
        let weights: Vec<i32> = found.evidence.iter().map(|e| e.weight.abs()).collect();
        assert!(weights.is_sorted_by(|a, b| a >= b), "{name}");
    }
}

#[test]
fn every_row_has_a_token_made_for_it() {
    let made: BTreeSet<&str> = table().iter().map(|made| made.row).collect();
    let ids: BTreeSet<&str> = rows().map(|row| row.id).collect();
    assert_eq!(made, ids);
}

#[test]
fn rows_are_named_once_in_order_and_say_something() {
    let mut seen = BTreeSet::new();
    for shelf in CONTENT.iter().copied().chain([slots::ROWS]) {
        let ids: Vec<&str> = shelf.iter().map(|row| row.id).collect();
        assert!(ids.is_sorted(), "{ids:?}");
        for row in shelf {
            assert!(seen.insert(row.id), "{} twice", row.id);
            assert!(!row.says.is_empty() && row.says.len() <= 90, "{}", row.id);
            assert!(!row.says.ends_with('.'), "{}", row.id);
        }
    }
    let numbers = (1..=74).map(|number| format!("E{number:02}"));
    let expected: BTreeSet<String> = numbers.chain(["E30b".to_owned()]).collect();
    assert_eq!(
        seen.into_iter().map(str::to_owned).collect::<BTreeSet<_>>(),
        expected
    );
}

#[test]
fn near_misses_do_not_hold() {
    let misses: &[(&str, Sample)] = &[
        // The type must be the whole name.
        (
            "E01",
            jwt(r#"{"alg":"RS256","typ":"at+jwtx"}"#, r#"{"sub":"u"}"#),
        ),
        (
            "E08",
            jwt(r#"{"alg":"RS256","typ":"sd-jwt"}"#, r#"{"sub":"u"}"#),
        ),
        (
            "E15",
            jwt(r#"{"alg":"RS256","typ":"at+jwt"}"#, r#"{"sub":"u"}"#),
        ),
        // `null` is as good as absent (Core §13.3).
        ("E18", jwt(RS256, r#"{"sub":"u","nonce":null}"#)),
        ("E16", jwt(RS256, r#"{"at_hash":"x","at_hash":null}"#)),
        // One claim is no profile.
        (
            "E21",
            jwt(RS256, r#"{"email":"a@example.org","email_verified":true}"#),
        ),
        // The issuer's own endpoint is no API of somebody else.
        (
            "E23",
            jwt(
                RS256,
                r#"{"iss":"https://a.example","aud":"https://a.example/api"}"#,
            ),
        ),
        (
            "E24",
            jwt(
                RS256,
                r#"{"iss":"https://a.example","aud":"https://a.example/userinfo"}"#,
            ),
        ),
        (
            "E27",
            jwt(
                RS256,
                r#"{"iss":"a","exp":1,"aud":"b","sub":"c","client_id":"d","iat":0}"#,
            ),
        ),
        // Vendors' claims under other issuers.
        (
            "E29",
            jwt(
                RS256,
                r#"{"iss":"https://idp.example","token_use":"access"}"#,
            ),
        ),
        (
            "E31",
            jwt(RS256, r#"{"iss":"https://idp.example","typ":"Bearer"}"#),
        ),
        (
            "E32",
            jwt(
                RS256,
                r#"{"iss":"https://sts.windows.net.evil.example/","scp":"x"}"#,
            ),
        ),
        (
            "E73",
            jwt(
                RS256,
                r#"{"iss":"https://x.supabase.co/auth/v1","role":"authenticated"}"#,
            ),
        ),
        (
            "E74",
            jwt(
                RS256,
                r#"{"iss":"https://idp.example","jti":"1","nbf":0,"client_id":"c"}"#,
            ),
        ),
        (
            "E37",
            jwt(
                RS256,
                r#"{"iss":"https://accounts.google.com.evil.example"}"#,
            ),
        ),
        (
            "E49",
            jwt(
                RS256,
                r#"{"iss":"https://token.actions.githubusercontent.com.evil.example"}"#,
            ),
        ),
        (
            "E57",
            jwt(RS256, r#"{"iss":"https://evilcloudflareaccess.com"}"#),
        ),
        ("E30", jwt(RS256, r#"{"events":"{}"}"#)),
        (
            "E30b",
            jwt(RS256, r#"{"events":{"https://idp.example/logout":{}}}"#),
        ),
        (
            "E41",
            jwt(
                RS256,
                r#"{"iss":"a","sub":"a","aud":"https://as.example","jti":"1","scope":"x"}"#,
            ),
        ),
        ("E46", jwt(RS256, r#"{"scope":"...","list":["..."]}"#)),
        (
            "E53",
            jwt(
                r#"{"alg":"RS256","typ":"id_token+cnf"}"#,
                r#"{"cnf":{"jkt":"x"}}"#,
            ),
        ),
        (
            "E68",
            jwt(HS256, r#"{"iss":"https://idp.example","role":"admin"}"#),
        ),
        // Nothing is missing from a payload that broke off.
        (
            "E70",
            Sample::Text("eyJhbGciOiJSUzI1NiJ9.eyJpc3MiOiJ4Iiwic3ViIjoidSIs.AQ"),
        ),
    ];
    for (row, sample) in misses {
        let made = Made::text(row, sample.text(), Unknown, Ambiguous);
        let found = made.classify();
        assert!(
            found.evidence.iter().all(|piece| piece.id != *row),
            "{row} holds: {found:#?}"
        );
    }
}

#[test]
fn access_tokens_are_weighed_in_the_column_of_their_type() {
    const CLAIMS: &str =
        r#"{"iss":"https://idp.example","sub":"u","aud":"api","exp":1,"scope":"x"}"#;
    let weight = |header| {
        let made = Made::text("E25", jwt(header, CLAIMS).text(), AccessToken, Certain);
        let found = made.classify();
        let of_scope = found
            .evidence
            .iter()
            .filter(|piece| piece.id == "E25" && piece.kind == Some(AccessToken))
            .map(|piece| piece.weight);
        (of_scope.collect::<Vec<_>>(), found.profile.unwrap().name())
    };
    assert_eq!(weight(RS256), (vec![6], "de-facto"));
    assert_eq!(
        weight(r#"{"alg":"RS256","typ":"at+jwt"}"#),
        (vec![2], "rfc9068")
    );
}
