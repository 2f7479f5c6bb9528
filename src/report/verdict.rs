//! The verdict in the form of the report.

use std::borrow::Cow;

use serde::Serialize;

use super::FindingReport;
use crate::{
    explain::fallacies::Fallacy,
    rules::{Severity, Threat},
    situation::{Known, KnownFact, Situation},
    verdict::{Argument, COLUMNS, Interval, Level, Pivot, Row, Value, Verdict},
};

/// The verdict on sending a token, with its reasons.
#[derive(Debug, Serialize)]
pub struct VerdictReport {
    /// `accept`, `accept-with-conditions`, `discouraged`, `reject` or `undecided`.
    pub value: &'static str,
    /// For an undecided verdict the best and the worst value that the facts allow.
    pub interval: Option<[&'static str; 2]>,
    /// The dotted names of the unknown facts that decide; `kind` where the kind is ambiguous.
    pub pivots: Vec<&'static str>,
    /// What each value of a pivot would leave open.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub moves: Vec<MoveReport>,
    /// For an ambiguous token: what each plausible kind would get.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub by_kind: Vec<KindReport>,
    /// The fifteen concerns in their order.
    pub concerns: Vec<ConcernReport>,
    /// What speaks for it, strongest first.
    #[serde(rename = "for")]
    pub pro: Vec<ArgumentReport>,
    /// What speaks against it, strongest first.
    pub against: Vec<ArgumentReport>,
    /// What has to hold.
    pub conditions: Vec<ConditionReport>,
    /// Codes of arguments that are heard and have no weight here.
    pub not_weighed: Vec<&'static str>,
    /// Codes of the threats, the worst first.
    pub threats: Vec<&'static str>,
    /// Every fact: stated, inferred from something, or unknown.
    pub facts: Vec<FactReport>,
    /// What the other token would get; `null` for a token that has no other.
    pub counterfactual: Option<CounterfactualReport>,
    /// What the same token would get at a receiver that issues something of its own, where that
    /// makes a difference.
    pub reframing: Option<ReframingReport>,
    /// What other tokens would get at every receiver, where that was asked for.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub matrix: Option<Vec<RowReport>>,
    /// The shortest way out; `null` where nothing is to be mended.
    pub fix: Option<String>,
    /// The arguments that are not weighed, for people.
    #[serde(skip)]
    pub heard: Vec<&'static Fallacy>,
    /// The value, for the exit status.
    #[serde(skip)]
    pub answer: Value,
}

/// A fact of the situation.
#[derive(Debug, Serialize)]
pub struct FactReport {
    /// Its dotted name.
    pub name: &'static str,
    /// Its value in words; `null` if unknown.
    pub value: Option<String>,
    /// `stated`, `inferred` or `unknown`.
    pub known: &'static str,
    /// What it was inferred from.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub from: Option<&'static str>,
}

/// The id under which CI knows a verdict, beside those of the rules.
pub const RULE: &str = "verdict";

impl VerdictReport {
    /// How bad it is beside findings: what rejects is an error, what asks to think again a warning.
    pub fn severity(&self) -> Severity {
        match self.answer {
            Value::Reject => Severity::Error,
            Value::Discouraged | Value::Undecided => Severity::Warn,
            Value::AcceptWithConditions => Severity::Info,
            Value::Accept => Severity::Note,
        }
    }

    /// The verdict in a sentence: the answer, and what decides it.
    pub fn sentence(&self) -> String {
        let answer = match self.interval {
            Some([best, worst]) => format!("undecided, {best} to {worst}"),
            None => self.value.to_owned(),
        };
        let decisive = self.against.first().filter(|one| one.strength != "weak");
        match (self.pivots.as_slice(), decisive) {
            ([], Some(decisive)) => format!("{answer}: {}", decisive.text),
            ([], None) => answer,
            (pivots, _) => format!("{answer}: depends on {}", pivots.join(", ")),
        }
    }

