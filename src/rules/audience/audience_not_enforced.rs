//! `audience-not-enforced`

use crate::{
    classify::Kind,
    rules::{
        Applies, Case, Check, Confidence, Doc, Family, Needs, Outcome, Passage, Rule, Severity,
        Threat,
        example::{Example, jwt},
        spec::{Spec, section},
    },
    situation::FactName,
};

pub(crate) static RULE: Rule = Rule {
    name: "audience-not-enforced",
    family: Family::Audience,
    severity: Severity::Error,
    confidence: Confidence::High,
    needs: &[Needs::Situation],
    applies: Applies::Only(&[
        Kind::IdToken,
        Kind::AccessToken,
        Kind::KubernetesServiceAccount,
        Kind::GithubActions,
        Kind::GitlabCi,
        Kind::SpiffeSvid,
    ]),
    silences: &[],
    doc: Doc {
        checks: "The receiver is stated not to compare the audience (`--check audience=no`; \
                 `ValidateAudience = false` in its configuration, for example). Whether it does \
                 cannot be seen in a token, so it is asked for as soon as a receiver is stated.",
        why: "Most texts that say \"never send an ID token to an API\" assume such a receiver. Where \
              it is one, every token that the issuer ever made for anybody opens it.",
        threats: &[Threat::Unrelated],
        but: "Where the receiver compares the presenter with an exact list instead, and the token is \
              an ID token whose audience is that presenter, it makes the same check under another \
              name.",
        fix: "Compare `aud` with the receiver's own names on every request.",
    },
    article: &[Passage::Paragraph(23), Passage::Footnote(24)],
    references: &[
        section(Spec::Rfc(8725), "3.9"),
        section(Spec::Rfc(9700), "2.3"),
    ],
    examples: &[
        Example::fires(
            "an API that does not look",
            jwt(
                r#"{"typ":"at+jwt","alg":"RS256"}"#,
                r#"{"iss":"https://idp.example","sub":"248289761001","client_id":"web-app","aud":"https://api.example","iat":1767225600,"exp":1767229200,"jti":"f2b6"}"#,
            ),
        )
        .with(&["--to", "resource-server", "--check", "audience=no"]),
        Example::silent(
            "nobody said whether it looks",
            jwt(
                r#"{"typ":"at+jwt","alg":"RS256"}"#,
                r#"{"iss":"https://idp.example","sub":"248289761001","client_id":"web-app","aud":"https://api.example","iat":1767225600,"exp":1767229200,"jti":"f2b6"}"#,
            ),
        )
        .with(&["--to", "resource-server"]),
        Example::silent(
            "an exact list of presenters does the same for an ID token",
            jwt(
                r#"{"alg":"RS256"}"#,
                r#"{"iss":"https://idp.example","sub":"248289761001","aud":"web-app","nonce":"n-0S6_WzA2Mj","iat":1767225600,"exp":1767229200}"#,
            ),
        )
        .with(&[
            "--to",
            "resource-server",
            "--check",
            "audience=no",
            "--check",
            "presenter=yes",
            "--presenter",
            "web-app",
        ]),
    ],
    check: Check::Token(check),
};

fn check(case: &Case<'_>) -> Outcome {
    let situation = case.situation;
    match situation.checks("audience") {
        Some(true) => Outcome::Silent,
        Some(false) if presenter_stands_for_it(case) => Outcome::Silent,
        Some(false) => RULE
            .finds(
                "payload/aud",
                "the receiver does not compare the audience, expected a comparison with its own \
                 names on every request",
            )
            .into(),
        None if situation.receiver_is_named() || case.role().is_some() => {
            Outcome::Needs(vec![FactName::ChecksAudience])
        }
        None => Outcome::NotApplicable("no receiver is stated"),
    }
}

/// Whether the receiver compares the client of an ID token, which is its audience, with a list.
fn presenter_stands_for_it(case: &Case<'_>) -> bool {
    let compares = case.situation.checks("presenter") == Some(true);
    compares
        && case.is_id_token()
        && case.presenter().is_some_and(|presenter| {
            case.situation.lists_presenter(&presenter.client)
                && case.audience().contains(&presenter.client)
        })
}
