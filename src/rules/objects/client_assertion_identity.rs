//! `client-assertion-identity`

use super::{absent, is_mac, life, too_long};
use crate::{
    classify::Kind,
    rules::{
        Applies, Case, Check, Confidence, Doc, Family, Finding, Needs, Outcome, Rule, Severity,
        Threat,
        example::{Example, Sample, jwt},
        spec::{Spec, section},
        words::{quote, quoted},
    },
    situation::ClientType,
    token::Document,
};

pub(crate) static RULE: Rule = Rule {
    name: "client-assertion-identity",
    family: Family::Objects,
    severity: Severity::Error,
    confidence: Confidence::High,
    needs: &[Needs::Token, Needs::Situation, Needs::Pair],
    applies: Applies::Only(&[Kind::ClientAssertion]),
    silences: &[],
    doc: Doc {
        checks: "Who a client assertion speaks for: `iss` or `sub` is missing, they differ, or `sub` \
                 is neither the client stated (`--client`) nor the `client_id` beside it in the same \
                 JSON object; `client_assertion_type` beside it is another; a public client signed \
                 with a shared secret; `jti` is missing (a warning), or it lives over an hour (an \
                 error over a day). A missing `exp` or `aud` has rules of its own.",
        why: "The assertion is the password of the client. One that speaks for another client logs \
              that client in, and one that lives long or has no `jti` can be played again by \
              whoever saw it.",
        threats: &[Threat::Substitution, Threat::Once],
        but: "A security token service may issue an assertion for a client, and then its `iss` is a \
              URL of that service: legal by RFC 7523, not by OpenID Connect, so a warning. Tokens \
              of clusters and pipelines that serve as assertions are other kinds and not judged.",
        fix: "Sign a new assertion for each call, with the client id as `iss` and `sub`, a `jti` and \
              a life of minutes.",
    },
    article: &[],
    references: &[
        section(Spec::Rfc(7523), "2.2"),
        section(Spec::Rfc(7523), "3"),
        section(Spec::OidcCore, "9"),
    ],
    examples: &[
        Example::fires(
            "an assertion about another client",
            Sample::Response(&[(
                "client_assertion",
                jwt(
                    r#"{"alg":"ES256"}"#,
                    r#"{"iss":"web-app","sub":"billing","aud":"https://idp.example","iat":1767225590,"exp":1767225650,"jti":"1"}"#,
                ),
            )]),
        ),
        Example::fires(
            "the request names another client",
            Sample::Response(&[
                ("client_id", Sample::Text("billing")),
                (
                    "client_assertion",
                    jwt(
                        r#"{"alg":"ES256"}"#,
                        r#"{"iss":"web-app","sub":"web-app","aud":"https://idp.example","iat":1767225590,"exp":1767225650,"jti":"1"}"#,
                    ),
                ),
            ]),
        ),
        Example::fires(
            "an assertion for a week",
            jwt(
                r#"{"alg":"ES256","typ":"client-authentication+jwt"}"#,
                r#"{"iss":"web-app","sub":"web-app","aud":"https://idp.example","iat":1767225590,"exp":1767830390,"jti":"1"}"#,
            ),
        ),
        Example::fires(
            "a browser application with a shared secret",
            jwt(
                r#"{"alg":"HS256","typ":"client-authentication+jwt"}"#,
                r#"{"iss":"web-app","sub":"web-app","aud":"https://idp.example","iat":1767225590,"exp":1767225650,"jti":"1"}"#,
            ),
        )
        .with(&["--fact", "client.type=public"]),
        Example::silent(
            "a fresh assertion of the client in the request",
            Sample::Response(&[
                ("client_id", Sample::Text("web-app")),
                (
                    "client_assertion_type",
                    Sample::Text("urn:ietf:params:oauth:client-assertion-type:jwt-bearer"),
                ),
                (
                    "client_assertion",
                    jwt(
                        r#"{"alg":"ES256"}"#,
                        r#"{"iss":"web-app","sub":"web-app","aud":"https://idp.example/token","iat":1767225590,"exp":1767225890,"jti":"1"}"#,
                    ),
                ),
            ]),
        )
        .with(&["--client", "web-app"]),
        Example::silent(
            "a GitHub Actions token in that field",
            Sample::Response(&[(
                "client_assertion",
                jwt(
                    r#"{"alg":"RS256","typ":"JWT","kid":"1"}"#,
                    r#"{"iss":"https://token.actions.githubusercontent.com","sub":"repo:octo/app:ref:refs/heads/main","aud":"api://AzureADTokenExchange","repository":"octo/app","workflow_ref":"octo/app/.github/workflows/ci.yml@refs/heads/main","run_id":"1","iat":1767225590,"exp":1767225890,"jti":"1"}"#,
                ),
            )]),
        ),
    ],
    check: Check::Token(check),
};

