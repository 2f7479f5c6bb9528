//! Whether it is genuine.
pub(crate) mod alg_key_mismatch;
pub(crate) mod alg_none;
pub(super) mod alg_not_accepted;
pub(super) mod guessable_mac_secret;
pub(super) mod mac_with_several_verifiers;
pub(crate) mod signature_invalid;
pub(crate) mod signature_not_verified;
pub(super) mod unregistered_algorithm;
