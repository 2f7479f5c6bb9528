//! `kinds-not-mutually-exclusive`

use crate::{
    classify::Kind,
    rules::{
        Applies, Case, Check, Confidence, Doc, Family, Needs, Outcome, Passage, Rule, Severity,
        Threat,
        example::{Example, Sample, jwt},
        spec::{Spec, section},
        words,
    },
    token::{Document, Token},
};

pub(crate) static RULE: Rule = Rule {
    name: "kinds-not-mutually-exclusive",
    family: Family::Kind,
    severity: Severity::Warn,
    confidence: Confidence::Medium,
    needs: &[Needs::Token, Needs::Pair],
    applies: Applies::Only(&[Kind::IdToken]),
    silences: &[],
    doc: Doc {
        checks: "An ID token and an access token of one response come from one issuer, share an \
                 audience, and have the same `typ` or none, so that the checks for one also pass \
                 the other.",
        why: "A receiver that means to take only one of the two takes both: whatever was decided \
              about which token to send is enforced nowhere.",
        threats: &[Threat::Confusion],
        but: "A receiver that means to accept either kind, with the same rights, gains nothing \
              from telling them apart. One that demands a claim which only one kind has tells them \
              apart already.",
        fix: "Give the API an audience of its own, turn on `at+jwt` at the issuer and check it, or \
              sign the kinds with different keys.",
    },
    article: &[Passage::Paragraph(1)],
    references: &[
        section(Spec::Rfc(8725), "3.12"),
        section(Spec::Rfc(9068), "4"),
        section(Spec::Rfc(9068), "5"),
    ],
    examples: &[
        Example::fires(
            "client and API share one application id",
            Sample::Response(&[
                (
                    "id_token",
                    jwt(
                        r#"{"alg":"RS256","typ":"JWT"}"#,
                        r#"{"iss":"https://idp.example","sub":"1","aud":"one-app","exp":1767229200,"iat":1767225600,"nonce":"n"}"#,
                    ),
                ),
                (
                    "access_token",
                    jwt(
                        r#"{"alg":"RS256","typ":"JWT"}"#,
                        r#"{"iss":"https://idp.example","sub":"1","aud":"one-app","exp":1767229200,"iat":1767225600,"scope":"read","client_id":"one-app"}"#,
                    ),
                ),
            ]),
        ),
        Example::silent(
            "the API has an audience of its own",
            Sample::Response(&[
                (
                    "id_token",
                    jwt(
                        r#"{"alg":"RS256","typ":"JWT"}"#,
                        r#"{"iss":"https://idp.example","sub":"1","aud":"web-app","exp":1767229200,"iat":1767225600,"nonce":"n"}"#,
                    ),
                ),
                (
                    "access_token",
                    jwt(
                        r#"{"alg":"RS256","typ":"JWT"}"#,
                        r#"{"iss":"https://idp.example","sub":"1","aud":"https://api.example","exp":1767229200,"iat":1767225600,"scope":"read","client_id":"web-app"}"#,
                    ),
                ),
            ]),
        ),
        Example::silent(
            "the same audience, and the access token says what it is",
            Sample::Response(&[
                (
                    "id_token",
                    jwt(
                        r#"{"alg":"RS256","typ":"JWT"}"#,
                        r#"{"iss":"https://idp.example","sub":"1","aud":"one-app","exp":1767229200,"iat":1767225600,"nonce":"n"}"#,
                    ),
                ),
                (
                    "access_token",
                    jwt(
                        r#"{"alg":"RS256","typ":"at+jwt"}"#,
                        r#"{"iss":"https://idp.example","sub":"1","aud":"one-app","exp":1767229200,"iat":1767225600,"scope":"read","client_id":"one-app"}"#,
                    ),
                ),
            ]),
        ),
    ],
    check: Check::Token(check),
};

fn check(case: &Case<'_>) -> Outcome {
    if case.claims().is_none() {
        return Outcome::NotApplicable("there are no readable claims");
    }
    let mut access_tokens = case
        .siblings
        .iter()
        .filter(|sibling| sibling.kind == Kind::AccessToken && sibling.token.claims().is_some())
        .peekable();
    if access_tokens.peek().is_none() {
        return Outcome::NotApplicable("no readable access token of the same response is at hand");
    }
    access_tokens
        .find_map(|sibling| overlap(case.token, sibling.token))
        .map(|shared| {
            RULE.finds(
                "payload/aud",
                format!(
                    "ID token and access token share the issuer, the audience {} and their `typ`, \
                     expected something that lets a receiver accept only one of them",
                    words::quote(&shared)
                ),
            )
        })
        .into()
}

/// The audience that two tokens share, if they share issuer and type too, so that a receiver which
/// looks at no more takes one for the other.
pub(crate) fn overlap(one: &Token, other: &Token) -> Option<String> {
    let (one_claims, other_claims) = (one.claims()?, other.claims()?);
    let is_alike = same_issuer(one_claims, other_claims) && same_type(one, other);
    is_alike
        .then(|| shared_audience(one_claims, other_claims))
        .flatten()
}

fn same_issuer(one: &Document, other: &Document) -> bool {
    one.str("iss").is_some() && one.str("iss") == other.str("iss")
}

/// Whether the headers say the same of the kind; `JWT` says as much as nothing.
fn same_type(one: &Token, other: &Token) -> bool {
    let specific = |token: &Token| token.media_type().filter(|media_type| media_type != "jwt");
    specific(one) == specific(other)
}

fn shared_audience(one: &Document, other: &Document) -> Option<String> {
    let others = other.audience();
    one.audience()
        .into_iter()
        .find(|audience| others.contains(audience))
        .map(|audience| audience.into_owned())
}
