//! `--format github`: annotations of GitHub Actions, one line a finding, and the counts on the last
//! line. A line is a workflow command, `::error file=…,line=…,title=…::message`.

use super::{
    FindingReport, Report, Unreadable,
    escape::{command_data, command_property, shown},
    subject::{self, Subject},
    verdict,
};
use crate::rules::Severity;

/// The report as workflow commands.
pub fn render(report: &Report) -> String {
    let mut lines = Vec::new();
    for subject in report.subjects() {
        let said = subject.said();
        lines.extend(said.map(|finding| annotation(&subject, finding)));
    }
    lines.extend(report.unreadable.iter().map(unreadable));
    let undone = report.undone.iter();
    lines.extend(undone.map(|what| command("error", &[("title", "not done")], &[what.as_str()])));
    lines.push(format!("whichtoken: {}", report.counts()));
    lines.join("\n") + "\n"
}

fn annotation(subject: &Subject<'_>, finding: &FindingReport) -> String {
    let level = match finding.level {
        Severity::Error => "error",
        Severity::Warn => "warning",
        Severity::Info | Severity::Note => "notice",
    };
    let line = subject.line.map(|line| line.to_string());
    let mut properties = Vec::new();
    properties.extend(subject.file().map(|file| ("file", file)));
    properties.extend(line.as_deref().map(|line| ("line", line)));
    properties.push(("title", finding.rule));
    let place = match finding.pointer.as_str() {
        "" => subject.title.clone(),
        pointer => format!("{pointer} of {}", subject.title),
    };
    let message = [
        finding.message.clone(),
        format!("at: {place}"),
        format!("fix: {}", finding.fix),
        match finding.rule {
            verdict::RULE => "more: whichtoken verdict --explain".to_owned(),
            rule => format!("more: whichtoken explain {rule}"),
        },
    ];
    command(level, &properties, &message)
}

fn unreadable(input: &Unreadable) -> String {
    let mut properties = Vec::new();
    properties.extend(subject::file(&input.input).map(|file| ("file", file)));
    properties.push(("title", "unreadable input"));
    command("error", &properties, &[&input.error, &input.hint])
}

/// One command; the lines of its message are shown as lines.
fn command(name: &str, properties: &[(&str, &str)], message: &[impl AsRef<str>]) -> String {
    let properties: Vec<String> = properties
        .iter()
        .map(|(name, value)| format!("{name}={}", command_property(&shown(value))))
        .collect();
    let lines: Vec<String> = message
        .iter()
        .map(|line| shown(line.as_ref()))
        .filter(|line| !line.is_empty())
        .collect();
    let message = command_data(&lines.join("\n"));
    format!("::{name} {}::{message}", properties.join(","))
}
