//! The verdict, as one reads it: the answer, what it depends on, the reasons of both sides, what has to
//! hold, and what would change it.

use super::page::{Page, Span, Tone, dim, plain, strong, toned};
use crate::{
    report::{
        Report, TokenReport,
        verdict::{ArgumentReport, ConcernReport, RowReport, VerdictReport},
    },
    rules::Threat,
    verdict::{Level, Value},
};

/// Columns of the labels.
const LABEL: usize = 12;

/// Columns of the strength of an argument.
const STRENGTH: usize = 10;

/// The verdict on one token, with the four lines above it.
pub(super) fn page(page: &mut Page, token: &TokenReport, report: &Report, explain: bool) {
    super::token::heading(page, token, report);
    let Some(verdict) = &token.verdict else {
        return;
    };
    page.blank();
    answer(page, verdict);
    if let Some(rows) = &verdict.matrix {
        matrix(page, rows);
        return;
    }
    depends(page, verdict);
    facts(page, verdict, explain);
    if explain {
        table(page, &verdict.concerns);
    }
    arguments(page, "for", &verdict.pro, explain);
    arguments(page, "against", &verdict.against, explain);
    conditions(page, verdict);
    threats(page, verdict);
    heard(page, verdict, explain);
    otherwise(page, verdict);
}

/// `verdict  reject` for the list of findings.
pub(super) fn line(page: &mut Page, verdict: &VerdictReport) {
    let mut spans = vec![value(verdict)];
    if !verdict.pivots.is_empty() {
        spans.push(dim(format!(" depends on {}", verdict.pivots.join(", "))));
    }
    if let Some(fix) = &verdict.fix {
        spans.push(dim(format!(" · {fix}")));
    }
    page.row(2, &dim("verdict"), LABEL - 2, &spans);
}

fn answer(page: &mut Page, verdict: &VerdictReport) {
    let mut spans = vec![value(verdict)];
    if let Some([best, worst]) = verdict.interval {
        spans.push(plain(format!(": {best} … {worst}")));
    }
    page.row(0, &strong("verdict"), LABEL, &spans);
    if let Some(decisive) = verdict.against.first().filter(|one| one.strength != "weak") {
        let label = if decisive.depends {
            "at worst"
        } else {
            "because"
        };
        page.row(0, &dim(label), LABEL, &[plain(&decisive.text)]);
    }
    if let Some(fix) = &verdict.fix {
        page.row(0, &dim("fix"), LABEL, &[plain(fix)]);
    }
    for kind in &verdict.by_kind {
        let mut spans = vec![plain(format!("as {}: ", kind.kind)), plain(kind.value)];
        if let Some([best, worst]) = kind.interval {
            spans.push(plain(format!(" ({best} … {worst})")));
        }
        page.row(0, &dim("kind"), LABEL, &spans);
    }
    page.blank();
}

pub(super) fn value(verdict: &VerdictReport) -> Span {
    toned(tone_of(verdict.answer), verdict.value)
}

fn tone_of(value: Value) -> Tone {
    match value {
        Value::Accept | Value::AcceptWithConditions => Tone::Good,
        Value::Discouraged | Value::Undecided => Tone::Warn,
        Value::Reject => Tone::Error,
    }
}

/// The picture: receivers down, tokens across.
fn matrix(page: &mut Page, rows: &[RowReport]) {
    let mut head = vec![dim(format!("{:22}", "receiver"))];
    for title in ["ID token", "opaque AT", "JWT AT", "bound AT"] {
        head.push(dim(format!("{title:14}")));
    }
    page.paragraph(0, 0, &head);
    for row in rows {
        let mut spans = vec![plain(format!("{:22}", row.role))];
        for cell in &row.cells {
            let word = match cell.answer {
                Value::AcceptWithConditions => "conditions",
                other => other.name(),
            };
            spans.push(toned(tone_of(cell.answer), word));
            spans.push(plain(" ".repeat(14 - word.len())));
        }
        page.paragraph(0, 0, &spans);
    }
    page.blank();
    let legend = "AT: access token. The token at hand stands in its own column, the others are as good \
                  as their kind can be: from the same issuer, for this receiver, issued to this \
                  client. Conditions: accept with conditions. Undecided: it depends on facts that \
                  nobody stated; `--format json` tells the ends.";
    page.paragraph(0, 0, &[dim(legend)]);
    page.blank();
}

