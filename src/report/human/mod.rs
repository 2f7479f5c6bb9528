//! `--format human`: for a person at a terminal of 80 columns.
//!
//! A renderer is dumb: it takes a report and gives text. It decides nothing but order, wrapping and
//! colour. Every text goes to the page through `page::Span`, which makes it harmless.

pub mod batch;
pub mod diff;
mod findings;
mod members;
mod page;
mod provider;
pub mod teach;
mod token;
mod verdict;

use page::{Page, Span, Tone, dim, plain, strong, toned};

use super::{ProviderReport, Report, subject::counted};

/// How to render.
#[derive(Debug, Clone, Copy)]
pub struct Style {
    /// Whether to colour; colour never carries meaning alone.
    pub color: bool,
    /// What to leave out.
    pub layout: Layout,
}

/// How much to show.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Layout {
    /// Everything about each token.
    Full,
    /// Findings only.
    Findings,
    /// The verdict on each token, with the whole reasoning or without.
    Verdict {
        /// Whether to show all fifteen concerns and the sources of the arguments.
        explain: bool,
    },
    /// A provider, and no tokens.
    Provider,
}

/// The report as text.
pub fn render(report: &Report, style: Style) -> String {
    let mut page = Page::new(style.color);
    for token in &report.tokens {
        match style.layout {
            Layout::Full | Layout::Provider => token::full(&mut page, token, report),
            Layout::Findings => token::findings_only(&mut page, token, report),
            Layout::Verdict { explain } => verdict::page(&mut page, token, report, explain),
        }
        page.blank();
    }
    if let Some(provider) = &report.provider {
        match style.layout {
            Layout::Provider => provider::whole(&mut page, provider),
            Layout::Full => provider::block(&mut page, provider),
            Layout::Findings | Layout::Verdict { .. } => {
                provider::findings_only(&mut page, provider);
            }
        }
        page.blank();
    }
    if let Some(policy) = &report.policy
        && !policy.findings.is_empty()
    {
        page.paragraph(0, 2, &[plain("policy "), strong(&policy.source)]);
        findings::compact(&mut page, &policy.findings);
        page.blank();
    }
    summary(&mut page, report);
    page.finish()
}

/// The last line: how many findings, and how much was looked at.
fn summary(page: &mut Page, report: &Report) {
    let summary = &report.summary;
    let has_nothing = |provider: &ProviderReport| {
        provider.keys.is_empty() && provider.findings.is_empty() && provider.metadata.is_none()
    };
    // Where nothing could be looked at, "no findings" would be praise.
    if report.tokens.is_empty() && report.provider.as_ref().is_some_and(has_nothing) {
        page.paragraph(0, 2, &[plain("nothing was obtained, so nothing is judged")]);
        return;
    }
    let subject = match (&report.provider, summary.tokens) {
        (Some(provider), 0) => counted(provider.keys.len(), "key"),
        (_, tokens) => counted(tokens, "token"),
    };
    let mut spans = vec![plain(format!("{subject}: "))];
    let counts = [
        (summary.errors, "error", Tone::Error),
        (summary.warnings, "warning", Tone::Warn),
        (summary.infos, "info", Tone::Info),
        (summary.notes, "note", Tone::Note),
    ];
    if counts.iter().all(|(count, ..)| *count == 0) {
        spans.push(plain("no findings"));
    } else {
        for (index, (count, name, tone)) in counts.into_iter().enumerate() {
            let separator = if index > 0 { ", " } else { "" };
            let tone = if count > 0 { tone } else { Tone::Plain };
            spans.push(plain(separator));
            spans.push(toned(tone, counted(count, name)));
        }
    }
    if summary.suppressed > 0 {
        spans.push(plain(format!(", {} suppressed", summary.suppressed)));
    }
    let policy = report.policy.as_ref();
    let policy = policy.map(|policy| dim(format!(" · policy {}", policy.source)));
    if report.tokens.is_empty() {
        spans.extend(policy);
        page.paragraph(0, 2, &spans);
        return;
    }
    let (mut silent, mut inapplicable, mut needing, mut off) = (0, 0, 0, 0);
    for token in &report.tokens {
        silent += token.outcomes.silent.len();
        inapplicable += token.outcomes.not_applicable.len();
        needing += token.outcomes.needs.len();
        off += token.outcomes.off.len();
    }
    spans.push(dim(format!(
        " · {} silent, {inapplicable} not applicable, {needing} {}",
        counted(silent, "rule"),
        if needing == 1 {
            "needs facts"
        } else {
            "need facts"
        },
    )));
    if off > 0 {
        spans.push(plain(format!(", {off} off")));
    }
    spans.extend(policy);
    if !report.unreadable.is_empty() {
        let inputs = counted(report.unreadable.len(), "input");
        spans.push(plain(" · "));
        spans.push(toned(Tone::Error, format!("{inputs} could not be read")));
    }
    if !report.skipped.is_empty() {
        spans.push(skipped(report.skipped.len()));
    }
    page.paragraph(0, 2, &spans);
}

/// Files of folders that hold no token.
fn skipped(count: usize) -> Span {
    dim(format!(
        " · {} without a token skipped",
        counted(count, "file")
    ))
}

/// How many entries of a list to show: the first few, and never a last line that counts one entry
/// where that entry could stand.
fn worth_listing(all: usize, few: usize) -> usize {
    if all == few + 1 { all } else { all.min(few) }
}
