//! `signature-invalid`

use crate::{
    classify::Kind,
    rules::{
        Applies, Case, Check, Confidence, Doc, Family, Needs, Outcome, Passage, Rule, Severity,
        Threat,
        example::{Example, Sample, Sign, signed},
        hosts,
        spec::{Spec, section},
        words,
    },
    situation::FactName,
    token::Part,
    verify::{Reason, Status},
};

pub(crate) static RULE: Rule = Rule {
    name: "signature-invalid",
    family: Family::Signature,
    severity: Severity::Error,
    confidence: Confidence::High,
    needs: &[Needs::Token, Needs::Keys],
    applies: Applies::Any,
    silences: &[],
    doc: Doc {
        checks: "Every key of the issuer that fits the header was tried and none verifies the \
                 signature; or, even without a key, the signature cannot be one of its algorithm: \
                 wrong length, zero numbers, or numbers beyond the order of the curve.",
        why: "Without a valid signature the claims are what some sender wished to write.",
        threats: &[Threat::Forge],
        but: "A failure is not always an attack. The issuer may have changed its keys since they \
              were saved, the keys may be those of another tenant or of a staging system, the \
              token may have been edited in a decoder, or it may be made for a Microsoft API, \
              which alone can verify a token with `nonce` in its header.",
        fix: "Fetch the keys of the right issuer afresh and try once more; if it still fails, \
              reject the token.",
    },
    article: &[
        Passage::Paragraph(5),
        Passage::Paragraph(14),
        Passage::Footnote(13),
    ],
    references: &[
        section(Spec::Rfc(7515), "5.2"),
        section(Spec::Rfc(8725), "3.3"),
        section(Spec::Rfc(8725), "3.8"),
        section(Spec::OidcCore, "3.1.3.7"),
        section(Spec::OidcCore, "10.1.1"),
    ],
    examples: &[
        Example::fires(
            "a token made with another secret",
            signed(
                r#"{"alg":"HS256"}"#,
                r#"{"iss":"https://idp.example","sub":"1","exp":1767229200}"#,
                Sign::Hs256("another secret of at least 32 characters"),
            ),
        )
        .secret("an example secret of at least 32 characters"),
        Example::fires(
            "an ES256 signature of zeros, which no key makes good",
            Sample::Text(
                "eyJhbGciOiJFUzI1NiJ9.eyJpc3MiOiJodHRwczovL2lkcC5leGFtcGxlIiwic3ViIjoiMSIsImV4cCI6\
                 MTc2NzIyOTIwMH0.AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA\
                 AAAAAA",
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
            "without any key the signature is not checked, which is another matter",
            signed(
                r#"{"alg":"HS256"}"#,
                r#"{"iss":"https://idp.example","sub":"1","exp":1767229200}"#,
                Sign::Hs256("an example secret of at least 32 characters"),
            ),
        ),
    ],
    check: Check::Token(check),
};

fn check(case: &Case<'_>) -> Outcome {
    match (case.verification.status, &case.verification.reason) {
        (Status::Valid, _) => Outcome::Silent,
        (Status::Unsigned, _) => Outcome::NotApplicable("there is no signature"),
        (Status::NotChecked, Reason::NoKeys) => Outcome::Needs(vec![FactName::Keys]),
        (Status::NotChecked, _) => Outcome::NotApplicable("the signature could not be checked"),
        (Status::Invalid, reason) => {
            let algorithm = case.verification.algorithm.as_deref();
            let what = algorithm.map_or("signature".to_owned(), |name| {
                format!("{} signature", words::quote(name))
            });
            let message = format!(
                "the {what} does not hold: {}, expected one that {} verifies",
                reason.describe(),
                right_key(case.kind)
            );
            let finding = RULE.finds("signature", message);
            match hint(case) {
                Some(hint) => finding.fix(hint),
                None => finding,
            }
            .into()
        }
    }
}

/// Whose key makes the signature of this kind good.
fn right_key(kind: Kind) -> &'static str {
    match kind {
        Kind::DpopProof => "the `jwk` in its own header",
        Kind::ClientAssertion | Kind::RequestObject => "a key of the client",
        Kind::KeyBindingJwt => "the key in `cnf` of its SD-JWT",
        _ => "a key of the issuer",
    }
}

