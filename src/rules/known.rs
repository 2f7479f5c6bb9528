//! Judging one token after another of the same shape: only the rules are asked again that looked at
//! claims which differ.

use super::{
    Case,
    rule::Outcome,
    run::{self, Judgement, Kinds, TOKEN_RULES, Told, TokenRule},
};
use crate::{classify::Kind, token::Members};

/// What the rules said of the last token of a shape, and which claims each of them looked at.
#[derive(Debug)]
pub struct Known {
    /// One a rule, in the order of the list, as the rule itself has it.
    heard: Vec<Heard>,
    /// What any of them looked at.
    all: Members,
    judgement: Judgement,
}

#[derive(Debug)]
struct Heard {
    outcome: Outcome,
    /// The kinds for which it is an error.
    wrong: Kinds,
    looked_at: Members,
}

impl Known {
    /// Judges the first token of a shape.
    pub fn first(case: &Case<'_>, plausible: &[Kind]) -> Self {
        let rules: &[TokenRule] = &TOKEN_RULES;
        case.token.looked_at();
        let heard = rules.iter().map(|rule| heard(rule, case, plausible));
        let mut known = Self {
            heard: heard.collect(),
            all: Members::NONE,
            judgement: Judgement::default(),
        };
        let wrong = known.wrong();
        for (rule, heard) in rules.iter().zip(&mut known.heard) {
            if let Some(outcome) = run::ask_last(rule, case, plausible, wrong) {
                heard.outcome = outcome;
                heard.looked_at = case.token.looked_at();
            }
        }
        known.settle(case);
        known.sum_up();
        known
    }

    /// Judges the next token of the shape, of which these claims differ from the last one's. All
    /// else that a rule may see has to be the same. Gives whether the judgement is another one.
    pub fn next(&mut self, case: &Case<'_>, plausible: &[Kind], differing: Members) -> bool {
        if !self.all.meets(differing) {
            return false;
        }
        let before = self.wrong();
        let mut changed = Vec::new();
        case.token.looked_at();
        for (index, rule) in TOKEN_RULES.iter().enumerate() {
            let known = &mut self.heard[index];
            if !rule.is_last() && known.looked_at.meets(differing) {
                let new = heard(rule, case, plausible);
                if new.outcome != known.outcome {
                    changed.push(index);
                }
                *known = new;
            }
        }
        let wrong = self.wrong();
        for (index, rule) in TOKEN_RULES.iter().enumerate() {
            let known = &mut self.heard[index];
            if (wrong != before || known.looked_at.meets(differing))
                && let Some(outcome) = run::ask_last(rule, case, plausible, wrong)
            {
                if outcome != known.outcome {
                    changed.push(index);
                }
                known.outcome = outcome;
                known.looked_at = case.token.looked_at();
            }
        }
        self.sum_up();
        if !changed.is_empty() {
            self.settle_again(case, &changed);
        }
        !changed.is_empty()
    }

    /// The judgement on the last token.
    pub fn judgement(&self) -> &Judgement {
        &self.judgement
    }

    fn wrong(&self) -> Kinds {
        self.heard.iter().fold(0, |all, heard| all | heard.wrong)
    }

    fn sum_up(&mut self) {
        let each = self.heard.iter();
        self.all = each.fold(Members::NONE, |all, heard| all.and(heard.looked_at));
    }

    fn settle(&mut self, case: &Case<'_>) {
        let told = TOKEN_RULES.iter().zip(&self.heard);
        let told = told.map(|(rule, heard)| Told {
            rule: rule.rule,
            outcome: heard.outcome.clone(),
        });
        self.judgement = run::settle(told.collect(), &case.policy.selection);
    }

    /// What settling does to findings is done to all of them anew; it leaves the rest as it is.
    fn settle_again(&mut self, case: &Case<'_>, changed: &[usize]) {
        if !case.policy.selection.is_default() {
            return self.settle(case);
        }
        let told = &mut self.judgement.told;
        for (index, (told, heard)) in told.iter_mut().zip(&self.heard).enumerate() {
            let has_findings = matches!(heard.outcome, Outcome::Fires(_));
            if has_findings || changed.contains(&index) {
                told.outcome = heard.outcome.clone();
            }
        }
        run::apply_precedence(told);
    }
}

fn heard(rule: &TokenRule, case: &Case<'_>, plausible: &[Kind]) -> Heard {
    let (outcome, wrong) = run::ask(rule, case, plausible);
    Heard {
        outcome,
        wrong,
        looked_at: case.token.looked_at(),
    }
}
