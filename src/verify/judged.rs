//! What was found about one signature, and by which keys.

use std::sync::Arc;

use super::{KeyUsed, Reason, Status, keys::Checker};

/// What was found about one signature, before its algorithm is written beside it.
pub(super) struct Judged {
    pub(super) status: Status,
    pub(super) key: Option<Arc<KeyUsed>>,
    pub(super) reason: Reason,
}

pub(super) fn not_checked(reason: Reason) -> Judged {
    Judged {
        status: Status::NotChecked,
        key: None,
        reason,
    }
}

pub(super) fn invalid(reason: Reason, key: Option<Arc<KeyUsed>>) -> Judged {
    Judged {
        status: Status::Invalid,
        key,
        reason,
    }
}

pub(super) fn unsigned() -> Judged {
    Judged {
        status: Status::Unsigned,
        key: None,
        reason: Reason::Unsigned,
    }
}

/// Keys that were tried in vain.
#[derive(Default)]
pub(super) struct Attempts<'k> {
    pub(super) tried: usize,
    pub(super) last: Option<&'k Arc<KeyUsed>>,
    /// A key that should have been tried and could not be.
    pub(super) unusable: Option<(&'k Arc<KeyUsed>, &'k str)>,
    /// The length that the last key asks for, if all keys ask for another than the signature's.
    pub(super) other_length: Option<usize>,
}

impl Attempts<'_> {
    pub(super) fn verify(&mut self, checker: &Checker, message: &[u8], signature: &[u8]) -> bool {
        self.tried += 1;
        let expected = checker.signature_length();
        if expected != signature.len() {
            if self.tried == 1 || self.other_length.is_some() {
                self.other_length = Some(expected);
            }
            return false;
        }
        self.other_length = None;
        checker.verifies(message, signature)
    }

    /// The judgement, unless there was nothing to try. A signature is invalid only if every key
    /// that may have made it was tried.
    pub(super) fn failure(self, signature: &[u8]) -> Option<Judged> {
        if let Some((key, why)) = self.unusable {
            let named = match &key.id {
                Some(id) => format!("key `{id}`"),
                None => "a key that may have signed".to_owned(),
            };
            return Some(Judged {
                key: Some(key.clone()),
                ..not_checked(Reason::KeyUnusable(format!(
                    "{named} cannot be used: {why}"
                )))
            });
        }
        let reason = match self.other_length {
            _ if self.tried == 0 => return None,
            Some(expected) => Reason::Impossible(format!(
                "the signature has {} bytes, a signature by this RSA key has {expected}",
                signature.len()
            )),
            None => Reason::WrongSignature { tried: self.tried },
        };
        Some(invalid(reason, self.last.cloned()))
    }
}
