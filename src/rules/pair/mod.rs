//! Whether the tokens of one response belong together.

pub(crate) mod at_hash_wrong;
pub(crate) mod c_hash_wrong;
pub(crate) mod identity_mismatch;
pub(crate) mod refresh_continuity;
pub(crate) mod same_token_twice;
pub(crate) mod token_response_malformed;
pub(crate) mod token_type_mismatch;

use super::{Case, Outcome, Rule, Sibling, words};
use crate::{
    input::{Origin, Slot},
    token::Claim,
    verify::hash,
};

/// The companion of an ID token that one of its claims is a hash of.
struct Companion {
    /// `at_hash` or `c_hash`.
    claim: &'static str,
    slot: Slot,
    /// In words.
    name: &'static str,
    /// What to do where the claim must be there and is not.
    fix_absent: &'static str,
}

/// Compares a hash claim with the companion in the same response (OIDC Core §3.1.3.6, §3.3.2.11).
/// Where the authorization endpoint delivered both, the claim must be there.
fn compare_hash(rule: &'static Rule, case: &Case<'_>, companion: &Companion) -> Outcome {
    let Companion {
        claim,
        slot,
        name,
        fix_absent,
    } = companion;
    let Some(sibling) = sibling_in(case, slot) else {
        return Outcome::NotApplicable("there is no companion in the same response to compare");
    };
    let Some(claims) = case.claims().filter(|_| case.is_whole()) else {
        return Outcome::NotApplicable("the claims cannot be read to their end");
    };
    let actual = match claims.text_claim(claim) {
        Claim::Absent if case.origin == Origin::Url => {
            let message =
                format!("`{claim}` is absent, expected that of the {name} in the same redirect");
            return rule.finds("payload", message).fix(*fix_absent).into();
        }
        Claim::Absent => return Outcome::Silent,
        Claim::Present(actual) => actual.into_owned(),
        Claim::Malformed(value) => value.kind().to_string(),
    };
    let Some(expected) = hash::half_hash(case.token, sibling.token.raw()) else {
        return Outcome::NotApplicable("no hash is agreed on for the algorithm of the ID token");
    };
    if expected == actual {
        return Outcome::Silent;
    }
    let message = format!(
        "`{claim}` is {}, the {name} beside it hashes to `{expected}`",
        words::quote(&actual)
    );
    rule.finds(format!("payload/{claim}"), message)
        .expected(expected)
        .actual(actual)
        .into()
}

/// The sibling in that slot, if this token is the ID token of the response.
fn sibling_in<'a>(case: &Case<'a>, slot: &Slot) -> Option<&'a Sibling<'a>> {
    if !matches!(case.slot, Some(Slot::IdToken)) {
        return None;
    }
    case.siblings
        .iter()
        .find(|sibling| sibling.slot == Some(slot))
}
