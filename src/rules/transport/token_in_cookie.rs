//! `token-in-cookie`

use crate::{
    classify::Kind,
    rules::{
        Applies, Case, Check, Confidence, Doc, Family, Needs, Outcome, Rule, Severity, Threat,
        example::{Example, jwt},
        spec::{Spec, section},
    },
    situation::{Channel, Transport},
};

pub(crate) static RULE: Rule = Rule {
    name: "token-in-cookie",
    family: Family::Transport,
    severity: Severity::Info,
    confidence: Confidence::High,
    needs: &[Needs::Token, Needs::Situation],
    applies: Applies::Only(&[
        Kind::IdToken,
        Kind::AccessToken,
        Kind::RefreshToken,
        Kind::Opaque,
        Kind::Encrypted,
    ]),
    silences: &[],
    doc: Doc {
        checks: "The token is stated to travel in a cookie (`--transport cookie`). Over plain http \
                 (`--channel http`) it is an error, for no cookie is `Secure` there. The attributes \
                 of the cookie are not seen from here.",
        why: "The browser adds cookies to requests that other sites cause, and scripts read those \
              that are not `HttpOnly`.",
        threats: &[Threat::Leak, Threat::Substitution],
        but: "A `__Host-` cookie that is `HttpOnly` and set by a back end is often safer than the \
              storage of a browser; what is left to do then is the guard against forged requests. An \
              application's own session token belongs into a cookie.",
        fix: "Use the prefix `__Host-` with `HttpOnly` and `SameSite`, guard against forged requests, \
              or keep the token on the server and give the browser a session id.",
    },
    article: &[],
    references: &[section(Spec::Rfc(6750), "5.3"), section(Spec::Cookies, "")],
    examples: &[
        Example::fires(
            "an ID token in a cookie",
            jwt(
                r#"{"alg":"RS256"}"#,
                r#"{"iss":"https://idp.example","sub":"248289761001","aud":"web-app","nonce":"n-0S6_WzA2Mj","iat":1767225600,"exp":1767229200}"#,
            ),
        )
        .with(&["--as", "id-token", "--transport", "cookie"]),
        Example::fires(
            "over plain http: an error",
            jwt(
                r#"{"alg":"RS256"}"#,
                r#"{"iss":"https://idp.example","sub":"248289761001","aud":"web-app","nonce":"n-0S6_WzA2Mj","iat":1767225600,"exp":1767229200}"#,
            ),
        )
        .with(&["--as", "id-token", "--transport", "cookie", "--channel", "http"]),
        Example::silent(
            "an application's own session",
            jwt(
                r#"{"alg":"HS256"}"#,
                r#"{"sub":"ann","iat":1767225600,"exp":1767229200}"#,
            ),
        )
        .with(&["--as", "application-session", "--transport", "cookie"]),
        Example::silent(
            "a token in its header",
            jwt(
                r#"{"alg":"RS256"}"#,
                r#"{"iss":"https://idp.example","sub":"248289761001","aud":"web-app","nonce":"n-0S6_WzA2Mj","iat":1767225600,"exp":1767229200}"#,
            ),
        )
        .with(&["--as", "id-token", "--transport", "bearer-header"]),
    ],
    check: Check::Token(check),
};

fn check(case: &Case<'_>) -> Outcome {
    if !case.situation.transport.is(&Transport::Cookie) {
        return Outcome::NotApplicable("nobody stated that the token travels in a cookie");
    }
    let label = case.likely_kind().label();
    if case.situation.channel.is(&Channel::Http) {
        let message = format!("{label} in a cookie over plain http, expected a `Secure` cookie");
        return RULE
            .finds("request", message)
            .as_severity(Severity::Error)
            .into();
    }
    let message = format!(
        "{label} in a cookie, expected `__Host-`, `HttpOnly`, `SameSite` and a guard against forged \
         requests"
    );
    RULE.finds("request", message).into()
}
