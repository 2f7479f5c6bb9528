//! What it proves about the user.

pub(crate) mod access_token_as_login_proof;
