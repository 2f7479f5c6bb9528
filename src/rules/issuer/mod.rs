//! Who issued it.

pub(crate) mod issuer_mismatch;
