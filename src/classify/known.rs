//! Classifying one token after another of the same shape: only the evidence is looked for again that
//! looked at claims which differ.

use super::{
    Classification, Context, answer,
    contradictions::PAIRS,
    evidence::{self, ROWS, Sight},
    facts::Facts,
};
use crate::token::{MemberSet, Noted, Notes, Token};

/// Which token the last one of a shape was, and what that follows from.
#[derive(Debug)]
pub struct Known {
    /// What every row of the table goes by.
    basis: MemberSet,
    /// What each row of the table saw.
    rows: Notes<Option<Sight>>,
    /// Which of the pairs that do not go together are there.
    pairs: Notes<bool>,
    /// What follows from all of these.
    answer: Noted<Classification>,
}

impl Known {
    /// Classifies the first token of a shape.
    pub fn first(token: &Token, context: Context<'_>) -> Self {
        let (facts, basis) = token.noting(|| Facts::of(token, context));
        let rows = Notes::new(token, ROWS.len(), |row| (ROWS[row].0.test)(&facts));
        let pairs = Notes::new(token, PAIRS.len(), |pair| (PAIRS[pair].test)(&facts));
        let answer = Noted::new(token, || sum(token, &facts, &rows, &pairs));
        Self {
            basis,
            rows,
            pairs,
            answer,
        }
    }

    /// Classifies the next token of the shape, of which these claims differ from the last one's.
    /// Gives whether the answer is another one.
    pub fn next(&mut self, token: &Token, context: Context<'_>, differing: MemberSet) -> bool {
        if !self.looked_at().meets(differing) {
            return false;
        }
        if self.basis.meets(differing) {
            let new = Self::first(token, context);
            let is_other = new.classification() != self.classification();
            *self = new;
            return is_other;
        }
        let facts = Facts::of(token, context);
        let (rows, pairs) = (&mut self.rows, &mut self.pairs);
        let rows = rows.renew(token, differing, |row| (ROWS[row].0.test)(&facts));
        let pairs = pairs.renew(token, differing, |pair| (PAIRS[pair].test)(&facts));
        let sum = || sum(token, &facts, &self.rows, &self.pairs);
        if rows.is_empty() && pairs.is_empty() {
            self.answer.renew(token, differing, sum)
        } else {
            self.answer.replace(token, sum)
        }
    }

    /// The answer for the last token.
    pub fn classification(&self) -> &Classification {
        self.answer.value()
    }

    /// The same, when no more tokens follow.
    pub fn into_classification(self) -> Classification {
        self.answer.into_value()
    }

    fn looked_at(&self) -> MemberSet {
        let found = self.rows.looked_at().union(self.pairs.looked_at());
        self.basis.union(found).union(self.answer.looked_at())
    }
}

fn sum(
    token: &Token,
    facts: &Facts<'_>,
    rows: &Notes<Option<Sight>>,
    pairs: &Notes<bool>,
) -> Classification {
    let found = evidence::among(facts, rows.values().iter().cloned());
    answer(token, facts, &found, pairs.values().iter().copied())
}
