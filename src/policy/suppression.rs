//! One suppression, and what is said of one that has had its day.

use jiff::civil::Date;

use super::Subject;
use crate::{
    classify::Kind,
    report::FindingReport,
    rules::{Rule, Severity},
};

/// The name of the finding about a suppression that has expired.
pub const EXPIRED: &str = "suppression-expired";

/// The name of the finding about a suppression that matched nothing.
pub const UNMATCHED: &str = "suppression-unmatched";

/// A kind of finding that is known and accepted, why, and until when.
#[derive(Debug, Clone)]
pub struct Suppression {
    /// The rule whose findings it is about.
    pub rule: &'static Rule,
    /// Only in tokens that name this issuer, or in its own metadata and keys.
    pub issuer: Option<String>,
    /// Only at this place or below it: `payload/aud` is also `payload/aud/1`.
    pub pointer: Option<String>,
    /// Only in tokens of this kind.
    pub kind: Option<Kind>,
    /// Why it is accepted.
    pub reason: String,
    /// The last day on which it counts, in UTC.
    pub expires: Date,
    /// Where it stands: file and line.
    pub place: String,
}

impl Suppression {
    /// Whether its last day is over.
    pub fn is_expired(&self, today: Date) -> bool {
        self.expires < today
    }

    pub(super) fn matches(&self, finding: &FindingReport, subject: Subject<'_>) -> bool {
        let is_below = |pointer: &str| {
            let rest = finding.pointer.strip_prefix(pointer);
            rest.is_some_and(|rest| rest.is_empty() || rest.starts_with('/'))
        };
        self.rule.name == finding.rule
            && self
                .issuer
                .as_deref()
                .is_none_or(|issuer| subject.issuer == Some(issuer))
            && self.pointer.as_deref().is_none_or(is_below)
            && self
                .kind
                .is_none_or(|kind| subject.kind == Some(kind.name()))
    }

    pub(super) fn expired(&self) -> FindingReport {
        FindingReport {
            expected: Some("a date that has not passed".to_owned()),
            actual: Some(self.expires.to_string()),
            why: "A suppression was a decision for a time. That time is over, so what it hid is \
                  shown again.",
            but: "If the reason still holds, the decision can be made again, with a new date.",
            ..self.finding(
                EXPIRED,
                format!(
                    "the suppression of `{}` expired on {}, expected a date that has not passed",
                    self.rule.name, self.expires
                ),
                "Mend what it hid and remove the suppression, or decide anew and set `expires`.",
            )
        }
    }

    pub(super) fn unmatched(&self) -> FindingReport {
        FindingReport {
            why: "A suppression that hides nothing today may hide something tomorrow that nobody \
                  has looked at. Often what it was made for is mended, or a word in it is misspelt.",
            but: "If this run saw only some of the tokens that the suppression is made for, there \
                  was nothing to match.",
            ..self.finding(
                UNMATCHED,
                format!(
                    "the suppression of `{}` matched nothing, expected a finding",
                    self.rule.name
                ),
                "Remove it, or correct its `issuer`, `pointer` or `kind`.",
            )
        }
    }

    fn finding(&self, name: &'static str, message: String, fix: &'static str) -> FindingReport {
        FindingReport {
            rule: name,
            family: "policy",
            severity: Severity::Warn.name(),
            confidence: "high",
            message,
            pointer: self.place.clone(),
            expected: None,
            actual: None,
            fix: fix.into(),
            references: Vec::new(),
            article: Vec::new(),
            why: "",
            but: "",
            threats: Vec::new(),
            level: Severity::Warn,
        }
    }
}
