//! `certificate-header-mismatch`

use base64::{Engine as _, engine::general_purpose::STANDARD};

use crate::{
    provider::{Certificate, Key, keys},
    rules::{
        Applies, Case, Check, Confidence, Doc, Family, Finding, Needs, Outcome, Rule, Severity,
        Threat,
        example::{Example, jwt},
        spec::{Spec, section},
    },
    token::{NumericDate, Signature, Value},
    verify::Status,
};

pub(crate) static RULE: Rule = Rule {
    name: "certificate-header-mismatch",
    family: Family::Header,
    severity: Severity::Error,
    confidence: Confidence::High,
    needs: &[Needs::Token, Needs::Keys],
    applies: Applies::Any,
    silences: &[],
    doc: Doc {
        checks: "The certificates of the header agree with each other and with the key: `x5c` holds \
                 certificates, each signed by the next; `x5t#S256` and `x5t` are digests of the \
                 first one, or of the certificate of the key that verified; the first one's key is \
                 the key that verified. A certificate that did not hold when the token was issued \
                 is a warning.",
        why: "Two fields name the key and disagree. A verifier that follows one while it logs or \
              decides by the other is fooled.",
        threats: &[Threat::Forge],
        but: "Many issuers use `x5t` as a plain name of the key (Entra repeats its `kid` there), so \
              without a certificate at hand nothing is said. Whether a chain ends in an anchor \
              that you trust cannot be told here; whether the token may choose its key at all is \
              another rule.",
        fix: "Export key and certificate together, and choose keys by `kid`; where certificates \
              carry the trust, check the whole path.",
    },
    article: &[],
    references: &[
        section(Spec::Rfc(7515), "4.1.6"),
        section(Spec::Rfc(7515), "4.1.7"),
        section(Spec::Rfc(7515), "4.1.8"),
        section(Spec::Rfc(7517), "4.7"),
        section(Spec::Rfc(5280), "6"),
    ],
    examples: &[
        Example::fires(
            "a digest of another certificate",
            jwt(
                concat!(
                    r#"{"alg":"RS256","x5t#S256":"AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA","x5c":["#,
                    include_str!("../../../fixtures/keys/rsa-certificate.base64.json"),
                    "]}"
                ),
                r#"{"iss":"https://idp.example","sub":"1","exp":1767229200}"#,
            ),
        ),
        Example::fires(
            "a chain that holds no certificate",
            jwt(
                r#"{"alg":"RS256","x5c":["AAAA"]}"#,
                r#"{"iss":"https://idp.example","sub":"1","exp":1767229200}"#,
            ),
        ),
        Example::fires(
            "a certificate that had run out when the token was issued (a warning)",
            jwt(
                concat!(
                    r#"{"alg":"RS256","x5c":["#,
                    include_str!("../../../fixtures/keys/rsa-certificate.base64.json"),
                    "]}"
                ),
                r#"{"iss":"https://idp.example","sub":"1","exp":7258121600,"iat":7258118400}"#,
            ),
        ),
        Example::fires(
            "a second certificate that did not sign the first",
            jwt(
                concat!(
                    r#"{"alg":"RS256","x5c":["#,
                    include_str!("../../../fixtures/keys/rsa-certificate.base64.json"),
                    ",",
                    include_str!("../../../fixtures/keys/other-certificate.base64.json"),
                    "]}"
                ),
                r#"{"iss":"https://idp.example","sub":"1","exp":1795348800,"iat":1795341600}"#,
            ),
        ),
        Example::silent(
            "a digest that repeats the `kid`, and no certificate",
            jwt(
                r#"{"alg":"RS256","kid":"nOo3ZDrODXEK1jKWhXslHR_KXEg","x5t":"nOo3ZDrODXEK1jKWhXslHR_KXEg"}"#,
                r#"{"iss":"https://idp.example","sub":"1","exp":1767229200}"#,
            ),
        ),
        Example::silent(
            "a certificate alone",
            jwt(
                concat!(
                    r#"{"alg":"RS256","x5c":["#,
                    include_str!("../../../fixtures/keys/rsa-certificate.base64.json"),
                    "]}"
                ),
                r#"{"iss":"https://idp.example","sub":"1","exp":1795348800,"iat":1795341600}"#,
            ),
        ),
    ],
    check: Check::Token(check),
};

fn check(case: &Case<'_>) -> Outcome {
    let Some(jws) = case.token.signed() else {
        return Outcome::NotApplicable("the token is no signed object");
    };
    let names = ["x5c", "x5t", "x5t#S256"];
    let has_any = |signature: &Signature| names.iter().any(|name| signature.header(name).is_some());
    if !jws.signatures.iter().any(has_any) {
        return Outcome::NotApplicable("the header names no certificate");
    }
    jws.signatures
        .iter()
        .flat_map(|signature| judge(case, signature))
        .collect::<Vec<_>>()
        .into()
}

