//! `metadata-incomplete-or-insecure`

use super::{NO_DOCUMENT, addresses, at, is_for_verification_only, is_openid, list, lists, member};
use crate::{
    provider::url::{Scheme, Url},
    rules::{
        Applies, Check, Confidence, Doc, Family, Finding, Needs, Outcome, ProviderCase, Rule,
        Severity, Threat,
        example::{Example, Sample, metadata},
        spec::{Spec, section},
        words,
    },
    token::{Document, JsonKind},
};

pub(crate) static RULE: Rule = Rule {
    name: "metadata-incomplete-or-insecure",
    family: Family::Metadata,
    severity: Severity::Error,
    confidence: Confidence::High,
    needs: &[Needs::Provider],
    applies: Applies::Any,
    silences: &[],
    doc: Doc {
        checks: "The discovery document has the members that its specification requires, no \
                 required list is empty, every address in it is an https URL, and its key set can \
                 be had and holds keys.",
        why: "A client fills a gap with a guess or with a value from elsewhere, and whatever is \
              read or sent over plain http can be replaced or read on the way: keys, codes and \
              tokens.",
        threats: &[Threat::Forge, Threat::Leak],
        but: "An issuer whose tokens are only verified elsewhere (Kubernetes, GitHub, Firebase, \
              workload identities) publishes a short document on purpose; then only issuer, keys \
              and algorithms count. A provider that signs with ES256 only breaks the rule that \
              RS256 be offered and knows it. An empty optional list is untidy and no more. Plain \
              http is fine on loopback.",
        fix: "Publish the missing members, and serve every address over https.",
    },
    article: &[],
    references: &[
        section(Spec::OidcDiscovery, "3"),
        section(Spec::OidcDiscovery, "4.2"),
        section(Spec::Rfc(8414), "2"),
        section(Spec::Rfc(8414), "3.2"),
        section(Spec::OidcCore, "15.1"),
    ],
    examples: &[
        Example::fires(
            "no `jwks_uri`",
            metadata(
                r#"{"issuer":"https://idp.example","authorization_endpoint":"https://idp.example/authorize","token_endpoint":"https://idp.example/token","response_types_supported":["code"],"subject_types_supported":["public"],"id_token_signing_alg_values_supported":["RS256"]}"#,
            ),
        ),
        Example::fires(
            "keys over plain http",
            metadata(
                r#"{"issuer":"https://idp.example","jwks_uri":"http://idp.example/jwks","response_types_supported":["id_token"],"subject_types_supported":["public"],"id_token_signing_alg_values_supported":["RS256"]}"#,
            ),
        ),
        Example::fires(
            "a key set without keys",
            Sample::Provider {
                metadata: r#"{"issuer":"https://idp.example","jwks_uri":"https://idp.example/jwks","response_types_supported":["id_token"],"subject_types_supported":["public"],"id_token_signing_alg_values_supported":["RS256"]}"#,
                keys: r#"{"keys":[]}"#,
            },
        ),
        Example::silent(
            "the short document of a pipeline's issuer",
            metadata(
                r#"{"issuer":"https://token.actions.githubusercontent.com","jwks_uri":"https://token.actions.githubusercontent.com/.well-known/jwks","subject_types_supported":["public","pairwise"],"response_types_supported":["id_token"],"claims_supported":["sub","aud","exp","iat","iss","jti","nbf","ref","repository"],"id_token_signing_alg_values_supported":["RS256"],"scopes_supported":["openid"]}"#,
            ),
        ),
        Example::silent(
            "the short document of a cluster",
            metadata(
                r#"{"issuer":"https://kubernetes.default.svc.cluster.local","jwks_uri":"https://10.0.0.1:6443/openid/v1/jwks","response_types_supported":["id_token"],"subject_types_supported":["public"],"id_token_signing_alg_values_supported":["RS256"]}"#,
            ),
        ),
        Example::silent(
            "a server of plain OAuth 2.0 without an authorization endpoint",
            metadata(
                r#"{"issuer":"https://as.example","token_endpoint":"https://as.example/token","response_types_supported":[],"grant_types_supported":["client_credentials"]}"#,
            ),
        ),
    ],
    check: Check::Provider(check),
};

