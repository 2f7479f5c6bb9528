//! `binding-key-mismatch`

use crate::{
    classify::Kind,
    provider::keys::{self, Publicity},
    rules::{
        Applies, Case, Check, Confidence, Doc, Family, Finding, Needs, Outcome, Rule, Severity,
        Threat,
        example::{Example, jwt},
        spec::{Spec, section},
        words,
    },
    situation::FactName,
    token::{Document, JsonKind, Value},
};

pub(crate) static RULE: Rule = Rule {
    name: "binding-key-mismatch",
    family: Family::SenderConstraint,
    severity: Severity::Error,
    confidence: Confidence::High,
    needs: &[Needs::Token, Needs::Situation, Needs::Pair],
    applies: Applies::Only(&[
        Kind::IdToken,
        Kind::AccessToken,
        Kind::TransactionToken,
        Kind::ApplicationSession,
        Kind::Unknown,
    ]),
    silences: &[],
    doc: Doc {
        checks: "The key that the token is bound to is not the one its sender shows: the thumbprint \
                 of the `jwk` in the DPoP proof beside it differs from `cnf.jkt` (or from that of \
                 `cnf.jwk`), or the certificate presented (`--client-cert`) from `cnf.x5t#S256`. \
                 Also a `cnf` that binds nobody: no object, a thumbprint that is not 43 base64url \
                 characters, or a `jkt` and a `jwk` of different keys. A `cnf` with unknown members \
                 only is information.",
        why: "Whoever sends this token does not hold the key it was issued for: it is a stolen copy, \
              or a mixed-up one.",
        threats: &[Threat::Stolen],
        but: "A client that made itself a new key and kept the old token looks the same. Proxies that \
              end TLS show their own certificate, not the client's.",
        fix: "Get a new token for the new key, and refuse this one meanwhile.",
    },
    article: &[],
    references: &[
        section(Spec::Rfc(9449), "4.3"),
        section(Spec::Rfc(9449), "6.1"),
        section(Spec::Rfc(8705), "3"),
        section(Spec::Rfc(8705), "3.1"),
        section(Spec::Rfc(7800), "3.1"),
        section(Spec::Rfc(7638), ""),
    ],
    examples: &[
        Example::fires(
            "another certificate than the one bound",
            jwt(
                r#"{"typ":"at+jwt","alg":"RS256"}"#,
                r#"{"iss":"https://idp.example","sub":"248289761001","client_id":"web-app","aud":"https://api.example","scope":"orders:read","cnf":{"x5t#S256":"bwcK0esc3ACC3DB2Y5_lESsXE8o9ltc05O89jdN-dg2"},"iat":1767225600,"exp":1767225900,"jti":"f2b6"}"#,
            ),
        )
        .with(&[
            "--fact",
            "client.certificate=nG4HW2bJ_QIyEjkyTtaA3ykiVCITHSr6cYjvvDfblvY",
        ]),
        Example::fires(
            "a thumbprint in hexadecimal",
            jwt(
                r#"{"typ":"at+jwt","alg":"RS256"}"#,
                r#"{"iss":"https://idp.example","sub":"248289761001","client_id":"web-app","aud":"https://api.example","scope":"orders:read","cnf":{"x5t#S256":"9c6e075b66c9fd02321239324ed680df29225422131d2afa7188efbc37db96f6"},"iat":1767225600,"exp":1767225900,"jti":"f2b6"}"#,
            ),
        ),
        Example::silent(
            "the certificate that the token is bound to",
            jwt(
                r#"{"typ":"at+jwt","alg":"RS256"}"#,
                r#"{"iss":"https://idp.example","sub":"248289761001","client_id":"web-app","aud":"https://api.example","scope":"orders:read","cnf":{"x5t#S256":"nG4HW2bJ_QIyEjkyTtaA3ykiVCITHSr6cYjvvDfblvY"},"iat":1767225600,"exp":1767225900,"jti":"f2b6"}"#,
            ),
        )
        .with(&[
            "--fact",
            "client.certificate=nG4HW2bJ_QIyEjkyTtaA3ykiVCITHSr6cYjvvDfblvY",
        ]),
        Example::silent(
            "no proof at hand to compare with",
            jwt(
                r#"{"typ":"at+jwt","alg":"RS256"}"#,
                r#"{"iss":"https://idp.example","sub":"248289761001","client_id":"web-app","aud":"https://api.example","scope":"orders:read","cnf":{"jkt":"0ZcOCORZNYy-DWpqq30jZyJGHTN0d2HglBV3uiguA4I"},"iat":1767225600,"exp":1767225900,"jti":"f2b6"}"#,
            ),
        ),
    ],
    check: Check::Token(check),
};

