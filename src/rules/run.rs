//! Running the rules over one token: every plausible kind, and the precedence between rules.

use std::sync::LazyLock;

use super::{
    ALL, Case, ProviderCase,
    rule::{Check, Finding, Outcome, Rule, Severity},
    selection::{Level, Selection},
};
use crate::{classify::Kind, order};

/// What all rules said about one token.
#[derive(Debug, Default)]
pub struct Judgement {
    /// One entry a rule, in the order of the list.
    pub told: Vec<Told>,
    /// The rules that the user turned off, whatever they would say.
    pub off: Vec<&'static Rule>,
}

/// What one rule said.
#[derive(Debug)]
pub struct Told {
    /// The rule.
    pub rule: &'static Rule,
    /// Its outcome over all plausible kinds.
    pub outcome: Outcome,
}

impl Judgement {
    /// Without the findings below a severity.
    #[must_use]
    pub fn from_severity(mut self, least: Severity) -> Self {
        for told in &mut self.told {
            if let Outcome::Fires(findings) = &mut told.outcome {
                findings.retain(|finding| finding.severity >= least);
                if findings.is_empty() {
                    told.outcome = Outcome::Silent;
                }
            }
        }
        self
    }

    /// All findings with their rules, worst first, in the order of the list within a severity.
    pub fn findings(&self) -> Vec<(&'static Rule, &Finding)> {
        let mut findings: Vec<(&'static Rule, &Finding)> = self
            .told
            .iter()
            .filter_map(|told| match &told.outcome {
                Outcome::Fires(findings) => Some((told.rule, findings)),
                _ => None,
            })
            .flat_map(|(rule, findings)| findings.iter().map(move |finding| (rule, finding)))
            .collect();
        order::sort_by_key(&mut findings, |(_, finding)| {
            std::cmp::Reverse(finding.severity)
        });
        findings
    }
}

/// Runs the rules about providers.
pub fn judge_provider(case: &ProviderCase<'_>) -> Judgement {
    let told: Vec<Told> = ALL
        .iter()
        .copied()
        .filter_map(|rule| match rule.check {
            Check::Provider(check)
            | Check::Both {
                provider: check, ..
            } => Some(Told {
                rule,
                outcome: check(case),
            }),
            Check::Token(_) | Check::Last(_) | Check::Weighed(_) => None,
        })
        .collect();
    settle(told, &case.policy.selection)
}

/// Runs the rules about tokens, as the user selected them. `plausible` holds one kind, or several for
/// an ambiguous token; then what only holds for one of them says so.
pub fn judge(case: &Case<'_>, plausible: &[Kind]) -> Judgement {
    settle(hear(case, plausible), &case.policy.selection)
}

/// The same with every rule at its own severity: what a user wants to read about is no reason to
/// accept a token.
pub fn judge_all(case: &Case<'_>, plausible: &[Kind]) -> Judgement {
    settle(hear(case, plausible), &Selection::default())
}

fn hear(case: &Case<'_>, plausible: &[Kind]) -> Vec<Told> {
    let rules: &[TokenRule] = &TOKEN_RULES;
    let mut wrong = 0;
    let mut told = Vec::with_capacity(rules.len());
    for rule in rules {
        let (outcome, of) = ask(rule, case, plausible);
        wrong |= of;
        let rule = rule.rule;
        told.push(Told { rule, outcome });
    }
    for (rule, told) in rules.iter().zip(&mut told) {
        if rule.is_last() {
            (told.outcome, _) = ask_last(rule, case, plausible, wrong);
        }
    }
    told
}

/// What a rule says of every plausible kind, and the kinds for which that is an error.
pub(super) fn ask(rule: &TokenRule, case: &Case<'_>, plausible: &[Kind]) -> (Outcome, Kinds) {
    if rule.kinds & set(plausible) == 0 {
        return (OTHER_KINDS, 0);
    }
    let mut wrong = 0;
    let outcome = over_kinds(plausible, |kind| {
        let outcome = match rule.check {
            TokenCheck::Plain(check) => as_kind(rule, case, kind, check),
            // Its turn comes when all others were heard.
            TokenCheck::Last(_) => Outcome::Silent,
            TokenCheck::Weighed(_) => Outcome::NotApplicable(NOT_ASKED),
        };
        if worst(&outcome) == Some(Severity::Error) {
            wrong |= bit(kind);
        }
        outcome
    });
    (outcome, wrong)
}

/// The same of a rule that waits for all others, given the kinds that are wrong by them.
pub(super) fn ask_last(
    rule: &TokenRule,
    case: &Case<'_>,
    plausible: &[Kind],
    wrong: Kinds,
) -> (Outcome, Kinds) {
    let TokenCheck::Last(check) = rule.check else {
        return ask(rule, case, plausible);
    };
    let is_wrong = |kind: &Kind| wrong & bit(*kind) != 0;
    let wrong: Vec<Kind> = plausible.iter().copied().filter(is_wrong).collect();
    let outcome = over_kinds(plausible, |kind| {
        as_kind(rule, case, kind, |case| check(case, &wrong))
    });
    (outcome, 0)
}

/// Leaves out the rules that are off, so that they silence nobody; then precedence, by what the rules
/// themselves hold of their findings; then the severities that the user wants.
pub(super) fn settle(mut told: Vec<Told>, selection: &Selection) -> Judgement {
    let mut off = Vec::new();
    if !selection.is_default() {
        told.retain(|told| {
            let is_off = selection.of(told.rule) == Some(Level::Off);
            if is_off {
                off.push(told.rule);
            }
            !is_off
        });
    }
    apply_precedence(&mut told);
    for told in &mut told {
        selection.weigh(told.rule, &mut told.outcome);
    }
    Judgement { told, off }
}

const NOT_ASKED: &str = "nobody asked whether the token may be sent";

/// Runs the rules that wait for the verdict.
pub fn judge_weighed(
    judgement: &mut Judgement,
    case: &Case<'_>,
    plausible: &[Kind],
    permits: bool,
) {
    for rule in TOKEN_RULES.iter() {
        let TokenCheck::Weighed(check) = rule.check else {
            continue;
        };
        let told = judgement
            .told
            .iter_mut()
            .find(|told| told.rule.name == rule.rule.name);
        if let Some(told) = told {
            told.outcome = over_kinds(plausible, |kind| {
                as_kind(rule, case, kind, |case| check(case, permits))
            });
            case.policy.selection.weigh(told.rule, &mut told.outcome);
        }
    }
}

/// What a rule about other kinds of token has to say.
const OTHER_KINDS: Outcome = Outcome::NotApplicable("this rule speaks about other kinds of token");

/// A set of kinds, one bit each.
pub(super) type Kinds = u32;

fn bit(kind: Kind) -> Kinds {
    1 << kind as u32
}

fn set(kinds: &[Kind]) -> Kinds {
    kinds.iter().fold(0, |kinds, kind| kinds | bit(*kind))
}

/// A rule about tokens, with the kinds it speaks about as a set: most rules are passed over by
/// their kind, and a set answers at once.
pub(super) struct TokenRule {
    /// The rule.
    pub(super) rule: &'static Rule,
    check: TokenCheck,
    kinds: Kinds,
}

impl TokenRule {
    /// Whether it waits for all others.
    pub(super) fn is_last(&self) -> bool {
        matches!(self.check, TokenCheck::Last(_))
    }
}

#[derive(Clone, Copy)]
enum TokenCheck {
    Plain(fn(&Case<'_>) -> Outcome),
    Last(fn(&Case<'_>, &[Kind]) -> Outcome),
    Weighed(fn(&Case<'_>, bool) -> Outcome),
}

const _: () = assert!(
    Kind::ALL.len() <= 32,
    "a kind is a bit of `TokenRule::kinds`"
);

pub(super) static TOKEN_RULES: LazyLock<Vec<TokenRule>> = LazyLock::new(|| {
    let of_tokens = |rule: &'static Rule| {
        let check = match rule.check {
            Check::Token(check) | Check::Both { token: check, .. } => TokenCheck::Plain(check),
            Check::Last(check) => TokenCheck::Last(check),
            Check::Weighed(check) => TokenCheck::Weighed(check),
            Check::Provider(_) => return None,
        };
        let kinds = Kind::ALL
            .iter()
            .filter(|kind| rule.applies.to(**kind))
            .fold(0, |kinds, kind| kinds | bit(*kind));
        Some(TokenRule { rule, check, kinds })
    };
    ALL.iter().copied().filter_map(of_tokens).collect()
});

fn over_kinds(plausible: &[Kind], mut outcome: impl FnMut(Kind) -> Outcome) -> Outcome {
    match plausible {
        [only] => outcome(*only),
        several => combine(several.iter().map(|&kind| (kind, outcome(kind))).collect()),
    }
}

fn as_kind(
    rule: &TokenRule,
    case: &Case<'_>,
    kind: Kind,
    check: impl Fn(&Case<'_>) -> Outcome,
) -> Outcome {
    if rule.kinds & bit(kind) == 0 {
        return OTHER_KINDS;
    }
    if kind == case.kind {
        return check(case);
    }
    check(&Case { kind, ..*case })
}

/// Joins the outcomes under several kinds: a finding under all of them stands as it is, a finding
/// under some is prefixed with its condition; a missing fact outranks silence.
fn combine(outcomes: Vec<(Kind, Outcome)>) -> Outcome {
    let count = outcomes.len();
    let mut findings: Vec<(Vec<Kind>, Finding)> = Vec::new();
    let mut needs = Vec::new();
    let mut silent = false;
    let mut inapplicable = None;
    for (kind, outcome) in outcomes {
        match outcome {
            Outcome::Silent => silent = true,
            Outcome::NotApplicable(why) => inapplicable = Some(why),
            Outcome::Needs(facts) => needs.extend(facts),
            Outcome::Fires(found) => {
                for finding in found {
                    match findings.iter_mut().find(|(_, known)| *known == finding) {
                        Some((kinds, _)) => kinds.push(kind),
                        None => findings.push((vec![kind], finding)),
                    }
                }
            }
        }
    }
    if !findings.is_empty() {
        let findings = findings.into_iter().map(|(kinds, mut finding)| {
            if kinds.len() < count {
                let names: Vec<&str> = kinds.iter().map(|kind| kind.label()).collect();
                finding.message = format!("as {}: {}", names.join(" or "), finding.message);
            }
            finding
        });
        return Outcome::Fires(findings.collect());
    }
    if !needs.is_empty() {
        order::sort(&mut needs);
        needs.dedup();
        return Outcome::Needs(needs);
    }
    match inapplicable {
        Some(why) if !silent => Outcome::NotApplicable(why),
        _ => Outcome::Silent,
    }
}

/// A specific rule that fired silences the general ones on the same fact. It may say less than they
/// do on purpose (a listed client is a warning, not an error), but a remark that is no more than
/// information hides no complaint.
pub(super) fn apply_precedence(told: &mut [Told]) {
    let silencing: Vec<(&'static Rule, Severity)> = told
        .iter()
        .filter(|told| !told.rule.silences.is_empty())
        .filter_map(|told| Some((told.rule, worst(&told.outcome)?)))
        .collect();
    for told in told {
        let Some(severity) = worst(&told.outcome) else {
            continue;
        };
        let mut is_silenced = false;
        for (specific, least) in &silencing {
            let speaks = *least >= Severity::Warn || *least >= severity;
            if speaks && specific.silences.contains(&told.rule.name) {
                note(specific, told.rule);
                is_silenced = true;
            }
        }
        if is_silenced {
            told.outcome = Outcome::NotApplicable("a more specific rule speaks about this fact");
        }
    }
}

/// Tells the test that sees every precedence at work.
#[cfg(test)]
fn note(specific: &Rule, general: &Rule) {
    super::precedence_test::remember(specific.name, general.name);
}

#[cfg(not(test))]
fn note(_: &Rule, _: &Rule) {}

/// The severity of the worst finding, if there is any.
fn worst(outcome: &Outcome) -> Option<Severity> {
    match outcome {
        Outcome::Fires(findings) => findings.iter().map(|finding| finding.severity).max(),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// What is left of `audience-mismatch` beside a finding of `foreign-client-audience`.
    fn general_beside(specific: Severity) -> bool {
        let [one, other] = ["foreign-client-audience", "audience-mismatch"]
            .map(|name| super::super::find(name).expect("a rule"));
        let fires = |rule: &'static Rule, severity| Told {
            rule,
            outcome: rule.finds("payload/aud", "x").as_severity(severity).into(),
        };
        let mut told = [fires(one, specific), fires(other, Severity::Error)];
        apply_precedence(&mut told);
        worst(&told[1].outcome).is_some()
    }

    #[test]
    fn a_remark_hides_no_complaint_and_a_judgement_does() {
        assert!(!general_beside(Severity::Error));
        assert!(!general_beside(Severity::Warn));
        assert!(general_beside(Severity::Info));
    }
}
