//! `not-yet-valid`

use super::plausible;
use crate::{
    classify::Kind,
    rules::{
        Applies, Case, Check, Confidence, Doc, Family, Finding, Needs, Outcome, Rule, Severity,
        Threat,
        example::{Example, jwt},
        spec::{Spec, section},
    },
    token::{NumericDate, time},
};

pub(crate) static RULE: Rule = Rule {
    name: "not-yet-valid",
    family: Family::Time,
    severity: Severity::Error,
    confidence: Confidence::High,
    needs: &[Needs::Token],
    applies: Applies::Except(&[Kind::DpopProof]),
    silences: &[],
    doc: Doc {
        checks: "`nbf` or `iat` lies after the time of judgement and the tolerated clock skew \
                 (`--leeway`, 60 seconds unless told otherwise). In the profile fapi2 ten seconds \
                 are tolerated, more is a warning, and more than a minute is an error.",
        why: "A token made for later can be stored and played at a moment that its maker chose, \
              when nobody remembers it any more. Mostly it is a clock that runs wrong, and then \
              every other time in the token is wrong by as much.",
        threats: &[Threat::Stale, Threat::Once],
        but: "Machines drift, and within the skew nothing is said. A recording that is opened \
              later has to be judged by its own time (`--now`). The `iat` of a DPoP proof has a \
              window of its own and is not judged here.",
        fix: "Synchronise the clocks of both machines, and let the receiver tolerate a small skew \
              instead of none.",
    },
    article: &[],
    references: &[
        section(Spec::Rfc(7519), "4.1.5"),
        section(Spec::Rfc(7519), "4.1.6"),
        section(Spec::Fapi2Security, "5.3.2.1"),
    ],
    examples: &[
        Example::fires(
            "issued ten minutes from now",
            jwt(
                r#"{"alg":"RS256"}"#,
                r#"{"iss":"https://idp.example","sub":"248289761001","aud":"web-app","iat":1767226200,"exp":1767229800}"#,
            ),
        ),
        Example::fires(
            "half a minute ahead, under the profile fapi2: a warning",
            jwt(
                r#"{"alg":"PS256","typ":"at+jwt"}"#,
                r#"{"iss":"https://idp.example","sub":"248289761001","aud":"https://api.example","nbf":1767225630,"exp":1767225900}"#,
            ),
        )
        .with(&["--profile", "fapi2"]),
        Example::silent(
            "twenty seconds ahead",
            jwt(
                r#"{"alg":"RS256"}"#,
                r#"{"iss":"https://idp.example","sub":"248289761001","aud":"web-app","iat":1767225620,"exp":1767229200}"#,
            ),
        ),
        Example::silent(
            "issue and start dated back by five minutes, as Entra does",
            jwt(
                r#"{"alg":"RS256","typ":"JWT"}"#,
                r#"{"iss":"https://login.microsoftonline.com/9188040d-6c67-4c5b-b112-36a304b66dad/v2.0","tid":"9188040d-6c67-4c5b-b112-36a304b66dad","sub":"a","aud":"6731de76-14a6-49ae-97bc-6eba6914391e","iat":1767225300,"nbf":1767225300,"exp":1767229200}"#,
            ),
        ),
    ],
    check: Check::Token(check),
};

fn check(case: &Case<'_>) -> Outcome {
    let Some(claims) = case.claims() else {
        return Outcome::NotApplicable("there are no readable claims");
    };
    ["nbf", "iat"]
        .into_iter()
        .filter_map(|name| ahead(case, name, plausible(case, claims, name)?))
        .collect::<Vec<_>>()
        .into()
}

fn ahead(case: &Case<'_>, name: &str, date: NumericDate) -> Option<Finding> {
    let ahead = date.since(case.now);
    let tolerated = case.policy.future_skew.unwrap_or(case.leeway);
    if ahead <= tolerated {
        return None;
    }
    let error = case.policy.future_skew_error.unwrap_or(tolerated);
    let severity = if ahead > error {
        RULE.severity
    } else {
        Severity::Warn
    };
    let latest = case.now.plus(tolerated);
    Some(
        RULE.finds(
            format!("payload/{name}"),
            format!(
                "`{name}` is {date}, {}, expected no later than {latest} (now is {}, and {} are \
                 tolerated)",
                time::relative(date, case.now),
                case.now,
                time::human_span(tolerated),
            ),
        )
        .as_severity(severity)
        .expected(format!("no later than {latest}"))
        .actual(date.to_string()),
    )
}
