//! Which members of a document were looked at.
//!
//! What was said after looking at some members of a document only holds for every other document in
//! which those are the same. A log of a million tokens repeats itself in most members, and what
//! judges a token need not know about it: the document takes notes.

use std::{
    fmt,
    sync::atomic::{AtomicU64, Ordering},
};

/// A set of members of a document, by their places. The last bit stands for the 64th member and all
/// later ones, and for the text as a whole: what looked there looked at something that no two
/// documents share.
#[derive(Clone, Copy, PartialEq, Eq)]
pub struct MemberSet(u64);

impl MemberSet {
    /// No member.
    pub const NONE: Self = Self(0);
    /// The text as a whole, and the members that have no bit of their own.
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

    /// The members of both together.
    #[must_use]
    pub fn union(self, other: Self) -> Self {
        Self(self.0 | other.0)
    }
}

impl fmt::Debug for MemberSet {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(formatter, "MemberSet({:#b})", self.0)
    }
}

const LAST: usize = u64::BITS as usize - 1;

/// The notes of a document. They are relaxed and not added up atomically, since who takes them is the
/// only one who reads that document meanwhile. Documents that several threads read, such as those of
/// the issuer, are noted too, and nobody asks; there the bits are soon set, and no more is written.
#[derive(Default)]
pub(super) struct Looked(AtomicU64);

impl Looked {
    pub(super) fn note(&self, members: MemberSet) {
        let known = self.0.load(Ordering::Relaxed);
        if known & members.0 != members.0 {
            self.0.store(known | members.0, Ordering::Relaxed);
        }
    }

    /// The notes since they were last taken.
    pub(super) fn take(&self) -> MemberSet {
        let known = self.0.load(Ordering::Relaxed);
        self.0.store(0, Ordering::Relaxed);
        MemberSet(known)
    }
}

/// A copy begins without notes.
impl Clone for Looked {
    fn clone(&self) -> Self {
        Self::default()
    }
}
