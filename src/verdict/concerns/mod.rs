//! The fifteen concerns, one file each: a question, the facts it reads, and the levels.

pub(super) mod audience;
pub(super) mod binding;
pub(super) mod consent;
pub(super) mod coupling;
pub(super) mod forwarding;
pub(super) mod integrity;
pub(super) mod kind;
pub(super) mod life;
pub(super) mod mixed_acceptance;
pub(super) mod need;
pub(super) mod one_time;
pub(super) mod presenter;
pub(super) mod privacy;
pub(super) mod replay;
pub(super) mod transport;
