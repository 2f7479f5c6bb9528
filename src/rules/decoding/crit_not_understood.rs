//! `crit-not-understood`

use crate::{
    classify::Kind,
    rules::{
        Applies, Case, Check, Confidence, Doc, Family, Finding, Needs, Outcome, Rule, Severity,
        Threat,
        example::{Example, jwt},
        spec::{Spec, section},
    },
    token::{Body, Signature},
    verify::critical::{self, Complaint},
};

pub(crate) static RULE: Rule = Rule {
    name: "crit-not-understood",
    family: Family::Decoding,
    severity: Severity::Error,
    confidence: Confidence::High,
    needs: &[Needs::Token],
    applies: Applies::Except(&[Kind::Opaque]),
    silences: &[],
    doc: Doc {
        checks: "`crit` is empty, is no array of names, holds a name twice, names a parameter that \
                 the protected header lacks or that every verifier knows anyway, or names an \
                 extension that is not implemented here; or a JWT leaves its payload unencoded \
                 (`b64` is false).",
        why: "`crit` asks for a promise: whoever accepts the token has understood the extensions it \
              lists. A verifier that passes over it validates another object than the one that was \
              signed.",
        threats: &[Threat::Forge],
        but: "An extension that is unknown here may be well known to the receiver: then only this \
              tool cannot judge the signature, and the message says so. Detached signatures with \
              `b64` are in place where no JWT is meant.",
        fix: "Leave the extension out, or use a verifier that implements it; never one that ignores \
              `crit`.",
    },
    article: &[],
    references: &[
        section(Spec::Rfc(7515), "4.1.11"),
        section(Spec::Rfc(7797), "6"),
        section(Spec::Rfc(7797), "7"),
    ],
    examples: &[
        Example::fires(
            "a critical extension that only some verifiers know",
            jwt(
                r#"{"alg":"ES256","crit":["exp"],"exp":1767229200}"#,
                r#"{"sub":"1"}"#,
            ),
        ),
        Example::fires(
            "an empty `crit`",
            jwt(r#"{"alg":"ES256","crit":[]}"#, r#"{"sub":"1"}"#),
        ),
        Example::fires(
            "a `crit` that names what is not there",
            jwt(
                r#"{"alg":"ES256","crit":["https://example.org/ext"]}"#,
                r#"{"sub":"1"}"#,
            ),
        ),
        Example::silent(
            "no `crit`",
            jwt(r#"{"alg":"ES256","kid":"1"}"#, r#"{"sub":"1"}"#),
        ),
        Example::silent(
            "an encoded payload that says so",
            jwt(
                r#"{"alg":"ES256","b64":true,"crit":["b64"]}"#,
                r#"{"sub":"1"}"#,
            ),
        ),
    ],
    check: Check::Token(check),
};

fn check(case: &Case<'_>) -> Outcome {
    if let Body::Encrypted(encrypted) = case.token.body() {
        return critical::of_encrypted(&encrypted.header)
            .map(finding)
            .into();
    }
    let Some(signed) = case.token.signed() else {
        return Outcome::NotApplicable("there is no header to read");
    };
    let is_jwt = case.claims().is_some();
    signed
        .signatures
        .iter()
        .filter_map(|signature| {
            critical::of_signature(signature)
                .map(finding)
                .or_else(|| unencoded(signature).filter(|_| is_jwt))
        })
        .collect::<Vec<_>>()
        .into()
}

fn finding(complaint: Complaint) -> Finding {
    if complaint.is_unknown_extension {
        return RULE
            .finds(
                "header/crit",
                format!(
                    "{}, so this tool cannot judge the token, expected a receiver that implements it",
                    complaint.why
                ),
            )
            .as_confidence(Confidence::Medium);
    }
    let pointer = match complaint.why.starts_with("`b64`") {
        true => "header/b64",
        false => "header/crit",
    };
    RULE.finds(
        pointer,
        format!(
            "{}, expected `crit` to name extensions of the protected header, each once",
            complaint.why
        ),
    )
}

fn unencoded(signature: &Signature) -> Option<Finding> {
    let value = signature.protected.as_ref()?.get("b64")?;
    (value.boolean() == Some(false)).then(|| {
        RULE.finds(
            "header/b64",
            "`b64` is false, so the claims are signed without base64url, expected a JWT to encode \
             them",
        )
    })
}
