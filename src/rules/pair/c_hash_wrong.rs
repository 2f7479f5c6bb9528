//! `c-hash-wrong`

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
    name: "c-hash-wrong",
    family: Family::Pair,
    severity: Severity::Error,
    confidence: Confidence::High,
    needs: &[Needs::Token, Needs::Pair],
    applies: Applies::Only(&[Kind::IdToken]),
    silences: &[],
    doc: Doc {
        checks: "`c_hash` of the ID token is not the left half of the hash of the authorization code \
                 beside it (made as `at_hash` is), or it is missing although code and ID token came in \
                 one redirect.",
        why: "The code travels through the browser, where an attacker can exchange it for another. \
              The ID token is signed and vouches for its code by this hash; a client that does not \
              compare can be led into a stranger's session.",
        threats: &[Threat::Substitution],
        but: "The plain code flow has no ID token beside the code, and the ID token that the token \
              endpoint gives later may leave `c_hash` out. The hash of `state` (`s_hash`) is not \
              compared here.",
        fix: "Do not redeem the code; start the login again.",
    },
    article: &[],
    references: &[
        section(Spec::OidcCore, "3.3.2.10"),
        section(Spec::OidcCore, "3.3.2.11"),
        section(Spec::OidcCore, "3.3.3.6"),
        section(Spec::TokenHashGuide, "2"),
    ],
    examples: &[
        Example::fires(
            "another code in the redirect",
            Sample::Url(
                "https://app.example/cb#code=SplxlOBeZQQYbYS6WxSbIA&id_token=",
                &jwt(
                    r#"{"alg":"RS256"}"#,
                    r#"{"iss":"https://idp.example","sub":"248289761001","aud":"web-app","nonce":"n-0S6_WzA2Mj","c_hash":"nni8uUCRt1EJ_WdzUk_I1g","iat":1767225600,"exp":1767229200}"#,
                ),
            ),
        ),
        Example::fires(
            "no hash beside a code",
            Sample::Url(
                "https://app.example/cb#code=SplxlOBeZQQYbYS6WxSbIA&id_token=",
                &jwt(
                    r#"{"alg":"RS256"}"#,
                    r#"{"iss":"https://idp.example","sub":"248289761001","aud":"web-app","nonce":"n-0S6_WzA2Mj","iat":1767225600,"exp":1767229200}"#,
                ),
            ),
        ),
        Example::silent(
            "the code that the ID token names",
            Sample::Url(
                "https://app.example/cb#code=SplxlOBeZQQYbYS6WxSbIA&id_token=",
                &jwt(
                    r#"{"alg":"RS256"}"#,
                    r#"{"iss":"https://idp.example","sub":"248289761001","aud":"web-app","nonce":"n-0S6_WzA2Mj","c_hash":"o1uBp9eSe3DsmScN0jYriA","iat":1767225600,"exp":1767229200}"#,
                ),
            ),
        ),
        Example::silent(
            "an ID token without a code beside it",
            Sample::Url(
                "https://app.example/cb#id_token=",
                &jwt(
                    r#"{"alg":"RS256"}"#,
                    r#"{"iss":"https://idp.example","sub":"248289761001","aud":"web-app","nonce":"n-0S6_WzA2Mj","iat":1767225600,"exp":1767229200}"#,
                ),
            ),
        ),
    ],
    check: Check::Token(check),
};

fn check(case: &Case<'_>) -> Outcome {
    let companion = Companion {
        claim: "c_hash",
        slot: Slot::Code,
        name: "code",
        fix_absent: "Do not redeem the code: nothing ties it to the login. Have the provider add \
                     `c_hash`, or take the plain code flow with PKCE.",
    };
    compare_hash(&RULE, case, &companion)
}
