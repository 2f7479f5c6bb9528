//! `expired`

use crate::{
    classify::Kind,
    input::Slot,
    rules::{
        Applies, Case, Check, Confidence, Doc, Family, Needs, Outcome, Passage, Rule, Severity,
        Threat,
        example::{Example, Sample, jwt},
        spec::{Spec, section},
    },
    token::{Claim, time},
};

pub(crate) static RULE: Rule = Rule {
    name: "expired",
    family: Family::Time,
    severity: Severity::Error,
    confidence: Confidence::High,
    needs: &[Needs::Token],
    applies: Applies::Any,
    silences: &[],
    doc: Doc {
        checks: "The time of judgement is at or after `exp` and the tolerated clock skew \
                 (`--leeway`, 60 seconds unless told otherwise).",
        why: "Since then the user may have left, consent may have been withdrawn and keys may \
              have been stolen; the issuer no longer stands by what the token says.",
        threats: &[Threat::Stale, Threat::Stolen],
        but: "An expired ID token is still a valid hint (`id_token_hint`) for the provider that \
              issued it, where this rule does not apply, and a fine exhibit for debugging. A login \
              session may live longer than the ID token that began it.",
        fix: "Get a new token; give a session a life of its own instead of stretching that of the \
              token.",
    },
    article: &[Passage::Paragraph(14), Passage::Footnote(13)],
    references: &[
        section(Spec::Rfc(7519), "4.1.4"),
        section(Spec::OidcCore, "2"),
        section(Spec::OidcCore, "3.1.2.2"),
        section(Spec::OidcCore, "3.1.3.7"),
        section(Spec::Rfc(9068), "4"),
    ],
    examples: &[
        Example::fires(
            "expired an hour ago, in a bearer header",
            Sample::Authorization(
                "Bearer",
                &jwt(
                    r#"{"alg":"RS256","typ":"at+jwt"}"#,
                    r#"{"iss":"https://idp.example","sub":"1","aud":"https://api.example","exp":1767222000}"#,
                ),
            ),
        )
        .with(&["--now", "1767225600"]),
        Example::fires(
            "the very second at which the leeway ends",
            jwt(r#"{"alg":"RS256"}"#, r#"{"sub":"1","exp":1767225540}"#),
        )
        .with(&["--now", "1767225600", "--leeway", "60"]),
        Example::silent(
            "expired half a minute ago, within the leeway",
            jwt(r#"{"alg":"RS256"}"#, r#"{"sub":"1","exp":1767225570}"#),
        )
        .with(&["--now", "1767225600"]),
        Example::silent(
            "an expired ID token as a hint for its own issuer",
            Sample::Response(&[(
                "id_token_hint",
                jwt(
                    r#"{"alg":"RS256"}"#,
                    r#"{"iss":"https://idp.example","sub":"1","aud":"web-app","exp":1767222000}"#,
                ),
            )]),
        )
        .with(&["--now", "1767225600"]),
    ],
    check: Check::Token(check),
};

fn check(case: &Case<'_>) -> Outcome {
    let Some(claims) = case.claims() else {
        return Outcome::NotApplicable("there are no readable claims");
    };
    if case.slot == Some(&Slot::IdTokenHint) {
        return Outcome::NotApplicable("a hint for its own issuer may be expired");
    }
    let expiry = match claims.date("exp") {
        Claim::Present(expiry) => expiry,
        Claim::Absent => return Outcome::NotApplicable("there is no `exp`"),
        Claim::Malformed(_) => {
            return Outcome::NotApplicable("`exp` is no date, which another rule says");
        }
    };
    if expiry.seconds() == 0 && case.kind == Kind::RefreshToken {
        return Outcome::NotApplicable("an `exp` of 0 means a refresh token without an end");
    }
    if case.now < expiry.plus(case.leeway) {
        return Outcome::Silent;
    }
    let late = case.now.since(expiry);
    let finding = RULE
        .finds(
            "payload/exp",
            format!(
                "`exp` is {expiry}, {}, expected a time after {} (now, less {} of leeway)",
                time::relative(expiry, case.now),
                case.now.plus(-case.leeway),
                time::human_span(case.leeway),
            ),
        )
        .expected(format!("after {}", case.now.plus(-case.leeway)))
        .actual(expiry.to_string());
    if late <= LIKE_A_WRONG_CLOCK {
        return finding
            .fix(
                "Get a new token; if it was issued a moment ago, compare the clocks of this \
                 machine and of the issuer.",
            )
            .into();
    }
    finding.into()
}

/// Up to so many seconds after `exp` a clock that runs fast is a likely cause.
const LIKE_A_WRONG_CLOCK: i64 = 300;
