//! How much a concern weighs, and what a verdict can say.

use std::fmt;

use serde::Serialize;

/// How much one concern speaks against sending the token. The order is that of the weight.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize)]
#[serde(rename_all = "lowercase")]
pub enum Level {
    /// Settled by facts that were read or stated.
    None,
    /// Sound if a condition holds.
    Condition,
    /// No outsider gets in, but a threat inside the trusted circle or a maintenance cost stays.
    Major,
    /// Somebody who should not gets in, or the protection that was asked for is absent.
    Blocker,
}

impl Level {
    /// The fixed name.
    pub fn name(self) -> &'static str {
        match self {
            Self::None => "none",
            Self::Condition => "condition",
            Self::Major => "major",
            Self::Blocker => "blocker",
        }
    }

    /// The verdict if this is the worst level of all concerns.
    pub fn value(self) -> Value {
        match self {
            Self::None => Value::Accept,
            Self::Condition => Value::AcceptWithConditions,
            Self::Major => Value::Discouraged,
            Self::Blocker => Value::Reject,
        }
    }
}

/// The answer to "may this token be sent there?", from the best to the worst, and the one that
/// depends on facts nobody stated.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum Value {
    /// Every concern is settled.
    Accept,
    /// Sound if the conditions that are listed hold.
    AcceptWithConditions,
    /// It works, and a better way is named.
    Discouraged,
    /// It lets the wrong one in; the threat is named.
    Reject,
    /// The facts at hand allow several of the above.
    Undecided,
}

impl Value {
    /// The fixed name.
    pub fn name(self) -> &'static str {
        match self {
            Self::Accept => "accept",
            Self::AcceptWithConditions => "accept-with-conditions",
            Self::Discouraged => "discouraged",
            Self::Reject => "reject",
            Self::Undecided => "undecided",
        }
    }

    /// Whether the exit status is 0: nothing stands in the way but conditions that are listed.
    pub fn permits(self) -> bool {
        matches!(self, Self::Accept | Self::AcceptWithConditions)
    }
}

impl fmt::Display for Value {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str(self.name())
    }
}

/// The best and the worst that the facts at hand allow.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct Interval {
    /// With every unknown fact at its best.
    pub best: Level,
    /// With every unknown fact at its worst.
    pub worst: Level,
}

impl Interval {
    /// The verdict: the value where both ends meet, else undecided.
    pub fn value(self) -> Value {
        if self.best == self.worst {
            self.best.value()
        } else {
            Value::Undecided
        }
    }

    /// Whether the other lies within this one.
    pub fn holds(self, other: Self) -> bool {
        self.best <= other.best && other.worst <= self.worst
    }

    /// The smallest that holds both.
    #[must_use]
    pub fn joined(self, other: Self) -> Self {
        Self {
            best: self.best.min(other.best),
            worst: self.worst.max(other.worst),
        }
    }
}

impl fmt::Display for Interval {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        if self.best == self.worst {
            write!(formatter, "{}", self.best.value())
        } else {
            write!(formatter, "{} … {}", self.best.value(), self.worst.value())
        }
    }
}
