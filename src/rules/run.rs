//! Running the rules over one token: every plausible kind, and the precedence between rules.

use std::sync::LazyLock;

use super::{
    ALL, Case, ProviderCase,
    rule::{Check, Finding, Outcome, Rule, Severity},
};
use crate::classify::Kind;

/// What all rules said about one token.
#[derive(Debug, Default)]
pub struct Judgement {
    /// One entry a rule, in the order of the list.
    pub told: Vec<Told>,
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
        findings.sort_by_key(|(_, finding)| std::cmp::Reverse(finding.severity));
        findings
    }
}

/// Runs the rules about providers.
pub fn judge_provider(case: &ProviderCase<'_>) -> Judgement {
    let mut told: Vec<Told> = ALL
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
            Check::Token(_) => None,
        })
        .collect();
    apply_precedence(&mut told);
    Judgement { told }
}

/// Runs the rules about tokens. `plausible` holds one kind, or several for an ambiguous token; then what only
/// holds for one of them says so.
pub fn judge(case: &Case<'_>, plausible: &[Kind]) -> Judgement {
    let rules: &[TokenRule] = &TOKEN_RULES;
    let mut told = Vec::with_capacity(rules.len());
    let wanted = plausible.iter().fold(0, |kinds, kind| kinds | bit(*kind));
    for rule in rules {
        told.push(Told {
            rule: rule.rule,
            outcome: if rule.kinds & wanted == 0 {
                OTHER_KINDS
            } else {
                over_kinds(rule, case, plausible)
            },
        });
    }
    apply_precedence(&mut told);
    Judgement { told }
}

/// What a rule about other kinds of token has to say.
const OTHER_KINDS: Outcome = Outcome::NotApplicable("this rule speaks about other kinds of token");

fn bit(kind: Kind) -> u32 {
    1 << kind as u32
}

/// A rule about tokens, with the kinds it speaks about as a set: most rules are passed over by
/// their kind, and a set answers at once.
struct TokenRule {
    rule: &'static Rule,
    check: fn(&Case<'_>) -> Outcome,
    kinds: u32,
}

const _: () = assert!(
    Kind::ALL.len() <= 32,
    "a kind is a bit of `TokenRule::kinds`"
);

static TOKEN_RULES: LazyLock<Vec<TokenRule>> = LazyLock::new(|| {
    let of_tokens = |rule: &'static Rule| match rule.check {
        Check::Token(check) | Check::Both { token: check, .. } => Some(TokenRule {
            rule,
            check,
            kinds: Kind::ALL
                .iter()
                .filter(|kind| rule.applies.to(**kind))
                .fold(0, |kinds, kind| kinds | bit(*kind)),
        }),
        Check::Provider(_) => None,
    };
    ALL.iter().copied().filter_map(of_tokens).collect()
});

fn over_kinds(rule: &TokenRule, case: &Case<'_>, plausible: &[Kind]) -> Outcome {
    match plausible {
        [only] => as_kind(rule, case, *only),
        several => combine(
            several
                .iter()
                .map(|&kind| (kind, as_kind(rule, case, kind)))
                .collect(),
        ),
    }
}

fn as_kind(rule: &TokenRule, case: &Case<'_>, kind: Kind) -> Outcome {
    if rule.kinds & bit(kind) == 0 {
        return OTHER_KINDS;
    }
    if kind == case.kind {
        return (rule.check)(case);
    }
    (rule.check)(&Case { kind, ..*case })
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
        needs.sort_unstable();
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
fn apply_precedence(told: &mut [Told]) {
    let silenced: Vec<(&'static str, Severity)> = told
        .iter()
        .filter_map(|told| Some((told.rule, worst(&told.outcome)?)))
        .flat_map(|(rule, severity)| rule.silences.iter().map(move |name| (*name, severity)))
        .collect();
    for told in told {
        let Some(severity) = worst(&told.outcome) else {
            continue;
        };
        let is_silenced = silenced.iter().any(|(name, specific)| {
            *name == told.rule.name && (*specific >= Severity::Warn || *specific >= severity)
        });
        if is_silenced {
            told.outcome = Outcome::NotApplicable("a more specific rule speaks about this fact");
        }
    }
}

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
