//! `issuer-mismatch`

use crate::{
    classify::{Kind, Profile},
    provider::ChosenBy,
    rules::{
        Applies, Case, Check, Confidence, Doc, Family, Finding, Needs, Outcome, Passage, Rule,
        Severity, Threat,
        example::{Example, jwt},
        near_miss,
        spec::{Spec, section},
        words,
    },
    situation::{self, FactName},
    token::Claim,
};

pub(crate) static RULE: Rule = Rule {
    name: "issuer-mismatch",
    family: Family::Issuer,
    severity: Severity::Error,
    confidence: Confidence::High,
    needs: &[Needs::Token, Needs::Provider, Needs::Situation],
    applies: Applies::Except(&[
        Kind::DpopProof,
        Kind::KeyBindingJwt,
        Kind::ClientAssertion,
        Kind::ClientAttestation,
        Kind::RequestObject,
        Kind::SoftwareStatement,
        Kind::FederationStatement,
        Kind::Encrypted,
        Kind::Opaque,
    ]),
    silences: &[],
    doc: Doc {
        checks: "`iss` is not, character for character, the issuer that is expected; or it is \
                 missing from a kind of token that must have it.",
        why: "Keys and subjects mean something within one issuer only: user 17 of another issuer \
              is another person. Whoever compares loosely can be led to take the token of one \
              issuer for that of another.",
        threats: &[Threat::MixUp, Threat::Subject],
        but: "Google documents two spellings of its issuer, with and without the scheme, and both \
              are accepted for that issuer. DPoP proofs have no `iss`, and in client assertions \
              and request objects it names the client. An issuer with a placeholder for the tenant \
              never equals that of a token: then the receiver has to list the tenants it serves.",
        fix: "Copy `issuer` from the metadata of the provider and compare it as it stands, without \
              tidying either side.",
    },
    article: &[Passage::Paragraph(5), Passage::Paragraph(14)],
    references: &[
        section(Spec::OidcCore, "3.1.3.7"),
        section(Spec::OidcCore, "16.15"),
        section(Spec::Rfc(9068), "4"),
        section(Spec::Rfc(8414), "3.3"),
        section(Spec::Rfc(8725), "3.8"),
        section(Spec::GoogleOpenId, ""),
    ],
    examples: &[
        Example::fires(
            "a final slash too many",
            jwt(
                r#"{"alg":"RS256"}"#,
                r#"{"iss":"https://idp.example/","sub":"1","aud":"web-app","exp":1767229200}"#,
            ),
        )
        .with(&["--as", "id-token", "--issuer", "https://idp.example", "--offline"]),
        Example::fires(
            "an ID token without an issuer",
            jwt(
                r#"{"alg":"RS256"}"#,
                r#"{"sub":"1","aud":"web-app","exp":1767229200,"nonce":"n"}"#,
            ),
        )
        .with(&["--as", "id-token"]),
        Example::silent(
            "equal, character for character",
            jwt(
                r#"{"alg":"RS256"}"#,
                r#"{"iss":"https://idp.example","sub":"1","aud":"web-app","exp":1767229200}"#,
            ),
        )
        .with(&["--as", "id-token", "--issuer", "https://idp.example", "--offline"]),
        Example::silent(
            "the other spelling of Google",
            jwt(
                r#"{"alg":"RS256"}"#,
                r#"{"iss":"accounts.google.com","sub":"1","aud":"web-app","exp":1767229200}"#,
            ),
        )
        .with(&["--as", "id-token", "--issuer", "https://accounts.google.com", "--offline"]),
        Example::silent(
            "a client assertion, whose issuer is the client",
            jwt(
                r#"{"alg":"RS256"}"#,
                r#"{"iss":"web-app","sub":"web-app","aud":"https://idp.example","exp":1767229200,"jti":"1"}"#,
            ),
        )
        .with(&["--as", "client-assertion", "--issuer", "https://idp.example", "--offline"]),
    ],
    check: Check::Token(check),
};

