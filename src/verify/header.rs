//! The header members that verification reads, collected in one pass.

use std::borrow::Cow;

use crate::token::{Document, Signature, Value, json::unquote, short_media_type};

/// What the headers of one signature say; of duplicates the last, and the protected header before
/// the unprotected one.
#[derive(Debug, Default)]
pub(super) struct Header<'a> {
    pub(super) algorithm: Option<Value<'a>>,
    pub(super) key_id: Option<Value<'a>>,
    pub(super) own_key: Option<Value<'a>>,
    media_type: Option<Value<'a>>,
    /// Of the protected header only: neither may stand elsewhere.
    pub(super) critical: Option<Value<'a>>,
    pub(super) unencoded: Option<Value<'a>>,
    /// The first of `crit` and `b64` that stands in the unprotected header.
    pub(super) misplaced: Option<&'static str>,
}

impl<'a> Header<'a> {
    /// Collects what the headers of a signature say (in place, since copying it is felt).
    pub(super) fn collect(&mut self, signature: &'a Signature) {
        if let Some(unprotected) = &signature.unprotected {
            self.read(unprotected);
            self.misplaced = self
                .critical
                .take()
                .map(|_| "crit")
                .or(self.unencoded.take().map(|_| "b64"));
        }
        if let Some(protected) = &signature.protected {
            self.read(protected);
        }
    }

    #[inline]
    fn read(&mut self, document: &'a Document) {
        for (quoted, value) in document.quoted_members() {
            // Names are hardly ever escaped, and unescaping all of them costs as much as all else
            // here.
            if !self.take(&quoted[1..quoted.len() - 1], value) && quoted.contains('\\') {
                self.take(&unquote(quoted), value);
            }
        }
    }

    #[inline]
    fn take(&mut self, name: &str, value: Value<'a>) -> bool {
        // Bytes, since their patterns become a decision tree and those of text comparisons in turn.
        let place = match name.as_bytes() {
            b"alg" => &mut self.algorithm,
            b"kid" => &mut self.key_id,
            b"typ" => &mut self.media_type,
            b"jwk" => &mut self.own_key,
            b"crit" => &mut self.critical,
            b"b64" => &mut self.unencoded,
            _ => return false,
        };
        *place = Some(value);
        true
    }

    /// `alg`, if it is a string.
    pub(super) fn algorithm(&self) -> Option<Cow<'a, str>> {
        self.algorithm?.string()
    }

    /// `kid`, if it is a string; an empty one counts as none.
    pub(super) fn key_id(&self) -> Option<Cow<'a, str>> {
        self.key_id?.string().filter(|id| !id.is_empty())
    }

    /// Whether `typ` says that this is a DPoP proof (RFC 9449 §4.2).
    pub(super) fn is_dpop_proof(&self) -> bool {
        self.has_type("dpop+jwt")
    }

    /// Whether `typ` is this media type, which may stand with `application/` (RFC 7515 §4.1.9).
    pub(super) fn has_type(&self, name: &str) -> bool {
        self.media_type
            .and_then(|value| value.string())
            .is_some_and(|typ| short_media_type(&typ).eq_ignore_ascii_case(name))
    }
}
