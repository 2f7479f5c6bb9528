//! `multi-tenant-issuer`

use super::issuer_mismatch::{entra_tenant, expected_issuers};
use crate::{
    classify::Kind,
    rules::{
        Applies, Case, Check, Confidence, Doc, Family, Finding, Needs, Outcome, Passage, Rule,
        Severity, Threat,
        example::{Example, jwt},
        spec::{Spec, section},
        words,
    },
};

pub(crate) static RULE: Rule = Rule {
    name: "multi-tenant-issuer",
    family: Family::Issuer,
    severity: Severity::Error,
    confidence: Confidence::High,
    needs: &[Needs::Token, Needs::Provider, Needs::Situation],
    applies: Applies::Only(&[Kind::IdToken, Kind::AccessToken, Kind::UserinfoResponse]),
    silences: &["issuer-mismatch", "untrusted-issuer"],
    doc: Doc {
        checks: "One host issues for many tenants (Entra, or a provider whose issuer has the \
                 placeholder `{tenantid}`), and the tenant claim `tid` is missing, is not the tenant \
                 that `iss` names, or is none of those that the receiver lists by their issuers. \
                 Where the receiver's issuer has a placeholder, so that every tenant fits, this is \
                 a warning, until it is stated that accounts are kept apart by tenant (the fact \
                 `account_key` with `iss` or `tid`).",
        why: "All tenants are signed for with the same keys, and the administrator of any of them \
              can make users with your users' addresses. Only the tenant tells your colleague from \
              a stranger of the same name.",
        threats: &[Threat::MixUp, Threat::Subject],
        but: "A service for many customers accepts all tenants on purpose. It then keeps its \
              accounts by issuer and subject, never by the address.",
        fix: "Expect the issuer of the tenant that is served (`https://login.microsoftonline.com/\
              TENANT/v2.0`), or put the token's `tid` into the placeholder, compare the whole, and \
              look the tenant up in a list.",
    },
    article: &[Passage::Paragraph(14)],
    references: &[
        section(Spec::OidcCore, "5.7"),
        section(Spec::OidcCore, "16.15"),
        section(Spec::Rfc(8725), "3.8"),
        section(Spec::EntraAccessTokens, ""),
    ],
    examples: &[
        Example::fires(
            "an application for one tenant, and a token of another",
            jwt(
                r#"{"alg":"RS256","typ":"JWT"}"#,
                r#"{"iss":"https://login.microsoftonline.com/22222222-2222-4222-8222-222222222222/v2.0","tid":"22222222-2222-4222-8222-222222222222","sub":"a","aud":"6731de76-14a6-49ae-97bc-6eba6914391e","iat":1767225600,"exp":1767229200}"#,
            ),
        )
        .with(&[
            "--as",
            "id-token",
            "--issuer",
            "https://login.microsoftonline.com/11111111-1111-4111-8111-111111111111/v2.0",
            "--offline",
        ]),
        Example::fires(
            "`tid` is not the tenant of the issuer",
            jwt(
                r#"{"alg":"RS256","typ":"JWT"}"#,
                r#"{"iss":"https://login.microsoftonline.com/11111111-1111-4111-8111-111111111111/v2.0","tid":"22222222-2222-4222-8222-222222222222","sub":"a","aud":"6731de76-14a6-49ae-97bc-6eba6914391e","iat":1767225600,"exp":1767229200}"#,
            ),
        )
        .with(&["--as", "id-token"]),
        Example::fires(
            "another tenant, where the receiver's own is stated in the spelling of version 1.0",
            jwt(
                r#"{"alg":"RS256","typ":"JWT"}"#,
                r#"{"iss":"https://login.microsoftonline.com/22222222-2222-4222-8222-222222222222/v2.0","tid":"22222222-2222-4222-8222-222222222222","sub":"a","aud":"6731de76-14a6-49ae-97bc-6eba6914391e","iat":1767225600,"exp":1767229200}"#,
            ),
        )
        .with(&[
            "--as",
            "id-token",
            "--issuer",
            "https://sts.windows.net/11111111-1111-4111-8111-111111111111/",
            "--offline",
        ]),
        Example::fires(
            "every tenant fits: a warning",
            jwt(
                r#"{"alg":"RS256","typ":"JWT"}"#,
                r#"{"iss":"https://login.microsoftonline.com/22222222-2222-4222-8222-222222222222/v2.0","tid":"22222222-2222-4222-8222-222222222222","sub":"a","aud":"6731de76-14a6-49ae-97bc-6eba6914391e","iat":1767225600,"exp":1767229200}"#,
            ),
        )
        .with(&[
            "--as",
            "id-token",
            "--issuer",
            "https://login.microsoftonline.com/{tenantid}/v2.0",
            "--offline",
        ]),
        Example::silent(
            "a receiver that trusts nobody with tenants, which is the matter of `untrusted-issuer`",
            jwt(
                r#"{"alg":"RS256","typ":"JWT"}"#,
                r#"{"iss":"https://login.microsoftonline.com/22222222-2222-4222-8222-222222222222/v2.0","sub":"a","aud":"6731de76-14a6-49ae-97bc-6eba6914391e","iat":1767225600,"exp":1767229200}"#,
            ),
        )
        .with(&["--as", "id-token", "--issuer", "https://idp.example", "--offline"]),
        Example::silent(
            "the tenant that is served",
            jwt(
                r#"{"alg":"RS256","typ":"JWT"}"#,
                r#"{"iss":"https://login.microsoftonline.com/11111111-1111-4111-8111-111111111111/v2.0","tid":"11111111-1111-4111-8111-111111111111","sub":"a","aud":"6731de76-14a6-49ae-97bc-6eba6914391e","iat":1767225600,"exp":1767229200}"#,
            ),
        )
        .with(&[
            "--as",
            "id-token",
            "--issuer",
            "https://login.microsoftonline.com/11111111-1111-4111-8111-111111111111/v2.0",
            "--offline",
        ]),
        Example::silent(
            "every tenant fits, and accounts are kept apart by tenant",
            jwt(
                r#"{"alg":"RS256","typ":"JWT"}"#,
                r#"{"iss":"https://login.microsoftonline.com/22222222-2222-4222-8222-222222222222/v2.0","tid":"22222222-2222-4222-8222-222222222222","sub":"a","aud":"6731de76-14a6-49ae-97bc-6eba6914391e","iat":1767225600,"exp":1767229200}"#,
            ),
        )
        .with(&[
            "--as",
            "id-token",
            "--issuer",
            "https://login.microsoftonline.com/{tenantid}/v2.0",
            "--offline",
            "--fact",
            "account_key=tid,oid",
        ]),
        Example::silent(
            "the same tenant in the spelling of version 1.0, which is the matter of `issuer-mismatch`",
            jwt(
                r#"{"alg":"RS256","typ":"JWT"}"#,
                r#"{"iss":"https://sts.windows.net/11111111-1111-4111-8111-111111111111/","tid":"11111111-1111-4111-8111-111111111111","sub":"a","aud":"api://orders","appid":"web-app","iat":1767225600,"exp":1767229200}"#,
            ),
        )
        .with(&[
            "--as",
            "access-token",
            "--issuer",
            "https://login.microsoftonline.com/11111111-1111-4111-8111-111111111111/v2.0",
            "--offline",
        ]),
    ],
    check: Check::Token(check),
};