fn check(case: &Case<'_>) -> Outcome {
    let Some(claims) = case.claims() else {
        return Outcome::NotApplicable("there are no readable claims");
    };
    let expected = expected_issuers(case);
    match claims.text_claim("iss") {
        Claim::Absent if !must_have_issuer(case) => {
            Outcome::NotApplicable("this kind of token may lack `iss`")
        }
        Claim::Absent if !case.is_whole() => {
            Outcome::NotApplicable("the claims cannot be read to their end")
        }
        Claim::Absent => finding("`iss` is missing".to_owned(), &expected, None).into(),
        Claim::Malformed(value) => {
            finding(format!("`iss` is {}", value.kind()), &expected, None).into()
        }
        Claim::Present(_) if expected.is_empty() => Outcome::Needs(vec![FactName::ReceiverIssuers]),
        Claim::Present(issuer) if expected.iter().any(|one| is_same(&issuer, one)) => {
            Outcome::Silent
        }
        Claim::Present(issuer) if expected.iter().any(|one| is_tenant_of(case, &issuer, one)) => {
            Outcome::NotApplicable("any tenant fits the expected issuer, which another rule weighs")
        }
        Claim::Present(issuer) => mismatch(&issuer, &expected).into(),
    }
}

/// The issuers that the user named; one that the token itself chose proves nothing.
pub(super) fn expected_issuers<'a>(case: &Case<'a>) -> Vec<&'a str> {
    let stated = case.situation.receiver_issuers.iter().map(String::as_str);
    let provider = case
        .provider
        .filter(|provider| provider.chosen_by == ChosenBy::User)
        .and_then(|provider| provider.issuer.as_deref());
    let mut issuers: Vec<&str> = stated.chain(provider).collect();
    issuers.dedup();
    issuers
}

/// Whether a specification demands the claim of this kind of token.
fn must_have_issuer(case: &Case<'_>) -> bool {
    match case.kind {
        Kind::IdToken
        | Kind::LogoutToken
        | Kind::SecurityEventToken
        | Kind::JarmResponse
        | Kind::IntrospectionResponse
        | Kind::IdentityAssertionGrant => true,
        Kind::AccessToken => {
            case.classification.profile == Some(Profile::Rfc9068)
                || case.situation.profile == situation::Profile::Rfc9068
        }
        _ => false,
    }
}

/// Equal as strings, or the two spellings that Google documents.
pub(super) fn is_same(issuer: &str, expected: &str) -> bool {
    let google = ["https://accounts.google.com", "accounts.google.com"];
    issuer == expected || (google.contains(&issuer) && google.contains(&expected))
}

/// Whether two issuers that differ are most likely meant to be one, or lie on one host.
pub(super) fn is_slip(issuer: &str, expected: &str) -> bool {
    diagnose(issuer, expected).is_some()
}

fn mismatch(issuer: &str, expected: &[&str]) -> Finding {
    let observed = format!("`iss` is {}", words::quote(issuer));
    let Some((nearest, cause)) = expected
        .iter()
        .find_map(|one| Some((*one, diagnose(issuer, one)?)))
    else {
        return finding(observed, expected, None).actual(issuer);
    };
    finding(observed, &[nearest], Some(&cause)).actual(issuer)
}

fn finding(observed: String, expected: &[&str], cause: Option<&str>) -> Finding {
    let wanted = match expected {
        [] => "the issuer of the token".to_owned(),
        names => words::quoted(names, "or"),
    };
    let cause = cause.map(|says| format!(": {says}")).unwrap_or_default();
    let finding = RULE.finds(
        "payload/iss",
        format!("{observed}, expected {wanted}{cause}"),
    );
    match expected {
        [one] => finding.expected(*one),
        _ => finding,
    }
}

