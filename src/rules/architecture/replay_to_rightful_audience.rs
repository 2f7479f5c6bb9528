//! `replay-to-rightful-audience`

use crate::{
    classify::Kind,
    rules::{
        Applies, Case, Check, Confidence, Doc, Family, Needs, Outcome, Rule, Severity, Threat,
        example::{Example, jwt},
        spec::{Spec, section},
        words,
    },
    situation::{FactName, OneTime, Relation},
};

pub(crate) static RULE: Rule = Rule {
    name: "replay-to-rightful-audience",
    family: Family::Architecture,
    severity: Severity::Warn,
    confidence: Confidence::High,
    needs: &[Needs::Token, Needs::Situation],
    applies: Applies::Only(&[Kind::IdToken, Kind::AccessToken]),
    silences: &[],
    doc: Doc {
        checks: "The receiver takes an ID token for a credential although it is none of its \
                 audiences. The same of an access token that is bound to no key, where the receiver \
                 is stated not to check the audience (`--check audience=no`). It is information where \
                 one operator runs both (`--relation first-party`).",
        why: "Whoever collects such tokens can present them to the audience they were made for, and \
              be the user there: at a client that starts sessions for posted ID tokens, for one. It \
              is the usual worry turned round: not a stranger comes in here, but this receiver, or \
              its log, can go there.",
        threats: &[Threat::RecipientReplay],
        but: "If the rightful client takes no tokens from outside its own flow, because each is tied \
              to a nonce, the replay fails (`--fact one_time=nonce`).",
        fix: "Use a token with this receiver as audience, exchange the one at hand, or bind it to its \
              sender.",
    },
    article: &[],
    references: &[
        section(Spec::Rfc(9700), "4.9.2"),
        section(Spec::Rfc(9700), "4.10.2"),
        section(Spec::Rfc(8725), "2.7"),
    ],
    examples: &[
        Example::fires(
            "a partner's ID token at one's API",
            jwt(
                r#"{"alg":"RS256"}"#,
                r#"{"iss":"https://idp.example","sub":"248289761001","aud":"partner-app","nonce":"n-0S6_WzA2Mj","iat":1767225600,"exp":1767229200}"#,
            ),
        )
        .with(&[
            "--as",
            "id-token",
            "--to",
            "resource-server",
            "--audience",
            "https://api.example",
            "--presenter",
            "partner-app",
            "--relation",
            "third-party",
        ]),
        Example::silent(
            "the receiver is an audience",
            jwt(
                r#"{"alg":"RS256"}"#,
                r#"{"iss":"https://idp.example","sub":"248289761001","aud":["partner-app","https://api.example"],"azp":"partner-app","nonce":"n-0S6_WzA2Mj","iat":1767225600,"exp":1767229200}"#,
            ),
        )
        .with(&[
            "--as",
            "id-token",
            "--to",
            "resource-server",
            "--audience",
            "https://api.example",
        ]),
        Example::silent(
            "the rightful client ties tokens to its nonce",
            jwt(
                r#"{"alg":"RS256"}"#,
                r#"{"iss":"https://idp.example","sub":"248289761001","aud":"partner-app","nonce":"n-0S6_WzA2Mj","iat":1767225600,"exp":1767229200}"#,
            ),
        )
        .with(&[
            "--as",
            "id-token",
            "--to",
            "resource-server",
            "--audience",
            "https://api.example",
            "--fact",
            "one_time=nonce",
        ]),
    ],
    check: Check::Token(check),
};

fn check(case: &Case<'_>) -> Outcome {
    let situation = case.situation;
    let is_taken = case.is_id_token() || situation.checks("audience") == Some(false);
    if !is_taken {
        return Outcome::NotApplicable("an access token for others is refused here");
    }
    let audience = case.audience();
    if audience.is_empty() {
        return Outcome::NotApplicable("the token names no audience to go back to");
    }
    if case.is_bound() {
        return Outcome::Silent;
    }
    match case.is_credential() {
        None => return Outcome::Needs(vec![FactName::ReceiverRole]),
        Some(false) => {
            return Outcome::NotApplicable("the receiver does not take it as a credential");
        }
        Some(true) => {}
    }
    if !situation.receiver_is_named() {
        return Outcome::Needs(vec![FactName::ReceiverIds]);
    }
    let is_receiver = audience.iter().any(|one| situation.is_receiver(one));
    if is_receiver || situation.one_time.is(&OneTime::Nonce) {
        return Outcome::Silent;
    }
    let message = format!(
        "this receiver collects tokens for {} and can present them there, expected tokens for itself",
        words::quoted(&audience, "and")
    );
    let finding = RULE
        .finds("payload/aud", message)
        .expected(words::list(&situation.receiver_names(), "or"))
        .actual(words::list(&audience, "and"));
    if situation.relation.is(&Relation::FirstParty) {
        return finding.as_severity(Severity::Info).into();
    }
    finding.into()
}
