//! `token-response-malformed`

use crate::{
    input::Slot,
    rules::{
        Applies, Case, Check, Confidence, Doc, Family, Finding, Needs, Outcome, Rule, Severity,
        Threat,
        example::{Example, Sample},
        spec::{Spec, section},
        words::quote,
    },
    token::{Document, JsonKind, NumericDate},
};

pub(crate) static RULE: Rule = Rule {
    name: "token-response-malformed",
    family: Family::Pair,
    severity: Severity::Warn,
    confidence: Confidence::High,
    needs: &[Needs::Pair],
    applies: Applies::Any,
    silences: &[],
    doc: Doc {
        checks: "The members of a token response: `access_token` is missing or empty, a token holds \
                 characters that no token may have, or `expires_in` is no positive number (errors); \
                 `token_type` is missing (a warning) or unknown, or `expires_in` is a number between \
                 quotes (for information).",
        why: "Clients fill gaps by guessing. A missing type becomes `Bearer`, and a bound token goes \
              out unbound; a missing or senseless lifetime becomes for ever.",
        threats: &[Threat::Stolen, Threat::Stale],
        but: "`expires_in` is only recommended. Numbers between quotes and types such as `bot` are \
              habits of vendors and only named. A JSON object with one member alone, a request, an \
              answer of the authorization endpoint and a capture with masked tokens are not judged; \
              neither is the grant that was asked with, which a response does not show.",
        fix: "Answer with the members of RFC 6749 section 5.1, and let the client stop where one is \
              missing.",
    },
    article: &[],
    references: &[
        section(Spec::Rfc(6749), "5.1"),
        section(Spec::OidcCore, "3.1.3.3"),
    ],
    examples: &[
        Example::fires(
            "a response without `token_type`",
            Sample::Response(&[
                ("access_token", Sample::Text("dNZX1hEZ9wBCzNL40Upu646bdzQA")),
                ("expires_in", Sample::Text("3600")),
            ]),
        ),
        Example::fires(
            "a refresh token without the access token",
            Sample::Response(&[
                (
                    "refresh_token",
                    Sample::Text("tGzv3JOkF0XG5Qx2TlKWIAdNZX1h"),
                ),
                ("token_type", Sample::Text("Bearer")),
            ]),
        ),
        Example::fires(
            "a lifetime in words (and a vendor's type)",
            Sample::Response(&[
                ("access_token", Sample::Text("dNZX1hEZ9wBCzNL40Upu646bdzQA")),
                ("token_type", Sample::Text("bot")),
                ("expires_in", Sample::Text("one hour")),
            ]),
        ),
        Example::silent(
            "all that must be there, in other letter case",
            Sample::Response(&[
                ("access_token", Sample::Text("dNZX1hEZ9wBCzNL40Upu646bdzQA")),
                ("token_type", Sample::Text("bearer")),
            ]),
        ),
        Example::silent(
            "a token in its field, and no whole response",
            Sample::Response(&[("access_token", Sample::Text("dNZX1hEZ9wBCzNL40Upu646bdzQA"))]),
        ),
        Example::silent(
            "a masked capture",
            Sample::Response(&[
                ("access_token", Sample::Text("dNZX1hEZ9w***redacted***")),
                ("expires_in", Sample::Text("3600")),
            ]),
        ),
    ],
    check: Check::Token(check),
};

/// Types in use, in lower case: RFC 6750, RFC 9449, RFC 8693 §2.2.1, drafts, and vendors' words.
const TYPES: [&str; 5] = ["bearer", "dpop", "n_a", "mac", "pop"];

fn check(case: &Case<'_>) -> Outcome {
    let Some(response) = case.response.filter(|_| speaks_for_response(case)) else {
        return Outcome::NotApplicable("it is no token response, or another of its tokens speaks");
    };
    if !is_answer(response) {
        return Outcome::NotApplicable("this object is no answer of a token endpoint");
    }
    let tokens = ["access_token", "refresh_token", "id_token"];
    if tokens
        .iter()
        .any(|name| response.str(name).is_some_and(|text| is_masked(&text)))
    {
        return Outcome::NotApplicable("its tokens are masked");
    }
    let findings: Vec<Finding> = access_token(response)
        .into_iter()
        .chain(tokens.iter().filter_map(|name| characters(response, name)))
        .chain(lifetime(response))
        .chain(token_type(response))
        .collect();
    findings.into()
}