/// A likely reason why two issuers that mean to be the same are not.
fn diagnose(issuer: &str, expected: &str) -> Option<String> {
    if let Some(cause) = placeholder(issuer, expected) {
        return Some(cause.to_owned());
    }
    if discovery_base(expected) == Some(issuer.trim_end_matches('/')) {
        return Some(
            "the expected one is the URL of a discovery document; the issuer is what stands before \
             `/.well-known`"
                .to_owned(),
        );
    }
    if entra_tenant(issuer).is_some() && entra_tenant(issuer) == entra_tenant(expected) {
        return Some(
            "both are one Entra tenant, and the token is of the other version (v1.0 or v2.0): see \
             `requestedAccessTokenVersion` of the API's registration"
                .to_owned(),
        );
    }
    match near_miss::explain(issuer, expected) {
        Some(slip) => Some(format!("{slip}, which counts")),
        None => other_path(issuer, expected).map(str::to_owned),
    }
}

/// What stands before the well-known path of a discovery document (OpenID Discovery §4).
fn discovery_base(url: &str) -> Option<&str> {
    Some(url.split_once("/.well-known/")?.0)
}

/// Whether the expected issuer has a placeholder for the tenant, and the token's own tenant in its
/// place gives the token's issuer; whether any tenant will do is for `multi-tenant-issuer`.
fn is_tenant_of(case: &Case<'_>, issuer: &str, expected: &str) -> bool {
    expected.contains(PLACEHOLDER)
        && case
            .claims()
            .and_then(|claims| claims.str("tid"))
            .is_some_and(|tenant| expected.replace(PLACEHOLDER, &tenant) == issuer)
}

const PLACEHOLDER: &str = "{tenantid}";

/// Issuers of several tenants have a placeholder where a token has the tenant's id.
fn placeholder(issuer: &str, expected: &str) -> Option<&'static str> {
    if expected.contains(PLACEHOLDER) {
        return Some(
            "the expected one has a placeholder for the tenant, and this is not what it becomes \
             with the tenant of the token",
        );
    }
    ["common", "organizations", "consumers"]
        .iter()
        .any(|shared| {
            expected
                .split_once(&format!("/{shared}/"))
                .is_some_and(|(before, after)| {
                    issuer.starts_with(before) && issuer.ends_with(after) && issuer != expected
                })
        })
        .then_some(
            "the expected one names many tenants at once, the token one of them: expect the issuer \
             of the tenant that is served",
        )
}

/// The tenant id in the issuer of an Entra token, of either version.
pub(super) fn entra_tenant(issuer: &str) -> Option<&str> {
    [
        "https://login.microsoftonline.com/",
        "https://sts.windows.net/",
    ]
    .iter()
    .find_map(|host| issuer.strip_prefix(host))?
    .split('/')
    .next()
}

/// Two issuers on one host.
fn other_path(issuer: &str, expected: &str) -> Option<&'static str> {
    let (host, path) = host_and_path(issuer)?;
    let (expected_host, expected_path) = host_and_path(expected)?;
    let moved = |long: &str, short: &str| long.strip_prefix("/auth") == Some(short);
    match () {
        () if !host.eq_ignore_ascii_case(expected_host) => None,
        () if moved(path, expected_path) || moved(expected_path, path) => {
            Some("they differ by the path prefix `/auth`, which Keycloak dropped with version 17")
        }
        () => Some("the same host with another path: another realm or tenant is another issuer"),
    }
}

fn host_and_path(url: &str) -> Option<(&str, &str)> {
    let (_, rest) = url.split_once("://")?;
    Some(rest.split_at(rest.find('/').unwrap_or(rest.len())))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn issuers_on_one_host_are_told_apart() {
        let keycloak = "https://idp.example/realms/a";
        let says = |issuer: &str| other_path(issuer, keycloak).unwrap_or_default();
        assert!(says("https://idp.example/auth/realms/a").contains("`/auth`"));
        assert!(says("https://idp.example/realms/b").contains("realm"));
        assert_eq!(says("https://other.example/realms/a"), "");
        assert_eq!(says("idp.example"), "");
    }

    #[test]
    fn a_pasted_discovery_url_is_recognised() {
        assert_eq!(
            discovery_base("https://idp.example/a/.well-known/openid-configuration"),
            Some("https://idp.example/a")
        );
    }
}
