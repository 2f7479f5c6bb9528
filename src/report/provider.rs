//! What is said about the issuer's side.

use serde::Serialize;

use super::{FindingReport, JsonText, Line, Outcomes, SuppressedReport};

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
