//! `actor-chain`

use crate::{
    classify::Kind,
    rules::{
        Applies, Case, Check, Confidence, Doc, Family, Finding, Needs, Outcome, Rule, Severity,
        Threat,
        example::{Example, jwt},
        spec::{Spec, section},
        words,
    },
    token::{JsonKind, Value},
};

pub(crate) static RULE: Rule = Rule {
    name: "actor-chain",
    family: Family::AuthorizedParty,
    severity: Severity::Info,
    confidence: Confidence::High,
    needs: &[Needs::Token],
    applies: Applies::Only(&[
        Kind::IdToken,
        Kind::AccessToken,
        Kind::TransactionToken,
        Kind::IdentityAssertionGrant,
        Kind::Unknown,
    ]),
    silences: &[],
    doc: Doc {
        checks: "The token says that somebody acts for its subject (`act`), or who may (`may_act`). \
                 The chain is printed, the present actor first. It is an error where `act` is no \
                 object, names nobody (`sub` or `client_id`), or is more than 8 deep.",
        why: "Only the claims of the token itself and its outermost actor may decide about access; \
              the actors inside are history. A receiver that takes a former actor for an authority \
              gives rights that nobody granted, and one that overlooks the present actor takes an \
              assistant for the user.",
        threats: &[Threat::Consent, Threat::Clarity],
        but: "The whole chain is worth a line in the log: it tells through which hands a request \
              went.",
        fix: "Decide by subject and present actor together, and keep the rest for the record.",
    },
    article: &[],
    references: &[
        section(Spec::Rfc(8693), "4.1"),
        section(Spec::Rfc(8693), "4.4"),
    ],
    examples: &[
        Example::fires(
            "a service acts for the user, after another did",
            jwt(
                r#"{"typ":"at+jwt","alg":"RS256"}"#,
                r#"{"iss":"https://idp.example","sub":"248289761001","client_id":"orders","aud":"https://stock.example","scope":"stock:read","act":{"sub":"orders","act":{"sub":"web-app"}},"iat":1767225600,"exp":1767225900,"jti":"f2b6"}"#,
            ),
        ),
        Example::fires(
            "an actor without a name: an error",
            jwt(
                r#"{"typ":"at+jwt","alg":"RS256"}"#,
                r#"{"iss":"https://idp.example","sub":"248289761001","client_id":"orders","aud":"https://stock.example","scope":"stock:read","act":{"iss":"https://idp.example"},"iat":1767225600,"exp":1767225900,"jti":"f2b6"}"#,
            ),
        ),
        Example::silent(
            "nobody acts for the user",
            jwt(
                r#"{"typ":"at+jwt","alg":"RS256"}"#,
                r#"{"iss":"https://idp.example","sub":"248289761001","client_id":"web-app","aud":"https://stock.example","scope":"stock:read","act":null,"iat":1767225600,"exp":1767225900,"jti":"f2b6"}"#,
            ),
        ),
    ],
    check: Check::Token(check),
};

/// More hops than this are a loop or a mistake.
const DEEPEST: usize = 8;

fn check(case: &Case<'_>) -> Outcome {
    let Some(claims) = case.claims() else {
        return Outcome::NotApplicable("there are no claims to read");
    };
    let present = |name: &str| claims.present(name);
    let mut findings = Vec::new();
    if let Some(act) = present("act") {
        findings.push(chain(act));
    }
    if let Some(may_act) = present("may_act") {
        let whom = match name(may_act) {
            Some(name) => words::quote(&name),
            None => "somebody without a name".to_owned(),
        };
        let message = format!("`may_act` lets {whom} exchange this token to act for its subject");
        findings.push(RULE.finds("payload/may_act", message));
    }
    findings.into()
}

fn chain(act: Value<'_>) -> Finding {
    let mut names: Vec<String> = Vec::new();
    let mut next = Some(act);
    while let Some(actor) = next {
        if actor.kind() != JsonKind::Object {
            let message = format!("`act` is {}, expected an object", actor.kind());
            return misuse(message);
        }
        let Some(name) = name(actor) else {
            return misuse("`act` names nobody, expected `sub` or `client_id`".to_owned());
        };
        if names.len() == DEEPEST {
            return misuse(format!(
                "`act` is more than {DEEPEST} deep, expected a few hops"
            ));
        }
        names.push(name);
        next = actor.member("act").filter(|inner| !inner.is_null());
    }
    let mut message = format!("{} acts for the subject", words::quote(&names[0]));
    if names.len() > 1 {
        message += &format!(
            "; {} did before, which decides nothing",
            words::quoted(&names[1..], "and")
        );
    }
    RULE.finds("payload/act", message)
}

fn misuse(message: String) -> Finding {
    RULE.finds("payload/act", message)
        .as_severity(Severity::Error)
}

fn name(actor: Value<'_>) -> Option<String> {
    ["sub", "client_id"]
        .iter()
        .find_map(|claim| Some(actor.member(claim)?.string()?.into_owned()))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::rules::test_case::TestCase;

    fn told(claims: &str) -> (Severity, String) {
        match TestCase::new(Kind::AccessToken, claims).check(&RULE) {
            Outcome::Fires(findings) => (findings[0].severity, findings[0].message.clone()),
            other => panic!("{other:?}"),
        }
    }

    #[test]
    fn the_present_actor_comes_first_and_misuse_is_an_error() {
        let (severity, message) = told(r#"{"act":{"sub":"b","act":{"client_id":"a"}}}"#);
        assert_eq!(severity, Severity::Info);
        assert_eq!(
            message,
            "`b` acts for the subject; `a` did before, which decides nothing"
        );
        let deep = format!("{}null{}", r#"{"sub":"a","act":"#.repeat(9), "}".repeat(9));
        for wrong in [r#""a""#, r#"{"iss":"x"}"#, &deep] {
            let (severity, message) = told(&format!(r#"{{"act":{wrong}}}"#));
            assert_eq!(severity, Severity::Error, "{message}");
        }
    }
}
