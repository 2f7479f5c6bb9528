//! `implausible-times`

use super::{is_plausible, is_too_far};
use crate::{
    rules::{
        Applies, Case, Check, Confidence, Doc, Family, Finding, Needs, Outcome, Passage, Rule,
        Severity, Threat,
        example::{Example, jwt},
        hosts,
        spec::{Spec, section},
    },
    token::{Document, NumericDate, time},
};

pub(crate) static RULE: Rule = Rule {
    name: "implausible-times",
    family: Family::Time,
    severity: Severity::Error,
    confidence: Confidence::High,
    needs: &[Needs::Token],
    applies: Applies::Any,
    silences: &[],
    doc: Doc {
        checks: "The dates `exp`, `iat`, `nbf` and `auth_time` by themselves and against each other: \
                 a date more than fifty years ahead (named as milliseconds, microseconds or \
                 nanoseconds where that makes a date of our times), a date before 2005, an end at \
                 or before the issue or the start, a login after the issue. A date of 0 that stands \
                 for \"not set\", a login more than a year before the issue and the dates of the \
                 examples in the RFCs are told as facts.",
        why: "Times count in seconds. Whoever writes milliseconds makes a token that ends in fifty \
              thousand years, and every check of its end passes. A token that ends before it begins \
              shows that one of its dates was never looked at.",
        threats: &[Threat::Stale],
        but: "Older servers write 0 for a date that they do not have, and an offline token of \
              Keycloak ends at 0 because it has no end. Sessions of mobile apps may truly last for \
              years. Some issuers date `iat` back by minutes to allow for slow clocks, and then the \
              login may be a little later.",
        fix: "Write every date as seconds since 1970 in UTC (in JavaScript `Math.floor(Date.now() / \
              1000)`), and leave out what is not known.",
    },
    article: &[Passage::Paragraph(14)],
    references: &[section(Spec::Rfc(7519), "2"), section(Spec::OidcCore, "2")],
    examples: &[
        Example::fires(
            "an end in milliseconds",
            jwt(
                r#"{"alg":"RS256"}"#,
                r#"{"iss":"https://idp.example","sub":"248289761001","aud":"web-app","iat":1767225600,"exp":1767229200000}"#,
            ),
        ),
        Example::fires(
            "it ends before it was issued",
            jwt(
                r#"{"alg":"RS256"}"#,
                r#"{"iss":"https://idp.example","sub":"248289761001","aud":"web-app","iat":1767225600,"exp":1767222000}"#,
            ),
        ),
        Example::fires(
            "the login is said to be later than the token",
            jwt(
                r#"{"alg":"RS256"}"#,
                r#"{"iss":"https://idp.example","sub":"248289761001","aud":"web-app","iat":1767222000,"auth_time":1767225600,"exp":1767229200}"#,
            ),
        ),
        Example::fires(
            "a start of 0 means that none is set (for information)",
            jwt(
                r#"{"alg":"RS256","typ":"JWT"}"#,
                r#"{"iss":"https://idp.example/auth/realms/demo","sub":"248289761001","aud":"web-app","typ":"ID","azp":"web-app","nbf":0,"auth_time":0,"iat":1767225600,"exp":1767229200}"#,
            ),
        ),
        Example::silent(
            "usual dates, one with a fraction",
            jwt(
                r#"{"alg":"RS256"}"#,
                r#"{"iss":"https://idp.example","sub":"248289761001","aud":"web-app","auth_time":1767222000.25,"iat":1767225600,"nbf":1767225600,"exp":1767229200}"#,
            ),
        ),
        Example::silent(
            "Entra dates the issue back by five minutes, so the login is later",
            jwt(
                r#"{"alg":"RS256","typ":"JWT"}"#,
                r#"{"iss":"https://login.microsoftonline.com/9188040d-6c67-4c5b-b112-36a304b66dad/v2.0","tid":"9188040d-6c67-4c5b-b112-36a304b66dad","sub":"a","aud":"6731de76-14a6-49ae-97bc-6eba6914391e","auth_time":1767225590,"iat":1767225300,"nbf":1767225300,"exp":1767229200}"#,
            ),
        ),
    ],
    check: Check::Token(check),
};

/// Issuers that date `iat` back do so by five minutes; a login may be so much later.
const DATED_BACK: i64 = 600;

/// `exp` of the examples of RFC 7515 and RFC 7519 (2011-03-22).
const RFC_EXAMPLE: i64 = 1_300_819_380;

fn check(case: &Case<'_>) -> Outcome {
    let Some(claims) = case.claims() else {
        return Outcome::NotApplicable("there are no readable claims");
    };
    let [expiry, issued, start, login] =
        ["exp", "iat", "nbf", "auth_time"].map(|name| claims.date(name).present());
    let mut findings = Vec::new();
    for (name, date) in [
        ("exp", expiry),
        ("iat", issued),
        ("nbf", start),
        ("auth_time", login),
    ] {
        findings.extend(date.and_then(|date| alone(case, name, date)));
    }
    let plausible = |date: Option<NumericDate>| date.filter(|date| is_plausible(case, *date));
    let [expiry, issued, start, login] = [expiry, issued, start, login].map(plausible);
    findings.extend(expiry.and_then(|expiry| ends_too_early(expiry, issued, start)));
    if let (Some(login), Some(issued)) = (login, issued) {
        findings.extend(login_apart(case, claims, login, issued));
    }
    findings.into()
}

