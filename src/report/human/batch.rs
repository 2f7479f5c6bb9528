//! Many tokens: one line each, if anything was found, and a table of what was found in all.

use std::collections::BTreeMap;

use super::{
    counted,
    page::{Page, Span, Tone, dim, plain, strong, toned},
    provider, verdict,
};
use crate::{
    order,
    report::{ProviderReport, TokenReport, tally::Tally},
    rules::Severity,
};

/// Entries of a table that are shown.
const ENTRIES: usize = 10;

/// Columns of the numbers of a table.
const NUMBERS: usize = 12;

/// One line for a token with errors, warnings or a verdict; none for a token without. The rest is in
/// the table.
pub fn token(token: &TokenReport, color: bool) -> String {
    let told = |severity| {
        let findings = token.findings.iter();
        let mut rules: Vec<&str> = findings
            .filter(|finding| finding.level == severity)
            .map(|finding| finding.rule)
            .collect();
        rules.dedup();
        rules.join(", ")
    };
    let severities = [Severity::Error, Severity::Warn].map(|one| (one, told(one)));
    if token.verdict.is_none() && severities.iter().all(|(_, rules)| rules.is_empty()) {
        return String::new();
    }
    let place = &token.place.input;
    let mut spans = vec![strong(place)];
    if place
        .rsplit_once(':')
        .is_none_or(|(_, number)| number != token.id)
    {
        spans.push(plain(format!(" ({})", token.id)));
    }
    spans.push(dim(format!(
        " · {} ({}) · {}",
        token.classification.label,
        token.classification.certainty,
        super::token::status(&token.signature).2
    )));
    for (severity, rules) in severities {
        if !rules.is_empty() {
            spans.push(plain(" · "));
            spans.push(toned(tone(severity), severity.name()));
            spans.push(plain(format!(" {rules}")));
        }
    }
    if let Some(verdict) = &token.verdict {
        spans.push(plain(" · verdict "));
        spans.push(verdict::value(verdict));
        if !verdict.pivots.is_empty() {
            spans.push(plain(format!(" ({})", verdict.pivots.join(", "))));
        }
    }
    let mut page = Page::new(color);
    page.unwrapped(&spans);
    page.finish()
}

/// What was found in all: how many tokens, and the findings by rule, the tokens by kind and issuer.
pub fn summary(tally: &Tally, issuer: Option<&ProviderReport>, color: bool) -> String {
    let counts = &tally.counts;
    let mut page = Page::new(color);
    if let Some(issuer) = issuer {
        provider::findings_only(&mut page, issuer);
    }
    page.blank();
    let mut spans = vec![plain(counted(counts.tokens, "token")), plain(": ")];
    let found = [
        (counts.errors, "error", Tone::Error),
        (counts.warnings, "warning", Tone::Warn),
        (counts.infos, "info", Tone::Info),
        (counts.notes, "note", Tone::Note),
    ];
    for (index, (count, name, tone)) in found.into_iter().enumerate() {
        let tone = if count > 0 { tone } else { Tone::Plain };
        spans.push(plain(if index > 0 { ", " } else { "" }));
        spans.push(toned(tone, counted(count, name)));
    }
    if counts.unreadable > 0 {
        let lines = counted(counts.unreadable, "input");
        spans.push(plain(" · "));
        spans.push(toned(Tone::Error, format!("{lines} could not be read")));
    }
    if counts.skipped > 0 {
        spans.push(super::skipped(counts.skipped));
    }
    page.paragraph(0, 2, &spans);
    let rules = tally.rules.iter().map(|(rule, (severity, count))| {
        let spans = vec![
            plain(format!("{rule} ")),
            toned(tone(*severity), severity.name()),
        ];
        (*count, spans)
    });
    table(&mut page, "rules", "findings", rules.collect(), 0);
    let plain_rows = |entries: &BTreeMap<&'static str, usize>| {
        let rows = entries
            .iter()
            .map(|(name, count)| (*count, vec![plain(name)]));
        rows.collect()
    };
    table(&mut page, "kinds", "tokens", plain_rows(&tally.kinds), 0);
    let issuers = tally.issuers.iter();
    let issuers = issuers.map(|(name, count)| (*count, vec![plain(name)]));
    table(
        &mut page,
        "issuers",
        "tokens",
        issuers.collect(),
        tally.other_issuers,
    );
    page.finish()
}

/// The entries with the highest counts, and how much the rest comes to. `beyond` was counted, but
/// not by name.
fn table(
    page: &mut Page,
    name: &str,
    unit: &str,
    mut entries: Vec<(usize, Vec<Span>)>,
    beyond: usize,
) {
    if entries.is_empty() {
        return;
    }
    page.blank();
    page.paragraph(0, 0, &[strong(name)]);
    order::sort_by_key(&mut entries, |(count, _)| std::cmp::Reverse(*count));
    let shown = super::worth_listing(entries.len(), ENTRIES);
    let rest: usize = entries[shown..].iter().map(|(count, _)| count).sum();
    for (count, spans) in &entries[..shown] {
        let number = plain(format!("{count:>NUMBERS$}"));
        let mut line = vec![number, plain("  ")];
        line.extend_from_slice(spans);
        page.unwrapped(&line);
    }
    let others = entries.len() - shown;
    if rest + beyond > 0 {
        let more = if beyond > 0 { "and more" } else { "more" };
        let text = format!("{:>NUMBERS$}  {unit} of {others} {more}", rest + beyond);
        page.unwrapped(&[dim(text)]);
    }
}

fn tone(severity: Severity) -> Tone {
    match severity {
        Severity::Error => Tone::Error,
        Severity::Warn => Tone::Warn,
        Severity::Info => Tone::Info,
        Severity::Note => Tone::Note,
    }
}
