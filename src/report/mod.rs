//! What we say: one form with fixed member names, and one renderer a format.
//!
//! A renderer sees a [`Report`] and nothing else. Texts stand in a report as they were found; a renderer
//! passes each of them through [`escape`] on its way out. The names of the JSON members are a public
//! contract (`report.schema.json`); what only people read is kept out of the JSON by `skip`.

pub mod build;
pub mod diff;
pub mod escape;
pub mod github;
pub mod human;
pub mod json;
pub mod junit;
pub mod markdown;
pub mod ndjson;
pub mod redact;
pub mod rules_json;
pub mod sarif;
mod shared;
mod subject;
pub mod tally;
pub mod verdict;

use std::{borrow::Cow, sync::Arc};

use serde::{Serialize, Serializer, ser::Error as _};
use serde_json::value::RawValue;

pub use shared::Shared;

use crate::{rules::Severity, token::NumericDate};

/// JSON that was parsed before, as it stands in a report.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct JsonText {
    text: String,
    /// Whether tokens were looked for in the text as a whole, and none found.
    is_clean: bool,
}

impl JsonText {
    /// Takes JSON as it is.
    ///
    /// # Errors
    /// The text is no JSON.
    pub fn from_string(text: String) -> Result<Self, serde_json::Error> {
        serde_json::from_str::<&RawValue>(&text)?;
        Ok(Self {
            text,
            is_clean: false,
        })
    }

    /// The text of an object that was read before, if no token is in it.
    fn of(text: &str) -> Option<Self> {
        let is_clean = matches!(escape::without_tokens(text), Cow::Borrowed(_));
        is_clean.then(|| Self {
            text: text.to_owned(),
            is_clean,
        })
    }

    /// The same like the text of an object that is clean, from which it differs in these parts only.
    /// A token lies within one of the members, which have quotes around them.
    fn of_alike<'a>(text: &str, mut parts: impl Iterator<Item = &'a str>) -> Option<Self> {
        let is_clean = parts.all(|part| matches!(escape::without_tokens(part), Cow::Borrowed(_)));
        is_clean.then(|| Self {
            text: text.to_owned(),
            is_clean,
        })
    }

    /// Whether tokens were looked for in the text, and none found.
    pub fn is_clean(&self) -> bool {
        self.is_clean
    }

    /// The text.
    pub fn get(&self) -> &str {
        &self.text
    }
}

/// `null`
impl Default for JsonText {
    fn default() -> Self {
        Self {
            text: "null".to_owned(),
            is_clean: true,
        }
    }
}

impl Serialize for JsonText {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let raw: &RawValue = serde_json::from_str(&self.text).map_err(S::Error::custom)?;
        raw.serialize(serializer)
    }
}

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

/// What is said about one token.
#[derive(Debug, Serialize)]
pub struct TokenReport {
    /// Its number, from 1, or the id of its record.
    pub id: String,
    /// Where it stood.
    pub place: PlaceReport,
    /// The serialization.
    pub format: &'static str,
    /// The header as it was written, nested tokens cut.
    pub header: Shared<Option<JsonText>>,
    /// The claims, likewise.
    pub claims: Option<JsonText>,
    /// What was odd in the spelling, one clause each.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub damage: Vec<String>,
    /// The four lines.
    pub who: Shared<Who>,
    /// Whose software issued it, where its look tells.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub vendor: Option<VendorReport>,
    /// Which token it is.
    pub classification: Shared<ClassificationReport>,
    /// Whether it is genuine.
    pub signature: Shared<SignatureReport>,
    /// What the rules found, worst first.
    pub findings: Shared<Vec<FindingReport>>,
    /// What they found and a policy suppresses.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub suppressed: Vec<SuppressedReport>,
    /// What every rule answered.
    pub outcomes: Shared<Outcomes>,
    /// The verdict on sending it, where it was asked for.
    pub verdict: Option<verdict::VerdictReport>,
    /// Header and claims explained, for people.
    #[serde(skip)]
    pub explained: Explained,
}

/// Where a token stood.
#[derive(Debug, Serialize)]
pub struct PlaceReport {
    /// `argument`, `stdin`, or a file's path.
    pub input: String,
    /// The field or header.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub slot: Option<String>,
    /// The place inside the input.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub pointer: Option<String>,
    /// What was taken off to get at the token, for people.
    #[serde(skip)]
    pub unwrapped: Vec<&'static str>,
}

/// The four lines on which most quarrels end.
#[derive(Debug, Clone, Default, Serialize)]
pub struct Who {
    /// `iss`
    pub issued_by: Option<String>,
    /// `sub`
    pub about: Option<String>,
    /// The presenter: `azp`, `client_id`, `appid`, `cid`, or the sole audience of an ID token.
    pub issued_to: Option<String>,
    /// `aud`
    pub issued_for: Vec<String>,
    /// The claim that `issued_to` was read from, for people.
    #[serde(skip)]
    pub issued_to_claim: Option<&'static str>,
    /// What kind of subject it is (a user, a client, a workload), for people.
    #[serde(skip)]
    pub about_note: Option<&'static str>,
}

/// The product or service behind an issuer.
#[derive(Debug, Clone, Serialize)]
pub struct VendorReport {
    /// The word to ask `explain` for, such as `entra-v2`.
    pub key: &'static str,
    /// Its name.
    pub name: &'static str,
}

