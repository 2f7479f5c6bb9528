//! `jwe-cost-attack`

use super::{NOT_ENCRYPTED, encrypted};
use crate::{
    classify::Kind,
    rules::{
        Applies, Case, Check, Confidence, Doc, Family, Finding, Needs, Outcome, Rule, Severity,
        Threat,
        example::{Example, Sample},
        spec::{Spec, section},
        words,
    },
    token::{Document, JsonKind},
};

pub(crate) static RULE: Rule = Rule {
    name: "jwe-cost-attack",
    family: Family::Encryption,
    severity: Severity::Warn,
    confidence: Confidence::High,
    needs: &[Needs::Token],
    applies: Applies::Only(&[Kind::Encrypted]),
    silences: &[],
    doc: Doc {
        checks: "The header of an encrypted token asks for work: its content is compressed (`zip`), or \
                 its key is derived from a password with a count (`p2c`) above 1,200,000 (an error) or \
                 below 1,000.",
        why: "Whoever sends the token chooses how long the receiver computes, or how much memory the \
              unpacked content takes: a few hundred bytes can cost minutes. Compression also shows in \
              the length what was encrypted, and a low count makes the password easy to try.",
        threats: &[Threat::Dos],
        but: "Key files that are locked with a password have high counts for good reasons; only tokens \
              that others send are judged. How large the content becomes is seen by nobody before it \
              is decrypted.",
        fix: "Refuse `zip`, and put a ceiling on `p2c` and on the unpacked size, before anything is \
              computed.",
    },
    article: &[],
    references: &[
        section(Spec::Rfc(8725), "3.6"),
        section(Spec::JwtBcpBis, "3.13"),
        section(Spec::JwtBcpBis, "3.15"),
        section(Spec::Rfc(7518), "4.8.1.2"),
    ],
    examples: &[
        Example::fires(
            "fifty million iterations",
            Sample::Text(
                "eyJhbGciOiJQQkVTMi1IUzI1NitBMTI4S1ciLCJlbmMiOiJBMTI4R0NNIiwicDJzIjoiYzJGc2RDMXZaaTB4TmkxaWVYUmxjdyIsInAyYyI6NTAwMDAwMDB9.AQEBAQEBAQEBAQEBAQEBAQEBAQEBAQEB.AAAAAAAAAAAAAAAA.AQEB.AQEBAQEBAQEBAQEBAQEBAQ",
            ),
        ),
        Example::fires(
            "compressed content",
            Sample::Text(
                "eyJhbGciOiJSU0EtT0FFUC0yNTYiLCJlbmMiOiJBMTI4R0NNIiwiemlwIjoiREVGIn0.AQEB.AAAAAAAAAAAAAAAA.AQEB.AQEBAQEBAQEBAQEBAQEBAQ",
            ),
        ),
        Example::silent(
            "a count that is worth computing",
            Sample::Text(
                "eyJhbGciOiJQQkVTMi1IUzI1NitBMTI4S1ciLCJlbmMiOiJBMTI4R0NNIiwicDJzIjoiYzJGc2RDMXZaaTB4TmkxaWVYUmxjdyIsInAyYyI6NjAwMDAwfQ.AQEBAQEBAQEBAQEBAQEBAQEBAQEBAQEB.AAAAAAAAAAAAAAAA.AQEB.AQEBAQEBAQEBAQEBAQEBAQ",
            ),
        ),
        Example::silent(
            "no password and no compression",
            Sample::Text(
                "eyJhbGciOiJSU0EtT0FFUC0yNTYiLCJlbmMiOiJBMTI4R0NNIn0.AQEB.AAAAAAAAAAAAAAAA.AQEB.AQEBAQEBAQEBAQEBAQEBAQ",
            ),
        ),
    ],
    check: Check::Token(check),
};

fn check(case: &Case<'_>) -> Outcome {
    let Some(encrypted) = encrypted(case) else {
        return Outcome::NotApplicable(NOT_ENCRYPTED);
    };
    [
        compression(&encrypted.header),
        iterations(case, &encrypted.header),
    ]
    .into_iter()
    .flatten()
    .collect::<Vec<_>>()
    .into()
}

fn compression(header: &Document) -> Option<Finding> {
    let method = header.present("zip")?;
    let message = format!(
        "the content is compressed (`zip` is {}), expected none",
        words::quote(method.string().as_deref().unwrap_or(method.text()))
    );
    Some(RULE.finds("header/zip", message))
}

fn iterations(case: &Case<'_>, header: &Document) -> Option<Finding> {
    let count = header
        .get("p2c")
        .filter(|value| value.kind() == JsonKind::Number)?;
    // A count that is no whole number of 64 bits is beyond every ceiling or makes no sense.
    let number = count.text().parse::<u64>().unwrap_or(u64::MAX);
    let (most, fewest) = (case.policy.pbes2_most, case.policy.pbes2_fewest);
    let shown = words::quote(count.text());
    if number > most {
        let message = format!("`p2c` asks for {shown} iterations, expected at most {most}");
        return Some(
            RULE.finds("header/p2c", message)
                .as_severity(Severity::Error)
                .expected(most.to_string())
                .actual(count.text()),
        );
    }
    (number < fewest).then(|| {
        let message = format!("`p2c` asks for {shown} iterations only, expected at least {fewest}");
        RULE.finds("header/p2c", message)
            .expected(fewest.to_string())
            .actual(count.text())
    })
}
