//! `missing-exp`

use crate::{
    classify::Kind,
    rules::{
        Applies, Case, Check, Confidence, Doc, Family, Needs, Outcome, Passage, Rule, Severity,
        Threat,
        example::{Example, jwt},
        spec::{Spec, section},
    },
    token::{Claim, Part},
};

pub(crate) static RULE: Rule = Rule {
    name: "missing-exp",
    family: Family::Time,
    severity: Severity::Error,
    confidence: Confidence::High,
    needs: &[Needs::Token],
    applies: Applies::Except(&[Kind::Encrypted, Kind::Opaque]),
    silences: &[],
    doc: Doc {
        checks: "There is no `exp` in a kind of token that must have one (ID, access and logout \
                 tokens, client assertions, JARM responses, identity assertion grants, workload \
                 identities), or in one of unknown kind that names a user or a receiver (for \
                 information). An `exp` that is there and is no number of seconds is left to the \
                 rules `wrong-claim-type` and `ambiguous-json`.",
        why: "A token without an end works for ever for whoever copies it, and what it says is never \
              looked up again: consent withdrawn, a user who left and a changed role do not count.",
        threats: &[Threat::Stale, Threat::Stolen],
        but: "A token whose state is looked up at its issuer on every use can live without `exp`. \
              Security event tokens, DPoP proofs, signed userinfo and introspection responses need \
              none. Logout tokens need one since the errata of 2023 and servers written before \
              leave it out, so there it is only worth knowing.",
        fix: "Set `exp` as a number of seconds since the epoch; if the token has to live long, \
              make it opaque and revocable.",
    },
    article: &[Passage::Paragraph(14), Passage::Footnote(13)],
    references: &[
        section(Spec::Rfc(7519), "4.1.4"),
        section(Spec::OidcCore, "2"),
        section(Spec::Rfc(9068), "2.2"),
        section(Spec::Rfc(7523), "3"),
        section(Spec::Jarm, "2.1"),
        section(Spec::Rfc(8417), "2.2"),
        section(Spec::BackChannelLogout, "2.4"),
    ],
    examples: &[
        Example::fires(
            "an access token that never ends",
            jwt(
                r#"{"alg":"RS256","typ":"at+jwt"}"#,
                r#"{"iss":"https://idp.example","sub":"1","aud":"https://api.example","client_id":"web-app"}"#,
            ),
        )
        .with(&["--as", "access-token"]),
        Example::fires(
            "a token of no known kind that names a user (for information)",
            jwt(
                r#"{"alg":"HS256","typ":"JWT"}"#,
                r#"{"sub":"1234567890","name":"John Doe","iat":1516239022}"#,
            ),
        ),
        Example::silent(
            "a security event token, which tells of something that has happened",
            jwt(
                r#"{"alg":"RS256","typ":"secevent+jwt"}"#,
                r#"{"iss":"https://idp.example","iat":1767225600,"jti":"1","events":{"https://schemas.openid.net/secevent/caep/event-type/session-revoked":{}}}"#,
            ),
        )
        .with(&["--as", "security-event-token"]),
        Example::silent(
            "an `exp` between quotes, which is there and of the wrong type",
            jwt(
                r#"{"alg":"RS256"}"#,
                r#"{"iss":"https://idp.example","sub":"1","aud":"web-app","exp":"1767229200"}"#,
            ),
        )
        .with(&["--as", "id-token"]),
        Example::silent(
            "an access token with its end",
            jwt(
                r#"{"alg":"RS256","typ":"at+jwt"}"#,
                r#"{"iss":"https://idp.example","sub":"1","aud":"https://api.example","exp":1767229200.5}"#,
            ),
        )
        .with(&["--as", "access-token"]),
    ],
    check: Check::Token(check),
};

fn check(case: &Case<'_>) -> Outcome {
    let Some(claims) = case.claims() else {
        return Outcome::NotApplicable("there are no readable claims");
    };
    match claims.date("exp") {
        Claim::Present(_) => Outcome::Silent,
        Claim::Malformed(_) => Outcome::NotApplicable(
            "`exp` is there and cannot be read: `wrong-claim-type` and `ambiguous-json` speak about that",
        ),
        Claim::Absent if is_incomplete(case) => {
            Outcome::NotApplicable("the claims break off, so `exp` may be lost")
        }
        Claim::Absent => absent(case, claims.has("exp")),
    }
}

fn absent(case: &Case<'_>, is_null: bool) -> Outcome {
    let severity = match case.kind {
        Kind::IdToken
        | Kind::AccessToken
        | Kind::ClientAssertion
        | Kind::JarmResponse
        | Kind::IdentityAssertionGrant
        | Kind::SpiffeSvid
        | Kind::GithubActions
        | Kind::GitlabCi => Severity::Error,
        // The tokens that Kubernetes keeps in secrets were made without an end on purpose.
        Kind::KubernetesServiceAccount if case.is_legacy_service_account() => Severity::Warn,
        Kind::KubernetesServiceAccount => Severity::Error,
        Kind::LogoutToken => Severity::Info,
        Kind::Unknown if may_be_credential(case) => return unknown(is_null),
        _ => return Outcome::NotApplicable("this kind of token needs no `exp`"),
    };
    let found = if is_null { "`null`" } else { "missing" };
    RULE.finds(
        "payload",
        format!(
            "`exp` is {found}, expected the end of life of this {}",
            case.kind
        ),
    )
    .as_severity(severity)
    .into()
}

/// A token that names a user or a receiver may well be a credential. Without `exp` it is no ID token
/// and no access token by the book, and that is often the reason why its kind is unknown.
fn may_be_credential(case: &Case<'_>) -> bool {
    case.claims()
        .is_some_and(|claims| claims.has("sub") || claims.has("aud"))
}

fn unknown(is_null: bool) -> Outcome {
    let found = if is_null { "`null`" } else { "missing" };
    let message =
        format!("`exp` is {found}, expected the end of life, if this is accepted as a credential");
    RULE.finds("payload", message)
        .as_severity(Severity::Info)
        .as_confidence(Confidence::Medium)
        .into()
}

fn is_incomplete(case: &Case<'_>) -> bool {
    case.token
        .damage()
        .iter()
        .any(|damage| matches!(damage.part, Part::Payload | Part::Whole) && damage.fault.is_fatal())
}
