//! What its header asks of the verifier.
pub(super) mod certificate_header_mismatch;
pub(crate) mod key_travels_with_token;
pub(super) mod kid_selects_no_single_key;
pub(super) mod remote_key_url;
pub(super) mod suspicious_kid;
