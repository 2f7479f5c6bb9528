//! A concern: one question about a scene, and how much its answer weighs.

use super::{concerns, level::Level, scene::Scene};
use crate::{
    rules::{Finding, Rule, Threat},
    situation::FactName,
};

/// One of the fifteen questions; the verdict is the worst of their answers.
#[derive(Debug)]
pub struct Concern {
    /// `C1` to `C15`.
    pub id: &'static str,
    /// What it is about, in a word or two.
    pub name: &'static str,
    /// The step of the verdict that weighs it, see [`crate::explain::article::STEPS`].
    pub step: &'static str,
    /// The facts that its answer can depend on.
    pub reads: &'static [FactName],
    /// The question, as a pure function of the scene.
    pub weigh: fn(&Scene<'_>) -> Weight,
}

/// The answer of one concern.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Weight {
    /// How much it weighs.
    pub level: Level,
    /// What was observed and what follows; lower case, no full stop.
    pub reason: String,
    /// The rules that carry the argument and spoke, worst first.
    pub rules: Vec<&'static str>,
    /// What goes wrong, if it weighs anything.
    pub threats: Vec<Threat>,
    /// What makes it sound, where it weighs a condition.
    pub condition: Option<Condition>,
    /// The way out.
    pub fix: Option<String>,
    /// Whether the answer is an argument for sending the token, where it weighs nothing against it.
    pub speaks_for: bool,
}

/// Something that has to hold.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Condition {
    /// What, as a demand: "compare the audience on every request".
    pub text: String,
    /// Whether it holds.
    pub state: State,
}

/// Whether a condition holds.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum State {
    /// A fact shows that it does.
    Met,
    /// A fact shows that it does not.
    NotMet,
    /// No fact shows either.
    ToVerify,
}

impl State {
    /// The fixed name.
    pub fn name(self) -> &'static str {
        match self {
            Self::Met => "met",
            Self::NotMet => "not-met",
            Self::ToVerify => "to-verify",
        }
    }

    /// What a stated check is worth.
    pub fn of(check: Option<bool>) -> Self {
        match check {
            Some(true) => Self::Met,
            Some(false) => Self::NotMet,
            None => Self::ToVerify,
        }
    }
}

impl Weight {
    /// The question does not arise.
    pub fn idle(reason: impl Into<String>) -> Self {
        Self {
            speaks_for: false,
            ..Self::none(reason)
        }
    }

    /// Nothing against it, and that speaks for it.
    pub fn none(reason: impl Into<String>) -> Self {
        Self {
            level: Level::None,
            speaks_for: true,
            reason: reason.into(),
            rules: Vec::new(),
            threats: Vec::new(),
            condition: None,
            fix: None,
        }
    }

    /// Sound if something holds.
    pub fn condition(
        reason: impl Into<String>,
        threat: Threat,
        state: State,
        demand: impl Into<String>,
    ) -> Self {
        let demand = demand.into();
        Self {
            level: Level::Condition,
            threats: vec![threat],
            condition: Some(Condition {
                text: demand,
                state,
            }),
            ..Self::none(reason)
        }
    }

    /// A threat inside the trusted circle, or a maintenance cost.
    pub fn major(reason: impl Into<String>, threat: Threat, fix: impl Into<String>) -> Self {
        Self {
            level: Level::Major,
            threats: vec![threat],
            fix: Some(fix.into()),
            ..Self::none(reason)
        }
    }

    /// Somebody gets in who should not.
    pub fn blocker(reason: impl Into<String>, threat: Threat, fix: impl Into<String>) -> Self {
        Self {
            level: Level::Blocker,
            ..Self::major(reason, threat, fix)
        }
    }

    /// What a rule says, at a level.
    pub fn of_finding(level: Level, rule: &'static Rule, finding: &Finding) -> Self {
        let fix = finding.fix.as_deref().unwrap_or(rule.doc.fix);
        Self {
            level,
            rules: vec![rule.name],
            threats: rule.doc.threats.to_vec(),
            condition: (level == Level::Condition).then(|| Condition {
                text: demand(fix),
                state: State::NotMet,
            }),
            fix: Some(fix.to_owned()),
            ..Self::none(finding.message.clone())
        }
    }

    /// The same with the rules among these that spoke.
    #[must_use]
    pub fn with_rules(mut self, scene: &Scene<'_>, rules: &[&'static str]) -> Self {
        for rule in rules {
            if scene.fires(rule) && !self.rules.contains(rule) {
                self.rules.push(rule);
            }
        }
        self
    }

    /// The weightier of two answers; of equals the first.
    #[must_use]
    pub fn or_worse(self, other: Option<Self>) -> Self {
        match other {
            Some(other) if other.level > self.level => other,
            _ => self,
        }
    }
}

/// A sentence as a demand among others: lower case, no full stop.
fn demand(sentence: &str) -> String {
    let mut characters = sentence.trim_end_matches('.').chars();
    let first = characters
        .next()
        .map(|first| first.to_lowercase().to_string());
    format!("{}{}", first.unwrap_or_default(), characters.as_str())
}

/// The answers of the fifteen, in their order.
pub(super) fn weigh(scene: &Scene<'_>) -> Vec<Weight> {
    ALL.iter().map(|concern| (concern.weigh)(scene)).collect()
}

/// The fifteen, in the order of the steps.
pub static ALL: &[Concern] = &[
    concerns::integrity::CONCERN,
    concerns::kind::CONCERN,
    concerns::audience::CONCERN,
    concerns::presenter::CONCERN,
    concerns::need::CONCERN,
    concerns::consent::CONCERN,
    concerns::binding::CONCERN,
    concerns::transport::CONCERN,
    concerns::privacy::CONCERN,
    concerns::replay::CONCERN,
    concerns::life::CONCERN,
    concerns::forwarding::CONCERN,
    concerns::coupling::CONCERN,
    concerns::mixed_acceptance::CONCERN,
    concerns::one_time::CONCERN,
];