/// The confirmation methods of the registry that bind to a key.
const METHODS: [&str; 6] = ["jkt", "x5t#S256", "jwk", "jwe", "kid", "jku"];

fn check(case: &Case<'_>) -> Outcome {
    let confirmation = case.claims().and_then(|claims| claims.get("cnf"));
    let Some(confirmation) = confirmation.filter(|value| !value.is_null()) else {
        return Outcome::NotApplicable("the token is bound to no key");
    };
    if let Some(finding) = malformed(confirmation) {
        return finding.into();
    }
    let thumbprint = confirmation.member("jkt").and_then(|value| value.string());
    let key = thumbprint
        .map(|text| (text.into_owned(), "jkt"))
        .or_else(|| {
            let jwk = confirmation.member("jwk")?;
            Some((thumbprint_of(jwk)?, "jwk"))
        });
    let mut answer = Outcome::Silent;
    if let Some((bound, member)) = key {
        match proof(case) {
            Some(shown) if shown != bound => return mismatch("DPoP proof", member, &bound, shown),
            Some(_) => {}
            None => answer = Outcome::NotApplicable("no DPoP proof stands beside the token"),
        }
    }
    let certificate = confirmation
        .member("x5t#S256")
        .and_then(|value| value.string());
    if let Some(bound) = certificate {
        match &case.situation.client_certificate {
            Some(shown) if *shown != bound => {
                return mismatch("certificate presented", "x5t#S256", &bound, shown.clone());
            }
            Some(_) => answer = Outcome::Silent,
            None => return Outcome::Needs(vec![FactName::ClientCertificate]),
        }
    }
    answer
}

fn mismatch(what: &str, member: &str, bound: &str, shown: String) -> Outcome {
    let message = format!(
        "the {what} has the key `{shown}`, the token is bound to `{bound}` (`cnf.{member}`)"
    );
    RULE.finds(format!("payload/cnf/{member}"), message)
        .expected(bound)
        .actual(shown)
        .into()
}

/// A `cnf` that can bind nobody.
fn malformed(confirmation: Value<'_>) -> Option<Finding> {
    let Some(members) = confirmation.members() else {
        let message = format!("`cnf` is {}, expected an object", confirmation.kind());
        return Some(RULE.finds("payload/cnf", message));
    };
    for (name, value) in &members {
        let is_thumbprint = matches!(name.as_ref(), "jkt" | "x5t#S256");
        if is_thumbprint && !value.string().is_some_and(|text| is_sha256(&text)) {
            let found = match value.kind() {
                JsonKind::String => format!("{} characters", value.text().len() - 2),
                kind => kind.to_string(),
            };
            let message = format!(
                "`cnf.{name}` is {found}, expected a SHA-256 thumbprint of 43 base64url characters"
            );
            return Some(RULE.finds(format!("payload/cnf/{name}"), message));
        }
    }
    let get = |wanted: &str| {
        members
            .iter()
            .find(|(name, _)| name == wanted)
            .map(|(_, v)| *v)
    };
    if let (Some(thumbprint), Some(jwk)) = (get("jkt").and_then(|v| v.string()), get("jwk"))
        && let Some(own) = thumbprint_of(jwk)
        && own != thumbprint
    {
        let message = format!("`cnf.jwk` has the thumbprint `{own}`, `cnf.jkt` is `{thumbprint}`");
        return Some(RULE.finds("payload/cnf/jkt", message));
    }
    if !members
        .iter()
        .any(|(name, _)| METHODS.contains(&name.as_ref()))
    {
        let names: Vec<&str> = members.iter().map(|(name, _)| name.as_ref()).collect();
        let message = match names.as_slice() {
            [] => "`cnf` is empty, expected a key".to_owned(),
            names => format!(
                "`cnf` has only {}, expected a method that is known here",
                words::quoted(names, "and")
            ),
        };
        let finding = RULE.finds("payload/cnf", message);
        return Some(finding.as_severity(Severity::Info));
    }
    None
}

