//! What the rules found, and what each of them answered.

use std::{borrow::Cow, sync::Arc};

use serde::Serialize;

use crate::rules::Severity;

/// One finding.
#[derive(Debug, Clone, Serialize)]
pub struct FindingReport {
    /// Name of the rule.
    pub rule: &'static str,
    /// Its family.
    pub family: &'static str,
    /// `error`, `warn`, `info` or `note`.
    pub severity: &'static str,
    /// `high`, `medium` or `low`.
    pub confidence: &'static str,
    /// Observed, then expected.
    pub message: String,
    /// The primary place.
    pub pointer: String,
    /// The value wanted.
    pub expected: Option<String>,
    /// The value found.
    pub actual: Option<String>,
    /// What to do.
    pub fix: Cow<'static, str>,
    /// The specifications.
    pub references: Vec<ReferenceReport>,
    /// The passages of the article.
    pub article: Vec<String>,
    /// The argument, for people.
    #[serde(skip)]
    pub why: &'static str,
    /// The argument against, for people.
    #[serde(skip)]
    pub but: &'static str,
    /// The codes of the threats, for people.
    #[serde(skip)]
    pub threats: Vec<&'static str>,
    /// The severity as a value.
    #[serde(skip)]
    pub level: Severity,
}

/// A finding that is known and accepted: it counts for nothing.
#[derive(Debug, Serialize)]
pub struct SuppressedReport {
    /// The finding.
    #[serde(flatten)]
    pub finding: FindingReport,
    /// Why it is suppressed.
    pub reason: String,
    /// The last day on which it is, `2026-12-31`; null where there is none.
    pub expires: Option<String>,
}

/// A section of a specification.
#[derive(Debug, Clone, Serialize)]
pub struct ReferenceReport {
    /// Its short name.
    pub spec: String,
    /// The section number.
    pub section: &'static str,
    /// Where to read it.
    pub url: String,
}

/// What every rule answered.
#[derive(Debug, Clone, Default, Serialize)]
pub struct Outcomes {
    /// Names of rules that fired.
    pub fires: Vec<&'static str>,
    /// Names of rules that looked and found nothing.
    pub silent: Vec<&'static str>,
    /// Names of rules that have nothing to say here.
    pub not_applicable: Vec<NotApplicableReport>,
    /// Rules that depend on facts nobody stated.
    pub needs: Vec<NeedsReport>,
    /// Names of rules that were turned off.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub off: Vec<&'static str>,
    /// Whether there are such rules.
    #[serde(skip)]
    pub is_incomplete: bool,
    /// With [`Extent::Line`](super::Extent::Line) all of it as JSON, and the lists are empty: to write a list of a
    /// hundred names takes as long as to make it.
    #[serde(skip)]
    pub line: OutcomesLine,
}

/// A rule that has nothing to say; in the JSON its name alone.
#[derive(Debug, Clone, Serialize)]
#[serde(transparent)]
pub struct NotApplicableReport {
    /// Its name.
    pub rule: &'static str,
    /// The reason, for people.
    #[serde(skip)]
    pub why: &'static str,
}

/// What every rule answered, as JSON.
#[derive(Debug, Clone, Default)]
pub struct OutcomesLine {
    /// The lists of names, up to where the entries of `needs` begin.
    pub(super) names: Arc<str>,
    /// The entries of `needs`.
    pub(super) needs: String,
}

/// A rule that could not tell.
#[derive(Debug, Clone, Serialize)]
pub struct NeedsReport {
    /// Its name.
    pub rule: &'static str,
    /// The dotted names of the facts.
    pub facts: Vec<&'static str>,
    /// The flags that state them, for people.
    #[serde(skip)]
    pub flags: Vec<&'static str>,
}
