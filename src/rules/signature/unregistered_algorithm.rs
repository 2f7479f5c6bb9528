//! `unregistered-algorithm`

use crate::{
    rules::{
        Applies, Case, Check, Confidence, Doc, Family, Finding, Needs, Outcome, Rule, Severity,
        Threat,
        example::{Example, jwt},
        spec::{Spec, section},
        words,
    },
    verify::{
        Algorithm,
        registry::{self, Purpose},
    },
};

pub(crate) static RULE: Rule = Rule {
    name: "unregistered-algorithm",
    family: Family::Signature,
    severity: Severity::Warn,
    confidence: Confidence::High,
    needs: &[Needs::Token],
    applies: Applies::Any,
    silences: &[],
    doc: Doc {
        checks: "`alg`, letter for letter, is a registered name, for what the token is: a signature \
                 algorithm in a signed one, a key-management algorithm in an encrypted one. A \
                 registered algorithm that is not implemented here is information.",
        why: "A name outside the registry has no agreed key type or strength. Verifiers that change \
              letter case, fall back or guess are where a downgrade begins.",
        threats: &[Threat::Forge],
        but: "Ed448, ES256K and ML-DSA are registered although few libraries know them. National \
              algorithms may be a choice that all parties have made. `none` is the subject of \
              another rule.",
        fix: "Use a registered name in its exact spelling, and let verifiers accept a list of names \
              for each issuer.",
    },
    article: &[],
    references: &[
        section(Spec::Rfc(7515), "4.1.1"),
        section(Spec::Rfc(7518), "3.1"),
        section(Spec::Rfc(7518), "4.1"),
        section(Spec::Rfc(7518), "7.1"),
        section(Spec::Rfc(8725), "3.1"),
        section(Spec::Rfc(9864), ""),
    ],
    examples: &[
        Example::fires(
            "a name in the wrong letter case",
            jwt(
                r#"{"alg":"rs256"}"#,
                r#"{"iss":"https://idp.example","sub":"1","exp":1767229200}"#,
            ),
        ),
        Example::fires(
            "a key-management algorithm in a signed token",
            jwt(
                r#"{"alg":"RSA-OAEP"}"#,
                r#"{"iss":"https://idp.example","sub":"1","exp":1767229200}"#,
            ),
        ),
        Example::fires(
            "a registered algorithm that is not implemented here (information)",
            jwt(
                r#"{"alg":"Ed448"}"#,
                r#"{"iss":"https://idp.example","sub":"1","exp":1767229200}"#,
            ),
        ),
        Example::silent(
            "a registered algorithm",
            jwt(
                r#"{"alg":"PS384"}"#,
                r#"{"iss":"https://idp.example","sub":"1","exp":1767229200}"#,
            ),
        ),
        Example::silent(
            "`none`, which another rule is about",
            jwt(
                r#"{"alg":"none"}"#,
                r#"{"iss":"https://idp.example","sub":"1","exp":1767229200}"#,
            ),
        ),
    ],
    check: Check::Token(check),
};

fn check(case: &Case<'_>) -> Outcome {
    if let Some(jws) = case.token.signed() {
        return jws
            .signatures
            .iter()
            .filter_map(|signature| judge(&signature.algorithm()?, Purpose::Signature))
            .collect::<Vec<_>>()
            .into();
    }
    match case.header().and_then(|header| header.str("alg")) {
        Some(name) => judge(&name, Purpose::KeyManagement).into(),
        None => Outcome::NotApplicable("the header names no algorithm"),
    }
}

fn judge(name: &str, wanted: Purpose) -> Option<Finding> {
    if name.trim().eq_ignore_ascii_case("none") {
        return None;
    }
    let quoted = words::quote(name);
    let place = match wanted {
        Purpose::KeyManagement => "an algorithm that wraps the key of an encryption",
        Purpose::Signature | Purpose::Prohibited => "a signature algorithm",
    };
    let message = match (registry::purpose(name), registry::meant_by(name)) {
        (Some(Purpose::Prohibited), _) => {
            format!("`alg` is {quoted}, which is registered as prohibited, expected {place}")
        }
        (Some(found), _) if found == wanted => {
            let is_here = wanted == Purpose::KeyManagement || Algorithm::named(name).is_some();
            return (!is_here).then(|| {
                let message = format!(
                    "`alg` is {quoted}, which is registered and not implemented here, expected one \
                     that can be checked"
                );
                RULE.finds("header/alg", message)
                    .as_severity(Severity::Info)
                    .fix(
                        "Nothing is wrong with the name; have a library that knows it check the \
                          signature.",
                    )
            });
        }
        (Some(_), _) => {
            format!("`alg` is {quoted}, which is for another purpose, expected {place}")
        }
        (None, Some(meant)) => {
            format!("`alg` is {quoted}, expected `{meant}`: names are compared letter for letter")
        }
        (None, None) => {
            format!("`alg` is {quoted}, which is registered nowhere, expected {place}")
        }
    };
    Some(RULE.finds("header/alg", message).actual(name))
}
