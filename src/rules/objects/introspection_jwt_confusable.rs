//! `introspection-jwt-confusable`

use super::{absent, life, too_long};
use crate::{
    classify::Kind,
    rules::{
        Applies, Case, Check, Confidence, Doc, Family, Finding, Needs, Outcome, Rule, Severity,
        Threat,
        example::{Example, jwt},
        spec::{Spec, section},
        words::{quote, quoted},
    },
    token::Document,
    verify::Status,
};

pub(crate) static RULE: Rule = Rule {
    name: "introspection-jwt-confusable",
    family: Family::Objects,
    severity: Severity::Warn,
    confidence: Confidence::High,
    needs: &[Needs::Token],
    applies: Applies::Only(&[
        Kind::IntrospectionResponse,
        Kind::UserinfoResponse,
        Kind::JarmResponse,
    ]),
    silences: &[],
    doc: Doc {
        checks: "The outer shape of signed answers. Introspection: `iss`, `aud` or `iat` is missing \
                 (an error), `typ` is another, or `sub` or `exp` stands outside of \
                 `token_introspection`. Userinfo: signed without `iss` or `aud`, or with `nonce` \
                 (errors). JARM: without `iss` (an error), or valid for over ten minutes.",
        why: "An answer about a token is signed by the same issuer, with the same key, as the token. \
              If it has the claims of one too, a lenient receiver takes the answer for a token, and \
              a signed userinfo answer with `nonce` for the ID token of a login.",
        threats: &[Threat::Confusion],
        but: "Receivers that check `typ`, or read the answer only where they asked for it, are safe \
              regardless. OpenID Connect made `iss` and `aud` of signed userinfo a duty with errata \
              set 2 only.",
        fix: "Follow the shape of RFC 9701, OpenID Connect and JARM, and let receivers refuse a \
              `typ` that they did not ask for.",
    },
    article: &[],
    references: &[
        section(Spec::Rfc(9701), "5"),
        section(Spec::Rfc(9701), "8.1"),
        section(Spec::OidcCore, "5.3.2"),
        section(Spec::Jarm, "2.1"),
    ],
    examples: &[
        Example::fires(
            "an introspection answer that expires like a token",
            jwt(
                r#"{"alg":"RS256","typ":"token-introspection+jwt"}"#,
                r#"{"iss":"https://idp.example","aud":"https://api.example","iat":1767225590,"exp":1767229200,"sub":"248289761001","token_introspection":{"active":true,"scope":"orders:read"}}"#,
            ),
        ),
        Example::fires(
            "an introspection answer for nobody",
            jwt(
                r#"{"alg":"RS256","typ":"token-introspection+jwt"}"#,
                r#"{"iss":"https://idp.example","iat":1767225590,"token_introspection":{"active":false}}"#,
            ),
        ),
        Example::fires(
            "signed userinfo with the `nonce` of a login",
            jwt(
                r#"{"alg":"RS256"}"#,
                r#"{"iss":"https://idp.example","aud":"web-app","sub":"248289761001","email":"someone@example.com","name":"Someone","nonce":"n-0S6_WzA2Mj"}"#,
            ),
        )
        .with(&["--as", "userinfo-response"]),
        Example::fires(
            "a JARM answer for an hour",
            jwt(
                r#"{"alg":"RS256"}"#,
                r#"{"iss":"https://idp.example","aud":"web-app","exp":1767229200,"code":"SplxlOBeZQQYbYS6WxSbIA","state":"af0ifjsldkj"}"#,
            ),
        ),
        Example::silent(
            "an introspection answer with the token's claims inside only",
            jwt(
                r#"{"alg":"RS256","typ":"token-introspection+jwt"}"#,
                r#"{"iss":"https://idp.example","aud":"https://api.example","iat":1767225590,"token_introspection":{"active":true,"sub":"248289761001","exp":1767229200,"scope":"orders:read"}}"#,
            ),
        ),
        Example::silent(
            "signed userinfo as OpenID Connect has it",
            jwt(
                r#"{"alg":"RS256"}"#,
                r#"{"iss":"https://idp.example","aud":"web-app","sub":"248289761001","email":"someone@example.com","name":"Someone"}"#,
            ),
        )
        .with(&["--as", "userinfo-response"]),
        Example::silent(
            "a JARM answer for two minutes",
            jwt(
                r#"{"alg":"RS256"}"#,
                r#"{"iss":"https://idp.example","aud":"web-app","exp":1767225720,"code":"SplxlOBeZQQYbYS6WxSbIA","state":"af0ifjsldkj"}"#,
            ),
        ),
    ],
    check: Check::Token(check),
};

fn check(case: &Case<'_>) -> Outcome {
    let Some(claims) = case.claims().filter(|_| case.is_whole()) else {
        return Outcome::NotApplicable("the claims cannot be read to their end");
    };
    let findings = match case.kind {
        Kind::IntrospectionResponse => introspection(case, claims),
        Kind::UserinfoResponse => userinfo(case, claims),
        _ => jarm(case, claims),
    };
    findings.into()
}

fn introspection(case: &Case<'_>, claims: &Document) -> Vec<Finding> {
    let mut findings: Vec<Finding> = missing(claims, &["iss", "aud", "iat"])
        .into_iter()
        .collect();
    let media_type = case.token.media_type();
    if media_type.as_deref() != Some("token-introspection+jwt") {
        let found = media_type.as_deref().map_or("absent".to_owned(), quote);
        let message = format!("`typ` is {found}, expected `token-introspection+jwt`");
        findings.push(RULE.finds("header/typ", message));
    }
    let outside = ["sub", "exp"]
        .into_iter()
        .filter(|name| claims.present(name).is_some());
    findings.extend(outside.map(|name| {
        let message =
            format!("`{name}` stands beside `token_introspection`, expected inside of it only");
        RULE.finds(format!("payload/{name}"), message)
    }));
    findings
}

fn userinfo(case: &Case<'_>, claims: &Document) -> Vec<Finding> {
    if case.verification.status == Status::Unsigned {
        return Vec::new();
    }
    let mut findings: Vec<Finding> = missing(claims, &["iss", "aud"]).into_iter().collect();
    if claims.present("nonce").is_some() {
        let message = "`nonce` stands in a userinfo answer, expected in ID tokens only";
        let finding = RULE.finds("payload/nonce", message);
        findings.push(finding.as_severity(Severity::Error));
    }
    findings
}

fn jarm(case: &Case<'_>, claims: &Document) -> Vec<Finding> {
    let mut findings: Vec<Finding> = missing(claims, &["iss"]).into_iter().collect();
    let limit = case.policy.jarm_life;
    if let Some(life) = life(case).filter(|life| *life > limit) {
        findings.push(RULE.finds("payload/exp", too_long(life, limit)));
    }
    findings
}

fn missing(claims: &Document, names: &[&str]) -> Option<Finding> {
    let names = absent(claims, names);
    if names.is_empty() {
        return None;
    }
    let verb = if names.len() == 1 { "is" } else { "are" };
    let message = format!(
        "{} {verb} absent, expected in such an answer",
        quoted(&names, "and")
    );
    Some(RULE.finds("payload", message).as_severity(Severity::Error))
}
