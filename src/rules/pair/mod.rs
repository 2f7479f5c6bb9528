//! Whether the tokens of one response belong together.

pub(crate) mod at_hash_wrong;
pub(crate) mod c_hash_wrong;
pub(crate) mod identity_mismatch;
pub(crate) mod refresh_continuity;
pub(crate) mod same_token_twice;
pub(crate) mod token_response_malformed;
pub(crate) mod token_type_mismatch;

use super::{Case, Sibling};
use crate::{
    input::{Origin, Slot},
    token::Claim,
    verify::hash,
};

/// What a hash claim of an ID token says about its companion.
enum HashCheck {
    /// This is no ID token of a response with such a companion, or its hash cannot be computed.
    NotApplicable(&'static str),
    /// The claim is missing although the authorization endpoint delivered both.
    Required,
    /// The claim is missing and may be.
    Optional,
    /// They belong together.
    Fits,
    /// They do not.
    Differs { expected: String, actual: String },
}

/// Compares `claim` with the hash of the sibling in `slot` (OIDC Core §3.1.3.6, §3.3.2.11).
fn check_hash(case: &Case<'_>, claim: &str, slot: &Slot) -> HashCheck {
    let Some(companion) = companion(case, slot) else {
        return HashCheck::NotApplicable("there is no companion in the same response to compare");
    };
    let Some(claims) = case.claims().filter(|_| case.is_whole()) else {
        return HashCheck::NotApplicable("the claims cannot be read to their end");
    };
    let actual = match claims.text_claim(claim) {
        Claim::Absent if case.origin == Origin::Url => return HashCheck::Required,
        Claim::Absent => return HashCheck::Optional,
        Claim::Present(actual) => actual.into_owned(),
        Claim::Malformed(value) => value.kind().to_string(),
    };
    match hash::half_hash(case.token, companion.token.raw()) {
        None => HashCheck::NotApplicable("no hash is agreed on for the algorithm of the ID token"),
        Some(expected) if expected == actual => HashCheck::Fits,
        Some(expected) => HashCheck::Differs { expected, actual },
    }
}

/// The sibling in that slot, if this token is the ID token of the response.
fn companion<'a>(case: &Case<'a>, slot: &Slot) -> Option<&'a Sibling<'a>> {
    if !matches!(case.slot, Some(Slot::IdToken)) {
        return None;
    }
    case.siblings
        .iter()
        .find(|sibling| sibling.slot == Some(slot))
}
