//! Findings with their arguments, and the facts that nobody stated.

use super::{
    counted,
    page::{Page, Span, Tone, WIDTH, dim, plain, strong, toned},
    worth_listing,
};
use crate::{
    order,
    report::{FindingReport, NeedsReport},
    rules::{Severity, Threat},
};

/// Columns of the labels under a finding.
const LABEL: usize = 10;

/// Flags that are listed with their rules; the rest is in the JSON.
const FLAGS: usize = 7;

/// Columns of the flags that state a fact.
const FLAG: usize = 15;

/// Findings with their arguments, worst first.
pub(super) fn full(page: &mut Page, findings: &[FindingReport]) {
    for finding in findings {
        headline(page, finding);
        let row = |page: &mut Page, label: &str, text: &str| {
            if !text.is_empty() {
                page.row(2, &dim(label), LABEL, &[plain(text)]);
            }
        };
        if finding.level >= Severity::Warn {
            row(page, "at", &finding.pointer);
            values(page, finding);
            row(page, "why", finding.why);
            row(page, "threat", &threats(finding));
            row(page, "but", finding.but);
            row(page, "fix", &finding.fix);
            row(page, "see", &sources(finding));
            row(
                page,
                "more",
                &format!("whichtoken explain {}", finding.rule),
            );
        } else if finding.level == Severity::Info {
            row(page, "fix", &finding.fix);
        }
        page.blank();
    }
}

/// Findings with place, values and fix, for reading many of them.
pub(super) fn compact(page: &mut Page, findings: &[FindingReport]) {
    if findings.is_empty() {
        page.paragraph(2, 4, &[plain("no findings")]);
    }
    for finding in findings {
        headline(page, finding);
        if finding.level >= Severity::Warn {
            if !finding.pointer.is_empty() {
                page.row(2, &dim("at"), LABEL, &[plain(&finding.pointer)]);
            }
            values(page, finding);
            page.row(2, &dim("fix"), LABEL, &[plain(&finding.fix)]);
        }
    }
}

/// `error[rule] message`; for the lesser severities the place stands on the same line.
pub(super) fn headline(page: &mut Page, finding: &FindingReport) {
    let tone = match finding.level {
        Severity::Error => Tone::Error,
        Severity::Warn => Tone::Warn,
        Severity::Info => Tone::Info,
        Severity::Note => Tone::Note,
    };
    let mut spans = vec![
        toned(tone, finding.severity),
        plain("["),
        strong(finding.rule),
        plain("] "),
        plain(&finding.message),
    ];
    if finding.level < Severity::Warn && !finding.pointer.is_empty() {
        spans.push(dim(format!(" ({})", finding.pointer)));
    }
    if finding.confidence == "low" {
        spans.push(dim(" (a guess)"));
    }
    page.paragraph(0, 2, &spans);
}

/// Expected and actual, where the message does not hold them anyway.
fn values(page: &mut Page, finding: &FindingReport) {
    for (label, value) in [("expected", &finding.expected), ("actual", &finding.actual)] {
        if let Some(value) = value
            && !finding.message.contains(value.as_str())
        {
            page.row(2, &dim(label), LABEL, &[plain(value)]);
        }
    }
}

/// The threats by name and code.
fn threats(finding: &FindingReport) -> String {
    let named = finding.threats.iter().map(|code| {
        let threat = Threat::ALL.iter().find(|threat| threat.code() == *code);
        match threat.and_then(|threat| threat.meaning().split(':').next()) {
            Some(name) => format!("{name} ({code})"),
            None => (*code).to_owned(),
        }
    });
    named.collect::<Vec<_>>().join(", ")
}

fn sources(finding: &FindingReport) -> String {
    let mut sources: Vec<String> = finding
        .references
        .iter()
        .map(|reference| match reference.section {
            "" => reference.spec.clone(),
            section => format!("{} §{section}", reference.spec),
        })
        .collect();
    if !finding.article.is_empty() {
        sources.push(format!("article {}", finding.article.join(", ")));
    }
    sources.join(" · ")
}

/// The facts that rules need, by the flags that state them.
pub(super) fn needs(page: &mut Page, needs: &[NeedsReport]) {
    if needs.is_empty() {
        return;
    }
    page.paragraph(
        0,
        2,
        &[
            strong("it depends"),
            plain(match needs.len() {
                1 => ": 1 rule needs facts that nobody stated; these flags state them".to_owned(),
                many => {
                    format!(": {many} rules need facts that nobody stated; these flags state them")
                }
            }),
        ],
    );
    let groups = by_flag(needs);
    let shown = worth_listing(groups.len(), FLAGS);
    for (flag, rules) in groups.iter().take(shown) {
        let flag = toned(Tone::Name, flag);
        let rules = dim(fitting(rules));
        if flag.width() + 2 > FLAG {
            page.paragraph(2, 4, &[flag]);
            page.paragraph(2 + FLAG, 2 + FLAG, &[rules]);
        } else {
            page.row(2, &flag, FLAG, &[rules]);
        }
    }
    if let more @ 1.. = groups.len() - shown {
        page.paragraph(2, 4, &[dim(format!("… and {more} more in --format json"))]);
    }
}

/// The flags alone, on one line.
pub(super) fn missing(page: &mut Page, needs: &[NeedsReport]) {
    if needs.is_empty() {
        return;
    }
    let rules = counted(needs.len(), "rule");
    let mut spans: Vec<Span> = vec![dim(format!("{rules} cannot tell without "))];
    for (index, (flag, _)) in by_flag(needs).into_iter().enumerate() {
        if index > 0 {
            spans.push(dim(" · "));
        }
        spans.push(toned(Tone::Name, flag));
    }
    page.paragraph(2, 4, &spans);
}

/// Flags in the order of need: the one that most rules wait for first.
fn by_flag(needs: &[NeedsReport]) -> Vec<(&'static str, Vec<&'static str>)> {
    let mut groups: Vec<(&'static str, Vec<&'static str>)> = Vec::new();
    for need in needs {
        for flag in &need.flags {
            match groups.iter_mut().find(|(known, _)| known == flag) {
                Some((_, rules)) => rules.push(need.rule),
                None => groups.push((flag, vec![need.rule])),
            }
        }
    }
    order::sort_by_key(&mut groups, |(_, rules)| std::cmp::Reverse(rules.len()));
    groups
}

/// As many rule names as the line holds, and how many more there are.
fn fitting(rules: &[&str]) -> String {
    let room = WIDTH - 2 - FLAG - " and 99 more".len();
    let mut text = String::new();
    for (index, rule) in rules.iter().enumerate() {
        let separator = if index > 0 { ", " } else { "" };
        if index > 0 && text.len() + separator.len() + rule.len() > room {
            text.push_str(&format!(" and {} more", rules.len() - index));
            break;
        }
        text.push_str(separator);
        text.push_str(rule);
    }
    text
}
