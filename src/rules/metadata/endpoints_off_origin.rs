//! `endpoints-off-origin`

use std::collections::BTreeMap;

use super::{NO_DOCUMENT, addresses, at};
use crate::{
    provider::url::Url,
    rules::{
        Applies, Check, Confidence, Doc, Family, Finding, Needs, Outcome, ProviderCase, Rule,
        Severity, Threat,
        example::{Example, metadata},
        hosts,
        spec::{Spec, section},
        words,
    },
    token::Document,
};

pub(crate) static RULE: Rule = Rule {
    name: "endpoints-off-origin",
    family: Family::Metadata,
    severity: Severity::Info,
    confidence: Confidence::Medium,
    needs: &[Needs::Provider],
    applies: Applies::Any,
    silences: &[],
    doc: Doc {
        checks: "The key set or an endpoint lies under another registered domain than the issuer, \
                 or on another host than in a bundle saved earlier. Hosts on which many parties \
                 publish are called so.",
        why: "Trust in the issuer's name extends to these hosts without being noticed, and a \
              document that somebody has replaced shows here first.",
        threats: &[Threat::Forge, Threat::MixUp],
        but: "Google, Cognito, Entra's userinfo and clusters that publish their keys on static \
              hosting are all correct, so this is never more than information. What belongs to one \
              registered domain is told by the shape of the name.",
        fix: "Know these hosts; where much is at stake, pin them.",
    },
    article: &[],
    references: &[
        section(Spec::OidcDiscovery, "7.2"),
        section(Spec::Rfc(8414), "6.2"),
    ],
    examples: &[
        Example::fires(
            "keys on the host of another domain",
            metadata(
                r#"{"issuer":"https://idp.example","jwks_uri":"https://cdn.example.net/jwks","response_types_supported":["id_token"],"subject_types_supported":["public"],"id_token_signing_alg_values_supported":["RS256"]}"#,
            ),
        ),
        Example::silent(
            "everything under one domain",
            metadata(
                r#"{"issuer":"https://login.example.com/t","authorization_endpoint":"https://www.example.com/authorize","token_endpoint":"https://login.example.com/token","jwks_uri":"https://keys.example.com/jwks","response_types_supported":["code"],"subject_types_supported":["public"],"id_token_signing_alg_values_supported":["RS256"]}"#,
            ),
        ),
    ],
    check: Check::Provider(check),
};

fn check(case: &ProviderCase<'_>) -> Outcome {
    let Some(document) = &case.provider.metadata else {
        return NO_DOCUMENT;
    };
    let Some(issuer) = host_of(document, "issuer") else {
        return Outcome::NotApplicable("the issuer is no URL with a host");
    };
    let mut findings: Vec<Finding> = elsewhere(document, &issuer)
        .into_iter()
        .map(|(host, names)| finding(&host, &names, &issuer))
        .collect();
    if let Some(earlier) = case.earlier.and_then(|one| one.metadata.as_ref()) {
        findings.extend(moved(document, earlier));
    }
    findings.into()
}

/// Members by the host under another domain that they lie on.
fn elsewhere(document: &Document, issuer: &str) -> BTreeMap<String, Vec<String>> {
    let mut hosts: BTreeMap<String, Vec<String>> = BTreeMap::new();
    for (name, address) in addresses(document) {
        let Ok(url) = Url::parse(&address) else {
            continue;
        };
        if !hosts::same_site(&url.host(), issuer) {
            hosts.entry(url.host()).or_default().push(name.into_owned());
        }
    }
    hosts
}

fn finding(host: &str, names: &[String], issuer: &str) -> Finding {
    let publisher = match hosts::publisher(host) {
        Some(publisher) => format!(", where many parties publish ({publisher})"),
        None => String::new(),
    };
    let verb = if names.len() == 1 { "lies" } else { "lie" };
    let message = format!(
        "{} {verb} on {}{publisher}, the issuer on {}, expected one domain or a host that you know",
        words::quoted(names, "and"),
        words::quote(host),
        words::quote(issuer)
    );
    RULE.finds(at(&names[0]), message)
}

/// Addresses whose host has changed.
fn moved(document: &Document, earlier: &Document) -> Vec<Finding> {
    addresses(document)
        .filter_map(|(name, _)| {
            let (host, before) = (host_of(document, &name)?, host_of(earlier, &name)?);
            (host != before).then(|| {
                let message = format!(
                    "{} was on {} when the bundle was saved and is on {} now, expected the same \
                     host",
                    words::quote(&name),
                    words::quote(&before),
                    words::quote(&host)
                );
                RULE.finds(at(&name), message).expected(before).actual(host)
            })
        })
        .collect()
}

fn host_of(document: &Document, name: &str) -> Option<String> {
    Some(Url::parse(&document.str(name)?).ok()?.host())
}
