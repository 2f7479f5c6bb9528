//! How the token is spelt.

pub(crate) mod ambiguous_json;
pub(crate) mod base64url_not_strict;
pub(crate) mod crit_not_understood;
pub(crate) mod deceptive_identifier;
pub(crate) mod duplicate_members;
pub(crate) mod guessable_opaque_token;
pub(crate) mod json_serialization;
pub(crate) mod oversize_token;
pub(crate) mod undecodable_token;
pub(crate) mod wrong_claim_type;
