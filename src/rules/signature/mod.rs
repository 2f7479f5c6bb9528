//! Whether it is genuine.

pub(crate) mod alg_key_mismatch;
pub(crate) mod alg_none;
pub(crate) mod signature_invalid;
pub(crate) mod signature_not_verified;
