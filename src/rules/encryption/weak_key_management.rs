//! `weak-key-management`

use aws_lc_rs::signature::{
    ECDSA_P256_SHA256_FIXED, ECDSA_P384_SHA384_FIXED, ECDSA_P521_SHA512_FIXED, ParsedPublicKey,
};

use super::{ContentEncryption, NOT_ENCRYPTED, encrypted};
use crate::{
    classify::Kind,
    provider::Curve,
    rules::{
        Applies, Case, Check, Confidence, Doc, Family, Finding, Needs, Outcome, Rule, Severity,
        Threat,
        example::{Example, Sample},
        spec::{Spec, section},
        words,
    },
    situation::{ClientType, FactName},
    token::{Document, base64url},
};

pub(crate) static RULE: Rule = Rule {
    name: "weak-key-management",
    family: Family::Encryption,
    severity: Severity::Warn,
    confidence: Confidence::High,
    needs: &[Needs::Token, Needs::Situation],
    applies: Applies::Only(&[Kind::Encrypted]),
    silences: &[],
    doc: Doc {
        checks: "The key of an encrypted token is wrapped with `RSA1_5`; or it is shared (`dir`, AES key \
                 wrap) with a client that is stated to be public; or `enc` is no registered name; or \
                 the ephemeral key (`epk`) is no point on its curve.",
        why: "The old RSA padding tells an attacker who may ask often enough what is inside. A secret \
              that ships with an app is no secret. A point beside the curve leaks the private key of \
              the receiver, a few bits with each answer.",
        threats: &[Threat::Forge, Threat::PersonalData],
        but: "`RSA1_5` inside a closed implementation that runs in constant time has not been broken as \
              such; moving on is advised all the same.",
        fix: "Use RSA-OAEP-256 or ECDH-ES+A256KW, and a library that checks the points it is given.",
    },
    article: &[],
    references: &[
        section(Spec::Rfc(8725), "2.5"),
        section(Spec::Rfc(8725), "3.2"),
        section(Spec::Rfc(8725), "3.4"),
        section(Spec::Rfc(7518), "4.2"),
        section(Spec::OidcCore, "10.2"),
    ],
    examples: &[
        Example::fires(
            "the old RSA padding",
            Sample::Text(
                "eyJhbGciOiJSU0ExXzUiLCJlbmMiOiJBMTI4R0NNIn0.AQEB.AAAAAAAAAAAAAAAA.AQEB.AQEBAQEBAQEBAQEBAQEBAQ",
            ),
        ),
        Example::fires("an ephemeral key beside its curve", Sample::Text(OFF_CURVE)),
        Example::fires(
            "a shared key in the hands of a public client",
            Sample::Text(DIRECT),
        )
        .with(&["--fact", "client.type=public"]),
        Example::silent("a shared key between two servers", Sample::Text(DIRECT))
            .with(&["--fact", "client.type=confidential"]),
        Example::silent("an ephemeral key on its curve", Sample::Text(ON_CURVE)),
        Example::silent(
            "RSA-OAEP-256",
            Sample::Text(
                "eyJhbGciOiJSU0EtT0FFUC0yNTYiLCJlbmMiOiJBMTI4R0NNIn0.AQEB.AAAAAAAAAAAAAAAA.AQEB.AQEBAQEBAQEBAQEBAQEBAQ",
            ),
        ),
    ],
    check: Check::Token(check),
};

/// `{"alg":"dir","enc":"A128GCM"}`
const DIRECT: &str =
    "eyJhbGciOiJkaXIiLCJlbmMiOiJBMTI4R0NNIn0..AAAAAAAAAAAAAAAA.AQEB.AQEBAQEBAQEBAQEBAQEBAQ";
