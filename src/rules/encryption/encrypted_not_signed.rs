//! `encrypted-not-signed`

use super::{NOT_ENCRYPTED, encrypted, is_public_key_management};
use crate::{
    classify::Kind,
    rules::{
        Applies, Case, Check, Confidence, Doc, Family, Finding, Needs, Outcome, Rule, Severity,
        Threat,
        example::{Example, Sample},
        spec::{Spec, section},
        words,
    },
    token::Document,
};

pub(crate) static RULE: Rule = Rule {
    name: "encrypted-not-signed",
    family: Family::Encryption,
    severity: Severity::Error,
    confidence: Confidence::Medium,
    needs: &[Needs::Token],
    applies: Applies::Only(&[Kind::Encrypted]),
    silences: &[],
    doc: Doc {
        checks: "What can be seen without a key: an ID, access or logout token or a client assertion is \
                 encrypted for a public key and its header does not say that a signed token is inside \
                 (no `cty`), which is a warning; and claims that stand in the header (`iss`, `sub`, \
                 `aud`) are named, in a note. The content is not decrypted.",
        why: "Anybody who has the public key can encrypt claims for it. That a token could be decrypted \
              says nothing about who wrote it.",
        threats: &[Threat::Forge],
        but: "A key that issuer and reader share (`dir`, AES key wrap) tells the reader that the issuer \
              wrote it, and some issuers forget `cty` around a token that is signed. Claims in the \
              header are allowed for routing; they have to be equal to those inside.",
        fix: "Sign first, then encrypt, and set `cty` to `JWT`; after decryption compare the claims of \
              the header with those inside.",
    },
    article: &[],
    references: &[
        section(Spec::OidcCore, "2"),
        section(Spec::Rfc(7519), "5.2"),
        section(Spec::Rfc(7519), "5.3"),
        section(Spec::Rfc(7519), "11.2"),
        section(Spec::Rfc(8725), "3.3"),
    ],
    examples: &[
        Example::fires(
            "an ID token for a public key that says nothing of a signature inside",
            Sample::Response(&[(
                "id_token",
                Sample::Text(
                    "eyJhbGciOiJSU0EtT0FFUC0yNTYiLCJlbmMiOiJBMTI4R0NNIn0.AQEB.AAAAAAAAAAAAAAAA.AQEB.AQEBAQEBAQEBAQEBAQEBAQ",
                ),
            )]),
        ),
        Example::fires(
            "an issuer in the header (a note)",
            Sample::Text(
                "eyJhbGciOiJSU0EtT0FFUC0yNTYiLCJlbmMiOiJBMTI4R0NNIiwiaXNzIjoiaHR0cHM6Ly9pZHAuZXhhbXBsZSIsImF1ZCI6IndlYi1hcHAifQ.AQEB.AAAAAAAAAAAAAAAA.AQEB.AQEBAQEBAQEBAQEBAQEBAQ",
            ),
        ),
        Example::silent(
            "a signed token inside",
            Sample::Response(&[(
                "id_token",
                Sample::Text(
                    "eyJhbGciOiJSU0EtT0FFUC0yNTYiLCJlbmMiOiJBMTI4R0NNIiwiY3R5IjoiSldUIn0.AQEB.AAAAAAAAAAAAAAAA.AQEB.AQEBAQEBAQEBAQEBAQEBAQ",
                ),
            )]),
        ),
        Example::silent(
            "a key that only issuer and reader have",
            Sample::Response(&[(
                "access_token",
                Sample::Text(
                    "eyJhbGciOiJkaXIiLCJlbmMiOiJBMTI4R0NNIn0..AAAAAAAAAAAAAAAA.AQEB.AQEBAQEBAQEBAQEBAQEBAQ",
                ),
            )]),
        ),
    ],
    check: Check::Token(check),
};

fn check(case: &Case<'_>) -> Outcome {
    let Some(encrypted) = encrypted(case) else {
        return Outcome::NotApplicable(NOT_ENCRYPTED);
    };
    [
        unsigned(case, &encrypted.header),
        replicated(&encrypted.header),
    ]
    .into_iter()
    .flatten()
    .collect::<Vec<_>>()
    .into()
}

fn unsigned(case: &Case<'_>, header: &Document) -> Option<Finding> {
    let kind = case.likely_kind();
    let must_be_signed = matches!(
        kind,
        Kind::IdToken | Kind::AccessToken | Kind::LogoutToken | Kind::ClientAssertion
    );
    let algorithm = header.str("alg")?;
    let is_open = must_be_signed && is_public_key_management(&algorithm) && !header.has("cty");
    is_open.then(|| {
        let message = format!(
            "the header does not say that the encrypted {kind} holds a signed one, and anybody can \
             encrypt with {}, expected `cty` to be `JWT`",
            words::quote(&algorithm)
        );
        RULE.finds("header", message)
            .as_severity(Severity::Warn)
            .expected("JWT")
    })
}

/// RFC 7519 §5.3: the receiver has to compare them.
fn replicated(header: &Document) -> Option<Finding> {
    let names: Vec<&str> = ["iss", "sub", "aud"]
        .into_iter()
        .filter(|name| header.has(name))
        .collect();
    let first = *names.first()?;
    let (verb, them) = match names.len() {
        1 => ("stands", "it"),
        _ => ("stand", "them"),
    };
    let message = format!(
        "{} {verb} in the header as a copy that is not encrypted, expected the reader to compare \
         {them} with the claims inside",
        words::quoted(&names, "and"),
    );
    Some(
        RULE.finds(format!("header/{first}"), message)
            .as_severity(Severity::Note)
            .as_confidence(Confidence::High),
    )
}
