//! Whether it is the right kind of token.

pub(crate) mod kind_contradiction;
pub(crate) mod kinds_not_mutually_exclusive;
pub(crate) mod wrong_kind_for_receiver;