/// Which token it is, and on what evidence.
#[derive(Debug, Clone, Serialize)]
pub struct ClassificationReport {
    /// Fixed name of the kind.
    pub kind: &'static str,
    /// `certain`, `likely` or `ambiguous`.
    pub certainty: &'static str,
    /// The next kind.
    pub runner_up: Option<&'static str>,
    /// For an access token: `rfc9068` or `de-facto`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub profile: Option<&'static str>,
    /// For encrypted and opaque tokens: what they are likely to be.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub likely: Option<Likely>,
    /// What the evidence alone says, where `--as` overrode it.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub overridden: Option<&'static str>,
    /// Heaviest first.
    pub evidence: Vec<EvidenceReport>,
    /// The kind in words, for people.
    #[serde(skip)]
    pub label: &'static str,
    /// The runner-up in words, for people.
    #[serde(skip)]
    pub runner_up_label: Option<&'static str>,
}

/// What an unreadable token is likely to be.
#[derive(Debug, Clone, Serialize)]
pub struct Likely {
    /// Fixed name of the kind.
    pub kind: &'static str,
    /// Why.
    pub because: String,
}

/// One piece of evidence.
#[derive(Debug, Clone, Serialize)]
pub struct EvidenceReport {
    /// Row of the evidence table.
    pub id: &'static str,
    /// The kind it speaks for.
    #[serde(rename = "for", skip_serializing_if = "Option::is_none")]
    pub speaks_for: Option<&'static str>,
    /// The kind it speaks against; `others` for all but those it speaks for.
    #[serde(rename = "against", skip_serializing_if = "Option::is_none")]
    pub speaks_against: Option<&'static str>,
    /// Positive; 100 is decisive or excluding.
    pub weight: i32,
    /// What was seen and what it says.
    pub because: Cow<'static, str>,
    /// Where.
    pub pointer: String,
}

/// Whether the token is genuine.
#[derive(Debug, Clone, Serialize)]
pub struct SignatureReport {
    /// `valid`, `invalid`, `unsigned` or `not-checked`.
    pub status: &'static str,
    /// `alg` as written.
    pub algorithm: Option<String>,
    /// The key that verified or was tried.
    pub key: Option<KeyReport>,
    /// Why the status is what it is.
    pub reason: String,
}

/// A key, by its names only.
#[derive(Debug, Clone, Serialize)]
pub struct KeyReport {
    /// `kid`
    pub kid: Option<String>,
    /// Where it came from.
    pub source: String,
    /// RFC 7638 SHA-256 thumbprint.
    pub thumbprint: Option<String>,
}

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

/// The policy of a run.
#[derive(Debug, Serialize)]
pub struct PolicyReport {
    /// The file that states it.
    pub source: String,
    /// Findings about the policy itself, such as suppressions that have expired.
    pub findings: Vec<FindingReport>,
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
    /// With [`Extent::Line`] all of it as JSON, and the lists are empty: to write a list of a
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
    names: Arc<str>,
    /// The entries of `needs`.
    needs: String,
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

/// The issuer's side.
#[derive(Debug, Serialize)]
pub struct ProviderReport {
    /// The issuer identifier.
    pub issuer: Option<String>,
    /// Where metadata and keys come from.
    pub source: String,
    /// One entry a key.
    pub keys: Vec<ProviderKeyReport>,
    /// Findings about the provider itself.
    pub findings: Vec<FindingReport>,
    /// What every rule about providers answered.
    #[serde(skip)]
    pub outcomes: Outcomes,
    /// Findings about it that a policy suppresses.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub suppressed: Vec<SuppressedReport>,
    /// The discovery document as it was written; only where the provider itself was asked about.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub metadata: Option<JsonText>,
    /// The discovery document explained, for people.
    #[serde(skip)]
    pub explained: Vec<Line>,
    /// Remarks on the way, for people.
    #[serde(skip)]
    pub notes: Vec<String>,
    /// Whether the token chose the issuer, for people.
    #[serde(skip)]
    pub chosen_by_token: bool,
}

/// One key of the provider.
#[derive(Debug, Serialize)]
pub struct ProviderKeyReport {
    /// `kid`
    pub kid: Option<String>,
    /// `kty`
    pub kty: Option<String>,
    /// `alg`
    pub algorithm: Option<String>,
    /// `use`
    #[serde(rename = "use")]
    pub usage: Option<String>,
    /// RFC 7638 SHA-256 thumbprint.
    pub thumbprint: Option<String>,
    /// Why the key cannot be used, if so.
    pub unusable: Option<String>,
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

/// Header and claims, explained for people.
#[derive(Debug, Default)]
pub struct Explained {
    /// One line a header member.
    pub header: Vec<Line>,
    /// One line a claim.
    pub claims: Vec<Line>,
    /// For SD-JWTs: one line a disclosure.
    pub disclosed: Vec<Line>,
    /// For opaque and encrypted tokens: what can be said of them.
    pub shape: Option<String>,
}

/// One member explained.
#[derive(Debug)]
pub struct Line {
    /// Its name.
    pub name: String,
    /// Its value for display.
    pub value: String,
    /// For a date: the value in words, such as `2026-01-01T00:00:00Z, in 59m`.
    pub time: Option<String>,
    /// What the member means, in a few words.
    pub meaning: Option<&'static str>,
}
