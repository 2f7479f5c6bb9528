//! How it travels.

pub(crate) mod bearer_transport_misused;
pub(crate) mod cleartext_transport;
pub(crate) mod several_transports;
pub(crate) mod token_in_cookie;
pub(crate) mod token_in_fragment;
pub(crate) mod token_in_query;
