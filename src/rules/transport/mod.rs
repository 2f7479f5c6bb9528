//! How it travels.

pub(crate) mod bearer_transport_misused;
pub(crate) mod token_in_query;
