//! `--format junit`: JUnit XML, a suite a token and a case a rule, so that CI counts what was checked
//! and not only what was found.
//!
//! A case fails where a finding is at or above `--fail-on`; a lesser finding is in the output of a
//! case that passes. A rule that has nothing to say, or that lacks a fact, is skipped with its reason.

use super::{
    FindingReport, Report, Threshold,
    escape::{shown, xml},
    subject::Subject,
};
/// What is to be said of the run, of which no token is a part.
const RUN: &str = "whichtoken.run";

/// The report as an XML document.
pub fn render(report: &Report) -> String {
    let subjects = report.subjects();
    let mut suites: Vec<Suite<'_>> = subjects
        .iter()
        .map(|subject| Suite::of(subject, report.fail_on))
        .collect();
    suites.extend(report.unreadable.iter().map(|input| Suite {
        name: format!("input {}", input.input),
        file: None,
        cases: vec![Case {
            name: "unreadable",
            class: RUN.to_owned(),
            answer: Answer::Error {
                message: input.error.clone(),
                text: input.hint.clone(),
            },
        }],
    }));
    suites.extend(undone(report));
    let count = |kind: &str| -> usize { suites.iter().map(|suite| suite.count(kind)).sum() };
    let tests: usize = suites.iter().map(|suite| suite.cases.len()).sum();
    let attributes = [
        ("name", "whichtoken".to_owned()),
        ("tests", tests.to_string()),
        ("failures", count("failure").to_string()),
        ("errors", count("error").to_string()),
    ];
    let mut document = Document::default();
    document.open("testsuites", &attributes);
    for suite in &suites {
        suite.write(&mut document, &report.now);
    }
    document.close("testsuites");
    document.text
}

/// What was asked for and could not be done: a case each.
fn undone(report: &Report) -> Option<Suite<'_>> {
    let error = |what: &String| Case {
        name: "undone",
        class: RUN.to_owned(),
        answer: Answer::Error {
            message: what.clone(),
            text: String::new(),
        },
    };
    (!report.undone.is_empty()).then(|| Suite {
        name: "run".to_owned(),
        file: None,
        cases: report.undone.iter().map(error).collect(),
    })
}

struct Suite<'a> {
    name: String,
    file: Option<&'a str>,
    cases: Vec<Case>,
}

struct Case {
    name: &'static str,
    class: String,
    answer: Answer,
}

enum Answer {
    /// With what there is to say all the same.
    Passed(String),
    Failed {
        severity: &'static str,
        message: String,
        text: String,
    },
    Error {
        message: String,
        text: String,
    },
    /// With the reason.
    Skipped(String),
}

impl<'a> Suite<'a> {
    fn of(subject: &'a Subject<'a>, fail_on: Threshold) -> Self {
        let case = |name: &'static str, answer| Case {
            name,
            class: class(name),
            answer,
        };
        let outcomes = subject.outcomes;
        let mut cases: Vec<Case> = by_rule(subject.said())
            .into_iter()
            .map(|(rule, findings)| case(rule, answer(&findings, fail_on)))
            .collect();
        cases.extend(outcomes.needs.iter().map(|need| {
            let reason = format!("needs facts that nobody stated: {}", need.flags.join(", "));
            case(need.rule, Answer::Skipped(reason))
        }));
        cases.extend(
            outcomes
                .silent
                .iter()
                .map(|rule| case(rule, Answer::Passed(String::new()))),
        );
        cases.extend(outcomes.not_applicable.iter().map(|told| {
            let reason = format!("not applicable: {}", told.why);
            case(told.rule, Answer::Skipped(reason))
        }));
        Self {
            name: subject.title.clone(),
            file: subject.file(),
            cases,
        }
    }

    fn count(&self, kind: &str) -> usize {
        let kinds = self.cases.iter().map(|case| case.answer.element());
        kinds.filter(|one| *one == Some(kind)).count()
    }

    fn write(&self, document: &mut Document, now: &str) {
        let mut attributes = vec![
            ("name", self.name.clone()),
            ("tests", self.cases.len().to_string()),
            ("failures", self.count("failure").to_string()),
            ("errors", self.count("error").to_string()),
            ("skipped", self.count("skipped").to_string()),
            ("timestamp", now.to_owned()),
        ];
        attributes.extend(self.file.map(|file| ("file", file.to_owned())));
        document.open("testsuite", &attributes);
        for case in &self.cases {
            case.write(document);
        }
        document.close("testsuite");
    }
}

/// A family is a class, as far as viewers are concerned.
fn class(rule: &str) -> String {
    match crate::rules::find(rule) {
        Some(rule) => format!("whichtoken.{}", rule.family.code()),
        None => "whichtoken".to_owned(),
    }
}