const PLACEHOLDER: &str = "{tenantid}";

fn check(case: &Case<'_>) -> Outcome {
    let Some((claims, issuer)) = case
        .claims()
        .and_then(|claims| Some((claims, claims.str("iss")?)))
    else {
        return Outcome::NotApplicable("there is no `iss`");
    };
    let expected = expected_issuers(case);
    let named = entra_tenant(&issuer).filter(|tenant| is_tenant_id(tenant));
    let template = template(case, &expected);
    if named.is_none() && template.is_none() {
        return Outcome::NotApplicable("the issuer is not one of many tenants");
    }
    let has_tenants = |one: &&str| entra_tenant(one).is_some() || one.contains(PLACEHOLDER);
    if template.is_none() && !expected.is_empty() && !expected.iter().any(has_tenants) {
        return Outcome::NotApplicable("the receiver trusts no issuer with tenants");
    }
    let Some(tenant) = claims.str("tid").filter(|tenant| !tenant.is_empty()) else {
        return RULE
            .finds(
                "payload",
                "`tid` is missing, expected the tenant that `iss` names",
            )
            .into();
    };
    if !issuer.split('/').any(|part| part == tenant) {
        return RULE
            .finds(
                "payload/tid",
                format!(
                    "`tid` is {} and `iss` is {}, expected one tenant in both",
                    words::quote(&tenant),
                    words::quote(&issuer)
                ),
            )
            .actual(tenant)
            .into();
    }
    if let Some(template) = template {
        return any_tenant(case, &issuer, &tenant, template).into();
    }
    other_tenant(&expected, &tenant).into()
}

/// An expected issuer in which the tenant is left open.
fn template<'a>(case: &Case<'a>, expected: &[&'a str]) -> Option<&'a str> {
    let open = expected.iter().find(|issuer| issuer.contains(PLACEHOLDER));
    let asked_for_any = expected.is_empty() || expected.iter().any(|issuer| is_shared(issuer));
    open.copied().or_else(|| {
        let published = case.provider?.metadata.as_ref()?.get("issuer")?.text();
        let published = published.trim_matches('"');
        (asked_for_any && published.contains(PLACEHOLDER)).then_some(published)
    })
}

/// Entra's names for many tenants at once.
fn is_shared(issuer: &str) -> bool {
    ["common", "organizations", "consumers"]
        .iter()
        .any(|name| entra_tenant(issuer) == Some(name))
}

/// The tenants are given as GUIDs.
fn is_tenant_id(tenant: &str) -> bool {
    tenant.len() == 36
        && tenant
            .bytes()
            .all(|byte| byte.is_ascii_hexdigit() || byte == b'-')
}

fn any_tenant(case: &Case<'_>, issuer: &str, tenant: &str, template: &str) -> Option<Finding> {
    if template.replace(PLACEHOLDER, tenant) != issuer {
        // Another issuer altogether, or another version of it.
        return None;
    }
    let keeps_apart = |claim: &String| claim == "iss" || claim == "tid";
    if case.situation.account_key.iter().any(keeps_apart) {
        return None;
    }
    let message = format!(
        "tenant is {}, and {} fits every tenant, expected a list of the tenants that are served",
        words::quote(tenant),
        words::quote(template)
    );
    Some(
        RULE.finds("payload/tid", message)
            .as_severity(Severity::Warn)
            .actual(tenant),
    )
}

/// The receiver lists tenants by their issuers, and this is none of them.
fn other_tenant(expected: &[&str], tenant: &str) -> Option<Finding> {
    let listed: Vec<&str> = expected
        .iter()
        .filter_map(|issuer| entra_tenant(issuer))
        .filter(|tenant| is_tenant_id(tenant))
        .collect();
    if listed.is_empty() || listed.contains(&tenant) {
        return None;
    }
    let message = format!(
        "tenant is {}, this receiver serves {}",
        words::quote(tenant),
        words::quoted(&listed, "or")
    );
    Some(
        RULE.finds("payload/tid", message)
            .expected(words::list(&listed, "or"))
            .actual(tenant),
    )
}
