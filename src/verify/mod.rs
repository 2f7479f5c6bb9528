//! Is it genuine: signatures, with the key chosen by the issuer's side and never by the token.

pub mod algorithm;
pub(crate) mod critical;
pub mod hash;
mod header;
mod judged;
mod keys;
mod possession;
mod proof;
pub mod registry;
mod select;
mod structure;
#[cfg(test)]
mod tests;
mod verifier;

use std::{borrow::Cow, sync::Arc};

pub use algorithm::{ALGORITHMS, Algorithm};

pub use possession::with_confirmed_key;
pub use verifier::Verifier;

use crate::provider::Key;

/// Whether a key may check this algorithm by all that it says of itself.
pub fn serves(key: &Key, algorithm: &Algorithm) -> bool {
    select::misfit(key, algorithm).is_none()
}

/// The outcome of looking at the signature.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Verification {
    /// The four outcomes.
    pub status: Status,
    /// `alg` as it stands in the header.
    pub algorithm: Option<Cow<'static, str>>,
    /// The key that verified, or that was tried last.
    pub key: Option<Arc<KeyUsed>>,
    /// Why the status is what it is, for a rule to act on.
    pub reason: Reason,
}

/// Whether the signature holds. What cannot be checked is never called invalid.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Status {
    /// A key of the issuer verifies it.
    Valid,
    /// It was checked and does not hold, or cannot hold.
    Invalid,
    /// There is none (`alg` is `none`).
    Unsigned,
    /// It could not be checked.
    NotChecked,
}

impl Status {
    /// The fixed name.
    pub fn name(self) -> &'static str {
        match self {
            Self::Valid => "valid",
            Self::Invalid => "invalid",
            Self::Unsigned => "unsigned",
            Self::NotChecked => "not-checked",
        }
    }
}

/// The key that a verification used.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct KeyUsed {
    /// Its `kid`.
    pub id: Option<String>,
    /// Where it came from, for people.
    pub source: String,
    /// RFC 7638 SHA-256 thumbprint.
    pub thumbprint: Option<String>,
}

/// Why a signature has its status.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Reason {
    /// The key named verifies the signature.
    Verified,
    /// Of several signatures this many verify (RFC 7515 §7.2.1).
    VerifiedOfSeveral {
        /// How many verify; at least one.
        valid: usize,
        /// How many there are.
        of: usize,
        /// The first one that verifies, counted from 0: its header is the one to believe.
        first: usize,
    },
    /// The key in its own header verifies a DPoP proof (RFC 9449 §4.3).
    ProofOfPossession,
    /// Every fitting key was tried and none verifies it.
    WrongSignature {
        /// How many keys were tried.
        tried: usize,
    },
    /// No key can make this signature good: wrong length, zero, not the curve's.
    Impossible(String),
    /// `alg` is `none`, in some spelling, or missing, and there is no signature.
    Unsigned,
    /// No key was given.
    NoKeys,
    /// The keys of the issuer were asked for and could not be had.
    KeysNotObtained,
    /// Keys were given and none fits `kid`, type, use and curve.
    NoKeyFits(String),
    /// The key that `kid` names cannot serve this algorithm.
    AlgorithmKeyMismatch(String),
    /// The key that `kid` names is there and cannot be used.
    KeyUnusable(String),
    /// There is a signature and no `alg` that says how it was made.
    NoAlgorithm,
    /// The payload is empty and the signature covers something else, probably a detached content
    /// (RFC 7515 Appendix F).
    Detached,
    /// An algorithm that this tool does not implement.
    UnknownAlgorithm(String),
    /// `crit` names an extension that this tool does not implement, or is malformed.
    CriticalExtension(String),
    /// The content is encrypted.
    Encrypted,
    /// There is no JOSE object to check.
    NotJose,
    /// Too broken to be checked.
    Damaged,
}

impl Reason {
    /// One clause for people.
    pub fn describe(&self) -> String {
        match self {
            Self::Verified => "a key of the issuer verifies it".to_owned(),
            Self::VerifiedOfSeveral { valid, of, .. } => {
                format!("{valid} of {of} signatures verify with keys of the issuer")
            }
            Self::ProofOfPossession => {
                "the key in its own header verifies it: the sender holds that key, whoever that is"
                    .to_owned()
            }
            Self::WrongSignature { tried: 1 } => "the fitting key does not verify it".to_owned(),
            Self::WrongSignature { tried } => format!("none of {tried} fitting keys verifies it"),
            Self::Unsigned => "the token carries no signature".to_owned(),
            Self::NoKeys => "no key was given".to_owned(),
            Self::KeysNotObtained => "the keys of the issuer could not be obtained".to_owned(),
            Self::NoAlgorithm => {
                "there is a signature and no `alg` that says how it was made".to_owned()
            }
            Self::Detached => {
                "the payload is empty and the signature covers something else, probably content \
                 that travels apart"
                    .to_owned()
            }
            Self::UnknownAlgorithm(name) => match Algorithm::meant_by(name) {
                Some(meant) => format!(
                    "algorithm `{}` is not `{}`: names are case-sensitive",
                    name.escape_debug(),
                    meant.name
                ),
                None => format!(
                    "algorithm `{}` is not implemented here",
                    name.escape_debug()
                ),
            },
            Self::Impossible(why)
            | Self::NoKeyFits(why)
            | Self::AlgorithmKeyMismatch(why)
            | Self::KeyUnusable(why)
            | Self::CriticalExtension(why) => why.clone(),
            Self::Encrypted => {
                "the content is encrypted, and only its recipient can open it".to_owned()
            }
            Self::NotJose => "an opaque string has no signature; ask its issuer".to_owned(),
            Self::Damaged => "the token is too damaged to be checked".to_owned(),
        }
    }
}
