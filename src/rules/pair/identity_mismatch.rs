//! `identity-mismatch`

use std::borrow::Cow;

use crate::{
    classify::Kind,
    input::Slot,
    provider::Provider,
    rules::{
        Applies, Case, Check, Confidence, Doc, Family, Finding, Needs, Outcome, Rule, Severity,
        Sibling, Threat,
        case::presenter,
        example::{Example, Sample, jwt},
        hosts,
        spec::{Spec, section},
        words::quote,
    },
    token::Document,
};

pub(crate) static RULE: Rule = Rule {
    name: "identity-mismatch",
    family: Family::Pair,
    severity: Severity::Error,
    confidence: Confidence::High,
    needs: &[Needs::Token, Needs::Pair],
    applies: Applies::Only(&[Kind::IdToken]),
    silences: &[],
    doc: Doc {
        checks: "The ID token is compared with the JWT access token of the same response: another \
                 issuer, or another client that it was issued to, is an error. Another subject is a \
                 warning where the issuer's metadata promises one subject for all, and information \
                 where it may give each client its own. Two ID tokens of one response must agree in \
                 issuer and subject.",
        why: "A client that takes the user from one token and acts with the other must know that \
              both speak of one login. If they do not, a token was swapped, or a cache mixed two \
              sessions, and one user works with the account of another.",
        threats: &[Threat::Substitution, Threat::Subject],
        but: "Pairwise subjects differ by design between a client and an API, and some vendors use \
              another name for the user in access tokens. Where a shared identifier (`oid` at \
              Microsoft, `uid` at Okta) is equal, or the issuers are the two spellings of one \
              Microsoft tenant, the rule is silent. Opaque access tokens show nothing to compare.",
        fix: "Discard the response if issuer or client differ. Join data on an identifier that the \
              issuer documents as stable across tokens.",
    },
    article: &[],
    references: &[
        section(Spec::OidcCore, "3.3.3.6"),
        section(Spec::OidcCore, "5.3.2"),
        section(Spec::OidcCore, "8.1"),
        section(Spec::Rfc(9068), "2.2"),
    ],
    examples: &[
        Example::fires(
            "an access token of another issuer",
            Sample::Response(&[
                (
                    "access_token",
                    jwt(
                        r#"{"typ":"at+jwt","alg":"RS256"}"#,
                        r#"{"iss":"https://staging.idp.example","sub":"248289761001","client_id":"web-app","aud":"https://api.example","iat":1767225600,"exp":1767229200,"jti":"f2b6"}"#,
                    ),
                ),
                ("token_type", Sample::Text("Bearer")),
                (
                    "id_token",
                    jwt(
                        r#"{"alg":"RS256"}"#,
                        r#"{"iss":"https://idp.example","sub":"248289761001","aud":"web-app","nonce":"n-0S6_WzA2Mj","iat":1767225600,"exp":1767229200}"#,
                    ),
                ),
            ]),
        ),
        Example::fires(
            "an access token that was issued to another client",
            Sample::Response(&[
                (
                    "access_token",
                    jwt(
                        r#"{"typ":"at+jwt","alg":"RS256"}"#,
                        r#"{"iss":"https://idp.example","sub":"248289761001","client_id":"other-app","aud":"https://api.example","iat":1767225600,"exp":1767229200,"jti":"f2b6"}"#,
                    ),
                ),
                ("token_type", Sample::Text("Bearer")),
                (
                    "id_token",
                    jwt(
                        r#"{"alg":"RS256"}"#,
                        r#"{"iss":"https://idp.example","sub":"248289761001","aud":"web-app","nonce":"n-0S6_WzA2Mj","iat":1767225600,"exp":1767229200}"#,
                    ),
                ),
            ]),
        ),
        Example::fires(
            "another subject, perhaps pairwise: information",
            Sample::Response(&[
                (
                    "access_token",
                    jwt(
                        r#"{"typ":"at+jwt","alg":"RS256"}"#,
                        r#"{"iss":"https://idp.example","sub":"90342","client_id":"web-app","aud":"https://api.example","iat":1767225600,"exp":1767229200,"jti":"f2b6"}"#,
                    ),
                ),
                ("token_type", Sample::Text("Bearer")),
                (
                    "id_token",
                    jwt(
                        r#"{"alg":"RS256"}"#,
                        r#"{"iss":"https://idp.example","sub":"248289761001","aud":"web-app","nonce":"n-0S6_WzA2Mj","iat":1767225600,"exp":1767229200}"#,
                    ),
                ),
            ]),
        ),
        Example::silent(
            "one login, two tokens",
            Sample::Response(&[
                (
                    "access_token",
                    jwt(
                        r#"{"typ":"at+jwt","alg":"RS256"}"#,
                        r#"{"iss":"https://idp.example","sub":"248289761001","client_id":"web-app","aud":"https://api.example","iat":1767225600,"exp":1767229200,"jti":"f2b6"}"#,
                    ),
                ),
                ("token_type", Sample::Text("Bearer")),
                (
                    "id_token",
                    jwt(
                        r#"{"alg":"RS256"}"#,
                        r#"{"iss":"https://idp.example","sub":"248289761001","aud":"web-app","nonce":"n-0S6_WzA2Mj","iat":1767225600,"exp":1767229200}"#,
                    ),
                ),
            ]),
        ),
        Example::silent(
            "two spellings of one Microsoft tenant, one object id",
            Sample::Response(&[
                (
                    "access_token",
                    jwt(
                        r#"{"typ":"JWT","alg":"RS256"}"#,
                        r#"{"iss":"https://sts.windows.net/5b3a8a4e-1f2d-4b6a-9c0e-7d5f3e2a1b90/","sub":"Qx7pAPI","oid":"2f1c9d7e-8a6b-4c5d-b3e2-1a0f9e8d7c6b","tid":"5b3a8a4e-1f2d-4b6a-9c0e-7d5f3e2a1b90","appid":"web-app","aud":"api://orders","scp":"orders.read","ver":"1.0","iat":1767225600,"exp":1767229200}"#,
                    ),
                ),
                ("token_type", Sample::Text("Bearer")),
                (
                    "id_token",
                    jwt(
                        r#"{"typ":"JWT","alg":"RS256"}"#,
                        r#"{"iss":"https://login.microsoftonline.com/5b3a8a4e-1f2d-4b6a-9c0e-7d5f3e2a1b90/v2.0","sub":"b8KwWEB","oid":"2f1c9d7e-8a6b-4c5d-b3e2-1a0f9e8d7c6b","tid":"5b3a8a4e-1f2d-4b6a-9c0e-7d5f3e2a1b90","aud":"web-app","nonce":"n-0S6_WzA2Mj","ver":"2.0","iat":1767225600,"exp":1767229200}"#,
                    ),
                ),
            ]),
        ),
    ],
    check: Check::Token(check),
};

