//! `bearer-transport-misused`

use crate::{
    classify::Kind,
    rules::{
        Applies, Case, Check, Confidence, Doc, Family, Needs, Outcome, Passage, Rule, Severity,
        Threat,
        example::{Example, Sample, jwt},
        spec::{Spec, section},
    },
    situation::{FactName, Role, Transport},
};

pub(crate) static RULE: Rule = Rule {
    name: "bearer-transport-misused",
    family: Family::Transport,
    severity: Severity::Note,
    confidence: Confidence::High,
    needs: &[Needs::Token, Needs::Situation, Needs::Request],
    applies: Applies::Only(&[Kind::IdToken]),
    silences: &[],
    doc: Doc {
        checks: "An ID token travels as `Authorization: Bearer`.",
        why: "The scheme was specified for access tokens, and the next person who reads the client, \
              the gateway or the logs will take this for one. A model that nobody can explain later \
              invites mistakes.",
        threats: &[Threat::Clarity],
        but: "The word opens nothing: if the receiver verifies the token and checks its audience, no \
              security property changes with the scheme. Kubernetes documents exactly this use. It \
              matters only where the same endpoint takes access tokens too and cannot tell the two \
              apart.",
        fix: "Say in the description of the API that it takes ID tokens (`bearerFormat: id_token`), \
              or use a header of its own where the token only informs.",
    },
    article: &[Passage::Paragraph(25), Passage::Footnote(25)],
    references: &[
        section(Spec::Rfc(6750), "2.1"),
        section(Spec::KubernetesAuthentication, ""),
    ],
    examples: &[
        Example::fires(
            "an ID token in the header, as kubectl sends it",
            Sample::Authorization(
                "Bearer",
                &jwt(
                    r#"{"alg":"RS256"}"#,
                    r#"{"iss":"https://idp.example","sub":"248289761001","aud":"kubernetes","nonce":"n-0S6_WzA2Mj","iat":1767225600,"exp":1767226200}"#,
                ),
            ),
        )
        .with(&[
            "--as",
            "id-token",
            "--to",
            "kubernetes-api",
            "--audience",
            "kubernetes",
        ]),
        Example::fires(
            "stated",
            jwt(
                r#"{"alg":"RS256"}"#,
                r#"{"iss":"https://idp.example","sub":"248289761001","aud":"web-app","nonce":"n-0S6_WzA2Mj","iat":1767225600,"exp":1767229200}"#,
            ),
        )
        .with(&["--as", "id-token", "--transport", "bearer-header"]),
        Example::silent(
            "an access token in the header made for it",
            Sample::Authorization(
                "Bearer",
                &jwt(
                    r#"{"typ":"at+jwt","alg":"RS256"}"#,
                    r#"{"iss":"https://idp.example","sub":"248289761001","client_id":"web-app","aud":"https://api.example","scope":"orders:read","iat":1767225600,"exp":1767229200,"jti":"f2b6"}"#,
                ),
            ),
        ),
        Example::silent(
            "an ID token in a header of its own",
            jwt(
                r#"{"alg":"RS256"}"#,
                r#"{"iss":"https://idp.example","sub":"248289761001","aud":"web-app","nonce":"n-0S6_WzA2Mj","iat":1767225600,"exp":1767229200}"#,
            ),
        )
        .with(&["--as", "id-token", "--transport", "custom-header"]),
    ],
    check: Check::Token(check),
};

fn check(case: &Case<'_>) -> Outcome {
    match case.situation.transport.known() {
        Some(Transport::BearerHeader) => RULE
            .finds(
                "request",
                "ID token travels as `Authorization: Bearer`, the scheme of access tokens",
            )
            .actual(Transport::BearerHeader.name())
            .into(),
        Some(_) => Outcome::Silent,
        None if case.role() == Some(Role::Client) => {
            Outcome::NotApplicable("a client receives its ID token in the response")
        }
        None => Outcome::Needs(vec![FactName::Transport]),
    }
}
