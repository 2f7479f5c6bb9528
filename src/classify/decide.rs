//! From the evidence to one answer: sums a kind, and how far apart they must be.

use super::{
    Certainty, Kind,
    evidence::{DECISIVE, EXCLUDED, Found},
};
use crate::order;

/// The sum from which an answer is likely, and by how much it must lead.
const LIKELY: (i32, i32) = (6, 3);
/// The sum from which an answer is certain without decisive evidence, and its lead.
const CERTAIN: (i32, i32) = (12, 6);
/// Evidence below this weight is a hint: hints add up, but make no candidate by themselves.
const MORE_THAN_A_HINT: i32 = 3;

/// What the sums say.
pub(super) struct Answer {
    /// The best candidate; [`Kind::Unknown`] if there is none.
    pub(super) kind: Kind,
    /// How sure.
    pub(super) certainty: Certainty,
    /// The candidates with a positive sum, best first.
    pub(super) ranking: Vec<(Kind, i32)>,
}

/// The answer of all evidence. Where a token stood may complete what its content says, never
/// outweigh it: an ID token in the field `access_token` stays an ID token.
pub(super) fn answer(found: &[Found], scores: &Scores) -> Answer {
    let all = scores.answer();
    if !found.iter().any(|one| one.is_prior) {
        return all;
    }
    let content = Scores::of(found.iter().filter(|one| !one.is_prior)).answer();
    if content.certainty == Certainty::Ambiguous {
        return all;
    }
    let certainty = if all.kind == content.kind {
        all.certainty.max(Certainty::Likely)
    } else {
        Certainty::Likely
    };
    Answer {
        kind: content.kind,
        certainty,
        ranking: all.ranking,
    }
}

/// One sum a kind.
pub(super) struct Scores([Score; Kind::ALL.len()]);

#[derive(Clone, Copy, Default)]
struct Score {
    sum: i32,
    heaviest: i32,
    is_excluded: bool,
}

impl Score {
    fn add(&mut self, weight: i32) {
        self.sum += weight;
        self.heaviest = self.heaviest.max(weight);
        self.is_excluded |= weight <= EXCLUDED;
    }

    fn is_decided(self) -> bool {
        self.heaviest >= DECISIVE
    }
}

impl Scores {
    /// Sums up evidence.
    pub(super) fn of<'a>(found: impl Iterator<Item = &'a Found>) -> Self {
        let mut scores = Self([Score::default(); Kind::ALL.len()]);
        for one in found {
            if one.row.others == 0 {
                for (kind, weight) in one.weights() {
                    scores.0[kind as usize].add(weight);
                }
            } else {
                for &kind in Kind::ALL {
                    scores.0[kind as usize].add(one.weight(kind));
                }
            }
        }
        scores
    }

    /// Whether anything but hints speaks for the kind. ID tokens and access tokens always count,
    /// since they are what a token mostly is.
    pub(super) fn is_candidate(&self, kind: Kind) -> bool {
        matches!(kind, Kind::IdToken | Kind::AccessToken)
            || self.0[kind as usize].heaviest >= MORE_THAN_A_HINT
    }

    /// The sum of a kind.
    pub(super) fn sum(&self, kind: Kind) -> i32 {
        self.0[kind as usize].sum
    }

    fn answer(&self) -> Answer {
        let score = |kind: Kind| self.0[kind as usize];
        let rank = |kind: Kind| (score(kind).is_decided(), score(kind).sum);
        let mut kinds: Vec<Kind> = Kind::ALL
            .iter()
            .copied()
            // The serialization says that a token is encrypted; the question is what is inside.
            .filter(|&kind| kind != Kind::Encrypted && self.is_candidate(kind))
            .filter(|&kind| score(kind).sum > 0 || score(kind).is_decided())
            .collect();
        order::sort_by_key(&mut kinds, |&kind| std::cmp::Reverse(rank(kind)));
        let ranking = kinds.iter().map(|&kind| (kind, score(kind).sum)).collect();
        let (kind, certainty) = match *kinds.as_slice() {
            [] => (Kind::Unknown, Certainty::Ambiguous),
            [kind] => (kind, certainty(score(kind), Score::default())),
            [kind, next, ..] => (kind, certainty(score(kind), score(next))),
        };
        Answer {
            kind,
            certainty,
            ranking,
        }
    }
}

fn certainty(best: Score, next: Score) -> Certainty {
    if best.is_excluded || next.is_decided() {
        return Certainty::Ambiguous;
    }
    let lead = best.sum - next.sum;
    let reaches = |(sum, ahead): (i32, i32)| best.sum >= sum && lead >= ahead;
    if best.is_decided() || reaches(CERTAIN) {
        Certainty::Certain
    } else if reaches(LIKELY) {
        Certainty::Likely
    } else {
        Certainty::Ambiguous
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn score(sum: i32, heaviest: i32, is_excluded: bool) -> Score {
        Score {
            sum,
            heaviest,
            is_excluded,
        }
    }

    #[test]
    fn the_thresholds() {
        let plain = |best, next| certainty(score(best, 10, false), score(next, 3, false));
        assert_eq!(plain(12, 6), Certainty::Certain);
        assert_eq!(plain(12, 7), Certainty::Likely);
        assert_eq!(plain(11, 0), Certainty::Likely);
        assert_eq!(plain(6, 3), Certainty::Likely);
        assert_eq!(plain(6, 4), Certainty::Ambiguous);
        assert_eq!(plain(5, 0), Certainty::Ambiguous);
    }

    #[test]
    fn decisive_evidence_needs_no_sum_but_must_stand_alone() {
        let decided = score(40, DECISIVE, false);
        assert_eq!(certainty(decided, score(39, 30, false)), Certainty::Certain);
        assert_eq!(
            certainty(decided, score(39, DECISIVE, false)),
            Certainty::Ambiguous
        );
        let excluded = score(40, DECISIVE, true);
        assert_eq!(
            certainty(excluded, score(0, 0, false)),
            Certainty::Ambiguous
        );
    }

    #[test]
    fn kinds_index_the_scores() {
        for (index, &kind) in Kind::ALL.iter().enumerate() {
            assert_eq!(kind as usize, index);
        }
    }
}
