//! The evidence table: what may be seen in a token, and which kinds it speaks for and against.
//!
//! The weights were calibrated together on tokens of six providers. One that moves is seen by
//! `tests/classification.rs`, which holds how many tokens come out certain, likely and ambiguous.

mod claims;
mod messages;
mod slots;
mod strings;
mod types;
mod vendors;

#[cfg(test)]
mod tests;

use std::{borrow::Cow, sync::LazyLock};

pub(super) use claims::PROFILE;
pub(super) use messages::speaks_about_itself;
pub(super) use vendors::{is_cognito_id_token, is_entra};

use super::{Kind, Profile, facts::Facts};
use crate::order;

/// Settles the kind alone, unless something settles another.
pub(super) const DECISIVE: i32 = 100;
/// Rules a kind out, unless something settles it.
pub(super) const EXCLUDED: i32 = -100;

/// One row of the table.
pub(super) struct Row {
    /// Its name, such as `E16`.
    pub(super) id: &'static str,
    /// What is seen and what it says, one clause.
    pub(super) says: &'static str,
    /// Looks for it.
    pub(super) test: fn(&Facts<'_>) -> Option<Sight>,
    /// What it weighs for (above zero) and against kinds; where that depends on what is seen, what
    /// it may weigh.
    pub(super) weights: &'static [Weight],
    /// What it weighs against every kind that [`Row::weights`] does not name; zero for nothing.
    pub(super) others: i32,
}

/// A weight: above zero for a kind, below against it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Weight {
    /// On this kind.
    On(Kind, i32),
    /// On an access token whose type is `at+jwt`.
    Typed(i32),
    /// On an access token that is a JWT by custom only.
    Untyped(i32),
}

impl Weight {
    fn of(self, profile: Profile) -> Option<(Kind, i32)> {
        match (self, profile) {
            (Self::On(kind, weight), _) => Some((kind, weight)),
            (Self::Typed(weight), Profile::Rfc9068) | (Self::Untyped(weight), Profile::DeFacto) => {
                Some((Kind::AccessToken, weight))
            }
            (Self::Typed(_), Profile::DeFacto) | (Self::Untyped(_), Profile::Rfc9068) => None,
        }
    }
}

/// What a row saw in a token.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Sight {
    pointer: &'static str,
    because: Option<Cow<'static, str>>,
    weights: Option<&'static [Weight]>,
    times: i32,
}

impl Sight {
    /// Something at this place; empty for the token as a whole.
    pub(super) fn at(pointer: &'static str) -> Self {
        Self {
            pointer,
            because: None,
            weights: None,
            times: 1,
        }
    }

    /// In words that fit this token better than the row's own.
    fn because(mut self, because: impl Into<Cow<'static, str>>) -> Self {
        self.because = Some(because.into());
        self
    }

    /// With weights that depend on what was seen.
    fn weighing(mut self, weights: &'static [Weight]) -> Self {
        self.weights = Some(weights);
        self
    }

    /// Seen that often.
    fn times(mut self, times: usize) -> Self {
        self.times = i32::try_from(times).unwrap_or(i32::MAX);
        self
    }
}

/// A row that holds for a token.
pub(super) struct Found {
    /// The row.
    pub(super) row: &'static Row,
    /// Whether it speaks of where the token stood: a prior that never outweighs the content.
    pub(super) is_prior: bool,
    sight: Sight,
    profile: Profile,
}

impl Found {
    /// The weights, as they count for this token.
    pub(super) fn weights(&self) -> impl Iterator<Item = (Kind, i32)> {
        self.sight
            .weights
            .unwrap_or(self.row.weights)
            .iter()
            .filter_map(|weight| weight.of(self.profile))
            .map(|(kind, weight)| (kind, weight.saturating_mul(self.sight.times)))
    }

    /// What it weighs for one kind, zero if it does not speak of it.
    pub(super) fn weight(&self, kind: Kind) -> i32 {
        let mut own = self.weights().filter(|(known, _)| *known == kind);
        own.next().map_or(self.row.others, |(_, weight)| weight)
    }

    /// What was seen and what it says.
    pub(super) fn because(&self) -> Cow<'static, str> {
        let own = || Cow::Borrowed(self.row.says);
        self.sight.because.clone().unwrap_or_else(own)
    }

    /// Where it stands.
    pub(super) fn pointer(&self) -> &'static str {
        self.sight.pointer
    }
}

/// The rows that speak of the token itself, shelf by shelf.
static CONTENT: [&[Row]; 5] = [
    types::ROWS,
    claims::ROWS,
    messages::ROWS,
    vendors::ROWS,
    strings::ROWS,
];

/// What the table says of one kind: evidence for it, then against it, the heaviest first.
pub fn signs(kind: Kind) -> Vec<Sign> {
    let content = CONTENT.iter().copied().flatten();
    let mut signs: Vec<Sign> = content
        .chain(slots::ROWS)
        .flat_map(|row| {
            let weights = row.weights.iter().filter_map(move |weight| {
                let (of, weight, profile) = match *weight {
                    Weight::On(of, weight) => (of, weight, None),
                    Weight::Typed(weight) => (Kind::AccessToken, weight, Some(Profile::Rfc9068)),
                    Weight::Untyped(weight) => (Kind::AccessToken, weight, Some(Profile::DeFacto)),
                };
                (of == kind).then_some(Sign {
                    id: row.id,
                    says: row.says,
                    weight,
                    profile,
                })
            });
            weights.collect::<Vec<_>>()
        })
        .collect();
    order::sort_by_key(&mut signs, |sign| {
        (sign.weight < 0, std::cmp::Reverse(sign.weight.abs()))
    });
    signs
}

/// One row of the evidence table, as it speaks of one kind.
#[derive(Debug, Clone, Copy)]
pub struct Sign {
    /// The name of the row, such as `E16`.
    pub id: &'static str,
    /// What is seen and what it says.
    pub says: &'static str,
    /// Above zero for the kind, below against it; 100 decides or excludes.
    pub weight: i32,
    /// For access tokens: the profile that it counts in, if only in one.
    pub profile: Option<Profile>,
}

/// All rows, and whether each speaks of where the token stood.
pub(super) static ROWS: LazyLock<Vec<(&Row, bool)>> = LazyLock::new(|| {
    let content = CONTENT.iter().copied().flatten().map(|row| (row, false));
    let prior = slots::ROWS.iter().map(|row| (row, true));
    content.chain(prior).collect()
});

/// The rows that hold, by what each of them saw.
pub(super) fn among(facts: &Facts<'_>, sights: impl Iterator<Item = Option<Sight>>) -> Vec<Found> {
    let profile = facts.profile();
    ROWS.iter()
        .zip(sights)
        .filter_map(|(&(row, is_prior), sight)| {
            sight.map(|sight| Found {
                row,
                is_prior,
                sight,
                profile,
            })
        })
        .collect()
}
