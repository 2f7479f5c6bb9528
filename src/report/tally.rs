//! Counting what was found over any number of tokens, in bounded memory.

use std::collections::BTreeMap;

use super::{FindingReport, Summary, Threshold, TokenReport, verdict};
use crate::rules::Severity;

/// Issuers that are counted by name; a log can be made to hold any number of them.
const MAX_ISSUERS: usize = 10_000;

/// The longest name of an issuer that is kept, in bytes.
const MAX_NAME: usize = 200;

/// How many, and nothing else.
#[derive(Debug, Default, Clone, Copy, PartialEq, Eq)]
pub struct Counts {
    /// Tokens judged.
    pub tokens: usize,
    /// Findings of severity error.
    pub errors: usize,
    /// Findings of severity warn.
    pub warnings: usize,
    /// Findings of severity info.
    pub infos: usize,
    /// Findings of severity note.
    pub notes: usize,
    /// Findings that a policy suppresses.
    pub suppressed: usize,
    /// Findings and verdicts that fail the run.
    pub failures: usize,
    /// Inputs or lines that gave no token.
    pub unreadable: usize,
    /// Files of folders that hold no token and were skipped.
    pub skipped: usize,
    /// Tokens whose signature was not checked, other than opaque ones, which cannot carry any.
    pub unchecked: usize,
    /// Tokens without a signature.
    pub unsigned: usize,
    /// Tokens for which a rule lacks a fact.
    pub incomplete: usize,
}

impl Counts {
    /// Counts a token with its findings.
    pub fn add_token(&mut self, token: &TokenReport, fail_on: Threshold) {
        self.tokens += 1;
        self.add_findings(&token.findings, fail_on);
        self.suppressed += token.suppressed.len();
        if let Some(verdict) = &token.verdict {
            let fails = fail_on.is_passed_by(verdict::RULE, verdict.severity());
            self.failures += usize::from(fails);
        }
        match token.signature.status {
            "not-checked" if token.format != "opaque" => self.unchecked += 1,
            "unsigned" => self.unsigned += 1,
            _ => {}
        }
        self.incomplete += usize::from(token.outcomes.is_incomplete);
    }

    /// Counts findings.
    pub fn add_findings(&mut self, findings: &[FindingReport], fail_on: Threshold) {
        for finding in findings {
            self.failures += usize::from(fail_on.is_passed_by(finding.rule, finding.level));
            *match finding.level {
                Severity::Error => &mut self.errors,
                Severity::Warn => &mut self.warnings,
                Severity::Info => &mut self.infos,
                Severity::Note => &mut self.notes,
            } += 1;
        }
    }

    /// The counts as the report has them.
    pub fn summary(&self, exit: u8) -> Summary {
        Summary {
            tokens: self.tokens,
            errors: self.errors,
            warnings: self.warnings,
            infos: self.infos,
            notes: self.notes,
            suppressed: self.suppressed,
            exit,
        }
    }

    fn merge(&mut self, other: &Self) {
        self.tokens += other.tokens;
        self.errors += other.errors;
        self.warnings += other.warnings;
        self.infos += other.infos;
        self.notes += other.notes;
        self.suppressed += other.suppressed;
        self.failures += other.failures;
        self.unreadable += other.unreadable;
        self.skipped += other.skipped;
        self.unchecked += other.unchecked;
        self.unsigned += other.unsigned;
        self.incomplete += other.incomplete;
    }
}

/// Counts, and by what.
#[derive(Debug, Default, Clone)]
pub struct Tally {
    /// Over all.
    pub counts: Counts,
    /// Findings by rule, with the worst severity seen.
    pub rules: BTreeMap<&'static str, (Severity, usize)>,
    /// Tokens by the label of their kind.
    pub kinds: BTreeMap<&'static str, usize>,
    /// Tokens by issuer; those that name none are not here.
    pub issuers: BTreeMap<String, usize>,
    /// Tokens of issuers beyond the ten thousandth.
    pub other_issuers: usize,
}

impl Tally {
    /// Counts a token.
    pub fn add_token(&mut self, token: &TokenReport, fail_on: Threshold) {
        self.counts.add_token(token, fail_on);
        for finding in token.findings.iter() {
            self.add_rule(finding.rule, finding.level, 1);
        }
        *self.kinds.entry(token.classification.label).or_default() += 1;
        if let Some(issuer) = &token.who.issued_by {
            self.add_issuer(shortened(issuer), 1);
        }
    }

    /// Adds what was counted elsewhere.
    pub fn merge(&mut self, other: &Self) {
        self.counts.merge(&other.counts);
        for (rule, (severity, count)) in &other.rules {
            self.add_rule(rule, *severity, *count);
        }
        for (kind, count) in &other.kinds {
            *self.kinds.entry(kind).or_default() += count;
        }
        for (issuer, count) in &other.issuers {
            self.add_issuer(issuer, *count);
        }
        self.other_issuers += other.other_issuers;
    }

    fn add_rule(&mut self, rule: &'static str, severity: Severity, count: usize) {
        let known = self.rules.entry(rule).or_insert((severity, 0));
        known.0 = known.0.max(severity);
        known.1 += count;
    }

    fn add_issuer(&mut self, issuer: &str, count: usize) {
        if let Some(known) = self.issuers.get_mut(issuer) {
            *known += count;
        } else if self.issuers.len() < MAX_ISSUERS {
            self.issuers.insert(issuer.to_owned(), count);
        } else {
            self.other_issuers += count;
        }
    }
}

/// The beginning of a name, up to a limit that keeps a tally small.
fn shortened(name: &str) -> &str {
    let mut end = name.len().min(MAX_NAME);
    while !name.is_char_boundary(end) {
        end -= 1;
    }
    &name[..end]
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn any_number_of_issuers_is_counted_in_bounded_memory() {
        let mut tally = Tally::default();
        for number in 0..MAX_ISSUERS + 5 {
            tally.add_issuer(&number.to_string(), 1);
        }
        tally.add_issuer("7", 1);
        assert_eq!(tally.issuers.len(), MAX_ISSUERS);
        assert_eq!(tally.issuers["7"], 2);
        assert_eq!(tally.other_issuers, 5);
        assert_eq!(shortened(&"é".repeat(300)).len(), MAX_NAME);
    }

    #[test]
    fn parts_add_up() {
        let mut part = Tally::default();
        part.add_rule("alg-none", Severity::Warn, 2);
        let mut whole = Tally::default();
        whole.add_rule("alg-none", Severity::Error, 1);
        whole.merge(&part);
        assert_eq!(whole.rules["alg-none"], (Severity::Error, 3));
    }
}
