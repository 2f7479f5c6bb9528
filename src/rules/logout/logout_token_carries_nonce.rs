//! `logout-token-carries-nonce`

use crate::{
    classify::Kind,
    rules::{
        Applies, Case, Check, Confidence, Doc, Family, Needs, Outcome, Rule, Severity, Threat,
        example::{Example, jwt},
        spec::{Spec, section},
    },
};

pub(crate) static RULE: Rule = Rule {
    name: "logout-token-carries-nonce",
    family: Family::Logout,
    severity: Severity::Error,
    confidence: Confidence::High,
    needs: &[Needs::Token],
    applies: Applies::Only(&[Kind::LogoutToken, Kind::SecurityEventToken]),
    silences: &["kind-contradiction"],
    doc: Doc {
        checks: "A logout token has the claim `nonce`, which is forbidden there. In another security \
                 event token it is only worth knowing.",
        why: "The ban on `nonce` is the wall between logout tokens and ID tokens: both are signed by \
              the same issuer for the same client. With a `nonce` a logout token may pass as the ID \
              token of a login that somebody else began.",
        threats: &[Threat::Confusion],
        but: "There is no case for it in a logout token. Another kind of security event token may \
              define the claim in its own profile.",
        fix: "Leave `nonce` out, and set `typ` to `logout+jwt` so that nobody has to guess.",
    },
    article: &[],
    references: &[
        section(Spec::BackChannelLogout, "2.4"),
        section(Spec::BackChannelLogout, "2.6"),
        section(Spec::Rfc(8725), "3.12"),
        section(Spec::Rfc(8417), "4.1"),
    ],
    examples: &[
        Example::fires(
            "a logout token made of the claims of an ID token",
            jwt(
                r#"{"alg":"RS256","typ":"logout+jwt"}"#,
                r#"{"iss":"https://idp.example","sub":"248289761001","aud":"web-app","iat":1767225590,"exp":1767225710,"jti":"bWJq","nonce":"n-0S6_WzA2Mj","events":{"http://schemas.openid.net/event/backchannel-logout":{}}}"#,
            ),
        ),
        Example::silent(
            "a logout token with a session and no `nonce`",
            jwt(
                r#"{"alg":"RS256","typ":"logout+jwt"}"#,
                r#"{"iss":"https://idp.example","sub":"248289761001","sid":"08a5019c","aud":"web-app","iat":1767225590,"exp":1767225710,"jti":"bWJq","events":{"http://schemas.openid.net/event/backchannel-logout":{}}}"#,
            ),
        ),
        Example::silent(
            "an ID token, which should have one",
            jwt(
                r#"{"alg":"RS256"}"#,
                r#"{"iss":"https://idp.example","sub":"248289761001","aud":"web-app","nonce":"n-0S6_WzA2Mj","iat":1767225600,"exp":1767229200}"#,
            ),
        ),
    ],
    check: Check::Token(check),
};

fn check(case: &Case<'_>) -> Outcome {
    let nonce = case.claims().and_then(|claims| claims.get("nonce"));
    if nonce.is_none_or(|value| value.is_null()) {
        return Outcome::Silent;
    }
    if case.kind == Kind::SecurityEventToken {
        let message = "`nonce` is there, expected only where the profile of the event defines it";
        return RULE
            .finds("payload/nonce", message)
            .as_severity(Severity::Info)
            .into();
    }
    let message = "`nonce` is there, expected none in a logout token";
    RULE.finds("payload/nonce", message).into()
}
