//! `broken-jwe-structure`

use super::{ContentEncryption, NOT_ENCRYPTED, encrypted, is_public_key_management};
use crate::{
    classify::Kind,
    rules::{
        Applies, Case, Check, Confidence, Doc, Family, Finding, Needs, Outcome, Rule, Severity,
        Threat,
        example::{Example, Sample},
        spec::{Spec, section},
        words,
    },
    token::{Document, Encrypted, Format, JsonKind, base64url},
};

pub(crate) static RULE: Rule = Rule {
    name: "broken-jwe-structure",
    family: Family::Encryption,
    severity: Severity::Error,
    confidence: Confidence::High,
    needs: &[Needs::Token],
    applies: Applies::Only(&[Kind::Encrypted]),
    silences: &[],
    doc: Doc {
        checks: "What can be seen without a key: `alg` is missing or `none`, or `enc` is missing; \
                 initialization vector, tag or encrypted key have another length than `enc` and `alg` \
                 give them; ciphertext of AES-CBC is empty or ends within a block; an encrypted key \
                 is there where none belongs, or is missing; `epk`, `iv`, `tag`, `p2s` or `p2c` is \
                 missing where `alg` needs it.",
        why: "No correct library opens such an object. One that tries tells the sender by its error or \
              by its timing something about the key or the content.",
        threats: &[Threat::Forge, Threat::Dos],
        but: "Most often the token was not copied whole. An unknown `enc` is left to \
              `weak-key-management`, and what is no base64url to `undecodable-token`.",
        fix: "Copy the whole token; if it is whole, repair the program that encrypts.",
    },
    article: &[],
    references: &[
        section(Spec::Rfc(7516), "5.2"),
        section(Spec::Rfc(7518), "4.5"),
        section(Spec::Rfc(7518), "4.6"),
        section(Spec::Rfc(7518), "4.7"),
        section(Spec::Rfc(7518), "4.8"),
        section(Spec::Rfc(7518), "5.2"),
        section(Spec::Rfc(7518), "5.3"),
    ],
    examples: &[
        Example::fires(
            "a vector of 16 bytes under AES-GCM",
            Sample::Text(
                "eyJhbGciOiJkaXIiLCJlbmMiOiJBMTI4R0NNIn0..AAAAAAAAAAAAAAAAAAAAAA.AQEB.AQEBAQEBAQEBAQEBAQEBAQ",
            ),
        ),
        Example::fires(
            "a tag that was cut off while copying",
            Sample::Text("eyJhbGciOiJkaXIiLCJlbmMiOiJBMTI4R0NNIn0..AAAAAAAAAAAAAAAA.AQEB.AQEBAQEB"),
        ),
        Example::fires(
            "an encrypted key beside direct encryption",
            Sample::Text(
                "eyJhbGciOiJkaXIiLCJlbmMiOiJBMTI4R0NNIn0.AQEB.AAAAAAAAAAAAAAAA.AQEB.AQEBAQEBAQEBAQEBAQEBAQ",
            ),
        ),
        Example::fires(
            "ECDH without the ephemeral key",
            Sample::Text(
                "eyJhbGciOiJFQ0RILUVTIiwiZW5jIjoiQTEyOEdDTSJ9..AAAAAAAAAAAAAAAA.AQEB.AQEBAQEBAQEBAQEBAQEBAQ",
            ),
        ),
        Example::silent(
            "direct encryption as it should be",
            Sample::Text(
                "eyJhbGciOiJkaXIiLCJlbmMiOiJBMTI4R0NNIn0..AAAAAAAAAAAAAAAA.AQEB.AQEBAQEBAQEBAQEBAQEBAQ",
            ),
        ),
        Example::silent(
            "a key wrapped with AES",
            Sample::Text(
                "eyJhbGciOiJBMjU2S1ciLCJlbmMiOiJBMjU2Q0JDLUhTNTEyIn0.AQEBAQEBAQEBAQEBAQEBAQEBAQEBAQEBAQEBAQEBAQEBAQEBAQEBAQEBAQEBAQEBAQEBAQEBAQEBAQEBAQEBAQEBAQEBAQEB.AAAAAAAAAAAAAAAAAAAAAA.AQEBAQEBAQEBAQEBAQEBAQEBAQEBAQEBAQEBAQEBAQE.AQEBAQEBAQEBAQEBAQEBAQEBAQEBAQEBAQEBAQEBAQE",
            ),
        ),
        Example::silent(
            "RSA-OAEP-256",
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
    if !case.is_whole() {
        return Outcome::NotApplicable("the parts cannot be read to their end");
    }
    let header = &encrypted.header;
    let mut findings = Vec::new();
    // The headers of the JSON form may stand beside the protected one, where they are not read.
    let is_compact = case.token.format() == Format::JweCompact;
    if is_compact {
        findings.extend(names(header));
    }
    let content = header
        .str("enc")
        .and_then(|name| ContentEncryption::named(&name));
    if let Some(content) = &content {
        findings.extend(lengths(encrypted, content));
    }
    if let Some(algorithm) = header.str("alg").filter(|name| name != "none") {
        findings.extend(wrapped_key(encrypted, &algorithm, content.as_ref()));
        if is_compact {
            findings.extend(parameters(header, &algorithm));
        }
    }
    findings.into()
}

fn names(header: &Document) -> Vec<Finding> {
    let mut findings = Vec::new();
    match header.str("alg").as_deref() {
        Some("none") => findings.push(RULE.finds(
            "header/alg",
            "`alg` is `none` in an encrypted token, expected how its key is wrapped",
        )),
        None if !header.has("alg") => findings.push(RULE.finds(
            "header",
            "`alg` is missing, expected how the key of the content is wrapped",
        )),
        _ => {}
    }
    if !header.has("enc") {
        findings.push(RULE.finds(
            "header",
            "`enc` is missing, expected how the content is encrypted",
        ));
    }
    findings
}

fn lengths(encrypted: &Encrypted, content: &ContentEncryption) -> Vec<Finding> {
    let [_, vector, ciphertext, tag] = encrypted.lengths;
    let name = encrypted.header.str("enc").unwrap_or_default();
    let mut findings = Vec::new();
    if vector != content.vector {
        let message = format!(
            "the initialization vector has {vector} bytes, expected {} for `{name}`",
            content.vector
        );
        findings.push(RULE.finds("token", message));
    }
    if content.has_blocks && (ciphertext == 0 || ciphertext % 16 != 0) {
        let message = format!(
            "the ciphertext has {ciphertext} bytes, expected whole blocks of 16 for `{name}`"
        );
        findings.push(RULE.finds("ciphertext", message));
    }
    if tag != content.tag {
        let hint = match tag < content.tag {
            true => " (was the end cut off while copying?)",
            false => "",
        };
        let message = format!(
            "the authentication tag has {tag} bytes{hint}, expected {} for `{name}`",
            content.tag
        );
        findings.push(RULE.finds("token", message));
    }
    findings
}

fn wrapped_key(
    encrypted: &Encrypted,
    algorithm: &str,
    content: Option<&ContentEncryption>,
) -> Option<Finding> {
    let found = encrypted.lengths[0];
    let has_none = matches!(algorithm, "dir" | "ECDH-ES");
    let expected = match content {
        // RFC 3394 adds eight octets; AES-GCM keeps the length, with its tag in the header.
        Some(content) if algorithm.ends_with("GCMKW") => Some(content.key),
        Some(content) if algorithm.ends_with("KW") => Some(content.key + 8),
        _ => None,
    };
    let shown = words::quote(algorithm);
    let message = if has_none && found > 0 {
        format!("an encrypted key of {found} bytes is there, expected none for {shown}")
    } else if !has_none && found == 0 && is_known(algorithm) {
        format!("the encrypted key is empty, expected one for {shown}")
    } else if let Some(expected) = expected.filter(|expected| !has_none && *expected != found) {
        format!("the encrypted key has {found} bytes, expected {expected} for {shown}")
    } else {
        return None;
    };
    Some(RULE.finds("token", message))
}

fn is_known(algorithm: &str) -> bool {
    is_public_key_management(algorithm) || algorithm.ends_with("KW")
}

/// The header members that an algorithm needs (RFC 7518 §4.6.1, §4.7.1, §4.8.1).
fn parameters(header: &Document, algorithm: &str) -> Vec<Finding> {
    let needed: &[&str] = if algorithm.starts_with("ECDH-ES") {
        &["epk"]
    } else if algorithm.ends_with("GCMKW") {
        &["iv", "tag"]
    } else if algorithm.starts_with("PBES2-") {
        &["p2s", "p2c"]
    } else {
        &[]
    };
    let mut findings: Vec<Finding> = needed
        .iter()
        .filter(|name| !header.has(name))
        .map(|name| {
            let message = format!(
                "`{name}` is missing, expected in the header for {}",
                words::quote(algorithm)
            );
            RULE.finds("header", message)
        })
        .collect();
    let salt = header
        .get("p2s")
        .filter(|value| needed.contains(&"p2s") && value.kind() == JsonKind::String)
        .and_then(|value| base64url::decode_strict(&value.string()?));
    if let Some(salt) = salt.filter(|salt| salt.len() < 8) {
        let message = format!(
            "the salt `p2s` has {} octets, expected 8 or more",
            salt.len()
        );
        findings.push(RULE.finds("header/p2s", message));
    }
    findings
}