/// RFC 7523 §2.2.
const TYPE: &str = "urn:ietf:params:oauth:client-assertion-type:jwt-bearer";

fn check(case: &Case<'_>) -> Outcome {
    let Some(claims) = case.claims().filter(|_| case.is_whole()) else {
        return Outcome::NotApplicable("the claims cannot be read to their end");
    };
    let findings: Vec<Finding> = identity(claims)
        .into_iter()
        .chain(requested(case, claims))
        .chain(declared(case))
        .chain(shared_secret(case))
        .chain(one_time(claims))
        .chain(lifetime(case))
        .collect();
    findings.into()
}

fn identity(claims: &Document) -> Option<Finding> {
    let missing = absent(claims, &["iss", "sub"]);
    if !missing.is_empty() {
        let verb = if missing.len() == 1 { "is" } else { "are" };
        let message = format!(
            "{} {verb} absent, expected the client id",
            quoted(&missing, "and")
        );
        return Some(RULE.finds("payload", message));
    }
    let (issuer, subject) = (claims.str("iss")?, claims.str("sub")?);
    if issuer == subject {
        return None;
    }
    let message = format!(
        "`iss` is {} and `sub` is {}, expected the client id in both",
        quote(&issuer),
        quote(&subject)
    );
    let finding = RULE.finds("payload/sub", message);
    Some(if issuer.starts_with("https://") {
        finding.as_severity(Severity::Warn)
    } else {
        finding
    })
}

/// The client that the rest of the request, or the user, names.
fn requested(case: &Case<'_>, claims: &Document) -> Option<Finding> {
    let subject = claims.str("sub")?;
    let beside = case.response.and_then(|request| request.str("client_id"));
    let stated = &case.situation.client_ids;
    let (expected, from) = match beside {
        Some(client) if client != subject => (client.into_owned(), "`client_id` beside it"),
        _ if !stated.is_empty() && !stated.iter().any(|client| *client == *subject) => {
            (stated.join(" or "), "the client")
        }
        _ => return None,
    };
    let message = format!(
        "`sub` is {}, {from} is {}",
        quote(&subject),
        quote(&expected)
    );
    Some(
        RULE.finds("payload/sub", message)
            .expected(expected)
            .actual(subject),
    )
}

fn declared(case: &Case<'_>) -> Option<Finding> {
    let declared = case.response?.str("client_assertion_type")?;
    (declared != TYPE).then(|| {
        let message = format!(
            "`client_assertion_type` is {}, expected `{TYPE}`",
            quote(&declared)
        );
        RULE.finds("request", message)
            .expected(TYPE)
            .actual(declared)
    })
}

fn shared_secret(case: &Case<'_>) -> Option<Finding> {
    let is_public = case.situation.client_type.is(&ClientType::Public);
    (is_public && is_mac(case)).then(|| {
        RULE.finds(
            "header/alg",
            "a public client signs with a shared secret, which everybody can read out of it",
        )
    })
}

fn one_time(claims: &Document) -> Option<Finding> {
    (claims.present("jti").is_none()).then(|| {
        let message = "`jti` is absent, expected a new one for each assertion";
        RULE.finds("payload", message).as_severity(Severity::Warn)
    })
}

fn lifetime(case: &Case<'_>) -> Option<Finding> {
    let life = life(case)?;
    let policy = case.policy;
    let severity = if life > policy.assertion_life_error {
        Severity::Error
    } else if life > policy.assertion_life_warn {
        Severity::Warn
    } else {
        return None;
    };
    let message = too_long(life, policy.assertion_life_warn);
    Some(RULE.finds("payload/exp", message).as_severity(severity))
}
