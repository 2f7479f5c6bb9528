//! Whether a logout or event token is what it claims.

pub(crate) mod logout_session_mismatch;
pub(crate) mod logout_token_carries_nonce;
pub(crate) mod logout_token_malformed;

/// The event that makes a security event token a logout token (Back-Channel Logout §2.4).
const LOGOUT_EVENT: &str = "http://schemas.openid.net/event/backchannel-logout";
