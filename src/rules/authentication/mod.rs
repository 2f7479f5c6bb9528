//! What it proves about the user.

pub(crate) mod nonce_mismatch;
