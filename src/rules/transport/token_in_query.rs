//! `token-in-query`

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
    name: "token-in-query",
    family: Family::Transport,
    severity: Severity::Error,
    confidence: Confidence::High,
    needs: &[Needs::Token, Needs::Situation, Needs::Request],
    applies: Applies::Except(&[
        Kind::DpopProof,
        Kind::RequestObject,
        Kind::JarmResponse,
        Kind::SoftwareStatement,
        Kind::FederationStatement,
    ]),
    silences: &[],
    doc: Doc {
        checks: "The token stands in the query of a URL, of a request or of a WebSocket handshake: \
                 seen there, or stated with `--transport query` or `websocket-query`. In the hints of \
                 a login or logout request to the issuer (`id_token_hint`, `logout_hint`) it is a \
                 warning. Only what is a token counts, whatever the parameter is called.",
        why: "URLs end up in browser histories, `Referer` headers, proxies and server logs, and \
              everybody who reads those holds the token.",
        threats: &[Threat::Leak],
        but: "Browsers cannot set headers on a WebSocket handshake: a ticket that works once and for \
              seconds is an accepted way around, a reusable token is not. Request objects (`request`), \
              JARM responses (`response`) and authorization codes are made to travel in URLs.",
        fix: "Send it in the `Authorization` header; POST a logout hint; fetch a one-time ticket for \
              a WebSocket.",
    },
    article: &[],
    references: &[
        section(Spec::Rfc(9700), "4.3.2"),
        section(Spec::Rfc(6750), "2.3"),
        section(Spec::Rfc(6750), "5.3"),
        section(Spec::Fapi2Security, "5.3.4"),
        section(Spec::MultipleResponseTypes, "7"),
    ],
    examples: &[
        Example::fires(
            "a token in the URL of a WebSocket",
            Sample::Url(
                "wss://api.example/ws?token=",
                &jwt(
                    r#"{"typ":"at+jwt","alg":"RS256"}"#,
                    r#"{"iss":"https://idp.example","sub":"248289761001","client_id":"web-app","aud":"https://api.example","scope":"orders:read","iat":1767225600,"exp":1767229200,"jti":"f2b6"}"#,
                ),
            ),
        ),
        Example::fires(
            "stated",
            jwt(
                r#"{"alg":"RS256"}"#,
                r#"{"iss":"https://idp.example","sub":"248289761001","aud":"web-app","nonce":"n-0S6_WzA2Mj","iat":1767225600,"exp":1767229200}"#,
            ),
        )
        .with(&["--as", "id-token", "--transport", "query"]),
        Example::fires(
            "a logout hint in the URL: a warning",
            Sample::Url(
                "https://idp.example/logout?client_id=web-app&id_token_hint=",
                &jwt(
                    r#"{"alg":"RS256"}"#,
                    r#"{"iss":"https://idp.example","sub":"248289761001","aud":"web-app","iat":1767225600,"exp":1767229200}"#,
                ),
            ),
        )
        .with(&["--as", "id-token"]),
        Example::silent(
            "a token in its header",
            Sample::Authorization(
                "Bearer",
                &jwt(
                    r#"{"typ":"at+jwt","alg":"RS256"}"#,
                    r#"{"iss":"https://idp.example","sub":"248289761001","client_id":"web-app","aud":"https://api.example","scope":"orders:read","iat":1767225600,"exp":1767229200,"jti":"f2b6"}"#,
                ),
            ),
        ),
        Example::silent(
            "a request object is made for the URL",
            Sample::Url(
                "https://idp.example/authorize?client_id=web-app&request=",
                &jwt(
                    r#"{"typ":"oauth-authz-req+jwt","alg":"RS256"}"#,
                    r#"{"iss":"web-app","aud":"https://idp.example","client_id":"web-app","response_type":"code","redirect_uri":"https://app.example/cb"}"#,
                ),
            ),
        ),
        Example::silent(
            "an authorization code",
            Sample::Text("https://app.example/cb?code=SplxlOBeZQQYbYS6WxSbIA&state=af0ifjsldkj"),
        ),
    ],
    check: Check::Token(check),
};

fn check(case: &Case<'_>) -> Outcome {
    if is_made_for_urls(case.slot) {
        return Outcome::NotApplicable("such an object is made to travel in a URL");
    }
    let transport = match case.situation.transport.known() {
        None if case.origin == Origin::TokenResponse => {
            return Outcome::NotApplicable("the token was seen in the body of a response");
        }
        None => return Outcome::Needs(vec![FactName::Transport]),
        Some(transport @ (Transport::Query | Transport::WebsocketQuery)) => *transport,
        Some(_) => return Outcome::Silent,
    };
    let parameter = case
        .pointer
        .and_then(|pointer| pointer.strip_prefix("query/"));
    let place = match parameter {
        Some(name) => format!("as `{name}` in the query of the URL"),
        None => "in the query of the URL".to_owned(),
    };
    let finding = RULE
        .finds(
            "request",
            format!(
                "{} {place}, expected a header or a form body",
                case.kind.label()
            ),
        )
        .actual(transport.name());
    if is_hint(case.slot) {
        return finding.as_severity(Severity::Warn).into();
    }
    finding.into()
}

fn is_made_for_urls(slot: Option<&Slot>) -> bool {
    match slot {
        Some(
            Slot::Code
            | Slot::RequestObject
            | Slot::Response
            | Slot::SoftwareStatement
            | Slot::DpopProof,
        ) => true,
        // A client may sign its own `state`: that is no credential.
        Some(Slot::Parameter(name)) => name == "state",
        _ => false,
    }
}

fn is_hint(slot: Option<&Slot>) -> bool {
    match slot {
        Some(Slot::IdTokenHint) => true,
        Some(Slot::Parameter(name)) => name == "logout_hint",
        _ => false,
    }
}
