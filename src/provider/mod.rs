//! Who issued it: the provider's metadata and keys, and how each was obtained.

pub mod address;
pub mod discovery;
pub mod fetch;
pub mod keys;
pub mod url;
pub mod vendors;

pub use keys::{Certificate, Curve, Key, KeySet, KeySource, Material, MlDsaStrength, Unusable};

use crate::token::Document;

/// What is known of the issuer side.
#[derive(Debug, Clone, Default)]
pub struct Provider {
    /// The issuer that is trusted: stated by the user, or (with `--discover`) named by the token.
    pub issuer: Option<String>,
    /// Where metadata and keys come from, for people.
    pub source: String,
    /// Who chose this issuer.
    pub chosen_by: ChosenBy,
    /// The discovery document (OpenID Discovery §3 or RFC 8414 §2), if there is one.
    pub metadata: Option<Document>,
    /// All keys that may verify.
    pub keys: KeySet,
    /// Whether a published key set was read, however few its keys.
    pub has_key_set: bool,
    /// Remarks on the way, such as an odd key or a second fetch for a new `kid`.
    pub notes: Vec<String>,
    /// Why keys that were asked for are not there, one clause; `None` if nothing went wrong.
    pub problem: Option<String>,
}

/// Who decided which issuer is asked.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum ChosenBy {
    /// `--issuer`, `--provider`, `--jwks`, `--key` or a secret.
    #[default]
    User,
    /// `--discover`: the token's own `iss`, for display and not as proof.
    Token,
}
