//! Whether a proof of possession proves it.

pub(crate) mod ath_mismatch;
pub(crate) mod proof_malformed;
pub(crate) mod proof_stale_or_reused;
