//! `client-assertion-audience`

use crate::{
    classify::Kind,
    rules::{
        Applies, Case, Check, Confidence, Doc, Family, Needs, Outcome, Rule, Severity, Threat,
        example::{Example, jwt},
        spec::{Spec, section},
        words::{list, quoted},
    },
    situation::{FactName, Profile},
    token::JsonKind,
};

pub(crate) static RULE: Rule = Rule {
    name: "client-assertion-audience",
    family: Family::Objects,
    severity: Severity::Info,
    confidence: Confidence::High,
    needs: &[Needs::Token, Needs::Provider, Needs::Situation],
    applies: Applies::Only(&[Kind::ClientAssertion]),
    silences: &[],
    doc: Doc {
        checks: "`aud` of a client assertion is not the issuer identifier of the authorization \
                 server as one string: an endpoint of it, an array, or something else. With two or \
                 more trusted issuers it is a warning, in the profile `fapi2` an error.",
        why: "A client that has to do with several servers can be made to sign an assertion for the \
              endpoint that a hostile server names. If that is the address of an honest server, the \
              hostile one logs in there as the client.",
        threats: &[Threat::MixUp],
        but: "OpenID Connect told clients for years to use the address of the token endpoint, most \
              libraries still do, and most servers accept it: with one issuer nothing is open.",
        fix: "Address assertions to the issuer identifier, as a string and nothing else, and set \
              `typ` to `client-authentication+jwt`.",
    },
    article: &[],
    references: &[
        section(Spec::Rfc(7523), "3"),
        section(Spec::OidcCore, "9"),
        section(Spec::Fapi2Security, "5.3.2.1"),
        section(Spec::Fapi2Security, "5.3.3.1"),
    ],
    examples: &[
        Example::fires(
            "addressed to the token endpoint",
            jwt(
                r#"{"alg":"ES256","typ":"client-authentication+jwt"}"#,
                r#"{"iss":"web-app","sub":"web-app","aud":"https://idp.example/token","iat":1767225590,"exp":1767225650,"jti":"1"}"#,
            ),
        )
        .with(&["--fact", "receiver.issuers=https://idp.example"]),
        Example::fires(
            "the issuer and its endpoint",
            jwt(
                r#"{"alg":"ES256","typ":"client-authentication+jwt"}"#,
                r#"{"iss":"web-app","sub":"web-app","aud":["https://idp.example","https://idp.example/token"],"iat":1767225590,"exp":1767225650,"jti":"1"}"#,
            ),
        )
        .with(&[
            "--fact",
            "receiver.issuers=https://idp.example",
            "--profile",
            "fapi2",
        ]),
        Example::silent(
            "addressed to the issuer",
            jwt(
                r#"{"alg":"ES256","typ":"client-authentication+jwt"}"#,
                r#"{"iss":"web-app","sub":"web-app","aud":"https://idp.example","iat":1767225590,"exp":1767225650,"jti":"1"}"#,
            ),
        )
        .with(&["--fact", "receiver.issuers=https://idp.example"]),
        Example::silent(
            "no issuer is known to compare with",
            jwt(
                r#"{"alg":"ES256","typ":"client-authentication+jwt"}"#,
                r#"{"iss":"web-app","sub":"web-app","aud":"https://idp.example/token","iat":1767225590,"exp":1767225650,"jti":"1"}"#,
            ),
        ),
    ],
    check: Check::Token(check),
};

fn check(case: &Case<'_>) -> Outcome {
    let Some(value) = case.claims().and_then(|claims| claims.get("aud")) else {
        return Outcome::NotApplicable("there is no audience");
    };
    let issuers = case.trusted_issuers();
    if issuers.is_empty() {
        return Outcome::Needs(vec![FactName::ReceiverIssuers]);
    }
    let is_one_string = value.kind() == JsonKind::String;
    let audience = case.audience();
    let names_issuer = audience.iter().any(|one| issuers.contains(&one.as_ref()));
    if is_one_string && names_issuer {
        return Outcome::Silent;
    }
    let severity = match case.situation.profile {
        Profile::Fapi2 => Severity::Error,
        _ if issuers.len() > 1 => Severity::Warn,
        _ => Severity::Info,
    };
    let endpoint = audience.iter().find_map(|one| endpoint(case, one));
    let observed = if !is_one_string && names_issuer {
        format!("audience is an array of {} names", audience.len())
    } else if let Some(endpoint) = endpoint {
        format!("audience is the server's `{endpoint}`")
    } else {
        format!("audience is {}", quoted(&audience, "and"))
    };
    let message = format!(
        "{observed}, expected the issuer identifier {} as one string",
        quoted(&issuers, "or")
    );
    RULE.finds("payload/aud", message)
        .as_severity(severity)
        .expected(list(&issuers, "or"))
        .actual(list(&audience, "and"))
        .into()
}

/// The member of the provider's metadata that has this address.
fn endpoint(case: &Case<'_>, address: &str) -> Option<&'static str> {
    let metadata = case.provider?.metadata.as_ref()?;
    let aliases = metadata.get("mtls_endpoint_aliases");
    [
        "token_endpoint",
        "pushed_authorization_request_endpoint",
        "introspection_endpoint",
        "revocation_endpoint",
        "authorization_endpoint",
    ]
    .into_iter()
    .find(|name| {
        let alias = aliases.and_then(|aliases| aliases.member(name)?.string());
        metadata.str(name).as_deref() == Some(address) || alias.as_deref() == Some(address)
    })
}
