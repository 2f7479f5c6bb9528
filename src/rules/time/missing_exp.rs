//! `missing-exp`

use crate::{
    classify::Kind,
    rules::{
        Applies, Case, Check, Confidence, Doc, Family, Needs, Outcome, Passage, Rule, Severity,
        Threat,
        example::{Example, jwt},
        spec::{Spec, section},
    },
    token::{Claim, JsonKind, Part, Value},
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
                 identities); or, in any kind, `exp` is there and is no number of seconds.",
        why: "A token without an end works for ever for whoever copies it. An `exp` of the wrong \
              type is worse than it looks: one library reads it, another refuses it, a third \
              takes it for absent.",
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
            "an `exp` between quotes",
            jwt(
                r#"{"alg":"RS256"}"#,
                r#"{"iss":"https://idp.example","sub":"1","aud":"web-app","exp":"1767229200"}"#,
            ),
        )
        .with(&["--as", "id-token"]),
        Example::silent(
            "a security event token, which tells of something that has happened",
            jwt(
                r#"{"alg":"RS256","typ":"secevent+jwt"}"#,
                r#"{"iss":"https://idp.example","iat":1767225600,"jti":"1","events":{"https://schemas.openid.net/secevent/caep/event-type/session-revoked":{}}}"#,
            ),
        )
        .with(&["--as", "security-event-token"]),
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
        Claim::Malformed(value) => malformed(value),
        Claim::Absent if is_incomplete(case) => {
            Outcome::NotApplicable("the claims break off, so `exp` may be lost")
        }
        Claim::Absent => absent(case, claims.has("exp")),
    }
}

fn malformed(value: Value<'_>) -> Outcome {
    let found = match value.kind() {
        JsonKind::Number => "a number beyond any calendar".to_owned(),
        other => other.to_string(),
    };
    let message = format!("`exp` is {found}, expected a number of seconds since the epoch");
    let finding = RULE.finds("payload/exp", message).expected("number");
    match value.kind() {
        JsonKind::String => finding.fix(
            "Write the number without quotes: some libraries read a string here, some refuse it, \
             and some take the claim for absent.",
        ),
        _ => finding,
    }
    .into()
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
        Kind::KubernetesServiceAccount if is_legacy_service_account(case) => Severity::Warn,
        Kind::KubernetesServiceAccount => Severity::Error,
        Kind::LogoutToken => Severity::Info,
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

fn is_legacy_service_account(case: &Case<'_>) -> bool {
    case.claims()
        .and_then(|claims| claims.str("iss"))
        .is_some_and(|issuer| issuer == "kubernetes/serviceaccount")
}

fn is_incomplete(case: &Case<'_>) -> bool {
    case.token
        .damage()
        .iter()
        .any(|damage| matches!(damage.part, Part::Payload | Part::Whole) && damage.fault.is_fatal())
}
