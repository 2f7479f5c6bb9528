//! `session-bootstrap-unguarded`

use crate::{
    classify::Kind,
    rules::{
        Applies, Case, Check, Confidence, Doc, Family, Needs, Outcome, Passage, Rule, Severity,
        Threat,
        example::{Example, jwt},
        spec::{Spec, section},
    },
    situation::{FactName, OneTime, Role},
};

pub(crate) static RULE: Rule = Rule {
    name: "session-bootstrap-unguarded",
    family: Family::Authentication,
    severity: Severity::Warn,
    confidence: Confidence::High,
    needs: &[Needs::Token, Needs::Situation],
    applies: Applies::Only(&[Kind::IdToken]),
    silences: &[],
    doc: Doc {
        checks: "The receiver starts a session for an ID token (`--to session-endpoint`) and does not \
                 notice that it comes a second time (`--fact one_time=none`). Whether the form post \
                 is guarded against other sites is not seen from here.",
        why: "Until it expires, every copy of the token starts another session as this user: copies \
              in logs, in browsers, and at everybody who ever received it. And a page of another \
              site can post the attacker's own token, so that the victim works in a foreign account.",
        threats: &[Threat::Once, Threat::RecipientReplay],
        but: "A short life and a call from the page that has just logged in make it bearable. \
              Google's button pairs the posted credential with a cookie of the same value, which \
              stops other sites but not copies.",
        fix: "Bind a `nonce` to the browser that began the login and compare it, or remember `jti` or \
              a hash of the token until `exp`; add a token against forged requests.",
    },
    article: &[Passage::Paragraph(28), Passage::Footnote(28)],
    references: &[
        section(Spec::OidcCore, "3.1.3.7"),
        section(Spec::OidcCore, "16.9"),
        section(Spec::Rfc(9700), "4.7"),
    ],
    examples: &[
        Example::fires(
            "a login endpoint without a memory",
            jwt(
                r#"{"alg":"RS256"}"#,
                r#"{"iss":"https://idp.example","sub":"248289761001","aud":"web-app","iat":1767225600,"exp":1767229200}"#,
            ),
        )
        .with(&["--as", "id-token", "--to", "session-endpoint", "--fact", "one_time=none"]),
        Example::silent(
            "the nonce of the login is compared",
            jwt(
                r#"{"alg":"RS256"}"#,
                r#"{"iss":"https://idp.example","sub":"248289761001","aud":"web-app","nonce":"n-0S6_WzA2Mj","iat":1767225600,"exp":1767229200}"#,
            ),
        )
        .with(&["--as", "id-token", "--to", "session-endpoint", "--fact", "one_time=nonce"]),
        Example::silent(
            "an API starts no session",
            jwt(
                r#"{"alg":"RS256"}"#,
                r#"{"iss":"https://idp.example","sub":"248289761001","aud":"web-app","iat":1767225600,"exp":1767229200}"#,
            ),
        )
        .with(&["--as", "id-token", "--to", "resource-server", "--fact", "one_time=none"]),
    ],
    check: Check::Token(check),
};

fn check(case: &Case<'_>) -> Outcome {
    match case.role() {
        None => return Outcome::Needs(vec![FactName::ReceiverRole]),
        Some(Role::SessionEndpoint) => {}
        Some(_) => return Outcome::NotApplicable("this receiver starts no session of its own"),
    }
    let guard = match case.situation.one_time.known() {
        // A nonce that was handed over is one that is compared.
        None if case.situation.nonce.is_some() => return Outcome::Silent,
        None => return Outcome::Needs(vec![FactName::OneTime]),
        Some(guard) => *guard,
    };
    match guard {
        OneTime::Jti => Outcome::Silent,
        OneTime::Nonce if case.claims().is_some_and(|claims| claims.has("nonce")) => {
            Outcome::Silent
        }
        OneTime::Nonce => RULE
            .finds(
                "payload",
                "the nonce is the guard against a second use, and this token has none",
            )
            .into(),
        OneTime::None => RULE
            .finds(
                "request",
                "every copy of this ID token starts a session until it expires, expected a nonce or \
                 a memory of used tokens",
            )
            .into(),
    }
}
