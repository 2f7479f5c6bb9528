//! `proof-stale-or-reused`

use crate::{
    classify::Kind,
    input::Slot,
    rules::{
        Applies, Case, Check, Confidence, Doc, Family, Finding, Needs, Outcome, Passage, Rule,
        Severity, Threat,
        example::{Example, Sample, jwt},
        spec::{Spec, section},
        words::quote,
    },
    token::time::human_span,
};

pub(crate) static RULE: Rule = Rule {
    name: "proof-stale-or-reused",
    family: Family::DpopProof,
    severity: Severity::Warn,
    confidence: Confidence::High,
    needs: &[Needs::Token, Needs::Pair],
    applies: Applies::Only(&[Kind::DpopProof]),
    silences: &[],
    doc: Doc {
        checks: "`iat` of a DPoP proof lies more than five minutes from now, either way; or two \
                 proofs in one input have the same `jti` (an error). Whether the proof answers the \
                 last `DPoP-Nonce` of the server cannot be seen here.",
        why: "A proof is for one request, now. Script that runs in a page for a moment can make \
              proofs for later and carry them off, and a proof that is accepted twice lets its \
              request be repeated.",
        threats: &[Threat::Once],
        but: "How old a proof may be is the server's choice; one that hands out nonces may ignore \
              `iat`, so with a `nonce` an old proof is only worth knowing. A proof out of a log is \
              old by nature: judge it with `--now`.",
        fix: "Make a new proof with a new `jti` for each request, a retry too, and set the clock.",
    },
    article: &[Passage::Paragraph(20)],
    references: &[
        section(Spec::Rfc(9449), "4.3"),
        section(Spec::Rfc(9449), "8"),
        section(Spec::Rfc(9449), "11.1"),
        section(Spec::Rfc(9449), "11.2"),
    ],
    examples: &[
        Example::fires(
            "a proof of an hour ago",
            jwt(
                HEADER,
                r#"{"jti":"-BwC3ESc6acc2lTc","htm":"POST","htu":"https://api.example/orders","iat":1767222000}"#,
            ),
        ),
        Example::fires(
            "a proof for tomorrow",
            jwt(
                HEADER,
                r#"{"jti":"-BwC3ESc6acc2lTc","htm":"POST","htu":"https://api.example/orders","iat":1767312000}"#,
            ),
        ),
        Example::fires(
            "one `jti` in two proofs",
            Sample::Lines(&[
                (
                    "DPoP: ",
                    jwt(
                        HEADER,
                        r#"{"jti":"-BwC3ESc6acc2lTc","htm":"GET","htu":"https://api.example/orders","iat":1767225590}"#,
                    ),
                ),
                (
                    "DPoP: ",
                    jwt(
                        HEADER,
                        r#"{"jti":"-BwC3ESc6acc2lTc","htm":"GET","htu":"https://api.example/orders","iat":1767225595}"#,
                    ),
                ),
            ]),
        ),
        Example::silent(
            "a proof of four minutes ago",
            jwt(
                HEADER,
                r#"{"jti":"-BwC3ESc6acc2lTc","htm":"POST","htu":"https://api.example/orders","iat":1767225360}"#,
            ),
        ),
    ],
    check: Check::Token(check),
};

const HEADER: &str = r#"{"typ":"dpop+jwt","alg":"ES256","jwk":{"kty":"EC","crv":"P-256","x":"l8tFrhx-34tV3hRICRDY9zCkDlpBhF42UQUfWVAWBFs","y":"9VE4jf_Ok_o64zbTTlcuNJajHmt6v9TDVrU0CdvGRDA"}}"#;

fn check(case: &Case<'_>) -> Outcome {
    let findings: Vec<Finding> = stale(case).into_iter().chain(reused(case)).collect();
    findings.into()
}

fn stale(case: &Case<'_>) -> Option<Finding> {
    let claims = case.claims()?;
    let issued = claims.date("iat").present()?;
    let age = case.now.since(issued);
    let window = case.policy.proof_age;
    if (-window..=window).contains(&age) {
        return None;
    }
    let span = human_span(age.saturating_abs());
    let when = if age > 0 { "ago" } else { "ahead" };
    let message = format!(
        "the proof was made {span} {when}, expected at most {} either way",
        human_span(window)
    );
    let finding = RULE.finds("payload/iat", message);
    Some(if claims.str("nonce").is_some() {
        finding.as_severity(Severity::Info)
    } else {
        finding
    })
}

fn reused(case: &Case<'_>) -> Option<Finding> {
    let id = case.claims()?.str("jti")?;
    let is_twin = |other: &crate::rules::Sibling<'_>| {
        other.slot == Some(&Slot::DpopProof)
            && other.token.claims().and_then(|claims| claims.str("jti")) == Some(id.clone())
    };
    case.siblings.iter().any(is_twin).then(|| {
        let message = format!(
            "`jti` {} stands in two proofs, expected a new one for each request",
            quote(&id)
        );
        let finding = RULE.finds("payload/jti", message);
        finding.as_severity(Severity::Error).actual(id.clone())
    })
}
