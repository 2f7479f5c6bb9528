//! The verdict as a record of the decision: facts, arguments of both sides, conditions.

use super::code;
use crate::report::verdict::{ArgumentReport, RowReport, VerdictReport};

/// The answer, and behind a fold all that it rests on.
pub(super) fn section(verdict: &VerdictReport) -> String {
    let mut text = format!("\n**Verdict: {}**", verdict.value);
    if let Some([best, worst]) = verdict.interval {
        text += &format!(" ({best} to {worst})");
    }
    text.push('\n');
    if !verdict.pivots.is_empty() {
        text += &format!("\n- depends on {}\n", codes(&verdict.pivots));
    }
    if let Some(fix) = &verdict.fix {
        text += &format!("\n- fix: {}\n", code(fix));
    }
    text += "\n<details><summary>facts, arguments, conditions</summary>\n";
    text += &facts(verdict);
    text += &arguments("For", &verdict.pro);
    text += &arguments("Against", &verdict.against);
    if !verdict.conditions.is_empty() {
        text += "\n| condition | state |\n| --- | --- |\n";
        for condition in &verdict.conditions {
            text += &format!("| {} | {} |\n", code(&condition.text), condition.state);
        }
    }
    if !verdict.threats.is_empty() {
        text += &format!("\n- threats: {}\n", codes(&verdict.threats));
    }
    if !verdict.not_weighed.is_empty() {
        text += &format!("\n- heard, not weighed: {}\n", codes(&verdict.not_weighed));
    }
    if let Some(other) = &verdict.counterfactual {
        text += &format!("\n- {}: **{}**\n", code(&other.token), other.value);
    }
    if let Some(other) = &verdict.reframing {
        text += &format!(
            "\n- the same token at a {}: **{}**\n",
            code(other.role),
            other.value
        );
    }
    text += "\n</details>\n";
    if let Some(rows) = &verdict.matrix {
        text += &matrix(rows);
    }
    text
}

/// Receivers down, tokens across.
fn matrix(rows: &[RowReport]) -> String {
    let mut text = String::from(
        "\n| receiver | ID token | opaque access token | JWT access token | bound access token |\n\
         | --- | --- | --- | --- | --- |\n",
    );
    for row in rows {
        let cells: Vec<String> = row
            .cells
            .iter()
            .map(|cell| match cell.interval {
                Some([best, worst]) => format!("{} ({best} to {worst})", cell.value),
                None => cell.value.to_owned(),
            })
            .collect();
        text += &format!("| {} | {} |\n", code(row.role), cells.join(" | "));
    }
    text
}

/// What was known, and how; the rest was not.
fn facts(verdict: &VerdictReport) -> String {
    let known: Vec<String> = verdict
        .facts
        .iter()
        .filter_map(|fact| {
            let value = code(fact.value.as_deref()?);
            let how = fact.from.unwrap_or(fact.known);
            Some(format!("| {} | {value} | {how} |\n", code(fact.name)))
        })
        .collect();
    format!(
        "\n| fact | value | known |\n| --- | --- | --- |\n{}",
        known.concat()
    )
}

fn arguments(side: &str, arguments: &[ArgumentReport]) -> String {
    if arguments.is_empty() {
        return String::new();
    }
    let mut text = format!("\n| {side} | strength | rules |\n| --- | --- | --- |\n");
    for argument in arguments {
        text += &format!(
            "| {} | {} | {} |\n",
            code(&argument.text),
            argument.strength,
            codes(&argument.rules)
        );
    }
    text
}

fn codes(names: &[&str]) -> String {
    let names: Vec<String> = names.iter().map(code).collect();
    names.join(", ")
}
