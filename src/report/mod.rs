//! What we say: one form with fixed member names, and one renderer a format.
//!
//! A renderer sees a [`Report`] and nothing else. Texts stand in a report as they were found; a renderer
//! passes each of them through [`escape`] on its way out. The names of the JSON members are a public
//! contract (`report.schema.json`); what only people read is kept out of the JSON by `skip`.

pub mod build;
pub mod diff;
pub mod escape;
mod finding;
pub mod github;
pub mod human;
pub mod json;
mod json_text;
pub mod junit;
pub mod markdown;
pub mod ndjson;
mod provider;
pub mod redact;
pub mod rules_json;
pub mod sarif;
mod shared;
mod subject;
pub mod tally;
mod token;
pub mod verdict;

use serde::Serialize;

pub use finding::{
    FindingReport, NeedsReport, NotApplicableReport, Outcomes, OutcomesLine, ReferenceReport,
    SuppressedReport,
};
pub use json_text::JsonText;
pub use provider::{ProviderKeyReport, ProviderReport};
pub use shared::Shared;
pub use token::{
    ClassificationReport, EvidenceReport, Explained, KeyReport, Likely, Line, PlaceReport,
    SignatureReport, TokenReport, VendorReport, Who,
};

use crate::{rules::Severity, token::NumericDate};

/// How much of a report is wanted.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Extent {
    /// All of it, for any renderer.
    Whole,
    /// What [`ndjson::Lines`] and [`human::batch`] read: no texts that only people want, and nothing
    /// that a rule's name stands for (its references, its passages of the article).
    Line,
}

/// Everything one run has to say.
#[derive(Debug, Serialize)]
pub struct Report {
    /// `whichtoken/report/v1`
    pub schema: &'static str,
    /// The program.
    pub tool: Tool,
    /// The time of judgement, RFC 3339.
    pub now: String,
    /// One entry a token, in the order of the input.
    pub tokens: Vec<TokenReport>,
    /// The issuer's side, if any was given.
    pub provider: Option<ProviderReport>,
    /// The policy of the run, where a file of policy was read.
    pub policy: Option<PolicyReport>,
    /// Inputs that could not be read, each with its error.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub unreadable: Vec<Unreadable>,
    /// Files of folders that hold no token, where others of the folder do.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub skipped: Vec<Unreadable>,
    /// What else was asked for and could not be done, for people.
    #[serde(skip)]
    pub undone: Vec<String>,
    /// What fails the run.
    #[serde(skip)]
    pub fail_on: Threshold,
    /// Counts, and the exit status.
    pub summary: Summary,
}

/// What fails a run.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Threshold {
    /// A finding, or a verdict for what it is worth, from this severity on.
    Severity(Severity),
    /// A verdict that does not permit, and no finding.
    Verdict,
    /// Nothing.
    Never,
}

impl Threshold {
    /// Whether a finding of this rule fails the run, or under [`verdict::RULE`] a verdict. One that
    /// does not permit is a warning at least.
    pub fn is_passed_by(self, rule: &str, level: Severity) -> bool {
        match self {
            Self::Severity(least) => level >= least,
            Self::Verdict => rule == verdict::RULE && level >= Severity::Warn,
            Self::Never => false,
        }
    }
}

impl From<Option<Severity>> for Threshold {
    fn from(least: Option<Severity>) -> Self {
        least.map_or(Self::Never, Self::Severity)
    }
}

impl Report {
    /// One that says nothing yet.
    pub fn new(version: &'static str, now: NumericDate, fail_on: Threshold) -> Self {
        Self {
            schema: "whichtoken/report/v1",
            tool: Tool { version },
            now: now.to_string(),
            tokens: Vec::new(),
            provider: None,
            policy: None,
            unreadable: Vec::new(),
            skipped: Vec::new(),
            undone: Vec::new(),
            fail_on,
            summary: Summary::default(),
        }
    }

    /// Whether something in it fails the run.
    pub fn fails(&self) -> bool {
        let verdicts = self.tokens.iter().filter_map(|one| one.verdict.as_ref());
        let verdicts = verdicts.map(|one| (verdict::RULE, one.severity()));
        let findings = self.findings().map(|one| (one.rule, one.level));
        let mut both = findings.chain(verdicts);
        both.any(|(rule, level)| self.fail_on.is_passed_by(rule, level))
    }
}

/// The program that made the report.
#[derive(Debug, Serialize)]
pub struct Tool {
    /// Its version.
    pub version: &'static str,
}

/// An input that gave no token.
#[derive(Debug, Clone, Serialize)]
pub struct Unreadable {
    /// `argument`, `stdin`, or a file's path.
    pub input: String,
    /// What is wrong and what was expected.
    pub error: String,
    /// What the user can do about it.
    pub hint: String,
}

/// The policy of a run.
#[derive(Debug, Serialize)]
pub struct PolicyReport {
    /// The file that states it.
    pub source: String,
    /// Findings about the policy itself, such as suppressions that have expired.
    pub findings: Vec<FindingReport>,
}

/// Counts.
#[derive(Debug, Default, Serialize)]
pub struct Summary {
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
    /// Findings suppressed by policy.
    pub suppressed: usize,
    /// The exit status.
    pub exit: u8,
}

impl Report {
    /// All findings that count: about tokens, the provider, and the policy itself.
    pub fn findings(&self) -> impl Iterator<Item = &FindingReport> {
        let tokens = self.tokens.iter().flat_map(|token| token.findings.iter());
        let provider = self.provider.iter().flat_map(|provider| &provider.findings);
        let policy = self.policy.iter().flat_map(|policy| &policy.findings);
        tokens.chain(provider).chain(policy)
    }
}

impl Summary {
    /// Counts what a report holds; the exit status is another matter.
    pub fn of(report: &Report) -> Self {
        let count = |severity| {
            let levels = report.findings().map(|finding| finding.level);
            levels.filter(|level| *level == severity).count()
        };
        let tokens = report.tokens.iter().map(|token| token.suppressed.len());
        let provider = report.provider.iter().map(|one| one.suppressed.len());
        Self {
            tokens: report.tokens.len(),
            errors: count(Severity::Error),
            warnings: count(Severity::Warn),
            infos: count(Severity::Info),
            notes: count(Severity::Note),
            suppressed: tokens.chain(provider).sum(),
            exit: 0,
        }
    }
}
