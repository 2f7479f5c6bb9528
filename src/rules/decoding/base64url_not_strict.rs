//! `base64url-not-strict`

use crate::{
    classify::Kind,
    rules::{
        Applies, Case, Check, Confidence, Doc, Family, Finding, Needs, Outcome, Rule, Severity,
        Threat,
        example::{Example, Sample, jwt},
        spec::{Spec, section},
        words,
    },
    token::{Damage, Fault, Part, base64url::Flaw},
};

pub(crate) static RULE: Rule = Rule {
    name: "base64url-not-strict",
    family: Family::Decoding,
    severity: Severity::Warn,
    confidence: Confidence::High,
    needs: &[Needs::Token],
    applies: Applies::Any,
    silences: &[],
    doc: Doc {
        checks: "A segment holds `=`, `+`, `/`, blanks or line breaks, or its last character carries \
                 bits that are not zero and that no byte uses. What a copy left around the token \
                 (an authentication scheme, quotes, wrapped lines, URL encoding) is taken off and \
                 named in a note of its own.",
        why: "JOSE knows one spelling of each token. A decoder that takes several lets one token be \
              written in many ways: a deny-list keyed on the string misses the others, and logs, \
              caches and the verifier no longer speak of the same bytes.",
        threats: &[Threat::Forge],
        but: "The load balancers of AWS pad the segments of `x-amzn-oidc-data`, so there it is only a \
              note. Bits at the end do no harm where the signature is checked over the bytes \
              received and nothing is keyed on the string.",
        fix: "Write base64url without padding, and refuse every other spelling.",
    },
    article: &[],
    references: &[
        section(Spec::Rfc(7515), "2"),
        section(Spec::Rfc(7519), "3"),
        section(Spec::JwtBcpBis, "3.14"),
    ],
    examples: &[
        Example::fires(
            "padding at the end of the claims",
            Sample::Text("eyJhbGciOiJFUzI1NiJ9.eyJzdWIiOiIxMjM0In0=.AQEB"),
        ),
        Example::fires(
            "the same signature, spelt with another last character",
            Sample::Text("eyJhbGciOiJFUzI1NiJ9.eyJzdWIiOiIxMjM0In0.AQF"),
        ),
        Example::fires(
            "a token whose dots were percent-encoded on the way (a note)",
            Sample::Text("eyJhbGciOiJFUzI1NiJ9%2EeyJzdWIiOiIxMjM0In0%2EAQEB"),
        ),
        Example::silent(
            "a token as it should be spelt",
            jwt(r#"{"alg":"ES256"}"#, r#"{"sub":"1234"}"#),
        ),
        Example::silent(
            "a token whose last segment was cut, which is damage and no spelling",
            Sample::Text("eyJhbGciOiJFUzI1NiJ9.eyJzdWIiOiIxMjM0In0.AQEBA"),
        ),
    ],
    check: Check::Token(check),
};

fn check(case: &Case<'_>) -> Outcome {
    let damage = case.token.damage();
    if damage.is_empty() && case.unwrapped.is_empty() {
        return Outcome::Silent;
    }
    let mut parts: Vec<Part> = spellings(damage).map(|(one, _)| one.part).collect();
    parts.dedup();
    let mut findings: Vec<Finding> = parts
        .into_iter()
        .map(|part| segment(case, part, damage))
        .collect();
    findings.extend(copy(case));
    findings.into()
}

/// The flaws that lose nothing, and the part each stands in.
fn spellings(damage: &[Damage]) -> impl Iterator<Item = (&Damage, &Flaw)> {
    damage.iter().filter_map(|one| match &one.fault {
        Fault::Encoding(flaw) if !flaw.loses_data() => Some((one, flaw)),
        _ => None,
    })
}

fn segment(case: &Case<'_>, part: Part, damage: &[Damage]) -> Finding {
    let found: Vec<(&Damage, &Flaw)> = spellings(damage)
        .filter(|(one, _)| one.part == part)
        .collect();
    let only_padding = found
        .iter()
        .all(|(_, flaw)| matches!(flaw, Flaw::Padding { .. }));
    let told: Vec<String> = found.iter().map(|(one, _)| one.to_string()).collect();
    let message = format!("{}, expected unpadded base64url", words::list(&told, "and"));
    let finding = RULE.finds(part.pointer(), message);
    if only_padding && case.kind == Kind::GatewayAssertion {
        return finding.as_severity(Severity::Note).fix(
            "Load balancers of AWS write it so; let the reader of this header take the padding off \
             before it verifies.",
        );
    }
    finding
}

/// What stood around the token.
fn copy(case: &Case<'_>) -> Option<Finding> {
    (!case.unwrapped.is_empty()).then(|| {
        let message = format!(
            "{} came along with the token and {} taken off, expected the token alone",
            words::list(case.unwrapped, "and"),
            if case.unwrapped.len() == 1 && !case.unwrapped[0].ends_with('s') {
                "was"
            } else {
                "were"
            }
        );
        RULE.finds("token", message)
            .as_severity(Severity::Note)
            .fix("Check that the program which receives the token gets it without them.")
    })
}
