//! Which rules count, and how severe their findings are.

use super::{Outcome, Rule, Severity};

/// What a user decided about rules; by default every rule counts and speaks for itself.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Selection {
    /// By the name of the rule; each once.
    levels: Vec<(&'static str, Level)>,
    /// If there are any, no other rule counts.
    only: Vec<&'static str>,
}

/// What was decided about one rule.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Level {
    /// It does not count: neither its findings nor its precedence.
    Off,
    /// All its findings have this severity.
    As(Severity),
}

impl Level {
    /// Every level, the most severe first.
    pub const ALL: [Self; 5] = [
        Self::As(Severity::Error),
        Self::As(Severity::Warn),
        Self::As(Severity::Info),
        Self::As(Severity::Note),
        Self::Off,
    ];

    /// The fixed name: that of a severity, or `off`.
    pub fn name(self) -> &'static str {
        match self {
            Self::Off => "off",
            Self::As(severity) => severity.name(),
        }
    }

    /// The level of that name.
    pub fn from_name(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|level| level.name() == name)
    }
}

impl Selection {
    /// Decides about one rule; what was decided before is forgotten.
    pub fn set(&mut self, rule: &Rule, level: Level) {
        self.levels.retain(|(name, _)| *name != rule.name);
        self.levels.push((rule.name, level));
    }

    /// Turns off every rule but these. These count, even if they were off before.
    pub fn only(&mut self, rules: &[&Rule]) {
        self.only = rules.iter().map(|rule| rule.name).collect();
        let only = &self.only;
        self.levels
            .retain(|(name, level)| *level != Level::Off || !only.contains(name));
    }

    /// What was decided about a rule, if anything.
    pub fn of(&self, rule: &Rule) -> Option<Level> {
        if !self.only.is_empty() && !self.only.contains(&rule.name) {
            return Some(Level::Off);
        }
        let stated = self.levels.iter().find(|(name, _)| *name == rule.name);
        stated.map(|(_, level)| *level)
    }

    /// Whether nothing was decided.
    pub(super) fn is_default(&self) -> bool {
        self.levels.is_empty() && self.only.is_empty()
    }

    /// Gives the findings of a rule the severity that was decided.
    pub(super) fn weigh(&self, rule: &Rule, outcome: &mut Outcome) {
        if let Outcome::Fires(findings) = outcome
            && let Some(Level::As(severity)) = self.of(rule)
        {
            for finding in findings {
                finding.severity = severity;
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::rules::find;

    #[test]
    fn only_turns_the_others_off_and_keeps_severities() {
        let [expired, alg_none, crit] =
            ["expired", "alg-none", "crit-not-understood"].map(|name| find(name).unwrap());
        let mut selection = Selection::default();
        assert_eq!(selection.of(expired), None);
        selection.set(expired, Level::As(Severity::Note));
        selection.set(alg_none, Level::Off);
        selection.only(&[expired, alg_none]);
        assert_eq!(selection.of(expired), Some(Level::As(Severity::Note)));
        assert_eq!(selection.of(alg_none), None, "named, so it runs");
        assert_eq!(selection.of(crit), Some(Level::Off));
    }
}
