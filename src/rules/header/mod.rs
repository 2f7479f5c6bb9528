//! What its header asks of the verifier.

pub(crate) mod key_travels_with_token;
