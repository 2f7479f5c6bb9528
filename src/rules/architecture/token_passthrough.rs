//! `token-passthrough`

use crate::{
    classify::Kind,
    rules::{
        Applies, Case, Check, Confidence, Doc, Family, Needs, Outcome, Passage, Rule, Severity,
        Threat,
        example::{Example, jwt},
        spec::{Spec, section},
        words,
    },
    situation::ForwardedAs,
};

pub(crate) static RULE: Rule = Rule {
    name: "token-passthrough",
    family: Family::Architecture,
    severity: Severity::Error,
    confidence: Confidence::High,
    needs: &[Needs::Token, Needs::Situation],
    applies: Applies::Only(&[
        Kind::IdToken,
        Kind::AccessToken,
        Kind::KubernetesServiceAccount,
        Kind::GithubActions,
        Kind::GitlabCi,
        Kind::SpiffeSvid,
        Kind::Unknown,
    ]),
    silences: &[],
    doc: Doc {
        checks: "The receiver sends the token on as a credential (`--forwards-to ID`, or \
                 `ID=credential`) to a party that is not in `aud`.",
        why: "The next party cannot tell the user's client from the service in the middle, has to \
              accept a token that was not made for it, and so accepts those of everybody else too. In \
              its log the service in the middle does not appear.",
        threats: &[Threat::RecipientReplay, Threat::Unrelated],
        but: "A gateway in front of the same receiver passes nothing through: state the receiver's \
              own name. Where one audience is declared for a whole product it is in `aud`, and the \
              choice is another. A token that goes back to its issuer to be exchanged is what is \
              wanted.",
        fix: "Exchange the token for one with the next party as audience (`act` then names the \
              service in the middle), or call with credentials of one's own and send the user's \
              identity as payload.",
    },
    article: &[Passage::Footnote(26)],
    references: &[
        section(Spec::Rfc(8693), "1"),
        section(Spec::Rfc(8693), "2"),
        section(Spec::Rfc(9700), "2.3"),
        section(Spec::Rfc(9700), "4.9.2"),
    ],
    examples: &[
        Example::fires(
            "one API calls another with its caller's token",
            jwt(
                r#"{"typ":"at+jwt","alg":"RS256"}"#,
                r#"{"iss":"https://idp.example","sub":"248289761001","client_id":"web-app","aud":"https://orders.example","scope":"orders:read","iat":1767225600,"exp":1767229200,"jti":"f2b6"}"#,
            ),
        )
        .with(&[
            "--to",
            "resource-server",
            "--audience",
            "https://orders.example",
            "--forwards-to",
            "https://stock.example",
        ]),
        Example::silent(
            "the next party is an audience too",
            jwt(
                r#"{"typ":"at+jwt","alg":"RS256"}"#,
                r#"{"iss":"https://idp.example","sub":"248289761001","client_id":"web-app","aud":["https://orders.example","https://stock.example"],"scope":"orders:read","iat":1767225600,"exp":1767229200,"jti":"f2b6"}"#,
            ),
        )
        .with(&["--forwards-to", "https://stock.example"]),
        Example::silent(
            "an ID token goes along as payload",
            jwt(
                r#"{"alg":"RS256"}"#,
                r#"{"iss":"https://idp.example","sub":"248289761001","aud":"web-app","nonce":"n-0S6_WzA2Mj","iat":1767225600,"exp":1767229200}"#,
            ),
        )
        .with(&["--as", "id-token", "--forwards-to", "https://stock.example=payload"]),
    ],
    check: Check::Token(check),
};

fn check(case: &Case<'_>) -> Outcome {
    let situation = case.situation;
    if situation.forwards_to.is_empty() {
        return Outcome::NotApplicable("nobody stated that the token is sent on");
    }
    let Some(claims) = case.claims().filter(|_| case.is_whole()) else {
        return Outcome::NotApplicable("the claims cannot be read to their end");
    };
    let audience = case.audience();
    let issuer = claims.str("iss");
    let foreign: Vec<&str> = situation
        .forwards_to
        .iter()
        .filter(|forward| forward.forwarded_as == ForwardedAs::Credential)
        .map(|forward| forward.id.as_str())
        .filter(|id| {
            let is_same = situation.is_receiver(id) || issuer.as_deref() == Some(id);
            !is_same && !audience.iter().any(|one| one == id)
        })
        .collect();
    if foreign.is_empty() {
        return Outcome::Silent;
    }
    let audience = match audience.as_slice() {
        [] => "nobody (no `aud`)".to_owned(),
        names => words::quoted(names, "and"),
    };
    let message = format!(
        "sent on as a credential to {}, the token is for {audience}",
        words::quoted(&foreign, "and")
    );
    RULE.finds("payload/aud", message)
        .expected(words::list(&foreign, "and"))
        .actual(words::list(&case.audience(), "and"))
        .into()
}
