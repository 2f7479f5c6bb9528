//! When it may be used.

pub(crate) mod expired;
pub(crate) mod implausible_times;
pub(crate) mod lifetime_too_long;
pub(crate) mod missing_exp;
pub(crate) mod not_yet_valid;
pub(crate) mod stale_authentication;

use super::Case;
use crate::token::{Document, NumericDate};

/// A date of the claims that can be one: what is no date at all, or no date of our times, is the
/// matter of `missing-exp` and `implausible-times`.
fn plausible(case: &Case<'_>, claims: &Document, name: &str) -> Option<NumericDate> {
    let date = claims.date(name).present()?;
    is_plausible(case, date).then_some(date)
}

/// Whether a date is one of our times.
fn is_plausible(case: &Case<'_>, date: NumericDate) -> bool {
    date.seconds() >= case.policy.implausible_past && !is_too_far(case, date)
}

/// Whether a date lies beyond the life of any token.
fn is_too_far(case: &Case<'_>, date: NumericDate) -> bool {
    date.since(case.now) > case.policy.implausible_future
}
