//! What it proves about the user.

pub(crate) mod access_token_as_login_proof;
pub(crate) mod nonce_mismatch;
