//! `lifetime-too-long`

use super::plausible;
use crate::{
    classify::Kind,
    rules::{
        Applies, Case, Check, Confidence, Doc, Family, Needs, Outcome, Passage, Rule, Severity,
        Threat,
        example::{Example, jwt},
        spec::{Spec, section},
    },
    situation::ClientType,
    token::time,
};

pub(crate) static RULE: Rule = Rule {
    name: "lifetime-too-long",
    family: Family::Time,
    severity: Severity::Warn,
    confidence: Confidence::High,
    needs: &[Needs::Token, Needs::Situation],
    applies: Applies::Only(&[Kind::IdToken, Kind::AccessToken]),
    silences: &[],
    doc: Doc {
        checks: "The time from `iat` (or `nbf`) to `exp`. A bearer access token above an hour is \
                 told as a fact, above a day it is a warning and above a week an error; where the \
                 client is public or another party's, and under the profile fapi2, the warning \
                 begins at an hour and the error at a day. A token bound to its sender draws a \
                 warning above a day. An ID token may last a day if only its client reads it at the \
                 login, and an hour where it is the credential of its sender. Tokens that the \
                 issuer can take back (introspected ones, Entra's with continuous access \
                 evaluation) are told as facts. Opaque tokens do not show their life.",
        why: "A signed token cannot be called back: whoever copies it can use it until it ends, and \
              a user who was locked out keeps the access that it grants. The length of its life is \
              the only brake.",
        threats: &[Threat::Stolen, Threat::Stale],
        but: "A token that is bound to its sender, or looked up at the issuer on every use, may \
              live longer. An ID token that is read once at the login does no harm by a long life, \
              since nobody looks at it again. Common providers give 65 to 95 minutes or a day \
              unless told otherwise, so an hour alone is no fault.",
        fix: "Give access tokens minutes to an hour and a refresh token beside them, or bind them \
              to their sender.",
    },
    article: &[Passage::Paragraph(14)],
    references: &[
        section(Spec::OidcCore, "16.9"),
        section(Spec::OidcCore, "16.18"),
        section(Spec::Rfc(9700), "2.2.1"),
        section(Spec::Rfc(9700), "4.10"),
        section(Spec::Rfc(6750), "5.3"),
        section(Spec::KubernetesAuthentication, ""),
    ],
    examples: &[
        Example::fires(
            "a bearer access token for eight days: an error",
            jwt(
                r#"{"alg":"RS256","typ":"at+jwt"}"#,
                r#"{"iss":"https://idp.example","sub":"248289761001","client_id":"web-app","aud":"https://api.example","iat":1767225600,"exp":1767916800,"jti":"f2b6"}"#,
            ),
        ),
        Example::fires(
            "two hours under FAPI 2: a warning",
            jwt(
                r#"{"alg":"RS256","typ":"at+jwt"}"#,
                r#"{"iss":"https://idp.example","sub":"248289761001","client_id":"spa","aud":"https://api.example","iat":1767225600,"exp":1767232800,"jti":"f2b6"}"#,
            ),
        )
        .with(&["--profile", "fapi2"]),
        Example::fires(
            "an ID token of ten hours as the credential at an API",
            jwt(
                r#"{"alg":"RS256"}"#,
                r#"{"iss":"https://idp.example","sub":"248289761001","aud":"web-app","nonce":"n-0S6_WzA2Mj","iat":1767225600,"exp":1767261600}"#,
            ),
        )
        .with(&["--to", "resource-server", "--own-client", "web-app"]),
        Example::silent(
            "a day, bound to a key",
            jwt(
                r#"{"alg":"RS256","typ":"at+jwt"}"#,
                r#"{"iss":"https://idp.example","sub":"248289761001","client_id":"web-app","aud":"https://api.example","iat":1767225600,"exp":1767312000,"jti":"f2b6","cnf":{"jkt":"0ZcOCORZNYy-DWpqq30jZyJGHTN0d2HglBV3uiguA4I"}}"#,
            ),
        ),
        Example::silent(
            "an ID token of ten hours, Auth0's default, at its client",
            jwt(
                r#"{"alg":"RS256","typ":"JWT","kid":"k"}"#,
                r#"{"iss":"https://tenant.eu.auth0.com/","sub":"auth0|1","aud":"web-app","nonce":"n-0S6_WzA2Mj","iat":1767225600,"exp":1767261600,"sid":"s"}"#,
            ),
        )
        .with(&["--to", "client", "--own-client", "web-app"]),
        Example::silent(
            "an access token of an hour",
            jwt(
                r#"{"alg":"RS256","typ":"at+jwt"}"#,
                r#"{"iss":"https://idp.example","sub":"248289761001","client_id":"web-app","aud":"https://api.example","iat":1767225600,"exp":1767229200,"jti":"f2b6"}"#,
            ),
        ),
    ],
    check: Check::Token(check),
};

