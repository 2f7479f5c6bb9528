//! The report on the issuer's side.

use std::borrow::Cow;

use super::{
    as_written,
    findings::{findings, outcomes},
};
use crate::{
    explain,
    provider::{ChosenBy, Provider, vendors},
    report::{Extent, Line, ProviderKeyReport, ProviderReport},
    rules::Judgement,
    token::{Document, Value},
};

/// The report on the issuer's side, with what the rules about providers found.
pub fn provider(provider: &Provider, judgement: &Judgement) -> ProviderReport {
    let vendor = provider
        .issuer
        .as_deref()
        .and_then(|issuer| vendors::of_issuer(issuer, None));
    ProviderReport {
        issuer: provider.issuer.clone(),
        source: provider.source.clone(),
        keys: provider
            .keys
            .keys
            .iter()
            .map(|key| ProviderKeyReport {
                kid: key.id.clone(),
                kty: key.kind.clone(),
                algorithm: key.algorithm.clone(),
                usage: key.usage.clone(),
                thumbprint: key.thumbprint.clone(),
                unusable: key.material.as_ref().err().map(|why| why.0.clone()),
            })
            .collect(),
        findings: findings(judgement, [vendor, None], Extent::Whole),
        outcomes: outcomes(judgement, Extent::Whole),
        suppressed: Vec::new(),
        metadata: None,
        explained: Vec::new(),
        notes: provider.notes.clone(),
        chosen_by_token: provider.chosen_by == ChosenBy::Token,
    }
}

/// The same with the discovery document, for the command that is about the provider.
pub fn whole_provider(provider: &Provider, judgement: &Judgement) -> ProviderReport {
    let metadata = provider.metadata.as_ref();
    let problem = provider.problem.as_ref();
    let missing = problem.map(|why| format!("not obtained: {why}"));
    ProviderReport {
        notes: provider.notes.iter().cloned().chain(missing).collect(),
        metadata: metadata.map(as_written),
        explained: metadata.map(metadata_lines).unwrap_or_default(),
        ..self::provider(provider, judgement)
    }
}

/// Every member in one line, lists by their items.
fn metadata_lines(metadata: &Document) -> Vec<Line> {
    let line = |(name, value): (Cow<'_, str>, Value<'_>)| {
        let items = value.items().map(|items| {
            let texts = items.iter().map(|item| match item.string() {
                Some(text) => text.into_owned(),
                None => explain::claims::compact(*item),
            });
            texts.collect::<Vec<_>>().join(", ")
        });
        let text = items
            .or_else(|| value.string().map(Cow::into_owned))
            .unwrap_or_else(|| explain::claims::compact(value));
        Line {
            name: name.into_owned(),
            value: text,
            time: None,
            meaning: None,
        }
    };
    metadata.members().map(line).collect()
}
