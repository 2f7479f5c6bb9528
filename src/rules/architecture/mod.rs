//! Which part the receiver plays.

pub(crate) mod both_kinds_accepted;
pub(crate) mod identity_as_payload;
pub(crate) mod opaque_needs_introspection;
pub(crate) mod receiver_acts_as_issuer;
pub(crate) mod replay_to_rightful_audience;
pub(crate) mod token_passthrough;
pub(crate) mod undocumented_deviation;
