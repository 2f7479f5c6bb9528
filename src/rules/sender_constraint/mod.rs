//! Whether theft alone lets one use it.

pub(crate) mod binding_key_mismatch;
pub(crate) mod bound_token_as_bearer;
pub(crate) mod long_lived_bearer;
pub(crate) mod sender_constraint_missing;
pub(crate) mod unbindable_id_token;
