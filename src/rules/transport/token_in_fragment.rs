//! `token-in-fragment`

use crate::{
    classify::Kind,
    input::{Origin, Slot},
    rules::{
        Applies, Case, Check, Confidence, Doc, Family, Needs, Outcome, Rule, Severity, Threat,
        example::{Example, Sample, jwt},
        spec::{Spec, section},
    },
    situation::{FactName, Transport},
};

pub(crate) static RULE: Rule = Rule {
    name: "token-in-fragment",
    family: Family::Transport,
    severity: Severity::Warn,
    confidence: Confidence::High,
    needs: &[Needs::Token, Needs::Situation, Needs::Request],
    applies: Applies::Only(&[
        Kind::IdToken,
        Kind::AccessToken,
        Kind::RefreshToken,
        Kind::Opaque,
        Kind::Encrypted,
        Kind::Unknown,
    ]),
    silences: &[],
    doc: Doc {
        checks: "The token stands in the fragment of a redirect (the implicit and hybrid flows): seen \
                 in a URL, or stated with `--transport fragment`. An ID token with a `nonce` is \
                 information.",
        why: "The browser's history and every script of the page read it, nothing can bind it to the \
              client, and a page cannot tell an access token that was put there by somebody else.",
        threats: &[Threat::Leak, Threat::Substitution],
        but: "ID tokens in the front channel are still part of OpenID Connect: `code id_token`, or \
              `id_token` with a nonce. An authorization code in a fragment is not judged. The finding \
              is about access tokens first.",
        fix: "Use the code flow with PKCE; where only a login is needed, `response_mode=form_post`.",
    },
    article: &[],
    references: &[
        section(Spec::Rfc(9700), "2.1.2"),
        section(Spec::Rfc(9700), "4.3.2"),
        section(Spec::Rfc(9700), "4.6"),
        section(Spec::MultipleResponseTypes, "3"),
        section(Spec::MultipleResponseTypes, "5"),
    ],
    examples: &[
        Example::fires(
            "an access token in the fragment",
            Sample::Url(
                "https://app.example/cb#state=af0ifjsldkj&access_token=",
                &jwt(
                    r#"{"typ":"at+jwt","alg":"RS256"}"#,
                    r#"{"iss":"https://idp.example","sub":"248289761001","client_id":"web-app","aud":"https://api.example","scope":"orders:read","iat":1767225600,"exp":1767229200,"jti":"f2b6"}"#,
                ),
            ),
        ),
        Example::fires(
            "an ID token with a nonce: information",
            Sample::Url(
                "https://app.example/cb#id_token=",
                &jwt(
                    r#"{"alg":"RS256"}"#,
                    r#"{"iss":"https://idp.example","sub":"248289761001","aud":"web-app","nonce":"n-0S6_WzA2Mj","iat":1767225600,"exp":1767229200}"#,
                ),
            ),
        ),
        Example::silent(
            "a code",
            Sample::Text("https://app.example/cb#code=SplxlOBeZQQYbYS6WxSbIA&state=af0ifjsldkj"),
        ),
        Example::silent(
            "a token of the token endpoint",
            Sample::Response(&[(
                "access_token",
                jwt(
                    r#"{"typ":"at+jwt","alg":"RS256"}"#,
                    r#"{"iss":"https://idp.example","sub":"248289761001","client_id":"web-app","aud":"https://api.example","scope":"orders:read","iat":1767225600,"exp":1767229200,"jti":"f2b6"}"#,
                ),
            )]),
        ),
    ],
    check: Check::Token(check),
};

fn check(case: &Case<'_>) -> Outcome {
    match case.situation.transport.known() {
        None if case.origin == Origin::TokenResponse => {
            return Outcome::NotApplicable("the token was seen in the body of a response");
        }
        None => return Outcome::Needs(vec![FactName::Transport]),
        Some(Transport::Fragment) => {}
        Some(_) => return Outcome::Silent,
    }
    if matches!(case.slot, Some(Slot::Code)) {
        return Outcome::NotApplicable("an authorization code is made to pass the browser");
    }
    let message = format!(
        "{} in the fragment of a URL, expected the answer of the token endpoint",
        case.likely_kind().label()
    );
    let finding = RULE
        .finds("request", message)
        .actual(Transport::Fragment.name());
    let has_nonce = case.claims().is_some_and(|claims| claims.has("nonce"));
    if case.likely_kind() == Kind::IdToken && has_nonce {
        return finding.as_severity(Severity::Info).into();
    }
    finding.into()
}
