//! `--format sarif`: SARIF 2.1.0 (OASIS), for code scanning.
//!
//! One run with the rules that found something, a result a finding, and what could not be read or
//! done as notifications of the invocation.

mod descriptor;
mod fingerprint;
mod location;
mod log;

use fingerprint::Fingerprints;
use log::{
    Driver, Invocation, Log, Message, Notification, Reference, Result, Run, RunProperties,
    Suppression, Tool,
};

use super::{
    FindingReport, Report, SuppressedReport,
    escape::{self, sarif_message, shown},
    subject::{self, Subject},
    verdict,
};
use crate::rules::{self, Rule, Severity};

/// Where the schema of the format is published.
const SCHEMA: &str =
    "https://docs.oasis-open.org/sarif/sarif/v2.1.0/errata01/os/schemas/sarif-schema-2.1.0.json";

/// The report as a SARIF log, with a final line break.
pub fn render(report: &Report) -> String {
    let log = Log {
        schema: SCHEMA,
        version: "2.1.0",
        runs: [run(report)],
    };
    let text =
        serde_json::to_string_pretty(&log).expect("a log holds strings, numbers and lists of them");
    let text = escape::without_tokens(&text);
    let mut text = escape::json(&text).into_owned();
    text.push('\n');
    text
}

fn run(report: &Report) -> Run {
    let subjects = report.subjects();
    let rules = rules_that_fired(&subjects);
    let weighs = subjects.iter().any(|subject| subject.verdict.is_some());
    let mut fingerprints = Fingerprints::default();
    let mut results = Vec::new();
    for subject in &subjects {
        for finding in subject.said() {
            results.push(result(subject, finding, &rules, &mut fingerprints));
        }
        for known in subject.suppressed {
            let finding = result(subject, &known.finding, &rules, &mut fingerprints);
            results.push(Result {
                suppressions: vec![suppression(known)],
                ..finding
            });
        }
    }
    let summary = &report.summary;
    Run {
        tool: Tool {
            driver: Driver {
                name: "whichtoken",
                semantic_version: report.tool.version,
                rules: rules
                    .iter()
                    .map(|rule| descriptor::of(rule))
                    .chain(weighs.then(descriptor::verdict))
                    .collect(),
            },
        },
        invocations: [Invocation {
            execution_successful: report.unreadable.is_empty() && report.undone.is_empty(),
            exit_code: summary.exit,
            tool_execution_notifications: notifications(report),
        }],
        results,
        properties: RunProperties {
            now: report.now.clone(),
            tokens: summary.tokens,
            suppressed: summary.suppressed,
        },
    }
}

/// Each rule once, in the order of the list.
fn rules_that_fired(subjects: &[Subject<'_>]) -> Vec<&'static Rule> {
    let fired = |rule: &&Rule| {
        let mut findings = subjects.iter().flat_map(|subject| {
            let suppressed = subject.suppressed.iter().map(|known| &known.finding);
            subject.findings.iter().chain(suppressed)
        });
        findings.any(|finding| finding.rule == rule.name)
    };
    rules::ALL.iter().copied().filter(fired).collect()
}

fn result(
    subject: &Subject<'_>,
    finding: &FindingReport,
    rules: &[&'static Rule],
    fingerprints: &mut Fingerprints,
) -> Result {
    Result {
        rule_id: finding.rule,
        // The verdict is described after the rules.
        rule_index: match finding.rule {
            verdict::RULE => Some(rules.len()),
            name => rules.iter().position(|rule| rule.name == name),
        },
        level: level(finding.level),
        message: message(&[&finding.message, &finding.fix]),
        locations: [location::of(subject, &finding.pointer)],
        partial_fingerprints: fingerprints.of(subject, finding),
        suppressions: Vec::new(),
        properties: log::ResultProperties {
            severity: finding.severity,
            confidence: finding.confidence,
        },
    }
}

fn suppression(known: &SuppressedReport) -> Suppression {
    let until = known.expires.as_deref();
    let until = until.map(|day| format!(" (until {day})"));
    Suppression {
        kind: "external",
        status: "accepted",
        justification: shown(&format!("{}{}", known.reason, until.unwrap_or_default())),
    }
}

/// SARIF knows no difference between information and a note; the properties of a result do.
fn level(severity: Severity) -> &'static str {
    match severity {
        Severity::Error => "error",
        Severity::Warn => "warning",
        Severity::Info | Severity::Note => "note",
    }
}

/// What happened, as a sentence, and what to do about it.
fn message(sentences: &[&str]) -> Message {
    let sentences: Vec<String> = sentences
        .iter()
        .filter(|text| !text.is_empty())
        .map(|text| shown(text))
        .collect();
    Message {
        text: sarif_message(&sentences.join(". ")).into_owned(),
    }
}

fn notifications(report: &Report) -> Vec<Notification> {
    let unreadable = report.unreadable.iter().map(|input| {
        let file = subject::file(&input.input);
        Notification {
            descriptor: Reference {
                id: "unreadable-input",
            },
            level: "error",
            message: message(&[&input.error, &input.hint]),
            locations: file.map(location::of_file).into_iter().collect(),
        }
    });
    let undone = report.undone.iter().map(|what| Notification {
        descriptor: Reference { id: "not-done" },
        level: "error",
        message: message(&[what]),
        locations: Vec::new(),
    });
    unreadable.chain(undone).collect()
}
