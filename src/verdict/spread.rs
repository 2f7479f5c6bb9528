//! The best and the worst that the known facts allow, and the unknown ones that decide.

use std::borrow::Cow;

use super::{
    concern::{self, Weight},
    level::{Interval, Level},
    scene::Scene,
    unknown::{self, Choice, ENUMERATED, End, Unknown},
};
use crate::{
    rules::Case,
    situation::{FactName, Situation},
};

/// All answers at both ends.
#[derive(Debug)]
pub(super) struct Spread {
    pub(super) interval: Interval,
    /// The situation at the best end, without gaps.
    pub(super) best: Situation,
    /// The situation at the worst end.
    pub(super) worst: Situation,
}

/// An unknown fact that moves an end of the interval.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Pivot {
    /// The fact.
    pub fact: FactName,
    /// What each of its values would leave open.
    pub moves: Vec<Move>,
}

/// What the verdict would be if an unknown fact had a value.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Move {
    /// The value in words, with those of other facts if they only decide together.
    pub value: Cow<'static, str>,
    /// What it leaves open.
    pub interval: Interval,
}

/// The answers of the fifteen in a situation without gaps.
pub(super) fn weigh(case: &Case<'_>, situation: &Situation) -> Vec<Weight> {
    concern::weigh(&Scene::of(Case { situation, ..*case }))
}

/// The worst of the answers.
pub(super) fn level(weights: &[Weight]) -> Level {
    let levels = weights.iter().map(|weight| weight.level);
    levels.max().unwrap_or(Level::None)
}

/// Judges at both ends of what is unknown.
///
/// Every ordered fact is at its best (or worst) for all concerns at once, so the two corners are the
/// ends; role and need have no order, so all their values are tried.
pub(super) fn spread(case: &Case<'_>, situation: &Situation) -> Spread {
    let mut found: Option<Spread> = None;
    for situation in enumerated(case, situation) {
        let [best, worst] = [End::Best, End::Worst].map(|end| {
            let mut filled = situation.clone();
            unknown::fill(case, &mut filled, end);
            let level = level(&weigh(case, &filled));
            (level, filled)
        });
        found = Some(match found {
            None => Spread {
                interval: Interval {
                    best: best.0,
                    worst: worst.0,
                },
                best: best.1,
                worst: worst.1,
            },
            Some(mut so_far) => {
                if best.0 < so_far.interval.best {
                    (so_far.interval.best, so_far.best) = best;
                }
                if worst.0 > so_far.interval.worst {
                    (so_far.interval.worst, so_far.worst) = worst;
                }
                so_far
            }
        });
    }
    found.expect("at least the situation itself is judged")
}

/// The situation with each value of the unordered facts that are unknown.
fn enumerated(case: &Case<'_>, situation: &Situation) -> Vec<Situation> {
    let mut situation = situation.clone();
    situation.complete();
    let mut situations = vec![situation];
    for unknown in unknown::ALL
        .iter()
        .filter(|unknown| ENUMERATED.contains(&unknown.name))
    {
        situations = situations
            .into_iter()
            .flat_map(|situation| match (unknown.is_open)(case, &situation) {
                false => vec![situation],
                true => (unknown.choices)()
                    .iter()
                    .map(|choice| with(case, &situation, choice))
                    .collect(),
            })
            .collect();
    }
    situations
}

fn with(case: &Case<'_>, situation: &Situation, choice: &Choice) -> Situation {
    let mut situation = situation.clone();
    (choice.set)(case, &mut situation);
    situation.complete();
    situation
}

/// The unknown facts that move an end of the interval, each with what its values would leave open. If
/// none does so alone, those that do together.
pub(super) fn pivots(case: &Case<'_>, situation: &Situation, interval: Interval) -> Vec<Pivot> {
    if interval.best == interval.worst {
        return Vec::new();
    }
    let mut completed = situation.clone();
    completed.complete();
    let open: Vec<&Unknown> = unknown::ALL
        .iter()
        .filter(|unknown| (unknown.is_open)(case, &completed))
        .collect();
    let alone: Vec<Pivot> = open
        .iter()
        .filter_map(|unknown| pivot(case, &completed, unknown, &[], interval))
        .collect();
    if !alone.is_empty() {
        return alone;
    }
    let together = together(case, &completed, &open, interval);
    (0..together.len())
        .filter_map(|place| {
            let mut others = together.clone();
            let (unknown, _) = others.remove(place);
            pivot(case, &completed, unknown, &others, interval)
        })
        .collect()
}

/// The fewest facts that move an end together, each with a value that helps.
fn together<'a>(
    case: &Case<'_>,
    situation: &Situation,
    open: &[&'a Unknown],
    interval: Interval,
) -> Vec<(&'a Unknown, Choice)> {
    let left =
        |stated: &[(&Unknown, Choice)]| spread(case, &stating(case, situation, stated)).interval;
    let mut stated: Vec<(&Unknown, Choice)> = Vec::new();
    for &unknown in open {
        let choices = (unknown.choices)();
        let best = choices.iter().copied().min_by_key(|choice| {
            let mut stated = stated.clone();
            stated.push((unknown, *choice));
            let left = left(&stated);
            (left.worst, left.best)
        });
        stated.extend(best.map(|choice| (unknown, choice)));
        if left(&stated) != interval {
            break;
        }
    }
    // What it takes no longer once the later ones are there.
    let mut place = 0;
    while place < stated.len() {
        let mut fewer = stated.clone();
        fewer.remove(place);
        match left(&fewer) == interval {
            true => place += 1,
            false => stated = fewer,
        }
    }
    stated
}

fn stating(case: &Case<'_>, situation: &Situation, stated: &[(&Unknown, Choice)]) -> Situation {
    let mut situation = situation.clone();
    for (_, choice) in stated {
        situation = with(case, &situation, choice);
    }
    situation
}

/// What the values of a fact leave open beside these values of others; `None` if they move nothing.
fn pivot(
    case: &Case<'_>,
    situation: &Situation,
    unknown: &Unknown,
    others: &[(&Unknown, Choice)],
    interval: Interval,
) -> Option<Pivot> {
    let situation = stating(case, situation, others);
    let beside: String = others
        .iter()
        .map(|(other, choice)| format!(", with `{}` {}", other.name.name(), choice.words))
        .collect();
    let moves: Vec<Move> = (unknown.choices)()
        .iter()
        .map(|choice| Move {
            value: match beside.as_str() {
                "" => choice.words.into(),
                beside => format!("{}{beside}", choice.words).into(),
            },
            interval: spread(case, &with(case, &situation, choice)).interval,
        })
        .collect();
    moves
        .iter()
        .any(|one| one.interval != interval)
        .then_some(Pivot {
            fact: unknown.name,
            moves,
        })
}
