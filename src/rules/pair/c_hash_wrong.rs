//! `c-hash-wrong`

use super::{HashCheck, check_hash};
use crate::{
    classify::Kind,
    input::Slot,
    rules::{
        Applies, Case, Confidence, Doc, Family, Needs, Outcome, Rule, Severity, Threat,
        example::{Example, Sample, jwt},
        spec::{Spec, section},
        words::quote,
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
    check,
};

fn check(case: &Case<'_>) -> Outcome {
    match check_hash(case, "c_hash", &Slot::Code) {
        HashCheck::NotApplicable(why) => Outcome::NotApplicable(why),
        HashCheck::Optional | HashCheck::Fits => Outcome::Silent,
        HashCheck::Required => RULE
            .finds(
                "payload",
                "`c_hash` is absent, expected that of the code in the same redirect",
            )
            .fix(
                "Do not redeem the code: nothing ties it to the login. Have the provider add \
                 `c_hash`, or take the plain code flow with PKCE.",
            )
            .into(),
        HashCheck::Differs { expected, actual } => {
            let message = format!(
                "`c_hash` is {}, the code beside it hashes to `{expected}`",
                quote(&actual)
            );
            RULE.finds("payload/c_hash", message)
                .expected(expected)
                .actual(actual)
                .into()
        }
    }
}
