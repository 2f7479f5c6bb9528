//! `undecodable-token`

use crate::{
    rules::{
        Applies, Case, Check, Confidence, Doc, Family, Finding, Needs, Outcome, Rule, Severity,
        Threat,
        example::{Example, Sample, jwt},
        spec::{Spec, section},
    },
    token::Fault,
};

pub(crate) static RULE: Rule = Rule {
    name: "undecodable-token",
    family: Family::Decoding,
    severity: Severity::Error,
    confidence: Confidence::High,
    needs: &[Needs::Token],
    applies: Applies::Any,
    silences: &[],
    doc: Doc {
        checks: "The string looks like a JOSE object (its first segment decodes to text that begins \
                 with `{`, or it starts with `eyJ`, or the second of three does), but it has not three or five segments, or its \
                 header or claims are not UTF-8, or not exactly one JSON object.",
        why: "Lenient decoders disagree about what a broken token says, so a filter and the real \
              consumer can see different claims.",
        threats: &[Threat::Forge, Threat::Confusion],
        but: "A value that does not look like JOSE at all is an opaque token, not a broken JWT: its \
              issuer can read it. Most broken tokens were merely not copied whole.",
        fix: "Copy the whole token; if it is encrypted, treat it as opaque.",
    },
    article: &[],
    references: &[
        section(Spec::Rfc(7519), "7.2"),
        section(Spec::Rfc(7515), "5.2"),
        section(Spec::Rfc(8725), "3.7"),
    ],
    examples: &[
        Example::fires(
            "two segments of a signed token",
            Sample::Text("eyJhbGciOiJSUzI1NiJ9.eyJzdWIiOiIxIn0"),
        ),
        Example::fires(
            "claims that are an array",
            jwt(r#"{"alg":"RS256"}"#, r#"["sub","1"]"#),
        ),
        Example::fires(
            "a token whose beginning was cut off",
            Sample::Text("cGciOiJSUzI1NiJ9.eyJzdWIiOiIxIn0.c2lnbmF0dXJl"),
        ),
        Example::silent(
            "an opaque token",
            Sample::Text("ya29.a0AfB_byC7Lq0T9xYkW2uVnJ8e4sDfGhIj"),
        ),
        Example::silent(
            "a whole token",
            jwt(
                r#"{"alg":"RS256"}"#,
                r#"{"iss":"https://idp.example","sub":"1"}"#,
            ),
        ),
    ],
    check: Check::Token(check),
};

fn check(case: &Case<'_>) -> Outcome {
    case.token
        .damage()
        .iter()
        .filter(|damage| damage.fault.is_fatal())
        .map(|damage| -> Finding {
            let expected = match &damage.fault {
                Fault::SegmentCount { .. } => "three or five segments",
                Fault::Encoding(_) => "unpadded base64url",
                _ => "exactly one JSON object",
            };
            RULE.finds(damage.part.pointer(), damage.to_string())
                .expected(expected)
        })
        .collect::<Vec<_>>()
        .into()
}