/// 256 bits in 43 characters leave two over, and not everybody sets those to zero: the example of
/// RFC 8705 §3.1 does not.
fn is_sha256(text: &str) -> bool {
    let is_base64url = |byte: u8| byte.is_ascii_alphanumeric() || matches!(byte, b'-' | b'_');
    text.len() == 43 && text.bytes().all(is_base64url)
}

/// The thumbprint of the key in the DPoP proof of the same message.
fn proof(case: &Case<'_>) -> Option<String> {
    let proof = case
        .siblings
        .iter()
        .find(|sibling| sibling.kind == Kind::DpopProof)?;
    thumbprint_of(proof.token.header()?.get("jwk")?)
}

/// RFC 7638, SHA-256; `None` for a key that cannot be read.
fn thumbprint_of(jwk: Value<'_>) -> Option<String> {
    let (jwk, broken) = Document::parse(jwk.text());
    if broken.is_some() {
        return None;
    }
    keys::thumbprint(&keys::material(&jwk, Publicity::Published).ok()?)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::rules::test_case::TestCase;

    const KEY: &str =
        r#"{"kty":"OKP","crv":"Ed25519","x":"11qYAYKxCrfVS_7TyWQHOg7hcvPapiMlrwIaaPcHURo"}"#;
    const THUMBPRINT: &str = "kPrK_qmxVWaYVA9wwBF6Iuo3vVzz7TxHCTwXBygrS4k";
    const OTHER: &str = "nG4HW2bJ_QIyEjkyTtaA3ykiVCITHSr6cYjvvDfblvY";

    fn told(cnf: &str, with_proof: bool) -> Outcome {
        let claims = format!(r#"{{"cnf":{cnf}}}"#);
        let mut test = TestCase::new(Kind::AccessToken, &claims);
        if with_proof {
            let header = format!(r#"{{"typ":"dpop+jwt","alg":"EdDSA","jwk":{KEY}}}"#);
            test.siblings = vec![TestCase::with_header(Kind::DpopProof, &header, "{}")];
        }
        test.check(&RULE)
    }

    #[test]
    fn the_key_of_the_proof_is_compared() {
        let jkt = |thumbprint: &str| format!(r#"{{"jkt":"{thumbprint}"}}"#);
        assert_eq!(told(&jkt(THUMBPRINT), true), Outcome::Silent);
        assert!(matches!(told(&jkt(OTHER), true), Outcome::Fires(_)));
        assert!(matches!(
            told(&jkt(OTHER), false),
            Outcome::NotApplicable(_)
        ));
        let jwk = format!(r#"{{"jwk":{KEY}}}"#);
        assert_eq!(told(&jwk, true), Outcome::Silent);
    }

    #[test]
    fn a_cnf_that_binds_nobody_is_said() {
        for (cnf, clause) in [
            (r#""x""#, "`cnf` is a string"),
            (r#"{"jkt":7}"#, "`cnf.jkt` is a number"),
            (r#"{"jkt":"abc"}"#, "`cnf.jkt` is 3 characters"),
            (r#"{}"#, "`cnf` is empty"),
            (r#"{"device":"kiosk"}"#, "`cnf` has only `device`"),
            (
                &format!(r#"{{"jkt":"{OTHER}","jwk":{KEY}}}"#),
                "`cnf.jwk` has the thumbprint",
            ),
        ] {
            let Outcome::Fires(findings) = told(cnf, false) else {
                panic!("{cnf} is silent");
            };
            let message = &findings[0].message;
            assert!(message.starts_with(clause), "{message}");
        }
    }
}
