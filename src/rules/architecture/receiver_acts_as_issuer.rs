//! `receiver-acts-as-issuer`

use crate::{
    classify::Kind,
    rules::{
        Applies, Case, Check, Confidence, Doc, Family, Needs, Outcome, Passage, Rule, Severity,
        Threat,
        example::{Example, jwt},
        spec::{Spec, section},
    },
    situation::{FactName, Role},
};

pub(crate) static RULE: Rule = Rule {
    name: "receiver-acts-as-issuer",
    family: Family::Architecture,
    severity: Severity::Note,
    confidence: Confidence::High,
    needs: &[Needs::Token, Needs::Situation],
    applies: Applies::Only(&[
        Kind::IdToken,
        Kind::KubernetesServiceAccount,
        Kind::GithubActions,
        Kind::GitlabCi,
        Kind::SpiffeSvid,
    ]),
    silences: &[],
    doc: Doc {
        checks: "The receiver turns this proof of authentication into something of its own: a session \
                 (`--to session-endpoint`), a token (`--to token-exchange`) or cloud credentials \
                 (`--to workload-federation`).",
        why: "The same bytes have another function here. Such an endpoint is no resource server: it \
              is a part of the authorization side, and there an ID token is at home. Whether a \
              program is called one or the other flips the usual advice.",
        threats: &[Threat::Clarity],
        but: "The name does not do the work. An endpoint that takes logins must check nonce or \
              replay, audience and issuer, guard against forged requests, and end its sessions when \
              the user logs out.",
        fix: "Keep it apart: one endpoint takes the ID token once, the APIs take the session or the \
              access token that it gives.",
    },
    article: &[Passage::Paragraph(28), Passage::Footnote(28)],
    references: &[
        section(Spec::Rfc(8693), "1"),
        section(Spec::OidcCore, "3.1.3.7"),
        section(Spec::IdJag, ""),
    ],
    examples: &[
        Example::fires(
            "an ID token starts a session",
            jwt(
                r#"{"alg":"RS256"}"#,
                r#"{"iss":"https://idp.example","sub":"248289761001","aud":"web-app","nonce":"n-0S6_WzA2Mj","iat":1767225600,"exp":1767229200}"#,
            ),
        )
        .with(&[
            "--as",
            "id-token",
            "--to",
            "session-endpoint",
            "--own-client",
            "web-app",
        ]),
        Example::fires(
            "an ID token is exchanged for an access token",
            jwt(
                r#"{"alg":"RS256"}"#,
                r#"{"iss":"https://idp.example","sub":"248289761001","aud":"web-app","nonce":"n-0S6_WzA2Mj","iat":1767225600,"exp":1767229200}"#,
            ),
        )
        .with(&[
            "--as",
            "id-token",
            "--to",
            "token-exchange",
            "--client",
            "web-app",
        ]),
        Example::silent(
            "an ordinary API",
            jwt(
                r#"{"alg":"RS256"}"#,
                r#"{"iss":"https://idp.example","sub":"248289761001","aud":"web-app","nonce":"n-0S6_WzA2Mj","iat":1767225600,"exp":1767229200}"#,
            ),
        )
        .with(&[
            "--as",
            "id-token",
            "--to",
            "resource-server",
            "--own-client",
            "web-app",
        ]),
        Example::silent(
            "the role is not known",
            jwt(
                r#"{"alg":"RS256"}"#,
                r#"{"iss":"https://idp.example","sub":"248289761001","aud":"web-app","nonce":"n-0S6_WzA2Mj","iat":1767225600,"exp":1767229200}"#,
            ),
        )
        .with(&["--as", "id-token"]),
    ],
    check: Check::Token(check),
};

fn check(case: &Case<'_>) -> Outcome {
    let gives = match case.role() {
        None => return Outcome::Needs(vec![FactName::ReceiverRole]),
        Some(Role::SessionEndpoint) => "a session of its own",
        Some(Role::TokenExchange) => "a token of its own",
        Some(Role::WorkloadFederation) => "credentials of its own",
        Some(_) => return Outcome::Silent,
    };
    let message = format!(
        "receiver turns this {} into {gives}: it acts as an issuer, not as a resource server",
        case.kind.label()
    );
    RULE.finds("request", message).into()
}
