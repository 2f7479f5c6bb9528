//! `key-set-ambiguous`

use super::{at, name};
use crate::{
    provider::Key,
    rules::{
        Applies, Check, Confidence, Doc, Family, Finding, Needs, Outcome, ProviderCase, Rule,
        Severity, Threat,
        example::{Example, keys},
        spec::{Spec, section},
        words,
    },
};

pub(crate) static RULE: Rule = Rule {
    name: "key-set-ambiguous",
    family: Family::Keys,
    severity: Severity::Warn,
    confidence: Confidence::High,
    needs: &[Needs::Provider],
    applies: Applies::Any,
    silences: &[],
    doc: Doc {
        checks: "In a published key set two keys of one type and purpose share a `kid` or have \
                 none, one key is announced for signatures and for encryption, or keys for \
                 encryption stand beside keys that do not say their use.",
        why: "A verifier then chooses by trial or by the order of the list. That widens what it \
              accepts, and it fails at the next rotation.",
        threats: &[Threat::Forge],
        but: "One `kid` on keys of different types is legal, since type and algorithm tell them \
              apart. A set with a single key needs no `kid` at all.",
        fix: "Give every key a `kid` of its own, its `use` and its `alg`.",
    },
    article: &[],
    references: &[
        section(Spec::Rfc(7517), "4.2"),
        section(Spec::Rfc(7517), "4.5"),
        section(Spec::OidcDiscovery, "3"),
        section(Spec::OidcCore, "10.1"),
        section(Spec::Fapi2Security, ""),
    ],
    examples: &[
        Example::fires(
            "two keys of one name",
            keys(
                r#"{"keys":[{"kty":"EC","crv":"P-256","kid":"1","x":"oWA4BSTQLwZ8SlQnp93w2G8xIi0R_h_VxxFLGtGdo74","y":"anz8ZsOe9wVqx6fS-hHIGtMhhUROIQTH9iFoX6hDB04"},{"kty":"EC","crv":"P-256","kid":"1","x":"f83OJ3D2xF1Bg8vub9tLe1gHMzV76e8Tus9uPHvRVEU","y":"x_FEzRu9m36HLN_tue659LNpXW6pCyStikYjKIWI5a0"}]}"#,
            ),
        ),
        Example::fires(
            "a key for encryption beside one that does not say its use",
            keys(
                r#"{"keys":[{"kty":"EC","crv":"P-256","kid":"1","x":"oWA4BSTQLwZ8SlQnp93w2G8xIi0R_h_VxxFLGtGdo74","y":"anz8ZsOe9wVqx6fS-hHIGtMhhUROIQTH9iFoX6hDB04"},{"kty":"EC","crv":"P-256","kid":"2","use":"enc","x":"f83OJ3D2xF1Bg8vub9tLe1gHMzV76e8Tus9uPHvRVEU","y":"x_FEzRu9m36HLN_tue659LNpXW6pCyStikYjKIWI5a0"}]}"#,
            ),
        ),
        Example::silent(
            "one name on keys of two types",
            keys(
                r#"{"keys":[{"kty":"EC","crv":"P-256","kid":"1","use":"sig","x":"oWA4BSTQLwZ8SlQnp93w2G8xIi0R_h_VxxFLGtGdo74","y":"anz8ZsOe9wVqx6fS-hHIGtMhhUROIQTH9iFoX6hDB04"},{"kty":"OKP","crv":"Ed25519","kid":"1","use":"sig","x":"11qYAYKxCrfVS_7TyWQHOg7hcvPapiMlrwIaaPcHURo"}]}"#,
            ),
        ),
        Example::silent(
            "a single key without a name",
            keys(
                r#"{"keys":[{"kty":"EC","crv":"P-256","x":"oWA4BSTQLwZ8SlQnp93w2G8xIi0R_h_VxxFLGtGdo74","y":"anz8ZsOe9wVqx6fS-hHIGtMhhUROIQTH9iFoX6hDB04"}]}"#,
            ),
        ),
    ],
    check: Check::Provider(check),
};

fn check(case: &ProviderCase<'_>) -> Outcome {
    let published: Vec<(usize, &Key)> = case
        .provider
        .keys
        .keys
        .iter()
        .enumerate()
        .filter(|(_, key)| key.is_published())
        .collect();
    if published.len() < 2 {
        return Outcome::NotApplicable("there are no two published keys");
    }
    let mut findings = Vec::new();
    let mut seen: Vec<(usize, &Key)> = Vec::new();
    for &(index, key) in &published {
        let finding = seen
            .iter()
            .find_map(|&(other, earlier)| clash(index, key, other, earlier));
        findings.extend(finding);
        seen.push((index, key));
    }
    findings.extend(without_use(&published));
    findings.into()
}

/// What makes two keys one choice.
fn clash(index: usize, key: &Key, other: usize, earlier: &Key) -> Option<Finding> {
    if key.thumbprint.is_some() && key.thumbprint == earlier.thumbprint {
        let for_two_uses =
            key.usage.is_some() && earlier.usage.is_some() && key.usage != earlier.usage;
        return for_two_uses.then(|| {
            let message = format!(
                "{} and {} are one key for two uses, expected a key for each",
                name(other, earlier),
                name(index, key)
            );
            RULE.finds(at(index, "use"), message)
        });
    }
    let is_alike = key.kind == earlier.kind
        && key.curve == earlier.curve
        && key.algorithm == earlier.algorithm
        && key.usage == earlier.usage;
    if !is_alike || key.id != earlier.id {
        return None;
    }
    let message = match &key.id {
        Some(id) => format!(
            "two keys of one type have the `kid` {}, expected a name for each",
            words::quote(id)
        ),
        None => "two keys of one type have no `kid`, expected a name for each".to_owned(),
    };
    Some(RULE.finds(at(index, "kid"), message))
}

/// OpenID Discovery §3: beside keys for encryption every key must say its use.
fn without_use(published: &[(usize, &Key)]) -> Option<Finding> {
    let is_for_encryption = |key: &Key| key.usage.as_deref() == Some("enc");
    if !published.iter().any(|(_, key)| is_for_encryption(key)) {
        return None;
    }
    let (index, key) = published.iter().find(|(_, key)| {
        key.usage.is_none() && key.operations.is_none() && key.algorithm.is_none()
    })?;
    let message = format!(
        "{} says no `use` in a set that also has keys for encryption, expected `sig` or `enc`",
        name(*index, key)
    );
    Some(RULE.finds(at(*index, "use"), message))
}
