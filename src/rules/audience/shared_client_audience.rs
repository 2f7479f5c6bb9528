//! `shared-client-audience`

use crate::{
    classify::Kind,
    rules::{
        Applies, Case, Check, Confidence, Doc, Family, Needs, Outcome, Passage, Rule, Severity,
        Threat,
        example::{Example, jwt},
        spec::{Spec, section},
        words::quote,
    },
    situation::{FactName, Role},
};

pub(crate) static RULE: Rule = Rule {
    name: "shared-client-audience",
    family: Family::Audience,
    severity: Severity::Info,
    confidence: Confidence::High,
    needs: &[Needs::Token, Needs::Situation],
    applies: Applies::Only(&[Kind::IdToken]),
    silences: &[],
    doc: Doc {
        checks: "An ID token comes to an API, a session endpoint, a gateway or a cluster, and its \
                 audience is a client id that was stated to be the receiver's own application \
                 (`--own-client`).",
        why: "This is no fault: it puts on record that front end and server are declared one client. \
              A client id is a string without a meaning of its own, so whoever runs both may say that \
              both are meant by it, and the objection about the audience is settled by naming. What \
              nobody wrote down, nobody can explain later.",
        threats: &[Threat::Clarity],
        but: "It is settled only as long as the statement is true: one operator, one responsibility, \
              and a server that also does the duties of a relying party (nonce, logout, end of \
              session). With a second front end under the same client id, somebody has to check who \
              presents the token.",
        fix: "Nothing, while one application is on both sides. Register the API on its own when a \
              second consumer appears.",
    },
    article: &[
        Passage::Paragraph(5),
        Passage::Paragraph(16),
        Passage::Footnote(20),
    ],
    references: &[
        section(Spec::OidcCore, "2"),
        section(Spec::GoogleOpenId, ""),
    ],
    examples: &[
        Example::fires(
            "a single-page application sends its ID token to its own back end",
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
        Example::fires(
            "the API goes by the client id and says so twice",
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
            "--audience",
            "web-app",
            "--own-client",
            "web-app",
        ]),
        Example::silent(
            "the same token at the client itself",
            jwt(
                r#"{"alg":"RS256"}"#,
                r#"{"iss":"https://idp.example","sub":"248289761001","aud":"web-app","nonce":"n-0S6_WzA2Mj","iat":1767225600,"exp":1767229200}"#,
            ),
        )
        .with(&["--as", "id-token", "--to", "client", "--own-client", "web-app"]),
        Example::silent(
            "an ID token that was minted for the receiver by name",
            jwt(
                r#"{"alg":"RS256"}"#,
                r#"{"iss":"https://idp.example","sub":"248289761001","aud":"https://api.example","azp":"web-app","iat":1767225600,"exp":1767229200}"#,
            ),
        )
        .with(&[
            "--as",
            "id-token",
            "--to",
            "resource-server",
            "--audience",
            "https://api.example",
            "--own-client",
            "web-app",
        ]),
    ],
    check: Check::Token(check),
};

fn check(case: &Case<'_>) -> Outcome {
    let situation = case.situation;
    if situation.receiver_clients.is_empty() {
        return Outcome::NotApplicable("no client is stated to be the receiver's own");
    }
    match case.role() {
        None => return Outcome::Needs(vec![FactName::ReceiverRole]),
        Some(
            Role::ResourceServer | Role::SessionEndpoint | Role::Gateway | Role::KubernetesApi,
        ) => {}
        Some(_) => return Outcome::NotApplicable("the receiver is no server of an application"),
    }
    let audience = case.audience();
    let is_client = |name: &str| situation.receiver_clients.iter().any(|own| own == name);
    let names_receiver = |name: &str| situation.receiver_ids.iter().any(|id| id == name);
    if audience
        .iter()
        .any(|one| names_receiver(one) && !is_client(one))
    {
        return Outcome::Silent;
    }
    let shared = audience.iter().find(|one| is_client(one));
    shared
        .map(|client| {
            let message = format!(
                "audience is the client {}, which counts as this receiver: front end and server \
                 are declared one application",
                quote(client)
            );
            RULE.finds("payload/aud", message)
                .actual(client.clone().into_owned())
        })
        .into()
}
