//! `--format markdown`: a page for the summary of a job, and tables for documents.
//!
//! On the page, text that may come from a token or from outside stands as code and nowhere else: in
//! code nothing can become a link, an image or HTML. The texts of the rules, which no token can
//! change, are Markdown themselves.

mod tables;
mod verdict;

pub use tables::{article, rules};

use super::{
    ClassificationReport, FindingReport, ProviderReport, ReferenceReport, Report, SignatureReport,
    TokenReport, Who,
    escape::{markdown_code, shown},
};
use crate::classify::Kind;

/// The report as a page.
pub fn render(report: &Report) -> String {
    let mut page = format!("## whichtoken: {}\n", report.counts());
    let mut told = Vec::new();
    for token in &report.tokens {
        page += &self::token(token, &mut told);
    }
    if let Some(provider) = &report.provider {
        page += &self::provider(provider, &mut told);
    }
    page += &troubles(report);
    page
}

/// The rules whose argument stands on the page already, which is once enough.
type Told = Vec<&'static str>;

fn token(token: &TokenReport, told: &mut Told) -> String {
    let place = match token.place.slot.as_ref().or(token.place.pointer.as_ref()) {
        Some(inside) => format!("{} of {}", code(inside), code(&token.place.input)),
        None => code(&token.place.input),
    };
    let mut text = format!(
        "\n### Token {}: {}\n\n{place} · {}\n\n",
        code(&token.id),
        which(&token.classification),
        signature(&token.signature),
    );
    if let Some(likely) = &token.classification.likely {
        let kind = Kind::from_name(likely.kind).map_or(likely.kind, Kind::label);
        text += &format!("- likely {kind}: {}\n", code(&likely.because));
    }
    text += &who(&token.who);
    for damage in &token.damage {
        text += &format!("- damage: {}\n", code(damage));
    }
    if let Some(told) = &token.verdict {
        text += &verdict::section(told);
    }
    text += &findings(&token.findings, told);
    let mut flags: Vec<&str> = Vec::new();
    for flag in token.outcomes.needs.iter().flat_map(|need| &need.flags) {
        if !flags.contains(flag) {
            flags.push(flag);
        }
    }
    if !flags.is_empty() {
        let flags: Vec<String> = flags.into_iter().map(code).collect();
        text += &format!(
            "\nSome rules depend on facts that nobody stated; these flags state them: {}\n",
            flags.join(" · ")
        );
    }
    text
}

/// The kind in words, and how sure that is.
fn which(found: &ClassificationReport) -> String {
    match (found.overridden, found.runner_up_label) {
        (Some(_), _) => format!("{} (stated with `--as`)", found.label),
        (None, Some(next)) => format!("{} ({}; next: {next})", found.label, found.certainty),
        (None, None) => format!("{} ({})", found.label, found.certainty),
    }
}

fn signature(signature: &SignatureReport) -> String {
    let words = match signature.status {
        "valid" => "signature valid",
        "invalid" => "signature **INVALID**",
        "unsigned" => "**NOT SIGNED**",
        _ => "signature **not checked**",
    };
    match signature.status {
        "valid" => words.to_owned(),
        _ => format!("{words}: {}", code(&signature.reason)),
    }
}

/// The four lines.
fn who(who: &Who) -> String {
    let line = |label: &str, value: Option<String>| {
        let value = value.map_or("—".to_owned(), |value| code(&value));
        format!("- {label} {value}\n")
    };
    let audience = (!who.issued_for.is_empty()).then(|| who.issued_for.join(", "));
    [
        line("issued by", who.issued_by.clone()),
        line("about", who.about.clone()),
        line("issued to", who.issued_to.clone()),
        line("issued for", audience),
    ]
    .concat()
}

/// The table of findings, and the argument of each behind a fold.
fn findings(findings: &[FindingReport], told: &mut Told) -> String {
    if findings.is_empty() {
        return "\nNo findings.\n".to_owned();
    }
    let mut table =
        String::from("\n| severity | rule | finding | at |\n| --- | --- | --- | --- |\n");
    let mut arguments = String::new();
    for finding in findings {
        table += &format!(
            "| {} | {} | {} | {} |\n",
            finding.severity,
            code(finding.rule),
            code(&finding.message),
            match finding.pointer.as_str() {
                "" => String::new(),
                pointer => code(pointer),
            },
        );
        arguments += &argument(finding, told);
    }
    format!("{table}\n<details><summary>why, and what to do</summary>\n{arguments}\n</details>\n")
}

/// What to do; and why, where the page does not have it yet.
fn argument(finding: &FindingReport, told: &mut Told) -> String {
    let fix = format!("- fix: {}\n", code(&finding.fix));
    let mut text = format!("\n{}: {}\n\n", finding.severity, code(finding.rule));
    if told.contains(&finding.rule) {
        return text + &fix;
    }
    told.push(finding.rule);
    text += &format!("- why: {}\n", finding.why);
    if !finding.but.is_empty() {
        text += &format!("- but: {}\n", finding.but);
    }
    text += &fix;
    if !finding.references.is_empty() {
        let links: Vec<String> = finding.references.iter().map(link).collect();
        text += &format!("- see: {}\n", links.join(" · "));
    }
    text
}

fn link(reference: &ReferenceReport) -> String {
    let name = match reference.section {
        "" => reference.spec.clone(),
        section => format!("{} §{section}", reference.spec),
    };
    format!("[{name}]({})", reference.url)
}

fn provider(provider: &ProviderReport, told: &mut Told) -> String {
    let issuer = provider.issuer.as_deref();
    format!(
        "\n### Provider {}\n\nfrom {} · {}\n{}",
        issuer.map_or("without an issuer".to_owned(), code),
        code(&provider.source),
        super::subject::counted(provider.keys.len(), "key"),
        findings(&provider.findings, told),
    )
}

/// What could not be read, and what could not be done.
fn troubles(report: &Report) -> String {
    if report.unreadable.is_empty() && report.undone.is_empty() {
        return String::new();
    }
    let mut text = String::from("\n### Not done\n\n");
    for input in &report.unreadable {
        text += &format!("- {}\n", code(&input.error));
    }
    for what in &report.undone {
        text += &format!("- {}\n", code(what));
    }
    text
}

/// Text from outside.
fn code(text: impl AsRef<str>) -> String {
    markdown_code(&shown(text.as_ref()))
}
