//! Findings that were there when a team began: only new ones fail.

use std::{
    collections::BTreeMap,
    sync::atomic::{AtomicBool, Ordering},
};

use serde::{Deserialize, Serialize};
use thiserror::Error;

use super::Subject;
use crate::{
    report::{FindingReport, escape},
    rules::Severity,
};

/// What a file of this form says first.
const SCHEMA: &str = "whichtoken/baseline/v1";

/// Known findings, each with whether it was met again.
#[derive(Debug, Default)]
pub struct Baseline {
    known: BTreeMap<Fingerprint, AtomicBool>,
}

/// What makes two findings the same: rule, kind, issuer and place, and nothing of a token's text.
/// How often it is found does not count.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Fingerprint {
    /// Name of the rule.
    pub rule: String,
    /// Fixed name of the kind of token; null for a provider.
    pub kind: Option<String>,
    /// The issuer that the token or the provider names.
    pub issuer: Option<String>,
    /// The place, such as `payload/aud`.
    pub pointer: String,
}

/// Why a text is no baseline.
#[derive(Debug, Error)]
pub enum BaselineError {
    /// It is no JSON, or has other members.
    #[error("{0}, expected a file of --write-baseline")]
    Form(#[from] serde_json::Error),
    /// It is a baseline of another version.
    #[error("`schema` is `{0}`, expected `{SCHEMA}`")]
    Schema(String),
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct File {
    schema: String,
    findings: Vec<Fingerprint>,
}

impl Baseline {
    /// Reads what `--write-baseline` wrote.
    ///
    /// # Errors
    /// The text is something else.
    pub fn parse(text: &str) -> Result<Self, BaselineError> {
        let file: File = serde_json::from_str(text)?;
        if file.schema != SCHEMA {
            return Err(BaselineError::Schema(file.schema));
        }
        let mut known = BTreeMap::new();
        let findings = file.findings.into_iter();
        known.extend(findings.map(|fingerprint| (fingerprint, AtomicBool::new(false))));
        Ok(Self { known })
    }

    /// A JSON document with one line a finding, sorted, so that a change of it can be read as a
    /// change of lines.
    pub(super) fn render(&self) -> String {
        let lines = self.known.keys().map(|fingerprint| {
            let line = serde_json::to_string(fingerprint).expect("it holds strings only");
            format!("    {}", escape::json(&line))
        });
        let lines: Vec<String> = lines.collect();
        let findings = match lines.as_slice() {
            [] => "[]".to_owned(),
            lines => format!("[\n{}\n  ]", lines.join(",\n")),
        };
        format!("{{\n  \"schema\": \"{SCHEMA}\",\n  \"findings\": {findings}\n}}\n")
    }

    /// How many known findings were not met again.
    pub(super) fn gone(&self) -> usize {
        let met = self.known.values().map(|met| met.load(Ordering::Relaxed));
        met.filter(|met| !met).count()
    }

    /// Adds a finding that can fail a run, and says whether it could: notes never do.
    pub(super) fn take(&mut self, finding: &FindingReport, subject: Subject<'_>) -> bool {
        let can_fail = finding.level > Severity::Note;
        if can_fail {
            let fingerprint = Fingerprint::of(finding, subject);
            self.known.insert(fingerprint, AtomicBool::new(true));
        }
        can_fail
    }

    /// Whether the finding was there before; it is noted as met again.
    pub(super) fn knows(&self, finding: &FindingReport, subject: Subject<'_>) -> bool {
        let known = self.known.get(&Fingerprint::of(finding, subject));
        if let Some(met) = known {
            met.store(true, Ordering::Relaxed);
        }
        known.is_some()
    }
}

impl Fingerprint {
    fn of(finding: &FindingReport, subject: Subject<'_>) -> Self {
        let harmless = |text: &str| escape::without_tokens(text).into_owned();
        Self {
            rule: finding.rule.to_owned(),
            kind: subject.kind.map(str::to_owned),
            issuer: subject.issuer.map(harmless),
            pointer: harmless(&finding.pointer),
        }
    }
}