/// One token speaks for the response, so that a fault is told once.
fn speaks_for_response(case: &Case<'_>) -> bool {
    let rank = |slot: Option<&Slot>| match slot {
        Some(Slot::AccessToken) => 0,
        Some(Slot::IdToken) => 1,
        Some(Slot::RefreshToken) => 2,
        _ => 3,
    };
    let own = rank(case.slot);
    own < 3 && case.siblings.iter().all(|other| rank(other.slot) >= own)
}

/// Whether the object looks like an answer of a token endpoint: a client that stores tokens, a
/// request or an answer by redirect has other members.
fn is_answer(response: &Document) -> bool {
    let has_one_of = |names: &[&str]| names.iter().any(|name| response.has(name));
    response.members().nth(1).is_some()
        && has_one_of(&["access_token", "token_type", "expires_in"])
        && !has_one_of(&[
            "grant_type",
            "client_id",
            "client_secret",
            "client_assertion",
            "subject_token",
            "request",
            "code",
            "state",
            "response",
            "logout_token",
            "id_token_hint",
        ])
}

fn is_masked(text: &str) -> bool {
    ["***", "...", "…", "redacted", "REDACTED", "<"]
        .iter()
        .any(|mark| text.contains(mark))
}

fn access_token(response: &Document) -> Option<Finding> {
    let found = match response.get("access_token") {
        None => "absent".to_owned(),
        Some(value) => match value.string() {
            Some(text) if text.trim().is_empty() => "empty".to_owned(),
            Some(_) => return None,
            None => value.kind().to_string(),
        },
    };
    let message = format!("`access_token` is {found}, expected the token that was asked for");
    let finding = RULE.finds("response/access_token", message);
    Some(finding.as_severity(Severity::Error))
}

/// RFC 6749 Appendix A.12 and A.17: a token is made of the characters %x20 to %x7E.
fn characters(response: &Document, name: &str) -> Option<Finding> {
    let text = response.str(name)?;
    let odd = text.chars().find(|c| !matches!(c, ' '..='~'))?;
    let message = format!(
        "`{name}` holds U+{:04X}, expected visible ASCII characters only",
        u32::from(odd)
    );
    let finding = RULE.finds(format!("response/{name}"), message);
    Some(finding.as_severity(Severity::Error))
}

fn lifetime(response: &Document) -> Option<Finding> {
    let value = response.present("expires_in")?;
    let text = value.string();
    let is_digits = |text: &str| !text.is_empty() && text.bytes().all(|b| b.is_ascii_digit());
    let is_positive = |text: &str| {
        NumericDate::parse(text).is_some_and(|date| date > NumericDate::from_seconds(0))
    };
    let (found, severity) = match &text {
        None if value.kind() == JsonKind::Number && is_positive(value.text()) => return None,
        None if value.kind() == JsonKind::Number => (quote(value.text()), Severity::Error),
        None => (value.kind().to_string(), Severity::Error),
        Some(text) if is_digits(text) => ("a number between quotes".to_owned(), Severity::Info),
        Some(text) => (quote(text), Severity::Error),
    };
    let message = format!("`expires_in` is {found}, expected a positive number of seconds");
    let finding = RULE.finds("response/expires_in", message);
    Some(finding.as_severity(severity))
}

fn token_type(response: &Document) -> Option<Finding> {
    let (found, severity) = match response.present("token_type") {
        None => ("absent".to_owned(), Severity::Warn),
        Some(value) => match value.string() {
            None => (value.kind().to_string(), Severity::Warn),
            Some(text) if TYPES.contains(&text.to_ascii_lowercase().as_str()) => return None,
            Some(text) => (quote(&text), Severity::Info),
        },
    };
    let message = format!("`token_type` is {found}, expected `Bearer` or `DPoP`");
    let finding = RULE.finds("response/token_type", message);
    Some(finding.as_severity(severity).expected("Bearer or DPoP"))
}