/// The likely innocent cause, where the token shows a sign of one.
fn hint(case: &Case<'_>) -> Option<String> {
    let issuer = case.claims().and_then(|claims| claims.str("iss"));
    let issuer = issuer.as_deref().unwrap_or_default();
    if hosts::is_entra(issuer) && case.header().is_some_and(|header| header.has("nonce")) {
        return Some(
            "`nonce` in the header marks a token for a Microsoft API, whose signature only that \
             API can verify; ask for a token with the audience of your own API."
                .to_owned(),
        );
    }
    if let Some(expected) = case
        .provider
        .and_then(|provider| provider.issuer.as_deref())
        && !issuer.is_empty()
        && issuer != expected
    {
        return Some(format!(
            "The keys are those of {}, and the token says it comes from {}: use the keys of the \
             token's own issuer or tenant, if you trust it.",
            words::quote(expected),
            words::quote(issuer)
        ));
    }
    let is_damaged = |part: Part| case.token.damage().iter().any(|damage| damage.part == part);
    if is_damaged(Part::Signature) {
        return Some("Copy the token again: its signature did not arrive whole.".to_owned());
    }
    if case
        .claims()
        .is_some_and(|claims| claims.text().contains('\n'))
    {
        return Some(
            "The claims hold line breaks, which issuers do not write: was the token edited by \
             hand? Any change to it breaks the signature."
                .to_owned(),
        );
    }
    let is_mac = |algorithm: &str| algorithm.starts_with("HS");
    if case.verification.algorithm.as_deref().is_some_and(is_mac)
        && matches!(case.verification.reason, Reason::WrongSignature { .. })
    {
        return Some(
            "Compare the secret with that of the issuer byte for byte: base64 and the bytes that it \
             stands for are two secrets, and so are a text with and without a line break. If it is \
             the right one, reject the token."
                .to_owned(),
        );
    }
    if case.header().is_some_and(|header| !header.has("kid"))
        && matches!(case.verification.reason, Reason::WrongSignature { .. })
    {
        return Some(
            "The header names no `kid`, so a key that has been replaced since looks like a forged \
             token: fetch the keys of the issuer afresh and try once more; if it still fails, \
             reject the token."
                .to_owned(),
        );
    }
    None
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{provider::Provider, rules::test_case::TestCase, verify::Verification};

    fn invalid(kind: Kind, header: &str, claims: &str, reason: Reason) -> TestCase {
        let mut test = TestCase::with_header(kind, header, claims);
        let algorithm = if header.contains("HS256") {
            "HS256"
        } else {
            "RS256"
        };
        test.verification = Verification {
            status: Status::Invalid,
            algorithm: Some(algorithm.into()),
            key: None,
            reason,
        };
        test
    }

    fn finding(test: &TestCase) -> (String, Option<String>) {
        match test.check(&RULE) {
            Outcome::Fires(findings) => (findings[0].message.clone(), findings[0].fix.clone()),
            other => panic!("{other:?}"),
        }
    }

    #[test]
    fn the_message_says_why_and_whose_key_was_expected() {
        let wrong = || Reason::WrongSignature { tried: 2 };
        for (kind, whose) in [
            (Kind::AccessToken, "a key of the issuer"),
            (Kind::ClientAssertion, "a key of the client"),
            (Kind::DpopProof, "the `jwk` in its own header"),
            (Kind::KeyBindingJwt, "the key in `cnf` of its SD-JWT"),
        ] {
            let test = invalid(kind, r#"{"alg":"RS256","kid":"1"}"#, "{}", wrong());
            let expected = format!(
                "the `RS256` signature does not hold: {}, expected one that {whose} verifies",
                wrong().describe()
            );
            assert_eq!(finding(&test), (expected, None));
        }
        let why = Reason::Impossible("the signature has 3 bytes".to_owned());
        let test = invalid(Kind::IdToken, r#"{"alg":"RS256","kid":"1"}"#, "{}", why);
        assert!(
            finding(&test)
                .0
                .contains("does not hold: the signature has 3 bytes, expected")
        );
    }

    #[test]
    fn the_advice_names_the_innocent_cause_that_the_token_shows() {
        let rs256 = r#"{"alg":"RS256","kid":"1"}"#;
        let wrong = || Reason::WrongSignature { tried: 1 };
        for (header, claims, says) in [
            (
                r#"{"alg":"RS256","kid":"1","nonce":"x"}"#,
                r#"{"iss":"https://sts.windows.net/t/"}"#,
                "marks a token for a Microsoft API",
            ),
            (rs256, "{\n\"iss\":\"a\"}", "edited by hand"),
            (
                r#"{"alg":"HS256"}"#,
                "{}",
                "Compare the secret with that of the issuer",
            ),
            (r#"{"alg":"RS256"}"#, "{}", "The header names no `kid`"),
        ] {
            let advice = finding(&invalid(Kind::AccessToken, header, claims, wrong())).1;
            assert!(
                advice.as_deref().unwrap_or_default().contains(says),
                "{advice:?}"
            );
        }
        let claims = r#"{"iss":"https://other.example"}"#;
        let mut test = invalid(Kind::AccessToken, rs256, claims, wrong());
        test.provider = Some(Provider {
            issuer: Some("https://idp.example".to_owned()),
            ..Provider::default()
        });
        let advice = finding(&test).1.unwrap_or_default();
        assert!(advice.contains("`https://idp.example`"), "{advice}");
        assert!(advice.contains("`https://other.example`"), "{advice}");
    }
}