/// What is wrong with one date by itself.
fn alone(case: &Case<'_>, name: &str, date: NumericDate) -> Option<Finding> {
    let seconds = date.seconds();
    let pointer = || format!("payload/{name}");
    if is_too_far(case, date) {
        let expected = "expected seconds since the epoch";
        let message = match finer_unit(case, seconds) {
            Some((unit, meant)) => {
                format!("`{name}` is {seconds}, which is {meant} in {unit}, {expected}")
            }
            None => format!(
                "`{name}` is {date}, {}, {expected} and a date of our times",
                time::relative(date, case.now)
            ),
        };
        return Some(RULE.finds(pointer(), message).actual(seconds.to_string()));
    }
    if seconds == 0 && name != "iat" {
        let message = match name {
            "exp" => {
                "`exp` is 0, which some servers write for a token without an end, expected a date"
            }
            "nbf" => "`nbf` is 0, which some servers write for no date, expected no such claim",
            _ => "`auth_time` is 0, which some servers write for no date, expected no such claim",
        };
        return Some(
            RULE.finds(pointer(), message)
                .as_severity(Severity::Info)
                .actual("0"),
        );
    }
    if seconds < case.policy.implausible_past {
        let message =
            format!("`{name}` is {date}, before JWTs were made, expected seconds since the epoch");
        return Some(RULE.finds(pointer(), message).actual(seconds.to_string()));
    }
    (name == "exp" && seconds == RFC_EXAMPLE).then(|| {
        RULE.finds(
            pointer(),
            "`exp` is the date of the examples in RFC 7515 and RFC 7519, expected a token of our own \
             times",
        )
        .as_severity(Severity::Note)
    })
}

/// The unit in which the number is a date of our times, and that date.
fn finer_unit(case: &Case<'_>, seconds: i64) -> Option<(&'static str, NumericDate)> {
    [
        ("milliseconds", 1_000),
        ("microseconds", 1_000_000),
        ("nanoseconds", 1_000_000_000),
    ]
    .into_iter()
    .map(|(unit, parts)| (unit, NumericDate::from_seconds(seconds / parts)))
    .find(|(_, date)| is_plausible(case, *date))
}

/// An end at or before the issue or the start.
fn ends_too_early(
    expiry: NumericDate,
    issued: Option<NumericDate>,
    start: Option<NumericDate>,
) -> Option<Finding> {
    let (name, begin) = [("iat", issued), ("nbf", start)]
        .into_iter()
        .find_map(|(name, date)| Some((name, date.filter(|date| expiry <= *date)?)))?;
    Some(
        RULE.finds(
            "payload/exp",
            format!(
                "`exp` is {expiry} and `{name}` is {begin}, expected an end after the beginning"
            ),
        )
        .expected(format!("after {begin}"))
        .actual(expiry.to_string()),
    )
}

/// A login after the issue, or years before it.
fn login_apart(
    case: &Case<'_>,
    claims: &Document,
    login: NumericDate,
    issued: NumericDate,
) -> Option<Finding> {
    let age = issued.since(login);
    let tolerated = if dates_back(claims) {
        DATED_BACK.max(case.leeway)
    } else {
        case.leeway
    };
    if age < -tolerated {
        let message = format!(
            "`auth_time` is {login}, {} after `iat`, expected a login before the token",
            time::human_span(age)
        );
        return Some(
            RULE.finds("payload/auth_time", message)
                .expected(format!("no later than {issued}"))
                .actual(login.to_string()),
        );
    }
    (age > case.policy.implausible_authentication_age).then(|| {
        let message = format!(
            "`auth_time` is {login}, {} before `iat`, expected a login of this year",
            time::human_span(age)
        );
        RULE.finds("payload/auth_time", message)
            .as_severity(Severity::Info)
            .actual(login.to_string())
    })
}

/// Entra sets `iat` and `nbf` to five minutes before the issue.
fn dates_back(claims: &Document) -> bool {
    claims
        .str("iss")
        .is_some_and(|issuer| hosts::is_entra(&issuer))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{classify::Kind, rules::test_case::TestCase};

    fn told(claims: &str) -> Vec<(Severity, String)> {
        match TestCase::new(Kind::IdToken, claims).check(&RULE) {
            Outcome::Fires(findings) => findings
                .into_iter()
                .map(|finding| (finding.severity, finding.message))
                .collect(),
            _ => Vec::new(),
        }
    }

    #[test]
    fn finer_units_are_named() {
        for (number, unit) in [
            ("1767225600000", "milliseconds"),
            ("1767225600000000", "microseconds"),
            ("1767225600000000000", "nanoseconds"),
        ] {
            let told = told(&format!(r#"{{"exp":{number}}}"#));
            assert_eq!(told.len(), 1);
            assert!(
                told[0]
                    .1
                    .contains(&format!("2026-01-01T00:00:00Z in {unit}")),
                "{told:?}"
            );
        }
        assert!(told(r#"{"exp":9999999999}"#)[0].1.contains("2286"));
    }

    #[test]
    fn what_is_not_set_and_long_sessions_are_only_told() {
        for claims in [
            r#"{"nbf":0,"exp":1767229200}"#,
            r#"{"exp":0}"#,
            r#"{"auth_time":1640995200,"iat":1767225600}"#,
        ] {
            let told = told(claims);
            assert_eq!(told.len(), 1, "{claims}");
            assert_eq!(told[0].0, Severity::Info, "{claims}");
        }
        assert_eq!(told(r#"{"exp":1300819380}"#)[0].0, Severity::Note);
    }

    #[test]
    fn one_wrong_date_is_one_finding() {
        assert_eq!(told(r#"{"iat":1767225600000,"exp":1767229200}"#).len(), 1);
        assert_eq!(told(r#"{"nbf":1767229200,"exp":1767229200}"#).len(), 1);
    }
}
