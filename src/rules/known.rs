//! Judging one token after another of the same shape: only the rules are asked again that looked at
//! claims which differ.

use super::{
    Case,
    rule::Outcome,
    run::{self, Judgement, Kinds, TOKEN_RULES, TokenRule, Told},
};
use crate::{
    classify::Kind,
    token::{MemberSet, Notes},
};

/// What the rules said of the last token of a shape.
#[derive(Debug)]
pub struct Known {
    /// One a rule, in the order of the list: its own outcome, and the kinds for which it is an error.
    heard: Notes<(Outcome, Kinds)>,
    /// All kinds for which any of them is.
    wrong: Kinds,
    judgement: Judgement,
}

impl Known {
    /// Judges the first token of a shape.
    pub fn first(case: &Case<'_>, plausible: &[Kind]) -> Self {
        let rules: &[TokenRule] = &TOKEN_RULES;
        let ask = |rule| run::ask(&rules[rule], case, plausible);
        let mut heard = Notes::new(case.token, rules.len(), ask);
        let wrong = wrong(&heard);
        for (index, rule) in last() {
            let ask = || run::ask_last(rule, case, plausible, wrong);
            heard.replace(case.token, index, ask);
        }
        Self {
            judgement: settled(&heard, case),
            heard,
            wrong,
        }
    }

    /// Judges the next token of the shape, of which these claims differ from the last one's. All
    /// else that a rule may see has to be the same. Gives whether the judgement is another one.
    pub fn next(&mut self, case: &Case<'_>, plausible: &[Kind], differing: MemberSet) -> bool {
        let rules: &[TokenRule] = &TOKEN_RULES;
        let before = self.wrong;
        let mut changed = self.heard.renew(case.token, differing, |rule| {
            run::ask_last(&rules[rule], case, plausible, before)
        });
        if !changed.is_empty() {
            self.wrong = wrong(&self.heard);
        }
        if self.wrong != before {
            for (index, rule) in last() {
                let ask = || run::ask_last(rule, case, plausible, self.wrong);
                if self.heard.replace(case.token, index, ask) {
                    changed.push(index);
                }
            }
        }
        if !changed.is_empty() {
            self.settle_again(case, &changed);
        }
        !changed.is_empty()
    }

    /// The judgement on the last token.
    pub fn judgement(&self) -> &Judgement {
        &self.judgement
    }

    /// What settling does to findings is done to all of them anew; it leaves the rest as it is.
    fn settle_again(&mut self, case: &Case<'_>, changed: &[usize]) {
        if !case.policy.selection.is_default() {
            self.judgement = settled(&self.heard, case);
            return;
        }
        let told = &mut self.judgement.told;
        for (index, (told, (outcome, _))) in told.iter_mut().zip(self.heard.values()).enumerate() {
            if matches!(outcome, Outcome::Fires(_)) || changed.contains(&index) {
                told.outcome = outcome.clone();
            }
        }
        run::apply_precedence(told);
    }
}

/// The rules that wait for all others, with their places.
fn last() -> impl Iterator<Item = (usize, &'static TokenRule)> {
    let rules = TOKEN_RULES.iter().enumerate();
    rules.filter(|(_, rule)| rule.is_last())
}

fn wrong(heard: &Notes<(Outcome, Kinds)>) -> Kinds {
    let each = heard.values().iter();
    each.fold(0, |all, (_, wrong)| all | wrong)
}

fn settled(heard: &Notes<(Outcome, Kinds)>, case: &Case<'_>) -> Judgement {
    let told = TOKEN_RULES.iter().zip(heard.values());
    let told = told.map(|(rule, (outcome, _))| Told {
        rule: rule.rule,
        outcome: outcome.clone(),
    });
    run::settle(told.collect(), &case.policy.selection)
}
