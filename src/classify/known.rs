//! Classifying one token after another of the same shape: only the evidence is looked for again that
//! looked at claims which differ.

use std::sync::Arc;

use super::{
    Classification, Context, answer,
    evidence::{self, Sight},
    facts::Facts,
};
use crate::token::{Members, Token};

/// Which token the last one of a shape was, and which claims each step on the way looked at.
#[derive(Debug)]
pub struct Known {
    /// What every row of the table goes by.
    basis: Members,
    rows: Vec<Row>,
    /// What the sum of the evidence went by.
    answer: Members,
    /// All of these.
    all: Members,
    classification: Arc<Classification>,
}

#[derive(Debug)]
struct Row {
    looked_at: Members,
    sight: Option<Sight>,
}

impl Known {
    /// Classifies the first token of a shape.
    pub fn first(token: &Token, context: Context<'_>) -> Self {
        token.looked_at();
        let facts = Facts::of(token, context);
        let basis = token.looked_at();
        let rows: Vec<Row> = evidence::rows()
            .map(|(row, _)| Row {
                sight: (row.test)(&facts),
                looked_at: token.looked_at(),
            })
            .collect();
        let sights = rows.iter().map(|row| row.sight.clone());
        let classification = answer(token, &facts, &evidence::among(&facts, sights));
        let answer = token.looked_at();
        Self {
            basis,
            all: all(basis, &rows, answer),
            rows,
            answer,
            classification: Arc::new(classification),
        }
    }

    /// Classifies the next token of the shape, of which these claims differ from the last one's.
    /// Gives whether the answer is another one.
    pub fn next(&mut self, token: &Token, context: Context<'_>, differing: Members) -> bool {
        if !self.all.meets(differing) {
            return false;
        }
        let before = Arc::clone(&self.classification);
        if self.basis.meets(differing) {
            *self = Self::first(token, context);
        } else {
            self.go_on(token, context, differing);
        }
        self.classification != before
    }

    fn go_on(&mut self, token: &Token, context: Context<'_>, differing: Members) {
        let facts = Facts::of(token, context);
        token.looked_at();
        let mut has_changed = self.answer.meets(differing);
        for ((row, _), known) in evidence::rows().zip(&mut self.rows) {
            if known.looked_at.meets(differing) {
                let sight = (row.test)(&facts);
                has_changed |= sight != known.sight;
                *known = Row {
                    sight,
                    looked_at: token.looked_at(),
                };
            }
        }
        if has_changed {
            let sights = self.rows.iter().map(|row| row.sight.clone());
            let found = evidence::among(&facts, sights);
            self.classification = Arc::new(answer(token, &facts, &found));
            self.answer = token.looked_at();
        }
        self.all = all(self.basis, &self.rows, self.answer);
    }

    /// The answer for the last token.
    pub fn classification(&self) -> &Arc<Classification> {
        &self.classification
    }
}

fn all(basis: Members, rows: &[Row], answer: Members) -> Members {
    rows.iter()
        .fold(basis.and(answer), |all, row| all.and(row.looked_at))
}
