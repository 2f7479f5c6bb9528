//! `introspection-answer-inconsistent`

use std::borrow::Cow;

use crate::{
    classify::Kind,
    order,
    rules::{
        Applies, Case, Check, Confidence, Doc, Family, Finding, Needs, Outcome, Rule, Severity,
        Threat,
        example::{Example, Sample, jwt},
        spec::{Spec, section},
        words::{quote, quoted},
    },
    token::{Document, NumericDate, Value, time::human_span},
};

pub(crate) static RULE: Rule = Rule {
    name: "introspection-answer-inconsistent",
    family: Family::Objects,
    severity: Severity::Error,
    confidence: Confidence::High,
    needs: &[Needs::Token, Needs::Pair],
    applies: Applies::Only(&[Kind::IntrospectionResponse]),
    silences: &[],
    doc: Doc {
        checks: "A signed introspection answer: `active` is missing or no boolean, it is true though \
                 `exp` had passed or `nbf` was still ahead when the answer was made (`iat`), or \
                 false with further members (a warning). Beside the JWT that it is about, in one \
                 input: `iss`, `sub`, `aud`, `client_id`, `exp` or `cnf` differs. Plain answers are \
                 no tokens and are not seen here.",
        why: "The receiver acts on the answer. One that contradicts itself, or the token, is about \
              another token or out of date, and access is given or refused to the wrong party.",
        threats: &[Threat::Stale, Threat::Substitution],
        but: "A server may cut the answer down to what the asking receiver may know, so members that \
              are missing say nothing, and a shorter scope is only worth knowing.",
        fix: "Repair the endpoint, take anything but `true` for inactive, and keep no answer beyond \
              `exp`.",
    },
    article: &[],
    references: &[
        section(Spec::Rfc(7662), "2.2"),
        section(Spec::Rfc(7662), "4"),
        section(Spec::Rfc(9701), "5"),
    ],
    examples: &[
        Example::fires(
            "active, and expired an hour before the answer",
            jwt(
                HEADER,
                r#"{"iss":"https://idp.example","aud":"https://api.example","iat":1767225590,"token_introspection":{"active":true,"sub":"248289761001","exp":1767222000}}"#,
            ),
        ),
        Example::fires(
            "inactive, and yet about somebody",
            jwt(
                HEADER,
                r#"{"iss":"https://idp.example","aud":"https://api.example","iat":1767225590,"token_introspection":{"active":false,"sub":"248289761001"}}"#,
            ),
        ),
        Example::fires(
            "the answer is about another user",
            Sample::Response(&[
                ("access_token", TOKEN),
                (
                    "response",
                    jwt(
                        HEADER,
                        r#"{"iss":"https://idp.example","aud":"https://api.example","iat":1767225590,"token_introspection":{"active":true,"sub":"118300412","exp":1767229200}}"#,
                    ),
                ),
            ]),
        ),
        Example::silent(
            "an answer that is cut down to what may be known",
            Sample::Response(&[
                ("access_token", TOKEN),
                (
                    "response",
                    jwt(
                        HEADER,
                        r#"{"iss":"https://idp.example","aud":"https://api.example","iat":1767225590,"token_introspection":{"active":true,"aud":["https://api.example"],"exp":1767229200,"scope":"orders:read"}}"#,
                    ),
                ),
            ]),
        ),
        Example::silent(
            "inactive, and nothing else",
            jwt(
                HEADER,
                r#"{"iss":"https://idp.example","aud":"https://api.example","iat":1767225590,"token_introspection":{"active":false}}"#,
            ),
        ),
    ],
    check: Check::Token(check),
};

const HEADER: &str = r#"{"alg":"RS256","typ":"token-introspection+jwt"}"#;

const TOKEN: Sample = jwt(
    r#"{"typ":"at+jwt","alg":"RS256"}"#,
    r#"{"iss":"https://idp.example","sub":"248289761001","client_id":"web-app","aud":"https://api.example","scope":"orders:read","iat":1767225600,"exp":1767229200,"jti":"f2b6"}"#,
);

fn check(case: &Case<'_>) -> Outcome {
    let answer = case
        .claims()
        .filter(|_| case.is_whole())
        .and_then(|claims| claims.get("token_introspection"));
    let Some(answer) = answer.filter(|value| value.members().is_some()) else {
        return Outcome::NotApplicable("there is no answer inside");
    };
    let (answer, _) = Document::parse(answer.text());
    let Some(active) = answer.get("active").and_then(|value| value.boolean()) else {
        let message = "`active` is absent or no boolean, expected `true` or `false`";
        return RULE
            .finds("payload/token_introspection/active", message)
            .into();
    };
    if !active {
        return inactive(&answer).into();
    }
    let made = case
        .claims()
        .and_then(|claims| claims.date("iat").present());
    let mut findings: Vec<Finding> = times(&answer, made.unwrap_or(case.now), case.leeway)
        .into_iter()
        .collect();
    if let Some(token) = subject_matter(case) {
        findings.extend(differences(&answer, token));
    }
    findings.into()
}

