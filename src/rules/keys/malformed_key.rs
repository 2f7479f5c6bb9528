//! `malformed-key`

use base64::{Engine as _, engine::general_purpose::STANDARD};

use super::{at, name};
use crate::{
    provider::{Certificate, Curve, Key},
    rules::{
        Applies, Check, Confidence, Doc, Family, Finding, Needs, Outcome, ProviderCase, Rule,
        Severity, Threat,
        example::{Example, keys},
        spec::{Spec, section},
        words,
    },
    token::{Document, JsonKind, NumericDate},
};

pub(crate) static RULE: Rule = Rule {
    name: "malformed-key",
    family: Family::Keys,
    severity: Severity::Error,
    confidence: Confidence::High,
    needs: &[Needs::Provider, Needs::Keys],
    applies: Applies::Any,
    silences: &[],
    doc: Doc {
        checks: "A key lacks a number, spells it in another alphabet or length than JOSE asks for, \
                 or has members of a wrong type or twice; its certificate (`x5c`) is of another \
                 key, does not have the thumbprint beside it, or is out of date (a warning). A key \
                 type or curve that is not known is a warning.",
        why: "Libraries disagree about such a key: one refuses it, one repairs it, and one may take \
              the certificate for the key. Then a signature holds in one place and not in another.",
        threats: &[Threat::Forge, Threat::Coupling],
        but: "A key of a type that a verifier does not know must be passed over, so a key for \
              another purpose does no harm. Keys whose type or curve is registered and merely not \
              implemented here are no finding.",
        fix: "Export the key again with a current library, together with its certificate if it has \
              one.",
    },
    article: &[],
    references: &[
        section(Spec::Rfc(7517), "4.7"),
        section(Spec::Rfc(7517), "5"),
        section(Spec::Rfc(7518), "6.2"),
        section(Spec::Rfc(7518), "6.3"),
        section(Spec::OidcDiscovery, "3"),
    ],
    examples: &[
        Example::fires(
            "a modulus with padding",
            keys(r#"{"keys":[{"kty":"RSA","kid":"1","n":"w--5wz0=","e":"AQAB"}]}"#),
        ),
        Example::fires(
            "a coordinate that lost its leading zero",
            keys(
                r#"{"keys":[{"kty":"EC","crv":"P-256","kid":"1","x":"YDgFJNAvBnxKVCen3fDYbzEiLRH-H9XHEUsa0Z2jvg","y":"anz8ZsOe9wVqx6fS-hHIGtMhhUROIQTH9iFoX6hDB04"}]}"#,
            ),
        ),
        Example::fires(
            "a certificate chain that is none",
            keys(
                r#"{"keys":[{"kty":"EC","crv":"P-256","kid":"1","x5c":["AAAA"],"x":"oWA4BSTQLwZ8SlQnp93w2G8xIi0R_h_VxxFLGtGdo74","y":"anz8ZsOe9wVqx6fS-hHIGtMhhUROIQTH9iFoX6hDB04"}]}"#,
            ),
        ),
        Example::fires(
            "a key beside the certificate of another",
            keys(concat!(
                r#"{"keys":[{"kty":"EC","crv":"P-256","kid":"1","x":"oWA4BSTQLwZ8SlQnp93w2G8xIi0R_h_VxxFLGtGdo74","y":"anz8ZsOe9wVqx6fS-hHIGtMhhUROIQTH9iFoX6hDB04","x5c":["#,
                include_str!("../../../fixtures/keys/rsa-certificate.base64.json"),
                "]}]}"
            )),
        )
        .with(&["--now", "1795341600"]),
        Example::fires(
            "a certificate that has run out (a warning)",
            keys(include_str!("../../../fixtures/providers/captured/jwks.json")),
        )
        .with(&["--now", "2200-01-01T00:00:00Z"]),
        Example::silent(
            "a key of a registered type that is not implemented here",
            keys(
                r#"{"keys":[{"kty":"OKP","crv":"X25519","use":"enc","kid":"1","x":"hSDwCYkwp1R0i33ctD73Wg2_Og0mOBr066SpjqqbTmo"}]}"#,
            ),
        ),
        Example::silent(
            "the captured key set, with a certificate",
            keys(include_str!(
                "../../../fixtures/providers/captured/jwks.json"
            )),
        )
        .with(&["--now", "1795341600"]),
    ],
    check: Check::Provider(check),
};

fn check(case: &ProviderCase<'_>) -> Outcome {
    let mut findings = Vec::new();
    for (index, key) in case.provider.keys.keys.iter().enumerate() {
        findings.extend(unusable(index, key));
        let Some(jwk) = &key.jwk else {
            continue;
        };
        findings.extend(odd_members(index, key, jwk));
        findings.extend(certificate(case.now, index, key, jwk));
    }
    findings.into()
}

/// Curves that are registered (RFC 8037 §5) and not read here, and those that another rule calls
/// too small.
const PASSED_OVER: [&str; 5] = ["Ed448", "X25519", "X448", "P-192", "secp192r1"];

fn unusable(index: usize, key: &Key) -> Option<Finding> {
    let why = &key.material.as_ref().err()?.0;
    let is_known = match (key.kind.as_deref(), key.curve.as_deref()) {
        // What is wrong with it is that it is there at all, which another rule says.
        (Some("oct"), _) => return None,
        (Some("OKP" | "EC"), Some(curve)) if PASSED_OVER.contains(&curve) => return None,
        (Some("EC"), Some(curve)) => Curve::from_name(curve).is_some(),
        (Some("OKP"), Some(curve)) => curve == "Ed25519",
        (Some("RSA" | "EC" | "OKP" | "AKP") | None, _) => true,
        (Some(_), _) => false,
    };
    let message = format!(
        "{} cannot be used: {why}{}",
        name(index, key),
        if why.contains("expected") {
            ""
        } else {
            ", expected a key as RFC 7517 describes it"
        }
    );
    let finding = RULE.finds(at(index, ""), message);
    Some(if is_known {
        finding
    } else {
        finding.as_severity(Severity::Warn)
    })
}

fn odd_members(index: usize, key: &Key, jwk: &Document) -> Vec<Finding> {
    let name = name(index, key);
    let mut findings: Vec<Finding> = jwk
        .duplicates()
        .into_iter()
        .map(|member| {
            let message = format!(
                "{name} has {} more than once, expected one",
                words::quote(&member)
            );
            RULE.finds(at(index, &member), message)
                .as_severity(Severity::Warn)
        })
        .collect();
    for member in ["kid", "use", "alg", "kty", "crv"] {
        let Some(value) = jwk.present(member) else {
            continue;
        };
        if value.kind() != JsonKind::String {
            let message = format!(
                "{name} has a `{member}` that is {}, expected a string",
                value.kind()
            );
            findings.push(
                RULE.finds(at(index, member), message)
                    .as_severity(Severity::Warn),
            );
        }
    }
    if key.kind.as_deref() == Some("RSA") && jwk.str("n").is_some_and(|n| n.starts_with("AA")) {
        let message = format!(
            "{name} has a modulus that begins with a zero octet, expected the fewest octets"
        );
        findings.push(
            RULE.finds(at(index, "n"), message)
                .as_severity(Severity::Info),
        );
    }
    findings
}

/// The first certificate of `x5c`, against the key and the thumbprints beside it.
fn certificate(now: NumericDate, index: usize, key: &Key, jwk: &Document) -> Vec<Finding> {
    let Some(chain) = jwk.present("x5c") else {
        return Vec::new();
    };
    let name = name(index, key);
    let first = chain
        .items()
        .and_then(|items| items.first()?.string())
        .and_then(|text| STANDARD.decode(text.as_ref()).ok())
        .and_then(|content| Certificate::read(&content));
    let Some(certificate) = first else {
        let message = format!(
            "{name} has an `x5c` whose first item is no certificate, expected DER in standard \
             base64"
        );
        return vec![RULE.finds(at(index, "x5c/0"), message)];
    };
    let mut findings = Vec::new();
    if let (Ok(own), Ok(certified)) = (&key.material, &certificate.key)
        && own != certified
    {
        let message = format!("{name} is not the key of its certificate, expected one key");
        findings.push(RULE.finds(at(index, "x5c/0"), message));
    }
    for (member, thumbprint) in [
        ("x5t#S256", certificate.sha256_thumbprint()),
        ("x5t", certificate.sha1_thumbprint()),
    ] {
        let Some(stated) = jwk.str(member) else {
            continue;
        };
        if stated != thumbprint && key.id.as_deref() != Some(&*stated) {
            let message = format!(
                "{name} has an `{member}` of another certificate than the first of `x5c`, expected \
                 its thumbprint"
            );
            findings.push(
                RULE.finds(at(index, member), message)
                    .expected(thumbprint)
                    .actual(stated),
            );
        }
    }
    findings.extend(out_of_date(now, &certificate).map(|what| {
        RULE.finds(
            at(index, "x5c/0"),
            format!("{name} has a certificate that {what}"),
        )
        .as_severity(Severity::Warn)
        .fix("Renew the certificate, or publish the key without one.")
    }));
    findings
}

fn out_of_date(now: NumericDate, certificate: &Certificate) -> Option<String> {
    let date = NumericDate::from_seconds;
    if now.seconds() > certificate.not_after {
        let end = date(certificate.not_after);
        return Some(format!("ran out at {end}, expected one that holds now"));
    }
    (now.seconds() < certificate.not_before).then(|| {
        let start = date(certificate.not_before);
        format!("does not hold before {start}, expected one that holds now")
    })
}
