//! `at-hash-wrong`

use super::{Companion, compare_hash};
use crate::{
    classify::Kind,
    input::Slot,
    rules::{
        Applies, Case, Check, Confidence, Doc, Family, Needs, Outcome, Rule, Severity, Threat,
        example::{Example, Sample, jwt},
        spec::{Spec, section},
    },
};

pub(crate) static RULE: Rule = Rule {
    name: "at-hash-wrong",
    family: Family::Pair,
    severity: Severity::Error,
    confidence: Confidence::High,
    needs: &[Needs::Token, Needs::Pair],
    applies: Applies::Only(&[Kind::IdToken]),
    silences: &[],
    doc: Doc {
        checks: "`at_hash` of the ID token is not the left half of the hash of the access token \
                 beside it, base64url; the hash is that of the ID token's `alg` (SHA-2 of 256 \
                 bits for RS256 and ES256, of 512 bits for Ed25519, SHAKE256 for Ed448 and ML-DSA). It is also wrong to leave it out where both tokens \
                 came in a redirect from the authorization endpoint.",
        why: "The ID token vouches for the access token by this hash. If it does not fit, somebody \
              has put another access token into the response, and the client would act on the \
              account of a stranger.",
        threats: &[Threat::Substitution],
        but: "A response of the token endpoint comes over TLS from the issuer itself: there `at_hash` \
              may be missing, many providers leave it out, and this rule says nothing then. For an \
              `alg` without an agreed hash nothing can be compared.",
        fix: "Throw both tokens away and start the login again.",
    },
    article: &[],
    references: &[
        section(Spec::OidcCore, "3.1.3.6"),
        section(Spec::OidcCore, "3.1.3.8"),
        section(Spec::OidcCore, "3.2.2.9"),
        section(Spec::OidcCore, "3.3.2.11"),
        section(Spec::TokenHashGuide, "2"),
    ],
    examples: &[
        Example::fires(
            "another access token in the response",
            Sample::Response(&[
                ("access_token", Sample::Text("dNZX1hEZ9wBCzNL40Upu646bdzQA")),
                ("token_type", Sample::Text("Bearer")),
                (
                    "id_token",
                    jwt(
                        r#"{"alg":"RS256"}"#,
                        r#"{"iss":"https://idp.example","sub":"248289761001","aud":"web-app","nonce":"n-0S6_WzA2Mj","at_hash":"nni8uUCRt1EJ_WdzUk_I1g","iat":1767225600,"exp":1767229200}"#,
                    ),
                ),
            ]),
        ),
        Example::fires(
            "no hash in an answer by redirect",
            Sample::Url(
                "https://app.example/cb#access_token=dNZX1hEZ9wBCzNL40Upu646bdzQA&token_type=Bearer&id_token=",
                &jwt(
                    r#"{"alg":"RS256"}"#,
                    r#"{"iss":"https://idp.example","sub":"248289761001","aud":"web-app","nonce":"n-0S6_WzA2Mj","iat":1767225600,"exp":1767229200}"#,
                ),
            ),
        ),
        Example::silent(
            "the access token that the ID token names",
            Sample::Response(&[
                ("access_token", Sample::Text("dNZX1hEZ9wBCzNL40Upu646bdzQA")),
                ("token_type", Sample::Text("Bearer")),
                (
                    "id_token",
                    jwt(
                        r#"{"alg":"RS256"}"#,
                        r#"{"iss":"https://idp.example","sub":"248289761001","aud":"web-app","nonce":"n-0S6_WzA2Mj","at_hash":"wfgvmE9VxjAudsl9lc6TqA","iat":1767225600,"exp":1767229200}"#,
                    ),
                ),
            ]),
        ),
        Example::silent(
            "no hash from the token endpoint",
            Sample::Response(&[
                ("access_token", Sample::Text("dNZX1hEZ9wBCzNL40Upu646bdzQA")),
                ("token_type", Sample::Text("Bearer")),
                (
                    "id_token",
                    jwt(
                        r#"{"alg":"RS256"}"#,
                        r#"{"iss":"https://idp.example","sub":"248289761001","aud":"web-app","nonce":"n-0S6_WzA2Mj","iat":1767225600,"exp":1767229200}"#,
                    ),
                ),
            ]),
        ),
    ],
    check: Check::Token(check),
};

fn check(case: &Case<'_>) -> Outcome {
    let companion = Companion {
        claim: "at_hash",
        slot: Slot::AccessToken,
        name: "access token",
        fix_absent: "Do not use this access token: nothing ties it to the login. Have the \
                     provider add `at_hash`, or take the code flow.",
    };
    compare_hash(&RULE, case, &companion)
}
