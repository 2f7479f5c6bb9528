//! What a team has decided to live with: findings that are known, with a reason and for a time.
//!
//! A finding that is suppressed leaves the findings and the exit status, and stays in the report
//! with the reason. The decisions themselves are judged too: one that has expired suppresses
//! nothing any more, and it is a finding of its own, as is one that matched nothing.

pub mod baseline;
pub mod suppression;

use std::{
    mem,
    sync::{
        Mutex, MutexGuard, PoisonError,
        atomic::{AtomicBool, Ordering},
    },
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
    known: Known,
    today: Date,
}

/// Findings that are suppressed because they were there before.
#[derive(Debug, Default)]
pub enum Known {
    /// None are.
    #[default]
    Nothing,
    /// Those of a baseline.
    Baseline(Baseline),
    /// All that are found: they make a new baseline.
    All(Mutex<Baseline>),
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
    /// The suppressions of a file, the rules of `--ignore`, and what was there before. `today` is the
    /// day of judgement in UTC.
    pub fn new(
        stated: Vec<Suppression>,
        ignored: &[&'static Rule],
        known: Known,
        today: Date,
    ) -> Self {
        Self {
            stated: stated.into_iter().map(Noted::new).collect(),
            ignored: ignored.iter().copied().map(Noted::new).collect(),
            known,
            today,
        }
    }

    /// Moves findings about a token that are suppressed from `findings` to `suppressed`.
    pub fn apply(&self, token: &mut TokenReport) {
        if self.is_empty() || token.findings.is_empty() {
            return;
        }
        let findings = mem::take(token.findings.to_mut());
        let (left, suppressed) = self.part(findings, Subject::token(token));
        *token.findings.to_mut() = left;
        token.suppressed.extend(suppressed);
    }

    /// The same for the findings about a provider.
    pub fn apply_to_provider(&self, provider: &mut ProviderReport) {
        if self.is_empty() {
            return;
        }
        let findings = mem::take(&mut provider.findings);
        let (left, suppressed) = self.part(findings, Subject::provider(provider));
        provider.findings = left;
        provider.suppressed.extend(suppressed);
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
        match &self.known {
            Known::Baseline(baseline) => baseline.gone(),
            Known::Nothing | Known::All(_) => 0,
        }
    }

    /// The text of the new baseline, once all tokens were judged, if there is to be one.
    pub fn new_baseline(&self) -> Option<String> {
        match &self.known {
            Known::All(baseline) => Some(locked(baseline).render()),
            Known::Nothing | Known::Baseline(_) => None,
        }
    }

    fn is_empty(&self) -> bool {
        self.stated.is_empty() && self.ignored.is_empty() && matches!(self.known, Known::Nothing)
    }

    /// Findings that are left, and those for which there is a reason.
    fn part(
        &self,
        findings: Vec<FindingReport>,
        subject: Subject<'_>,
    ) -> (Vec<FindingReport>, Vec<SuppressedReport>) {
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
        why.or_else(|| {
            let is_known = match &self.known {
                Known::Nothing => false,
                Known::Baseline(baseline) => baseline.knows(finding, subject),
                Known::All(baseline) => locked(baseline).take(finding, subject),
            };
            is_known.then(|| (IN_BASELINE.to_owned(), None))
        })
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

/// A thread that ended badly leaves no half of a finding behind.
fn locked(baseline: &Mutex<Baseline>) -> MutexGuard<'_, Baseline> {
    baseline.lock().unwrap_or_else(PoisonError::into_inner)
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

#[cfg(test)]
mod tests {
    use super::*;
    use crate::rules;

    fn suppression(rule: &str) -> Suppression {
        Suppression {
            rule: rules::find(rule).unwrap(),
            issuer: None,
            pointer: None,
            kind: None,
            reason: "it is known".to_owned(),
            expires: Date::constant(2027, 3, 31),
            place: "whichtoken.toml:1".to_owned(),
        }
    }

    /// Some finding: what it is about does not matter here.
    fn finding() -> FindingReport {
        suppression("expired").expired()
    }

    fn about(issuer: &str) -> Subject<'_> {
        Subject {
            issuer: Some(issuer),
            kind: Some("id-token"),
        }
    }

    #[test]
    fn one_value_serves_several_threads() {
        fn serves<T: Sync>() {}
        serves::<Suppressions>();
    }

    #[test]
    fn a_baseline_is_read_as_it_was_written_and_holds_no_token() {
        let token = "eyJhbGciOiJub25lIn0.eyJzdWIiOiIxIn0.c2lnbmF0dXJl";
        let hostile = format!("https://idp.example/\u{202e}\"\n{token}");
        let all = Known::All(Mutex::default());
        let writer = Suppressions::new(Vec::new(), &[], all, Date::ZERO);
        for issuer in [&hostile, "https://b.example", "https://b.example"] {
            let (left, suppressed) = writer.part(vec![finding()], about(issuer));
            assert_eq!((left.len(), suppressed.len()), (0, 1));
        }
        let text = writer.new_baseline().unwrap();
        assert_eq!(text.lines().count(), 7, "{text}");
        assert!(
            !text.contains("eyJ") && !text.contains('\u{202e}'),
            "{text}"
        );
        let known = Known::Baseline(Baseline::parse(&text).unwrap());
        let reader = Suppressions::new(Vec::new(), &[], known, Date::ZERO);
        assert_eq!(reader.gone(), 2);
        let (left, _) = reader.part(vec![finding()], about(&hostile));
        assert_eq!((left.len(), reader.gone()), (0, 1));
        let (left, _) = reader.part(vec![finding()], about("https://c.example"));
        assert_eq!(left.len(), 1);
    }

    #[test]
    fn a_note_needs_no_baseline() {
        let note = FindingReport {
            level: rules::Severity::Note,
            ..finding()
        };
        let all = Known::All(Mutex::default());
        let writer = Suppressions::new(Vec::new(), &[], all, Date::ZERO);
        let (left, suppressed) = writer.part(vec![note], about("https://idp.example"));
        assert_eq!((left.len(), suppressed.len()), (1, 0));
        assert!(writer.new_baseline().unwrap().contains("\"findings\": []"));
    }

    #[test]
    fn a_place_is_matched_with_what_is_below_it_and_no_other() {
        let stated = |pointer: &str| Suppression {
            pointer: Some(pointer.to_owned()),
            ..suppression("expired")
        };
        let found = FindingReport {
            rule: "expired",
            pointer: "payload/aud/1".to_owned(),
            ..finding()
        };
        let matches = |pointer: &str| stated(pointer).matches(&found, about("x"));
        assert!(matches("payload") && matches("payload/aud") && matches("payload/aud/1"));
        assert!(!matches("payload/au") && !matches("aud") && !matches("payload/aud/1/x"));
    }
}