/// The pivots, each with where its values would lead.
fn depends(page: &mut Page, verdict: &VerdictReport) {
    if verdict.moves.is_empty() {
        return;
    }
    page.paragraph(0, 2, &[strong("it depends on")]);
    // The kinds stand beside the verdict already.
    for pivot in verdict.pivots.iter().filter(|pivot| **pivot != "kind") {
        let moves: Vec<_> = verdict
            .moves
            .iter()
            .filter(|one| one.fact == *pivot)
            .collect();
        let flag = moves.first().map(|one| one.flag).unwrap_or_default();
        page.paragraph(2, 4, &[toned(Tone::Name, *pivot), dim(format!("  {flag}"))]);
        for one in moves {
            let leads = match one.interval {
                Some([best, worst]) => format!("{best} … {worst}"),
                None => one.verdict.to_owned(),
            };
            page.paragraph(4, 8, &[plain(&one.value), dim(" → "), plain(leads)]);
        }
    }
    page.blank();
}

/// What was known, and how.
fn facts(page: &mut Page, verdict: &VerdictReport, explain: bool) {
    page.paragraph(0, 2, &[strong("facts")]);
    let known = |known: &str| -> Vec<String> {
        let facts = verdict.facts.iter().filter(|fact| fact.known == known);
        facts
            .map(|fact| {
                let value = fact.value.as_deref().unwrap_or_default();
                match fact.from {
                    Some(from) => format!("{} = {value} ({from})", fact.name),
                    None => format!("{} = {value}", fact.name),
                }
            })
            .collect()
    };
    for label in ["stated", "inferred"] {
        let facts = known(label);
        if !facts.is_empty() {
            page.row(2, &dim(label), STRENGTH, &[plain(facts.join(" · "))]);
        }
    }
    let unknown: Vec<&str> = verdict
        .facts
        .iter()
        .filter(|fact| fact.known == "unknown")
        .map(|fact| fact.name)
        .collect();
    if !unknown.is_empty() {
        let names = match explain {
            true => unknown.join(" · "),
            false => format!("{} more, which --explain lists", unknown.len()),
        };
        page.row(2, &dim("unknown"), STRENGTH, &[dim(names)]);
    }
    page.blank();
}

/// The whole reasoning: concern, level, rules, facts read.
fn table(page: &mut Page, concerns: &[ConcernReport]) {
    page.paragraph(0, 2, &[strong("the fifteen concerns")]);
    for concern in concerns {
        let level = match concern.at_best == concern.level {
            true => concern.level.to_owned(),
            false => format!("{} … {}", concern.at_best, concern.level),
        };
        page.row(
            2,
            &plain(format!("{:<3} {}", concern.id, concern.name)),
            25,
            &[
                toned(tone(concern.weight), level),
                plain(format!(": {}", concern.reason)),
            ],
        );
        let mut read = format!("reads {}", concern.reads.join(", "));
        if !concern.rules.is_empty() {
            read.push_str(&format!("; rules {}", concern.rules.join(", ")));
        }
        page.paragraph(27, 27, &[dim(read)]);
    }
    page.blank();
}

fn tone(level: Level) -> Tone {
    match level {
        Level::None => Tone::Good,
        Level::Condition => Tone::Info,
        Level::Major => Tone::Warn,
        Level::Blocker => Tone::Error,
    }
}

