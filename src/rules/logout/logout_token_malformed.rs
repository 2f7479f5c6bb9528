//! `logout-token-malformed`

use super::LOGOUT_EVENT;
use crate::{
    classify::Kind,
    rules::{
        Applies, Case, Check, Confidence, Doc, Family, Finding, Needs, Outcome, Rule, Severity,
        Threat,
        example::{Example, jwt},
        spec::{Spec, section},
        words::quoted,
    },
    token::{Document, JsonKind, time::human_span},
};

pub(crate) static RULE: Rule = Rule {
    name: "logout-token-malformed",
    family: Family::Logout,
    severity: Severity::Error,
    confidence: Confidence::High,
    needs: &[Needs::Token],
    applies: Applies::Only(&[Kind::LogoutToken]),
    silences: &[],
    doc: Doc {
        checks: "The claims of a logout token: `iss`, `iat`, `jti` or `events` is missing, `events` \
                 is without the logout event or its value is no object, neither `sub` nor `sid` is \
                 there, or it was issued more than two minutes ago (an error after a day). A \
                 missing `aud` or `exp` and a missing signature have rules of their own.",
        why: "A logout endpoint acts on whoever reaches it. One that takes half a token lets anyone \
              with a JWT of this issuer end sessions, and one that takes old tokens lets a recorded \
              logout be played again.",
        threats: &[Threat::Once, Threat::Confusion],
        but: "Events of other kinds beside the logout are to be ignored. A logout token out of a log \
              is old by nature: judge it with `--now`. An event with members is only worth knowing.",
        fix: "Issue it as Back-Channel Logout says, deliver it at once, and refuse a `jti` that came \
              before.",
    },
    article: &[],
    references: &[
        section(Spec::BackChannelLogout, "2.4"),
        section(Spec::BackChannelLogout, "2.5"),
        section(Spec::BackChannelLogout, "2.6"),
    ],
    examples: &[
        Example::fires(
            "no event",
            jwt(
                r#"{"alg":"RS256","typ":"logout+jwt"}"#,
                r#"{"iss":"https://idp.example","sub":"248289761001","aud":"web-app","iat":1767225590,"exp":1767225710,"jti":"bWJq"}"#,
            ),
        ),
        Example::fires(
            "nobody to log out",
            jwt(
                r#"{"alg":"RS256","typ":"logout+jwt"}"#,
                r#"{"iss":"https://idp.example","aud":"web-app","iat":1767225590,"exp":1767225710,"jti":"bWJq","events":{"http://schemas.openid.net/event/backchannel-logout":{}}}"#,
            ),
        ),
        Example::fires(
            "a logout of yesterday",
            jwt(
                r#"{"alg":"RS256","typ":"logout+jwt"}"#,
                r#"{"iss":"https://idp.example","sub":"248289761001","aud":"web-app","iat":1767139100,"exp":1767312000,"jti":"bWJq","events":{"http://schemas.openid.net/event/backchannel-logout":{}}}"#,
            ),
        ),
        Example::silent(
            "all claims, and another event beside the logout",
            jwt(
                r#"{"alg":"RS256","typ":"logout+jwt"}"#,
                r#"{"iss":"https://idp.example","sid":"08a5019c-17e1-4977","aud":"web-app","iat":1767225590,"exp":1767225710,"jti":"bWJq","events":{"http://schemas.openid.net/event/backchannel-logout":{},"https://idp.example/event/audit":{"by":"administrator"}}}"#,
            ),
        ),
        Example::silent(
            "Keycloak's, which says its kind in a claim",
            jwt(
                r#"{"alg":"RS256","typ":"JWT","kid":"1"}"#,
                r#"{"iat":1767225590,"jti":"e4f5bd43","iss":"https://idp.example/realms/shop","aud":"web-app","sub":"f1b2c3","typ":"Logout","sid":"08a5019c","events":{"http://schemas.openid.net/event/backchannel-logout":{}},"exp":1767225710}"#,
            ),
        ),
    ],
    check: Check::Token(check),
};

fn check(case: &Case<'_>) -> Outcome {
    let Some(claims) = case.claims().filter(|_| case.is_whole()) else {
        return Outcome::NotApplicable("the claims cannot be read to their end");
    };
    let findings: Vec<Finding> = missing(claims)
        .into_iter()
        .chain(event(claims))
        .chain(session(claims))
        .chain(age(case, claims))
        .collect();
    findings.into()
}

fn missing(claims: &Document) -> Option<Finding> {
    let names: Vec<&str> = ["iss", "iat", "jti", "events"]
        .into_iter()
        .filter(|name| claims.present(name).is_none())
        .collect();
    if names.is_empty() {
        return None;
    }
    let verb = if names.len() == 1 { "is" } else { "are" };
    let message = format!(
        "{} {verb} absent, expected in every logout token",
        quoted(&names, "and")
    );
    Some(RULE.finds("payload", message))
}

fn event(claims: &Document) -> Option<Finding> {
    let events = claims.present("events")?;
    let (found, severity) = match events.member(LOGOUT_EVENT) {
        None if events.kind() != JsonKind::Object => {
            (format!("is {}", events.kind()), Severity::Error)
        }
        None => ("has no logout event".to_owned(), Severity::Error),
        Some(value) => match value.members() {
            None => (
                format!("has a logout event that is {}", value.kind()),
                Severity::Error,
            ),
            Some(members) if members.is_empty() => return None,
            Some(_) => ("has a logout event with members".to_owned(), Severity::Info),
        },
    };
    let message = format!("`events` {found}, expected `{LOGOUT_EVENT}` with an empty object");
    let finding = RULE.finds("payload/events", message);
    Some(finding.as_severity(severity))
}

fn session(claims: &Document) -> Option<Finding> {
    if claims.present("sub").is_some() || claims.present("sid").is_some() {
        return None;
    }
    let message = "neither `sub` nor `sid` is there, expected the user or the session to log out";
    Some(RULE.finds("payload", message))
}

fn age(case: &Case<'_>, claims: &Document) -> Option<Finding> {
    let age = case.now.since(claims.date("iat").present()?);
    let policy = case.policy;
    let severity = if age > policy.logout_age_error {
        Severity::Error
    } else if age > policy.logout_age_warn {
        Severity::Warn
    } else {
        return None;
    };
    let message = format!(
        "the logout token was issued {} ago, expected at most {}",
        human_span(age),
        human_span(policy.logout_age_warn)
    );
    Some(RULE.finds("payload/iat", message).as_severity(severity))
}
