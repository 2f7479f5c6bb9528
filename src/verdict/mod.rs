//! May this token be sent there? Fifteen concerns are weighed over the token and the situation; the
//! verdict is the worst of them.
//!
//! What nobody stated is judged at its best and at its worst (`unknown.rs`). Where the ends differ the
//! verdict is *undecided*, with the facts that would decide it. Nothing is typed in: arguments, their
//! strength, conditions and threats all follow from the levels, and the concerns read what a token can
//! show and never the name of its kind ([`scene::Function`]).
//!
//! To add a concern: write `concerns/NAME.rs` and name it in [`concern::ALL`].

mod arguments;
pub mod concern;
mod concerns;
mod heard;
mod imagined;
pub mod level;
mod matrix;
mod otherwise;
pub mod scene;
mod spread;
#[cfg(test)]
mod tests;
mod unknown;
pub mod voices;

pub use arguments::{Argument, Strength};
pub use concern::{Concern, Condition, State, Weight};
pub use level::{Interval, Level, Value};
pub use matrix::{COLUMNS, Row, matrix};
pub use otherwise::{Counterfactual, Reframing};
pub use scene::Scene;
pub use spread::{Move, Pivot};
pub use voices::Voice;

use self::spread::Spread;
use crate::{
    classify::Kind,
    explain::fallacies::Fallacy,
    order,
    rules::{Case, Threat},
    situation::Situation,
};

/// The answer, with all its reasons.
#[derive(Debug)]
pub struct Verdict {
    /// The best and the worst that the known facts allow.
    pub interval: Interval,
    /// The unknown facts that decide, each with what its values would leave open.
    pub pivots: Vec<Pivot>,
    /// Where the kind is ambiguous: what each plausible kind would get.
    pub by_kind: Vec<(Kind, Interval)>,
    /// The answers of the fifteen, in their order, with the unknown facts at their worst.
    pub concerns: Vec<Judged>,
    /// What speaks for sending it, strongest first.
    pub pro: Vec<Argument>,
    /// What speaks against it, strongest first.
    pub contra: Vec<Argument>,
    /// What has to hold.
    pub conditions: Vec<Condition>,
    /// Arguments that are heard and not weighed.
    pub heard: Vec<&'static Fallacy>,
    /// What goes wrong, the worst first.
    pub threats: Vec<Threat>,
    /// What the other token would get.
    pub counterfactual: Option<Counterfactual>,
    /// What this token would get at a receiver that issues something of its own.
    pub reframing: Option<Reframing>,
    /// The shortest way out; `None` where nothing is to be mended.
    pub fix: Option<String>,
}

/// One concern with its answers.
#[derive(Debug)]
pub struct Judged {
    /// Which.
    pub concern: &'static Concern,
    /// Its level with the unknown facts at their best.
    pub best: Level,
    /// Its answer with the unknown facts at their worst.
    pub weight: Weight,
}

impl Verdict {
    /// The answer in a word.
    pub fn value(&self) -> Value {
        self.interval.value()
    }

    /// Whether the kinds that the token may be get different answers.
    pub fn depends_on_kind(&self) -> bool {
        self.by_kind.windows(2).any(|pair| pair[0].1 != pair[1].1)
    }
}

/// Weighs one token in one situation, which may have gaps. `plausible` holds one kind, or several for
/// an ambiguous token: all are judged, and where they differ the verdict is undecided.
pub fn judge(case: &Case<'_>, plausible: &[Kind]) -> Verdict {
    let spread = |kind| {
        let case = Case { kind, ..*case };
        (kind, spread::spread(&case, case.situation))
    };
    let spreads: Vec<(Kind, Spread)> = plausible.iter().copied().map(spread).collect();
    let by_kind: Vec<(Kind, Interval)> = spreads
        .iter()
        .map(|(kind, spread)| (*kind, spread.interval))
        .collect();
    // The kind that gets the worst of it is the one to explain.
    let worst = spreads.into_iter().max_by_key(|(kind, spread)| {
        let interval = spread.interval;
        (interval.worst, interval.best, *kind == case.kind)
    });
    let (kind, spread) = worst.unwrap_or_else(|| spread(case.kind));
    let case = &Case { kind, ..*case };
    let mut verdict = explain(case, case.situation, &spread);
    if by_kind.len() > 1 {
        for (_, other) in &by_kind {
            verdict.interval = verdict.interval.joined(*other);
        }
        verdict.by_kind = by_kind;
        if verdict.depends_on_kind() {
            verdict.fix = Some("Say which kind of token it is (--as).".to_owned());
        }
    }
    verdict
}

/// Everything about the verdict on one kind.
fn explain(case: &Case<'_>, situation: &Situation, spread: &Spread) -> Verdict {
    let interval = spread.interval;
    let best = spread::weigh(case, &spread.best);
    let scene = Scene::of(Case {
        situation: &spread.worst,
        ..*case
    });
    let worst = concern::weigh(&scene);
    let pivots = spread::pivots(case, situation, interval);
    Verdict {
        fix: match pivots.as_slice() {
            [] => fix(&worst, interval.worst),
            pivots => Some(state(pivots)),
        },
        pivots,
        by_kind: Vec::new(),
        pro: arguments::pro(case, &spread.best, &best, &worst),
        contra: arguments::contra(&scene, &best, &worst, interval.worst),
        conditions: arguments::conditions(&scene, &worst),
        heard: heard::heard(&scene, &worst),
        threats: threats(&worst),
        counterfactual: otherwise::counterfactual(case, situation),
        reframing: otherwise::reframing(case, situation, interval),
        concerns: concern::ALL
            .iter()
            .zip(&best)
            .zip(worst)
            .map(|((concern, best), weight)| Judged {
                concern,
                best: best.level,
                weight,
            })
            .collect(),
        interval,
    }
}

/// The threats of all concerns that weigh something, those of the weightiest first.
fn threats(weights: &[Weight]) -> Vec<Threat> {
    let mut weighty: Vec<&Weight> = weights
        .iter()
        .filter(|weight| weight.level > Level::None)
        .collect();
    order::sort_by_key(&mut weighty, |weight| std::cmp::Reverse(weight.level));
    let mut threats = Vec::new();
    for threat in weighty.iter().flat_map(|weight| &weight.threats) {
        if !threats.contains(threat) {
            threats.push(*threat);
        }
    }
    threats
}

/// Of an undecided verdict the way out is to say what nobody said.
fn state(pivots: &[Pivot]) -> String {
    let flags: Vec<String> = pivots
        .iter()
        .map(|pivot| format!("`{}` ({})", pivot.fact.name(), pivot.fact.flag()))
        .collect();
    format!("State {}.", flags.join(", "))
}

/// The way out of the first of the weightiest concerns: the later ones follow from it more often
/// than not. What is done already is no way out.
fn fix(weights: &[Weight], worst: Level) -> Option<String> {
    let is_done = |weight: &Weight| {
        let condition = weight.condition.as_ref();
        condition.is_some_and(|condition| condition.state == State::Met)
    };
    let weightiest = weights
        .iter()
        .filter(|weight| weight.level == worst && worst > Level::None)
        .find(|weight| !is_done(weight))?;
    let condition = weightiest.condition.as_ref();
    weightiest
        .fix
        .clone()
        .or_else(|| condition.map(|condition| sentence(&condition.text)))
}

/// A demand as a sentence.
fn sentence(demand: &str) -> String {
    let mut characters = demand.chars();
    let first = characters
        .next()
        .map(|first| first.to_uppercase().to_string());
    format!("{}{}.", first.unwrap_or_default(), characters.as_str())
}
