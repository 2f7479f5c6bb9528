//! The HTTP request around the token.

pub(crate) mod authorization_header_malformed;
pub(crate) mod exchange_type_mismatch;
pub(crate) mod userinfo_with_id_token;
