//! `several-transports`

use crate::{
    input::Origin,
    rules::{
        Applies, Case, Check, Confidence, Doc, Family, Needs, Outcome, Rule, Severity, Threat,
        case::Sibling,
        example::{Example, Sample},
        spec::{Spec, section},
    },
};

pub(crate) static RULE: Rule = Rule {
    name: "several-transports",
    family: Family::Transport,
    severity: Severity::Error,
    confidence: Confidence::High,
    needs: &[Needs::Token, Needs::Request],
    applies: Applies::Any,
    silences: &[],
    doc: Doc {
        checks: "Header lines hold more than one `Authorization`. With equal values it is \
                 information. What body, query or cookies of a request carry beside the header is not \
                 judged here.",
        why: "The gateway may verify the one token and the service use the other: nobody can say \
              which one wins.",
        threats: &[Threat::Substitution],
        but: "A `DPoP` line beside `Authorization` is one method and not two.",
        fix: "Send one credential in one place, and refuse requests with two.",
    },
    article: &[],
    references: &[
        section(Spec::Rfc(6750), "2"),
        section(Spec::Rfc(6750), "3.1"),
        section(Spec::Rfc(9110), "5.3"),
    ],
    examples: &[
        Example::fires(
            "two tokens in two lines of one request",
            Sample::Text(
                "Authorization: Bearer ya29.a0AfB_byDexampleexampleexample\nAuthorization: Bearer ya29.c0AfB_byDanotherexampletoken",
            ),
        ),
        Example::silent(
            "a single line",
            Sample::Text("Authorization: Bearer ya29.a0AfB_byDexampleexampleexample\nAccept: */*"),
        ),
    ],
    check: Check::Token(check),
};

fn check(case: &Case<'_>) -> Outcome {
    let is_field = case.pointer == Some("header/authorization");
    if case.origin != Origin::Headers || !is_field {
        return Outcome::NotApplicable("the token was not seen in an `Authorization` line");
    }
    let others: Vec<&Sibling<'_>> = case
        .siblings
        .iter()
        .filter(|sibling| sibling.is_in_authorization_line())
        .collect();
    if others.is_empty() {
        return Outcome::Silent;
    }
    let count = others.len() + 1;
    let message = format!("{count} `Authorization` lines in one request, expected one");
    let finding = RULE
        .finds("request", message)
        .expected("1")
        .actual(count.to_string());
    if others
        .iter()
        .all(|other| other.token.raw() == case.token.raw())
    {
        return finding.as_severity(Severity::Info).into();
    }
    finding.into()
}
