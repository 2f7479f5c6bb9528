//! The block about the issuer's side.

use super::{
    findings, members,
    page::{Page, Tone, dim, plain, strong, toned},
};
use crate::report::{ProviderKeyReport, ProviderReport};

/// Columns of the labels.
const LABEL: usize = 10;

/// The provider by itself: what it says of itself, every key, and the findings.
pub(super) fn whole(page: &mut Page, provider: &ProviderReport) {
    head(page, provider);
    page.blank();
    members::section(page, "metadata", &provider.explained);
    page.blank();
    for key in provider.keys.iter().filter(|key| key.unusable.is_none()) {
        let name = key.kid.as_deref().unwrap_or("key without kid");
        let traits = [&key.kty, &key.algorithm, &key.usage];
        let traits: Vec<&str> = traits.into_iter().flatten().map(String::as_str).collect();
        let spans = [strong(name), plain(": "), plain(traits.join(", "))];
        page.row(2, &dim("key"), LABEL, &spans);
        if let Some(thumbprint) = &key.thumbprint {
            page.row(
                2,
                &dim(""),
                LABEL,
                &[dim(format!("thumbprint {thumbprint}"))],
            );
        }
    }
    page.blank();
    findings::full(page, &provider.findings);
}

/// The findings about the provider, if there are any.
pub(super) fn findings_only(page: &mut Page, provider: &ProviderReport) {
    if !provider.findings.is_empty() {
        page.paragraph(0, 2, &[plain("provider "), strong(name(provider))]);
        findings::compact(page, &provider.findings);
    }
}

/// The issuer's side beside tokens.
pub(super) fn block(page: &mut Page, provider: &ProviderReport) {
    head(page, provider);
    if !provider.findings.is_empty() {
        page.blank();
        findings::full(page, &provider.findings);
    }
}

fn name(provider: &ProviderReport) -> &str {
    provider
        .issuer
        .as_deref()
        .unwrap_or("keys without an issuer")
}

/// Who the issuer is, where its keys came from, which of them are of no use and why.
fn head(page: &mut Page, provider: &ProviderReport) {
    page.paragraph(0, 2, &[plain("provider "), strong(name(provider))]);
    if provider.chosen_by_token {
        page.paragraph(
            2,
            4,
            &[
                toned(Tone::Warn, "! the token chose this issuer"),
                plain(": good for looking, no proof of who issued it"),
            ],
        );
    }
    page.row(2, &dim("from"), LABEL, &[plain(&provider.source)]);
    let unusable: Vec<&ProviderKeyReport> = provider
        .keys
        .iter()
        .filter(|key| key.unusable.is_some())
        .collect();
    let keys = match (provider.keys.len(), unusable.len()) {
        (0, _) => "none".to_owned(),
        (all, 0) => all.to_string(),
        (all, few) => format!("{all}, {few} of no use here"),
    };
    page.row(2, &dim("keys"), LABEL, &[plain(keys)]);
    for key in unusable {
        let name = key.kid.as_deref().unwrap_or("key without kid");
        let why = key.unusable.as_deref().unwrap_or_default();
        let spans = [plain(name), plain(": "), plain(why)];
        page.row(2, &dim("unusable"), LABEL, &spans);
    }
    for note in &provider.notes {
        page.row(2, &dim("note"), LABEL, &[plain(note)]);
    }
}
