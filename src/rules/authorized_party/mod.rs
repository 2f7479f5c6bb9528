//! To whom it was issued.

pub(crate) mod azp_missing;
pub(crate) mod presenter_not_allowed;
