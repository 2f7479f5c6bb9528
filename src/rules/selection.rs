//! Which rules run, and how severe their findings are.

use super::{ALL, Rule, Severity};

/// What a user decided about rules; by default every rule runs and speaks for itself.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Selection {
    /// By the place of the rule in [`ALL`]; empty where nothing was decided.
    levels: Vec<Option<Level>>,
}

/// What was decided about one rule.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Level {
    /// It does not run.
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
        self.levels.resize(ALL.len(), None);
        if let Some(place) = place(rule) {
            self.levels[place] = Some(level);
        }
    }

    /// Turns off every rule but these. These run, even if they were off before.
    pub fn only(&mut self, rules: &[&Rule]) {
        self.levels.resize(ALL.len(), None);
        for (level, rule) in self.levels.iter_mut().zip(ALL) {
            let is_chosen = rules.iter().any(|chosen| chosen.name == rule.name);
            match (is_chosen, *level) {
                (false, _) => *level = Some(Level::Off),
                (true, Some(Level::Off)) => *level = None,
                (true, _) => {}
            }
        }
    }

    /// What was decided about a rule, if anything.
    pub fn of(&self, rule: &Rule) -> Option<Level> {
        if self.levels.is_empty() {
            return None;
        }
        self.at(place(rule)?)
    }

    /// What was decided about the rule at a place of [`ALL`], if anything.
    pub(super) fn at(&self, place: usize) -> Option<Level> {
        self.levels.get(place).copied().flatten()
    }
}

fn place(rule: &Rule) -> Option<usize> {
    ALL.iter().position(|known| known.name == rule.name)
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