/// The findings of each rule, in the order of the worst.
fn by_rule<'a>(
    findings: impl Iterator<Item = &'a FindingReport>,
) -> Vec<(&'static str, Vec<&'a FindingReport>)> {
    let mut rules: Vec<(&'static str, Vec<&FindingReport>)> = Vec::new();
    for finding in findings {
        match rules.iter_mut().find(|(rule, _)| *rule == finding.rule) {
            Some((_, found)) => found.push(finding),
            None => rules.push((finding.rule, vec![finding])),
        }
    }
    rules
}

/// Fails by the worst of the findings, which comes first.
fn answer(findings: &[&FindingReport], fail_on: Threshold) -> Answer {
    let texts: Vec<String> = findings.iter().map(|finding| lines(finding)).collect();
    let text = texts.join("\n");
    match findings.first() {
        Some(worst) if fail_on.is_passed_by(worst.rule, worst.level) => Answer::Failed {
            severity: worst.severity,
            message: worst.message.clone(),
            text,
        },
        _ => Answer::Passed(text),
    }
}

/// All there is to a finding, each text made fit to be read on its line.
fn lines(finding: &FindingReport) -> String {
    let mut lines = format!(
        "{}[{}] {}\n",
        finding.severity,
        finding.rule,
        shown(&finding.message)
    );
    let mut row = |label: &str, text: &str| {
        if !text.is_empty() {
            lines += &format!("  {label}: {}\n", shown(text));
        }
    };
    row("at", &finding.pointer);
    row("expected", finding.expected.as_deref().unwrap_or_default());
    row("actual", finding.actual.as_deref().unwrap_or_default());
    row("why", finding.why);
    row("but", finding.but);
    row("fix", &finding.fix);
    row("more", &format!("whichtoken explain {}", finding.rule));
    lines
}

impl Answer {
    /// The element that tells it; a case without one has passed.
    fn element(&self) -> Option<&'static str> {
        match self {
            Self::Passed(_) => None,
            Self::Failed { .. } => Some("failure"),
            Self::Error { .. } => Some("error"),
            Self::Skipped(_) => Some("skipped"),
        }
    }
}

impl Case {
    fn write(&self, document: &mut Document) {
        let attributes = [
            ("name", self.name.to_owned()),
            ("classname", self.class.clone()),
        ];
        if let Answer::Passed(said) = &self.answer
            && said.is_empty()
        {
            document.empty("testcase", &attributes);
            return;
        }
        document.open("testcase", &attributes);
        match &self.answer {
            Answer::Passed(said) => document.lines("system-out", &[], said),
            Answer::Failed {
                severity,
                message,
                text,
            } => {
                let attributes = [
                    ("type", (*severity).to_owned()),
                    ("message", message.clone()),
                ];
                document.lines("failure", &attributes, text);
            }
            Answer::Error { message, text } => {
                let attributes = [("type", self.name.to_owned()), ("message", message.clone())];
                document.lines("error", &attributes, &shown(text));
            }
            Answer::Skipped(reason) => {
                document.empty("skipped", &[("message", reason.clone())]);
            }
        }
        document.close("testcase");
    }
}

/// XML under construction; whatever goes in as text comes out escaped.
struct Document {
    text: String,
    depth: usize,
}

type Attribute = (&'static str, String);

impl Default for Document {
    fn default() -> Self {
        Self {
            text: "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n".to_owned(),
            depth: 0,
        }
    }
}

impl Document {
    fn open(&mut self, element: &str, attributes: &[Attribute]) {
        self.tag(element, attributes, ">\n");
        self.depth += 1;
    }

    fn close(&mut self, element: &str) {
        self.depth -= 1;
        self.indent();
        self.text += &format!("</{element}>\n");
    }

    fn empty(&mut self, element: &str, attributes: &[Attribute]) {
        self.tag(element, attributes, "/>\n");
    }

    /// An element that holds lines of text, each of which was shown.
    fn lines(&mut self, element: &str, attributes: &[Attribute], lines: &str) {
        self.tag(element, attributes, ">");
        self.text += &xml(lines);
        self.text += &format!("</{element}>\n");
    }

    fn tag(&mut self, element: &str, attributes: &[Attribute], end: &str) {
        self.indent();
        self.text += &format!("<{element}");
        for (name, value) in attributes {
            self.text += &format!(" {name}=\"{}\"", xml(&shown(value)));
        }
        self.text += end;
    }

    fn indent(&mut self) {
        self.text += &"  ".repeat(self.depth);
    }
}
