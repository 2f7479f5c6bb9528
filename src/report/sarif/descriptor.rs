//! A rule as SARIF describes it: its text, and how much it weighs.

use super::{
    level,
    log::{Configuration, Descriptor, DescriptorProperties, Help, Message},
};
use crate::{
    report::escape::sarif_message,
    rules::{Confidence, Rule, Severity},
};

/// The descriptor of a rule.
pub(super) fn of(rule: &Rule) -> Descriptor {
    let mut tags = vec![rule.family.code()];
    let threats = rule.doc.threats.iter().map(|threat| threat.code());
    tags.extend(threats);
    // Code scanning takes the severity below into account where a rule is tagged like this.
    if tags.iter().any(|tag| tag.starts_with("T-")) {
        tags.push("security");
    }
    Descriptor {
        id: rule.name,
        short_description: own(rule.first_sentence()),
        full_description: own(rule.doc.checks),
        help: help(rule),
        help_uri: rule.references.first().map(|reference| reference.url()),
        default_configuration: Configuration {
            level: level(rule.severity),
        },
        properties: DescriptorProperties {
            tags,
            precision: rule.confidence.name(),
            security_severity: security_severity(rule.severity, rule.confidence),
        },
    }
}

/// The descriptor of verdicts, which are no rule.
pub(super) fn verdict() -> Descriptor {
    const WHAT: &str = "Whether the token may be sent to the receiver of the situation.";
    const HOW: &str = "Fifteen concerns are weighed over the token and the facts of the situation; the \
                       verdict is the worst of them. `whichtoken verdict --explain` shows them all.";
    Descriptor {
        id: crate::report::verdict::RULE,
        short_description: own(WHAT),
        full_description: own(HOW),
        help: Help {
            text: HOW.to_owned(),
            markdown: HOW.to_owned(),
        },
        help_uri: None,
        default_configuration: Configuration {
            level: level(Severity::Error),
        },
        properties: DescriptorProperties {
            tags: vec![crate::report::verdict::RULE, "security"],
            precision: Confidence::High.name(),
            security_severity: security_severity(Severity::Error, Confidence::High),
        },
    }
}

/// The text of the rule: what it checks, why, what speaks against it, what to do, where it is written.
fn help(rule: &Rule) -> Help {
    let doc = &rule.doc;
    let sources: Vec<String> = rule.references.iter().map(ToString::to_string).collect();
    let links: Vec<String> = rule
        .references
        .iter()
        .map(|reference| format!("[{reference}]({})", reference.url()))
        .collect();
    let sections = |sources: String| {
        [
            ("Checks", doc.checks.to_owned()),
            ("Why", doc.why.to_owned()),
            ("But", doc.but.to_owned()),
            ("Fix", doc.fix.to_owned()),
            ("See", sources),
        ]
        .into_iter()
        .filter(|(_, text)| !text.is_empty())
    };
    let plain = sections(sources.join(", ")).map(|(title, text)| format!("{title}: {text}"));
    let marked = sections(links.join(", ")).map(|(title, text)| format!("**{title}**: {text}"));
    let text = plain.collect::<Vec<_>>().join("\n\n");
    let markdown = marked.collect::<Vec<_>>().join("\n\n");
    Help {
        text: sarif_message(&text).into_owned(),
        markdown: markdown.replace('{', "{{").replace('}', "}}"),
    }
}

/// Text of a rule, which needs no more than the format asks for.
fn own(text: &'static str) -> Message {
    Message {
        text: sarif_message(text).into_owned(),
    }
}

/// The number from 0 to 10 by which code scanning sorts alerts: above 7 high, from 4 medium, below
/// low. The severity of the rule says which, its confidence how far up: 0.5 less where a firing
/// depends on a convention, 1.0 less for a heuristic. No rule is critical by itself (above 9): that
/// depends on what the token opens, which a linter does not know.
fn security_severity(severity: Severity, confidence: Confidence) -> &'static str {
    match (severity, confidence) {
        (Severity::Error, Confidence::High) => "8.5",
        (Severity::Error, Confidence::Medium) => "8.0",
        (Severity::Error, Confidence::Low) => "7.5",
        (Severity::Warn, Confidence::High) => "6.0",
        (Severity::Warn, Confidence::Medium) => "5.5",
        (Severity::Warn, Confidence::Low) => "5.0",
        (Severity::Info, Confidence::High) => "3.5",
        (Severity::Info, Confidence::Medium) => "3.0",
        (Severity::Info, Confidence::Low) => "2.5",
        (Severity::Note, Confidence::High) => "1.5",
        (Severity::Note, Confidence::Medium) => "1.0",
        (Severity::Note, Confidence::Low) => "0.5",
    }
}
