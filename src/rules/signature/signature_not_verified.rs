//! `signature-not-verified`

use crate::{
    rules::{
        Applies, Case, Check, Confidence, Doc, Family, Needs, Outcome, Passage, Rule, Severity,
        Threat,
        example::{Example, Sample, Sign, jwt, signed},
        spec::{Spec, section},
    },
    verify::{Reason, Status},
};

pub(crate) static RULE: Rule = Rule {
    name: "signature-not-verified",
    family: Family::Signature,
    severity: Severity::Info,
    confidence: Confidence::High,
    needs: &[Needs::Token],
    applies: Applies::Any,
    silences: &[],
    doc: Doc {
        checks: "The signature was not checked: no key was given, none fits, the algorithm is not \
                 known here, or the content is encrypted.",
        why: "People trust what a decoder shows. Decoding is not validating: until a key of the \
              issuer verifies the signature, the claims are only what the text says.",
        threats: &[Threat::Forge],
        but: "For learning, support and debugging it is perfectly fine to read a token without \
              verifying it. Just decide nothing on it.",
        fix: "Name the issuer with `--issuer`, or give its keys with `--jwks`, `--key` or \
              `--secret-file`.",
    },
    article: &[
        Passage::Paragraph(5),
        Passage::Paragraph(14),
        Passage::Footnote(8),
        Passage::Footnote(13),
    ],
    references: &[
        section(Spec::Rfc(7519), "7.2"),
        section(Spec::Rfc(7519), "11.1"),
    ],
    examples: &[
        Example::fires(
            "a token and no key",
            jwt(
                r#"{"alg":"RS256","kid":"1"}"#,
                r#"{"iss":"https://idp.example","sub":"1","exp":1767229200}"#,
            ),
        ),
        Example::silent(
            "a token that its secret verifies",
            signed(
                r#"{"alg":"HS256"}"#,
                r#"{"iss":"https://idp.example","sub":"1","exp":1767229200}"#,
                Sign::Hs256("an example secret of at least 32 characters"),
            ),
        )
        .secret("an example secret of at least 32 characters"),
        Example::silent(
            "an opaque token has no signature that a receiver could check",
            Sample::Text("ya29.a0AfB_byC7Lq0T9xYkW2uVnJ8e4sDfGhIj"),
        ),
    ],
    check: Check::Token(check),
};

fn check(case: &Case<'_>) -> Outcome {
    let verification = case.verification;
    match (verification.status, &verification.reason) {
        (Status::Unsigned, _) => Outcome::NotApplicable("there is no signature"),
        (Status::Valid | Status::Invalid, _) => Outcome::Silent,
        (Status::NotChecked, _) if case.token.signed().is_none() && case.header().is_none() => {
            Outcome::NotApplicable("there is no signature to check")
        }
        (Status::NotChecked, Reason::NotJose | Reason::Damaged) => {
            Outcome::NotApplicable("there is no signature to check")
        }
        (Status::NotChecked, Reason::Encrypted) => RULE
            .finds(
                "ciphertext",
                "the content is encrypted, so neither claims nor signature can be seen here",
            )
            .fix("Ask its issuer or its recipient: only they can open it.")
            .into(),
        (Status::NotChecked, reason) => {
            let message = format!(
                "the signature is not checked: {}, so nobody vouches for the claims yet",
                reason.describe()
            );
            let finding = RULE.finds("signature", message);
            match reason {
                Reason::KeysNotObtained => finding.fix(
                    "See the error on the way to the issuer, or give its keys from a file with \
                     `--provider` or `--jwks`.",
                ),
                Reason::UnknownAlgorithm(_) => finding.fix(
                    "Check it where this algorithm is known; a receiver that does not know it must \
                     refuse the token.",
                ),
                Reason::CriticalExtension(_) => finding.fix(
                    "A receiver that does not understand all of `crit` must refuse the token.",
                ),
                _ => finding,
            }
            .into()
        }
    }
}
