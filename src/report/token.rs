//! What is said about one token.

use std::borrow::Cow;

use serde::Serialize;

use super::{FindingReport, JsonText, Outcomes, Shared, SuppressedReport, verdict};

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
