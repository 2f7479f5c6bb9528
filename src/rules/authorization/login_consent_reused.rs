//! `login-consent-reused`

use crate::{
    classify::Kind,
    rules::{
        Applies, Case, Check, Confidence, Doc, Family, Needs, Outcome, Passage, Rule, Severity,
        Threat,
        example::{Example, jwt},
        spec::{Spec, section},
    },
    situation::{Consent, FactName, Relation},
};

pub(crate) static RULE: Rule = Rule {
    name: "login-consent-reused",
    family: Family::Authorization,
    severity: Severity::Warn,
    confidence: Confidence::High,
    needs: &[Needs::Token, Needs::Situation],
    applies: Applies::Only(&[Kind::IdToken]),
    silences: &[],
    doc: Doc {
        checks: "An ID token of another party's client (`--relation third-party`) opens this \
                 receiver, and all the user agreed to was the login at that client (`--consent \
                 login-only`).",
        why: "The user agreed to be recognised, not to let that client fetch data or act here. \
              Silent renewals of the login (`prompt=none`) keep it going without another question.",
        threats: &[Threat::Consent],
        but: "Inside one organisation nobody is asked, and for applications that an administrator \
              enabled the decision was made elsewhere. Then there is no consent to stretch.",
        fix: "Ask for access to this API once, with a scope of its own, or keep the administrator's \
              decision on record and state `--consent api`.",
    },
    article: &[Passage::Paragraph(11), Passage::Footnote(10)],
    references: &[
        section(Spec::OidcCore, "3.1.2.4"),
        section(Spec::OidcCore, "17"),
        section(Spec::Rfc(9701), "9"),
    ],
    examples: &[
        Example::fires(
            "the user agreed to log in at the partner, no more",
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
            "--relation",
            "third-party",
            "--consent",
            "login-only",
        ]),
        Example::silent(
            "the user agreed to access",
            jwt(
                r#"{"alg":"RS256"}"#,
                r#"{"iss":"https://idp.example","sub":"248289761001","aud":"https://api.example","azp":"partner-app","iat":1767225600,"exp":1767229200}"#,
            ),
        )
        .with(&[
            "--as",
            "id-token",
            "--to",
            "resource-server",
            "--relation",
            "third-party",
            "--consent",
            "api",
        ]),
        Example::silent(
            "one operator on both sides",
            jwt(
                r#"{"alg":"RS256"}"#,
                r#"{"iss":"https://idp.example","sub":"248289761001","aud":"web-app","nonce":"n-0S6_WzA2Mj","iat":1767225600,"exp":1767229200}"#,
            ),
        )
        .with(&[
            "--as",
            "id-token",
            "--to",
            "resource-server",
            "--relation",
            "first-party",
        ]),
    ],
    check: Check::Token(check),
};

fn check(case: &Case<'_>) -> Outcome {
    let situation = case.situation;
    let credential = case.is_credential();
    if credential == Some(false) {
        return Outcome::NotApplicable("this receiver is no API that the token opens");
    }
    match (situation.relation.known(), situation.consent.known()) {
        (Some(Relation::FirstParty), _) | (_, Some(Consent::Api | Consent::NotApplicable)) => {
            Outcome::Silent
        }
        (None, None) if credential.is_none() => {
            Outcome::NotApplicable("nothing is known of receiver, relation and consent")
        }
        (None, _) => Outcome::Needs(vec![FactName::Relation]),
        (Some(Relation::ThirdParty), None) => Outcome::Needs(vec![FactName::Consent]),
        (Some(Relation::ThirdParty), Some(Consent::LoginOnly)) => RULE
            .finds(
                "request",
                "the user agreed to the login at another party's client only, expected consent to \
                 access here",
            )
            .expected(Consent::Api.name())
            .actual(Consent::LoginOnly.name())
            .into(),
    }
}
