//! `kid-reassigned`

use super::{at, name};
use crate::{
    provider::{Provider, url::Url},
    rules::{
        Applies, Check, Confidence, Doc, Family, Finding, Needs, Outcome, ProviderCase, Rule,
        Severity, Threat,
        example::{Example, Sample, keys},
        spec::{Spec, section},
        words,
    },
};

pub(crate) static RULE: Rule = Rule {
    name: "kid-reassigned",
    family: Family::Keys,
    severity: Severity::Error,
    confidence: Confidence::High,
    needs: &[Needs::Provider],
    applies: Applies::Any,
    silences: &[],
    doc: Doc {
        checks: "A key set is compared with the one in a bundle saved earlier (`--earlier`): the \
                 same `kid` now names another key, or the key set has moved to another host \
                 together with new keys (a warning).",
        why: "Caches keep keys by `kid`. After a reassignment good tokens fail or forged ones pass, \
              depending on who has refreshed.",
        threats: &[Threat::Forge, Threat::Stale],
        but: "Rotation with new names is healthy. A test server that makes new keys under the old \
              names at every start is noise in a laboratory. Without an earlier bundle there is \
              nothing to compare.",
        fix: "Give a new key a new `kid`, and keep the old key published for as long as its tokens \
              live.",
    },
    article: &[],
    references: &[
        section(Spec::OidcCore, "10.1.1"),
        section(Spec::Rfc(7517), "4.5"),
    ],
    examples: &[
        Example::fires(
            "a key set where the captured provider's `op-es256` is another key",
            keys(
                r#"{"keys":[{"kty":"EC","crv":"P-256","use":"sig","alg":"ES256","kid":"op-es256","x":"oWA4BSTQLwZ8SlQnp93w2G8xIi0R_h_VxxFLGtGdo74","y":"anz8ZsOe9wVqx6fS-hHIGtMhhUROIQTH9iFoX6hDB04"}]}"#,
            ),
        )
        .with(&["--earlier", "fixtures/providers/captured"]),
        Example::silent(
            "a key that has been added under a new name",
            Sample::Provider {
                metadata: r#"{"issuer":"http://127.0.0.1:19400","jwks_uri":"http://127.0.0.1:19400/jwks","id_token_signing_alg_values_supported":["ES256"]}"#,
                keys: r#"{"keys":[{"kty":"EC","crv":"P-256","use":"sig","alg":"ES256","kid":"op-es256-2","x":"oWA4BSTQLwZ8SlQnp93w2G8xIi0R_h_VxxFLGtGdo74","y":"anz8ZsOe9wVqx6fS-hHIGtMhhUROIQTH9iFoX6hDB04"}]}"#,
            },
        )
        .with(&["--earlier", "fixtures/providers/captured/openid-configuration.json"]),
        Example::silent(
            "nothing to compare with",
            Sample::Provider {
                metadata: r#"{"issuer":"https://idp.example","jwks_uri":"https://idp.example/jwks","id_token_signing_alg_values_supported":["ES256"]}"#,
                keys: r#"{"keys":[{"kty":"EC","crv":"P-256","use":"sig","alg":"ES256","kid":"op-es256","x":"oWA4BSTQLwZ8SlQnp93w2G8xIi0R_h_VxxFLGtGdo74","y":"anz8ZsOe9wVqx6fS-hHIGtMhhUROIQTH9iFoX6hDB04"}]}"#,
            },
        ),
    ],
    check: Check::Provider(check),
};

fn check(case: &ProviderCase<'_>) -> Outcome {
    let Some(earlier) = case.earlier else {
        return Outcome::NotApplicable("there is no bundle saved earlier to compare with");
    };
    let mut findings = Vec::new();
    let mut has_new_keys = false;
    for (index, key) in case.provider.keys.keys.iter().enumerate() {
        let (Some(id), Some(thumbprint)) = (&key.id, &key.thumbprint) else {
            continue;
        };
        let same_id = earlier
            .keys
            .keys
            .iter()
            .filter(|one| one.id.as_ref() == Some(id));
        let known: Vec<&String> = same_id.filter_map(|one| one.thumbprint.as_ref()).collect();
        has_new_keys |= known.is_empty();
        if !known.is_empty() && !known.contains(&thumbprint) {
            let message = format!(
                "{} is another key than in the bundle saved earlier, expected a new `kid` for a \
                 new key",
                name(index, key)
            );
            findings.push(
                RULE.finds(at(index, "kid"), message)
                    .expected(known[0].as_str())
                    .actual(thumbprint.as_str()),
            );
        }
    }
    if has_new_keys {
        findings.extend(moved(case.provider, earlier));
    }
    findings.into()
}

fn moved(now: &Provider, earlier: &Provider) -> Option<Finding> {
    let host = |provider: &Provider| {
        let address = provider.metadata.as_ref()?.str("jwks_uri")?;
        Some(Url::parse(&address).ok()?.host())
    };
    let (host, before) = (host(now)?, host(earlier)?);
    (host != before).then(|| {
        let message = format!(
            "the key set has moved from {} to {} together with new keys, expected one change at a \
             time or an announcement",
            words::quote(&before),
            words::quote(&host)
        );
        RULE.finds("metadata/jwks_uri", message)
            .as_severity(Severity::Warn)
    })
}
