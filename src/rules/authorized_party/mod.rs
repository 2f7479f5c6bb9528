//! To whom it was issued.

pub(crate) mod actor_chain;
pub(crate) mod azp_missing;
pub(crate) mod no_presenter_list;
pub(crate) mod presenter_claims_disagree;
pub(crate) mod presenter_not_allowed;