    /// The verdict for formats that know findings only.
    pub(super) fn as_finding(&self) -> FindingReport {
        let severity = self.severity();
        FindingReport {
            rule: RULE,
            family: RULE,
            severity: severity.name(),
            confidence: "high",
            message: self.sentence(),
            pointer: String::new(),
            expected: None,
            actual: None,
            fix: self.fix.clone().unwrap_or_default().into(),
            references: Vec::new(),
            article: Vec::new(),
            why: "",
            but: "",
            threats: self.threats.clone(),
            level: severity,
        }
    }
}

/// What a value of an unknown fact would leave open.
#[derive(Debug, Serialize)]
pub struct MoveReport {
    /// The dotted name of the fact.
    pub fact: &'static str,
    /// Its value in words.
    pub value: Cow<'static, str>,
    /// The verdict then.
    pub verdict: &'static str,
    /// Its interval, if still undecided.
    pub interval: Option<[&'static str; 2]>,
    /// The flags that state the fact, for people.
    #[serde(skip)]
    pub flag: &'static str,
}

/// The verdict on one plausible kind.
#[derive(Debug, Serialize)]
pub struct KindReport {
    /// Fixed name of the kind.
    pub kind: &'static str,
    /// The verdict on it.
    pub value: &'static str,
    /// Its interval, if undecided.
    pub interval: Option<[&'static str; 2]>,
}

/// One receiver of the matrix.
#[derive(Debug, Serialize)]
pub struct RowReport {
    /// The role of the receiver.
    pub role: &'static str,
    /// What each token would get there.
    pub cells: Vec<CellReport>,
}

/// What one token would get at one receiver.
#[derive(Debug, Serialize)]
pub struct CellReport {
    /// `id-token`, `opaque-access-token`, `jwt-access-token` or `bound-access-token`.
    pub token: &'static str,
    /// The verdict.
    pub value: &'static str,
    /// Its interval, if undecided.
    pub interval: Option<[&'static str; 2]>,
    /// The value, for its colour.
    #[serde(skip)]
    pub answer: Value,
}

/// One concern with its answer.
#[derive(Debug, Serialize)]
pub struct ConcernReport {
    /// `C1` to `C15`.
    pub id: &'static str,
    /// What it is about.
    pub name: &'static str,
    /// `none`, `condition`, `major` or `blocker`, with unknown facts at their worst.
    pub level: &'static str,
    /// The same with unknown facts at their best.
    pub at_best: &'static str,
    /// Why.
    pub reason: String,
    /// The rules that carry the argument.
    pub rules: Vec<&'static str>,
    /// Codes of threats.
    pub threats: Vec<&'static str>,
    /// The dotted names of the facts that it reads.
    pub reads: Vec<&'static str>,
    /// The level as a value.
    #[serde(skip)]
    pub weight: Level,
}

/// A reason on one side.
#[derive(Debug, Serialize)]
pub struct ArgumentReport {
    /// The concern that it belongs to.
    pub concern: &'static str,
    /// The reason.
    pub text: String,
    /// `decisive`, `strong` or `weak`.
    pub strength: &'static str,
    /// Whether it only holds with the unknown facts at their best (for) or worst (against).
    pub depends: bool,
    /// The rules that carry it.
    pub rules: Vec<&'static str>,
    /// Codes of threats.
    pub threats: Vec<&'static str>,
    /// Who says so.
    pub voices: Vec<VoiceReport>,
}

/// Somebody who brought an argument forward.
#[derive(Debug, Serialize)]
pub struct VoiceReport {
    /// Who.
    pub who: &'static str,
    /// What, in our words.
    pub says: &'static str,
    /// Where.
    pub url: &'static str,
}

/// Something that has to hold.
#[derive(Debug, Serialize)]
pub struct ConditionReport {
    /// What.
    pub text: String,
    /// `met`, `not-met` or `to-verify`.
    pub state: &'static str,
}

/// What the other token would get.
#[derive(Debug, Serialize)]
pub struct CounterfactualReport {
    /// Fixed name of its kind.
    pub kind: &'static str,
    /// How it is imagined.
    pub token: String,
    /// The verdict on it.
    pub value: &'static str,
    /// Its interval, if undecided.
    pub interval: Option<[&'static str; 2]>,
    /// The unknown facts that would decide.
    pub pivots: Vec<&'static str>,
    /// What would stand against it.
    pub against: Vec<AgainstReport>,
}

/// What stands against an imagined token.
#[derive(Debug, Serialize)]
pub struct AgainstReport {
    /// The concern.
    pub concern: &'static str,
    /// Why.
    pub reason: String,
}

/// What the same token would get elsewhere.
#[derive(Debug, Serialize)]
pub struct ReframingReport {
    /// The role of the receiver.
    pub role: &'static str,
    /// The verdict there.
    pub value: &'static str,
    /// Its interval, if undecided.
    pub interval: Option<[&'static str; 2]>,
}

/// The verdict for the report, with the facts that it was given, and what stands beside it.
pub fn report(verdict: &Verdict, situation: &Situation, matrix: Option<Vec<Row>>) -> VerdictReport {
    VerdictReport {
        value: verdict.value().name(),
        interval: ends(verdict.interval),
        pivots: verdict
            .depends_on_kind()
            .then_some("kind")
            .into_iter()
            .chain(names(&verdict.pivots))
            .collect(),
        moves: verdict.pivots.iter().flat_map(moves).collect(),
        by_kind: verdict
            .by_kind
            .iter()
            .map(|(kind, interval)| KindReport {
                kind: kind.name(),
                value: interval.value().name(),
                interval: ends(*interval),
            })
            .collect(),
        concerns: verdict
            .concerns
            .iter()
            .map(|judged| ConcernReport {
                id: judged.concern.id,
                name: judged.concern.name,
                level: judged.weight.level.name(),
                at_best: judged.best.name(),
                reason: judged.weight.reason.clone(),
                rules: judged.weight.rules.clone(),
                threats: codes(&judged.weight.threats),
                reads: judged
                    .concern
                    .reads
                    .iter()
                    .map(|fact| fact.name())
                    .collect(),
                weight: judged.weight.level,
            })
            .collect(),
        pro: verdict.pro.iter().map(argument).collect(),
        against: verdict.contra.iter().map(argument).collect(),
        conditions: verdict
            .conditions
            .iter()
            .map(|condition| ConditionReport {
                text: condition.text.clone(),
                state: condition.state.name(),
            })
            .collect(),
        not_weighed: verdict.heard.iter().map(|fallacy| fallacy.code).collect(),
        threats: codes(&verdict.threats),
        counterfactual: verdict
            .counterfactual
            .as_ref()
            .map(|other| CounterfactualReport {
                kind: other.kind.name(),
                token: other.token.clone(),
                value: other.interval.value().name(),
                interval: ends(other.interval),
                pivots: names(&other.pivots),
                against: other
                    .against
                    .iter()
                    .map(|(concern, reason)| AgainstReport {
                        concern,
                        reason: reason.clone(),
                    })
                    .collect(),
            }),
        reframing: verdict.reframing.as_ref().map(|other| ReframingReport {
            role: other.role.name(),
            value: other.interval.value().name(),
            interval: ends(other.interval),
        }),
        facts: situation.facts().into_iter().map(fact).collect(),
        matrix: matrix.map(|rows| rows.iter().map(row).collect()),
        fix: verdict.fix.clone(),
        heard: verdict.heard.clone(),
        answer: verdict.value(),
    }
}

/// Both ends, unless they meet.
fn ends(interval: Interval) -> Option<[&'static str; 2]> {
    (interval.best != interval.worst)
        .then(|| [interval.best, interval.worst].map(|level| level.value().name()))
}

fn row(row: &Row) -> RowReport {
    let cells = COLUMNS.into_iter().zip(row.cells);
    RowReport {
        role: row.role.name(),
        cells: cells
            .map(|(token, interval)| CellReport {
                token,
                value: interval.value().name(),
                interval: ends(interval),
                answer: interval.value(),
            })
            .collect(),
    }
}

fn fact(fact: KnownFact) -> FactReport {
    let (known, from) = match fact.known {
        Known::Stated => ("stated", None),
        Known::Inferred(from) => ("inferred", Some(from)),
        Known::Unknown => ("unknown", None),
    };
    FactReport {
        name: fact.name,
        value: (known != "unknown").then(|| fact.value.to_string()),
        known,
        from,
    }
}

fn names(pivots: &[Pivot]) -> Vec<&'static str> {
    pivots.iter().map(|pivot| pivot.fact.name()).collect()
}

fn moves(pivot: &Pivot) -> impl Iterator<Item = MoveReport> + '_ {
    pivot.moves.iter().map(|one| MoveReport {
        fact: pivot.fact.name(),
        value: one.value.clone(),
        verdict: one.interval.value().name(),
        interval: ends(one.interval),
        flag: pivot.fact.flag(),
    })
}

fn argument(argument: &Argument) -> ArgumentReport {
    ArgumentReport {
        concern: argument.concern,
        text: argument.text.clone(),
        strength: argument.strength.name(),
        depends: argument.depends,
        rules: argument.rules.clone(),
        threats: codes(&argument.threats),
        voices: argument
            .voices
            .iter()
            .map(|voice| VoiceReport {
                who: voice.who,
                says: voice.says,
                url: voice.url,
            })
            .collect(),
    }
}

fn codes(threats: &[Threat]) -> Vec<&'static str> {
    threats.iter().map(|threat| threat.code()).collect()
}