fn inactive(answer: &Document) -> Option<Finding> {
    let others: Vec<Cow<'_, str>> = answer
        .members()
        .map(|(name, _)| name)
        .filter(|name| name != "active")
        .collect();
    if others.is_empty() {
        return None;
    }
    let message = format!(
        "`active` is false beside {}, expected nothing else about such a token",
        quoted(&others, "and")
    );
    let finding = RULE.finds("payload/token_introspection", message);
    Some(finding.as_severity(Severity::Warn))
}

fn times(answer: &Document, made: NumericDate, leeway: i64) -> Option<Finding> {
    let date = |name| answer.date(name).present();
    let past = date("exp").map(|expiry| made.since(expiry));
    let ahead = date("nbf").map(|start| start.since(made));
    let (name, found) = match (past, ahead) {
        (Some(past), _) if past > leeway => ("exp", format!("passed {} before", human_span(past))),
        (_, Some(ahead)) if ahead > leeway => ("nbf", format!("comes {} after", human_span(ahead))),
        _ => return None,
    };
    let message = format!("`active` is true and `{name}` {found} the answer, expected false");
    Some(RULE.finds(format!("payload/token_introspection/{name}"), message))
}

/// The claims of the JWT beside the answer, if there is just one that it can be about.
fn subject_matter<'a>(case: &Case<'a>) -> Option<&'a Document> {
    let mut others = case
        .siblings
        .iter()
        .filter(|sibling| sibling.kind == Kind::AccessToken)
        .filter_map(|sibling| sibling.token.claims());
    others.next().filter(|_| others.next().is_none())
}

fn differences(answer: &Document, token: &Document) -> Vec<Finding> {
    let mut findings: Vec<Finding> = ["iss", "sub", "client_id", "exp", "cnf"]
        .into_iter()
        .filter_map(|name| {
            let (said, own) = (answer.get(name)?, token.get(name)?);
            (!is_equal(said, own)).then(|| differs(name, &shown(said), &shown(own)))
        })
        .collect();
    let (said, own) = (answer.audience(), token.audience());
    // A server may leave out the audiences of other receivers.
    if !own.is_empty() && said.iter().any(|one| !own.contains(one)) {
        let message = format!(
            "the answer says audience {}, the token beside it {}",
            quoted(&said, "and"),
            quoted(&own, "and")
        );
        findings.push(RULE.finds("payload/token_introspection/aud", message));
    }
    findings.extend(scope(answer, token));
    findings
}

fn differs(name: &str, said: &str, own: &str) -> Finding {
    let message = format!(
        "the answer says `{name}` {}, the token beside it {}",
        quote(said),
        quote(own)
    );
    RULE.finds(format!("payload/token_introspection/{name}"), message)
        .expected(own)
        .actual(said)
}

fn is_equal(said: Value<'_>, own: Value<'_>) -> bool {
    match (said.members(), own.members()) {
        (Some(mut said), Some(mut own)) => {
            order::sort_by(&mut said, |one, other| one.0.cmp(&other.0));
            order::sort_by(&mut own, |one, other| one.0.cmp(&other.0));
            let same_names = said
                .iter()
                .map(|(name, _)| name)
                .eq(own.iter().map(|(name, _)| name));
            same_names
                && said
                    .iter()
                    .zip(&own)
                    .all(|((_, said), (_, own))| is_equal(*said, *own))
        }
        _ => shown(said) == shown(own),
    }
}

fn shown<'a>(value: Value<'a>) -> Cow<'a, str> {
    value.string().unwrap_or(Cow::Borrowed(value.text()))
}

fn scope(answer: &Document, token: &Document) -> Option<Finding> {
    answer.get("scope")?;
    let (said, own) = (answer.scopes(), token.scopes());
    let dropped: Vec<&String> = own.iter().filter(|one| !said.contains(one)).collect();
    if dropped.is_empty() {
        return None;
    }
    let message = format!(
        "the answer leaves out the scope {} of the token beside it",
        quoted(&dropped, "and")
    );
    let finding = RULE.finds("payload/token_introspection/scope", message);
    Some(finding.as_severity(Severity::Info))
}
