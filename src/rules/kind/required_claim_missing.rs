//! `required-claim-missing`

use super::article;
use crate::{
    classify::{Kind, Profile},
    rules::{
        Applies, Case, Check, Confidence, Doc, Family, Needs, Outcome, Rule, Severity, Threat,
        example::{Example, jwt},
        spec::{Spec, section},
        words,
    },
    situation,
    token::{Document, JsonKind},
};

pub(crate) static RULE: Rule = Rule {
    name: "required-claim-missing",
    family: Family::Kind,
    severity: Severity::Error,
    confidence: Confidence::High,
    needs: &[Needs::Token],
    applies: Applies::Only(&[
        Kind::IdToken,
        Kind::AccessToken,
        Kind::UserinfoResponse,
        Kind::SecurityEventToken,
        Kind::IdentityAssertionGrant,
        Kind::SpiffeSvid,
        Kind::FederationStatement,
    ]),
    silences: &[],
    doc: Doc {
        checks: "A claim that the kind must have is absent, `null` or an empty string: `sub` and \
                 `iat` of an ID token, `sub` of a signed userinfo response, `iat`, `jti` and `events` \
                 of a security event token, `sub`, `client_id`, `jti` and `iat` of an identity \
                 assertion grant, `sub` of a SPIFFE JWT-SVID, `sub` and `iat` of a federation \
                 statement. Of an access token of the type `at+jwt`: `sub`, `client_id`, `iat` and \
                 `jti`, told as a fact, and an error under the profiles rfc9068 and fapi2. Issuer, \
                 audience and end have rules of their own, and so have the other kinds.",
        why: "The required claims keep the kinds apart, and they are what receivers go by: without \
              `sub` there is nobody, without `client_id` no presenter, without `jti` no memory of \
              replays, without `iat` no age.",
        threats: &[Threat::Confusion, Threat::Subject],
        but: "Servers that send the type `at+jwt` without the full set exist: no `sub` for a client \
              that acts for itself, `azp` in place of `client_id`. A receiver must then not rely on \
              what is absent. A JWT without that type has promised nothing and is not judged.",
        fix: "Let the issuer complete the set, or drop the type that promises it.",
    },
    article: &[],
    references: &[
        section(Spec::OidcCore, "2"),
        section(Spec::OidcCore, "5.3.2"),
        section(Spec::Rfc(9068), "2.2"),
        section(Spec::Rfc(8417), "2.2"),
        section(Spec::IdJag, ""),
    ],
    examples: &[
        Example::fires(
            "an ID token without its subject",
            jwt(
                r#"{"alg":"RS256"}"#,
                r#"{"iss":"https://idp.example","aud":"web-app","nonce":"n-0S6_WzA2Mj","iat":1767225600,"exp":1767229200}"#,
            ),
        )
        .with(&["--as", "id-token"]),
        Example::fires(
            "`at+jwt` without `jti`, under its profile: an error",
            jwt(
                r#"{"alg":"RS256","typ":"at+jwt"}"#,
                r#"{"iss":"https://idp.example","sub":"248289761001","client_id":"web-app","aud":"https://api.example","iat":1767225600,"exp":1767229200}"#,
            ),
        )
        .with(&["--profile", "rfc9068"]),
        Example::silent(
            "an access token without a type, which promised nothing",
            jwt(
                r#"{"alg":"RS256","typ":"JWT"}"#,
                r#"{"iss":"https://idp.example","sub":"248289761001","azp":"web-app","aud":"https://api.example","scope":"read","iat":1767225600,"exp":1767229200}"#,
            ),
        )
        .with(&["--as", "access-token", "--profile", "rfc9068"]),
        Example::silent(
            "an ID token that has them all",
            jwt(
                r#"{"alg":"RS256"}"#,
                r#"{"iss":"https://idp.example","sub":"248289761001","aud":"web-app","iat":1767225600,"exp":1767229200}"#,
            ),
        )
        .with(&["--as", "id-token"]),
    ],
    check: Check::Token(check),
};

fn check(case: &Case<'_>) -> Outcome {
    let Some(claims) = case.claims().filter(|_| case.is_whole()) else {
        return Outcome::NotApplicable("the claims cannot be read to their end");
    };
    let required = required(case);
    if required.is_empty() {
        return Outcome::NotApplicable("a JWT without the type `at+jwt` promises no set of claims");
    }
    if required.iter().all(|name| is_there(claims, name)) {
        return Outcome::Silent;
    }
    let missing: Vec<&str> = required
        .iter()
        .copied()
        .filter(|name| !is_there(claims, name))
        .collect();
    let (verb, them) = match missing.as_slice() {
        [_] => ("is", "it"),
        _ => ("are", "them"),
    };
    let kind = case.kind;
    let pointer = match missing.as_slice() {
        [only] if claims.has(only) => format!("payload/{only}"),
        _ => "payload".to_owned(),
    };
    let names = words::quoted(&missing, "and");
    let message = if case.is_access_token() {
        format!("{names} {verb} missing, expected {them} in a token of the type `at+jwt`")
    } else {
        format!(
            "{names} {verb} missing, expected {them} in {} {kind}",
            article(kind)
        )
    };
    RULE.finds(pointer, message)
        .as_severity(severity(case))
        .expected(words::list(&missing, "and"))
        .into()
}

fn required(case: &Case<'_>) -> &'static [&'static str] {
    match case.kind {
        Kind::IdToken | Kind::FederationStatement => &["sub", "iat"],
        Kind::AccessToken if case.classification.profile == Some(Profile::Rfc9068) => {
            &["sub", "client_id", "iat", "jti"]
        }
        Kind::UserinfoResponse | Kind::SpiffeSvid => &["sub"],
        Kind::SecurityEventToken => &["iat", "jti", "events"],
        Kind::IdentityAssertionGrant => &["sub", "client_id", "jti", "iat"],
        _ => &[],
    }
}

fn is_there(claims: &Document, name: &str) -> bool {
    claims.get(name).is_some_and(|value| match value.kind() {
        JsonKind::String => value.text() != "\"\"",
        _ => !value.is_null(),
    })
}

fn severity(case: &Case<'_>) -> Severity {
    use situation::Profile::{Fapi2, Rfc9068};
    match case.situation.profile {
        _ if !case.is_access_token() => RULE.severity,
        Rfc9068 | Fapi2 => RULE.severity,
        _ => Severity::Info,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::rules::test_case::TestCase;

    #[test]
    fn null_and_empty_claims_are_missing_and_named_together() {
        let test = TestCase::new(Kind::IdToken, r#"{"sub":"","iat":null}"#);
        let Outcome::Fires(findings) = test.check(&RULE) else {
            panic!("no finding");
        };
        assert_eq!(
            findings[0].message,
            "`sub` and `iat` are missing, expected them in an ID token"
        );
        assert_eq!(findings[0].pointer, "payload");
    }
}
