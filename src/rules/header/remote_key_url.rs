//! `remote-key-url`

use std::net::IpAddr;

use crate::{
    provider::{
        address,
        url::{Scheme, Url},
    },
    rules::{
        Applies, Case, Check, Confidence, Doc, Family, Finding, Needs, Outcome, Rule, Severity,
        Threat,
        example::{Example, jwt},
        hosts,
        spec::{Spec, section},
        words,
    },
};

pub(crate) static RULE: Rule = Rule {
    name: "remote-key-url",
    family: Family::Header,
    severity: Severity::Error,
    confidence: Confidence::High,
    needs: &[Needs::Token],
    applies: Applies::Any,
    silences: &[],
    doc: Doc {
        checks: "The header names an address to fetch keys from (`jku`) or certificates (`x5u`). It \
                 is an error on another domain than the issuer and its key set, over plain http, or \
                 at an address inside a network; a warning where the issuer is not known. Nothing \
                 is fetched from it here.",
        why: "The sender writes this address. A verifier that follows it takes the sender's own key, \
              and asks whatever host the sender likes, also inside its network.",
        threats: &[Threat::Forge, Threat::Ssrf],
        but: "Some issuers send one by habit (SAP's XSUAA in every token) and their libraries pin \
              the host. On the issuer's own domain it is information. A placeholder issuer such as \
              `*.localhost` says nothing about where the issuer lives, so there too.",
        fix: "Let the verifier use the key set of the issuer's discovery document and ignore this \
              header.",
    },
    article: &[],
    references: &[
        section(Spec::Rfc(8725), "2.9"),
        section(Spec::Rfc(8725), "3.10"),
        section(Spec::JwtBcpBis, "3.10"),
        section(Spec::Fapi2Security, ""),
        section(Spec::OidcCore, "2"),
    ],
    examples: &[
        Example::fires(
            "keys from a foreign host",
            jwt(
                r#"{"alg":"RS256","jku":"https://evil.example/k.json"}"#,
                r#"{"iss":"https://idp.example.com","sub":"1","exp":1767229200}"#,
            ),
        ),
        Example::fires(
            "certificates from the address of cloud metadata",
            jwt(
                r#"{"alg":"RS256","x5u":"https://169.254.169.254/latest"}"#,
                r#"{"iss":"https://idp.example.com","sub":"1","exp":1767229200}"#,
            ),
        ),
        Example::fires(
            "an issuer that sends the address of its own keys (information)",
            jwt(
                r#"{"alg":"RS256","kid":"default-jwt-key--1","jku":"https://t.authentication.example.com/token_keys"}"#,
                r#"{"iss":"http://t.localhost:8080/uaa/oauth/token","sub":"1","exp":1767229200,"client_id":"sb-app","zid":"t"}"#,
            ),
        ),
        Example::silent(
            "a token that only names its key",
            jwt(
                r#"{"alg":"RS256","kid":"1"}"#,
                r#"{"iss":"https://idp.example.com","sub":"1","exp":1767229200}"#,
            ),
        ),
    ],
    check: Check::Token(check),
};

fn check(case: &Case<'_>) -> Outcome {
    let Some(jws) = case.token.signed() else {
        return Outcome::NotApplicable("the token is no signed object");
    };
    jws.signatures
        .iter()
        .flat_map(|signature| {
            ["jku", "x5u"]
                .into_iter()
                .filter_map(|name| Some((name, signature.header(name)?.string()?)))
        })
        .map(|(name, address)| judge(case, name, &address))
        .collect::<Vec<_>>()
        .into()
}

fn judge(case: &Case<'_>, name: &str, address: &str) -> Finding {
    let finds = |what: &str, severity: Severity| {
        let message = format!(
            "`{name}` is {}, {what}, expected `kid` alone, to look up in the issuer's key set",
            words::quote(address)
        );
        RULE.finds(format!("header/{name}"), message)
            .actual(address)
            .as_severity(severity)
    };
    let url = match Url::parse(address) {
        Ok(url) => url,
        Err(error) => return finds(&format!("which {}", error.problem), Severity::Error),
    };
    let host = url.host();
    let issuers = issuer_hosts(case);
    if issuers.contains(&host) || issuers.iter().any(|one| hosts::same_site(one, &host)) {
        return finds("on the issuer's own domain", Severity::Info);
    }
    if let Some(special) = special(&host) {
        return finds(special, Severity::Error);
    }
    if url.scheme() == Scheme::Http {
        return finds("over plain http", Severity::Error);
    }
    if !issuers.is_empty() {
        return finds("on another domain than the issuer", Severity::Error);
    }
    let is_placeholder = case
        .claims()
        .and_then(|claims| Url::parse(&claims.str("iss")?).ok())
        .is_some_and(|issuer| issuer.names_this_machine());
    if is_placeholder {
        return finds("and the issuer is a placeholder", Severity::Info);
    }
    finds("and the issuer's own hosts are not known", Severity::Warn)
}

/// Hosts of the issuer: of the provider at hand, else of `iss` where that is a real address.
fn issuer_hosts(case: &Case<'_>) -> Vec<String> {
    let host = |text: &str| Url::parse(text).ok().map(|url| url.host());
    if let Some(provider) = case.provider.filter(|one| one.issuer.is_some()) {
        let keys = provider
            .metadata
            .as_ref()
            .and_then(|one| one.str("jwks_uri"));
        let issuer = provider.issuer.as_deref().and_then(host);
        return issuer
            .into_iter()
            .chain(keys.and_then(|keys| host(&keys)))
            .collect();
    }
    let issuer = case.claims().and_then(|claims| claims.str("iss"));
    issuer
        .and_then(|issuer| Url::parse(&issuer).ok())
        .filter(|url| !url.names_this_machine())
        .map(|url| url.host())
        .into_iter()
        .collect()
}

/// What keeps an address written in numbers, or a name of this machine, from being a public one.
fn special(host: &str) -> Option<&'static str> {
    let bare = host.trim_start_matches('[').trim_end_matches(']');
    if let Ok(address) = bare.parse::<IpAddr>() {
        return address::special(address);
    }
    (bare == "localhost" || bare.ends_with(".localhost")).then_some("a name of this machine")
}
