//! How the token is spelt.

pub(crate) mod undecodable_token;
