//! The article on one screen: the same situation, four tokens, every receiver.

use clap::ValueEnum as _;

use super::{imagined::Imagined, level::Interval, scene::Function, spread};
use crate::{
    classify::Kind,
    rules::Case,
    situation::{Fact, Role, Situation},
};

/// What each token would get at one receiver.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Row {
    /// The receiver.
    pub role: Role,
    /// The verdicts, in the order of [`COLUMNS`].
    pub cells: [Interval; 4],
}

/// The tokens that are compared.
pub const COLUMNS: [&str; 4] = [
    "id-token",
    "opaque-access-token",
    "jwt-access-token",
    "bound-access-token",
];

/// Judges an ID token and three access tokens at every receiver, under the same facts otherwise. The
/// token at hand stands in its own column; the others are imagined, from the same issuer.
pub fn matrix(case: &Case<'_>, situation: &Situation) -> Vec<Row> {
    let row = |role: &Role| {
        let mut situation = situation.clone();
        situation.role = Fact::Stated(*role);
        if role.issues() && situation.client_ids.is_empty() {
            let presenter = case.presenter().map(|one| one.client.into_owned());
            situation.client_ids = presenter.into_iter().collect();
        }
        Row {
            role: *role,
            cells: [
                id_token(case, &situation),
                opaque(case, &situation),
                access_token(case, &situation, false),
                access_token(case, &situation, true),
            ],
        }
    };
    Role::value_variants().iter().map(row).collect()
}

fn id_token(case: &Case<'_>, situation: &Situation) -> Interval {
    if Function::of(case.likely_kind()) == Function::LoginProof {
        return spread::spread(case, situation).interval;
    }
    Imagined::id_token(case, situation)
        .in_place_of(case, |case| spread::spread(case, situation).interval)
}

fn opaque(case: &Case<'_>, situation: &Situation) -> Interval {
    Imagined::opaque().in_place_of(case, |case| spread::spread(case, situation).interval)
}

fn access_token(case: &Case<'_>, situation: &Situation, is_bound: bool) -> Interval {
    let is_this =
        case.kind == Kind::AccessToken && case.claims().is_some() && case.is_bound() == is_bound;
    if is_this {
        return spread::spread(case, situation).interval;
    }
    let mut situation = situation.clone();
    let imagined = Imagined::access_token(case, &mut situation, is_bound);
    imagined.in_place_of(case, |case| spread::spread(case, &situation).interval)
}