fn check(case: &Case<'_>) -> Outcome {
    let Some(claims) = case.claims() else {
        return Outcome::NotApplicable("there are no readable claims");
    };
    let begin = plausible(case, claims, "iat").or_else(|| plausible(case, claims, "nbf"));
    let (Some(begin), Some(end)) = (begin, plausible(case, claims, "exp")) else {
        return Outcome::NotApplicable("beginning or end of its life is not known");
    };
    let life = end.since(begin);
    let Some((severity, limit, what)) = judge(case, life) else {
        return Outcome::Silent;
    };
    let severity = if can_be_taken_back(case) {
        severity.min(Severity::Info)
    } else {
        severity
    };
    let message = format!(
        "it lives for {}, expected at most {} for {what}",
        time::human_span(life),
        time::human_span(limit)
    );
    RULE.finds("payload/exp", message)
        .as_severity(severity)
        .expected(format!("at most {limit} s"))
        .actual(format!("{life} s"))
        .into()
}

/// The severity, the limit that is passed and what it holds for; `None` within all limits.
fn judge(case: &Case<'_>, life: i64) -> Option<(Severity, i64, &'static str)> {
    let policy = case.policy;
    let limits: &[(Severity, i64, &'static str)] = if case.is_bound() {
        &[(
            Severity::Warn,
            policy.bound_life_warn,
            "a token bound to its sender",
        )]
    } else if case.is_id_token() && is_credential(case) {
        &[(
            Severity::Warn,
            policy.id_token_credential_life_warn,
            "an ID token that serves as a credential",
        )]
    } else if case.is_id_token() {
        &[(
            Severity::Warn,
            policy.id_token_life_warn,
            "an ID token that is read at the login",
        )]
    } else if is_exposed(case) {
        let what = "a bearer token of a public or foreign client";
        &[
            (Severity::Error, policy.exposed_life_error, what),
            (Severity::Warn, policy.exposed_life_warn, what),
        ]
    } else {
        &[
            (Severity::Error, policy.bearer_life_error, BEARER),
            (Severity::Warn, policy.bearer_life_warn, BEARER),
            (Severity::Info, policy.bearer_life_info, BEARER),
        ]
    };
    limits.iter().find(|(_, limit, _)| life > *limit).copied()
}

const BEARER: &str = "a bearer access token";

fn is_credential(case: &Case<'_>) -> bool {
    case.is_in_authorization_header() || case.is_credential() == Some(true)
}

/// Whether the token lies where its receiver's operator has no say.
fn is_exposed(case: &Case<'_>) -> bool {
    case.situation.is_third_party() || case.situation.client_type.is(&ClientType::Public)
}

/// Whether the issuer can end the token before its time: it is asked on every use, or both sides
/// take part in Entra's continuous access evaluation (client capability `cp1`).
fn can_be_taken_back(case: &Case<'_>) -> bool {
    case.situation.introspects.is(&true)
        || case
            .claims()
            .and_then(|claims| claims.strings("xms_cc").present())
            .is_some_and(|capabilities| {
                capabilities
                    .iter()
                    .any(|capability| capability.eq_ignore_ascii_case("cp1"))
            })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{
        rules::test_case::TestCase,
        situation::{Fact, Profile, Role},
    };

    const HOUR: i64 = 3600;

    fn case(life: i64, more: &str) -> TestCase {
        let end = 1_767_225_600 + life;
        let claims = format!(r#"{{"iat":1767225600,"exp":{end}{more}}}"#);
        TestCase::new(Kind::AccessToken, &claims)
    }

    fn severity(test: &TestCase) -> Option<Severity> {
        match test.check(&RULE) {
            Outcome::Fires(findings) => Some(findings[0].severity),
            _ => None,
        }
    }

    #[test]
    fn a_bearer_token_is_judged_by_its_length() {
        for (life, expected) in [
            (HOUR, None),
            (95 * 60, Some(Severity::Info)),
            (24 * HOUR, Some(Severity::Info)),
            (24 * HOUR + 1, Some(Severity::Warn)),
            (7 * 24 * HOUR, Some(Severity::Warn)),
            (8 * 24 * HOUR, Some(Severity::Error)),
        ] {
            assert_eq!(severity(&case(life, "")), expected, "{life}");
        }
    }

    #[test]
    fn the_profile_fapi2_is_stricter() {
        let mut test = case(2 * HOUR, "");
        test.situation.profile = Profile::Fapi2;
        assert_eq!(severity(&test), Some(Severity::Warn));
    }

    #[test]
    fn a_cluster_takes_id_tokens_for_minutes() {
        for (profile, life, expected) in [
            (Profile::Oidc, HOUR, None),
            (Profile::K8s, HOUR, Some(Severity::Warn)),
            (Profile::K8s, 600, None),
        ] {
            let end = 1_767_225_600 + life;
            let claims = format!(r#"{{"iat":1767225600,"exp":{end},"aud":"kubernetes"}}"#);
            let mut test = TestCase::new(Kind::IdToken, &claims);
            test.situation.role = Fact::Stated(Role::KubernetesApi);
            test.situation.profile = profile;
            assert_eq!(severity(&test), expected, "{profile} {life}");
        }
    }

    #[test]
    fn what_can_be_taken_back_is_only_told() {
        let long = 28 * HOUR;
        assert_eq!(severity(&case(long, "")), Some(Severity::Warn));
        let entra = case(long, r#","xms_cc":["CP1"]"#);
        assert_eq!(severity(&entra), Some(Severity::Info));
        let mut introspected = case(long, "");
        introspected.situation.introspects = Fact::Stated(true);
        assert_eq!(severity(&introspected), Some(Severity::Info));
    }
}
