//! What it proves about the user.

pub(crate) mod access_token_as_login_proof;
pub(crate) mod machine_subject;
pub(crate) mod mutable_user_key;
pub(crate) mod nonce_mismatch;
pub(crate) mod session_bootstrap_unguarded;
pub(crate) mod weak_authentication_context;
