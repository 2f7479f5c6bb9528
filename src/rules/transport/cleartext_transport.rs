//! `cleartext-transport`

use crate::{
    classify::Kind,
    rules::{
        Applies, Case, Check, Confidence, Doc, Family, Needs, Outcome, Rule, Severity, Threat,
        example::{Example, Sample, jwt},
        spec::{Spec, section},
    },
    situation::{Channel, FactName},
};

pub(crate) static RULE: Rule = Rule {
    name: "cleartext-transport",
    family: Family::Transport,
    severity: Severity::Error,
    confidence: Confidence::High,
    needs: &[Needs::Token, Needs::Situation, Needs::Request],
    applies: Applies::Any,
    silences: &[],
    doc: Doc {
        checks: "The token travels over plain http: it stands in a URL of `http://` or `ws://` with a \
                 host other than this machine, or `--channel http` is stated.",
        why: "Everybody on the way reads the token and can use it, and can change what comes back.",
        threats: &[Threat::Leak, Threat::Stolen],
        but: "Redirects of native applications to the loopback address, and a sidecar on the same \
              machine, leave no wire to listen on (`--channel http-loopback`); a mesh may encrypt \
              underneath (`--channel mesh-mtls`). Proofs of possession do not replace TLS.",
        fix: "Use https on every hop.",
    },
    article: &[],
    references: &[
        section(Spec::Rfc(6750), "5.2"),
        section(Spec::Rfc(6750), "5.3"),
        section(Spec::Rfc(9700), "2.6"),
        section(Spec::Rfc(9700), "4.13"),
        section(Spec::Rfc(9449), "2"),
        section(Spec::OidcCore, "16.17"),
    ],
    examples: &[
        Example::fires(
            "a redirect without TLS",
            Sample::Url(
                "http://app.example/cb#id_token=",
                &jwt(
                    r#"{"alg":"RS256"}"#,
                    r#"{"iss":"https://idp.example","sub":"248289761001","aud":"web-app","nonce":"n-0S6_WzA2Mj","iat":1767225600,"exp":1767229200}"#,
                ),
            ),
        ),
        Example::fires(
            "stated",
            jwt(
                r#"{"typ":"at+jwt","alg":"RS256"}"#,
                r#"{"iss":"https://idp.example","sub":"248289761001","client_id":"web-app","aud":"https://api.example","scope":"orders:read","iat":1767225600,"exp":1767229200,"jti":"f2b6"}"#,
            ),
        )
        .with(&["--channel", "http"]),
        Example::silent(
            "a native application on this machine",
            Sample::Url(
                "http://127.0.0.1:8080/cb#id_token=",
                &jwt(
                    r#"{"alg":"RS256"}"#,
                    r#"{"iss":"https://idp.example","sub":"248289761001","aud":"desktop-app","nonce":"n-0S6_WzA2Mj","iat":1767225600,"exp":1767229200}"#,
                ),
            ),
        ),
        Example::silent(
            "a mesh that encrypts underneath",
            jwt(
                r#"{"typ":"at+jwt","alg":"RS256"}"#,
                r#"{"iss":"https://idp.example","sub":"248289761001","client_id":"web-app","aud":"https://api.example","scope":"orders:read","iat":1767225600,"exp":1767229200,"jti":"f2b6"}"#,
            ),
        )
        .with(&["--channel", "mesh-mtls"]),
    ],
    check: Check::Token(check),
};

fn check(case: &Case<'_>) -> Outcome {
    match case.situation.channel.known() {
        Some(Channel::Http) => RULE
            .finds(
                "request",
                "the token travels over plain http, expected https",
            )
            .expected(Channel::Https.name())
            .actual(Channel::Http.name())
            .into(),
        Some(_) => Outcome::Silent,
        // A proof is asked for with its token.
        None if case.is_credential() == Some(true) && case.kind != Kind::DpopProof => {
            Outcome::Needs(vec![FactName::Channel])
        }
        None => Outcome::NotApplicable("nothing is known of the connection to a receiver"),
    }
}
