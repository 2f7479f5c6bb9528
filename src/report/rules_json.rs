//! `whichtoken rules --format json`: every rule with all its text, and the map of the article. The
//! member names are a public contract (`rules.schema.json`).

use serde::Serialize;

use super::{ReferenceReport, Tool, escape};
use crate::{
    classify::Kind,
    explain::article::ARTICLE,
    rules::{self, Applies, Check, Rule, Threat, example::Expect, spec::Reference},
};

#[derive(Serialize)]
struct Document {
    schema: &'static str,
    tool: Tool,
    rules: Vec<RuleReport>,
    article: Vec<PassageReport>,
}

#[derive(Serialize)]
struct RuleReport {
    name: &'static str,
    family: &'static str,
    severity: &'static str,
    confidence: &'static str,
    judges: &'static str,
    needs: Vec<&'static str>,
    applies: AppliesReport,
    silences: &'static [&'static str],
    checks: &'static str,
    why: &'static str,
    threats: Vec<ThreatReport>,
    but: &'static str,
    fix: &'static str,
    references: Vec<ReferenceReport>,
    article: Vec<String>,
    examples: Vec<ExampleReport>,
}

#[derive(Serialize)]
struct AppliesReport {
    to: &'static str,
    kinds: Vec<&'static str>,
}

#[derive(Serialize)]
struct ThreatReport {
    code: &'static str,
    meaning: &'static str,
}

#[derive(Serialize)]
struct ExampleReport {
    title: &'static str,
    expect: &'static str,
    command: String,
}

#[derive(Serialize)]
struct PassageReport {
    passage: String,
    says: &'static str,
    rules: &'static [&'static str],
    fallacies: &'static [&'static str],
    steps: &'static [&'static str],
}

/// All rules and the map of the article as pretty-printed JSON, with a final line break.
pub fn render() -> String {
    let document = Document {
        schema: "whichtoken/rules/v1",
        tool: Tool {
            version: env!("CARGO_PKG_VERSION"),
        },
        rules: rules::ALL.iter().map(|rule| rule_report(rule)).collect(),
        article: ARTICLE
            .iter()
            .map(|entry| PassageReport {
                passage: entry.passage.to_string(),
                says: entry.says,
                rules: entry.rules,
                fallacies: entry.fallacies,
                steps: entry.steps,
            })
            .collect(),
    };
    let text = serde_json::to_string_pretty(&document)
        .expect("a document of strings and lists can be written as JSON");
    let text = escape::without_tokens(&text);
    let mut text = escape::json(&text).into_owned();
    text.push('\n');
    text
}

fn rule_report(rule: &Rule) -> RuleReport {
    RuleReport {
        name: rule.name,
        family: rule.family.code(),
        severity: rule.severity.name(),
        confidence: rule.confidence.name(),
        judges: match rule.check {
            Check::Token(_) | Check::Last(_) | Check::Weighed(_) => "token",
            Check::Provider(_) => "provider",
            Check::Both { .. } => "both",
        },
        needs: rule.needs.iter().map(|needs| needs.name()).collect(),
        applies: applies(rule.applies),
        silences: rule.silences,
        checks: rule.doc.checks,
        why: rule.doc.why,
        threats: rule.doc.threats.iter().copied().map(threat).collect(),
        but: rule.doc.but,
        fix: rule.doc.fix,
        references: rule.references.iter().map(reference).collect(),
        article: rule.article.iter().map(ToString::to_string).collect(),
        examples: rule
            .examples
            .iter()
            .enumerate()
            .map(|(index, example)| ExampleReport {
                title: example.title,
                expect: match example.expect {
                    Expect::Fires => "fires",
                    Expect::Silent => "silent",
                },
                command: example.command(rule.name, index + 1).join(" "),
            })
            .collect(),
    }
}

fn applies(applies: Applies) -> AppliesReport {
    let (to, kinds): (_, &[Kind]) = match applies {
        Applies::Any => ("any", &[]),
        Applies::Only(kinds) => ("only", kinds),
        Applies::Except(kinds) => ("except", kinds),
    };
    AppliesReport {
        to,
        kinds: kinds.iter().map(|kind| kind.name()).collect(),
    }
}

fn threat(threat: Threat) -> ThreatReport {
    ThreatReport {
        code: threat.code(),
        meaning: threat.meaning(),
    }
}

fn reference(reference: &Reference) -> ReferenceReport {
    ReferenceReport {
        spec: reference.spec.name(),
        section: reference.section,
        url: reference.url(),
    }
}
