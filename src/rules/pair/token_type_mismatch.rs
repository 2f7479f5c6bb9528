//! `token-type-mismatch`

use crate::{
    input::Slot,
    rules::{
        Applies, Case, Check, Confidence, Doc, Family, Finding, Needs, Outcome, Rule, Severity,
        Threat,
        example::{Example, Sample, jwt},
        spec::{Spec, section},
        words::quote,
    },
    token::{Document, NumericDate, time::human_span},
};

pub(crate) static RULE: Rule = Rule {
    name: "token-type-mismatch",
    family: Family::Pair,
    severity: Severity::Error,
    confidence: Confidence::High,
    needs: &[Needs::Token, Needs::Pair],
    applies: Applies::Any,
    silences: &[],
    doc: Doc {
        checks: "What the token response says of its access token, and what the token says itself: \
                 `token_type` `Bearer` beside a JWT with `cnf.jkt`, or `DPoP` beside a JWT without; \
                 `expires_in` more than a tenth longer than the life from `iat` to `exp`, or over a \
                 year (both warnings).",
        why: "The client sends the token as the response tells it to. If it takes a bearer token for \
              bound, a thief needs no key; if it takes a bound token for a bearer token, it is \
              refused, or worse, let in without its proof.",
        threats: &[Threat::Stolen],
        but: "An opaque token cannot show `cnf`, so there only `token_type` speaks. A server that \
              knows no DPoP may answer `Bearer` to a request with a proof: the client decides \
              whether that is enough. A life that is shorter in the response than in the token is \
              right for a token that was issued earlier and is handed out again.",
        fix: "Throw the token away if binding matters, and have the server write `token_type` and \
              `expires_in` from the token that it issues.",
    },
    article: &[],
    references: &[
        section(Spec::Rfc(9449), "5"),
        section(Spec::Rfc(9449), "6.1"),
        section(Spec::Rfc(6749), "5.1"),
    ],
    examples: &[
        Example::fires(
            "a bound token announced as bearer token",
            Sample::Response(&[
                ("access_token", BOUND),
                ("token_type", Sample::Text("Bearer")),
            ]),
        ),
        Example::fires(
            "a bearer token announced as bound",
            Sample::Response(&[
                ("access_token", UNBOUND),
                ("token_type", Sample::Text("DPoP")),
            ]),
        ),
        Example::fires(
            "a lifetime in milliseconds",
            Sample::Response(&[
                ("access_token", UNBOUND),
                ("token_type", Sample::Text("Bearer")),
                ("expires_in", Sample::Text("3600000")),
            ]),
        ),
        Example::silent(
            "a bound token announced as such",
            Sample::Response(&[
                ("access_token", BOUND),
                ("token_type", Sample::Text("dpop")),
                ("expires_in", Sample::Text("3600")),
            ]),
        ),
        Example::silent(
            "an opaque token, which cannot show its binding",
            Sample::Response(&[
                ("access_token", Sample::Text("dNZX1hEZ9wBCzNL40Upu646bdzQA")),
                ("token_type", Sample::Text("DPoP")),
                ("expires_in", Sample::Text("3600")),
            ]),
        ),
        Example::silent(
            "a token from a cache, with what is left of its life",
            Sample::Response(&[
                ("access_token", UNBOUND),
                ("token_type", Sample::Text("Bearer")),
                ("expires_in", Sample::Text("900")),
            ]),
        ),
    ],
    check: Check::Token(check),
};

const BOUND: Sample = jwt(
    r#"{"typ":"at+jwt","alg":"RS256"}"#,
    r#"{"iss":"https://idp.example","sub":"248289761001","client_id":"web-app","aud":"https://api.example","scope":"orders:read","cnf":{"jkt":"0ZcOCORZNYy-DWpqq30jZyJGHTN0d2HglBV3uiguA4I"},"iat":1767225600,"exp":1767229200,"jti":"f2b6"}"#,
);

const UNBOUND: Sample = jwt(
    r#"{"typ":"at+jwt","alg":"RS256"}"#,
    r#"{"iss":"https://idp.example","sub":"248289761001","client_id":"web-app","aud":"https://api.example","scope":"orders:read","iat":1767225600,"exp":1767229200,"jti":"f2b6"}"#,
);

const YEAR: i64 = 366 * 86_400;
/// Clocks and rounding may differ by this much.
const SLACK: i64 = 60;

fn check(case: &Case<'_>) -> Outcome {
    let (Some(Slot::AccessToken), Some(response)) = (case.slot, case.response) else {
        return Outcome::NotApplicable("this is no access token of a token response");
    };
    let findings: Vec<Finding> = binding(case, response)
        .into_iter()
        .chain(lifetime(case, response))
        .collect();
    findings.into()
}

fn binding(case: &Case<'_>, response: &Document) -> Option<Finding> {
    case.claims().filter(|_| case.is_whole())?;
    let announced = response.str("token_type")?;
    let is_bound = case.confirmation("jkt").is_some();
    let (claim, expected) = if announced.eq_ignore_ascii_case("Bearer") && is_bound {
        ("carries `cnf.jkt`", "DPoP")
    } else if announced.eq_ignore_ascii_case("DPoP") && !is_bound {
        ("has no `cnf.jkt`", "Bearer")
    } else {
        return None;
    };
    let message = format!(
        "`token_type` is {} and the access token {claim}, expected `{expected}` for such a token",
        quote(&announced)
    );
    let finding = RULE
        .finds("response/token_type", message)
        .expected(expected)
        .actual(announced);
    Some(finding)
}

fn lifetime(case: &Case<'_>, response: &Document) -> Option<Finding> {
    let announced = seconds(response)?;
    let claims = case.claims();
    let date = |name| claims?.date(name).present();
    let life = match (date("iat"), date("exp")) {
        (Some(issued), Some(expiry)) => Some(expiry.since(issued)).filter(|life| *life > 0),
        _ => None,
    };
    let message = match life {
        Some(life) if announced > life.saturating_add(SLACK.max(life / 10)) => format!(
            "`expires_in` says {}, the access token lives {}",
            human_span(announced),
            human_span(life)
        ),
        _ if announced > YEAR => format!(
            "`expires_in` says {}, expected less than a year",
            human_span(announced)
        ),
        _ => return None,
    };
    let finding = RULE
        .finds("response/expires_in", message)
        .as_severity(Severity::Warn)
        .actual(announced.to_string());
    Some(match life {
        Some(life) => finding.expected(life.to_string()),
        None => finding,
    })
}

/// `expires_in`, which some vendors write as a string of digits.
fn seconds(response: &Document) -> Option<i64> {
    let value = response.get("expires_in")?;
    let text = value.string().unwrap_or(value.text().into());
    Some(NumericDate::parse(&text)?.seconds())
}
