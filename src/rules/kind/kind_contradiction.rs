//! `kind-contradiction`

use crate::rules::{
    Applies, Case, Check, Confidence, Doc, Family, Needs, Outcome, Rule, Severity, Threat,
    example::{Example, jwt},
    spec::{Spec, section},
};

pub(crate) static RULE: Rule = Rule {
    name: "kind-contradiction",
    family: Family::Kind,
    severity: Severity::Error,
    confidence: Confidence::High,
    needs: &[Needs::Token],
    applies: Applies::Any,
    silences: &[],
    doc: Doc {
        checks: "The token bears the decisive mark of one kind together with something that \
                 excludes that kind, or with the decisive mark of another. A few softer pairs that \
                 seldom stand together are named as information.",
        why: "Either the issuer copies one set of claims into several kinds of token, or somebody \
              made a token that passes for more than one: each receiver sees the kind it hopes for.",
        threats: &[Threat::Confusion, Threat::Forge],
        but: "Test servers and scripts that map claims cause it innocently, and an extension may \
              add a claim that is unusual for the kind.",
        fix: "Have the issuer keep a separate set of claims for each kind, and let receivers tell \
              kinds apart by `typ`.",
    },
    article: &[],
    references: &[
        section(Spec::Rfc(8725), "3.12"),
        section(Spec::BackChannelLogout, "2.4"),
        section(Spec::Rfc(9701), "8.1"),
    ],
    examples: &[
        Example::fires(
            "an access token by its type, a logout token by its event",
            jwt(
                r#"{"alg":"RS256","typ":"at+jwt"}"#,
                r#"{"iss":"https://idp.example","sub":"1","aud":"web-app","iat":1767225600,"exp":1767225720,"jti":"1","events":{"http://schemas.openid.net/event/backchannel-logout":{}}}"#,
            ),
        ),
        Example::fires(
            "an access token by its type, with the claims of an ID token",
            jwt(
                r#"{"alg":"RS256","typ":"at+jwt"}"#,
                r#"{"iss":"https://idp.example","sub":"1","aud":"https://api.example","exp":1767229200,"client_id":"web-app","nonce":"n","at_hash":"AAAAAAAAAAAAAAAAAAAAAA"}"#,
            ),
        ),
        Example::silent(
            "a plain logout token",
            jwt(
                r#"{"alg":"RS256","typ":"logout+jwt"}"#,
                r#"{"iss":"https://idp.example","sub":"1","aud":"web-app","iat":1767225600,"exp":1767225720,"jti":"1","events":{"http://schemas.openid.net/event/backchannel-logout":{}}}"#,
            ),
        ),
        Example::silent(
            "a plain ID token",
            jwt(
                r#"{"alg":"RS256"}"#,
                r#"{"iss":"https://idp.example","sub":"1","aud":"web-app","exp":1767229200,"iat":1767225600,"nonce":"n","at_hash":"AAAAAAAAAAAAAAAAAAAAAA"}"#,
            ),
        ),
    ],
    check: Check::Token(check),
};

fn check(case: &Case<'_>) -> Outcome {
    if case.claims().is_none() {
        return Outcome::NotApplicable("there are no readable claims");
    }
    case.classification
        .contradictions
        .iter()
        .map(|contradiction| {
            let pointer = match contradiction.pointer.as_str() {
                "" => "token",
                pointer => pointer,
            };
            let finding = RULE.finds(pointer, contradiction.says.as_str());
            if contradiction.decisive {
                finding
            } else {
                finding
                    .as_severity(Severity::Info)
                    .as_confidence(Confidence::Medium)
            }
        })
        .collect::<Vec<_>>()
        .into()
}
