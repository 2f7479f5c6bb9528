//! The block about the issuer's side.

use super::page::{Page, Tone, dim, plain, strong, toned};
use crate::report::{ProviderKeyReport, ProviderReport};

/// Columns of the labels.
const LABEL: usize = 10;

/// Who the issuer is, where its keys came from, which of them are of no use and why.
pub(super) fn block(page: &mut Page, provider: &ProviderReport) {
    let name = provider
        .issuer
        .as_deref()
        .unwrap_or("keys without an issuer");
    page.paragraph(0, 2, &[plain("provider "), strong(name)]);
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
