//! `json-serialization`

use crate::{
    classify::Kind,
    input::Slot,
    rules::{
        Applies, Case, Check, Confidence, Doc, Family, Needs, Outcome, Rule, Severity, Threat,
        example::{Example, Sample, jwt},
        spec::{Spec, section},
    },
    token::{Body, Format},
};

pub(crate) static RULE: Rule = Rule {
    name: "json-serialization",
    family: Family::Decoding,
    severity: Severity::Error,
    confidence: Confidence::High,
    needs: &[Needs::Token],
    applies: Applies::Except(&[
        Kind::SdJwt,
        Kind::VerifiableCredential,
        Kind::FederationStatement,
        Kind::Opaque,
    ]),
    silences: &[],
    doc: Doc {
        checks: "The token is a JSON object (`payload` with `signature` or `signatures`, or \
                 `ciphertext`) in a field, or of a kind, that is always a compact JWT.",
        why: "JSON serializations carry several signatures, unprotected headers and members that \
              nobody signed. A program that verifies with one library and reads with another can be \
              shown claims that no signature covers.",
        threats: &[Threat::Forge],
        but: "The form is in place elsewhere: SD-JWT, signed metadata, ACME and signed documents use \
              it. A JWS whose payload is no token of OAuth is not judged.",
        fix: "Send the compact form, and let the verifier of tokens take no other.",
    },
    article: &[],
    references: &[
        section(Spec::Rfc(7519), "1"),
        section(Spec::Rfc(7515), "7.2"),
        section(Spec::JwtBcpBis, "3.14"),
    ],
    examples: &[
        Example::fires(
            "an access token in the flattened JSON form",
            Sample::Response(&[(
                "access_token",
                Sample::Text(
                    r#"{"protected":"eyJhbGciOiJFUzI1NiJ9","payload":"eyJzdWIiOiIxMjM0In0","signature":"AQEB"}"#,
                ),
            )]),
        ),
        Example::fires(
            "an ID token with its JSON around it",
            Sample::Text(
                r#"{"protected":"eyJhbGciOiJFUzI1NiJ9","payload":"eyJzdWIiOiIxMjM0In0","signature":"AQEB"}"#,
            ),
        )
        .with(&["--as", "id-token"]),
        Example::silent(
            "a compact access token",
            Sample::Response(&[(
                "access_token",
                jwt(r#"{"alg":"ES256"}"#, r#"{"sub":"1234"}"#),
            )]),
        ),
        Example::silent(
            "a signed document that is no token",
            Sample::Text(
                r#"{"protected":"eyJhbGciOiJFUzI1NiJ9","payload":"eyJ0aXRsZSI6ImEgbGV0dGVyIn0","signature":"AQEB"}"#,
            ),
        ),
    ],
    check: Check::Token(check),
};

fn check(case: &Case<'_>) -> Outcome {
    let form = match case.token.format() {
        Format::JwsJson => "JWS",
        Format::JweJson => "JWE",
        _ => return Outcome::Silent,
    };
    let place = match case.slot {
        Some(Slot::Parameter(_) | Slot::Header(_)) | None => None,
        Some(slot) => Some(format!("in `{slot}`")),
    };
    let Some(place) =
        place.or_else(|| is_compact_kind(case.kind).then(|| format!("as {}", case.kind)))
    else {
        return Outcome::NotApplicable("nothing says that this object is a token");
    };
    if has_disclosures(case) {
        return Outcome::NotApplicable("an SD-JWT may stand in the JSON form");
    }
    RULE.finds(
        "token",
        format!("the token is a {form} in its JSON serialization, expected a compact JWT {place}"),
    )
    .into()
}

fn is_compact_kind(kind: Kind) -> bool {
    !matches!(
        kind,
        Kind::Unknown | Kind::Encrypted | Kind::ApplicationSession | Kind::SecurityEventToken
    )
}

/// RFC 9901 §8.1: the JSON form of an SD-JWT keeps its disclosures in the unprotected header.
fn has_disclosures(case: &Case<'_>) -> bool {
    matches!(case.token.body(), Body::Signed(signed)
    if signed.signatures.iter().any(|signature| {
        signature.unprotected.as_ref().is_some_and(|header| header.has("disclosures"))
    }))
}