fn check(case: &Case<'_>) -> Outcome {
    let Some(claims) = case.claims().filter(|_| case.is_whole()) else {
        return Outcome::NotApplicable("the claims cannot be read to their end");
    };
    if !matches!(case.slot, Some(Slot::IdToken)) {
        return Outcome::NotApplicable("the token is not the ID token of a response");
    }
    let mut findings = Vec::new();
    let mut compared = false;
    for sibling in case.siblings {
        let Some(other) = sibling.token.claims() else {
            continue;
        };
        let found = match sibling.slot {
            Some(Slot::AccessToken) => with_access_token(case, claims, other),
            Some(Slot::IdToken) => with_id_token(case, claims, sibling, other),
            _ => continue,
        };
        compared = true;
        findings.extend(found);
    }
    if !compared {
        return Outcome::NotApplicable("there is no other readable token in the same response");
    }
    findings.into()
}

fn with_access_token(case: &Case<'_>, claims: &Document, access: &Document) -> Vec<Finding> {
    let issuer = differing(claims, access, "iss")
        .filter(|_| !same_microsoft_tenant(claims, access))
        .map(|(own, other)| found("iss", "the access token", &own, &other));
    let subject = differing(claims, access, "sub")
        .filter(|(own, _)| !same_person(claims, access, own))
        .map(|(own, other)| {
            let severity = match case.provider.is_some_and(promises_one_subject) {
                true => Severity::Warn,
                false => Severity::Info,
            };
            found("sub", "the access token", &own, &other).as_severity(severity)
        });
    issuer
        .into_iter()
        .chain(client(case, claims, access))
        .chain(subject)
        .collect()
}

/// The client of the access token must be one that the ID token names.
fn client(case: &Case<'_>, claims: &Document, access: &Document) -> Option<Finding> {
    let other = presenter(access, Kind::AccessToken)?;
    let audience = case.audience();
    let own = claims.str("azp").or_else(|| audience.first().cloned())?;
    if own == other.client || audience.contains(&other.client) {
        return None;
    }
    let message = format!(
        "ID token was issued to {}, the access token to {} (`{}`)",
        quote(&own),
        quote(&other.client),
        other.claim
    );
    let pointer = match claims.has("azp") {
        true => "payload/azp",
        false => "payload/aud",
    };
    Some(
        RULE.finds(pointer, message)
            .expected(own)
            .actual(other.client),
    )
}

