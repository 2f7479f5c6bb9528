//! `stale-authentication`

use super::plausible;
use crate::{
    classify::Kind,
    rules::{
        Applies, Case, Check, Confidence, Doc, Family, Needs, Outcome, Passage, Rule, Severity,
        Threat,
        example::{Example, jwt},
        spec::{Spec, section},
    },
    token::{Document, NumericDate, time},
};

pub(crate) static RULE: Rule = Rule {
    name: "stale-authentication",
    family: Family::Time,
    severity: Severity::Warn,
    confidence: Confidence::High,
    needs: &[Needs::Token, Needs::Situation],
    applies: Applies::Only(&[Kind::IdToken, Kind::AccessToken]),
    silences: &[],
    doc: Doc {
        checks: "Where an age of the login is demanded (`--max-auth-age`), `auth_time` must be \
                 there and no older: otherwise this is an error. Without such a demand an ID token \
                 that is much younger than its login is told as a fact: by twelve hours, or by an \
                 hour where it has no `nonce` and so most likely comes from a refresh.",
        why: "A token that was issued by a refresh or out of a running session looks new and says \
              nothing of the user being there now: it may be another person at the same machine. \
              This holds for ID tokens too, which are often said to need a human.",
        threats: &[Threat::Stale],
        but: "Most applications do not need a fresh login, and then a long session is what the user \
              wants. Mobile apps keep theirs for years.",
        fix: "Ask for what is needed (`max_age` or `acr_values`) and compare `auth_time` in the \
              answer; an API can send the client back for a new login with a step-up challenge.",
    },
    article: &[Passage::Paragraph(18), Passage::Footnote(17)],
    references: &[
        section(Spec::OidcCore, "2"),
        section(Spec::OidcCore, "3.1.2.1"),
        section(Spec::OidcCore, "3.1.3.7"),
        section(Spec::OidcCore, "12.2"),
        section(Spec::Rfc(9470), ""),
    ],
    examples: &[
        Example::fires(
            "five minutes are demanded, and the login was yesterday",
            jwt(
                r#"{"alg":"RS256"}"#,
                r#"{"iss":"https://idp.example","sub":"248289761001","aud":"web-app","nonce":"n-0S6_WzA2Mj","auth_time":1767139200,"iat":1767225600,"exp":1767229200}"#,
            ),
        )
        .with(&["--max-auth-age", "300"]),
        Example::fires(
            "five minutes are demanded, and the token does not say when",
            jwt(
                r#"{"alg":"RS256"}"#,
                r#"{"iss":"https://idp.example","sub":"248289761001","aud":"web-app","nonce":"n-0S6_WzA2Mj","iat":1767225600,"exp":1767229200}"#,
            ),
        )
        .with(&["--max-auth-age", "300"]),
        Example::fires(
            "no nonce, two hours after the login: from a refresh (for information)",
            jwt(
                r#"{"alg":"RS256"}"#,
                r#"{"iss":"https://idp.example","sub":"248289761001","aud":"web-app","auth_time":1767218400,"iat":1767225600,"exp":1767229200}"#,
            ),
        )
        .with(&["--as", "id-token"]),
        Example::silent(
            "the login was in the morning, and nobody demands more",
            jwt(
                r#"{"alg":"RS256"}"#,
                r#"{"iss":"https://idp.example","sub":"248289761001","aud":"web-app","nonce":"n-0S6_WzA2Mj","auth_time":1767211200,"iat":1767225600,"exp":1767229200}"#,
            ),
        ),
        Example::silent(
            "four minutes old, where five are allowed",
            jwt(
                r#"{"alg":"RS256"}"#,
                r#"{"iss":"https://idp.example","sub":"248289761001","aud":"web-app","nonce":"n-0S6_WzA2Mj","auth_time":1767225360,"iat":1767225600,"exp":1767229200}"#,
            ),
        )
        .with(&["--max-auth-age", "300"]),
    ],
    check: Check::Token(check),
};

fn check(case: &Case<'_>) -> Outcome {
    let Some(claims) = case.claims() else {
        return Outcome::NotApplicable("there are no readable claims");
    };
    let login = plausible(case, claims, "auth_time");
    match (case.situation.max_auth_age, login) {
        (Some(most), Some(login)) => demanded(case, login, most),
        (Some(most), None) if case.is_whole() => absent(claims, most),
        (None, Some(login)) if case.is_id_token() => remark(case, claims, login),
        _ => Outcome::NotApplicable("no age of the login is demanded, or none is told"),
    }
}

fn demanded(case: &Case<'_>, login: NumericDate, most: i64) -> Outcome {
    let age = case.now.since(login);
    if age <= most.saturating_add(case.leeway) {
        return Outcome::Silent;
    }
    RULE.finds(
        "payload/auth_time",
        format!(
            "`auth_time` is {login}, {} ago, expected a login within the last {}",
            time::human_span(age),
            time::human_span(most)
        ),
    )
    .as_severity(Severity::Error)
    .expected(format!("at most {most} s ago"))
    .actual(format!("{age} s ago"))
    .into()
}

fn absent(claims: &Document, most: i64) -> Outcome {
    let (pointer, found) = if claims.has("auth_time") {
        ("payload/auth_time", "no date of a login")
    } else {
        ("payload", "missing")
    };
    let message = format!(
        "`auth_time` is {found}, expected a login within the last {}",
        time::human_span(most)
    );
    RULE.finds(pointer, message).into()
}

/// What an ID token tells that is much younger than its login.
fn remark(case: &Case<'_>, claims: &Document, login: NumericDate) -> Outcome {
    let Some(issued) = plausible(case, claims, "iat") else {
        return Outcome::NotApplicable("it does not say when it was issued");
    };
    let age = issued.since(login);
    if age > case.policy.implausible_authentication_age {
        return Outcome::NotApplicable("the login is years old, which `implausible-times` says");
    }
    let is_refreshed = !claims.has("nonce") && age > case.policy.refreshed_age;
    let origin = if is_refreshed {
        "and there is no `nonce`, so this ID token most likely comes from a refresh"
    } else if age > case.policy.session_age {
        "so this ID token comes from a session that was open already"
    } else {
        return Outcome::Silent;
    };
    RULE.finds(
        "payload/auth_time",
        format!(
            "the login was {} before `iat`, {origin}: that counts where the user has to be present",
            time::human_span(age)
        ),
    )
    .as_severity(Severity::Info)
    .as_confidence(Confidence::Medium)
    .into()
}
