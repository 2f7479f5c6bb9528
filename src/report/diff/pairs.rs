//! Which token of one side stands for which of the other.

use crate::{report::TokenReport, token::Token};

/// A token with what was said of it.
type Judged = (TokenReport, Token);

/// Whether two tokens may stand for each other.
type Test<'a> = &'a dyn Fn(&TokenReport, &TokenReport) -> bool;

/// Who stands for whom.
pub(super) struct Matched {
    pub(super) pairs: Vec<(Judged, Judged)>,
    pub(super) only_a: Vec<TokenReport>,
    pub(super) only_b: Vec<TokenReport>,
}

/// Pairs tokens of the same field and kind, then of the same field, then of the same kind, and at
/// last what is left over if it is one on each side.
pub(super) fn matched(a: Vec<Judged>, b: Vec<Judged>) -> Matched {
    let same_slot = |one: &TokenReport, other: &TokenReport| {
        one.place.slot.is_some() && one.place.slot == other.place.slot
    };
    let same_kind = |one: &TokenReport, other: &TokenReport| {
        one.classification.kind == other.classification.kind
    };
    let tests: [Test<'_>; 3] = [
        &|one, other| same_slot(one, other) && same_kind(one, other),
        &same_slot,
        &same_kind,
    ];
    let mut partners: Vec<Option<usize>> = vec![None; a.len()];
    let mut taken = vec![false; b.len()];
    for test in tests {
        for (index, (one, _)) in a.iter().enumerate() {
            if partners[index].is_some() {
                continue;
            }
            let mut others = b.iter().enumerate();
            let found = others.find(|(at, (other, _))| !taken[*at] && test(one, other));
            if let Some((at, _)) = found {
                partners[index] = Some(at);
                taken[at] = true;
            }
        }
    }
    let left: Vec<usize> = (0..b.len()).filter(|at| !taken[*at]).collect();
    let alone: Vec<usize> = (0..a.len()).filter(|at| partners[*at].is_none()).collect();
    if let ([index], [at]) = (alone.as_slice(), left.as_slice()) {
        partners[*index] = Some(*at);
    }
    let mut b: Vec<Option<Judged>> = b.into_iter().map(Some).collect();
    let mut matched = Matched {
        pairs: Vec::new(),
        only_a: Vec::new(),
        only_b: Vec::new(),
    };
    for (one, partner) in a.into_iter().zip(partners) {
        match partner.and_then(|at| b[at].take()) {
            Some(other) => matched.pairs.push((one, other)),
            None => matched.only_a.push(one.0),
        }
    }
    matched.only_b = b.into_iter().flatten().map(|(report, _)| report).collect();
    matched
}