/// `alg` ECDH-ES, `enc` A128GCM, `epk` on P-256 as in RFC 7518 appendix C.
const ON_CURVE: &str = "eyJhbGciOiJFQ0RILUVTIiwiZW5jIjoiQTEyOEdDTSIsImVwayI6eyJrdHkiOiJFQyIsImNydiI6IlAtMjU2IiwieCI6ImdJMEdBSUxCZHU3VDUzYWtyRm1NeUdjc0YzbjVkTzdNbXdOQkhLVzVTVjAiLCJ5IjoiU0xXX3hTZmZ6bFBXckhFVkkzMERITV80ZWdWd3QzTlFxZVVEN25NRnBwcyJ9fQ..AAAAAAAAAAAAAAAA.AQEB.AQEBAQEBAQEBAQEBAQEBAQ";
/// The same with another last octet of `y`.
const OFF_CURVE: &str = "eyJhbGciOiJFQ0RILUVTIiwiZW5jIjoiQTEyOEdDTSIsImVwayI6eyJrdHkiOiJFQyIsImNydiI6IlAtMjU2IiwieCI6ImdJMEdBSUxCZHU3VDUzYWtyRm1NeUdjc0YzbjVkTzdNbXdOQkhLVzVTVjAiLCJ5IjoiU0xXX3hTZmZ6bFBXckhFVkkzMERITV80ZWdWd3QzTlFxZVVEN25NRnBwbyJ9fQ..AAAAAAAAAAAAAAAA.AQEB.AQEBAQEBAQEBAQEBAQEBAQ";

fn check(case: &Case<'_>) -> Outcome {
    let Some(encrypted) = encrypted(case) else {
        return Outcome::NotApplicable(NOT_ENCRYPTED);
    };
    let header = &encrypted.header;
    let algorithm = header.str("alg").unwrap_or_default();
    let findings: Vec<Finding> = [
        padding(&algorithm),
        shared(case, &algorithm),
        unknown_encryption(header),
        off_curve(header, &algorithm),
    ]
    .into_iter()
    .flatten()
    .collect();
    let is_known = case.situation.client_type.known().is_some();
    if findings.is_empty() && is_shared(&algorithm) && !is_known {
        return Outcome::Needs(vec![FactName::ClientType]);
    }
    findings.into()
}

fn padding(algorithm: &str) -> Option<Finding> {
    (algorithm == "RSA1_5").then(|| {
        let message = "`alg` is `RSA1_5`, whose padding can be asked out, expected RSA-OAEP-256 or \
                       ECDH-ES";
        RULE.finds("header/alg", message).actual("RSA1_5")
    })
}

/// Whether both sides hold one secret key.
fn is_shared(algorithm: &str) -> bool {
    matches!(
        algorithm,
        "dir" | "A128KW" | "A192KW" | "A256KW" | "A128GCMKW" | "A192GCMKW" | "A256GCMKW"
    )
}

fn shared(case: &Case<'_>, algorithm: &str) -> Option<Finding> {
    let is_public = case.situation.client_type.is(&ClientType::Public);
    (is_shared(algorithm) && is_public).then(|| {
        let message = format!(
            "`alg` is `{algorithm}`, which needs a shared secret, expected a public client to hold none"
        );
        RULE.finds("header/alg", message).actual(algorithm)
    })
}

fn unknown_encryption(header: &Document) -> Option<Finding> {
    let name = header.str("enc")?;
    ContentEncryption::named(&name).is_none().then(|| {
        let message = format!(
            "`enc` is {}, expected a registered content encryption such as `A256GCM`",
            words::quote(&name)
        );
        RULE.finds("header/enc", message).actual(name)
    })
}

/// Whether the ephemeral key cannot be a point of its curve (RFC 7748 curves take every string).
fn off_curve(header: &Document, algorithm: &str) -> Option<Finding> {
    if !algorithm.starts_with("ECDH-ES") {
        return None;
    }
    let key = header.get("epk")?;
    let text = |name| key.member(name).and_then(|value| value.string());
    let name = text("crv")?;
    let curve = Curve::from_name(&name)?;
    let parameters = match curve {
        Curve::P256 => &ECDSA_P256_SHA256_FIXED,
        Curve::P384 => &ECDSA_P384_SHA384_FIXED,
        Curve::P521 => &ECDSA_P521_SHA512_FIXED,
        Curve::Secp256k1 => return None,
    };
    let coordinate = |name| base64url::decode_strict(&text(name)?);
    let (x, y) = (coordinate("x")?, coordinate("y")?);
    let length = curve.coordinate_length();
    let has_length = x.len() == length && y.len() == length;
    const UNCOMPRESSED: u8 = 4;
    let point = [&[UNCOMPRESSED], x.as_slice(), y.as_slice()].concat();
    let is_on_curve = has_length && ParsedPublicKey::new(parameters, point).is_ok();
    (!is_on_curve).then(|| {
        let message = format!(
            "`epk` is no point on {}, expected the ephemeral public key of the sender",
            curve.name()
        );
        RULE.finds("header/epk", message)
            .as_severity(Severity::Error)
            .fix("Refuse the token before any private key touches it.")
    })
}
