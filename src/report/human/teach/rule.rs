//! A rule with all its text.

use super::{LABEL, Page, command, dim, names, plain, references, row, rows, strong, title};
use crate::{
    explain::article,
    report::human::page::{Tone, toned},
    rules::{
        Applies, Rule,
        example::{Example, Expect, Sample},
    },
};

/// All that the rule says of itself.
pub(super) fn page(page: &mut Page, rule: &Rule) {
    let family = rule.family;
    let about = format!(
        "a rule of the family {}: {}",
        family.code(),
        family.meaning()
    );
    title(page, rule.name, &about);
    let needs = names(rule.needs.iter().map(|needs| needs.name()));
    let severity = format!(
        "{}, unless the case says otherwise; confidence {}",
        rule.severity,
        rule.confidence.name()
    );
    row(page, "severity", &severity);
    row(page, "needs", &needs);
    row(page, "kinds", &applies(rule.applies));
    page.blank();
    row(page, "checks", rule.doc.checks);
    row(page, "why", rule.doc.why);
    let threats = rule.doc.threats.iter();
    rows(
        page,
        "threats",
        threats.map(|threat| format!("{}  {}", threat.code(), threat.meaning())),
    );
    row(page, "but", rule.doc.but);
    row(page, "fix", rule.doc.fix);
    row(page, "silences", &names(rule.silences.iter().copied()));
    page.blank();
    references(page, rule.references);
    let passages = rule
        .article
        .iter()
        .filter_map(|passage| article::find(*passage));
    rows(
        page,
        "article",
        passages.map(|entry| format!("{}  {}", entry.passage, entry.says)),
    );
    page.blank();
    page.paragraph(0, 2, &[strong("examples")]);
    for (index, example) in rule.examples.iter().enumerate() {
        self::example(page, rule, index + 1, example);
    }
}

fn applies(applies: Applies) -> String {
    match applies {
        Applies::Any => "any".to_owned(),
        Applies::Only(kinds) => names(kinds.iter().map(|kind| kind.name())),
        Applies::Except(kinds) => {
            format!("any but {}", names(kinds.iter().map(|kind| kind.name())))
        }
    }
}

fn example(page: &mut Page, rule: &Rule, number: usize, example: &Example) {
    page.blank();
    let (tone, expect) = match example.expect {
        Expect::Fires => (Tone::Warn, "fires"),
        Expect::Silent => (Tone::Good, "silent"),
    };
    let spans = [
        plain(format!("{number}. ")),
        toned(tone, expect),
        plain(": "),
        plain(example.title),
    ];
    page.paragraph(2, 5, &spans);
    sample(page, &example.input);
    command(page, &example.command(rule.name, number));
}

/// The input as JSON, since nobody reads base64url.
fn sample(page: &mut Page, sample: &Sample) {
    let line = |page: &mut Page, label: &str, text: &str| {
        page.row(4, &dim(label), LABEL, &[plain(text)]);
    };
    match sample {
        // With room to break between the members.
        Sample::Jwt { header, claims, .. } => {
            line(page, "header", &header.replace(",\"", ", \""));
            line(page, "claims", &claims.replace(",\"", ", \""));
        }
        Sample::Text(text) => line(page, "text", text),
        Sample::Authorization(scheme, token) => {
            line(page, "sent", &format!("Authorization: {scheme} TOKEN"));
            self::sample(page, token);
        }
        Sample::Url(before, token) => {
            line(page, "url", &format!("{before}TOKEN"));
            self::sample(page, token);
        }
        Sample::Response(members) => {
            for (name, member) in *members {
                line(page, "member", name);
                self::sample(page, member);
            }
        }
        Sample::Refresh(before, after) => {
            line(page, "first", "a token response");
            self::sample(page, before);
            line(page, "then", "its refresh");
            self::sample(page, after);
        }
        Sample::Lines(lines) => {
            for (begin, end) in *lines {
                line(page, "sent", &format!("{begin}TOKEN"));
                self::sample(page, end);
            }
        }
        Sample::Provider { metadata, keys } => {
            line(page, "document", &metadata.replace(",\"", ", \""));
            line(page, "keys", &keys.replace(",\"", ", \""));
        }
    }
}