fn arguments(page: &mut Page, side: &str, arguments: &[ArgumentReport], explain: bool) {
    if arguments.is_empty() {
        return;
    }
    page.paragraph(0, 2, &[strong(side)]);
    for argument in arguments {
        let mut spans = Vec::new();
        if argument.depends {
            spans.push(dim(match side {
                "for" => "at best: ",
                _ => "at worst: ",
            }));
        }
        spans.push(plain(&argument.text));
        if !argument.rules.is_empty() {
            spans.push(dim(format!(" ({})", argument.rules.join(", "))));
        }
        page.row(2, &dim(argument.strength), STRENGTH, &spans);
        for voice in &argument.voices {
            let mut spans = vec![dim(format!("{}: {}", voice.who, voice.says))];
            if explain {
                spans.push(dim(format!(" <{}>", voice.url)));
            }
            page.paragraph(2 + STRENGTH, 4 + STRENGTH, &spans);
        }
    }
    page.blank();
}

fn conditions(page: &mut Page, verdict: &VerdictReport) {
    if verdict.conditions.is_empty() {
        return;
    }
    page.paragraph(0, 2, &[strong("conditions")]);
    for condition in &verdict.conditions {
        let (tone, state) = match condition.state {
            "met" => (Tone::Good, "met"),
            "not-met" => (Tone::Error, "not met"),
            _ => (Tone::Info, "verify"),
        };
        page.row(2, &toned(tone, state), STRENGTH, &[plain(&condition.text)]);
    }
    page.blank();
}

fn threats(page: &mut Page, verdict: &VerdictReport) {
    if verdict.threats.is_empty() {
        return;
    }
    page.paragraph(0, 2, &[strong("threats")]);
    for code in &verdict.threats {
        let threat = Threat::ALL.iter().find(|threat| threat.code() == *code);
        let meaning = threat.map(|threat| threat.meaning()).unwrap_or_default();
        page.row(2, &toned(Tone::Name, *code), LABEL, &[plain(meaning)]);
    }
    page.blank();
}

fn heard(page: &mut Page, verdict: &VerdictReport, explain: bool) {
    if verdict.heard.is_empty() {
        return;
    }
    page.paragraph(0, 2, &[strong("heard, not weighed")]);
    for fallacy in &verdict.heard {
        page.row(
            2,
            &toned(Tone::Name, fallacy.code),
            LABEL + 1,
            &[
                plain(format!("“{}” ", fallacy.argument)),
                dim(fallacy.weightless),
            ],
        );
        if explain {
            let unless = format!("It weighs when: {}", fallacy.unless);
            page.paragraph(3 + LABEL, 3 + LABEL, &[dim(unless)]);
        }
    }
    page.blank();
}

fn otherwise(page: &mut Page, verdict: &VerdictReport) {
    if verdict.counterfactual.is_none() && verdict.reframing.is_none() {
        return;
    }
    page.paragraph(0, 2, &[strong("what if")]);
    if let Some(other) = &verdict.counterfactual {
        let mut spans = vec![plain(format!("{}: ", other.token)), strong(other.value)];
        if let Some([best, worst]) = other.interval {
            spans.push(plain(format!(
                " ({best} … {worst}, depends on {})",
                other.pivots.join(", ")
            )));
        }
        if let Some(against) = other.against.first() {
            spans.push(dim(format!("; against it: {}", against.reason)));
        }
        page.row(2, &dim("another"), LABEL, &spans);
    }
    if let Some(other) = &verdict.reframing {
        let mut spans = vec![
            plain(match other.role {
                "session-endpoint" => "the receiver made a session of its own of it: ",
                _ => "the receiver exchanged it for a token of its own: ",
            }),
            strong(other.value),
        ];
        if let Some([best, worst]) = other.interval {
            spans.push(plain(format!(" ({best} … {worst})")));
        }
        page.row(2, &dim("elsewhere"), LABEL, &spans);
    }
    page.blank();
}
