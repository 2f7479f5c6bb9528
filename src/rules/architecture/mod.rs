//! Which part the receiver plays.

pub(crate) mod receiver_acts_as_issuer;
