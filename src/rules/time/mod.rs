//! When it may be used.

pub(crate) mod expired;
pub(crate) mod missing_exp;
