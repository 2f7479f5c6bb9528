//! What a team has decided to live with: findings that are known, with a reason and for a time.
//!
//! A finding that is suppressed leaves the findings and the exit status, and stays in the report
//! with the reason. The decisions themselves are judged too: one that has expired suppresses
//! nothing any more, and it is a finding of its own, as is one that matched nothing.

pub mod baseline;
pub mod suppression;

use std::{
    mem,
    sync::atomic::{AtomicBool, Ordering},
};

use jiff::civil::Date;

pub use self::{
    baseline::{Baseline, BaselineError},
    suppression::Suppression,
};
use crate::{
    report::{FindingReport, ProviderReport, SuppressedReport, TokenReport},
    rules::Rule,
};

/// The reason of what a baseline suppresses.
const IN_BASELINE: &str = "in the baseline";

/// The reason of what the command line suppresses.
const IGNORED: &str = "--ignore";

/// All that is suppressed in a run. Which of it matched something is noted on the way, so that one
/// value serves all tokens, from several threads if need be.
#[derive(Debug)]
pub struct Suppressions {
    stated: Vec<Noted<Suppression>>,
    ignored: Vec<Noted<&'static Rule>>,
    baseline: Option<Baseline>,
    today: Date,
}

/// A decision, and whether it matched a finding.
#[derive(Debug)]
struct Noted<T> {
    decision: T,
    matched: AtomicBool,
}

/// What a finding is about: a token, or a provider.
#[derive(Debug, Clone, Copy)]
pub struct Subject<'a> {
    /// The issuer that the token or the provider names.
    pub issuer: Option<&'a str>,
    /// The kind of the token, by its fixed name; none of a provider.
    pub kind: Option<&'static str>,
}

impl Suppressions {
    /// The suppressions of a file, the rules of `--ignore`, and a baseline. `today` is the day of
    /// judgement in UTC.
    pub fn new(
        stated: Vec<Suppression>,
        ignored: &[&'static Rule],
        baseline: Option<Baseline>,
        today: Date,
    ) -> Self {
        Self {
            stated: stated.into_iter().map(Noted::new).collect(),
            ignored: ignored.iter().copied().map(Noted::new).collect(),
            baseline,
            today,
        }
    }

    /// Moves findings about a token that are suppressed from `findings` to `suppressed`.
    pub fn apply(&self, token: &mut TokenReport) {
        let findings = mem::take(&mut token.findings);
        let (left, suppressed) = self.part(findings, Subject::token(token));
        token.findings = left;
        token.suppressed.extend(suppressed);
    }

    /// The same for the findings about a provider.
    pub fn apply_to_provider(&self, provider: &mut ProviderReport) {
        let findings = mem::take(&mut provider.findings);
        let (left, suppressed) = self.part(findings, Subject::provider(provider));
        provider.findings = left;
        provider.suppressed.extend(suppressed);
    }

    /// Takes all findings that are left for known, and suppresses them: the baseline that they make.
    pub fn adopt(
        &mut self,
        tokens: &mut [TokenReport],
        mut provider: Option<&mut ProviderReport>,
    ) -> String {
        let mut baseline = Baseline::default();
        for token in &*tokens {
            baseline.extend(&token.findings, Subject::token(token));
        }
        if let Some(provider) = &provider {
            baseline.extend(&provider.findings, Subject::provider(provider));
        }
        let text = baseline.render();
        self.baseline = Some(baseline);
        tokens.iter_mut().for_each(|token| self.apply(token));
        if let Some(provider) = &mut provider {
            self.apply_to_provider(provider);
        }
        text
    }

    /// What is wrong with the suppressions themselves, once all tokens were judged. `was_asked` tells
    /// the rules that had a chance to find something in this run.
    pub fn findings(&self, was_asked: impl Fn(&Rule) -> bool) -> Vec<FindingReport> {
        self.stated
            .iter()
            .filter_map(|noted| {
                let stated = &noted.decision;
                if stated.is_expired(self.today) {
                    Some(stated.expired())
                } else if !noted.has_matched() && was_asked(stated.rule) {
                    Some(stated.unmatched())
                } else {
                    None
                }
            })
            .collect()
    }

    /// The rules of `--ignore` that found nothing.
    pub fn idle(&self) -> Vec<&'static str> {
        let ignored = self.ignored.iter().filter(|noted| !noted.has_matched());
        ignored.map(|noted| noted.decision.name).collect()
    }

    /// How many findings of the baseline were not met again.
    pub fn gone(&self) -> usize {
        self.baseline.as_ref().map_or(0, Baseline::gone)
    }

    fn is_empty(&self) -> bool {
        self.stated.is_empty() && self.ignored.is_empty() && self.baseline.is_none()
    }

    /// Findings that are left, and those for which there is a reason.
    fn part(
        &self,
        findings: Vec<FindingReport>,
        subject: Subject<'_>,
    ) -> (Vec<FindingReport>, Vec<SuppressedReport>) {
        if self.is_empty() {
            return (findings, Vec::new());
        }
        let mut left = Vec::new();
        let mut suppressed = Vec::new();
        for finding in findings {
            match self.why(&finding, subject) {
                None => left.push(finding),
                Some((reason, expires)) => suppressed.push(SuppressedReport {
                    finding,
                    reason,
                    expires: expires.map(|date| date.to_string()),
                }),
            }
        }
        (left, suppressed)
    }

    /// Why a finding is suppressed and until when, if it is. All decisions that match it are noted.
    fn why(&self, finding: &FindingReport, subject: Subject<'_>) -> Option<(String, Option<Date>)> {
        let mut why = None;
        for noted in &self.stated {
            let stated = &noted.decision;
            if !stated.is_expired(self.today) && stated.matches(finding, subject) {
                noted.note();
                why.get_or_insert_with(|| (stated.reason.clone(), Some(stated.expires)));
            }
        }
        for noted in &self.ignored {
            if noted.decision.name == finding.rule {
                noted.note();
                why.get_or_insert_with(|| (IGNORED.to_owned(), None));
            }
        }
        if let Some(baseline) = &self.baseline
            && baseline.knows(finding, subject)
        {
            why.get_or_insert_with(|| (IN_BASELINE.to_owned(), None));
        }
        why
    }
}

impl<'a> Subject<'a> {
    fn token(token: &'a TokenReport) -> Self {
        Self {
            issuer: token.who.issued_by.as_deref(),
            kind: Some(token.classification.kind),
        }
    }

    fn provider(provider: &'a ProviderReport) -> Self {
        Self {
            issuer: provider.issuer.as_deref(),
            kind: None,
        }
    }
}

impl<T> Noted<T> {
    fn new(decision: T) -> Self {
        let matched = AtomicBool::new(false);
        Self { decision, matched }
    }

    fn note(&self) {
        // Whether it matched at all is read after the last token; no order is needed before.
        self.matched.store(true, Ordering::Relaxed);
    }

    fn has_matched(&self) -> bool {
        self.matched.load(Ordering::Relaxed)
    }
}
