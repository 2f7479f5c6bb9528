//! `nonce-mismatch`

use aws_lc_rs::digest;

use crate::{
    classify::Kind,
    input::Slot,
    rules::{
        Applies, Case, Check, Confidence, Doc, Family, Needs, Outcome, Rule, Severity, Threat,
        example::{Example, Sample, jwt},
        spec::{Spec, section},
        words::quote,
    },
    situation::{FactName, Role},
};

pub(crate) static RULE: Rule = Rule {
    name: "nonce-mismatch",
    family: Family::Authentication,
    severity: Severity::Error,
    confidence: Confidence::High,
    needs: &[Needs::Token, Needs::Situation],
    applies: Applies::Only(&[Kind::IdToken]),
    silences: &[],
    doc: Doc {
        checks: "The ID token does not carry the nonce that was sent with the login request \
                 (`--nonce`): it is missing or another. An ID token that came in the fragment of a \
                 redirect must have a nonce even where the one sent is not known.",
        why: "The nonce ties an ID token to one login attempt in one browser. Without it a token \
              that was captured elsewhere, or a stolen authorization code that was put into \
              somebody else's session, looks like a fresh login.",
        threats: &[Threat::Once, Threat::Substitution],
        but: "An ID token that comes from a refresh should have no nonce, and one that was requested \
              without a nonce has none to show. Some native libraries send a hash of the nonce \
              (SHA-2 of 256 bits, hexadecimal): that form of the stated value counts as a match. A \
              client of plain OAuth is protected by PKCE instead.",
        fix: "Send a fresh nonce with every login request, keep it in the browser's session, compare \
              it once and forget it. Refuse this token.",
    },
    article: &[],
    references: &[
        section(Spec::OidcCore, "3.1.3.7"),
        section(Spec::OidcCore, "3.2.2.11"),
        section(Spec::OidcCore, "12.2"),
        section(Spec::OidcCore, "15.5.2"),
        section(Spec::Rfc(9700), "4.5.3.2"),
    ],
    examples: &[
        Example::fires(
            "the nonce of another login",
            jwt(
                r#"{"alg":"RS256"}"#,
                r#"{"iss":"https://idp.example","sub":"248289761001","aud":"web-app","nonce":"b7QxYz","iat":1767225600,"exp":1767229200}"#,
            ),
        )
        .with(&["--as", "id-token", "--nonce", "a5RsTu"]),
        Example::fires(
            "no nonce in an answer by redirect",
            Sample::Url(
                "https://app.example/cb#state=af0ifjsldkj&id_token=",
                &jwt(
                    r#"{"alg":"RS256"}"#,
                    r#"{"iss":"https://idp.example","sub":"248289761001","aud":"web-app","iat":1767225600,"exp":1767229200}"#,
                ),
            ),
        )
        .with(&["--as", "id-token"]),
        Example::silent(
            "the nonce that was sent",
            jwt(
                r#"{"alg":"RS256"}"#,
                r#"{"iss":"https://idp.example","sub":"248289761001","aud":"web-app","nonce":"a5RsTu","iat":1767225600,"exp":1767229200}"#,
            ),
        )
        .with(&["--as", "id-token", "--nonce", "a5RsTu"]),
        Example::silent(
            "the hash of the nonce that was sent",
            jwt(
                r#"{"alg":"RS256"}"#,
                r#"{"iss":"https://idp.example","sub":"248289761001","aud":"web-app","nonce":"b8ed413028525601dc3ded656f5fce28fd766a8de3b6741c2545769f2ea11457","iat":1767225600,"exp":1767229200}"#,
            ),
        )
        .with(&["--as", "id-token", "--nonce", "a5RsTu"]),
        Example::silent(
            "no nonce known, and none needed by this receiver",
            jwt(
                r#"{"alg":"RS256"}"#,
                r#"{"iss":"https://idp.example","sub":"248289761001","aud":"web-app","iat":1767225600,"exp":1767229200}"#,
            ),
        )
        .with(&["--as", "id-token", "--to", "kubernetes-api"]),
    ],
    check: Check::Token(check),
};

fn check(case: &Case<'_>) -> Outcome {
    let Some(claims) = case.claims().filter(|_| case.is_whole()) else {
        return Outcome::NotApplicable("the claims cannot be read to their end");
    };
    let found = claims.str("nonce");
    match (&case.situation.nonce, found) {
        (Some(expected), Some(found)) if found == **expected => Outcome::Silent,
        (Some(expected), Some(found)) if found == hashed(expected) => Outcome::Silent,
        (Some(expected), Some(found)) => RULE
            .finds(
                "payload/nonce",
                format!("`nonce` is {}, expected {}", quote(&found), quote(expected)),
            )
            .expected(expected)
            .actual(found)
            .into(),
        (Some(expected), None) => RULE
            .finds(
                "payload",
                format!("`nonce` is absent, expected {}", quote(expected)),
            )
            .expected(expected)
            .into(),
        (None, None) if came_by_redirect(case) => RULE
            .finds(
                "payload",
                "`nonce` is absent, expected one in an ID token that comes by redirect",
            )
            .into(),
        (None, _) if case.role() == Some(Role::Client) => Outcome::Needs(vec![FactName::Nonce]),
        (None, _) => Outcome::NotApplicable("the nonce concerns the client that asked for a login"),
    }
}

/// Implicit and hybrid flows answer in the fragment, and then a nonce is required (OIDC Core
/// §3.2.2.11).
fn came_by_redirect(case: &Case<'_>) -> bool {
    matches!(case.slot, Some(Slot::IdToken))
        && case
            .pointer
            .is_some_and(|pointer| pointer.starts_with("fragment/"))
}

/// The hexadecimal SHA-256, which native sign-in libraries send in place of the nonce.
fn hashed(nonce: &str) -> String {
    let hash = digest::digest(&digest::SHA256, nonce.as_bytes());
    hash.as_ref()
        .iter()
        .map(|byte| format!("{byte:02x}"))
        .collect()
}
