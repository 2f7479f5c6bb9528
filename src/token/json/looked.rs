//! Which members of a document were looked at.
//!
//! What was said after looking at some members of a document only holds for every other document in
//! which those are the same. A log of a million tokens repeats itself in most members, and what
//! judges a token need not know about it: the document takes notes.

use std::{
    fmt,
    sync::atomic::{AtomicU64, Ordering},
};

/// Members of a document by their places, the 64th and later ones as one.
#[derive(Clone, Copy, PartialEq, Eq)]
pub struct Members(u64);

impl Members {
    /// No member.
    pub const NONE: Self = Self(0);
    /// Every member, and the text as a whole.
    pub const ALL: Self = Self(u64::MAX);
    /// The text as a whole, which no two documents share.
    pub(super) const TEXT: Self = Self(1 << LAST);

    /// The member at this place.
    pub(super) fn at(place: usize) -> Self {
        Self(1 << place.min(LAST))
    }

    /// Whether a member is in both.
    #[inline]
    pub fn meets(self, other: Self) -> bool {
        self.0 & other.0 != 0
    }

    /// The members of either.
    #[must_use]
    pub fn and(self, other: Self) -> Self {
        Self(self.0 | other.0)
    }
}

impl fmt::Debug for Members {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(formatter, "Members({:#b})", self.0)
    }
}

const LAST: usize = u64::BITS as usize - 1;

/// The notes of a document, which are no part of what it says. Relaxed and not added up atomically:
/// who asks for the notes is the only one who reads the document.
#[derive(Default)]
pub(super) struct Looked(AtomicU64);

impl Looked {
    pub(super) fn note(&self, members: Members) {
        let known = self.0.load(Ordering::Relaxed);
        self.0.store(known | members.0, Ordering::Relaxed);
    }

    /// The notes since they were last taken.
    pub(super) fn take(&self) -> Members {
        let known = self.0.load(Ordering::Relaxed);
        self.0.store(0, Ordering::Relaxed);
        Members(known)
    }
}

impl Clone for Looked {
    fn clone(&self) -> Self {
        Self::default()
    }
}

impl PartialEq for Looked {
    fn eq(&self, _: &Self) -> bool {
        true
    }
}

impl Eq for Looked {}