fn judge(case: &Case<'_>, signature: &Signature) -> Vec<Finding> {
    let used = key_that_verified(case);
    let chain = match signature.header("x5c").filter(|value| !value.is_null()) {
        None => Vec::new(),
        Some(value) => match certificates(value) {
            Ok(chain) => chain,
            Err((pointer, what)) => {
                let message = format!("{what}, expected certificates in DER as standard base64");
                return vec![RULE.finds(pointer, message)];
            }
        },
    };
    let Some(first) = chain.first() else {
        let of_key = used.and_then(of_key);
        return of_key
            .map(|certificate| digests(signature, &certificate, "of the key that verified"))
            .unwrap_or_default();
    };
    let mut findings = digests(signature, first, "in `x5c`");
    if let (Some(used), Ok(own)) = (used, &first.key)
        && used.thumbprint.is_some()
        && keys::thumbprint(own) != used.thumbprint
    {
        let message = "the first certificate of `x5c` is of another key than the one that verified, \
                       expected one key";
        findings.push(RULE.finds("header/x5c/0", message));
    }
    for (index, pair) in chain.windows(2).enumerate() {
        if let [certificate, issuer] = pair
            && certificate.is_signed_by(issuer) == Some(false)
        {
            let message = format!(
                "certificate {} of `x5c` is not signed by the next one, expected a chain",
                index + 1
            );
            findings.push(RULE.finds(format!("header/x5c/{index}"), message));
        }
    }
    findings.extend(validity(case, first));
    findings
}

/// The chain, or where and why it is no list of certificates.
fn certificates(value: Value<'_>) -> Result<Vec<Certificate>, (String, String)> {
    let Some(items) = value.items() else {
        let what = format!("`x5c` is {}", value.kind());
        return Err(("header/x5c".to_owned(), what));
    };
    // No honest chain is longer, and each certificate costs time.
    const MOST: usize = 10;
    items
        .iter()
        .take(MOST)
        .enumerate()
        .map(|(index, item)| {
            let content = item
                .string()
                .and_then(|text| STANDARD.decode(text.as_ref()).ok());
            content
                .and_then(|content| Certificate::read(&content))
                .ok_or_else(|| {
                    let what = format!("item {} of `x5c` is no certificate", index + 1);
                    (format!("header/x5c/{index}"), what)
                })
        })
        .collect()
}

fn digests(signature: &Signature, certificate: &Certificate, whose: &str) -> Vec<Finding> {
    let text = |name: &str| signature.header(name).and_then(|value| value.string());
    let id = text("kid");
    [
        ("x5t#S256", certificate.sha256_thumbprint()),
        ("x5t", certificate.sha1_thumbprint()),
    ]
    .into_iter()
    .filter_map(|(name, digest)| {
        let stated = text(name)?;
        if stated == digest || (name == "x5t" && id.as_ref() == Some(&stated)) {
            return None;
        }
        let message = format!(
            "`{name}` is not the digest of the certificate {whose}, expected the two to agree"
        );
        Some(
            RULE.finds(format!("header/{name}"), message)
                .expected(digest)
                .actual(stated),
        )
    })
    .collect()
}

fn validity(case: &Case<'_>, certificate: &Certificate) -> Option<Finding> {
    let issued = case.claims()?.date("iat").present()?;
    let date = NumericDate::from_seconds;
    let problem = if issued.seconds() > certificate.not_after {
        format!("had run out at {}", date(certificate.not_after))
    } else if issued.seconds() < certificate.not_before {
        format!("did not hold before {}", date(certificate.not_before))
    } else {
        return None;
    };
    let message = format!(
        "the certificate {problem}, and the token was issued at {issued}, expected one that held \
         then"
    );
    Some(
        RULE.finds("header/x5c/0", message)
            .as_severity(Severity::Warn),
    )
}

fn key_that_verified<'a>(case: &Case<'a>) -> Option<&'a Key> {
    if case.verification.status != Status::Valid {
        return None;
    }
    let used = case.verification.key.as_ref()?;
    let keys = &case.provider?.keys.keys;
    keys.iter()
        .find(|key| key.thumbprint.is_some() && key.thumbprint == used.thumbprint)
}

/// The first certificate beside a published key.
fn of_key(key: &Key) -> Option<Certificate> {
    let chain = key.jwk.as_ref()?.get("x5c")?;
    let first = chain.items()?.first()?.string()?;
    Certificate::read(&STANDARD.decode(first.as_ref()).ok()?)
}