/// Both ID tokens see each other; the one whose text sorts first speaks for both.
fn with_id_token(
    case: &Case<'_>,
    claims: &Document,
    sibling: &Sibling<'_>,
    other: &Document,
) -> Vec<Finding> {
    if case.token.raw().expose() > sibling.token.raw().expose() {
        return Vec::new();
    }
    ["iss", "sub"]
        .into_iter()
        .filter_map(|claim| {
            let (own, theirs) = differing(claims, other, claim)?;
            Some(found(claim, "the other ID token", &own, &theirs))
        })
        .collect()
}

fn found(claim: &str, whose: &str, own: &str, other: &str) -> Finding {
    RULE.finds(
        format!("payload/{claim}"),
        format!(
            "`{claim}` is {}, in {whose} it is {}",
            quote(own),
            quote(other)
        ),
    )
    .expected(own)
    .actual(other)
}

/// The two values of a claim that both have and that differ.
fn differing<'a>(
    claims: &'a Document,
    other: &'a Document,
    claim: &str,
) -> Option<(Cow<'a, str>, Cow<'a, str>)> {
    let pair = (claims.str(claim)?, other.str(claim)?);
    (pair.0 != pair.1).then_some(pair)
}

/// The issuers of version 1 and version 2 tokens of one Entra tenant.
fn same_microsoft_tenant(claims: &Document, access: &Document) -> bool {
    let tenant = |document: &Document| {
        let tenant = document.str("tid")?.into_owned();
        let issuer = document.str("iss")?;
        (hosts::is_entra(&issuer) && issuer.contains(&tenant)).then_some(tenant)
    };
    tenant(claims).is_some_and(|own| tenant(access) == Some(own))
}

/// Identifiers of vendors whose `sub` differs between tokens: Entra's `oid`, Okta's `uid`.
fn same_person(claims: &Document, access: &Document, subject: &str) -> bool {
    let same_object = claims.str("oid").is_some() && claims.str("oid") == access.str("oid");
    same_object || access.str("uid").is_some_and(|uid| uid == subject)
}

/// Whether the metadata says that every client sees the same subject (OIDC Core §8).
fn promises_one_subject(provider: &Provider) -> bool {
    provider
        .metadata
        .as_ref()
        .and_then(|metadata| metadata.strings("subject_types_supported").present())
        .is_some_and(|types| types == ["public"])
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::rules::test_case::TestCase;

    fn id_token(claims: &str) -> TestCase {
        TestCase::new(Kind::IdToken, claims).within(Slot::IdToken)
    }

    fn findings(test: &TestCase) -> Vec<Finding> {
        match test.check(&RULE) {
            Outcome::Fires(findings) => findings,
            _ => Vec::new(),
        }
    }

    #[test]
    fn another_subject_is_worse_where_subjects_are_public() {
        for (types, severity) in [
            (r#"["public"]"#, Severity::Warn),
            (r#"["public","pairwise"]"#, Severity::Info),
        ] {
            let mut test = id_token(r#"{"iss":"i","sub":"1","aud":"a"}"#);
            let access = TestCase::new(Kind::AccessToken, r#"{"iss":"i","sub":"2"}"#);
            test.siblings = vec![access.within(Slot::AccessToken)];
            let metadata = format!(r#"{{"subject_types_supported":{types}}}"#);
            test.provider = Some(Provider {
                metadata: Some(Document::parse(metadata).0),
                ..Provider::default()
            });
            let found = findings(&test);
            assert_eq!(found.len(), 1);
            assert_eq!(found[0].severity, severity, "{types}");
        }
    }

    #[test]
    fn okta_names_the_subject_of_the_id_token_in_uid() {
        let mut test = id_token(r#"{"iss":"i","sub":"00u1","aud":"a"}"#);
        let access = r#"{"iss":"i","sub":"user@example.com","uid":"00u1","cid":"a"}"#;
        let access = TestCase::new(Kind::AccessToken, access);
        test.siblings = vec![access.within(Slot::AccessToken)];
        assert_eq!(test.check(&RULE), Outcome::Silent);
    }

    #[test]
    fn two_id_tokens_that_disagree_are_told_once() {
        let claims = [
            r#"{"iss":"i","sub":"1","aud":"a"}"#,
            r#"{"iss":"i","sub":"2","aud":"a"}"#,
        ];
        let told: usize = [(0, 1), (1, 0)]
            .into_iter()
            .map(|(one, other)| {
                let mut test = id_token(claims[one]);
                test.siblings = vec![id_token(claims[other])];
                findings(&test).len()
            })
            .sum();
        assert_eq!(told, 1);
    }
}
