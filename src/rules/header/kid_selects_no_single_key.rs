//! `kid-selects-no-single-key`

use crate::{
    classify::Kind,
    rules::{
        Applies, Case, Check, Confidence, Doc, Family, Needs, Outcome, Rule, Severity, Threat,
        example::{Example, jwt},
        spec::{Spec, section},
        words,
    },
    verify::{self, Algorithm, Status},
};

pub(crate) static RULE: Rule = Rule {
    name: "kid-selects-no-single-key",
    family: Family::Header,
    severity: Severity::Warn,
    confidence: Confidence::High,
    needs: &[Needs::Token, Needs::Keys],
    applies: Applies::Except(&[
        // Their keys are the client's or the holder's.
        Kind::ClientAssertion,
        Kind::ClientAttestation,
        Kind::RequestObject,
        Kind::DpopProof,
        Kind::KeyBindingJwt,
        Kind::SoftwareStatement,
        Kind::FederationStatement,
        Kind::VerifiableCredential,
        Kind::SdJwt,
        Kind::Encrypted,
        Kind::Opaque,
    ]),
    silences: &[],
    doc: Doc {
        checks: "Among the published keys that can serve `alg`, `kid` picks exactly one: it is \
                 there if there are several, it is in the set, and no two such keys share it. It is \
                 an error where the signature can therefore not be checked.",
        why: "A verifier that tries keys until one fits accepts more than it should, and one that \
              finds none rejects good tokens during a rotation.",
        threats: &[Threat::Forge, Threat::Stale],
        but: "A set with one fitting key needs no `kid`, and trying two keys of one issuer is safe, \
              only slow. A key that is missing may be in a newer set than the one at hand.",
        fix: "Have the issuer send `kid`, and keep retired keys published for as long as their \
              tokens live.",
    },
    article: &[],
    references: &[
        section(Spec::OidcCore, "10.1"),
        section(Spec::OidcCore, "10.1.1"),
        section(Spec::Rfc(7517), "4.5"),
        section(Spec::Fapi2Security, ""),
    ],
    examples: &[
        Example::fires(
            "no `kid`, and two keys that fit",
            jwt(
                r#"{"alg":"ES256"}"#,
                r#"{"iss":"https://idp.example","sub":"1","exp":1767229200}"#,
            ),
        )
        .jwks(TWO),
        Example::fires(
            "a `kid` that no key has",
            jwt(
                r#"{"alg":"ES256","kid":"3"}"#,
                r#"{"iss":"https://idp.example","sub":"1","exp":1767229200}"#,
            ),
        )
        .jwks(TWO),
        Example::silent(
            "a `kid` that one key has",
            jwt(
                r#"{"alg":"ES256","kid":"1"}"#,
                r#"{"iss":"https://idp.example","sub":"1","exp":1767229200}"#,
            ),
        )
        .jwks(TWO),
        Example::silent(
            "no `kid`, and one key that fits",
            jwt(
                r#"{"alg":"RS256"}"#,
                r#"{"iss":"https://idp.example","sub":"1","exp":1767229200}"#,
            ),
        )
        .jwks(TWO),
    ],
    check: Check::Token(check),
};

/// Two keys on P-256, made for this; their private halves are gone.
const TWO: &str = r#"{"keys":[
{"kty":"EC","crv":"P-256","kid":"1","x":"oWA4BSTQLwZ8SlQnp93w2G8xIi0R_h_VxxFLGtGdo74","y":"anz8ZsOe9wVqx6fS-hHIGtMhhUROIQTH9iFoX6hDB04"},
{"kty":"EC","crv":"P-256","kid":"2","x":"N2CZGSF-b2ZlPxZRaCssFVhOJK9M6S5N5mGuSsG4Tjc","y":"UZXtnZjIThFVO1Hh6Shqr4H7nmsbgMv5tCliCtkY3NY"}
]}"#;

fn check(case: &Case<'_>) -> Outcome {
    let Some(signature) = case.token.signed().and_then(|jws| jws.signatures.first()) else {
        return Outcome::NotApplicable("the token is no signed object");
    };
    let algorithm = signature
        .algorithm()
        .and_then(|name| Algorithm::named(&name))
        .filter(|algorithm| !algorithm.is_symmetric());
    let (Some(algorithm), Some(provider)) = (algorithm, case.provider) else {
        return Outcome::NotApplicable("there is no set of public keys to choose from");
    };
    let is_of_another = provider.issuer.as_deref().is_some_and(|issuer| {
        let named = case.claims().and_then(|claims| claims.str("iss"));
        named.is_some_and(|named| named != issuer)
    });
    let keys = provider.keys.keys.iter();
    let mut published = keys.filter(|key| key.is_published());
    let has_none = published.clone().next().is_none();
    if is_of_another || has_none {
        return Outcome::NotApplicable("there is no set of this issuer's keys to choose from");
    }
    let id = signature.header("kid").and_then(|value| value.string());
    // An empty name counts as none.
    let id = id.filter(|id| !id.is_empty());
    let fitting = published
        .clone()
        .filter(|key| id.is_none() || key.id.as_deref() == id.as_deref())
        .filter(|key| verify::serves(key, algorithm))
        .count();
    let name = algorithm.name;
    let message = match (&id, fitting) {
        (_, 1) => return Outcome::Silent,
        (None, 0) => return Outcome::NotApplicable("no key of the set serves the algorithm"),
        (None, several) => format!(
            "there is no `kid`, and {several} keys serve `{name}`, expected a `kid` that picks one"
        ),
        (Some(id), 0) => {
            let is_there = published.any(|key| key.id.as_deref() == Some(id));
            if is_there || case.verification.status == Status::Valid {
                return Outcome::NotApplicable("`kid` is not what stands in the way");
            }
            format!(
                "`kid` is {}, which no published key has, expected one of the set",
                words::quote(id)
            )
        }
        (Some(id), several) => format!(
            "`kid` {} names {several} keys that serve `{name}`, expected one",
            words::quote(id)
        ),
    };
    let finding = RULE.finds("header/kid", message);
    match case.verification.status {
        Status::NotChecked => finding.as_severity(Severity::Error),
        _ => finding,
    }
    .into()
}