fn check(case: &ProviderCase<'_>) -> Outcome {
    let Some(document) = &case.provider.metadata else {
        return NO_DOCUMENT;
    };
    let mut findings = missing(document);
    findings.extend(empty_lists(document));
    findings.extend(addresses(document).filter_map(|(name, address)| insecure(&name, &address)));
    if is_openid(document)
        && !lists(document, SIGNING, "RS256")
        && list(document, SIGNING).is_some()
    {
        findings.push(
            RULE.finds(
                at(SIGNING),
                "the signature algorithms of ID tokens lack `RS256`, expected it as the one that \
                 every client knows",
            )
            .as_severity(Severity::Info)
            .fix("Keep it so if every client knows the algorithms that are listed."),
        );
    }
    findings.extend(no_keys(case));
    findings.into()
}

const SIGNING: &str = "id_token_signing_alg_values_supported";

/// Members that OpenID Discovery §3 or RFC 8414 §2 require of this kind of document.
fn required(document: &Document) -> Vec<&'static str> {
    if !is_openid(document) {
        return vec!["issuer", "response_types_supported"];
    }
    let mut names = vec!["issuer", SIGNING];
    if member(document, "jwks").is_none() {
        names.push("jwks_uri");
    }
    if is_for_verification_only(document) {
        return names;
    }
    names.extend([
        "authorization_endpoint",
        "response_types_supported",
        "subject_types_supported",
    ]);
    let is_implicit_only = list(document, "response_types_supported").is_some_and(|types| {
        !types.is_empty()
            && types
                .iter()
                .all(|one| one.split(' ').all(|word| word != "code"))
    });
    if !is_implicit_only {
        names.push("token_endpoint");
    }
    names
}

fn missing(document: &Document) -> Vec<Finding> {
    required(document)
        .into_iter()
        .filter(|name| member(document, name).is_none())
        .map(|name| {
            let message = format!("the document has no `{name}`, expected it: it is required");
            RULE.finds(at(name), message)
        })
        .collect()
}

fn empty_lists(document: &Document) -> Vec<Finding> {
    let required = required(document);
    let is_empty = |name: &str| list(document, name).is_some_and(|items| items.is_empty());
    document
        .members()
        .filter(|(name, value)| value.kind() == JsonKind::Array && is_empty(name))
        // A server without an authorization endpoint has no response types to list.
        .filter(|(name, _)| {
            name != "response_types_supported"
                || member(document, "authorization_endpoint").is_some()
        })
        .map(|(name, _)| {
            let message = format!("{} is an empty list", words::quote(&name));
            if required.contains(&name.as_ref()) {
                RULE.finds(at(&name), format!("{message}, expected at least one value"))
            } else {
                RULE.finds(
                    at(&name),
                    format!("{message}, expected values or no such member"),
                )
                .as_severity(Severity::Info)
                .fix("Leave the member out (RFC 8414 §3.2).")
            }
        })
        .collect()
}

fn insecure(name: &str, address: &str) -> Option<Finding> {
    let problem = match Url::parse(address) {
        Err(error) => format!("which {}", error.problem),
        Ok(url) if url.scheme() == Scheme::Http && !url.names_this_machine() => {
            "which is plain http".to_owned()
        }
        Ok(_) => return None,
    };
    let message = format!(
        "{} is {}, {problem}, expected an https URL",
        words::quote(name),
        words::quote(address)
    );
    Some(RULE.finds(at(name), message).actual(address))
}

/// A key set that could not be had, or that is empty.
fn no_keys(case: &ProviderCase<'_>) -> Option<Finding> {
    let provider = case.provider;
    let is_named = provider
        .metadata
        .as_ref()
        .is_some_and(|document| member(document, "jwks_uri").is_some());
    if let Some(problem) = provider.problem.as_ref().filter(|_| is_named) {
        let message = format!("the key set cannot be had: {problem}");
        return Some(RULE.finds(at("jwks_uri"), message));
    }
    let is_empty = provider.has_key_set && !provider.keys.keys.iter().any(|key| key.is_published());
    is_empty.then(|| {
        RULE.finds(
            "keys",
            "the key set holds no key, expected at least one to verify tokens with",
        )
    })
}
